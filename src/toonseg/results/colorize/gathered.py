"""A set whose samples are made: what the layouts put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.results.colorize.pieces import Pieces, Place
from toonseg.results.colorize.rows import Row
from toonseg.results.colorize.samples import Sample


@dataclass(frozen=True)
class CutMade:
    """A cut, its place, its samples and their rows."""

    cut: Picture
    place: Place
    samples: tuple[Sample, ...]
    rows: tuple[Row, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The samples' keys."""
        return tuple(row["key"] for row in self.rows)


@dataclass(frozen=True)
class Made:
    """The cuts of a set in order, those without samples left out.

    Attributes:
        labels: The label set they come from: its classes and rights.
        cuts: The cuts.
        pieces: Where their pictures are.
    """

    labels: LabelSet
    cuts: tuple[CutMade, ...]
    pieces: Pieces

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that have cuts, train first."""
        found = {one.place.part for one in self.cuts}
        return tuple(sorted(found, reverse=True))

    def of(self, part: str) -> tuple[CutMade, ...]:
        """The cuts of a part."""
        return tuple(one for one in self.cuts if one.place.part == part)

    def rows(self, part: str) -> Iterator[Row]:
        """The rows of a part."""
        for one in self.of(part):
            yield from one.rows
