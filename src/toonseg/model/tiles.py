"""Tall and wide pictures in tiles, and instances that lie on several tiles made one again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.annotations.masks import shared as common_pixels
from toonseg.model.canvas import LARGEST, STEP, TALLEST, WIDTH, fit_of
from toonseg.strip import Box, meet

OVERLAP = 320
"""Rows of the canvas that two neighbours share: most heads and garments lie whole in one of them."""
WIDEST = 2.5
"""A picture that is so many times as wide as high is seen in tiles twice as wide as high."""
ALIKE = 0.5
"""Masks of one class that agree so well where both were seen (their IoU) are of one instance."""
WITHIN = 0.8
"""So are two of which the smaller lies so far in the other: of a part at a tile's edge, little was seen."""

Tile = tuple[Box, list[Instance]]
"""Its box in the picture, and its instances, in coordinates of the picture."""


def tiles_of(height: int, width: int) -> list[Box]:
    """The boxes in which a picture of so many pixels is seen, from the top or the left; mostly one."""
    if width > WIDEST * height:
        across = max(2 * height, math.ceil(WIDTH / LARGEST))
        return [(x0, 0, x1, height) for x0, x1 in _spans(width, across, across // 2)]
    fit = fit_of(height, width)
    if fit.inner[0] <= TALLEST:
        return [(0, 0, width, height)]
    high = max(STEP, int(TALLEST / fit.scale) // STEP * STEP)
    return [(0, y0, width, y1) for y0, y1 in _spans(height, high, int(OVERLAP / fit.scale))]


def joined(tiles: Sequence[Tile]) -> list[Instance]:
    """The instances of all tiles, each once, best first: two that agree in the pixels both saw are one."""
    whole: list[Instance] = []
    seen: Box = (0, 0, 0, 0)
    for box, found in tiles:
        shared = (max(box[0], seen[0]), max(box[1], seen[1]), min(box[2], seen[2]), min(box[3], seen[3]))
        free = {k for k, one in enumerate(whole) if meet(one.box, shared)}
        for one in sorted(found, key=_score, reverse=True):
            partner = _partner(one, whole, free, shared) if meet(one.box, shared) else None
            if partner is None:
                whole.append(one)
            else:
                free.discard(partner)
                other = whole[partner]
                best = max(one, other, key=_score)
                whole[partner] = replace(best, mask=other.mask.joined(one.mask))
        seen = (0, 0, box[2], box[3])
    return sorted(whole, key=_score, reverse=True)


def _spans(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Parts [start, end) of a length that share at least `overlap`, all of one size."""
    step = max(STEP, size - overlap)
    starts = [*range(0, max(1, length - size), step), max(0, length - size)]
    return [(start, min(length, start + size)) for start in dict.fromkeys(starts)]


def _partner(one: Instance, whole: Sequence[Instance], free: set[int], shared: Box) -> int | None:
    """The instance of earlier tiles that `one` is a part of."""
    mine = one.mask.cropped(shared)
    found = [
        (_likeness(mine, whole[k].mask.cropped(shared)), -k) for k in free
        if whole[k].cls == one.cls and meet(whole[k].box, one.box)
    ]  # fmt: skip
    best, place = max(found, default=(0.0, 0))
    return -place if best > 0 else None


def _likeness(first: Mask, second: Mask) -> float:
    """How well two masks agree, 0..1; 0 where they are not of one instance."""
    common = common_pixels(first, second)
    if not common:
        return 0.0
    iou = common / (first.area + second.area - common)
    within = common / min(first.area, second.area)
    return max(iou, within / 2) if iou > ALIKE or within > WITHIN else 0.0


def _score(one: Instance) -> float:
    return one.score or 0.0
