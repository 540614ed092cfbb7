"""Putting a panel's picture in its place on the strip, with its frame line."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.pen import BLACK, INK, WHITE, Canvas, Colour, luminance, mean_colour, stroke
from toonseg.synth.strips.layout import Cell, Content
from toonseg.synth.truth import Box

_INKS: tuple[Colour, ...] = (BLACK, INK, WHITE, (120, 120, 126))


@dataclass(frozen=True)
class Placed:
    """Where a panel has come to lie, frame line and all, and which of its pixels the line took."""

    box: Box
    line: NDArray[np.bool_]


def place(canvas: Canvas, rng: Generator, cell: Cell, picture: Canvas, top: int, *, scale: float) -> Placed:
    """Put a picture on the strip, with a frame line where the plan or the lack of contrast asks for it.

    Args:
        canvas: The strip, its ground painted; written in place.
        rng: Where the choices come from.
        cell: Where the plan has the picture; a frameless one may be smaller than its cell.
        picture: HWC uint8 RGB. The frame line is drawn on it.
        top: The strip's row in which the cell's row of panels begins.
        scale: Enlarges the line.
    """
    height, width = picture.shape[:2]
    x0 = cell.x0 + (cell.x1 - cell.x0 - width) // 2
    y0 = top + cell.top
    box = (x0, y0, x0 + width, y0 + height)
    line = np.zeros((height, width), bool)
    if cell.content is not Content.FRAMELESS:
        ring = _ring(canvas, box)
        ground = mean_colour(np.concatenate(list(ring.values()))) if ring else WHITE
        sides = not (x0 == 0 and width == canvas.shape[1] and rng.random() < 0.5)
        ink = max(_INKS, key=lambda c: abs(luminance(c) - luminance(ground)))
        ink = INK if ink == BLACK and rng.random() < 0.5 else ink
        if cell.corners:
            line = _cut_slanted(canvas[y0 : y0 + height, x0 : x0 + width], picture, cell, ink)
        elif cell.frame:
            line = _frame(picture, cell.frame, ink, sides=sides)
        elif not _stands_out(picture, ring):
            line = _frame(picture, max(2, round(2 * scale)), ink)
    canvas[y0 : y0 + height, x0 : x0 + width] = picture
    return Placed(box, line)


def _frame(picture: Canvas, width: int, colour: Colour, *, sides: bool = True) -> NDArray[np.bool_]:
    """Draw the frame line, `width` pixels wide, inside the border (without `sides`: above and below); returns
    where it lies."""
    line = np.zeros(picture.shape[:2], bool)
    line[:width] = line[-width:] = True
    if sides:
        line[:, :width] = line[:, -width:] = True
    picture[line] = colour
    return line


def _cut_slanted(ground: Canvas, picture: Canvas, cell: Cell, ink: Colour) -> NDArray[np.bool_]:
    """Let the ground show outside of the cell's corners, and draw the frame line along them; returns where
    the picture is not seen any more."""
    corners = np.array(cell.corners)
    inside = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.rint(corners * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    share = (inside / np.float32(255))[..., None]
    picture[:] = np.rint(picture * share + ground * (1 - share))
    half = cell.frame / 2
    # The line lies inside the box, as other frames do.
    within = np.clip(corners, half, np.array(picture.shape[1::-1]) - 1 - half)
    stroke(picture, within, ink, cell.frame, closed=True)
    line = np.zeros_like(inside)
    cv2.polylines(line, [np.rint(within * 16).astype(np.int32)], True, 255, cell.frame, cv2.LINE_AA, 4)
    return np.asarray((inside < 128) | (line >= 128))


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
