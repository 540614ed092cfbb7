"""One run of COCO's matching, and what it says as arrays.

hotcoco matches and accumulates. What is computed of its matches here (intervals, thresholds, slices) counts
pictures with weights, so that no picture is ever matched twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import hotcoco
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.collector import collector_held
from toonseg.evaluation.pairing import Kind, Pairing

IOUS: NDArray[np.float64] = np.linspace(0.5, 0.95, 10)
"""The intersections over union at which COCO averages AP; the first is that of AP50, the sixth of AP75."""
RECALLS: NDArray[np.float64] = np.linspace(0.0, 1.0, 101)
"""The recalls at which COCO reads the precision."""
AT_50, AT_75 = 0, 5

_MOST_CELLS = 2_000_000
"""Resamples x predictions that are held at once; 16 MB for each of a few arrays."""


@dataclass(frozen=True)
class ClassMatches:
    """The predictions of one class, D of them, by falling score, at T intersections over union in N pictures.

    Attributes:
        ids: int64 [D], the predictions' ids, from 1.
        scores: float64 [D].
        picture: int64 [D], each one's picture, from 0.
        hit: bool [T, D], whether it has found an instance.
        ignored: bool [T, D], whether it counts neither way: it lies on a crowd.
        truths: int64 [N], the instances of each picture that are to be found.
    """

    ids: NDArray[np.int64]
    scores: NDArray[np.float64]
    picture: NDArray[np.int64]
    hit: NDArray[np.bool_]
    ignored: NDArray[np.bool_]
    truths: NDArray[np.int64]


@dataclass(frozen=True)
class Matched:
    """An evaluation of one kind.

    Attributes:
        kind: What was compared.
        evaluator: hotcoco's, evaluated and accumulated.
        classes: The matches of each class, over all areas.
        max_dets: How many predictions of a class count in a picture.
    """

    kind: Kind
    evaluator: hotcoco.COCOeval
    classes: tuple[ClassMatches, ...]
    max_dets: int

    @property
    def precision(self) -> NDArray[np.float64]:
        """[T, R, K, A] float64, 0..1: precision by IoU, recall, class, and area (all, small, medium,
        large); -1 where there is no truth."""
        return _accumulated(self.evaluator, "precision")

    @property
    def recall(self) -> NDArray[np.float64]:
        """[T, K, A] float64, 0..1: highest recall by IoU, class and area; -1 where there is no truth."""
        return _accumulated(self.evaluator, "recall")


def _accumulated(evaluator: hotcoco.COCOeval, name: str) -> NDArray[np.float64]:
    found = evaluator.eval
    assert found is not None, "accumulated in match()"
    return np.asarray(found[name], np.float64)[..., -1]


def match(pairing: Pairing, kind: Kind, max_dets: int = 100) -> Matched:
    """Match predictions with the truth as COCO does, class by class.

    Args:
        pairing: What to compare.
        kind: Boxes or masks.
        max_dets: How many predictions of a class count in a picture, those of the highest scores; 100 in
            COCO's figures.
    """
    with collector_held():
        truth, predictions = pairing.coco(kind)
    evaluator = hotcoco.COCOeval(truth, predictions, kind)
    evaluator.params.max_dets = sorted({1, min(10, max_dets), max_dets})
    evaluator.evaluate()
    evaluator.accumulate()
    return Matched(kind, evaluator, _matches(pairing, truth, predictions, kind, max_dets), max_dets)


def _matches(
    pairing: Pairing, truth: hotcoco.COCO, predictions: hotcoco.COCO, kind: Kind, max_dets: int
) -> tuple[ClassMatches, ...]:
    # Matched once more over all areas alone: reading the matches costs more than making them, and there are
    # four times as many with the three other areas.
    evaluator = hotcoco.COCOeval(truth, predictions, kind)
    evaluator.params.max_dets = [max_dets]
    evaluator.params.area_rng = [[0.0, 1e10]]
    evaluator.params.area_rng_lbl = ["all"]
    evaluator.evaluate()
    by_class: dict[int, list[dict[str, Any]]] = defaultdict(list)
    pictures = len(pairing.pictures)
    with collector_held():
        for entry in evaluator.eval_imgs:
            if entry is not None:
                by_class[entry["category_id"]].append(entry)
        return tuple(_class_matches(by_class[cls], pictures) for cls in range(1, len(pairing.classes) + 1))


def _class_matches(entries: list[dict[str, Any]], pictures: int) -> ClassMatches:
    entries.sort(key=lambda entry: entry["image_id"])
    truths = np.zeros(pictures, np.int64)
    for entry in entries:
        truths[entry["image_id"] - 1] = sum(entry["gtInDenominator"])
    full = [entry for entry in entries if entry["dtIds"]]
    if not full:
        nothing, none = np.zeros(0, np.int64), np.zeros((len(IOUS), 0), bool)
        return ClassMatches(nothing, np.zeros(0), nothing, none, none, truths)
    scores = np.concatenate([np.array(entry["dtScores"], np.float64) for entry in full])
    order = np.argsort(-scores, kind="stable")  # as pycocotools: pictures in order, equal scores stay so
    lengths = [len(entry["dtIds"]) for entry in full]
    picture = np.repeat([entry["image_id"] - 1 for entry in full], lengths)
    ids = np.concatenate([np.array(entry["dtIds"], np.int64) for entry in full])
    hit = np.concatenate([np.array(entry["dtMatched"], bool) for entry in full], axis=1)
    ignored = np.concatenate([np.array(entry["dtIgnore"], bool) for entry in full], axis=1)
    hit = (hit & ~ignored)[:, order]
    return ClassMatches(ids[order], scores[order], picture[order], hit, ignored[:, order], truths)


def part_of(matches: ClassMatches, pictures: NDArray[np.int64]) -> ClassMatches:
    """The matches in some of the pictures: M places of them, rising; they are numbered anew."""
    places = np.full(matches.truths.size, -1, np.int64)
    places[pictures] = np.arange(pictures.size)
    there = places[matches.picture]
    kept = there >= 0
    return ClassMatches(
        matches.ids[kept],
        matches.scores[kept],
        there[kept],
        matches.hit[:, kept],
        matches.ignored[:, kept],
        matches.truths[pictures],
    )


def weighted_ap(matches: ClassMatches, weights: NDArray[np.integer]) -> NDArray[np.float64]:
    """AP of one class at each IoU, where every picture counts as often as its weight says.

    COCO's accumulation: precision made monotonic from the right, read at 101 recalls. It changes at hits
    alone, so only those are looked at; what is between them is counted.

    Args:
        matches: The class's matches in N pictures.
        weights: [B, N], whole numbers: how often each picture counts in each of B samples.

    Returns:
        [B, T] float64, 0..1; NaN where a sample has no instance of the class.
    """
    samples = weights.shape[0]
    step = max(1, _MOST_CELLS // max(1, matches.scores.size))
    parts = [_weighted_ap(matches, weights[start : start + step]) for start in range(0, samples, step)]
    return np.concatenate(parts) if parts else np.zeros((0, len(IOUS)))


def _weighted_ap(matches: ClassMatches, weights: NDArray[np.integer]) -> NDArray[np.float64]:
    positives = weights @ matches.truths
    needed = _needed(positives)
    counted = weights[:, matches.picture]
    shared = None if matches.ignored.any() else counted.cumsum(axis=1)
    out = np.empty((len(weights), len(IOUS)))
    for place, (hit, ignored) in enumerate(zip(matches.hit, matches.ignored, strict=True)):
        seen = (counted * ~ignored).cumsum(axis=1) if shared is None else shared
        at = np.flatnonzero(hit)
        hits = counted[:, at].cumsum(axis=1)
        precision = np.zeros((len(weights), at.size + 1))  # the last column: recalls that are never reached
        precision[:, :-1] = hits / (seen[:, at] + np.spacing(1.0))
        precision = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
        # One search for all samples: each one's counts are lifted above those of the sample before.
        row = np.arange(len(weights))[:, None]
        lift = row * (int(positives.max(initial=0)) + 1)
        found = np.searchsorted((hits + lift).ravel(), needed + lift) - row * at.size
        out[:, place] = np.take_along_axis(precision, np.clip(found, 0, at.size), axis=1).mean(axis=1)
    out[positives == 0] = np.nan
    return out


def _needed(positives: NDArray[np.integer]) -> NDArray[np.int64]:
    """[B, R]: how many hits it takes to reach each recall, by the division that COCO compares."""
    table = {
        int(count): np.searchsorted(np.arange(count + 1) / max(1, count), RECALLS, side="left")
        for count in np.unique(positives)
    }
    return np.array([table[int(count)] for count in positives], np.int64).reshape(-1, len(RECALLS))
