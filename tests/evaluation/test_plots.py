"""Plots are well-formed, and show the figures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from toonseg.evaluation import Evaluation, evaluate
from toonseg.evaluation.plots import plots_of, write_plots
from toonseg.evaluation.svg import Axes, Svg, inked, mixed

NAMES = ("precision-recall", "confusion", "errors", "calibration")


@pytest.fixture(scope="module")
def evaluation(make_sets: Any) -> Evaluation:
    sets = make_sets(3)
    return evaluate(sets.truth, sets.predictions, resamples=0)


def words(svg: Svg) -> list[str]:
    root = ElementTree.fromstring(str(svg))
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_files_are_pictures(evaluation: Evaluation, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    written = write_plots(evaluation, tmp_path / "plots")
    kinds = {
        f"{kind}-{name}{suffix}" for kind in ("bbox", "segm") for name in NAMES for suffix in (".svg", ".png")
    }
    assert {path.name for path in written} == kinds
    for path in written:
        if path.suffix == ".svg":
            assert ElementTree.parse(path).getroot().tag.endswith("svg")
        else:
            assert path.read_bytes().startswith(b"\x89PNG")


def test_without_resvg_there_is_svg_alone(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setattr("toonseg.evaluation.plots.find_spec", lambda name: None)
    assert {path.suffix for path in write_plots(evaluation, tmp_path)} == {".svg"}


def test_they_show_the_figures(evaluation: Evaluation) -> None:
    kind = evaluation.bbox
    plots = plots_of(kind)
    curve, confusion = words(plots["precision-recall"]), words(plots["confusion"])
    for one in kind.scores.per_class:
        assert one.name in curve
        assert confusion.count(one.name) == 2
    assert f"{kind.scores.per_class[0].ap50:.1f}" in curve
    assert "-" in curve  # the class without truth
    counted = sorted(int(number) for number in kind.confusion.counts.ravel() if number)
    assert sorted(int(word) for word in confusion if word.isdigit()) == counted
    for one in kind.errors:
        assert {one.name, str(one.count), f"{one.cost:.1f}"} <= set(words(plots["errors"]))
    assert f"expected calibration error {kind.calibration.error:.3f}" in words(plots["calibration"])


def test_plots_of_nothing_are_plots(make_sets: Any, without: Any) -> None:
    sets = make_sets(3)
    for truth, predictions in ((sets.truth, without(sets.truth)), (without(sets.truth), sets.predictions)):
        for svg in plots_of(evaluate(truth, predictions, resamples=0).bbox).values():
            assert "nan" not in str(svg)
            assert words(svg)


def test_names_cannot_break_out_of_a_drawing() -> None:
    svg = Svg(100, 100)
    svg.text(1, 1, "</svg><script>")
    svg.box(0, 0, 5, 5, (0, 0, 0), 'a "title" & <b>')
    assert words(svg) == ["</svg><script>"]


def test_axes_put_0_below_on_the_left() -> None:
    axes = Axes(Svg(200, 200), (50, 10, 100, 100), ("x", "y"))
    assert axes.at(0, 0) == (50, 110)
    assert axes.at(1, 1) == (150, 10)


def test_light_colours_are_inked_and_dark_ones_kept() -> None:
    assert inked((0, 114, 178)) == (0, 114, 178)
    assert sum(inked((240, 228, 66))) < sum((240, 228, 66))
    assert mixed(0.0, (10, 20, 30)) == (255, 255, 255)
    assert mixed(1.0, (10, 20, 30)) == (10, 20, 30)
