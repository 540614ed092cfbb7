"""Sounds in big brushed letters, drawn with the pen as balloons are."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve, tapered
from toonseg.synth.lettering import SOUNDS, advance, strokes_of
from toonseg.synth.pen import INK, WHITE, Canvas, Colour, Points, arc, fill, hsv, luminance, mix


def draw_shout(
    canvas: Canvas, rng: Generator, centre: tuple[float, float], size: float, *, mono: float = 0.0
) -> None:
    """A sound in big brushed letters that grow, lean and dance along a bow, with one border or two; the more
    `mono` (0..1), the greyer."""
    word = str(rng.choice(SOUNDS))
    vivid = float(rng.uniform(0, 0.9)) * (1 - mono)
    colour = hsv(float(rng.uniform(0, 360)), vivid, float(rng.uniform(0.2, 1.0)))
    border = WHITE if luminance(colour) < 150 else INK
    turn, grow, bow = float(rng.normal(0, 0.22)), float(rng.uniform(-0.12, 0.16)), float(rng.normal(0, 0.5))
    slant, weight = float(rng.uniform(-0.15, 0.4)), float(rng.uniform(0.13, 0.24))
    total = sum(advance(c) for c in word)
    x = -total / 2
    inked: list[tuple[Points, float]] = []
    for k, character in enumerate(word):
        step = advance(character)
        big = size * (1 + grow * k)
        tilt = turn + float(rng.normal(0, 0.08))
        c, s = float(np.cos(tilt)), float(np.sin(tilt))
        middle = np.array(
            [x + step / 2, bow * ((x + step / 2) / max(total, 1)) ** 2 * 2 + float(rng.normal(0, 0.05))]
        )
        for part in strokes_of(character):
            leaning = (part - 0.5) * (step if step < 0.9 else 0.9, 1.0)
            leaning = leaning - np.stack([leaning[:, 1] * slant, np.zeros(len(leaning))], 1)
            points = (leaning * big / size + middle) @ np.array([[c, s], [-s, c]]) * size + np.array(centre)
            inked.append((points, weight * big))
        x += step
    rings: tuple[tuple[Colour, float], ...] = ((border, 0.09), (colour, 0.0))
    if rng.random() < 0.4:
        rings = ((mix(colour, INK, 0.6), 0.2), *rings)
    for tone, extra in rings:
        for points, width in inked:
            dense = curve(points, closed=False, steps=3) if len(points) > 2 else points
            fill(
                canvas,
                tapered(dense, width + extra * size * 2, (0.8, 0.45) if extra == 0 else (1, 0.8)),
                tone,
            )
            for end in (points[0], points[-1]):
                r = (width * 0.36 + extra * size) if extra else width * 0.2
                fill(canvas, arc(float(end[0]), float(end[1]), r, r, count=12), tone)
