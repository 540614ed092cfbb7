"""Trees are grown from labelled strips and kept as scikit-learn grew them."""

import json
from importlib import import_module
from operator import attrgetter

import numpy as np
import pytest

from toonseg.cuts import evidence, looks, trees
from toonseg.cuts.trees import TREES_FILE, load_trees
from toonseg.synth import Kind, draw_strip, write_pages

pytest.importorskip("sklearn", reason="scikit-learn grows the trees; nothing else needs it")
fit = import_module("benchmarks.cut.fit")
draw = import_module("benchmarks.cut.draw")


@pytest.fixture(scope="module")
def strips(tmp_path_factory):
    """Five small labelled strips: one for each fold."""
    root = tmp_path_factory.mktemp("strips")
    for seed in range(fit.FOLDS):
        folder = root / "white" / str(seed)
        folder.mkdir(parents=True)
        write_pages(draw_strip(Kind.WHITE, seed, panels=3, width=690), folder)
    return root


def test_trees_say_what_scikit_learn_says():
    rng = np.random.default_rng(4)
    table = rng.normal(size=(800, 5)).astype(np.float32).astype(np.float64)
    truth = table[:, 0] + table[:, 1] * table[:, 2] + rng.normal(0, 0.3, 800) > 0
    model = fit.HistGradientBoostingClassifier(max_iter=25, max_leaf_nodes=8).fit(table, truth)
    chances = fit._to_trees(model).chances(table)
    # Thresholds are kept in single precision: a row right at one may fall on its other side.
    assert np.quantile(np.abs(chances - model.predict_proba(table)[:, 1]), 0.98) < 1e-5
    assert ((chances > 0.5) == truth).mean() > 0.8


def test_runs_are_labelled_by_the_panels_beside_them(strips):
    folder = strips / "white" / "0"
    sample = fit.measure_runs_of(folder)
    runs = [item.run for chain in sample.chains for item in chain]
    assert sample.seen.shape == (len(runs), len(evidence.SEEN))
    panels = json.loads((folder / "truth.json").read_text())["panels"]
    for run, covered in zip(runs, sample.covered, strict=True):
        rows = set(range(run.y0, run.y1))
        beside = set().union(*(rows & set(range(y0, y1)) for _, y0, _, y1 in panels))
        assert covered == pytest.approx(len(beside) / len(rows))
    assert (sample.covered < fit.OUTSIDE).sum() >= len(panels) - 1


def test_proposals_are_right_where_they_are_panels(strips):
    folder = strips / "white" / "0"
    sample = fit.measure_panels_of(folder)
    assert len(sample.right) == sum(map(len, sample.proposals)) == sum(map(len, sample.seen))
    panels = json.loads((folder / "truth.json").read_text())["panels"]
    assert sample.right.sum() >= len(panels) / 2


def test_grown_trees_are_written_where_they_are_read(strips, tmp_path, monkeypatch):
    out = tmp_path / TREES_FILE
    monkeypatch.setattr("sys.argv", ["fit", str(strips), "--out", str(out)])
    fit.main()
    monkeypatch.setattr(trees, "files", lambda _: tmp_path)
    columns = {"seen": evidence.SEEN, "fared": evidence.SEEN + evidence.FARED}
    columns |= {"look": looks.SEEN, "rival": looks.SEEN + looks.RIVALS}
    for name, asked in columns.items():
        grown = load_trees.__wrapped__(name)
        assert grown.feature.max() < len(asked)
    # What they were grown from is judged rightly: so few strips are learned by heart.
    samples = [fit.measure_runs_of(folder) for folder in sorted(strips.glob("white/*"))]
    table = np.concatenate(list(map(attrgetter("seen"), samples)))
    covered = np.concatenate(list(map(attrgetter("covered"), samples)))
    known = (covered < fit.OUTSIDE) | (covered > fit.INSIDE)
    chances = load_trees.__wrapped__("seen").chances(table)
    assert (((chances > 0.5) == (covered < fit.OUTSIDE))[known]).mean() >= 0.7


def test_drawing_keeps_what_is_there(tmp_path):
    folder = tmp_path / Kind.NARROW.value / "5"
    folder.mkdir(parents=True)
    (folder / "truth.json").write_text("{}")
    draw.draw(tmp_path, (Kind.NARROW, 5))
    assert [path.name for path in folder.iterdir()] == ["truth.json"]
