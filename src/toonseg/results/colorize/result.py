"""What `colorize` gives: a set in figures, printing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import columns, count
from toonseg.errors import ToonsegError
from toonseg.results.colorize.setfile import SetFile


@dataclass(frozen=True)
class Colorized:
    """What `colorize` did.

    Attributes:
        out: The folder of the set.
        about: What set.json says of it: layout, parts, classes, rights.
        made: How many cuts were made in this run.
        kept: How many were there already.
        errors: What went wrong, by cut; those cuts are not in the set.
        notes: What else to know, a sentence each.
        sheet: The sheet of the first samples; None unless it was asked for.
    """

    out: Path
    about: SetFile
    made: int
    kept: int
    errors: Mapping[str, ToonsegError]
    notes: tuple[str, ...] = ()
    sheet: Path | None = None

    @property
    def samples(self) -> int:
        """How many samples the set has."""
        return sum(part.samples for part in self.about.parts.values())

    def lines(self) -> list[str]:
        """A table of the parts, what to know, and where everything is."""
        parts = self.about.parts
        rows = [["", *parts]]
        rows.append(["episodes", *(f"{len(one.episodes):,}" for one in parts.values())])
        rows.append(["samples", *(f"{one.samples:,}" for one in parts.values())])
        for record in self.about.classes:
            counts = [one.instances.get(record.name, 0) for one in parts.values()]
            if any(counts):
                rows.append([record.name, *(f"{number:,}" for number in counts)])
        told = [f"{count(self.made, 'cut')} made, {self.kept:,} kept from a run before"]
        failed = [f"{count(len(self.errors), 'cut')} failed, and are not in the set"] if self.errors else []
        sheet = [] if self.sheet is None else [str(self.sheet)]
        return [
            *columns(rows),
            *told,
            *failed,
            *self.notes,
            f"rights: {self.about.rights}",
            *sheet,
            str(self.out),
        ]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg colorize --json` prints."""
        return {
            "ok": not self.errors,
            "out": str(self.out),
            "layout": self.about.layout,
            "per": self.about.per,
            "rights": self.about.rights,
            "samples": self.samples,
            "parts": {name: one.model_dump() for name, one in self.about.parts.items()},
            "made": self.made,
            "kept": self.kept,
            "notes": list(self.notes),
            "sheet": None if self.sheet is None else str(self.sheet),
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
        }

    def __str__(self) -> str:
        return "\n".join(self.lines())
