"""Instances that share pixels: duplicates, and two labels on the same pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import hotcoco.mask
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.check.instances import where_of
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import shared
from toonseg.annotations.problems import Problem, ProblemKind

DUPLICATE = 0.95
"""Two instances of one class with a higher intersection over union are one, labelled twice."""

SHARED_PIXELS = 16
SHARED_PART = 0.02
"""Two labels on the same pixels: more than SHARED_PIXELS, and more than this part of the smaller one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two instances of a picture, by place, and the pixels that they share."""

    first: int
    second: int
    shared: int
    iou: float


def overlap_problems(labels: LabelSet) -> Iterator[Problem]:
    """Duplicates and overlaps of all pictures. Crowds are left out: they lie over others by intent."""
    for picture in labels.pictures:
        for pair in pairs(picture):
            first, second = picture.instances[pair.first], picture.instances[pair.second]
            where = where_of(picture, second, pair.second + 1)
            other = where_of(picture, first, pair.first + 1).removeprefix(f"{picture.file}: ")
            if pair.iou > DUPLICATE and _same_class(labels, first, second):
                text = f"{second.cls} is labelled twice (IoU {pair.iou:.3f} with {other})"
                kind, exact = ProblemKind.DUPLICATE, pair.iou == 1.0
                yield Problem(kind, labels.name, where, text, "Remove one of the two.", fixable=exact)
                continue
            smaller = min(first.area, second.area)
            if pair.shared > SHARED_PIXELS and pair.shared > SHARED_PART * smaller:
                text = f"{second.cls} has {pair.shared} pixels in common with {first.cls} ({other})"
                remedy = "Give each pixel to the one in front, or use --allow overlap."
                yield Problem(ProblemKind.OVERLAP, labels.name, where, text, remedy)


def pairs(picture: Picture) -> list[Pair]:
    """The pairs of instances of a picture that share pixels, crowds left out."""
    places = [k for k, one in enumerate(picture.instances) if not one.crowd and one.area]
    boxes = np.array([picture.instances[k].box for k in places], np.int64).reshape(-1, 4)
    meet = _meeting(boxes)
    used = np.flatnonzero(meet.any(axis=0) | meet.any(axis=1))
    if not len(used):
        return []
    if all(
        picture.instances[places[k]].mask.size == picture.size
        and not any(picture.instances[places[k]].mask.at)
        for k in used
    ):
        return _by_runs(picture, [places[k] for k in used])
    found = []
    for a, b in zip(*np.nonzero(meet), strict=True):
        first, second = places[a], places[b]
        one, other = picture.instances[first], picture.instances[second]
        common = shared(one.mask, other.mask)
        if common:
            found.append(Pair(first, second, common, common / (one.area + other.area - common)))
    return found


def _by_runs(picture: Picture, places: list[int]) -> list[Pair]:
    """The pairs of masks that all have the picture's canvas, without decoding them."""
    rles = [picture.instances[k].mask.rle for k in places]
    table = np.asarray(hotcoco.mask.iou(rles, rles, [0] * len(rles)))
    found = []
    for a, b in zip(*np.nonzero(np.triu(table, 1)), strict=True):
        first, second = places[a], places[b]
        both = picture.instances[first].area + picture.instances[second].area
        value = float(table[a, b])
        # |A and B| out of |A and B| / |A or B|, where |A or B| = |A| + |B| - |A and B|.
        found.append(Pair(first, second, round(value * both / (1 + value)), value))
    return found


def _meeting(boxes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which boxes i < j have a pixel in common."""
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    return np.asarray(np.triu((low < high).all(axis=2), 1))


def _same_class(labels: LabelSet, first: Instance, second: Instance) -> bool:
    index = labels.classes.find(first.cls)
    return first.cls == second.cls or (index is not None and index == labels.classes.find(second.cls))
