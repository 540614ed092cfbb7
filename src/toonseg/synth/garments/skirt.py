"""Skirts: pleated, flared or narrow, any length; the lower halves of dresses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import Floats, curve, resample
from toonseg.synth.art.shading import crease, fold, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.patterns import Pattern, Surface, printed
from toonseg.synth.pen import Colour, Points, mix


@dataclass(frozen=True)
class Skirt:
    """A skirt, or the lower half of a dress.

    Attributes:
        colour: Of its cloth.
        length: Where it ends along the legs: 0.25 mini, 0.5 at the knee, 0.9 long.
        flare: How far the hem stands off, in heads; 0.02 makes a pencil skirt.
        pleats: Number of pleats to be seen; 0 for a plain one.
        stripe: Colour of a stripe round the hem, or None.
        rise: Height of its waist on the torso (v): 0.56 high .. 0.7.
        band: Whether it has a waistband; a dress has none.
        frill: Height of a frill at the hem, as a share of its length; 0 for none.
        pattern: What is woven into it.
    """

    colour: Colour = (92, 76, 110)
    length: float = 0.36
    flare: float = 0.16
    pleats: int = 8
    stripe: Colour | None = None
    rise: float = 0.64
    band: bool = True
    frill: float = 0.0
    pattern: Pattern | None = None
    cls: InstanceClass = InstanceClass.SKIRT

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Cloth, pleats or folds with their shadows, waistband."""
        left, right = self._sides(figure)
        count = self.pleats if self.pleats else round(3 + 8 * min(self.flare, 0.4))
        if figure.detail < 0.3:
            count = min(count, 4)
        u = np.linspace(-1, 1, count * 2 + 1)
        sway = rng.uniform(-0.25, 0.25, len(u)) * (1 - np.abs(u)) / count
        hem = self._row(left, right, 1.0, u + sway)
        if self.pleats:
            hem[1::2, 1] += 0.035 * figure.unit
        else:
            hem[1::2, 1] += 0.14 * figure.unit * min(self.flare, 0.3)
        low = hem[1:-1] if self.pleats else curve(hem, closed=False, steps=4)[1:-1]
        outline = np.concatenate([left, low, right[::-1]])
        details = self._pleats(left, right, hem, u, sway, style) if self.pleats else []
        if not self.pleats and figure.detail > 0.2:
            details = self._folds(left, right, hem, u, style)
        if figure.sitting and figure.torso.facing and abs(figure.yaw) < 58 and self.length > 0.5:
            details = [*self._hanging(left, right, style), *details]
        prints: tuple[Shape, ...] = ()
        if self.stripe is not None:
            a, b = self._row(left, right, 0.93, u), self._row(left, right, 0.86, u)
            prints += (Shape(np.concatenate([a, b[::-1]]), fill=self.stripe),)
        if self.pattern is not None:
            prints = self.pattern.shapes(self._surface(figure, left, right), style) + prints
        cloth = form(
            outline, self.colour, style, owner, level=Level.WAIST, depth=0.06, details=tuple(details)
        )
        shapes = [printed(cloth, prints, style)]
        if self.frill > 0:
            shapes.append(self._frill(figure, left, right, owner, style))
        if self.band:
            torso, v = figure.torso, self.rise
            waist = torso.edge(-1, v, v + 0.005, 0.02, 2)[0], torso.edge(1, v, v + 0.005, 0.02, 2)[0]
            hips = (
                torso.edge(1, v + 0.06, v + 0.065, 0.03, 2)[0],
                torso.edge(-1, v + 0.06, v + 0.065, 0.03, 2)[0],
            )
            band = np.stack([*waist, *hips])
            tone = style.shaded(self.colour, 0.25)
            shapes.append(form(band, tone, style, owner, level=Level.WAIST, depth=0.0, weight=0.85))
        return shapes

    def _pleats(  # noqa: PLR0917
        self, left: Points, right: Points, hem: Points, u: Points, sway: Points, style: Style
    ) -> list[Shape]:
        details: list[Shape] = []
        tone = mix(self.colour, style.shaded(self.colour), max(style.cel, style.soft, 0.35))
        for k in range(2, len(u) - 1, 2):
            high = self._row(left, right, 0.06, u[k : k + 1] * 0.96)[0]
            middle = self._row(left, right, 0.55, (u[k : k + 1] + sway[k] * 0.4))[0]
            line = curve(np.stack([high, middle, hem[k]]), closed=False)
            wide = np.array([(hem[k - 1, 0] - hem[k, 0]) * 0.8, 0.0]) * (1 if style.light < 0 else -1)
            wedge = np.concatenate([line, (hem[k] + wide)[None], (middle + wide * 0.35)[None]])
            details.insert(0, Shape(wedge, fill=tone))
            details.append(crease(line, self.colour, style, weight=0.9))
        return details

    def _folds(self, left: Points, right: Points, hem: Points, u: Points, style: Style) -> list[Shape]:
        """Soft folds that rise from the hem of a plain skirt; a narrow one is only drawn tight at the
        hips."""
        details: list[Shape] = []
        for k in range(2, len(u) - 1, 2):
            rise = 0.35 + 0.3 * ((k * 7) % 5) / 5
            if self.flare < 0.07:
                line = self._row(left, right, 0.12 + 0.05 * (k % 4), np.linspace(u[k], u[k] * 0.5, 5))
                details.append(crease(line, self.colour, style, weight=0.6))
                continue
            top = self._row(left, right, 1 - rise, u[k : k + 1] * 0.92)[0]
            line = curve(np.stack([hem[k], (hem[k] + top) / 2 + (0.01, 0.0), top]), closed=False)
            details.insert(0, fold(line, 0.5 * self.flare + 0.03, self.colour, style))
            details.append(crease(line, self.colour, style, weight=0.7))
        return details

    def _hanging(self, left: Points, right: Points, style: Style) -> list[Shape]:
        """What hangs down from the knees lies in the lap's shadow."""
        share = 0.62 if self.length < 0.6 else 0.42 / self.length + 0.02
        u = np.linspace(-1, 1, 13)
        edge, low = self._row(left, right, share, u), self._row(left, right, 1.05, u)
        tone = mix(self.colour, style.shaded(self.colour), 0.8)
        return [
            Shape(np.concatenate([edge, low[::-1]]), fill=tone),
            crease(edge[1:-1], self.colour, style, weight=0.7),
        ]

    def _frill(
        self, figure: FigureFrame, left: Points, right: Points, owner: Owner | None, style: Style
    ) -> Shape:
        u = np.linspace(-1.04, 1.04, 25)
        top = self._row(left, right, 1 - self.frill, np.clip(u, -1, 1))
        low = self._row(left, right, 1.0, np.clip(u, -1, 1))
        low[:, 0] += u * 0.05
        low[:, 1] += 0.04 * figure.unit * (1 + np.cos(np.arange(25) * np.pi)) / 2
        lines = tuple(
            crease(np.stack([low[k], low[k] * 0.4 + top[k] * 0.6]), self.colour, style, weight=0.5)
            for k in range(1, 24, 2)
        )
        outline = np.concatenate([top, curve(low, closed=False, steps=3)[::-1]])
        return form(
            outline, self.colour, style, owner, level=Level.WAIST, depth=0.03, weight=0.85,
            details=lines if figure.detail > 0.4 else (),
        )  # fmt: skip

    def _surface(self, figure: FigureFrame, left: Points, right: Points) -> Surface:
        wide = float(np.hypot(*(right[12] - left[12])))
        high = float(np.hypot(*np.diff(left, axis=0).T).sum())

        def at(u: Floats, w: Floats) -> Points:
            u, w = np.broadcast_arrays(u, w)
            return self._row(left, right, w / high, u / wide * 2)

        return Surface(at, wide * 1.02, high * 1.08, 2.4 / figure.pixels)

    def _sides(self, figure: FigureFrame) -> tuple[Points, Points]:
        """The left and the right edge, from the waist to the hem; the hem spans both legs wherever they
        go."""
        if figure.sitting and figure.torso.facing and abs(figure.yaw) < 58:
            return self._lap(figure)
        sides = []
        for side in (-1, 1):
            hip = figure.torso.edge(side, self.rise + 0.02, 0.94, 0.035, 6)
            t = np.linspace(0.16, max(self.length, 0.2), 4)
            spines = [leg.spine(0.16, max(self.length, 0.2), 4) for leg in figure.legs]
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

    def _lap(self, figure: FigureFrame) -> tuple[Points, Points]:
        """Likewise over the lap of somebody who sits facing us: along the thighs, and down from the knees."""
        legs = sorted(figure.legs, key=lambda leg: float(leg.joints[1, 0]))
        sides = []
        for side, leg in zip((-1, 1), legs, strict=True):
            hip = figure.torso.edge(side, self.rise + 0.02, 0.86, 0.035, 3)
            t = np.linspace(0.14, min(max(self.length, 0.34), 0.53), 5)
            spine = leg.spine(float(t[0]), float(t[-1]), 5)
            along = spine[-1] - spine[0]
            along /= max(float(np.hypot(*along)), 1e-9)
            across = np.array([along[1], -along[0]])
            across = across if across[0] * side > 0 else -across
            slack = 0.03 + min(self.flare, 0.2) * np.linspace(0.1, 0.4, 5)
            fall = spine + across * (leg.half(t) + slack)[:, None]
            if self.length > 0.53:
                drop = (self.length - 0.53) * 2 * float(leg.joints[2, 1] - leg.joints[1, 1])
                low = fall[-1:] + np.array([side * 0.3 * self.flare, drop])
                fall = np.concatenate([fall, low])
            sides.append(resample(curve(np.concatenate([hip, fall]), closed=False, steps=4), 25))
        return sides[0], sides[1]

    def _row(self, left: Points, right: Points, s: float | Floats, u: Floats) -> Points:
        """Points across the cloth at the share `s` of its length, u from -1 (left) to 1; the row hangs lower
        in the middle."""
        at = np.arange(len(left))
        k = np.clip(s, 0, 1.06) * (len(left) - 1)
        a = np.stack([np.interp(k, at, left[:, 0]), np.interp(k, at, left[:, 1])], -1)
        b = np.stack([np.interp(k, at, right[:, 0]), np.interp(k, at, right[:, 1])], -1)
        inner = np.clip(u, -1, 1)
        share = (np.sin(inner * np.pi / 2)[..., None] + 1) / 2
        row: Points = a + (b - a) * share
        row[..., 1] += 0.10 * np.hypot(*np.moveaxis(b - a, -1, 0)) * s * np.sqrt(1 - inner**2)
        return row
