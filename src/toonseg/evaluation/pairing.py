"""Truth and predictions of the same pictures, as COCO's evaluation takes them.

Whatever ids the files had (0 is one of them), here pictures, classes, and instances are numbered from 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import hotcoco
import numpy as np

from toonseg.annotations import Instance, LabelSet, Mask, Picture, Problem, ProblemKind
from toonseg.annotations.collector import collector_held
from toonseg.classes import ClassList
from toonseg.errors import LabelError

Kind = Literal["bbox", "segm"]
"""What of two instances is compared: their boxes, or their masks."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Pairing:
    """Truth and predictions, checked, as COCO annotations.

    Attributes:
        classes: Those of the truth; category = index + 1.
        pictures: Those of the truth; image id = place + 1.
        truth: COCO annotations: `id`, `image_id`, `category_id`, `bbox`, `area`, `iscrowd`, `segmentation`.
        predictions: The same with `score`; image and category ids are the truth's.
        names: What truth and predictions are called.
        boxes_only: Whether one side has boxes and no masks, so that masks cannot be compared.
        problems: What was left out of the comparison, and why.
        notes: What was compared other than one might think, as sentences.
    """

    classes: ClassList
    pictures: tuple[Picture, ...]
    truth: tuple[dict[str, Any], ...]
    predictions: tuple[dict[str, Any], ...]
    names: tuple[str, str]
    boxes_only: bool
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    def coco(self, kind: Kind) -> tuple[hotcoco.COCO, hotcoco.COCO]:
        """Truth and predictions for an evaluation of `kind`.

        A prediction's area, which decides whether it is small, medium or large, is that of its box for "bbox"
        and of its mask for "segm", as in Detectron2.
        """
        images = [
            {"id": n, "file_name": one.file, "width": one.width, "height": one.height}
            for n, one in enumerate(self.pictures, 1)
        ]
        categories = [{"id": n, "name": name} for n, name in enumerate(self.classes.names, 1)]
        truth = hotcoco.COCO(
            {
                "images": images,
                "categories": categories,
                "annotations": [_only(one, kind) for one in self.truth],
            }
        )
        found = []
        for one in self.predictions:
            kept = _only(one, kind)
            if kind == "bbox":
                kept["area"] = one["bbox"][2] * one["bbox"][3]
            found.append(kept)
        predictions = hotcoco.COCO({"images": images, "categories": categories, "annotations": found})
        return truth, predictions

    def most_of_a_class(self) -> int:
        """The most predictions of one class that a picture has."""
        counts: dict[tuple[int, int], int] = {}
        for one in self.predictions:
            key = (one["image_id"], one["category_id"])
            counts[key] = counts.get(key, 0) + 1
        return max(counts.values(), default=0)


def pair(truth: LabelSet, predictions: LabelSet) -> Pairing:
    """Bring predictions to the pictures and classes of the truth.

    A predicted picture is the truth's of the same `file`. What cannot be compared is left out and becomes a
    problem: a picture that the truth does not have, or has in another size; a class that it does not have; an
    instance without a score, or without a pixel in the picture. If no prediction has a score (two people's
    labels, say), each counts as sure.

    Raises:
        LabelError: The truth has no pictures, or there are predictions, all for other pictures.
    """
    if not truth.pictures:
        raise LabelError(truth.name or "truth", "has no pictures", "Give labels to compare with.")
    places = {picture.file: number for number, picture in enumerate(truth.pictures, 1)}
    known = [picture for picture in predictions.pictures if picture.file in places]
    if not known and any(picture.instances for picture in predictions.pictures):
        first, other = predictions.pictures[0].file, truth.pictures[0].file
        problem = f"none of its pictures is in {truth.name or 'the truth'} ({first}; there it is {other})"
        remedy = "Give the predictions for these pictures, under the same file names."
        raise LabelError(predictions.name or "predictions", problem, remedy)
    with collector_held():
        return _pair(truth, predictions, places, known)


def _pair(
    truth: LabelSet, predictions: LabelSet, places: dict[str, int], known: Sequence[Picture]
) -> Pairing:
    check = _Checked(predictions, truth.classes)
    unscored = all(one.score is None for one in predictions.instances)
    found: list[dict[str, Any]] = []
    for picture in predictions.pictures:
        number = places.get(picture.file)
        if check.picture(picture, None if number is None else truth.pictures[number - 1]):
            assert number is not None
            for one, cls in check.instances(picture, scores=not unscored):
                score = 1.0 if unscored else one.score
                found.append(
                    {"image_id": number, "category_id": cls + 1, "score": score, "iscrowd": 0} | _shape(one)
                )
    true_check = _Checked(truth, truth.classes)
    true = [
        {"image_id": number, "category_id": cls + 1, "iscrowd": int(one.crowd)} | _shape(one)
        for number, picture in enumerate(truth.pictures, 1)
        for one, cls in true_check.instances(picture, scores=False)
    ]
    notes = []
    if unscored and found:
        notes.append("No prediction has a score; each counts as sure (1.0).")
    missing = len(truth.pictures) - len({picture.file for picture in known})
    if missing:
        notes.append(
            f"{missing} of {len(truth.pictures)} cuts are not among the predictions: all in them is missed."
        )
    boxes_only = False
    for labels in (truth, predictions):
        if _all_boxes(labels):
            boxes_only = True
            notes.append(f"{labels.name or 'One side'} has boxes and no masks: masks are not compared.")
        other = sum(problem.kind == ProblemKind.BOX_DISAGREES for problem in labels.problems)
        if other:
            notes.append(f"{other} boxes of {labels.name} are not those of their masks, which are compared.")
    return Pairing(
        truth.classes,
        truth.pictures,
        _numbered(true),
        _numbered(found),
        (truth.name or "truth", predictions.name or "predictions"),
        boxes_only,
        (*_costly(truth), *true_check.problems, *_costly(predictions), *check.problems),
        tuple(notes),
    )


class _Checked:
    """What of a label set can be compared; collects why the rest cannot."""

    def __init__(self, labels: LabelSet, classes: ClassList) -> None:
        self.name = labels.name or "labels"
        self.classes = classes
        self.problems: list[Problem] = []
        self._indices: dict[str, int | None] = {}

    def picture(self, picture: Picture, true: Picture | None) -> bool:
        """Whether a predicted picture is the truth's; one without instances never matters."""
        if not picture.instances:
            return False
        count = f"{len(picture.instances)} predictions left out"
        if true is None:
            text = f"a picture that the truth does not have; {count}"
            self._problem(
                ProblemKind.PICTURE_MISSING, picture.file, text, "Predict the truth's pictures only."
            )
            return False
        if picture.size != true.size:
            sizes = f"{picture.width} x {picture.height}, {true.width} x {true.height} in the truth"
            remedy = "Scale the masks to the picture's own size."
            self._problem(ProblemKind.PICTURE_SIZE, picture.file, f"masks of {sizes}; {count}", remedy)
            return False
        return True

    def instances(self, picture: Picture, *, scores: bool) -> Iterable[tuple[Instance, int]]:
        """The instances that can be compared, on the picture's canvas, with the index of their class."""
        for place, one in enumerate(picture.instances):
            if one.cls not in self._indices:
                self._indices[one.cls] = self.classes.find(one.cls)
            cls = self._indices[one.cls]
            if cls is None:
                like = self.classes.suggestion(one.cls)
                text = f"class: '{one.cls}' is none of the truth's"
                remedy = f"Did you mean {like}?" if like else f"Its classes: {', '.join(self.classes.names)}."
                self._problem(ProblemKind.UNKNOWN_CLASS, _where(picture, place), text, remedy)
                continue
            if scores and (one.score is None or not math.isfinite(one.score)):
                text = "score: missing" if one.score is None else f"score: {one.score} is no number"
                self._problem(
                    ProblemKind.MALFORMED,
                    _where(picture, place),
                    text,
                    "Give each prediction a score from 0 to 1.",
                )
                continue
            inside = _on(picture, one)
            if inside is None:
                text = "mask: no pixel of it is in the picture"
                self._problem(ProblemKind.EMPTY, _where(picture, place), text, "Leave empty masks out.")
                continue
            yield inside, cls

    def _problem(self, kind: ProblemKind, where: str, text: str, remedy: str) -> None:
        self.problems.append(Problem(kind, self.name, where, text, remedy))


def _costly(labels: LabelSet) -> Iterator[Problem]:
    """What was found in reading that makes a difference here; the notes sum up the rest in a line."""
    for problem in labels.problems:
        told = problem.kind in (ProblemKind.BOX_DISAGREES, ProblemKind.AREA_DISAGREES)
        if not told and "the box stands for the mask" not in problem.text:
            yield problem


def _where(picture: Picture, place: int) -> str:
    number = picture.instances[place].id
    return f"{picture.file}, instance {place if number is None else number}"


def _all_boxes(labels: LabelSet) -> bool:
    """Whether every instance was read from a box alone: its outline is then that box, and not drawn."""
    instances = list(labels.instances)
    return bool(instances) and all(_is_box(one) for one in instances)


def _is_box(one: Instance) -> bool:
    if one.rings is None or len(one.rings) != 1 or len(one.rings[0]) != 4:
        return False
    return all(np.unique(one.rings[0][:, axis]).size == 2 for axis in (0, 1))


def _on(picture: Picture, one: Instance) -> Instance | None:
    """An instance on the canvas of its picture; None if nothing of it is there."""
    mask = one.mask.cropped((0, 0, picture.width, picture.height))
    if not mask.area:
        return None
    return one if mask is one.mask else _with_mask(one, mask)


def _with_mask(one: Instance, mask: Mask) -> Instance:
    return Instance(one.cls, mask, one.id, one.score, crowd=one.crowd, extra=one.extra)


def _shape(one: Instance) -> dict[str, Any]:
    x0, y0, x1, y1 = one.box
    segmentation = {"size": list(one.mask.size), "counts": one.mask.counts}
    return {"bbox": [x0, y0, x1 - x0, y1 - y0], "area": one.area, "segmentation": segmentation}


def _numbered(annotations: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple({"id": number} | one for number, one in enumerate(annotations, 1))


def _only(annotation: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """A copy without masks where boxes are compared: they would be read for nothing."""
    return {key: value for key, value in annotation.items() if kind == "segm" or key != "segmentation"}
