"""`toonseg run` on a small drawn title: everything is made, kept, brought up to date, and survives kills."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from toonseg.cli.app import main
from toonseg.results.rights import ANSWER_FILE
from toonseg.synth.titles import Order, write_titles
from toonseg.workspace import SETTINGS_FILE

SEED = 5


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two drawn episodes: pages and settings alone."""
    folder = tmp_path_factory.mktemp("drawn")
    write_titles(folder, Order(SEED), episodes=2, panels=3, jobs=1)
    title = folder / "title-01"
    shutil.rmtree(title / "cuts")
    shutil.rmtree(title / "labels")
    return title


@pytest.fixture(scope="module")
def whole(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The title after an unbroken run."""
    title = copied(drawn, tmp_path_factory.mktemp("whole") / "my-title")
    told = ran(title)
    assert told["ok"] is True
    return title


def copied(title: Path, to: Path) -> Path:
    shutil.copytree(title, to)
    return to


def command(title: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "toonseg", "run", str(title), "--jobs", "1", "--json", *options]


def ran(title: Path, *options: str) -> dict[str, Any]:
    done = subprocess.run(command(title, *options), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def contents(title: Path) -> dict[str, bytes]:
    return {
        path.relative_to(title).as_posix(): path.read_bytes()
        for path in sorted(title.rglob("*"))
        if path.is_file()
    }


def test_everything_is_there_after_one_command(whole: Path) -> None:
    told = ran(whole)
    assert [one["episode"] for one in told["episodes"]] == ["0001", "0002"]
    for one in told["episodes"]:
        assert one["pages"] > 0 and one["panels"] > 0
        assert one["instances"] >= one["cutouts"] > 0
    files = {name: Path(path) for name, path in told["files"].items()}
    assert {"report", "cutouts", "colouring", "palette"} <= files.keys()
    assert all(path.exists() for path in files.values())
    page = (whole / "report.html").read_text(encoding="utf-8")
    assert "0001" in page and "drawn by toonseg, CC0" in page
    assert not list(whole.rglob(".part-*"))


def test_a_second_run_changes_nothing(whole: Path) -> None:
    before = contents(whole)
    pictures = [path for path in whole.rglob("*.png") if not path.name.startswith("sheet")]
    times = [path.stat().st_mtime_ns for path in pictures]
    told = ran(whole)
    assert contents(whole) == before
    assert [path.stat().st_mtime_ns for path in pictures] == times
    panels = sum(one["panels"] for one in told["episodes"])
    (predicted,) = [step for step in told["steps"] if step["step"] == "predict"]
    assert f"{panels} known from before" in predicted["text"]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_three_times_it_ends_with_the_same_bytes(drawn: Path, whole: Path, tmp_path: Path) -> None:
    title = copied(drawn, tmp_path / "my-title")
    start = time.monotonic()
    ran(copied(drawn, tmp_path / "timed"))
    about = time.monotonic() - start
    chance = random.Random(3)
    kills = 0
    while kills < 3:
        process = subprocess.Popen(
            command(title), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(chance.uniform(0.2, 0.6) * about)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        kills += 1
    ran(title)
    assert contents(title).keys() == contents(whole).keys()
    assert contents(title) == contents(whole)


def test_an_episode_that_comes_later_is_brought_in(drawn: Path, whole: Path, tmp_path: Path) -> None:
    title = copied(drawn, tmp_path / "my-title")
    shutil.move(title / "episodes" / "0002", tmp_path / "0002")
    assert [one["episode"] for one in ran(title)["episodes"]] == ["0001"]
    shutil.move(tmp_path / "0002", title / "episodes" / "0002")
    ran(title)
    assert contents(title) == contents(whole)


def test_rights_are_asked_for_first_and_once(
    drawn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = drawn / "episodes" / "0001" / "pages"
    out = tmp_path / "mine"
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(pages), "--out", str(out), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert stopped.value.code == 1 and told["error"] == "RightsError"
    assert "--i-have-the-rights" in told["message"] and not out.exists()
    without = ["--without", "predict,colouring,palette,report", "--jobs", "1", "--json"]
    (tmp_path / "said").mkdir()
    given = ["run", str(pages), "--out", str(out), "--i-have-the-rights", *without]
    with pytest.raises(SystemExit):
        main(given)  # nothing was predicted, so there are no masks
    assert (out / ANSWER_FILE).is_file() and (out / "cuts").is_dir()
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["run", str(out), *without])
    assert json.loads(capsys.readouterr().out)["errors"][0]["error"] == "SourceError"


def test_what_is_left_out_needs_no_rights(
    drawn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = drawn / "episodes" / "0001" / "pages"
    out = tmp_path / "mine"
    with pytest.raises(SystemExit) as stopped:
        main(
            [
                "run",
                str(pages),
                "--out",
                str(out),
                "--without",
                "cutouts,colouring,palette,report",
                "--jobs",
                "1",
            ]
        )
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith("episode 0001: ")
    assert list((out / "predictions").glob("*.json")) and not (out / "cutouts").exists()


def test_wrong_use(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong, said in (
        (["--without", "supper"], "supper"),
        (["--out", str(tmp_path)], "title's folder already"),
        (["--only", "hat"], "hat"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["run", str(whole), *wrong])
        assert stopped.value.code == 2 and said in capsys.readouterr().err


def test_a_broken_page_costs_only_its_episode(drawn: Path, tmp_path: Path) -> None:
    title = copied(drawn, tmp_path / "my-title")
    page = sorted((title / "episodes" / "0002" / "pages").iterdir())[0]
    page.write_bytes(page.read_bytes()[:200])
    done = subprocess.run(command(title), capture_output=True, text=True, timeout=300, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 1 and not told["ok"]
    assert any("0002" in one["subject"] for one in told["errors"])
    assert told["episodes"][0]["cutouts"] > 0 and Path(told["files"]["report"]).is_file()
    assert (title / SETTINGS_FILE).is_file()
