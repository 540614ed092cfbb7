"""One annotation of a COCO file: polygons, run lengths or a box alone, as an instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from toonseg.annotations.formats.reading import (
    Notes,
    Wrong,
    brief,
    character_of,
    number,
    rectangle,
    ring_of,
    score_of,
    whole,
    with_attributes,
)
from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import Ring, fill
from toonseg.annotations.problems import ProblemKind

ANNOTATION_KEYS = frozenset(
    {"id", "image_id", "category_id", "segmentation", "bbox", "area", "iscrowd"}
    | {"score", "character", "source"}
)


@dataclass(frozen=True)
class Place:
    """Where in a file a reader is, to note what is odd but costs nothing."""

    where: str
    notes: Notes


def instance_of(data: dict[str, Any], size: tuple[int, int], names: dict[int, str], place: Place) -> Instance:
    """The instance that an annotation describes, in a picture of `size` (height, width).

    Args:
        data: The annotation.
        size: (height, width) of its picture.
        names: The categories by id.
        place: Where it is in its file, to note what is odd but costs nothing.

    Raises:
        Wrong: A field makes it useless.
    """
    category = whole(data.get("category_id"), "category_id")
    name = names.get(category)
    if name is None:
        known = ", ".join(str(one) for one in list(names)[:12])
        remedy = f"Use one of the file's categories: {known}."
        raise Wrong(
            "category_id", f"{category} is no category of the file", remedy, ProblemKind.UNKNOWN_CLASS
        )
    crowd = data.get("iscrowd", 0)
    if crowd not in (0, 1, None):
        raise Wrong("iscrowd", f"{brief(crowd)} is neither 0 nor 1")
    source = data.get("source", "")
    if not isinstance(source, str):
        raise Wrong("source", f"{brief(source)} is no text")
    mask, rings = _mask(data, size, place)
    extra = {} if data.keys() <= ANNOTATION_KEYS else {k: data[k] for k in data if k not in ANNOTATION_KEYS}
    number_ = data.get("id")
    one = Instance(
        name,
        mask,
        number_ if type(number_) is int else None,
        score_of(data.get("score")),
        source,
        character_of(data.get("character")),
        bool(crowd),
        rings,
        extra,
    )
    return with_attributes(one) if extra else one


def _mask(data: dict[str, Any], size: tuple[int, int], place: Place) -> tuple[Mask, tuple[Ring, ...] | None]:
    shape = data.get("segmentation")
    if isinstance(shape, dict):
        return mask_of_runs(shape, size), None
    if shape is None or shape == []:
        bad = ProblemKind.BAD_POLYGON
        if data.get("bbox") is None:
            raise Wrong("segmentation", "is missing, and so is bbox", "Draw it, or leave it out.", bad)
        x, y, width, height = box_of(data["bbox"])
        rings = [ring_of(rectangle(x, y, x + width, y + height), size, "bbox")]
        problem = "is missing; the box stands for the mask"
        place.notes.add(f"{place.where}.segmentation", problem, "Draw its outline.", bad)
        return fill(rings, size), tuple(rings)
    if not isinstance(shape, list):
        raise Wrong("segmentation", f"{brief(shape)} is neither polygons nor run lengths")
    flat = type(shape[0]) in (int, float)
    rings = []
    for number_, values in enumerate([shape] if flat else shape):
        where = "segmentation" if flat else f"segmentation[{number_}]"
        try:
            rings.append(ring_of(values, size, where))
        except Wrong as error:
            # A click or two beside a polygon is common; the other parts are good without it.
            if type(values) is not list or len(values) not in (0, 2, 4) or len(shape) == 1:
                raise
            place.notes.wrong(place.where, error)
    if not rings:
        raise Wrong("segmentation", "has no polygon of three corners", kind=ProblemKind.BAD_POLYGON)
    return fill(rings, size), tuple(rings)


def mask_of_runs(shape: dict[str, Any], size: tuple[int, int]) -> Mask:
    """The mask of {"size", "counts"}, compressed or not, of a picture of `size`.

    Compressed counts are believed here: `coco_agree` asks of all masks of a file at once whether they add up.

    Raises:
        Wrong: They are no run lengths, or of another size.
    """
    said, counts = shape.get("size"), shape.get("counts")
    if said != [*size]:
        raise Wrong(
            "segmentation.size", f"is {brief(said)}, of a picture of {size[0]} rows and {size[1]} columns"
        )
    try:
        if isinstance(counts, str):
            return Mask(size, counts)
        if isinstance(counts, list) and counts and {int} == set(map(type, counts)):
            return Mask.of_runs(size, counts)
    except (ValueError, OverflowError) as error:
        raise Wrong("segmentation.counts", str(error)) from error
    raise Wrong("segmentation.counts", f"{brief(counts)} are no run lengths")


def box_of(value: object) -> tuple[float, float, float, float]:
    """x, y, width, height of a bbox. Raises Wrong."""
    if not isinstance(value, list) or len(value) != 4:
        raise Wrong("bbox", f"{brief(value)} is no box of x, y, width, height")
    x, y, width, height = (number(one, "bbox") for one in value)
    if width <= 0 or height <= 0:
        raise Wrong("bbox", f"a box of {width:g} x {height:g} holds nothing")
    return x, y, width, height
