"""Single pieces of an outfit, invented in colours that go together: tops, pants, skirts, shoes, jackets."""

from __future__ import annotations

from numpy.random import Generator

from toonseg.synth.figure.character import Garment
from toonseg.synth.garments.colours import DARKS, DENIMS, EARTHS, LIGHTS, WHITES, Scheme, one_of
from toonseg.synth.garments.jacket import Jacket, Neck
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.patterns import Argyle, Checks, Dots, Pattern, Print, Stripes
from toonseg.synth.garments.shoes import Shoes, Tights
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.pen import Colour, mix


def chance(rng: Generator, share: float) -> bool:
    """True in that share of all cases."""
    return bool(rng.random() < share)


def upper_colour(rng: Generator, scheme: Scheme) -> Colour:
    """White and pale tops are the most frequent ones, and the hardest to cut out."""
    draw = rng.random()
    if draw < 0.42:
        return scheme.light
    if draw < 0.62:
        return scheme.accent
    if draw < 0.78:
        return scheme.quiet
    return one_of(rng, (*DARKS, *EARTHS))


def print_on(rng: Generator, base: Colour, scheme: Scheme, knit: bool) -> Pattern | None:
    """Stripes, a print, dots or argyle that suit a top of colour `base`, or None."""
    draw, other = rng.random(), scheme.accent if sum(base) > 500 else scheme.light
    if base == scheme.accent:
        other = scheme.light if sum(base) < 560 else scheme.dark
    if draw < (0.6 if knit else 0.42):
        return None
    if draw < 0.66:
        width = float(rng.uniform(0.03, 0.12))
        if chance(rng, 0.3):
            return Stripes(
                other, float(rng.uniform(0.12, 0.3)), 0.1, first=float(rng.uniform(0.4, 0.8)), count=2
            )
        return Stripes(other, width, width * float(rng.uniform(0.8, 2.5)))
    if knit:
        return Argyle(mix(base, other, 0.6), other) if draw < 0.78 else Checks(other, 0.3, 0.4)
    if draw < 0.9:
        return Print(other, float(rng.random()), float(rng.uniform(0.35, 0.7)), float(rng.uniform(0.6, 0.85)))
    return Dots(other, float(rng.uniform(0.04, 0.1)), float(rng.uniform(0.14, 0.26)))


def invent_top(rng: Generator, scheme: Scheme, *, tucked: bool = False, under: bool = False) -> TShirt:
    """A T-shirt, long-sleeved shirt, sweater or hoodie."""
    colour, draw = upper_colour(rng, scheme), rng.random()
    fit = float(rng.uniform(0.1, 1.0))
    if under or draw < 0.5:
        sleeve = float(rng.uniform(0.18, 0.33)) if chance(rng, 0.78) else float(rng.choice([0.0, 0.6, 0.97]))
        return TShirt(
            colour, sleeve, one_of(rng, (scheme.dark, scheme.accent)) if chance(rng, 0.12) else None,
            float(rng.uniform(0.035, 0.11)), float(chance(rng, 0.25)), hem=float(rng.uniform(0.86, 1.05)),
            fit=fit,
            tucked=tucked, pattern=print_on(rng, colour, scheme, knit=False), pattern_sleeves=chance(rng,
            0.5),
        )  # fmt: skip
    if draw < 0.72:
        return TShirt(
            colour, 0.97, neck=0.06, hem=float(rng.uniform(0.95, 1.1)), ease=0.07, fit=max(fit, 0.5),
            ribs=True,
            hood=float(rng.uniform(0.5, 1.0)), pattern=print_on(rng, colour, scheme,
            knit=True) if chance(rng, 0.3) else None,
        )  # fmt: skip
    high = float(rng.uniform(0.3, 1.0)) if chance(rng, 0.35) else 0.0
    return TShirt(
        colour, 0.97, None, float(rng.uniform(0.04, 0.14)), float(chance(rng, 0.4)), high,
        float(rng.uniform(0.85, 1.05)), 0.06, fit, ribs=True, tucked=tucked,
        pattern=print_on(rng, colour, scheme, knit=True), pattern_sleeves=True,
    )  # fmt: skip


def invent_pants(rng: Generator, scheme: Scheme) -> Pants:
    """Jeans, shorts, trousers."""
    belt = one_of(rng, ((70, 50, 40), (30, 28, 30))) if chance(rng, 0.25) else None
    draw, slack = rng.random(), float(rng.uniform(0.0, 0.07))
    if draw < 0.42:
        return Pants(
            one_of(rng, DENIMS), float(rng.uniform(0.88, 0.98)), 0.012 + slack * 0.5, 0.02 + slack,
            jeans=float(rng.uniform(0.3, 1.0)), turned_up=0.05 if chance(rng, 0.25) else 0.0, belt=belt,
        )  # fmt: skip
    colour = one_of(rng, (*DARKS, *EARTHS, scheme.dark, scheme.light, scheme.quiet))
    if draw < 0.56:
        return Pants(colour, float(rng.uniform(0.22, 0.5)), 0.03 + slack, 0.04 + slack, belt=belt)
    pattern = Checks(mix(colour, (0, 0, 0), 0.25), 0.16, 0.4) if chance(rng, 0.08) else None
    return Pants(
        colour, float(rng.uniform(0.86, 0.98)), 0.02 + slack, 0.02 + slack * float(rng.uniform(0.5, 2.2)),
        crease=chance(rng, 0.4), belt=belt, rise=float(rng.uniform(0.62, 0.74)), pattern=pattern,
    )  # fmt: skip


def invent_skirt(rng: Generator, scheme: Scheme) -> Skirt:
    """A pleated, narrow or flared skirt."""
    colour = one_of(rng, (*DARKS, *DENIMS[:3], scheme.accent, scheme.quiet, scheme.light, *EARTHS[:3]))
    pattern: Pattern | None = None
    if chance(rng, 0.25):
        pattern = Checks(mix(colour, scheme.dark, 0.6), float(rng.uniform(0.12, 0.3)), 0.5, scheme.light)
    draw, length = rng.random(), float(rng.uniform(0.24, 0.92))
    if draw < 0.4:
        return Skirt(
            colour, min(length, 0.6), float(rng.uniform(0.1, 0.24)), int(rng.integers(4, 13)), pattern=pattern
        )
    if draw < 0.62:
        return Skirt(colour, min(length, 0.55), float(rng.uniform(0.015, 0.05)), 0, pattern=pattern)
    return Skirt(
        colour,
        length,
        float(rng.uniform(0.12, 0.36)),
        0,
        frill=0.12 if chance(rng, 0.15) else 0.0,
        pattern=pattern,
    )


def invent_shoes(rng: Generator, scheme: Scheme, *, bare: bool) -> list[Garment]:
    """Shoes, with socks or tights where the legs are bare."""
    worn: list[Garment] = []
    sock = float(rng.choice([0.0, 0.15, 0.3, 0.8]))
    if bare and chance(rng, 0.22):
        worn.append(Tights(one_of(rng, (*DARKS[:2], (236, 228, 222), (120, 100, 92)))))
        sock = 0.0
    colour = one_of(rng, (*WHITES, *DARKS, *EARTHS, scheme.accent))
    socks = one_of(rng, (*WHITES, *DARKS[:3], scheme.quiet))
    if chance(rng, 0.2):
        leather = one_of(rng, (*DARKS, *EARTHS))
        return [*worn, Shoes(leather, (44, 38, 36), 0.0, socks, shaft=float(rng.uniform(0.25, 0.85)))]
    band = scheme.accent if chance(rng, 0.2) else None
    return [
        *worn,
        Shoes(colour, one_of(rng, (*WHITES, (60, 52, 50))), sock, socks, band, laces=chance(rng, 0.6)),
    ]


def invent_lower(
    rng: Generator, scheme: Scheme, girl: bool, skirts: float
) -> tuple[list[Garment], Pants | Skirt]:
    """Pants, or in the share `skirts` of cases a skirt where a girl wears it, and what goes with them on
    legs and feet."""
    lower = invent_skirt(rng, scheme) if girl and chance(rng, skirts) else invent_pants(rng, scheme)
    bare = isinstance(lower, Skirt) or lower.length < 0.6
    return invent_shoes(rng, scheme, bare=bare), lower


def invent_jacket(rng: Generator, scheme: Scheme) -> Jacket:
    """A bomber, leather or denim jacket, a cardigan, a hooded or a padded one."""
    colour = one_of(rng, (*DARKS, *EARTHS, *DENIMS, scheme.accent, scheme.quiet, scheme.light))
    opened, draw = float(rng.beta(1.3, 1.3)), rng.random()
    draped = chance(rng, 0.05)
    if draw < 0.3:
        return Jacket(
            colour, hem=float(rng.uniform(0.85, 1.3)), ease=0.06, neck=Neck.NONE,
            buttons=int(rng.integers(3, 6)),
            vee=float(rng.uniform(0.28, 0.46)), opened=opened, button=one_of(rng, (*EARTHS, *LIGHTS)),
            draped=draped,
            pattern=Argyle(scheme.quiet) if chance(rng, 0.08) else None,
        )  # fmt: skip
    if draw < 0.5:
        return Jacket(
            colour, one_of(rng, (scheme.light, scheme.dark)) if chance(rng, 0.4) else None,
            one_of(rng, (scheme.light, scheme.accent, scheme.dark)), opened, float(rng.uniform(0.78, 0.95)),
            draped=draped,
        )  # fmt: skip
    if draw < 0.75:
        return Jacket(
            colour, opened=opened, hem=float(rng.uniform(0.78, 1.0)), neck=Neck.TURNED, ribs=False,
            draped=draped,
            buttons=int(rng.choice([0, 4])), fit=float(rng.uniform(0.2, 0.9)),
            pattern=Checks(mix(colour, scheme.accent, 0.6), 0.24, 0.45, scheme.light) if chance(rng,
            0.12) else None,
        )  # fmt: skip
    return Jacket(
        colour, opened=opened, hem=float(rng.uniform(0.9, 1.1)), neck=Neck.HOOD, ribs=chance(rng, 0.6)
    )
