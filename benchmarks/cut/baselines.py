"""Two textbook ways to find panels, tuned a little for webtoons: recursive X-Y cut and contour boxes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Box = tuple[int, int, int, int]

_LEAST = 60  # shortest side of a panel, in pixels; both baselines drop what is smaller


def xy_cut(strip: Rgb, *, tolerance: int = 16, gap: int = 4) -> list[Box]:
    """Recursive X-Y cut (Nagy and Seth 1984) on whatever differs from the strip's most common border colour.

    Args:
        strip: HWC uint8 RGB.
        tolerance: Largest difference from the background, in levels, that still counts as background.
        gap: Fewest blank rows or columns that part two blocks.
    """
    background = _border_colour(strip)
    drawn = np.abs(strip.astype(np.int16) - background).max(2) > tolerance
    boxes: list[Box] = []
    _split(drawn, (0, 0), gap, boxes)
    return [b for b in boxes if b[2] - b[0] >= _LEAST and b[3] - b[1] >= _LEAST]


def contour_boxes(strip: Rgb, *, threshold: int = 240, close: int = 5) -> list[Box]:
    """Bounding boxes of the outer contours of what is darker than `threshold` (lighter than 15 on black)."""
    gray = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    light = int(_border_colour(strip).sum()) > 384
    mask = (gray < threshold if light else gray > 255 - threshold).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((close, close), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes: list[Box] = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if w >= _LEAST and h >= _LEAST and w * h >= 0.02 * strip.shape[1] ** 2:
            boxes.append((x, y, x + w, y + h))
    return boxes


def _border_colour(strip: Rgb) -> NDArray[np.int16]:
    """The most common colour of the strip's first and last columns, in steps of 8 levels."""
    border = np.concatenate([strip[:, 0], strip[:, -1]])
    coarse = (border // 8).astype(np.int32)
    keys = coarse[:, 0] * 1024 + coarse[:, 1] * 32 + coarse[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    chosen = border[keys == values[counts.argmax()]]
    colour: NDArray[np.int16] = np.median(chosen, axis=0).astype(np.int16)
    return colour


def _split(drawn: NDArray[np.bool_], origin: tuple[int, int], gap: int, boxes: list[Box]) -> None:
    """Cut at blank rows, then at blank columns, until nothing more falls apart."""
    x, y = origin
    rows = _runs(drawn.any(1), gap)
    for y0, y1 in rows:
        columns = _runs(drawn[y0:y1].any(0), gap)
        for x0, x1 in columns:
            if len(rows) == 1 and len(columns) == 1:
                boxes.append((x + x0, y + y0, x + x1, y + y1))
            else:
                _split(drawn[y0:y1, x0:x1], (x + x0, y + y0), gap, boxes)


def _runs(flags: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Half-open runs of True; runs with fewer than `gap` False between them are one."""
    at = np.flatnonzero(flags)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts = at[np.concatenate([[0], breaks + 1])]
    ends = at[np.concatenate([breaks, [len(at) - 1]])] + 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
