"""Boosted regression trees: a chance from a row of numbers, with numpy alone.

The trees are grown elsewhere (benchmarks/cut/fit.py, with scikit-learn) and kept in a file of some 100 kB.
The chance is the logistic function of the sum of one leaf of each tree (Friedman 2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
"""(N, columns): what was measured of each of N runs or boxes."""
Chances = NDArray[np.float64]
"""(N,) 0..1: how likely each of them is a gutter, or a panel."""

TREES_FILE = "trees.npz"
ROWS = 1024
"""So many rows walk down the trees at once."""


@dataclass(frozen=True)
class Trees:
    """A sum of binary trees; the nodes of all trees stand in one table.

    Attributes:
        roots: (T,) the first node of each tree.
        feature: (N,) the column that a node asks; -1 at a leaf.
        threshold: (N,) rows whose value is at most this go left.
        left, right: (N,) the node to go to; a leaf's own number at a leaf.
        value: (N,) what a leaf adds.
        base: What the sum begins with.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    base: float

    def chances(self, table: Table) -> Chances:
        """(N,) 0..1, for each row of (N, columns)."""
        parts = [table[k : k + ROWS] for k in range(0, len(table), ROWS)]
        total = np.concatenate([np.empty(0), *(self._sum(part) for part in parts)])
        chances: Chances = 1 / (1 + np.exp(-total))
        return chances

    def _sum(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """All rows walk down all trees at once; at a leaf they stay."""
        rows = np.arange(len(table))[:, None]
        node = np.repeat(self.roots[None], len(table), axis=0)
        while ((feature := self.feature[node]) >= 0).any():
            left = table[rows, np.maximum(feature, 0)] <= self.threshold[node]
            node = np.where(left, self.left[node], self.right[node])
        total: NDArray[np.float64] = self.base + self.value[node].sum(axis=1, dtype=np.float64)
        return total


def save_trees(file: IO[bytes], **stages: Trees) -> None:
    """Write named trees to an .npz file."""
    arrays = {f"{name}.{key}": value for name, trees in stages.items() for key, value in vars(trees).items()}
    np.savez_compressed(file, **arrays)


@cache
def load_trees(name: str) -> Trees:
    """The trees of one name from the file that comes with the package."""
    with files(__package__).joinpath(TREES_FILE).open("rb") as file, np.load(file) as arrays:
        fields = {key: arrays[f"{name}.{key}"] for key in Trees.__dataclass_fields__}
    return Trees(**{**fields, "base": float(fields["base"])})
