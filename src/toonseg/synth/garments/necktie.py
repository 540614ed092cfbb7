"""Neckties: knot and blade, tight or loose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import beside
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
    """

    colour: Colour = (150, 40, 56)
    stripe: Colour | None = None
    length: float = 0.68
    loose: float = 0.0
    cls: InstanceClass = InstanceClass.TIE

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Blade, then knot; nothing from behind."""
        torso = figure.torso
        if not torso.seen(0.0):
            return []
        unit, top = figure.unit, 0.045 + 0.12 * self.loose
        v = np.array([top + 0.05, top + 0.2, self.length - 0.06, self.length])
        middle = torso.on(np.array([0.0, 0.0, 1.0, 1.0]), v, 0.05)
        half = np.array([0.042, 0.065, 0.095, 0.0]) * unit
        # Turned aside, a tie lies flat on the chest and is seen narrower.
        half *= 0.35 + 0.65 * abs(np.cos(np.radians(figure.yaw)))
        swing = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [1.0, 0.0]]) * float(rng.uniform(-0.03, 0.03))
        middle = middle + swing
        side = np.stack([half, np.zeros(4)], 1)
        blade = np.concatenate([middle - side, (middle + side)[:-1][::-1]])
        details: list[Shape] = []
        if self.stripe is not None:
            for at in np.arange(v[0], self.length, 0.09):
                y0, y1 = torso.on(0.0, float(at))[1], torso.on(0.0, float(at) + 0.03)[1]
                x = middle[0, 0]
                band = np.array(
                    [(x - 0.3, y0 + 0.2), (x + 0.3, y0 - 0.2), (x + 0.3, y1 - 0.2), (x - 0.3, y1 + 0.2)]
                )
                details.append(Shape(band, fill=self.stripe))
        details.append(
            crease(np.stack([middle[0], middle[1] + (0.012, 0.0)]), self.colour, style, weight=0.7)
        )
        shapes = [
            form(blade, self.colour, style, owner, level=Level.TIE, depth=0.025, details=tuple(details))
        ]
        a, b = torso.on(0.0, top - 0.01, 0.05), torso.on(0.0, top + 0.06, 0.05)
        wide = (0.075 * unit, 0.045 * unit)
        knot = np.array(
            [beside(a, -wide[0], 0), beside(a, wide[0], 0), beside(b, wide[1], 0), beside(b, -wide[1], 0)]
        )
        shapes.append(form(knot, style.shaded(self.colour, 0.15), style, owner, level=Level.TIE, depth=0.015))
        return shapes
