"""episode.json: where every page of an episode came from, and what it must hash to."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from toonseg.errors import SourceError
from toonseg.workspace import DEFAULT_RIGHTS, EpisodeFolder, FileModel, read_json, write_json


class PageRecord(FileModel):
    """One page that was got: `size` in bytes, `width` and `height` in pixels as the picture is shown."""

    file: str
    url: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(gt=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    fetched_at: datetime


class EpisodeManifest(FileModel):
    """An episode's manifest. `complete` turns true once every page of `expected` is here."""

    version: Literal[1] = 1
    title: str
    episode: int
    subtitle: str = ""
    source: str
    rights: str = DEFAULT_RIGHTS
    complete: bool = False
    expected: list[str] = Field(default_factory=list, description="addresses of all pages, in order")
    pages: list[PageRecord] = Field(default_factory=list)


def sha256(data: bytes) -> str:
    """Hex SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def now() -> datetime:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def read_manifest(episode: EpisodeFolder) -> EpisodeManifest | None:
    """The episode's manifest, or None if it has none yet. Raises SourceError if it is damaged."""
    return read_json(episode.manifest, EpisodeManifest) if episode.manifest.is_file() else None


def write_manifest(episode: EpisodeFolder, manifest: EpisodeManifest) -> None:
    """Write the manifest atomically. Raises WriteError."""
    write_json(episode.manifest, manifest)


def check_page(episode: EpisodeFolder, record: PageRecord) -> bool:
    """Whether the page's file is here with exactly the recorded bytes."""
    try:
        data = (episode.pages / record.file).read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SourceError(episode.pages / record.file, f"cannot be read ({error.strerror})") from error
    return len(data) == record.size and sha256(data) == record.sha256
