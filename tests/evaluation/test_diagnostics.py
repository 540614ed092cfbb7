"""Error types, confusion, curves, calibration: each against an example worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from toonseg.annotations import Instance, LabelSet, Picture
from toonseg.evaluation import KindEvaluation, evaluate
from toonseg.evaluation.curves import best_threshold
from toonseg.evaluation.slices import group_of, grouping

A, B = (10, 10, 50, 50), (100, 10, 140, 50)
NEAR_A = (10, 10, 50, 24)
"""An intersection over union of 14 / 40 = .35 with A: a prediction beside, not a miss."""
FAR = (10, 100, 50, 140)
EPISODES = ("0001", "0002")


def run(shapes: Any, truth: list[Instance], predictions: list[Instance]) -> KindEvaluation:
    sets = [LabelSet((shapes.picture("a.png", *those),)) for those in (truth, predictions)]
    found = evaluate(*sets, resamples=0)
    assert found.segm is not None
    assert [(one.name, one.count) for one in found.segm.errors] == [
        (one.name, one.count) for one in found.bbox.errors
    ]
    return found.segm


def costs(kind: KindEvaluation) -> dict[str, tuple[int, float]]:
    return {one.name: (one.count, round(one.cost, 6)) for one in kind.errors if one.count}


def test_class(shapes: Any) -> None:
    """The skirt is taken for pants, more surely than the pants: AP of .5 and 0; put right, 1 and 1."""
    box = shapes.rectangle
    found = run(shapes, [box("skirt", A), box("pants", B)], [box("pants", A, 0.95), box("pants", B, 0.9)])
    assert found.scores.ap50 == pytest.approx(25)
    assert costs(found) == {"class": (1, 75)}


def test_localisation(shapes: Any) -> None:
    """Right class, but a third of it: AP 0, put right 1."""
    found = run(shapes, [shapes.rectangle("hair", A)], [shapes.rectangle("hair", NEAR_A, 0.9)])
    assert costs(found) == {"localisation": (1, 100)}


def test_both(shapes: Any) -> None:
    """A third of the skirt, taken for pants: left out, AP of pants is 1, not .5; the skirt stays missed."""
    box = shapes.rectangle
    found = run(
        shapes, [box("skirt", A), box("pants", B)], [box("pants", NEAR_A, 0.95), box("pants", B, 0.9)]
    )
    assert costs(found) == {"both": (1, 25), "missed": (1, 0)}


THIRD_OF_HALF = round((50 / 3) / 101 * 100, 6)
"""Hits at 1 and 3 of 3: precision 1 up to recall .5, then 2/3 at 50 recalls, where it would be 1."""


def test_duplicate(shapes: Any) -> None:
    box = shapes.rectangle
    found = run(
        shapes,
        [box("hair", A), box("hair", B)],
        [box("hair", A, 0.9), box("hair", (10, 10, 50, 48), 0.8), box("hair", B, 0.7)],
    )
    assert costs(found) == {"duplicate": (1, THIRD_OF_HALF)}


def test_background(shapes: Any) -> None:
    box = shapes.rectangle
    found = run(
        shapes,
        [box("hair", A), box("hair", B)],
        [box("hair", A, 0.9), box("hair", FAR, 0.8), box("hair", B, 0.7)],
    )
    assert costs(found) == {"background": (1, THIRD_OF_HALF)}


def test_missed(shapes: Any) -> None:
    """One of two found: precision 1 at 51 of 101 recalls; put right, at all."""
    box = shapes.rectangle
    found = run(shapes, [box("hair", A), box("hair", B)], [box("hair", A, 0.9)])
    assert found.scores.ap50 == pytest.approx(51 / 101 * 100)
    assert costs(found) == {"missed": (1, round(50 / 101 * 100, 6))}


def test_all_right_costs_nothing(shapes: Any) -> None:
    box = shapes.rectangle
    assert costs(run(shapes, [box("hair", A)], [box("hair", A, 0.9)])) == {}


def test_what_lies_on_a_crowd_is_no_error(shapes: Any) -> None:
    box = shapes.rectangle
    crowd = box("hair", (90, 90, 200, 150), crowd=True)
    found = run(
        shapes, [box("hair", A), crowd], [box("hair", A, 0.9), box("hair", (100, 100, 120, 120), 0.95)]
    )
    assert found.scores.ap == pytest.approx(100)
    assert costs(found) == {}
    assert found.confusion.counts.sum() == 1
    assert found.best.precision == 1
    assert found.scores.per_class[0].truth == 1


def test_confusion(shapes: Any) -> None:
    box = shapes.rectangle
    found = run(
        shapes,
        [box("skirt", A), box("pants", B), box("hair", (160, 10, 200, 50))],
        [box("pants", A, 0.9), box("pants", B, 0.8), box("tie", FAR, 0.95)],
    ).confusion
    names = found.names
    assert names[-1] == "nothing"
    seen = {(names[r], names[c]): int(found.counts[r, c]) for r, c in np.argwhere(found.counts)}
    assert seen == {
        ("skirt", "pants"): 1,
        ("pants", "pants"): 1,
        ("hair", "nothing"): 1,
        ("nothing", "tie"): 1,
    }
    assert found.shares.sum() == pytest.approx(4)
    assert found.score == 0.8  # pants at .8 is the only hit


def test_confusion_leaves_out_what_is_not_sure_enough(shapes: Any) -> None:
    box = shapes.rectangle
    found = run(shapes, [box("hair", A)], [box("hair", A, 0.9), box("tie", FAR, 0.2)]).confusion
    assert (found.score, int(found.counts.sum())) == (0.9, 1)


def test_the_best_score_is_that_of_a_search_through_all(make_sets: Any) -> None:
    sets = make_sets(11)
    kind = evaluate(sets.truth, sets.predictions, resamples=0).bbox
    for one in kind.matched.classes:
        truth, found = int(one.truths.sum()), best_threshold([one])
        values = {}
        for score in np.unique(one.scores):
            kept = (one.scores >= score) & ~one.ignored[0]
            hits = int((one.hit[0] & kept).sum())
            if hits:
                values[float(score)] = 2 * hits / (int(kept.sum()) + truth)
        if not values:
            assert np.isnan(found.score)
            continue
        assert found.f1 == pytest.approx(max(values.values()))
        assert values[found.score] == pytest.approx(found.f1)
        harmonic = 2 * found.precision * found.recall / (found.precision + found.recall)
        assert found.f1 == pytest.approx(harmonic)


def test_the_curve_is_the_one_whose_mean_is_ap50(make_sets: Any) -> None:
    sets = make_sets(12)
    kind = evaluate(sets.truth, sets.predictions, resamples=0).bbox
    for curve, one in zip(kind.curves, kind.scores.per_class, strict=True):
        assert curve.recall.shape == curve.precision.shape == (101,)
        assert curve.precision.mean() * 100 == pytest.approx(one.ap50, nan_ok=True)
        if one.truth:
            assert (np.diff(curve.precision) <= 0).all()


def test_calibration(shapes: Any) -> None:
    """Of four scores of .85 three are right: the error is .85 - .75 = .1."""
    box = shapes.rectangle
    boxes = [(x, 10, x + 20, 40) for x in (0, 40, 80, 120)]
    found = run(
        shapes, [box("hair", place) for place in boxes[:3]], [box("hair", place, 0.85) for place in boxes]
    ).calibration
    assert found.error == pytest.approx(0.1)
    (full,) = [one for one in found.bins if one.count]
    assert (full.count, full.score, full.right) == (4, pytest.approx(0.85), 0.75)
    assert full.low < 0.85 <= full.high


def test_groups_are_told_by_origin_or_folder() -> None:
    pictures = [Picture(f"fd/{episode}/a.png", 10, 10) for episode in EPISODES]
    assert [group_of(one, "title") for one in pictures] == ["fd", "fd"]
    assert grouping(pictures, None) == ("episode", ["fd/0001", "fd/0002"])
    assert grouping(pictures, "title") == ("none", [])
    assert grouping(pictures, "none") == ("none", [])
    numbered = [Picture(f"{episode}/a.png", 10, 10) for episode in EPISODES]
    assert grouping(numbered, None) == ("episode", ["0001", "0002"])
    mixed = [*pictures, Picture("lr/0001/a.png", 10, 10)]
    assert grouping(mixed, None) == ("title", ["fd", "fd", "lr"])
    assert grouping([Picture("a.png", 10, 10), Picture("b.png", 10, 10)], None) == ("none", [])
