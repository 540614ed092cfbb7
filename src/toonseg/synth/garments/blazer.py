"""Blazers and coats with lapels: single or double-breasted, short or long, belted, open or closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import ARM_OUTER, Level
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import cuff
from toonseg.synth.garments.outer import Fronts, buttons, draw_empty_sleeves, draw_fronts, draw_outer_sleeves
from toonseg.synth.garments.patterns import Pattern
from toonseg.synth.pen import Colour, Points, arc


@dataclass(frozen=True)
class Blazer:
    """A blazer or a coat.

    Attributes:
        colour: Of its cloth.
        opened: 0 buttoned .. 1 wide open.
        hem: Height of its hem on the torso (v): 0.8 cropped, 1.05 a blazer, 1.7 a coat to the knees.
        button: Colour of its buttons.
        piping: Colour of an edging along the lapels, or None.
        crest: Colour of a badge on the breast pocket, or None.
        ease: Slack around the body, in heads.
        fit: 0 tight .. 1 straight.
        vee: Where the lapels meet (v).
        double: Whether it is double-breasted.
        belt: Whether a belt of the same cloth is tied round it.
        lapel: Width of the lapels, about 1.
        cuffs: Colour of a stripe round the sleeves, or None.
        draped: Hung over the shoulders, with empty sleeves.
        pattern: What is woven into it.
    """

    colour: Colour = (52, 58, 92)
    opened: float = 0.5
    hem: float = 1.02
    button: Colour = (214, 178, 96)
    piping: Colour | None = None
    crest: Colour | None = None
    ease: float = 0.06
    fit: float = 0.3
    vee: float = 0.5
    double: bool = False
    belt: bool = False
    lapel: float = 1.0
    cuffs: Colour | None = None
    draped: bool = False
    pattern: Pattern | None = None
    cls: InstanceClass = InstanceClass.OUTER

    @property
    def sleeved(self) -> bool:
        """Whether the arms are in its sleeves."""
        return not self.draped

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Lining, both fronts (or the back), lapels, collar, sleeves."""
        cloth = Cloth(self.colour, style, owner, int(Level.OUTER))
        long = self.hem > 1.25
        fronts = Fronts(
            self.vee, max(self.opened, 0.7) if self.draped else self.opened, self.hem, self.ease, self.fit,
            (0.14 if long else 0.05), 26.0 if self.double else 5.0,
        )  # fmt: skip
        shapes = draw_fronts(
            figure, cloth, fronts, rng, self.pattern, self._details(figure, cloth, fronts, -1),
            self._details(figure, cloth, fronts, 1), self._behind(figure, cloth, fronts),
        )  # fmt: skip
        if self.belt:
            shapes += self._belt(figure, cloth)
        for side in (-1, 1):
            shapes += self._lapel(figure, cloth, fronts, side)
        shapes += self._collar(figure, cloth)
        if self.draped:
            return shapes + draw_empty_sleeves(figure, cloth, self.ease, rng)
        shapes += draw_outer_sleeves(figure, cloth, rng, self.ease, pattern=self.pattern)
        for arm in figure.arms:
            own = Cloth(self.colour, style, owner, arm.level + ARM_OUTER)
            if self.cuffs is not None:
                own = Cloth(self.cuffs, style, owner, own.level)
                shapes += cuff(figure, arm, own, 0.855, 0.885, self.ease * 0.95)
            elif long:
                shapes += cuff(figure, arm, own, 0.87, 0.96, self.ease * 1.15)
        return shapes

    def _details(self, figure: FigureFrame, cloth: Cloth, fronts: Fronts, side: int) -> list[Shape]:
        torso, style = figure.torso, cloth.style
        details: list[Shape] = []
        if figure.detail < 0.3 or not torso.facing:
            return details
        for v, weight in ((0.76, 1.0), (0.81, 0.7)):
            line = torso.on(np.array([36.0, 66.0]) * side, np.array([v, v - 0.015]), self.ease)
            details.append(crease(line, self.colour, style, weight=weight))
        if side < 0:
            return details
        pocket = torso.on(np.array([28.0, 52.0]), np.array([0.345, 0.33]), self.ease)
        details.append(crease(pocket, self.colour, style, weight=0.9))
        if self.crest is not None and torso.seen(40.0, 0.3):
            x, y = (float(k) for k in torso.on(40.0, 0.29, self.ease))
            unit = figure.unit
            badge = arc(x, y, 0.06 * unit, 0.07 * unit, count=10)
            core = Shape(arc(x, y, 0.025 * unit, 0.03 * unit, count=6), fill=style.lit(self.crest, 0.7))
            details.append(
                Shape(badge, fill=self.crest, line=style.ink_for(self.crest), weight=0.6, inside=(core,))
            )
        rows = np.arange(self.vee + 0.06, min(self.hem - 0.15, 1.2), 0.13)[: 3 if self.hem < 1.2 else 5]
        details += buttons(figure, cloth, fronts, [float(v) for v in rows], self.button, 5.0)
        if self.double:
            details += buttons(figure, cloth, fronts, [float(v) for v in rows], self.button, 44.0)
        return details

    def _behind(self, figure: FigureFrame, cloth: Cloth, fronts: Fronts) -> list[Shape]:
        seam = figure.torso.on(180.0, np.linspace(0.06, self.hem + 0.05, 9), self.ease)
        lines = [crease(seam, self.colour, cloth.style, weight=0.8)]
        for side in (-1, 1):
            lon = np.linspace(60, 40, 6) * side + 180
            dart = figure.torso.on(lon, np.linspace(0.3, 0.75, 6), self.ease)
            lines.append(crease(dart, self.colour, cloth.style, weight=0.6))
        return lines

    def _belt(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        torso, style = figure.torso, cloth.style
        v = np.array([0.58, 0.655])
        lons = (-179.0, 179.0) if torso.facing else (1.0, 359.0)
        outline = torso.panel(*lons, v, self.ease + 0.03)
        if outline is None:
            return []
        tone = style.shaded(self.colour, 0.2)
        shapes = [form(outline, tone, style, cloth.owner, level=cloth.level + 1, depth=0.02, weight=0.9)]
        if torso.seen(0.0):
            x, y = (float(k) for k in torso.on(8.0, 0.62, self.ease + 0.03))
            u = figure.unit
            tail = np.array(
                [
                    (x, y),
                    (x + 0.09 * u, y + 0.02 * u),
                    (x + 0.13 * u, y + 0.5 * u),
                    (x + 0.03 * u, y + 0.48 * u),
                ]
            )
            shapes.append(
                form(tail, tone, style, cloth.owner, level=cloth.level + 1, depth=0.02, weight=0.85)
            )
            box = np.array([(x - 0.07 * u, y - 0.1 * u), (x + 0.07 * u, y - 0.1 * u), (x + 0.07 * u,
            y + 0.09 * u),
                            (x - 0.07 * u, y + 0.09 * u)])  # fmt: skip
            shapes.append(form(box, tone, style, cloth.owner, level=cloth.level + 1, depth=0.02, weight=0.85))
        return shapes

    def _lapel(self, figure: FigureFrame, cloth: Cloth, fronts: Fronts, side: int) -> list[Shape]:
        torso, style = figure.torso, cloth.style
        foot = self.vee
        edge = fronts.edge(np.array([0.08, foot]))
        wide = 24.0 * self.lapel
        lon = (
            np.array([56.0, 66.0, 46 + wide * 0.5, 46 + wide * 0.75, 22 + wide * 0.75, edge[1], edge[0]])
            * side
        )
        v = np.array([0.0, 0.04, 0.25 * foot, 0.33 * foot, 0.66 * foot, foot, 0.08])
        if not (torso.seen(float(lon[4]), 0.3) and torso.seen(float(lon[2]), 0.2)):
            return []
        outline: Points = torso.on(lon, v, self.ease + 0.012)
        tone = style.lit(self.colour, 0.05)
        flap = form(outline, tone, style, cloth.owner, level=Level.OVER_OUTER, depth=0.025, weight=0.9)
        shapes = [flap]
        if self.piping is not None:
            shapes.append(
                Shape(
                    outline[2:6],
                    cloth.owner,
                    line=self.piping,
                    weight=1.6,
                    closed=False,
                    level=Level.OVER_OUTER,
                )
            )
        return shapes

    def _collar(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        torso, unit, style = figure.torso, figure.unit, cloth.style
        if not torso.facing:
            lon = np.array([-88.0, -50, 0, 50, 88]) + 180
            low = torso.on(lon, np.array([0.03, 0.04, 0.045, 0.04, 0.03]), self.ease * 0.6)
            rise = 0.11 * unit + figure.nape * np.array([0.0, 0.6, 1.0, 0.6, 0.0])
            outline = np.concatenate([low - np.outer(rise, (0, 1)), low[::-1]])
            return [form(outline, self.colour, style, cloth.owner, level=Level.OVER_OUTER, depth=0.02)]
        shapes = []
        for side in (-1, 1):
            lon = np.array([100.0, 70.0, 50.0, 58.0, 74.0, 92.0]) * side
            v = np.array([0.0, 0.0, 0.055, 0.25 * self.vee, 0.062, 0.022])
            collar = torso.on(lon, v, np.array([0.3, 0.4, 1.0, 1.2, 1.0, 0.8]) * self.ease)
            collar[:2, 1] -= np.array([0.1, 0.05]) * unit
            # What lies round the corner would be a thorn at the edge.
            collar = collar[torso.in_view(lon, v)]
            if len(collar) < 4:
                continue
            shapes.append(
                form(collar, self.colour, style, cloth.owner, level=Level.OVER_OUTER, depth=0.02, weight=0.9)
            )
        return shapes
