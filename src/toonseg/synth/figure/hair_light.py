"""Light and shadow on hair: the fringe's shadow on the face, strand lines, bands of light."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.art.curves import lock, shares
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.hair_locks import Brush, Floats, strand
from toonseg.synth.figure.head import head_outline
from toonseg.synth.figure.levels import Level
from toonseg.synth.pen import Colour, Points, mix


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
    surface = brush.surface
    count = round(4 + 12 * brush.style.strands)
    lon = rng.uniform(-180, 180, count)
    away = np.sign((lon - parting + 180) % 360 - 180)
    low = surface.height(lon)
    high = -0.46 - surface.volume * 0.6
    chance = rng.uniform(0, 1, (count, 4))
    # Half of them start at the crown, half at the tips.
    crown = chance[:, 0] < 0.45
    first = np.where(crown, high + 0.05 * chance[:, 1], low - 0.01)
    long = (0.15 + 0.35 * chance[:, 1]) * (1 + np.maximum(low, 0))
    last = np.where(
        crown, np.minimum(low, first + 0.12 + 0.28 * chance[:, 2]), np.maximum(high + 0.1, first - long)
    )
    drift = np.where(crown, away * (2 + 10 * chance[:, 2]), 8 * chance[:, 2] - 4)
    if brush.head.away:
        # From behind there is nothing else to see: strands from the whorl down, most of the way.
        many = round(3 + 9 * brush.style.strands)
        lon = np.concatenate([lon, 180 + rng.uniform(-78, 78, many)])
        low = np.concatenate([low, surface.height(lon[count:])])
        first = np.concatenate([first, high + rng.uniform(0.03, 0.3, many)])
        last = np.concatenate([last, low[count:] - rng.uniform(0.02, 0.5, many) * (low[count:] + 0.4)])
        drift = np.concatenate([drift, rng.uniform(-5, 5, many)])
        chance = np.concatenate([chance, rng.uniform(0, 1, (many, 4))])
    spines = _strands(brush, lon, first, last, drift)
    return [
        strand(brush, spines[i], weight=0.45 + 0.3 * float(chance[i, 3]))
        for i in np.flatnonzero(_near(brush, lon))
    ] + (_whorl(brush, rng) if brush.head.away else [])


def _whorl(brush: Brush, rng: Generator) -> list[Shape]:
    """The turn of the hair at the back of the crown, or a parting that runs up to it."""
    lon, y = 180 + float(rng.uniform(-22, 22)), float(rng.uniform(-0.44, -0.36))
    if rng.random() < 0.4:
        lons = np.full(4, lon) + rng.uniform(-4, 4, 4)
        return [strand(brush, brush.surface.on(brush.head, lons, np.linspace(y - 0.04, y + 0.2, 4))[0])]
    way = float(rng.choice([-1.0, 1.0]))
    shapes = []
    for turn in np.arange(5) * 1.256:
        angle = turn + way * np.linspace(0, 1.5, 6)
        reach = np.linspace(0.02, 0.16, 6)
        lons, ys = lon + np.degrees(reach * np.cos(angle)) * 1.6, y + reach * np.sin(angle) * 0.7
        shapes.append(strand(brush, brush.surface.on(brush.head, lons, ys)[0], weight=0.5))
    return shapes


def deep_locks(brush: Brush, rng: Generator, count: int, least: float = 0.0) -> list[Shape]:
    """Wedges of shadow between locks, pointed at both ends, further than `least` degrees from the face's
    middle; for `Shape.inside`."""
    if count < 1:
        return []
    chance = rng.uniform(0, 1, (count, 4))
    lon = np.where(rng.random(count) < 0.5, -1.0, 1.0) * (least + (180 - least) * chance[:, 0])
    low = brush.surface.height(lon)
    top = np.maximum(-0.5, low + 0.04 - (0.25 + 0.35 * chance[:, 1]) * (1 + np.maximum(0.0, low)))
    spines = _strands(brush, lon, low + 0.04, top, 16 * chance[:, 2] - 8)
    width = 0.02 + 0.05 * chance[:, 3]
    return [
        Shape(lock(spines[i], width[i], width[i] * 1.1, at=0.2), fill=brush.dark)
        for i in np.flatnonzero(_near(brush, lon))
    ]


def _near(brush: Brush, lon: Floats) -> NDArray[np.bool_]:
    """Which longitudes lie on the side towards us."""
    return np.asarray(np.cos(np.radians(lon + brush.head.yaw)) > -0.05)


def _strands(brush: Brush, lon: Floats, y0: Floats, y1: Floats, drift: Floats) -> Points:
    """N paths of nine points down the hair, moving `drift` degrees aside: N x 9 x 2."""
    t = shares(9)
    lons = lon[:, None] + drift[:, None] * t**1.5
    return brush.surface.on(brush.head, lons, y0[:, None] + (y1 - y0)[:, None] * t)[0]


def shine(brush: Brush, rng: Generator) -> list[Shape]:
    """The ring of light round the crown: patches whose edges are torn along the strands."""
    style = brush.style
    if style.shine * brush.sheen < 0.06:
        return []
    surface, head = brush.surface, brush.head
    middle = -head.yaw + 22 * style.light
    height = float(rng.uniform(-0.36, -0.24))
    tone = style.lit(brush.colour, min(0.8, (0.1 + 0.5 * style.shine * style.highlight) * brush.sheen))
    kind = rng.random()
    if kind < 0.25:
        return _streaks(brush, rng, tone)
    if kind < 0.5:
        return _ribbon(brush, height, middle, rng, mix(brush.colour, tone, 0.65))
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
        ring = np.concatenate([lon, lon[::-1]]) + middle
        patch = surface.on(head, ring, np.concatenate([upper, lower[::-1]]))[0]
        shapes.append(Shape(patch, brush.owner, tone, level=Level.FRONT_HAIR))
        start += span + float(rng.uniform(2, 14))
    return shapes


def _ribbon(brush: Brush, height: float, middle: float, rng: Generator, tone: Colour) -> list[Shape]:
    """Light as one or two even bands that end in points, as flat colouring has it."""
    shapes = []
    for k in range(int(rng.integers(1, 3))):
        reach, thick = float(rng.uniform(28, 64)), float(rng.uniform(0.008, 0.024)) / (1 + k)
        lon = np.linspace(-reach, reach, 13)
        y = height + 0.075 * k + 0.03 - 0.06 * np.cos(np.radians(lon))
        if (brush.surface.height(lon + middle) - 0.03 < y + thick).any():
            continue
        half = thick * np.sqrt(np.maximum(1 - (lon / reach) ** 2, 0))
        ring = np.concatenate([lon, lon[::-1]]) + middle
        patch = brush.surface.on(brush.head, ring, np.concatenate([y - half, (y + half)[::-1]]))[0]
        shapes.append(Shape(patch, brush.owner, tone, level=Level.FRONT_HAIR))
    return shapes


def _streaks(brush: Brush, rng: Generator, tone: Colour) -> list[Shape]:
    """Light as slender lenses along the strands, where the head is roundest."""
    count = 7
    chance = rng.uniform(0, 1, (count, 4))
    lon = -brush.head.yaw + 24 * brush.style.light + np.linspace(-52, 52, count) + 12 * chance[:, 0]
    first = -0.42 + 0.08 * chance[:, 1]
    last = np.minimum(first + 0.12 + 0.3 * chance[:, 2], brush.surface.height(lon) - 0.04)
    spines = _strands(brush, lon, first, last, 6 * chance[:, 3] - 3)
    return [
        Shape(
            lock(spines[i], 0.0, 0.012 + 0.025 * chance[i, 3], at=0.5),
            brush.owner,
            tone,
            level=Level.FRONT_HAIR,
        )
        for i in np.flatnonzero(last > first + 0.06)
    ]


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
