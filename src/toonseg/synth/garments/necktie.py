"""Neckties: knot and blade, tight or loose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour


@dataclass(frozen=True)
class Necktie:
    """A necktie.

    Attributes:
        colour: Of its cloth.
        stripe: Colour of slanted stripes, or None.
        length: Height of its tip on the torso (v): 0.7 at the belt.
        loose: How far the knot hangs down, 0 .. 1.
        width: About 1; 0.6 is a narrow one.
    """

    colour: Colour = (150, 40, 56)
    stripe: Colour | None = None
    length: float = 0.68
    loose: float = 0.0
    width: float = 1.0
    cls: InstanceClass = InstanceClass.TIE

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The band of a loose one, blade, knot; nothing from behind."""
        torso = figure.torso
        if not torso.seen(8.0) or not torso.seen(-8.0):
            return []
        unit, top, shapes = figure.unit, 0.05 + 0.13 * self.loose, list[Shape]()
        if self.loose > 0.15:
            for side in (-1, 1):
                lon = np.array([2.0, 26, 48]) * side
                strip = torso.on(lon, np.array([top, top * 0.62, 0.025]), 0.05)
                low = strip + np.array([0.0, 0.05 * unit])
                shapes.append(
                    form(np.concatenate([strip, low[::-1]]), style.shaded(self.colour, 0.3), style, owner,
                         level=Level.TIE, depth=0.0, weight=0.8)
                )  # fmt: skip
        # Turned aside, a tie lies flat on the chest and is seen narrower.
        narrow = (0.35 + 0.65 * abs(float(np.cos(np.radians(figure.yaw))))) * unit * (0.5 + 0.5 * self.width)
        v = np.array([top + 0.05, top + 0.2, self.length - 0.055, self.length])
        middle = torso.on(np.array([0.0, 0.0, 1.0, 1.0]), v, 0.05)
        half = np.array([0.044, 0.068, 0.1, 0.0]) * narrow
        sway = np.array([0.0, 0.3, 1.0, 1.1])[:, None] * np.array([float(rng.uniform(-0.06, 0.06)), 0.0])
        middle = middle + sway * (1 + self.loose)
        side_ = np.stack([half, np.zeros(4)], 1)
        blade = np.concatenate([middle - side_, (middle + side_)[:-1][::-1]])
        details: list[Shape] = []
        if self.stripe is not None and figure.detail > 0.15:
            for at in np.arange(float(v[0]), self.length, 0.085):
                x, y = torso.on(0.0, float(at), 0.05)
                x, y = float(x), float(y)
                band = np.array(
                    [(x - 0.3, y + 0.2), (x + 0.3, y - 0.2), (x + 0.3, y - 0.14), (x - 0.3, y + 0.26)]
                )
                details.append(Shape(band, fill=self.stripe))
        if figure.detail > 0.4:
            dimple = np.stack([middle[0], middle[1] + (0.012, 0.0)])
            details.append(crease(dimple, self.colour, style, weight=0.7))
        shapes.append(
            form(
                blade,
                self.colour,
                style,
                owner,
                level=Level.TIE,
                depth=0.03,
                details=tuple(details),
                weight=0.9,
            )
        )
        a, b = torso.on(0.0, top - 0.012, 0.05), torso.on(0.0, top + 0.062, 0.05)
        high, low_ = np.array([0.078 * narrow, 0.0]), np.array([0.046 * narrow, 0.0])
        knot = np.stack([a - high, a + high, b + low_, b - low_])
        tone = style.shaded(self.colour, 0.15)
        shapes.append(form(knot, tone, style, owner, level=Level.TIE, depth=0.015, weight=0.9))
        if self.stripe is not None and figure.detail > 0.3:
            line = np.stack([a - high * 0.8, b + low_])
            shapes[-1] = form(knot, tone, style, owner, level=Level.TIE, depth=0.015, weight=0.9,
                              details=(Shape(line, line=self.stripe, weight=1.2, closed=False),))  # fmt: skip
        return shapes
