"""Vests: knitted, to be pulled over the head, and waistcoats with buttons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import body_folds, ribbed, slack_of, under_others
from toonseg.synth.garments.patterns import Pattern, printed, torso_surface
from toonseg.synth.pen import Colour, Points, arc


@dataclass(frozen=True)
class Vest:
    """A sleeveless top that is worn over a shirt.

    Attributes:
        colour: Of its cloth.
        vee: v to which its neck is cut out.
        hem: v of its hem.
        buttons: Number of buttons of a waistcoat; 0 for a knitted one.
        button: Their colour.
        points: How far the fronts of a waistcoat end in points, in v.
        trim: Colour of stripes along neck and hem, or None.
        ease: Slack around the body, in heads.
        fit: 0 tight .. 1 straight.
        pattern: What is knitted into it.
    """

    colour: Colour = (196, 178, 148)
    vee: float = 0.3
    hem: float = 0.82
    buttons: int = 0
    button: Colour = (90, 76, 66)
    points: float = 0.05
    trim: Colour | None = None
    ease: float = 0.05
    fit: float = 0.35
    pattern: Pattern | None = None
    cls: InstanceClass = InstanceClass.VEST

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """One piece with a pointed neck and armholes, and what is on it."""
        cloth = Cloth(self.colour, style, owner, int(Level.VEST))
        torso = figure.torso
        outline, neck = self._outline(figure)
        details: list[Shape] = list(body_folds(figure, self.colour, style, rng, self.hem, self.fit))
        if self.buttons:
            details += self._closing(figure, cloth)
        else:
            details += ribbed(figure, self.hem, 0.05, self.ease, cloth)
            if self.trim is not None:
                for v in (self.hem - 0.075, self.hem - 0.1):
                    ring = torso.ring(v, self.ease, sag=0.04 * figure.unit)
                    ring = ring if torso.facing else torso.ring(v, self.ease, 90, 270)
                    details.append(Shape(ring, line=self.trim, weight=1.3, closed=False))
        shape = form(
            outline, self.colour, style, owner, level=cloth.level, depth=0.06, details=tuple(details)
        )
        if self.pattern is not None:
            surface = torso_surface(figure, self.hem + 0.05, self.ease)
            shape = printed(shape, self.pattern.shapes(surface, style), style)
        shapes = [shape]
        if neck is not None and not self.buttons:
            shapes += self._ribs(figure, cloth, neck)
        return shapes

    def _outline(self, figure: FigureFrame) -> tuple[Points, Points | None]:
        """The outline, and its neckline from the viewer's right to left (None from behind)."""
        torso = figure.torso
        v = np.linspace(0.05, self.hem, 16)
        slack = slack_of(figure, v, *under_others(figure, self.cls, self.ease, self.fit))
        middle = torso.edges(v)[0] + 90
        # The armholes: the cloth begins inside the shoulder's edge and reaches the side below the armpit.
        reach = np.interp(v, [0.05, 0.12, 0.2, 0.27], [58, 62, 70, 89.5])
        a, b = torso.on(middle - reach, v, slack), torso.on(middle + reach, v, slack)
        u = np.linspace(-1, 1, 9)[1:-1, None]
        low = (a[-1] + b[-1]) / 2 + (b[-1] - a[-1]) / 2 * np.sin(u * np.pi / 2)
        sag = 0.05 * np.sqrt(1 - u[:, 0] ** 2)
        if self.buttons and torso.facing:
            lon = np.arcsin(np.sin(u[:, 0] * np.pi / 2)) * 90 / (np.pi / 2) + float(middle[-1])
            sag = sag + self.points * figure.body.torso * (
                np.clip(1 - np.abs(np.abs(lon) - 16) / 16, 0, 1) - 0.2
            )
        low[:, 1] += sag
        if not torso.facing:
            lon = middle[0] + np.linspace(50, -50, 9)
            high = torso.on(lon, np.full(9, 0.02), slack[0])
            high[:, 1] -= figure.nape * np.clip(-np.cos(np.radians(lon)), 0, 1)
            return np.concatenate([a, low, b[::-1], high]), None
        lon = np.array([46.0, 40, 22, 0, -22, -40, -46])
        at = np.array([0.03, 0.055, 0.06 + 0.46 * (self.vee - 0.06) + 0.02, self.vee, 0, 0.055, 0.03])
        at[4] = at[2]
        neck = torso.on(lon, at, self.ease * 0.9)
        return np.concatenate([a, low, b[::-1], neck]), neck

    def _closing(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        torso, unit, style = figure.torso, figure.unit, cloth.style
        if not torso.seen(0.0) or figure.detail < 0.25:
            return []
        v = np.linspace(self.vee, self.hem + 0.06, 6)
        lines = [crease(torso.on(-4.0, v, self.ease), self.colour, style, weight=0.8)]
        for at in np.linspace(self.vee + 0.03, self.hem - 0.06, self.buttons):
            x, y = (float(k) for k in torso.on(1.5, float(at), self.ease))
            lines.append(
                Shape(arc(x, y, 0.025 * unit, 0.027 * unit, count=8), fill=self.button,
                      line=style.ink_for(self.button), weight=0.5)
            )  # fmt: skip
        for side in (-1, 1):
            pocket = torso.on(np.array([26.0, 54]) * side, np.array([0.66, 0.645]), self.ease)
            lines.append(crease(pocket, self.colour, style, weight=0.9))
        return lines

    def _ribs(self, figure: FigureFrame, cloth: Cloth, neck: Points) -> list[Shape]:
        """The knitted band along the neck, with its stripe."""
        style, torso = cloth.style, figure.torso
        lon = np.array([56.0, 50, 30, 0, -30, -50, -56])
        at = np.array([0.04, 0.07, 0.11 + 0.46 * (self.vee - 0.06), self.vee + 0.045, 0, 0.07, 0.04])
        at[4] = at[2]
        low = torso.on(lon, at, self.ease * 0.9)
        band = np.concatenate([neck, low[::-1]])
        tone = style.shaded(self.colour, 0.15)
        stripe: tuple[Shape, ...] = ()
        if self.trim is not None:
            stripe = (Shape((neck * 0.55 + low * 0.45), line=self.trim, weight=1.3, closed=False),)
        return [
            form(band, tone, style, cloth.owner, level=cloth.level, depth=0.0, details=stripe, weight=0.7)
        ]
