"""Where the pictures of samples lie while a set is made, so that a killed run finds them again.

Of paired folders they lie where they belong. Shards are put together once every cut is there: until then each
cut has one small tar in a hidden folder of the set, which is removed at the end.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from toonseg.errors import SourceError
from toonseg.results.colorize.aligned import KINDS
from toonseg.workspace import atomic_file, remove_leftovers, write_bytes

WORK_FOLDER = ".work"


@dataclass(frozen=True)
class Place:
    """A cut's place in a set: the part it is in, and its key."""

    part: str
    key: str


class Pieces(Protocol):
    """Where the pictures of cuts lie, by place and the keys of the samples."""

    @property
    def journal(self) -> Path:
        """The folder of the journal that speaks of them."""

    def write(self, place: Place, samples: Mapping[str, Mapping[str, bytes]]) -> None:
        """Put down the files of a cut's samples: by key, then by kind. Raises WriteError."""

    def there(self, place: Place, keys: Sequence[str]) -> bool:
        """Whether all files of a cut's samples are there."""

    def read(self, place: Place, keys: Sequence[str]) -> Iterator[tuple[str, dict[str, bytes]]]:
        """The files of a cut's samples, one sample after the other. Raises SourceError."""


@dataclass(frozen=True)
class Folders:
    """<root>/<part>/<kind>/<key>.png"""

    root: Path

    @property
    def journal(self) -> Path:
        return self.root

    def path(self, part: str, kind: str, key: str) -> Path:
        """Where a picture lies."""
        return self.root / part / kind / f"{key}.png"

    def write(self, place: Place, samples: Mapping[str, Mapping[str, bytes]]) -> None:
        for key, files in samples.items():
            for kind in KINDS:
                write_bytes(self.path(place.part, kind, key), files[kind])

    def there(self, place: Place, keys: Sequence[str]) -> bool:
        return all(self.path(place.part, kind, key).is_file() for key in keys for kind in KINDS)

    def read(self, place: Place, keys: Sequence[str]) -> Iterator[tuple[str, dict[str, bytes]]]:
        for key in keys:
            yield key, {kind: _read(self.path(place.part, kind, key)) for kind in KINDS}

    def tidy(self, wanted: Mapping[str, set[str]]) -> None:
        """Remove the pictures of samples that the set no longer has, by part; and what killed runs left."""
        for part in wanted:
            for kind in KINDS:
                folder = self.root / part / kind
                remove_leftovers(folder)
                for path in folder.glob("*.png"):
                    if path.stem not in wanted[part]:
                        path.unlink()
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()


@dataclass(frozen=True)
class Packed:
    """<root>/.work/<key>.tar: the pictures of one cut, whatever part it will be in.

    `layout` is the set's: "webdataset" or "hf".
    """

    root: Path
    layout: str

    @property
    def journal(self) -> Path:
        return self.root / WORK_FOLDER

    def path(self, place: Place) -> Path:
        """The cut's tar."""
        return self.journal / f"{place.key}.tar"

    def write(self, place: Place, samples: Mapping[str, Mapping[str, bytes]]) -> None:
        with atomic_file(self.path(place)) as file, opened(file) as tar:
            for key, files in samples.items():
                for kind in KINDS:
                    add(tar, f"{key}.{kind}.png", files[kind])

    def there(self, place: Place, keys: Sequence[str]) -> bool:
        return not keys or self.path(place).is_file()

    def read(self, place: Place, keys: Sequence[str]) -> Iterator[tuple[str, dict[str, bytes]]]:
        if not keys:
            return
        try:
            with tarfile.open(self.path(place), "r:") as tar:
                for key in keys:
                    found = {kind: tar.extractfile(f"{key}.{kind}.png") for kind in KINDS}
                    yield key, {kind: one.read() for kind, one in found.items() if one is not None}
        except (OSError, KeyError, tarfile.TarError) as error:
            problem = f"cannot be read ({error})"
            raise SourceError(self.path(place), problem, "Remove it, and run again.") from error

    def size(self, place: Place) -> int:
        """Bytes of a cut's pictures, about."""
        return self.path(place).stat().st_size


@dataclass(frozen=True)
class Nowhere:
    """Of a set without pictures."""

    root: Path

    @property
    def journal(self) -> Path:
        return self.root

    def write(self, place: Place, samples: Mapping[str, Mapping[str, bytes]]) -> None:
        pass

    def there(self, place: Place, keys: Sequence[str]) -> bool:
        return True

    def read(self, place: Place, keys: Sequence[str]) -> Iterator[tuple[str, dict[str, bytes]]]:
        yield from ()


def opened(file: BinaryIO) -> tarfile.TarFile:
    """A tar to write into a file; its bytes depend on what is added alone."""
    return tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT)


def add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    """Add a file without times and owners."""
    about = tarfile.TarInfo(name)
    about.size = len(data)
    tar.addfile(about, io.BytesIO(data))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise SourceError(path, problem, "Run again: it is made anew.") from error
