"""`toonseg colorize`: parts, running again, wrong input, what is printed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import toonseg
from toonseg.annotations.formats import read, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.cli import main
from toonseg.errors import RightsError, SourceError, ToonsegError, UsageError
from toonseg.pictures import write_picture
from toonseg.results.colorize import colorize
from toonseg.results.colorize.parts import parts_of
from toonseg.workspace import CUTS_FILE

WriteTitle = Callable[..., Path]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def coco_of(title: Path, folder: Path) -> Path:
    """The title's cuts as a COCO file with pictures."""
    toonseg.cut(title)
    labels = read(title)
    for one in labels.pictures:
        assert one.path is not None
        (folder / one.file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(one.path, folder / one.file)
    write(labels, folder / "labels.json", "coco")
    return folder / "labels.json"


def test_the_front_door_is_the_verb() -> None:
    assert toonseg.colorize is colorize


def test_whole_episodes_are_tested_on() -> None:
    pictures = [Picture(f"{episode:04d}/{cut:06d}.png", 1, 1) for episode in range(20) for cut in range(6)]
    parts, note = parts_of(pictures, 0.1, 0)
    tested = {file.split("/")[0] for file, part in parts.items() if part == "test"}
    assert len(tested) == 2 and not note
    assert sum(part == "test" for part in parts.values()) == 12
    other, _ = parts_of(pictures, 0.1, 1)
    assert {file.split("/")[0] for file, part in other.items() if part == "test"} != tested
    assert set(parts_of(pictures, 0, 0)[0].values()) == {"train"}


def test_one_episode_is_all_training_and_it_says_so(write_title: WriteTitle, tmp_path: Path) -> None:
    title = write_title(tmp_path / "rain", episodes=1)
    result = colorize(title, jobs=1)
    assert result.out == title / "colouring" and set(result.about.parts) == {"train"}
    assert any("there is one episode" in line for line in result.lines())
    assert not (title / "colouring" / "test").exists()


def test_running_again_makes_only_what_changed(write_title: WriteTitle, tmp_path: Path) -> None:
    title = write_title(tmp_path / "rain")
    colorize(title, jobs=1)
    before = tree(title / "colouring")
    result = colorize(title, jobs=1)
    assert (result.made, result.kept) == (0, 12) and tree(title / "colouring") == before
    gone = next((title / "colouring").rglob("flat/*.png"))
    gone.unlink()
    result = colorize(title, jobs=1)
    assert (result.made, result.kept) == (1, 11) and tree(title / "colouring") == before
    cuts = title / "cuts" / "0001" / CUTS_FILE
    content = json.loads(cuts.read_text())
    content["cuts"][0]["box"][3] -= 20
    cuts.write_text(json.dumps(content))
    result = colorize(title, jobs=1)
    assert result.made == 1
    heights = [Image.open(path).size[1] for path in (title / "colouring").rglob("0001_000000.png")]
    assert heights == [130] * 6


def test_a_cut_that_is_gone_leaves_the_set(write_title: WriteTitle, tmp_path: Path) -> None:
    title = write_title(tmp_path / "rain")
    colorize(title, jobs=1)
    colorize(title, jobs=1, only=["tie"])
    names = {path.name for path in (title / "colouring").rglob("*.png")}
    assert len(names) == 6
    colorize(title, title / "fresh", jobs=1, only=["tie"])
    assert tree(title / "colouring") == tree(title / "fresh")
    colorize(title, jobs=1, only=["tie"], test=0, sheet=True)
    assert not (title / "colouring" / "test").exists()
    colorize(title, jobs=1, only=["tie"])
    assert tree(title / "colouring") == tree(title / "fresh")


@pytest.mark.parametrize("layout", ["webdataset", "hf"])
def test_a_set_that_is_whole_is_not_touched(layout: str, title: Path, tmp_path: Path) -> None:
    if layout == "hf":
        pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    colorize(title, tmp_path / "set", layout=layout, jobs=1)  # type: ignore[arg-type]
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "set").rglob("*")}
    result = colorize(title, tmp_path / "set", layout=layout, jobs=1)  # type: ignore[arg-type]
    assert (result.made, result.kept) == (0, 12)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "set").rglob("*")} == times


def test_a_broken_picture_costs_only_itself(write_title: WriteTitle, tmp_path: Path) -> None:
    labels = coco_of(write_title(tmp_path / "rain"), tmp_path / "set")
    names = sorted(path for path in (tmp_path / "set").rglob("*.png"))
    whole = names[0].read_bytes()
    names[0].write_bytes(whole[: len(whole) // 2])
    write_picture(names[5], np.zeros((20, 20, 3), np.uint8), "png")
    told: list[tuple[str, ToonsegError | None, int]] = []
    out = tmp_path / "out"
    result = colorize(labels, out, layout="webdataset", jobs=1, on_picture=lambda *one: told.append(one))
    assert len(result.errors) == 2 and result.samples == 10 and (out / ".work").is_dir()
    assert len(told) == 12 and sum(error is not None for _, error, _ in told) == 2
    assert any("20 x 20 pixels" in str(error) for error in result.errors.values())
    assert "2 cuts failed" in str(result) and not result.as_json()["ok"]
    names[0].write_bytes(whole)
    again = colorize(labels, out, layout="webdataset", jobs=1)
    assert (again.made, again.kept, len(again.errors)) == (1, 10, 1)


def test_filters(title: Path, tmp_path: Path) -> None:
    many = colorize(title, tmp_path / "many", jobs=1, min_instances=3)
    assert many.samples == 6
    large = colorize(title, tmp_path / "large", jobs=1, min_area=3000)
    counts = [one.instances for one in large.about.parts.values()]
    assert all(set(one) == {"dress-shirt"} for one in counts)


def test_cuts_without_anything_may_be_had_too(tmp_path: Path) -> None:
    labels = tmp_path / "set" / "labels.json"
    write_picture(tmp_path / "set" / "a.png", np.full((30, 40, 3), 200, np.uint8), "png")
    write_picture(tmp_path / "set" / "b.png", np.full((30, 40, 3), 90, np.uint8), "png")
    mask = Mask.of_pixels(np.ones((5, 6), bool), (2, 3))
    write(LabelSet((Picture("b.png", 40, 30, (Instance("tie", mask),)),)), labels, "coco")
    result = colorize(
        tmp_path / "set", tmp_path / "out", masks=labels, have_the_rights=True, min_instances=0, jobs=1
    )
    rows = [json.loads(line) for line in (tmp_path / "out/train/metadata.jsonl").read_text().splitlines()]
    assert [(row["prompt"], row["width"]) for row in rows] == [
        ("a webtoon panel", 40),
        ("a person wearing a dark grey tie", 40),
    ]
    assert result.samples == 2
    images = json.loads((tmp_path / "out/train/annotations.json").read_text())["images"]
    assert [(one["width"], one["height"]) for one in images] == [(40, 30), (40, 30)]


def test_scores_are_a_filter(title: Path, tmp_path: Path) -> None:
    labels = read(title)
    pictures = tuple(
        replace(
            one,
            instances=tuple(
                replace(thing, score=0.9 if place else 0.2) for place, thing in enumerate(one.instances)
            ),
        )
        for one in labels.pictures
    )
    write(labels.with_pictures(pictures), tmp_path / "found.json", "coco")
    result = colorize(title, tmp_path / "set", masks=tmp_path / "found.json", score=0.5, jobs=1)
    assert {name for part in result.about.parts.values() for name in part.instances} == {"dress-shirt", "tie"}


def test_rights_are_asked_for_once(write_title: WriteTitle, tmp_path: Path) -> None:
    title = write_title(tmp_path / "rain", rights="all rights reserved", episodes=1)
    with pytest.raises(RightsError, match="--i-have-the-rights"):
        colorize(title, jobs=1)
    assert not (title / "colouring").exists()
    colorize(title, jobs=1, have_the_rights=True)
    colorize(title, tmp_path / "second", jobs=1)
    assert (tmp_path / "second" / "rights.txt").read_text() == "all rights reserved\n"


def test_wrong_input(title: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("mine")
    wrong: list[tuple[str, dict[str, object]]] = [
        ("--layout", {"layout": "folders"}),
        ("--per", {"per": "person"}),
        ("--margin", {"margin": -1}),
        ("--test", {"test": 1.0}),
        ("--swatches", {"swatches": 0}),
        ("--sheet", {"sheet": True, "layout": "pixel-free"}),
        ("--only", {"only": ["shoes"]}),
        ("not empty", {"out": tmp_path / "mine"}),
    ]
    for text, options in wrong:
        with pytest.raises(UsageError, match=text):
            colorize(title, **{"out": tmp_path / "set", "jobs": 1, **options})  # type: ignore[arg-type]
    assert not (tmp_path / "set").exists() and len(list((tmp_path / "mine").iterdir())) == 1
    with pytest.raises(SourceError, match="no cut with as many"):
        colorize(title, tmp_path / "set", min_instances=4, jobs=1)
    with pytest.raises(SourceError, match="is not there"):
        colorize(tmp_path / "nowhere", jobs=1)
    colorize(title, tmp_path / "set", jobs=1)
    with pytest.raises(UsageError, match="layout paired"):
        colorize(title, tmp_path / "set", layout="hf", jobs=1)


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in arguments])
    assert (stop.value.code or 0) == code
    return capsys.readouterr().out


def test_the_command_line(title: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "set"
    text = run(
        capsys, "colorize", title, "-o", out, "--jobs", 1, "--only", "hair,tie", "--edges", 0.2, "--sheet"
    )
    assert "samples" in text and "12 cuts made" in text and str(out / "sheet.png") in text
    found = json.loads(
        run(
            capsys,
            "colorize",
            title,
            "-o",
            out,
            "--jobs",
            1,
            "--only",
            "hair,tie",
            "--edges",
            0.2,
            "--sheet",
            "--json",
        )
    )
    assert found["ok"] and found["kept"] == 12 and found["parts"]["train"]["instances"]["hair"] == 8
    assert "--margin" in run(capsys, "colorize", "--help")
    run(capsys, "colorize", title, "-o", out, "--layout", "tar", code=2)
