"""Outlines: tapered strokes, tubes, locks, and lines that stay smooth at any size.

Points are Nx2 float arrays (`pen.Points`); `pen.arc` and `pen.polygon` are the plain ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toonseg.synth.pen import Points

Floats = NDArray[np.float64]


@lru_cache
def _basis(steps: int) -> Floats:
    """Weights of four neighbouring knots at `steps` places between the middle two (Catmull-Rom)."""
    t = (np.arange(steps) / steps)[:, None]
    weights = np.concatenate(
        [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2], 1
    )
    return np.asarray(weights / 2, np.float64)


@lru_cache
def shares(count: int) -> Floats:
    """`count` even steps from 0 to 1; read only."""
    return np.linspace(0, 1, count)


def curve(knots: Points, *, closed: bool = True, steps: int = 6) -> Points:
    """A Catmull-Rom spline through Nx2 knots, `steps` points for each of its pieces.

    The same curve as `pen.curve`, several times faster: figures are made of hundreds of them.
    """
    if closed:
        padded = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        padded = np.concatenate([knots[:1], knots, knots[-1:]])
    count = len(padded) - 3
    quads = np.empty((count, 4, 2))
    for k in range(4):
        quads[:, k] = padded[k : count + k]
    drawn: Points = (_basis(steps) @ quads).reshape(-1, 2)
    return drawn if closed else np.concatenate([drawn, knots[-1:]])


def path(*knots: tuple[float, float], steps: int = 6) -> Points:
    """A smooth open path through the knots."""
    return curve(np.array(knots, np.float64), closed=False, steps=steps)


def loop(*knots: tuple[float, float], steps: int = 6) -> Points:
    """A smooth closed outline through the knots."""
    return curve(np.array(knots, np.float64), steps=steps)


def bezier(p0: ArrayLike, p1: ArrayLike, p2: ArrayLike, p3: ArrayLike, count: int = 12) -> Points:
    """`count` points of the cubic Bezier curve with these four control points (x, y)."""
    t = np.linspace(0, 1, count)[:, None]
    a, b, c, d = (np.asarray(p, np.float64) for p in (p0, p1, p2, p3))
    drawn: Points = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d
    return drawn


def join(*paths: Points) -> Points:
    """Paths one after the other, as one outline."""
    return np.concatenate(paths)


def normals(points: Points, *, closed: bool) -> Points:
    """Unit vectors across an Nx2 path, to the right of its direction on the screen."""
    along = np.empty_like(points)
    np.subtract(points[2:], points[:-2], out=along[1:-1])
    if closed:
        along[0], along[-1] = points[1] - points[-1], points[0] - points[-2]
    else:
        along[0], along[-1] = points[1] - points[0], points[-1] - points[-2]
    x, y = along[:, 0], along[:, 1]
    length = np.maximum(np.sqrt(x * x + y * y), 1e-9)
    across = np.empty_like(points)
    np.divide(y, length, out=across[:, 0])
    np.divide(x, length, out=across[:, 1])
    np.negative(across[:, 0], out=across[:, 0])
    return across


def band(spine: Points, half: float | Floats) -> Points:
    """The outline of a band along `spine`, `half` wide to each side (a number, or one for each point)."""
    offset = normals(spine, closed=False) * np.broadcast_to(half, len(spine))[:, None]
    return np.concatenate([spine + offset, (spine - offset)[::-1]])


def tapered(spine: Points, width: float, taper: tuple[float, float]) -> Points:
    """The outline of a pen stroke: full `width` in the middle, `taper` times that at its ends."""
    offset = normals(spine, closed=False) * (_pressure(len(spine), taper) * (width / 2))
    return np.concatenate([spine + offset, (spine - offset)[::-1]])


@lru_cache(maxsize=1024)
def _pressure(count: int, taper: tuple[float, float]) -> Floats:
    """A stroke's width along its `count` points, as shares of its greatest, Nx1; read only."""
    t = shares(count)
    rise = np.minimum(t * 2.6, 1.0)
    fall = np.minimum((1 - t) * 2.6, 1.0)
    share = (taper[0] + (1 - taper[0]) * rise * (2 - rise)) * (taper[1] + (1 - taper[1]) * fall * (2 - fall))
    return np.asarray(share[:, None], np.float64)


def lock(spine: Points, root: float, belly: float, *, tip: float = 0.0, at: float = 0.4) -> Points:
    """The outline of a lock of hair along `spine`: `root` wide at its start, `belly` at the share `at`,
    `tip` at its end."""
    t = shares(len(spine))
    width = np.where(
        t < at,
        root + (belly - root) * np.sin(np.clip(t / at, 0, 1) * np.pi / 2),
        tip + (belly - tip) * np.cos(np.clip((t - at) / (1 - at), 0, 1) * np.pi / 2) ** 0.9,
    )
    return band(spine, width / 2)


def tube(
    joints: Sequence[tuple[float, float]] | Points, halves: Sequence[float], *, steps: int = 6
) -> Points:
    """The outline of a rounded tube along joints, `halves` wide to each side at each joint; its ends are
    open and flat."""
    knots = np.asarray(joints, np.float64)
    spine = curve(knots, closed=False, steps=steps)
    at = np.linspace(0, len(knots) - 1, len(spine))
    half = np.interp(at, np.arange(len(knots)), np.asarray(halves, np.float64))
    return band(spine, half)


def resample(points: Points, count: int) -> Points:
    """`count` points at even distances along an open path."""
    step = np.sqrt((np.diff(points, axis=0) ** 2).sum(1))
    s = np.concatenate([[0.0], np.cumsum(step)])
    t = np.linspace(0, s[-1], count)
    return np.stack([np.interp(t, s, points[:, 0]), np.interp(t, s, points[:, 1])], 1)


def mirrored(points: Points) -> Points:
    """The points with x turned to the other side."""
    turned: Points = points * np.array([-1.0, 1.0])
    return turned


def beside(point: Points, right: float, down: float) -> Points:
    """The point (x, y) moved by so much."""
    moved: Points = point + np.array([right, down])
    return moved
