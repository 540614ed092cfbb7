"""Colours of hair: as they grow, and as they are drawn."""

from __future__ import annotations

import colorsys

from numpy.random import Generator

from toonseg.synth.pen import Colour, mix

_NATURAL: tuple[tuple[Colour, float], ...] = (
    ((38, 34, 42), 3.0),  # black
    ((52, 42, 52), 2.0),  # soft black
    ((62, 44, 40), 2.4),
    ((92, 60, 46), 2.4),  # brown
    ((128, 84, 56), 1.6),
    ((160, 112, 72), 1.2),
    ((196, 150, 98), 1.0),
    ((232, 200, 142), 1.2),  # blond
    ((244, 226, 186), 0.6),
    ((168, 74, 44), 0.7),  # red
    ((206, 104, 58), 0.5),
    ((150, 146, 152), 0.35),  # grey
    ((226, 226, 232), 0.5),  # white
)


def invent_hair_colour(rng: Generator, *, unnatural: float = 0.25, palette: Colour | None = None) -> Colour:
    """A colour of hair.

    Args:
        rng: Where chance comes from.
        unnatural: Share of pinks, blues, greens and the like, 0 .. 1.
        palette: A colour to which the title leans; unnatural colours come near it.
    """
    if rng.random() < unnatural:
        hue, light = float(rng.random()), float(rng.uniform(0.36, 0.94))
        strong = float(rng.uniform(0.16, 0.58))
        r, g, b = (round(255 * c) for c in colorsys.hsv_to_rgb(hue, strong, light))
        return mix((r, g, b), palette, 0.3) if palette is not None else (r, g, b)
    weights = [weight for _, weight in _NATURAL]
    total = sum(weights)
    base, _ = _NATURAL[int(rng.choice(len(_NATURAL), p=[weight / total for weight in weights]))]
    other, _ = _NATURAL[int(rng.integers(len(_NATURAL)))]
    tone = mix(base, other, float(rng.uniform(0, 0.22)))
    lift = float(rng.uniform(0.88, 1.14))
    r, g, b = (min(255, round(c * lift + float(rng.uniform(-5, 5)))) for c in tone)
    return max(r, 0), max(g, 0), max(b, 0)
