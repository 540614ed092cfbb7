"""Hair as a curtain: a surface that falls from the crown all round the head to one lower edge.

One description serves every view: what lies on the near half of the head is drawn before the face, what lies
on the
far half behind the neck. The fringe is the part of the lower edge that ends above the eyes, side locks are
where it
reaches the jaw, long hair where it reaches the back. A style gives the edge by longitude; see `hair_bob.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toonseg.synth.art.curves import between, join, shares
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.pen import Points

Floats = NDArray[np.float64]

_WIDEST = -0.06  # height at which hair is widest, in the head's own axes


@dataclass(frozen=True)
class Curtain:
    """Hair from the crown to an edge.

    Attributes:
        lons: N longitudes in degrees, rising, within -180 .. 180; 0 is the middle of the face.
        ys: N heights of the edge there, in heads (-0.5 crown, 0.5 chin, 2 about the waist).
        flare: How far the edge stands off from straight down, in heads; negative turns in to the neck.
        volume: How far the hair stands off the skull, in heads, 0.02 .. 0.2.
        wave: How far it swings in and out on its way down, in heads, 0 .. 0.06.
        waves: Swings in a head's height, 1 .. 4.
        phase: Where a swing begins, radians.
        uneven: How far the dome strays from smooth, in heads.
        sway: How far wind carries what hangs aside, on the picture, in heads for each head of length.
    """

    lons: Floats
    ys: Floats
    flare: float = 0.02
    volume: float = 0.07
    wave: float = 0.0
    waves: float = 1.6
    phase: float = 0.0
    uneven: float = 0.0
    sway: float = 0.0

    def radius(self, lon: ArrayLike, y: ArrayLike) -> Floats:
        """Distance of the surface from the head's axis, at longitude `lon` and height `y`, in heads."""
        around, down = np.radians(np.asarray(lon, float)), np.asarray(y, float)
        ahead = np.cos(around)
        # A skull is longer than wide: 0.36 to the front, 0.39 to the sides, 0.44 to the back.
        skull = 0.385 - 0.04 * ahead + 0.015 * ahead**2
        widest = skull + self.volume * 0.72
        top = -0.5 - self.volume
        # A dome a little squarer than a ball.
        above = np.maximum(1 - (np.minimum(down - _WIDEST, 0) / (top - _WIDEST)) ** 2.1, 0) ** (1 / 2.1)
        below = np.minimum(np.maximum((down - _WIDEST) / 0.75, 0), 1)
        # Long hair hangs: what a flare adds it adds in the first head below the chin.
        out = self.flare * below * np.sqrt(below) * np.minimum(np.maximum(down - _WIDEST, 0), 1.1) / 0.6
        if self.flare < 0:  # a nape is hollow, cheeks are not
            behind = 0.5 - 0.5 * ahead
            out = np.maximum(out * (0.1 + 0.9 * behind * np.sqrt(np.maximum(behind, 0))), -0.18)
        if self.wave:
            swing = np.sin(2 * np.pi * self.waves * down + self.phase + 2 * around)
            out = out + self.wave * swing * np.minimum(np.maximum((down + 0.1) / 0.5, 0), 1)
        if self.uneven:
            bumps = np.sin(9 * down + 2 * around + self.phase) + 0.7 * np.sin(
                17 * down - 3 * around + 2 * self.phase
            )
            out = out + self.uneven * bumps * above
        return np.asarray(widest * above + out, np.float64)

    def on(
        self, head: HeadFrame, lon: ArrayLike, y: ArrayLike, lift: ArrayLike = 0.0
    ) -> tuple[Points, Floats]:
        """Points of the surface and their depths; `lift` heads outside of it."""
        radius = self.radius(lon, y) + np.asarray(lift, float)
        points, depths = head.on(_as_drawn(np.asarray(lon, float), head.yaw), y, radius)
        if head.roll or self.sway:
            # A head tilts, but what hangs below it hangs straight down, or flies in the wind.
            low = np.maximum(np.broadcast_to(np.asarray(y, float), depths.shape) - 0.3, 0)[..., None]
            fly = low**1.3 * np.array([self.sway, -0.25 * abs(self.sway)]) * 1.2
            points = points + low * np.array([np.sin(head.roll), 1 - np.cos(head.roll)]) + fly
        return points, depths

    def strand(
        self, head: HeadFrame, lon: float, y0: float, y1: float, *, drift: float = 0.0, count: int = 9
    ) -> Points:
        """A path down the surface from y0 to y1, moving `drift` degrees aside on its way."""
        t = shares(count)
        return self.on(head, lon + drift * t**1.5, y0 + (y1 - y0) * t)[0]

    def edge(self, lon0: float, lon1: float, lowest: float = 9.0) -> tuple[Floats, Floats]:
        """Longitudes and heights of the edge from lon0 to lon1 (degrees, lon0 < lon1), cut off at height
        `lowest`."""
        lons, ys = self._round
        here = (lons > lon0) & (lons < lon1)
        ends = np.interp([lon0, lon1], lons, ys)
        cut = np.concatenate([[ends[0]], ys[here], [ends[1]]])
        at = np.concatenate([[lon0], lons[here], [lon1]])
        # What is cut off for the view ends in points too, and what grows behind the ears falls on down.
        behind = np.clip((np.abs((at + 180) % 360 - 180) - 104) / 14, 0, 1)
        torn = lowest - 0.14 * np.abs(np.sin(at * (np.pi / 22))) + behind * 9
        return at, np.minimum(cut, torn)

    def height(self, lon: ArrayLike) -> Floats:
        """The edge's height at longitudes."""
        return np.asarray(np.interp(np.asarray(lon, float), *self._round), np.float64)

    @cached_property
    def _round(self) -> tuple[Floats, Floats]:
        """The edge three times round the head, so that no view meets its ends."""
        return np.concatenate([self.lons - 360, self.lons, self.lons + 360]), np.tile(self.ys, 3)

    def front(self, head: HeadFrame, lowest: float = 9.0) -> tuple[Points, int, int]:
        """The outline of the half towards us, starting at the crown and going down on the picture's left,
        and the
        indices at which its lower edge begins and ends (for those who ink it apart)."""
        return self._half(head, -90 - head.yaw, 90 - head.yaw, lowest)

    def back(self, head: HeadFrame, lowest: float = 9.0) -> Points:
        """The outline of the half away from us."""
        outline, _, _ = self._half(head, 90 - head.yaw, 270 - head.yaw, lowest)
        if abs(head.yaw) > 48:
            # Of a face in profile nothing of the far side hangs before it but the fringe.
            local = outline - np.array(head.centre)
            ahead = local[:, 0] * np.sign(head.yaw) > 0.02
            brow = float(self.height(0.0))
            local[ahead, 1] = np.minimum(local[ahead, 1], brow - 0.08)
            local[ahead, 0] *= 0.8
            outline = local + np.array(head.centre)
        return outline

    def _half(self, head: HeadFrame, lon0: float, lon1: float, lowest: float) -> tuple[Points, int, int]:
        lons, ys = self.edge(lon0, lon1, lowest)
        left = self._meridian(head, lon0, float(ys[0]))
        right = self._meridian(head, lon1, float(ys[-1]))
        edge = self.on(head, lons, ys)[0]
        return join(left, edge[1:-1], right[::-1]), len(left) - 1, len(left) + len(edge) - 2

    def _meridian(self, head: HeadFrame, lon: float, bottom: float) -> Points:
        top = -0.5 - self.volume
        # Steps are even along the dome, then along the fall.
        dome = _WIDEST + (top - _WIDEST) * np.cos(between(0, np.pi / 2, 15))
        ys = dome if bottom > _WIDEST else top + (dome - top) * (bottom - top) / (_WIDEST - top)
        if bottom > _WIDEST:
            ys = np.concatenate([ys, _WIDEST + (bottom - _WIDEST) * shares(9)[1:]])
        return self.on(head, np.full(len(ys), lon), ys)[0]


def _as_drawn(lon: Floats, yaw: float) -> Floats:
    """Longitudes on a turned head as it is drawn: its face turns less than its skull (`on_face`), so the
    hair about the face follows it and leaves the near eye free."""
    turn = 18.0 * min(abs(yaw) / 35, 1.0) * min(max((150 - abs(yaw)) / 50, 0.0), 1.0)
    if turn < 0.5:
        return lon
    side = -1.0 if yaw > 0 else 1.0
    near = side * ((lon + 180) % 360 - 180)
    share = np.minimum(np.maximum((near + 60) / 50, 0), 1) * np.minimum(np.maximum((105 - near) / 55, 0), 1)
    return np.asarray(lon + side * turn * share, np.float64)


def locks(
    ends: list[tuple[float, float]], gaps: list[tuple[float, float]], *, samples: int = 9, power: float = 1.25
) -> tuple[Floats, Floats]:
    """An edge of pointed locks: between each gap and the next (lon, y) hangs one lock with its tip at the
    end (lon, y).

    Needs one gap more than ends, all in rising longitude. `power` above 1 gives leaf-like locks, below 1
    thorns.
    """
    lons, ys = [], []
    for (tip_lon, tip_y), (lon0, y0), (lon1, y1) in zip(ends, gaps[:-1], gaps[1:], strict=True):
        s = shares(samples + 1)[:-1]
        at = np.where(s < 0.5, lon0 + (tip_lon - lon0) * s * 2, tip_lon + (lon1 - tip_lon) * (s * 2 - 1))
        from_gap = np.where(s < 0.5, y0, y1)
        near = 1 - np.abs(2 * s - 1) ** power
        lons.append(at)
        ys.append(from_gap + (tip_y - from_gap) * near)
    lons.append(np.array([gaps[-1][0]]))
    ys.append(np.array([gaps[-1][1]]))
    return np.concatenate(lons), np.concatenate(ys)
