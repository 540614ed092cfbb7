"""Short styles of hair, each a function from chance and colour to one `Hairdo`."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from toonseg.synth.figure.hair_do import Back, Hairdo
from toonseg.synth.figure.hair_fringes import (
    blunt_fringe,
    curtain_fringe,
    full_fringe,
    messy_fringe,
    swept_fringe,
)
from toonseg.synth.figure.hair_parts import Bangs, Sides, Top
from toonseg.synth.pen import Colour


def _u(rng: Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def _back(rng: Generator, ragged: float = 0.05) -> Back:
    """Ears bare or half covered, down to the nape."""
    low = _u(rng, 0.2, 0.36)
    ear = max(-0.04, _u(rng, -0.1, 0.14))
    return Back(low, low, ragged, _u(rng, 0.04, 0.1), _u(rng, -0.6, -0.25), ear=ear)


def _burns(rng: Generator) -> Sides | None:
    """Short pointed locks before the ears, or none."""
    if rng.random() < 0.3:
        return None
    low = _u(rng, 0.06, 0.26)
    return Sides(low, low, int(rng.integers(1, 3)), _u(rng, 0.05, 0.09), _u(rng, 66, 72), _u(rng, -6, 6))


def short_fringe(rng: Generator, colour: Colour) -> Hairdo:
    """The school-boy's cut: a fringe of pointed locks, ears bare."""
    top = Top(
        int(rng.integers(0, 7)), _u(rng, 0.05, 0.1), ahoge=float(rng.random() < 0.25) * _u(rng, 0.1, 0.2)
    )
    return Hairdo(
        colour, volume=_u(rng, 0.05, 0.1), bangs=full_fringe(rng), sides=_burns(rng), back=_back(rng), top=top
    )


def messy(rng: Generator, colour: Colour) -> Hairdo:
    """Uncombed: tufts all over."""
    top = Top(int(rng.integers(8, 16)), _u(rng, 0.08, 0.15), _u(rng, 8, 26), _u(rng, 0, 0.2))
    return Hairdo(
        colour,
        volume=_u(rng, 0.07, 0.12),
        bangs=messy_fringe(rng),
        sides=_burns(rng),
        back=_back(rng, 0.1),
        top=top,
    )


def spiky(rng: Generator, colour: Colour) -> Hairdo:
    """Spikes to all sides."""
    top = Top(int(rng.integers(14, 24)), _u(rng, 0.16, 0.32), _u(rng, 8, 24))
    return Hairdo(
        colour,
        volume=_u(rng, 0.06, 0.1),
        bangs=messy_fringe(rng),
        sides=_burns(rng),
        back=_back(rng, 0.12),
        top=top,
    )


def boys_curtain(rng: Generator, colour: Colour) -> Hairdo:
    """Parted in the middle, to the cheekbones."""
    bangs = replace(curtain_fringe(rng), outer=_u(rng, 0.02, 0.2), centre=_u(rng, -0.24, -0.12))
    return Hairdo(colour, volume=_u(rng, 0.06, 0.1), bangs=bangs, sides=_burns(rng), back=_back(rng))


def side_parted(rng: Generator, colour: Colour) -> Hairdo:
    """A neat parting at the side, the forehead half free."""
    bangs = replace(swept_fringe(rng), outer=_u(rng, -0.12, 0.08), centre=_u(rng, -0.26, -0.16), count=5)
    return Hairdo(colour, volume=_u(rng, 0.05, 0.09), bangs=bangs, sides=_burns(rng), back=_back(rng, 0.02))


def undercut(rng: Generator, colour: Colour) -> Hairdo:
    """Sides shaved, the top swept or falling."""
    fringe = (swept_fringe, messy_fringe, curtain_fringe)[int(rng.integers(3))](rng)
    bangs = replace(fringe, spread=_u(rng, 44, 54), outer=_u(rng, -0.14, 0.04))
    return Hairdo(
        colour,
        volume=_u(rng, 0.06, 0.11),
        bangs=bangs,
        shaved=_u(rng, 0.25, 0.9),
        top=Top(int(rng.integers(0, 8)), 0.08),
    )


def slicked_back(rng: Generator, colour: Colour) -> Hairdo:
    """Combed back from the forehead, sometimes wet."""
    side = float(rng.choice([-1.0, 1.0]))
    bangs = None
    if rng.random() < 0.5:  # a lock or two that have come loose
        bangs = Bangs(
            2,
            side * 5,
            14,
            _u(rng, -0.18, 0.0),
            _u(rng, -0.1, 0.05),
            _u(rng, 4, 20),
            -0.34,
            0.5,
            0.05,
            _u(rng, 4, 12),
            0.0,
            0.0,
        )
    low = _u(rng, 0.22, 0.5)
    back = Back(low, low, 0.03, 0.06, -0.2, ear=-0.02)
    return Hairdo(
        colour,
        hairline=_u(rng, -0.34, -0.26),
        temples=_u(rng, 0.02, 0.08),
        volume=_u(rng, 0.03, 0.08),
        bangs=bangs,
        back=back,
        sheen=_u(rng, 1.0, 1.8),
    )


def wet_look(rng: Generator, colour: Colour) -> Hairdo:
    """Few thick clumps that cling to the face."""
    bangs = replace(messy_fringe(rng), count=int(rng.integers(3, 6)), width=0.9, centre=0.06, cover=0.25)
    low = _u(rng, 0.25, 0.6)
    sides = Sides(low, low + 0.1, 2, 0.07, 68, 10)
    return Hairdo(
        colour,
        volume=0.02,
        bangs=bangs,
        sides=sides,
        back=Back(low, low, 0.08, 0.14, -0.04, ear=0.1),
        sheen=1.7,
    )


def bowl(rng: Generator, colour: Colour) -> Hairdo:
    """Cut round the head at one height."""
    low = _u(rng, 0.06, 0.22)
    bangs = replace(blunt_fringe(rng), outer=low * 0.7)
    return Hairdo(
        colour, volume=_u(rng, 0.07, 0.11), bangs=bangs, back=Back(low, low, 0.01, 0.02, -0.05, ear=low)
    )


def buzz(rng: Generator, colour: Colour) -> Hairdo:
    """A few millimetres all over."""
    low = _u(rng, 0.16, 0.26)
    back = Back(low, low, 0.0, 0.0, -0.6, ear=-0.05)
    return Hairdo(
        colour, hairline=_u(rng, -0.32, -0.26), temples=_u(rng, 0.0, 0.05), volume=0.005, back=back, sheen=0.4
    )


def receding(rng: Generator, colour: Colour) -> Hairdo:
    """The forehead reaches up to the crown; short at the sides."""
    low = _u(rng, 0.2, 0.3)
    back = Back(low, low, 0.03, 0.03, -0.5, ear=0.0)
    return Hairdo(
        colour,
        hairline=_u(rng, -0.47, -0.38),
        temples=_u(rng, 0.0, 0.07),
        volume=_u(rng, 0.015, 0.04),
        back=back,
        sheen=0.8,
    )


def wolf_cut(rng: Generator, colour: Colour) -> Hairdo:
    """Short on top, thin long locks at the nape."""
    low = _u(rng, 0.55, 0.85)
    back = Back(low, low, 0.12, 0.22, _u(rng, -0.03, 0.06), ear=_u(rng, 0.1, 0.25))
    sides = Sides(_u(rng, 0.25, 0.45), _u(rng, 0.25, 0.45), 2, 0.08, 68, -8)
    return Hairdo(
        colour,
        volume=_u(rng, 0.06, 0.1),
        bangs=messy_fringe(rng),
        sides=sides,
        back=back,
        top=Top(int(rng.integers(4, 10)), 0.09),
    )


def short_curls(rng: Generator, colour: Colour) -> Hairdo:
    """Curly on top, short at the sides: the perm."""
    back = replace(_back(rng), ear=0.0)
    return Hairdo(
        colour, volume=_u(rng, 0.1, 0.17), bangs=full_fringe(rng), back=back, curl=_u(rng, 0.025, 0.045)
    )


SHORTER = (
    short_fringe,
    messy,
    spiky,
    boys_curtain,
    side_parted,
    undercut,
    slicked_back,
    wet_look,
    bowl,
    buzz,
    receding,
    wolf_cut,
    short_curls,
)
