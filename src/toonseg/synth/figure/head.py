"""Heads: the outline of face and skull at any turn, and the ears.

Three outlines, drawn for a face from the front, at 45 degrees and in profile (turned to our right), have the
same places
at the same index; a head between two of them is a mixture of both, and one turned to our left is mirrored.
"""

from __future__ import annotations

import numpy as np

from toonseg.synth.art.curves import curve, mirrored
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Points

# crown, top of forehead, forehead, brow, root of the nose, tip, below it, upper lip, mouth, lower lip, dent,
# front of
# the chin, chin, jaw, corner of the jaw, below the ear, nape, back of the skull, upper back, top of the back
_FRONT = np.array([
    (0.0, -0.5), (0.21, -0.47), (0.345, -0.31), (0.388, -0.10), (0.388, 0.02), (0.374, 0.12), (0.364, 0.17),
    (0.338, 0.245),
    (0.315, 0.29), (0.285, 0.33), (0.205, 0.41), (0.098, 0.476), (0.0, 0.5), (-0.098, 0.476), (-0.24, 0.38),
    (-0.352, 0.21),
    (-0.386, 0.05), (-0.39, -0.10), (-0.345, -0.31), (-0.21, -0.47),
])  # fmt: skip
_TURNED = np.array([
    (0.0, -0.5), (0.2, -0.465), (0.325, -0.32), (0.355, -0.12), (0.335, -0.005), (0.345, 0.09), (0.35, 0.16),
    (0.33, 0.225),
    (0.308, 0.275), (0.285, 0.32), (0.235, 0.41), (0.18, 0.478), (0.115, 0.498), (-0.02, 0.43),
    (-0.165, 0.325),
    (-0.25, 0.19),
    (-0.345, 0.10), (-0.43, -0.10), (-0.385, -0.32), (-0.22, -0.47),
])  # fmt: skip
_PROFILE = np.array([
    (0.0, -0.5), (0.2, -0.46), (0.33, -0.32), (0.372, -0.14), (0.352, 0.02), (0.43, 0.19), (0.372, 0.228),
    (0.384, 0.268),
    (0.362, 0.302), (0.372, 0.33), (0.338, 0.372), (0.332, 0.44), (0.26, 0.492), (0.08, 0.4), (-0.06, 0.28),
    (-0.13, 0.16),
    (-0.30, 0.13), (-0.46, -0.08), (-0.42, -0.31), (-0.23, -0.47),
])  # fmt: skip
_LOW = np.array([0, 0, 0, 0, 0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0, 1.0, 0.7, 0.2, 0, 0, 0, 0])


def head_outline(head: HeadFrame, style: Style, body: Body, *, steps: int = 5) -> Points:
    """The closed outline of face and skull, in the figure's units: the style's chin and width, squarer on
    men and broader on the stout."""
    chin = style.chin + 0.5 * (body.femininity - 0.6)
    width = style.face_width + 0.35 * (body.build - 0.3) + 0.25 * (0.5 - body.femininity)
    yaw = abs(head.yaw)
    if yaw > 90:
        yaw = 180 - yaw
    # Away from us the face's edge is round: no nose or chin stands out of the back of a head.
    near = _FRONT + (_TURNED - _FRONT) * min(yaw / 45, 1)
    points = near + (_PROFILE - _TURNED) * max(0.0, (yaw - 45) / 45)
    # A pointed chin narrows the jaw, a broad face widens the cheeks.
    narrow = 1 - 0.30 * (chin - 0.5) * _LOW
    broad = 0.92 + 0.12 * width
    middle = points[12, 0] * _LOW
    points = np.stack([((points[:, 0] - middle) * narrow + middle) * broad, points[:, 1]], 1)
    if abs(head.yaw) > 90:
        points[5:13, 0] *= 1 - 0.25 * max(0.0, (abs(head.yaw) - 90) / 90)
        # From behind the neck is seen where the chin would be.
        low = points[:, 1] > 0.12
        points[low, 1] = 0.12 + (points[low, 1] - 0.12) * (1 - 0.6 * (abs(head.yaw) - 90) / 90)
    if head.yaw < 0:
        points = mirrored(points)
    points[:, 1] += np.radians(head.nod) * 0.06 * _LOW
    return head.flat(curve(points, steps=steps))


def draw_head(figure: FigureFrame, style: Style) -> list[Shape]:
    """The bare head: ears, then face and skull."""
    head, skin = figure.head, figure.body.skin
    shapes = [form(head_outline(head, style, figure.body), skin, style, None, level=Level.HEAD, depth=0.03)]
    for side in (-1, 1):
        ear = _ear(head, side, style, figure)
        shapes = [*ear[:1], *shapes, *ear[1:]] if abs(head.yaw) < 25 or head.away else [*shapes, *ear]
    return shapes


def _ear(head: HeadFrame, side: int, style: Style, figure: FigureFrame) -> list[Shape]:
    (place,), (depth,) = head.on([side * 97], [0.1], 0.36)
    if depth < -0.16:
        return []
    local = head.flat(np.zeros((1, 2)))[0]
    # Seen from the front an ear is a narrow strip, from the side a whole ear.
    width = 0.055 + 0.05 * abs(np.sin(np.radians(head.yaw)))
    flip = 1.0 if place[0] >= local[0] else -1.0
    flip = -np.sign(head.yaw) if abs(head.yaw) > 25 else flip
    knots = np.array([(-0.5, -0.7), (0.5, -1.0), (1.0, -0.5), (0.7, 0.3), (0.1, 1.0), (-0.5, 0.7)])
    outline = curve(knots * np.array([width * flip, 0.105]), steps=5) + (place - local)
    inner = curve(
        np.array([(0.5, -0.6), (0.0, -0.3), (0.2, 0.1), (-0.1, 0.5)]) * np.array([width * flip, 0.1]),
        closed=False,
    )
    skin = figure.body.skin
    shape = form(head.flat(outline), skin, style, None, level=Level.HEAD, depth=0.02, weight=0.9)
    return [shape, crease(head.flat(inner + (place - local)), skin, style, level=Level.HEAD)]
