"""Pants: straight, wide or narrow, long or short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, fold, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points


@dataclass(frozen=True)
class Pants:
    """Pants.

    Attributes:
        colour: Of their cloth.
        length: Where they end: 0.45 shorts, 0.97 at the ankle.
        ease: Slack at the thigh, in heads.
        flare: Slack at the hem, in heads.
        crease: Whether they are ironed.
    """

    colour: Colour = (66, 70, 96)
    length: float = 0.97
    ease: float = 0.03
    flare: float = 0.05
    crease: bool = True
    cls: InstanceClass = InstanceClass.PANTS

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Both legs, then the hips over them."""
        torso = figure.torso
        legs = sorted(figure.legs, key=lambda leg: leg.depth)
        shapes = [self._leg(figure, leg, owner, style, rng) for leg in legs]
        low = 0.97 if figure.sitting else 1.0
        left, right = torso.edge(-1, 0.72, low, self.ease, 8), torso.edge(1, 0.72, low, self.ease, 8)
        crotch = torso.on(0.0 if torso.facing else 180.0, 1.0)[None] + np.array([0.0, 0.03 * figure.unit])
        hips = np.concatenate([left, crotch, right[::-1]])
        lines: list[Shape] = []
        middle = 0.0 if torso.facing else 180.0
        if torso.seen(middle, 0.85):
            lines.append(crease(torso.on(middle, np.linspace(0.76, 1.0, 8), self.ease), self.colour, style))
        for side in (-1, 1):
            pocket = torso.on(
                np.array([56.0, 70, 80]) * side + (0 if torso.facing else 180),
                np.array([0.77, 0.81, 0.86]),
                self.ease,
            )
            lines.append(crease(curve(pocket, closed=False), self.colour, style, weight=0.8))
            spread = torso.on(
                np.array([6.0, 20, 34]) * side + (0 if torso.facing else 180),
                np.array([0.97, 0.955, 0.95]),
                self.ease,
            )
            lines.append(crease(curve(spread, closed=False), self.colour, style, weight=0.65))
        shapes.append(
            form(
                hips,
                self.colour,
                style,
                owner,
                level=Level.WAIST,
                depth=0.05,
                details=tuple(lines),
                inked=False,
            )
        )
        ink = style.ink_for(self.colour)
        shapes += [Shape(edge, owner, line=ink, closed=False, level=Level.WAIST) for edge in (left, right)]
        belt = torso.panel(
            -179.0 if torso.facing else 1.0,
            179.0 if torso.facing else 359.0,
            np.array([0.72, 0.76]),
            self.ease + 0.006,
        )
        if belt is not None:
            shapes.append(
                form(
                    belt,
                    style.shaded(self.colour, 0.35),
                    style,
                    owner,
                    level=Level.WAIST,
                    depth=0.0,
                    weight=0.8,
                )
            )
        return shapes

    def _leg(
        self, figure: FigureFrame, leg: LimbFrame, owner: Owner | None, style: Style, rng: Generator
    ) -> Shape:
        outline = leg.tube(-0.02, self.length, self.ease, self.flare, count=17)
        hem: Points = leg.across(self.length, self.flare, 0.16)
        if np.hypot(*(hem[0] - outline[16])) > np.hypot(*(hem[-1] - outline[16])):
            hem = hem[::-1]
        outline = np.concatenate([outline[:17], hem[1:-1], outline[17:]])
        details: list[Shape] = []
        if self.crease:
            details.append(crease(leg.spine(0.12, self.length - 0.02), self.colour, style, weight=0.6))
        side = float(rng.choice([-1, 1]))
        for k in range(round(2 + 3 * style.folds)):
            at = 0.5 + (k - 1.5) * 0.055 if k < 4 else self.length - 0.05
            line = leg.across(min(at, self.length - 0.03), self.flare, 0.5)
            half = line[:4] if side * (-1) ** k > 0 else line[:2:-1]
            if k % 2 == 0:
                details.insert(0, fold(curve(half, closed=False, steps=4), 0.05, self.colour, style))
            details.append(crease(curve(half, closed=False, steps=4), self.colour, style, weight=0.7))
        return form(
            outline, self.colour, style, owner, level=Level.LEGWEAR, depth=0.07, details=tuple(details)
        )
