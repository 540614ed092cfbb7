"""Learn from labelled strips which empty rows are gutters, and which boxes panels: writes cuts/trees.npz.

python -m benchmarks.cut.fit STRIPS... [--out FILE]

STRIPS are folders KIND/NUMBER/ with `pages/` and a `truth.json` that lists `panels`, half-open
[x0, y0, x1, y1]; `python -m benchmarks.cut.draw` makes them.
Needs scikit-learn: pip install -r benchmarks/cut/requirements-fit.txt
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
from toonseg.cuts.evidence import compare_chances, measure_runs
from toonseg.cuts.looks import compare_rivals, measure_proposals
from toonseg.cuts.proposals import Proposal, iou_with, propose
from toonseg.cuts.rough import scan_strip
from toonseg.cuts.runs import find_runs
from toonseg.cuts.sides import Placed, place_runs
from toonseg.cuts.sketch import sketch_strip
from toonseg.cuts.trees import TREES_FILE, Chances, Table, Trees, load_trees, save_trees
from toonseg.cuts.view import view_span
from toonseg.strip import Box, Strip
from toonseg.workspace import atomic_file

INSIDE, OUTSIDE = 0.8, 0.2
"""A run with more of its rows beside panels than INSIDE is none, with fewer than OUTSIDE it is a gutter; what
lies between is left out."""
RIGHT = 0.94
"""A proposal with at least this IoU with a panel is right."""
FOLDS = 5


@dataclass(frozen=True)
class Sample:
    """The runs of one strip, what is seen of them, and the share of each one's rows that panels cover."""

    chains: list[list[Placed]]
    seen: Table
    covered: NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("strips", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(cuts.__file__).with_name(TREES_FILE))
    parser.add_argument("--only-panels", action="store_true", help="keep the trees for gutters")
    chosen = parser.parse_args()
    folders = [path.parent for root in chosen.strips for path in sorted(root.glob("*/*/truth.json"))]
    with ProcessPoolExecutor() as pool:
        if chosen.only_panels:
            stages = {name: load_trees(name) for name in ("seen", "fared")}
        else:
            stages = fit_gutters(list(pool.map(measure_runs_of, folders, chunksize=4)))
            _save(chosen.out, stages)
        stages |= fit_panels(list(pool.map(measure_panels_of, folders, chunksize=4)))
    _save(chosen.out, stages)
    print(f"{chosen.out}: {len(folders)} strips, {chosen.out.stat().st_size} bytes")


def _save(path: Path, stages: dict[str, Trees]) -> None:
    with atomic_file(path) as file:
        save_trees(file, **stages)


def _panels_of(folder: Path) -> list[Box]:
    return [tuple(box) for box in json.loads((folder / "truth.json").read_text())["panels"]]


def measure_runs_of(folder: Path) -> Sample:
    """Measure the runs of a labelled strip."""
    cv2.setNumThreads(1)
    strip = Strip.open(folder / "pages")
    panels = np.zeros(strip.height)
    for _, y0, _, y1 in _panels_of(folder):
        panels[y0:y1] = 1
    sketch = sketch_strip(strip)
    chains = place_runs(sketch, find_runs(sketch))
    runs = [item.run for chain in chains for item in chain]
    covered = np.array([panels[run.y0 : run.y1].mean() for run in runs])
    return Sample(chains, measure_runs(sketch, chains), covered)


@dataclass(frozen=True)
class PanelSample:
    """The proposals for the rough cuts of one strip, what is seen of them, and whether each is a panel."""

    proposals: list[list[Proposal]]
    seen: list[Table]
    right: NDArray[np.bool_]


def measure_panels_of(folder: Path) -> PanelSample:
    """Measure what is proposed for the rough cuts of a labelled strip, as the trees for gutters find them."""
    cv2.setNumThreads(1)
    strip = Strip.open(folder / "pages", cache_bytes=200_000_000)
    panels = np.array(_panels_of(folder), np.float64).reshape(-1, 4)
    views = [view_span(strip, span) for span in scan_strip(strip).spans]
    proposals = [propose(view) for view in views]
    right = [
        iou_with(panels, view.in_strip(proposal.box)).max(initial=0) >= RIGHT
        for view, some in zip(views, proposals, strict=True)
        for proposal in some
    ]
    seen = [measure_proposals(view, some) for view, some in zip(views, proposals, strict=True)]
    return PanelSample(proposals, seen, np.array(right, bool))


def fit_gutters(samples: Sequence[Sample]) -> dict[str, Trees]:
    """Grow the trees of both judgements; the second learns from what the first says of unseen strips."""
    seen = np.concatenate([sample.seen for sample in samples])
    covered = np.concatenate([sample.covered for sample in samples])
    known, gutter = (covered < OUTSIDE) | (covered > INSIDE), covered < OUTSIDE
    chances = _chances_of_unseen(seen, gutter, known, [len(sample.seen) for sample in samples])
    ends = np.cumsum([len(sample.seen) for sample in samples])[:-1]
    parts = zip(samples, np.split(chances, ends), strict=True)
    fared = np.concatenate(
        [seen, np.concatenate([compare_chances(s.chains, part) for s, part in parts])], axis=1
    )
    return {"seen": _grown(seen[known], gutter[known]), "fared": _grown(fared[known], gutter[known])}


def fit_panels(samples: Sequence[PanelSample]) -> dict[str, Trees]:
    """The same for panels: by themselves, then among their rivals."""
    tables = [table for sample in samples for table in sample.seen]
    groups = [group for sample in samples for group in sample.proposals]
    seen, right = np.concatenate(tables), np.concatenate([sample.right for sample in samples])
    known = np.ones(len(seen), bool)
    chances = _chances_of_unseen(seen, right, known, [len(sample.right) for sample in samples])
    parts = np.split(chances, np.cumsum([len(table) for table in tables])[:-1])
    rivals = np.concatenate([compare_rivals(some, part) for some, part in zip(groups, parts, strict=True)])
    return {"look": _grown(seen, right), "rival": _grown(np.concatenate([seen, rivals], axis=1), right)}


def _chances_of_unseen(
    table: Table, truth: NDArray[np.bool_], known: NDArray[np.bool_], sizes: Sequence[int]
) -> Chances:
    """(N,) chances that each row gets from trees grown on other strips; `sizes`: rows of each strip."""
    strip_of = np.repeat(np.arange(len(sizes)), sizes)
    chances = np.zeros(len(table))
    for others, held in GroupKFold(FOLDS).split(table, truth, strip_of):
        there = others[known[others]]
        chances[held] = _grown(table[there], truth[there]).chances(table[held])
    return chances


def _grown(table: Table, truth: NDArray[np.bool_]) -> Trees:
    model = HistGradientBoostingClassifier(
        max_iter=200, max_leaf_nodes=8, learning_rate=0.07, l2_regularization=2.0, min_samples_leaf=30
    )
    return _to_trees(model.fit(table, truth))


def _to_trees(model: HistGradientBoostingClassifier) -> Trees:
    """scikit-learn keeps its trees' nodes in arrays already; only the numbering is per tree."""
    trees = [predictors[0].nodes for predictors in model._predictors]
    roots = np.cumsum([0, *(len(tree) for tree in trees[:-1])])
    nodes = np.concatenate(trees)
    shift = np.repeat(roots, [len(tree) for tree in trees])
    own, leaf = np.arange(len(nodes)), nodes["is_leaf"].astype(bool)
    return Trees(
        roots.astype(np.int32),
        np.where(nodes["is_leaf"], -1, nodes["feature_idx"]).astype(np.int16),
        nodes["num_threshold"].astype(np.float32),
        np.where(leaf, own, nodes["left"] + shift).astype(np.int32),
        np.where(leaf, own, nodes["right"] + shift).astype(np.int32),
        nodes["value"].astype(np.float32),
        float(model._baseline_prediction.item()),
    )


if __name__ == "__main__":
    main()
