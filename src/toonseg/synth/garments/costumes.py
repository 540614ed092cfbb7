"""Outfits of other times and worlds: court, temple, army, kitchen; mostly clothes without a class."""

from __future__ import annotations

from numpy.random import Generator

from toonseg.synth.figure.character import Garment
from toonseg.synth.garments.collars import Collar
from toonseg.synth.garments.colours import DARKS, EARTHS, LIGHTS, WHITES, Scheme, invent_scheme, one_of
from toonseg.synth.garments.costume import Apron, Armour, Cloak, Robe, Unlabelled
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.patterns import Checks, Dots, Pattern, Stripes
from toonseg.synth.garments.pieces import chance, invent_lower, invent_top
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.pen import Colour, mix

_GOLD: Colour = (214, 180, 104)


def invent_costume(rng: Generator, *, sex: float = 0.5) -> tuple[Garment, ...]:
    """What somebody wears in another time or world, from the skin outwards; `sex` as `Body.femininity`."""
    scheme = invent_scheme(rng, None)
    draw = rng.random()
    if draw < 0.42:
        worn = _robe(rng, scheme)
    elif draw < 0.58:
        # Of a gown no more than the bodice may be seen, which looks like a blouse: they are few.
        worn = _gown(rng, scheme) if sex > 0.5 else _tunic(rng, scheme)
    elif draw < 0.8:
        worn = [*_tunic(rng, scheme), _armour(rng, scheme)]
    else:
        worn = _servant(rng, scheme, sex > 0.5)
    if draw < 0.8 and chance(rng, 0.3):
        worn.append(_cloak(rng, scheme))
    return tuple(worn)


def invent_apron(rng: Generator) -> Apron:
    """An apron for the kitchen or the shop."""
    colour = one_of(rng, (*WHITES, *EARTHS, *DARKS))
    return Apron(
        colour, mix(colour, (90, 80, 90), 0.2) if chance(rng, 0.6) else None, float(rng.uniform(0.2, 0.5)),
        bib=chance(rng, 0.7),
    )  # fmt: skip


def _boots(rng: Generator) -> Shoes:
    return Shoes(
        one_of(rng, (*DARKS, *EARTHS)), (44, 38, 36), 0.0, WHITES[0], shaft=float(rng.uniform(0, 0.8))
    )


def _cloak(rng: Generator, scheme: Scheme) -> Cloak:
    colour = one_of(rng, (*DARKS, scheme.accent, scheme.dark, *EARTHS))
    return Cloak(
        colour, mix(colour, (20, 14, 30), 0.5), _GOLD, float(rng.uniform(0.15, 0.95)),
        float(rng.uniform(24, 62)),
        one_of(rng, (*LIGHTS, *EARTHS)) if chance(rng, 0.35) else None,
    )  # fmt: skip


def _woven(rng: Generator, scheme: Scheme, base: Colour) -> Pattern | None:
    other = mix(base, scheme.light, 0.5)
    draw = rng.random()
    if draw < 0.12:
        return Dots(other, 0.08, 0.26)
    if draw < 0.2:
        return Stripes(other, 0.03, 0.12, upright=True)
    return Checks(other, 0.3, 0.3) if draw < 0.26 else None


def _robe(rng: Generator, scheme: Scheme) -> list[Garment]:
    colour = one_of(rng, (scheme.accent, scheme.quiet, scheme.dark, *WHITES, *LIGHTS))
    two = chance(rng, 0.5)
    return [
        _boots(rng),
        Robe(
            colour, one_of(rng, (*WHITES, scheme.accent, _GOLD, scheme.dark)),
            one_of(rng, (scheme.dark, scheme.accent, *EARTHS)) if chance(rng, 0.8) else None,
            one_of(rng, (scheme.quiet, scheme.dark, scheme.light)) if two else None,
            float(rng.uniform(0.5, 0.98)), float(rng.uniform(0.06, 0.32)), float(rng.uniform(0.42, 0.68)),
            _woven(rng, scheme, colour),
        ),
    ]  # fmt: skip


def _gown(rng: Generator, scheme: Scheme) -> list[Garment]:
    colour = one_of(rng, (scheme.accent, scheme.quiet, scheme.light, scheme.dark, *WHITES))
    skirt = Skirt(
        colour if chance(rng, 0.7) else scheme.light, float(rng.uniform(0.85, 1.0)),
        float(rng.uniform(0.3, 0.7)), 0, band=False, rise=float(rng.uniform(0.45, 0.6)),
        frill=0.12 if chance(rng, 0.5) else 0.0, pattern=_woven(rng, scheme, colour),
    )  # fmt: skip
    bodice: Garment
    if chance(rng, 0.4):
        bodice = DressShirt(
            colour, float(rng.choice([0.3, 0.6, 0.97])), collar=Collar.FRILL, ruffles=float(rng.random()),
            puff=float(rng.uniform(0.04, 0.14)), fit=0.0,
        )  # fmt: skip
    else:
        bodice = TShirt(
            colour, float(rng.choice([0.0, 0.2, 0.97])), _GOLD if chance(rng, 0.3) else None,
            float(rng.uniform(0.1, 0.2)), float(chance(rng, 0.4)), ease=0.03, fit=0.0, tucked=True,
            pattern_sleeves=True,
        )  # fmt: skip
    return [_boots(rng), Unlabelled((skirt, bodice))]


def _tunic(rng: Generator, scheme: Scheme) -> list[Garment]:
    """A tunic to the thighs over narrow hose."""
    hose = Pants(one_of(rng, (*EARTHS, *DARKS, *LIGHTS)), 0.97, 0.008, 0.008)
    colour = one_of(rng, (*EARTHS, scheme.accent, scheme.dark, *LIGHTS))
    robe = Robe(
        colour, mix(colour, _GOLD, 0.7), one_of(rng, EARTHS), None,
        float(rng.uniform(0.12, 0.35)), 0.05, 0.62, _woven(rng, scheme, colour),
    )  # fmt: skip
    return [_boots(rng), hose, robe]


def _armour(rng: Generator, scheme: Scheme) -> Armour:
    metal = one_of(rng, ((172, 178, 190), (110, 112, 124), (190, 170, 130), (70, 70, 84), scheme.quiet))
    return Armour(metal, _GOLD if chance(rng, 0.6) else scheme.accent, float(rng.uniform(0.52, 0.66)))


def _servant(rng: Generator, scheme: Scheme, girl: bool) -> list[Garment]:
    """Today's clothes below an apron."""
    worn, lower = invent_lower(rng, scheme, girl, 0.5)
    top: Garment = (
        DressShirt(one_of(rng, WHITES), 0.6) if chance(rng, 0.6) else invent_top(rng, scheme, tucked=True)
    )
    return [*worn, lower, top, invent_apron(rng)]
