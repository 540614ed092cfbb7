"""Which runs of empty rows are gutters, and which belong to a picture.

A flat sky at the top of a panel, a white band across it, or the gap between a figure and its shadow are as
empty as a gutter. What tells them apart is learned from the episode itself: the colours that stand alone
between pictures or beside them (palette.py), how a run ends (sides.py), and whether a picture goes on behind
it (bands.py). How much each of these says was learned from drawn strips (docs/adr/0006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toonseg.cuts.evidence import compare_chances, measure_runs
from toonseg.cuts.runs import Run
from toonseg.cuts.sides import Placed, place_runs
from toonseg.cuts.sketch import Sketch
from toonseg.cuts.trees import load_trees

BAND = 0.2
"""A run with a lower chance than this lies within one picture."""


@dataclass(frozen=True)
class Judged:
    """A run and the chance that it is a gutter, 0..1."""

    placed: Placed
    chance: float

    @property
    def run(self) -> Run:
        return self.placed.run

    @property
    def is_gutter(self) -> bool:
        return self.chance > 0.5

    @property
    def is_band(self) -> bool:
        """Whether it surely crosses one picture."""
        return self.chance < BAND


def judge_runs(sketch: Sketch, runs: Sequence[Run]) -> list[Judged]:
    """Weigh every run of a strip, top to bottom.

    Twice: first each by itself, then with what came of the runs that are like it.
    """
    chains = place_runs(sketch, runs)
    seen = measure_runs(sketch, chains)
    first = load_trees("seen").chances(seen)
    chances = load_trees("fared").chances(np.concatenate([seen, compare_chances(chains, first)], axis=1))
    placed = [item for chain in chains for item in chain]
    return [Judged(item, float(chance)) for item, chance in zip(placed, chances, strict=True)]
