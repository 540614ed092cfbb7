"""Drawing a planned cell's picture and putting it in its place on the strip."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.hard_panels import draw_banded, draw_bleed, draw_frameless
from toonseg.synth.layout import Cell, Content
from toonseg.synth.panels import Cast, add_frame, draw_panel
from toonseg.synth.pen import BLACK, INK, WHITE, Canvas, Colour, luminance, mean_colour
from toonseg.synth.truth import Box

_INKS: tuple[Colour, ...] = (BLACK, INK, WHITE, (120, 120, 126))


def draw_picture(
    cell: Cell, rng: Generator, cast: Cast, grounds: tuple[Colour, Colour], *, bubbles: float
) -> Canvas:
    """The cell's picture without frame line; frameless ones may come out smaller than the cell.

    `grounds` are the colours of the gutters above and below, `bubbles` the chance of a bubble inside.
    """
    width, height = cell.x1 - cell.x0, cell.height
    if cell.content is Content.FRAMELESS:
        return draw_frameless(rng, cast, width, height)
    if cell.content is Content.BLEED:
        return draw_bleed(rng, cast, (width, height), grounds, bubbles=bubbles)
    if cell.content is Content.BANDED:
        return draw_banded(rng, cast, (width, height), cell.frame, bubbles=bubbles)
    return draw_panel(rng, cast, width, height, bubbles=bubbles)


def place(canvas: Canvas, rng: Generator, cell: Cell, picture: Canvas, top: int, *, scale: float) -> Box:
    """Put a picture on the strip, with a frame line where the plan or the lack of contrast asks for it."""
    height, width = picture.shape[:2]
    x0 = cell.x0 + (cell.x1 - cell.x0 - width) // 2
    y0 = top + cell.top
    box = (x0, y0, x0 + width, y0 + height)
    if cell.content is not Content.FRAMELESS:
        ring = _ring(canvas, box)
        ground = mean_colour(np.concatenate(list(ring.values()))) if ring else WHITE
        sides = not (x0 == 0 and width == canvas.shape[1] and rng.random() < 0.5)
        ink = max(_INKS, key=lambda c: abs(luminance(c) - luminance(ground)))
        ink = INK if ink == BLACK and rng.random() < 0.5 else ink
        add_frame(picture, cell.frame, ink, sides=sides)
        if not cell.frame and not _stands_out(picture, ring):
            add_frame(picture, max(2, round(2 * scale)), ink)
    canvas[y0 : y0 + height, x0 : x0 + width] = picture
    return box


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
    return sides


def _stands_out(picture: Canvas, ring: dict[str, Canvas]) -> bool:
    """Whether each side of the picture differs from the backdrop beside it for three quarters of its length.

    Without that, not even a reader could say where the panel ends.
    """
    borders = {"top": picture[0], "bottom": picture[-1], "left": picture[:, 0], "right": picture[:, -1]}
    for side, outside in ring.items():
        difference = np.abs(borders[side].astype(np.int16) - outside.astype(np.int16)).max(1)
        if (difference > 30).mean() < 0.75:
            return False
    return True
