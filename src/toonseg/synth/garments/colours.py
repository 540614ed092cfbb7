"""Colours of clothes that go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.random import Generator

from toonseg.synth.pen import Colour, hsv, mix

WHITES: tuple[Colour, ...] = ((252, 252, 254), (248, 246, 242), (244, 246, 250), (250, 246, 236))
LIGHTS: tuple[Colour, ...] = (
    (232, 230, 226), (222, 228, 238), (240, 228, 220), (226, 234, 224), (238, 222, 228), (216, 218, 222),
    (236, 228, 206),
)  # fmt: skip
DARKS: tuple[Colour, ...] = (
    (42, 42, 50), (58, 60, 70), (40, 48, 76), (54, 44, 44), (62, 70, 62), (76, 62, 56), (30, 30, 34), (70,
    72, 92),
)  # fmt: skip
EARTHS: tuple[Colour, ...] = (
    (196, 172, 134), (160, 124, 90), (122, 96, 74), (150, 144, 110), (112, 120, 92), (206, 190, 160), (140,
    90, 70),
)  # fmt: skip
DENIMS: tuple[Colour, ...] = ((70, 92, 136), (104, 130, 168), (52, 66, 100), (142, 164, 192), (60, 64, 74))


@dataclass(frozen=True)
class Scheme:
    """The colours of one outfit: an accent, a quiet companion of the same family, a light and a dark one."""

    accent: Colour
    quiet: Colour
    light: Colour
    dark: Colour


def one_of(rng: Generator, colours: Sequence[Colour]) -> Colour:
    """One of the colours, a little lighter or darker."""
    colour = colours[int(rng.integers(len(colours)))]
    tone: Colour = (255, 255, 255) if rng.random() < 0.5 else (20, 20, 30)
    return mix(colour, tone, float(rng.uniform(0, 0.08)))


def invent_scheme(rng: Generator, palette: Colour | None = None) -> Scheme:
    """Colours for an outfit; `palette` is a colour towards which all of them lean."""
    hue = float(rng.uniform(0, 360))
    # Pure greens, cyans and violets glare on cloth: they are kept paler or darker than reds and blues.
    pure = 1.0 if hue < 60 or 195 < hue < 260 or hue > 330 else 0.68
    accent = hsv(
        hue, float(rng.uniform(0.3, 0.75)) * pure, float(rng.uniform(0.42, 0.9)) * (0.85 + 0.15 * pure)
    )
    turn = float(rng.choice([0.0, 25.0, -25.0, 180.0]))
    quiet = hsv((hue + turn) % 360, float(rng.uniform(0.1, 0.3)), float(rng.uniform(0.5, 0.9)))
    light = one_of(rng, WHITES if rng.random() < 0.6 else LIGHTS)
    dark = one_of(rng, DARKS) if rng.random() < 0.7 else hsv(hue, float(rng.uniform(0.25, 0.6)), 0.32)
    if palette is None:
        return Scheme(accent, quiet, light, dark)
    lean = float(rng.uniform(0.15, 0.4))
    return Scheme(
        mix(accent, palette, lean), mix(quiet, palette, lean), mix(light, palette, lean * 0.3),
        mix(dark, palette, lean * 0.4),
    )  # fmt: skip
