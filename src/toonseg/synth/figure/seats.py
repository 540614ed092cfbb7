"""What people sit on, so that nobody sits in the air: chairs, stools, crates. They are nobody's."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import Floats
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import turned
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points, mix

_COLOURS: tuple[Colour, ...] = (
    (176, 130, 88), (120, 86, 62), (206, 178, 140), (92, 98, 108), (150, 156, 164), (96, 120, 140),
    (150, 82, 74), (110, 130, 100), (226, 222, 214), (64, 60, 66),
)  # fmt: skip
_RISE = 0.3  # how much lower on the picture lies what is a head nearer, as with the legs


def draw_seat(figure: FigureFrame, style: Style, rng: Generator) -> list[Shape]:
    """A seat under a sitting figure, behind all of it: a block, or a chair with legs and mostly a back."""
    ankles = [leg.joints[2] for leg in figure.legs]
    thigh = 0.5 * figure.body.leg
    floor = max(float(y) for _, y in ankles) + 0.1 - _RISE * thigh * max(np.cos(np.radians(figure.yaw)), 0.0)
    top = 0.06 * figure.body.torso + 0.9 * figure.legs[0].halves[0]
    wide = figure.body.hip + float(rng.uniform(0.12, 0.3))
    back, front = -0.3 - float(rng.uniform(0, 0.15)), thigh * 0.72
    colour = _COLOURS[int(rng.integers(len(_COLOURS)))]
    colour = mix(colour, (128, 128, 128), float(rng.uniform(0, 0.25)))
    block = rng.random() < 0.35
    high = max(floor - top, 0.1) if block else 0.12
    corners = np.array([(-wide, back), (wide, back), (wide, front), (-wide, front)])
    upper = _placed(figure, corners, top)
    lower = _placed(figure, corners, top + high)
    shapes: list[Shape] = []
    if not block:
        leg = 0.07
        for corner in corners * 0.9:
            foot = corner + np.array([(-leg, 0.0), (leg, 0.0)])
            post = np.concatenate([_placed(figure, foot, top), _placed(figure, foot[::-1], floor)])
            shapes.append(form(post, style.shaded(colour, 0.4), style, None, level=Level.BEHIND, depth=0.0))
        if rng.random() < 0.7:
            rear = np.array([(-wide, back), (wide, back)]) * 0.94
            rest = np.concatenate([
                _placed(figure, rear, -float(rng.uniform(0.45, 0.75)) * figure.body.torso),
                _placed(figure, rear[::-1], -0.1 * figure.body.torso if rng.random() < 0.5 else top),
            ])  # fmt: skip
            line = crease((rest[:2] + rest[:1:-1]) / 2, colour, style, weight=0.8)
            level = Level.BEHIND if figure.torso.facing else Level.OVER_OUTER
            plank = form(rest, colour, style, None, level=level, depth=0.05, details=(line,))
            shapes.append(plank)
    body = _hull(np.concatenate([upper, lower]))
    shapes.append(form(body, style.shaded(colour, 0.55), style, None, level=Level.BEHIND, depth=0.05))
    shapes.append(form(upper, colour, style, None, level=Level.BEHIND, depth=0.0, weight=0.8))
    return shapes


def _placed(figure: FigureFrame, corners: Floats, y: float) -> Points:
    """Nx2 places (to the figure's left, to its front) at height y, on the picture."""
    offsets = np.column_stack([corners[:, 0], np.full(len(corners), y), corners[:, 1]])
    seen = turned(offsets, figure.yaw)
    return np.column_stack([seen[:, 0], seen[:, 1] + _RISE * seen[:, 2]])


def _hull(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)
