"""Bare parts of a body: neck, torso, arms, legs, feet."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import beside, bezier, curve, join
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import InstanceClass, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.hands import draw_hand
from toonseg.synth.figure.levels import ARM_SKIN, Level
from toonseg.synth.figure.limbs import ASIDE, Cloth, draw_limb, knee
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Points


def draw_body(figure: FigureFrame, style: Style, rng: Generator) -> list[Shape]:
    """Everything bare below the head; clothes are drawn over it."""
    shapes = draw_neck(figure, style)
    skin, tops = figure.body.skin, {InstanceClass.T_SHIRT, InstanceClass.DRESS_SHIRT}
    for leg in legs_in_view(figure):
        if not (figure.trousered and figure.shod):
            shapes.append(_bare_leg(figure, leg, style))
        if not figure.shod:
            shapes += bare_foot(figure, leg, style)
    for arm, hand in zip(figure.arms, (figure.pose.right_hand, figure.pose.left_hand), strict=True):
        bare = Cloth(skin, style, None, arm.level + ARM_SKIN)
        shapes += draw_limb(
            figure,
            arm,
            bare,
            t0=0.8 if figure.sleeved else 0.0,
            t1=1.0,
            depth=0.04,
            hem=False,
            seam=bool(tops & figure.worn),
        )
        shapes += draw_hand(figure, arm, hand, style, rng)
    return shapes


def _bare_leg(figure: FigureFrame, leg: LimbFrame, style: Style) -> Shape:
    """A leg, or under trousers its ankle."""
    top = 0.8 if figure.trousered else 0.14 if figure.sitting else 0.0
    details = () if figure.trousered else knee(figure, leg, figure.body.skin, style, 0.0)
    return form(
        leg.tube(top, 1.02), figure.body.skin, style, None, level=Level.LEGS, depth=0.05, details=details
    )


def legs_in_view(figure: FigureFrame) -> list[LimbFrame]:
    """The legs of which the picture may show something, the farther one first."""
    legs = (leg for leg in figure.legs if figure.shows(leg.joints, ASIDE))
    return sorted(legs, key=lambda leg: leg.depth)


def draw_neck(figure: FigureFrame, style: Style) -> list[Shape]:
    """Neck and bare torso, with the shadow that the chin throws."""
    pit, chin = (np.array(p) for p in figure.neck)
    skin, torso, tops = figure.body.skin, figure.torso, {InstanceClass.T_SHIRT, InstanceClass.DRESS_SHIRT}
    half = float(torso.wide[0]) * 0.98
    top = chin + np.array([-0.13 * np.sin(np.radians(figure.head.yaw)), -0.33])
    left, right = torso.edge(-1, 0.0, 0.12, -0.008, 5), torso.edge(1, 0.0, 0.12, -0.008, 5)
    spread = np.array([half * 0.92, 0.0])
    outline = join(
        bezier(top - spread, top - spread + (0, 0.3), pit - spread - (0, 0.06), left[1], 8),
        left[2:], right[:1:-1],
        bezier(right[1], pit + spread - (0, 0.06), top + spread + (0, 0.3), top + spread, 8),
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
            depth=0.0 if tops & figure.worn else 0.05,
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


_SIDE = np.array([
    (-0.27, -0.7), (-0.34, 0.5), (-0.33, 1.25), (-0.24, 1.5), (0.3, 1.42), (0.78, 1.5), (0.95, 1.2), (0.82,
    0.8),
    (0.45, 0.2), (0.22, -0.7),
])  # fmt: skip
_AHEAD = np.array([
    (-0.95, -0.7), (-1.0, 0.4), (-1.12, 1.2), (-0.95, 1.8), (-0.4, 2.05), (0.4, 2.05), (0.95, 1.8), (1.12,
    1.2),
    (1.0, 0.4), (0.95, -0.7),
])  # fmt: skip


def foot_outline(figure: FigureFrame, leg: LimbFrame, ease: float = 0.0) -> Points:
    """The knots of a foot's (or shoe's) closed outline, `ease` heads larger: up the heel's side first, then
    along the sole to the toes and up the instep.

    A foot seen from the side and one that points at us have the same places at the same index; what lies
    between is a mixture of both.
    """
    ankle, toe = foot_path(figure, leg)
    _, along = leg.end
    length = 0.24 * figure.body.below / 5 + 0.1 + ease
    half = leg.halves[4] * 1.1 + ease
    fore = np.array([along[1], -along[0]])
    if float(fore @ (toe - ankle)) < 0:
        fore = -fore
    turned = min(1.0, abs(float(fore @ (toe - ankle))) / max(length, 1e-6) * 1.25)
    ahead = _AHEAD * np.array([half, half * (1.0 if np.cos(np.radians(figure.yaw)) > 0 else 0.78)])
    local = ahead + (_SIDE * np.array([length, half]) - ahead) * turned
    placed: Points = ankle + local[:, :1] * fore + local[:, 1:] * along
    return placed


def bare_foot(figure: FigureFrame, leg: LimbFrame, style: Style) -> list[Shape]:
    """A foot without a shoe."""
    outline = curve(foot_outline(figure, leg), steps=3)
    return [form(outline, figure.body.skin, style, None, level=Level.LEGS, depth=0.02)]
