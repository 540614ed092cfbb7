"""Tall pictures in tiles, and instances that lie on two tiles made one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import iou
from toonseg.model.canvas import STEP, TALLEST

OVERLAP = 320
"""Rows of the canvas that two neighbours share: most heads and garments lie whole in one of them."""
ALIKE = 0.5
"""Masks of one class that agree so well in the shared rows (intersection over union) are of one instance."""

Tile = tuple[int, int, list[Instance]]
"""Its rows [top, bottom) in the picture, and its instances, in coordinates of the picture."""


def tiles_of(height: int, scale: float) -> list[tuple[int, int]]:
    """Rows [top, bottom) of a picture for each tile, from the top; all of one height.

    Args:
        height: Of the picture, in pixels.
        scale: Pixels of the canvas for one of the picture.
    """
    high = int(TALLEST / scale) // STEP * STEP
    step = max(STEP, high - int(OVERLAP / scale))
    tops = [*range(0, max(1, height - high), step), max(0, height - high)]
    return [(top, min(height, top + high)) for top in dict.fromkeys(tops)]


def joined(tiles: Sequence[Tile], width: int) -> list[Instance]:
    """The instances of all tiles, each once, best first: two that agree in the rows both saw are one."""
    whole: list[Instance] = []
    seen_to = 0
    for top, bottom, found in tiles:
        shared = (0, top, width, min(bottom, seen_to))
        free = set(range(len(whole)))
        for one in sorted(found, key=_score, reverse=True):
            partner = _partner(one, whole, free, shared) if shared[1] < shared[3] else None
            if partner is None:
                whole.append(one)
            else:
                free.discard(partner)
                other = whole[partner]
                best = max(one, other, key=_score)
                whole[partner] = replace(best, mask=other.mask.joined(one.mask))
        seen_to = max(seen_to, bottom)
    return sorted(whole, key=_score, reverse=True)


def _partner(
    one: Instance, whole: Sequence[Instance], free: set[int], shared: tuple[int, int, int, int]
) -> int | None:
    """The instance of earlier tiles that `one` is a part of."""
    mine = one.mask.cropped(shared)
    found = [
        (iou(mine, whole[k].mask.cropped(shared)), k) for k in free
        if whole[k].cls == one.cls and whole[k].box[3] > shared[1] and one.box[1] < shared[3]
    ]  # fmt: skip
    best = max(found, default=(0.0, -1))
    return best[1] if best[0] > ALIKE else None


def _score(one: Instance) -> float:
    return one.score or 0.0
