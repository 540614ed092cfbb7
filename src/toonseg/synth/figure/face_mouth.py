"""Noses and mouths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toonseg.synth.art.curves import beside, curve, join
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Expression, Face
from toonseg.synth.figure.face_place import on_face
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.pen import Colour, Points, arc, mix


def draw_nose(head: HeadFrame, skin: Colour, style: Style, detail: float) -> list[Shape]:
    """A dot, a shaded tip, or a bridge, as `Style.nose` has it; in profile the outline is the nose."""
    if abs(head.yaw) > 68 or detail < 0.15:
        return []
    tip, _ = on_face(head, 0.0, 0.225, 0.42)
    lean = 1.0 if head.yaw >= 0 else -1.0
    if style.round_nose > 0.1:
        return _round_nose(head, tip, skin, style, lean)
    turned = min(abs(head.yaw) / 30, 1)
    tone = mix(style.ink_for(skin), skin, 0.2)
    shapes: list[Shape] = []
    if style.nose > 0.15 and detail > 0.5:
        shade = np.array(
            [
                beside(tip, -0.010 * lean, -0.07),
                beside(tip, 0.022 * lean, 0.0),
                beside(tip, -0.028 * lean, 0.014),
            ]
        )
        shapes.append(Shape(head.flat(curve(shade)), fill=style.shaded(skin, 0.7), alpha=0.5, overlay=True))
    width = 0.012 + 0.014 * style.nose
    bottom = np.array(
        [beside(tip, -width * lean, 0.008), beside(tip, 0.0, 0.014), beside(tip, width * lean, 0.002)]
    )
    shapes.append(
        Shape(head.flat(curve(bottom, closed=False)), line=tone, weight=0.85, closed=False, taper=(0.2, 0.4))
    )
    if style.nose > 0.4:
        root, _ = on_face(head, 0.0, 0.07, 0.36)
        bridge = np.array(
            [
                beside(root, 0.026 * lean, 0.02),
                (root + tip) / 2 + (0.016 * lean * turned, 0.0),
                beside(tip, 0.024 * lean, -0.006),
            ]
        )
        start = 4 if style.nose < 0.65 else 0
        line = head.flat(curve(bridge, closed=False)[start:])
        shapes.append(Shape(line, line=tone, weight=0.7, closed=False, taper=(0.0, 0.6)))
    if style.nose > 0.75 and abs(head.yaw) < 40:
        for side in (-1, 1):
            wing = np.array(
                [
                    beside(tip, 0.036 * side, -0.014),
                    beside(tip, 0.044 * side, 0.004),
                    beside(tip, 0.03 * side, 0.012),
                ]
            )
            shapes.append(
                Shape(
                    head.flat(curve(wing, closed=False)),
                    line=tone,
                    weight=0.6,
                    closed=False,
                    taper=(0.1, 0.3),
                )
            )
    return shapes


def _round_nose(head: HeadFrame, tip: Points, skin: Colour, style: Style, lean: float) -> list[Shape]:
    """A ball or an egg in the middle of the face, open towards the brow, as western cartoonists draw it."""
    size = 0.03 + 0.05 * style.round_nose
    long = size * (0.8 + 1.1 * style.nose)
    x, y = float(tip[0]) + 0.6 * size * lean * min(abs(head.yaw) / 40, 1), float(tip[1]) - 0.3 * long
    ball = arc(x, y, size, long, count=20)
    tone = mix(skin, (232, 120, 104), 0.18 + 0.3 * style.blush)
    shapes = [Shape(head.flat(ball), fill=tone, alpha=0.8)]
    angle = np.linspace(-0.15, 1.15, 16) * np.pi
    under = np.stack([x + size * np.cos(angle), y + long * np.sin(angle)], 1)
    shapes.append(
        Shape(head.flat(under), line=style.ink_for(skin), weight=0.9, closed=False, taper=(0.3, 0.3))
    )
    return shapes


def draw_mouth(  # noqa: PLR0917
    head: HeadFrame, face: Face, expression: Expression, style: Style, skin: Colour, detail: float
) -> list[Shape]:
    """The mouth: a line, or open with teeth and tongue; in profile and beyond a line."""
    if abs(head.yaw) > 84:
        expression = replace(expression, mouth=0.0)
    half = max(
        0.022, (0.05 + 0.022 * abs(expression.smile) + 0.014 * expression.mouth) * (1 + 0.5 * expression.wide)
    )
    xs = np.linspace(-half, half, 13)
    u = xs / half
    centre = 0.333 + 0.008 * expression.mouth
    upper_y = (
        centre - 0.032 * expression.smile * (u**2 - 0.4) - 0.004 * np.cos(u * 6) * (1 - expression.mouth)
    )
    upper_y += (
        0.012 * expression.wave * (1 - 0.8 * expression.mouth) * np.sin(u * 7) + 0.014 * expression.skew * u
    )
    lower_y = upper_y + 0.15 * expression.mouth * (1 - np.abs(u) ** (2.6 - 0.8 * expression.smile))
    upper, lower = [], []
    for x, a, b in zip(xs + 0.02 * expression.skew, upper_y, lower_y, strict=True):
        place, share = on_face(head, float(x), float(a), 0.35)
        if share > -0.02:
            upper.append(place)
            lower.append(beside(place, 0.0, float(b - a)))
    if len(upper) < 4:
        return []
    top, bottom = head.flat(np.array(upper)), head.flat(np.array(lower))
    ink = mix(style.ink_for(skin), (120, 40, 50), 0.35)
    shapes: list[Shape] = []
    if face.lips > 0.5 and detail > 0.5:
        shapes += _lips(top, bottom, face, skin)
    if expression.mouth > 0.08:
        shapes.append(_open(top, bottom, expression, ink, detail))
        return shapes
    shapes.append(Shape(top, line=ink, weight=1.0, closed=False, taper=(0.3, 0.3)))
    low, share = on_face(head, 0.0, centre + 0.042, 0.375)
    if share > 0.5 and detail > 0.6:
        width = (0.016 + 0.014 * face.lips) * share
        dash = np.array([beside(low, -width, 0.0), beside(low, 0.0, 0.005), beside(low, width, 0.0)])
        tone = mix(ink, skin, 0.5)
        shapes.append(Shape(head.flat(dash), line=tone, weight=0.65, closed=False, taper=(0.1, 0.1)))
    return shapes


def _open(top: Points, bottom: Points, expression: Expression, ink: Colour, detail: float) -> Shape:
    inside: list[Shape] = []
    if detail > 0.3:
        tongue = arc(
            float((bottom[:, 0]).mean()), float(bottom[:, 1].max()), float(np.ptp(top[:, 0])) * 0.3,
            float(bottom[:, 1].max() - top[:, 1].min()) * 0.42, count=14,
        )  # fmt: skip
        inside.append(Shape(tongue, fill=(236, 132, 132)))
        if expression.teeth > 0.75:
            row = join(top, bottom[::-1])
            inside = [Shape(row, fill=(252, 250, 250))]
            middle = top * 0.5 + bottom * 0.5
            inside.append(Shape(middle, line=mix(ink, (200, 180, 190), 0.5), weight=0.5, closed=False))
        elif expression.teeth > 0.2:
            row = join(top[1:-1], (top * 0.74 + bottom * 0.26)[1:-1][::-1])
            inside.append(Shape(row, fill=(252, 250, 250)))
    return Shape(join(top, bottom[::-1]), fill=(142, 50, 62), line=ink, weight=0.85, inside=tuple(inside))


def _lips(top: Points, bottom: Points, face: Face, skin: Colour) -> list[Shape]:
    rise = np.sin(np.linspace(0, np.pi, len(top)))[:, None]
    bow = 1 - 0.35 * np.exp(-((np.linspace(-1, 1, len(top))[:, None] / 0.18) ** 2))
    above = top - rise * bow * np.array([0.0, 0.012 + 0.008 * face.lips])
    below = bottom + rise * np.array([0.0, 0.014 + 0.012 * face.lips])
    tone = mix(skin, (206, 70, 86), 0.75)
    return [Shape(join(above, below[::-1]), fill=tone, alpha=0.7 * face.lips, overlay=True)]
