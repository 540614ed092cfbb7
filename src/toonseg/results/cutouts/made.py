"""What `cutout` gives: a table of the classes, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import columns, count
from toonseg.errors import ToonsegError


@dataclass(frozen=True)
class Cutouts:
    """What `cutout` did.

    Attributes:
        out: The folder.
        files: The index and the contact sheets.
        rows: What the index says of each cutout.
        counts: How many there are of each class, in class order.
        cuts: How many cuts were looked at.
        left_out: How many instances of the classes that were asked for did not fit the other filters.
        kept: How many of the cuts a run before had done.
        errors: What went wrong, by cut.
        notes: What else there is to say.
    """

    out: Path
    files: tuple[Path, ...]
    rows: tuple[Mapping[str, Any], ...]
    counts: Mapping[str, int]
    cuts: int
    left_out: int
    kept: int
    errors: Mapping[str, ToonsegError]
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """A table of the classes, and where everything is."""
        rows = [["class", "cutouts", "cuts", "at the border", "by a bubble"]]
        for name, number in self.counts.items():
            own = [row for row in self.rows if row["class"] == name]
            cuts = len({row["picture"] for row in own})
            flags = [flag for row in own for flag in row["flags"]]
            cut_off = [f"{flags.count(flag):,}" for flag in ("touches-border", "by-bubble")]
            rows.append([name, f"{number:,}", f"{cuts:,}", *cut_off])
        lines = [
            *columns(rows),
            f"{count(len(self.rows), 'cutout')} of {count(self.cuts, 'cut')} in {self.out}",
        ]
        if self.left_out:
            lines.append(f"{count(self.left_out, 'instance')} left out, as asked")
        if self.kept:
            lines.append(f"{self.kept:,} of the cuts were done by a run before")
        if self.errors:
            lines.append(f"{count(len(self.errors), 'cut')} failed")
        return [*lines, *self.notes, *map(str, self.files)]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg cutout --json` prints."""
        return {
            "ok": not self.errors,
            "out": str(self.out),
            "files": [str(path) for path in self.files],
            "cutouts": len(self.rows),
            "classes": dict(self.counts),
            "cuts": self.cuts,
            "left_out": self.left_out,
            "kept": self.kept,
            "notes": list(self.notes),
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
        }
