"""What can be wrong with one instance: its class, its size, its polygons."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.check.rings import self_crossing
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.polygons import Ring
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList

TINY = 16
"""Fewer pixels than these are a slip of the hand rather than a garment."""

OUTSIDE = 1.0
"""Corners may lie so far off the picture, in pixels: tools round outwards, or clamp to the last pixel."""


_ALIKE, _CLEARLY = 0.7, 0.1
"""Likeness, 0..1, below which a class is not meant, and by which one has to be ahead of the next."""


def class_problems(labels: LabelSet) -> Iterator[Problem]:
    """Classes that the set's list does not have: one problem for each name, at its first instance."""
    names = Counter(one.cls for one in labels.instances)
    unknown = {name: n for name, n in names.items() if labels.classes.find(name) is None}
    for picture in labels.pictures:
        for place, one in enumerate(picture.instances, 1):
            if one.cls not in unknown:
                continue
            n = unknown.pop(one.cls)
            clear = clear_suggestion(labels.classes, one.cls)
            near = labels.classes.suggestion(one.cls)
            text = f"class '{one.cls}' is none of the set's ({n} instance{'' if n == 1 else 's'})"
            remedy = "Rename it, or name it among the classes ([[classes]] in toonseg.toml)."
            if near is not None:
                remedy = f"Perhaps '{near}' was meant: rename it, or name it among the classes."
            where = where_of(picture, one, place)
            kind = ProblemKind.UNKNOWN_CLASS
            yield Problem(kind, labels.name, where, text, remedy, fixable=clear is not None)


def clear_suggestion(classes: ClassList, name: str) -> str | None:
    """The class that a misspelt name stands for; None if it is about as like another class."""
    best = classes.suggestion(name)
    if best is None:
        return None
    alike = {info.name: _likeness(name, (info.name, *info.aliases)) for info in classes}
    second = max((value for other, value in alike.items() if other != best), default=0.0)
    return best if second < _ALIKE or alike[best] >= second + _CLEARLY else None


def _likeness(name: str, others: Iterable[str]) -> float:
    """How like a name is to the likest of several, 0..1: the share of letters that both have in one order."""
    return max(difflib.SequenceMatcher(None, name.casefold(), one.casefold()).ratio() for one in others)


def shape_problems(labels: LabelSet) -> Iterator[Problem]:
    """Instances that are empty, tiny, outside of their picture, or drawn with a line that crosses itself."""
    rings: list[Ring] = []
    owner: list[tuple[Picture, Instance, str]] = []
    for picture in labels.pictures:
        for place, one in enumerate(picture.instances, 1):
            where = where_of(picture, one, place)
            yield from _size_problems(labels.name, one, where)
            if one.rings is None:
                if problem := _mask_outside(labels.name, picture, one, where):
                    yield problem
                continue
            rings += one.rings
            owner += [(picture, one, where)] * len(one.rings)
    outside = _reach(rings, owner)
    crossing = self_crossing(rings)
    for k in np.flatnonzero((outside > OUTSIDE) | crossing):
        picture, one, where = owner[k]
        if outside[k] > OUTSIDE:
            text = (
                f"a polygon leaves the picture of {picture.width} x {picture.height} by {outside[k]:.0f} px"
            )
            remedy = "Clip it to the picture."
            yield Problem(ProblemKind.OUTSIDE, labels.name, where, text, remedy, fixable=True)
        if crossing[k]:
            text = f"a polygon of {len(rings[k])} corners crosses itself near {_middle(rings[k])}"
            yield Problem(ProblemKind.SELF_CROSSING, labels.name, where, text, "Draw its outline anew.")


def where_of(picture: Picture, one: Instance, place: int) -> str:
    """How a problem names an instance: by its id, or by its place in the picture, from 1."""
    return f"{picture.file}: instance {one.id}" if one.id is not None else f"{picture.file}: shape {place}"


def _size_problems(file: str, one: Instance, where: str) -> Iterator[Problem]:
    if one.area == 0:
        yield Problem(
            ProblemKind.EMPTY, file, where, f"{one.cls} has no pixels", "Remove it.", fixable=True
        )  # fmt: skip
    elif one.area < TINY:
        plural = "" if one.area == 1 else "s"
        text = f"{one.cls} has {one.area} pixel{plural}, fewer than {TINY}"
        yield Problem(ProblemKind.TINY, file, where, text, "Remove it, or draw it whole.")


def _mask_outside(file: str, picture: Picture, one: Instance, where: str) -> Problem | None:
    x0, y0, x1, y1 = one.box
    if not one.area or (x0 >= 0 and y0 >= 0 and x1 <= picture.width and y1 <= picture.height):
        return None
    text = f"box {list(one.box)} leaves the picture of {picture.width} x {picture.height}"
    return Problem(ProblemKind.OUTSIDE, file, where, text, "Clip it to the picture.", fixable=True)


def _reach(rings: list[Ring], owner: list[tuple[Picture, Instance, str]]) -> NDArray[np.float64]:
    """How far each ring leaves its picture, in pixels; 0 or less where it does not."""
    if not rings:
        return np.zeros(0)
    lengths = [len(ring) for ring in rings]
    filled = [ring if len(ring) else np.zeros((1, 2)) for ring in rings]
    starts = np.cumsum([0, *(max(1, n) for n in lengths[:-1])])
    corners = np.concatenate(filled)
    lowest = np.minimum.reduceat(corners, starts)
    highest = np.maximum.reduceat(corners, starts)
    sizes = np.array([(picture.width, picture.height) for picture, _, _ in owner], np.float64)
    return np.asarray(np.maximum((-lowest).max(axis=1), (highest - sizes).max(axis=1)))


def _middle(ring: Ring) -> str:
    x, y = ring.mean(axis=0)
    return f"({x:.0f}, {y:.0f})"
