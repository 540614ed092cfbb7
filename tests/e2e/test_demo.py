"""`toonseg demo` as a person runs it: in a process of its own, undisturbed and killed."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from toonseg.cuts import CutList
from toonseg.source.chrome import find_chrome
from toonseg.tour.walk import SEED
from toonseg.workspace import read_json

DEMO = [sys.executable, "-m", "toonseg", "demo"]
CAN_BROWSE = find_chrome() is not None and importlib.util.find_spec("playwright") is not None


def run(folder: Path, *options: str) -> dict[str, Any]:
    command = [*DEMO, "--json", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def check(folder: Path, told: dict[str, Any]) -> None:
    title = folder / told["folder"]
    assert told["ok"] is True
    assert told["recall"] > 0
    for episode in told["episodes"]:
        name = episode["episode"]
        manifest = json.loads((title / "episodes" / name / "episode.json").read_text(encoding="utf-8"))
        assert manifest["complete"] is True
        assert len(manifest["pages"]) == episode["pages"]
        assert manifest["rights"] == "drawn by toonseg, CC0"
        cuts = read_json(title / "cuts" / name / "cuts.json", CutList)
        assert len(cuts.panels) == episode["panels_found"]
        pictures = {path.stem for path in (title / "cuts" / name).glob("*.png")}
        assert pictures == {cut.id for cut in cuts.cuts}
        preview = (folder / episode["preview"]).read_text(encoding="utf-8")
        assert all(f'id="{cut.id}"' in preview for cut in cuts.cuts)
    assert not list(title.rglob(".part-*"))


def results(title: Path) -> dict[str, bytes]:
    """What a run leaves, but for manifests, which hold times."""
    return {
        str(path.relative_to(title)): path.read_bytes()
        for path in sorted(title.rglob("*"))
        if path.is_file() and path.name != "episode.json"
    }


def test_by_plain_http(tmp_path: Path) -> None:
    told = run(tmp_path, "--no-browser")
    assert told["browser"] is False
    assert told["fetched"] == told["pages"] > 0
    check(tmp_path, told)


@pytest.mark.browser
@pytest.mark.skipif(not CAN_BROWSE, reason="no Chrome or Chromium, or no playwright")
def test_in_a_real_browser(tmp_path: Path) -> None:
    told = run(tmp_path)
    assert told["browser"] is True
    assert told["fetched"] == told["pages"] > 0
    # Each page was sent once, to the browser; plain HTTP asked for none.
    assert f"the site sent {told['pages']} pages" in told["steps"][1]["text"]
    check(tmp_path, told)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], str, str]:
    """What is there afterwards, and what was said on both streams."""
    folder = tmp_path_factory.mktemp("undisturbed")
    command = [*DEMO, "--no-browser"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=True)
    return results(folder / "demo-out" / f"title-{SEED}"), done.stdout, done.stderr


def test_what_it_prints_leads_to_the_report(undisturbed: tuple[dict[str, bytes], str, str]) -> None:
    files, out, said = undisturbed
    lines = said.splitlines()
    steps = ["draw", "get", "link", "cut", "check", "predict", "cutouts", "colouring", "palette", "report"]
    assert [line.split()[0] for line in lines] == [*steps, "check", "done"]
    report = lines[-1].partition("look at ")[2]
    assert report == f"demo-out/title-{SEED}/report.html"
    page = files["report.html"].decode()
    assert "<svg" in page and "http://" not in page.replace("http://www.w3.org", "")
    assert out == ""


MOMENTS = [
    pytest.param("toonseg.toml", marks=pytest.mark.slow),
    pytest.param("episodes/0001/pages/002.jpg", marks=pytest.mark.slow),
    pytest.param("episodes/0002/episode.json", marks=pytest.mark.slow),
    pytest.param("strips/0001.png", marks=pytest.mark.slow),
    "cuts/0001/rough",
    pytest.param("cuts/0001/cuts.json", marks=pytest.mark.slow),
    pytest.param("predictions/.done.jsonl", marks=pytest.mark.slow),
    pytest.param("cutouts/.done.jsonl", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_run_again(
    moment: str, undisturbed: tuple[dict[str, bytes], str, str], tmp_path: Path
) -> None:
    """Kill it as soon as `moment` is there; the next run ends with what an undisturbed one leaves."""
    started = subprocess.Popen(
        [*DEMO, "--no-browser"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # its own workers die with it
    )
    awaited = tmp_path / "demo-out" / f"title-{SEED}" / moment
    deadline = time.monotonic() + 60
    while not awaited.exists():
        assert started.poll() is None, f"ended before {moment} was there"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.killpg(started.pid, signal.SIGKILL)
    assert started.wait() == -signal.SIGKILL
    told = run(tmp_path, "--no-browser")
    check(tmp_path, told)
    assert results(tmp_path / "demo-out" / f"title-{SEED}") == undisturbed[0]
