"""set.json of a colouring set, and rights.txt: how the set was made, of what, and whose the pictures are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from toonseg.annotations.formats.class_record import ClassRecord
from toonseg.errors import SourceError, UsageError
from toonseg.results.colorize.pieces import WORK_FOLDER
from toonseg.scale.journal import JOURNAL_FILE
from toonseg.workspace import FileModel, read_json, write_json, write_text

SET_FILE = "set.json"
RIGHTS_FILE = "rights.txt"

Layout = Literal["paired", "webdataset", "hf", "pixel-free"]


class PartRecord(FileModel):
    """A part of a set: its episodes ("title/episode"; "" where the names tell none), samples, instances."""

    episodes: list[str]
    samples: int
    instances: dict[str, int]


class FileRecord(FileModel):
    """A file that was put together of many samples: its place in the set, size in bytes, SHA-256."""

    file: str
    bytes: int
    sha256: str


class SetFile(FileModel):
    """set.json. `made_from` names all that decides what the files hold."""

    version: Literal[1] = 1
    layout: Layout
    per: str
    rights: str
    classes: list[ClassRecord]
    parts: dict[str, PartRecord]
    seed: int
    test: float
    made_from: str
    files: list[FileRecord] = Field(default_factory=list)


def read_set(out: Path) -> SetFile | None:
    """The set.json of a folder; None if there is none. Raises SourceError if it is damaged."""
    path = out / SET_FILE
    return read_json(path, SetFile) if path.is_file() else None


def make_sure_of(out: Path, layout: Layout) -> None:
    """Make sure that a folder is empty, or holds a set of this layout, whole or begun.

    Raises:
        UsageError: It holds something else.
    """
    try:
        before = read_set(out)
    except SourceError as error:
        raise UsageError(
            out, f"holds a set.json that is none of a colouring set ({error.problem})", _ELSEWHERE
        ) from error
    if before is not None and before.layout != layout:
        raise UsageError(out, f"holds a set of layout {before.layout}", _ELSEWHERE)
    begun = before is not None or (out / JOURNAL_FILE).is_file() or (out / WORK_FOLDER).is_dir()
    if (
        not begun
        and out.is_dir()
        and any(not path.name.startswith((".part-", "rights.json")) for path in out.iterdir())
    ):
        raise UsageError(out, "is no colouring set, and not empty", _ELSEWHERE)


def record_of(path: Path, out: Path) -> FileRecord:
    """What is to be known of a written file."""
    with path.open("rb") as file:
        hashed = hashlib.file_digest(file, "sha256").hexdigest()
    return FileRecord(file=path.relative_to(out).as_posix(), bytes=path.stat().st_size, sha256=hashed)


def whole_set(out: Path, made_from: str) -> SetFile | None:
    """The set.json of a folder that holds the set made from just this, with all its files at their sizes."""
    before = read_set(out)
    if before is None or before.made_from != made_from:
        return None
    there = [out / one.file for one in before.files]
    if not all(path.is_file() for path in there):
        return None
    sizes = [path.stat().st_size for path in there]
    return before if sizes == [one.bytes for one in before.files] else None


def write_set(out: Path, about: SetFile) -> None:
    """Write set.json and rights.txt. Raises WriteError."""
    write_text(out / RIGHTS_FILE, about.rights + "\n")
    write_json(out / SET_FILE, about)


def digest_of(values: Sequence[object]) -> str:
    """SHA-256, hex, of what decides a set's content."""
    return hashlib.sha256(repr(list(values)).encode()).hexdigest()


_ELSEWHERE = "Give another --out."
