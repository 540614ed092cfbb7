"""`toonseg train`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toonseg.annotations.formats import write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.cli import main
from toonseg.cli.train import _left
from toonseg.pictures import write_picture

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")

RECIPE = """
[train]
steps = 2
batch = 1
canvas = [64, 96]
freeze = 0
threads = 1
[design]
backbone = "csp"
channels = 32
"""


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A COCO file of five pictures of a disc of hair, and a recipe beside it."""
    rows, columns = np.mgrid[0:64, 0:96]
    pictures = []
    for number in range(5):
        disc = (columns - 20 - 12 * number) ** 2 + (rows - 30) ** 2 < 225
        pixels = np.full((64, 96, 3), 190, np.uint8)
        pixels[disc] = (180, 40, 40)
        path = tmp_path / "images" / f"{number}.png"
        write_picture(path, pixels, "png")
        hair = (Instance("hair", Mask.of_pixels(disc)),)
        pictures.append(Picture(f"images/{path.name}", 96, 64, hair, path=path))
    write(LabelSet(tuple(pictures)), tmp_path / "labels.json", "coco")
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path / "labels.json"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SystemExit) as done:
        main(["train", *map(str, arguments), "--json"])
    return int(str(done.value.code)), json.loads(capsys.readouterr().out)


def test_labels_become_weights_and_weights_begin_another_training(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "recipe.toml"
    code, first = run(
        capsys, labels, "--out", tmp_path / "a", "--recipe", recipe, "--export", "--device", "cpu"
    )
    assert code == 0 and first["ok"]
    assert first["steps"] == 2 and first["classes"][0] == "hair"
    assert Path(first["best"]).is_file() and Path(first["onnx"]).is_file()
    assert any("1 of 5 pictures are held back" in note for note in first["notes"])
    assert first["evaluation"]["cuts"] == 1
    code, second = run(
        capsys, labels, "--out", tmp_path / "b", "--recipe", recipe, "--from", tmp_path / "a",
        "--steps", 1, "--val", labels, "--device", "cpu",
    )  # fmt: skip
    assert code == 0 and second["steps"] == 1
    assert second["began_at"] is not None and second["ap"] >= second["began_at"]
    assert second["evaluation"]["cuts"] == 5


def test_people_are_told_what_happens(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main(
            ["train", str(labels), "--out", str(tmp_path / "run"), "--recipe", str(tmp_path / "recipe.toml"),
             "--hold-out", "0.4", "--device", "cpu"]
        )  # fmt: skip
    assert done.value.code == 0
    said = capsys.readouterr()
    assert "AP of masks (segm)" in said.out and "best.safetensors" in said.out
    assert "7 of 8 classes have no label" in said.err
    assert "begins from scratch" in said.err
    assert "step 2  class " in said.err


def test_few_cuts_choose_their_own_settings(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from toonseg.model.train import few
    from toonseg.model.train.few import few_recipe

    def tiny(*arguments: Any, **options: Any) -> Any:
        plan = few_recipe(*arguments, **options)
        data = plan.data.model_copy(update={"drawn": 2})
        return plan.model_copy(update={"data": data}).changed(canvas=(64, 96), batch=1, threads=1)

    monkeypatch.setattr(few, "few_recipe", tiny)
    _, first = run(
        capsys, labels, "--out", tmp_path / "a", "--recipe", tmp_path / "recipe.toml", "--device", "cpu"
    )
    code, found = run(
        capsys, labels, "--out", tmp_path / "b", "--few", "--from", first["best"], "--minutes", "0.02",
        "--jobs", 1, "--device", "cpu",
    )  # fmt: skip
    assert code == 0
    assert any(note.startswith("settings for 5 cuts: 0.02 minutes") for note in found["notes"])
    assert "2 cuts are drawn to be rehearsed with the labels" in found["notes"]
    settings = json.loads((tmp_path / "b" / "settings.json").read_text())
    assert settings["drawn"] == 2 and settings["train"]["minutes"] == 0.02
    assert len(settings["validation"]) == 2 and settings["train"]["freeze"] == 3
    assert found["ap"] >= found["began_at"]
    assert found["steps"] > 0


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--few", "--recipe", "recipe.toml"], 2, "chooses its own settings"),
        (["--steps", "5", "--minutes", "1"], 2, "exclude each other"),
        (["--hold-out", "1.5"], 2, "1.5 is no share"),
        (["--from", "gone.safetensors"], 1, "is not there"),
        (["--from", "model.onnx"], 1, "cannot be trained"),
        (["--recipe", "gone.toml"], 1, "gone.toml"),
        (["--device", "warp"], 2, "'warp' cannot be used"),
    ],
)
def test_mistakes_are_named(  # noqa: PLR0917
    labels: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    code: int,
    message: str,
) -> None:
    found, said = run(capsys, labels, "--out", tmp_path / "run", *options)
    assert found == code and message in said["message"]


def test_time_left_follows_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 130.0)
    assert _left(0.5, (100.0, 0.25)) == "1:00 left"
    assert _left(0.25, (100.0, 0.25)) == ""
    assert _left(0.26, (100.0, 0.25)) == "37:00 left"
