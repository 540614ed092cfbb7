"""Layers of samples (red, green, blue, instance number) that fills are made of.

A layer is as large as the box that it fills, HW4 uint8; boxes are half-open, in samples of the canvas.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.placed import SHIFT
from toonseg.synth.art.shapes import Blend, Gradient, Placement, Shape
from toonseg.synth.pen import Colour

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]


def plain(height: int, width: int, colour: tuple[int, int, int, int]) -> Pixels:
    """One colour and instance number."""
    word = np.array(colour, np.uint8).view(np.uint32)[0]
    return np.full((height, width), word, np.uint32).view(np.uint8).reshape(height, width, 4)


def graded(gradient: Gradient, box: Box, where: Placement, number: int, n: int) -> Pixels:
    """The gradient within a box of samples, HWC: one tone for each pixel, the mean of its n x n samples."""
    x0, y0, x1, y1 = box[0] // n, box[1] // n, -(-box[2] // n), -(-box[3] // n)
    left, top, right, down = _slope(gradient, where)
    ramp = _ramp(gradient.first, gradient.last, number)
    y = (np.arange(y0, y1, dtype=np.float32) - np.float32(top)) * np.float32(down)
    height, width = box[3] - box[1], box[2] - box[0]
    above = box[1] - y0 * n
    if abs(right) * (x1 - x0) < 1:  # less than one tone from side to side, as on hair and sleeves
        middle = np.float32(((x0 + x1) / 2 - left) * right)
        tones = np.take(ramp, np.minimum(np.maximum(y + middle, 0), 255).astype(np.intp))
        rows = np.empty((height, width), np.uint32)
        rows[:] = np.repeat(tones, n)[above : above + height, None]
        return rows.view(np.uint8).reshape(height, width, 4)
    x = (np.arange(x0, x1, dtype=np.float32) - np.float32(left)) * np.float32(right)
    index = np.minimum(np.maximum(y[:, None] + x[None], 0), 255).astype(np.intp)
    tones = np.take(ramp, index)
    wide = np.repeat(np.repeat(tones, n, 1), n, 0).view(np.uint8).reshape(len(y) * n, len(x) * n, 4)
    beside = box[0] - x0 * n
    return wide[above : above + height, beside : beside + width]


@lru_cache(maxsize=512)
def _slope(gradient: Gradient, where: Placement) -> tuple[float, float, float, float]:
    """Pixel (x, y) at which a gradient begins, and its tones (0..255) a pixel to the right and down."""
    ends = where.pixels(np.array([gradient.start, gradient.end], np.float64)) - 0.5
    along = ends[1] - ends[0]
    along = along / max(float(along @ along), 1e-9) * 255
    return float(ends[0, 0]), float(ends[0, 1]), float(along[0]), float(along[1])


@lru_cache(maxsize=512)
def _ramp(first: Colour, last: Colour, number: int) -> NDArray[np.uint32]:
    """256 tones from `first` to `last`, each the four bytes of a sample; read only."""
    t = np.linspace(0, 1, 256)[:, None]
    table = np.full((256, 4), number, np.uint8)
    table[:, :3] = np.rint((1 - t) * np.array(first) + t * np.array(last))
    return np.asarray(table.view(np.uint32).ravel(), np.uint32)


def softened(outlines: list[NDArray[np.int32]], box: Box, blur: int, n: int) -> NDArray[np.float32]:
    """How far each sample of a box lies within outlines whose edge is blurred, HW float32, 0..255."""
    x0, y0, x1, y1 = box
    # A broad blur needs no more than a value for each pixel.
    step = n if blur > n else 1
    left, top = x0 // step, y0 // step
    mask = np.zeros((-(-y1 // step) - top, -(-x1 // step) - left), np.uint8)
    corners = outlines if step == 1 else [(points - (step // 2 << SHIFT)) // step for points in outlines]
    cv2.fillPoly(mask, corners, 255, cv2.LINE_8, SHIFT, (-left << SHIFT, -top << SHIFT))
    side = round(blur / step) | 1
    soft = cv2.blur(cv2.blur(mask, (side, side)), (side, side))
    if step > 1:
        soft = cv2.resize(soft, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
    y, x = y0 - top * step, x0 - left * step
    return np.asarray(soft[y : y + y1 - y0, x : x + x1 - x0], np.float32)


def veil(part: Pixels, colour: Colour, shape: Shape) -> Pixels:
    """What lies below, coloured by an overlay; its instance numbers stay."""
    values = np.arange(256, dtype=np.float64)[:, None]
    top = np.array(colour, np.float64)[None]
    if shape.blend is Blend.MULTIPLY:
        mixed = values * top / 255
    elif shape.blend is Blend.SCREEN:
        mixed = 255 - (255 - values) * (255 - top) / 255
    else:
        mixed = np.broadcast_to(top, (256, 3))
    table = np.empty((256, 1, 4), np.uint8)
    table[:, 0, :3] = np.rint(values + (mixed - values) * shape.alpha)
    table[:, 0, 3] = np.arange(256)
    return np.asarray(cv2.LUT(part, table), np.uint8)


def glaze(part: Pixels, over: Pixels, alpha: float) -> Pixels:
    """What lies below under a see-through gradient; its instance numbers stay."""
    mixed = cv2.addWeighted(part, 1 - alpha, over, alpha, 0)
    cv2.mixChannels([part], [mixed], [3, 3])
    return np.asarray(mixed, np.uint8)
