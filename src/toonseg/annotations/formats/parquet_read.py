"""Reads what `parquet.write_parquet` wrote, also after Hugging Face's `datasets` has saved it anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toonseg.annotations.formats.class_record import classes_of
from toonseg.annotations.formats.parquet_schema import (
    AGAIN,
    OWN_KEY,
    About,
    load_pyarrow,
    names_in,
    open_shard,
)
from toonseg.annotations.formats.reading import Notes, Wrong, brief, picture_name, ring_of, size_of
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError, UsageError
from toonseg.strip import Box
from toonseg.workspace import explain, write_bytes

MOST_LABEL_BYTES = 4_000_000_000
"""Most bytes that the label columns of one shard may claim to unpack to; a larger claim is refused unread."""

_BATCH = 64
_NEEDED = ("file", "width", "height", "objects")


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


def read_parquet(path: Path, *, split: str | None = None, pictures: Path | None = None) -> LabelSet:
    """Read a Parquet label set.

    Args:
        path: The data set's folder (with `data/` or shards themselves), or one shard.
        split: Read only this split's shards; all unless given.
        pictures: Folder that pictures inside the shards are put into, under their names; without it they stay
            where they are, and only pictures given by path get a `path`.

    Raises:
        MissingExtraError: pyarrow is not installed.
        LabelError: No shard is there, one is missing or damaged, or a column that is needed is missing.
        WriteError: A picture cannot be written.
    """
    shards = _shards_of(path, split)
    found: list[Picture] = []
    problems: list[Problem] = []
    about, classes = _about(shards[0])
    seen: set[str] = set()
    for shard in shards:
        reader = _Shard(shard, classes, pictures)
        for picture in reader.pictures():
            if picture.file in seen:
                remedy = "Give every picture a name of its own."
                reader.notes.add(picture.file, "is there twice", remedy, ProblemKind.DUPLICATE)
                continue
            seen.add(picture.file)
            found.append(picture)
        problems += reader.notes.found
    if not classes:
        classes = ClassList.of(dict.fromkeys(one.cls for picture in found for one in picture.instances))
    return LabelSet(tuple(found), classes or EIGHT, tuple(problems), about.rights, about.name or str(path))


def _shards_of(path: Path, split: str | None) -> list[Path]:
    """The shards at `path`. Raises LabelError if there are none, or not all of a split."""
    if path.is_file():
        return [path]
    folder = path / "data" if (path / "data").is_dir() else path
    found = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
    if split is not None:
        found = [shard for shard in found if re.match(rf"{re.escape(split)}(-|\.parquet)", shard.name)]
    if not found:
        which = "" if split is None else f" of the split '{split}'"
        remedy = "Give the folder that has data/, or one file."
        raise LabelError(path, f"holds no .parquet files{which}", remedy)
    for shard in found:
        named = re.fullmatch(r"(.+)-\d{5}-of-(\d{5})", shard.stem)
        if named is None:
            continue
        own, count = named.group(1), int(named.group(2))
        there = sum(s.name.startswith(f"{own}-") and s.stem.endswith(f"-{count:05d}") for s in found)
        if there != count:
            raise LabelError(shard, f"is one of {count} shards, of which {there} are here", AGAIN)
    return found


def _about(shard: Path) -> tuple[About, ClassList]:
    """What the first shard says of its set, and the set's classes; none if it names none."""
    metadata = dict(open_shard(shard).schema_arrow.metadata or {})
    try:
        about = About.model_validate_json(metadata[OWN_KEY])
        return about, classes_of(about.classes)
    except (KeyError, ValidationError):
        names = names_in(metadata) or []
    except UsageError as error:
        raise LabelError(shard, f"classes: {error.problem}", error.remedy) from error
    try:
        return About(classes=()), ClassList.of(names)
    except UsageError as error:
        raise LabelError(shard, f"classes: {error.problem}", error.remedy) from error


class _Shard:
    """One shard while it is read."""

    def __init__(self, path: Path, classes: ClassList, folder: Path | None) -> None:
        self.path = path
        self.classes = classes
        self.folder = folder
        self.notes = Notes(str(path))

    def pictures(self) -> Iterator[Picture]:
        pa = load_pyarrow()
        file = open_shard(self.path)
        names = file.schema_arrow.names
        missing = [name for name in _NEEDED if name not in names]
        if missing:
            remedy = "docs/labels.md lists the columns."
            raise LabelError(self.path, f"has no column '{missing[0]}'", remedy)
        columns = [name for name in names if name != "image"]
        self._refuse_bombs(file.metadata, set(columns))
        if "image" in names:
            columns += ["image.path"] if self.folder is None else ["image.path", "image.bytes"]
        number = 0
        try:
            for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
                for row in batch.to_pylist():
                    picture = self._picture(row, f"row {number}")
                    number += 1
                    if picture is not None:
                        yield picture
        except (pa.ArrowException, OSError) as error:
            problem = f"is damaged after row {number} ({str(error).splitlines()[0]})"
            raise LabelError(self.path, problem, AGAIN) from error

    def _refuse_bombs(self, footer: Any, columns: set[str]) -> None:
        claimed = 0
        for group in range(footer.num_row_groups):
            row_group = footer.row_group(group)
            for place in range(row_group.num_columns):
                column = row_group.column(place)
                if column.path_in_schema.split(".")[0] in columns:
                    claimed += column.total_uncompressed_size
        if claimed > MOST_LABEL_BYTES:
            problem = f"its labels claim {claimed:,} bytes, more than {MOST_LABEL_BYTES:,}"
            raise LabelError(self.path, problem, "Split it into shards.")

    def _picture(self, values: dict[str, Any], where: str) -> Picture | None:
        try:
            row = _Row.model_validate(values)
            size = size_of(row.width, row.height)
        except ValidationError as error:
            self.notes.add(where, explain(error))
            return None
        except Wrong as error:
            self.notes.wrong(where, error)
            return None
        origin = None
        if row.title is not None and row.episode is not None and row.cut is not None and row.box is not None:
            origin = Origin(row.title, row.episode, row.cut, row.box)
        file = picture_name(row.file)
        objects = enumerate(row.objects or [])
        instances = [self._instance(one, size, f"{where}.objects[{k}]") for k, one in objects]
        return Picture(
            file,
            row.width,
            row.height,
            tuple(one for one in instances if one is not None),
            path=self._path(values.get("image"), file),
            id=row.id,
            origin=origin,
            extra=self._extra(row.extra, f"{where}.extra"),
        )

    def _instance(self, values: Any, size: tuple[int, int], where: str) -> Instance | None:
        try:
            one = _Object.model_validate(values)
            mask = Mask.checked(one.rle.size, one.rle.counts)
        except ValidationError as error:
            self.notes.add(where, explain(error))
            return None
        except ValueError as error:
            self.notes.add(f"{where}.rle", str(error))
            return None
        if mask.size != size:
            text = f"a mask of {mask.size[1]} x {mask.size[0]} on a picture of {size[1]} x {size[0]}"
            self.notes.add(f"{where}.rle.size", text)
            return None
        name = one.class_name
        if name is None and one.class_id is not None and 0 <= one.class_id < len(self.classes):
            name = self.classes[one.class_id].name
        if not name:
            text = f"class_id {one.class_id} without class_name is no class"
            self.notes.add(f"{where}.class_id", text, kind=ProblemKind.UNKNOWN_CLASS)
            return None
        self._compare(one, mask, where)
        rings = None
        try:
            if one.polygons is not None:
                rings = tuple(ring_of(list(ring), size, f"{where}.polygons") for ring in one.polygons)
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

    def _compare(self, one: _Object, mask: Mask, where: str) -> None:
        """Note a box or an area that is not the mask's: the writer writes both exactly."""
        x0, y0, x1, y1 = mask.box
        remedy = "The mask's was taken."
        if one.bbox is not None and one.bbox != (x0, y0, x1 - x0, y1 - y0):
            text = f"{brief(list(one.bbox))} is not the mask's, {[x0, y0, x1 - x0, y1 - y0]}"
            self.notes.add(f"{where}.bbox", text, remedy, ProblemKind.BOX_DISAGREES, fixable=True)
        if one.area is not None and one.area != mask.area:
            text = f"{one.area:g} is not the mask's, {mask.area}"
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


def _character(text: str | None) -> int | str | None:
    """A number where the text is one: the column has room for text only."""
    return int(text) if text is not None and re.fullmatch(r"0|-?[1-9][0-9]{0,17}", text) else text
