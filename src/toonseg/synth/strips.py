"""Drawn strips: a plan becomes pixels and their truth."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, default_rng
from PIL import Image

from toonseg.synth.backdrops import Backdrop, Flat, Vertical, kind_of, paint_backdrop
from toonseg.synth.hanging import hang_bubbles, put_alone
from toonseg.synth.layout import Cell, Content, Kind, Plan, distance, far_colour, plan_strip
from toonseg.synth.panels import (
    Cast,
    add_flat_rows,
    add_frame,
    add_white_band,
    draw_frameless,
    draw_panel,
    invent_cast,
)
from toonseg.synth.pen import BLACK, INK, WHITE, Canvas, Colour, luminance, new_canvas
from toonseg.synth.truth import Box, TrueBubble, TrueGutter, Truth


@dataclass(frozen=True)
class DrawnStrip:
    """A strip as HWC uint8 RGB with its truth; `quality` is the JPEG quality its pages want (1..100)."""

    kind: Kind
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
    pixels, truth = _draw(plan, rng, kind, seed, scale)
    if kind is Kind.RINGING:
        height = round(pixels.shape[0] / scale)
        if rng.random() < 0.5:
            pixels = jpeg(pixels, 75)
        small = Image.fromarray(pixels).resize((final_width, height), Image.Resampling.LANCZOS)
        return DrawnStrip(kind, np.array(small), truth.scaled(final_width, height), 50)
    if kind is Kind.JPEG_80:
        if rng.random() < 0.5:
            pixels = _grain(pixels, rng)
        return DrawnStrip(kind, jpeg(pixels, 80), truth, 80)
    quality = int(rng.choice([60, 75, 85, 92])) if kind is Kind.MIXED else int(rng.integers(88, 97))
    return DrawnStrip(kind, pixels, truth, quality)


def jpeg(pixels: Canvas, quality: int) -> Canvas:
    """What is left of a picture after JPEG, in slices of 4,096 rows, for JPEG has a limit."""
    done = np.empty_like(pixels)
    for y in range(0, pixels.shape[0], 4096):
        buffer = io.BytesIO()
        Image.fromarray(pixels[y : y + 4096]).save(buffer, "JPEG", quality=quality)
        done[y : y + 4096] = np.array(Image.open(buffer))
    return done


def _draw(plan: Plan, rng: Generator, kind: Kind, seed: int, scale: float) -> tuple[Canvas, Truth]:
    cast = invent_cast(rng)
    inside = 0.15 if kind in (Kind.BUBBLES, Kind.FRAMELESS) else 0.45
    pictures = [[_picture(cell, rng, cast, inside) for cell in row.cells] for row in plan.rows]
    tops: list[int] = []
    y = 0
    for row, drawn in zip(plan.rows, pictures, strict=True):
        tops.append(y + row.gap)
        y = tops[-1] + max(c.top + p.shape[0] for c, p in zip(row.cells, drawn, strict=True))
    height = y + plan.last_gap
    canvas = new_canvas(height, plan.width)
    bottoms = [
        top + max(c.top + p.shape[0] for c, p in zip(row.cells, drawn, strict=True))
        for top, row, drawn in zip(tops, plan.rows, pictures, strict=True)
    ]
    _paint_ground(canvas, rng, plan, tops, bottoms)
    gutters = _gutters(canvas, plan, tops, bottoms)
    rows: list[list[Box]] = []
    for row, drawn, top in zip(plan.rows, pictures, tops, strict=True):
        rows.append(
            [
                _paste(canvas, rng, cell, picture, top, scale)
                for cell, picture in zip(row.cells, drawn, strict=True)
            ]
        )
    bubbles: list[TrueBubble] = []
    edges = [0, *bottoms], [*tops, height]
    for k, row in enumerate(plan.rows):
        if row.alone:
            bubbles += put_alone(
                canvas,
                rng,
                edges[0][k],
                edges[1][k],
                gutters_colour(plan.backdrops[k], canvas, edges[0][k]),
                scale,
            )
    chance = {Kind.BUBBLES: 1.0, Kind.MIXED: 0.35, Kind.FRAMELESS: 0.0, Kind.BANDS: 0.0}.get(kind, 0.06)
    bubbles += hang_bubbles(canvas, rng, rows, [row.cells for row in plan.rows], chance, scale)
    panels = tuple(box for boxes in rows for box in boxes)
    truth = Truth(
        kind=kind.value, seed=seed, width=plan.width, height=height,
        panels=panels, bubbles=tuple(bubbles), gutters=tuple(gutters),
    )  # fmt: skip
    return canvas, truth


def gutters_colour(backdrop: Backdrop, canvas: Canvas, y: int) -> Colour:
    """The colour that lettering in a gutter has to stand out from."""
    if isinstance(backdrop, Flat):
        return backdrop.colour
    r, g, b = (int(v) for v in canvas[min(y, canvas.shape[0] - 1)].mean(0))
    return r, g, b


def _picture(cell: Cell, rng: Generator, cast: Cast, bubbles: float) -> Canvas:
    width, height = cell.x1 - cell.x0, cell.height
    if cell.content is Content.FRAMELESS:
        return draw_frameless(rng, cast, width, height)
    picture = draw_panel(rng, cast, width, height, bubbles=bubbles)
    if cell.content is Content.BANDED:
        add_white_band(picture, rng, cell.frame)
    return picture


def _paste(canvas: Canvas, rng: Generator, cell: Cell, picture: Canvas, top: int, scale: float) -> Box:
    """Put a picture in its place, with a frame line where the plan or the lack of contrast asks for it."""
    height, width = picture.shape[:2]
    x0 = cell.x0 + (cell.x1 - cell.x0 - width) // 2
    y0 = top + cell.top
    box = (x0, y0, x0 + width, y0 + height)
    if cell.content is not Content.FRAMELESS:
        ring = _ring(canvas, box)
        ground = _mean(np.concatenate(list(ring.values())))
        if cell.content is Content.BLEED:
            _flatten_ends(picture, rng, ground)
        sides = not (x0 == 0 and width == canvas.shape[1] and rng.random() < 0.5)
        ink = max((BLACK, INK, WHITE, (120, 120, 126)), key=lambda c: abs(luminance(c) - luminance(ground)))
        ink = INK if ink == BLACK and rng.random() < 0.5 else ink
        add_frame(picture, cell.frame, ink, sides=sides)
        if not cell.frame and not _stands_out(picture, ring):
            add_frame(picture, max(2, round(2 * scale)), ink)
    canvas[y0 : y0 + height, x0 : x0 + width] = picture
    return box


def _flatten_ends(picture: Canvas, rng: Generator, ground: Colour) -> None:
    which = int(rng.integers(3))
    for top in (True, False):
        if which == 2 or which == (0 if top else 1):
            sky = _mean(picture[:4].reshape(-1, 3) if top else picture[-4:].reshape(-1, 3))
            colour = (
                sky if distance(sky, ground) >= 40 and rng.random() < 0.6 else far_colour(rng, ground, 40)
            )
            add_flat_rows(picture, rng, colour, int(rng.integers(60, 201)), top=top)


def _ring(canvas: Canvas, box: Box) -> dict[str, Canvas]:
    """The backdrop's pixels just outside each side of the box that does not lie on the strip's border."""
    x0, y0, x1, y1 = box
    sides: dict[str, Canvas] = {}
    if y0 > 0:
        sides["top"] = canvas[y0 - 1, x0:x1]
    if y1 < canvas.shape[0]:
        sides["bottom"] = canvas[y1, x0:x1]
    if x0 > 0:
        sides["left"] = canvas[y0:y1, x0 - 1]
    if x1 < canvas.shape[1]:
        sides["right"] = canvas[y0:y1, x1]
    return sides or {"none": canvas[y0:y1, x0]}


def _stands_out(picture: Canvas, ring: dict[str, Canvas]) -> bool:
    """Whether each side of the picture differs from the backdrop beside it along three quarters of its length."""
    borders = {"top": picture[0], "bottom": picture[-1], "left": picture[:, 0], "right": picture[:, -1]}
    for side, outside in ring.items():
        if side in borders:
            difference = np.abs(borders[side].astype(np.int16) - outside.astype(np.int16)).max(1)
            if (difference > 30).mean() < 0.75:
                return False
    return True


def _paint_ground(canvas: Canvas, rng: Generator, plan: Plan, tops: list[int], bottoms: list[int]) -> None:
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


def _gutters(canvas: Canvas, plan: Plan, tops: list[int], bottoms: list[int]) -> list[TrueGutter]:
    """Rows without panels; called before anything but the backdrops is drawn."""
    made: list[TrueGutter] = []
    for y0, y1, backdrop in zip([0, *bottoms], [*tops, canvas.shape[0]], plan.backdrops, strict=True):
        if y1 > y0:
            colour = _mean(canvas[y0:y1].reshape(-1, 3))
            made.append(
                TrueGutter.model_validate({"y0": y0, "y1": y1, "kind": kind_of(backdrop), "colour": colour})
            )
    return made


def _grain(pixels: Canvas, rng: Generator) -> Canvas:
    noisy = pixels.astype(np.int16) + rng.integers(-2, 3, pixels.shape[:2], dtype=np.int16)[..., None]
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _mean(pixels: Canvas) -> Colour:
    r, g, b = (round(float(v)) for v in pixels.reshape(-1, 3).mean(0))
    return r, g, b
