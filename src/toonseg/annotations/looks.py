"""The files of labelled pictures, looked at once: size, whether they are whole, and how they look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toonseg.annotations.labelset import Picture
from toonseg.annotations.phash import Look, look_of
from toonseg.errors import PictureError, SourceError, ToonsegError
from toonseg.pictures import decode
from toonseg.scale import map_tasks

_CHUNK = 16
_FEW = 64
"""Fewer pictures than these are read in this process: starting others takes longer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture's file: its size in pixels and its look, or what is wrong with it."""

    width: int = 0
    height: int = 0
    look: Look | None = None
    error: ToonsegError | None = None


def look_at(
    pictures: Sequence[Picture],
    *,
    jobs: int | None = None,
    on_pictures: Callable[[int, int], None] | None = None,
) -> dict[str, Seen]:
    """Decode each picture that has a file, once, and say how it looks, by `Picture.file`.

    Args:
        pictures: Those without a path are left out.
        jobs: Processes; None for one per core where there are many pictures.
        on_pictures: Called with how many have just been read and how many there are, from this process.
    """
    paths = {picture.file: picture.path for picture in pictures if picture.path is not None}
    files = list(dict.fromkeys(paths.values()))
    chunks = [tuple(files[k : k + _CHUNK]) for k in range(0, len(files), _CHUNK)]
    seen: dict[Path, Seen] = {}
    for outcome in map_tasks(_look_at_files, chunks, jobs=1 if len(files) < _FEW else jobs):
        if outcome.error is not None:
            raise outcome.error
        seen.update(zip(outcome.item, outcome.result or (), strict=True))
        if on_pictures is not None:
            on_pictures(len(outcome.item), len(files))
    return {file: seen[path] for file, path in paths.items()}


def _look_at_files(paths: tuple[Path, ...]) -> tuple[Seen, ...]:
    return tuple(_look_at_file(path) for path in paths)


def _look_at_file(path: Path) -> Seen:
    try:
        pixels = decode(path.read_bytes(), path)
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        return Seen(error=SourceError(path, problem, "Check the path."))
    except PictureError as error:
        return Seen(error=error)
    return Seen(pixels.shape[1], pixels.shape[0], look_of(pixels))
