"""Colours for hair, skin and cloth: natural ones most often, then dyed or bright ones."""

from __future__ import annotations

import colorsys

import numpy as np

NATURAL_HAIR = [
    "0e0c0d",
    "1c1512",
    "2c1b18",
    "2b2633",
    "3b2a25",
    "4a312c",
    "5a3825",
    "6b4226",
    "724133",
    "8a5a34",
    "a55728",
    "b06a3b",
    "b58143",
    "c69c6d",
    "d6b370",
    "e0c68c",
    "ecdcbf",
    "9b3a22",
    "c0532b",
    "8d8d8d",
    "b8b4ae",
    "dcdcdc",
    "3a3f4b",
    "20242c",
]
SKIN = [
    "fff1e6",
    "fde7d6",
    "fbdcc8",
    "f8d5bd",
    "f5cba7",
    "f2c19b",
    "eeb98f",
    "e8b088",
    "d9a066",
    "c68e6a",
    "b07a50",
    "9e5f3a",
    "8a5335",
    "6f4028",
    "5a3825",
]


def hair_colour(rng: np.random.Generator) -> str:
    """Six hex digits; two of three natural."""
    return str(rng.choice(NATURAL_HAIR)) if rng.random() < 0.67 else any_colour(rng, 0.3, 0.95)


def skin_colour(rng: np.random.Generator) -> str:
    """Six hex digits."""
    return str(rng.choice(SKIN))


def cloth_colour(rng: np.random.Generator) -> str:
    """Six hex digits: a third whites, greys and blacks, the others of any hue."""
    if rng.random() < 0.33:
        level = round(255 * float(rng.choice([0.1, 0.2, 0.35, 0.6, 0.8, 0.93, 0.98])))
        return f"{level:02x}{level:02x}{level:02x}"
    return any_colour(rng, 0.2, 0.85)


def darker(colour: str, share: float) -> str:
    """A colour as "#rrggbb" with its channels made smaller by a share, likewise."""
    return "#" + "".join(f"{round(share * int(colour[k : k + 2], 16)):02x}" for k in (1, 3, 5))


def any_colour(rng: np.random.Generator, pale: float, strong: float) -> str:
    """Six hex digits of any hue, with a saturation between the two and a value of 0.25..1."""
    saturation = float(rng.uniform(pale, strong))
    value = float(rng.uniform(0.25, 1.0))
    return "".join(
        f"{round(255 * c):02x}" for c in colorsys.hsv_to_rgb(float(rng.random()), saturation, value)
    )
