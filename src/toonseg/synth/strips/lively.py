"""What drawn titles do to a plan: slanted frames, and figures that break theirs."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from toonseg.synth.strips.backdrops import Flat
from toonseg.synth.strips.layout import Cell, Content, Habits, Plan, Row

_LEAST_HEIGHT = 200  # of a panel that is slanted or broken, in pixels
_CLEAR = 8  # pixels between a figure that breaks its frame and whatever comes next


def enlivened(plan: Plan, rng: Generator, habits: Habits, scale: float = 1.0) -> Plan:
    """The plan with some frames slanted, and room for figures beyond others, as often as the habits say.

    Figures break a frame only into a gutter and margins of one flat colour without bubbles.
    """
    rows = [_slanted(row, rng, scale) if rng.random() < habits.slanted else row for row in plan.rows]
    for k, row in enumerate(rows):
        if rng.random() < habits.breaking and _alike(plan, k):
            below = 0 if k + 1 == len(rows) or rows[k + 1].alone else rows[k + 1].gap
            rows[k] = _opened(row, plan.width, below, scale)
    return replace(plan, rows=tuple(rows))


def _alike(plan: Plan, row: int) -> bool:
    """Whether the gutters above and below a row have one flat colour."""
    above, below = plan.backdrops[row : row + 2]
    return isinstance(above, Flat) and above == below


def _slanted(row: Row, rng: Generator, scale: float) -> Row:
    """The row with its panel's upper or lower edge slanted, or with a slanted gutter between two panels."""
    first, last = row.cells[0], row.cells[-1]
    if any(c.content is not Content.SCENE or c.height < _LEAST_HEIGHT * scale for c in row.cells):
        return row
    line = max(2, first.frame)
    if len(row.cells) == 1:
        rise = min(first.height * 0.3, (first.x1 - first.x0) * float(rng.uniform(0.05, 0.16)))
        cell = replace(first, frame=line, corners=_sloped(first, rng, rise))
        return replace(row, cells=(cell,))
    if len(row.cells) == 2 and (first.top, first.height) == (last.top, last.height):
        return replace(row, cells=_parted(first, last, rng, line))
    return row


def _sloped(cell: Cell, rng: Generator, rise: float) -> tuple[tuple[float, float], ...]:
    """Corners of a panel whose upper edge, lower edge or both slope by `rise` pixels."""
    wide, tall = cell.x1 - cell.x0, cell.height
    which = int(rng.integers(3))
    up, down = (rise if which in (0, 2) else 0.0), (rise if which in (1, 2) else 0.0)
    corners = ((0.0, up), (wide - 1.0, 0.0), (wide - 1.0, tall - 1.0 - down), (0.0, tall - 1.0))
    if rng.random() < 0.5:
        return corners
    mirrored = tuple((wide - 1.0 - x, y) for x, y in corners)
    return mirrored[1], mirrored[0], mirrored[3], mirrored[2]


def _parted(left: Cell, right: Cell, rng: Generator, line: int) -> tuple[Cell, Cell]:
    """Two panels with a slanted gutter between them, as wide as it was: their boxes overlap by its slant."""
    tall = left.height
    lean = round(
        min(tall * float(rng.uniform(0.08, 0.2)), (left.x1 - left.x0) * 0.3, (right.x1 - right.x0) * 0.3)
    )
    half = lean // 2
    left, right = replace(left, x1=left.x1 + half, frame=line), replace(right, x0=right.x0 - half, frame=line)
    one, two, low = left.x1 - left.x0 - 1.0, right.x1 - right.x0 - 1.0, tall - 1.0
    if rng.random() < 0.5:  # it leans to the left
        first = ((0.0, 0.0), (one, 0.0), (one - 2 * half, low), (0.0, low))
        second = ((2.0 * half, 0.0), (two, 0.0), (two, low), (0.0, low))
    else:
        first = ((0.0, 0.0), (one - 2 * half, 0.0), (one, low), (0.0, low))
        second = ((0.0, 0.0), (two, 0.0), (two, low), (2.0 * half, low))
    return replace(left, corners=first), replace(right, corners=second)


def _opened(row: Row, width: int, below: int, scale: float) -> Row:
    """The row with room around its one panel; `below` is the free gutter under it."""
    cell = row.cells[0]
    plain = len(row.cells) == 1 and cell.content is Content.SCENE and not cell.corners
    above = min(0 if row.alone else round(row.gap * 0.6), round(150 * scale))
    if not plain or cell.height < _LEAST_HEIGHT * scale or above < 45 * scale:
        return row
    right, left = (min(max(0, side - _CLEAR), round(120 * scale)) for side in (width - cell.x1, cell.x0))
    down = max(0, min(round(below * 0.3), round(60 * scale)))
    broken = replace(cell, frame=max(2, cell.frame), room=(above, right, down, left))
    return replace(row, cells=(broken,))
