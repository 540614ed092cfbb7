"""Hands, finger by finger, and what they hold.

A hand has axes of its own: x along the forearm from the wrist, y across towards the thumb, both in lengths
of a hand.
"""

from __future__ import annotations

from cmath import rect
from collections.abc import Callable
from dataclasses import dataclass
from math import radians

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.held import draw_held
from toonseg.synth.figure.levels import ARM_HAND
from toonseg.synth.figure.poses import Hand
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Points

Put = Callable[[Points], Points]


@dataclass(frozen=True)
class _Finger:
    """A finger: where it begins, its direction in degrees towards the thumb, its bend at each joint, its
    length and width."""

    x: float
    y: float
    angle: float
    bend: float
    length: float
    width: float = 0.135


_THUMB = _Finger(0.14, 0.17, 38, -14, 0.42, 0.15)
_GESTURES: dict[Hand, tuple[_Finger, ...]] = {
    Hand.RELAXED: (
        _Finger(0.44, -0.19, -3, 13, 0.36, 0.12), _Finger(0.48, -0.10, 0, 13, 0.46), _Finger(0.49, 0.0, 3,
        13, 0.50),
        _Finger(0.46, 0.11, 8, 10, 0.46), _Finger(0.12, 0.15, 30, -4, 0.44, 0.15),
    ),
    Hand.OPEN: (
        _Finger(0.44, -0.20, -24, 4, 0.40, 0.12), _Finger(0.49, -0.10, -9, 2, 0.50), _Finger(0.50, 0.02, 3,
        0, 0.54),
        _Finger(0.46, 0.14, 15, -2, 0.48), _Finger(0.12, 0.16, 52, -8, 0.46, 0.15),
    ),
    Hand.FIST: (
        _Finger(0.36, -0.20, 5, 82, 0.34, 0.17), _Finger(0.40, -0.09, 5, 85, 0.36, 0.17),
        _Finger(0.41, 0.03, 5, 85, 0.36, 0.17), _Finger(0.38, 0.14, 5, 85, 0.36, 0.18),
        _Finger(0.10, 0.20, 12, -42, 0.46, 0.15),
    ),
    Hand.POINT: (
        _Finger(0.36, -0.20, 5, 82, 0.34, 0.17), _Finger(0.40, -0.09, 5, 85, 0.36, 0.17),
        _Finger(0.41, 0.03, 5, 85, 0.36, 0.17), _Finger(0.40, 0.16, 3, 1, 0.60, 0.135),
        _Finger(0.10, 0.20, 14, -40, 0.42, 0.15),
    ),
    Hand.PEACE: (
        _Finger(0.36, -0.18, 5, 82, 0.34, 0.17), _Finger(0.40, -0.08, 5, 85, 0.36, 0.17),
        _Finger(0.44, 0.02, -12, 0, 0.58), _Finger(0.42, 0.14, 17, 0, 0.54),
        _Finger(0.12, 0.18, 0, -52, 0.42, 0.14),
    ),
}  # fmt: skip
_PALM = np.array([
    (-0.16, -0.15), (0.1, -0.19), (0.32, -0.26), (0.48, -0.25), (0.55, -0.1), (0.55, 0.06), (0.5, 0.19),
    (0.3, 0.22),
    (0.12, 0.21), (-0.16, 0.15),
])  # fmt: skip
_MITTEN = np.array([
    (-0.14, -0.15), (0.3, -0.25), (0.7, -0.2), (0.95, 0.0), (0.75, 0.16), (0.5, 0.3), (0.1, 0.2), (-0.14,
    0.15),
])  # fmt: skip
_BETWEEN = (
    np.array([(0.52, -0.1), (0.68, -0.11), (0.84, -0.08)]),
    np.array([(0.52, 0.04), (0.7, 0.04), (0.88, 0.06)]),
)  # fmt: skip
_KNUCKLES = (
    np.array([(0.34, -0.1), (0.53, -0.09)]), np.array([(0.34, 0.04), (0.54, 0.04)]),
    np.array([(0.1, 0.18), (0.26, 0.12), (0.4, 0.14)]),
)  # fmt: skip
_FINGERS = 60  # pixels of a head's height from which the fingers of any hand are drawn one by one
_GRIP = {Hand.PHONE: Hand.FIST, Hand.BOOK: Hand.RELAXED, Hand.CUP: Hand.FIST, Hand.BAG: Hand.FIST}


def draw_hand(figure: FigureFrame, arm: LimbFrame, hand: Hand, style: Style, rng: Generator) -> list[Shape]:
    """A hand at the end of an arm, with what it holds; nothing of a hidden one."""
    # What a hand holds may hang two heads below it.
    if hand is Hand.HIDDEN or not figure.shows(arm.joints[2:], 2.0):
        return []
    level, skin = arm.level + ARM_HAND, figure.body.skin
    put = _axes(figure, arm)
    behind, before = draw_held(figure, arm, hand, style, rng)
    gesture = _GRIP.get(hand, hand)
    if figure.detail < 0.35 or (figure.pixels < _FINGERS and gesture in (Hand.RELAXED, Hand.FIST)):
        return [*behind, *_small_hand(figure, put, gesture, style, level), *before]
    *fingers, thumb = _GESTURES[gesture]
    shapes = [*behind]
    shapes += [
        form(put(_finger(f)), skin, style, None, level=level, depth=0.015, weight=0.8) for f in fingers
    ]
    palm = put(curve(_PALM, steps=4))
    shapes.append(form(palm, skin, style, None, level=level, depth=0.02, inked=False))
    ink = style.ink_for(skin)
    for side in (palm[:14], palm[-15:-1]):
        shapes.append(
            Shape(side, line=ink, closed=False, taper=(0.4, 0.4) if side is palm else (0.9, 0.3), level=level)
        )
    if hand in (Hand.FIST, Hand.POINT):
        knuckles = np.array([(0.5, -0.2), (0.54, -0.08), (0.55, 0.04), (0.5, 0.16)])
        shapes.append(crease(put(curve(knuckles, closed=False)), skin, style, level=level, weight=0.5))
    shapes.append(form(put(_finger(thumb)), skin, style, None, level=level, depth=0.015, weight=0.8))
    root = np.array([(0.0, 0.06), (0.1, 0.1), (0.2, 0.2), (0.1, 0.24), (-0.02, 0.18)])
    shapes.append(form(put(curve(root, steps=3)), skin, style, None, level=level, depth=0.0, inked=False))
    return [*shapes, *before]


def _small_hand(figure: FigureFrame, put: Put, gesture: Hand, style: Style, level: int) -> list[Shape]:
    """A hand in one piece, with lines for its fingers where they are large enough to be seen."""
    skin, closed = figure.body.skin, gesture is Hand.FIST
    shapes = [
        form(put(curve(_PALM if closed else _MITTEN, steps=4)), skin, style, None, level=level, depth=0.0)
    ]
    if figure.detail >= 0.35:
        lines = _KNUCKLES if closed else _BETWEEN
        shapes += [crease(put(line), skin, style, level=level, weight=0.55) for line in lines]
    return shapes


def _axes(figure: FigureFrame, arm: LimbFrame) -> Put:
    wrist, along = arm.end
    size = figure.body.hand
    # The thumb lies on the side of the body's front, which is inwards when we see the back of the hand.
    inward = -1.0 if (arm.side > 0) == (np.cos(np.radians(figure.yaw)) > 0) else 1.0
    if abs(along[0]) > 0.75 and abs(along[1]) < 0.6:
        inward = 1.0 if along[0] < 0 else -1.0  # a level forearm has its thumb up
    elif along[1] < -0.5:
        inward = -inward
    across = np.array([-along[1], along[0]]) * -inward

    def put(points: Points) -> Points:
        placed: Points = wrist + (points[:, :1] * along + points[:, 1:] * across) * size
        return placed

    return put


def _finger(finger: _Finger) -> Points:
    """The closed outline of a finger with a round tip."""
    # Complex numbers are points here: a finger is too small for arrays.
    joints, at = [complex(finger.x, finger.y)], finger.angle
    for share in (0.44, 0.33, 0.23):
        joints.append(joints[-1] + rect(finger.length * share, radians(at)))
        at += finger.bend
    a, b, c, d = joints
    half = finger.width / 2

    def beside(p: complex, q: complex, width: float) -> complex:
        return (q - p) * 1j / max(abs(q - p), 1e-9) * width

    n0, n1, n2 = beside(a, b, half), beside(a, c, half), beside(b, d, half * 0.92)
    n3 = beside(c, d, half * 0.72)
    tip = d + (d - c) / max(abs(d - c), 1e-9) * half * 0.55
    knots = (a - n0, b - n1, c - n2, d - n3, tip, d + n3, c + n2, b + n1, a + n0)
    return curve(np.array([(p.real, p.imag) for p in knots]), steps=4)
