"""Eyes and brows: round, narrow, sleepy, closed, winking; down to dots on small figures."""

from __future__ import annotations

import numpy as np

from toonseg.synth.art.curves import band, curve, join, shares
from toonseg.synth.art.shapes import Gradient, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Character, Expression, Face
from toonseg.synth.figure.face_place import EyePlace
from toonseg.synth.pen import WHITE, Colour, Points, arc, mix


def draw_eye(  # noqa: PLR0917
    eye: EyePlace, face: Face, expression: Expression, style: Style, side: int, skin: Colour, detail: float
) -> list[Shape]:
    """One eye, open or closed, with its lashes; `detail` as in `FigureFrame.detail`."""
    ink = mix(style.ink, mix(face.iris, (50, 26, 34), 0.7), 0.3)
    if expression.open < 0.18 or expression.wink == side:
        return _closed(eye, face, expression, ink, detail)
    if style.dots > 0.5 and detail >= 0.3:
        return _plain_dot(eye, expression, style, ink, side)
    if detail < 0.3 or style.eye_detail < 0.12 or expression.dots > 0.5:
        return _dot(eye, expression, style, ink, side)
    upper, lower = _lids(face, expression.open)
    outline = eye.put(join(upper, lower[1:-1]))
    inside = _iris(eye, face, expression, style, detail)
    shade = join(upper, upper[::-1] + np.array([0.0, 0.42]))
    inside.append(Shape(eye.put(shade), fill=(120, 100, 140), alpha=0.38))
    white = mix((253, 251, 252), skin, 0.06)
    shapes = [Shape(outline, fill=white, inside=tuple(inside))]
    if face.makeup > 0.2:
        lid = join(upper, upper[::-1] - np.array([0.0, 0.5]))
        tone = mix((206, 92, 96), face.iris, 0.2)
        shapes.insert(0, Shape(eye.put(lid), fill=tone, alpha=0.4 * face.makeup, overlay=True))
    shapes += _lashes(eye, face, style, upper, lower, ink, skin)
    return shapes


def _lids(face: Face, open_share: float) -> tuple[Points, Points]:
    """The upper lid from the inner to the outer corner, and the lower lid back."""
    s, sharp = face.slant, face.sharp
    outer = 0.16 - 0.5 * s
    upper = np.array([
        (-1.0, 0.42 + 0.12 * sharp), (-0.78, -0.1 + 0.1 * sharp), (-0.34, -0.8 + 0.1 * sharp),
        (0.22, -1.0), (0.7, -0.72 - 0.12 * s), (1.0, outer - 0.1),
    ])  # fmt: skip
    lower = np.array([
        (1.0, outer - 0.1), (0.84, 0.5 - 0.2 * s), (0.34, 0.93 - 0.1 * s), (-0.3, 0.96 - 0.1 * sharp),
        (-0.76, 0.72), (-1.0, 0.42 + 0.12 * sharp),
    ])  # fmt: skip
    # A heavy lid cuts the arch off from above; a half closed eye sinks as a whole.
    flat = -1.0 + 0.75 * face.lid
    upper[:, 1] = np.maximum(upper[:, 1], flat + 0.35 * (upper[:, 1] - flat))
    upper[:, 1] = 0.62 + (upper[:, 1] - 0.62) * min(open_share, 1.2)
    if open_share > 1:
        lower[1:5, 1] *= 1 + 0.6 * (open_share - 1)
    return curve(upper, closed=False, steps=6), curve(lower, closed=False, steps=5)


def _lashes(  # noqa: PLR0917
    eye: EyePlace, face: Face, style: Style, upper: Points, lower: Points, ink: Colour, skin: Colour
) -> list[Shape]:
    # The upper lash line: thin at the inner corner, thick towards the outer one, with a wing.
    t = shares(len(upper))
    strong = 0.55 + 0.45 * style.eye_detail
    size = np.interp(t, [0, 0.25, 0.7, 0.92, 1], [0.05, 0.2, 0.27 + 0.12 * face.lashes, 0.22, 0.1])
    thick = size * strong * (0.075 / max(eye.half[1], 0.03)) ** 0.45
    wing = np.array(
        [1.16 + 0.16 * face.lashes, upper[-1, 1] - 0.12 - 0.3 * max(face.slant, 0) - 0.22 * face.lashes]
    )
    top = upper - np.stack([np.zeros_like(t), thick], 1)
    shapes = [Shape(eye.put(join(upper, wing[None], top[::-1])), fill=ink)]
    if face.lashes > 0.5 and style.eye_detail > 0.35:
        for at in (0.74, 0.88):
            k = int(at * (len(top) - 1))
            out = 0.16 + 0.2 * face.lashes
            spike = np.array([top[k] - (0.08, 0), top[k] + (out, -0.9 * out), top[k] + (0.1, 0.08)])
            shapes.append(Shape(eye.put(spike), fill=ink))
    first = 2 + round(4 * face.sharp)
    shapes.append(
        Shape(eye.put(lower[first : 2 * len(lower) // 3]), line=mix(ink, skin, 0.2), weight=0.7, closed=False,
              taper=(0.5, 0.0))
    )  # fmt: skip
    if style.eye_detail > 0.3:
        crease = upper[5:-4] - np.array([0.0, 0.34 + 0.16 * (1 - face.lid)])
        tone = mix(ink, mix(skin, (170, 90, 80), 0.5), 0.55)
        shapes.append(Shape(eye.put(crease), line=tone, weight=0.55, closed=False, taper=(0.0, 0.3)))
    return shapes


def _iris(eye: EyePlace, face: Face, expression: Expression, style: Style, detail: float) -> list[Shape]:
    turn = float(np.sign(eye.foreshortened))
    x = turn * expression.look[0] * 0.3 - 0.05
    y = 0.0 + expression.look[1] * 0.25
    # Irises stay round to the viewer, and are hidden above by the lid: that is what does not stare.
    ry = (1.08 - 0.14 * face.sharp) * (1 - 0.12 * max(0.0, expression.open - 1) / 0.3)
    round_ = ry * eye.half[1] / (eye.half[0] * max(abs(eye.foreshortened), 0.45))
    rx = min(0.66 - 0.1 * face.sharp, round_ * 0.9)
    dark = mix(face.iris, (26, 14, 30), 0.76)
    light = mix(face.iris, (255, 244, 226), 0.26)
    ends = eye.put(np.array([(x, y - 0.55 * ry), (x, y + ry)]))
    gradient = Gradient(
        (float(ends[0, 0]), float(ends[0, 1])), (float(ends[1, 0]), float(ends[1, 1])), dark, light
    )
    shapes = [Shape(eye.put(arc(x, y, rx, ry, count=24)), fill=dark)]
    if detail > 0.6:
        shapes.append(Shape(eye.put(arc(x, y, rx * 0.88, ry * 0.9, count=24)), fill=gradient))
        size = 0.36 + 0.25 * face.pupil
        shapes.append(
            Shape(
                eye.put(arc(x, y - 0.05, rx * size, ry * size * 1.1, count=16)),
                fill=mix(dark, (10, 6, 14), 0.75),
            )
        )
        if style.eye_detail > 0.5:
            low = arc(x, y + ry * 0.5, rx * 0.56, ry * 0.3, count=14)
            shapes.append(Shape(eye.put(low), fill=mix(light, WHITE, 0.3), alpha=0.75))
    side = (1.0 if style.light > 0 else -1.0) * turn
    shapes.append(
        Shape(eye.put(arc(x + side * rx * 0.36, y - ry * 0.36, rx * 0.36, ry * 0.27, count=12)), fill=WHITE)
    )
    if style.eye_detail > 0.4 and detail > 0.6:
        shapes.append(
            Shape(
                eye.put(arc(x - side * rx * 0.4, y + ry * 0.42, rx * 0.17, ry * 0.13, count=10)), fill=WHITE
            )
        )
    return shapes


def _closed(eye: EyePlace, face: Face, expression: Expression, ink: Colour, detail: float) -> list[Shape]:
    bow = -0.75 if expression.smile > 0.5 or expression.wink else 0.5
    knots = [
        (-1.0, 0.45),
        (-0.4, 0.45 + bow * 0.75),
        (0.35, 0.45 + bow * 0.8),
        (1.05, 0.38 - 0.1 * face.slant),
    ]
    line = curve(np.array(knots), closed=False)
    if expression.brows < -0.6:  # screwed up: both lids meet in a point at the inner corner
        line = np.array([(0.95, -0.35), (0.2, 0.02), (-0.75, 0.35), (0.2, 0.62), (0.95, 0.95)])
    t = shares(len(line))
    thick = (
        np.interp(t, [0, 0.5, 0.85, 1], [0.05, 0.15, 0.18, 0.03]) * (0.075 / max(eye.half[1], 0.03)) ** 0.6
    )
    shapes = [Shape(eye.put(band(line, thick)), fill=ink)]
    if face.lashes > 0.5 and detail > 0.6 and expression.brows >= -0.6:
        way = -1.0 if bow < 0 else 1.0
        for at in (0.7, 0.88):
            k = int(at * (len(line) - 1))
            spike = np.array([line[k] - (0.1, 0), line[k] + (0.24, 0.26 * way), line[k] + (0.08, 0.0)])
            shapes.append(Shape(eye.put(spike), fill=ink))
    return shapes


def _dot(eye: EyePlace, expression: Expression, style: Style, ink: Colour, side: int) -> list[Shape]:
    """Eyes of chibi and of small figures: upright dots with a spark and a short lid."""
    tall = 0.55 + 0.35 * style.eye_height
    x = 0.15 * expression.look[0] * side
    dot = arc(x, 0.1, 0.36, tall * min(1.0, expression.open), count=14)
    spark = arc(x - 0.1, -0.2, 0.13, 0.18, count=8)
    shapes = [Shape(eye.put(dot), fill=ink), Shape(eye.put(spark), fill=WHITE)]
    lid = curve(np.array([(-0.75, -0.3), (0.0, -0.75), (0.85, -0.25)]), closed=False)
    shapes.append(Shape(eye.put(lid), line=ink, weight=0.8, closed=False, taper=(0.2, 0.5)))
    return shapes


def _plain_dot(eye: EyePlace, expression: Expression, style: Style, ink: Colour, side: int) -> list[Shape]:
    """Eyes of picture books: a spot of ink, upright or round, or a dot in a white oval."""
    round_ = eye.half[1] / max(eye.half[0], 1e-6)
    x, y = 0.3 * expression.look[0] * side, 0.1 + 0.2 * expression.look[1]
    size = 0.36 + 0.3 * style.eye_size
    tall = size * (0.8 + 0.9 * style.eye_height) / max(round_, 0.4) * min(1.0, expression.open)
    shapes = [Shape(eye.put(arc(x, y, size * 0.8, tall * 0.8, count=14)), fill=ink)]
    if style.eye_detail > 0.5:
        white = Shape(eye.put(arc(0.0, 0.1, 0.72, 0.85 / max(round_, 0.6), count=18)), fill=WHITE, line=ink,
                      weight=0.7)  # fmt: skip
        shapes = [white, Shape(eye.put(arc(x, y, size * 0.6, size * 0.6 / round_, count=12)), fill=ink)]
    return shapes


def draw_brow(eye: EyePlace, character: Character, expression: Expression, style: Style) -> list[Shape]:
    """The brow over an eye: arched on soft faces, straight and thick on sharp ones."""
    face = character.face
    hair: Colour = character.hair.colour if character.hair is not None else (70, 54, 50)
    colour = mix(mix(face.brow_colour or hair, style.ink, 0.42), (90, 60, 60), 0.12)
    raise_ = -0.25 * max(0.0, expression.open - 1) - 0.12 * abs(expression.brows)
    inner, outer = -0.34 * expression.brows, 0.26 * expression.brows
    arch = 0.2 * (1 - face.sharp) * (1 - 0.6 * face.brow)
    y = -0.104 / max(eye.half[1], 0.04) - 0.32
    line = curve(
        np.array([
            (-0.92, y + 0.02 + inner), (-0.1, y - arch + 0.3 * inner), (0.55, y - arch * 1.1 + 0.4 * outer),
            (1.15, y + 0.26 - 0.2 * face.slant + outer),
        ]), closed=False, steps=5,
    )  # fmt: skip
    line[:, 1] += raise_
    t = shares(len(line))
    shape = np.interp(t, [0, 0.12, 0.55, 1], [0.5, 1.0, 0.85, 0.1])
    thick = (0.007 + 0.013 * face.brow) / max(eye.half[1], 0.03) * shape
    return [Shape(eye.put(band(line, thick)), fill=colour)]
