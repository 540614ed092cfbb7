"""Blazers: lapels, collar, pockets, buttons; open over what is worn below, or closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import ARM_OUTER, Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import body_folds, sleeve, sleeve_folds
from toonseg.synth.pen import Colour, arc


@dataclass(frozen=True)
class Blazer:
    """A blazer.

    Attributes:
        colour: Of its cloth.
        opened: 0 buttoned .. 1 wide open.
        hem: Height of its hem on the torso (v).
        button: Colour of its buttons.
        piping: Colour of an edging along the lapels, or None.
        crest: Colour of a badge on the breast pocket, or None.
        ease: Slack around the body, in heads.
    """

    colour: Colour = (52, 58, 92)
    opened: float = 0.5
    hem: float = 1.02
    button: Colour = (214, 178, 96)
    piping: Colour | None = None
    crest: Colour | None = None
    ease: float = 0.06
    cls: InstanceClass = InstanceClass.OUTER

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Lining, both fronts (or the back), lapels, sleeves."""
        torso = figure.torso
        v = np.linspace(0.0, self.hem, 16)
        slack = np.interp(v, [0, 0.1, 0.3, 0.6, 1.1], np.array([0.2, 0.7, 1.0, 0.9, 1.7]) * self.ease)
        folds = tuple(body_folds(figure, self.colour, style, rng, self.hem))
        shapes: list[Shape] = []
        if torso.facing:
            lining = torso.outline(0.3, self.hem - 0.015, self.ease)
            shapes.append(
                form(lining, style.shaded(self.colour, 1.1), style, owner, level=Level.OUTER_BACK, depth=0.0)
            )
        back = torso.panel(100.0, 260.0, v, slack)
        if back is not None:
            shapes.append(form(back, self.colour, style, owner, level=Level.OUTER, depth=0.07, details=folds))
            if torso.seen(180.0):
                vent = torso.on(180.0, np.linspace(0.06, self.hem, 9), self.ease)
                shapes.append(
                    Shape(
                        vent,
                        owner,
                        line=style.ink_for(self.colour),
                        weight=0.7,
                        closed=False,
                        taper=(0.3, 1),
                        level=Level.OUTER,
                    )
                )
        # The right front is drawn first: a man's coat closes left over right.
        for side in (-1, 1):
            shapes += self._front(figure, side, v, slack, folds, owner, style)
        shapes += self._collar(figure, owner, style)
        for arm in figure.arms:
            outline = sleeve(arm, 0.95, self.ease * 0.8, self.ease * 0.9)
            details = [
                *sleeve_folds(arm, 0.95, self.ease, self.colour, style, rng),
                crease(arm.across(0.87, self.ease), self.colour, style),
            ]
            shapes.append(
                form(
                    outline,
                    self.colour,
                    style,
                    owner,
                    level=arm.level + ARM_OUTER,
                    depth=0.06,
                    details=tuple(details),
                )
            )
        return shapes

    def _edge(
        self, v: np.ndarray[tuple[int], np.dtype[np.float64]]
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Longitude of the front edge at each v, for the left front."""
        wide = 6 + 40 * self.opened
        return np.interp(
            v, [0.0, 0.06, 0.5, 0.75, 1.0, 1.1], [58.0, 44.0, wide * 0.55 - 6, wide * 0.7 - 6, wide, wide + 4]
        )

    def _front(  # noqa: PLR0917
        self,
        figure: FigureFrame,
        side: int,
        v: np.ndarray[tuple[int], np.dtype[np.float64]],
        slack: np.ndarray[tuple[int], np.dtype[np.float64]],
        folds: tuple[Shape, ...],
        owner: Owner | None,
        style: Style,
    ) -> list[Shape]:
        torso, unit = figure.torso, figure.unit
        edge = self._edge(v)
        lons = (edge, np.full_like(edge, 112.0)) if side > 0 else (np.full_like(edge, -112.0), -edge)
        panel = torso.panel(*lons, v, slack)
        if panel is None:
            return []
        details = list(folds)
        pocket = torso.on(np.array([34.0, 62.0]) * side, np.array([0.76, 0.745]), self.ease)
        details.append(crease(pocket, self.colour, style, weight=1.0))
        flap = torso.on(np.array([34.0, 62.0]) * side, np.array([0.80, 0.785]), self.ease)
        details.append(crease(flap, self.colour, style, weight=0.7))
        if side > 0:
            breast = torso.on(np.array([26.0, 50.0]), np.array([0.345, 0.33]), self.ease)
            details.append(crease(breast, self.colour, style, weight=0.9))
            if self.crest is not None and torso.seen(38.0, 0.3):
                x, y = torso.on(38.0, 0.29, self.ease)
                details.append(Shape(arc(float(x), float(y), 0.055 * unit, 0.065 * unit, count=10),
                fill=self.crest,
                                     line=style.ink_for(self.crest), weight=0.6))  # fmt: skip
        shapes = [
            form(panel, self.colour, style, owner, level=Level.OUTER, depth=0.07, details=tuple(details))
        ]
        for at in (0.56, 0.68):
            lon = float(np.interp(at, v, edge)) + 5
            if torso.seen(lon * side, at) and (side > 0 or self.opened > 0.3):
                x, y = torso.on(lon * side, at, self.ease)
                dot = arc(float(x), float(y), 0.028 * unit, 0.03 * unit, count=10)
                shapes.append(
                    Shape(dot, owner, self.button, style.ink_for(self.button), 0.6, level=Level.OUTER)
                )
        lapel_lon = np.array([60.0, 74.0, 58.0, 62.0, 40.0, float(np.interp(0.5, v, edge)), 40.0]) * side
        lapel_v = np.array([0.0, 0.04, 0.13, 0.175, 0.33, 0.5, 0.07])
        lapel_lon[6] = float(np.interp(0.07, v, edge)) * side
        if torso.seen(float(lapel_lon[4]), 0.3) or torso.seen(float(lapel_lon[5]), 0.4):
            outline = torso.on(lapel_lon, lapel_v, self.ease + 0.012)
            shapes.append(
                form(
                    outline,
                    style.lit(self.colour, 0.05),
                    style,
                    owner,
                    level=Level.OVER_OUTER,
                    depth=0.02,
                    weight=0.9,
                )
            )
            if self.piping is not None:
                shapes.append(
                    Shape(
                        outline[2:6],
                        owner,
                        line=self.piping,
                        weight=1.6,
                        closed=False,
                        level=Level.OVER_OUTER,
                    )
                )
        return shapes

    def _collar(self, figure: FigureFrame, owner: Owner | None, style: Style) -> list[Shape]:
        torso, unit = figure.torso, figure.unit
        if not torso.facing:
            lon = np.array([-88.0, -50, 0, 50, 88]) + 180
            low = torso.on(lon, np.full(5, 0.035), self.ease * 0.6)
            return [
                form(
                    np.concatenate([low - (0, 0.075 * unit), low[::-1]]),
                    self.colour,
                    style,
                    owner,
                    level=Level.OVER_OUTER,
                    depth=0.02,
                )
            ]
        shapes = []
        for side in (-1, 1):
            lon = np.array([104.0, 70.0, 50.0, 58.0, 76.0, 104.0]) * side
            v = np.array([0.0, 0.0, 0.065, 0.13, 0.085, 0.062])
            collar = torso.on(lon, v, np.array([0.3, 0.4, 1.0, 1.2, 1.0, 0.8]) * self.ease)
            collar[0, 1] -= 0.1 * unit
            collar[1, 1] -= 0.05 * unit
            shapes.append(
                form(collar, self.colour, style, owner, level=Level.OVER_OUTER, depth=0.02, weight=0.9)
            )
        return shapes
