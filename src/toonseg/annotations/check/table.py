"""The table of a set's classes: how many instances, how large, how drawn."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from toonseg.annotations.check.report import ClassRow
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet

_SAMPLE = 200
"""Masks that nobody drew as polygons are decoded to count their parts: so many of a class."""


def class_rows(labels: LabelSet) -> tuple[ClassRow, ...]:
    """A row for each class of the set, and one for each name that is none of them.

    Pictures may be many: nothing is decoded but some masks of each class.
    """
    found: dict[str, list[tuple[Instance, float]]] = {name: [] for name in labels.classes.names}
    total = 0
    for picture in labels.pictures:
        pixels = picture.width * picture.height
        for one in picture.instances:
            index = labels.classes.find(one.cls)
            name = one.cls if index is None else labels.classes[index].name
            found.setdefault(name, []).append((one, one.area / pixels if pixels else 0.0))
            total += 1
    cuts = max(1, len(labels.pictures))
    return tuple(
        ClassRow(
            name,
            len(members),
            len(members) / max(1, total),
            median(share for _, share in members) if members else None,
            len(members) / cuts,
            _parts([one for one, _ in members]),
            _points([one for one, _ in members]),
        )
        for name, members in found.items()
    )


def _parts(members: Sequence[Instance]) -> float | None:
    if not members:
        return None
    drawn = [len(one.rings) for one in members if one.rings is not None]
    others = [one for one in members if one.rings is None and one.area]
    step = max(1, len(others) // _SAMPLE)
    counted = [_components(one) for one in others[::step][:_SAMPLE]]
    if not drawn and not counted:
        return None
    # What was sampled stands for all that was not drawn.
    whole = sum(drawn) + (sum(counted) / len(counted) * len(others) if counted else 0)
    return float(whole / (len(drawn) + len(others)))


def _components(one: Instance) -> int:
    pixels = np.ascontiguousarray(one.mask.pixels()).view(np.uint8)
    return int(cv2.connectedComponents(pixels, connectivity=8)[0]) - 1


def _points(members: Sequence[Instance]) -> float | None:
    corners = [sum(len(ring) for ring in one.rings) for one in members if one.rings is not None]
    return float(median(corners)) if corners else None
