"""Ribbons and bows at the neck: a bow with tails, a thin string, a sailor's scarf."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points


@dataclass(frozen=True)
class Ribbon:
    """A bow at the collar.

    Attributes:
        colour: Of its cloth.
        width: Width of its loops, in heads of an adult: 0.1 .. 0.4.
        height: Their height, likewise; 0.02 makes a string.
        tails: Length of its tails, likewise; 0 makes a bow tie.
        spread: How far the tails part, 0 .. 1.
        droop: How far the loops hang, 0 .. 1.
        low: How far down it sits (v): 0.06 at the collar, 0.22 on a sailor's collar.
        stripe: Colour of a stripe across the tails and loops, or None.
    """

    colour: Colour = (190, 50, 62)
    width: float = 0.22
    height: float = 0.13
    tails: float = 0.3
    spread: float = 0.35
    droop: float = 0.2
    low: float = 0.07
    stripe: Colour | None = None
    cls: InstanceClass = InstanceClass.TIE

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Tails, loops, knot; nothing from behind."""
        torso = figure.torso
        if not torso.seen(8.0) or not torso.seen(-8.0):
            return []
        unit, out = figure.unit, 0.06
        narrow = 0.4 + 0.6 * abs(float(np.cos(np.radians(figure.yaw))))
        knot = torso.on(0.0, self.low, out)
        down = torso.on(0.0, self.low + 0.3, out) - knot
        down = down / max(float(np.hypot(*down)), 1e-9)
        right = np.array([down[1], -down[0]]) * narrow

        def put(points: Points) -> Points:
            placed: Points = knot + (points[:, :1] * right + points[:, 1:] * down) * unit
            return placed

        level = int(Level.COLLAR) + 1
        shapes: list[Shape] = []
        w, h, sway = self.width, self.height, float(rng.uniform(-0.03, 0.03))
        for side in (-1, 1):
            if self.tails > 0:
                x, y = side * self.spread * self.tails * 0.55 + sway, self.tails
                half = max(h * 0.42, 0.018)
                tail = np.array([
                    (side * 0.015 - half * 0.4, 0.0), (side * 0.015 + half * 0.4, 0.0), (x + half, y * 0.97),
                    (x, y * 0.9), (x - half, y),
                ])  # fmt: skip
                bands: tuple[Shape, ...] = ()
                if self.stripe is not None:
                    line = np.array([(x - half, y * 0.84), (x + half, y * 0.8)])
                    bands = (Shape(put(line), line=self.stripe, weight=1.8, closed=False),)
                shapes.append(
                    form(
                        put(tail),
                        self.colour,
                        style,
                        owner,
                        level=level,
                        depth=0.02,
                        details=bands,
                        weight=0.85,
                    )
                )
        for side in (-1, 1):
            drop = self.droop * w
            loop = np.array([
                (0.0, -0.02), (side * w * 0.5, -h * 0.62 + drop * 0.4), (side * w * 0.95, -h * 0.5 + drop),
                (side * w, h * 0.2 + drop), (side * w * 0.85, h * 0.5 + drop), (side * w * 0.4,
                h * 0.35 + drop * 0.5),
                (0.0, 0.03),
            ])  # fmt: skip
            folds: tuple[Shape, ...] = ()
            if figure.detail > 0.4:
                inner = np.array([(side * 0.03, 0.0), (side * w * 0.45, -h * 0.04 + drop * 0.4)])
                edge = np.array(
                    [
                        (side * w * 0.92, -h * 0.3 + drop),
                        (side * w * 0.76, drop),
                        (side * w * 0.88, h * 0.4 + drop),
                    ]
                )
                folds = (
                    Shape(put(curve(np.concatenate([edge, edge[::-1] + np.array([side * w * 0.3, 0])]),
                    steps=3)),
                          fill=style.shaded(self.colour, 0.8)),
                    crease(put(inner), self.colour, style, weight=0.8),
                )  # fmt: skip
            shapes.append(
                form(put(curve(loop, steps=4)), self.colour, style, owner, level=level, depth=0.02,
                details=folds,
                     weight=0.85)
            )  # fmt: skip
        k = max(min(h * 0.5, 0.06), 0.02)
        centre = np.array([(-k, -k), (k, -k), (k * 0.9, k), (-k * 0.9, k)])
        tone = style.shaded(self.colour, 0.15)
        shapes.append(
            form(put(curve(centre, steps=3)), tone, style, owner, level=level, depth=0.015, weight=0.85)
        )
        return shapes
