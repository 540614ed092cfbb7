"""A head of hair: its parts as data, and how they are drawn together from any side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from toonseg.synth.art.curves import join, resample
from toonseg.synth.art.shading import form
from toonseg.synth.art.shapes import Gradient, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.curtain import Curtain, locks
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.hair_light import cast_shadow, deep_locks, flow_lines, glow, shine
from toonseg.synth.figure.hair_locks import Brush
from toonseg.synth.figure.hair_parts import (
    Bangs,
    Sides,
    Top,
    draw_bangs,
    draw_before,
    draw_loose,
    draw_sides,
    draw_top,
)
from toonseg.synth.figure.hair_tails import Bun, Tail, draw_bun, draw_tail
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points, mix

Floats = NDArray[np.float64]
_TIP = 15.0  # degrees of the hem that one pointed lock takes


@dataclass(frozen=True)
class Back:
    """The hair that covers skull and neck.

    Attributes:
        right, left: Height of its hem on the character's right and left; 0.3 the nape, 2 the waist.
        ragged: How uneven its tips are, in heads.
        points: How far tips hang below the gaps between them, in heads; 0 is cut straight.
        flare: How far the hem stands off, in heads; negative turns in.
        wave: How far it swings in and out, in heads.
        waves: Swings in a head's height.
        before: Share of long locks that fall before the shoulders, 0 .. 1.
        ear: Height of the edge over the ears; 0.0 leaves them bare, 0.3 covers them.
    """

    right: float = 0.3
    left: float = 0.3
    ragged: float = 0.04
    points: float = 0.08
    flare: float = 0.02
    wave: float = 0.0
    waves: float = 1.6
    before: float = 0.0
    ear: float = 0.0


@dataclass(frozen=True)
class Hairdo:
    """Hair of any style.

    Attributes:
        colour: In plain light.
        ends: Colour towards the tips; `colour` for one tone.
        streak: Colour of a few dyed locks of the fringe; None for none.
        hairline: Height of the hair's edge over the forehead; -0.28 is common, -0.44 has receded.
        temples: How much higher the edge lies at the temples, in heads.
        volume: How far the hair stands off the skull, in heads.
        bangs, sides, top: Its parts, where it has them.
        back: The rest.
        knots: Tails, braids and buns.
        shaved: How far the sides are shaved, 0 (not) .. 1 (up to the crown).
        curl: Size of curls along the outline, in heads; 0 for none.
        sheen: Strength of lights; above 1 for wet hair.
        uneven: How far the surface strays from a smooth dome, in heads.
        seed: What makes this character's locks differ from another's, the same in every picture.
    """

    colour: Colour
    ends: Colour | None = None
    streak: Colour | None = None
    hairline: float = -0.28
    temples: float = 0.0
    volume: float = 0.06
    bangs: Bangs | None = None
    sides: Sides | None = None
    top: Top | None = None
    back: Back = Back()
    knots: tuple[Tail | Bun, ...] = ()
    shaved: float = 0.0
    curl: float = 0.0
    sheen: float = 1.0
    uneven: float = 0.012
    seed: int = 0

    def curtain(self, style: Style) -> Curtain:
        """The surface of the hair, with its lower edge all round the head."""
        rng = default_rng(self.seed)
        left = self._hem(self.back.left, rng)
        right = self._hem(self.back.right, rng)
        lons = np.linspace(-64, 64, 15)
        ys = self._front(lons)
        ys[1:-1] += rng.uniform(-0.012, 0.012, 13)
        back = self.back
        # A skull never shows through its hair.
        volume = max(0.03, self.volume * (0.7 + 0.6 * style.hair_volume))
        return Curtain(
            np.concatenate([-right[0][::-1], lons, left[0]]),
            np.concatenate([right[1][::-1], ys, left[1]]),
            back.flare,
            volume,
            back.wave,
            back.waves,
            float(rng.uniform(0, 6)),
            min(self.uneven, 0.3 * volume),
        )

    def _front(self, lon: Floats) -> Floats:
        """Heights of the edge over the forehead."""
        bare = self.hairline + 0.16 * (lon / 64) ** 4 - self.temples * np.sin(np.pi * np.abs(lon) / 64)
        if self.bangs is None:
            return np.asarray(bare, np.float64)
        # The forehead is free at the parting.
        away = np.abs(lon - self.bangs.parting) / self.bangs.reach(lon)
        share = 1 - self.bangs.parted * np.maximum(0.0, 1 - 1.3 * away)
        return np.maximum(bare, bare + (self.bangs.tip(lon) - bare) * self.bangs.cover * share)

    def _hem(self, length: float, rng: Generator) -> tuple[Floats, Floats]:
        """Longitudes from the temple to the back, and heights there, of one side."""
        back = self.back
        if self.shaved > 0:
            top = -0.06 - 0.22 * self.shaved
            return np.array([68.0, 90, 135, 180]), np.array([top - 0.04, top, top + 0.02, top + 0.02])
        ear = min(back.ear, length)
        edges = np.arange(108, 180, _TIP) + rng.uniform(-3, 3, 5)
        gaps = [(float(x), length - back.points + float(rng.uniform(-0.4, 0.2)) * back.ragged) for x in edges]
        gaps[-1] = (180.0, length - back.points)
        ends = [
            ((a[0] + b[0]) / 2 + 3, length + float(rng.uniform(-1, 1)) * back.ragged)
            for a, b in pairwise(gaps)
        ]
        lons, ys = locks(ends, gaps)
        # Sideburn, ear, and down to the nape.
        first = np.array([67.0, 74, 84, 97, 103])
        side = np.array(
            [0.06, max(0.11, ear * 0.7), max(ear - 0.05, -0.02), ear, ear + (gaps[0][1] - ear) * 0.6]
        )
        return np.concatenate([first, lons]), np.concatenate([side, ys])

    def draw(self, figure: FigureFrame, owner: Owner, style: Style, rng: Generator) -> list[Shape]:
        """Its shapes: at `Level.BACK_HAIR` behind neck and torso, at `Level.FRONT_HAIR` before the face."""
        head = figure.head
        surface = replace(self.curtain(style), sway=_wind(rng))
        # Small heads get fewer strokes; their shape stays.
        shining = style.shine if figure.detail > 0.3 else 0.0
        style = replace(style, strands=style.strands * figure.detail, shine=shining)
        brush = Brush(head, surface, owner, style, self.colour, self._paint(head, style), self.sheen)
        low = max(self.back.left, self.back.right)
        lowest = 9.0 if not figure.torso.facing else 0.42 + 0.9 * figure.body.neck
        outline, _, _ = surface.front(head, lowest)
        behind = surface.back(head)
        if self.curl > 0.005:
            outline, behind = self._curled(outline, 11), self._curled(behind, 12)
        own = default_rng(self.seed + 1)
        shapes = self._behind(brush, behind, low)
        shadows = [outline]
        over: list[Shape] = []
        if self.sides is not None:
            made, cast = draw_sides(brush, self.sides, default_rng(self.seed + 2))
            over, shadows = over + made, shadows + cast
        if low > 0.75 and self.back.before > 0 and not head.away:
            over += draw_before(brush, low, self.back.before, default_rng(self.seed + 3))
        if self.bangs is not None and not head.away:
            made, cast = draw_bangs(brush, self.bangs, default_rng(self.seed + 4), self.streak)
            over, shadows = over + made, shadows + cast
        shapes += cast_shadow(head, shadows, figure.body, style)
        if self.shaved > 0:
            shapes.append(self._stubble(brush, figure.body.skin))
        parting = self.bangs.parting if self.bangs is not None else 0.0
        details = (
            *glow(brush),
            *deep_locks(
                brush,
                own,
                round(3 * figure.detail + 5 * style.strands),
                62.0 if self.bangs is not None else 0.0,
            ),
            *flow_lines(brush, parting, default_rng(self.seed + 6)),
        )
        if self.curl > 0.005:
            details += self._curls(brush, default_rng(self.seed + 7))
        cap = form(outline, self.colour, style, owner, level=Level.FRONT_HAIR, depth=0.05, details=details)
        shapes.append(
            Shape(
                cap.points,
                owner,
                brush.paint,
                brush.ink,
                1.0,
                swell=cap.swell,
                inside=cap.inside,
                level=Level.FRONT_HAIR,
            )
        )
        shapes += over
        if self.curl < 0.005:
            shapes += shine(brush, default_rng(self.seed + 5))
        if self.top is not None:
            shapes += draw_top(brush, self.top, default_rng(self.seed + 8))
        shapes += draw_loose(brush, default_rng(self.seed + 9))
        for knot in self.knots:
            made = (
                draw_tail(brush, knot, default_rng(self.seed + 10))
                if isinstance(knot, Tail)
                else draw_bun(brush, knot, default_rng(self.seed + 10))
            )
            shapes = made + shapes if made and made[0].level == Level.BACK_HAIR else shapes + made
        return shapes

    def _paint(self, head: HeadFrame, style: Style) -> Colour | Gradient:
        """One gradient from crown to tips for all parts, so that they meet without a seam."""
        ends = self.ends
        if ends is None and style.gradient <= 0.02:
            return self.colour
        low = max(self.back.left, self.back.right, 0.5)
        last = ends or mix(self.colour, style.shaded(self.colour), 0.8 * style.gradient)
        x, y = head.centre
        first = style.lit(self.colour, 0.1 * style.gradient)
        start = y - 0.4 if ends is None else y + low * 0.25
        return Gradient((x, start), (x, y + low), first, last)

    def _behind(self, brush: Brush, outline: Points, low: float) -> list[Shape]:
        """The hair behind the neck: dark beneath the head, in its own colour further out."""
        head = brush.head
        if head.away and low < 0.7:
            return []
        inner = (outline - np.array(head.centre)) * np.array([0.8, 0.96]) + np.array(head.centre)
        deep = mix(self.colour, brush.style.shaded(self.colour, 1.3), 0.85)
        lines = deep_locks(brush, default_rng(self.seed + 13), 2 + round(4 * brush.style.strands))
        return [
            Shape(
                outline,
                brush.owner,
                brush.paint if low > 0.7 else deep,
                brush.ink,
                1.0,
                inside=(*lines, Shape(inner, fill=deep)) if low > 0.7 else (),
                level=Level.BACK_HAIR,
            )
        ]

    def _stubble(self, brush: Brush, skin: Colour) -> Shape:
        """Hair so short that skin shines through."""
        heights = (
            0.26, 0.24, 0.1, -0.04, -0.02, 0.08, 0.06, -0.16, -0.3, -0.16, 0.06, 0.08, -0.02, -0.04, 0.1,
            0.24, 0.26,
        )  # fmt: skip
        edge = Curtain(
            np.array([-180.0, -120, -106, -97, -88, -76, -66, -62, 0, 62, 66, 76, 88, 97, 106, 120, 180]),
            np.array(heights),
            -0.6,
            0.02,
        )
        tone = mix(brush.colour, skin, 0.38)
        outline, _, _ = edge.front(brush.head)
        return Shape(outline, brush.owner, tone, brush.ink, 0.6, level=Level.FRONT_HAIR)

    def _curled(self, outline: Points, salt: int) -> Points:
        """The outline with round bumps."""
        rng = default_rng(self.seed + salt)
        length = float(np.sqrt((np.diff(outline, axis=0) ** 2).sum(1)).sum())
        bumps = max(6, round(length / (self.curl * 2.6)))
        count = bumps * 5
        ring = resample(join(outline, outline[:1]), count + 1)[:-1]
        centre = ring.mean(0)
        out = ring - centre
        out /= np.maximum(np.hypot(out[:, 0], out[:, 1]), 1e-6)[:, None]
        size = np.repeat(rng.uniform(0.5, 1.2, bumps), 5)
        arch = np.abs(np.sin(np.pi * (np.arange(count) % 5) / 5)) * size * self.curl
        return np.asarray(ring + out * arch[:, None], np.float64)

    def _curls(self, brush: Brush, rng: Generator) -> tuple[Shape, ...]:
        """Hooked lines within curly hair."""
        shapes = []
        turn = np.linspace(0, 1, 8)
        for _ in range(round(10 + 30 * brush.style.strands) if brush.fine else 4):
            lon, share = float(rng.uniform(-180, 180)), float(rng.uniform(0, 1))
            y = -0.5 + share * (float(brush.surface.height(lon)) + 0.5)
            foot = brush.surface.on(brush.head, [lon], [y])[0][0]
            angle = float(rng.uniform(0, 6.28)) + turn * float(rng.choice([-4.2, 4.2]))
            radius = self.curl * (1.0 - 0.5 * turn)
            spine = foot + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
            shapes.append(
                Shape(spine, None, None, mix(brush.ink, brush.dark, 0.3), 0.6, closed=False, taper=(0.1, 0.1))
            )
        return tuple(shapes)


def _wind(rng: Generator) -> float:
    """Mostly a breath, now and then a wind."""
    strong = 0.28 if rng.random() < 0.15 else 0.04
    return float(np.clip(rng.normal(0, strong), -0.6, 0.6))
