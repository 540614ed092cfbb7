"""Skirts: pleated or flared, any length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve, resample
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points, mix


@dataclass(frozen=True)
class Skirt:
    """A skirt.

    Attributes:
        colour: Of its cloth.
        length: Where it ends along the legs: 0.25 mini, 0.5 at the knee, 0.9 long.
        flare: How far the hem stands off, in heads.
        pleats: Number of pleats to be seen; 0 for a plain one.
        stripe: Colour of a stripe round the hem, or None.
    """

    colour: Colour = (92, 76, 110)
    length: float = 0.36
    flare: float = 0.16
    pleats: int = 8
    stripe: Colour | None = None
    cls: InstanceClass = InstanceClass.SKIRT

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Waistband, cloth, pleats with their shadows."""
        torso = figure.torso
        waist = np.stack([torso.edge(-1, 0.64, 0.645, 0.02, 2)[0], torso.edge(1, 0.64, 0.645, 0.02, 2)[0]])
        left, right = self._sides(figure)
        pleats = max(self.pleats, 3)
        u = np.linspace(-1, 1, pleats * 2 + 1)
        sway = rng.uniform(-0.25, 0.25, len(u)) * (1 - np.abs(u)) / pleats
        hem = self._row(left, right, 1.0, u + sway)
        if self.pleats:
            hem[1::2, 1] += 0.035 * figure.unit
        outline = np.concatenate(
            [left, hem[1:-1] if self.pleats else curve(hem[1:-1], closed=False), right[::-1]]
        )
        details: list[Shape] = []
        tone = mix(self.colour, style.shaded(self.colour), max(style.cel, style.soft, 0.35))
        for k in range(1, len(u) - 1):
            high = self._row(left, right, 0.06, u[k : k + 1] * 0.96)[0]
            middle = self._row(left, right, 0.55, (u[k : k + 1] + sway[k] * 0.4))[0]
            line = curve(np.stack([high, middle, hem[k]]), closed=False)
            if k % 2 == 0:
                wide = np.array([(hem[k - 1, 0] - hem[k, 0]) * 0.8, 0.0]) * (1 if style.light < 0 else -1)
                wedge = np.concatenate([line, (hem[k] + wide)[None], (middle + wide * 0.35)[None]])
                details.insert(0, Shape(wedge, fill=tone))
                details.append(crease(line, self.colour, style, weight=0.9))
        if self.stripe is not None:
            low, high_ = self._row(left, right, 0.93, u), self._row(left, right, 0.86, u)
            details.insert(0, Shape(np.concatenate([low, high_[::-1]]), fill=self.stripe))
        shapes = [
            form(outline, self.colour, style, owner, level=Level.WAIST, depth=0.06, details=tuple(details))
        ]
        band = np.concatenate(
            [waist, torso.edge(1, 0.70, 0.705, 0.03, 2)[:1], torso.edge(-1, 0.70, 0.705, 0.03, 2)[:1]]
        )
        shapes.append(
            form(
                band, style.shaded(self.colour, 0.25), style, owner, level=Level.WAIST, depth=0.0, weight=0.85
            )
        )
        return shapes

    def _sides(self, figure: FigureFrame) -> tuple[Points, Points]:
        """The left and the right edge, from the waist to the hem; the hem spans both legs wherever they
        go."""
        sides = []
        for side in (-1, 1):
            hip = figure.torso.edge(side, 0.66, 0.94, 0.035, 6)
            t = np.linspace(0.16, self.length, 4)
            spines = [leg.spine(0.16, self.length, 4) for leg in figure.legs]
            middle = np.mean(spines, 0)
            along = np.mean([spine[-1] - spine[0] for spine in spines], 0)
            along /= max(float(np.hypot(*along)), 1e-9)
            across = np.array([along[1], -along[0]]) * side
            # Wide enough for both legs, measured across the direction in which they go together.
            reach = [
                (spine - middle) @ across + leg.half(t)
                for spine, leg in zip(spines, figure.legs, strict=True)
            ]
            width = np.max(reach, 0) + self.flare * np.linspace(0.35, 1, 4)
            fall = middle + across * width[:, None]
            if along[1] > 0.7:
                drop = np.linspace(0.02, 0.22, 4) * figure.unit
                fall[:, 1] = np.maximum(fall[:, 1], hip[-1, 1] + drop)
                least = side * hip[-1, 0] + 0.5 * self.flare * np.linspace(0.2, 1, 4)
                fall[:, 0] = side * np.maximum(side * fall[:, 0], least)
            elif side * along[0] > 0:
                hip = hip[:3]  # over the lap the cloth leaves the hips at once
            sides.append(resample(curve(np.concatenate([hip[::2], fall]), closed=False, steps=4), 25))
        return sides[0], sides[1]

    def _row(self, left: Points, right: Points, s: float, u: Points) -> Points:
        """Points across the cloth at the share `s` of its length, u from -1 (left) to 1; the row hangs lower
        in the middle."""
        k = s * (len(left) - 1)
        at = np.arange(len(left))
        a = np.array([np.interp(k, at, left[:, 0]), np.interp(k, at, left[:, 1])])
        b = np.array([np.interp(k, at, right[:, 0]), np.interp(k, at, right[:, 1])])
        share = (np.sin(np.clip(u, -1, 1) * np.pi / 2)[:, None] + 1) / 2
        row: Points = a + (b - a) * share
        row[:, 1] += 0.10 * float(np.hypot(*(b - a))) * s * np.sqrt(np.clip(1 - u**2, 0, 1))
        return row
