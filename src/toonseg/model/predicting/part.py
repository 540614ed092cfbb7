"""What is done of a long prediction, line by line beside the output, for a killed run to go on from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.annotations.masks import Mask
from toonseg.errors import WriteError


class Part:
    """A file of one JSON object a line: first whose predictions these are, then a picture each.

    Args:
        path: The file; a new one is begun where it is missing or speaks of other weights or settings.
        mark: What names the weights and settings.
    """

    def __init__(self, path: Path, mark: str) -> None:
        self._path, self._mark = path, mark
        self._done = {line["file"]: line for line in _lines(path, mark)}
        self._file: IO[bytes] | None = None

    def done(self, picture: Picture) -> Picture | None:
        """The picture as it was predicted, if it was, and its file is still the same."""
        line = self._done.get(picture.file)
        if line is None or line["stat"] != _stat(picture):
            return None
        found = tuple(
            Instance(cls, Mask((size[0], size[1]), counts, (at[0], at[1])), score=score, source=source)
            for cls, size, counts, at, score, source in line["found"]
        )
        return replace(picture, width=line["width"], height=line["height"], instances=found)

    def add(self, picture: Picture) -> None:
        """Put down a picture that is done. Raises WriteError."""
        found = [
            (one.cls, one.mask.size, one.mask.counts, one.mask.at, one.score, one.source)
            for one in picture.instances
        ]
        line = {
            "file": picture.file,
            "stat": _stat(picture),
            "width": picture.width,
            "height": picture.height,
        }
        try:
            if self._file is None:
                self._file = self._begun()
            self._file.write(json.dumps({**line, "found": found}).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            problem = f"cannot be written ({error.strerror or error})"
            raise WriteError(
                self._path, problem, "Free space or choose another folder; run again."
            ) from error

    def close(self) -> None:
        """Close the file; what is in it stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Remove the file, as all is done."""
        self.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _begun(self) -> IO[bytes]:
        """The file at its end, after whole lines only."""
        if not self._done:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.open("wb")
            fresh.write(json.dumps({"mark": self._mark}).encode() + b"\n")
            return fresh
        file = self._path.open("r+b")
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        return file


def _lines(path: Path, mark: str) -> Iterator[dict[str, Any]]:
    """The pictures of a part with this mark, without a last line that was cut short."""
    try:
        with path.open("rb") as file:
            if file.readline() != json.dumps({"mark": mark}).encode() + b"\n":
                return
            for line in file:
                if not line.endswith(b"\n"):
                    return
                yield json.loads(line)
    except (OSError, ValueError):
        return


def _stat(picture: Picture) -> list[int]:
    """Bytes and time of the picture's file, and its box in the strip: another one is predicted anew."""
    box = [] if picture.origin is None else list(picture.origin.box)
    if picture.path is None:
        return box
    try:
        found = picture.path.stat()
    except OSError:
        return box
    return [found.st_size, found.st_mtime_ns, *box]
