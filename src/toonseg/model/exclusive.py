"""What is shown to people: each garment once, though the network may call it by two names."""

from __future__ import annotations

from collections.abc import Sequence

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import iou

SAME = 0.8
"""Masks of two classes with a higher intersection over union are of one garment: the surer name is right."""


def each_once(found: Sequence[Instance]) -> list[Instance]:
    """The instances, best first, without those that lie where a surer one of another class does.

    For AP both names are worth keeping, as the second one may be right: on held-out styles it loses half a
    point without them, while F1 at the best threshold gains half a point.
    """
    kept: list[Instance] = []
    for one in found:
        if all(other.cls == one.cls or not _same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(first: Instance, second: Instance) -> bool:
    smaller, larger = sorted((first.area, second.area))
    return smaller > SAME * larger and iou(first.mask, second.mask) > SAME
