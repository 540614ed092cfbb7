"""Reads CVAT's own XML, "CVAT for images 1.1": polygons, boxes and masks, with attributes and groups.

CVAT's COCO files need none of this: `coco_read` reads them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.formats.reading import (
    Notes,
    Wrong,
    brief,
    class_list,
    find_picture,
    picture_name,
    rectangle,
    ring_of,
    size_of,
    text,
    with_attributes,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import fill
from toonseg.annotations.problems import ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import LabelError

_WITHOUT_AREA = ("polyline", "points", "skeleton", "cuboid", "ellipse", "tag")
_REDRAW = "Draw it as a polygon or mask, or leave it out."
_EXPORT = 'Export the task anew as "CVAT for images 1.1", or as COCO.'


def is_cvat(path: Path) -> bool:
    """Whether an XML file begins as CVAT's do. Raises LabelError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return b"<annotations>" in file.read(10_000)
    except OSError as error:
        raise LabelError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error


def read_cvat(path: Path, *, pictures: Path | None = None, classes: ClassList | None = None) -> LabelSet:
    """Read CVAT's XML of pictures.

    Args:
        path: The file, annotations.xml.
        pictures: Folder to look for pictures in; the file's own, and `images` in it, unless given.
        classes: The classes; the eight, or those of the file, unless given.

    Raises:
        LabelError: It is no such file, or damaged; or it defines entities, which CVAT never does.
    """
    notes = Notes(str(path))
    root = _root(path)
    folders = [pictures] if pictures is not None else [path.parent, path.parent / "images"]
    found: dict[str, Picture] = {}
    for place, image in enumerate(root.iter("image")):
        where = f"image[{place}]"
        try:
            picture = _picture(image, where, folders, notes)
            if picture.file in found:
                raise Wrong(
                    "name", f"{picture.file} is listed twice", "Leave one out.", ProblemKind.DUPLICATE
                )
            found[picture.file] = picture
        except Wrong as error:
            notes.wrong(where, error)
    if not found and not notes.found:
        raise LabelError(path, "has no image", _EXPORT)
    named = [one.text.strip() for one in root.iterfind("./meta//labels/label/name") if one.text]
    used = [one.cls for picture in found.values() for one in picture.instances]
    names = list(dict.fromkeys([*named, *used]))
    return LabelSet(tuple(found.values()), class_list(names, classes), tuple(notes.found), name=path.name)


def _root(path: Path) -> ET.Element:
    try:
        data = path.read_bytes()
        # An entity may stand for another ten times, and so on: a file of a kilobyte for gigabytes of text.
        if b"<!ENTITY" in data or b"<!DOCTYPE" in data or b"\0" in data[:200]:
            raise LabelError(path, "is no file of CVAT (it defines entities, or is not UTF-8)", _EXPORT)
        root = ET.fromstring(data)
    except OSError as error:
        raise LabelError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    except (ET.ParseError, ValueError) as error:
        raise LabelError(path, f"is no XML, or cut short ({error})", _EXPORT) from error
    if root.tag != "annotations":
        raise LabelError(path, f"begins with <{root.tag}>, not with <annotations>", _EXPORT)
    return root


def _picture(image: ET.Element, where: str, folders: list[Path], notes: Notes) -> Picture:
    name = text(image.get("name"), "name")
    size = size_of(_whole(image, "width"), _whole(image, "height"))
    instances: dict[object, Instance] = {}
    for place, shape in enumerate(image):
        at = f"{where}.{shape.tag}[{place}]"
        try:
            one = _instance(shape, size)
        except Wrong as error:
            notes.wrong(at, error)
            continue
        group = shape.get("group_id", "0")
        key = place if group == "0" else (one.cls, group)
        instances[key] = _both(instances[key], one) if key in instances else one
    number = image.get("id", "")
    return Picture(
        picture_name(name),
        size[1],
        size[0],
        tuple(instances.values()),
        find_picture(name, folders),
        int(number) if number.isdecimal() and len(number) < 18 else None,
    )


def _both(first: Instance, second: Instance) -> Instance:
    rings = None
    if first.rings is not None and second.rings is not None:
        rings = (*first.rings, *second.rings)
    return replace(first, mask=first.mask.joined(second.mask), rings=rings)


def _instance(shape: ET.Element, size: tuple[int, int]) -> Instance:
    name = text(shape.get("label"), "label")
    if shape.tag in _WITHOUT_AREA:
        raise Wrong("", f"a {shape.tag} is no mask", _REDRAW, ProblemKind.BAD_POLYGON)
    attributes = {
        one.get("name", ""): (one.text or "").strip()
        for one in shape.iterfind("attribute")
        if one.get("name")
    }
    if shape.get("occluded") == "1":
        attributes["occluded"] = "true"
    extra = {"attributes": attributes} if attributes else {}
    source = attributes.get("source") or shape.get("source") or ""
    if shape.tag == "mask":
        mask = _mask(shape, size)
        return _with_pixels(Instance(name, mask, source=source, extra=extra))
    if shape.tag == "box":
        numbers = rectangle(*(_number(shape, key) for key in ("xtl", "ytl", "xbr", "ybr")))
    elif shape.tag == "polygon":
        numbers = _numbers(shape.get("points", ""))
    else:
        raise Wrong("", f"<{shape.tag}> is unknown", _REDRAW)
    ring = ring_of(numbers, size, "points")
    mask = fill([ring], size)
    return _with_pixels(Instance(name, mask, source=source, rings=(ring,), extra=extra))


def _with_pixels(one: Instance) -> Instance:
    if not one.area:
        raise Wrong("", "holds no pixel of the picture", _REDRAW, ProblemKind.EMPTY)
    return with_attributes(one)


def _mask(shape: ET.Element, size: tuple[int, int]) -> Mask:
    """CVAT's run lengths go row by row through the mask's box, COCO's column by column."""
    x, y, width, height = (_whole(shape, key) for key in ("left", "top", "width", "height"))
    box_size = size_of(width, height)
    if x < 0 or y < 0 or x + width > size[1] or y + height > size[0]:
        raise Wrong("left", "the mask's box is not in the picture", _REDRAW, ProblemKind.OUTSIDE)
    try:
        runs = [int(run) for run in shape.get("rle", "").split(",")]
        turned = Mask.of_runs((box_size[1], box_size[0]), runs)
    except (ValueError, OverflowError) as error:
        raise Wrong("rle", f"is none ({brief(str(error))})", _REDRAW) from error
    return Mask.of_pixels(turned.canvas().T, (x, y))


def _numbers(points: str) -> list[float]:
    try:
        return [float(value) for point in points.split(";") for value in point.split(",")]
    except ValueError as error:
        raise Wrong("points", f"{brief(points)} are no points", _REDRAW, ProblemKind.BAD_POLYGON) from error


def _number(shape: ET.Element, key: str) -> float:
    try:
        return float(shape.get(key, ""))
    except ValueError as error:
        raise Wrong(key, f"{brief(shape.get(key))} is no number", _REDRAW) from error


def _whole(shape: ET.Element, key: str) -> int:
    try:
        return int(shape.get(key, ""))
    except ValueError as error:
        raise Wrong(key, f"{brief(shape.get(key))} is no whole number", _REDRAW) from error
