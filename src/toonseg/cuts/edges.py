"""Rectangles from long straight edges: a witness that does not ask what the ground looks like."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.ground import largest_channel
from toonseg.cuts.runs import channel_max
from toonseg.pictures import Rgb
from toonseg.strip import Box

HALF = 2
"""Edges are sought at half the size; the lengths here are of that size."""
LONG = 40
"""A straight edge is at least this long, in pixels."""
SHARP = 20
"""Least difference of a channel across an edge, 0..255."""
THICK = 7
"""A frame line and its blur are at most this thick."""
MOST_LINES = 24
SAME_END = 7
"""Two edges of one panel end within this many pixels of each other."""
LEAST_APART = 30
WIDE = 0.55
REFINE = 5


@dataclass(frozen=True)
class _Line:
    """A level edge from x0 to x1 in the rows [y0, y1)."""

    x0: int
    x1: int
    y0: int
    y1: int


def find_rectangles(pixels: Rgb) -> list[Box]:
    """Rectangles whose upper and lower, or left and right edges are straight and end together.

    Args:
        pixels: HWC uint8 RGB; its own borders count as edges.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < HALF:
        return []
    small = np.asarray(
        cv2.resize(pixels, (width // HALF, height // HALF), interpolation=cv2.INTER_AREA), np.uint8
    )
    level = _rectangles(small)
    upright = _rectangles(np.ascontiguousarray(small.transpose(1, 0, 2)))
    boxes = level + [(y0, x0, y1, x1) for x0, y0, x1, y1 in upright]
    return [(x0 * HALF, y0 * HALF, min(x1 * HALF, width), min(y1 * HALF, height)) for x0, y0, x1, y1 in boxes]


def _rectangles(pixels: Rgb) -> list[Box]:
    height, width = pixels.shape[:2]
    lines = _level_lines(pixels)
    lines += [_Line(0, width, line.y0, line.y1) for line in lines if line.x1 - line.x0 >= WIDE * width]
    lines += [_Line(0, width, 0, 0), _Line(0, width, height, height)]
    boxes = []
    for over in lines:
        for under in lines:
            near = abs(over.x0 - under.x0) <= SAME_END and abs(over.x1 - under.x1) <= SAME_END
            if near and under.y0 - over.y1 >= LEAST_APART:
                boxes.append((min(over.x0, under.x0), over.y0, max(over.x1, under.x1), under.y1))
    return boxes


def _level_lines(pixels: Rgb) -> list[_Line]:
    """The longest level edges, as lines of a few rows."""
    if pixels.shape[0] < 3 or pixels.shape[1] < LONG or not pixels.size:
        return []
    across = largest_channel(cv2.absdiff(pixels[2:], pixels[:-2]))
    edges = cv2.dilate((across > SHARP).astype(np.uint8), np.ones((3, 1), np.uint8))
    edges = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((1, LONG), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(edges, connectivity=8)
    found = [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:] if h <= THICK]
    found.sort(key=lambda box: -box[2])
    return [_Line(x, x + w, y + 1, y + h + 1) for x, y, w, h in found[:MOST_LINES]]


def refine(pixels: Rgb, box: Box) -> Box:
    """Move each side of a box to the sharpest edge within REFINE pixels, if there is one."""
    x0, y0, x1, y1 = box
    x0, x1 = (_sharpest(pixels[y0:y1].transpose(1, 0, 2), x) for x in (x0, x1))
    y0, y1 = (_sharpest(pixels[:, x0:x1], y) for y in (y0, y1))
    return x0, y0, x1, y1


def _sharpest(rows: NDArray[np.uint8], at: int) -> int:
    """The row border near `at` across which rows (N, M, 3) differ most; `at` if they hardly do."""
    first, last = max(at - REFINE, 1), min(at + REFINE + 1, len(rows))
    if at <= 0 or at >= len(rows) or last - first < 2 or rows.shape[1] < LONG:
        return at
    thin = rows[first - 1 : last, :: max(1, rows.shape[1] // 200)].astype(np.int16)
    steps = (channel_max(np.abs(np.diff(thin, axis=0))) > SHARP // 2).mean(axis=1)
    # The outermost clear step is the panel's own edge; a frame line has another one within.
    return first + int(steps.argmax()) if steps.max() >= 0.4 else at
