"""What recolouring gives: a table of what became what, and where the pictures are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toonseg.annotations.check.report import columns, count
from toonseg.errors import ToonsegError
from toonseg.results.colours import Colour, colour_name, hex_of


@dataclass(frozen=True)
class Changed:
    """What a group of instances became.

    Attributes:
        cls: Their class.
        character: Whose they are, if anybody said it; else empty.
        was: Their colour, sRGB.
        becomes: What it is now: the wanted one as far as the lightness allows.
        instances: How many they are.
        pictures: In how many pictures.
    """

    cls: str
    character: str
    was: Colour
    becomes: Colour
    instances: int
    pictures: int


@dataclass(frozen=True)
class Recolored:
    """What `recolor` did.

    Attributes:
        out: The folder of the pictures.
        index: What each has, a line of JSON a picture.
        sheet: Before and after, side by side; None if it was not asked for.
        changed: What became what.
        pictures: How many pictures were written.
        kept: How many of them a run before had written.
        errors: What went wrong, by picture.
        found: Where predicted masks are, if none were given: a file, or a folder of each title.
    """

    out: Path
    index: Path
    sheet: Path | None
    changed: tuple[Changed, ...]
    pictures: int
    kept: int
    errors: Mapping[str, ToonsegError]
    found: tuple[Path, ...] = ()

    def lines(self) -> list[str]:
        """A table of what became what, and where everything is."""
        rows = [["class", "character", "was", "", "becomes", "", "instances", "pictures"]]
        for one in self.changed:
            told = [hex_of(one.was), colour_name(one.was), hex_of(one.becomes), colour_name(one.becomes)]
            rows.append([one.cls, one.character, *told, f"{one.instances:,}", f"{one.pictures:,}"])
        lines = columns(rows) if self.changed else ["nothing fits what was asked for: nothing is recoloured"]
        if self.found:
            lines.append(f"no masks were given: toonseg found them, see {', '.join(map(str, self.found))}")
        lines.append(f"{count(self.pictures, 'picture')} in {self.out}")
        if self.kept:
            lines.append(f"{self.kept:,} of them were done by a run before")
        if self.errors:
            lines.append(f"{count(len(self.errors), 'picture')} failed")
        return [*lines, str(self.index), *([] if self.sheet is None else [str(self.sheet)])]

    def as_json(self) -> dict[str, Any]:
        """What `toonseg recolor --json` prints."""
        return {
            "ok": not self.errors,
            "out": str(self.out),
            "index": str(self.index),
            "sheet": None if self.sheet is None else str(self.sheet),
            "found": [str(path) for path in self.found],
            "pictures": self.pictures,
            "kept": self.kept,
            "changed": [
                {
                    "class": one.cls,
                    "character": one.character or None,
                    "was": hex_of(one.was),
                    "becomes": hex_of(one.becomes),
                    "instances": one.instances,
                    "pictures": one.pictures,
                }
                for one in self.changed
            ],
            "errors": [
                {"file": file, "error": type(error).__name__, "message": str(error)}
                for file, error in self.errors.items()
            ],
        }
