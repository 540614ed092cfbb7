""".made.json: what the files of an episode's cuts were made from, so that the next run knows what is left.

It is written before the first picture and again after the last one, cuts.json after it. So a picture that is
listed and here was made from what is recorded, also if the run that wrote it was killed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import Field

from toonseg import __version__
from toonseg.errors import SourceError, WriteError
from toonseg.pictures import PictureFormat
from toonseg.source.pagefile import PageFile
from toonseg.strip import Box
from toonseg.workspace import CUTS_FILE, FileModel, read_json, write_json

MADE_FILE = ".made.json"
PREVIEW_FILE = "preview.html"

Layout = Literal["toonseg", "seed"]

# Every name that toonseg gives to a file of cuts; nothing else that a record may list is ever removed.
_OURS = re.compile(
    r"(?:rough/|cuts/Episode[0-9]+/(?:outputs/)?)?[0-9]+[a-z]*\.(?:png|jpg|webp)"
    r"|webcrawlingimg/Episode[0-9]+/[0-9]+\.(?:png|jpg|webp)"
    rf"|(?:cuts/Episode[0-9]+/)?{re.escape(PREVIEW_FILE)}|{re.escape(CUTS_FILE)}"
)


class PictureOptions(FileModel):
    """How pictures are written; `quality` (1..100) is for JPEG and WebP."""

    picture_format: PictureFormat = "png"
    quality: int = Field(default=95, ge=1, le=100)
    layout: Layout = "toonseg"


class MadeFile(FileModel):
    """A file of cuts: the box it shows, unless it is a page or the preview, and what it hashes to.

    `sha256` is None while the run that writes the file has not come to its end.
    """

    box: Box | None = None
    sha256: str | None = None


class Made(FileModel):
    """The content of .made.json. `files` are called by their path below the layout's root."""

    version: Literal[1] = 1
    toonseg: str = __version__
    finder: str
    pages: str
    options: PictureOptions
    cuts: str = Field(description="SHA-256 of cuts.json")
    edited: bool = Field(default=False, description="whether cuts.json was changed by someone else")
    files: dict[str, MadeFile]


def read_made(folder: Path) -> Made | None:
    """The record in `folder`; None if there is none that can be read: all is then made anew."""
    path = folder / MADE_FILE
    with suppress(SourceError):
        return read_json(path, Made) if path.is_file() else None
    return None


def write_made(folder: Path, made: Made) -> None:
    """Write the record atomically. Raises WriteError."""
    write_json(folder / MADE_FILE, made)


def hash_file(path: Path) -> str | None:
    """Hex SHA-256 of a file, or None if it is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise WriteError(path, problem, "Check its permissions, or remove it; run again.") from error


def hash_pages(pages: Sequence[PageFile]) -> str:
    """Hex SHA-256 over names, sizes and bytes of an episode's pages. Raises SourceError."""
    digest = hashlib.sha256()
    for page in pages:
        data = page.read()
        # The size keeps one page's end from counting as the next one's beginning.
        digest.update(f"{page.name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


@cache
def hash_finder() -> str:
    """Hex SHA-256 of the code that finds cuts and what it has learned: another finder makes them anew."""
    digest = hashlib.sha256()
    for entry in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith((".py", ".npz")):
            digest.update(entry.name.encode() + b"\n" + entry.read_bytes())
    return digest.hexdigest()


def remove_file(root: Path, name: str) -> bool:
    """Remove `root / name` if its name is one that toonseg gives; says whether there was such a file.

    Raises:
        WriteError: It cannot be removed.
    """
    if not _OURS.fullmatch(name):
        return False
    path = root / name
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        problem = f"cannot be removed ({error.strerror or error})"
        raise WriteError(path, problem, "Remove it, or choose another folder; run again.") from error
    return True
