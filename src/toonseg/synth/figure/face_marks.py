"""What comes and goes on a face (blush, tears, sweat, anger, gloom) and what stays (lines, freckles)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.curves import curve, shares
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Blend, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.character import Expression, Face
from toonseg.synth.figure.face_place import on_face
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.head import head_outline
from toonseg.synth.figure.levels import Level
from toonseg.synth.pen import Colour, Points, arc, mix

Floats = NDArray[np.float64]


def cheeks(head: HeadFrame, face: Face, expression: Expression, style: Style) -> list[Shape]:
    """Red on the cheeks, with strokes where it is strong."""
    red = max(expression.blush, style.blush * 0.5, 0.6 * face.makeup)
    shapes: list[Shape] = []
    for side in (-1, 1):
        place, share = on_face(head, side * 0.205, 0.245)
        if share < 0.5 or red < 0.05:
            continue
        spot = arc(float(place[0]), float(place[1]), 0.085 * share, 0.042, count=14)
        shapes.append(Shape(head.flat(spot), fill=(246, 112, 112), alpha=0.42 * red, overlay=True, soft=0.03))
        if expression.blush > 0.4:
            for k in (-1, 0, 1):
                dash = place + np.array([(k * 0.03 * share + 0.01, -0.014), (k * 0.03 * share - 0.01, 0.014)])
                shapes.append(crease(head.flat(dash), (236, 120, 120), style, weight=0.55))
    return shapes


def lasting(head: HeadFrame, face: Face, body: Body, style: Style) -> list[Shape]:
    """Freckles, a mole, stubble, and the lines of age."""
    shapes: list[Shape] = []
    skin = body.skin
    tone = mix(skin, (150, 84, 60), 0.5)
    if face.freckles > 0.1:
        for x, y in (
            (-0.2, 0.2),
            (-0.16, 0.235),
            (-0.12, 0.21),
            (0.12, 0.21),
            (0.17, 0.23),
            (0.21, 0.2),
            (0.0, 0.2),
        ):
            place, share = on_face(head, x, y)
            if share > 0.25:
                spot = arc(float(place[0]), float(place[1]), 0.008 * share, 0.008, count=6)
                shapes.append(Shape(head.flat(spot), fill=tone, alpha=face.freckles, overlay=True))
    if face.mole:
        place, share = on_face(head, 0.22 * face.mole, 0.2 + 0.15 * abs(np.sin(9 * face.mole)))
        if share > 0.3:
            spot = arc(float(place[0]), float(place[1]), 0.009, 0.009, count=8)
            shapes.append(Shape(head.flat(spot), fill=mix(tone, (60, 30, 30), 0.6)))
    if face.beard > 0.1 and not head.away:
        outline = head_outline(head, style, body, steps=3)
        local = (outline - np.array(head.centre)) @ _unroll(head.roll)
        low = local[local[:, 1] > 0.18]
        if len(low) > 4:
            order = np.argsort(np.arctan2(low[:, 1] - 0.18, low[:, 0] - low[:, 0].mean()))
            low = low[order]
            hollow = (low - np.array([0.0, 0.1])) * np.array([0.72, 0.62]) + np.array([0.0, 0.15])
            shade = np.concatenate([low, hollow[::-1]])
            tone = mix(skin, (90, 84, 96), 0.5)
            dark = 0.3 * min(face.beard, 0.6)
            shapes.append(Shape(head.flat(shade), fill=tone, alpha=dark, overlay=True, soft=0.03))
    return shapes + (_lines(head, face.age, skin, style) if face.age > 42 else [])


def whiskers(head: HeadFrame, face: Face, body: Body, hair: Colour, style: Style) -> list[Shape]:
    """A full beard along the jaw and a moustache, in the hair's colour: hair that is no instance of hair."""
    shapes: list[Shape] = []
    colour = mix(hair, style.ink, 0.12)
    if face.beard > 0.6:
        longer = (face.beard - 0.6) / 0.4
        xs = np.linspace(-1, 1, 15)
        outer, inner = [], []
        for x in xs:
            y = 0.16 + 0.32 * (1 - abs(x) ** 2.4)
            place, _ = on_face(head, 0.36 * x, y, 0.37)
            tip = 0.03 + 0.28 * longer * (1 - x**2) + 0.016 * float(np.cos(18 * x))
            outer.append(place + np.array([0.02 * x, tip]))
            lip, _ = on_face(head, 0.27 * x, 0.14 + 0.225 * (1 - abs(x) ** 3.0), 0.37)
            inner.append(lip)
        outline = np.concatenate([curve(np.array(outer), closed=False, steps=3), np.array(inner)[::-1]])
        lines = tuple(
            crease(head.flat(np.array([outer[k], (outer[k] + inner[k]) / 2])), colour, style, weight=0.5)
            for k in (3, 5, 7, 9, 11)
        )
        shapes.append(form(head.flat(outline), colour, style, None, depth=0.03, details=lines, weight=0.8))
        mouth, share = on_face(head, 0.0, 0.345, 0.36)
        gap = arc(float(mouth[0]), float(mouth[1]), 0.085 * max(share, 0.3), 0.032, count=14)
        shapes.append(Shape(head.flat(gap), fill=body.skin))
    if face.moustache > 0.1:
        half = 0.07 + 0.08 * face.moustache
        xs = np.linspace(-1, 1, 13)
        rise = 0.03 + 0.03 * face.moustache
        top = [on_face(head, half * x, 0.285 - rise * (1 - abs(x)) ** 0.7 + 0.02 * x**2)[0] for x in xs]
        droop = 0.05 * face.moustache
        low = [on_face(head, half * x, 0.295 + droop * abs(x) ** 1.5 - 0.008 * (1 - abs(x)))[0] for x in xs]
        outline = np.concatenate([np.array(top), np.array(low)[::-1]])
        shapes.append(form(head.flat(outline), colour, style, None, depth=0.0, weight=0.7))
    return shapes


def _lines(head: HeadFrame, age: float, skin: Colour, style: Style) -> list[Shape]:
    """Folds beside the mouth, under the eyes and over the brow."""
    shapes: list[Shape] = []
    worn = min(1.0, (age - 42) / 34)
    for side in (-1, 1):
        fold = [
            on_face(head, side * x, y) for x, y in ((0.07, 0.235), (0.105, 0.285), (0.11, 0.34 + 0.02 * worn))
        ]
        under = [on_face(head, side * x, y) for x, y in ((0.08, 0.19), (0.14, 0.212), (0.2, 0.2))]
        for line in (fold, under):
            if min(share for _, share in line) > 0.15:
                points = np.stack([place for place, _ in line])
                shapes.append(
                    crease(head.flat(curve(points, closed=False)), skin, style, weight=0.3 + 0.45 * worn)
                )
    for y in (-0.17, -0.12)[: 1 + round(worn)]:
        line = [on_face(head, x, y - 0.01 * np.cos(8 * x)) for x in (-0.12, -0.04, 0.04, 0.12)]
        if min(share for _, share in line) > 0.2:
            points = np.stack([place for place, _ in line])
            shapes.append(crease(head.flat(curve(points, closed=False)), skin, style, weight=0.5 * worn))
    return shapes


def passing(head: HeadFrame, body: Body, expression: Expression, style: Style) -> list[Shape]:
    """Tears, drops of sweat, the mark of anger, shadow over the eyes."""
    shapes: list[Shape] = []
    ink = mix(style.ink, (70, 110, 160), 0.5)
    water: Colour = (206, 232, 250)
    for side in (-1, 1) if expression.tears > 0.3 else ():
        place, share = on_face(head, side * 0.165, 0.2)
        if share < 0.2:
            continue
        if expression.tears > 0.75:
            run = [
                on_face(head, side * x, y)[0]
                for x, y in ((0.17, 0.2), (0.19, 0.27), (0.175, 0.34), (0.15, 0.4))
            ]
            spine = curve(np.stack(run), closed=False)
            stream = _drop(spine, 0.02 * share + 0.008)
            shapes.append(Shape(head.flat(stream), fill=water, line=ink, weight=0.5))
        else:
            bead = place + _DROP * np.array([0.022, 0.03])
            shapes.append(Shape(head.flat(bead), fill=water, line=ink, weight=0.5))
    if expression.sweat > 0.2:
        for x, y, size in ((0.27, -0.02, 1.0), (-0.24, 0.1, 0.75))[: 1 + round(expression.sweat)]:
            place, share = on_face(head, x, y)
            if share > 0.15:
                bead = place + _DROP * np.array([0.024, 0.042]) * size
                shapes.append(Shape(head.flat(bead), fill=water, line=ink, weight=0.6))
    if expression.gloom > 0.1:
        shapes.append(_gloom(head, body, expression.gloom, style))
    return shapes


def vein(head: HeadFrame, style: Style) -> list[Shape]:
    """The four hooked strokes of anger on the temple, over hair: nobody's."""
    side = -1.0 if head.yaw >= 0 else 1.0
    middle = np.array([0.26 * side, -0.3])
    shapes = []
    for k in range(4):
        angle = np.pi / 4 + k * np.pi / 2
        out = np.array([np.cos(angle), np.sin(angle)])
        turn = np.array([-out[1], out[0]])
        hook = np.stack([out * 0.075 + turn * 0.035, out * 0.022, out * 0.075 - turn * 0.035]) + middle
        path = curve(hook, closed=False)
        shapes.append(
            Shape(
                head.flat(path),
                line=(214, 52, 52),
                weight=1.4,
                closed=False,
                taper=(0.5, 0.5),
                level=Level.HAT + 1,
            )
        )
    return shapes


def _gloom(head: HeadFrame, body: Body, amount: float, style: Style) -> Shape:
    outline = head_outline(head, style, body, steps=4)
    low = outline.min(0)
    dark = mix((96, 92, 132), style.shade, 0.3)
    tall = outline.copy()
    tall[:, 1] = np.minimum(tall[:, 1], low[1] + 0.72)
    shade = Shape(tall, fill=dark, alpha=0.55 * amount, overlay=True, soft=0.05, blend=Blend.MULTIPLY)
    return Shape(outline, inside=(shade,))


def _drop(spine: Points, half: float) -> Points:
    t = shares(len(spine))
    width = half * (0.35 + 0.65 * t) * np.sqrt(np.clip(1 - t**8, 0, 1))
    across = np.stack([width, np.zeros_like(width)], 1)
    return np.concatenate([spine + across, (spine - across)[::-1]])


def _unroll(roll: float) -> Floats:
    c, s = np.cos(roll), np.sin(roll)
    return np.array([[c, -s], [s, c]])


_ANGLE = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_DROP = np.stack([np.sin(_ANGLE) * np.sin(_ANGLE / 2) ** 1.2, -np.cos(_ANGLE)], 1)
"""A drop, pointed above, within -1 .. 1."""
