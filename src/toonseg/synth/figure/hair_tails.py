"""Hair that is tied: tails, braids and buns, as data and drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import bezier, curve, normals, shares
from toonseg.synth.art.shading import form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.figure.hair_locks import Brush, lock_shapes, strand
from toonseg.synth.figure.levels import Level
from toonseg.synth.pen import Colour, Points, arc


@dataclass(frozen=True)
class Tail:
    """A tail or a braid.

    Attributes:
        lon: Longitude at which it is tied; 180 is the back of the head, 90 its left.
        y: Height there; -0.35 is high, 0.25 low.
        length: From the tie to its tip, in heads.
        width: At its widest, in heads.
        lift: How far it stands off before it falls, in heads.
        swing: How far its tip hangs aside, in heads.
        wave: How far it winds on its way, in heads.
        braid: Lobes of a braid; 0 for a loose tail.
        tie: Colour of the band.
        before: Whether it falls before the shoulder.
    """

    lon: float = 180.0
    y: float = -0.2
    length: float = 1.2
    width: float = 0.3
    lift: float = 0.2
    swing: float = 0.1
    wave: float = 0.03
    braid: int = 0
    tie: Colour = (190, 60, 70)
    before: bool = False


@dataclass(frozen=True)
class Bun:
    """A bun: a ball of wound hair.

    Attributes:
        lon: Longitude at which it sits.
        y: Height there.
        radius: In heads.
        loose: Strands that hang out of it, 0 .. 1.
        tie: Colour of the band.
    """

    lon: float = 180.0
    y: float = -0.42
    radius: float = 0.19
    loose: float = 0.4
    tie: Colour = (190, 60, 70)


def draw_tail(brush: Brush, tail: Tail, rng: Generator) -> list[Shape]:
    """A tail: the band, a main lock with smaller ones beside it, or a braid."""
    spine, level = _path(brush, tail)
    if level != Level.FRONT_HAIR and brush.head.away:
        level = Level.FRONT_HAIR
    shapes = _braid(brush, tail, spine, level) if tail.braid else _strands(brush, tail, spine, level, rng)
    band = spine[1]
    ring = arc(float(band[0]), float(band[1]), 0.2 * tail.width + 0.015, 0.045)
    shapes.append(form(ring, tail.tie, brush.style, None, level=level, depth=0.015, weight=0.7))
    return shapes


def _path(brush: Brush, tail: Tail) -> tuple[Points, int]:
    places, depths = brush.surface.on(brush.head, [tail.lon] * 2, [tail.y] * 2, [-0.02, max(tail.lift, 0.02)])
    foot, out = places
    side = np.sign(out[0] - brush.head.centre[0]) if abs(out[0] - brush.head.centre[0]) > 0.03 else 1.0
    rise = np.array([0.0, -0.75 * max(tail.lift, 0.0) * (1.2 if tail.y < -0.2 else 0.3)])
    sway = brush.surface.sway * tail.length
    end = out + np.array([side * tail.swing + 1.2 * sway, tail.length - 0.3 * abs(sway)])
    spine = bezier(
        foot, out + rise * 1.5, out + np.array([side * tail.swing * 1.3, tail.length * 0.25]), end, 22
    )
    t = shares(len(spine))
    spine = spine + np.stack([np.sin(t * 9.0) * tail.wave * t, np.zeros_like(t)], 1)
    near = depths[0] > 0.02 or (tail.before and depths[0] > -0.14)
    return spine, int(Level.FRONT_HAIR if near else Level.BACK_HAIR)


def _strands(brush: Brush, tail: Tail, spine: Points, level: int, rng: Generator) -> list[Shape]:
    across = normals(spine, closed=False)
    t = shares(len(spine))[:, None]
    paint = brush.paint if level == Level.FRONT_HAIR else brush.colour
    shapes: list[Shape] = []
    for k in range(2):
        side = -1.0 if k == 0 else 1.0
        cut = spine[: round(len(spine) * rng.uniform(0.72, 0.95))]
        at = across[: len(cut)] * t[: len(cut)] * side * tail.width * float(rng.uniform(0.22, 0.5))
        shapes += lock_shapes(
            brush, cut + at, tail.width * 0.3, tail.width * 0.62, level=level, at=0.5, bare=0.0, paint=paint
        )
    shapes += lock_shapes(
        brush, spine, tail.width * 0.35, tail.width, level=level, at=0.42, bare=0.0, shade=0.5, paint=paint
    )
    for _ in range(round(5 * brush.style.strands) if brush.fine else 0):
        off = float(rng.uniform(-0.36, 0.36)) * tail.width
        first = int(rng.integers(0, 6))
        last = int(rng.integers(12, len(spine) - 3))
        shape = np.sin(np.pi * np.clip(t, 0, 1) ** 0.7)
        shapes.append(strand(brush, (spine + across * off * shape)[first:last], level=level))
    return shapes


def _braid(brush: Brush, tail: Tail, spine: Points, level: int) -> list[Shape]:
    shapes: list[Shape] = []
    at = np.linspace(0.03, 0.86, tail.braid + 1)
    k = shares(len(spine))
    across = normals(spine, closed=False)
    for i, share in enumerate(at[:-1]):
        side = -1.0 if i % 2 else 1.0
        span = float(at[1] - at[0])
        half = tail.width * (0.36 - 0.14 * share)

        def place(s: float, off: float) -> Points:
            centre = np.array([np.interp(s, k, spine[:, j]) for j in (0, 1)])
            return np.asarray(centre + off * np.array([np.interp(s, k, across[:, j]) for j in (0, 1)]))

        knots = np.stack(
            [
                place(share - 0.4 * span, side * half * 0.9),
                place(share + 0.5 * span, side * half * 1.25),
                place(share + 1.35 * span, side * half * 0.35),
                place(share + 1.5 * span, -side * half * 0.45),
                place(share + 0.7 * span, -side * half * 0.3),
            ]
        )
        lobe = curve(knots, steps=4)
        shapes.append(
            form(lobe, brush.colour, brush.style, brush.owner, level=level, depth=0.03, weight=0.75)
        )
    end = spine[round(len(spine) * 0.84) :]
    low = end[-1] + (end[-1] - end[0]) * 0.6
    shapes += lock_shapes(
        brush, np.concatenate([end, low[None]]), tail.width * 0.16, tail.width * 0.4, level=level, bare=0.0
    )
    knot = spine[round(len(spine) * 0.86)]
    ring = arc(float(knot[0]), float(knot[1]), 0.13 * tail.width + 0.012, 0.03)
    shapes.append(form(ring, tail.tie, brush.style, None, level=level, depth=0.01, weight=0.7))
    return shapes


def draw_bun(brush: Brush, bun: Bun, rng: Generator) -> list[Shape]:
    """A bun with its winding lines; behind the head unless it sits on the side towards us."""
    places, depths = brush.surface.on(brush.head, [bun.lon], [bun.y], [bun.radius * 0.55])
    level = int(Level.FRONT_HAIR if depths[0] > 0 or brush.head.away else Level.BACK_HAIR)
    centre = places[0]
    angle = np.linspace(0, 2 * np.pi, 26, endpoint=False)
    uneven = 1 + 0.05 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.03 * np.sin(7 * angle)
    ball = centre + bun.radius * np.stack([1.06 * np.cos(angle) * uneven, np.sin(angle) * uneven * 0.94], 1)
    lines: list[Shape] = []
    for _ in range(round(3 + 4 * brush.style.strands) if brush.fine else 1):
        a = float(rng.uniform(0, 2 * np.pi))
        r = bun.radius * float(rng.uniform(0.3, 0.85))
        sweep = np.linspace(a, a + 2.2, 8)
        grow = np.linspace(1, 0.7, 8)
        lines.append(
            strand(brush, centre + (r * grow)[:, None] * np.stack([np.cos(sweep), np.sin(sweep)], 1))
        )
    shapes: list[Shape] = []
    for _ in range(round(4 * bun.loose)):
        a = float(rng.uniform(-2.8, -0.3)) if rng.random() < 0.6 else float(rng.uniform(0, 6.3))
        out = np.array([np.cos(a), np.sin(a)])
        turn = np.array([-out[1], out[0]]) * float(rng.choice([-1, 1])) * bun.radius * 0.3
        spine = curve(
            np.stack(
                [
                    centre + out * bun.radius * 0.7,
                    centre + out * bun.radius * 1.25,
                    centre + out * bun.radius * 1.5 + turn,
                ]
            ),
            closed=False,
            steps=4,
        )
        shapes += lock_shapes(brush, spine, 0.05, 0.06, level=level, bare=0.0)
    shapes.append(
        form(ball, brush.colour, brush.style, brush.owner, level=level, depth=0.06, details=tuple(lines))
    )
    return shapes
