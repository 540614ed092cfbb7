"""Precision and recall of each class, and the score at which F1 is best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.evaluation.matching import AT_50, RECALLS, ClassMatches, Matched


@dataclass(frozen=True)
class Threshold:
    """Where to cut off predictions: the lowest score that gives the best F1 (harmonic mean of precision and
    recall), and all three there, 0..1, at an intersection over union of .5. NaN without truth or hit."""

    score: float
    f1: float
    precision: float
    recall: float


@dataclass(frozen=True)
class Curve:
    """Precision over recall of one class at an intersection over union of .5.

    Attributes:
        name: The class.
        recall: float64 [101], 0, .01, ..., 1.
        precision: float64 [101], 0..1: the best at this recall or above it, as COCO has it; NaN
            without truth.
        best: The score at which F1 is best.
    """

    name: str
    recall: NDArray[np.float64]
    precision: NDArray[np.float64]
    best: Threshold


def curves_of(matched: Matched, names: tuple[str, ...]) -> tuple[Curve, ...]:
    """The curve of each class."""
    curves = []
    for place, (name, one) in enumerate(zip(names, matched.classes, strict=True)):
        precision = matched.precision[AT_50, :, place, 0]
        known = np.where(precision > -1, precision, np.nan)
        curves.append(Curve(name, RECALLS, known, best_threshold([one])))
    return tuple(curves)


def best_threshold(classes: list[ClassMatches] | tuple[ClassMatches, ...]) -> Threshold:
    """The score at which F1 is best over all instances of some classes together."""
    scores = np.concatenate([one.scores for one in classes]) if classes else np.zeros(0)
    hit = np.concatenate([one.hit[AT_50] for one in classes]) if classes else np.zeros(0, bool)
    counts = ~np.concatenate([one.ignored[AT_50] for one in classes]) if classes else hit
    truth = sum(int(one.truths.sum()) for one in classes)
    order = np.argsort(-scores, kind="stable")
    scores, hits, seen = scores[order], hit[order].cumsum(), counts[order].cumsum()
    if not truth or not scores.size or not hits[-1]:
        return Threshold(*[float("nan")] * 4)
    f1 = 2 * hits / (seen + truth)
    f1[:-1][scores[:-1] == scores[1:]] = -1  # a threshold cannot part equal scores
    best = int(f1.argmax())
    precision, recall = hits[best] / seen[best], hits[best] / truth
    return Threshold(float(scores[best]), float(f1[best]), float(precision), float(recall))
