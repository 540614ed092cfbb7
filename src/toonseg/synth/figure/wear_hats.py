"""Hats, caps and hoods of knitwear: nobody's pixels, hiding the hair under them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve, join
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points, mix


@dataclass(frozen=True)
class Hat:
    """Anything with a crown and perhaps a brim.

    Attributes:
        colour: Of the crown.
        band: Colour of band, brim or fold.
        low: Height of its edge on the forehead, in heads; -0.2 is common.
        tall: How far its crown rises over the head, in heads.
        square: 0 (a dome) .. 1 (a box).
        brim: Width of a brim all round, in heads.
        peak: Length of a cap's peak in front, in heads.
        fold: Height of a knitted hat's fold or of a ribbon, in heads.
        bobble: Size of a bobble, in heads.
        back: Whether it is worn with the peak behind.
    """

    colour: Colour = (70, 90, 140)
    band: Colour = (50, 64, 104)
    low: float = -0.2
    tall: float = 0.12
    square: float = 0.1
    brim: float = 0.0
    peak: float = 0.3
    fold: float = 0.0
    bobble: float = 0.0
    back: bool = False
    cls: InstanceClass | None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Crown, fold or band, then brim or peak, at `Level.HAT`."""
        head = figure.head
        shapes: list[Shape] = []
        if self.brim > 0:
            shapes.append(self._brim(head, style))
        lines = [] if figure.detail < 0.4 else [
            crease(head.on(np.full(7, lon), np.linspace(-0.55 - self.tall * 0.7, self.low, 7),
                           np.linspace(0.05, 0.43, 7))[0], self.colour, style)
            for lon in ((-60, 0, 60, 120, 180, -120) if self.peak > 0 else (-35, 35, 145, -145))
            if np.cos(np.radians(lon + head.yaw)) > 0.1
        ]  # fmt: skip
        shapes.append(
            form(
                self._crown(head), self.colour, style, None, level=Level.HAT, depth=0.07, details=tuple(lines)
            )
        )
        if self.fold > 0:
            shapes.append(form(self._ring(head), self.band, style, None, level=Level.HAT, depth=0.03))
        if self.brim > 0:
            shapes.append(self._near_brim(head, style))
        if self.peak > 0:
            shapes += self._peak(head, style)
        if self.bobble > 0:
            top = head.flat(np.array([[0.0, -0.52 - self.tall - self.bobble * 0.5]]))[0]
            angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
            ragged = self.bobble * (1 + 0.12 * np.sin(9 * angle))
            ball = top + ragged[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
            shapes.append(form(ball, self.band, style, None, level=Level.HAT, depth=0.03))
        return shapes

    def _edge(self, head: HeadFrame, lons: Points, radius: float = 0.455, rise: float = 0.0) -> Points:
        # The edge lies lower behind than in front.
        y = self.low + rise + 0.09 * (1 - np.cos(np.radians(lons)))
        y = y + 0.05 * np.cos(np.radians(lons + head.yaw))
        return head.on(lons, y, radius)[0]

    def _crown(self, head: HeadFrame) -> Points:
        lons = np.linspace(-90, 90, 13) - head.yaw
        edge = self._edge(head, lons)
        local = _local(head, edge)
        top = -0.5 - self.tall
        power = 0.86 - 0.45 * self.square
        angle = np.linspace(0, np.pi, 21)[1:-1]
        left, right = local[0], local[-1]
        middle, half = (left + right) / 2, (right - left) / 2
        x = middle[0] + half[0] * 1.02 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
        rise = np.sin(angle) ** power
        y = middle[1] + (top - middle[1]) * rise + half[1] * np.cos(angle)
        return join(edge, head.flat(np.stack([x, y], 1)))

    def _ring(self, head: HeadFrame) -> Points:
        lons = np.linspace(-90, 90, 13) - head.yaw
        return join(self._edge(head, lons, 0.468, 0.012), self._edge(head, lons[::-1], 0.455, -self.fold))

    def _brim(self, head: HeadFrame, style: Style) -> Shape:
        lons = np.linspace(-180, 180, 33)[:-1]
        points = self._edge(head, lons, 0.43 + self.brim, 0.05 * self.brim)
        return form(
            points, mix(self.band, style.shaded(self.band), 0.6), style, None, level=Level.HAT, depth=0.0
        )

    def _near_brim(self, head: HeadFrame, style: Style) -> Shape:
        lons = np.linspace(-92, 92, 17) - head.yaw
        outer = self._edge(head, lons, 0.43 + self.brim, 0.1 * self.brim)
        inner = self._edge(head, lons[::-1], 0.45, -0.015)
        return form(join(inner, outer), self.band, style, None, level=Level.HAT, depth=0.03)

    def _peak(self, head: HeadFrame, style: Style) -> list[Shape]:
        front = 180.0 if self.back else 0.0
        lons = np.linspace(-54, 54, 13) + front
        facing = np.cos(np.radians(front + head.yaw))
        if facing < -0.35:
            return []
        out = self.peak * np.cos(np.linspace(-1.25, 1.25, 13)) ** 0.6
        inner = self._edge(head, lons, 0.44)
        y = self.low + 0.06 + 0.09 * (1 - np.cos(np.radians(lons))) + 0.22 * out
        outer = head.on(lons, y + 0.05 * facing, 0.44 + out)[0]
        flat = join(inner, outer[::-1])
        # A peak is stiff: a little of its thickness is seen from everywhere.
        thick = join(flat, flat + np.array([0.0, 0.03])).astype(np.float32)
        outline = np.asarray(cv2.convexHull(thick)[:, 0], np.float64)
        return [form(outline, self.band, style, None, level=Level.HAT, depth=0.03)]


def _local(head: HeadFrame, points: Points) -> Points:
    c, s = np.cos(head.roll), np.sin(head.roll)
    return np.asarray((points - np.array(head.centre)) @ np.array([[c, -s], [s, c]]), np.float64)


def invent_hat(rng: Generator, *, palette: Colour | None = None) -> Hat:
    """A baseball cap, knitted hat, straw or felt hat, bucket hat, beret or peaked cap."""

    def u(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    r, g, b = (int(c) for c in rng.integers(40, 235, 3))
    colour = mix((r, g, b), palette or (128, 122, 126), u(0.2, 0.7))
    other = mix(colour, (250, 246, 238) if rng.random() < 0.5 else (40, 36, 44), u(0.1, 0.7))
    kind = float(rng.random())
    if kind < 0.4:
        return Hat(
            colour,
            other if rng.random() < 0.5 else colour,
            u(-0.27, -0.16),
            u(0.08, 0.13),
            u(0, 0.25),
            peak=u(0.2, 0.34),
            back=rng.random() < 0.2,
        )
    if kind < 0.62:
        return Hat(
            colour,
            other,
            u(-0.26, -0.16),
            u(0.14, 0.26),
            0.0,
            peak=0.0,
            fold=u(0.08, 0.15),
            bobble=u(0.07, 0.12) if rng.random() < 0.4 else 0.0,
        )
    if kind < 0.82:
        return Hat(
            colour, other, u(-0.26, -0.18), u(0.14, 0.24), u(0.2, 0.8), u(0.12, 0.42), 0.0, u(0.04, 0.08)
        )
    if kind < 0.92:
        return Hat(colour, colour, u(-0.3, -0.22), u(0.12, 0.16), 0.2, u(0.1, 0.16), 0.0)
    return Hat(colour, other, u(-0.28, -0.22), u(0.18, 0.24), 0.6, peak=u(0.08, 0.13), fold=0.08)


@dataclass(frozen=True)
class Headband:
    """A band over the crown from ear to ear, or round the forehead; with a bow if it has one.

    Attributes:
        colour: Its colour.
        width: In heads.
        bow: Size of a bow, in heads; 0 for none.
        at: Longitude of the bow.
        forehead: Whether it goes round the head over the brows.
        cups: Colour of earphones' cups; None for a plain band.
    """

    colour: Colour = (210, 70, 90)
    width: float = 0.06
    bow: float = 0.0
    at: float = 40.0
    forehead: bool = False
    cups: Colour | None = None
    cls: InstanceClass | None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The part that is seen, with bow or cups, at `Level.HAT`."""
        head = figure.head
        if self.forehead:
            lons = np.linspace(-90, 90, 15) - head.yaw
            bow = 0.09 * np.cos(np.radians(lons + head.yaw))
            edges = [head.on(lons, -0.23 + bow + s * self.width / 2, 0.4)[0] for s in (-1, 1)]
            shapes = [
                form(join(edges[0], edges[1][::-1]), self.colour, style, None, level=Level.HAT, depth=0.02)
            ]
        else:
            shapes = self._over(head, style)
        if self.bow > 0:
            shapes += self._bow(head, style)
        return shapes

    def _over(self, head: HeadFrame, style: Style) -> list[Shape]:
        angle = np.linspace(-100, 100, 25)
        lean = np.radians(12)
        arcs = []
        for shift in (-0.5, 0.5):
            r = 0.5
            x, up = r * 0.92 * np.sin(np.radians(angle)), 0.57 * np.cos(np.radians(angle))
            z = 0.06 + shift * self.width + np.sin(lean) * up
            arcs.append(head.project(np.stack([x, 0.02 - up, z], -1)))
        seen = np.minimum(arcs[0][1], arcs[1][1]) > (-0.06 if abs(head.yaw) < 90 else -0.02)
        shapes: list[Shape] = []
        if seen.sum() > 3:
            outline = join(arcs[0][0][seen], arcs[1][0][seen][::-1])
            shapes.append(form(outline, self.colour, style, None, level=Level.HAT, depth=0.02, weight=0.8))
        for side in (-1, 1) if self.cups is not None else ():
            (place,), (depth,) = head.on([side * 92.0], [0.1], 0.44)
            if depth > -0.12 and self.cups is not None:
                wide = 0.06 + 0.07 * abs(np.sin(np.radians(head.yaw)))
                angle = np.linspace(0, 2 * np.pi, 18, endpoint=False)
                cup = place + np.stack([wide * np.cos(angle), 0.13 * np.sin(angle)], 1)
                shapes.append(form(cup, self.cups, style, None, level=Level.HAT, depth=0.03))
        return shapes

    def _bow(self, head: HeadFrame, style: Style) -> list[Shape]:
        (place,), (depth,) = head.on(
            [self.at], [-0.42 if not self.forehead else -0.17], 0.33 if not self.forehead else 0.44
        )
        if depth < -0.1:
            return []
        shapes = []
        for side in (-1, 1):
            knots = (
                np.array([(0.0, 0.0), (0.75, -0.62), (1.1, -0.1), (0.8, 0.5)])
                * self.bow
                * np.array([side, 1.0])
            )
            shapes.append(
                form(curve(knots + place, steps=5), self.colour, style, None, level=Level.HAT, depth=0.03)
            )
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        knot = place + self.bow * 0.22 * np.stack([np.cos(angle), np.sin(angle)], 1)
        shapes.append(form(knot, self.colour, style, None, level=Level.HAT, depth=0.01))
        return shapes


@dataclass(frozen=True)
class Hairpin:
    """A pin or a flower in the hair.

    Attributes:
        colour: Its colour.
        lon: Longitude; 50 is the left temple.
        y: Height.
        petals: Of a flower; 0 for bars.
        size: In heads.
    """

    colour: Colour = (240, 200, 80)
    lon: float = 52.0
    y: float = -0.12
    petals: int = 0
    size: float = 0.09
    cls: InstanceClass | None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The pin, where it is on the side towards us."""
        head = figure.head
        (place,), (depth,) = head.on([self.lon], [self.y], 0.44)
        if depth < 0.05 or figure.detail < 0.2:
            return []
        if self.petals:
            angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
            radius = self.size * (0.62 + 0.38 * np.abs(np.cos(angle * self.petals / 2)))
            flower = place + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
            heart = place + 0.25 * self.size * np.stack([np.cos(angle[::4]), np.sin(angle[::4])], 1)
            return [
                form(flower, self.colour, style, None, level=Level.HAT, depth=0.02, weight=0.7),
                Shape(heart, fill=(250, 214, 90), level=Level.HAT),
            ]
        shapes = []
        for k in (0, 1):
            a, b = (
                place
                + np.array([(-self.size, -0.3 * self.size), (self.size, 0.3 * self.size)])
                + (0, 0.05 * k)
            )
            across = np.array([0.12, -0.4]) * self.size * 0.5
            bar = np.stack([a - across, b - across, b + across, a + across])
            shapes.append(form(bar, self.colour, style, None, level=Level.HAT, depth=0.0, weight=0.6))
        return shapes
