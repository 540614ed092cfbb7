"""Reads PNG maps: classes (8 bit, class index + 1), instances (16 bit, a number each), and classes.json.

Maps of classes alone, from any tool, are read too: each connected part of a class is an instance.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from toonseg.annotations.formats.reading import (
    Notes,
    Wrong,
    brief,
    character_of,
    class_list,
    find_picture,
    load_json,
    origin_of,
    picture_name,
    score_of,
    text,
    whole,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError, PictureError
from toonseg.pictures import decode, probe
from toonseg.workspace import DEFAULT_RIGHTS

CLASS_FOLDER, INSTANCE_FOLDER, CLASSES_FILE = "class", "instance", "classes.json"
VERSION = 1
MOST_PARTS = 10_000
"""Instances of a picture that are believed; more are noise (a photograph, a JPEG) and not a map."""

_EXPORT = "Export the map anew."


@dataclass(frozen=True)
class _Known:
    """What classes.json tells: names and colours by index, and of each picture its object."""

    names: dict[int, str]
    colours: dict[tuple[int, ...], int]
    pictures: dict[str, dict[str, Any]]
    rights: str = DEFAULT_RIGHTS


def is_maps(path: Path) -> bool:
    """Whether a folder looks like one of PNG maps."""
    return (path / CLASS_FOLDER).is_dir() or (path / INSTANCE_FOLDER).is_dir()


def read_maps(path: Path, *, pictures: Path | None = None, classes: ClassList | None = None) -> LabelSet:
    """Read a folder of PNG maps.

    Args:
        path: The folder: class/<picture>.png (grey or palette: index + 1; or the colours of classes.json),
            instance/<picture>.png or neither, and classes.json or neither. Without it the indices are those
            of `classes`.
        pictures: Folder to look for pictures in, besides `images`.
        classes: The classes; the eight, or those of classes.json, unless given.

    Raises:
        LabelError: There are no maps, or classes.json cannot be read.
    """
    notes = Notes(str(path / CLASSES_FILE))
    known = _known(path / CLASSES_FILE, classes or EIGHT, notes)
    problems: list[Problem] = []
    read: list[Picture] = []
    for name in _names(path):
        at = Notes(str(path / CLASS_FOLDER / name))
        try:
            read.append(_picture(path, name, known, pictures, at))
        except (PictureError, LabelError) as error:
            at.add("", error.problem, _EXPORT, ProblemKind.PICTURE_BROKEN)
        except Wrong as error:
            at.wrong("", error)
        problems += at.found
    if not read and not problems:
        raise LabelError(path, "holds no PNG maps", f"Put them into the folder '{CLASS_FOLDER}' in it.")
    names = [known.names[index] for index in sorted(known.names)]
    found = (*notes.found, *problems)
    return LabelSet(tuple(read), class_list(names, classes), found, known.rights, path.name)


def _names(path: Path) -> list[str]:
    names = {
        file.relative_to(folder).as_posix()
        for folder in (path / CLASS_FOLDER, path / INSTANCE_FOLDER)
        for file in folder.rglob("*.png")
    }
    return sorted(names)


def _known(file: Path, classes: ClassList, notes: Notes) -> _Known:
    if not file.is_file():
        infos = list(enumerate(classes, 1))
        return _Known({i: info.name for i, info in infos}, {info.colour: i for i, info in infos}, {})
    data = load_json(file)
    if not isinstance(data, dict) or not isinstance(data.get("classes"), list):
        raise LabelError(file, "lists no classes", "Add 'classes': a list of {index, name}.")
    names: dict[int, str] = {}
    colours: dict[tuple[int, ...], int] = {}
    for place, one in enumerate(data["classes"]):
        try:
            if not isinstance(one, dict):
                raise Wrong("", f"{brief(one)} is no class")
            index = whole(one.get("index"), "index")
            names[index] = text(one.get("name"), "name")
            if isinstance(one.get("colour"), list):
                colours[tuple(whole(value, "colour") for value in one["colour"])] = index
        except Wrong as error:
            notes.wrong(f"classes[{place}]", error)
    listed = data.get("pictures")
    told: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(listed if isinstance(listed, list) else ()):
        try:
            name = picture_name(text(one.get("file") if isinstance(one, dict) else None, "file"))
            told[Path(name).with_suffix(".png").as_posix()] = one | {"file": name}
        except Wrong as error:
            notes.wrong(f"pictures[{place}]", error)
    rights = data.get("rights")
    return _Known(names, colours, told, rights if isinstance(rights, str) and rights else DEFAULT_RIGHTS)


def _picture(path: Path, name: str, known: _Known, pictures: Path | None, notes: Notes) -> Picture:
    class_file, instance_file = path / CLASS_FOLDER / name, path / INSTANCE_FOLDER / name
    told = known.pictures.get(name, {})
    classes = _map(class_file, known) if class_file.is_file() else None
    numbers = _map(instance_file, known) if instance_file.is_file() else None
    if classes is not None and numbers is not None and classes.shape != numbers.shape:
        problem = f"is of {_shape(classes)} pixels, the map of instances of {_shape(numbers)}"
        raise Wrong("", problem, _EXPORT, ProblemKind.PICTURE_SIZE)
    if numbers is not None:
        instances = tuple(_numbered(numbers, classes, known, told, notes))
        height, width = numbers.shape
    else:
        assert classes is not None  # a name is of one map at least
        instances = tuple(_parts(classes, known, notes))
        height, width = classes.shape
    file = told.get("file", name)
    folders = [folder for folder in (pictures, path / "images") if folder is not None]
    try:
        origin = origin_of(told.get("origin"))
    except Wrong as error:
        notes.wrong(CLASSES_FILE, error)
        origin = None
    return Picture(file, width, height, instances, find_picture(file, folders), None, origin)


def _shape(pixels: NDArray[Any]) -> str:
    return f"{pixels.shape[1]} x {pixels.shape[0]}"


def _map(file: Path, known: _Known) -> NDArray[np.int32]:
    """HW of the numbers in a map; a coloured one is read by the classes' colours.

    Raises:
        Wrong: It cannot be read, or has a colour of no class.
        PictureError: It is no picture, or damaged.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Wrong("", f"{file} cannot be read ({error.strerror or error})", "Check the file.") from error
    probe(data, file)
    pixels = decode(
        data, file
    )  # refuses what is damaged; its values are no numbers of a palette or of 16 bits
    with Image.open(io.BytesIO(data)) as picture:
        if picture.mode in ("1", "L", "P", "I;16", "I;16B", "I;16L", "I"):
            return np.asarray(picture).astype(np.int32)
    keys = pixels.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32)
    numbers = np.zeros(keys.shape, np.int32)
    for (red, green, blue), index in ((one, at) for one, at in known.colours.items() if len(one) == 3):
        numbers[keys == (red << 16 | green << 8 | blue)] = index
    strange = np.unique(keys[(numbers == 0) & (keys != 0)])
    if len(strange):
        shown = f"#{int(strange[0]):06x}"
        problem = f"has {len(strange)} colours of no class, such as {shown}"
        raise Wrong("", problem, "Give each class its colour in classes.json.", ProblemKind.UNKNOWN_CLASS)
    return numbers


def _numbered(
    numbers: NDArray[np.int32],
    classes: NDArray[np.int32] | None,
    known: _Known,
    told: dict[str, Any],
    notes: Notes,
) -> Iterator[Instance]:
    """An instance of each number; its class is told in classes.json, or is what most of its pixels have."""
    listed = told.get("instances")
    about = {
        one.get("number"): one
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and type(one.get("number")) is int
    }
    for number, mask in _masks(numbers):
        where = f"instance {number}"
        one = about.get(number, {})
        try:
            if "class" in one:
                name = text(one["class"], "class")
            elif classes is None:
                raise Wrong("", "has no class", "Add the map of classes.", ProblemKind.UNKNOWN_CLASS)
            else:
                x0, y0, x1, y1 = mask.box
                values, counts = np.unique(classes[y0:y1, x0:x1][mask.pixels()], return_counts=True)
                name = _name(int(values[counts.argmax()]), known)
            score, whose = score_of(one.get("score")), character_of(one.get("character"))
            source = one.get("source", "")
            if not isinstance(source, str):
                raise Wrong("source", f"{brief(source)} is no text")
            yield Instance(name, mask, number, score, source, whose, one.get("crowd") is True)
        except Wrong as error:
            notes.wrong(where, error)


def _masks(numbers: NDArray[np.int32]) -> Iterator[tuple[int, Mask]]:
    """The mask of each number of a map but 0: all pixels are sorted once, whatever their number."""
    ys, xs = np.nonzero(numbers)
    values = numbers[ys, xs]
    order = np.argsort(values, kind="stable")
    values, ys, xs = values[order], ys[order], xs[order]
    if not len(values):
        return
    starts = np.flatnonzero(np.diff(values, prepend=0))
    if len(starts) > MOST_PARTS:
        problem = f"has {len(starts)} instances; more than {MOST_PARTS} are no map"
        raise Wrong("", problem, _EXPORT)
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        some_y, some_x = ys[start:end], xs[start:end]
        x0, y0 = int(some_x.min()), int(some_y.min())
        pixels = np.zeros((int(some_y.max()) - y0 + 1, int(some_x.max()) - x0 + 1), bool)
        pixels[some_y - y0, some_x - x0] = True
        yield int(values[start]), Mask.of_pixels(pixels, (x0, y0))


def _name(index: int, known: _Known) -> str:
    name = known.names.get(index)
    if name is None:
        shown = ", ".join(str(one) for one in sorted(known.names)[:12])
        problem = f"{index} is no class"
        raise Wrong("", problem, f"The classes are {shown}; 0 is none.", ProblemKind.UNKNOWN_CLASS)
    return name


def _parts(classes: NDArray[np.int32], known: _Known, notes: Notes) -> Iterator[Instance]:
    """The connected parts of each class; pixels that touch at a corner are connected."""
    for index in np.unique(classes).tolist():
        if not index:
            continue
        try:
            name = _name(index, known)
        except Wrong as error:
            notes.wrong("", error)
            continue
        _, numbers = cv2.connectedComponents((classes == index).astype(np.uint8), connectivity=8)
        for _, mask in _masks(numbers):
            yield Instance(name, mask)
