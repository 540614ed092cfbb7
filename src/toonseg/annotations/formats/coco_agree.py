"""Whether a COCO file's boxes and areas are those of its masks: asked for all instances at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import hotcoco.mask
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.formats.coco_instance import box_of
from toonseg.annotations.formats.reading import Notes, Wrong, number
from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask, sound
from toonseg.annotations.polygons import ring_area
from toonseg.annotations.problems import ProblemKind

BOX_SLACK = 2.0
"""Pixels by which a side may differ: polygons end between pixels, masks do not."""

AREA_SLACK = 0.1
"""Share of the area by which it may differ, and 16 pixels: an area inside a polygon is no count of pixels."""


@dataclass(frozen=True)
class Found:
    """An instance as it was read, and what the file said of its box and area."""

    picture: int
    instance: Instance
    where: str
    box: object
    area: object


_AT_ONCE = 5000


def agreed(found: Iterable[Found], notes: Notes) -> list[Found]:
    """The instances that have pixels; boxes and areas that are not those of the masks are noted."""
    listed = _adding_up(list(found), notes)
    if not listed:
        return []
    areas, boxes = _measured(listed)
    for place in np.flatnonzero(areas == 0):
        problem = "holds no pixel of the picture"
        remedy = "Draw it anew, or leave it out."
        notes.add(listed[place].where, problem, remedy, ProblemKind.EMPTY, fixable=True)
    said = np.array([_said_box(one, notes) for one in listed], np.float64)
    said[areas == 0] = np.nan
    for place in np.flatnonzero(np.abs(_sides(said) - _sides(boxes)).max(axis=1) > BOX_SLACK):
        _tell_box(listed[place], boxes[place], said[place], notes)
    told = np.array([_said_area(one, notes) for one in listed], np.float64)
    told[areas == 0] = np.nan
    for place in np.flatnonzero(np.abs(told - areas) > np.maximum(16, AREA_SLACK * areas)):
        _tell_area(listed[place], areas[place], told[place], notes)
    return [one for one, area in zip(listed, areas, strict=True) if area]


def _measured(listed: list[Found]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Areas (N) and boxes (N x 4: x, y, width, height) of the masks in pixels, some thousand at once."""
    areas, boxes = np.empty(len(listed)), np.empty((len(listed), 4))
    for start in range(0, len(listed), _AT_ONCE):
        coded = [one.instance.mask.rle for one in listed[start : start + _AT_ONCE]]
        areas[start : start + len(coded)] = hotcoco.mask.area(coded)
        boxes[start : start + len(coded)] = hotcoco.mask.toBbox(coded)
    return areas, boxes


def _adding_up(found: list[Found], notes: Notes) -> list[Found]:
    """Without those whose run lengths are none, or none of their picture; filled polygons have right ones."""
    read = [place for place, one in enumerate(found) if one.instance.rings is None]
    good = sound([found[place].instance.mask for place in read])
    wrong = {place for place, is_good in zip(read, good, strict=True) if not is_good}
    for place in sorted(wrong):
        mask, where = found[place].instance.mask, f"{found[place].where}.segmentation.counts"
        try:
            Mask.checked(mask.size, mask.counts)
        except ValueError as error:
            notes.add(where, str(error), "Export the mask anew, or leave it out.")
    return [one for place, one in enumerate(found) if place not in wrong]


def _sides(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)


_NO_BOX = (np.nan,) * 4


def _said_box(one: Found, notes: Notes) -> tuple[float, ...]:
    if one.box is None:
        return _NO_BOX
    try:
        return box_of(one.box)
    except Wrong as error:
        _odd(one, error, notes)
        return _NO_BOX


def _said_area(one: Found, notes: Notes) -> float:
    if type(one.area) is float or one.area is None:
        return np.nan if one.area is None else one.area
    try:
        return number(one.area, "area")
    except Wrong as error:
        _odd(one, error, notes)
        return np.nan


def _odd(one: Found, error: Wrong, notes: Notes) -> None:
    notes.add(f"{one.where}.{error.where}", error.text, "It is computed when written.", fixable=True)


def _tell_box(one: Found, box: NDArray[np.float64], said: NDArray[np.float64], notes: Notes) -> None:
    if one.instance.rings is not None:  # a polygon may leave the picture, and its box with it
        corners = np.concatenate(one.instance.rings)
        drawn = np.concatenate([corners.min(axis=0), np.ptp(corners, axis=0)])[None]
        if np.abs(_sides(drawn) - _sides(said[None])).max() <= BOX_SLACK:
            return
    shown = ", ".join(f"{value:g}" for value in said)
    problem = f"says {shown}; the mask's is {', '.join(f'{value:g}' for value in box)}"
    remedy = "It is computed when written."
    notes.add(f"{one.where}.bbox", problem, remedy, ProblemKind.BOX_DISAGREES, fixable=True)


def _tell_area(one: Found, area: float, said: float, notes: Notes) -> None:
    if one.instance.rings is not None:
        drawn = sum(ring_area(ring) for ring in one.instance.rings)
        if abs(drawn - said) <= max(16, AREA_SLACK * drawn):
            return
    problem, remedy = f"says {said:g}; the mask has {area:g} pixels", "It is computed when written."
    notes.add(f"{one.where}.area", problem, remedy, ProblemKind.AREA_DISAGREES, fixable=True)
