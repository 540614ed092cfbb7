"""Jackets with a zip or buttons, and cardigans: bomber, leather, padded, track and school jackets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.levels import ARM_OUTER, Level
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.cloth import cuff
from toonseg.synth.garments.outer import Fronts, buttons, draw_empty_sleeves, draw_fronts, draw_outer_sleeves
from toonseg.synth.garments.patterns import Pattern
from toonseg.synth.pen import Colour, mix


class Neck(Enum):
    """What a jacket has round the neck."""

    NONE = "none"  # cut out, as a cardigan is
    STANDING = "standing"
    TURNED = "turned"
    HOOD = "hood"
    FUR = "fur"


@dataclass(frozen=True)
class Jacket:
    """A jacket without lapels, or a cardigan.

    Attributes:
        colour: Of its cloth.
        sleeve_colour: Colour of its sleeves where it differs, or None.
        trim: Colour of ribs, fur and stripes, or None for the cloth's own.
        opened: 0 closed .. 1 wide open.
        hem: Height of its hem (v): 0.75 short .. 1.7 a parka to the knees.
        ease: Slack around the body, in heads.
        fit: 0 tight .. 1 straight.
        neck: What is round the neck.
        vee: v to which a collarless one is cut out.
        buttons: How many buttons; 0 for a zip.
        button: Their colour.
        ribs: Ribbed cuffs and hem.
        quilted: Padding in rolls, 0 .. 1.
        stripes: Stripes down the sleeves, as track jackets have.
        draped: Hung over the shoulders, with empty sleeves.
        pattern: What is woven into it.
    """

    colour: Colour = (70, 84, 76)
    sleeve_colour: Colour | None = None
    trim: Colour | None = None
    opened: float = 0.4
    hem: float = 0.95
    ease: float = 0.075
    fit: float = 0.6
    neck: Neck = Neck.STANDING
    vee: float = 0.4
    buttons: int = 0
    button: Colour = (214, 178, 96)
    ribs: bool = True
    quilted: float = 0.0
    stripes: bool = False
    draped: bool = False
    pattern: Pattern | None = None
    cls: InstanceClass = InstanceClass.OUTER

    @property
    def sleeved(self) -> bool:
        """Whether the arms are in its sleeves."""
        return not self.draped

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Lining, fronts, collar, hem, sleeves."""
        cloth = Cloth(self.colour, style, owner, int(Level.OUTER))
        vee = self.vee if self.neck is Neck.NONE else 0.09
        ease = self.ease + 0.035 * self.quilted
        opened = max(self.opened, 0.6) if self.draped else self.opened
        fronts = Fronts(vee, opened, self.hem, ease, self.fit, 0.03, 4.0 if self.buttons else 0.5)
        lines = self._lines(figure, cloth, fronts)
        left = [*lines, *self._closing(figure, cloth, fronts)]
        shapes = draw_fronts(figure, cloth, fronts, rng, self.pattern, lines, left, lines)
        if self.neck is Neck.NONE:
            shapes += self._edging(figure, cloth, fronts)
        elif self.neck in (Neck.HOOD, Neck.FUR):
            shapes += self._hood(figure, cloth)
        else:
            shapes += self._collar(figure, cloth)
        if self.draped:
            return shapes + draw_empty_sleeves(figure, cloth, ease, rng)
        end = 0.89 if self.ribs else 0.96
        sleeves = Cloth(self.sleeve_colour or self.colour, style, owner, 0)
        shapes += draw_outer_sleeves(figure, sleeves, rng, ease, end, 0.05 * self.quilted, self.pattern)
        for arm in figure.arms:
            level = arm.level + ARM_OUTER
            if self.stripes and self.trim is not None and figure.detail > 0.2:
                shapes += self._sleeve_stripes(figure, arm.side, level, owner, style, ease)
            if self.quilted > 0 and figure.detail > 0.3:
                for t in np.arange(0.17, end, 0.13):
                    seam = arm.across(float(t), ease * 0.85 + 0.02 * self.quilted, 0.25)
                    tone = crease(seam, sleeves.colour, style)
                    shapes.append(
                        Shape(
                            seam,
                            owner,
                            line=tone.line,
                            weight=0.7,
                            closed=False,
                            taper=(0.6, 0.6),
                            level=level,
                        )
                    )
            if self.ribs:
                rib = Cloth(self.trim or style.shaded(sleeves.colour, 0.25), style, owner, level)
                shapes += cuff(figure, arm, rib, end - 0.01, end + 0.075, ease * 0.6, ribs=4)
        return shapes

    def _lines(self, figure: FigureFrame, cloth: Cloth, fronts: Fronts) -> list[Shape]:
        """Quilting, ribbed hem, pockets."""
        torso, style = figure.torso, cloth.style
        lines: list[Shape] = []
        hem = float(fronts.rows(figure)[-1])
        if self.quilted > 0 and figure.detail > 0.25:
            for v in np.arange(0.2, hem, 0.13 - 0.03 * self.quilted):
                ring = torso.ring(
                    float(v), fronts.ease, -90 - 180 * (not torso.facing), 90 - 180 * (not torso.facing)
                )
                low = ring + np.array([0.0, 0.035 * figure.unit])
                lines.append(Shape(np.concatenate([ring, low[::-1]]), fill=style.shaded(self.colour, 0.45)))
                lines.append(crease(ring, self.colour, style, weight=0.8))
        if self.ribs:
            around = 0 if torso.facing else 180
            lon = np.linspace(-90, 90, 13) - around
            top = torso.on(lon, np.full(13, hem - 0.05), fronts.ease)
            low = torso.on(lon, np.full(13, hem + 0.08), fronts.ease)
            tone = self.trim or style.shaded(self.colour, 0.25)
            ticks = tuple(
                crease(np.stack([top[k], low[k]]), tone, style, weight=0.45) for k in range(1, 12)
            ) if figure.detail > 0.5 else ()  # fmt: skip
            lines.append(
                Shape(np.concatenate([top, low[::-1]]), fill=tone, line=style.ink_for(self.colour),
                weight=0.6,
                      inside=ticks)
            )  # fmt: skip
        if torso.facing and figure.detail > 0.3 and not self.quilted:
            for side in (-1, 1):
                slit = torso.on(np.array([40.0, 58.0]) * side, np.array([0.64, 0.76]), fronts.ease)
                lines.append(crease(slit, self.colour, style, weight=0.9))
        return lines

    def _closing(self, figure: FigureFrame, cloth: Cloth, fronts: Fronts) -> list[Shape]:
        if self.buttons:
            rows = np.linspace(fronts.vee + 0.06, min(self.hem, 1.1) - 0.1, self.buttons)
            return buttons(figure, cloth, fronts, [float(v) for v in rows], self.button, 5.0)
        if figure.detail < 0.3 or not figure.torso.facing:
            return []
        v = np.linspace(0.1, self.hem, 10)
        zip_ = figure.torso.on(fronts.edge(v) + 1.5, v, fronts.ease)
        return [Shape(zip_, line=(196, 196, 200), weight=0.9, closed=False)]

    def _edging(self, figure: FigureFrame, cloth: Cloth, fronts: Fronts) -> list[Shape]:
        """The knitted band along the edges of a cardigan."""
        torso, style, shapes = figure.torso, cloth.style, list[Shape]()
        v = fronts.rows(figure)
        tone = self.trim or style.shaded(self.colour, 0.2)
        for side in (-1, 1):
            edge = fronts.edge(v)
            a, b = (edge, edge + 9) if side > 0 else (-edge - 9, -edge)
            strip = torso.panel(a, b, v, fronts.slack(figure, v) + 0.006)
            if strip is not None:
                dots = buttons(figure, cloth, fronts, self._rows(), self.button, 4.5) if side > 0 else []
                shapes.append(
                    form(
                        strip,
                        tone,
                        style,
                        cloth.owner,
                        level=cloth.level,
                        depth=0.0,
                        details=tuple(dots),
                        weight=0.7,
                    )
                )
        if not torso.facing:
            lon = np.linspace(-80, 80, 7) + 180
            low = torso.on(lon, np.full(7, 0.03), self.ease * 0.6)
            rise = 0.05 * figure.unit + figure.nape * np.clip(-np.cos(np.radians(lon)), 0, 1)
            outline = np.concatenate([low - np.outer(rise, (0, 1)), low[::-1]])
            shapes.append(
                form(outline, tone, style, cloth.owner, level=Level.OVER_OUTER, depth=0.0, weight=0.8)
            )
        return shapes

    def _rows(self) -> list[float]:
        return [
            float(v) for v in np.linspace(self.vee + 0.05, min(self.hem, 1.1) - 0.08, max(self.buttons, 1))
        ]

    def _collar(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        torso, unit, style = figure.torso, figure.unit, cloth.style
        tone = self.trim if self.ribs and self.trim is not None else self.colour
        shapes = []
        for side in (-1, 1):
            if self.neck is Neck.STANDING:
                gap = 5 + 26 * self.opened
                lon = np.array([gap, 45.0, 75.0, 100.0]) * side + (0 if torso.facing else 180)
                if not torso.facing:
                    lon = np.array([0.0, 40, 70, 92]) * side + 180
                low = torso.on(lon, np.array([0.075, 0.055, 0.03, 0.01]), self.ease * 0.75)
                top = torso.on(lon, np.array([0.02, 0.01, 0.0, 0.0]), self.ease * 0.75)
                top[:, 1] -= np.array([0.03, 0.08, 0.13, 0.15]) * unit
                if not torso.facing:
                    top[:, 1] -= figure.nape * np.array([1.0, 0.75, 0.3, 0.0]) + 0.1 * unit
                kept = torso.in_view(lon)
                if kept.sum() < 2:
                    continue
                outline = np.concatenate([curve(low[kept], closed=False, steps=3), top[kept][::-1]])
            elif torso.facing:
                lon = np.array([100.0, 70, 20, 34, 56, 78, 94]) * side
                v = np.array([0.0, 0.0, 0.08, 0.165, 0.13, 0.065, 0.025])
                outline = torso.on(lon, v, self.ease)
                outline[:2, 1] -= np.array([0.1, 0.06]) * unit
                outline = outline[torso.in_view(lon, v)]
                if len(outline) < 4:
                    continue
            else:
                lon = np.array([0.0, 50, 88, 70, 40, 0]) * side + 180
                outline = torso.on(lon, np.array([0.0, 0.0, 0.02, 0.05, 0.06, 0.06]), self.ease * 0.7)
                outline[:2, 1] -= 0.12 * unit + figure.nape * np.array([1.0, 0.6])
            shapes.append(
                form(outline, tone, style, cloth.owner, level=Level.OVER_OUTER, depth=0.02, weight=0.9)
            )
        return shapes

    def _hood(self, figure: FigureFrame, cloth: Cloth) -> list[Shape]:
        """A hood lying behind the neck, with fur along its edge or without."""
        torso, unit, style, shapes = figure.torso, figure.unit, cloth.style, list[Shape]()
        fur = self.neck is Neck.FUR
        tone = (self.trim or mix(self.colour, (240, 226, 206), 0.6)) if fur else self.colour
        wave = 0.03 * unit * np.cos(np.arange(13) * np.pi) if fur and figure.detail > 0.4 else np.zeros(13)
        if not torso.facing:
            lon = np.linspace(-75, 75, 13) + 180
            fall = np.cos(np.radians(np.linspace(-80, 80, 13)))
            low = torso.on(lon, 0.05 + 0.25 * fall, self.ease * 1.5)
            top = torso.on(lon[::-1], np.full(13, 0.0), self.ease)
            top[:, 1] += wave - 0.12 * unit
            outline = np.concatenate([low, curve(top, closed=False, steps=2)])
            return [form(outline, self.colour, style, cloth.owner, level=Level.OVER_OUTER, depth=0.06)]
        lon = np.linspace(-88, 88, 13)
        high = torso.on(lon, np.full(13, 0.02), self.ease * 1.2) - np.array([0.0, 0.22 * unit])
        low = torso.on(lon[::-1], np.full(13, 0.06), self.ease)
        back = np.concatenate([high + np.stack([0 * wave, wave], 1), low])
        shapes.append(
            form(back, style.shaded(tone, 0.8), style, cloth.owner, level=Level.BACK_HAIR + 2, depth=0.0)
        )
        for side in (-1, 1):
            lon = np.linspace(98, 6 + 24 * self.opened, 13) * side
            inner = torso.on(lon, np.interp(np.abs(lon), [0, 100], [0.1, -0.005]), self.ease * 1.1)
            inner[:5, 1] -= np.linspace(0.14, 0.02, 5) * unit
            outer_ = torso.on(lon, np.interp(np.abs(lon), [0, 60, 100], [0.2, 0.13, 0.04]), self.ease * 1.5)
            outer_[:, 1] += wave
            outline = np.concatenate([inner, curve(outer_[::-1], closed=False, steps=2)])
            shapes.append(
                form(outline, tone, style, cloth.owner, level=Level.OVER_OUTER, depth=0.03, weight=0.9)
            )
        return shapes

    def _sleeve_stripes(  # noqa: PLR0917
        self, figure: FigureFrame, side: int, level: int, owner: Owner | None, style: Style, ease: float
    ) -> list[Shape]:
        arm = figure.arms[0 if side < 0 else 1]
        assert self.trim is not None
        t = np.linspace(0.06, 0.88, 13)
        spine = arm.spine(0.06, 0.88, 13)
        way = np.gradient(spine, axis=0)
        way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
        across = np.stack([-way[:, 1], way[:, 0]], 1)
        outward = np.sin(np.radians(figure.yaw + 90 * side)) * (1 if float(across[0, 0]) > 0 else -1)
        half = (arm.half(t) + ease * 0.8)[:, None] * across
        shapes = []
        for at in (0.42, 0.68):
            a, b = (
                np.clip(outward * 0.7 + (at - 0.6) - 0.07, -0.92, 0.92),
                np.clip(outward * 0.7 + (at - 0.6) + 0.07, -0.92, 0.92),
            )
            if b - a > 0.03:
                outline = np.concatenate([spine + half * a, (spine + half * b)[::-1]])
                shapes.append(Shape(outline, owner, fill=self.trim, level=level))
        return shapes
