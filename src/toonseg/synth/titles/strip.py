"""A strip of composed panels: a plan becomes pixels, what is true of them, and every instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.art import Owner
from toonseg.synth.lettering import letter, text_size
from toonseg.synth.pen import INK, WHITE, Canvas, Colour, luminance, mean_colour, new_canvas
from toonseg.synth.strips.backdrops import nearest_colour
from toonseg.synth.strips.gutters import gutters_of, paint_ground
from toonseg.synth.strips.hanging import Pen, hang_bubbles, put_alone
from toonseg.synth.strips.layout import Cell, Content, Habits, Plan
from toonseg.synth.strips.pages import DrawnStrip
from toonseg.synth.strips.placing import place
from toonseg.synth.titles.artist import Artist
from toonseg.synth.titles.breaking import Panel
from toonseg.synth.titles.cells import draw_cell
from toonseg.synth.titles.cut import Instance, instances_of
from toonseg.synth.titles.overlay import over
from toonseg.synth.truth import Box, TrueBubble, Truth

Ids = NDArray[np.uint16]

_BEYOND = 250  # pixels beyond its panel's box at which an instance may lie, at most


@dataclass(frozen=True)
class Story(DrawnStrip):
    """A drawn strip whose every instance is known.

    Attributes:
        ids: HW uint16: whose each pixel is, 0 for nobody, else 1 + the index in `owners`.
        owners: The instances of all panels, panel by panel.
        ranges: For each panel of the truth, the first of its owners and the one after its last.
        frameless: Which panels have no frame.
    """

    ids: Ids
    owners: tuple[Owner, ...]
    ranges: tuple[tuple[int, int], ...]
    frameless: frozenset[int]

    @cached_property
    def instances(self) -> tuple[tuple[Instance, ...], ...]:
        """The instances of every panel, in strip coordinates. Of figures that break the frame they go beyond
        the panel's box."""
        found = []
        for box, (first, last) in zip(self.truth.panels, self.ranges, strict=True):
            x0, y0 = max(0, box[0] - _BEYOND), max(0, box[1] - _BEYOND)
            part = self.ids[y0 : box[3] + _BEYOND, x0 : box[2] + _BEYOND].astype(np.int64) - first
            part[(part < 0) | (part > last - first)] = 0
            own = instances_of(part.astype(np.uint16), self.owners[first:last])
            found.append(tuple(replace(one, box=_moved(one.box, x0, y0)) for one in own))
        return tuple(found)


@dataclass(frozen=True)
class Card:
    """Lines that stand alone, as a title does.

    Attributes:
        lines: The words.
        size: Height of the letters in pixels, at most.
        y: The row of their middle; from the strip's foot if it is negative.
        colour: Of the letters; black or white, whichever is seen better, unless told.
    """

    lines: tuple[str, ...]
    size: float
    y: float
    colour: Colour | None = None


def draw_plan(
    plan: Plan,
    artist: Artist,
    rng: Generator,
    habits: Habits,
    *,
    name: str,
    seed: int = 0,
    scale: float = 1.0,
    cards: Sequence[Card] = (),
) -> Story:
    """Draw a planned strip.

    Args:
        plan: Where panels lie, and on what.
        artist: Who draws, letters and appears.
        rng: Everything that is left to chance.
        habits: How often speech lies inside of panels, over their edges, and sounds across gutters.
        name: Kind of the strip, for its truth.
        seed: For its truth.
        scale: Enlarges lettering and lines, for strips that are scaled down later.
        cards: Lines in the gutters above and below everything.
    """
    drawn, tops, bottoms = _draw_rows(plan, artist, rng, habits.inside)
    canvas = new_canvas(bottoms[-1] + plan.last_gap, plan.width)
    paint_ground(canvas, rng, plan, tops, bottoms)
    gutters = gutters_of(canvas, plan, tops, bottoms)
    board = _Board(canvas, np.zeros(canvas.shape[:2], np.uint16))
    boxes = [
        [board.put(cell, picture, top, rng, scale) for cell, picture in zip(row.cells, pictures, strict=True)]
        for row, pictures, top in zip(plan.rows, drawn, tops, strict=True)
    ]
    solid = [
        [] if row.cells[0].content is Content.FRAMELESS else placed
        for row, placed in zip(plan.rows, boxes, strict=True)
    ]
    free = [(y0, y1) for row, y0, y1 in zip(plan.rows, [0, *bottoms], tops, strict=False) if row.alone]

    def speak(sheet: Canvas) -> list[TrueBubble]:
        pen = Pen(
            sheet,
            rng,
            artist.hand,
            scale,
            artist.style.mono,
            list(board.figures),
            board.busy,
            habits.covering,
        )
        made = [_lettered(pen, card) for card in cards]
        for rows in free:
            made += put_alone(pen, rows, mean_colour(sheet[rows[0] : rows[1], :, :3]))
        return made + hang_bubbles(pen, solid, habits.over_edges, sounds=habits.sounds)

    bubbles = over(board.canvas, board.ids, speak)
    truth = Truth(
        kind=name, seed=seed, width=plan.width, height=canvas.shape[0],
        panels=tuple(box for row in boxes for box in row), bubbles=tuple(bubbles), gutters=tuple(gutters),
    )  # fmt: skip
    return Story(
        canvas, truth, 92, board.ids, tuple(board.owners), tuple(board.ranges), frozenset(board.frameless)
    )


@dataclass
class _Board:
    """The strip while it is put together: `ids` number all instances of all panels, `ranges` tell whose are
    which panel's, `figures` are the boxes of what breaks a frame, `busy` those of faces and speech."""

    canvas: Canvas
    ids: Ids
    owners: list[Owner] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    frameless: set[int] = field(default_factory=set)
    figures: list[Box] = field(default_factory=list)
    busy: list[Box] = field(default_factory=list)

    def put(self, cell: Cell, panel: Panel, top: int, rng: Generator, scale: float) -> Box:
        """Put a panel in its place, with its frame line if it has one; returns the frame's box."""
        cut, inner = panel.cut, panel.inner
        placed = place(self.canvas, rng, cell, cut.picture[inner].copy(), top, scale=scale)
        x0, y0, x1, y1 = placed.box
        numbers = cut.ids.astype(np.uint16)
        numbers[numbers > 0] += len(self.owners)
        # Where a slanted frame leaves the ground, its neighbour's pixels stay.
        below = self.ids[y0:y1, x0:x1]
        hidden = below if cell.corners else np.zeros_like(below)
        below[:] = np.where(placed.line, hidden, numbers[inner])
        if panel.figures is not None:
            up, right, down, left = panel.room
            part = np.s_[y0 - up : y1 + down, x0 - left : x1 + right]
            self.canvas[part][panel.figures] = cut.picture[panel.figures]
            self.ids[part][panel.figures] = numbers[panel.figures]
            self.figures += _outside(panel.figures, panel, placed.box)
        self.busy += [_moved(box, x0, y0) for box in cut.busy]
        if cell.content is Content.FRAMELESS:
            self.frameless.add(len(self.ranges))
        self.ranges.append((len(self.owners), len(self.owners) + len(cut.owners)))
        self.owners += cut.owners
        return placed.box


def _outside(figures: NDArray[np.bool_], panel: Panel, box: Box) -> list[Box]:
    """Boxes of a panel's figures where they lie above its frame, and below."""
    up, _, down, left = panel.room
    x, made = box[0] - left, []
    for part, y in ((figures[:up], box[1] - up), (figures[len(figures) - down :], box[3])):
        if part.any():
            columns, rows = np.flatnonzero(part.any(0)), np.flatnonzero(part.any(1))
            first, last = (int(columns[0]), int(rows[0])), (int(columns[-1]) + 1, int(rows[-1]) + 1)
            made.append((x + first[0], y + first[1], x + last[0], y + last[1]))
    return made


def _draw_rows(
    plan: Plan, artist: Artist, rng: Generator, bubbles: float
) -> tuple[list[list[Panel]], list[int], list[int]]:
    """Every row's pictures, and the rows of the strip at which each begins and ends."""
    drawn: list[list[Panel]] = []
    tops: list[int] = []
    bottoms: list[int] = []
    for k, row in enumerate(plan.rows):
        grounds = (
            nearest_colour(plan.backdrops[k], below=True),
            nearest_colour(plan.backdrops[k + 1], below=False),
        )
        drawn.append([draw_cell(cell, artist, rng, grounds, bubbles=bubbles) for cell in row.cells])
        tops.append((bottoms[-1] if bottoms else 0) + row.gap)
        ends = [cell.top + one.height for cell, one in zip(row.cells, drawn[-1], strict=True)]
        bottoms.append(tops[-1] + max(ends))
    return drawn, tops, bottoms


def _lettered(pen: Pen, card: Card) -> TrueBubble:
    """Letter a card; returns it as what it counts for, a bubble alone."""
    height, width = pen.canvas.shape[:2]
    y = card.y if card.y >= 0 else height + card.y
    around = mean_colour(pen.canvas[max(0, round(y) - 20) : round(y) + 20, :, :3])
    ink = card.colour or (INK if luminance(around) > 110 else WHITE)
    size = min(card.size, width * 0.85 / max(text_size(card.lines, 1.0)[0], 1e-9))
    weight = max(pen.hand.weight, 0.08)
    letter(pen.canvas, card.lines, (width / 2, y), size, ink, weight=weight)
    wide, tall = text_size(card.lines, size)
    reach = size * weight + 3
    box = (
        max(0, round(width / 2 - wide / 2 - reach)), max(0, round(y - tall / 2 - reach)),
        min(width, round(width / 2 + wide / 2 + reach)), min(height, round(y + tall / 2 + reach)),
    )  # fmt: skip
    pen.taken.append(box)
    return TrueBubble(box=box, alone=True)


def _moved(box: Box, x: int, y: int) -> Box:
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y
