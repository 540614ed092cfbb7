"""The ground of a rough cut: the pixels that continue the gutters above and below it, around the panels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.runs import Run, spans_of
from toonseg.cuts.sketch import bin_middles
from toonseg.pictures import Rgb

Mask = NDArray[np.uint8]
"""HW uint8, 0 or 1."""

TOLERANCE = 18
"""Largest difference of a channel between a ground pixel and its gutter's colour, 0..255."""
SHRINK = 4
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


def find_ground(pixels: Rgb, over: Run | None, under: Run | None) -> Ground:
    """Separate the ground of a rough cut from what is drawn on it.

    Args:
        pixels: HWC uint8 RGB: the rows of the rough cut.
        over, under: The gutters that border it; None at the strip's ends.
    """
    gutters = [gutter for gutter in (over, under) if gutter is not None]
    if not gutters:
        return Ground(np.ones(pixels.shape[:2], np.uint8), True)
    if any(gutter.kind == "texture" for gutter in gutters):
        return Ground(_textured(pixels, over, under), False)
    candidate = _like_gutter(pixels, over, under)
    ground = _reached(candidate, over is not None, under is not None)
    return Ground(_without_specks(1 - ground), True)


def _like_gutter(pixels: Rgb, over: Run | None, under: Run | None) -> Mask:
    """1 where a pixel has the colour of a bordering gutter, or one on the way from the upper to the lower."""
    profiles = [profile for profile in (over and over.bottom, under and under.top) if profile is not None]
    like = np.zeros(pixels.shape[:2], np.uint8)
    for profile in profiles:
        like |= _near(pixels, profile, profile)
    if len(profiles) == 2 and np.abs(profiles[0] - profiles[1]).max() > TOLERANCE / 2:
        like |= _near(pixels, profiles[0], profiles[1])
    return like


def _near(pixels: Rgb, top: NDArray[np.float32], bottom: NDArray[np.float32]) -> Mask:
    """1 where the pixels are near a field of colour that goes evenly from `top` to `bottom`, (BINS, 3) each."""
    height, width = pixels.shape[:2]
    if max(np.ptp(top, axis=0).max(), np.ptp(bottom, axis=0).max(), np.abs(top - bottom).max()) <= 6:
        colour = np.median(np.concatenate([top, bottom]), axis=0)
        low, high = np.clip(colour - TOLERANCE, 0, 255), np.clip(colour + TOLERANCE, 0, 255)
        return cv2.inRange(pixels, low, high) & 1
    at = bin_middles(width)
    lines = [
        np.stack([np.interp(np.arange(width), at, line[:, c]) for c in range(3)], axis=-1)
        for line in (top, bottom)
    ]
    weight = (np.arange(height, dtype=np.float32) + 0.5)[:, None, None] / height
    field = np.asarray(lines[0] + (lines[1] - lines[0]) * weight + 0.5, np.uint8)
    difference = cv2.absdiff(pixels, field)
    return cv2.inRange(difference, (0, 0, 0), (TOLERANCE, TOLERANCE, TOLERANCE)) & 1


def _reached(candidate: Mask, from_top: bool, from_bottom: bool) -> Mask:
    """The part of `candidate` that hangs together with the gutters, or lies at both of the strip's borders."""
    _, labels = cv2.connectedComponents(candidate, connectivity=4, ltype=cv2.CV_32S)
    reached = np.zeros(int(labels.max()) + 1, bool)
    if from_top:
        reached[labels[:2].ravel()] = True
    if from_bottom:
        reached[labels[-2:].ravel()] = True
    both = (candidate[:, :3].min(axis=1) & candidate[:, -3:].min(axis=1)) == 1
    for y0, y1 in spans_of(both):
        if y1 - y0 >= 3:
            reached[labels[y0:y1, 0]] = True
            reached[labels[y0:y1, -1]] = True
    reached[0] = False
    return reached.astype(np.uint8)[labels]


def _without_specks(drawn: Mask) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8, ltype=cv2.CV_32S)
    keep = stats[:, cv2.CC_STAT_AREA] >= SPECK
    keep[0] = False
    if keep[1:].all():
        return drawn
    return keep.astype(np.uint8)[labels]


def _textured(pixels: Rgb, over: Run | None, under: Run | None) -> Mask:
    """As in `find_ground`, for grounds that are no even colour: grown at a quarter of the size, along soft
    changes only, from the rows that touch the gutters."""
    height, width = pixels.shape[:2]
    size = (max(width // SHRINK, 1), max(height // SHRINK, 1))
    small = cv2.medianBlur(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), 5)
    kernel = np.ones((2, 2), np.uint8)
    spread = cv2.subtract(cv2.dilate(small, kernel), cv2.erode(small, kernel)).max(axis=2)
    candidate = (spread <= TOLERANCE).astype(np.uint8)
    far = np.full(small.shape[:2], 255, np.uint8)
    for profile in (over and over.bottom, under and under.top):
        if profile is not None:
            low, high = profile.min(axis=0) - 3 * TOLERANCE, profile.max(axis=0) + 3 * TOLERANCE
            far &= cv2.bitwise_not(cv2.inRange(small, np.clip(low, 0, 255), np.clip(high, 0, 255)))
    candidate[far > 0] = 0
    ground = _reached(candidate, over is not None, under is not None)
    drawn = cv2.morphologyEx(1 - ground, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return cv2.resize(drawn, (width, height), interpolation=cv2.INTER_NEAREST)
