"""Dress-shirts: collar, placket, buttons, cuffs; open or closed, long or short sleeves, rolled up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import ARM_SHIRT, Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import body_folds, sleeve, sleeve_folds
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
    """

    colour: Colour = (250, 250, 252)
    sleeve: float = 0.97
    opened: float = 0.0
    tucked: bool = True
    ease: float = 0.035
    cls: InstanceClass = InstanceClass.DRESS_SHIRT

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Body, collar and sleeves."""
        torso, hem = figure.torso, 0.9 if self.tucked else 1.03
        v = np.linspace(0.0, hem, 14)
        slack = self.ease * np.interp(v, [0, 0.12, 0.5, 1.1], [0.1, 0.6, 1.0, 1.3])
        outline = torso.outline(0.0, hem, slack, count=14)
        details = [*self._placket(figure, hem, style), *body_folds(figure, self.colour, style, rng, hem)]
        level = Level.SHIRT if self.tucked else Level.WAIST + 1
        shapes = [form(outline, self.colour, style, owner, level=level, depth=0.07, details=tuple(details))]
        if torso.facing and self.opened > 0:
            deep = 0.05 + 0.09 * self.opened
            neck = torso.panel(
                np.array([-45, -16, -2]),
                np.array([45, 16, 2]),
                np.array([-0.02, deep * 0.5, deep]),
                self.ease,
            )
            if neck is not None:
                shapes.append(form(neck, figure.body.skin, style, None, level=level, depth=0.03))
        shapes += self._collar(figure, owner, style)
        for arm in figure.arms:
            shapes += self._sleeve(figure, arm, owner, style, rng)
        return shapes

    def _placket(self, figure: FigureFrame, hem: float, style: Style) -> list[Shape]:
        torso, unit = figure.torso, figure.unit
        v = np.linspace(0.05, hem, 12)
        shapes = [
            crease(torso.on(lon, v, self.ease), self.colour, style, weight=0.7)
            for lon in (-5.0, 6.0)
            if torso.seen(lon)
        ]
        for at in np.arange(0.12, hem, 0.15):
            if torso.seen(0.5):
                x, y = torso.on(0.5, float(at), self.ease)
                button = arc(float(x), float(y), 0.02 * unit, 0.022 * unit, count=10)
                shapes.append(
                    Shape(
                        button,
                        fill=style.shaded(self.colour, 0.8),
                        line=style.ink_for(self.colour),
                        weight=0.5,
                    )
                )
        return shapes

    def _collar(self, figure: FigureFrame, owner: Owner | None, style: Style) -> list[Shape]:
        torso, unit = figure.torso, figure.unit
        # The band that stands round the neck; from behind it is all that is seen.
        stand = 0.085 * unit
        band = torso.on(
            np.array([-88.0, -60, 0, 60, 88]) + (0 if torso.facing else 180), np.full(5, 0.015), 0.02
        )
        shapes = []
        if not torso.facing:
            top = band - np.array([0.0, stand])
            outline = np.concatenate([top, (band + np.array([0, 0.05 * unit]))[::-1]])
            return [form(outline, self.colour, style, owner, level=Level.COLLAR, depth=0.02)]
        gap = 16.0 * self.opened
        for side in (-1, 1):
            if abs(figure.yaw) > 55 and not torso.seen(side * 60):
                continue
            lon = np.array([102.0, 70.0, 2.0 + gap, 26.0 + gap, 52.0, 98.0]) * side
            v = np.array([-0.0, -0.0, 0.032 + 0.05 * self.opened, 0.125 * unit**0.5, 0.062, 0.022])
            wing = torso.on(lon, v, np.array([0.015, 0.02, 0.03, 0.045, 0.035, 0.03]))
            wing[0, 1] -= stand * 1.25
            wing[1, 1] -= stand * 0.75
            shapes.append(form(wing, self.colour, style, owner, level=Level.COLLAR, depth=0.025))
        return shapes

    def _sleeve(
        self, figure: FigureFrame, arm: LimbFrame, owner: Owner | None, style: Style, rng: Generator
    ) -> list[Shape]:
        level, hidden = arm.level + ARM_SHIRT, InstanceClass.OUTER in figure.worn
        start = 0.7 if hidden and self.sleeve > 0.7 else 0.0
        if hidden and start == 0.0:
            return []
        shapes = []
        if not hidden:
            outline = sleeve(arm, self.sleeve, self.ease * 0.8, self.ease)
            folds = sleeve_folds(arm, self.sleeve, self.ease, self.colour, style, rng)
            shapes.append(
                form(outline, self.colour, style, owner, level=level, depth=0.05, details=tuple(folds))
            )
        if self.sleeve > 0.45:
            cuff = arm.tube(
                self.sleeve - (0.08 if self.sleeve > 0.8 else 0.1), self.sleeve + 0.015, self.ease * 1.15
            )
            shapes.append(form(cuff, self.colour, style, owner, level=level, depth=0.03))
        return shapes
