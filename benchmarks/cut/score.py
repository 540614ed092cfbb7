"""Recall and precision of panel boxes at a given box IoU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[int, int, int, int]

LEAST_IOU = 0.9


@dataclass(frozen=True)
class Score:
    """How many boxes were there, were found, and are right. Scores add up."""

    right: int
    found: int
    there: int

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.there + other.there)

    @property
    def recall(self) -> float:
        """Share of the true boxes that were found, 0..1; 1 if there are none."""
        return self.right / self.there if self.there else 1.0

    @property
    def precision(self) -> float:
        """Share of the found boxes that are right, 0..1; 0 if nothing was found where something was."""
        if not self.found:
            return 0.0 if self.there else 1.0
        return self.right / self.found


def iou(first: Box, second: Box) -> float:
    """Intersection over union of two half-open boxes, 0..1."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    tall = min(first[3], second[3]) - max(first[1], second[1])
    if wide <= 0 or tall <= 0:
        return 0.0
    shared = wide * tall
    return shared / (_area(first) + _area(second) - shared)


def match(found: Sequence[Box], there: Sequence[Box], least: float = LEAST_IOU) -> list[tuple[int, int]]:
    """Pair found with true boxes, greedily from the highest IoU down to `least`, each box at most once.

    Returns:
        Pairs of indices (found, there).
    """
    pairs = [(iou(a, b), i, j) for i, a in enumerate(found) for j, b in enumerate(there)]
    pairs.sort(key=lambda p: (-p[0], p[1], p[2]))
    taken: list[tuple[int, int]] = []
    used_found: set[int] = set()
    used_there: set[int] = set()
    for overlap, i, j in pairs:
        if overlap < least:
            break
        if i not in used_found and j not in used_there:
            taken.append((i, j))
            used_found.add(i)
            used_there.add(j)
    return taken


def score(found: Sequence[Box], there: Sequence[Box], least: float = LEAST_IOU) -> Score:
    """Count how many of the `found` boxes match one `there`."""
    return Score(len(match(found, there, least)), len(found), len(there))


def total(scores: Iterable[Score]) -> Score:
    """The sum of all scores."""
    return sum(scores, Score(0, 0, 0))


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
