"""Error types: what AP is lost to.

After Bolya, Foley, Hays and Hoffman, "TIDE: A General Toolbox for Identifying Object Detection Errors"
(ECCV 2020), by hotcoco.
"""

from __future__ import annotations

from dataclasses import dataclass

from toonseg.evaluation.matching import Matched

FOREGROUND = 0.5
BACKGROUND = 0.1
"""Intersections over union from which a prediction has found an instance, and up to which it has met none."""

MEANINGS = {
    "class": "found, as another class",
    "localisation": "right class, IoU .1 to .5",
    "both": "other class, IoU .1 to .5",
    "duplicate": "found already by a better one",
    "background": "nothing is there",
    "missed": "met by no prediction",
}
_HOTCOCO = {
    "class": "Cls",
    "localisation": "Loc",
    "both": "Both",
    "duplicate": "Dupe",
    "background": "Bkg",
    "missed": "Miss",
}


@dataclass(frozen=True)
class ErrorType:
    """One type of error.

    Attributes:
        name: class, localisation, both, duplicate, background, or missed.
        count: How many predictions (for missed: instances) are of it.
        cost: By how much AP50, times 100, would rise if these alone were put right. Those of all types do not
            add up to what is lost: putting right one often uncovers another. A class of which nothing was
            found has no cost of "missed": its AP is 0 with and without these instances.
    """

    name: str
    count: int
    cost: float


def errors_of(matched: Matched) -> tuple[ErrorType, ...]:
    """The six types, in TIDE's order."""
    found = matched.evaluator.tide_errors(pos_thr=FOREGROUND, bg_thr=BACKGROUND)
    return tuple(
        ErrorType(name, int(found["counts"][short]), float(found["delta_ap"][short]) * 100)
        for name, short in _HOTCOCO.items()
    )
