"""Pixels in other colours, within masks with soft edges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from toonseg.annotations.masks import Mask
from toonseg.pictures import Rgb
from toonseg.results.matting import matte
from toonseg.results.recolor.shift import Shift

_MARGIN = 12
"""Pixels around a mask that its matte looks at."""


def recoloured(pixels: Rgb, parts: Iterable[tuple[Mask, Shift]]) -> Rgb:
    """A picture with the colours of some masks shifted.

    A pixel at a mask's rim is a mixture: only the share of the mask changes, by as much as its own colour
    does. Pixels of which no matte has a share stay as they are, bit by bit.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        parts: Masks in the picture's coordinates, with what becomes of their colours.

    Returns:
        HWC uint8 RGB, a new array.
    """
    height, width = pixels.shape[:2]
    change = np.zeros(pixels.shape, np.float32)
    touched = np.zeros((height, width), bool)
    for mask, shift in parts:
        x0, y0, x1, y1 = mask.box
        box = (
            max(0, x0 - _MARGIN), max(0, y0 - _MARGIN), min(width, x1 + _MARGIN), min(height, y1 + _MARGIN),
        )  # fmt: skip
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        here = np.s_[box[1] : box[3], box[0] : box[2]]
        found = matte(pixels[here], mask.within(box))
        some = found.alpha > 0
        own = found.colour[some]
        moved = shift.of(own).astype(np.float32) - own
        change[here][some] += found.alpha[some, None] * moved
        touched[here] |= some
    out = pixels.copy()
    out[touched] = np.clip(np.rint(pixels[touched] + change[touched]), 0, 255).astype(np.uint8)
    return out
