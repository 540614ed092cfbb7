"""Dress-shirts and blouses: collar, placket, buttons, cuffs; long, short or rolled sleeves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Hides
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import ARM_SHIRT, Level
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import Neckline, cuff, draw_sleeve, draw_top, under_others
from toonseg.synth.garments.collars import Collar, draw_collar
from toonseg.synth.garments.patterns import Pattern
from toonseg.synth.pen import Colour, arc


@dataclass(frozen=True)
class DressShirt:
    """A shirt with a collar.

    Attributes:
        colour: Of its cloth.
        sleeve: Where the sleeves end: 0.3 short, 0.6 rolled up, 0.97 at the wrist.
        opened: How far the collar is open, 0 .. 1.
        tucked: Whether it goes into what is worn below; then it is drawn under it.
        ease: Slack around the body, in heads.
        fit: 0 tight .. 1 straight.
        hem: Height of a loose hem on the torso (v).
        collar: Its kind.
        collar_colour: Colour of the collar (and cuffs) where it differs, or None.
        collar_size: Length of its points, about 1.
        stripe: Colour of a stripe along a sailor collar and its cuffs, or None.
        ruffles: Frills down the front, 0 (none) .. 1.
        puff: Fullness of the sleeves, in heads.
        pocket: Whether it has a breast pocket.
        pattern: What is woven into it.
    """

    colour: Colour = (250, 250, 252)
    sleeve: float = 0.97
    opened: float = 0.0
    tucked: bool = True
    ease: float = 0.035
    fit: float = 0.25
    hem: float = 1.05
    collar: Collar = Collar.POINTED
    collar_colour: Colour | None = None
    collar_size: float = 1.0
    stripe: Colour | None = None
    ruffles: float = 0.0
    puff: float = 0.0
    pocket: bool = False
    pattern: Pattern | None = None
    cls: InstanceClass = InstanceClass.DRESS_SHIRT

    @property
    def hides(self) -> frozenset[Hides]:
        """Long sleeves hide the arms."""
        return frozenset({Hides.ARMS}) if self.sleeve > 0.9 else frozenset()

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Body, collar and sleeves."""
        hem = 0.9 if self.tucked else min(self.hem, 0.98 if figure.sitting else 2.0)
        level = int(Level.SHIRT if self.tucked else Level.WAIST + 1)
        cloth = Cloth(self.colour, style, owner, level)
        if self.collar is Collar.SAILOR:
            neck = Neckline(0.19, vee=1.0)
        else:
            neck = Neckline(0.035 + 0.16 * self.opened, vee=min(1.0, self.opened * 2))
        details = () if self.collar is Collar.SAILOR else self._placket(figure, hem, style)
        ease, fit = under_others(figure, self.cls, self.ease, self.fit)
        shapes = draw_top(
            figure, cloth, neck, hem, ease, fit, rng, pattern=self.pattern, details=details, sag=0.06
        )
        shapes += draw_collar(
            figure, Cloth(self.collar_colour or self.colour, style, owner, int(Level.COLLAR)), self.collar,
            opened=self.opened, size=self.collar_size, stripe=self.stripe,
        )  # fmt: skip
        for arm in figure.arms:
            shapes += self._sleeve(figure, arm, owner, style, rng)
        return shapes

    def _placket(self, figure: FigureFrame, hem: float, style: Style) -> tuple[Shape, ...]:
        torso, unit = figure.torso, figure.unit
        if not torso.facing or figure.detail < 0.2:
            return ()
        shapes = []
        v = np.linspace(0.05 + 0.15 * self.opened, hem + 0.05, 8)
        if self.ruffles > 0:
            shapes += self._frill(figure, v, style)
        else:
            shapes += [
                crease(torso.on(lon, v, self.ease), self.colour, style, weight=0.65)
                for lon in (-5.0, 6.0)
                if torso.seen(lon)
            ]
        for at in np.arange(0.14 + 0.12 * self.opened, hem, 0.15):
            if torso.seen(0.5) and figure.detail > 0.5:
                x, y = torso.on(0.5, float(at), self.ease)
                shapes.append(
                    Shape(
                        arc(float(x), float(y), 0.02 * unit, 0.022 * unit, count=8),
                        fill=style.shaded(self.colour, 0.6), line=style.ink_for(self.colour), weight=0.45,
                    )
                )  # fmt: skip
        if self.pocket and torso.seen(36.0):
            lon = np.array([22.0, 52, 52, 37, 22, 22])
            at = np.array([0.27, 0.265, 0.4, 0.425, 0.405, 0.27])
            shapes.append(crease(torso.on(lon, at, self.ease), self.colour, style, weight=0.7))
        return tuple(shapes)

    def _frill(
        self, figure: FigureFrame, v: np.ndarray[tuple[int], np.dtype[np.float64]], style: Style
    ) -> list[Shape]:
        """Frills to both sides of the buttons, in the shirt's own colour."""
        shapes = []
        at = np.linspace(0.06, 0.62, 19)
        for side in (-1, 1):
            reach = (
                (7 + 11 * self.ruffles)
                * (0.72 + 0.28 * np.cos(np.arange(19) * np.pi))
                * np.linspace(1, 0.5, 19)
            )
            edge = figure.torso.on(reach * side, at, self.ease)
            inner = figure.torso.on(np.full(19, 1.5 * side), at, self.ease)
            outline = np.concatenate([curve(edge, closed=False, steps=3), inner[::-1]])
            tone = style.lit(self.colour, 0.3)
            shapes.append(Shape(outline, fill=tone, line=style.ink_for(self.colour), weight=0.55))
        return shapes

    def _sleeve(
        self, figure: FigureFrame, arm: LimbFrame, owner: Owner | None, style: Style, rng: Generator
    ) -> list[Shape]:
        cloth = Cloth(self.colour, style, owner, arm.level + ARM_SHIRT)
        band = Cloth(self.collar_colour or self.colour, style, owner, arm.level + ARM_SHIRT)
        if figure.covered:
            return cuff(figure, arm, band, 0.88, 0.985, self.ease * 0.9) if self.sleeve > 0.7 else []
        shapes: list[Shape] = []
        long = self.sleeve > 0.45
        shapes += draw_sleeve(
            figure, arm, cloth, rng, end=self.sleeve, ease=self.ease * 0.8,
            ease1=self.ease * (1.0 if long else 1.9), puff=self.puff, pattern=self.pattern,
            seam=InstanceClass.VEST in figure.worn,
        )  # fmt: skip
        if long and self.sleeve > 0.8:
            shapes += cuff(figure, arm, band, self.sleeve - 0.085, self.sleeve + 0.015, self.ease * 1.1)
        elif long:
            # Rolled up: two turns of cloth, the upper one wider.
            shapes += cuff(figure, arm, band, self.sleeve - 0.04, self.sleeve + 0.03, self.ease * 1.0)
            shapes += cuff(figure, arm, band, self.sleeve - 0.1, self.sleeve - 0.015, self.ease * 1.5)
        elif self.stripe is not None or self.collar_colour is not None:
            shapes += cuff(figure, arm, band, self.sleeve - 0.045, self.sleeve + 0.01, self.ease * 1.9)
        elif figure.detail > 0.4:
            hem = arm.across(self.sleeve - 0.035, self.ease * 1.7, 0.2)
            shapes.append(crease(hem, self.colour, style, weight=0.6, level=cloth.level))
            shapes[-1] = Shape(
                hem[1:-1], owner, line=shapes[-1].line, weight=0.55, closed=False, level=cloth.level
            )
        return shapes
