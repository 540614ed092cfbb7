"""Fringes and side locks by chance, each continuous in everything."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from toonseg.synth.figure.hair_parts import Bangs, Sides


def _u(rng: Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def full_fringe(rng: Generator) -> Bangs:
    """Locks straight down to the brows or the eyes."""
    return Bangs(
        int(rng.integers(4, 9)),
        _u(rng, -18, 18),
        _u(rng, 48, 58),
        _u(rng, -0.05, 0.06),
        _u(rng, 0.04, 0.16),
        _u(rng, 0, 10),
        _u(rng, -0.46, -0.36),
        _u(rng, 1.2, 1.6),
        _u(rng, 0.01, 0.05),
        _u(rng, -3, 5),
        0.0,
        _u(rng, 0.4, 0.75),
        _u(rng, -9, 12),
    )


def blunt_fringe(rng: Generator) -> Bangs:
    """Cut straight over the brows."""
    return replace(
        full_fringe(rng),
        count=int(rng.integers(6, 10)),
        blunt=_u(rng, 0.75, 1.0),
        ragged=0.012,
        sweep=0.0,
        width=1.5,
        cover=0.85,
        centre=_u(rng, -0.06, 0.02),
        outer=_u(rng, 0.0, 0.06),
    )


def curtain_fringe(rng: Generator) -> Bangs:
    """Parted in the middle, falling to the cheeks like a curtain."""
    return Bangs(
        int(rng.integers(5, 10)),
        _u(rng, -10, 10),
        _u(rng, 46, 58),
        _u(rng, -0.26, -0.16),
        _u(rng, 0.06, 0.36),
        _u(rng, 14, 26),
        -0.44,
        _u(rng, 1.3, 1.9),
        0.03,
        _u(rng, -4, 10),
        0.0,
        _u(rng, 0.25, 0.5),
        _u(rng, -10, 16),
        1.0,
    )


def swept_fringe(rng: Generator) -> Bangs:
    """From a parting at the side across the forehead."""
    side = float(rng.choice([-1.0, 1.0]))
    return Bangs(
        int(rng.integers(6, 10)),
        side * _u(rng, 24, 42),
        _u(rng, 48, 56),
        _u(rng, -0.2, -0.1),
        _u(rng, 0.05, 0.24),
        _u(rng, 12, 26),
        -0.43,
        _u(rng, 1.3, 1.9),
        0.04,
        _u(rng, -6, 6),
        0.0,
        _u(rng, 0.4, 0.7),
        _u(rng, -8, 12),
        _u(rng, 0.7, 1.0),
    )


def messy_fringe(rng: Generator) -> Bangs:
    """Uneven pointed locks, some over the eyes."""
    return Bangs(
        int(rng.integers(6, 11)),
        _u(rng, -35, 35),
        _u(rng, 50, 60),
        _u(rng, -0.06, 0.08),
        _u(rng, 0.04, 0.2),
        _u(rng, 4, 16),
        _u(rng, -0.44, -0.34),
        _u(rng, 1.1, 1.6),
        _u(rng, 0.06, 0.11),
        _u(rng, -5, 9),
        0.0,
        _u(rng, 0.3, 0.6),
        _u(rng, -14, 18),
    )


def any_fringe(rng: Generator) -> Bangs:
    """One of them."""
    kinds = (full_fringe, blunt_fringe, curtain_fringe, swept_fringe, messy_fringe)
    return kinds[int(rng.choice(5, p=[0.32, 0.12, 0.2, 0.2, 0.16]))](rng)


def side_locks(rng: Generator) -> Sides:
    """Locks before the ears, alike on both sides."""
    length = _u(rng, 0.2, 0.62)
    return Sides(
        length,
        length + _u(rng, -0.05, 0.05),
        int(rng.integers(1, 4)),
        _u(rng, 0.07, 0.14),
        _u(rng, 62, 70),
        _u(rng, -6, 12),
    )
