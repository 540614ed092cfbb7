"""The command line of `toonseg cut`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from toonseg.cli import main
from toonseg.pictures import encode
from toonseg.synth.titles import Order, write_titles


def call(*arguments: object) -> int:
    """Run `toonseg cut`; returns its exit code."""
    try:
        main(["cut", *map(str, arguments)])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def fill(folder: Path, *names: str) -> Path:
    """Pages with one black-framed grey panel each."""
    folder.mkdir(parents=True)
    page = np.full((300, 400, 3), 255, np.uint8)
    page[50:250, 40:360] = 0
    page[54:246, 44:356] = (120, 140, 90)
    for name in names:
        (folder / name).write_bytes(encode(page, "png"))
    return folder


def test_one_episode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = fill(tmp_path / "pages", "1.png", "2.png")
    arguments = (pages, "--out", tmp_path / "out", "--format", "webp", "--quality", "80", "--preview")
    assert call(*arguments) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "episode pages: 2 panels, 0 bubbles, " in err and " flagged, " in err
    assert str(tmp_path / "out" / "preview.html") in err
    assert sorted(path.suffix for path in (tmp_path / "out").glob("0*")) == [".webp", ".webp"]
    assert call(*arguments) == 0
    assert "nothing to do" in capsys.readouterr().err


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = fill(tmp_path / "pages", "1.png")
    assert call(pages, "-o", tmp_path / "out", "--no-pictures", "--json") == 0
    out, err = capsys.readouterr()
    assert err == ""
    answer = json.loads(out)
    (episode,) = answer["episodes"]
    assert answer["ok"] is True
    assert (episode["episode"], episode["panels"], episode["preview"]) == ("pages", 1, None)
    assert (episode["skipped"], episode["error"], episode["notes"]) == (False, None, [])
    assert sorted(path.name for path in Path(episode["folder"]).iterdir()) == [".made.json", "cuts.json"]


def test_a_failed_episode_is_named_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("0001", "0002"):
        fill(tmp_path / "title" / "episodes" / name / "pages", "000.png")
    (tmp_path / "title" / "episodes" / "0002" / "pages" / "000.png").write_bytes(b"")
    assert call(tmp_path / "title", "--jobs", "1") == 1
    err = capsys.readouterr().err
    assert "episode 0001: 1 panels" in err
    assert "error: 000.png: the file is empty" in err
    assert "1 of 2 episodes cut" in err
    assert call(tmp_path / "title", "--jobs", "1", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert [episode["error_kind"] for episode in answer["episodes"]] == [None, "BrokenPictureError"]
    assert [episode["skipped"] for episode in answer["episodes"]] == [True, False]


def test_notes_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = fill(tmp_path / "pages", "1.png")
    assert call(pages, "--out", tmp_path / "out") == 0
    path = tmp_path / "out" / "cuts.json"
    path.write_text(json.dumps(json.loads(path.read_text())))
    capsys.readouterr()
    assert call(pages, "--out", tmp_path / "out") == 0
    assert "  note: cuts.json was changed by someone else" in capsys.readouterr().err
    assert call(pages, "--out", tmp_path / "out", "--force") == 0
    assert "  note: " not in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--format", "gif"],
        ["--quality", "0"],
        ["--layout", "flat"],
        ["--jobs", "0"],
        ["--layout", "seed"],
    ],
)
def test_wrong_use_exits_2(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = fill(tmp_path / "pages", "1.png")
    out = ["--out", str(tmp_path / "out")] if options and options != ["--layout", "seed"] else []
    assert call(pages, *out, *options) == 2
    assert "rror" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_there_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path / "none", "--out", tmp_path / "out", "--json") == 1
    assert json.loads(capsys.readouterr().out)["error"] == "SourceError"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn title of one episode."""
    folder = tmp_path_factory.mktemp("drawn")
    (made,) = write_titles(folder, Order(3), panels=2, width=300, jobs=1)
    return made.folder.title


def test_the_truth_of_a_drawn_title_is_kept(drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    true = (drawn / "cuts" / "0001" / "cuts.json").read_bytes()
    for source in (drawn, drawn / "episodes" / "0001"):
        assert call(source, "--jobs", "1") == 0
        assert "the true cuts that toonseg synth drew are kept" in capsys.readouterr().err
        assert call(source, "--jobs", "1", "--force") == 2
        told = capsys.readouterr().err
        assert "--out FOLDER" in told and "--overwrite-truth" in told
    assert call(drawn, "--jobs", "1", "--json") == 0
    (episode,) = json.loads(capsys.readouterr().out)["episodes"]
    assert "the true cuts" in episode["notes"][0]
    assert (drawn / "cuts" / "0001" / "cuts.json").read_bytes() == true


def test_beside_the_truth_cuts_are_found(
    drawn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    true = (drawn / "cuts" / "0001" / "cuts.json").read_bytes()
    assert call(drawn, "--out", tmp_path, "--no-pictures", "--force") == 0
    assert "true cuts" not in capsys.readouterr().err
    assert json.loads((tmp_path / "0001" / "cuts.json").read_bytes()) != json.loads(true)
    assert (drawn / "cuts" / "0001" / "cuts.json").read_bytes() == true


def test_only_who_says_so_writes_over_the_truth(drawn: Path, tmp_path: Path) -> None:
    title = tmp_path / "title"
    shutil.copytree(drawn, title)
    true = (title / "cuts" / "0001" / "cuts.json").read_bytes()
    assert call(title, "--jobs", "1", "--overwrite-truth") == 0
    assert (title / "cuts" / "0001" / "cuts.json").read_bytes() != true
    assert call(title, "--jobs", "1", "--force") == 0, "there is no truth left to lose"
