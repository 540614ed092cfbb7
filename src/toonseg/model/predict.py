"""Predictions of labelled or unlabelled pictures, as a label set with scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import ToonsegError
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import decode


def predict(
    segmenter: Segmenter, labels: LabelSet, *, on_picture: Callable[[Picture], None] = lambda _: None
) -> LabelSet:
    """What a segmenter finds in the pictures of a set; what is labelled in them is not looked at.

    A picture that is missing or cannot be decoded is left without instances and becomes a problem of the set.

    Args:
        segmenter: The network.
        labels: The pictures.
        on_picture: Told of each picture when it is done.
    """
    found: list[Picture] = []
    problems: list[Problem] = []
    for picture in labels.pictures:
        try:
            if picture.path is None:
                raise FileNotFoundError(2, "is missing")
            pixels = decode(picture.path.read_bytes(), picture.path)
        except (OSError, ToonsegError) as error:
            missing = isinstance(error, FileNotFoundError)
            kind = ProblemKind.PICTURE_MISSING if missing else ProblemKind.PICTURE_BROKEN
            text = error.problem if isinstance(error, ToonsegError) else (error.strerror or str(error))
            problems.append(Problem(kind, picture.file, "", text, "Put the picture there and predict again."))
            found.append(replace(picture, instances=()))
        else:
            height, width = pixels.shape[:2]
            instances = tuple(segmenter.find(pixels))
            found.append(replace(picture, height=height, width=width, instances=instances))
        on_picture(picture)
    classes = (
        labels.classes
        if set(segmenter.classes) <= set(labels.classes.names)
        else ClassList.of(segmenter.classes)
    )
    return replace(
        labels, pictures=tuple(found), classes=classes, problems=tuple(problems), name=segmenter.name
    )
