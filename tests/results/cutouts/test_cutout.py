"""`toonseg cutout`: what is written, what is left out, and the same bytes in the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

import toonseg
from toonseg.annotations.formats import write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.cli.app import app
from toonseg.errors import RightsError, SourceError, ToonsegError, UsageError, WriteError
from toonseg.model.pixels import identity, pixels_of
from toonseg.pictures import write_picture
from toonseg.results.cutouts import verb
from toonseg.results.cutouts.places import folder_of, places_of
from toonseg.results.index import read_index
from toonseg.results.masked import masked


def shown(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_instance_is_a_file_and_a_row(title: Path) -> None:
    made = toonseg.cutout(title, jobs=1)
    assert made.out == title / "cutouts"
    assert dict(made.counts) == {"hair": 2, "dress-shirt": 2}
    rows = read_index(title / "cutouts")
    assert [row["file"] for row in rows] == [
        "hair/rain/0001/000000-1.png",
        "dress-shirt/rain/0001/000000-1.png",
        "hair/rain/0001/000190-1.png",
        "dress-shirt/rain/0001/000190-1.png",
    ]
    pictures = {picture.file: picture for picture in masked(title).pictures}
    for row in rows:
        picture = pictures[row["picture"]]
        one = next(one for one in picture.instances if one.cls == row["class"])
        assert tuple(row["box"]) == one.box
        assert row["area"] == one.area
        assert row["strip_box"][1] == row["box"][1] + int(row["cut"])
        assert row["sha256"] == identity(picture)
        assert (row["title"], row["episode"], row["source"]) == ("rain", "0001", "a test")
        assert row["rights"] == "CC0, drawn by a test"
        assert row["character"] in {"0", "1"}
        x0, y0, x1, y1 = row["canvas"]
        assert shown(title / "cutouts" / row["file"]).shape == (y1 - y0, x1 - x0, 4)


def test_masks_of_the_index_are_cocos(title: Path) -> None:
    coco = pytest.importorskip("pycocotools.mask")
    made = toonseg.cutout(title, jobs=1, sheets=False)
    for row in made.rows:
        assert int(coco.area(row["mask"])) == row["area"]
        x, y, w, h = coco.toBbox(row["mask"])
        assert [x, y, x + w, y + h] == row["box"]


def test_parquet_is_read_by_datasets(title: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    made = toonseg.cutout(title, jobs=1, sheets=False)
    path = str(title / "cutouts" / "index.parquet")
    read = datasets.load_dataset("parquet", data_files=path, split="train", cache_dir=str(tmp_path / "cache"))
    assert read.to_list() == [dict(row) for row in made.rows]


def test_a_cutout_laid_in_its_place_is_the_cut_again(title: Path) -> None:
    made = toonseg.cutout(title, jobs=1, sheets=False)
    pictures = {picture.file: pixels_of(picture) for picture in masked(title).pictures}
    for row in made.rows:
        x0, y0, x1, y1 = row["canvas"]
        cut = pictures[row["picture"]][y0:y1, x0:x1].astype(float)
        rgba = shown(made.out / row["file"]).astype(float)
        alpha = rgba[..., 3:] / 255
        assert 0.97 < alpha.sum() / row["area"] < 1.03
        assert (rgba[alpha[..., 0] == 0] == 0).all()
        inside = alpha[..., 0] == 1
        assert np.abs(rgba[..., :3] - cut)[inside].mean() < 0.5


def test_on_the_cuts_canvas_everything_lies_where_it_was(title: Path, tmp_path: Path) -> None:
    tight = toonseg.cutout(title, tmp_path / "tight", jobs=1, sheets=False)
    whole = toonseg.cutout(title, tmp_path / "whole", canvas="cut", jobs=1, sheets=False)
    for small, large in zip(tight.rows, whole.rows, strict=True):
        x0, y0, x1, y1 = small["canvas"]
        picture = shown(whole.out / large["file"])
        assert picture.shape == (180, 200, 4)
        assert np.array_equal(picture[y0:y1, x0:x1], shown(tight.out / small["file"]))
        assert int((picture[..., 3] > 0).sum()) == int((picture[y0:y1, x0:x1, 3] > 0).sum())


def test_a_margin_goes_no_further_than_the_cut(title: Path) -> None:
    row = toonseg.cutout(title, only=["shirt"], margin=7, jobs=1, sheets=False).rows[0]
    x0, y0, x1, y1 = row["canvas"]
    assert (row["box"][0] - x0, row["box"][1] - y0, x1 - row["box"][2]) in {(7, 7, 7), (8, 8, 8)}
    assert y1 == 180


def test_on_white_all_but_the_class_is_white(title: Path) -> None:
    made = toonseg.cutout(title, only=["hair"], on="white", jobs=1, sheets=False)
    assert [row["file"] for row in made.rows] == ["hair/rain/0001/000000.png", "hair/rain/0001/000190.png"]
    for row, picture in zip(made.rows, masked(title).pictures, strict=True):
        page, cut = shown(made.out / row["file"]), pixels_of(picture)
        mask = Mask(tuple(row["mask"]["size"]), row["mask"]["counts"]).canvas()
        deep = np.zeros_like(mask)
        deep[4:-4, 4:-4] = np.lib.stride_tricks.sliding_window_view(mask, (9, 9)).all((2, 3))
        assert page.shape == cut.shape
        assert np.array_equal(page[deep], cut[deep])
        near = np.lib.stride_tricks.sliding_window_view(np.pad(mask, 4), (9, 9)).any((2, 3))
        assert (page[~near] == 255).all()


@pytest.mark.parametrize(
    ("how", "left"),
    [
        ({}, ["hair", "dress-shirt", "hair", "dress-shirt"]),
        ({"border": False}, ["hair", "hair"]),
        ({"bubbles": False}, ["dress-shirt", "hair", "dress-shirt"]),
        ({"min_area": 4500}, ["dress-shirt", "dress-shirt"]),
        ({"only": ["hair"], "bubbles": False}, ["hair"]),
    ],
)
def test_filters(title: Path, how: dict[str, Any], left: list[str]) -> None:
    made = toonseg.cutout(title, jobs=1, sheets=False, **how)
    assert [row["class"] for row in made.rows] == left
    assert made.left_out == (2 if "only" in how else 4) - len(left)


def test_flags_say_what_cuts_off(title: Path) -> None:
    rows = toonseg.cutout(title, jobs=1, sheets=False).rows
    assert [row["flags"] for row in rows] == [["by-bubble"], ["touches-border"], [], ["touches-border"]]


def test_scores_and_numbers(title: Path, tmp_path: Path) -> None:
    found = masked(title)
    first = found.pictures[0]
    twice = tuple(
        replace(one, score=score) for score in (0.9, 0.2, 0.6) for one in first.instances if one.cls == "hair"
    )
    labels = found.labels.with_pictures((replace(first, instances=twice),))
    write(labels, tmp_path / "predictions.json", "coco")
    made = toonseg.cutout(title, tmp_path / "out", masks=tmp_path / "predictions.json", score=0.5, jobs=1)
    assert [Path(row["file"]).name for row in made.rows] == ["000000-1.png", "000000-3.png"]
    assert [row["score"] for row in made.rows] == [0.9, 0.6]


@pytest.mark.parametrize(
    "how",
    [
        {"only": ["shoes"]},
        {"on": "white", "canvas": "tight"},
        {"on": "black"},
        {"canvas": "round"},
        {"margin": -1},
        {"margin": 3, "canvas": "cut"},
        {"min_area": -1},
        {"score": 1.5},
    ],
)
def test_wrong_calls(title: Path, how: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        toonseg.cutout(title, **how)
    assert not (title / "cutouts").exists()


def test_nothing_that_fits_is_an_error(title: Path) -> None:
    with pytest.raises(SourceError, match="no instance that fits"):
        toonseg.cutout(title, only=["tie"], jobs=1)


def test_rights_are_asked_for_once(tmp_path: Path, write_title: Callable[..., Path]) -> None:
    title = write_title(tmp_path / "mine", rights="all rights reserved")
    with pytest.raises(RightsError, match="--i-have-the-rights"):
        toonseg.cutout(title, jobs=1)
    assert not (title / "cutouts").exists()
    toonseg.cutout(title, have_the_rights=True, jobs=1, sheets=False)
    assert toonseg.cutout(title, jobs=1, sheets=False).rows[0]["rights"] == "all rights reserved"


def test_a_killed_run_goes_on_and_ends_the_same(
    tmp_path: Path, write_title: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    title = write_title(tmp_path / "rain", episodes=2)
    whole = tree(toonseg.cutout(title, tmp_path / "whole", jobs=2).out)
    real, calls = verb.lift, []

    def killed(task: Any) -> Any:
        calls.append(task)
        if len(calls) == 3:
            (tmp_path / "broken" / "hair" / "rain" / "0001" / ".part-left").write_bytes(b"half")
            raise KeyboardInterrupt
        return real(task)

    monkeypatch.setattr(verb, "lift", killed)
    with pytest.raises(KeyboardInterrupt):
        toonseg.cutout(title, tmp_path / "broken", jobs=1)
    monkeypatch.setattr(verb, "lift", real)
    again = toonseg.cutout(title, tmp_path / "broken", jobs=1)
    assert again.kept == 2
    assert tree(tmp_path / "broken") == whole
    assert toonseg.cutout(title, tmp_path / "broken", jobs=1).kept == 4
    assert tree(tmp_path / "broken") == whole


def test_what_other_settings_wrote_does_not_stay(title: Path) -> None:
    toonseg.cutout(title, jobs=1)
    made = toonseg.cutout(title, only=["hair"], on="white", jobs=1)
    pngs = {path.relative_to(made.out).as_posix() for path in made.out.rglob("*.png")}
    assert pngs == {*(row["file"] for row in made.rows), "sheet-hair.png"}


def test_a_cut_that_cannot_be_used_costs_only_itself(tmp_path: Path) -> None:
    mask = np.zeros((30, 40), bool)
    mask[8:20, 8:30] = True
    pictures = []
    for name in ("a.png", "b.png", "c.png"):
        write_picture(tmp_path / name, np.full((30, 40, 3), 120, np.uint8), "png")
        pictures.append(
            Picture(name, 40, 30, (Instance("hair", Mask.of_pixels(mask)),), path=tmp_path / name)
        )
    write(LabelSet(tuple(pictures), rights="CC0"), tmp_path / "labels.json", "coco")
    (tmp_path / "a.png").write_bytes(b"no picture")
    write_picture(tmp_path / "b.png", np.full((60, 80, 3), 120, np.uint8), "png")
    told: dict[str, ToonsegError | None] = {}
    made = toonseg.cutout(
        tmp_path / "labels.json", tmp_path / "out", jobs=1, on_picture=lambda *it: told.update({it[0]: it[1]})
    )
    assert list(made.errors) == ["a.png", "b.png"]
    assert "80 x 60" in str(made.errors["b.png"])
    assert [row["file"] for row in made.rows] == ["hair/c-1.png"]
    assert made.rows[0]["title"] is None
    assert told == {"a.png": made.errors["a.png"], "b.png": made.errors["b.png"], "c.png": None}
    assert made.as_json()["ok"] is False


def test_no_name_leads_out_of_the_folder_and_none_is_taken_twice() -> None:
    origin = Origin("../a:b", "0001", "x/y", (0, 0, 1, 1))
    files = ["../../etc/a.png", "/etc/a.png", "etc/A.jpg", "b.png", "cut.png"]
    pictures = [Picture(file, 1, 1) for file in files]
    pictures[-1] = replace(pictures[-1], origin=origin)
    places = places_of(pictures)
    assert len({str(place).casefold() for place in places.values()}) == len(files)
    for place in places.values():
        assert not place.is_absolute()
        assert ".." not in place.parts
        assert not set(str(place)) & set(':*?"<>|\\')
    assert str(places["b.png"]) == "b"
    assert folder_of("..") == "_"


def test_sheets_show_what_there_is(title: Path) -> None:
    made = toonseg.cutout(title, jobs=1)
    page = (made.out / "sheet.html").read_text(encoding="utf-8")
    for row in made.rows:
        assert f'src="{row["file"]}"' in page
    assert page.count("<figure") == len(made.rows)
    assert "CC0, drawn by a test" in page
    assert "https://" not in page
    sheet = shown(made.out / "sheet-hair.png")
    assert (np.abs(sheet.astype(int) - (110, 65, 35)).max(2) < 3).sum() > 1000
    assert not (
        np.abs(shown(made.out / "sheet-dress-shirt.png").astype(int) - (110, 65, 35)).max(2) < 3
    ).any()


def test_a_folder_that_cannot_be_written_says_so(title: Path) -> None:
    (title / "cutouts").write_bytes(b"a file")
    with pytest.raises((WriteError, ToonsegError)):
        toonseg.cutout(title, jobs=1)


def test_the_command_line(title: Path, tmp_path: Path) -> None:
    call = [
        "cutout",
        str(title),
        "--out",
        str(tmp_path / "o"),
        "--only",
        "hair",
        "--no-sheets",
        "--jobs",
        "1",
    ]
    done = CliRunner().invoke(app, [*call, "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["classes"] == {"hair": 2}
    assert told["ok"] is True
    again = CliRunner().invoke(app, call)
    assert "2 cutouts of 2 cuts" in again.stdout
    assert "2 of the cuts were done by a run before" in again.stdout
