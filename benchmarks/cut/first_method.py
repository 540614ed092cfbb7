"""The method of 2021, "Webtoon Image Segmentation", written anew from its description, faults and all.

It had two steps. The rough step scans rows from the top: a row is blank when all its values are equal; every
run of other rows becomes a rough cut. The final step takes Canny edges and Hough lines of each rough cut,
keeps the horizontal lines and crops between the topmost and the lowest. What is wrong with it on purpose:

- a coloured row never counts as blank, nor does one with a single value off by one;
- a run that begins at row 0, or that is still open at the last row, is lost;
- each rough cut lacks its last row;
- a rough cut without horizontal lines gives nothing, and the columns are never cropped.

Its line parameters are not known to be good; a plain probabilistic Hough call stands here, which is kinder.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Box = tuple[int, int, int, int]


def rough_cuts(strip: Rgb) -> list[tuple[int, int]]:
    """Half-open row ranges between blank rows, as the first method cut them.

    Args:
        strip: HWC uint8 RGB.
    """
    flat = strip.reshape(strip.shape[0], -1)
    blank = flat.min(1) == flat.max(1)
    cuts: list[tuple[int, int]] = []
    start = None
    for y in range(1, len(blank)):
        if blank[y - 1] and not blank[y]:
            start = y
        elif blank[y] and not blank[y - 1] and start is not None:
            cuts.append((start, y - 1))
            start = None
    return [(y0, y1) for y0, y1 in cuts if y1 > y0]


def final_cut(piece: Rgb) -> tuple[int, int] | None:
    """Rows between the topmost and the lowest horizontal line of a rough cut; None without such lines."""
    height, width = piece.shape[:2]
    edges = cv2.Canny(cv2.cvtColor(piece, cv2.COLOR_RGB2GRAY), 50, 150)
    lines = cv2.HoughLinesP(edges, 1, np.pi / 180, threshold=100, minLineLength=width // 3, maxLineGap=10)
    if lines is None:
        return None
    ends = np.asarray(lines).reshape(-1, 4)
    level = ends[ends[:, 1] == ends[:, 3], 1]
    if len(level) < 2 or level.max() <= level.min():
        return None
    return int(level.min()), min(height, int(level.max()))


def find_panels(strip: Rgb) -> list[Box]:
    """Panel boxes of a strip, by both steps."""
    boxes: list[Box] = []
    for y0, y1 in rough_cuts(strip):
        rows = final_cut(strip[y0:y1])
        if rows is not None:
            boxes.append((0, y0 + rows[0], strip.shape[1], y0 + rows[1]))
    return boxes
