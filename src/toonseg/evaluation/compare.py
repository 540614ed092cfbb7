"""Two models on the same cuts: by how much one is better, and whether chance would show as much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toonseg.annotations import LabelSet
from toonseg.evaluation.bootstrap import Difference, changes, difference
from toonseg.evaluation.evaluate import MAX_DETS, RESAMPLES, Evaluation, KindEvaluation, evaluate
from toonseg.evaluation.loading import load_truth
from toonseg.evaluation.pairing import Kind
from toonseg.evaluation.slices import By
from toonseg.evaluation.tables import comparison_tables_of


@dataclass(frozen=True)
class KindComparison:
    """What the predictions have more than those they are compared with, times 100; `per_class` is of AP."""

    kind: Kind
    names: tuple[str, ...]
    ap: Difference
    ap50: Difference
    per_class: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """Two predictions of the same cuts.

    Attributes:
        predictions: The one.
        against: The other, which it is compared with.
        kinds: What the one has more: boxes, then masks where both have them.
    """

    predictions: Evaluation
    against: Evaluation
    kinds: tuple[KindComparison, ...]

    def __str__(self) -> str:
        return comparison_tables_of(self)


def compare(
    truth: LabelSet | Path | str,
    predictions: LabelSet | Path | str,
    against: LabelSet | Path | str,
    *,
    max_dets: int = MAX_DETS,
    by: By | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    on_step: Callable[[str], None] | None = None,
) -> Comparison:
    """Compare two predictions of the same truth; both are evaluated on the same resampled cuts.

    What a hard or an easy cut does to both figures falls out of their difference, so its interval is
    narrower than those of the figures suggest.

    Args:
        truth: As for `evaluate`.
        predictions: As for `evaluate`.
        against: Other predictions, that of an older model, say.
        max_dets: As for `evaluate`.
        by: As for `evaluate`.
        resamples: As for `evaluate`; 0 leaves the differences without intervals.
        seed: As for `evaluate`.
        on_step: As for `evaluate`.

    Raises:
        LabelError: As `evaluate`.
        UsageError: As `evaluate`.
    """
    true = load_truth(truth)

    def run(what: LabelSet | Path | str) -> Evaluation:
        return evaluate(true, what, max_dets=max_dets, by=by, resamples=resamples, seed=seed, on_step=on_step)

    second, first = run(predictions), run(against)
    pairs = zip(first.kinds, second.kinds, strict=False)  # masks only if both have them
    return Comparison(second, first, tuple(_compared(before, after) for before, after in pairs))


def _compared(first: KindEvaluation, second: KindEvaluation) -> KindComparison:
    before, after = first.scores, second.scores
    classes = len(after.per_class)
    ap = ap50 = np.zeros(0)
    per_class = np.zeros((0, classes))
    if first.samples is not None and second.samples is not None:
        ap, ap50, per_class = changes(first.samples, second.samples)
    return KindComparison(
        first.kind,
        tuple(one.name for one in after.per_class),
        difference(after.ap - before.ap, ap),
        difference(after.ap50 - before.ap50, ap50),
        tuple(
            difference(b.ap - a.ap, per_class[:, place])
            for place, (a, b) in enumerate(zip(before.per_class, after.per_class, strict=True))
        ),
    )
