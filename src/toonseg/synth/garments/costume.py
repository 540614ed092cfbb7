"""Clothes of other times and worlds, none of the eight classes: robes, gowns, armour, cloaks, aprons.

A network that has seen skirts and shirts only takes a robe for them. These belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, fold, form, gleam
from toonseg.synth.art.shapes import Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Garment
from toonseg.synth.figure.levels import ARM_OUTER, Level
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import Neckline, draw_sleeve, draw_top
from toonseg.synth.garments.patterns import Pattern
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.pen import Colour, Points, mix


def _belt(figure: FigureFrame, v: Points, out: float) -> Points | None:
    """A piece of cloth all around the body over the rows v."""
    low, high = (-179.0, 179.0) if figure.torso.facing else (1.0, 359.0)
    return figure.torso.panel(low, high, v, out)


@dataclass(frozen=True)
class Unlabelled:
    """Garments worn as one piece of no class, such as the bodice and the skirt of a gown."""

    parts: tuple[Garment, ...]
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The shapes of all parts, none of them an instance's."""
        return [shape for part in self.parts for shape in part.draw(figure, None, style, rng)]


@dataclass(frozen=True)
class Robe:
    """A robe that is laid across the chest and tied: from hanbok and kimono to a wizard's gown.

    Attributes:
        colour: Of its cloth.
        trim: Of the band along the neck, and of the sleeves' ends.
        sash: Of what ties it, or None for a robe that falls straight.
        lower: Of the skirt that is seen below it, or None for the same cloth.
        length: Where it ends along the legs, 0.4 .. 1.
        wide: How wide the sleeves end, in heads.
        hem: Height on the torso (v) to which the upper part reaches, where the lower one differs.
        pattern: What is woven into it.
    """

    colour: Colour = (90, 110, 150)
    trim: Colour = (240, 236, 226)
    sash: Colour | None = (150, 60, 60)
    lower: Colour | None = None
    length: float = 0.95
    wide: float = 0.2
    hem: float = 0.6
    pattern: Pattern | None = None
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Skirt, body, band, sash, sleeves."""
        torso = figure.torso
        below = Skirt(
            self.lower or self.colour, self.length, 0.2, 0, rise=self.hem - 0.03, band=False,
            pattern=None if self.lower is not None else self.pattern,
        )  # fmt: skip
        shapes = below.draw(figure, None, style, rng)
        cloth = Cloth(self.colour, style, None, int(Level.WAIST + 1))
        shapes += draw_top(
            figure, cloth, Neckline(0.2, vee=1.0), self.hem, 0.06, 0.5, rng, pattern=self.pattern
        )
        if torso.facing:
            # The left side lies over the right one: its band goes on to the sash.
            shapes += self._band(figure, style, np.array([-62.0, -34, 0]), np.array([0.0, 0.08, 0.2]))
            shapes += self._band(
                figure, style, np.array([62.0, 34, 0, -26]), np.array([0.0, 0.08, 0.2, self.hem - 0.04])
            )
        for arm in figure.arms:
            sleeve = Cloth(self.colour, style, None, arm.level + ARM_OUTER)
            shapes += draw_sleeve(
                figure, arm, sleeve, rng, end=0.93, ease=0.05, ease1=self.wide, pattern=self.pattern
            )
            if self.wide < 0.1:
                continue
            line = arm.across(0.88, self.wide * 0.95, 0.2)
            shapes.append(Shape(line[1:-1], line=self.trim, weight=2.0, closed=False, level=sleeve.level))
        if self.sash is not None:
            around = _belt(figure, np.array([self.hem - 0.09, self.hem + 0.02]), 0.07)
            if around is not None:
                start = -90.0 if torso.facing else 90.0
                mid = torso.ring(self.hem - 0.04, 0.07, start, start + 180)
                lines = (crease(mid, self.sash, style, weight=0.7),)
                shapes.append(
                    form(around, self.sash, style, None, level=Level.VEST, depth=0.03, details=lines)
                )
        return shapes

    def _band(self, figure: FigureFrame, style: Style, lon: Points, v: Points) -> list[Shape]:
        torso = figure.torso
        outer = torso.on(lon + np.sign(lon[0]) * 11, v + 0.03, 0.065)
        inner = torso.on(lon, v, 0.065)
        band = np.concatenate(
            [curve(inner, closed=False, steps=3), curve(outer, closed=False, steps=3)[::-1]]
        )
        return [form(band, self.trim, style, None, level=Level.VEST, depth=0.0, weight=0.8)]


@dataclass(frozen=True)
class Cloak:
    """A cloak over both shoulders, held by a clasp; before the body it stands open.

    Attributes:
        colour: Of its cloth.
        lining: Of its inside.
        clasp: Of what holds it.
        length: Where it ends along the legs, 0.1 .. 1.
        opened: How far it stands open, degrees to each side.
        fur: Colour of a fur collar, or None.
    """

    colour: Colour = (110, 40, 50)
    lining: Colour = (60, 40, 60)
    clasp: Colour = (220, 190, 110)
    length: float = 0.8
    opened: float = 45.0
    fur: Colour | None = None
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Its back behind the figure, what lies over the shoulders, the clasp; from behind one piece."""
        torso, unit = figure.torso, figure.unit
        level = int(Level.NEAREST_ARM) + 9 if not torso.facing else int(Level.OVER_OUTER) + 2
        sway = float(rng.uniform(-0.12, 0.12))
        low = float(np.mean([leg.spine(0, self.length, 2)[-1, 1] for leg in figure.legs]))
        left, right = torso.edge(-1, 0.02, 0.3, 0.1, 5), torso.edge(1, 0.02, 0.3, 0.1, 5)
        foot_left = np.array([left[-1, 0] - 0.42 * unit + sway, low])
        foot_right = np.array([right[-1, 0] + 0.42 * unit + sway, low])
        u = np.linspace(0, 1, 9)[:, None]
        hem = foot_left + (foot_right - foot_left) * u
        hem[:, 1] += 0.06 * unit * np.cos(u[:, 0] * np.pi * 6)
        whole = np.concatenate([left, curve(hem, closed=False, steps=3), right[::-1]])
        folds: list[Shape] = []
        for k in (1, 3, 5, 7):
            top = left[2] + (right[2] - left[2]) * u[k]
            spine = curve(np.stack([hem[k], hem[k] * 0.45 + top * 0.55 + (0.03, 0), top]), closed=False)
            folds += [fold(spine, 0.12 * unit, self.colour, style), crease(spine, self.colour, style)]
        if not torso.facing:
            return [form(whole, self.colour, style, None, level=level, depth=0.1, details=tuple(folds)),
                    *self._collar(figure, style, level + 1)]  # fmt: skip
        shapes = [form(whole, self.lining, style, None, level=Level.BEHIND, depth=0.12)]
        for side in (-1, 1):
            edge, foot = (left, foot_left) if side < 0 else (right, foot_right)
            lon = side * np.array([14.0, self.opened, self.opened + 8])
            inner = torso.on(lon, np.array([0.06, 0.2, 0.5]), 0.1)
            out = edge + np.array([side * 0.05 * unit, 0.0])
            down = np.array([out[-1] + (side * 0.12 * unit, 0.5 * unit)])
            end = inner[-1] * 0.35 + foot * 0.65
            if self.length < 0.3:
                end = inner[-1] + (0.0, 0.12 * unit)
            piece = np.concatenate([inner, end[None], down * 0.4 + foot * 0.6, down, out[::-1]])
            shapes.append(form(curve(piece, steps=4), self.colour, style, None, level=level, depth=0.08))
        x, y = (float(k) for k in torso.on(0.0, 0.06, 0.12))
        shapes += self._collar(figure, style, level + 1)
        if torso.seen(0.0):
            knot = curve(np.array([(x - 0.06, y), (x, y - 0.06), (x + 0.06, y), (x, y + 0.06)]) * 1.0)
            shapes.append(form(knot, self.clasp, style, None, level=level + 1, depth=0.01, weight=0.7))
        return shapes

    def _collar(self, figure: FigureFrame, style: Style, level: int) -> list[Shape]:
        torso, unit = figure.torso, figure.unit
        middle = float(torso.edges(0.05)[0]) + 90
        lon = middle + np.linspace(-88, 88, 15)
        bulge = np.clip(np.cos(np.radians(lon - middle)), 0, 1)
        top = torso.on(lon, np.full(15, 0.0), 0.08) - np.outer(0.1 * unit * (1 - 0.6 * bulge), (0.0, 1.0))
        low = torso.on(lon, 0.05 + 0.06 * bulge, 0.14)
        colour = self.fur or style.shaded(self.colour, 0.4)
        if self.fur is not None:
            low[1::2] += np.array([0.0, 0.06 * unit])
            top[1::2] -= np.array([0.0, 0.04 * unit])
        return [form(np.concatenate([top, low[::-1]]), colour, style, None, level=level, depth=0.03)]


@dataclass(frozen=True)
class Armour:
    """A breastplate with shoulder pieces and greaves over other clothes.

    Attributes:
        colour: Of the metal.
        edge: Of its rims.
        waist: v to which the plate reaches.
    """

    colour: Colour = (170, 176, 190)
    edge: Colour = (206, 176, 110)
    waist: float = 0.62
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """The plate with its ridge and light, a belt of plates, a shell over each shoulder."""
        torso, unit = figure.torso, figure.unit
        v = np.linspace(0.07, self.waist, 9)
        plate = _belt(figure, v, 0.07)
        if plate is None:
            return []
        around = 0.0 if torso.facing else 180.0
        ridge = torso.on(np.full(6, around), np.linspace(0.1, self.waist, 6), 0.07)
        light = torso.panel(around - 50 * style.light - 14, around - 50 * style.light + 12, v[1:-1], 0.06)
        shine = () if light is None else (gleam(light, self.colour, style, 0.9),)
        details = (*shine, crease(ridge, self.colour, style, weight=1.0))
        shapes = [form(plate, self.colour, style, None, level=Level.OUTER, depth=0.1, details=details)]
        for k in range(3):
            at = self.waist + 0.1 * k
            ring = _belt(figure, np.array([at, at + 0.11]), 0.09 + 0.02 * k)
            if ring is not None:
                tone = mix(self.colour, (60, 60, 70), 0.12 * k)
                shapes.append(form(ring, tone, style, None, level=Level.OUTER, depth=0.03))
        for arm in figure.arms:
            joint, level = arm.joints[0], arm.level + ARM_OUTER
            way = arm.joints[1] - arm.joints[0]
            way = way / max(float(np.hypot(*way)), 1e-9)
            side = np.array([-way[1], way[0]])
            for k in range(2):
                half = (float(arm.half(0.1)) + 0.12) * (1 - 0.12 * k)
                reach = np.array([(-0.15, 1.0), (-0.75, 0.8), (-1.0, 0.0), (-0.75, -0.8), (-0.15, -1.0),
                                  (0.55, -1.05), (0.7, 0.0), (0.55, 1.05)]) * half  # fmt: skip
                at = joint + way * (0.1 + 0.14 * k) * unit
                shell = at + reach[:, :1] * way + reach[:, 1:] * side
                shapes.insert(
                    len(shapes) - k,
                    form(curve(shell, steps=3), mix(self.colour, self.edge, 0.15 * (1 - k)), style, None,
                         level=level, depth=0.06),
                )  # fmt: skip
        return shapes


@dataclass(frozen=True)
class Apron:
    """An apron with a bib, over other clothes: they are seen beside it."""

    colour: Colour = (236, 226, 206)
    pocket: Colour | None = None
    length: float = 0.34
    bib: bool = True
    cls: None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Straps, bib, skirt with a pocket; from behind its bow alone."""
        torso = figure.torso
        level = int(Level.OVER_OUTER) + 1
        shapes: list[Shape] = []
        band = _belt(figure, np.array([0.6, 0.64]), 0.09)
        if band is not None:
            shapes.append(form(band, self.colour, style, None, level=level, depth=0.0, weight=0.8))
        if not torso.facing:
            return shapes
        if self.bib:
            for side in (-1, 1):
                if torso.seen(side * 36.0, 0.1):
                    strap = torso.panel(side * 36 - 5, side * 36 + 5, np.linspace(0.02, 0.3, 5), 0.09)
                    if strap is not None:
                        shapes.append(
                            form(strap, self.colour, style, None, level=level, depth=0.0, weight=0.8)
                        )
            bib = torso.panel(-40, 40, np.linspace(0.26, 0.62, 6), 0.09)
            if bib is not None:
                shapes.append(form(bib, self.colour, style, None, level=level, depth=0.04))
        front = torso.panel(-64, 64, np.linspace(0.61, 1.0, 6), 0.1)
        if front is None:
            return shapes
        legs = [leg.spine(0.0, self.length, 2)[-1] for leg in figure.legs]
        drop = np.mean(legs, 0) - np.mean([leg.joints[0] for leg in figure.legs], 0)
        low = front.copy()
        n = len(front) // 2
        low_left, low_right = low[n - 1], low[n]
        skirt = np.concatenate([low[:n], (low_left + drop)[None], (low_right + drop)[None], low[n:]])
        details: tuple[Shape, ...] = ()
        if self.pocket is not None:
            pouch = torso.panel(-30, 30, np.array([0.72, 0.9]), 0.1)
            if pouch is not None:
                details = (Shape(pouch, fill=self.pocket, line=style.ink_for(self.colour), weight=0.7),)
        shapes.append(form(skirt, self.colour, style, None, level=level, depth=0.05, details=details))
        return shapes
