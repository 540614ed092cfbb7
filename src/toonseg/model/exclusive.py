"""What is shown to people: each pixel once, and so each garment, though the network may name it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.strip import meet

LEFT = 0.5
"""An instance is worth showing while this share of its pixels is left to it."""


def each_once(found: Sequence[Instance]) -> list[Instance]:
    """The instances, best first, without the pixels of surer ones; who loses most of its own is left out.

    For AP a second name of a garment is worth keeping, as it may be the right one: there nothing is taken
    away. On held-out styles F1 at the default threshold rose from .71 to .75 by this, and the share of pixels
    under the right class with it; that the smaller of two lies in front, as ties on shirts do, was worse.

    Args:
        found: Instances of one picture, best first.
    """
    kept: list[Instance] = []
    for one in found:
        left = _without(one, kept)
        if left is not None:
            kept.append(left)
    return kept


def _without(one: Instance, others: Sequence[Instance]) -> Instance | None:
    """What others leave of an instance; None if that is too little."""
    near = [other.mask for other in others if meet(other.box, one.box)]
    if not near:
        return one
    own = one.mask.pixels()
    left = own.copy()
    for mask in near:
        left &= ~mask.within(one.box)
    count = int(left.sum())
    if count < LEFT * one.area:
        return None
    return one if count == one.area else replace(one, mask=Mask.of_pixels(left, one.box[:2]), rings=None)
