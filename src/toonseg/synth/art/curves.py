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


@lru_cache(maxsize=1024)
def between(first: float, last: float, count: int) -> Floats:
    """`count` even steps from `first` to `last`, for ranges that are asked for again and again; read only."""
    return np.linspace(first, last, count)


def curve(knots: Points, *, closed: bool = True, steps: int = 6) -> Points:
    """A Catmull-Rom spline through Nx2 knots, `steps` points for each of its pieces."""
    quads = knots[_neighbours(len(knots), closed)]
    if closed:
        drawn: Points = (_basis(steps) @ quads).reshape(-1, 2)
        return drawn
    out = np.empty((len(quads) * steps + 1, 2))
    np.matmul(_basis(steps), quads, out=out[:-1].reshape(len(quads), steps, 2))
    out[-1] = knots[-1]
    return out


def curves(knots: Points, *, steps: int = 6) -> Points:
    """Open splines through each of M rows of N knots, M x N x 2: `curve` for all of them at once, M x points
    x 2."""
    quads = knots[:, _neighbours(knots.shape[1], False)]
    count = quads.shape[1]
    out = np.empty((len(knots), count * steps + 1, 2))
    out[:, :-1] = (_basis(steps) @ quads).reshape(len(knots), count * steps, 2)
    out[:, -1] = knots[:, -1]
    return out


@lru_cache(maxsize=256)
def _neighbours(count: int, closed: bool) -> NDArray[np.intp]:
    """For each piece of a curve through `count` knots the four knots that it hangs on, Nx4; read only."""
    first = np.arange(count if closed else count - 1)[:, None]
    four = first + np.arange(-1, 3)
    return four % count if closed else np.minimum(np.maximum(four, 0), count - 1)


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
    across = normals(spine, closed=False)
    across *= half[:, None] if isinstance(half, np.ndarray) else half
    count = len(spine)
    outline = np.empty((2 * count, 2))
    np.add(spine, across, out=outline[:count])
    np.subtract(spine, across, out=outline[: count - 1 : -1])
    return outline


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
    rise, fall = _swelling(len(spine), at)
    half = rise * ((belly - root) / 2) + fall * ((belly - tip) / 2)
    # Before the belly `fall` is 1, after it `rise` is.
    return band(spine, half + (root + tip - belly) / 2)


@lru_cache(maxsize=256)
def _swelling(count: int, at: float) -> tuple[Floats, Floats]:
    """Along `count` even steps: 0 rising to 1 at the share `at`, and from there on 1 falling to 0."""
    t = shares(count)
    rise = np.sin(np.clip(t / at, 0, 1) * np.pi / 2)
    fall = np.cos(np.clip((t - at) / (1 - at), 0, 1) * np.pi / 2) ** 0.9
    return rise, fall


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
    step = points[1:] - points[:-1]
    s = np.zeros(len(points))
    np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2).cumsum(out=s[1:])
    t = shares(count) * s[-1]
    even = np.empty((count, 2))
    even[:, 0], even[:, 1] = np.interp(t, s, points[:, 0]), np.interp(t, s, points[:, 1])
    return even


def mirrored(points: Points) -> Points:
    """The points with x turned to the other side."""
    turned: Points = points * np.array([-1.0, 1.0])
    return turned


def beside(point: Points, right: float, down: float) -> Points:
    """The point (x, y) moved by so much."""
    moved: Points = point + np.array([right, down])
    return moved
