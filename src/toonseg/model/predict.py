"""Predictions of labelled or unlabelled pictures, as a label set with scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import PictureError, SourceError
from toonseg.model.pixels import pixels_of
from toonseg.model.segmenter import Segmenter


def predict(
    segmenter: Segmenter,
    labels: LabelSet,
    *,
    threshold: float | None = None,
    on_picture: Callable[[Picture], None] = lambda _: None,
) -> LabelSet:
    """What a segmenter finds in the pictures of a set; what is labelled in them is not looked at.

    A picture that is missing or cannot be decoded is left without instances and becomes a problem of the set.

    Args:
        segmenter: The network.
        labels: The pictures.
        threshold: The least score that is kept; everything that the segmenter gives (for AP) unless given.
        on_picture: Told of each picture when it is done.

    Returns:
        The same pictures in the same order, with the segmenter's instances, their scores and source.
    """
    found: list[Picture] = []
    problems: list[Problem] = []
    for picture in labels.pictures:
        try:
            found.append(look_at(segmenter, picture, threshold))
        except (PictureError, SourceError) as error:
            missing = isinstance(error, SourceError)
            kind = ProblemKind.PICTURE_MISSING if missing else ProblemKind.PICTURE_BROKEN
            problems.append(Problem(kind, picture.file, "", error.problem, error.remedy))
            found.append(replace(picture, instances=()))
        on_picture(found[-1])
    classes = classes_for(labels, segmenter.classes)
    return replace(
        labels, pictures=tuple(found), classes=classes, problems=tuple(problems), name=segmenter.name
    )


def look_at(segmenter: Segmenter, picture: Picture, threshold: float | None = None) -> Picture:
    """The picture with its size and what a segmenter finds in it, from `threshold` on.

    Raises:
        SourceError: Its file is missing or cannot be read.
        PictureError: Its file is no whole picture, or a huge one.
    """
    pixels = pixels_of(picture)
    height, width = pixels.shape[:2]
    return replace(
        picture, height=height, width=width, instances=tuple(segmenter.find(pixels, threshold))
    )  # fmt: skip


def classes_for(labels: LabelSet, found: tuple[str, ...]) -> ClassList:
    """The classes of a set if it knows all of those that a segmenter finds, by name or alias; else those."""
    if all(labels.classes.find(name) is not None for name in found):
        return labels.classes
    return ClassList.of(found)
