"""Learn from labelled strips which runs of empty rows are gutters: writes src/toonseg/cuts/gutters.npz.

python -m benchmarks.cut.fit STRIPS... [--out FILE]

STRIPS are folders KIND/NUMBER/ with `pages/` and a `truth.json` that lists `panels` (half-open [x0, y0, x1, y1]);
`python -m benchmarks.cut.draw` makes them. Needs scikit-learn (benchmarks/cut/requirements.txt).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from toonseg import cuts
from toonseg.cuts.evidence import Chances, Table, compare_chances, measure_runs
from toonseg.cuts.runs import find_runs
from toonseg.cuts.sides import Placed, place_runs
from toonseg.cuts.sketch import sketch_strip
from toonseg.cuts.trees import TREES_FILE, Trees, save_trees
from toonseg.strip import Strip
from toonseg.workspace import atomic_file

INSIDE, OUTSIDE = 0.8, 0.2
"""A run with more of its rows beside panels than INSIDE is none, with fewer than OUTSIDE it is a gutter; what lies
between is left out."""
FOLDS = 5


@dataclass(frozen=True)
class Sample:
    """The runs of one strip, what is seen of them, and the share of each one's rows that panels cover."""

    chains: list[list[Placed]]
    seen: Table
    covered: NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("strips", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(cuts.__file__).with_name(TREES_FILE))
    chosen = parser.parse_args()
    folders = [path.parent for root in chosen.strips for path in sorted(root.glob("*/*/truth.json"))]
    with ProcessPoolExecutor() as pool:
        samples = list(pool.map(measure_strip, folders, chunksize=4))
    seen, fared = fit(samples)
    with atomic_file(chosen.out) as file:
        save_trees(file, seen=seen, fared=fared)
    print(f"{chosen.out}: {len(samples)} strips, {chosen.out.stat().st_size} bytes")


def measure_strip(folder: Path) -> Sample:
    """Measure the runs of a labelled strip."""
    cv2.setNumThreads(1)
    strip = Strip.open(folder / "pages")
    truth = json.loads((folder / "truth.json").read_text())
    panels = np.zeros(strip.height)
    for _, y0, _, y1 in truth["panels"]:
        panels[y0:y1] = 1
    sketch = sketch_strip(strip)
    chains = place_runs(sketch, find_runs(sketch))
    runs = [item.run for chain in chains for item in chain]
    covered = np.array([panels[run.y0 : run.y1].mean() for run in runs])
    return Sample(chains, measure_runs(sketch, chains), covered)


def fit(samples: Sequence[Sample]) -> tuple[Trees, Trees]:
    """Grow the trees of both judgements; the second learns from chances that the first gives to unseen strips."""
    seen = np.concatenate([sample.seen for sample in samples])
    covered = np.concatenate([sample.covered for sample in samples])
    strip_of = np.repeat(np.arange(len(samples)), [len(sample.seen) for sample in samples])
    known, gutter = (covered < OUTSIDE) | (covered > INSIDE), covered < OUTSIDE
    chances = np.zeros(len(seen))
    for there, held in GroupKFold(FOLDS).split(seen, gutter, strip_of):
        there = there[known[there]]
        chances[held] = _to_trees(_grown(seen[there], gutter[there])).chances(seen[held])
    fared = np.concatenate([seen, _compared(samples, chances)], axis=1)
    return _to_trees(_grown(seen[known], gutter[known])), _to_trees(_grown(fared[known], gutter[known]))


def _compared(samples: Sequence[Sample], chances: Chances) -> Table:
    ends = np.cumsum([len(sample.seen) for sample in samples])
    parts = np.split(chances, ends[:-1])
    return np.concatenate([compare_chances(s.chains, part) for s, part in zip(samples, parts, strict=True)])


def _grown(table: Table, gutter: NDArray[np.bool_]) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        max_iter=200, max_leaf_nodes=8, learning_rate=0.07, l2_regularization=2.0, min_samples_leaf=30
    )
    return model.fit(table, gutter)


def _to_trees(model: HistGradientBoostingClassifier) -> Trees:
    """scikit-learn keeps its trees' nodes in arrays already; only the numbering is per tree."""
    trees = [predictors[0].nodes for predictors in model._predictors]
    roots = np.cumsum([0, *(len(tree) for tree in trees[:-1])])
    nodes = np.concatenate(trees)
    shift = np.repeat(roots, [len(tree) for tree in trees])
    return Trees(
        roots.astype(np.int32),
        np.where(nodes["is_leaf"], -1, nodes["feature_idx"]).astype(np.int16),
        nodes["num_threshold"].astype(np.float32),
        (nodes["left"] + shift).astype(np.int32),
        (nodes["right"] + shift).astype(np.int32),
        nodes["value"].astype(np.float32),
        float(model._baseline_prediction.item()),
    )


if __name__ == "__main__":
    main()
