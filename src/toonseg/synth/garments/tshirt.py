"""T-shirts, long-sleeved shirts, sweaters and hoodies: all that is pulled over the head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Hides
from toonseg.synth.figure.levels import ARM_SHIRT, Level
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import Neckline, cuff, draw_sleeve, draw_top, ribbed, under_others
from toonseg.synth.garments.patterns import Pattern
from toonseg.synth.pen import Colour


@dataclass(frozen=True)
class TShirt:
    """A top without buttons.

    Attributes:
        colour: Of its cloth.
        sleeve: Where the sleeves end: 0 none, 0.25 short, 0.97 at the wrist.
        sleeve_colour: Colour of raglan sleeves, or None.
        neck: Depth of the neckline in front (v), 0.03 .. 0.16.
        vee: 0 round .. 1 pointed neckline.
        high: Height of a rolled collar in units of a neck, 0 .. 1.
        hem: Height of its hem on the torso (v): 0.6 cropped .. 1.1.
        ease: Slack around the body, in heads.
        fit: 0 tight .. 1 straight.
        ribs: Ribbed cuffs and hem, as knitwear and sweatshirts have.
        hood: Size of a hood, 0 (none) .. 1; a hooded top has strings and a pocket.
        tucked: Whether it goes into what is worn below.
        pattern: What is printed on it.
        pattern_sleeves: Whether the sleeves have the pattern too.
    """

    colour: Colour = (236, 238, 242)
    sleeve: float = 0.25
    sleeve_colour: Colour | None = None
    neck: float = 0.055
    vee: float = 0.0
    high: float = 0.0
    hem: float = 0.98
    ease: float = 0.045
    fit: float = 0.5
    ribs: bool = False
    hood: float = 0.0
    tucked: bool = False
    pattern: Pattern | None = None
    pattern_sleeves: bool = False
    cls: InstanceClass = InstanceClass.T_SHIRT

    @property
    def hides(self) -> frozenset[Hides]:
        """Long sleeves hide the arms."""
        return frozenset({Hides.ARMS}) if self.sleeve > 0.9 else frozenset()

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Hood, body, collar, sleeves."""
        level = int(Level.SHIRT if self.tucked else Level.WAIST + 1)
        cloth = Cloth(self.colour, style, owner, level)
        neck = Neckline(self.neck, 0.01 + 0.3 * max(self.neck - 0.05, 0.0), vee=self.vee)
        hem = 0.9 if self.tucked else min(self.hem, 0.98 if figure.sitting else 2.0)
        ease, fit = under_others(figure, self.cls, self.ease, self.fit)
        details: tuple[Shape, ...] = ()
        if self.ribs:
            details += ribbed(figure, hem, 0.055, self.ease, cloth)
        if self.hood > 0 and figure.torso.facing:
            details += self._pocket(figure, cloth, hem)
        shapes = draw_top(figure, cloth, neck, hem, ease, fit, rng, pattern=self.pattern, details=details)
        shapes += self._rim(figure, cloth, neck)
        if self.hood > 0:
            shapes += self._hood(figure, cloth)
        if self.sleeve > 0.02 and not (figure.covered and self.sleeve < 0.9):
            for arm in figure.arms:
                shapes += self._sleeve(figure, arm.side, owner, style, rng)
        return shapes

    def _sleeve(
        self, figure: FigureFrame, side: int, owner: Owner | None, style: Style, rng: Generator
    ) -> list[Shape]:
        arm = figure.arms[0 if side < 0 else 1]
        cloth = Cloth(self.sleeve_colour or self.colour, style, owner, arm.level + ARM_SHIRT)
        if figure.covered:
            return cuff(figure, arm, cloth, 0.9, self.sleeve + 0.02, self.ease * 0.5)
        short = self.sleeve < 0.45
        end = self.sleeve - (0.07 if self.ribs and not short else 0.0)
        shapes = draw_sleeve(
            figure, arm, cloth, rng, end=end, ease=self.ease * 0.7,
            ease1=self.ease * (1.5 + self.fit if short else 1.0), puff=0.03 * self.fit if not short else 0.0,
            pattern=self.pattern if self.pattern_sleeves else None,
            seam=self.sleeve_colour is not None or InstanceClass.VEST in figure.worn,
        )  # fmt: skip
        if self.ribs and not short:
            shapes += cuff(figure, arm, cloth, end, self.sleeve, self.ease * 0.5, ribs=5)
        return shapes

    def _rim(self, figure: FigureFrame, cloth: Cloth, neck: Neckline) -> list[Shape]:
        """The ribbed band of the neckline, or a rolled collar."""
        torso, style = figure.torso, cloth.style
        middle = float(torso.edges(0.05)[0]) + 90
        lon = middle + np.linspace(-88, 88, 13)
        raised = np.outer(figure.nape * np.clip(-np.cos(np.radians(lon)), 0, 1), (0.0, 1.0))
        low = torso.on(lon, neck.v(lon) + 0.018, self.ease * 0.5) - raised
        if self.high > 0:
            top = torso.on(lon, np.full(13, 0.0), self.ease * 0.35)
            lift = figure.body.neck * (0.5 + 0.7 * self.high)
            top[:, 1] += -lift + 0.05 * figure.unit * np.cos(np.radians(lon - middle))
            outline = np.concatenate([top, low[::-1]])
            roll = crease((top * 0.55 + low * 0.45), self.colour, style)
            return [
                form(
                    outline, self.colour, style, cloth.owner, level=Level.COLLAR, depth=0.03, details=(roll,)
                )
            ]
        if figure.detail < 0.4:
            return []
        high = torso.on(lon, neck.v(lon), self.ease * 0.4) - raised
        band = np.concatenate([high, low[::-1]])
        return [
            form(
                band,
                style.shaded(self.colour, 0.2),
                style,
                cloth.owner,
                level=cloth.level,
                depth=0.0,
                weight=0.6,
            )
        ]

    def _pocket(self, figure: FigureFrame, cloth: Cloth, hem: float) -> tuple[Shape, ...]:
        torso = figure.torso
        v = np.array([0.66, 0.66, 0.8, 0.92, 0.92, 0.8]) * min(hem, 1.0)
        lon = np.array([-22.0, 22, 44, 44, -44, -44])
        outline = torso.on(lon, v, self.ease)
        shade = cloth.style.shaded(self.colour, 0.3)
        return (Shape(outline, fill=shade, line=cloth.style.ink_for(self.colour), weight=0.7),)

    def _hood(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        """The hood lying round the neck; from behind it hangs on the back."""
        torso, style, unit, size = figure.torso, cloth.style, figure.unit, 0.6 + 0.4 * self.hood
        if not torso.facing:
            lon = np.linspace(-62, 62, 9) + 180
            fall = np.cos(np.radians(np.linspace(-75, 75, 9)))
            low = torso.on(lon, 0.05 + 0.26 * size * fall, self.ease * 1.6)
            top = torso.on(lon[::-1], np.full(9, 0.0), self.ease) - (0, 0.1 * unit)
            outline = curve(np.concatenate([low, top[::2]]), steps=3)
            seam = crease(torso.on(np.full(2, 180.0), np.array([0.0, 0.3 * size])), self.colour, style)
            return [
                form(
                    outline,
                    self.colour,
                    style,
                    cloth.owner,
                    level=Level.OVER_OUTER - 1,
                    depth=0.05,
                    details=(seam,),
                )
            ]
        shapes = []
        back = torso.on(np.linspace(-88, 88, 7), np.full(7, 0.03), self.ease)
        back = np.concatenate([back, back[::-1] - np.array([0, 0.24 * unit * size])])
        shapes.append(
            form(curve(back, steps=3), style.shaded(self.colour), style, cloth.owner,
            level=Level.BACK_HAIR + 2,
                 depth=0.0)
        )  # fmt: skip
        for side in (-1, 1):
            if not torso.seen(side * 45.0, 0.1):
                continue
            lon = np.array([96.0, 64, 20, 5, 22, 62, 96]) * side
            v = np.array([-0.015, -0.005, 0.05, 0.115, 0.125, 0.085, 0.05])
            flap = torso.on(lon, v, self.ease * np.array([0.6, 0.9, 1.1, 1.2, 1.5, 1.8, 1.6]))
            flap[:2, 1] -= 0.12 * unit * size
            shapes.append(
                form(curve(flap, steps=4), self.colour, style, cloth.owner, level=Level.COLLAR, depth=0.04)
            )
            cord = torso.on(np.array([10.0, 12, 13]) * side, np.array([0.11, 0.2, 0.3]), self.ease * 1.3)
            shapes.append(
                Shape(curve(cord, closed=False), cloth.owner, line=style.shaded((250, 250, 246), 0.5),
                weight=1.3,
                      closed=False, level=Level.COLLAR)
            )  # fmt: skip
        return shapes
