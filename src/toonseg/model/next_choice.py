"""Which of many looks to choose: unsure ones, each unlike those that are labelled or chosen already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.model.decode import Float
from toonseg.model.next_look import Look

FLOOR = 0.05
"""Added to every uncertainty, so that a strange picture is chosen although nothing was found in it."""
_SAMPLE = 400


@dataclass(frozen=True)
class Choice:
    """One that was chosen.

    Attributes:
        place: Its place among the candidates.
        uncertainty: Mean of doubt and disagreement, 0..1.
        apart: How unlike it is the most similar one that is labelled or was chosen before, 0..1; 1 is as
            unlike as two pictures of the set usually are, or more.
        gain: What it was chosen for: (uncertainty + FLOOR) / (1 + FLOOR) x apart.
    """

    place: int
    uncertainty: float
    apart: float
    gain: float


def choose_next(candidates: Sequence[Look], known: Sequence[Float], count: int) -> list[Choice]:
    """Greedy k-centre (Gonzalez, 1985; as core-set, Sener and Savarese, 2018), weighed by uncertainty.

    Args:
        candidates: The pictures to choose from.
        known: `Look.like` of what is labelled already.
        count: How many to choose; fewer if there are not so many.

    Returns:
        The choices, best first; of equals the first in order.
    """
    if not candidates:
        return []
    likes = [*(one.like for one in candidates), *known]
    length = max(like.size for like in likes)  # pictures of a few pixels, which are not looked at, have none
    points = np.stack([like if like.size else np.zeros(length) for like in likes])
    points = points.astype(np.float64)
    spread = points.std(axis=0)
    points = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    usual = _usual_distance(points)
    own, others = points[: len(candidates)], points[len(candidates) :]
    unsure = np.array([(one.doubt + one.flip) / 2 for one in candidates])
    apart = np.ones(len(own))
    for other in others:
        apart = np.minimum(apart, _distance(own, other) / usual)
    free = np.ones(len(own), bool)
    chosen: list[Choice] = []
    while len(chosen) < min(count, len(own)):
        gain = np.where(free, (unsure + FLOOR) / (1 + FLOOR) * apart, -1.0)
        best = int(np.argmax(gain))
        chosen.append(Choice(best, float(unsure[best]), float(apart[best]), float(gain[best])))
        free[best] = False
        apart = np.minimum(apart, _distance(own, own[best]) / usual)
    return chosen


def _usual_distance(points: NDArray[np.float64]) -> float:
    """The median distance of two pictures; 1 where all are alike."""
    some = points[:: max(1, len(points) // _SAMPLE)]
    pairs = np.concatenate([_distance(some[k + 1 :], one) for k, one in enumerate(some)])
    median = float(np.median(pairs)) if pairs.size else 0.0
    return median or 1.0


def _distance(points: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(points - one, axis=1), np.float64)
