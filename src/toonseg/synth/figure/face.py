"""Faces: eyes, brows, nose, mouth, and the red of cheeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toonseg.synth.art.curves import band, beside, curve, join
from toonseg.synth.art.shading import crease
from toonseg.synth.art.shapes import Gradient, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Character, Expression, Face
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import WHITE, Colour, Points, arc, mix


@dataclass(frozen=True)
class EyePlace:
    """One eye's own axes: x from the inner (-1) to the outer corner (1), y from -1 (top of an open eye) to 1
    (bottom)."""

    head: HeadFrame
    middle: Points
    half: tuple[float, float]
    foreshortened: float

    def put(self, points: Points) -> Points:
        """Nx2 points of these axes in the figure's units."""
        local = points * np.array([self.half[0] * self.foreshortened, self.half[1]]) + self.middle
        return self.head.flat(local)


def on_face(
    head: HeadFrame, x: float, y: float, radius: float = 0.375, back: float = 0.0
) -> tuple[Points, float]:
    """Where a place on the face (x to its left, y down, as seen from the front) lies about the head's middle
    as the viewer
    sees it (before `HeadFrame.flat`; `back` heads deeper than the face's front when turned), and how much
    widths shrink there: 1 seen straight, 0 edge on, negative round the corner."""
    # A drawn face is flatter than a ball: its middle moves less than the head turns, until it is seen in
    # profile.
    turn = np.radians(head.yaw * (0.74 + 0.26 * min(abs(head.yaw) / 90, 1.0) ** 2))
    lon = np.arcsin(np.clip(x / radius, -1, 1)) + turn
    lift = np.sin(np.radians(head.nod)) * radius * np.cos(lon)
    across = radius * np.sin(lon) - (0.6 * back + 0.05) * np.sin(2 * turn)
    return np.array([across, y + 0.8 * lift]), float(np.cos(lon))


def eye_place(head: HeadFrame, style: Style, side: int) -> EyePlace | None:
    """The axes of the eye on `side` (-1 the figure's right, 1 its left), or None if it is turned away."""
    wide = 0.074 + 0.05 * style.eye_size
    tall = wide * (0.44 + 0.52 * style.eye_height)
    middle, share = on_face(head, side * (0.15 + 0.035 * style.eye_size), 0.12, back=0.08)
    if share < 0.2:
        return None
    return EyePlace(head, middle, (wide, tall), side * max(share, 0.35) ** 0.8)


def draw_face(figure: FigureFrame, character: Character, expression: Expression, style: Style) -> list[Shape]:
    """Everything on the face, at `Level.FACE`; nothing where it is turned away."""
    head = figure.head
    if not head.facing:
        return []
    shapes = _cheeks(head, expression, style)
    shapes += _nose(head, figure.body.skin, style) + _mouth(
        head, character.face, expression, figure.body.skin, style
    )
    for side in (-1, 1):
        eye = eye_place(head, style, side)
        if eye is not None:
            shapes += draw_eye(eye, character.face, expression, style, side)
            shapes += _brow(eye, character, expression, style)
    return [_leveled(s) for s in shapes]


def _leveled(shape: Shape) -> Shape:
    return Shape(
        shape.points, shape.owner, shape.fill, shape.line, shape.weight, shape.closed, shape.taper,
        shape.swell,
        shape.inside, shape.overlay, shape.alpha, shape.soft, shape.blend, Level.FACE,
    )  # fmt: skip


def _lids(face: Face, open_share: float) -> tuple[Points, Points]:
    """The upper lid from the inner to the outer corner, and the lower lid back."""
    s = face.slant
    upper = np.array(
        [
            (-1.0, 0.32),
            (-0.72, -0.42),
            (-0.15, -0.96),
            (0.42, -0.92),
            (0.86, -0.38 - 0.2 * s),
            (1.04, 0.22 - 0.4 * s),
        ]
    )
    lower = np.array(
        [(1.04, 0.22 - 0.4 * s), (0.74, 0.80 - 0.15 * s), (0.1, 1.0), (-0.5, 0.88), (-1.0, 0.32)]
    )
    upper[:, 1] = 0.62 + (upper[:, 1] - 0.62) * min(open_share, 1.15)
    if open_share > 1:
        lower[1:4, 1] *= open_share
    return curve(upper, closed=False, steps=6), curve(lower, closed=False, steps=5)


def draw_eye(eye: EyePlace, face: Face, expression: Expression, style: Style, side: int) -> list[Shape]:
    """One eye, open or closed."""
    ink = mix(style.ink, (60, 34, 40), 0.3)
    if expression.open < 0.18:
        bow = -0.75 if expression.smile > 0.8 else 0.5
        line = curve(
            np.array(
                [(-1.0, 0.45 + bow * 0.1), (-0.4, 0.45 + bow * 0.8), (0.35, 0.45 + bow * 0.85), (1.05, 0.4)]
            ),
            closed=False,
        )
        thick = np.interp(np.linspace(0, 1, len(line)), [0, 0.5, 0.85, 1], [0.05, 0.17, 0.2, 0.03])
        return [Shape(eye.put(band(line, thick)), fill=ink)]
    upper, lower = _lids(face, expression.open)
    outline = eye.put(join(upper, lower[1:-1]))
    inside = _iris(eye, face, expression, style, side)
    shade = join(upper, upper[::-1] + np.array([0.0, 0.42]))
    inside.append(Shape(eye.put(shade), fill=(150, 128, 160), alpha=0.42))
    shapes = [Shape(outline, fill=(253, 251, 252), inside=tuple(inside))]
    # The lash: thin at the inner corner, thick and winged at the outer one.
    t = np.linspace(0, 1, len(upper))
    thick = np.interp(t, [0, 0.3, 0.75, 1], [0.1, 0.27, 0.36 + 0.16 * face.lashes, 0.06])
    wing = np.array([1.22 + 0.14 * face.lashes, -0.1 - 0.5 * face.slant - 0.3 * face.lashes])
    top = upper - np.stack([np.zeros_like(t), thick], 1)
    shapes.append(Shape(eye.put(join(upper, wing[None], top[::-1])), fill=ink))
    if face.lashes > 0.45:
        for at in (0.72, 0.86):
            k = int(at * (len(top) - 1))
            spike = np.array(
                [top[k] - (0.06, 0), top[k] + (0.24, -0.3 * face.lashes - 0.06), top[k] + (0.12, 0.1)]
            )
            shapes.append(Shape(eye.put(spike), fill=ink))
    shapes.append(
        Shape(eye.put(lower[1 : 2 * len(lower) // 3]), line=ink, weight=0.75, closed=False, taper=(0.5, 0.1))
    )
    if style.eye_detail > 0.3:
        lid = upper[4:-4] - np.array([0.0, 0.42])
        shapes.append(
            Shape(
                eye.put(lid), line=mix(ink, (200, 140, 130), 0.45), weight=0.6, closed=False, taper=(0.1, 0.3)
            )
        )
    return shapes


def _iris(eye: EyePlace, face: Face, expression: Expression, style: Style, side: int) -> list[Shape]:
    x = side * expression.look[0] * 0.3 * np.sign(eye.foreshortened) * side
    y = -0.02 + expression.look[1] * 0.22
    # Irises stay round to the viewer: as wide as the eye's height allows.
    ry = 1.1
    rx = min(0.72, ry * eye.half[1] / (eye.half[0] * max(abs(eye.foreshortened), 0.5)) * 0.84)
    dark, light = mix(face.iris, (24, 14, 30), 0.62), mix(face.iris, WHITE, 0.35)
    ends = eye.put(np.array([(x, y - ry), (x, y + ry)]))
    gradient = Gradient(
        (float(ends[0, 0]), float(ends[0, 1])), (float(ends[1, 0]), float(ends[1, 1])), dark, light
    )
    shapes = [
        Shape(eye.put(arc(x, y, rx, ry, count=24)), fill=gradient),
        Shape(eye.put(arc(x, y, rx, ry, count=24)), line=mix(dark, style.ink, 0.5), weight=0.9),
        Shape(eye.put(arc(x, y - 0.08, rx * 0.46, ry * 0.5, count=16)), fill=mix(dark, (10, 6, 14), 0.75)),
    ]
    if style.eye_detail > 0.5:
        glow = join(
            arc(x, y + 0.05, rx * 0.78, ry * 0.8, 25, 155, 10),
            arc(x, y - 0.1, rx * 0.72, ry * 0.75, 150, 30, 10),
        )
        shapes.append(Shape(eye.put(glow), fill=mix(light, WHITE, 0.35), alpha=0.75))
    spot = -0.3 * np.sign(eye.foreshortened) if style.light < 0 else 0.3 * np.sign(eye.foreshortened)
    shapes.append(Shape(eye.put(arc(x + spot, y - 0.36, 0.24, 0.27, count=12)), fill=WHITE))
    if style.eye_detail > 0.4:
        shapes.append(Shape(eye.put(arc(x - spot, y + 0.36, 0.12, 0.14, count=10)), fill=WHITE))
    return shapes


def _brow(eye: EyePlace, character: Character, expression: Expression, style: Style) -> list[Shape]:
    hair: Colour = character.hair.colour if character.hair is not None else (70, 54, 50)
    colour = mix(mix(hair, style.ink, 0.45), (90, 60, 60), 0.15)
    raise_ = -0.25 * max(0.0, expression.open - 1) - 0.15 * abs(expression.brows)
    inner, outer = -0.30 * expression.brows, 0.22 * expression.brows
    line = curve(
        np.array([(-0.95, -1.62 + inner), (-0.1, -1.86), (0.6, -1.84 + outer), (1.2, -1.44 + outer)]),
        closed=False,
        steps=5,
    )
    line[:, 1] = line[:, 1] * (0.74 + 0.3 / max(eye.half[1] * 10, 0.5)) + raise_
    t = np.linspace(0, 1, len(line))
    thick = (0.09 + 0.12 * character.face.brow) * np.interp(t, [0, 0.15, 0.6, 1], [0.6, 1.0, 0.85, 0.12])
    return [Shape(eye.put(band(line, thick)), fill=colour)]


def _nose(head: HeadFrame, skin: Colour, style: Style) -> list[Shape]:
    if abs(head.yaw) > 70:
        return []
    tip, _ = on_face(head, 0.0, 0.255, 0.42)
    lean = 1.0 if head.yaw >= 0 else -1.0
    turned = min(abs(head.yaw) / 30, 1)
    tone = mix(style.ink_for(skin), skin, 0.1)
    bottom = np.array(
        [beside(tip, -0.022 * lean, 0.012), beside(tip, 0.0, 0.02), beside(tip, 0.02 * lean, 0.004)]
    )
    shapes = [
        Shape(head.flat(curve(bottom, closed=False)), line=tone, weight=0.9, closed=False, taper=(0.2, 0.4))
    ]
    if style.nose > 0.25:
        root, _ = on_face(head, 0.0, 0.10, 0.36)
        bridge = np.array(
            [
                beside(root, 0.028 * lean, 0.02),
                (root + tip) / 2 + (0.018 * lean * turned, 0.0),
                beside(tip, 0.026 * lean, -0.006),
            ]
        )
        start = 2 if style.nose < 0.6 else 0
        shapes.append(
            Shape(
                head.flat(curve(bridge, closed=False)[start:]),
                line=tone,
                weight=0.75,
                closed=False,
                taper=(0.0, 0.6),
            )
        )
    if style.nose > 0.15:
        shade = np.array(
            [
                beside(tip, -0.012 * lean, -0.09),
                beside(tip, 0.026 * lean, 0.0),
                beside(tip, -0.034 * lean, 0.016),
            ]
        )
        shapes.insert(
            0, Shape(head.flat(curve(shade)), fill=style.shaded(skin, 0.7), alpha=0.55, overlay=True)
        )
    return shapes


def _mouth(head: HeadFrame, face: Face, expression: Expression, skin: Colour, style: Style) -> list[Shape]:
    half = 0.07 + 0.035 * abs(expression.smile) + 0.012 * expression.mouth
    xs = np.linspace(-half, half, 11)
    u = xs / half
    centre = 0.362 + 0.012 * expression.mouth
    upper_y = centre - 0.03 * expression.smile * (u**2 - 0.4) - 0.006 * np.cos(u * 6)
    lower_y = upper_y + 0.17 * expression.mouth * (1 - np.abs(u) ** 2.4)
    upper, lower = [], []
    for x, a, b in zip(xs, upper_y, lower_y, strict=True):
        place, share = on_face(head, float(x), float(a), 0.35)
        if share > -0.02:
            upper.append(place)
            lower.append(beside(place, 0.0, float(b - a)))
    if len(upper) < 3:
        return []
    top, bottom = head.flat(np.array(upper)), head.flat(np.array(lower))
    ink = mix(style.ink_for(skin), (120, 40, 50), 0.35)
    shapes = []
    if expression.mouth > 0.08:
        tongue = bottom * 0.55 + top * 0.45
        teeth = join(top[2:-2], (top * 0.72 + bottom * 0.28)[2:-2][::-1])
        inner = (Shape(join(tongue, bottom[::-1]), fill=(232, 128, 128)), Shape(teeth, fill=(252, 250, 250)))
        shapes.append(Shape(join(top, bottom[::-1]), fill=(138, 50, 60), line=ink, weight=0.9, inside=inner))
    else:
        shapes.append(Shape(top, line=ink, weight=1.1, closed=False, taper=(0.25, 0.25)))
        low, share = on_face(head, 0.0, centre + 0.045, 0.375)
        if share > 0.5:
            dash = np.array(
                [beside(low, -0.028 * share, 0.0), beside(low, 0.0, 0.007), beside(low, 0.028 * share, 0.0)]
            )
            shapes.append(
                Shape(head.flat(dash), line=mix(ink, skin, 0.5), weight=0.7, closed=False, taper=(0.1, 0.1))
            )
    if face.lips > 0.5:
        pout = join(top, (bottom + np.array([0.0, 0.024]))[::-1])
        shapes.insert(0, Shape(pout, fill=(226, 104, 112), alpha=0.6 * face.lips, overlay=True))
    return shapes


def _cheeks(head: HeadFrame, expression: Expression, style: Style) -> list[Shape]:
    red = max(expression.blush, style.blush * 0.5)
    shapes: list[Shape] = []
    for side in (-1, 1):
        place, share = on_face(head, side * 0.225, 0.27)
        if share < 0.25 or red < 0.05:
            continue
        spot = arc(float(place[0]), float(place[1]), 0.085 * share, 0.045, count=14)
        shapes.append(Shape(head.flat(spot), fill=(246, 120, 120), alpha=0.45 * red, overlay=True, soft=0.03))
        if expression.blush > 0.4:
            for k in (-1, 0, 1):
                dash = place + np.array(
                    [(k * 0.035 * share + 0.012, -0.018), (k * 0.035 * share - 0.012, 0.018)]
                )
                shapes.append(crease(head.flat(dash), (240, 130, 130), style, weight=0.6))
    return shapes
