"""Where labelled pictures have their pixels: in a file, or, of a cut that was not written, in its episode."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import SourceError
from toonseg.pictures import Rgb, decode
from toonseg.strip import Strip
from toonseg.workspace import MANIFEST_FILE, PAGES_FOLDER, EpisodeFolder


def seen_in(title: Path, labels: LabelSet) -> LabelSet:
    """The cuts of a title with paths that `pixels_of` can read: of those without a picture file, the folders
    of their episodes."""
    return labels.with_pictures(
        tuple(
            replace(one, path=EpisodeFolder(title, one.origin.episode).root)
            if one.path is None and one.origin is not None
            else one
            for one in labels.pictures
        )
    )


def is_there(picture: Picture) -> bool:
    """Whether there is something to read the picture's pixels from."""
    if picture.path is None:
        return False
    return picture.path.is_file() or (picture.origin is not None and (picture.path / PAGES_FOLDER).is_dir())


def pixels_of(picture: Picture) -> Rgb:
    """The picture's pixels, HWC uint8 RGB; of a cut whose path is its episode's folder, from the pages.

    Raises:
        SourceError: Its file, or a page, is missing or cannot be read.
        PictureError: Its file is no whole picture, or a huge one.
    """
    if picture.path is None:
        raise SourceError(picture.file, "is not there", "Put the picture where the labels say.")
    if picture.origin is not None and picture.path.is_dir():
        try:
            return _strip(picture.path, _changed(picture.path)).crop(picture.origin.box)
        except ValueError as error:
            problem = f"its box lies outside of the pages ({error})"
            raise SourceError(picture.file, problem, "Cut the episode again: toonseg cut.") from error
    try:
        data = picture.path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise SourceError(picture.path, problem, "Put the picture there.") from error
    return decode(data, picture.path)


def identity(picture: Picture) -> str:
    """What names the pixels of a picture: SHA-256, hex, of its file; of a cut that is read from its episode's
    pages, of their manifest and its box.

    Raises:
        SourceError: It cannot be read.
    """
    path = picture.path
    if path is None:
        raise SourceError(picture.file, "is not there", "Put the picture where the labels say.")
    digest = hashlib.sha256()
    try:
        if path.is_dir():
            assert picture.origin is not None, "only cuts are read from pages"
            manifest = path / MANIFEST_FILE
            pages = sorted((page.name, page.stat().st_size) for page in (path / PAGES_FOLDER).iterdir())
            digest.update(manifest.read_bytes() if manifest.is_file() else repr(pages).encode())
            digest.update(repr(picture.origin.box).encode())
        else:
            digest.update(path.read_bytes())
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise SourceError(path, problem, "Put the picture there.") from error
    return digest.hexdigest()


@lru_cache(2)
def _strip(episode: Path, changed: int) -> Strip:
    """An episode's pages, which neighbouring cuts share, as they were when they last changed."""
    return Strip.open(episode)


def _changed(episode: Path) -> int:
    """When the folder of an episode's pages last changed."""
    pages = episode / PAGES_FOLDER
    return pages.stat().st_mtime_ns if pages.is_dir() else 0
