"""The command line of `toonseg synth`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from toonseg.cli import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-pack"


def call(*arguments: object) -> int:
    """Run `toonseg synth`; returns its exit code."""
    try:
        main(["synth", *map(str, arguments)])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_cuts_and_a_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "sheet.png"
    arguments = ("--cuts", 2, "--seed", 3, "--style", "chibi", "--jobs", 1, "--sheet", sheet, "--json")
    assert call(tmp_path / "set", *arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["cuts"] == 2 and told["sheet"] == str(sheet)
    data = json.loads(Path(told["annotations"]).read_text(encoding="utf-8"))
    assert sum(told["instances"].values()) == len(data["annotations"])
    assert Image.open(sheet).width > 1000


def test_a_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path, "--panels", 2, "--seed", 1, "--jobs", 1) == 0
    assert "panels" in capsys.readouterr().err
    assert (tmp_path / "title-01" / "labels" / "0001.json").is_file()


def test_check_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(EXAMPLE, folder)
    assert call("check-pack", folder, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {line["cls"] for line in told["layers"]} >= {"hair", "tie", None}
    assert Path(told["picture"]).is_file()
    assert call("check-pack", folder) == 0
    assert "unlabelled" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check-pack",), "which pack"),
        (("out", "more"), "one argument too many"),
        (("out", "--cuts", "1", "--style", "cubism"), "romance"),
        (("out", "--cuts", "1", "--pack", "nowhere"), "pack.toml"),
        (("out", "--cuts", "1", "--sheet", "sheet.jpg"), ".png"),
    ],
)
def test_wrong_use_is_told(
    arguments: tuple[str, ...],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(*arguments) == 2
    assert message in capsys.readouterr().err
