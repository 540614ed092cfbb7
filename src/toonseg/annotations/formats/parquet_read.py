"""Reads what `parquet.write_parquet` wrote, also after Hugging Face's `datasets` has saved it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from toonseg.annotations.formats.class_record import classes_of
from toonseg.annotations.formats.parquet_rows import Rows
from toonseg.annotations.formats.parquet_schema import (
    AGAIN,
    OWN_KEY,
    About,
    load_pyarrow,
    names_in,
    open_shard,
)
from toonseg.annotations.formats.reading import class_list
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import ClassList
from toonseg.errors import LabelError, UsageError

MOST_LABEL_BYTES = 4_000_000_000
"""Most bytes that the label columns of one shard may claim to unpack to; a larger claim is refused unread."""

_ROWS = 512
_ROWS_WITH_PICTURES = 64
_NEEDED = ("file", "width", "height", "objects")


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
        rows = Rows(shard, classes, pictures)
        for first, listed in _rows_of(shard, pictures=pictures is not None):
            for picture in rows.pictures(listed, first):
                if picture.file in seen:
                    remedy = "Give every picture a name of its own."
                    rows.notes.add(picture.file, "is there twice", remedy, ProblemKind.DUPLICATE)
                    continue
                seen.add(picture.file)
                found.append(picture)
        problems += rows.notes.found
    if not classes:
        classes = class_list(list(dict.fromkeys(one.cls for picture in found for one in picture.instances)))
    return LabelSet(tuple(found), classes, tuple(problems), about.rights, about.name or str(path))


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


def _rows_of(shard: Path, *, pictures: bool) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows of a shard in groups, each with the number of its first one; bytes of pictures if asked for.

    Raises:
        LabelError: It is none, is damaged, lacks a column, or claims to hold more than is believed.
    """
    pa = load_pyarrow()
    file = open_shard(shard)
    names = file.schema_arrow.names
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        remedy = "Write the set with toonseg, whose README.md lists the columns."
        raise LabelError(shard, f"has no column '{missing[0]}'", remedy)
    columns = [name for name in names if name != "image"]
    _refuse_bombs(shard, file.metadata, set(columns))
    if "image" in names:
        columns += ["image.path", "image.bytes"] if pictures else ["image.path"]
    first = 0
    batches = file.iter_batches(batch_size=_ROWS_WITH_PICTURES if pictures else _ROWS, columns=columns)
    while True:
        try:
            rows = next(batches).to_pylist()
        except StopIteration:
            return
        except (pa.ArrowException, OSError) as error:
            problem = f"is damaged after row {first} ({str(error).splitlines()[0]})"
            raise LabelError(shard, problem, AGAIN) from error
        yield first, rows
        first += len(rows)


def _refuse_bombs(shard: Path, footer: Any, columns: set[str]) -> None:
    claimed = 0
    for group in range(footer.num_row_groups):
        row_group = footer.row_group(group)
        for place in range(row_group.num_columns):
            column = row_group.column(place)
            if column.path_in_schema.split(".")[0] in columns:
                claimed += column.total_uncompressed_size
    if claimed > MOST_LABEL_BYTES:
        problem = f"its labels claim {claimed:,} bytes, more than {MOST_LABEL_BYTES:,}"
        raise LabelError(shard, problem, "Split it into shards.")
