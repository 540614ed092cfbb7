"""The ground of a rough cut: the pixels that continue the gutters above and below it, around the panels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.runs import Run, spans_of
from toonseg.pictures import Rgb

Mask = NDArray[np.uint8]
"""HW uint8, 0 or 1."""

TOLERANCE = 18
"""Largest difference of a channel between a ground pixel and its gutter's colour, 0..255."""
ROUGH_GRAIN = 16
PAD = 4
SHRINK = 4
LONG = 80
SPECK = 40
"""Drawn specks of fewer pixels than this are JPEG noise."""


@dataclass(frozen=True)
class Ground:
    """What is drawn in a rough cut and what is ground.

    Attributes:
        drawn: 1 where something is drawn; what the ground does not reach counts as drawn, so panels have
            no holes.
        exact: Whether the edges are right to the pixel; otherwise to about two SHRINKs.
    """

    drawn: Mask
    exact: bool


def find_ground(
    pixels: Rgb, over: Run | None, under: Run | None, *, from_sides: bool, along_soft: bool = False
) -> Ground:
    """Separate the ground of a rough cut from what is drawn on it.

    Args:
        pixels: HWC uint8 RGB: the rows of the rough cut, and PAD rows of the gutters that border it.
        over, under: The gutters that border it; None at the strip's ends.
        from_sides: Whether ground-coloured rows at both borders of the strip are ground, even where
            nothing joins them to a gutter.
        along_soft: Whether the ground goes on along soft changes of colour, even between flat gutters.
    """
    gutters = [gutter for gutter in (over, under) if gutter is not None]
    if not gutters:
        return Ground(np.ones(pixels.shape[:2], np.uint8), True)
    if any(gutter.grain > ROUGH_GRAIN for gutter in gutters):
        return Ground(_grown_coarsely(pixels, over, under, from_sides), False)
    if not along_soft and all(gutter.kind == "flat" for gutter in gutters) and _alike(gutters):
        candidate = _near(pixels, gutters[0].bottom if over else gutters[0].top)
    else:
        candidate = _smooth(pixels, max(gutter.grain for gutter in gutters))
    ground = _reached(candidate, over is not None, under is not None, from_sides)
    return Ground(1 - ground, True)


def _alike(gutters: list[Run]) -> bool:
    colours = np.array([gutter.colour for gutter in gutters])
    return bool(np.ptp(colours, axis=0).max() <= TOLERANCE / 2)


def _near(pixels: Rgb, profile: NDArray[np.float32]) -> Mask:
    """1 where a pixel has the colour of a flat gutter."""
    return (~differs(pixels, np.median(profile, axis=0), TOLERANCE)).astype(np.uint8)


def _smooth(pixels: Rgb, grain: int) -> Mask:
    """1 where neighbours differ no more than in the gutters: on gradients and clouds, not across edges."""
    spread = _spread(pixels, 3)
    return (spread <= min(max(grain + 2, 6), TOLERANCE)).astype(np.uint8)


def _spread(pixels: Rgb, size: int) -> NDArray[np.uint8]:
    kernel = np.ones((size, size), np.uint8)
    return largest_channel(cv2.subtract(cv2.dilate(pixels, kernel), cv2.erode(pixels, kernel)))


def largest_channel(pixels: cv2.typing.MatLike) -> NDArray[np.uint8]:
    """HW uint8: the largest of the three channels of HWC uint8; many times as fast as numpy's max."""
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def differs(pixels: Rgb, colour: NDArray[np.floating], least: float) -> NDArray[np.bool_]:
    """HW bool: where a pixel differs from `colour` (RGB, 0..255) by more than `least` in some channel."""
    low, high = np.clip(colour - least, 0, 255), np.clip(colour + least, 0, 255)
    outside: NDArray[np.bool_] = np.equal(cv2.inRange(pixels, low, high), 0)
    return outside


def _reached(candidate: Mask, from_top: bool, from_bottom: bool, from_sides: bool) -> Mask:
    """The part of `candidate` that hangs together with the gutters, or lies at both borders of the strip."""
    _, labels = cv2.connectedComponents(candidate, connectivity=4, ltype=cv2.CV_32S)
    reached = np.zeros(int(labels.max()) + 1, bool)
    if from_top:
        reached[labels[:2].ravel()] = True
    if from_bottom:
        reached[labels[-2:].ravel()] = True
    both = (candidate[:, :3].min(axis=1) & candidate[:, -3:].min(axis=1)) == 1
    for y0, y1 in spans_of(both):
        if from_sides and y1 - y0 >= 3:
            reached[labels[y0:y1, 0]] = True
            reached[labels[y0:y1, -1]] = True
    reached[0] = False
    return np.asarray(reached.astype(np.uint8)[labels], np.uint8)


def _grown_coarsely(pixels: Rgb, over: Run | None, under: Run | None, from_sides: bool) -> Mask:
    """What is drawn on a ground with paper grain, stars or the like.

    The ground is grown at a quarter of the size, where a median has removed fine texture, along soft changes
    only, and among colours that the gutters have.
    """
    height, width = pixels.shape[:2]
    size = (max(width // SHRINK, 1), max(height // SHRINK, 1))
    small = np.asarray(cv2.medianBlur(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), 5), np.uint8)
    candidate = (_spread(small, 2) <= TOLERANCE).astype(np.uint8)
    gutters = [gutter for gutter in (over, under) if gutter is not None]
    lines = _long_lines(pixels, max(gutter.grain for gutter in gutters))
    candidate[cv2.resize(lines, size, interpolation=cv2.INTER_AREA) > 0] = 0
    known = np.zeros(small.shape[:2], np.uint8)
    for gutter in gutters:
        profile = gutter.bottom if gutter is over else gutter.top
        low = np.clip(profile.min(axis=0) - 3 * TOLERANCE, 0, 255)
        high = np.clip(profile.max(axis=0) + 3 * TOLERANCE, 0, 255)
        known |= np.asarray(cv2.inRange(small, low, high), np.uint8)
    ground = _reached(candidate & known, over is not None, under is not None, from_sides)
    drawn = cv2.morphologyEx(1 - ground, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _long_lines(pixels: Rgb, grain: int) -> Mask:
    """255 on level and upright edges of at least LONG pixels: frame lines too thin to outlast a median."""
    edges = (_spread(pixels, 3) > max(TOLERANCE, 1.5 * grain)).astype(np.uint8) * 255
    level = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((1, LONG), np.uint8))
    upright = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((LONG, 1), np.uint8))
    return np.asarray(cv2.bitwise_or(level, upright), np.uint8)
