"""What the palette of a title gives: a table of characters, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import columns, count
from toonseg.errors import ToonsegError
from toonseg.results.palettes.bible import Bible, Member

_MOST_ROWS = 20


@dataclass(frozen=True)
class Palette:
    """What `palette` did.

    Attributes:
        bibles: The characters of each title and their colours.
        files: The files written.
        errors: What went wrong, by picture.
    """

    bibles: tuple[Bible, ...]
    files: tuple[Path, ...]
    errors: Mapping[str, ToonsegError]

    @property
    def bible(self) -> Bible:
        """The characters and their colours of the title, the first one if there are several."""
        return self.bibles[0]

    def lines(self) -> list[str]:
        """A table of the characters of each title, and where everything is."""
        shown = []
        for bible in self.bibles:
            head = [bible.title] if len(self.bibles) > 1 else []
            shown += [*head, *_table(bible)]
        failed = [f"{count(len(self.errors), 'picture')} failed"] if self.errors else []
        return [*shown, *failed, *map(str, self.files)]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg palette --json` prints."""
        return {
            "ok": not self.errors,
            "files": [str(path) for path in self.files],
            "cuts": sum(bible.cuts for bible in self.bibles),
            "characters": [
                {
                    "title": bible.title,
                    "name": one.name,
                    "labelled": one.labelled,
                    "cuts": one.cuts,
                    "episodes": list(one.episodes),
                    "colours": {name: tones[0].hex for name, tones in one.colours.items() if tones},
                    "hair_drift": _drift(one),
                }
                for bible in self.bibles
                for one in bible.characters
            ],
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
        }


def _table(bible: Bible) -> list[str]:
    rows = [["character", "cuts", "episodes", "hair", "", "drift"]]
    for one in bible.characters[:_MOST_ROWS]:
        first, *_ = (*one.colours.get("hair", ()), None)
        told = ["", ""] if first is None else [first.hex, first.name]
        drift = _drift(one)
        shown = "" if drift is None else f"{drift:.1f}"
        rows.append([one.name, f"{one.cuts:,}", f"{len(one.episodes):,}", *told, shown])
    left = len(bible.characters) - _MOST_ROWS
    return [*columns(rows), *([f"and {left:,} more"] if left > 0 else [])]


def _drift(one: Member) -> float | None:
    """The largest drift of the hair in an episode; None if it is seen in fewer than two."""
    values = [entry.ciede2000 for entry in one.drift.get("hair", ())]
    return max(values) if len(values) > 1 else None
