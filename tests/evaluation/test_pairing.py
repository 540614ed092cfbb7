"""What cannot be compared is left out, and said with file, field and remedy."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toonseg.annotations import Instance, LabelSet, Mask, Picture, ProblemKind
from toonseg.errors import LabelError
from toonseg.evaluation import evaluate

BOX = (10, 10, 60, 60)
compared = partial(evaluate, resamples=0)


@pytest.fixture
def truth(shapes: Any) -> LabelSet:
    return LabelSet((shapes.picture("a.png", shapes.rectangle("hair", BOX)),), name="truth.json")


def predicted(shapes: Any, *instances: Instance, file: str = "a.png") -> LabelSet:
    return LabelSet((shapes.picture(file, *instances),), name="pred.json")


def test_pictures_that_the_truth_does_not_have(shapes: Any, truth: LabelSet) -> None:
    right = shapes.rectangle("hair", BOX, 0.9)
    said = LabelSet((shapes.picture("a.png", right), shapes.picture("b.png", right)), name="pred.json")
    found = compared(truth, said)
    assert found.bbox.scores.ap == pytest.approx(100)
    (problem,) = found.problems
    assert (problem.kind, problem.file, problem.where) == (ProblemKind.PICTURE_MISSING, "pred.json", "b.png")
    assert "1 predictions left out" in problem.text


def test_only_such_pictures_are_an_error(shapes: Any, truth: LabelSet) -> None:
    said = predicted(shapes, shapes.rectangle("hair", BOX, 0.9), file="other/a.png")
    with pytest.raises(
        LabelError,
        match=r"pred\.json: none of its pictures is in truth\.json .other/a\.png; there it is a\.png",
    ):
        compared(truth, said)


def test_classes_that_the_truth_does_not_have(shapes: Any, truth: LabelSet) -> None:
    said = predicted(shapes, shapes.rectangle("hairs", BOX, 0.9, id=7), shapes.rectangle("hair", BOX, 0.8))
    found = compared(truth, said)
    assert found.bbox.scores.ap == pytest.approx(100)
    (problem,) = found.problems
    assert problem.kind == ProblemKind.UNKNOWN_CLASS
    assert str(problem).startswith("pred.json: a.png, instance 7: class: 'hairs'")
    assert problem.remedy == "Did you mean hair?"


@pytest.mark.parametrize("score", [None, float("nan"), float("inf")])
def test_scores_that_are_none(score: float | None, shapes: Any, truth: LabelSet) -> None:
    said = predicted(shapes, shapes.rectangle("hair", BOX, score), shapes.rectangle("hair", BOX, 0.8))
    found = compared(truth, said)
    assert found.bbox.scores.per_class[0].predicted == 1
    (problem,) = found.problems
    assert problem.kind == ProblemKind.MALFORMED
    assert problem.where == "a.png, instance 0"
    assert "score" in problem.text


def test_labels_compared_with_labels_have_no_scores_at_all(shapes: Any, truth: LabelSet) -> None:
    found = compared(truth, truth)
    assert found.bbox.scores.ap == pytest.approx(100)
    assert not found.problems
    assert any("No prediction has a score" in note for note in found.notes)


def test_masks_of_another_size(shapes: Any, truth: LabelSet) -> None:
    small = Mask.of_pixels(np.ones((80, 110), bool))
    other = Picture("a.png", 110, 80, (Instance("hair", small, score=0.9),))
    found = compared(truth, LabelSet((other,), name="pred.json"))
    assert found.bbox.scores.ap == 0
    (problem,) = found.problems
    assert problem.kind == ProblemKind.PICTURE_SIZE
    assert "110 x 80, 220 x 160 in the truth" in problem.text
    assert "Scale" in problem.remedy


def test_masks_outside_of_the_picture(shapes: Any, truth: LabelSet) -> None:
    beside = Instance("hair", Mask.of_pixels(np.ones((9, 9), bool), at=(400, 10)), score=0.9)
    empty = Instance("hair", Mask.of_pixels(np.zeros((160, 220), bool)), score=0.9)
    found = compared(truth, predicted(shapes, beside, empty, shapes.rectangle("hair", BOX, 0.8)))
    assert found.bbox.scores.ap == pytest.approx(100)
    assert [problem.kind for problem in found.problems] == [ProblemKind.EMPTY] * 2


def test_a_mask_on_a_small_canvas_is_where_it_lies(shapes: Any, truth: LabelSet) -> None:
    placed = Instance("hair", Mask.of_pixels(np.ones((50, 50), bool), at=(10, 10)), score=0.9)
    found = compared(truth, predicted(shapes, placed))
    assert found.segm is not None
    assert found.segm.scores.ap == pytest.approx(100)


def test_what_of_a_mask_leaves_the_picture_does_not_count(shapes: Any) -> None:
    truth = LabelSet((shapes.picture("a.png", shapes.rectangle("hair", (0, 0, 40, 40))),))
    over = Instance("hair", Mask.of_pixels(np.ones((90, 90), bool), at=(-50, -50)), score=0.9)
    found = compared(truth, predicted(shapes, over))
    assert found.bbox.scores.ap == pytest.approx(100)


def test_cuts_without_predictions_are_told(shapes: Any, truth: LabelSet) -> None:
    more = replace(truth, pictures=(*truth.pictures, shapes.picture("b.png", shapes.rectangle("hair", BOX))))
    found = compared(more, predicted(shapes, shapes.rectangle("hair", BOX, 0.9)))
    assert found.bbox.scores.ap50 == pytest.approx(51 / 101 * 100)
    assert any("1 of 2 cuts are not among the predictions" in note for note in found.notes)


def test_boxes_alone_are_compared_as_boxes_alone(
    shapes: Any, coco_files: Any, truth: LabelSet, tmp_path: Path
) -> None:
    files = tmp_path / "truth.json", tmp_path / "pred.json"
    files[0].write_text(json.dumps(coco_files.truth(truth)))
    results = [{"image_id": 1, "category_id": 1, "bbox": [10, 10, 50, 50], "score": 0.9}]
    files[1].write_text(json.dumps(results))
    found = compared(*files)
    assert found.segm is None
    assert found.bbox.scores.ap == pytest.approx(100)
    assert any("pred.json has boxes and no masks" in note for note in found.notes)
    assert not found.problems
    assert "masks (segm)" not in str(found)


RIGHT = {"image_id": 1, "category_id": 1, "score": 0.8}


@pytest.fixture
def files(coco_files: Any, truth: LabelSet, tmp_path: Path) -> tuple[Path, Path]:
    """The truth as a COCO file, and where its results would lie."""
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(coco_files.truth(truth)))
    return path, tmp_path / "pred.json"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"image_id": 99}, "[1].image_id"),
        ({"category_id": 99}, "[1].category_id"),
        ({"score": float("nan")}, "[1].score"),
        ({"score": "high"}, "[1].score"),
        ({"segmentation": {"size": [10, 10], "counts": "x"}}, "[1].segmentation.size"),
        ({"segmentation": 5}, "[1].segmentation"),
    ],
)
def test_a_wrong_field_of_a_results_file_is_named(
    wrong: dict[str, Any], field: str, files: tuple[Path, Path], truth: LabelSet
) -> None:
    mask = truth.pictures[0].instances[0].mask
    right = RIGHT | {"segmentation": {"size": list(mask.size), "counts": mask.counts}}
    files[1].write_text(json.dumps([right, right | {"score": 0.9} | wrong]))
    found = compared(*files)
    assert found.bbox.scores.ap == pytest.approx(100)
    assert found.bbox.scores.per_class[0].predicted == 1
    (problem,) = found.problems
    assert problem.file == str(files[1])
    assert problem.where == field
    assert problem.remedy


def test_boxes_beside_masks_are_not_read_and_that_is_said_once(
    files: tuple[Path, Path], truth: LabelSet
) -> None:
    mask = truth.pictures[0].instances[0].mask
    right = RIGHT | {"segmentation": {"size": list(mask.size), "counts": mask.counts}}
    files[1].write_text(json.dumps([right | {"bbox": [90, 90, 20, 20]}] * 3))
    found = compared(*files)
    assert found.bbox.scores.ap == pytest.approx(100)
    assert not found.problems
    assert "3 boxes of pred.json are not those of their masks, which are compared." in found.notes


def test_files_that_are_none_are_errors(coco_files: Any, truth: LabelSet, tmp_path: Path) -> None:
    path, none = tmp_path / "truth.json", tmp_path / "none.json"
    path.write_text(json.dumps(coco_files.truth(truth)))
    with pytest.raises(LabelError, match=r"none\.json"):
        compared(path, none)
    none.write_text('[{"image_id": 1, ')
    with pytest.raises(LabelError, match=r"none\.json.*cut short"):
        compared(path, none)
    none.write_text("[]")
    assert compared(path, none).bbox.scores.ap == 0
