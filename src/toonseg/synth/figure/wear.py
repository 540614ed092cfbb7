"""What is worn on the head, as garments without a class: glasses, hats, bands, ribbons, pins, earphones.

wear_glasses.py  Glasses, invent_glasses
wear_hats.py     Hat, Headband, Hairpin, invent_hat
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from numpy.random import Generator

from toonseg.synth.figure.character import Garment
from toonseg.synth.figure.hair_do import Hairdo
from toonseg.synth.figure.wear_glasses import Glasses, invent_glasses
from toonseg.synth.figure.wear_hats import Hairpin, Hat, Headband, invent_hat
from toonseg.synth.pen import Colour, mix

__all__ = [
    "Glasses",
    "Hairpin",
    "Hat",
    "Headband",
    "invent_glasses",
    "invent_hat",
    "invent_headwear",
    "under_hat",
]


def under_hat(hair: Hairdo, outfit: Sequence[Garment]) -> Hairdo:
    """The hair as it lies under the hat of an outfit: pressed flat, without tufts and high knots; unchanged
    without a hat."""
    if not any(isinstance(garment, Hat) for garment in outfit):
        return hair
    knots = tuple(knot for knot in hair.knots if knot.y > -0.1)
    bangs = None if hair.bangs is None else replace(hair.bangs, root=max(hair.bangs.root, -0.3))
    flat = min(hair.volume, 0.035)
    return replace(
        hair, bangs=bangs, top=None, volume=flat, knots=knots, curl=min(hair.curl, 0.02), uneven=0.0
    )


def invent_headwear(
    rng: Generator, *, femininity: float = 0.5, hats: float = 0.08, palette: Colour | None = None
) -> tuple[Garment, ...]:
    """What somebody wears on the head, mostly nothing; to be put at the end of an outfit.

    Args:
        rng: Where chance comes from.
        femininity: As `Body.femininity`: ribbons, bands and pins with it.
        hats: Share of heads with a hat or cap.
        palette: A colour to which the title leans.
    """
    worn: list[Garment] = []
    if rng.random() < 0.16:
        worn.append(invent_glasses(rng))
    chance = float(rng.random())
    r, g, b = (int(c) for c in rng.integers(40, 245, 3))
    colour = mix((r, g, b), palette or (200, 180, 180), float(rng.uniform(0, 0.4)))
    if chance < hats:
        worn.append(invent_hat(rng, palette=palette))
    elif chance < hats + 0.03:
        worn.append(Headband((60, 58, 66), 0.05, cups=colour))
    elif chance < hats + 0.05:
        worn.append(Headband(colour, float(rng.uniform(0.05, 0.1)), forehead=True))
    elif chance < hats + 0.05 + 0.1 * femininity:
        bow = float(rng.uniform(0.09, 0.2)) if rng.random() < 0.6 else 0.0
        worn.append(Headband(colour, float(rng.uniform(0.03, 0.09)), bow, float(rng.uniform(-70, 70))))
    elif chance < hats + 0.05 + 0.24 * femininity:
        side = float(rng.choice([-1.0, 1.0]))
        petals = int(rng.integers(4, 8)) if rng.random() < 0.4 else 0
        worn.append(
            Hairpin(
                colour,
                side * float(rng.uniform(40, 70)),
                float(rng.uniform(-0.24, -0.04)),
                petals,
                float(rng.uniform(0.06, 0.11)),
            )
        )
    return tuple(worn)
