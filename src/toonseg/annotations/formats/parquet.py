"""Parquet shards as Hugging Face's `datasets` loads them: one row a picture, pictures inside or by path.

<out>/data/train-00000-of-00001.parquet      shards; another split lies beside them
<out>/README.md                              the data set's card

`datasets.load_dataset("<out>")` gives pictures as an Image feature and classes as ClassLabel. toonseg itself
needs pyarrow only (the extra `parquet`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any

from toonseg.annotations.formats.class_record import records_of
from toonseg.annotations.formats.parquet_card import write_card
from toonseg.annotations.formats.parquet_schema import (
    About,
    count_classes,
    load_pyarrow,
    schema_of,
)
from toonseg.annotations.formats.writing import Written, as_json, whole_mask
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.classes import ClassList
from toonseg.errors import UsageError, WriteError
from toonseg.workspace import atomic_file

SHARD_BYTES = 500_000_000
"""Size at which a further shard is begun, as Hugging Face's own tools do."""

SPLITS = ("train", "val", "validation", "test")
"""Names of sets that say which split they are."""

_GROUP_ROWS = 100
_GROUP_BYTES = 64_000_000
_SPLIT = re.compile(r"\w+(\.\w+)*", re.ASCII)


def write_parquet(
    labels: LabelSet,
    out: Path,
    *,
    split: str | None = None,
    embed: bool = True,
    shard_bytes: int = SHARD_BYTES,
) -> Written:
    """Write a label set as Parquet shards with a card; shards of the same split are replaced, others stay.

    Instances without pixels are left out.

    Args:
        labels: The set. Masks are cut off at their picture's edges.
        out: Folder of the data set.
        split: What the set is: "train", "test", ... Unless given, what its name says it is ("test.json", as
            `toonseg split` writes it), else "train".
        embed: Whether the pictures' bytes go into the shards, as they are on disk; if not, their absolute
            paths do, which is for use on this machine only.
        shard_bytes: Size in bytes at which a further shard is begun.

    Raises:
        MissingExtraError: pyarrow is not installed.
        LabelError: A shard of another split is damaged, so that the card cannot count it.
        UsageError: `split` is no name for a split.
        WriteError: The disk is full, or the like.
    """
    pa = load_pyarrow()
    split = _split_of(labels.name) if split is None else split
    if not _SPLIT.fullmatch(split):
        remedy = "Use letters, digits and _, as in train or test."
        raise UsageError("split", f"'{split}' is no name of a split", remedy)
    shards = _planned(labels.pictures, shard_bytes if embed else None)
    folder = out / "data"
    names = [f"{split}-{number:05d}-of-{len(shards):05d}.parquet" for number in range(len(shards))]
    _remove_others(folder, split, set(names))
    missing: list[str] = []
    for name, pictures in zip(names, shards, strict=True):
        about = About(
            name=labels.name,
            rights=labels.rights,
            classes=records_of(labels.classes),
            instances=count_classes(pictures, labels.classes),
        )
        schema = schema_of(about)
        with atomic_file(folder / name) as file, pa.parquet.ParquetWriter(file, schema) as writer:
            for rows in _grouped(pictures, labels.classes, embed, missing):
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    notes = []
    if missing:
        notes.append(f"{len(missing)} of {len(labels.pictures)} pictures are not there: labels alone")
    card = out / "README.md"
    if not write_card(out):
        notes.append(f"{card} was edited and stays as it is")
    written = sum(one.area > 0 for one in labels.instances)
    return Written(out, len(labels.pictures), written, tuple(notes))


def row_of(picture: Picture, image: dict[str, Any] | None, classes: ClassList) -> dict[str, Any]:
    """A picture as a row of the schema; `image` is its {"bytes": ..., "path": ...}."""
    masks = [whole_mask(one, picture) for one in picture.instances]
    origin = picture.origin
    return {
        "image": image,
        "file": picture.file,
        "width": picture.width,
        "height": picture.height,
        "id": picture.id,
        "title": origin and origin.title,
        "episode": origin and origin.episode,
        "cut": origin and origin.cut,
        "box": origin and list(origin.box),
        "extra": _json(picture.extra),
        "objects": [
            _object_of(one, mask, classes)
            for one, mask in zip(picture.instances, masks, strict=True)
            if mask.area
        ],
    }


def _object_of(one: Instance, mask: Mask, classes: ClassList) -> dict[str, Any]:
    x0, y0, x1, y1 = mask.box
    index = classes.find(one.cls)
    rings = None if one.rings is None else [ring.ravel().tolist() for ring in one.rings]
    return {
        "id": one.id,
        "class_id": -1 if index is None else index,  # -1 is how `datasets` marks what no class fits
        "class_name": one.cls,
        "bbox": [x0, y0, x1 - x0, y1 - y0],
        "area": mask.area,
        "rle": {"size": list(mask.size), "counts": mask.counts},
        "score": one.score,
        "character": None if one.character is None else str(one.character),
        "source": one.source,
        "crowd": one.crowd,
        "polygons": rings,
        "extra": _json(one.extra),
    }


def _split_of(name: str) -> str:
    stem = PurePath(name).stem
    return stem if stem in SPLITS else "train"


def _json(extra: object) -> str | None:
    return as_json(extra).decode("utf-8") if extra else None


def _planned(pictures: Sequence[Picture], shard_bytes: int | None) -> list[list[Picture]]:
    """The pictures of each shard; at least one shard, so that an empty split has its columns as well."""
    shards: list[list[Picture]] = [[]]
    filled = 0
    for picture in pictures:
        size = 0 if shard_bytes is None else _file_size(picture)
        if shards[-1] and shard_bytes is not None and filled + size > shard_bytes:
            shards.append([])
            filled = 0
        shards[-1].append(picture)
        filled += size
    return shards


def _file_size(picture: Picture) -> int:
    try:
        return 0 if picture.path is None else picture.path.stat().st_size
    except OSError:
        return 0


def _grouped(
    pictures: Sequence[Picture], classes: ClassList, embed: bool, missing: list[str]
) -> Iterator[list[dict[str, Any]]]:
    """Rows in groups that fit into memory; names of pictures that are not here are added to `missing`."""
    rows: list[dict[str, Any]] = []
    size = 0
    for picture in pictures:
        image = _image_of(picture, embed)
        if image is None:
            missing.append(picture.file)
        else:
            size += len(image["bytes"] or b"")
        rows.append(row_of(picture, image, classes))
        if len(rows) >= _GROUP_ROWS or size >= _GROUP_BYTES:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _image_of(picture: Picture, embed: bool) -> dict[str, Any] | None:
    path = picture.path
    if path is None or not path.is_file():
        return None
    if not embed:
        return {"bytes": None, "path": str(path.absolute())}
    try:
        return {"bytes": path.read_bytes(), "path": picture.file}
    except OSError:
        return None


def _remove_others(folder: Path, split: str, names: set[str]) -> None:
    """Remove shards of an earlier, longer or shorter, writing of the split, which would be loaded as well."""
    for path in folder.glob(f"{split}-*-of-*.parquet"):
        if path.name not in names and re.fullmatch(r"\d{5}-of-\d{5}", path.stem[len(split) + 1 :]):
            try:
                path.unlink()
            except OSError as error:
                raise WriteError(path, f"cannot be removed ({error.strerror})", "Remove it.") from error
