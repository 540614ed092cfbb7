"""Validation: how good weights are on pictures that they were not trained on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toonseg.annotations.labelset import LabelSet
from toonseg.classes import ClassList
from toonseg.errors import TrainingError
from toonseg.evaluation import Evaluation, evaluate
from toonseg.evaluation.evaluate import KindEvaluation
from toonseg.model.card import Card
from toonseg.model.pixels import is_there
from toonseg.model.predict import predict
from toonseg.model.runners import of_network
from toonseg.model.trainable import Trainable


@dataclass(frozen=True)
class Verdict:
    """What weights predicted on the validation pictures, and how that compares with the labels."""

    evaluation: Evaluation
    predictions: LabelSet

    @property
    def kind(self) -> KindEvaluation:
        """The masks, or the boxes where labels have no masks."""
        return self.evaluation.segm or self.evaluation.bbox

    @property
    def ap(self) -> float:
        """0..1; 0 where nothing was to be found."""
        return float(np.nan_to_num(self.kind.scores.ap)) / 100

    @property
    def ap50(self) -> float:
        """0..1; 0 where nothing was to be found."""
        return float(np.nan_to_num(self.kind.scores.ap50)) / 100

    @property
    def threshold(self) -> float | None:
        """The score from which F1 is best; None where nothing was found."""
        score = self.kind.best.score
        return float(score) if np.isfinite(score) else None


def judge(network: Trainable, card: Card, validation: LabelSet) -> Verdict:
    """Predict the validation pictures with the network as it is, and compare."""
    found = predict(of_network(network, card), validation)
    return Verdict(evaluate(validation, found, resamples=0), found)


def fitting(validation: LabelSet, classes: ClassList) -> tuple[LabelSet, str]:
    """Validation labels with the classes of the training alone, and a warning where that took some away.

    Raises:
        TrainingError: None of their classes is learned, or no picture can be had.
    """
    there = tuple(one for one in validation.pictures if is_there(one))
    if not there:
        problem = f"none of {len(validation.pictures)} validation pictures is there"
        raise TrainingError(
            validation.name or "validation", problem, "Put the pictures where the labels say."
        )
    names = {one.cls for picture in there for one in picture.instances}
    known = {name for name in names if classes.find(name) is not None}
    if names and not known:
        wanted = ", ".join(classes.names)
        problem = f"its classes ({', '.join(sorted(names))}) are none of the training's ({wanted})"
        raise TrainingError(validation.name or "validation", problem, "Give labels of the same classes.")
    pictures = tuple(
        replace(p, instances=tuple(one for one in p.instances if one.cls in known)) for p in there
    )
    missing = len(validation.pictures) - len(there)
    said = []
    if names - known:
        said.append(f"validation labels of {', '.join(sorted(names - known))} are not counted: not learned")
    if missing:
        said.append(f"{missing} validation pictures are missing and not counted")
    return replace(validation, pictures=pictures, classes=classes), "; ".join(said)
