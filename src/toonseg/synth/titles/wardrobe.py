"""Who wears what: outfits drawn several at a time, of which the title's taste picks one."""

from __future__ import annotations

from math import prod

from numpy.random import Generator, default_rng

from toonseg.synth.figure import Body, Garment
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.pen import hsv
from toonseg.synth.titles.taste import Taste

_CANDIDATES = 6


def dressed_by_taste(rng: Generator, body: Body, code: int | None, taste: Taste) -> tuple[Garment, ...]:
    """One of several outfits; those with classes that the taste wishes for are the more likely."""
    outfits = [_outfit(rng, body, code) for _ in range(_CANDIDATES if taste.wishes else 1)]
    weights = [
        prod(taste.wishes.get(cls, 1.0) for cls in {g.cls for g in outfit if g.cls is not None})
        for outfit in outfits
    ]
    return outfits[int(rng.choice(len(outfits), p=[weight / sum(weights) for weight in weights]))]


def _outfit(rng: Generator, body: Body, code: int | None) -> tuple[Garment, ...]:
    colours = rng if code is None else default_rng(code)
    hue = float(colours.uniform(0, 360))
    worn: list[Garment] = [
        DressShirt(sleeve=float(rng.choice([0.3, 0.6, 0.97])), opened=float(rng.random() * 0.5))
    ]
    if rng.random() < 0.5:
        worn.append(Necktie(hsv((hue + 180) % 360, 0.6, 0.6)))
    lower = hsv(hue, 0.4, 0.4)
    skirt = body.femininity > 0.5 and rng.random() < 0.6
    worn.append(Skirt(lower) if skirt else Pants(lower))
    worn.append(Shoes())
    if rng.random() < 0.5:
        worn.append(Blazer(hsv(hue, 0.5, 0.4), opened=float(rng.random())))
    return tuple(worn)
