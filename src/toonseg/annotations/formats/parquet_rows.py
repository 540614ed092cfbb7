"""Rows of a Parquet label set as pictures: objects by form, then the run lengths of many at once."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hotcoco.mask
import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toonseg.annotations.formats.reading import Notes, Wrong, brief, picture_name, ring_of, size_of
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Origin, Picture
from toonseg.annotations.masks import Mask, sound
from toonseg.annotations.problems import ProblemKind
from toonseg.classes import ClassList
from toonseg.strip import Box
from toonseg.workspace import explain, write_bytes


class _Rle(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    size: tuple[int, int]
    counts: str


class _Object(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    id: int | None = None
    class_id: int | None = None
    class_name: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    area: float | None = None
    rle: _Rle
    score: float | None = Field(default=None, ge=0, le=1)
    character: str | None = None
    source: str | None = None
    crowd: bool | None = None
    polygons: tuple[tuple[float, ...], ...] | None = None
    extra: str | None = None


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    file: str = Field(min_length=1)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    id: int | None = None
    title: str | None = None
    episode: str | None = None
    cut: str | None = None
    box: Box | None = None
    extra: str | None = None
    objects: list[Any] | None


@dataclass(frozen=True, slots=True)
class _Placed:
    """An object and where it stands."""

    object: _Object
    where: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row whose objects are not yet instances."""

    row: _Row
    where: str
    path: Path | None
    objects: list[_Placed]


class Rows:
    """Makes pictures of rows; what is wrong with others is in `notes`.

    Args:
        file: The shard, to be named in problems.
        classes: The set's classes, for objects that only have a number.
        folder: Where pictures inside the rows are put; None to leave them there.
    """

    def __init__(self, file: Path, classes: ClassList, folder: Path | None) -> None:
        self.classes = classes
        self.folder = folder
        self.notes = Notes(str(file))

    def pictures(self, rows: Sequence[dict[str, Any]], first: int) -> Iterator[Picture]:
        """The pictures of `rows`, the first of which is row `first` of the shard. Raises WriteError."""
        drafts = [self._draft(row, f"row {first + k}") for k, row in enumerate(rows)]
        yield from self._finished([draft for draft in drafts if draft is not None])

    def _draft(self, values: dict[str, Any], where: str) -> _Draft | None:
        """A row with its objects by form; whether their run lengths are any is asked of many rows at once."""
        try:
            row = _Row.model_validate(values)
            size = size_of(row.width, row.height)
        except ValidationError as error:
            self.notes.add(where, explain(error))
            return None
        except Wrong as error:
            self.notes.wrong(where, error)
            return None
        objects = []
        for number, one in enumerate(row.objects or []):
            place = f"{where}.objects[{number}]"
            try:
                objects.append(_Placed(_Object.model_validate(one), place))
            except ValidationError as error:
                self.notes.add(place, explain(error))
        path = self._path(values.get("image"), picture_name(row.file))
        return _Draft(row, where, path, [one for one in objects if self._fits(one, size)])

    def _fits(self, placed: _Placed, size: tuple[int, int]) -> bool:
        rle = placed.object.rle
        if rle.size == size and rle.counts.isascii():
            return True
        if rle.size != size:
            text = f"a mask of {rle.size[1]} x {rle.size[0]} on a picture of {size[1]} x {size[0]}"
            self.notes.add(f"{placed.where}.rle.size", text)
        else:
            self.notes.add(f"{placed.where}.rle.counts", "has characters that cannot stand in run lengths")
        return False

    def _finished(self, drafts: list[_Draft]) -> Iterator[Picture]:
        placed = [one for draft in drafts for one in draft.objects]
        masks = [Mask(one.object.rle.size, one.object.rle.counts) for one in placed]
        good = sound(masks)
        coded = [mask.rle for mask, right in zip(masks, good, strict=True) if right]
        areas = iter(np.asarray(hotcoco.mask.area(coded)).tolist() if coded else ())
        boxes = iter(np.asarray(hotcoco.mask.toBbox(coded)).reshape(-1, 4).tolist() if coded else ())
        places = iter(zip(placed, masks, good, strict=True))
        for draft in drafts:
            instances = []
            for one, mask, right in itertools.islice(places, len(draft.objects)):
                if not right:
                    self.notes.add(f"{one.where}.rle", _fault(mask))
                    continue
                self._compare(one, next(boxes), next(areas))
                instances.append(self._instance(one, mask))
            yield self._picture(draft, tuple(one for one in instances if one is not None))

    def _picture(self, draft: _Draft, instances: tuple[Instance, ...]) -> Picture:
        row = draft.row
        origin = None
        if row.title is not None and row.episode is not None and row.cut is not None and row.box is not None:
            origin = Origin(row.title, row.episode, row.cut, row.box)
        return Picture(
            picture_name(row.file),
            row.width,
            row.height,
            instances,
            path=draft.path,
            id=row.id,
            origin=origin,
            extra=self._extra(row.extra, f"{draft.where}.extra"),
        )

    def _instance(self, placed: _Placed, mask: Mask) -> Instance | None:
        one, where = placed.object, placed.where
        name = one.class_name
        if name is None and one.class_id is not None and 0 <= one.class_id < len(self.classes):
            name = self.classes[one.class_id].name
        if not name:
            text = f"class_id {one.class_id} without class_name is no class"
            self.notes.add(f"{where}.class_id", text, kind=ProblemKind.UNKNOWN_CLASS)
            return None
        rings = None
        try:
            if one.polygons is not None:
                rings = tuple(ring_of(list(ring), mask.size, f"{where}.polygons") for ring in one.polygons)
        except Wrong as error:
            self.notes.add(error.where, error.text, "The mask was taken alone.", error.kind)
        return Instance(
            name,
            mask,
            one.id,
            one.score,
            one.source or "",
            _character(one.character),
            bool(one.crowd),
            rings,
            self._extra(one.extra, f"{where}.extra"),
        )

    def _compare(self, placed: _Placed, box: list[float], area: int) -> None:
        """Note a box or an area that is not the mask's: the writer writes both exactly."""
        one, where, remedy = placed.object, placed.where, "The mask's was taken."
        if one.bbox is not None and list(one.bbox) != box:
            text = f"{brief(list(one.bbox))} is not the mask's, {brief(box)}"
            self.notes.add(f"{where}.bbox", text, remedy, ProblemKind.BOX_DISAGREES, fixable=True)
        if one.area is not None and one.area != area:
            text = f"{one.area:g} is not the mask's, {area}"
            self.notes.add(f"{where}.area", text, remedy, ProblemKind.AREA_DISAGREES, fixable=True)

    def _extra(self, text: str | None, where: str) -> dict[str, Any]:
        try:
            extra = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            extra = None
        if isinstance(extra, dict):
            return extra
        self.notes.add(where, "is no JSON object", "It was left out.")
        return {}

    def _path(self, image: Any, file: str) -> Path | None:
        """Where a row's picture lies, once it is put there if it came inside the shard."""
        if not isinstance(image, dict):
            return None
        data = image.get("bytes")
        if data and self.folder is not None:
            path = self.folder / file
            if not (path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data):
                write_bytes(path, data)
            return path
        given = Path(image.get("path") or "")
        return given if given.is_absolute() and given.is_file() else None


def _fault(mask: Mask) -> str:
    try:
        Mask.checked(mask.size, mask.counts)
    except ValueError as error:
        return str(error)
    return "is no mask"


def _character(text: str | None) -> int | str | None:
    """A number where the text is one: the column has room for text only."""
    return int(text) if text is not None and re.fullmatch(r"0|-?[1-9][0-9]{0,17}", text) else text
