"""Where the panels of a drawn strip stand: the sixteen kinds, and a plan of rows, cells and backdrops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from numpy.random import Generator

from toonseg.synth.pen import WHITE
from toonseg.synth.strips.backdrops import Backdrop, Flat
from toonseg.synth.strips.grounds import choose_backdrops
from toonseg.synth.strips.kinds import Kind


class Content(Enum):
    """What is drawn in a cell."""

    SCENE = "scene"
    FRAMELESS = "frameless"
    BANDED = "banded"
    BLEED = "bleed"


@dataclass(frozen=True)
class Cell:
    """One panel of a row.

    Attributes:
        x0, x1: Its columns on the strip.
        top: Its first row, below the row's top.
        height: Of its box.
        content: What is drawn in it.
        frame: Width of its frame line; 0 for none.
        corners: Of a slanted frame, in the cell's own pixels, clockwise from the upper left one.
        room: How far figures may break the frame: above, right, below, left; in pixels.
    """

    x0: int
    x1: int
    top: int
    height: int
    content: Content = Content.SCENE
    frame: int = 0
    corners: tuple[tuple[float, float], ...] = ()
    room: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class Row:
    """Cells side by side, the height of the gutter above them, and whether bubbles stand in that gutter."""

    gap: int
    cells: tuple[Cell, ...]
    alone: bool = False


@dataclass(frozen=True)
class Plan:
    """A strip before it is drawn: its rows, the last gutter's height, and the backdrop of every gutter
    (one more than rows). With `smooth`, vertical gradients go on from gutter to gutter."""

    width: int
    rows: tuple[Row, ...]
    last_gap: int
    backdrops: tuple[Backdrop, ...]
    smooth: bool


@dataclass(frozen=True)
class Habits:
    """How often a strip does what, as chances 0..1; gaps in pixels; `covering` is the share of a face or of
    speech in a panel that a balloon over its edge may cover. The last three are what drawn titles do and the
    sixteen kinds of the benchmark do not."""

    gaps: tuple[int, int] = (24, 240)
    columns: float = 0.0
    frameless: float = 0.0
    banded: float = 0.0
    bleed: float = 0.0
    over_edges: float = 0.06
    alone: float = 0.3
    narrow: float = 0.0
    full_width: float = 0.35
    framed: float = 0.65
    inside: float = 0.45
    covering: float = 0.3
    slanted: float = 0.0
    breaking: float = 0.0
    sounds: float = 0.0


HABITS: dict[Kind, Habits] = {
    Kind.BUBBLES: Habits(
        gaps=(30, 170), over_edges=1.0, alone=0.0, inside=0.15, framed=0.85, full_width=0.25
    ),
    Kind.FRAMELESS: Habits(gaps=(60, 260), frameless=0.75, full_width=0.2, over_edges=0.0, inside=0.15),
    Kind.SIDE_BY_SIDE: Habits(gaps=(14, 120), columns=0.75, alone=0.1, framed=0.7),
    Kind.BANDS: Habits(gaps=(40, 260), banded=0.85, full_width=0.6, framed=0.4, over_edges=0.0),
    Kind.FULL_BLEED: Habits(gaps=(40, 260), bleed=0.75, full_width=1.0, framed=0.15),
    Kind.NARROW: Habits(columns=0.2, narrow=1.0, alone=0.0, framed=0.8),
    Kind.MIXED: Habits(
        gaps=(14, 260),
        columns=0.2,
        frameless=0.12,
        banded=0.12,
        bleed=0.15,
        over_edges=0.35,
        alone=0.35,
        narrow=0.15,
    ),
}


def plan_strip(kind: Kind, rng: Generator, *, width: int, panels: int, scale: float = 1.0) -> Plan:
    """Lay out about `panels` panels; `scale` enlarges all lengths, for strips that are scaled down later."""
    habits = HABITS.get(kind, Habits())
    rows = plan_rows(rng, habits, width=width, panels=panels, scale=scale)
    last_gap = _gap(rng, habits, scale)
    if kind is Kind.ENDS:
        rows[0], last_gap = replace(rows[0], gap=0, alone=False), 0
    smooth = bool(rng.random() < 0.6)
    backdrops = choose_backdrops(kind, rng, len(rows) + 1, smooth)
    _agree(kind, rng, rows, backdrops, width)
    return Plan(width, tuple(rows), last_gap, tuple(backdrops), smooth)


def plan_rows(rng: Generator, habits: Habits, *, width: int, panels: int, scale: float = 1.0) -> list[Row]:
    """Rows of at least `panels` panels in all."""
    rows: list[Row] = []
    while sum(len(row.cells) for row in rows) < panels:
        rows.append(_row(rng, habits, width, scale))
    return rows


def _agree(kind: Kind, rng: Generator, rows: list[Row], backdrops: list[Backdrop], width: int) -> None:
    """Bring rows and backdrops into line: columns share one backdrop, frameless figures stand on white."""
    for k, row in enumerate(rows):
        if len(row.cells) > 1:  # the gutters between the columns show one backdrop only
            backdrops[k + 1] = backdrops[k]
    for k, row in enumerate(rows):
        if row.cells[0].content is Content.FRAMELESS:
            backdrops[k] = backdrops[k + 1] = Flat(WHITE)
    for k, row in enumerate(rows):
        if len(row.cells) > 1 and backdrops[k] != backdrops[k + 1]:
            rows[k] = replace(row, cells=(replace(row.cells[0], x0=0, x1=width, top=0),))
    for k, row in enumerate(rows):
        changes = backdrops[k] != backdrops[k + 1] and kind is not Kind.VERTICAL
        if (
            changes
            and len(row.cells) == 1
            and row.cells[0].content is not Content.FRAMELESS
            and rng.random() < 0.5
        ):
            rows[k] = replace(row, cells=(replace(row.cells[0], x0=0, x1=width),))


def _row(rng: Generator, habits: Habits, width: int, scale: float) -> Row:
    gap = _gap(rng, habits, scale)
    alone = bool(rng.random() < habits.alone)
    if alone:
        gap = round(float(rng.uniform(170, 420)) * scale)
    if rng.random() < habits.columns:
        return Row(gap, _columns(rng, habits, width, scale), alone)
    low, high = ((150, 420), (420, 800), (800, 1400))[int(rng.choice(3, p=[0.55, 0.33, 0.12]))]
    height = round(float(rng.integers(low, high)) * scale)
    content = Content.SCENE
    chance = rng.random()
    if chance < habits.frameless:
        content, height = Content.FRAMELESS, max(height, round(240 * scale))
    elif chance < habits.frameless + habits.banded:
        content, height = Content.BANDED, max(height, round(280 * scale))
    elif chance < habits.frameless + habits.banded + habits.bleed:
        content, height = Content.BLEED, max(height, round(420 * scale))
    if content is Content.BLEED or rng.random() < habits.full_width:
        x0, x1 = 0, width
    elif rng.random() < 0.55:
        x0 = round(float(rng.uniform(8, 70)) * scale)
        x1 = width - x0
    else:
        wide = round(width * float(rng.uniform(0.5, 0.92)))
        x0 = int(rng.integers(0, width - wide + 1))
        x1 = x0 + wide
    return Row(gap, (Cell(x0, x1, 0, height, content, _frame(rng, habits, scale)),), alone)


def _columns(rng: Generator, habits: Habits, width: int, scale: float) -> tuple[Cell, ...]:
    """Two or three panels side by side: equal, unequal or staggered, or one beside two that are stacked."""
    count = 3 if rng.random() < 0.3 else 2
    between = round(float(rng.uniform(5, 14) if habits.narrow else rng.uniform(6, 40)) * scale)
    margin = 0 if rng.random() < 0.3 else round(float(rng.uniform(6, 40)) * scale)
    room = width - 2 * margin - (count - 1) * between
    shares = rng.uniform(0.8, 1.2, count) if count == 3 else rng.uniform(0.6, 1.4, count)
    widths = [int(room * share / shares.sum()) for share in shares]
    height = round(float(rng.integers(240, 560)) * scale)
    frame = _frame(rng, habits, scale)
    style = rng.random()
    cells: list[Cell] = []
    x = margin
    for k in range(count):
        top, tall = 0, height
        if style < 0.35:
            tall = round(height * float(rng.uniform(0.6, 1.0)))
        elif style < 0.5:
            top = round(height * 0.3 * float(rng.uniform(0, 1)))
        if count == 2 and style > 0.8 and k == 1:
            upper = (height - between) // 2
            cells.append(Cell(x, x + widths[k], 0, upper, Content.SCENE, frame))
            cells.append(
                Cell(x, x + widths[k], upper + between, height - upper - between, Content.SCENE, frame)
            )
        else:
            cells.append(Cell(x, x + widths[k], top, tall, Content.SCENE, frame))
        x += widths[k] + between
    lift = min(cell.top for cell in cells)
    return tuple(replace(cell, top=cell.top - lift) for cell in cells)


def _gap(rng: Generator, habits: Habits, scale: float) -> int:
    if rng.random() < habits.narrow:
        return int(rng.integers(4, 15))
    low, high = habits.gaps
    # Short gutters are more common than tall ones.
    share: float = rng.random() ** 1.7
    return max(4, round((low + (high - low) * share) * scale))


def _frame(rng: Generator, habits: Habits, scale: float) -> int:
    if rng.random() >= habits.framed:
        return 0
    return max(1, round(float(rng.choice([1, 2, 2, 3, 3, 4, 5])) * scale))
