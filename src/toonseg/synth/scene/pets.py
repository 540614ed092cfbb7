"""Cats, dogs, rabbits and bears with fur that is no hair: they sit before the people of a panel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shading import crease, form
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.pen import Colour, Points, arc, mix

_FURS: tuple[Colour, ...] = (
    (60, 52, 54), (112, 78, 56), (172, 124, 78), (214, 170, 112), (236, 226, 212), (150, 148, 150),
    (186, 96, 54), (246, 244, 240), (90, 84, 92),
)  # fmt: skip


def draw_pet(size: tuple[int, int], style: Style, rng: Generator) -> tuple[Shape, ...]:
    """Shapes without owners, in pixels: an animal at the foot of a panel of `size` (height, width)."""
    height, width = size
    head = min(height, width) * float(rng.uniform(0.07, 0.16))
    x = width * float(rng.uniform(0.08, 0.92))
    y = height - head * float(rng.uniform(0.9, 2.6))
    fur = mix(_FURS[int(rng.integers(len(_FURS)))], _FURS[int(rng.integers(len(_FURS)))], 0.25)
    patch = mix(fur, (255, 250, 244), 0.75) if rng.random() < 0.6 else mix(fur, (40, 30, 30), 0.5)
    kind = int(rng.integers(4))
    at = np.array([x, y])
    shag = float(rng.uniform(0.02, 0.09))

    def coat(points: Points, colour: Colour, details: tuple[Shape, ...] = ()) -> Shape:
        outline = _shaggy(curve(points * head + at, steps=4), shag * head, rng)
        strokes = tuple(_stroke(points * head + at, head, colour, style, rng) for _ in range(8))
        return form(outline, colour, style, None, depth=0.09 * head, details=(*details, *strokes))

    belly = np.array([(-0.5, 0.2), (-0.85, 1.2), (-1.0, 2.4), (-0.7, 3.4), (0.7, 3.4), (1.0, 2.4),
                      (0.85, 1.2), (0.5, 0.2)])  # fmt: skip
    chest = Shape(curve(np.array([(-0.35, 0.5), (-0.4, 1.6), (0, 2.2), (0.4, 1.6), (0.35, 0.5)]) * head + at),
                  fill=patch)  # fmt: skip
    shapes = [coat(belly, fur, (chest,))]
    shapes += [coat(_EARS[kind] * np.array([side, 1.0]), mix(fur, patch, 0.2)) for side in (-1, 1)]
    wide = (0.86, 0.8, 0.72, 0.9)[kind]
    face = np.array([(-wide, 0.0), (-0.7, -0.5), (0, -0.68), (0.7, -0.5), (wide, 0.0), (0.6, 0.5), (0, 0.66),
                     (-0.6, 0.5)])  # fmt: skip
    muzzle = Shape(arc(x, y + 0.28 * head, 0.38 * head, 0.28 * head), fill=patch)
    shapes.append(coat(face, fur, (muzzle,)))
    return (*shapes, *_features(at, head, kind, style))


_EARS = (
    np.array([(0.3, -0.5), (0.62, -1.1), (0.82, -0.25)]),  # a cat's
    np.array([(0.5, -0.5), (0.95, -0.45), (1.1, 0.25), (0.85, 0.4), (0.72, -0.1)]),  # a dog's
    np.array([(0.15, -0.5), (0.2, -1.5), (0.42, -1.7), (0.56, -1.4), (0.5, -0.5)]),  # a rabbit's
    np.array([(0.4, -0.5), (0.5, -0.85), (0.8, -0.85), (0.85, -0.45), (0.7, -0.3)]),  # a bear's
)


def _features(at: Points, head: float, kind: int, style: Style) -> list[Shape]:
    """Eyes, nose, mouth, whiskers."""
    ink = style.ink
    x, y = float(at[0]), float(at[1])
    shapes = []
    for side in (-1, 1):
        shapes.append(Shape(arc(x + side * 0.36 * head, y - 0.05 * head, 0.09 * head, 0.13 * head), fill=ink))
        spark = arc(x + (side * 0.36 - 0.03) * head, y - 0.1 * head, 0.03 * head, 0.03 * head, count=8)
        shapes.append(Shape(spark, fill=(255, 255, 255)))
        for k in range(3 if kind == 0 else 0):
            hair = np.array([(side * 0.25, 0.24), (side * 0.95, 0.1 + 0.14 * k)]) * head + at
            shapes.append(Shape(hair, line=ink, weight=0.4, closed=False, taper=(0.6, 0.0)))
        lip = np.array([(0, 0.24), (side * 0.12, 0.4), (side * 0.26, 0.36)]) * head + at
        shapes.append(Shape(curve(lip, closed=False), line=ink, weight=0.7, closed=False))
    nose = np.array([(-0.1, 0.12), (0.1, 0.12), (0, 0.25)]) * head + at
    shapes.append(Shape(nose, fill=mix(ink, (230, 130, 130), 0.3 if kind else 0.6)))
    return shapes


def _shaggy(outline: Points, size: float, rng: Generator) -> Points:
    """The outline with tufts: every other point stands off."""
    middle = outline.mean(0)
    out = outline - middle
    out /= np.maximum(np.hypot(out[:, 0], out[:, 1]), 1e-6)[:, None]
    off = np.where(np.arange(len(outline)) % 2 == 0, 1.0, -0.3) * rng.uniform(0.3, 1.0, len(outline)) * size
    return np.asarray(outline + out * off[:, None], np.float64)


def _stroke(points: Points, head: float, colour: Colour, style: Style, rng: Generator) -> Shape:
    """A short stroke of fur somewhere within the outline."""
    low, high = points.min(0), points.max(0)
    start = low + (high - low) * rng.uniform(0.15, 0.85, 2)
    way = np.array([float(rng.uniform(-0.05, 0.05)), float(rng.uniform(0.08, 0.2))]) * head
    line = crease(np.stack([start, start + 0.5 * way + (0.02 * head, 0), start + way]), colour, style)
    return replace(line, weight=0.5)
