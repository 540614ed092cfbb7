"""What the writers share: classes that no label loses, names of files, pictures that come along."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import Ring, polygons
from toonseg.classes import ClassList
from toonseg.errors import LabelError, WriteError
from toonseg.workspace import write_bytes


@dataclass(frozen=True)
class Written:
    """What a writer made.

    Attributes:
        out: The file or folder.
        pictures: How many pictures it speaks of.
        instances: How many instances are in it.
        notes: What the format could not hold, a sentence each.
    """

    out: Path
    pictures: int
    instances: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """The classes of a set by index: its own, then those that only its instances name."""

    names: tuple[str, ...]
    classes: ClassList

    def index(self, name: str) -> int:
        """The class's index, by name or alias, and by the name alone for one that the set does not list."""
        found = self.classes.find(name)
        return self.names.index(name) if found is None else found


def names_of(labels: LabelSet) -> Names:
    """The classes of a label set; a misspelt or foreign one is kept, at the end, as it is written."""
    used = dict.fromkeys(one.cls for one in labels.instances)
    foreign = [name for name in used if labels.classes.find(name) is None]
    return Names((*labels.classes.names, *foreign), labels.classes)


def whole_mask(instance: Instance, picture: Picture) -> Mask:
    """The instance's mask on a canvas of the whole picture; what lies outside of it is cut off."""
    return instance.mask.cropped((0, 0, picture.width, picture.height))


def rings_of(instance: Instance, picture: Picture, tolerance: float) -> list[Ring]:
    """The polygons as somebody drew them, where somebody did and no simpler ones are asked for; else those
    around what of the mask lies in the picture. See `polygons`."""
    if instance.rings is not None and not tolerance:
        return list(instance.rings)
    return polygons(whole_mask(instance, picture), tolerance=tolerance)


def short(value: float) -> float | int:
    """A coordinate as JSON should have it: 3 for 3.0."""
    return int(value) if value == int(value) else value


def as_json(value: object, indent: int | None = None) -> bytes:
    """JSON in UTF-8. What was read and is kept may have what JSON has not (NaN, half a character): the first
    becomes null, the second an escape."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent).encode("utf-8")
    except ValueError:
        return json.dumps(_finite(value), indent=indent).encode("utf-8")


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def beside(folder: Path, picture: Picture, suffix: str) -> Path:
    """Where a file of a picture belongs in `folder`: its name with another ending.

    Raises:
        LabelError: The name leads out of the folder.
    """
    name = PurePosixPath(picture.file)
    if name.is_absolute() or ".." in name.parts or not name.name:
        raise LabelError(picture.file, "is no name for a file in a folder", "Rename the picture in the set.")
    return folder / name.with_suffix(suffix)


def all_beside(folder: Path, labels: LabelSet, suffix: str) -> list[tuple[Picture, Path]]:
    """`beside` for all pictures. Raises LabelError also where two of them would share a file."""
    taken: dict[Path, str] = {}
    listed = []
    for picture in labels.pictures:
        path = beside(folder, picture, suffix)
        if path in taken:
            problem = f"would share {path.name} with {taken[path]}"
            raise LabelError(picture.file, problem, "Rename one of the two pictures in the set.")
        taken[path] = picture.file
        listed.append((picture, path))
    return listed


def bring(picture: Picture, folder: Path) -> bool:
    """Copy a picture's file to `folder`, under its name in the set; False where it has none.

    Raises:
        WriteError: It cannot be read or written.
    """
    if picture.path is None:
        return False
    target = beside(folder, picture, PurePosixPath(picture.file).suffix)
    if target.exists() and target.samefile(picture.path):
        return True
    try:
        data = picture.path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise WriteError(picture.path, problem, "Check the picture.") from error
    write_bytes(target, data)
    return True


def bring_all(labels: LabelSet, folder: Path) -> list[str]:
    """Copy all pictures there are to `folder`; says how many there are not. Raises WriteError."""
    missing = sum(not bring(picture, folder) for picture in labels.pictures)
    return [f"{missing} of {len(labels.pictures)} pictures are not there to be copied"] if missing else []


def left_out(count: int) -> list[str]:
    """What there is to know of instances that a file could not have."""
    if count == 1:
        return ["1 instance has no pixel in its picture and was left out"]
    return [f"{count:,} instances have no pixel in their picture and were left out"] if count else []


def besides(instance: Instance) -> dict[str, Any]:
    """Score, character and source, where they are known, as keys of a file's object."""
    known = {"score": instance.score, "character": instance.character, "source": instance.source or None}
    return {key: value for key, value in known.items() if value is not None}


def origin_json(origin: Origin) -> dict[str, Any]:
    """Where a picture comes from, as a file's object."""
    named = {"title": origin.title, "episode": origin.episode, "cut": origin.cut}
    return {**named, "box": list(origin.box)}
