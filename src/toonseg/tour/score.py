"""How many of the drawn panels were found: boxes compared with the truth."""

from __future__ import annotations

from collections.abc import Sequence

from toonseg.strip import Box

LEAST_IOU = 0.9
"""Least intersection over union at which a box counts as found."""


def iou(first: Box, second: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return width * height / (areas - width * height)


def count_right(found: Sequence[Box], there: Sequence[Box]) -> int:
    """How many of the boxes `there`, which do not overlap, were found: matched by one of the `found` boxes.

    A box cannot have an IoU above 0.5 with two boxes that do not overlap, so that each counts once.
    """
    return sum(any(iou(box, other) >= LEAST_IOU for box in found) for other in there)
