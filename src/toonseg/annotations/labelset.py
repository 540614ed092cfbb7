"""A label set: pictures with their instances, as every format is read into and written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from toonseg.annotations.instance import Instance
from toonseg.annotations.problems import Problem
from toonseg.classes import EIGHT, ClassList
from toonseg.strip import Box
from toonseg.workspace import DEFAULT_RIGHTS


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a picture comes from: which cut of which episode, and its box in the strip."""

    title: str
    episode: str
    cut: str
    box: Box


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its instances, in the picture's coordinates.

    Attributes:
        file: Its name in the set, with folders and forward slashes: "0100/000592.png". Unique in a set.
        width: In pixels.
        height: In pixels.
        instances: What is labelled in it.
        path: Where the file lies; None if it does not (labels of the picture are whole all the same).
        id: Its number in the file that it came from.
        origin: Which cut it is, if anybody knows.
        extra: What the file said besides; kept and written back.
    """

    file: str
    width: int
    height: int
    instances: tuple[Instance, ...] = ()
    path: Path | None = None
    id: int | None = None
    origin: Origin | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.height, self.width


@dataclass(frozen=True)
class LabelSet:
    """Labelled pictures.

    Attributes:
        classes: The classes; an instance's `cls` should be one of them by name or alias.
        pictures: In the order of the file.
        problems: What could not be read, or was mended in reading. What is listed here is not in `pictures`.
        rights: Whose the pictures are and what may be done with them.
        name: What to call the set in print: its file or folder.
        categories: Category ids and names as a COCO file had them, for results that speak of that file; of
            an empty one a class's category is its index + 1.
    """

    pictures: tuple[Picture, ...]
    classes: ClassList = EIGHT
    problems: tuple[Problem, ...] = ()
    rights: str = DEFAULT_RIGHTS
    name: str = ""
    categories: Mapping[int, str] = field(default_factory=dict)

    @property
    def instances(self) -> Iterator[Instance]:
        """All instances of all pictures."""
        for picture in self.pictures:
            yield from picture.instances

    def with_pictures(self, pictures: tuple[Picture, ...]) -> LabelSet:
        """The same set with other pictures."""
        return replace(self, pictures=pictures)


def under(labels: LabelSet, name: str) -> LabelSet:
    """The set with its pictures named below `name`, so that those of several sets are told apart."""
    pictures = tuple(replace(one, file=f"{name}/{one.file}", id=None) for one in labels.pictures)
    return labels.with_pictures(pictures)


def joined(sets: Sequence[LabelSet]) -> LabelSet:
    """Several sets as one, with the classes of the first; raises nothing, but pictures should have names of
    their own (`under`)."""
    return replace(
        sets[0],
        pictures=tuple(picture for one in sets for picture in one.pictures),
        problems=tuple(problem for one in sets for problem in one.problems),
        rights=" / ".join(dict.fromkeys(one.rights for one in sets)),
        name=" + ".join(one.name for one in sets),
    )
