"""Shoes: no instance, but they hide what is below them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve, join
from toonseg.synth.art.shading import form
from toonseg.synth.art.shapes import Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.parts import foot_path
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import WHITE, Colour


@dataclass(frozen=True)
class Shoes:
    """Sneakers or loafers, with socks up to `sock` (0 ankle .. 1 knee)."""

    colour: Colour = (70, 52, 48)
    sole: Colour = (240, 238, 236)
    sock: float = 0.25
    sock_colour: Colour = WHITE
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Socks and shoes on both feet."""
        shapes = []
        for leg in sorted(figure.legs, key=lambda leg: leg.depth):
            if self.sock > 0:
                sock = leg.tube(1 - 0.5 * self.sock, 1.02, 0.012)
                shapes.append(form(sock, self.sock_colour, style, owner, level=Level.LEGS, depth=0.03))
            ankle, toe = foot_path(figure, leg)
            half = leg.halves[4] * 1.18
            _, along = leg.end
            across = np.array([-along[1], along[0]])
            if float(across @ (toe - ankle)) < 0:
                across = -across
            heel = ankle - across * half * 1.05 + along * half * 1.1
            knots = np.array([
                ankle - across * half * 0.95 - along * half * 0.5, heel - along * half * 0.6, heel,
                (heel + toe) / 2 + along * half * 0.75, toe + along * half * 0.75 - across * half * 0.2,
                toe + across * half * 0.55 + along * half * 0.25, toe + across * half * 0.3 - along * half *
                0.35,
                ankle + across * half * 0.95 - along * half * 0.45,
            ])  # fmt: skip
            outline = curve(knots, steps=5)
            low = join(knots[2:6], (knots[2:6] - along * half * 0.42)[::-1])
            sole = Shape(low, fill=self.sole, line=style.ink_for(self.sole), weight=0.7)
            shapes.append(
                form(outline, self.colour, style, owner, level=Level.SHOES, depth=0.03, details=(sole,))
            )
        return shapes
