"""Bare parts of a body: neck, torso, arms, hands, legs."""

from __future__ import annotations

import numpy as np

from toonseg.synth.art.curves import beside, bezier, curve, join, path
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import ARM_HAND, ARM_SKIN, Level
from toonseg.synth.figure.poses import Hand
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Points


def draw_body(figure: FigureFrame, style: Style) -> list[Shape]:
    """Everything bare below the head; clothes are drawn over it."""
    shapes = draw_neck(figure, style)
    for leg in figure.legs:
        outline = leg.tube(0, 1.0, 0.0)
        shapes.append(form(outline, figure.body.skin, style, None, level=Level.LEGS, depth=0.05))
    for arm, hand in zip(figure.arms, (figure.pose.right_hand, figure.pose.left_hand), strict=True):
        outline = arm.tube(0.02, 1.04, 0.0, cap=True)
        shapes.append(form(outline, figure.body.skin, style, None, level=arm.level + ARM_SKIN, depth=0.04))
        shapes += draw_hand(figure, arm, hand, style)
    return shapes


def draw_neck(figure: FigureFrame, style: Style) -> list[Shape]:
    """Neck and bare torso, with the shadow that the chin throws."""
    pit, chin = (np.array(p) for p in figure.neck)
    skin, torso = figure.body.skin, figure.torso
    half = float(torso.wide[0]) * 0.98
    top = chin + np.array([-0.13 * np.sin(np.radians(figure.head.yaw)), -0.33])
    left, right = torso.edge(-1, 0.0, 0.12, 0.0, 5), torso.edge(1, 0.0, 0.12, 0.0, 5)
    spread = np.array([half * 0.92, 0.0])
    outline = join(
        bezier(top - spread, top - spread + (0, 0.3), pit - spread - (0, 0.06), left[2], 8),
        left[3:], right[:2:-1],
        bezier(right[2], pit + spread - (0, 0.06), top + spread + (0, 0.3), top + spread, 8),
    )  # fmt: skip
    under = chin + (pit - chin) * 0.55
    shade = join(
        np.array([top - spread * 1.2, top + spread * 1.2]),
        curve(
            np.array(
                [under + spread * 1.2 - (0, 0.06), beside(under, 0, 0.07), under - spread * 1.2 - (0, 0.06)]
            ),
            closed=False,
        ),
    )
    cast = Shape(shade, fill=style.shaded(skin, 1.0 if style.cel > 0.1 else 0.6))
    shapes = [
        form(
            torso.outline(0.05, 0.85 if figure.sitting else 0.93),
            skin,
            style,
            None,
            level=Level.NECK,
            depth=0.05,
        )
    ]
    shapes.append(form(outline, skin, style, None, level=Level.NECK, depth=0.0, details=(cast,), inked=False))
    ink = style.ink_for(skin)
    shapes += [
        Shape(edge, line=ink, closed=False, level=Level.NECK, taper=(0.7, 0.3))
        for edge in (outline[:9], outline[-9:])
    ]
    if torso.facing:
        for side in (-1, 1):
            bone = torso.on(np.array([side * 12, side * 35, side * 62]), np.array([0.055, 0.05, 0.04]))
            shapes.append(crease(curve(bone, closed=False), skin, style, level=Level.NECK))
    return shapes


def draw_hand(figure: FigureFrame, arm: LimbFrame, hand: Hand, style: Style) -> list[Shape]:
    """A hand at the end of an arm. Its own axes: x along the arm from the wrist, y across, both in lengths
    of a hand."""
    wrist, along = arm.end
    size = figure.body.hand
    # The thumb lies on the side of the body's front, which is inwards when we see the palm's edge.
    inward = -1.0 if (arm.side > 0) == (np.cos(np.radians(figure.yaw)) > 0) else 1.0
    if abs(along[0]) > 0.75 and abs(along[1]) < 0.6:
        inward = 1.0 if along[0] < 0 else -1.0  # a level forearm has its thumb up
    elif along[1] < -0.5:
        inward = -inward
    across = (
        np.array([-along[1], along[0]]) * inward * -1.0
        if along[1] > 0
        else np.array([along[1], -along[0]]) * inward
    )

    def put(points: Points) -> Points:
        placed: Points = wrist + (points[:, :1] * along + points[:, 1:] * across) * size
        return placed

    level = arm.level + ARM_HAND
    skin = figure.body.skin
    outline, lines = _HANDS[hand]
    shapes = [form(put(curve(outline, steps=5)), skin, style, None, level=level, depth=0.025)]
    if size > 0.28:
        shapes += [
            crease(put(curve(line, closed=False, steps=4)), skin, style, level=level) for line in lines
        ]
    return shapes


def _knots(*points: tuple[float, float]) -> Points:
    return np.array(points, np.float64)


_HANDS: dict[Hand, tuple[Points, tuple[Points, ...]]] = {
    Hand.RELAXED: (
        _knots(
            (-0.12, -0.18), (0.12, -0.22), (0.42, -0.25), (0.62, -0.22), (0.84, -0.14), (0.97, -0.02), (0.95,
            0.08),
            (0.80, 0.14), (0.68, 0.14), (0.56, 0.22), (0.62, 0.30), (0.56, 0.38), (0.42, 0.34), (0.24, 0.25),
            (0.06, 0.2), (-0.12, 0.18),
        ),
        (_knots((0.56, -0.06), (0.74, -0.04), (0.90, 0.03)), _knots((0.58, 0.05), (0.70, 0.06), (0.80, 0.1)),
         _knots((0.36, 0.12), (0.46, 0.19), (0.56, 0.22))),
    ),
    Hand.FIST: (
        _knots(
            (-0.12, -0.18), (0.14, -0.25), (0.38, -0.30), (0.56, -0.26), (0.64, -0.10), (0.64, 0.08), (0.58,
            0.22),
            (0.42, 0.30), (0.20, 0.28), (-0.12, 0.18),
        ),
        (_knots((0.62, -0.1), (0.48, -0.09), (0.38, -0.06)), _knots((0.64, 0.05), (0.5, 0.06), (0.4, 0.08)),
         _knots((0.22, 0.26), (0.34, 0.16), (0.5, 0.17), (0.57, 0.2))),
    ),
    Hand.POINT: (
        _knots(
            (-0.12, -0.18), (0.14, -0.24), (0.36, -0.27), (0.48, -0.22), (0.52, -0.08), (0.50, 0.06), (0.72,
            0.10), (1.0, 0.12),
            (1.04, 0.17), (1.0, 0.21), (0.7, 0.24), (0.48, 0.25), (0.40, 0.34), (0.26, 0.34), (0.08, 0.22),
            (-0.12, 0.18),
        ),
        (_knots((0.5, -0.08), (0.4, -0.06), (0.32, -0.04)), _knots((0.5, 0.05), (0.4, 0.06), (0.3, 0.08)),
         _knots((0.24, 0.2), (0.36, 0.16), (0.46, 0.12))),
    ),
    Hand.OPEN: (
        _knots(
            (-0.12, -0.17), (0.16, -0.22), (0.40, -0.26), (0.62, -0.34), (0.72, -0.33), (0.70, -0.27), (0.56,
            -0.18), (0.80, -0.20),
            (0.94, -0.19), (0.94, -0.12), (0.64, -0.07), (0.90, -0.02), (1.03, 0.01), (1.02, 0.07), (0.64,
            0.05), (0.84, 0.12),
            (0.94, 0.17), (0.90, 0.23), (0.56, 0.18), (0.42, 0.24), (0.46, 0.40), (0.42, 0.47), (0.34, 0.44),
            (0.16, 0.24), (-0.12, 0.17),
        ),
        (_knots((0.14, 0.06), (0.26, 0.12), (0.36, 0.24)),),
    ),
}  # fmt: skip


def foot_path(figure: FigureFrame, leg: LimbFrame) -> tuple[Points, Points]:
    """The ankle, and where the tip of the toes lies, (x, y) each: shoes and bare feet are drawn between
    them."""
    ankle, along = leg.end
    length = 0.24 * figure.body.below / 5 + 0.1
    around = np.radians(figure.yaw + 14 * leg.side)
    toe = np.array([np.sin(around) * length, 0.35 * length * np.cos(around)])
    # A lifted lower leg takes the foot with it: the toes of a runner point back and down.
    swing = np.arctan2(along[0], max(along[1], 1e-6)) if along[1] > 0.2 else np.sign(along[0]) * 1.2
    c, s = np.cos(-swing), np.sin(-swing)
    return ankle, ankle + np.array([toe[0] * c - toe[1] * s, toe[0] * s + toe[1] * c]) + along * 0.05


def bare_foot(figure: FigureFrame, leg: LimbFrame, style: Style) -> list[Shape]:
    """A foot without a shoe."""
    ankle, toe = foot_path(figure, leg)
    half = leg.halves[4]
    outline = path(
        (ankle[0] - half, ankle[1] - half), (ankle[0] - half, ankle[1] + half * 1.3), (toe[0], toe[1] + half
        * 0.7),
        (toe[0] + half * 0.5, toe[1]), (ankle[0] + half, ankle[1] - half),
    )  # fmt: skip
    return [form(outline, figure.body.skin, style, None, level=Level.LEGS)]
