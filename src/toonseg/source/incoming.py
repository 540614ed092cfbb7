"""Pictures that were received whole and are not pages yet.

    episodes/0100/.incoming/<hash of the address>     bytes as received

A picture is written here, atomically, as soon as its last byte has come, before anything else is done with
it. Then it is decoded, recorded in episode.json, and moved to pages/. Whatever moment a run is killed at,
the next one finds the picture here or there and need not ask for it again (docs/adr/0102).
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

from toonseg.source.http import canonical
from toonseg.workspace import EpisodeFolder, remove_leftovers, unwritten

FOLDER = ".incoming"
TEMPORARY_PREFIX = ".part-"
"""As workspace.remove_leftovers knows it."""


class Incoming:
    """The pictures that wait below one episode's folder, by address."""

    def __init__(self, episode: EpisodeFolder) -> None:
        self.episode = episode
        self.folder = episode.root / FOLDER
        self._received: set[str] = set()
        self._lock = threading.Lock()
        remove_leftovers(self.folder)

    def put(self, address: str, data: bytes) -> None:
        """Keep what was received from `address`. Raises WriteError."""
        path = self._path(address)
        # Without the fsync of workspace.atomic_file, since a kill now would lose the picture: the rename is
        # enough against kills, and what a power cut spoils, its hash tells.
        half = path.with_name(f"{TEMPORARY_PREFIX}{path.name}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(data)
            half.replace(path)
        except OSError as error:
            raise unwritten(path, error) from error
        with self._lock:
            self._received.add(path.name)

    def find(self, address: str) -> Path | None:
        """The file with what was received from `address`; None if there is none."""
        path = self._path(address)
        return path if path.is_file() else None

    def is_new(self, address: str) -> bool:
        """Whether it was received in this run."""
        return self._path(address).name in self._received

    def received_at(self, address: str) -> datetime:
        """When it was received, in UTC, to the second."""
        moment = datetime.fromtimestamp(self._path(address).stat().st_mtime, UTC)
        return moment.replace(microsecond=0)

    def move(self, address: str, target: Path) -> None:
        """Make it a page: rename it to `target`. Raises WriteError."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._path(address).replace(target)
        except OSError as error:
            raise unwritten(target, error) from error

    def drop(self, address: str) -> None:
        """Forget what was received from `address`."""
        self._path(address).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove the folder, once the episode is complete."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, address: str) -> Path:
        return self.folder / hashlib.sha256(canonical(address).encode()).hexdigest()[:32]
