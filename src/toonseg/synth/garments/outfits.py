"""Outfits: what people wear together, at school, at work, at home, for sports, in winter."""

from __future__ import annotations

from collections.abc import Callable

from numpy.random import Generator

from toonseg.synth.figure.character import Garment
from toonseg.synth.garments.bag import Backpack, Scarf, ShoulderBag
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.collars import Collar
from toonseg.synth.garments.colours import (
    DARKS,
    EARTHS,
    LIGHTS,
    WHITES,
    Scheme,
    invent_scheme,
    one_of,
)
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.jacket import Jacket, Neck
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.patterns import Checks, Dots, Pattern, Print, Stripes
from toonseg.synth.garments.pieces import (
    chance,
    invent_jacket,
    invent_lower,
    invent_shoes,
    invent_top,
    print_on,
    upper_colour,
)
from toonseg.synth.garments.ribbon import Ribbon
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.garments.uniform import Uniform, worn_uniform
from toonseg.synth.garments.vest import Vest
from toonseg.synth.pen import Colour, mix


def invent_outfit(
    rng: Generator, *, sex: float = 0.5, uniform: Uniform | None = None, palette: Colour | None = None
) -> tuple[Garment, ...]:
    """What somebody wears today, from the skin outwards.

    Args:
        rng: Decides.
        sex: As `Body.femininity`, 0 .. 1: skirts and blouses above 0.5 only.
        uniform: The school's uniform, where one is worn.
        palette: A colour towards which the clothes lean, or None.
    """
    if uniform is not None:
        return (*worn_uniform(rng, uniform, sex), *_carried(rng, invent_scheme(rng, palette), 0.14))
    scheme = invent_scheme(rng, palette)
    kinds: tuple[tuple[float, Callable[[Generator, Scheme, bool], list[Garment]]], ...] = (
        (0.40, _casual), (0.22, _smart), (0.10, _sports), (0.16, _wrapped_up), (0.12,
        _dress if sex > 0.5 else _casual),
    )  # fmt: skip
    shares = [weight for weight, _ in kinds]
    _, kind = kinds[int(rng.choice(len(kinds), p=[share / sum(shares) for share in shares]))]
    return (*kind(rng, scheme, sex > 0.5), *_carried(rng, scheme, 0.12))


def _carried(rng: Generator, scheme: Scheme, share: float) -> tuple[Garment, ...]:
    if not chance(rng, share):
        return ()
    colour = one_of(rng, (*EARTHS, *DARKS, scheme.accent))
    if chance(rng, 0.5):
        return (Backpack(colour, float(rng.uniform(0.8, 1.15))),)
    return (ShoulderBag(colour, int(rng.choice([-1, 1])), float(rng.uniform(0.8, 1.3))),)


def _casual(rng: Generator, scheme: Scheme, girl: bool) -> list[Garment]:
    worn, lower = invent_lower(rng, scheme, girl, 0.45)
    tucked = (isinstance(lower, Skirt) and chance(rng, 0.7)) or chance(rng, 0.15)
    over: list[Garment] = [invent_jacket(rng, scheme)] if chance(rng, 0.38) else []
    if chance(rng, 0.2):
        colour = upper_colour(rng, scheme)
        pattern: Pattern | None = None
        if chance(rng, 0.45):
            pattern = Checks(mix(colour, scheme.dark, 0.7), float(rng.uniform(0.16, 0.34)), 0.5, scheme.light)
        shirt = DressShirt(
            colour, float(rng.choice([0.3, 0.6, 0.97])), float(rng.random()), tucked, 0.05,
            float(rng.uniform(0.3, 1.0)),
            pattern=pattern, pocket=chance(rng, 0.4),
        )  # fmt: skip
        return [*worn, lower, shirt, *over]
    return [
        *worn,
        lower,
        invent_top(rng, scheme, tucked=tucked, under=bool(over) and chance(rng, 0.6)),
        *over,
    ]


def _smart(rng: Generator, scheme: Scheme, girl: bool) -> list[Garment]:
    """Office and going out: shirts and blouses, ties, vests, suits."""
    worn, lower = invent_lower(rng, scheme, girl, 0.55)
    if isinstance(lower, Pants):
        lower = Pants(
            scheme.dark, ease=0.025, flare=float(rng.uniform(0.02, 0.08)), crease=True, belt=lower.belt
        )
    tie: list[Garment] = []
    if girl and chance(rng, 0.7):
        collar = list(Collar)[int(rng.choice([0, 1, 2, 3, 5]))]
        shirt = DressShirt(
            upper_colour(rng, scheme), float(rng.choice([0.28, 0.6, 0.97])), float(rng.random() * 0.7),
            collar=collar,
            ruffles=float(rng.random()) if chance(rng, 0.2) else 0.0, puff=float(rng.uniform(0, 0.09)),
            collar_size=float(rng.uniform(0.7, 1.5)), tucked=chance(rng, 0.8),
            pattern=Dots(scheme.quiet, 0.05, 0.17) if chance(rng, 0.1) else None,
        )  # fmt: skip
        if chance(rng, 0.25):
            tie = [Ribbon(one_of(rng, (scheme.accent, scheme.dark)), float(rng.uniform(0.1, 0.3)),
                          float(rng.uniform(0.02, 0.16)), float(rng.uniform(0.1, 0.6)),
                          float(rng.random()))]  # fmt: skip
    else:
        pattern = Stripes(scheme.quiet, 0.02, 0.07, upright=True) if chance(rng, 0.2) else None
        shirt = DressShirt(
            one_of(rng, WHITES) if chance(rng, 0.6) else upper_colour(rng, scheme),
            0.97 if chance(rng, 0.7) else 0.6, float(rng.random()) if chance(rng, 0.5) else 0.0,
            pattern=pattern,
        )  # fmt: skip
        if chance(rng, 0.6):
            loose = float(rng.random()) if chance(rng, 0.25) else 0.0
            tie = [Necktie(one_of(rng, (scheme.accent, scheme.dark, (140, 40, 50), (44, 60, 110))),
                           scheme.light if chance(rng, 0.4) else None, float(rng.uniform(0.6, 0.7)), loose,
                           float(rng.uniform(0.6, 1.1)))]  # fmt: skip
            shirt = DressShirt(shirt.colour, shirt.sleeve, loose * 0.7, pattern=pattern)
    over: list[Garment] = []
    if chance(rng, 0.3):
        knit = one_of(rng, (*EARTHS, *DARKS, scheme.quiet))
        over.append(
            Vest(knit, float(rng.uniform(0.2, 0.36)), buttons=int(rng.choice([0, 4, 5])),
                 pattern=print_on(rng, knit, scheme, knit=True))
        )  # fmt: skip
        shirt = DressShirt(
            shirt.colour, shirt.sleeve, shirt.opened, collar=shirt.collar, pattern=shirt.pattern
        )
    if chance(rng, 0.55):
        same = isinstance(lower, Pants) and chance(rng, 0.6)
        cloth = lower.colour if same else one_of(rng, (*DARKS, *EARTHS, scheme.quiet, scheme.light))
        check = Checks(mix(cloth, scheme.light, 0.3), 0.18, 0.3) if chance(rng, 0.12) and not same else None
        over.append(
            Blazer(cloth, float(rng.random()), float(rng.uniform(0.8, 1.12)), one_of(rng, (*DARKS, *EARTHS)),
                   double=chance(rng, 0.15), vee=float(rng.uniform(0.4, 0.6)), draped=chance(rng, 0.08),
                   pattern=check,
                   fit=float(rng.uniform(0.1, 0.8)))
        )  # fmt: skip
    return [*worn, lower, shirt, *tie, *over]


def _sports(rng: Generator, scheme: Scheme, girl: bool) -> list[Garment]:
    """Gym clothes, a track suit, a football shirt."""
    trim = scheme.light if sum(scheme.accent) < 560 else scheme.dark
    short = chance(rng, 0.4)
    base = one_of(rng, (scheme.accent, scheme.dark))
    pants = Pants(base, 0.4 if short else 0.96, 0.05, 0.05 if short else 0.03, stripe=trim)
    top = TShirt(
        one_of(rng, WHITES) if chance(rng, 0.5) else scheme.accent, 0.27, scheme.accent if chance(rng,
        0.3) else None,
        vee=float(chance(rng, 0.3)), fit=0.7,
        pattern=Print(scheme.dark, float(rng.uniform(0.3, 1.0)), 0.4) if chance(rng, 0.5) else None,
    )  # fmt: skip
    over = (
        [Jacket(base, trim=trim, stripes=True, opened=float(rng.random()), hem=0.93)]
        if chance(rng, 0.55)
        else []
    )
    sneakers = Shoes(one_of(rng, (*WHITES, scheme.accent)), WHITES[0], 0.2, WHITES[0], laces=True)
    return [sneakers, pants, top, *over]


def _wrapped_up(rng: Generator, scheme: Scheme, girl: bool) -> list[Garment]:
    """Coats, parkas, padded jackets, scarves."""
    worn, lower = invent_lower(rng, scheme, girl, 0.35)
    colour = one_of(rng, (*DARKS, *EARTHS, scheme.accent, scheme.quiet, scheme.light))
    opened, draw = float(rng.choice([0.0, rng.random()])), rng.random()
    coat: Garment = Blazer(
        colour, opened, float(rng.uniform(1.15, 1.8)), one_of(rng, (*DARKS, *EARTHS)), ease=0.09,
        fit=float(rng.uniform(0.2, 0.9)), vee=float(rng.uniform(0.25, 0.45)), double=chance(rng, 0.5),
        belt=opened < 0.3 and chance(rng, 0.45), lapel=float(rng.uniform(0.8, 1.5)), draped=chance(rng,
        0.05),
    )  # fmt: skip
    if draw < 0.3:
        coat = Jacket(
            colour, opened=opened, hem=float(rng.uniform(0.9, 1.6)), ribs=False,
            quilted=float(rng.uniform(0.4, 1.0)),
            neck=Neck.STANDING if chance(rng, 0.6) else Neck.HOOD, fit=0.8,
        )  # fmt: skip
    elif draw < 0.45:
        coat = Jacket(
            colour, trim=one_of(rng, (*LIGHTS, *EARTHS)), opened=opened, hem=float(rng.uniform(1.0, 1.6)),
            ribs=False,
            neck=Neck.FUR, fit=0.8,
        )  # fmt: skip
    scarf: list[Garment] = []
    if chance(rng, 0.3):
        stripe = scheme.light if chance(rng, 0.5) else None
        scarf = [Scarf(one_of(rng, (scheme.accent, scheme.quiet, *EARTHS)), stripe, int(rng.choice([-1, 1])))]
    if chance(rng, 0.3):
        shirt = DressShirt(one_of(rng, WHITES), opened=float(rng.random() * 0.4))
        tie: list[Garment] = [Necktie(scheme.accent)] if chance(rng, 0.5) else []
        return [*worn, lower, shirt, *tie, coat, *scarf]
    return [*worn, lower, invent_top(rng, scheme, tucked=isinstance(lower, Skirt)), coat, *scarf]


def _dress(rng: Generator, scheme: Scheme, girl: bool) -> list[Garment]:
    """A dress: its bodice is a top, its lower half a skirt of the same cloth; or a pinafore over a shirt."""
    colour = one_of(rng, (scheme.accent, scheme.quiet, scheme.light, scheme.dark))
    pattern: Pattern | None = None
    if chance(rng, 0.4):
        other = scheme.light if sum(colour) < 500 else scheme.accent
        pattern = Dots(other, 0.06, 0.2) if chance(rng, 0.5) else Stripes(other, 0.04, 0.1, upright=True)
    skirt = Skirt(
        colour, float(rng.uniform(0.28, 0.9)), float(rng.uniform(0.1, 0.34)), 0, band=False,
        rise=float(rng.uniform(0.52, 0.64)), frill=0.12 if chance(rng, 0.3) else 0.0, pattern=pattern,
    )  # fmt: skip
    bodice: Garment = TShirt(
        colour, float(rng.choice([0.0, 0.12, 0.3, 0.97])), None, float(rng.uniform(0.05, 0.14)),
        float(chance(rng, 0.3)),
        ease=0.03, fit=0.0, tucked=True, pattern=pattern, pattern_sleeves=True,
    )  # fmt: skip
    if chance(rng, 0.25):
        bodice = DressShirt(
            scheme.light, collar=Collar.ROUND, puff=0.05, sleeve=float(rng.choice([0.28, 0.97]))
        )
    over: list[Garment] = [invent_jacket(rng, scheme)] if chance(rng, 0.3) else []
    return [*invent_shoes(rng, scheme, bare=True), skirt, bodice, *over]
