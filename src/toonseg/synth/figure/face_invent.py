"""Inventing faces, skins and expressions by chance."""

from __future__ import annotations

import colorsys
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from toonseg.synth.figure.character import Expression, Face
from toonseg.synth.pen import Colour, mix

_EYES: tuple[Colour, ...] = (
    (72, 48, 38), (104, 68, 44), (132, 90, 52), (58, 52, 60), (84, 104, 132), (70, 118, 150), (88, 128, 92),
    (150, 116, 60), (120, 124, 132),
)  # fmt: skip

_SKINS: tuple[tuple[Colour, float], ...] = (
    ((255, 234, 220), 3.0), ((253, 224, 206), 3.0), ((246, 212, 190), 2.2), ((234, 192, 164), 1.0),
    ((214, 166, 132), 0.7), ((178, 126, 94), 0.5), ((132, 88, 66), 0.4), ((96, 64, 52), 0.25),
)  # fmt: skip


def invent_skin(rng: Generator) -> Colour:
    """A tone of skin, from fair to dark, fair ones oftener."""
    weights = np.array([weight for _, weight in _SKINS])
    one = int(rng.choice(len(_SKINS), p=weights / weights.sum()))
    other = min(len(_SKINS) - 1, one + 1)
    return mix(_SKINS[one][0], _SKINS[other][0], float(rng.random()))


def invent_face(
    rng: Generator, *, femininity: float = 0.5, age: float = 20.0, unnatural: float = 0.25
) -> Face:
    """A face that nobody has yet.

    Args:
        rng: Where chance comes from.
        femininity: As `Body.femininity`: rounder eyes, more lashes, thinner brows with it.
        age: Years. Children's eyes are larger and lower; lines come at forty.
        unnatural: Share of irises in red, violet and the like, 0 .. 1.
    """

    def near(middle: float, spread: float, low: float = 0.0, high: float = 1.0) -> float:
        return float(np.clip(rng.normal(middle, spread), low, high))

    iris = mix(_EYES[int(rng.integers(len(_EYES)))], _EYES[int(rng.integers(len(_EYES)))], 0.3)
    if rng.random() < unnatural:
        r, g, b = (
            round(255 * c)
            for c in colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.35, 0.8), rng.uniform(0.4, 0.8))
        )
        iris = (r, g, b)
    child = float(np.clip((14 - age) / 8, 0, 1))
    old = float(np.clip((age - 40) / 25, 0, 1))
    manly = (1 - femininity) * (1 - child)
    grown = manly > 0.6 and age > 22
    beard = moustache = 0.0
    if grown and rng.random() < 0.55:
        draw = rng.random()
        beard = float(rng.uniform(0.62, 1.0)) if draw < 0.4 else near(0.4, 0.12, 0.15, 0.6)
        moustache = float(rng.uniform(0.3, 1.0)) if 0.2 < draw < 0.65 else 0.0
    return Face(
        iris=iris,
        slant=near(0.15 - 0.2 * old, 0.4, -1.0),
        lashes=near(0.15 + 0.6 * femininity, 0.18),
        brow=near(0.25 + 0.5 * manly, 0.16),
        lips=near(0.5 * femininity * (1 - child), 0.22),
        lid=near(0.2 + 0.15 * manly + 0.3 * old, 0.2),
        sharp=near(0.1 + 0.6 * manly + 0.15 * old, 0.2),
        pupil=near(0.5, 0.2),
        size=near(0.8 * child - 0.6 * old, 0.4, -1.0),
        nose=near(0.3 * manly + 0.5 * old - 0.7 * child, 0.35, -1.0),
        low=near(0.9 * child - 0.3 * manly, 0.25, -1.0),
        age=age,
        makeup=near(0.5, 0.25) if femininity > 0.5 and age > 17 and rng.random() < 0.2 else 0.0,
        beard=beard,
        moustache=moustache,
        freckles=near(0.6, 0.2) if rng.random() < 0.06 else 0.0,
        brows_through=near(0.6, 0.2) if rng.random() < 0.35 else 0.0,
        mole=float(rng.uniform(-1, 1)) if rng.random() < 0.08 else 0.0,
    )


CALM = Expression()
SMILING = Expression(smile=0.7)
LAUGHING = Expression(open=0.0, smile=1.0, mouth=0.7, blush=0.3)
JOYFUL = Expression(open=1.05, smile=0.9, mouth=0.55, brows=0.2)
SERIOUS = Expression(open=0.85, smile=-0.15, brows=-0.35)
ANGRY = Expression(open=0.9, smile=-0.6, brows=-1.0, mouth=0.15, teeth=1.0)
SHOUTING = Expression(open=1.1, smile=-0.2, brows=-0.8, mouth=1.0, wide=0.4)
FURIOUS = Expression(open=0.0, smile=-0.5, brows=-1.0, mouth=0.8, wide=0.6, vein=1.0)
SAD = Expression(open=0.75, smile=-0.6, brows=0.9, look=(0.0, 0.5))
CRYING = Expression(open=0.5, smile=-0.7, brows=1.0, mouth=0.3, wave=0.6, tears=1.0, blush=0.4)
WORRIED = Expression(open=1.0, smile=-0.3, brows=0.8, wave=0.8, sweat=0.8)
STARTLED = Expression(open=1.25, smile=-0.1, mouth=0.45, wide=-0.6, brows=0.4, teeth=0.0)
SHY = Expression(open=0.75, smile=0.1, brows=0.6, look=(0.7, 0.5), blush=0.9, wave=0.3)
SLEEPY = Expression(open=0.4, smile=-0.05, brows=0.3)
SMUG = Expression(open=0.65, smile=0.6, brows=-0.4, skew=0.7)
POUTING = Expression(open=0.85, smile=-0.4, wide=-0.7, brows=-0.3, blush=0.4)
WINKING = Expression(smile=0.8, mouth=0.35, wink=1)
RESTING = Expression(open=0.0, smile=0.15)
GLOOMY = Expression(open=0.7, smile=-0.5, brows=-0.5, gloom=1.0)
BLANK = Expression(dots=1.0, smile=-0.1, brows=0.4, sweat=0.6)
COLD = Expression(open=0.6, smile=-0.1, brows=-0.2, look=(0.0, 0.1))

EXPRESSIONS = (
    CALM, SMILING, LAUGHING, JOYFUL, SERIOUS, ANGRY, SHOUTING, FURIOUS, SAD, CRYING, WORRIED, STARTLED, SHY,
    SLEEPY, SMUG, POUTING, WINKING, RESTING, GLOOMY, COLD, BLANK,
)  # fmt: skip

_SHARES = np.array([14, 12, 6, 8, 10, 4, 4, 2, 4, 2, 5, 6, 5, 3, 4, 2, 2, 3, 2, 5, 2], np.float64)


def invent_expression(rng: Generator, *, look: tuple[float, float] | None = None) -> Expression:
    """Something that a face may show: one of twenty-one, made weaker or stronger and a little different.

    `look` is where the eyes look, -1 .. 1 on the picture (right, down); chance decides where None.
    """
    base = EXPRESSIONS[int(rng.choice(len(EXPRESSIONS), p=_SHARES / _SHARES.sum()))]
    other = EXPRESSIONS[int(rng.integers(len(EXPRESSIONS)))]
    share = float(rng.uniform(0.0, 0.25))

    def some(value: float, further: float, spread: float, low: float, high: float) -> float:
        return float(np.clip(value + share * (further - value) + rng.normal(0, spread), low, high))

    shut = base.open < 0.18
    sight = look or (float(np.clip(rng.normal(0, 0.5), -1, 1)), float(np.clip(rng.normal(0.05, 0.3), -1, 1)))
    return replace(
        base,
        open=0.0 if shut else some(base.open, max(other.open, 0.4), 0.06, 0.3, 1.3),
        smile=some(base.smile, other.smile, 0.12, -1, 1),
        mouth=some(base.mouth, other.mouth, 0.05, 0, 1),
        brows=some(base.brows, other.brows, 0.12, -1, 1),
        wide=some(base.wide, other.wide, 0.12, -1, 1),
        skew=some(base.skew, other.skew, 0.1, -1, 1),
        blush=some(base.blush, 0.0, 0.06, 0, 1),
        wink=base.wink * int(rng.choice([-1, 1])),
        look=sight,
    )
