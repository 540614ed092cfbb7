"""Screentone: where a page's tone is a lattice of dots, or a mesh of holes, as in printed comics."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_DARKER = 0.05  # of 1: a dot lies so much deeper than what is around it
_DOT = (4, 50, 9)  # least and most pixels of a dot or hole, and the most that it is wide or tall
_WINDOW, _DOTS = 33, 22  # so many dots within a window so wide are a tone


def screened(depth: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where dots or holes stand close together.

    Args:
        depth: HW float32, how much darker a pixel is than what is around it, 0..1 (a black top-hat).

    Returns:
        HW bool.
    """
    dark = (depth > _DARKER).astype(np.uint8)
    middles = np.zeros(depth.shape, np.float32)
    least, most, side = _DOT
    for marks in (dark, 1 - dark):
        _, _, stats, centres = cv2.connectedComponentsWithStats(marks, connectivity=4)
        area, wide, tall = (stats[:, k] for k in (cv2.CC_STAT_AREA, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
        longer, shorter = np.maximum(wide, tall), np.minimum(wide, tall)
        dots = (area >= least) & (area <= most) & (longer <= side) & (longer <= 2 * shorter)
        dots[0] = False
        x, y = centres[dots].astype(int).T
        np.add.at(middles, (y, x), 1)
    if not middles.any():
        return np.zeros(depth.shape, bool)
    near = cv2.boxFilter(middles, -1, (_WINDOW, _WINDOW), normalize=False)
    tone = (near >= _DOTS).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    return np.asarray(cv2.morphologyEx(tone, cv2.MORPH_CLOSE, disc) > 0)
