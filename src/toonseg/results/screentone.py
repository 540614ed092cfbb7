"""Screentone: where a page's tone is a lattice of dots, or a mesh of holes, as in printed comics."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_DOT = (4, 50, 9)  # least and most pixels of a dot or hole, and the most that it is wide or tall
_WINDOW, _DOTS = 33, 22  # so many dots within a window so wide are a tone


def screened(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where dots or holes stand close together, HW bool.

    Args:
        dark: HW bool: what is darker than what is around it.
    """
    middles = np.zeros(dark.shape, np.float32)
    least, most, side = _DOT
    for marks in (dark.astype(np.uint8), (~dark).astype(np.uint8)):
        _, _, stats, centres = cv2.connectedComponentsWithStats(marks, connectivity=4)
        area, wide, tall = (stats[:, k] for k in (cv2.CC_STAT_AREA, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
        longer, shorter = np.maximum(wide, tall), np.minimum(wide, tall)
        dots = (area >= least) & (area <= most) & (longer <= side) & (longer <= 2 * shorter)
        dots[0] = False
        x, y = centres[dots].astype(int).T
        np.add.at(middles, (y, x), 1)
    if not middles.any():
        return np.zeros(dark.shape, bool)
    near = cv2.boxFilter(middles, -1, (_WINDOW, _WINDOW), normalize=False)
    tone = cv2.morphologyEx((near >= _DOTS).astype(np.uint8), cv2.MORPH_CLOSE, _disc(_WINDOW // 2))
    # At the border of a tone the window is half empty.
    return np.asarray(cv2.dilate(tone, _disc(_WINDOW // 6)) > 0)


def _disc(side: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
