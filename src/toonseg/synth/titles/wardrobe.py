"""Who wears what: outfits drawn several at a time, of which the title's taste picks one."""

from __future__ import annotations

from math import prod

from numpy.random import Generator, default_rng

from toonseg.classes import InstanceClass
from toonseg.synth.figure import Body, Garment
from toonseg.synth.garments.outfits import invent_outfit
from toonseg.synth.garments.uniform import invent_uniform
from toonseg.synth.titles.taste import Taste

_CANDIDATES = 8


def dressed_by_taste(rng: Generator, body: Body, code: int | None, taste: Taste) -> tuple[Garment, ...]:
    """One of several outfits; those with classes that the taste wishes for are the more likely.

    `code` is the seed of the uniform that is worn; None for clothes of one's own.
    """
    uniform = None if code is None else invent_uniform(default_rng(code))
    outfits = [
        invent_outfit(rng, sex=body.femininity, uniform=uniform)
        for _ in range(_CANDIDATES if taste.wishes else 1)
    ]
    weights = [_wished({worn.cls for worn in outfit if worn.cls is not None}, taste) for outfit in outfits]
    return outfits[int(rng.choice(len(outfits), p=[weight / sum(weights) for weight in weights]))]


def _wished(classes: set[InstanceClass], taste: Taste) -> float:
    """How much the taste prefers an outfit of these classes."""
    layered = InstanceClass.VEST in classes and InstanceClass.OUTER in classes
    return prod(taste.wishes.get(cls, 1.0) for cls in classes) * (taste.layered if layered else 1.0)
