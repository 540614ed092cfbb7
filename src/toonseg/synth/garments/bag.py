"""Bags and scarves: worn, but no instance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import band, curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour

_STRAP = int(Level.OVER_OUTER) + 1


@dataclass(frozen=True)
class ShoulderBag:
    """A bag at the hip, on a strap over the other shoulder; `side` is the hip (-1 right, 1 left)."""

    colour: Colour = (120, 84, 60)
    side: int = 1
    size: float = 1.0
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The strap across chest or back, then the bag."""
        torso, unit = figure.torso, figure.unit
        around = 0 if torso.facing else 180
        turn = 1 if torso.facing else -1
        lon = np.linspace(-52, 80, 9) * self.side * turn + around
        strap = torso.on(lon, np.linspace(0.05, 0.8, 9), 0.1)
        tone = style.shaded(self.colour, 0.2)
        shapes = [form(band(strap, 0.035 * unit), tone, style, owner, level=_STRAP, depth=0.0, weight=0.8)]
        if not torso.seen(self.side * 75.0, 0.8) and not torso.seen(self.side * 105.0, 0.8):
            return shapes
        x, y = (float(k) for k in torso.on(self.side * 88.0, 0.94, 0.12))
        wide, high = 0.26 * unit * self.size, 0.21 * unit * self.size
        corners = np.array([
            (-wide, -high), (0, -high * 1.06), (wide, -high), (wide * 1.05, 0), (wide * 0.96, high), (0,
            high * 1.05),
            (-wide * 0.96, high), (-wide * 1.05, 0),
        ]) + np.array([x, y])  # fmt: skip
        flap = curve(
            np.array([(x - wide, y - 0.1 * high), (x, y + 0.3 * high), (x + wide, y - 0.1 * high)]),
            closed=False,
        )
        shapes.append(
            form(curve(corners, steps=3), self.colour, style, owner, level=_STRAP, depth=0.05,
                 details=(crease(flap, self.colour, style, weight=0.9),))
        )  # fmt: skip
        return shapes


@dataclass(frozen=True)
class Backpack:
    """A rucksack; from the front its straps and a rim are seen."""

    colour: Colour = (70, 80, 110)
    size: float = 1.0
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The sack behind the back, or upon it; straps in front."""
        torso, shapes = figure.torso, list[Shape]()
        lon = np.array([-58.0, -66, -66, -40, 0, 40, 66, 66, 58, 0]) + 180
        v = np.array([0.16, 0.3, 0.58, 0.66, 0.67, 0.66, 0.58, 0.3, 0.16, 0.1])
        if not torso.facing:
            sack = torso.on(lon, v * (0.9 + 0.1 * self.size), 0.22 * self.size)
            pocket = torso.on(np.array([-44.0, -44, 44, 44]) + 180, np.array([0.42, 0.6, 0.6, 0.42]), 0.2)
            lines = (crease(np.concatenate([pocket, pocket[:1]]), self.colour, style, weight=0.8),)
            shapes.append(
                form(curve(sack, steps=3), self.colour, style, owner, level=_STRAP, depth=0.1, details=lines)
            )
            return shapes
        spine = torso.on(np.zeros(2), np.array([0.14, 0.62]))
        half = float(np.interp(0.3, np.linspace(0, 1, len(torso.wide)), torso.wide)) * 0.86 * self.size
        turned = float(np.sin(np.radians(figure.yaw)))
        shift = np.array([-turned * (float(torso.deep[8]) + 0.24), 0.0])
        wide = half * (1 - 0.45 * abs(turned))
        sack = np.array([(-wide, 0.05), (0, -0.05), (wide, 0.05), (wide * 1.06, 0.5), (wide, 0.98), (-wide,
        0.98),
                         (-wide * 1.06, 0.5)])  # fmt: skip
        high = float(spine[1, 1] - spine[0, 1])
        points = sack * np.array([1.0, high]) + spine[0] + shift
        shapes.append(form(curve(points, steps=3), self.colour, style, owner, level=Level.BEHIND, depth=0.08))
        for side in (-1, 1):
            if torso.seen(side * 48.0, 0.2):
                strap = torso.on(np.linspace(52, 74, 7) * side, np.linspace(0.03, 0.42, 7), 0.1)
                edge = band(curve(strap, closed=False, steps=3), 0.055 * figure.unit)
                tone = style.shaded(self.colour, 0.2)
                shapes.append(form(edge, tone, style, owner, level=_STRAP, depth=0.0, weight=0.85))
        return shapes


@dataclass(frozen=True)
class Scarf:
    """A scarf round the neck, one end hanging down on `side`."""

    colour: Colour = (176, 70, 66)
    stripe: Colour | None = None
    side: int = 1
    length: float = 0.6
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The hanging end, then two turns round the neck."""
        torso, unit, shapes = figure.torso, figure.unit, list[Shape]()
        middle = float(torso.edges(0.05)[0]) + 90
        if torso.seen(self.side * 24.0):
            spine = torso.on(np.array([20.0, 24, 26]) * self.side, np.array([0.1, 0.35, self.length]), 0.12)
            end = band(curve(spine, closed=False), 0.12 * unit)
            stripes: tuple[Shape, ...] = ()
            if self.stripe is not None:
                x, y = (float(k) for k in spine[-1])
                stripes = tuple(
                    Shape(np.array([(x - 0.3, y - k), (x + 0.3, y - k), (x + 0.3, y - k - 0.05), (x - 0.3,
                    y - k - 0.05)]),
                          fill=self.stripe)
                    for k in (0.08, 0.2)
                )  # fmt: skip
            shapes.append(form(end, self.colour, style, owner, level=_STRAP, depth=0.04, details=stripes))
        lon = middle + np.linspace(-89, 89, 11)
        bulge = np.clip(np.cos(np.radians(lon - middle)), 0, 1)
        for lift, drop in ((0.2, 0.05), (0.06, 0.11)):
            top = torso.on(lon, np.full(11, 0.01), 0.1) + np.outer(
                bulge * 0.1 * unit - lift * unit, (0.0, 1.0)
            )
            low = torso.on(lon, 0.02 + drop * bulge, 0.13)
            fold = curve(np.stack([top[2] * 0.4 + low[2] * 0.6, (top[5] + low[5]) / 2, top[9]]), closed=False)
            shapes.append(
                form(np.concatenate([top, low[::-1]]), self.colour, style, owner, level=_STRAP, depth=0.05,
                     details=(crease(fold, self.colour, style, weight=0.7),))
            )  # fmt: skip
        return shapes
