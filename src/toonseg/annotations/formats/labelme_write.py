"""Writes labelme's JSON files, as version 5.5 has them: one a picture, without the picture in it."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from toonseg.annotations.formats.labelme_read import FILE_KEYS, SHAPE_KEYS
from toonseg.annotations.formats.writing import (
    Written,
    all_beside,
    as_json,
    besides,
    bring_all,
    left_out,
    origin_json,
    rings_of,
    short,
    whole_mask,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.workspace import DEFAULT_RIGHTS, write_bytes

VERSION = "5.5.0"


def write_labelme(
    labels: LabelSet, out: Path, *, masks: bool = False, tolerance: float = 0.0, pictures: bool = False
) -> Written:
    """Write a folder of labelme files, each under its picture's name.

    Several parts of an instance are polygons with one group_id; holes are joined to their outline by lines of
    no width. Score, character and source are kept as keys of the shape, which labelme passes over and keeps.

    Args:
        labels: The label set.
        out: The folder.
        masks: Write exact mask shapes (labelme 5.3 and later) instead of polygons.
        tolerance: Pixels by which polygons may leave the mask's edge to have fewer corners.
        pictures: Copy the pictures to the folder; else the files say where the pictures lie.

    Raises:
        LabelError: Two pictures would share a file, or a name leads out of the folder.
        WriteError: It could not be written.
    """
    written = 0
    for picture, path in all_beside(out, labels, ".json"):
        shapes = _shapes(picture, masks, tolerance)
        written += sum(1 for one in picture.instances if whole_mask(one, picture).area)
        content: dict[str, Any] = {
            "version": VERSION,
            "flags": {},
            "shapes": shapes,
            "imagePath": _image_path(picture, path, copied=pictures),
            "imageData": None,
            "imageHeight": picture.height,
            "imageWidth": picture.width,
        }
        if picture.origin is not None:
            content["origin"] = origin_json(picture.origin)
        if labels.rights != DEFAULT_RIGHTS:
            content["rights"] = labels.rights
        content |= {key: value for key, value in picture.extra.items() if key not in FILE_KEYS}
        write_bytes(path, as_json(content, indent=1) + b"\n")
    notes = bring_all(labels, out) if pictures else []
    left = sum(1 for _ in labels.instances) - written
    notes += left_out(left)
    return Written(out, len(labels.pictures), written, tuple(notes))


def _image_path(picture: Picture, file: Path, *, copied: bool) -> str:
    name = picture.file.rpartition("/")[2]
    if copied or picture.path is None:
        return name
    try:
        return Path(os.path.relpath(picture.path, file.parent)).as_posix()
    except ValueError:  # another drive
        return picture.path.absolute().as_posix()


def _shapes(picture: Picture, masks: bool, tolerance: float) -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = []
    kept = [one.extra.get("group_id") for one in picture.instances]
    taken: set[tuple[str, object]] = set()
    free = 1 + max((group for group in kept if type(group) is int), default=0)
    for one, group in zip(picture.instances, kept, strict=True):
        mask = whole_mask(one, picture)
        if not mask.area:
            continue
        rings = [] if masks else rings_of(one, picture, tolerance)
        parts = [_pixels(mask)] if masks else [_polygon(ring) for ring in rings]
        number = group if type(group) in (int, str) and (one.cls, group) not in taken else None
        if number is None and len(parts) > 1:
            number, free = free, free + 1
        if number is not None:
            taken.add((one.cls, number))
        shapes += [_shape(one, part, number) for part in parts]
    return shapes


def _shape(one: Instance, part: dict[str, Any], group: object) -> dict[str, Any]:
    known = {"label": one.cls, **part, "group_id": group, "description": "", "flags": {}}
    kept = {key: value for key, value in one.extra.items() if key not in SHAPE_KEYS and key != "group_id"}
    told = besides(one) | {"source": one.source} if one.source != "labelme" else besides(one)
    return known | told | ({"crowd": True} if one.crowd else {}) | kept


def _polygon(ring: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, Any]:
    return {"shape_type": "polygon", "points": [[short(x), short(y)] for x, y in ring.tolist()], "mask": None}


def _pixels(mask: Mask) -> dict[str, Any]:
    x0, y0, x1, y1 = mask.box
    buffer = io.BytesIO()
    Image.fromarray(mask.pixels().astype(np.uint8)).save(buffer, "PNG")
    coded = base64.b64encode(buffer.getvalue()).decode("ascii")
    return {"shape_type": "mask", "points": [[x0, y0], [x1 - 1, y1 - 1]], "mask": coded}
