"""The command line of `toonseg get`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from webtoon_site import SITE_TOML, Answer, LocalServer, PlainSite

from toonseg.cli import main


def call(*arguments: str) -> int:
    """Run `toonseg get`; returns its exit code."""
    try:
        main(["get", *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def plain(server: LocalServer, title: Path) -> PlainSite:
    (title / "site.toml").write_text(SITE_TOML)
    return PlainSite(server)


def test_done(plain: PlainSite, title: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(plain.address(1), "--out", str(title), "--to", "2", "--no-browser", "--cbz") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "episode 0001: complete, 4 pages, 4 new, 0 kept" in err
    assert "2 of 2 episodes complete in" in err
    assert sorted(path.name for path in (title / "cbz").iterdir()) == ["0001.cbz", "0002.cbz"]


def test_json(plain: PlainSite, title: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(plain.address(3), "--out", str(title), "--no-browser", "--json") == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert err == ""
    assert answer["ok"] is True
    [episode] = answer["episodes"]
    assert (episode["episode"], episode["fetched"], episode["complete"]) == ("0003", 4, True)
    assert Path(episode["folder"], "episode.json").is_file()


def test_a_failed_episode_is_named_and_exits_1(
    plain: PlainSite, title: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in [path for path in plain.server.answers if path.startswith("/files/2/")][:1]:
        plain.server.answers[path] = Answer(b"<html>no", status=200)
    arguments = [plain.address(1), "--out", str(title), "--to", "3", "--no-browser"]
    assert call(*arguments) == 1
    err = capsys.readouterr().err
    assert "error: " in err and "HTML page" in err
    assert "2 of 3 episodes complete" in err
    assert call(*arguments, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [episode["complete"] for episode in answer["episodes"]] == [True, False, True]
    assert answer["episodes"][1]["error_kind"] == "BrokenPictureError"


@pytest.mark.parametrize("arguments", [["http://x.example/1"], ["http://x.example/1", "--jobs", "0"], []])
def test_wrong_use_exits_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(*arguments) == 2
    assert "rror" in capsys.readouterr().err
