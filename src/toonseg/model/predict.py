"""Predictions of labelled or unlabelled pictures, as a label set with scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import PictureError, SourceError
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb, decode
from toonseg.strip import Strip
from toonseg.workspace import PAGES_FOLDER


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


def pixels_of(picture: Picture) -> Rgb:
    """The picture's pixels, HWC uint8 RGB; of a cut whose path is its episode's folder, from the pages.

    Raises what `look_at` raises.
    """
    if picture.path is None:
        raise SourceError(picture.file, "is not there", "Put the picture where the labels say.")
    if picture.origin is not None and picture.path.is_dir():
        try:
            return _strip(picture.path, _changed(picture.path)).crop(picture.origin.box)
        except ValueError as error:
            problem = f"its box lies outside of the pages ({error})"
            raise SourceError(picture.file, problem, "Cut the episode again: toonseg cut.") from error
    try:
        data = picture.path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise SourceError(picture.path, problem, "Put the picture there.") from error
    return decode(data, picture.path)


@lru_cache(2)
def _strip(episode: Path, changed: int) -> Strip:
    """An episode's pages, which neighbouring cuts share, as they were when they last changed."""
    return Strip.open(episode)


def _changed(episode: Path) -> int:
    """When the folder of an episode's pages last changed."""
    pages = episode / PAGES_FOLDER
    return pages.stat().st_mtime_ns if pages.is_dir() else 0


def classes_for(labels: LabelSet, found: tuple[str, ...]) -> ClassList:
    """The classes of a set if it knows all of those that a segmenter finds, by name or alias; else those."""
    if all(labels.classes.find(name) is not None for name in found):
        return labels.classes
    return ClassList.of(found)
