"""What garments share: sleeves, and the folds that bodies press into cloth."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, fold
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points


def sleeve(arm: LimbFrame, end: float, ease: float, ease1: float) -> Points:
    """The closed outline of a sleeve from the shoulder to t = `end`, with a rounded shoulder and a bowed
    hem."""
    outline = arm.tube(0.02, end, ease, ease1, cap=True)
    count = 13
    hem = arm.across(end, ease1, 0.2)
    if np.hypot(*(hem[0] - outline[count - 1])) > np.hypot(*(hem[-1] - outline[count - 1])):
        hem = hem[::-1]
    return np.concatenate([outline[:count], hem[1:-1], outline[count:]])


def sleeve_folds(  # noqa: PLR0917
    arm: LimbFrame, end: float, ease: float, colour: Colour, style: Style, rng: Generator
) -> list[Shape]:
    """Folds at the elbow's inside and along the upper arm, for `Shape.inside`."""
    shapes: list[Shape] = []
    upper, lower = arm.joints[1] - arm.joints[0], arm.joints[2] - arm.joints[1]
    bend = float(upper[0] * lower[1] - upper[1] * lower[0])
    inner = -1.0 if bend > 0 else 1.0
    count = round(1 + 3 * style.folds)
    for k in range(count):
        t = 0.5 + (k - (count - 1) / 2) * 0.07 + float(rng.uniform(-0.02, 0.02))
        if t > end - 0.05:
            continue
        line = arm.across(t, ease, 0.5 + 0.3 * float(rng.random()))
        line = line if inner < 0 else line[::-1]
        reach = int(rng.integers(4, 6))
        shapes.append(crease(curve(line[7 - reach :][::-1], closed=False, steps=4), colour, style))
        if k % 2 == 0:
            shapes.insert(0, fold(curve(line[7 - reach :][::-1], closed=False, steps=4), 0.05, colour, style))
    if end > 0.3:
        pit = arm.across(0.1, ease, -0.6)
        side = pit if arm.side > 0 else pit[::-1]
        shapes.append(crease(curve(side[:4], closed=False, steps=4), colour, style, weight=0.6))
    return shapes


def body_folds(figure: FigureFrame, colour: Colour, style: Style, rng: Generator, hem: float) -> list[Shape]:
    """Folds from the armpits and above the waist, for `Shape.inside`."""
    torso, shapes = figure.torso, []
    for side in (-1, 1):
        for k in range(round(1 + 2 * style.folds)):
            v = 0.24 + 0.05 * k + float(rng.uniform(-0.02, 0.02))
            lon = np.array([86.0, 66.0, 48.0 - 9 * k]) * side - (0 if torso.facing else 180)
            drag = torso.on(lon, np.array([v, v + 0.05, v + 0.14]), 0.03)
            shapes.append(crease(curve(drag, closed=False), colour, style, weight=0.65))
        for k in range(round(1 + 2 * style.folds)):
            v = min(hem, 0.74) - 0.05 * k + float(rng.uniform(-0.02, 0.02))
            lon = np.array([88.0, 64.0, 38.0 + 8 * k]) * side - (0 if torso.facing else 180)
            line = curve(torso.on(lon, np.array([v - 0.06, v - 0.015, v + 0.02]), 0.03), closed=False)
            if k == 0:
                shapes.insert(0, fold(line, 0.07 * figure.unit, colour, style))
            shapes.append(crease(line, colour, style, weight=0.65))
    return shapes
