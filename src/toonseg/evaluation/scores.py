"""COCO's figures: AP, AP50, AP75, by area and by class, times 100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.evaluation.matching import AT_50, AT_75, Matched


@dataclass(frozen=True)
class ClassScores:
    """One class.

    Attributes:
        name: The class.
        ap: AP times 100; NaN without truth.
        ap50: AP at an intersection over union of .5, times 100; NaN without truth.
        truth: How many instances there are to be found (crowds are not).
        predicted: How many predictions count.
    """

    name: str
    ap: float
    ap50: float
    truth: int
    predicted: int


@dataclass(frozen=True)
class Scores:
    """COCO's figures for boxes or masks, times 100; NaN where there is no truth.

    Small is below 32 x 32 pixels, large above 96 x 96, as COCO has it.
    """

    ap: float
    ap50: float
    ap75: float
    ap_small: float
    ap_medium: float
    ap_large: float
    recall: float
    per_class: tuple[ClassScores, ...]

    @property
    def summary(self) -> dict[str, float]:
        """AP, AP50, AP75, APs, APm, APl, as Detectron2 calls them."""
        values = (self.ap, self.ap50, self.ap75, self.ap_small, self.ap_medium, self.ap_large)
        return dict(zip(("AP", "AP50", "AP75", "APs", "APm", "APl"), values, strict=True))


def scores_of(matched: Matched, names: tuple[str, ...]) -> Scores:
    """The figures of an evaluation whose classes have these names."""
    precision = matched.precision
    per_class = tuple(
        ClassScores(
            name,
            _mean(precision[:, :, place, 0]),
            _mean(precision[AT_50, :, place, 0]),
            int(one.truths.sum()),
            int(one.scores.size),
        )
        for place, (name, one) in enumerate(zip(names, matched.classes, strict=True))
    )
    return Scores(
        _mean(precision[..., 0]),
        _mean(precision[AT_50, ..., 0]),
        _mean(precision[AT_75, ..., 0]),
        _mean(precision[..., 1]),
        _mean(precision[..., 2]),
        _mean(precision[..., 3]),
        _mean(matched.recall[..., 0]),
        per_class,
    )


def _mean(values: NDArray[np.float64]) -> float:
    known = values[values > -1]
    return float(known.mean()) * 100 if known.size else float("nan")
