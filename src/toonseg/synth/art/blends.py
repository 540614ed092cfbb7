"""Layers of samples (red, green, blue, instance number) that fills are made of.

A layer is as large as the box that it fills, HW4 uint8; boxes are half-open, in samples of the canvas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.ink import SHIFT
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
    (_, top), tones = _tones(gradient, box, where, number, n)
    if tones.shape[1] > 1:
        return _magnified(tones, box, n)
    height, width = box[3] - box[1], box[2] - box[0]
    rows = np.empty((height, width), np.uint32)
    rows[:] = np.repeat(tones, n, 0)[box[1] - top * n :][:height]
    return rows.view(np.uint8).reshape(height, width, 4)


@dataclass(frozen=True)
class Soft:
    """A blurred patch of one colour: its outlines in sixteenths of a sample, the radius of its blur in
    samples, its box in samples with that radius around it, and its opacity, 0..1."""

    outlines: list[NDArray[np.int32]]
    blur: int
    box: Box
    colour: Colour
    alpha: float


def shaded(  # noqa: PLR0917
    paint: Colour | Gradient, shades: Sequence[Soft], box: Box, where: Placement, number: int, n: int
) -> Pixels:
    """Paint within a box of samples, and blurred patches on it, HWC.

    Both change slowly, so that one value for each pixel will do: a ninth of the work.
    """
    if not shades and isinstance(paint, Gradient):
        return graded(paint, box, where, number, n)
    if not shades and isinstance(paint, tuple):
        return plain(box[3] - box[1], box[2] - box[0], (*paint, number))
    if isinstance(paint, Gradient):
        (left, top), tones = _tones(paint, box, where, number, n)
    else:
        (left, top), tones = (box[0] // n, box[1] // n), np.zeros((1, 1), np.uint32)
        tones[:] = np.array((*paint, number), np.uint8).view(np.uint32)
    height, width = -(-box[3] // n) - top, -(-box[2] // n) - left
    ground = np.empty((height, width), np.uint32)
    ground[:] = tones
    pixels = ground.view(np.uint8).reshape(height, width, 4)
    for shade in shades:
        x0, y0 = max(shade.box[0] // n, left), max(shade.box[1] // n, top)
        x1, y1 = min(-(-shade.box[2] // n), left + width), min(-(-shade.box[3] // n), top + height)
        if x0 >= x1 or y0 >= y1:
            continue
        share = _blurred(shade.outlines, (x0, y0, x1, y1), shade.blur, n).astype(np.float32)
        share *= np.float32(shade.alpha / 255)
        part = pixels[y0 - top : y1 - top, x0 - left : x1 - left]
        part[:] = cv2.blendLinear(plain(y1 - y0, x1 - x0, (*shade.colour, number)), part, share, 1 - share)
    return _magnified(ground, box, n)


def _magnified(tones: NDArray[np.uint32], box: Box, n: int) -> Pixels:
    """The samples of a box, of tones for the pixels that it touches."""
    x, y = box[0] % n, box[1] % n
    wide = np.repeat(np.repeat(tones, n, 1), n, 0)
    samples = wide.view(np.uint8).reshape(*wide.shape, 4)
    return samples[y : y + box[3] - box[1], x : x + box[2] - box[0]]


def _tones(
    gradient: Gradient, box: Box, where: Placement, number: int, n: int
) -> tuple[tuple[int, int], NDArray[np.uint32]]:
    """The first pixel (x, y) that a box of samples touches, and a gradient's tones for all of them, HW, each
    the four bytes of a sample; one column where it changes by less than one tone from side to side."""
    x0, y0, x1, y1 = box[0] // n, box[1] // n, -(-box[2] // n), -(-box[3] // n)
    left, top, right, down = _slope(gradient, where)
    ramp = _ramp(gradient.first, gradient.last, number)
    y = (np.arange(y0, y1, dtype=np.float32) - np.float32(top)) * np.float32(down)
    if abs(right) * (x1 - x0) < 1:  # as on hair and sleeves
        index = y[:, None] + np.float32(((x0 + x1) / 2 - left) * right)
    else:
        x = (np.arange(x0, x1, dtype=np.float32) - np.float32(left)) * np.float32(right)
        index = y[:, None] + x
    return (x0, y0), np.take(ramp, np.minimum(np.maximum(index, 0), 255).astype(np.intp))


@lru_cache(maxsize=512)
def _slope(gradient: Gradient, where: Placement) -> tuple[float, float, float, float]:
    """Pixel (x, y) at which a gradient begins, and its tones (0..255) a pixel to the right and down."""
    (x0, y0), (x1, y1) = where.pixel(*gradient.start), where.pixel(*gradient.end)
    right, down = x1 - x0, y1 - y0
    rate = 255 / max(right * right + down * down, 1e-9)
    return x0 - 0.5, y0 - 0.5, right * rate, down * rate


_STEPS = np.linspace(0, 1, 256)[:, None]


@lru_cache(maxsize=2048)
def _ramp(first: Colour, last: Colour, number: int) -> NDArray[np.uint32]:
    """256 tones from `first` to `last`, each the four bytes of a sample; read only."""
    table = np.full((256, 4), number, np.uint8)
    table[:, :3] = np.rint((1 - _STEPS) * np.array(first) + _STEPS * np.array(last))
    return np.asarray(table.view(np.uint32).ravel(), np.uint32)


def softened(outlines: list[NDArray[np.int32]], box: Box, blur: int, n: int) -> NDArray[np.float32]:
    """How far each sample of a box lies within outlines whose edge is blurred, HW float32, 0..255."""
    x0, y0, x1, y1 = box
    # A broad blur needs no more than a value for each pixel.
    step = n if blur > n else 1
    left, top = x0 // step, y0 // step
    soft = _blurred(outlines, (left, top, -(-x1 // step), -(-y1 // step)), blur, step)
    if step > 1:
        soft = np.asarray(cv2.resize(soft, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR), np.uint8)
    y, x = y0 - top * step, x0 - left * step
    return np.asarray(soft[y : y + y1 - y0, x : x + x1 - x0], np.float32)


def _blurred(outlines: list[NDArray[np.int32]], box: Box, blur: int, step: int) -> Pixels:
    """Outlines with a blurred edge, HW uint8, 0..255, one value for each `step` x `step` samples; the box is
    in such steps, the blur in samples."""
    x0, y0, x1, y1 = box
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    corners = outlines if step == 1 else [(points - (step // 2 << SHIFT)) // step for points in outlines]
    cv2.fillPoly(mask, corners, 255, cv2.LINE_8, SHIFT, (-x0 << SHIFT, -y0 << SHIFT))
    side = round(blur / step) | 1
    return np.asarray(cv2.blur(cv2.blur(mask, (side, side)), (side, side)), np.uint8)


def veil(part: Pixels, colour: Colour, shape: Shape) -> Pixels:
    """What lies below, coloured by an overlay; its instance numbers stay."""
    return np.asarray(cv2.LUT(part, _veil(colour, shape.blend, shape.alpha)), np.uint8)


@lru_cache(maxsize=512)
def _veil(colour: Colour, blend: Blend, alpha: float) -> Pixels:
    """The look-up table of an overlay, 256 x 1 x 4; read only."""
    values = np.arange(256, dtype=np.float64)[:, None]
    top = np.array(colour, np.float64)[None]
    if blend is Blend.MULTIPLY:
        mixed = values * top / 255
    elif blend is Blend.SCREEN:
        mixed = 255 - (255 - values) * (255 - top) / 255
    else:
        mixed = np.broadcast_to(top, (256, 3))
    table = np.empty((256, 1, 4), np.uint8)
    table[:, 0, :3] = np.rint(values + (mixed - values) * alpha)
    table[:, 0, 3] = np.arange(256)
    return table


def glaze(part: Pixels, over: Pixels, alpha: float) -> Pixels:
    """What lies below under a see-through gradient; its instance numbers stay."""
    mixed = cv2.addWeighted(part, 1 - alpha, over, alpha, 0)
    cv2.mixChannels([part], [mixed], [3, 3])
    return np.asarray(mixed, np.uint8)
