"""The same figures for each title or episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations import Picture
from toonseg.evaluation.bootstrap import (
    FEWEST,
    NOTHING,
    Interval,
    mirrored,
    multiplicities,
    overall,
    resampled,
)
from toonseg.evaluation.matching import Matched, part_of

By = Literal["title", "episode", "none"]
"""What the cuts are grouped by."""


@dataclass(frozen=True)
class Slice:
    """The figures of some of the cuts, times 100; `interval` is that of AP, NaN if not asked for."""

    name: str
    cuts: int
    truth: int
    ap: float
    ap50: float
    interval: Interval


def group_of(picture: Picture, by: By) -> str:
    """The title or episode of a picture: by its origin, else by its folders.

    >>> group_of(Picture("my-title/0100/000592.png", 690, 400), "episode")
    'my-title/0100'
    """
    folders = PurePosixPath(picture.file).parent.parts
    if by == "title":
        if picture.origin is not None:
            return picture.origin.title
        # A number is an episode, of a title that has no name here.
        return "" if not folders or folders[0].isdigit() else folders[0]
    if picture.origin is not None:
        return f"{picture.origin.title}/{picture.origin.episode}"
    return "/".join(folders)


def grouping(pictures: Sequence[Picture], by: By | None) -> tuple[By, list[str]]:
    """How pictures are grouped, and the group of each: by what is asked for, else by title if there are
    several, else by episode; "none" if that leaves one group."""
    for choice in (by,) if by is not None else ("title", "episode"):
        if choice != "none":
            groups = [group_of(picture, choice) for picture in pictures]
            if len(set(groups)) > 1:
                return choice, groups
    return "none", []


def slices_of(matched: Matched, groups: Sequence[str], *, resamples: int, seed: int) -> tuple[Slice, ...]:
    """The figures of each group, by name.

    Args:
        matched: An evaluation of N pictures.
        groups: The group of each picture.
        resamples: For the intervals; 0 for none.
        seed: Of the resampling.
    """
    names = np.array(groups)
    return tuple(
        _slice(matched, str(name), np.flatnonzero(names == name), resamples, seed)
        for name in np.unique(names)
    )


def _slice(matched: Matched, name: str, places: NDArray[np.int64], resamples: int, seed: int) -> Slice:
    part = replace(matched, classes=tuple(part_of(one, places) for one in matched.classes))
    ap, ap50, _ = overall(resampled(part, np.ones((1, places.size), np.int64)))
    interval = NOTHING
    if resamples:
        samples = resampled(part, multiplicities(places.size, resamples, seed))
        interval = mirrored(float(ap[0]) * 100, overall(samples)[0], enough=places.size >= FEWEST)
    truth = sum(int(one.truths.sum()) for one in part.classes)
    return Slice(name or "-", int(places.size), truth, float(ap[0]) * 100, float(ap50[0]) * 100, interval)
