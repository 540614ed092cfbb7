"""Whether scores mean what they say: of predictions with a score of .8, four in five should be right."""

from __future__ import annotations

from dataclasses import dataclass

from toonseg.evaluation.matching import Matched


@dataclass(frozen=True)
class Bin:
    """Predictions of like scores.

    Attributes:
        low: Their scores are above this (in the first: from it on),
        high: and up to this.
        score: Mean score; 0 of none.
        right: Share that has found an instance at an intersection over union of .5; 0 of none.
        count: How many they are.
    """

    low: float
    high: float
    score: float
    right: float
    count: int


@dataclass(frozen=True)
class Calibration:
    """Scores against truth.

    Attributes:
        error: Expected calibration error, 0..1: the mean of |score - right| over bins, by their counts
            (Naeini, Cooper and Hauskrecht, 2015).
        bins: Ten bins of equal width.
    """

    error: float
    bins: tuple[Bin, ...]


def calibration_of(matched: Matched) -> Calibration:
    """How far scores are from shares of right predictions; NaN without predictions."""
    found = matched.evaluator.calibration(n_bins=10, iou_threshold=0.5)
    bins = tuple(
        Bin(
            float(one["bin_lower"]),
            float(one["bin_upper"]),
            float(one["avg_confidence"]),
            float(one["avg_accuracy"]),
            int(one["count"]),
        )
        for one in found["bins"]
    )
    error = float(found["ece"]) if any(one.count for one in bins) else float("nan")
    return Calibration(error, bins)
