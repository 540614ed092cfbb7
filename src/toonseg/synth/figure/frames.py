"""Frames: where on the picture a place on the body lies.

Garments, hair and faces are described on the body (so far around it, so far down) and drawn through these
frames, so that one description serves every view and pose. Units are heads, the figure's origin is the
middle of its
pelvis, x to the right, y down. Depth is positive towards the viewer. A longitude is in degrees around the
body's axis: 0 in
front, 90 at the figure's left side, -90 at its right, 180 behind. A yaw is how far the body is turned: 0
towards us, 90
to our right, -90 to our left, 180 away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, pi, radians, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toonseg.synth.art.curves import band, curve, shares
from toonseg.synth.pen import Points

Floats = NDArray[np.float64]
_QUARTERS = np.linspace(0, 1, 5)
_ACROSS = np.linspace(-1, 1, 7)
_BOW = np.stack([np.ones(7), _ACROSS, 1 - _ACROSS**2], 1)  # shares of middle, side and bulge


def turned(offsets: Floats, yaw: float) -> Floats:
    """Nx3 offsets (x, y, z) of the body's own axes, turned by `yaw` degrees, as the viewer sees them."""
    c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    x, y, z = offsets[..., 0], offsets[..., 1], offsets[..., 2]
    return np.stack([x * c + z * s, y, z * c - x * s], -1)


@dataclass(frozen=True)
class HeadFrame:
    """A head: 1 high from crown to chin without hair, the origin of its own axes in the middle between them.

    Attributes:
        centre: Its middle, (x, y) in the figure.
        yaw: How far it is turned, -180 .. 180 degrees.
        roll: Its tilt on the picture, radians, clockwise.
        nod: How far it looks down, degrees.
    """

    centre: tuple[float, float]
    yaw: float
    roll: float = 0.0
    nod: float = 0.0

    @property
    def facing(self) -> bool:
        """Whether any of the face is seen."""
        return abs(self.yaw) < 115

    @property
    def away(self) -> bool:
        """Whether it is seen from behind."""
        return abs(self.yaw) > 115

    def flat(self, points: Points) -> Points:
        """Nx2 points drawn about the head's middle (already as the viewer sees them), put in their place."""
        placed: Points = points @ self._tilt
        placed += self.centre
        return placed

    @cached_property
    def _tilt(self) -> Floats:
        """The roll as a matrix for points in rows."""
        c, s = cos(self.roll), sin(self.roll)
        return np.array([[c, s], [-s, c]])

    @cached_property
    def _turns(self) -> tuple[float, float, float, float]:
        """Cosine and sine of the nod, and of the yaw."""
        nod, yaw = radians(self.nod), radians(self.yaw)
        return cos(nod), sin(nod), cos(yaw), sin(yaw)

    def project(self, points: Floats) -> tuple[Points, Floats]:
        """Nx3 points in the head's own axes (x its left, y down, z front) as Nx2 points and N depths."""
        return self._seen(points[..., 0], points[..., 1], points[..., 2])

    def _seen(self, x: Floats, y: Floats, z: Floats) -> tuple[Points, Floats]:
        """Like `project`, from three arrays whose shapes go together."""
        down, back, c, s = self._turns
        low, ahead = y * down + z * back, z * down - y * back
        across, depth = x * c + ahead * s, ahead * c - x * s
        flat = np.empty((*np.shape(across), 2))
        flat[..., 0] = across
        flat[..., 1] = low
        return self.flat(flat), depth

    def on(self, lon: ArrayLike, y: ArrayLike, radius: ArrayLike = 0.4) -> tuple[Points, Floats]:
        """Points at longitude `lon`, height `y` (-0.5 crown .. 0.5 chin) and distance `radius` from the
        head's axis."""
        lon, y, radius = np.radians(np.asarray(lon, float)), np.asarray(y, float), np.asarray(radius, float)
        return self._seen(radius * np.sin(lon), y, radius * np.cos(lon))


@dataclass(frozen=True)
class TorsoFrame:
    """A torso from the pit of the neck (v = 0) to the crotch (v = 1), as a stack of ellipses along the spine.

    Attributes:
        spine: Nx2 points of its middle on the picture, at even steps of v.
        wide: N half widths (from side to side), at the same steps.
        deep: N half depths (from back to front), at the same steps.
        bust: N extra depths on the front.
        yaw: How far it is turned, degrees.
    """

    spine: Points
    wide: Floats
    deep: Floats
    bust: Floats
    yaw: float

    @property
    def facing(self) -> bool:
        """Whether its front is seen more than its back."""
        return abs(self.yaw) < 100

    @cached_property
    def _rows(self) -> Floats:
        """Per step of v: spine (2), direction across it (2), half width, half depth, bust."""
        along = np.gradient(self.spine, axis=0)
        along /= np.maximum(np.sqrt((along**2).sum(1)), 1e-9)[:, None]
        return np.column_stack([self.spine, along[:, 1], -along[:, 0], self.wide, self.deep, self.bust])

    @cached_property
    def _steps(self) -> Floats:
        """What `_rows` changes by from each to the next. Below the crotch the spine goes on straight: hems
        hang there."""
        steps = np.zeros_like(self._rows)
        steps[:-1] = self._rows[1:] - self._rows[:-1]
        steps[-1, :2] = steps[-2, :2]
        return steps

    @cached_property
    def _turn(self) -> tuple[float, float]:
        """Cosine and sine of the yaw."""
        return cos(radians(self.yaw)), sin(radians(self.yaw))

    def _at(self, v: Floats) -> Floats:
        """The rows at heights v, along the last axis (see `_rows`)."""
        last = len(self.spine) - 1
        i = np.maximum(v, 0) * last
        k = np.minimum(i.astype(np.int64), last)
        row: Floats = self._steps.take(k, 0)
        row *= (i - k)[..., None]
        row += self._rows.take(k, 0)
        return row

    def edges(self, v: ArrayLike) -> tuple[Floats, Floats]:
        """Longitudes of what is seen outermost at the picture's left and right, at each v."""
        right = np.degrees(self._right(self._at(np.asarray(v, float))))
        return right - 180, right

    def _right(self, row: Floats) -> Floats:
        """The longitude at the picture's right edge for rows of `_at`, in radians."""
        c, s = self._turn
        return np.asarray(np.arctan2(row[..., 4] * c, row[..., 5] * s), np.float64)

    def on(self, lon: ArrayLike, v: ArrayLike, out: ArrayLike = 0.0) -> Points:
        """Points at longitude `lon` and height `v`, `out` heads off the skin; those round the back are put
        on the edge."""
        lon, v, out = np.asarray(lon, float), np.asarray(v, float), np.asarray(out, float)
        row = self._at(v)
        right = self._right(row)
        off = (lon * (pi / 180) - right + 1.5 * pi) % (2 * pi) - pi
        around = right - pi / 2 + np.minimum(np.maximum(off, -pi / 2), pi / 2)
        ahead = np.cos(around)
        x = (row[..., 4] + out) * np.sin(around)
        z = (row[..., 5] + out) * ahead + row[..., 6] * np.maximum(ahead, 0) ** 2
        c, s = self._turn
        shift = x * c + z * s
        placed: Points = row[..., :2] + row[..., 2:4] * shift[..., None]
        return placed

    def seen(self, lon: float, v: float = 0.4) -> bool:
        """Whether the place at `lon` is on the side towards us."""
        left, _ = self.edges(v)
        return bool(abs((lon - (float(left) + 90) + 180) % 360 - 180) < 88)

    def in_view(self, lon: Floats, v: ArrayLike = 0.1) -> NDArray[np.bool_]:
        """Which places at `lon` and height `v` are on the side towards us, or at its very edge."""
        left, _ = self.edges(v)
        return np.asarray(np.abs((lon - (left + 90) + 180) % 360 - 180) < 93, np.bool_)

    def edge(self, side: int, v0: float, v1: float, out: ArrayLike = 0.0, count: int = 12) -> Points:
        """The silhouette on the picture's left (-1) or right (1) from v0 to v1, `out` heads off the skin."""
        v = v0 + (v1 - v0) * shares(count)
        left, right = self.edges(v)
        return self.on(left + 0.01 if side < 0 else right - 0.01, v, out)

    def panel(self, lon0: ArrayLike, lon1: ArrayLike, v: ArrayLike, out: ArrayLike = 0.0) -> Points | None:
        """A piece of cloth on the body: from longitude lon0 to lon1 (lon0 < lon1; numbers, or one for each
        v) over the rows v.

        Returns:
            The closed outline of what is seen of it, down along lon0 and up along lon1; None if nothing is.
        """
        lon0, lon1, v, out = np.broadcast_arrays(
            *(np.asarray(value, float) for value in (lon0, lon1, v, out))
        )
        left, _ = self.edges(v)
        middle = left + 90
        middle = middle - 360 * np.round((middle - (lon0 + lon1) / 2) / 360)
        a, b = np.clip(lon0, middle - 89.9, middle + 89.9), np.clip(lon1, middle - 89.9, middle + 89.9)
        if float((b - a).max()) < 1:
            return None
        return np.concatenate([self.on(a, v, out), self.on(b, v, out)[::-1]])

    def outline(self, v0: float, v1: float, out: ArrayLike = 0.0, count: int = 12) -> Points:
        """The closed outline of the torso from v0 to v1: left edge down, right edge up."""
        return np.concatenate([self.edge(-1, v0, v1, out, count), self.edge(1, v0, v1, out, count)[::-1]])

    def covers(self, points: Points, out: float = 0.0) -> NDArray[np.bool_]:
        """Which of Nx2 points lie on the torso, or less than `out` heads beside it."""
        rows = self._rows
        c, s = self._turn
        reach = np.sqrt((rows[:, 4] * c) ** 2 + (rows[:, 5] * s) ** 2) + out
        gap = points[:, None] - rows[None, :, :2]
        along = np.abs(gap[..., 0] * -rows[:, 3] + gap[..., 1] * rows[:, 2])
        nearest = along.argmin(1)
        across = (gap[np.arange(len(points)), nearest] * rows[nearest, 2:4]).sum(1)
        step = float(np.hypot(*(self.spine[1] - self.spine[0])))
        return np.asarray((np.abs(across) < reach[nearest]) & (along.min(1) < step), np.bool_)

    def ring(
        self, v: float, out: float = 0.0, lon0: float = -90, lon1: float = 90, sag: float = 0.0
    ) -> Points:
        """A line around the body at height v, from longitude lon0 to lon1, hanging `sag` lower in front."""
        lon = np.linspace(lon0, lon1, 9)
        points = self.on(lon, np.full(9, v), out)
        points[:, 1] += sag * np.cos(np.radians(lon))
        return points


@dataclass(frozen=True)
class LimbFrame:
    """An arm (t = 0 shoulder, 0.5 elbow, 1 wrist) or a leg (0 hip, 0.5 knee, 1 ankle).

    Attributes:
        side: -1 the figure's right, 1 its left.
        joints: 3x2 points: shoulder, elbow, wrist, or hip, knee, ankle.
        halves: Half widths of the bare limb at t = 0, 0.25, 0.5, 0.75, 1.
        depth: Depth of its middle against the torso's; positive before it.
        level: Its level in the z-order (`levels.Level`).
    """

    side: int
    joints: Points
    halves: tuple[float, float, float, float, float]
    depth: float
    level: int

    @cached_property
    def _spine(self) -> Points:
        a, b, c = self.joints
        # The joint is rounded a little; the halves of the limb stay straight.
        return curve(
            np.array([a, a * 0.45 + b * 0.55, b * 0.9 + (a + c) * 0.05, b * 0.45 + c * 0.55, c]),
            closed=False,
            steps=6,
        )

    def spine(self, t0: float, t1: float, count: int = 13) -> Points:
        """The limb's middle line from t0 to t1; beyond 0 and 1 it goes on straight."""
        t = t0 + (t1 - t0) * shares(count)
        k = shares(len(self._spine))
        line = np.empty((count, 2))
        line[:, 0] = np.interp(t, k, self._spine[:, 0])
        line[:, 1] = np.interp(t, k, self._spine[:, 1])
        if t1 > 1:
            line += np.maximum(t - 1, 0)[:, None] * 2 * (self.joints[2] - self.joints[1])
        if t0 < 0:
            line += np.minimum(t, 0)[:, None] * 2 * (self.joints[1] - self.joints[0])
        return line

    @cached_property
    def _profile(self) -> Floats:
        knots = np.column_stack([_QUARTERS, self.halves])
        return curve(knots, closed=False, steps=6)[:, 1]

    def half(self, t: ArrayLike) -> Floats:
        """Half widths of the bare limb at t."""
        at = np.asarray(t, float)
        return np.asarray(np.interp(at, shares(len(self._profile)), self._profile), np.float64)

    def edges(
        self, t0: float, t1: float, ease: ArrayLike = 0.0, ease1: float | None = None, count: int = 17
    ) -> tuple[Points, Points]:
        """Both sides of the limb (or a sleeve) from t0 to t1, `ease` heads off the skin (`ease1` at t1; or
        one
        number for each of `count` places).

        On the inside of a bend the sides would cross themselves: those points are left out.
        """
        share = shares(count)
        spine = self.spine(t0, t1, count)
        slack = np.asarray(ease, np.float64)
        half = self.half(t0 + (t1 - t0) * share) + (
            slack if ease1 is None else slack + (ease1 - slack) * share
        )
        outline = band(spine, half)
        one, other = outline[:count], outline[count:][::-1]
        if self.bend < 0.5:
            return one, other
        sides = []
        for side in (one, other):
            gap = side[:, None] - spine[None]
            clear = ((gap**2).sum(-1) > (0.9 * np.minimum(half[:, None], half[None])) ** 2).all(1)
            clear[[0, -1]] = True
            sides.append(side[clear])
        return sides[0], sides[1]

    @cached_property
    def bend(self) -> float:
        """By how much elbow or knee is bent on the picture, radians, 0 .. pi."""
        a, b = self.joints[1] - self.joints[0], self.joints[2] - self.joints[1]
        return float(abs(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)))

    def tube(
        self, t0: float, t1: float, ease: float = 0.0, ease1: float | None = None, *, count: int = 17
    ) -> Points:
        """The closed outline of the limb (or a sleeve) from t0 to t1: down one side, up the other."""
        one, other = self.edges(t0, t1, ease, ease1, count)
        return np.concatenate([one, other[::-1]])

    def across(self, t: float, ease: float = 0.0, bow: float = 0.25) -> Points:
        """A line across the limb at t, bowed along it by `bow` half widths (a hem, a cuff, a fold), left to
        right."""
        (ax, ay), (bx, by) = self.spine(t - 0.02, t + 0.02, 2).tolist()
        rate = (float(self.half(t)) + ease) / max(hypot(bx - ax, by - ay), 1e-9)
        x, y = (bx - ax) * rate, (by - ay) * rate
        line: Points = _BOW @ np.array([((ax + bx) / 2, (ay + by) / 2), (-y, x), (x * bow, y * bow)])
        return line

    @property
    def end(self) -> tuple[Points, Points]:
        """Wrist or ankle, and the unit direction in which the limb arrives there."""
        along = self.joints[2] - self.joints[1]
        return self.joints[2], along / max(float(np.hypot(*along)), 1e-9)
