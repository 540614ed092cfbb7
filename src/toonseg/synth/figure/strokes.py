"""How a pen goes along an outline: searching for it in several strokes, or leaving gaps in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import resample, shares
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Points

_LEAST = 0.05  # heads: shorter outlines are drawn in one go


def by_hand(shapes: Iterable[Shape], style: Style, rng: Generator) -> list[Shape]:
    """The shapes with their contours as `style.sketch` and `style.gaps` have them, in the same order.

    Ink stays that of the shape it encloses, so that masks follow what is seen. Where a contour has a gap, the
    shape's own paint is its edge.
    """
    drawn: list[Shape] = []
    for shape in shapes:
        if shape.line is None or shape.overlay or len(shape.points) < 3:
            drawn.append(shape)
            continue
        extent = np.maximum.reduce(shape.points) - np.minimum.reduce(shape.points)
        if float(extent[0] + extent[1]) < _LEAST:
            drawn.append(shape)
        elif style.gaps > 0.05 and shape.closed and rng.random() < style.gaps:
            drawn += _broken(shape, style.gaps, rng)
        else:
            drawn.append(shape)
        if style.sketch > 0.05 and rng.random() < style.sketch:
            drawn.append(_again(shape, style.sketch, rng))
    return drawn


def _path(shape: Shape) -> Points:
    """The contour as an open path that ends where it began, if it is closed."""
    return np.concatenate([shape.points, shape.points[:1]]) if shape.closed else shape.points


def _broken(shape: Shape, amount: float, rng: Generator) -> list[Shape]:
    """The shape without its contour, then the contour in two to four strokes."""
    path = resample(_path(shape), 48)
    count = int(rng.integers(2, 5))
    cuts = np.sort(rng.uniform(0, 1, count))
    left = 0.03 + 0.16 * amount * float(rng.random())
    strokes = [replace(shape, line=None)]
    for start, stop in zip(cuts, np.append(cuts[1:], cuts[0] + 1), strict=True):
        first, last = int((start + left / 2) * 47), int((stop - left / 2) * 47)
        if last - first < 2:
            continue
        strokes.append(_stroke(shape, path[np.arange(first, last + 1) % 47], 1.1))
    return strokes


def _again(shape: Shape, amount: float, rng: Generator) -> Shape:
    """A thinner stroke that follows a part of the contour, a little beside it and beyond it."""
    path = resample(_path(shape), 24)
    first = int(rng.integers(0, 8))
    part = path[first : first + int(rng.integers(10, 17))]
    off = rng.normal(0, 0.008 + 0.01 * amount, (3, 2))
    t = shares(len(part))[:, None]
    astray = off[0] + off[1] * np.sin(np.pi * t) + off[2] * (t - 0.5)
    return _stroke(shape, part + astray, float(rng.uniform(0.45, 0.8)))


def _stroke(shape: Shape, points: Points, weight: float) -> Shape:
    return Shape(
        points, shape.owner, line=shape.line, weight=shape.weight * weight, closed=False, taper=(0.25, 0.1),
        level=shape.level,
    )  # fmt: skip
