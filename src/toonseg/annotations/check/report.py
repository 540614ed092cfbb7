"""What a check found: a table of the classes and the problems, printing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toonseg.annotations.problems import Problem, ProblemKind

_SHOWN = 5
"""How many problems of one kind are printed unless all are asked for."""


@dataclass(frozen=True)
class ClassRow:
    """One class in the table.

    Attributes:
        name: The class's name; for a class that the set's list lacks, as it was read.
        instances: How many instances it has.
        share: Of all instances, 0..1.
        median_area: Median of the instances' areas as a share of their picture, 0..1; None without instances.
        per_cut: Instances per picture.
        parts: Polygons per instance as drawn, or connected parts of the mask where nothing was drawn (of 200
            masks at most); the mean, None without instances.
        points: Median number of corners of an instance's polygons; None where nothing was drawn.
    """

    name: str
    instances: int
    share: float
    median_area: float | None
    per_cut: float
    parts: float | None
    points: float | None


@dataclass(frozen=True)
class Report:
    """What `check` found.

    Attributes:
        name: What was checked.
        pictures: How many pictures.
        instances: How many instances.
        classes: The table, in class order.
        problems: What is wrong, by kind, then in the order of the pictures.
        fixed: What `fix` did, a sentence each; empty without it.
        written: Where the mended labels lie; None without `fix`, and where there was nothing to mend.
        parts: The reports of several sets that were checked together; the rest is of all of them.
    """

    name: str
    pictures: int
    instances: int
    classes: tuple[ClassRow, ...]
    problems: tuple[Problem, ...]
    fixed: tuple[str, ...] = ()
    written: str | None = None
    parts: tuple[Report, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def counts(self) -> dict[str, int]:
        """How many problems there are of each kind, the most first."""
        return {kind.value: n for kind, n in Counter(one.kind for one in self.problems).most_common()}

    def of_kind(self, kind: ProblemKind) -> tuple[Problem, ...]:
        """The problems of one kind."""
        return tuple(problem for problem in self.problems if problem.kind is kind)

    def without(self, kinds: Iterable[ProblemKind]) -> Report:
        """The same report without the problems of some kinds."""
        allowed = frozenset(kinds)
        return replace(self, problems=tuple(one for one in self.problems if one.kind not in allowed))

    def as_json(self) -> dict[str, Any]:
        """What `toonseg check --json` prints; areas are shares of the picture, 0..1."""
        return {
            "ok": self.ok,
            "name": self.name,
            "pictures": self.pictures,
            "instances": self.instances,
            "classes": [as_record(row) for row in self.classes],
            "counts": self.counts,
            "problems": [
                {
                    "kind": one.kind.value, "file": one.file, "where": one.where, "text": one.text,
                    "remedy": one.remedy, "fixable": one.fixable,
                }
                for one in self.problems
            ],
            "fixed": list(self.fixed),
            "written": self.written,
            "parts": [part.as_json() for part in self.parts],
        }  # fmt: skip

    def lines(self, *, every: bool = False) -> list[str]:
        """The report as lines of text, with five problems of each kind or with `every` one."""
        if self.parts:
            return [line for part in self.parts for line in (*part.lines(every=every), "")]
        out = [f"{self.name}: {count(self.pictures, 'picture')}, {count(self.instances, 'instance')}", ""]
        out += table(self.classes)
        for kind in dict.fromkeys(problem.kind for problem in self.problems):
            alike = self.of_kind(kind)
            out += ["", f"{kind.value}: {len(alike):,}"]
            shown = alike if every else alike[:_SHOWN]
            out += [f"  {problem}" for problem in shown]
            if len(shown) < len(alike):
                out.append(f"  and {len(alike) - len(shown):,} more")
        out += ["", "no problems" if self.ok else self._sum()]
        if self.fixed:
            out += ["", "mended:", *(f"  {line}" for line in self.fixed)]
        if self.written is not None:
            out.append(f"written to {self.written}")
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _sum(self) -> str:
        fixable = sum(problem.fixable for problem in self.problems)
        offered = f"; toonseg check --fix mends {fixable:,} of them" if fixable else ""
        return count(len(self.problems), "problem") + offered


def table(rows: Sequence[ClassRow]) -> list[str]:
    """The table of the classes as lines of text."""
    heads = ("class", "instances", "share", "median area", "per cut", "parts", "points")
    cells = [heads]
    for row in rows:
        area = "-" if row.median_area is None else f"{100 * row.median_area:.2f} %"
        parts = "-" if row.parts is None else f"{row.parts:.2f}"
        points = "-" if row.points is None else f"{row.points:.0f}"
        share = f"{100 * row.share:.1f} %"
        cells.append((row.name, f"{row.instances:,}", share, area, f"{row.per_cut:.2f}", parts, points))
    return columns(cells)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Cells as lines: the first column to the left, the others to the right."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(
            c.ljust(w) if not k else c.rjust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def count(number: int, noun: str) -> str:
    """ "1 picture", "2 pictures"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def as_record(row: ClassRow) -> dict[str, Any]:
    """A row as JSON has it."""
    return {
        "class": row.name, "instances": row.instances, "share": row.share, "median_area": row.median_area,
        "per_cut": row.per_cut, "parts": row.parts, "points": row.points,
    }  # fmt: skip
