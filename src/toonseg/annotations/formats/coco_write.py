"""Writes COCO instance files: category ids from 1 in class order, ids from 1, run lengths or polygons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import hotcoco.mask

from toonseg.annotations.formats.coco_instance import ANNOTATION_KEYS
from toonseg.annotations.formats.coco_read import IMAGE_KEYS, folders_of, in_title
from toonseg.annotations.formats.reading import find_picture
from toonseg.annotations.formats.writing import (
    Names,
    Written,
    as_json,
    besides,
    bring_all,
    left_out,
    names_of,
    origin_json,
    rings_of,
    short,
    whole_mask,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.workspace import atomic_file


@dataclass(frozen=True)
class _How:
    names: Names
    polygons: bool | Literal["drawn"]
    tolerance: float
    attributes: bool


def write_coco(
    labels: LabelSet,
    out: Path,
    *,
    polygons: bool | Literal["drawn"] = False,
    tolerance: float = 0.0,
    pictures: bool = False,
    attributes: bool = False,
) -> Written:
    """Write a COCO file of instances, atomically and piece by piece.

    Score, character, source and what else was read are kept as further keys, which other readers pass over.
    Instances without pixels are left out.

    Args:
        labels: The label set.
        out: The JSON file.
        polygons: Write polygons instead of run lengths: those that were drawn, else exact outlines, holes
            joined to them by lines of no width; "drawn": only those that were drawn. A crowd has run lengths
            always, as COCO wants it.
        tolerance: Pixels by which polygons may leave the mask's edge to have fewer corners.
        pictures: Copy the pictures to the file's folder, under the names that it says; of a file in a folder
            `annotations`, to the folder `images` beside that.
        attributes: Say score, character and source once more among CVAT's `attributes`, which CVAT keeps.

    Raises:
        WriteError: It could not be written.
    """
    how = _How(names_of(labels), polygons, tolerance, attributes)
    counted = 0

    def annotations() -> Iterator[dict[str, Any]]:
        nonlocal counted
        for place, picture in enumerate(labels.pictures, 1):
            for one in _of_picture(picture, place, how):
                counted += 1
                yield {"id": counted, **one}

    categories = [{"id": k, "name": n, "supercategory": ""} for k, n in enumerate(how.names.names, 1)]
    with atomic_file(out) as file:
        about = {"description": labels.name, "rights": labels.rights}
        file.write(
            b'{"info": ' + as_json(about) + b',\n"categories": ' + as_json(categories) + b',\n"images": ['
        )
        _lines(file, (_image(picture, place) for place, picture in enumerate(labels.pictures, 1)))
        file.write(b'],\n"annotations": [')
        _lines(file, annotations())
        file.write(b"]}\n")
    below = out.parent.parent / "images" if out.parent.name == "annotations" else out.parent
    notes = bring_all(labels, below) if pictures else []
    if not pictures and not attributes:  # CVAT has its own
        notes += _not_found_from(labels, out)
    left = sum(1 for _ in labels.instances) - counted
    notes += left_out(left)
    return Written(out, len(labels.pictures), counted, tuple(notes))


def _not_found_from(labels: LabelSet, out: Path) -> list[str]:
    """A note where readers of the file will not find the pictures that are there."""
    there = [one for one in labels.pictures if one.path is not None]
    folders = folders_of(out)
    lost = [one for one in there if find_picture(one.file, [*folders, *in_title(out, one)]) is None]
    if not lost:
        return []
    remedy = "--pictures copies them"
    place, name = Path(lost[0].path or "").as_posix(), lost[0].file
    if place.endswith(f"/{name}"):
        remedy += f"; or write the file into {place[: -len(name) - 1]}"
    return [f"{len(lost)} of {len(there)} pictures will not be found from there: {remedy}"]


def _image(picture: Picture, place: int) -> dict[str, Any]:
    image: dict[str, Any] = {
        "id": place,
        "file_name": picture.file,
        "width": picture.width,
        "height": picture.height,
    }
    if picture.origin is not None:
        image["origin"] = origin_json(picture.origin)
    return image | {key: value for key, value in picture.extra.items() if key not in IMAGE_KEYS}


def _of_picture(picture: Picture, place: int, how: _How) -> Iterator[dict[str, Any]]:
    masks = [whole_mask(one, picture) for one in picture.instances]
    if not masks:
        return
    coded = [mask.rle for mask in masks]
    areas = hotcoco.mask.area(coded)
    boxes = hotcoco.mask.toBbox(coded)
    for one, mask, area, box in zip(picture.instances, masks, areas, boxes, strict=True):
        if not area:
            continue
        annotation: dict[str, Any] = {
            "image_id": place,
            "category_id": how.names.index(one.cls) + 1,
            "bbox": [int(value) for value in box],
            "area": int(area),
            "iscrowd": int(one.crowd),
            "segmentation": _segmentation(one, picture, mask, how),
        }
        annotation |= besides(one)
        annotation |= {key: value for key, value in one.extra.items() if key not in ANNOTATION_KEYS}
        if how.attributes:
            own = one.extra.get("attributes")
            kept = own if isinstance(own, dict) else {}
            annotation["attributes"] = {"occluded": False, **kept, **besides(one)}
        yield annotation


def _segmentation(one: Instance, picture: Picture, mask: Mask, how: _How) -> object:
    if one.crowd or not how.polygons or (how.polygons == "drawn" and one.rings is None):
        return {"size": list(mask.size), "counts": mask.counts}
    return [
        [short(value) for value in ring.ravel().tolist()] for ring in rings_of(one, picture, how.tolerance)
    ]


def _lines(file: BinaryIO, values: Iterable[dict[str, Any]]) -> None:
    """Write objects one by one, a line each."""
    for place, value in enumerate(values):
        file.write((b",\n" if place else b"\n") + as_json(value))
