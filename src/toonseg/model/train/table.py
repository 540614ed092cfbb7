"""results.csv: a row for each step, and how a killed run's table goes on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from toonseg.model.loss import WEIGHTS
from toonseg.workspace import write_text

PARTS = tuple(WEIGHTS)
COLUMNS = ("step", "seconds", "rate", *PARTS, "AP", "AP50")


@dataclass(frozen=True)
class Row:
    """A step: its number from 1 up (0 before the first), seconds since the start, the learning rate, the
    weighted parts of the loss (empty for a validation alone), and, if validated, AP and AP50 times 100."""

    step: int
    seconds: float
    rate: float
    losses: dict[str, float]
    ap: float | None = None
    ap50: float | None = None

    @property
    def cells(self) -> list[str]:
        """As text, in the order of `COLUMNS`."""
        parts = [f"{self.losses[part]:.5f}" if part in self.losses else "" for part in PARTS]
        scores = ["" if one is None else f"{one:.3f}" for one in (self.ap, self.ap50)]
        return [str(self.step), f"{self.seconds:.2f}", f"{self.rate:.3e}", *parts, *scores]


def read_rows(path: Path) -> list[Row]:
    """The rows of a table that `Table` wrote; a last line that a kill cut short is left out."""
    if not path.is_file():
        return []
    rows = []
    for cells in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        try:
            losses = {part: float(cells[part]) for part in PARTS if cells[part]}
            ap, ap50 = (float(cells[name]) if cells[name] else None for name in ("AP", "AP50"))
            rows.append(
                Row(int(cells["step"]), float(cells["seconds"]), float(cells["rate"]), losses, ap, ap50)
            )
        except (TypeError, ValueError, KeyError):
            break
    return rows


class Table:
    """The table of a run that is at `step`: rows of later steps, which a kill made void, are dropped."""

    def __init__(self, path: Path, step: int) -> None:
        self.path = path
        self.rows = [row for row in read_rows(path) if row.step <= step]
        lines = [COLUMNS, *(row.cells for row in self.rows)]
        write_text(path, "".join(",".join(line) + "\n" for line in lines))

    def add(self, row: Row) -> None:
        """Write one more row at the end; the file grows, nothing is written twice."""
        self.rows.append(row)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(",".join(row.cells) + "\n")
