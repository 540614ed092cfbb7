"""Writes PNG maps: of each picture one of classes (8 bit) and one of instances (16 bit), and classes.json."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from toonseg.annotations.formats.maps_read import (
    CLASS_FOLDER,
    CLASSES_FILE,
    INSTANCE_FOLDER,
    VERSION,
)
from toonseg.annotations.formats.writing import (
    Names,
    Written,
    all_beside,
    as_json,
    besides,
    bring_all,
    names_of,
    origin_json,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.classes import ClassList
from toonseg.errors import WriteError
from toonseg.workspace import write_bytes

MOST_CLASSES = 255
MOST_INSTANCES = 65_535


def write_maps(labels: LabelSet, out: Path, *, pictures: bool = False) -> Written:
    """Write PNG maps: class/<picture>.png, instance/<picture>.png, and classes.json.

    A pixel belongs to one instance only: of two that overlap the smaller one has it. Instances that are
    hidden wholly are counted in the notes.

    Args:
        labels: The label set.
        out: The folder.
        pictures: Copy the pictures to `images`.

    Raises:
        LabelError: Two pictures would share a file, or a name leads out of the folder.
        WriteError: More than 255 classes, more than 65,535 instances in a picture, or no place to write.
    """
    names = names_of(labels)
    if len(names.names) > MOST_CLASSES:
        problem = f"{len(names.names)} classes do not fit into a map of 8 bits"
        raise WriteError(out, problem, "Write COCO instead, or leave classes out.")
    colours = _palette(names)
    told: list[dict[str, Any]] = []
    written = 0
    instances = all_beside(out / INSTANCE_FOLDER, labels, ".png")
    for (picture, instance_file), (_, class_file) in zip(
        instances, all_beside(out / CLASS_FOLDER, labels, ".png"), strict=True
    ):
        numbers, classes = _maps(picture, names)
        seen = np.unique(numbers)
        shown = [(number, picture.instances[number - 1]) for number in seen.tolist() if number]
        written += len(shown)
        told.append(_told(picture, shown))
        write_bytes(instance_file, _png(Image.fromarray(numbers)))
        coloured = Image.fromarray(classes, "P")
        coloured.putpalette(colours)
        write_bytes(class_file, _png(coloured))
    listed = [
        {"index": place, "name": name, "colour": colours[3 * place : 3 * place + 3]}
        for place, name in enumerate(names.names, 1)
    ]
    content = {"version": VERSION, "rights": labels.rights, "classes": listed, "pictures": told}
    write_bytes(out / CLASSES_FILE, as_json(content, indent=1) + b"\n")
    notes = bring_all(labels, out / "images") if pictures else []
    hidden = sum(1 for _ in labels.instances) - written
    if hidden:
        notes.append(f"left out, with no pixel of their own in a map: {hidden:,}")
    return Written(out, len(labels.pictures), written, tuple(notes))


def _maps(picture: Picture, names: Names) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """The maps of instances (their place from 1) and of classes (index + 1); 0 is none."""
    if len(picture.instances) > MOST_INSTANCES:
        problem = f"{len(picture.instances)} instances do not fit into a map of 16 bits"
        raise WriteError(picture.file, problem, "Write COCO instead.")
    numbers = np.zeros(picture.size, np.uint16)
    classes = np.zeros(picture.size, np.uint8)
    largest_first = sorted(enumerate(picture.instances, 1), key=lambda one: -one[1].area)
    for number, one in largest_first:
        mask = one.mask.cropped((0, 0, picture.width, picture.height))
        x0, y0, x1, y1 = mask.box
        pixels = mask.pixels()
        numbers[y0:y1, x0:x1][pixels] = number
        classes[y0:y1, x0:x1][pixels] = names.index(one.cls) + 1
    return numbers, classes


def _told(picture: Picture, shown: Sequence[tuple[int, Instance]]) -> dict[str, Any]:
    about: dict[str, Any] = {"file": picture.file, "width": picture.width, "height": picture.height}
    if picture.origin is not None:
        about["origin"] = origin_json(picture.origin)
    about["instances"] = [
        {"number": number, "class": one.cls, **besides(one), **({"crowd": True} if one.crowd else {})}
        for number, one in shown
    ]
    return about


def _palette(names: Names) -> list[int]:
    """Colours of all indices, R, G, B one after the other: black for none, then those of the classes."""
    known = [info.colour for info in names.classes]
    new = ClassList.of(f"class {place}" for place in range(len(names.names) - len(known)))
    return [0, 0, 0, *(value for colour in (*known, *(info.colour for info in new)) for value in colour)]


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
