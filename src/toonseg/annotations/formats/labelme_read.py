"""Reads labelme's JSON files, versions 3 to 7: one a picture, with polygons, rectangles, circles and masks.

Points are in pixels, (0, 0) the top left corner of the first pixel, as in COCO. The two points of a mask are
its first and its last pixel. Shapes of one label and one group_id are parts of one instance.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from toonseg.annotations.formats.reading import (
    Notes,
    Wrong,
    brief,
    character_of,
    class_list,
    find_picture,
    load_json,
    number,
    origin_of,
    picture_name,
    probed_size,
    rectangle,
    ring_of,
    score_of,
    size_of,
    text,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import Ring, fill
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import LabelError, PictureError
from toonseg.pictures import EXTENSIONS, decode, probe
from toonseg.workspace import DEFAULT_RIGHTS

SHAPE_KEYS = frozenset({"label", "points", "shape_type", "mask", "score", "character", "source", "crowd"})
FILE_KEYS = frozenset(
    {"version", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth", "origin", "rights"}
)
_WITHOUT_AREA = frozenset({"line", "linestrip", "point", "points"})
# labelme's turned rectangle, and X-AnyLabeling's, have four corners.
_BY_CORNERS = frozenset({"polygon", "oriented_rectangle", "rotation"})
_REDRAW = "Draw it as a polygon, or leave it out."


def is_labelme(data: object) -> bool:
    """Whether a JSON file's content looks like labelme's."""
    return isinstance(data, dict) and isinstance(data.get("shapes"), list)


def read_labelme(path: Path, *, pictures: Path | None = None, classes: ClassList | None = None) -> LabelSet:
    """Read a folder of labelme files, with the folders in it, or one such file.

    A picture is called like its file, with the folders of its JSON. What is wrong with a shape costs the
    shape, a file that cannot be read costs its picture; each is told in `problems`.

    Args:
        path: The folder, or one file.
        pictures: Folder to look for pictures in; unless given, each is looked for where its JSON says, and
            beside the JSON.
        classes: The classes; the eight, or those of the files, unless given.

    Raises:
        LabelError: There is no file of labelme.
    """
    root = path.parent if path.is_file() else path
    files = [path] if path.is_file() else sorted(path.rglob("*.json"))
    found: dict[str, Picture] = {}
    problems: list[Problem] = []
    rights = ""
    for file in files:
        notes = Notes(str(file))
        try:
            data = load_json(file)
            if not is_labelme(data):
                raise LabelError(file, "is no file of labelme", "Move it elsewhere.")
            folder = PurePosixPath(file.relative_to(root).parent.as_posix())
            picture = _picture(data, file, folder, pictures, notes)
            if picture.file in found:
                name = folder / (file.stem + PurePosixPath(picture.file).suffix)
                picture = replace(picture, file=name.as_posix())
            if picture.file in found:
                raise Wrong("imagePath", f"{picture.file} has labels already", "Join the two files.")
            found[picture.file] = picture
            rights = rights or _text_or(data.get("rights"), "")
        except LabelError as error:
            problems.append(Problem(ProblemKind.MALFORMED, error.subject, "", error.problem, error.remedy))
        except Wrong as error:
            notes.wrong("", error)
        problems += notes.found
    if not found:
        problem = "holds no file of labelme" if not problems else f"{problems[0].file}: {problems[0].text}"
        raise LabelError(path, problem, "Give a folder of labelme's JSON files.")
    names = list(dict.fromkeys(one.cls for picture in found.values() for one in picture.instances))
    return LabelSet(
        tuple(found.values()),
        class_list(names, classes),
        tuple(problems),
        rights or DEFAULT_RIGHTS,
        path.name,
    )


def _text_or(value: object, other: str) -> str:
    return value if isinstance(value, str) and value else other


def _picture(
    data: Mapping[str, Any], file: Path, folder: PurePosixPath, pictures: Path | None, notes: Notes
) -> Picture:
    said = _text_or(data.get("imagePath"), "")
    path = find_picture(said, [pictures] if pictures else [file.parent]) if said else None
    if path is None and pictures is not None:
        path = find_picture((folder / picture_name(said)).as_posix(), [pictures])
    if path is None:
        beside = (file.with_suffix(suffix) for suffix in sorted(EXTENSIONS))
        path = next((one for one in beside if one.is_file()), None)
    name = PurePosixPath(picture_name(said)).name if said else path.name if path else f"{file.stem}.png"
    height, width = _size(data, path, file)
    extra = {
        key: value
        for key, value in data.items()
        if key not in FILE_KEYS
        and value is not None
        and value != {}
        and key not in ("lineColor", "fillColor")
    }
    picture = Picture(
        (folder / name).as_posix(), width, height, (), path, None, origin_of(data.get("origin")), extra
    )
    return replace(picture, instances=_instances(data["shapes"], picture, notes))


def _size(data: Mapping[str, Any], path: Path | None, file: Path) -> tuple[int, int]:
    if data.get("imageHeight") is not None and data.get("imageWidth") is not None:
        try:
            return size_of(data["imageWidth"], data["imageHeight"])
        except Wrong as error:
            raise Wrong(f"image{error.where.capitalize()}", error.text, error.remedy) from error
    if path is not None:
        return probed_size(path)
    if isinstance(data.get("imageData"), str):
        try:
            info = probe(base64.b64decode(data["imageData"]), f"{file.name}: imageData")
        except (PictureError, ValueError) as error:
            raise Wrong("imageData", f"is no picture ({error})", "Add imageHeight and imageWidth.") from error
        return info.height, info.width
    problem = "is missing, and so is the picture"
    raise Wrong("imageHeight", problem, "Add imageHeight and imageWidth, or the picture.")


def _instances(shapes: list[Any], picture: Picture, notes: Notes) -> tuple[Instance, ...]:
    """The shapes as instances; those of one label and group are joined."""
    joined: dict[object, Instance] = {}
    for place, shape in enumerate(shapes):
        where = f"shapes[{place}]"
        try:
            if not isinstance(shape, dict):
                raise Wrong("", f"{brief(shape)} is no shape")
            one = _instance(shape, picture.size)
            if not one.area:
                raise Wrong("points", "hold no pixel of the picture", _REDRAW, ProblemKind.EMPTY)
        except Wrong as error:
            notes.wrong(where, error)
            continue
        group = shape.get("group_id")
        key = (one.cls, group) if type(group) in (int, str) else place
        before = joined.get(key)
        joined[key] = one if before is None else _both(before, one)
    return tuple(joined.values())


def _both(first: Instance, second: Instance) -> Instance:
    rings = None
    if first.rings is not None and second.rings is not None:
        rings = (*first.rings, *second.rings)
    return replace(first, mask=first.mask.joined(second.mask), rings=rings)


@dataclass(frozen=True)
class _Drawn:
    mask: Mask
    rings: tuple[Ring, ...] | None = None


def _instance(shape: Mapping[str, Any], size: tuple[int, int]) -> Instance:
    name = text(shape.get("label"), "label")
    drawn = _drawn(shape, size)
    crowd = shape.get("crowd", False)
    if not isinstance(crowd, bool):
        raise Wrong("crowd", f"{brief(crowd)} is neither true nor false")
    source = shape.get("source", "labelme")
    if not isinstance(source, str):
        raise Wrong("source", f"{brief(source)} is no text")
    extra = {
        key: value
        for key, value in shape.items()
        if key not in SHAPE_KEYS and value is not None and value not in ({}, "")
    }
    score, character = score_of(shape.get("score")), character_of(shape.get("character"))
    return Instance(name, drawn.mask, None, score, source, character, crowd, drawn.rings, extra)


def _drawn(shape: Mapping[str, Any], size: tuple[int, int]) -> _Drawn:
    kind = shape.get("shape_type") or "polygon"
    if not isinstance(kind, str):
        raise Wrong("shape_type", f"{brief(kind)} is no text")
    if kind in _WITHOUT_AREA:
        raise Wrong("shape_type", f"a {kind} has no area", _REDRAW, ProblemKind.BAD_POLYGON)
    points = shape.get("points")
    if not isinstance(points, list) or not all(isinstance(one, list) and len(one) == 2 for one in points):
        raise Wrong("points", f"{brief(points)} is no list of points", _REDRAW, ProblemKind.BAD_POLYGON)
    flat = [value for point in points for value in point]
    if kind == "mask":
        return _Drawn(_pixels(shape, flat, size))
    if kind in _BY_CORNERS:
        ring = ring_of(flat, size, "points")
    elif kind == "rectangle":
        ring = ring_of(_box(flat), size, "points")
    elif kind == "circle":
        ring = ring_of(_circle(flat, size), size, "points")
    else:
        raise Wrong("shape_type", f"{brief(kind)} is unknown", _REDRAW, ProblemKind.BAD_POLYGON)
    return _Drawn(fill([ring], size), (ring,))


def _two(flat: list[Any], what: str) -> tuple[float, float, float, float]:
    if len(flat) != 4:
        problem = f"are {len(flat) // 2}; a {what} has two"
        raise Wrong("points", problem, _REDRAW, ProblemKind.BAD_POLYGON)
    x0, y0, x1, y1 = (number(value, "points") for value in flat)
    return x0, y0, x1, y1


def _box(flat: list[Any]) -> list[float]:
    if len(flat) == 8:  # X-AnyLabeling, which writes labelme's files, gives all four corners
        return flat
    x0, y0, x1, y1 = _two(flat, "rectangle")
    return rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _circle(flat: list[Any], size: tuple[int, int]) -> list[float]:
    """Centre and a point of the rim, as a polygon that leaves the rim by a tenth of a pixel at most."""
    x, y, rim_x, rim_y = _two(flat, "circle")
    radius = math.hypot(rim_x - x, rim_y - y)
    if not 0 < radius <= 2 * max(size):
        problem = f"a circle of radius {radius:g} is none of this picture"
        raise Wrong("points", problem, _REDRAW, ProblemKind.BAD_POLYGON)
    corners = max(12, math.ceil(math.pi / math.acos(max(0.0, 1 - 0.1 / radius))))
    turns = (2 * math.pi * k / corners for k in range(corners))
    return [v for turn in turns for v in (x + radius * math.cos(turn), y + radius * math.sin(turn))]


def _pixels(shape: Mapping[str, Any], flat: list[Any], size: tuple[int, int]) -> Mask:
    first_x, first_y, last_x, last_y = (int(value) for value in _two(flat, "mask"))
    x, y = min(first_x, last_x), min(first_y, last_y)
    width, height = abs(last_x - first_x) + 1, abs(last_y - first_y) + 1
    if width > size[1] or height > size[0]:
        problem = f"hold {width} x {height} pixels, more than the picture"
        raise Wrong("points", problem, _REDRAW, ProblemKind.OUTSIDE)
    if not isinstance(shape.get("mask"), str):
        raise Wrong("mask", f"{brief(shape.get('mask'))} is no picture in base64")
    try:
        data = base64.b64decode(shape["mask"])
        info = probe(data, "mask")
        if (info.height, info.width) != (height, width):
            problem = f"is of {info.width} x {info.height} pixels, its points say {width} x {height}"
            raise Wrong("mask", problem)
        pixels = decode(data, "mask")[:, :, 0] > 0
    except (PictureError, binascii.Error, ValueError) as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong("mask", f"is no picture in base64 ({error})") from error
    if x >= size[1] or y >= size[0] or x + width <= 0 or y + height <= 0:
        raise Wrong("points", "lie outside of the picture", _REDRAW, ProblemKind.OUTSIDE)
    return Mask.of_pixels(pixels, (x, y)).cropped(
        (max(0, x), max(0, y), min(size[1], x + width), min(size[0], y + height))
    )
