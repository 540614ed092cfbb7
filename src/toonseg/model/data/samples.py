"""Samples: labelled pictures changed and laid on the network's canvas, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.model.data.brush import Brush, brushed_over
from toonseg.model.data.clutter import Clutter, cluttered
from toonseg.model.data.decoded import Decoded, DecodedSet
from toonseg.model.data.pasting import Pasting, overlaid, with_instances
from toonseg.model.data.placing import Placing, place
from toonseg.model.data.tones import Tones, restyled
from toonseg.model.head import MASK_STRIDE
from toonseg.model.loss import Truth

LEAST_PIXELS = 20
"""An instance of which fewer pixels are left on the canvas is not asked for."""


@dataclass(frozen=True)
class Augment:
    """How samples differ from the pictures that they are made of."""

    placing: Placing = field(default_factory=Placing)
    tones: Tones = field(default_factory=Tones)
    pasting: Pasting = field(default_factory=Pasting)
    clutter: Clutter = field(default_factory=Clutter)
    brush: Brush = field(default_factory=Brush)


def sample(pictures: DecodedSet, number: int, size: tuple[int, int], how: Augment, rng: Generator) -> Decoded:
    """Picture `number` as one training sees it once: HWC uint8 RGB and owners of `size` (height, width).

    Raises what `decode_labelled` raises.
    """
    one = place(pictures[number], size, how.placing, rng)
    if rng.random() < how.pasting.instances:
        other = pictures[int(rng.integers(len(pictures)))]
        one = with_instances(one, place(other, size, how.placing, rng), rng)
    one = overlaid(cluttered(one, how.clutter, rng), how.pasting, rng)
    pixels = brushed_over(one.pixels, one.owner, how.brush, rng)
    return Decoded(restyled(pixels, one.owner, how.tones, rng), one.owner, one.labels)


def truth_of(one: Decoded, stride: int = MASK_STRIDE) -> Truth:
    """What the loss compares with, masks on a grid of `stride`; sides of the canvas are multiples of it."""
    height, width = one.owner.shape
    grid = (height // stride, width // stride)
    labels: list[int] = []
    boxes: list[tuple[int, int, int, int]] = []
    masks: list[NDArray[np.float32]] = []
    sizes = np.bincount(one.owner.ravel(), minlength=len(one.labels) + 1)
    for number, label in enumerate(one.labels, 1):
        if sizes[number] < LEAST_PIXELS:
            continue
        mine = (one.owner == number).view(np.uint8)
        x, y, wide, high = cv2.boundingRect(mine)
        labels.append(int(label))
        boxes.append((x, y, x + wide, y + high))
        masks.append(cv2.resize(mine.astype(np.float32), (grid[1], grid[0]), interpolation=cv2.INTER_AREA))
    if not labels:
        return Truth(torch.zeros(0, dtype=torch.long), torch.zeros(0, 4), torch.zeros(0, *grid))
    return Truth(
        torch.tensor(labels), torch.tensor(boxes, dtype=torch.float32), torch.from_numpy(np.stack(masks))
    )


def batch_of(samples: list[Decoded], stride: int = MASK_STRIDE) -> tuple[torch.Tensor, list[Truth]]:
    """N3HW float32 RGB, 0..255, channels last in memory, and what is true of each."""
    pixels = torch.from_numpy(np.stack([one.pixels for one in samples])).permute(0, 3, 1, 2)
    floats = pixels.to(torch.float32, memory_format=torch.channels_last)
    return floats, [truth_of(one, stride) for one in samples]
