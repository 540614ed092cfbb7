"""A strip of composed panels: the plan of the cutting benchmark's strips, its gutters, and every instance."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from toonseg.synth.art import Owner
from toonseg.synth.backdrops import Flat, nearest_colour
from toonseg.synth.bubbles import draw_words
from toonseg.synth.hanging import hang_bubbles, put_alone
from toonseg.synth.kinds import Kind
from toonseg.synth.layout import HABITS, Cell, Content, Habits, Plan, plan_rows, plan_strip
from toonseg.synth.lettering import text_size
from toonseg.synth.pen import INK, WHITE, Canvas, luminance, mean_colour, new_canvas
from toonseg.synth.placing import place
from toonseg.synth.strips import gutters_of, jpeg, paint_ground
from toonseg.synth.titles.artist import Artist
from toonseg.synth.titles.cells import draw_cell
from toonseg.synth.titles.cut import Cut, Instance, instances_of
from toonseg.synth.titles.overlay import over
from toonseg.synth.truth import Box, TrueBubble, Truth

_EPISODE = Habits(
    gaps=(40, 220), columns=0.12, frameless=0.1, over_edges=0.2, alone=0.3, framed=0.7, full_width=0.45,
    inside=0.5,
)  # fmt: skip
_TITLE_ROWS = 260


@dataclass(frozen=True)
class Story:
    """A drawn strip: HWC uint8 RGB, what is in it, the instances of every panel in strip coordinates, which
    panels have no frame, and the JPEG quality that its pages want."""

    pixels: Canvas
    truth: Truth
    instances: tuple[tuple[Instance, ...], ...]
    frameless: frozenset[int]
    quality: int


def draw_story(
    artist: Artist, kind: Kind | None, rng: Generator, *, panels: int, width: int, words: tuple[str, ...]
) -> Story:
    """Draw an episode's strip.

    Args:
        artist: Style and cast.
        kind: One of the sixteen kinds of strips; None for a usual episode on white.
        rng: Everything that is left to chance.
        panels: How many, about.
        width: Of the pages, in pixels.
        words: Lines of the title, lettered above the first panel; none for no title.
    """
    drawn = int(rng.choice([960, 1000, 1080])) if kind is Kind.RINGING else width
    scale = drawn / width
    plan = plan_strip(kind or Kind.WHITE, rng, width=drawn, panels=panels, scale=scale)
    habits = HABITS.get(kind or Kind.WHITE, Habits())
    if kind is None:
        rows = tuple(plan_rows(rng, _EPISODE, width=width, panels=panels))
        plan = replace(plan, rows=rows, backdrops=(Flat(WHITE),) * (len(rows) + 1))
        habits = _EPISODE
    if words and kind is not Kind.ENDS:
        first = replace(plan.rows[0], gap=round(_TITLE_ROWS * scale), alone=False)
        plan = replace(plan, rows=(first, *plan.rows[1:]))
    cuts, tops, bottoms = _draw_rows(plan, artist, rng, habits.inside)
    canvas = new_canvas(bottoms[-1] + plan.last_gap, plan.width)
    paint_ground(canvas, rng, plan, tops, bottoms)
    gutters = gutters_of(canvas, plan, tops, bottoms)
    sheet = _Sheet(canvas, np.zeros(canvas.shape[:2], np.uint16))
    boxes = [
        [sheet.put(cell, cut, top, rng, scale) for cell, cut in zip(row.cells, pictures, strict=True)]
        for row, pictures, top in zip(plan.rows, cuts, tops, strict=True)
    ]
    solid = [
        [] if row.cells[0].content is Content.FRAMELESS else placed
        for row, placed in zip(plan.rows, boxes, strict=True)
    ]
    free = [(y0, y1) for row, y0, y1 in zip(plan.rows, [0, *bottoms], tops, strict=False) if row.alone]
    bubbles = over(
        sheet.canvas, sheet.ids, lambda pen: _hang(pen, rng, free, solid, habits.over_edges, scale)
    )
    if words and kind is not Kind.ENDS:
        bubbles.append(_title(sheet.canvas, words, tops[0], scale))
    truth = Truth(
        kind=kind.value if kind else "episode", seed=0, width=plan.width, height=canvas.shape[0],
        panels=tuple(box for row in boxes for box in row), bubbles=tuple(bubbles), gutters=tuple(gutters),
    )  # fmt: skip
    quality = int(rng.integers(86, 96))
    ids = sheet.ids
    if kind is Kind.RINGING:
        height = round(canvas.shape[0] / scale)
        canvas = np.array(Image.fromarray(canvas).resize((width, height), Image.Resampling.LANCZOS))
        ids = np.array(Image.fromarray(ids).resize((width, height), Image.Resampling.NEAREST))
        truth, quality = truth.scaled(width, height), 60
    elif kind is Kind.JPEG_80:
        canvas, quality = jpeg(canvas, 80), 80
    found = tuple(
        _within(ids, box, first, tuple(sheet.owners[first:last]))
        for box, (first, last) in zip(truth.panels, sheet.ranges, strict=True)
    )
    return Story(canvas, truth, found, frozenset(sheet.frameless), quality)


@dataclass
class _Sheet:
    """The strip while it is put together: `ids` number all instances of all panels, `ranges` tell whose are
    which panel's."""

    canvas: Canvas
    ids: NDArray[np.uint16]
    owners: list[Owner] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    frameless: set[int] = field(default_factory=set)

    def put(self, cell: Cell, cut: Cut, top: int, rng: Generator, scale: float) -> Box:
        """Put a panel in its place, with its frame line if it has one."""
        picture = cut.picture.copy()
        x0, y0, x1, y1 = box = place(self.canvas, rng, cell, picture, top, scale=scale)
        numbers = cut.ids.astype(np.uint16)
        _unframe(picture, numbers)
        numbers[numbers > 0] += len(self.owners)
        self.ids[y0:y1, x0:x1] = numbers
        if cell.content is Content.FRAMELESS:
            self.frameless.add(len(self.ranges))
        self.ranges.append((len(self.owners), len(self.owners) + len(cut.owners)))
        self.owners += cut.owners
        return box


def _draw_rows(
    plan: Plan, artist: Artist, rng: Generator, bubbles: float
) -> tuple[list[list[Cut]], list[int], list[int]]:
    """Every row's pictures, and the rows of the strip at which each begins and ends."""
    cuts: list[list[Cut]] = []
    tops: list[int] = []
    bottoms: list[int] = []
    for k, row in enumerate(plan.rows):
        grounds = (
            nearest_colour(plan.backdrops[k], below=True),
            nearest_colour(plan.backdrops[k + 1], below=False),
        )
        cuts.append([draw_cell(cell, artist, rng, grounds, bubbles=bubbles) for cell in row.cells])
        tops.append((bottoms[-1] if bottoms else 0) + row.gap)
        ends = [cell.top + cut.ids.shape[0] for cell, cut in zip(row.cells, cuts[-1], strict=True)]
        bottoms.append(tops[-1] + max(ends))
    return cuts, tops, bottoms


def _hang(  # noqa: PLR0917
    pen: Canvas,
    rng: Generator,
    free: list[tuple[int, int]],
    solid: list[list[Box]],
    chance: float,
    scale: float,
) -> list[TrueBubble]:
    """Bubbles alone in the rows `free`, and over the edges of the panels `solid`."""
    made: list[TrueBubble] = []
    for rows in free:
        made += put_alone(pen, rng, rows, mean_colour(pen[rows[0] : rows[1], :, :3]), scale)
    return made + hang_bubbles(pen, rng, solid, chance, taken=[bubble.box for bubble in made], scale=scale)


def _title(canvas: Canvas, words: tuple[str, ...], rows: int, scale: float) -> TrueBubble:
    """The title's lines in the rows above the first panel."""
    ink = INK if luminance(mean_colour(canvas[:rows])) > 110 else WHITE
    middle = (canvas.shape[1] / 2, rows * 0.45)
    size = min(46 * scale, canvas.shape[1] * 0.85 / max(text_size(words, 1.0)[0], 1e-9))
    return TrueBubble(box=draw_words(canvas, words, size, middle, ink), alone=True)


def _unframe(picture: Canvas, ids: NDArray[np.uint16]) -> None:
    """Nobody owns the frame line: the border's lines of one colour, up to 8 pixels deep."""
    for quarter in range(4):
        seen, numbers = np.rot90(picture, quarter), np.rot90(ids, quarter)
        for line, own in zip(seen[:8], numbers[:8], strict=True):
            if (line != line[0]).any():
                break
            own[:] = 0


def _within(ids: NDArray[np.uint16], box: Box, first: int, owners: tuple[Owner, ...]) -> tuple[Instance, ...]:
    """A panel's instances, in strip coordinates."""
    x0, y0, x1, y1 = box
    part = ids[y0:y1, x0:x1].astype(np.int64) - first
    part[(part < 0) | (part > len(owners))] = 0
    found = instances_of(part.astype(np.uint16), owners)
    return tuple(
        replace(one, box=(one.box[0] + x0, one.box[1] + y0, one.box[2] + x0, one.box[3] + y0))
        for one in found
    )
