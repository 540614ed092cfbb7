"""Groups of things by their distances: average linkage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def grouped(
    distances: NDArray[np.float32], apart: float, sizes: NDArray[np.float64] | None = None
) -> NDArray[np.int64]:
    """Put things together while the mean distance between two groups is at most `apart`.

    Average linkage (UPGMA) by chains of nearest neighbours, which needs time and memory of the order of
    N x N. Of two that are equally near the first is taken, so the same distances give the same groups.

    Args:
        distances: N x N float32, symmetric, 0 or more.
        apart: The greatest mean distance of two groups that become one.
        sizes: (N,) how many things each stands for; one unless given.

    Returns:
        (N,) the group of each thing; groups are numbered in the order of their first things.
    """
    count = len(distances)
    between = distances.astype(np.float32, copy=True)
    np.fill_diagonal(between, np.inf)
    sizes = np.ones(count) if sizes is None else sizes.astype(np.float64)
    joined: list[tuple[float, int, int]] = []
    alive = np.ones(count, bool)
    chain: list[int] = []
    while alive.sum() > 1:
        if not chain:
            chain.append(int(alive.argmax()))
        last = chain[-1]
        nearest = int(between[last].argmin())
        if len(chain) > 1 and between[last, chain[-2]] <= between[last, nearest]:
            nearest = chain[-2]
        if len(chain) < 2 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        chain = chain[:-2]
        keep, gone = min(last, nearest), max(last, nearest)
        joined.append((float(between[keep, gone]), keep, gone))
        mean = (sizes[keep] * between[keep] + sizes[gone] * between[gone]) / (sizes[keep] + sizes[gone])
        between[keep], between[:, keep] = mean, mean
        between[keep, keep] = np.inf
        between[gone], between[:, gone] = np.inf, np.inf
        sizes[keep] += sizes[gone]
        alive[gone] = False
    owners = np.arange(count)
    # A group is known by its first thing; chains find far pairs before near ones.
    for distance, keep, gone in sorted(joined):
        if distance <= apart:
            first, second = sorted((owners[keep], owners[gone]))
            owners[owners == second] = first
    return in_order(owners)


def grouped_points(points: NDArray[np.float32], apart: float) -> NDArray[np.int64]:
    """The same for points (N x D) and the distances between them.

    Points of one cell of a grid, a tenth of `apart` wide, count as one, so that many thousands can be
    grouped. There is at least one point.
    """
    cells, again, sizes = np.unique(
        np.floor(points / (apart / 10)), axis=0, return_inverse=True, return_counts=True
    )
    centres = (cells + 0.5) * (apart / 10)
    squares = sum(np.subtract.outer(values, values) ** 2 for values in centres.T)
    owners = grouped(np.sqrt(np.asarray(squares, np.float32)), apart, sizes.astype(np.float64))
    return in_order(owners[again.ravel()])


def in_order(owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """The groups numbered in the order of their first things."""
    _, firsts, again = np.unique(owners, return_index=True, return_inverse=True)
    ranks = np.empty(len(firsts), np.int64)
    ranks[np.argsort(firsts)] = np.arange(len(firsts))
    return np.asarray(ranks[again.ravel()])
