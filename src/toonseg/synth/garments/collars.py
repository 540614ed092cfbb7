"""Collars of shirts: pointed, round, standing, sailor's, frilled."""

from __future__ import annotations

from enum import Enum

import numpy as np

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.figure.limbs import Cloth
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.garments.patterns import printed
from toonseg.synth.pen import Colour, Points


class Collar(Enum):
    """The kind of a shirt's collar."""

    POINTED = "pointed"
    SPREAD = "spread"
    ROUND = "round"
    STANDING = "standing"
    SAILOR = "sailor"
    FRILL = "frill"


def draw_collar(
    figure: FigureFrame, cloth: Cloth, collar: Collar, *, opened: float, size: float, stripe: Colour | None
) -> list[Shape]:
    """A collar round the neck; from behind its band, or the flap of a sailor's.

    Args:
        figure: Who wears it.
        cloth: Its colour, style, owner and level.
        collar: Its kind.
        opened: How far it is open, 0 .. 1.
        size: Length of its points, about 1.
        stripe: Colour of the stripe along a sailor's collar, or None.
    """
    if collar is Collar.SAILOR:
        return _sailor(figure, cloth, stripe)
    if collar is Collar.FRILL:
        return [*_band(figure, cloth, 0.12), _frill(figure, cloth)]
    if collar is Collar.STANDING:
        return _band(figure, cloth, 0.15)
    torso, style = figure.torso, cloth.style
    if not torso.facing:
        return _band(figure, cloth, 0.085)
    unit, gap = figure.unit, 16.0 * opened
    stand = 0.085 * unit
    shapes = []
    point = 0.125 * unit**0.5 * size
    for side in (-1, 1):
        if abs(figure.yaw) > 55 and not torso.seen(side * 60):
            continue
        if collar is Collar.ROUND:
            lon = np.array([102.0, 70, 3, 10, 30, 48, 70, 98]) * side
            v = np.array([0.0, 0.0, 0.032, 0.1, 0.118 * size, 0.105, 0.07, 0.03])
        else:
            out = 22.0 if collar is Collar.SPREAD else 0.0
            lon = np.array([102.0, 70, 2 + gap, 26 + gap + out, 52 + out * 0.7, 98]) * side
            v = np.array([0.0, 0.0, 0.032 + 0.06 * opened, point - 0.012 * out / 22, 0.062, 0.022])
        wing = torso.on(
            lon, v, np.interp(np.arange(len(lon)), [0, 2, 3, len(lon) - 1], [0.015, 0.03, 0.045, 0.03])
        )
        wing[0, 1] -= stand * 1.25
        wing[1, 1] -= stand * 0.8
        if collar is Collar.ROUND:
            wing = np.concatenate([wing[:2], curve(wing[2:], closed=False, steps=3)])
        shapes.append(
            form(wing, cloth.colour, style, cloth.owner, level=cloth.level, depth=0.025, weight=0.9)
        )
    return shapes


def _band(figure: FigureFrame, cloth: Cloth, height: float) -> list[Shape]:
    """A band that stands round the neck."""
    torso, unit = figure.torso, figure.unit
    middle = float(torso.edges(0.02)[0]) + 90
    lon = middle + np.linspace(-88, 88, 9)
    front = np.clip(np.cos(np.radians(lon)), 0, 1)
    low = torso.on(lon, 0.012 + 0.02 * front, 0.02)
    low[:, 1] -= figure.nape * np.clip(-np.cos(np.radians(lon)), 0, 1)
    top = low + np.array([0.0, 1.0]) * (-height * unit + 0.03 * unit * front)[:, None]
    outline = np.concatenate([top, low[::-1]])
    shapes = [
        form(outline, cloth.colour, cloth.style, cloth.owner, level=cloth.level, depth=0.02, weight=0.9)
    ]
    if torso.seen(0.0) and height > 0.1:
        mid = torso.on(0.0, 0.03, 0.02)
        slit = np.stack([mid, mid - np.array([0.0, 0.1 * unit])])
        line = crease(slit, cloth.colour, cloth.style).line
        shapes.append(Shape(slit, cloth.owner, line=line, weight=0.8, closed=False, level=cloth.level))
    return shapes


def _frill(figure: FigureFrame, cloth: Cloth) -> Shape:
    torso, unit = figure.torso, figure.unit
    middle = float(torso.edges(0.04)[0]) + 90
    lon = middle + np.linspace(-86, 86, 21)
    wave = 0.5 + 0.5 * np.cos(np.arange(21) * np.pi)
    low = torso.on(lon, 0.035 + 0.05 * np.clip(np.cos(np.radians(lon)), 0, 1) + 0.022 * wave, 0.06)
    top = torso.on(lon, np.full(21, 0.015), 0.03) - np.array([0, 0.03 * unit])
    outline = np.concatenate([top, curve(low, closed=False, steps=3)[::-1]])
    lines = tuple(
        crease(np.stack([top[k], low[k]]), cloth.colour, cloth.style, weight=0.5) for k in range(1, 21, 2)
    )
    return form(
        outline, cloth.colour, cloth.style, cloth.owner, level=cloth.level, depth=0.03,
        details=lines if figure.detail > 0.6 else (), weight=0.85,
    )  # fmt: skip


def _sailor(figure: FigureFrame, cloth: Cloth, stripe: Colour | None) -> list[Shape]:
    """Two long lapels that meet on the chest, and a square flap behind."""
    torso, unit = figure.torso, figure.unit
    flaps: list[tuple[Points, Points]] = []
    if torso.facing:
        for side in (-1, 1):
            lon = np.array([100.0, 74, 30, 1, 26, 62, 74, 98]) * side
            v = np.array([0.0, 0.0, 0.08, 0.225, 0.205, 0.15, 0.11, 0.085])
            outline = torso.on(lon, v, 0.05)
            outline[:2, 1] -= np.array([0.09, 0.05]) * unit
            flaps.append((outline, torso.on(lon[3:] * 0.99 + 0.5 * side, v[3:] - 0.026, 0.05)))
    else:
        lon = np.array([-72.0, -62, -52, 0, 52, 62, 72, 55, 0, -55]) + 180
        v = np.array([0.05, 0.16, 0.245, 0.25, 0.245, 0.16, 0.05, 0.0, 0.0, 0.0])
        outline = torso.on(lon, v, 0.05)
        outline[7:, 1] -= 0.08 * unit
        outline[8, 1] -= figure.nape
        flaps.append((outline, torso.on(lon[1:6] * 0.96 + 0.04 * 180, v[1:6] - 0.028, 0.05)))
    shapes = []
    for outline, path in flaps:
        flap = form(
            outline, cloth.colour, cloth.style, cloth.owner, level=cloth.level, depth=0.03, weight=0.9
        )
        if stripe is not None:
            flap = printed(flap, (Shape(path, line=stripe, weight=1.5, closed=False),), cloth.style)
        shapes.append(flap)
    return shapes
