"""Colours: as people write and call them, and which ones an instance has."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from toonseg.errors import UsageError
from toonseg.results.colour_spaces import (
    Bytes,
    Floats,
    ciede2000,
    encoded,
    lab,
    light_of_oklab,
    linear,
    most_chroma,
    oklab,
    oklab_of_oklch,
    oklch,
    rgb_of_lab,
    rgb_of_oklab,
)

__all__ = [
    "Bytes",
    "Colour",
    "Floats",
    "Swatch",
    "ciede2000",
    "colour_name",
    "colour_of",
    "dominant",
    "encoded",
    "hex_of",
    "lab",
    "light_of_oklab",
    "linear",
    "most_chroma",
    "oklab",
    "oklab_of_oklch",
    "oklch",
    "rgb_of_lab",
    "rgb_of_oklab",
]

Colour = tuple[int, int, int]
"""sRGB, 0..255."""

INK = 0.3
"""Lightness of OKLab below which a colour without chroma is ink."""
_INK_CHROMA = 0.05
_NEUTRAL = 0.018
_MOSTLY_INK = 0.45
# Shading changes lightness most, so it counts less than hue and chroma.
_WEIGHTS = np.array([0.3, 1.0, 1.0], np.float32)
_NEAR = 0.055
_SMALLEST_SHARE = 0.01
_TURNS = 8
_BEGINNINGS = 512

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)

_NAMES: dict[str, Colour] = {
    "black": (20, 20, 22),
    "dark grey": (75, 75, 77),
    "grey": (130, 130, 130),
    "light grey": (190, 190, 190),
    "white": (250, 250, 250),
    "red": (215, 35, 40),
    "dark red": (120, 20, 30),
    "salmon": (240, 140, 120),
    "pink": (245, 165, 195),
    "hot pink": (235, 70, 145),
    "orange": (245, 140, 30),
    "brown": (125, 75, 40),
    "dark brown": (65, 42, 32),
    "light brown": (178, 128, 84),
    "beige": (222, 200, 165),
    "cream": (250, 240, 215),
    "blond": (232, 200, 115),
    "yellow": (250, 225, 50),
    "olive": (125, 120, 45),
    "light green": (150, 215, 135),
    "green": (50, 155, 65),
    "dark green": (25, 75, 45),
    "turquoise": (70, 205, 195),
    "teal": (20, 120, 120),
    "dark teal": (22, 56, 62),
    "light blue": (150, 200, 240),
    "blue": (45, 105, 215),
    "dark blue": (28, 40, 105),
    "blue grey": (105, 120, 145),
    "dark blue grey": (42, 54, 74),
    "lavender": (190, 170, 230),
    "purple": (125, 60, 165),
    "dark purple": (60, 28, 85),
    "magenta": (195, 45, 160),
    "plum": (112, 55, 95),
    "mauve": (155, 95, 135),
    "dusty pink": (190, 125, 135),
    "light purple": (150, 105, 190),
    "khaki": (165, 155, 105),
    "tan": (205, 184, 160),
    "grey brown": (122, 110, 97),
    "grey green": (92, 118, 112),
    "grey purple": (106, 90, 116),
    "sea green": (66, 158, 145),
    "maroon": (85, 47, 55),
}


@dataclass(frozen=True)
class Swatch:
    """A colour of an instance.

    Attributes:
        rgb: sRGB, 0..255: the most frequent of its shades.
        lab: The same in CIE Lab (D65).
        share: Its part of the pixels that are not ink, 0..1, all its shades together.
    """

    rgb: Colour
    lab: tuple[float, float, float]
    share: float


def dominant(pixels: Bytes, count: int = 5) -> tuple[Swatch, ...]:
    """The colours of a drawn thing, the largest first; the same for the same pixels in whatever order.

    Light, shade and base of one colour are one swatch: pixels are grouped by OKLab with lightness weighted
    at 0.3 (k-means over a histogram of 32 levels a channel, begun at its highest bins). Ink, that is,
    near-black without chroma, is left out, unless the thing itself is black.

    Args:
        pixels: N x 3 uint8 RGB.
        count: The most swatches.

    Returns:
        Swatches with at least 1 % of the pixels; none of no pixels.
    """
    if len(pixels) == 0:
        return ()
    means, weights = _histogram(pixels)
    seen = oklab(np.rint(means).astype(np.uint8))
    ink = (seen[:, 0] < INK) & (np.hypot(seen[:, 1], seen[:, 2]) < _INK_CHROMA)
    if weights[ink].sum() < _MOSTLY_INK * weights.sum():
        means, weights, seen = means[~ink], weights[~ink], seen[~ink]
    owners = _grouped(seen * _WEIGHTS, weights)
    found = []
    for owner in range(int(owners.max()) + 1):
        own = owners == owner
        share = float(weights[own].sum() / weights.sum())
        if share >= _SMALLEST_SHARE:
            found.append((share, _base(seen[own], means[own], weights[own])))
    found.sort(key=lambda one: (-one[0], one[1]))
    return tuple(
        Swatch(rgb, (float(values[0]), float(values[1]), float(values[2])), share)
        for share, rgb in found[:count]
        for values in [lab(np.array(rgb, np.uint8)).round(2)]
    )


def colour_of(text: str, name: object = "--color") -> Colour:
    """The colour that a person wrote: #7a3b9f, 7a3b9f, #73f, or a name of CSS such as teal.

    Args:
        text: What was written.
        name: What to call its place in the error.

    Raises:
        UsageError: It is none of these.
    """
    wanted = text.strip()
    found = _HEX.fullmatch(wanted)
    if found is not None:
        wanted = f"#{found[1]}"
    elif wanted.casefold() not in ImageColor.colormap:
        remedy = (
            'Write it as "#7a3b9f" (red, green, blue, two hex digits each) or as a CSS name such as teal.'
        )
        raise UsageError(name, f"'{text}' is no colour", remedy)
    red, green, blue = ImageColor.getrgb(wanted)[:3]
    return red, green, blue


def hex_of(colour: Colour) -> str:
    """A colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def colour_name(colour: Colour) -> str:
    """A plain English name of a colour, for prompts and pages: the nearest of a short list in OKLab; a grey
    one is called by the nearest of the greys."""
    seen = oklab(np.array(colour, np.uint8))
    distances = np.linalg.norm((_NAMED - seen) * np.array([0.8, 1.0, 1.0]), axis=1)
    if np.hypot(*seen[1:]) < _NEUTRAL:
        distances[np.hypot(_NAMED[:, 1], _NAMED[:, 2]) >= _NEUTRAL] = np.inf
    return list(_NAMES)[int(distances.argmin())]


def _histogram(pixels: Bytes) -> tuple[Floats, Floats]:
    """The mean colour (B x 3) and the count (B) of each bin that has pixels, the fullest first."""
    levels = (pixels >> 3).astype(np.int32)
    bins = (levels[:, 0] << 10) | (levels[:, 1] << 5) | levels[:, 2]
    counts = np.bincount(bins, minlength=1 << 15)
    there = np.flatnonzero(counts)
    sums = [np.bincount(bins, weights=pixels[:, channel], minlength=1 << 15)[there] for channel in range(3)]
    means = np.stack(sums, axis=1) / counts[there, None]
    order = np.argsort(-counts[there], kind="stable")
    return means[order].astype(np.float32), counts[there][order].astype(np.float32)


def _grouped(points: Floats, weights: Floats) -> NDArray[np.int64]:
    """Which group each point is of (B,), the points the heaviest first."""
    centres = points[:1]
    for point in points[1:_BEGINNINGS]:
        if np.linalg.norm(centres - point, axis=1).min() > 2 * _NEAR:
            centres = np.vstack([centres, point])
    owners = np.zeros(len(points), np.int64)
    for _ in range(_TURNS):
        owners[:] = np.linalg.norm(points[:, None] - centres[None], axis=2).argmin(axis=1)
        centres = np.stack(
            [
                np.average(points[owners == k], axis=0, weights=weights[owners == k])
                if (owners == k).any()
                else centres[k]
                for k in range(len(centres))
            ]
        )
    return owners


def _base(seen: Floats, means: Floats, weights: Floats) -> Colour:
    """The colour around which a group has most of its pixels."""
    near = np.linalg.norm(seen[:200, None] - seen[None], axis=2) < _NEAR / 2
    top = int((near * weights).sum(axis=1).argmax())
    red, green, blue = (
        round(float(v)) for v in np.average(means[near[top]], axis=0, weights=weights[near[top]])
    )
    return red, green, blue


_NAMED = oklab(np.array(list(_NAMES.values()), np.uint8))
