"""Styles of hair: each a function from chance and colour to one `Hairdo`, continuous in everything."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from toonseg.synth.figure.hair_do import Back, Hairdo
from toonseg.synth.figure.hair_fringes import any_fringe, blunt_fringe, side_locks, swept_fringe
from toonseg.synth.figure.hair_parts import Sides, Top
from toonseg.synth.figure.hair_tails import Bun, Tail
from toonseg.synth.pen import Colour


def _u(rng: Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def bob(rng: Generator, colour: Colour) -> Hairdo:
    """To the chin, tips turned in or out."""
    low = _u(rng, 0.42, 0.66)
    back = Back(low, low, _u(rng, 0.01, 0.04), _u(rng, 0.02, 0.07), _u(rng, -0.08, 0.09), ear=low * 0.9)
    sides = replace(side_locks(rng), right=low, left=low, curl=_u(rng, 0, 14))
    return Hairdo(colour, volume=_u(rng, 0.06, 0.11), bangs=any_fringe(rng), sides=sides, back=back)


def lob(rng: Generator, colour: Colour) -> Hairdo:
    """To the shoulders."""
    low = _u(rng, 0.72, 0.98)
    back = Back(
        low,
        low,
        0.05,
        _u(rng, 0.06, 0.14),
        _u(rng, 0.0, 0.1),
        _u(rng, 0, 0.02),
        before=_u(rng, 0, 0.6),
        ear=0.5,
    )
    return Hairdo(colour, volume=_u(rng, 0.05, 0.1), bangs=any_fringe(rng), sides=side_locks(rng), back=back)


def long_straight(rng: Generator, colour: Colour) -> Hairdo:
    """To the back or the waist."""
    low = _u(rng, 1.2, 2.4)
    back = Back(
        low,
        low,
        0.1,
        _u(rng, 0.1, 0.25),
        _u(rng, 0.0, 0.12),
        before=float(rng.choice([0, 0.5, 1.0])),
        ear=0.5,
    )
    return Hairdo(colour, volume=_u(rng, 0.05, 0.1), bangs=any_fringe(rng), sides=side_locks(rng), back=back)


def long_wavy(rng: Generator, colour: Colour) -> Hairdo:
    """Long, swinging in and out."""
    base = long_straight(rng, colour)
    return replace(
        base,
        volume=_u(rng, 0.08, 0.13),
        back=replace(
            base.back,
            wave=_u(rng, 0.025, 0.055),
            waves=_u(rng, 1.2, 2.2),
            flare=_u(rng, 0.06, 0.16),
            points=0.2,
        ),
    )


def long_one_side(rng: Generator, colour: Colour) -> Hairdo:
    """Long on one side, short on the other."""
    low, short = _u(rng, 0.8, 1.5), _u(rng, 0.2, 0.45)
    right, left = (low, short) if rng.random() < 0.5 else (short, low)
    back = Back(right, left, 0.06, 0.12, 0.03, ear=0.3, before=0.3)
    return Hairdo(colour, bangs=swept_fringe(rng), sides=Sides(right * 0.6, left * 0.6), back=back)


def hime(rng: Generator, colour: Colour) -> Hairdo:
    """Straight fringe, straight locks to the cheeks, long behind."""
    low, cheek = _u(rng, 1.1, 2.3), _u(rng, 0.3, 0.5)
    sides = Sides(cheek, cheek, 2, _u(rng, 0.1, 0.14), 66, 0.0, 1.0)
    return Hairdo(
        colour, bangs=blunt_fringe(rng), sides=sides, back=Back(low, low, 0.02, 0.03, 0.03, ear=0.5)
    )


def curls(rng: Generator, colour: Colour) -> Hairdo:
    """Curly, to the chin or the shoulders."""
    low = _u(rng, 0.35, 0.95)
    back = Back(low, low, 0.05, 0.02, _u(rng, 0.06, 0.18), ear=low * 0.8)
    return Hairdo(
        colour, volume=_u(rng, 0.1, 0.18), bangs=any_fringe(rng), back=back, curl=_u(rng, 0.03, 0.06)
    )


def afro(rng: Generator, colour: Colour) -> Hairdo:
    """A ball of small curls."""
    back = Back(0.25, 0.25, 0.02, 0.0, 0.1, ear=0.2)
    return Hairdo(colour, hairline=-0.25, volume=_u(rng, 0.2, 0.34), back=back, curl=_u(rng, 0.02, 0.035))


def ponytail(rng: Generator, colour: Colour) -> Hairdo:
    """One tail, high or low, straight or waved."""
    y = _u(rng, -0.42, 0.22)
    tail = Tail(
        _u(rng, 165, 195),
        y,
        _u(rng, 0.7, 1.9),
        _u(rng, 0.22, 0.4),
        _u(rng, 0.08, 0.24),
        _u(rng, 0.1, 0.5),
        _u(rng, 0, 0.06),
        tie=_tie(rng),
    )
    return _tied(rng, colour, (tail,))


def side_tail(rng: Generator, colour: Colour) -> Hairdo:
    """One tail that falls before a shoulder."""
    side = float(rng.choice([-1.0, 1.0]))
    tail = Tail(
        side * _u(rng, 92, 112),
        _u(rng, -0.1, 0.35),
        _u(rng, 0.7, 1.4),
        _u(rng, 0.2, 0.34),
        0.04,
        _u(rng, -0.1, 0.05),
        0.04,
        tie=_tie(rng),
        before=True,
    )
    return _tied(rng, colour, (tail,))


def twin_tails(rng: Generator, colour: Colour) -> Hairdo:
    """Two tails, high or low."""
    y, lon = _u(rng, -0.36, 0.3), _u(rng, 95, 128)
    made = Tail(
        lon,
        y,
        _u(rng, 0.6, 2.0),
        _u(rng, 0.2, 0.36),
        _u(rng, 0.05, 0.22),
        _u(rng, 0.0, 0.3),
        _u(rng, 0, 0.06),
        tie=_tie(rng),
        before=bool(y > 0.1 and rng.random() < 0.6),
    )
    return _tied(rng, colour, (made, replace(made, lon=-lon)))


def braid(rng: Generator, colour: Colour) -> Hairdo:
    """One braid, behind or over a shoulder."""
    over = rng.random() < 0.6
    lon = float(rng.choice([-1.0, 1.0])) * _u(rng, 95, 112) if over else 180.0
    tail = Tail(
        lon,
        _u(rng, 0.2, 0.38),
        _u(rng, 0.7, 1.5),
        _u(rng, 0.2, 0.3),
        0.03,
        _u(rng, -0.08, 0.08),
        0.02,
        int(rng.integers(7, 12)),
        _tie(rng),
        over,
    )
    return _tied(rng, colour, (tail,))


def twin_braids(rng: Generator, colour: Colour) -> Hairdo:
    """Two braids."""
    tail = Tail(
        _u(rng, 98, 112),
        _u(rng, 0.15, 0.35),
        _u(rng, 0.6, 1.3),
        _u(rng, 0.17, 0.26),
        0.04,
        _u(rng, -0.05, 0.08),
        0.01,
        int(rng.integers(6, 11)),
        _tie(rng),
        rng.random() < 0.75,
    )
    return _tied(rng, colour, (tail, replace(tail, lon=-tail.lon)))


def bun(rng: Generator, colour: Colour) -> Hairdo:
    """One bun, on the crown or at the nape."""
    low = rng.random() < 0.3
    knot = Bun(
        180.0 if low else _u(rng, 165, 195),
        0.12 if low else _u(rng, -0.48, -0.38),
        _u(rng, 0.15, 0.25),
        _u(rng, 0, 1),
        _tie(rng),
    )
    return _tied(rng, colour, (knot,))


def double_bun(rng: Generator, colour: Colour) -> Hairdo:
    """Two buns, sometimes with tails from them."""
    lon, y = _u(rng, 95, 125), _u(rng, -0.46, -0.3)
    knot = Bun(lon, y, _u(rng, 0.13, 0.21), _u(rng, 0, 0.6), _tie(rng))
    made: tuple[Tail | Bun, ...] = (knot, replace(knot, lon=-lon))
    if rng.random() < 0.35:
        tail = Tail(lon, y + 0.1, _u(rng, 0.6, 1.4), 0.2, 0.1, 0.1, 0.03)
        made = (tail, replace(tail, lon=-lon), *made)
    return _tied(rng, colour, made)


def half_up(rng: Generator, colour: Colour) -> Hairdo:
    """Long, its upper half tied behind."""
    base = long_straight(rng, colour) if rng.random() < 0.5 else long_wavy(rng, colour)
    knot: Tail | Bun = Bun(180, -0.4, _u(rng, 0.12, 0.17), 0.5, _tie(rng))
    if rng.random() < 0.5:
        knot = Tail(180, -0.34, _u(rng, 0.5, 0.9), 0.2, 0.12, 0.12, tie=_tie(rng))
    return replace(base, knots=(knot,))


def pixie(rng: Generator, colour: Colour) -> Hairdo:
    """Short and feathered, ears half covered."""
    back = Back(0.3, 0.3, 0.05, 0.1, _u(rng, -0.5, -0.1), ear=_u(rng, 0.0, 0.18))
    sides = Sides(_u(rng, 0.15, 0.32), _u(rng, 0.15, 0.32), 2, 0.08, 68, _u(rng, -8, 4))
    return Hairdo(
        colour,
        volume=_u(rng, 0.05, 0.09),
        bangs=any_fringe(rng),
        sides=sides,
        back=back,
        top=Top(int(rng.integers(0, 6)), _u(rng, 0.06, 0.11)),
    )


def _tie(rng: Generator) -> Colour:
    r, g, b = (int(c) for c in rng.integers(30, 240, 3))
    return r, g, b


def _tied(rng: Generator, colour: Colour, knots: tuple[Tail | Bun, ...]) -> Hairdo:
    back = Back(0.27, 0.27, 0.03, 0.03, -0.7, ear=_u(rng, 0.0, 0.1))
    sides = side_locks(rng) if rng.random() < 0.75 else None
    fringe = any_fringe(rng) if rng.random() < 0.9 else None
    return Hairdo(colour, volume=_u(rng, 0.03, 0.08), bangs=fringe, sides=sides, back=back, knots=knots)


LONGER = (
    bob,
    lob,
    long_straight,
    long_wavy,
    long_one_side,
    hime,
    curls,
    ponytail,
    side_tail,
    twin_tails,
    braid,
    twin_braids,
    bun,
    double_bun,
    half_up,
    pixie,
)
