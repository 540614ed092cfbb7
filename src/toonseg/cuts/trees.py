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

TREES_FILE = "trees.npz"


@dataclass(frozen=True)
class Trees:
    """A sum of binary trees; the nodes of all trees stand in one table.

    Attributes:
        roots: (T,) the first node of each tree.
        feature: (N,) the column that a node asks; -1 at a leaf.
        threshold: (N,) rows whose value is at most this go left.
        left, right: (N,) the node to go to.
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

    def chances(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N,) 0..1, for each row of (N, columns)."""
        rows = np.arange(len(table))
        total = np.full(len(table), self.base)
        for root in self.roots:
            node = np.full(len(table), root, np.int32)
            while (inner := self.feature[node] >= 0).any():
                at, asked = rows[inner], node[inner]
                left = table[at, self.feature[asked]] <= self.threshold[asked]
                node[inner] = np.where(left, self.left[asked], self.right[asked])
            total += self.value[node]
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-total))
        return chances


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
