"""Average linkage, beside the plain way to do it."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.results.palettes.linkage import grouped, grouped_points


def plain(distances: np.ndarray, apart: float) -> list[set[int]]:
    """Join the two groups of the least mean distance until none is near: slow, and as the books put it."""
    groups = [{k} for k in range(len(distances))]
    while len(groups) > 1:
        pairs = [
            (float(np.mean([distances[a, b] for a in groups[i] for b in groups[j]])), i, j)
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
        ]
        least, i, j = min(pairs)
        if least > apart:
            break
        groups[i] |= groups.pop(j)
    return groups


def sets_of(owners: np.ndarray) -> list[set[int]]:
    return [set(np.flatnonzero(owners == k).tolist()) for k in range(int(owners.max()) + 1)]


@pytest.mark.parametrize("seed", range(8))
def test_the_groups_are_those_of_the_plain_way(seed: int) -> None:
    points = np.random.default_rng(seed).random((24, 2))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2).astype(np.float32)
    for apart in (0.1, 0.25, 0.5):
        found = sets_of(grouped(distances, apart))
        assert sorted(map(min, found)) == [min(one) for one in found]
        assert {frozenset(one) for one in found} == {frozenset(one) for one in plain(distances, apart)}


def test_sizes_count() -> None:
    """Two things for which many stand keep a third one off that alone would be near their mean."""
    distances = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]], np.float32)
    assert grouped(distances, 1.6).tolist() == [0, 0, 0]
    assert grouped(distances, 1.6, np.array([9.0, 1.0, 1.0])).tolist() == [0, 0, 1]


@pytest.mark.parametrize("count", [1, 3, 4000])
def test_points_of_three_colours(count: int) -> None:
    rng = np.random.default_rng(0)
    centres = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 1]])
    which = np.arange(count) % 3
    points = (centres[which] + rng.normal(0, 0.02, (count, 3))).astype(np.float32)
    assert grouped_points(points, 0.3).tolist() == which.tolist()
