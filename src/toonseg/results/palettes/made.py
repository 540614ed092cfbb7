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
        bible: The characters and their colours.
        files: The files written.
        errors: What went wrong, by picture.
    """

    bible: Bible
    files: tuple[Path, ...]
    errors: Mapping[str, ToonsegError]

    def lines(self) -> list[str]:
        """A table of the characters, and where everything is."""
        rows = [["character", "cuts", "episodes", "hair", "", "drift"]]
        for one in self.bible.characters[:_MOST_ROWS]:
            first, *_ = (*one.colours.get("hair", ()), None)
            told = ["", ""] if first is None else [first.hex, first.name]
            drift = _drift(one)
            shown = "" if drift is None else f"{drift:.1f}"
            rows.append([one.name, f"{one.cuts:,}", f"{len(one.episodes):,}", *told, shown])
        left = len(self.bible.characters) - _MOST_ROWS
        more = [f"and {left:,} more"] if left > 0 else []
        failed = [f"{count(len(self.errors), 'picture')} failed"] if self.errors else []
        return [*columns(rows), *more, *failed, *map(str, self.files)]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg palette --json` prints."""
        return {
            "ok": not self.errors,
            "files": [str(path) for path in self.files],
            "cuts": self.bible.cuts,
            "characters": [
                {
                    "name": one.name,
                    "labelled": one.labelled,
                    "cuts": one.cuts,
                    "episodes": list(one.episodes),
                    "colours": {name: tones[0].hex for name, tones in one.colours.items() if tones},
                    "hair_drift": _drift(one),
                }
                for one in self.bible.characters
            ],
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
        }


def _drift(one: Member) -> float | None:
    """The largest drift of the hair in an episode; None if it is seen in fewer than two."""
    values = [entry.ciede2000 for entry in one.drift.get("hair", ())]
    return max(values) if len(values) > 1 else None
