"""Light of a location: time of day, weather, lamps; one cast over place and people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.pen import Colour, mix


@dataclass(frozen=True)
class Mood:
    """What a passage of the story feels like; each 0..1.

    Attributes:
        energy: 0 (still) .. 1 (action).
        warmth: 0 (cold, sad) .. 1 (tender).
        darkness: 0 (bright day) .. 1 (night).
    """

    energy: float = 0.4
    warmth: float = 0.5
    darkness: float = 0.2

    @staticmethod
    def sample(rng: Generator) -> Mood:
        """Any mood; most are bright and calm."""
        return Mood(float(rng.beta(1.4, 2.2)), float(rng.beta(2, 2)), float(rng.beta(1, 3)))


@dataclass(frozen=True)
class Light:
    """How a location is lit.

    Attributes:
        sky: Colours of the sky at its top and at the horizon.
        sun: Colour of the direct light.
        shade: Colour of all other light.
        towards: Where direct light comes from, (x, y, z), of length 1.
        lamps: 0 (off) .. 1 (windows and lamps glow).
        cast: A colour for people and place.
        cast_amount: How strongly it lies on them, 0..1.
    """

    sky: tuple[Colour, Colour]
    sun: Colour
    shade: Colour
    towards: tuple[float, float, float]
    lamps: float
    cast: Colour
    cast_amount: float

    def on(self, colour: Colour, facing: float) -> Colour:
        """A surface's colour; `facing` is the share of direct light on it, 0..1."""
        r, g, b = (
            min(255, round(c * (low + (high - low) * facing) / 255))
            for c, low, high in zip(colour, self.shade, self.sun, strict=True)
        )
        return r, g, b

    def glowing(self, colour: Colour) -> Colour:
        """The colour of a lamp, a sign or a lit window."""
        return mix(self.on(colour, 0.4), mix(colour, (255, 250, 235), 0.25), self.lamps)


def invent_light(rng: Generator, mood: Mood, *, indoors: bool) -> Light:
    """Day, dusk, dawn, overcast or night, as the mood has it."""
    side = float(rng.choice([-1, 1])) * float(rng.uniform(0.4, 0.9))
    turn = np.array([side, -float(rng.uniform(0.2, 0.8)), float(rng.uniform(0.6, 1.2))])
    x, y, z = (float(v) for v in turn / np.linalg.norm(turn))
    hour = mood.darkness + float(rng.normal(0, 0.16))
    if hour < 0.36:
        day = _DAYS[int(rng.integers(len(_DAYS)))]
    elif hour < 0.62:
        day = _DUSKS[int(rng.integers(len(_DUSKS)))]
    else:
        day = _NIGHTS[int(rng.integers(len(_NIGHTS)))]
    top, low, sun, shade, lamps, cast, amount = day
    if indoors and lamps > 0.5:
        # With the lamps on a room is bright whatever the sky, unless the mood wants it dark.
        bright = float(rng.uniform(0, 1)) * (1.4 - mood.darkness)
        sun, shade = mix(sun, (255, 244, 222), min(1, bright)), mix(shade, (226, 206, 190), min(0.9, bright))
        cast, amount = mix(cast, (255, 226, 184), min(1, bright)), amount * 0.6
    warm = (mood.warmth - 0.5) * 0.24 + float(rng.normal(0, 0.05))
    tint: Colour = (255, 214, 176) if warm > 0 else (196, 214, 255)
    sun, shade = mix(sun, tint, abs(warm)), mix(shade, tint, abs(warm))
    return Light((top, low), sun, shade, (x, y, z), lamps, cast, amount * float(rng.uniform(0.5, 1.2)))


_Day = tuple[Colour, Colour, Colour, Colour, float, Colour, float]
_DAYS: tuple[_Day, ...] = (
    ((112, 176, 236), (216, 238, 252), (255, 252, 244), (206, 210, 228), 0.0, (255, 252, 240), 0.05),
    ((86, 150, 226), (190, 222, 246), (255, 248, 232), (188, 198, 226), 0.0, (255, 248, 226), 0.08),
    ((190, 200, 212), (228, 232, 236), (236, 238, 242), (206, 210, 218), 0.15, (228, 234, 246), 0.15),
    ((150, 200, 236), (255, 236, 214), (255, 240, 216), (214, 204, 216), 0.0, (255, 236, 210), 0.12),
)
_DUSKS: tuple[_Day, ...] = (
    ((118, 120, 186), (255, 190, 132), (255, 208, 158), (182, 156, 186), 0.5, (255, 200, 150), 0.4),
    ((88, 92, 160), (246, 150, 132), (255, 184, 150), (158, 136, 180), 0.7, (255, 180, 160), 0.4),
    ((236, 176, 110), (255, 226, 166), (255, 222, 160), (206, 168, 148), 0.3, (255, 212, 140), 0.5),
    ((176, 164, 214), (252, 206, 214), (252, 214, 218), (190, 178, 212), 0.4, (250, 206, 222), 0.3),
)
_NIGHTS: tuple[_Day, ...] = (
    ((14, 20, 48), (44, 56, 104), (150, 166, 216), (84, 94, 146), 1.0, (150, 170, 232), 0.5),
    ((20, 16, 44), (84, 56, 112), (170, 150, 210), (94, 82, 140), 1.0, (180, 160, 230), 0.5),
    ((10, 22, 36), (30, 70, 92), (136, 176, 190), (72, 104, 128), 1.0, (150, 204, 220), 0.5),
)
