"""A page as toonseg reads it, wherever it lies: in a folder, an archive or a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from toonseg.errors import SourceError

T = TypeVar("T")


class PageFile(Protocol):
    """One page picture, not read until asked. Implementations pickle: process pools take them."""

    @property
    def name(self) -> str:
        """The page's file name, as it appears in cuts.json and in errors."""
        ...

    def read(self) -> bytes:
        """The encoded picture's bytes. Raises SourceError."""
        ...


@dataclass(frozen=True)
class FolderPage:
    """A page that is a file of its own."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
            raise SourceError(self.path, problem, "Check its permissions.") from error


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that orders names as people number them: page2 before page10, whatever the case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    # Only ASCII digits were split off: "¹".isdigit() is true as well, and int() refuses it.
    return tuple((0, int(part), part) if "0" <= part[0] <= "9" else (1, 0, part) for part in parts if part)


def natural_order(items: Iterable[T], name: str = "name") -> list[T]:
    """`items` by natural order of their attribute `name`."""
    return sorted(items, key=lambda item: (natural_key(getattr(item, name)), getattr(item, name)))
