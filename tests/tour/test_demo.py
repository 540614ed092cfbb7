"""The demo in this process: what it reports is what lies there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import toonseg
from toonseg import synth
from toonseg.annotations.formats import read
from toonseg.cuts import CutList
from toonseg.errors import MissingExtraError, ToonsegError
from toonseg.pictures import decode
from toonseg.synth import encode_pages
from toonseg.tour import DemoResult, Step
from toonseg.tour.walk import SEED
from toonseg.workspace import read_json

draw_episode = cache(synth.draw_episode)
"""Episodes are drawn once for all tests of this module."""


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("toonseg.tour.walk.draw_episode", draw_episode)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    return []


@pytest.fixture(scope="module")
def result(folder: Path, steps: list[Step]) -> DemoResult:
    return toonseg.demo(folder, browser=False, on_step=steps.append)


@pytest.fixture
def uncut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what comes after getting, where a test is about that."""
    monkeypatch.setattr("toonseg.tour.walk._Walk.link", lambda self: None)
    monkeypatch.setattr("toonseg.tour.walk._Walk.cut", lambda self: ())
    monkeypatch.setattr("toonseg.tour.walk._Walk.make_results", lambda self: (None, {}))


def test_pages_are_those_that_were_drawn(result: DemoResult, folder: Path) -> None:
    assert result.folder == folder / f"title-{SEED}"
    for number in (1, 2):
        pages = sorted((result.folder / "episodes" / f"{number:04d}" / "pages").iterdir())
        assert [page.read_bytes() for page in pages] == encode_pages(draw_episode(SEED, number=number))
    assert result.pages == result.fetched == sum(episode.pages for episode in result.episodes)
    assert not result.browser


def test_the_strip_is_the_drawing(result: DemoResult) -> None:
    strip = result.folder / "strips" / "0001.png"
    drawn = draw_episode(SEED, number=1).pixels
    assert decode(strip.read_bytes(), strip).shape == drawn.shape


def test_the_count_is_that_of_the_written_cuts(result: DemoResult) -> None:
    for number, episode in enumerate(result.episodes, 1):
        cuts = read_json(result.folder / "cuts" / episode.name / "cuts.json", CutList)
        assert episode.found == len(cuts.panels)
        assert episode.there == len(draw_episode(SEED, number=number).truth.panels)
        assert 0 < episode.right <= min(episode.found, episode.there)
        assert episode.preview.is_file()
    assert result.recall == sum(e.right for e in result.episodes) / sum(e.there for e in result.episodes)


def test_the_drawn_panels_are_found(result: DemoResult) -> None:
    assert result.recall >= 0.8
    assert result.precision >= 0.8


def test_masks_are_those_of_the_written_predictions(result: DemoResult) -> None:
    labels = (
        read(result.folder / "predictions" / "0001.json"),
        read(result.folder / "predictions" / "0002.json"),
    )
    assert (
        sum(len(one.pictures) for one in labels) == result.masks.cuts == sum(e.found for e in result.episodes)
    )
    assert sum(len(p.instances) for one in labels for p in one.pictures) == result.masks.found
    assert 0.3 * result.masks.there < result.masks.right <= min(result.masks.there, result.masks.found)
    assert result.report.stat().st_size > 10_000


def test_every_step_is_told_as_it_is_done(result: DemoResult, steps: list[Step]) -> None:
    assert tuple(steps) == result.steps
    assert [step.name for step in steps] == [
        "draw", "get", "link", "cut", "check",
        "predict", "cutouts", "colouring", "palette", "report", "check",
    ]  # fmt: skip
    assert all(step.seconds >= 0 for step in steps)


def test_a_second_run_asks_for_no_page(result: DemoResult, folder: Path) -> None:
    again = toonseg.demo(folder, browser=False)
    assert (again.fetched, again.pages) == (0, result.pages)
    assert again.episodes == result.episodes


@pytest.mark.usefixtures("uncut")
def test_pages_of_another_drawing_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toonseg.demo(tmp_path, browser=False)
    monkeypatch.setattr("toonseg.tour.walk.draw_episode", lambda seed, number: draw_episode(1, number=number))
    with pytest.raises(ToonsegError, match="Remove the folder"):
        toonseg.demo(tmp_path, browser=False)


@pytest.mark.usefixtures("uncut")
def test_a_proxy_of_the_environment_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nothing answers
    monkeypatch.setenv("NO_PROXY", "example.org")
    monkeypatch.delenv("no_proxy", raising=False)
    assert toonseg.demo(tmp_path, seed=1, browser=False).fetched > 0
    assert os.environ["NO_PROXY"] == "example.org"
    assert "no_proxy" not in os.environ


@pytest.mark.usefixtures("uncut")
def test_without_a_browser_it_says_so_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toonseg.tour.walk.find_chrome", lambda: None)
    done = toonseg.demo(tmp_path, seed=1)
    assert not done.browser
    assert "no Chrome or Chromium is installed" in done.steps[1].text


def test_a_browser_that_was_asked_for_has_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("playwright")
    monkeypatch.setenv("TOONSEG_CHROME", str(tmp_path / "none"))
    with pytest.raises(MissingExtraError, match="TOONSEG_CHROME"):
        toonseg.demo(tmp_path, browser=True)


@pytest.mark.usefixtures("uncut")
def test_a_browser_that_does_not_start_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("playwright")
    chrome = tmp_path / "chrome"
    chrome.write_text("#!/bin/sh\nexit 1\n")
    chrome.chmod(0o755)
    monkeypatch.setenv("TOONSEG_CHROME", str(chrome))
    done = toonseg.demo(tmp_path / "out")
    assert not done.browser
    assert "does not start" in done.steps[1].text
