"""School and work uniforms: what a cast shares, and how each of them wears it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from numpy.random import Generator

from toonseg.synth.figure.character import Garment
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.collars import Collar
from toonseg.synth.garments.colours import DARKS, EARTHS, WHITES, invent_scheme, one_of
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.jacket import Jacket, Neck
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.patterns import Argyle, Checks, Pattern
from toonseg.synth.garments.ribbon import Ribbon
from toonseg.synth.garments.shoes import Shoes, Tights
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.vest import Vest
from toonseg.synth.pen import Colour, hsv


@dataclass(frozen=True)
class Uniform:
    """The uniform of a school (or a company).

    Attributes:
        shirt: Its shirt.
        jacket: Its blazer, or a closed jacket, or None in a school of cardigans.
        cardigan: What is worn in place of it on some days.
        vest: Its vest.
        tie: The neck-wear of the boys.
        ribbon: The neck-wear of the girls.
        pants: Trousers.
        skirt: A skirt.
        sailor: Whether the girls wear a sailor blouse in place of shirt and jacket.
    """

    shirt: DressShirt
    jacket: Blazer | Jacket
    cardigan: Jacket
    vest: Vest
    tie: Necktie
    ribbon: Ribbon | Necktie
    pants: Pants
    skirt: Skirt
    sailor: DressShirt | None = None


def invent_uniform(rng: Generator, palette: Colour | None = None) -> Uniform:
    """A uniform that a whole cast can share; the same generator state gives the same uniform."""
    scheme = invent_scheme(rng, palette)
    cloth = one_of(rng, DARKS) if rng.random() < 0.55 else hsv(
        float(rng.uniform(0, 360)), float(rng.uniform(0.25, 0.6)), float(rng.uniform(0.3, 0.6))
    )  # fmt: skip
    if rng.random() < 0.18:
        cloth = one_of(rng, EARTHS)
    lower = cloth if rng.random() < 0.35 else one_of(rng, (*DARKS, (130, 130, 136), scheme.dark))
    checks: Pattern | None = None
    if rng.random() < 0.45:
        line = one_of(rng, WHITES) if rng.random() < 0.6 else scheme.accent
        checks = Checks(scheme.quiet, float(rng.uniform(0.14, 0.3)), float(rng.uniform(0.3, 0.55)), line)
    stripe = one_of(rng, WHITES) if rng.random() < 0.55 else None
    knit = one_of(rng, (*EARTHS, *DARKS[:4], (226, 216, 196), (200, 200, 206)))
    trim = scheme.accent if rng.random() < 0.5 else None
    shirt = DressShirt(
        one_of(rng, WHITES) if rng.random() < 0.85 else one_of(rng, ((222, 232, 246), (246, 230, 234))),
        collar=Collar.POINTED if rng.random() < 0.7 else Collar.SPREAD, pocket=bool(rng.random() < 0.4),
    )  # fmt: skip
    closed = rng.random() < 0.12
    jacket: Blazer | Jacket = Blazer(
        cloth, hem=float(rng.uniform(0.95, 1.08)), crest=scheme.accent if rng.random() < 0.5 else None,
        piping=one_of(rng, WHITES) if rng.random() < 0.25 else None, vee=float(rng.uniform(0.42, 0.56)),
        double=bool(rng.random() < 0.15), lapel=float(rng.uniform(0.8, 1.2)),
    )  # fmt: skip
    if closed:
        jacket = Jacket(one_of(rng, DARKS[:3]), opened=0.0, buttons=5, ribs=False, hem=1.05, fit=0.4)
    ribbon: Ribbon | Necktie = Ribbon(
        scheme.accent, float(rng.uniform(0.12, 0.26)), float(rng.uniform(0.03, 0.15)),
        float(rng.uniform(0.12, 0.34)), float(rng.random()), float(rng.uniform(0, 0.4)), stripe=stripe,
    )  # fmt: skip
    if rng.random() < 0.4:
        ribbon = Necktie(scheme.accent, stripe, width=0.8)
    sailor = None
    if rng.random() < 0.2:
        sailor = DressShirt(
            one_of(rng, WHITES), collar=Collar.SAILOR, collar_colour=cloth, stripe=one_of(rng, WHITES),
            tucked=bool(rng.random() < 0.4), hem=0.82,
        )  # fmt: skip
    return Uniform(
        shirt, jacket,
        Jacket(knit, neck=Neck.NONE, buttons=4, hem=1.0, fit=0.5, vee=0.36, opened=0.3, trim=None),
        Vest(knit, trim=trim, vee=float(rng.uniform(0.24, 0.34)),
             pattern=Argyle(scheme.quiet) if rng.random() < 0.15 else None),
        Necktie(scheme.accent, stripe), ribbon,
        Pants(lower, crease=True, pattern=checks if rng.random() < 0.25 else None),
        Skirt(lower, float(rng.uniform(0.28, 0.44)), float(rng.uniform(0.1, 0.2)), int(rng.integers(5, 12)),
              stripe if checks is None and rng.random() < 0.3 else None, pattern=checks),
        sailor,
    )  # fmt: skip


def worn_uniform(rng: Generator, uniform: Uniform, femininity: float) -> tuple[Garment, ...]:
    """The uniform as somebody wears it today: with or without tie, vest and jacket, tidy or not."""
    girl = femininity > 0.5
    untidy = float(rng.beta(1.2, 2.2))
    skirt = girl and rng.random() < 0.86
    worn: list[Garment] = []
    if skirt and rng.random() < 0.25:
        worn.append(Tights(one_of(rng, ((40, 36, 44), (70, 60, 62), (236, 232, 228)))))
    sock = (
        0.0
        if worn
        else float(rng.choice([0.2, 0.35, 0.85, 1.5], p=[0.3, 0.25, 0.35, 0.1] if girl else [0.7, 0.3, 0, 0]))
    )
    leather = one_of(rng, ((60, 44, 40), (36, 34, 38), (96, 62, 46)))
    shoes = Shoes(leather, (40, 34, 32), sock, one_of(rng, (*WHITES, (40, 42, 54))))
    if rng.random() < 0.25:
        shoes = Shoes(one_of(rng, WHITES), (200, 200, 204), sock, WHITES[0], laces=True)
    lower: Garment = uniform.skirt if skirt else uniform.pants
    if girl and uniform.sailor is not None:
        sleeve = 0.28 if rng.random() < 0.5 else 0.97
        scarf = Ribbon(uniform.tie.colour, 0.2, 0.14, 0.28, low=0.2, droop=float(rng.random() * 0.5))
        outer = (
            (replace(uniform.cardigan, opened=float(rng.uniform(0.4, 0.9))),) if rng.random() < 0.3 else ()
        )
        return (*worn, shoes, lower, replace(uniform.sailor, sleeve=sleeve), scarf, *outer)
    summer = rng.random() < 0.3
    shirt = replace(
        uniform.shirt,
        sleeve=0.29 if summer and rng.random() < 0.6 else (0.6 if rng.random() < 0.25 else 0.97),
        opened=untidy * float(rng.random()),
        tucked=bool(rng.random() > 0.5 * untidy),
    )
    tie: list[Garment] = []
    if rng.random() < 0.82:
        loose = untidy * float(rng.uniform(0.2, 1.0)) if rng.random() < 0.4 else 0.0
        if girl and isinstance(uniform.ribbon, Ribbon):
            tie = [uniform.ribbon]
        else:
            tie = [replace(uniform.tie, loose=loose, length=float(rng.uniform(0.58, 0.7)))]
        shirt = replace(shirt, opened=0.7 * loose)
    over: list[Garment] = []
    if rng.random() < (0.35 if summer else 0.48):
        shirt = replace(shirt, tucked=True)
        over.append(uniform.vest)
    draw = rng.random()
    opened = float(rng.choice([0.0, rng.uniform(0.2, 0.6), rng.uniform(0.5, 1.0)]))
    if not summer and draw < 0.75:
        draped = bool(rng.random() < 0.06)
        if isinstance(uniform.jacket, Jacket):
            over = [replace(uniform.jacket, opened=opened * 0.8 if untidy > 0.4 else 0.0)]
            tie = []
        else:
            over.append(replace(uniform.jacket, opened=opened, draped=draped))
    elif not summer and draw < 0.92 and not over:
        over.append(replace(uniform.cardigan, opened=opened))
    return (*worn, shoes, lower, shirt, *tie, *over)
