"""What is wrong with labels, found while reading them or by `toonseg check`: each with place and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Kinds of problems; their values are what `toonseg check --json` writes."""

    MALFORMED = "malformed"
    UNKNOWN_CLASS = "unknown-class"
    BAD_POLYGON = "bad-polygon"
    EMPTY = "empty"
    TINY = "tiny"
    SELF_CROSSING = "self-crossing"
    OUTSIDE = "outside-picture"
    BOX_DISAGREES = "box-disagrees"
    AREA_DISAGREES = "area-disagrees"
    DUPLICATE = "duplicate"
    OVERLAP = "overlap"
    PICTURE_MISSING = "picture-missing"
    PICTURE_BROKEN = "picture-broken"
    PICTURE_SIZE = "picture-size"
    PICTURE_UNLABELLED = "picture-unlabelled"
    NEAR_DUPLICATE = "near-duplicate"
    IN_TWO_SPLITS = "in-two-splits"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        kind: What kind of problem.
        file: The file that it is in, as the reader was given it.
        where: The field or id in the file: "annotations[17].bbox", "instance 42", "shape 3"; may be empty.
        text: What is wrong, as a clause.
        remedy: What to do about it, as a sentence.
        fixable: Whether `toonseg check --fix` mends it without losing anything.
    """

    kind: ProblemKind
    file: str
    where: str
    text: str
    remedy: str
    fixable: bool = False

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place}: {self.text}. {self.remedy}"
