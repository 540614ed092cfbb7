"""Ink and paint: polygons, curves and colour sums on a canvas.

A canvas is an HWC uint8 RGB array, 0..255, written in place; coordinates are float pixels, x to the
right, y down. OpenCV's anti-aliased drawing is fixed-point arithmetic, so a shape gives the same
pixels on every machine.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.lettering.strokes import Points, arc, polygon

# Who draws with the pen has its strokes from here, too.
__all__ = [
    "BLACK", "INK", "WHITE", "Canvas", "Colour", "Points", "arc", "fill", "hsv", "luminance", "mean_colour",
    "mix", "new_canvas", "polygon", "ramp", "stroke",
]  # fmt: skip

Canvas = NDArray[np.uint8]
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INK: Colour = (34, 28, 32)

_SHIFT = 4  # sub-pixel bits of OpenCV's drawing calls


def new_canvas(height: int, width: int, colour: Colour = WHITE) -> Canvas:
    """An HWC uint8 RGB canvas of one colour."""
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = colour
    return canvas


def fill(canvas: Canvas, points: Points, colour: Colour) -> None:
    """Fill the polygon of Nx2 `points`."""
    cv2.fillPoly(canvas, [_fixed(points)], colour, cv2.LINE_AA, _SHIFT)


def stroke(canvas: Canvas, points: Points, colour: Colour, width: float = 2, *, closed: bool = False) -> None:
    """Draw a line through Nx2 `points`, `width` pixels wide (at least one)."""
    cv2.polylines(canvas, [_fixed(points)], closed, colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0..1) of `second` in it."""
    (r, g, b), (r1, g1, b1) = first, second
    return round(r + (r1 - r) * share), round(g + (g1 - g) * share), round(b + (b1 - b) * share)


def luminance(colour: Colour) -> float:
    """Rec. 601 luma of an RGB colour, 0..255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """An RGB colour from hue in degrees, saturation and value 0..1 (Smith 1978)."""
    # Written out: a location has hundreds of colours.
    sector, chroma = hue / 60, 255 * value * saturation
    r, g, b = (5 + sector) % 6, (3 + sector) % 6, (1 + sector) % 6
    return (
        round(255 * value - chroma * max(0.0, min(r, 4 - r, 1.0))),
        round(255 * value - chroma * max(0.0, min(g, 4 - g, 1.0))),
        round(255 * value - chroma * max(0.0, min(b, 4 - b, 1.0))),
    )


def ramp(height: int, width: int, top: Colour, bottom: Colour) -> Canvas:
    """A vertical gradient from `top` to `bottom`, HWC uint8 RGB."""
    t = np.linspace(0, 1, height)[:, None]
    rows = np.rint((1 - t) * np.array(top) + t * np.array(bottom)).astype(np.uint8)
    return np.repeat(rows[:, None], width, 1)


def mean_colour(pixels: Canvas) -> Colour:
    """The mean of RGB pixels in an array of any leading shape."""
    r, g, b = (round(float(v)) for v in pixels.reshape(-1, 3).mean(0))
    return r, g, b


def _fixed(points: Points) -> NDArray[np.int32]:
    scaled: NDArray[np.int32] = np.rint(points * (1 << _SHIFT)).astype(np.int32)
    return scaled
