"""What cuts an instance off: the cut's border, and bubbles that lie over it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import Rgb
from toonseg.strip import Box

_LIGHT, _DARK = 200, 55
"""Paper of a balloon: all channels at least the one, or at most the other, 0..255."""
_EVEN = 10
"""It wavers by no more than this, 0..255, in most places."""
_LEAST = 300
"""It has at least so many pixels, and at most half of the cut's."""
_SOLID = 0.5
"""Its area is at least this share of its convex hull's."""
_CONTRAST = 90
"""Letters differ by as much from it, 0..255."""
_LOW, _HIGH = 4, 64
"""So many pixels high are letters."""
_LETTERS = 4
_INK = (0.015, 0.5)
"""Share of the balloon that is lettering."""
_OUTLINE = 5
"""A balloon's outline lies between its paper and what it covers: at most so many pixels wide."""
_CONTACT = 8
"""So many pixels of an instance's rim at a balloon are no accident."""


def touches(box: Box, size: tuple[int, int]) -> bool:
    """Whether a tight box [x0, y0, x1, y1] reaches the border of a cut of `size` (height, width)."""
    x0, y0, x1, y1 = box
    return x0 <= 0 or y0 <= 0 or x1 >= size[1] or y1 >= size[0]


def bubbles_in(pixels: Rgb, worn: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where speech and narration balloons lie in a cut, with their outlines: HW bool.

    A balloon is a compact piece of one even, light or dark tone that holds several letters: small pieces of
    one height that stand out from it. Coloured balloons, letters without a balloon, balloons that are seen
    through, and what the cut's border leaves too little of are not seen.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        worn: HW bool: where instances are seen; no balloon lies there.
    """
    found = np.zeros(worn.shape, np.uint8)
    free = (~worn).astype(np.uint8) * np.uint8(255)
    papers = (
        cv2.inRange(pixels, (_LIGHT, _LIGHT, _LIGHT), (255, 255, 255)),
        cv2.inRange(pixels, (0, 0, 0), (_DARK, _DARK, _DARK)),
    )
    for paper in papers:
        count, labels, stats, _ = cv2.connectedComponentsWithStats(
            cv2.bitwise_and(paper, free), connectivity=4
        )
        for number in range(1, count):
            x, y, w, h, area = (int(value) for value in stats[number])
            if not _LEAST <= area <= worn.size / 2:
                continue
            here = (slice(y, y + h), slice(x, x + w))
            piece = (labels[here] == number).astype(np.uint8)
            whole = _filled(piece)
            if _is_balloon(pixels[here], piece, whole):
                found[here] |= whole
    return cv2.dilate(found, np.ones((2 * _OUTLINE + 1, 2 * _OUTLINE + 1), np.uint8)) > 0


def _is_balloon(pixels: Rgb, piece: NDArray[np.uint8], whole: NDArray[np.uint8]) -> bool:
    hull = cv2.convexHull(cv2.findNonZero(whole))
    if whole.sum() < _SOLID * cv2.contourArea(hull):
        return False
    tone = np.median(pixels[piece > 0], axis=0)
    off = np.abs(pixels.astype(np.int16) - tone.astype(np.int16)).max(2)
    if (off[piece > 0] <= _EVEN).mean() < 0.75:
        return False
    core = cv2.erode(np.pad(whole, 1), np.ones((5, 5), np.uint8))[1:-1, 1:-1]
    ink = ((off >= _CONTRAST) & (core > 0)).astype(np.uint8)
    share = ink.sum() / whole.sum()
    if not _INK[0] <= share <= _INK[1]:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    area, high = stats[1:, cv2.CC_STAT_AREA], stats[1:, cv2.CC_STAT_HEIGHT]
    letters = (area >= 4) & (high >= _LOW) & (high <= _HIGH) & (stats[1:, cv2.CC_STAT_WIDTH] <= 2 * _HIGH)
    if np.count_nonzero(letters) < _LETTERS or area[letters].sum() < 0.8 * area.sum():
        return False
    # By area: dots of a pause are many, and small.
    order = np.argsort(high[letters], kind="stable")
    weight = area[letters][order].astype(np.float64)
    usual = high[letters][order][np.searchsorted(weight.cumsum(), weight.sum() / 2)]
    alike = (high[letters] >= usual / 2) & (high[letters] <= usual * 2)
    return bool(area[letters][alike].sum() >= 0.7 * weight.sum())


def cut_off_by(bubbles: NDArray[np.bool_], mask: NDArray[np.bool_], box: Box) -> bool:
    """Whether a balloon takes a piece of an instance: whether both meet along several pixels.

    Args:
        bubbles: HW bool, of the cut, from `bubbles_in`.
        mask: HW bool, likewise.
        box: The mask's tight box.
    """
    x0, y0, x1, y1 = box
    here = (slice(max(y0 - 1, 0), y1 + 1), slice(max(x0 - 1, 0), x1 + 1))
    if not bubbles[here].any():
        return False
    own = mask[here].astype(np.uint8)
    around = cv2.dilate(own, np.ones((3, 3), np.uint8)) > own
    return int(np.count_nonzero(around & bubbles[here])) >= _CONTACT


def _filled(piece: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The piece with its holes filled: HW uint8, 0 or 1."""
    outside = np.pad(piece, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.ascontiguousarray((outside != 2).astype(np.uint8)[1:-1, 1:-1])
