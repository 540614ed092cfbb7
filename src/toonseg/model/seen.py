"""What a network says of one canvas, and the instances that this makes: choosing, masks, places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from toonseg.annotations.masks import Mask
from toonseg.model.canvas import STEP
from toonseg.model.decode import (
    Apart,
    Fit,
    Float,
    Region,
    Rules,
    choose,
    dynamic_logits,
    grown,
    mask_of,
    prototype_logits,
    region_of,
)
from toonseg.model.maskrcnn.boxed import boxed_logits

STRIDES = (8, 16, 32)
MASK_STRIDE = 4
REACH = 8.0
"""Strides of a location that count as 1 in the places that a dynamic mask sees."""
GROWTHS = 2
"""So often may a mask's region be made wider."""


@dataclass(frozen=True)
class Raw:
    """What a network says of one canvas: A x K logits, A logits, A x 4, A x P, C x H/4 x W/4,
    and K x H/4 x W/4: how likely each pixel is of each class, 0..1. All are float32.

    Of a Mask R-CNN, A counts what it found, P are the values of a mask, and the features are pooled to 8 x 8.
    """

    classes: Float
    quality: Float
    boxes: Float
    kernels: Float
    features: Float
    classmaps: Float


Runner = Callable[[Float], Raw]
"""A network: 3HW float32 RGB, 0..255, sides multiples of 32, to what it says of it."""


def seen(
    said: Raw, canvas: tuple[int, ...], fit: Fit, masks: str, rules: Rules
) -> list[tuple[int, Mask, float]]:
    """The instances of one canvas: index of the class, mask in the picture and score, best first.

    Args:
        said: What the network says.
        canvas: (height, width) in pixels.
        fit: How the picture lies on it.
        masks: "dynamic", "prototypes" or "boxed": how masks are made of what the network says.
        rules: How instances are chosen.
    """
    height, width = canvas
    places, classes, scores = choose(said.classes, said.quality, said.boxes, rules)
    centres, strides = locations(height, width)
    found, apart = [], Apart(rules.overlap)
    stride = 1 if masks == "boxed" else MASK_STRIDE
    for place, cls, score in zip(places, classes.tolist(), scores.tolist(), strict=True):
        kernel, box = said.kernels[place], said.boxes[place]
        if masks == "boxed":
            region = region_of(box, (height, width), stride, 0.0)
            logits = boxed_logits(kernel, box, region)
        else:
            where = (centres[place], float(strides[place]) * REACH)
            region, logits = _mask(said, cls, kernel, box, where, masks, rules.margin)
        if not apart.takes(cls, region, logits):
            continue
        made = mask_of(logits, region, fit, stride)
        if made is not None:
            found.append((cls, made, score))
    return found


def _mask(  # noqa: PLR0917
    said: Raw, cls: int, kernel: Float, box: Float, where: tuple[Float, float], masks: str, margin: float
) -> tuple[Region, Float]:
    """A mask's logits and their region of the grid; `where` are its location's centre and reach."""
    grid = (said.features.shape[1], said.features.shape[2])

    def on(region: Region) -> Float:
        if masks == "prototypes":
            return prototype_logits(said.features, kernel, region)
        return dynamic_logits(
            said.features, said.classmaps[cls], kernel, region,
            centre=where[0], reach=where[1], stride=MASK_STRIDE,
        )  # fmt: skip

    region = region_of(box, grid, MASK_STRIDE, margin)
    logits = on(region)
    for _ in range(GROWTHS):
        wider = grown(region, logits, box, grid, MASK_STRIDE)
        if wider is None:
            break
        region, logits = wider, on(wider)
    return region, logits


def locations(height: int, width: int) -> tuple[Float, Float]:
    """Centres (A x 2, x and y) and strides (A) of a canvas' locations, in pixels, as the head lists them."""
    assert height % STEP == 0 and width % STEP == 0
    centres, strides = [], []
    for stride in STRIDES:
        rows, columns = height // stride, width // stride
        y, x = np.mgrid[0:rows, 0:columns]
        centres.append((np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) * stride)
        strides.append(np.full(rows * columns, stride))
    return np.concatenate(centres).astype(np.float32), np.concatenate(strides).astype(np.float32)
