"""What tells one piece of work from another: hashes of everything that goes into it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.model.train.identity import data_hash
from toonseg.workspace import PAGES_FOLDER

_LETTERS = 10


def mark_of(*parts: BaseModel | dict[str, Any] | str | None) -> str:
    """Ten letters that stand for the parts; other parts, other letters."""
    said = [one.model_dump(mode="json") if isinstance(one, BaseModel) else one for one in parts]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:_LETTERS]


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content."""
    found = path.stat()
    return _file_hash(path, found.st_size, found.st_mtime_ns)


def set_hash(labels: LabelSet) -> str:
    """A hash of a set's classes, labels and pictures, pixels and all."""
    pictures = [_picture(one) for one in labels.pictures]
    return hashlib.sha256(json.dumps([data_hash(labels), pictures]).encode()).hexdigest()


def _picture(one: Picture) -> list[str]:
    """Hashes of a picture's file, or, of a cut seen in its episode's pages, of these, and its box."""
    if one.path is None:
        return []
    if one.path.is_dir() and one.origin is not None:
        pages = sorted((one.path / PAGES_FOLDER).iterdir())
        return [*(file_hash(page) for page in pages if page.is_file()), str(one.origin.box)]
    return [file_hash(one.path)]


@lru_cache(maxsize=20_000)
def _file_hash(path: Path, _size: int, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
