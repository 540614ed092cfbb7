"""Inventing a head of hair: a style, its parameters and its colours, by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from toonseg.synth.figure import hair_short as short
from toonseg.synth.figure import hair_styles as long
from toonseg.synth.figure.hair_colours import invent_hair_colour
from toonseg.synth.figure.hair_do import Hairdo
from toonseg.synth.figure.hair_parts import Top
from toonseg.synth.pen import Colour, mix

STYLES = (*long.LONGER, *short.SHORTER)
"""Functions (rng, colour) -> Hairdo, 29 of them."""

_FEMALE = (9, 8, 12, 9, 2, 4, 3, 0.3, 9, 3, 5, 2, 3, 4, 2, 5,
           1, 1, 0.2, 0.2, 0.3, 0.4, 0.4, 0.6, 0.4, 0.1, 0.0, 1.5, 0.3)  # fmt: skip
_MALE = (0.5, 0.8, 1.0, 0.5, 0.2, 0.1, 0.6, 0.5, 0.8, 0.2, 0.1, 0.1, 0.1, 0.6, 0.0, 0.5,
         14, 10, 4, 7, 7, 6, 4, 1, 1, 3, 1, 3, 3)  # fmt: skip


def invent_hair(
    rng: Generator,
    *,
    femininity: float = 0.5,
    age: float = 20.0,
    unnatural: float = 0.25,
    palette: Colour | None = None,
) -> Hairdo:
    """A head of hair that nobody has worn before.

    Args:
        rng: Where chance comes from.
        femininity: As `Body.femininity`: long and tied styles grow likelier with it, short ones rarer.
        age: Years: hair greys from 45 on, and recedes on some.
        unnatural: Share of colours that do not grow on heads, 0 .. 1.
        palette: A colour to which the title leans.
    """
    weights = femininity * np.array(_FEMALE) / sum(_FEMALE)
    weights = weights + (1 - femininity) * np.array(_MALE) / sum(_MALE)
    if age > 45:
        weights[STYLES.index(short.receding)] += 0.2 * (1 - femininity)
    make = STYLES[int(rng.choice(len(STYLES), p=weights / weights.sum()))]
    colour = invent_hair_colour(rng, unnatural=unnatural if age < 45 else 0.0, palette=palette)
    if age > 45:
        grey = float(np.clip((age - 45) / 25 + rng.uniform(-0.3, 0.3), 0, 0.95))
        colour = mix(colour, (206, 204, 206), grey)
    hair = replace(
        make(rng, colour), seed=int(rng.integers(1 << 30)), uneven=float(rng.uniform(0.002, 0.022))
    )
    if hair.top is None and hair.hairline > -0.36 and hair.volume > 0.02 and rng.random() < 0.5:
        ahoge = float(rng.uniform(0.08, 0.22)) if rng.random() < 0.3 else 0.0
        hair = replace(hair, top=Top(int(rng.integers(0, 6)), float(rng.uniform(0.03, 0.07)), ahoge=ahoge))
    if rng.random() < 0.05:
        hair = replace(hair, streak=invent_hair_colour(rng, unnatural=0.8, palette=palette))
    if rng.random() < 0.12:
        other = invent_hair_colour(rng, unnatural=0.7, palette=palette)
        hair = replace(hair, ends=mix(colour, other, float(rng.uniform(0.4, 0.9))))
    return hair
