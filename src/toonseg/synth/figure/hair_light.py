"""Light and shadow on hair: the fringe's shadow on the face, strand lines, bands of light."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import join, lock
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.hair_locks import Brush, strand
from toonseg.synth.figure.head import head_outline
from toonseg.synth.figure.levels import Level
from toonseg.synth.pen import Points


def cast_shadow(head: HeadFrame, outlines: list[Points], body: Body, style: Style) -> list[Shape]:
    """The shadow that hair throws on the face: nobody's pixels, between head and face."""
    if head.away or not outlines or max(style.cel, style.soft) < 0.05:
        return []
    shift = np.array([-style.light * 0.018, 0.038])
    tone = style.shaded(body.skin, 0.5 + 0.45 * max(style.cel, style.soft))
    inside = tuple(Shape(outline + shift, fill=tone) for outline in outlines)
    return [Shape(head_outline(head, style, body), inside=inside, level=Level.HEAD + 1)]


def flow_lines(brush: Brush, parting: float, rng: Generator) -> list[Shape]:
    """Lines that run with the hair from the parting down, and up from its ends, for `Shape.inside`."""
    if not brush.fine:
        return []
    shapes = []
    surface, head = brush.surface, brush.head
    high = -0.46 - surface.volume * 0.6
    for _ in range(round(4 + 12 * brush.style.strands)):
        lon = float(rng.uniform(-180, 180))
        away = np.sign((lon - parting + 180) % 360 - 180)
        low = float(surface.height(lon))
        if rng.random() < 0.45:
            y0 = high + float(rng.uniform(0.0, 0.05))
            y1 = min(low, y0 + float(rng.uniform(0.12, 0.4)))
            spine = surface.strand(head, lon, y0, y1, drift=float(away * rng.uniform(2, 12)))
        else:
            y1 = low - 0.01
            y0 = max(high + 0.1, y1 - float(rng.uniform(0.15, 0.5)) * (1 + max(low, 0)))
            spine = surface.strand(head, lon, y1, y0, drift=float(rng.uniform(-4, 4)))
        shapes.append(strand(brush, spine, weight=0.45 + 0.3 * rng.random()))
    return shapes


def deep_locks(brush: Brush, rng: Generator, count: int, least: float = 0.0) -> list[Shape]:
    """Wedges of shadow between locks, pointed at both ends, further than `least` degrees from the face's
    middle; for `Shape.inside`."""
    shapes = []
    surface = brush.surface
    for _ in range(count):
        lon = float(rng.choice([-1.0, 1.0]) * rng.uniform(least, 180))
        low = float(surface.height(lon))
        y1 = low + 0.04
        y0 = max(-0.5, y1 - float(rng.uniform(0.25, 0.6)) * (1 + max(0.0, low)))
        spine = surface.strand(brush.head, lon, y1, y0, drift=float(rng.uniform(-8, 8)))
        width = float(rng.uniform(0.02, 0.07))
        shapes.append(Shape(lock(spine, width, width * 1.1, at=0.2), fill=brush.dark))
    return shapes


def shine(brush: Brush, rng: Generator) -> list[Shape]:
    """The ring of light round the crown: patches whose edges are torn along the strands."""
    style = brush.style
    if style.shine * brush.sheen < 0.06:
        return []
    surface, head = brush.surface, brush.head
    middle = -head.yaw + 22 * style.light
    height = float(rng.uniform(-0.36, -0.24))
    tone = style.lit(brush.colour, min(0.8, (0.1 + 0.5 * style.shine * style.highlight) * brush.sheen))
    shapes = []
    start = -66.0
    while start < 58:
        span = float(rng.uniform(12, 40))
        count = max(4, round(span / 6))
        edges = np.sort(rng.uniform(0, 1, count - 1))
        edges = start + span * np.concatenate([[0], edges, [1]])
        # Between two strands the light ends in a point, above and below.
        lon = np.concatenate([edges[:-1, None], (edges[:-1] + edges[1:])[:, None] / 2], 1).ravel()
        lon = np.concatenate([lon, edges[-1:]])
        swell = np.sin(np.pi * np.linspace(0.04, 0.96, len(lon))) ** 0.6
        point = np.where(np.arange(len(lon)) % 2 == 1, 1.0, 0.0) * rng.uniform(0.3, 1.0, len(lon))
        sag = height + 0.03 - 0.06 * np.cos(np.radians(lon))
        upper = sag - swell * (0.01 + 0.022 * point)
        lower = sag + swell * (0.008 + 0.09 * point)
        hem = surface.height(lon + middle) - 0.03
        if (hem < lower).any():
            start += span
            continue
        top = surface.on(head, lon + middle, upper)[0]
        bottom = surface.on(head, (lon + middle)[::-1], lower[::-1])[0]
        shapes.append(Shape(join(top, bottom), brush.owner, tone, level=Level.FRONT_HAIR))
        start += span + float(rng.uniform(2, 14))
    return shapes


def glow(brush: Brush) -> list[Shape]:
    """A broad soft light on the crown, for painted styles, for `Shape.inside`."""
    style = brush.style
    if style.soft < 0.3:
        return []
    head = brush.head
    at = brush.surface.on(head, [-head.yaw + 40 * style.light], [-0.25])[0][0]
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    spot = at + np.stack([0.3 * np.cos(angle), 0.16 * np.sin(angle)], 1)
    tone = style.lit(brush.colour, 0.5 * style.highlight)
    return [Shape(spot, fill=tone, alpha=0.7 * style.soft, soft=0.09)]
