"""Things in hands: phones, books, cups and bags. They are nobody's instance."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve, path
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import ARM_HAND
from toonseg.synth.figure.poses import Hand
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points, mix

_COVERS: tuple[Colour, ...] = (
    (52, 54, 62), (236, 232, 226), (120, 60, 60), (64, 92, 140), (226, 190, 120), (104, 134, 110), (214,
    150, 166),
)  # fmt: skip


def draw_held(
    figure: FigureFrame, arm: LimbFrame, hand: Hand, style: Style, rng: Generator
) -> tuple[list[Shape], list[Shape]]:
    """What the hand holds: the shapes behind its fingers, and those before them."""
    if hand not in (Hand.PHONE, Hand.BOOK, Hand.CUP, Hand.BAG):
        return [], []
    wrist, along = arm.end
    size, level = figure.body.hand, arm.level + ARM_HAND
    palm = wrist + along * size * 0.42
    colour = _COVERS[int(rng.integers(len(_COVERS)))]
    # Boxes turned with the body are seen narrower.
    narrow = 0.45 + 0.55 * abs(float(np.cos(np.radians(figure.yaw))))

    def box(wide: float, high: float, roll: float, at: Points) -> Points:
        c, s = np.cos(roll), np.sin(roll)
        corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * np.array([wide * narrow, high]) / 2
        placed: Points = corners @ np.array([[c, s], [-s, c]]) + at
        return placed

    roll = float(rng.uniform(-0.25, 0.25))
    if hand is Hand.PHONE:
        case = box(size * 0.46, size * 0.95, roll, palm - (0, size * 0.16))
        lens = box(size * 0.13, size * 0.17, roll, palm - (size * 0.1 * narrow, size * 0.48))
        dots = (Shape(lens, fill=style.shaded(colour, 1.2), line=style.ink_for(colour), weight=0.5),)
        return [form(case, colour, style, None, level=level, depth=0.02, details=dots)], []
    if hand is Hand.CUP:
        top, low = size * 0.3, size * 0.23
        cup = (
            np.array([(-top, -0.62 * size), (top, -0.62 * size), (low, 0.3 * size), (-low, 0.3 * size)])
            + palm
        )
        sleeve = (
            np.array([(-top, -0.25 * size), (top, -0.25 * size), (top, 0.1 * size), (-top, 0.1 * size)])
            + palm
        )
        lid = box(top * 2.15 / narrow, 0.12 * size, 0.0, palm - (0, 0.62 * size))
        band = (Shape(sleeve, fill=mix(colour, (150, 110, 80), 0.5)),)
        paper = mix(colour, (250, 248, 244), 0.7)
        return [
            form(cup, paper, style, None, level=level, depth=0.03, details=band),
            form(lid, (250, 248, 246), style, None, level=level, depth=0.0, weight=0.8),
        ], []
    if hand is Hand.BOOK:
        unit = figure.unit
        out = []
        for k in range(int(rng.integers(1, 4))):
            cover = _COVERS[int(rng.integers(len(_COVERS)))]
            at = palm + np.array([0.03 * k, -0.24 - 0.05 * k]) * unit
            page = box(0.66 * unit, 0.86 * unit, roll * 0.5 + 0.02 * k, at)
            label = box(0.3 * unit, 0.12 * unit, roll * 0.5, at - (0, 0.18 * unit))
            out.append(
                form(page, cover, style, None, level=level, depth=0.03,
                     details=(Shape(label, fill=mix(cover, (255, 255, 255), 0.7)),))
            )  # fmt: skip
        return out[::-1], []
    return _bag(figure, palm, colour, style, level, narrow), []


def _bag(  # noqa: PLR0917
    figure: FigureFrame, palm: Points, colour: Colour, style: Style, level: int, narrow: float
) -> list[Shape]:
    """A satchel that hangs from the hand."""
    unit = figure.unit
    wide, high, drop = 0.52 * unit * narrow, 0.68 * unit, 0.34 * unit
    x, y = float(palm[0]), float(palm[1])
    handle = path((x - wide * 0.5, y + drop), (x - wide * 0.2, y + 0.02), (x + wide * 0.2, y + 0.02),
                  (x + wide * 0.5, y + drop))  # fmt: skip
    corners = np.array([
        (-wide, drop), (0, drop - 0.02), (wide, drop), (wide * 1.06, drop + high * 0.5), (wide, drop + high),
        (0, drop + high * 1.03), (-wide, drop + high), (-wide * 1.06, drop + high * 0.5),
    ]) + palm  # fmt: skip
    flap = path(
        (x - wide, y + drop + high * 0.4), (x, y + drop + high * 0.5), (x + wide, y + drop + high * 0.4)
    )
    ink = style.ink_for(colour)
    return [
        Shape(handle, line=ink, weight=3.2, closed=False, level=level - 1),
        Shape(handle, line=style.shaded(colour, 0.4), weight=1.8, closed=False, level=level - 1),
        form(curve(corners, steps=3), colour, style, None, level=level - 1, depth=0.06,
             details=(crease(flap, colour, style, weight=0.9),)),
    ]  # fmt: skip
