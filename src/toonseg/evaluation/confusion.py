"""What each class is taken for."""

from __future__ import annotations

from dataclasses import dataclass

import hotcoco
import numpy as np
from numpy.typing import NDArray

from toonseg.evaluation.matching import AT_50, Matched

NOTHING = "nothing"
"""The last row and column: predicted where nothing is, and not found at all."""


@dataclass(frozen=True)
class Confusion:
    """How often instances of one class are predicted as another.

    Attributes:
        names: K classes, then "nothing".
        counts: int64 [K + 1, K + 1]: rows are the truth, columns what was predicted, whatever its
            class; matched at an intersection over union of .5, those of the highest scores first.
        score: Predictions below this score are not counted: where F1 of all classes together is best.
    """

    names: tuple[str, ...]
    counts: NDArray[np.int64]
    score: float

    @property
    def shares(self) -> NDArray[np.float64]:
        """The counts of each row as shares of it, 0..1; 0 in an empty row."""
        total = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(self.counts / np.maximum(1, total))


def confusion_of(matched: Matched, names: tuple[str, ...], score: float) -> Confusion:
    """Count who is taken for whom, among predictions of at least `score` (0 if that is NaN)."""
    evaluator = matched.evaluator
    on_crowds = {int(number) for one in matched.classes for number in one.ids[one.ignored[AT_50]]}
    if on_crowds:  # they count neither way, but would stand here as predicted where nothing is
        data = evaluator.coco_dt.dataset
        data["annotations"] = [one for one in data["annotations"] if one["id"] not in on_crowds]
        evaluator = hotcoco.COCOeval(evaluator.coco_gt, hotcoco.COCO(data), matched.kind)
    least = 0.0 if np.isnan(score) else score
    found = evaluator.confusion_matrix(iou_thr=0.5, max_det=None, min_score=least)
    return Confusion((*names, NOTHING), np.asarray(found["matrix"]).astype(np.int64), least)
