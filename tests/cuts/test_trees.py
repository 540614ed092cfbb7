"""Trees: the same chance as walking down each of them by hand, and the same after a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts import evidence, looks, trees
from toonseg.cuts.trees import ROWS, TREES_FILE, Trees, load_trees, save_trees

COLUMNS = 4
Node = float | tuple[int, float, "Node", "Node"]
"""A leaf's value; or the column that a node asks, its threshold, and where to go: left if at most that."""

STAGES = {
    "seen": len(evidence.SEEN),
    "fared": len(evidence.SEEN) + len(evidence.FARED),
    "look": len(looks.SEEN),
    "rival": len(looks.SEEN) + len(looks.RIVALS),
}
"""The names in the file that comes with the package, and how many columns each is asked with."""

quarters = st.integers(-12, 12).map(lambda number: number / 4)
nodes = st.recursive(
    quarters, lambda node: st.tuples(st.integers(0, COLUMNS - 1), quarters, node, node), max_leaves=8
)


def trees_of(roots: list[Node], base: float) -> Trees:
    table: list[tuple[int, float, int, int, float]] = []

    def add(node: Node) -> int:
        own = len(table)
        table.append((-1, 0.0, own, own, 0.0))
        if isinstance(node, tuple):
            feature, threshold, left, right = node
            table[own] = (feature, threshold, add(left), add(right), 0.0)
        else:
            table[own] = (-1, 0.0, own, own, node)
        return own

    firsts = [add(root) for root in roots]
    feature, threshold, left, right, value = (np.array(column) for column in zip(*table, strict=True))
    return Trees(
        np.array(firsts, np.int32),
        feature.astype(np.int16),
        threshold.astype(np.float32),
        left.astype(np.int32),
        right.astype(np.int32),
        value.astype(np.float32),
        base,
    )


def walk(node: Node, row: list[float]) -> float:
    while isinstance(node, tuple):
        feature, threshold, left, right = node
        node = left if row[feature] <= threshold else right
    return node


@settings(deadline=None)
@given(
    st.lists(nodes, min_size=1, max_size=5),
    quarters,
    st.lists(st.lists(quarters, min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=12),
)
def test_the_chance_is_that_of_walking_down_each_tree(
    roots: list[Node], base: float, rows: list[list[float]]
) -> None:
    sums = np.array([base + sum(walk(root, row) for root in roots) for row in rows])
    chances = trees_of(roots, base).chances(np.array(rows))
    assert chances == pytest.approx(1 / (1 + np.exp(-sums)))


def test_no_rows_have_no_chances() -> None:
    assert trees_of([(0, 0.0, -1.0, 1.0)], 0.5).chances(np.empty((0, COLUMNS))).shape == (0,)


def test_more_rows_than_walk_at_once_come_out_in_their_order() -> None:
    grown = trees_of([(0, 0.5, -2.0, (1, 0.25, 0.0, 2.0)), (2, 0.75, -0.5, 1.0)], 0.0)
    table = np.random.default_rng(1).random((2 * ROWS + 17, COLUMNS))
    whole = grown.chances(table)
    assert len(whole) == len(table)
    assert len(set(whole.round(6))) == 6
    assert whole == pytest.approx(
        np.concatenate([grown.chances(table[k : k + 1]) for k in range(len(table))])
    )


def test_trees_come_back_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"one": trees_of([(3, 0.1, 1.0, -1.0)], 0.3), "other": trees_of([0.25, (0, -0.5, 2.0, 3.0)], -1.0)}
    with (tmp_path / TREES_FILE).open("wb") as file:
        save_trees(file, **kept)
    monkeypatch.setattr(trees, "files", lambda _: tmp_path)
    for name, grown in kept.items():
        found = load_trees.__wrapped__(name)
        assert found.base == grown.base and isinstance(found.base, float)
        for key in ("roots", "feature", "threshold", "left", "right", "value"):
            assert np.array_equal(getattr(found, key), getattr(grown, key))
            assert getattr(found, key).dtype == getattr(grown, key).dtype


@pytest.mark.parametrize(("name", "columns"), STAGES.items(), ids=STAGES.keys())
def test_the_trees_that_come_with_the_package_ask_columns_that_there_are(name: str, columns: int) -> None:
    grown = load_trees(name)
    leaf = grown.feature < 0
    own = np.arange(len(leaf))
    assert grown.feature.max() < columns
    assert np.isfinite(grown.threshold[~leaf]).all() and np.isfinite(grown.value[leaf]).all()
    assert np.array_equal(grown.left[leaf], own[leaf]) and np.array_equal(grown.right[leaf], own[leaf])
    # A walk comes to an end, because it goes but down the table, and it stays in its tree.
    ends = np.append(grown.roots[1:], len(leaf))[np.searchsorted(grown.roots, own, side="right") - 1]
    for child in (grown.left, grown.right):
        assert (child[~leaf] > own[~leaf]).all() and (child < ends).all()


@pytest.mark.parametrize(("name", "columns"), STAGES.items(), ids=STAGES.keys())
def test_any_figures_give_a_chance(name: str, columns: int) -> None:
    rng = np.random.default_rng(7)
    table = np.concatenate(
        [rng.normal(0, 3, (50, columns)), np.zeros((1, columns)), np.full((1, columns), 1e9)]
    )
    chances = load_trees(name).chances(table)
    assert ((chances > 0) & (chances < 1)).all()
    assert np.ptp(chances) > 0.1
