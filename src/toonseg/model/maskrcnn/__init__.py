"""Mask R-CNN with ResNet-50 and FPN (He et al., 2017), as torchvision has it: the published model.

available   torchvision, or one line that says why not
design      what the network is made of; no torch needed
network     pictures in, instances or losses out
boxed       masks of 28 x 28 in their boxes, laid on the picture, in numpy
start       COCO weights, and what of other weights a training begins with
"""
