"""Pants: straight, wide or narrow, long or short; jeans, track pants, ironed trousers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, fold, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Hides
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.limbs import FOLDED, Cloth, bowed, draw_limb, knee, rounded
from toonseg.synth.figure.parts import legs_in_view
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.patterns import Pattern, limb_surface, printed, torso_surface
from toonseg.synth.pen import Colour, arc, mix


@dataclass(frozen=True)
class Pants:
    """Pants.

    Attributes:
        colour: Of their cloth.
        length: Where they end: 0.25 short shorts, 0.45 shorts, 0.97 at the ankle.
        ease: Slack at the thigh, in heads.
        flare: Slack at the hem, in heads.
        crease: Whether they are ironed.
        jeans: 0 .. 1: seams, pockets, faded thighs; above 0.7 torn knees.
        stripe: Colour of a stripe down the outer side, or None.
        turned_up: Height of a turned-up hem, as a share of the leg; 0 for none.
        belt: Colour of a belt, or None for a waistband of the same cloth.
        rise: Height of the waist on the torso (v): 0.6 high .. 0.76 low.
        pattern: What is woven into them.
    """

    colour: Colour = (66, 70, 96)
    length: float = 0.97
    ease: float = 0.03
    flare: float = 0.05
    crease: bool = False
    jeans: float = 0.0
    stripe: Colour | None = None
    turned_up: float = 0.0
    belt: Colour | None = None
    rise: float = 0.7
    pattern: Pattern | None = None
    cls: InstanceClass = InstanceClass.PANTS

    @property
    def hides(self) -> frozenset[Hides]:
        """Long ones hide the legs."""
        return frozenset({Hides.LEGS}) if self.length > 0.9 else frozenset()

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Both legs, then the hips over them."""
        cloth = Cloth(self.colour, style, owner, int(Level.LEGWEAR))
        shapes: list[Shape] = []
        for leg in legs_in_view(figure):
            shapes += self._leg(figure, leg, cloth, rng)
        return [*shapes, *self._hips(figure, cloth)]

    def _hips(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        torso, style, owner, unit = figure.torso, cloth.style, cloth.owner, figure.unit
        around = 0.0 if torso.facing else 180.0
        low = 0.95 if figure.sitting else 1.0
        left = torso.edge(-1, self.rise, low, self.ease, 8)
        right = torso.edge(1, self.rise, low, self.ease, 8)
        crotch = torso.on(around, 1.0)[None] + np.array([0.0, 0.04 * unit])
        hips = np.concatenate([left, crotch, right[::-1]])
        lines: list[Shape] = []
        if figure.detail > 0.3:
            if torso.seen(around, 0.85):
                fly = torso.on(around, np.linspace(self.rise, 1.01, 8), self.ease)
                lines.append(crease(fly, self.colour, style, weight=0.8))
            for side in (-1, 1):
                pocket = torso.on(
                    np.array([44.0, 62, 82]) * side + around,
                    self.rise + np.array([0.06, 0.12, 0.15]),
                    self.ease,
                )
                if not torso.facing:
                    pocket = torso.on(
                        np.array([24.0, 22, 58, 60, 24]) * side + 180,
                        np.array([0.8, 0.9, 0.9, 0.8, 0.8]),
                        self.ease,
                    )
                lines.append(crease(curve(pocket, closed=False, steps=3), self.colour, style, weight=0.75))
                for k in range(round(1 + 2 * style.folds)):
                    spread = torso.on(
                        np.array([4.0, 24, 44]) * side + around,
                        np.array([1.0, 0.975, 0.93 - 0.03 * k]) - 0.02 * k,
                        self.ease,
                    )
                    lines.append(crease(curve(spread, closed=False), self.colour, style, weight=0.6))
        hip = form(
            hips, self.colour, style, owner, level=Level.WAIST, depth=0.05, details=tuple(lines), inked=False
        )
        if self.pattern is not None:
            hip = printed(hip, self.pattern.shapes(torso_surface(figure, 1.05, self.ease), style), style)
        ink = style.ink_for(self.colour)
        shapes = [hip]
        stop = 6 if figure.sitting else 8
        shapes += [
            Shape(edge[:stop], owner, line=ink, closed=False, taper=(1.0, 0.2), level=Level.WAIST)
            for edge in (left, right)
        ]
        v = np.array([self.rise, self.rise + 0.045])
        lons = (-179.0, 179.0) if torso.facing else (1.0, 359.0)
        belt = torso.panel(*lons, v, self.ease + 0.006)
        if belt is not None:
            colour = self.belt or style.shaded(self.colour, 0.2)
            # The buckle of a belt is nobody's, as the belt is: leather and metal are no pants.
            whose = owner if self.belt is None else None
            shapes.append(form(belt, colour, style, whose, level=Level.WAIST, depth=0.0, weight=0.8))
            if self.belt is not None and torso.facing and torso.seen(0.0) and figure.detail > 0.3:
                x, y = torso.on(0.0, self.rise + 0.022, self.ease + 0.01)
                clasp = arc(float(x), float(y), 0.06 * unit, 0.045 * unit, count=4)
                shapes.append(
                    Shape(
                        clasp, None, (214, 200, 160), style.ink_for((150, 140, 110)), 0.6, level=Level.WAIST
                    )
                )
        return shapes

    def _leg(self, figure: FigureFrame, leg: LimbFrame, cloth: Cloth, rng: Generator) -> list[Shape]:
        style, colour = cloth.style, self.colour
        if leg.bend > FOLDED:
            folds = tuple(self._folds(figure, leg, cloth, rng))
            return draw_limb(
                figure,
                leg,
                cloth,
                t1=self.length,
                ease=self.ease,
                ease1=self.flare,
                depth=0.075,
                details=folds,
            )
        one, other = leg.edges(-0.02, self.length, self.ease, self.flare)
        low = bowed(one[-1], other[-1], leg.spine(self.length - 0.03, self.length, 2), 0.18)
        seat = rounded(leg, one[0], other[0], 0.0, 0.8) if figure.sitting else one[:0]
        outline = np.concatenate([one, low, other[::-1], seat])
        shape = form(
            outline, colour, style, cloth.owner, level=cloth.level, depth=0.075,
            details=(*self._knee(figure, leg, style), *self._folds(figure, leg, cloth, rng)),
        )  # fmt: skip
        if self.pattern is not None:
            surface = limb_surface(figure, leg, self.length, self.ease)
            shape = printed(shape, self.pattern.shapes(surface, style), style)
        if self.stripe is not None:
            shape = printed(shape, self._stripes(figure, leg), style)
        shapes = [shape]
        if self.turned_up > 0:
            start = self.length - self.turned_up
            a, b = leg.edges(start, self.length + 0.01, self.flare + 0.018)
            hem = bowed(a[-1], b[-1], leg.spine(start, self.length, 2), 0.18)
            top = bowed(b[0], a[0], leg.spine(start, self.length, 2), 0.18)
            shapes.append(
                form(np.concatenate([a, hem, b[::-1], top]), mix(colour, (255, 255, 255), 0.28), style,
                cloth.owner,
                     level=cloth.level, depth=0.02, weight=0.85)
            )  # fmt: skip
        return shapes

    def _knee(self, figure: FigureFrame, leg: LimbFrame, style: Style) -> tuple[Shape, ...]:
        return (
            knee(figure, leg, self.colour, style, (self.ease + self.flare) / 2) if self.length > 0.6 else ()
        )

    def _stripes(self, figure: FigureFrame, leg: LimbFrame) -> tuple[Shape, ...]:
        assert self.stripe is not None
        t = np.linspace(0.0, self.length, 12)
        spine = leg.spine(0.0, self.length, 12)
        way = np.gradient(spine, axis=0)
        way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
        across = np.stack([-way[:, 1], way[:, 0]], 1)
        outward = np.sin(np.radians(figure.yaw + 90 * leg.side))
        reach = (leg.half(t) + np.linspace(self.ease, self.flare, 12))[:, None] * across
        reach = reach if float(across[0, 0]) > 0 else -reach
        near, far = np.clip(0.74 * outward - 0.09, -1.1, 1.1), np.clip(0.74 * outward + 0.13, -1.1, 1.1)
        return (Shape(np.concatenate([spine + reach * near, (spine + reach * far)[::-1]]), fill=self.stripe),)

    def _folds(self, figure: FigureFrame, leg: LimbFrame, cloth: Cloth, rng: Generator) -> list[Shape]:
        style, colour = cloth.style, self.colour
        details: list[Shape] = []
        if figure.detail < 0.25:
            return details
        if self.jeans > 0.2:
            light = leg.spine(0.12, min(0.46, self.length), 6)
            details.append(
                Shape(np.concatenate([light - (0.05, 0), light[::-1] + np.array([0.05, 0])]),
                      fill=style.lit(colour, 0.14 + 0.2 * self.jeans), soft=0.05)
            )  # fmt: skip
        count = round((2 + 3 * style.folds) * figure.detail)
        side = float(rng.choice([-1, 1]))
        for k in range(count):
            slack = self.ease + (self.flare - self.ease) * 0.5
            at = 0.5 + (k - 1.5) * 0.05 if k < 4 else self.length - 0.035 * (k - 3)
            at = min(at, self.length - 0.03) + float(rng.uniform(-0.012, 0.012))
            line = leg.across(at, slack, float(rng.uniform(0.1, 0.7)))
            half = (
                line[: int(rng.integers(3, 6))]
                if side * (-1) ** k > 0
                else line[: -int(rng.integers(4, 6)) : -1]
            )
            path = curve(half, closed=False, steps=4)
            if k % 2 == 0:
                details.insert(0, fold(path, 0.06, colour, style))
            details.append(crease(path, colour, style, weight=0.65))
        if self.crease:
            details.append(crease(leg.spine(0.12, self.length - 0.02), colour, style, weight=0.6))
        if self.jeans > 0.2 and self.length > 0.6:
            hem = leg.across(self.length - 0.03, self.flare, 0.18)
            details.append(crease(hem, mix(colour, (230, 190, 120), 0.5), style, weight=0.5))
        if self.jeans > 0.7 and self.length > 0.6 and figure.detail > 0.5:
            details.append(self._tear(figure, leg, style, float(rng.uniform(0.42, 0.55))))
        return details

    def _tear(self, figure: FigureFrame, leg: LimbFrame, style: Style, at: float) -> Shape:
        """A hole over the knee with threads; the skin in it still counts as the garment it is seen
        through."""
        line, low = leg.across(at, -0.03, 0.1), leg.across(at + 0.035, -0.03, 0.2)
        hole = np.concatenate([line[1:-1], low[-2:0:-1]])
        white = mix(self.colour, (255, 255, 255), 0.75)
        thread = Shape((line[1:-1] + low[1:-1]) / 2, line=white, weight=0.7, closed=False)
        return Shape(hole, fill=figure.body.skin, line=white, weight=0.6, inside=(thread,))
