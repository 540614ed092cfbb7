"""Strokes as points: Nx2 float64 arrays of x (to the right) and y (down)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def polygon(*points: tuple[float, float]) -> Points:
    """The Nx2 array of the given corners."""
    return np.array(points, np.float64)


def arc(  # noqa: PLR0917  # an ellipse has four numbers, and is drawn a hundred times
    cx: float, cy: float, rx: float, ry: float, start: float = 0.0, end: float = 360.0, count: int = 36
) -> Points:
    """Points of an ellipse, from `start` to `end` degrees, clockwise on the screen from the right."""
    return _circle(start, end, count) * (rx, ry) + (cx, cy)


@lru_cache(maxsize=512)
def _circle(start: float, end: float, count: int) -> Points:
    """Points of the unit circle from `start` to `end` degrees; read only."""
    angle = np.radians(np.linspace(start, end, count, endpoint=abs(end - start) < 360))
    return np.stack([np.cos(angle), np.sin(angle)], 1)
