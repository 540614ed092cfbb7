"""The figures are pycocotools', also where that is hard: crowds, ties, nothing there, crowded cuts."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toonseg.annotations import LabelSet
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError, UsageError
from toonseg.evaluation import Evaluation, evaluate
from toonseg.evaluation.asjson import evaluation_json


def agree(ours: float, theirs: float) -> bool:
    """Whether a figure is pycocotools': NaN is its -1, and times 100."""
    return math.isnan(ours) if theirs == -1 else abs(ours - 100 * theirs) < 1e-6


def assert_same(
    found: Evaluation, oracle: Any, truth: LabelSet, predictions: LabelSet, max_dets: int = 100
) -> None:
    for kind in found.kinds:
        says = oracle(truth, predictions, kind.kind, max_dets)
        ours = list(kind.scores.summary.values())
        assert all(agree(a, b) for a, b in zip(ours, says.summary, strict=True)), (
            kind.kind,
            ours,
            says.summary,
        )
        for place, one in enumerate(kind.scores.per_class):
            assert agree(one.ap, says.per_class[place]), (kind.kind, one, says.per_class[place])
            assert agree(one.ap50, says.per_class_50[place]), (kind.kind, one, says.per_class_50[place])


@pytest.mark.parametrize("seed", range(16))
def test_the_figures_are_those_of_pycocotools(seed: int, make_sets: Any, oracle: Any) -> None:
    sets = make_sets(seed)
    found = evaluate(sets.truth, sets.predictions, resamples=0)
    assert found.segm is not None
    assert_same(found, oracle, sets.truth, sets.predictions)
    assert not math.isnan(found.segm.scores.ap)


def test_they_are_not_all_alike(make_sets: Any) -> None:
    """Else the test above would show little."""
    aps = [evaluate(s.truth, s.predictions, resamples=0).bbox.scores.ap for s in map(make_sets, range(4))]
    assert len(set(aps)) == 4
    assert all(5 < ap < 90 for ap in aps)


def test_a_class_without_truth_has_no_figure_and_one_never_predicted_has_none_right(make_sets: Any) -> None:
    scores = evaluate(*vars(make_sets(3)).values(), resamples=0).bbox.scores
    vest, tie = scores.per_class[-1], scores.per_class[-2]
    assert vest.truth == 0
    assert math.isnan(vest.ap)
    assert (tie.predicted, tie.ap) == (0, 0.0)
    assert tie.truth > 0
    known = [one.ap for one in scores.per_class if not math.isnan(one.ap)]
    assert scores.ap == pytest.approx(np.mean(known))


def test_no_predictions(make_sets: Any, without: Any, oracle: Any) -> None:
    truth = make_sets(1).truth
    for predictions in (without(truth), LabelSet((), EIGHT)):
        found = evaluate(truth, predictions, resamples=20)
        assert_same(found, oracle, truth, without(truth))
        assert found.bbox.scores.ap == 0
        assert found.bbox.errors[-1].count == sum(one.truth for one in found.bbox.scores.per_class)
        assert math.isnan(found.bbox.best.score)
        assert str(found)


def test_no_truth(make_sets: Any, without: Any, oracle: Any) -> None:
    sets = make_sets(1)
    found = evaluate(without(sets.truth), sets.predictions, resamples=20)
    assert_same(found, oracle, without(sets.truth), sets.predictions)
    assert math.isnan(found.bbox.scores.ap)
    assert found.bbox.errors[4].count > 0  # background
    assert "nan" not in str(found).lower()
    assert "NaN" not in json.dumps(evaluation_json(found), allow_nan=False)


def crowded(shapes: Any, count: int) -> tuple[LabelSet, LabelSet]:
    """One cut with `count` heads of hair, each found; 20 x 15 at most fit without touching."""
    boxes = [(x, y, x + 5, y + 5) for y in range(0, 160, 6) for x in range(0, 220, 6)][:count]
    assert len(boxes) == count
    true = shapes.picture("a.png", *[shapes.rectangle("hair", box) for box in boxes])
    said = shapes.picture(
        "a.png", *[shapes.rectangle("hair", box, 0.5 + n / 2000) for n, box in enumerate(boxes)]
    )
    return LabelSet((true,)), LabelSet((said,))


def test_of_five_hundred_in_a_cut_coco_counts_a_hundred_and_it_is_said(shapes: Any, oracle: Any) -> None:
    truth, predictions = crowded(shapes, 500)
    found = evaluate(truth, predictions, resamples=20)
    assert_same(found, oracle, truth, predictions)
    assert found.bbox.scores.ap50 == pytest.approx(21 / 101 * 100)  # recalls 0, .01, ..., .20
    assert any("500 predictions" in note and "--max-dets" in note for note in found.notes)
    whole = evaluate(truth, predictions, max_dets=500, resamples=0)
    assert whole.bbox.scores.ap == pytest.approx(100)
    assert any("Published figures are at 100" in note for note in whole.notes)


@pytest.mark.parametrize("max_dets", [1, 2, 10, 30])
def test_other_numbers_of_predictions_may_count(max_dets: int, make_sets: Any, oracle: Any) -> None:
    sets = make_sets(5)
    found = evaluate(sets.truth, sets.predictions, max_dets=max_dets, resamples=0)
    assert_same(found, oracle, sets.truth, sets.predictions, max_dets)


@pytest.mark.parametrize("first_id", [0, 1, 7])
def test_ids_may_start_anywhere(first_id: int, make_sets: Any, coco_files: Any, tmp_path: Path) -> None:
    """An annotation, a category and an image with the id 0 lose nothing (pycocotools loses the match)."""
    sets = make_sets(2)
    truth, pred = tmp_path / "truth.json", tmp_path / "pred.json"
    truth.write_text(json.dumps(coco_files.truth(sets.truth, first_id=first_id)))
    pred.write_text(json.dumps(coco_files.results(sets.predictions, first_id=first_id)))
    direct = evaluate(sets.truth, sets.predictions, resamples=50)
    found = evaluate(truth, str(pred), resamples=50)
    for ours, theirs in zip(found.kinds, direct.kinds, strict=True):
        assert ours.scores == pytest.approx(theirs.scores, nan_ok=True) or str(ours.scores) == str(
            theirs.scores
        )
    assert str(found).splitlines()[2:] == str(direct).splitlines()[2:]


def test_a_perfect_prediction_of_annotation_0_counts(shapes: Any, coco_files: Any, tmp_path: Path) -> None:
    box = (10, 10, 60, 60)
    truth = LabelSet((shapes.picture("a.png", shapes.rectangle("hair", box)),))
    said = LabelSet((shapes.picture("a.png", shapes.rectangle("hair", box, 0.9)),))
    files = tmp_path / "t.json", tmp_path / "p.json"
    files[0].write_text(json.dumps(coco_files.truth(truth, first_id=0)))
    files[1].write_text(json.dumps(coco_files.results(said, first_id=0)))
    found = evaluate(*files, resamples=0)
    assert found.segm is not None
    assert found.segm.scores.ap == found.bbox.scores.ap == pytest.approx(100)
    assert [one.count for one in found.segm.errors] == [0] * 6


def test_labels_with_aliases_are_of_one_class(shapes: Any) -> None:
    box = (10, 10, 60, 60)
    truth = LabelSet((shapes.picture("a.png", shapes.rectangle("dress-shirt", box)),))
    said = LabelSet((shapes.picture("a.png", shapes.rectangle("shirt", box, 0.9)),), ClassList.of(["shirt"]))
    assert evaluate(truth, said, resamples=0).bbox.scores.per_class[1].ap == pytest.approx(100)


def test_bad_options_are_refused(make_sets: Any) -> None:
    sets = make_sets(1)
    with pytest.raises(UsageError, match="max_dets"):
        evaluate(sets.truth, sets.predictions, max_dets=0)
    with pytest.raises(UsageError, match="resamples"):
        evaluate(sets.truth, sets.predictions, resamples=-1)
    with pytest.raises(LabelError, match="no pictures"):
        evaluate(LabelSet(()), sets.predictions)


def test_steps_are_told(make_sets: Any) -> None:
    steps: list[str] = []
    evaluate(*vars(make_sets(1)).values(), resamples=10, on_step=steps.append)
    assert steps == ["reading", "bbox: matching", "bbox: intervals", "segm: matching", "segm: intervals"]


def test_slices_are_evaluations_of_their_cuts(make_sets: Any, oracle: Callable[..., Any]) -> None:
    sets = make_sets(4)
    found = evaluate(sets.truth, sets.predictions, by="episode", resamples=60)
    assert found.segm is not None
    assert [one.name for one in found.segm.slices] == ["0000", "0001", "0002"]
    for one in found.segm.slices:
        part = [
            replace(labels, pictures=tuple(p for p in labels.pictures if p.file.startswith(one.name)))
            for labels in (sets.truth, sets.predictions)
        ]
        says = oracle(*part, "segm")
        assert agree(one.ap, says.summary[0])
        assert agree(one.ap50, says.summary[1])
        assert one.cuts == 4
        assert one.interval.low < one.interval.high
    assert sum(one.truth for one in found.segm.slices) == sum(c.truth for c in found.segm.scores.per_class)


def test_the_tables_show_the_figures(make_sets: Any) -> None:
    found = evaluate(*vars(make_sets(6)).values(), resamples=40)
    text = str(found)
    for kind in found.kinds:
        for value in kind.scores.summary.values():
            assert ("-" if math.isnan(value) else f"{value:.3f}") in text
        for one in kind.scores.per_class:
            line = next(line for line in text.splitlines() if line.startswith(f"| {one.name} "))
            assert str(one.truth) in line
    assert "nan" not in text
    assert "| vest        |      - |" in text


def test_predictions_where_nothing_is_labelled_are_told(shapes: Any) -> None:
    here = shapes.rectangle("hair", (10, 10, 60, 60))
    there = shapes.rectangle("hair", (10, 10, 60, 60), 0.9)
    truth = LabelSet((shapes.picture("a.png", here), shapes.picture("b.png"), shapes.picture("c.png")))
    found = LabelSet((shapes.picture("a.png", there), shapes.picture("b.png", there, there)))
    told = "2 of 3 cuts have no label: 2 predictions there count as wrong."
    assert any(told in note for note in evaluate(truth, found, resamples=0).notes)
    only = found.with_pictures(found.pictures[:1])
    assert not any("no label" in note for note in evaluate(truth, only, resamples=0).notes)
