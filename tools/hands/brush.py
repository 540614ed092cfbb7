"""How a figure is painted: light, shade and brush, drawn at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Brush:
    """How one figure is painted; lengths are shares of the figure's width, strengths 0..1.

    Attributes:
        light: Where light comes from: x to the right, y down, z to the one who looks, of length 1.
        steps: How many tones of shade, 0 for a smooth one.
        shade: What the channels of a colour in full shade are multiplied by.
        roundness: How far from an area's border it bends.
        folds: How strongly cloth is creased.
        cast: How far hair, jaw and jackets throw their shadow.
        strands: How strongly hair is streaked.
        gloss: How strongly the band of light on the hair shines.
        fade: By how much hair and garments grow lighter from top to bottom; below 0 they darken.
        lines: How much of the dark lines in hair and cloth is left: 1 all, 0 none.
        stroke: Radius of the brush in pixels of a figure 500 wide, 0 for none.
        seed: Of the creases and strands.
    """

    light: tuple[float, float, float]
    steps: int
    shade: tuple[float, float, float]
    roundness: float
    folds: float
    cast: float
    strands: float
    gloss: float
    fade: float
    lines: float
    stroke: float
    seed: int


def brush_of(rng: np.random.Generator) -> Brush:
    """A brush drawn at random."""
    side = float(rng.uniform(0.3, 0.8)) * (1 if rng.random() < 0.5 else -1)
    light = np.array([side, -float(rng.uniform(0.25, 0.7)), float(rng.uniform(0.5, 0.9))])
    x, y, z = (float(value) for value in light / np.linalg.norm(light))
    depth, tint = float(rng.uniform(0.55, 0.8)), rng.normal(0, 0.05, 3)
    # Shade is bluish or violet more often than brown.
    red, green, blue = (float(value) for value in np.clip(depth + tint + [0.0, -0.03, 0.07], 0.4, 0.95))
    return Brush(
        light=(x, y, z),
        steps=int(rng.choice([0, 1, 2, 3], p=[0.4, 0.3, 0.2, 0.1])),
        shade=(red, green, blue),
        roundness=float(rng.uniform(0.05, 0.14)),
        folds=float(rng.uniform(0.2, 1)),
        cast=float(rng.uniform(0.015, 0.05)),
        strands=float(rng.uniform(0.1, 1)),
        gloss=float(rng.uniform(0.2, 1)) if rng.random() < 0.75 else 0.0,
        fade=float(rng.uniform(-0.3, 0.25)),
        lines=float(rng.uniform(0, 0.6)) if rng.random() < 0.45 else 1.0,
        stroke=float(rng.uniform(1.5, 3.5)) if rng.random() < 0.6 else 0.0,
        seed=int(rng.integers(1 << 31)),
    )
