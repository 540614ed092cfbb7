"""torchvision's Mask R-CNN behind the compact network's interface: training, prediction and files are shared.

Its parts are called one by one, without `GeneralizedRCNN.forward`: samples come in their final size already,
and masks are laid on the picture as it was rather than on one of the network's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from toonseg.model.loss import Truth
from toonseg.model.maskrcnn.available import detection
from toonseg.model.maskrcnn.boxed import SIDE
from toonseg.model.maskrcnn.design import RcnnDesign
from toonseg.model.train.settings import TrainSettings
from toonseg.model.trainable import Trainable

MEAN = (0.485, 0.456, 0.406)
SPREAD = (0.229, 0.224, 0.225)
"""What torchvision's weights were trained with: (value / 255 - MEAN) / SPREAD, RGB."""
MOMENTUM = 0.9
FALLS = (2 / 3, 8 / 9)
"""Where the rate falls to a tenth, as shares of the training: after 60,000 and 80,000 of 90,000 iterations in
the usual schedule."""
NEVER = -60.0
"""The logit of what is not found."""
POOLED = 8
"""Rows and columns of the features that tell what a picture is like."""


@dataclass(frozen=True)
class Said:
    """What it says of one picture, as `segmenter.Raw` has it, with a batch of one.

    Of A >= 1 instances: 1 x A x K class logits, 1 x A quality logits, 1 x A x 4 boxes in pixels, 1 x A x 784
    mask values (see `boxed`). Of the picture: 1 x 256 x 8 x 8 features, and 1 x K x 8 x 8 logits of what each
    place is, which it never says.
    """

    classes: Tensor
    quality: Tensor
    boxes: Tensor
    kernels: Tensor
    features: Tensor
    classmaps: Tensor


class MaskRcnn(Trainable):
    """Pictures in, `Said` out; heights and widths are multiples of 32.

    Raises:
        MissingExtraError: torchvision is not installed, or does not load.
    """

    kind = "Mask R-CNN with ResNet-50 and FPN"
    mask_stride = 1
    draws_lots = True

    def __init__(self, design: RcnnDesign) -> None:
        super().__init__()
        self.design = design
        self.model: Any = _built(design)

    def forward(self, pictures: Tensor) -> Said:
        """13HW float, RGB, values 0..255; in evaluation mode."""
        assert pictures.shape[0] == 1 and not self.training
        sizes = [(int(pictures.shape[2]), int(pictures.shape[3]))]
        features, proposals, _ = self._proposed(pictures, None)
        found = self.model.roi_heads(features, proposals, sizes)[0][0]
        count = len(found["scores"])
        scores = found["scores"].clamp(1e-6, 1 - 1e-6).logit()
        classes = scores.new_full((max(count, 1), self.design.classes), NEVER)
        classes[torch.arange(count), found["labels"] - 1] = scores
        boxes, kernels = found["boxes"], found["masks"].reshape(count, SIDE * SIDE) - 0.5
        if count == 0:  # the arrays that follow want one row at least
            scores, boxes = scores.new_full((1,), NEVER), boxes.new_tensor([[0.0, 0.0, 1.0, 1.0]])
            kernels = kernels.new_full((1, SIDE * SIDE), -0.5)
        pooled = functional.adaptive_avg_pool2d(features["0"], POOLED)
        unsaid = pooled.new_full((1, self.design.classes, POOLED, POOLED), NEVER)
        return Said(classes[None], scores[None], boxes[None], kernels[None], pooled, unsaid)

    def losses(self, pictures: Tensor, truths: Sequence[Truth]) -> dict[str, Tensor]:
        """The published losses: what and whether something is (of regions and their proposals), box, mask."""
        sizes = [(int(pictures.shape[2]), int(pictures.shape[3]))] * len(truths)
        targets = [
            {"boxes": truth.boxes, "labels": truth.labels + 1, "masks": (truth.masks >= 0.5).to(torch.uint8)}
            for truth in truths
        ]
        features, proposals, first = self._proposed(pictures, targets)
        second = self.model.roi_heads(features, proposals, sizes, targets)[1]
        return {
            "class": second["loss_classifier"] + first["loss_objectness"],
            "box": second["loss_box_reg"] + first["loss_rpn_box_reg"],
            "mask": second["loss_mask"],
        }

    def stages(self) -> list[nn.Module]:
        """The stem, then the four stages of ResNet."""
        body = self.model.backbone.body
        return [nn.Sequential(body.conv1, body.bn1), body.layer1, body.layer2, body.layer3, body.layer4]

    def backbone_parameters(self) -> list[nn.Parameter]:
        """Those of ResNet, without the pyramid."""
        return list(self.model.backbone.body.parameters())

    def optimiser(self, groups: list[dict[str, Any]], settings: TrainSettings) -> torch.optim.Optimizer:
        """As published: stochastic gradient descent with momentum."""
        return torch.optim.SGD(groups, lr=settings.rate, momentum=MOMENTUM, weight_decay=settings.decay)

    def decline(self, progress: float, floor: float) -> float:
        """As published: a tenth after each of `FALLS`; `floor` is not asked for."""
        return float(0.1 ** sum(progress >= fall for fall in FALLS))

    def _proposed(
        self, pictures: Tensor, targets: list[dict[str, Tensor]] | None
    ) -> tuple[dict[str, Tensor], list[Tensor], dict[str, Tensor]]:
        """Features by level, proposed regions of each picture, losses of the proposals."""
        mean, spread = (pictures.new_tensor(values).view(1, 3, 1, 1) for values in (MEAN, SPREAD))
        inputs = (pictures / 255.0 - mean) / spread
        features = self.model.backbone(inputs)
        images = _images(inputs)
        proposals, losses = self.model.rpn(images, features, targets)
        return features, proposals, losses


def _images(inputs: Tensor) -> Any:
    sizes = [(int(inputs.shape[2]), int(inputs.shape[3]))] * inputs.shape[0]
    return detection().image_list.ImageList(inputs, sizes)


def _built(design: RcnnDesign) -> Any:
    """torchvision's model, without weights."""
    known = detection()
    count = design.classes + 1
    if design.version == "v2":
        return known.maskrcnn_resnet50_fpn_v2(weights=None, weights_backbone=None, num_classes=count)
    if not design.frozen_norms:
        return known.maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=count)
    # torchvision's own function freezes normalisation only where it loads the weights itself.
    backbone = known.backbone_utils.resnet_fpn_backbone(
        backbone_name="resnet50", weights=None, trainable_layers=5
    )
    for module in backbone.modules():
        if type(module).__name__ == "FrozenBatchNorm2d":
            module.eps = 0.0  # as the COCO weights were trained
    return known.MaskRCNN(backbone, num_classes=count)
