"""Which runs of empty rows are gutters, and which belong to a picture.

A flat sky at the top of a panel, a white band across it, or the gap between a figure and its shadow are as
empty as a gutter. What tells them apart is learned from the episode itself: the colours that stand alone
between pictures or beside them (palette.py), how a run ends (sides.py), and whether a picture goes on behind
it (bands.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toonseg.cuts.bands import Heights, is_band, typical_heights
from toonseg.cuts.palette import Colour, Palette, learn_palette
from toonseg.cuts.runs import SAME, Run, contrast
from toonseg.cuts.sides import EDGED, End, Placed, place_runs
from toonseg.cuts.sketch import Sketch

THIN_ROWS = 16
"""Thinner gutters than this have a colour that comes back in the strip."""
LOOSE_ROWS = 34
"""A gap without a straight edge on either side is a gutter only if it is this high."""
WORTH: dict[End, float] = {
    "straight": 1.0,
    "line": 1.0,
    "overhung": 0.5,
    "strip": 0.5,
    "narrow": 0.2,
    "run": 0.1,
    "same": 0.1,
    "fading": -0.3,
}
"""How much an end speaks for a gutter. All weights here were tuned on drawn strips (docs/adr/0005)."""


@dataclass(frozen=True)
class Judged:
    """A run with the evidence for it.

    Attributes:
        band: Whether it seems to cross one picture.
        score: Above 0 it is a gutter.
    """

    placed: Placed
    band: bool
    score: float

    @property
    def run(self) -> Run:
        return self.placed.run


def judge_runs(sketch: Sketch, runs: Sequence[Run]) -> list[Judged]:
    """Weigh every run of a strip, top to bottom."""
    chains = place_runs(sketch, runs)
    palette = learn_palette(sketch, chains)
    typical = typical_heights(chains)
    judged: list[Judged] = []
    for chain in chains:
        judged += _resolve([_weigh(sketch, placed, palette, typical) for placed in chain], palette)
    return judged


def _weigh(sketch: Sketch, placed: Placed, palette: Palette, typical: Heights) -> Judged:
    run = placed.run
    dominance = palette.dominance(run.y0)
    support = max(palette.support(colour) for colour in _colours(run))
    over, under = placed.ends
    score = WORTH[over] + WORTH[under] + 0.6 * placed.margins + 1.2 * support - 0.6
    score += 0.6 * (placed.count("run") == 2)
    if run.kind == "gradient":
        # A gradient fades by itself.
        score += (WORTH["narrow"] - WORTH["fading"]) * placed.count("fading")
    edged = placed.count(*EDGED, "run")
    if run.height < LOOSE_ROWS and not edged:
        # Nothing straight near it: the gap may be one within a figure, or between letters.
        loose = not placed.count("strip", "overhung")
        score -= 3.0 * (loose or run.height < 0.4 * LOOSE_ROWS)
    if not placed.margins:
        score -= _doubt(run, edged + placed.count("overhung"), support, dominance)
    band = is_band(sketch, placed, typical)
    return Judged(placed, band, score - 4.0 * band)


def _colours(run: Run) -> list[Colour]:
    """The run's colour; of a gradient also those it begins and ends with, which other gutters may have."""
    if run.kind != "gradient":
        return [run.colour]
    ends = [np.median(profile, axis=0) for profile in (run.top, run.bottom)]
    return [run.colour, *((int(r), int(g), int(b)) for r, g, b in ends)]


def _doubt(run: Run, edged: int, support: float, dominance: float) -> float:
    """What speaks against a run whose colour the strip hardly knows as ground."""
    doubt = 0.0
    if support < 0.3 and edged < 2:
        plain = run.kind == "texture" and edged and not dominance and run.height >= LOOSE_ROWS
        doubt += 0.4 if plain else 1.2 if run.kind == "texture" else 0.8
    if support < 0.3 and run.height < THIN_ROWS:
        doubt += 1.5
    if support < 0.25:
        doubt += dominance * (1.0 if run.height >= LOOSE_ROWS and run.kind == "flat" else 2.0)
    return doubt


def _resolve(weighed: list[Judged], palette: Palette) -> list[Judged]:
    """In a chain of touching runs, keep those that are about as good as the best one."""
    if len(weighed) < 2:
        return weighed
    weights = [palette.weight(item.run.colour) for item in weighed]
    heaviest = max(2.0, *weights)
    ranks = [item.score + 2 * weight / heaviest for item, weight in zip(weighed, weights, strict=True)]
    best = weighed[ranks.index(max(ranks))]
    return [
        item
        if item is best or _stands_beside(item, best, palette)
        else replace(item, score=min(item.score, -1.0))
        for item in weighed
    ]


def _stands_beside(item: Judged, best: Judged, palette: Palette) -> bool:
    """Whether a run is a gutter besides the best of its chain: two grounds meet, as where scenes change."""
    if contrast(item.run, best.run) <= SAME:
        # An even ground does not turn grainy: there something is drawn in nearly its colour.
        return not (item.run.kind == "texture" and best.run.kind == "flat")
    if item.score < best.score - 0.6:
        return False
    if item.run.kind == best.run.kind == "texture":
        return True
    return min(palette.support(one.run.colour, alone=True) for one in (item, best)) >= 0.4
