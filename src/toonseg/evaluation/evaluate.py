"""Predictions against the truth: COCO's figures, and what stands behind them.

>>> import toonseg
>>> found = toonseg.evaluate("truth.json", "predictions.json")    # doctest: +SKIP
>>> print(found)                                                  # doctest: +SKIP
>>> found.segm.scores.ap, found.segm.intervals.ap                 # doctest: +SKIP
(43.321, Interval(low=38.2, high=47.9))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations import LabelSet, Problem
from toonseg.errors import UsageError
from toonseg.evaluation.bootstrap import FEWEST, Intervals, intervals_of, multiplicities, resampled
from toonseg.evaluation.calibration import Calibration, calibration_of
from toonseg.evaluation.confusion import Confusion, confusion_of
from toonseg.evaluation.curves import Curve, Threshold, best_threshold, curves_of
from toonseg.evaluation.errors import ErrorType, errors_of
from toonseg.evaluation.loading import load_predictions, load_truth
from toonseg.evaluation.matching import Matched, match
from toonseg.evaluation.pairing import Kind, Pairing, pair
from toonseg.evaluation.scores import Scores, scores_of
from toonseg.evaluation.slices import By, Slice, grouping, slices_of
from toonseg.evaluation.tables import tables_of

MAX_DETS = 100
RESAMPLES = 1000


@dataclass(frozen=True)
class KindEvaluation:
    """What is found by comparing boxes, or masks.

    Attributes:
        kind: "bbox" or "segm".
        scores: COCO's figures.
        intervals: Their 95 % intervals; None if they were not asked for.
        curves: Precision over recall of each class, and the score to cut off at.
        best: The score at which F1 of all classes together is best.
        confusion: What each class is taken for, among predictions of at least that score.
        errors: What AP is lost to.
        calibration: Whether scores mean what they say.
        by: What `slices` are: "title", "episode", or "none".
        slices: The figures of each title or episode.
        matched: The matches, for more figures.
        samples: float64 [resamples, classes, 10], 0..1: AP of each resample, class and IoU; NaN for
            classes without truth. None without intervals.
    """

    kind: Kind
    scores: Scores
    intervals: Intervals | None
    curves: tuple[Curve, ...]
    best: Threshold
    confusion: Confusion
    errors: tuple[ErrorType, ...]
    calibration: Calibration
    by: By
    slices: tuple[Slice, ...]
    matched: Matched = field(repr=False)
    samples: NDArray[np.float64] | None = field(repr=False)


@dataclass(frozen=True)
class Evaluation:
    """Predictions compared with the truth; prints itself as tables.

    Attributes:
        truth: What the truth is called.
        predictions: What the predictions are called.
        cuts: How many pictures the truth has.
        bbox: Boxes compared.
        segm: Masks compared; None where one side has boxes alone.
        max_dets: How many predictions of a class count in a picture.
        problems: What was left out, and why.
        notes: What to know in reading the figures, as sentences.
    """

    truth: str
    predictions: str
    cuts: int
    bbox: KindEvaluation
    segm: KindEvaluation | None
    max_dets: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def kinds(self) -> tuple[KindEvaluation, ...]:
        """What was compared: boxes, then masks."""
        return (self.bbox,) if self.segm is None else (self.bbox, self.segm)

    def __str__(self) -> str:
        return tables_of(self)


@dataclass(frozen=True)
class _Asked:
    max_dets: int
    by: By | None
    resamples: int
    seed: int
    on_step: Callable[[str], None]


def evaluate(
    truth: LabelSet | Path | str,
    predictions: LabelSet | Path | str,
    *,
    max_dets: int = MAX_DETS,
    by: By | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    on_step: Callable[[str], None] | None = None,
) -> Evaluation:
    """Compare predictions with the truth, as COCO does.

    Args:
        truth: Labels: a label set, or a file or folder of any format that toonseg reads.
        predictions: The same with scores, or a file of COCO results (a list of image_id, category_id,
            segmentation, score); pictures are matched by file name, classes by name or alias.
        max_dets: How many predictions of a class count in a picture, those of the highest scores; 100 in
            COCO's figures.
        by: Give figures for each "title" or "episode", or "none"; unless given, by title if there are
            several, else by episode.
        resamples: How often cuts are drawn anew for the 95 % intervals; 0 for none.
        seed: Of these draws; the same seed gives the same intervals.
        on_step: Called with the name of each step as it begins.

    Raises:
        LabelError: A file is none of labels, the truth has no pictures, or no predicted picture is among its.
        UsageError: `max_dets` is below 1, or `resamples` below 0.
    """
    if max_dets < 1:
        raise UsageError("max_dets", f"{max_dets} is below 1", "Leave it out for COCO's 100.")
    if resamples < 0:
        raise UsageError("resamples", f"{resamples} is below 0", "Give 0 for no intervals.")
    asked = _Asked(max_dets, by, resamples, seed, on_step or (lambda _: None))
    asked.on_step("reading")
    true = load_truth(truth)
    pairing = pair(true, load_predictions(predictions, true))
    boxes = _of_kind(pairing, "bbox", asked)
    return Evaluation(
        *pairing.names,
        len(pairing.pictures),
        boxes,
        None if pairing.boxes_only else _of_kind(pairing, "segm", asked),
        max_dets,
        pairing.problems,
        _notes(pairing, boxes.scores, boxes.matched, max_dets),
    )


def _of_kind(pairing: Pairing, kind: Kind, asked: _Asked) -> KindEvaluation:
    names = pairing.classes.names
    asked.on_step(f"{kind}: matching")
    matched = match(pairing, kind, asked.max_dets)
    scores = scores_of(matched, names)
    best = best_threshold(matched.classes)
    samples = intervals = None
    asked.on_step(f"{kind}: intervals")
    if asked.resamples:
        weights = multiplicities(len(pairing.pictures), asked.resamples, asked.seed)
        samples = resampled(matched, weights)
        intervals = intervals_of(matched, scores, samples)
    by, groups = grouping(pairing.pictures, asked.by)
    return KindEvaluation(
        kind,
        scores,
        intervals,
        curves_of(matched, names),
        best,
        confusion_of(matched, names, best.score),
        errors_of(matched),
        calibration_of(matched),
        by,
        slices_of(matched, groups, resamples=asked.resamples, seed=asked.seed) if groups else (),
        matched,
        samples,
    )


def _notes(pairing: Pairing, scores: Scores, matched: Matched, max_dets: int) -> tuple[str, ...]:
    notes = list(pairing.notes)
    rare = [
        f"{one.name} ({one.truth})"
        for one, matches in zip(scores.per_class, matched.classes, strict=True)
        if 0 < np.count_nonzero(matches.truths) < FEWEST
    ]
    if rare:
        share = f"of {sum(one.truth > 0 for one in scores.per_class)} equal shares in AP"
        notes.append(
            f"Fewer than {FEWEST} cuts have {', '.join(rare)}: {len(rare)} {share} that no interval knows."
        )
    empty = {n for n, one in enumerate(pairing.pictures, 1) if not one.instances}
    wrong = sum(one["image_id"] in empty for one in pairing.predictions)
    if wrong:
        cuts = f"{len(empty):,} of {len(pairing.pictures):,} cuts have no label"
        notes.append(
            f"{cuts}: {wrong:,} predictions there count as wrong. Leave out what nobody has labelled."
        )
    most = pairing.most_of_a_class()
    if most > max_dets:
        like = ", as in COCO" if max_dets == MAX_DETS else ""
        notes.append(
            f"A cut has up to {most} predictions of one class; the {max_dets} of the highest scores "
            f"count{like}. --max-dets counts more."
        )
    if max_dets != MAX_DETS:
        notes.append(f"Published figures are at {MAX_DETS} predictions of a class in a cut, not {max_dets}.")
    return tuple(notes)
