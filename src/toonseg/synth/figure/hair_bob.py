"""A bob with a full fringe: the worked example of a hair style."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.random import Generator, default_rng

from toonseg.synth.art.curves import beside, curve, join, lock
from toonseg.synth.art.shading import crease, form, gleam
from toonseg.synth.art.shapes import Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.curtain import Curtain, locks
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.hair_light import cast_shadow
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, mix


@dataclass(frozen=True)
class Bob:
    """A bob with a fringe.

    Attributes:
        colour: Of the hair in plain light.
        length: Height of the tips, in heads below the head's middle; 0.5 is the chin.
        fringe: Height of the fringe's tips; 0 is just above the eyes.
        locks: Locks of the fringe.
        parting: Longitude from which the fringe falls to both sides.
        seed: What makes this character's tips differ from another's, the same in every picture.
    """

    colour: Colour
    length: float = 0.56
    fringe: float = -0.02
    locks: int = 6
    parting: float = 12.0
    seed: int = 0

    def curtain(self, style: Style) -> Curtain:
        """The surface of the hair."""
        rng = default_rng(self.seed)
        edges = np.linspace(-50, 50, self.locks + 1) + np.concatenate(
            [[0], rng.uniform(-4, 4, self.locks - 1), [0]]
        )
        gaps = [
            (float(x), self.fringe - 0.13 + 0.06 * abs(x) / 50 + float(rng.uniform(-0.03, 0.02)))
            for x in edges
        ]
        ends = []
        for a, b in pairwise(edges):
            middle = (a + b) / 2
            lean = 7.0 if middle > self.parting else -7.0
            ends.append(
                (middle + lean, self.fringe + 0.05 * abs(middle) / 50 + float(rng.uniform(-0.02, 0.035)))
            )
        front = locks(ends, gaps)
        sides, tips = (
            np.array([54, 62, 72, 84]),
            np.array([-0.02, self.length * 0.6, self.length, self.length - 0.03]),
        )
        around = np.linspace(92, 180, 12)
        ragged = self.length + rng.uniform(-0.05, 0.03, 12)
        lons = np.concatenate([-around[::-1], -sides[::-1], front[0], sides, around])
        ys = np.concatenate([ragged[::-1], tips[::-1], front[1], tips + 0.02, ragged])
        return Curtain(lons, ys, flare=0.06, volume=0.05 + 0.08 * style.hair_volume)

    def draw(self, figure: FigureFrame, owner: Owner, style: Style, rng: Generator) -> list[Shape]:
        """Back, fringe with its shadow on the forehead, lines, light, and loose tips."""
        head, curtain = figure.head, self.curtain(style)
        behind = mix(self.colour, style.shaded(self.colour, 1.25), 0.85)
        shapes = [form(curtain.back(head), behind, style, owner, level=Level.BACK_HAIR, depth=0.0)]
        outline, _, _ = curtain.front(head)
        shapes += cast_shadow(head, [outline], figure.body, style)
        details = (
            *lock_shades(curtain, head, self.colour, style, self.seed),
            *shine(curtain, head, self.colour, style, self.seed),
        )
        lines = strand_lines(curtain, head, self.colour, style, self.seed)
        shapes.append(
            form(
                outline,
                self.colour,
                style,
                owner,
                level=Level.FRONT_HAIR,
                depth=0.05,
                details=(*details, *lines),
                weight=1.05,
            )
        )
        shapes += loose_tips(curtain, head, self.colour, owner, style, self.seed)
        return shapes


def strand_lines(curtain: Curtain, head: HeadFrame, colour: Colour, style: Style, seed: int) -> list[Shape]:
    """Ink lines that run up from the gaps between locks, for `Shape.inside`."""
    rng = default_rng(seed + 1)
    shapes = []
    for lon, y in _gaps(curtain):
        top = y - (0.12 + 0.3 * style.strands * rng.random()) * (1.6 if y > 0.2 else 1.0)
        line = curtain.strand(head, lon, y, max(top, -0.42), drift=float(rng.uniform(-5, 5)))
        shapes.append(crease(line, colour, style, weight=0.8))
    for _ in range(round(9 * style.strands)):
        lon = float(rng.uniform(-180, 180))
        high = -0.44 - 0.4 * curtain.volume
        crown = curtain.strand(
            head, lon, high, high + float(rng.uniform(0.1, 0.3)), drift=float(rng.uniform(-8, 8))
        )
        shapes.append(crease(crown, colour, style, weight=0.7))
    for _ in range(round(10 * style.strands)):
        lon = float(rng.uniform(-180, 180))
        low = float(curtain.height(lon)) - 0.02
        shapes.append(
            crease(curtain.strand(head, lon, low, low - 0.3 - 0.25 * rng.random()), colour, style, weight=0.6)
        )
    return shapes


def lock_shades(curtain: Curtain, head: HeadFrame, colour: Colour, style: Style, seed: int) -> list[Shape]:
    """Wedges of shadow between locks, for `Shape.inside`."""
    rng = default_rng(seed + 2)
    tone = mix(colour, style.shaded(colour, 1.1), max(style.cel, style.soft, 0.3))
    shapes = []
    for lon, y in _gaps(curtain):
        deep = 0.18 + 0.2 * rng.random() + (0.15 if y > 0.2 else 0.0)
        spine = curtain.strand(head, lon, y + 0.05, y - deep, drift=float(rng.uniform(-6, 6)))
        shapes.append(
            Shape(lock(spine, 0.06, 0.05, at=0.2), fill=tone, soft=0.02 if style.soft > style.cel else 0.0)
        )
    return shapes


def shine(curtain: Curtain, head: HeadFrame, colour: Colour, style: Style, seed: int) -> list[Shape]:
    """The band of light round the crown, ragged along the strands, for `Shape.inside`."""
    if style.shine < 0.05:
        return []
    rng = default_rng(seed + 3)
    middle = -head.yaw + 28 * style.light
    shapes = []
    for start, end in ((-66.0, -20.0), (-14.0, 6.0), (13.0, 38.0), (46.0, 62.0)):
        lon = np.linspace(start, end, 13) + middle
        t = np.linspace(0, 1, 13)
        swell = np.sin(np.pi * t) ** 0.6
        teeth = np.where(np.arange(13) % 2 == 0, 0.0, 1.0) * rng.uniform(0.4, 1.0, 13)
        upper = -0.30 - 0.012 * swell - 0.03 * teeth * swell - 0.03 * np.cos(np.radians(lon + head.yaw))
        lower = -0.295 + 0.022 * swell + 0.06 * teeth * swell - 0.03 * np.cos(np.radians(lon + head.yaw))
        ring = join(curtain.on(head, lon, upper)[0], curtain.on(head, lon[::-1], lower[::-1])[0])
        shapes.append(gleam(ring, colour, style, 0.12 + 0.5 * style.shine))
    return shapes


def loose_tips(  # noqa: PLR0917
    curtain: Curtain, head: HeadFrame, colour: Colour, owner: Owner, style: Style, seed: int
) -> list[Shape]:
    """Single strands that leave the outline: at the crown and at the tips."""
    rng = default_rng(seed + 4)
    shapes = []
    for side in (-1, 1):
        for _ in range(round(2.4 * style.strands)):
            lon = side * 88.0 - head.yaw
            low = float(curtain.height(lon))
            y1 = low - float(rng.uniform(-0.05, 0.12))
            y0 = y1 - float(rng.uniform(0.16, 0.3))
            inner, bend = curtain.on(head, lon, y0, -0.03)[0], curtain.on(head, lon, (y0 + y1) / 2, 0.004)[0]
            outer = curtain.on(head, lon, y1, 0.03 + 0.03 * rng.random())[0]
            spine = curve(np.array([inner, bend, outer]), closed=False)
            shapes.append(
                form(
                    lock(spine, 0.0, 0.04, at=0.55),
                    colour,
                    style,
                    owner,
                    level=Level.FRONT_HAIR,
                    depth=0.0,
                    weight=0.7,
                )
            )
    if style.strands > 0.4:
        lon = float(rng.uniform(-60, 60))
        foot = curtain.on(head, lon, -0.48 - curtain.volume)[0]
        up = np.array([foot, beside(foot, 0.02, -0.045), beside(foot, 0.08, -0.07)])
        shapes.append(
            Shape(
                curve(up, closed=False),
                owner,
                line=style.ink_for(colour),
                closed=False,
                taper=(0.8, 0.0),
                level=Level.FRONT_HAIR,
            )
        )
    return shapes


def _gaps(curtain: Curtain) -> list[tuple[float, float]]:
    """Where the edge is highest between two locks: (lon, y)."""
    y = curtain.ys
    inner = np.nonzero((y[1:-1] <= y[:-2]) & (y[1:-1] < y[2:]))[0] + 1
    return [(float(curtain.lons[i]), float(y[i])) for i in inner]
