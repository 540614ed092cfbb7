"""Finds pages by what they hash to, in folders and archives of any order and any names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from toonseg.annotations.formats.pixel_free import PageKey, mean_colour
from toonseg.annotations.phash import MOST_BITS, look_of
from toonseg.errors import PictureError, SourceError, ToonsegError
from toonseg.pictures import decode, probe
from toonseg.source.archive import is_picture_name
from toonseg.source.local import ARCHIVE_EXTENSIONS, open_source
from toonseg.source.manifest import sha256
from toonseg.source.pagefile import FolderPage, PageFile

State = Literal["exact", "re-encoded", "different", "missing"]

MOST_SHADE = 8
"""How far the mean red, green and blue, 0..255, of a page encoded anew may be from the page's own."""


@dataclass(frozen=True)
class Found:
    """What became of a page.

    Attributes:
        episode: Its episode.
        page: What it was asked for by.
        state: "exact": the very bytes are here. "re-encoded": a picture of its size that looks like it.
            "different": one of its name that is neither. "missing": nothing like it.
        where: The file that was found; empty if none was.
        file: The file to use; None if the page cannot be used.
        sha256: Of the file to use, else of the page as it should be.
        remedy: What to do about a page that cannot be used; empty of one that can.
    """

    episode: str
    page: PageKey
    state: State
    where: str
    file: PageFile | None
    sha256: str
    remedy: str = ""


@dataclass(frozen=True)
class _Copy:
    """A picture on the shelf, and how to name it to people."""

    file: PageFile
    where: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class _Seen:
    """A decoded copy: size, looks, and what it hashes to."""

    copy: _Copy
    sha256: str
    looks: int
    blank: bool
    colour: tuple[int, int, int]


@dataclass
class Shelf:
    """Pages somebody has; make one with `Shelf.of`.

    Attributes:
        notes: Archives that could not be read.
    """

    notes: tuple[str, ...]
    _exact: dict[str, _Copy]
    _pictures: list[_Copy]
    _sizes: dict[tuple[int, int], list[_Copy]] | None = field(default=None)
    _seen: dict[tuple[int, int], list[_Seen]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, sizes: set[int]) -> Shelf:
        """Everything below `root`, hidden files left out.

        Args:
            root: A folder, an archive, or a single page.
            sizes: Sizes in bytes of the pages that will be asked for: no other file need be hashed.

        Raises:
            SourceError: `root` is not there, or is an archive that cannot be read.
        """
        if not root.exists():
            raise SourceError(root, "there is no such file or folder", "Check the path.")
        notes: list[str] = []
        exact: dict[str, _Copy] = {}
        pictures: list[_Copy] = []
        for copy in _copies(root, notes):
            own = copy.file
            if isinstance(own, FolderPage):
                if is_picture_name(own.name):
                    pictures.append(copy)
                if own.path.stat().st_size not in sizes:
                    continue
            else:
                pictures.append(copy)
            try:
                data = own.read()
            except SourceError as error:
                notes.append(str(error))
                continue
            if len(data) in sizes:
                exact.setdefault(sha256(data), copy)
        return cls(tuple(notes), exact, pictures)

    def find(self, page: PageKey, episode: str, *, reencoded: bool = False) -> Found:
        """The page: its very bytes, or else what looks like it, if `reencoded` says that this will do."""
        exact = self._exact.get(page.sha256)
        if exact is not None:
            return Found(episode, page, "exact", exact.where, exact.file, page.sha256)
        like = self._like(page, episode)
        if like is not None:
            where = like.copy.where
            if reencoded:
                return Found(episode, page, "re-encoded", where, like.copy.file, like.sha256)
            remedy = "It looks the same but has other bytes: take it with --allow-reencoded."
            return Found(episode, page, "re-encoded", where, None, page.sha256, remedy)
        named = [copy for copy in self._pictures if copy.file.name == page.file and episode in copy.parts]
        if named:
            remedy = f"It has the page's name but not its content: {_unlike(named[0], page)}."
            return Found(episode, page, "different", named[0].where, None, page.sha256, remedy)
        remedy = f"Nothing here looks like it: get episode {episode} again, or search another folder."
        return Found(episode, page, "missing", "", None, page.sha256, remedy)

    def _like(self, page: PageKey, episode: str) -> _Seen | None:
        """The picture of the page's size that looks most like it; of several, one in the episode's folder."""
        looks = int(page.looks, 16)
        best: tuple[int, bool, bool, int] | None = None
        found = None
        for place, seen in enumerate(self._of_size((page.width, page.height))):
            if max(abs(a - b) for a, b in zip(seen.colour, page.colour, strict=True)) > MOST_SHADE:
                continue
            if seen.blank or page.blank:
                # The hash of a blank page is that of its noise; its colour has to do.
                if seen.blank != page.blank:
                    continue
                bits = 0
            else:
                bits = (seen.looks ^ looks).bit_count()
            rank = (bits, episode not in seen.copy.parts, seen.copy.file.name != page.file, place)
            if bits <= MOST_BITS and (best is None or rank < best):
                best, found = rank, seen
        return found

    def _of_size(self, size: tuple[int, int]) -> list[_Seen]:
        """The pictures of a size (width, height) in pixels, decoded once."""
        if self._sizes is None:
            self._sizes = {}
            for copy in self._pictures:
                try:
                    info = probe(copy.file.read(), copy.where)
                except ToonsegError:
                    continue  # no picture that could be a page
                self._sizes.setdefault((info.width, info.height), []).append(copy)
        if size not in self._seen:
            seen = [_look(copy) for copy in self._sizes.get(size, [])]
            self._seen[size] = [one for one in seen if one is not None]
        return self._seen[size]


def _look(copy: _Copy) -> _Seen | None:
    try:
        data = copy.file.read()
        pixels = decode(data, copy.where)
    except (PictureError, SourceError):
        return None
    look = look_of(pixels)
    return _Seen(copy, sha256(data), look.hash, look.blank, mean_colour(pixels))


def _unlike(copy: _Copy, page: PageKey) -> str:
    try:
        info = probe(copy.file.read(), copy.where)
    except ToonsegError as error:
        return error.problem
    if (info.width, info.height) != (page.width, page.height):
        return f"{info.width} x {info.height} pixels instead of {page.width} x {page.height}"
    return "it shows something else"


def _copies(root: Path, notes: list[str]) -> Iterator[_Copy]:
    """Every file below `root`, and every page of every archive."""
    if root.is_file():
        yield from _in_archive(root)
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith(".") or not path.is_file():
                continue
            if path.suffix.lower() not in ARCHIVE_EXTENSIONS:
                yield _Copy(FolderPage(path), str(path), path.parts[:-1])
                continue
            try:
                yield from _in_archive(path)
            except ToonsegError as error:
                notes.append(str(error))


def _in_archive(path: Path) -> Iterator[_Copy]:
    opened = open_source(path)
    for page in opened.pages:
        single = isinstance(page, FolderPage)
        where = str(path) if single else f"{path}: {page.name}"
        yield _Copy(page, where, path.parts[:-1] if single else (*path.parts[:-1], path.stem))
