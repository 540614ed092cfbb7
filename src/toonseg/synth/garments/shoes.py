"""Shoes, socks and boots: no instance, but they hide what is below them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Hides
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.parts import foot_outline, legs_in_view
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import WHITE, Colour


@dataclass(frozen=True)
class Shoes:
    """Sneakers, loafers or boots, with socks up to `sock` (0 ankle .. 1 knee).

    Attributes:
        colour: Of the upper.
        sole: Of the sole.
        sock: Where socks end, 0 .. 1; 1.6 is over the knee.
        sock_colour: Their colour.
        band: Colour of a stripe round the socks' upper end, or None.
        shaft: Height of a boot's shaft, 0 (shoe) .. 0.8 (to the knee).
        laces: Whether they are laced.
    """

    colour: Colour = (70, 52, 48)
    sole: Colour = (240, 238, 236)
    sock: float = 0.25
    sock_colour: Colour = WHITE
    band: Colour | None = None
    shaft: float = 0.0
    laces: bool = False
    cls: None = None

    @property
    def hides(self) -> frozenset[Hides]:
        """Shoes over socks leave nothing of the feet."""
        return frozenset({Hides.FEET}) if max(self.sock, self.shaft) > 0.1 else frozenset()

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Socks and shoes on both feet."""
        shapes: list[Shape] = []
        for leg in legs_in_view(figure):
            if self.sock > 0:
                shapes += self._sock(leg, owner, style)
            if self.shaft > 0:
                shaft = leg.tube(1 - 0.5 * self.shaft, 1.03, 0.035)
                shapes.append(form(shaft, self.colour, style, owner, level=Level.SHOES, depth=0.04))
            shapes.append(self._shoe(figure, leg, owner, style))
        return shapes

    def _sock(self, leg: LimbFrame, owner: Owner | None, style: Style) -> list[Shape]:
        top = 1 - 0.5 * self.sock
        band: tuple[Shape, ...] = ()
        if self.band is not None:
            a, b = leg.across(top + 0.03, 0.03), leg.across(top + 0.055, 0.03)
            band = (Shape(np.concatenate([a, b[::-1]]), fill=self.band),)
        outline = leg.tube(top, 1.02, 0.012)
        return [form(outline, self.sock_colour, style, owner, level=Level.LEGS, depth=0.04, details=band)]

    def _shoe(self, figure: FigureFrame, leg: LimbFrame, owner: Owner | None, style: Style) -> Shape:
        knots = foot_outline(figure, leg, 0.02)
        _, along = leg.end
        thick = leg.halves[4] * 0.42
        low = knots[1:8]
        sole = np.concatenate([low - along * 0.0, (low[::-1] - along * thick)])
        details: list[Shape] = [Shape(sole, fill=self.sole, line=style.ink_for(self.sole), weight=0.6)]
        if figure.detail > 0.5 and self.laces:
            for k in (0.3, 0.55):
                a, b = knots[8] * (1 - k) + knots[7] * k, knots[1] * (1 - k * 0.4) + knots[4] * k * 0.4
                line = np.stack([a, a * 0.62 + b * 0.38])
                details.append(Shape(line, line=style.lit(self.sole, 0.4), weight=1.1, closed=False))
        elif figure.detail > 0.5:
            tongue = curve(
                np.stack([knots[0], (knots[0] + knots[-1]) / 2 + along * thick * 2.4, knots[-1]]),
                closed=False,
            )
            details.append(crease(tongue, self.colour, style, weight=0.7))
        outline = curve(knots, steps=4)
        return form(outline, self.colour, style, owner, level=Level.SHOES, depth=0.03, details=tuple(details))


@dataclass(frozen=True)
class Tights:
    """Tights or stockings on the whole legs; nobody's instance."""

    colour: Colour = (52, 46, 54)
    top: float = 0.0
    cls: None = None

    @property
    def hides(self) -> frozenset[Hides]:
        """Legs and feet, if they reach to the hips."""
        return frozenset({Hides.LEGS, Hides.FEET}) if self.top <= 0 else frozenset()

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Both legs and feet."""
        shapes: list[Shape] = []
        for leg in legs_in_view(figure):
            foot = curve(foot_outline(figure, leg, 0.006), steps=3)
            shapes.append(form(foot, self.colour, style, owner, level=Level.LEGS, depth=0.02))
            shapes.append(
                form(leg.tube(self.top, 1.02, 0.008), self.colour, style, owner, level=Level.LEGS, depth=0.06)
            )
        return shapes
