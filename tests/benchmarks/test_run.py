"""The benchmark runs: strips are drawn, methods tried, failures named, pictures and tables made."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.cut import run, speed
from benchmarks.cut.draw import write_tall_pages
from benchmarks.cut.peers import Method
from benchmarks.cut.picture import FOUND, thumbnail, write_sheet
from benchmarks.cut.stages import Measured, decode_all, run_stage
from PIL import Image

from toonseg.pictures import decode
from toonseg.synth import Kind, draw_strip


def test_measure_scores_methods_on_decoded_pages():
    task = run.Task(Kind.SIDE_BY_SIDE, 1, ("X-Y cut", "first method (2021)"), picture=True)
    answer = run.measure(task)
    there = len(draw_strip(Kind.SIDE_BY_SIDE, 1).truth.panels)
    assert {s.there for s in answer.scores.values()} == {there}
    assert answer.scores["X-Y cut"].recall > answer.scores["first method (2021)"].recall
    assert answer.errors == {}
    assert answer.picture is not None and answer.picture.shape[1] < 130


def test_a_method_that_fails_has_found_nothing_and_is_named(monkeypatch):
    def broken(pages: Path, strip):
        raise RuntimeError("no panels today")

    monkeypatch.setattr(run, "METHODS", (Method("broken", broken),))
    answer = run.measure(run.Task(Kind.NARROW, 1, ("broken",)))
    assert answer.scores["broken"].found == 0
    assert "no panels today" in answer.errors["broken"]


def test_main_prints_a_table_and_dry_writes_nothing(capsys):
    before = {p: p.stat().st_mtime_ns for p in run.HERE.iterdir()}
    arguments = ["--dry", "--jobs", "1", "--seeds", "1", "--kinds", "narrow", "--methods", "contour boxes"]
    assert run.main(arguments) == 0
    assert "| gutters of 4-14 px |" in capsys.readouterr().out
    assert {p: p.stat().st_mtime_ns for p in run.HERE.iterdir() if p in before} == before


def test_sheet_shows_found_boxes(tmp_path):
    strip = np.full((600, 300, 3), 255, np.uint8)
    small = thumbnail(strip, [(0, 0, 300, 200)], [(30, 300, 270, 500)])
    assert (small == FOUND).all(2).sum() > 100
    write_sheet(tmp_path / "sheet.png", {f"kind {k}": small for k in range(9)})
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width == 960 and sheet.height > 2 * small.shape[0]


def test_tall_pages_have_exactly_the_rows_asked_for(tmp_path):
    pages = write_tall_pages(tmp_path, 3000, width=300, page_height=900)
    files = sorted(pages.iterdir())
    assert sum(decode(p.read_bytes(), p).shape[0] for p in files) == 3000
    assert len(files) == 4


def test_a_stage_counts_pages_and_memory(tmp_path):
    pages = write_tall_pages(tmp_path, 2000, width=300)
    measured = run_stage("decode_all", pages)
    assert measured.found == 2 and measured.seconds > 0
    assert 10 < measured.peak_mb < 20_000


def test_speed_table_is_over_decoding():
    stages = [
        Measured("start", 0.0, 50, 0),
        Measured("decode_all", 1.0, 60, 10),
        Measured("rough", 1.5, 70, 5),
        Measured("final", 3.0, 90, 4),
    ]
    lines = speed.table({"strip": stages}, {"strip": 10.0}).splitlines()
    assert lines[3].startswith("| strip | decode | (0.1000 itself) |")
    assert lines[4] == "| strip | rough | 0.0500 | ≤ 0.002 | 70 | ≤ 120 | 5 |"
    assert lines[5] == "| strip | final | 0.2000 | ≤ 0.05 | 90 | ≤ 400 | 4 |"


def test_speed_runs_stages_in_fresh_processes(tmp_path):
    pages = write_tall_pages(tmp_path, 600, width=200)
    measured = speed.measure(decode_all.__name__, pages, repeats=2)
    assert measured.found == 1
    assert measured.peak_mb < 1.5 * run_stage("start", pages).peak_mb


@pytest.mark.parametrize("option", ["--kinds", "--methods"])
def test_unknown_kinds_and_methods_are_refused_with_the_choices(option, capsys):
    with pytest.raises(SystemExit):
        run.main([option, "nonsense"])
    assert "choose from" in capsys.readouterr().err
