"""Drawn strips: a plan becomes pixels and their truth."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, default_rng
from PIL import Image

from toonseg.synth.backdrops import Flat, Vertical, kind_of, nearest_colour, paint_backdrop
from toonseg.synth.hanging import hang_bubbles, put_alone
from toonseg.synth.kinds import Kind
from toonseg.synth.layout import HABITS, Content, Habits, Plan, plan_strip
from toonseg.synth.panels import invent_cast
from toonseg.synth.pen import Canvas, mean_colour, new_canvas
from toonseg.synth.placing import draw_picture, place
from toonseg.synth.truth import TrueBubble, TrueGutter, Truth

Drawing = tuple[Canvas, Truth]


@dataclass(frozen=True)
class DrawnStrip:
    """A strip as HWC uint8 RGB with its truth; `quality` is the JPEG quality its pages want (1..100)."""

    pixels: Canvas
    truth: Truth
    quality: int


def draw_strip(kind: Kind, seed: int, *, panels: int | None = None, width: int | None = None) -> DrawnStrip:
    """Draw a labelled strip; the same arguments give the same pixels on any machine.

    Args:
        kind: What makes the strip hard to cut.
        seed: Any number from 0 up.
        panels: How many panels, about; 8 to 14 by default.
        width: Width in pixels; 690 to 800 by default.
    """
    rng = default_rng([seed, list(Kind).index(kind)])
    final_width = width or int(rng.choice([690, 690, 700, 720, 740, 760, 800]))
    wanted = panels or int(rng.integers(8, 15))
    drawn_width = int(rng.choice([960, 1000, 1080, 1200])) if kind is Kind.RINGING else final_width
    scale = drawn_width / final_width
    plan = plan_strip(kind, rng, width=drawn_width, panels=wanted, scale=scale)
    habits = HABITS.get(kind, Habits())
    pixels, truth = draw_plan(plan, rng, habits, name=kind.value, seed=seed, scale=scale)
    if kind is Kind.RINGING:
        height = round(pixels.shape[0] / scale)
        if rng.random() < 0.5:
            pixels = jpeg(pixels, 75)
        small = Image.fromarray(pixels).resize((final_width, height), Image.Resampling.LANCZOS)
        return DrawnStrip(np.array(small), truth.scaled(final_width, height), 50)
    if kind is Kind.JPEG_80:
        if rng.random() < 0.5:
            pixels = _grain(pixels, rng)
        return DrawnStrip(jpeg(pixels, 80), truth, 80)
    quality = int(rng.choice([60, 75, 85, 92])) if kind is Kind.MIXED else int(rng.integers(88, 97))
    return DrawnStrip(pixels, truth, quality)


def jpeg(pixels: Canvas, quality: int) -> Canvas:
    """What is left of a picture after JPEG, in slices of 4,096 rows, for JPEG has a limit."""
    done = np.empty_like(pixels)
    for y in range(0, pixels.shape[0], 4096):
        buffer = io.BytesIO()
        Image.fromarray(pixels[y : y + 4096]).save(buffer, "JPEG", quality=quality)
        done[y : y + 4096] = np.array(Image.open(buffer))
    return done


def draw_plan(
    plan: Plan, rng: Generator, habits: Habits, *, name: str, seed: int, scale: float = 1.0
) -> Drawing:
    """Draw a planned strip; `name` and `seed` go into its truth. Returns HWC uint8 RGB, and the truth."""
    cast = invent_cast(rng)
    pictures: list[list[Canvas]] = []
    tops: list[int] = []
    bottoms: list[int] = []
    for k, row in enumerate(plan.rows):
        grounds = (
            nearest_colour(plan.backdrops[k], below=True),
            nearest_colour(plan.backdrops[k + 1], below=False),
        )
        pictures.append([draw_picture(cell, rng, cast, grounds, bubbles=habits.inside) for cell in row.cells])
        tops.append((bottoms[-1] if bottoms else 0) + row.gap)
        bottoms.append(
            tops[-1] + max(c.top + p.shape[0] for c, p in zip(row.cells, pictures[-1], strict=True))
        )
    canvas = new_canvas(bottoms[-1] + plan.last_gap, plan.width)
    paint_ground(canvas, rng, plan, tops, bottoms)
    gutters = gutters_of(canvas, plan, tops, bottoms)
    rows = [
        [place(canvas, rng, c, p, top, scale=scale) for c, p in zip(row.cells, drawn, strict=True)]
        for row, drawn, top in zip(plan.rows, pictures, tops, strict=True)
    ]
    bubbles: list[TrueBubble] = []
    for row, y0, y1 in zip(plan.rows, [0, *bottoms], tops, strict=False):
        if row.alone:
            bubbles += put_alone(canvas, rng, (y0, y1), mean_colour(canvas[y0:y1]), scale)
    solid = [
        [] if row.cells[0].content is Content.FRAMELESS else boxes
        for row, boxes in zip(plan.rows, rows, strict=True)
    ]
    taken = [bubble.box for bubble in bubbles]
    bubbles += hang_bubbles(canvas, rng, solid, habits.over_edges, taken=taken, scale=scale)
    truth = Truth(
        kind=name, seed=seed, width=plan.width, height=canvas.shape[0],
        panels=tuple(box for boxes in rows for box in boxes), bubbles=tuple(bubbles), gutters=tuple(gutters),
    )  # fmt: skip
    return canvas, truth


def paint_ground(canvas: Canvas, rng: Generator, plan: Plan, tops: list[int], bottoms: list[int]) -> None:
    """Paint all backdrops; beside a panel the one above gives way to the one below."""
    height = canvas.shape[0]
    starts, ends = [0, *bottoms], [*tops, height]
    if all(isinstance(b, Vertical) for b in plan.backdrops) and plan.smooth and rng.random() < 0.4:
        # One long gradient through gutters and margins alike.
        step = len(plan.backdrops) // 2 + 1
        for k in range(0, len(plan.backdrops), step):
            stop = min(k + step, len(plan.backdrops))
            first, last = plan.backdrops[k], plan.backdrops[stop - 1]
            assert isinstance(first, Vertical) and isinstance(last, Vertical)
            top = 0 if k == 0 else starts[k]
            bottom = height if stop == len(plan.backdrops) else starts[stop]
            paint_backdrop(canvas, top, bottom, Vertical(first.top, last.bottom))
        return
    for k, backdrop in enumerate(plan.backdrops):
        above = starts[k] if k == 0 else starts[k] - round((starts[k] - tops[k - 1]) * 0.5)
        below = (
            ends[k]
            if k == len(plan.backdrops) - 1
            else ends[k] + (bottoms[k] - tops[k]) - round((bottoms[k] - tops[k]) * 0.5)
        )
        if isinstance(backdrop, Vertical):
            paint_backdrop(canvas, above, starts[k], Flat(backdrop.top))
            paint_backdrop(canvas, starts[k], ends[k], backdrop)
            paint_backdrop(canvas, ends[k], below, Flat(backdrop.bottom))
        else:
            paint_backdrop(canvas, above, below, backdrop)


def gutters_of(canvas: Canvas, plan: Plan, tops: list[int], bottoms: list[int]) -> list[TrueGutter]:
    """Rows without panels; called before anything but the backdrops is drawn."""
    made: list[TrueGutter] = []
    for y0, y1, backdrop in zip([0, *bottoms], [*tops, canvas.shape[0]], plan.backdrops, strict=True):
        if y1 > y0:
            colour = mean_colour(canvas[y0:y1].reshape(-1, 3))
            made.append(
                TrueGutter.model_validate({"y0": y0, "y1": y1, "kind": kind_of(backdrop), "colour": colour})
            )
    return made


def _grain(pixels: Canvas, rng: Generator) -> Canvas:
    noisy = pixels.astype(np.int16) + rng.integers(-2, 3, pixels.shape[:2], dtype=np.int16)[..., None]
    grained: Canvas = np.clip(noisy, 0, 255).astype(np.uint8)
    return grained
