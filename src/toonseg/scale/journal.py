"""What is done of a long run, for the same call to go on from: a line of JSON for each item."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from toonseg.workspace import atomic_file, unwritten

JOURNAL_FILE = ".done.jsonl"


class Journal:
    """The results that lie in a folder already, by item, such as a picture.

    A line is written when an item's files are there, so what a killed run was about is done again. Once all
    is done, `settle` writes the lines in order: two runs that did the same leave the same bytes.

    Args:
        folder: Where the results lie.
        mark: What names the settings: results made with others are of no use.
        file: The journal's name in the folder.
    """

    def __init__(self, folder: Path, mark: str, file: str = JOURNAL_FILE) -> None:
        self._path, self._mark = folder / file, mark
        self._lines = _read(self._path, mark)
        self._file: IO[bytes] | None = None

    def done(self, name: str, content: str) -> list[dict[str, Any]] | None:
        """What was made of the item `name` with this `content`, a hash of what goes into it: a row each. None
        if it has to be made."""
        line = self._lines.get(name)
        return None if line is None or line["content"] != content else line["rows"]

    def knows(self, name: str) -> bool:
        """Whether there is a line of the item `name`, with whatever content."""
        return name in self._lines

    def add(self, name: str, content: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put down that an item is done. Raises WriteError."""
        line = {"name": name, "content": content, "rows": list(rows)}
        try:
            if self._file is None:
                self._file = self._begun()
            self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise unwritten(self._path, error) from error
        self._lines[name] = line

    def settle(self, names: Sequence[str], *, others: bool = False) -> None:
        """Write the lines of `names` in that order, and no others, or those after them by name. Raises
        WriteError."""
        self.close()
        names = [*names, *sorted(set(self._lines) - set(names))] if others else names
        with atomic_file(self._path) as file:
            file.write(_head(self._mark))
            for name in names:
                if name in self._lines:
                    file.write(json.dumps(self._lines[name], ensure_ascii=False).encode() + b"\n")

    def remove(self) -> None:
        """Remove the file. What cannot be removed stays."""
        self.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; what is in it stays."""
        if self._file is not None:
            # Every line was flushed, so what is left to write is one whose failure `add` has raised.
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _begun(self) -> IO[bytes]:
        """The file at its end, after whole lines only."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._lines:
            fresh = self._path.open("wb")
            fresh.write(_head(self._mark))
            return fresh
        file = self._path.open("r+b")
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        return file


def _head(mark: str) -> bytes:
    return json.dumps({"mark": mark}).encode() + b"\n"


def _read(path: Path, mark: str) -> dict[str, dict[str, Any]]:
    """The lines with this mark, without a last one that was cut short."""
    lines: dict[str, dict[str, Any]] = {}
    try:
        with path.open("rb") as file:
            if file.readline() != _head(mark):
                return {}
            for line in file:
                if not line.endswith(b"\n"):
                    break
                found = json.loads(line)
                lines[found["name"]] = found
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return lines
