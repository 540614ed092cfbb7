"""What is in a sample: pictures pixel on pixel, maps, palettes, words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from toonseg.annotations.formats import read
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.annotations.masks import Mask
from toonseg.results.colorize import colorize
from toonseg.results.colorize.aligned import KINDS, owners_in
from toonseg.results.colorize.samples import keys_of, samples_of
from toonseg.results.colorize.wording import NOTHING, Worn, name_of, prompt_of
from toonseg.results.colours import Swatch, colour_of

SIZE = (150, 120)


def rows_of(out: Path, *parts: str) -> list[dict[str, Any]]:
    text = [(out / part / "metadata.jsonl").read_text(encoding="utf-8") for part in parts]
    return [json.loads(line) for line in "".join(text).splitlines()]


def values(path: Path) -> NDArray[Any]:
    with Image.open(path) as picture:
        return np.array(picture)


def swatch(text: str, share: float = 1.0) -> Swatch:
    return Swatch(colour_of(text), (0.0, 0.0, 0.0), share)


@pytest.fixture(scope="module")
def paired(title: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sets") / "paired"
    colorize(title, out, jobs=1, test=0)
    return out


def test_all_pictures_of_a_sample_have_its_size(paired: Path) -> None:
    rows = rows_of(paired, "train")
    assert len(rows) == 12
    for row in rows:
        shapes = {kind: values(paired / "train" / kind / f"{row['key']}.png").shape for kind in KINDS}
        assert {shape[:2] for shape in shapes.values()} == {SIZE} == {(row["height"], row["width"])}
        assert [kind for kind, shape in shapes.items() if len(shape) == 3] == ["color", "flat"]


def test_the_maps_are_the_labels(paired: Path, title: Path) -> None:
    labels = {one.file: one for one in read(title).pictures}
    names = ["hair", "dress-shirt", "T-shirt", "pants", "skirt", "outer", "tie", "vest"]
    for row in rows_of(paired, "train"):
        picture = labels[row["file"]]
        classes = values(paired / "train" / "classes" / f"{row['key']}.png")
        numbers = values(paired / "train" / "instances" / f"{row['key']}.png")
        assert np.array_equal(numbers, owners_in(picture))
        assert np.array_equal(classes > 0, numbers > 0)
        for place, one in enumerate(picture.instances, 1):
            assert set(classes[numbers == place].tolist()) == {names.index(one.cls) + 1}
            told = row["objects"][place - 1]
            mask = Mask.checked(tuple(told["rle"]["size"]), told["rle"]["counts"])
            assert mask.same_pixels(one.mask) and told["area"] == one.area


def test_where_two_instances_overlap_the_smaller_one_is_seen(paired: Path) -> None:
    row = next(row for row in rows_of(paired, "train") if len(row["objects"]) == 3)
    numbers = values(paired / "train" / "instances" / f"{row['key']}.png")
    assert np.count_nonzero(numbers == 3) == row["objects"][2]["area"]
    assert np.count_nonzero(numbers == 2) == row["objects"][1]["area"] - row["objects"][2]["area"]


def test_the_colour_picture_is_the_cut(paired: Path, title: Path) -> None:
    row = rows_of(paired, "train")[1]
    pages = [values(path) for path in sorted((title / "episodes" / "0001" / "pages").iterdir())]
    x0, y0, x1, y1 = row["box"]
    color = values(paired / "train" / "color" / f"{row['key']}.png")
    assert np.array_equal(color, np.concatenate(pages)[y0:y1, x0:x1])
    grey = values(paired / "train" / "grey" / f"{row['key']}.png").astype(float)
    assert np.abs(grey - color @ np.array([0.299, 0.587, 0.114])).max() <= 1


def test_lines_are_dark_on_white_and_flat_colours_have_none(paired: Path) -> None:
    row = rows_of(paired, "train")[0]
    line = values(paired / "train" / "line" / f"{row['key']}.png")
    flat = values(paired / "train" / "flat" / f"{row['key']}.png")
    color = values(paired / "train" / "color" / f"{row['key']}.png")
    inked = (color == 12).all(axis=2)
    assert line[inked].mean() < 100
    assert line[~inked].mean() > 200
    assert len(np.unique(flat.reshape(-1, 3), axis=0)) <= 8
    assert (flat[inked].max(axis=1) > 30).mean() > 0.95


def test_palettes_are_the_colours_that_were_drawn_and_words_say_so(paired: Path) -> None:
    rows = rows_of(paired, "train")
    with_tie = next(row for row in rows if len(row["objects"]) == 3)
    assert with_tie["prompt"] == "a person with brown hair, wearing a blue dress shirt and a red tie"
    for drawn, one in zip(("#6e4123", "#2846be", "#c81e28"), with_tie["objects"], strict=True):
        first = one["palette"][0]
        assert np.abs(np.subtract(colour_of(first["rgb"]), colour_of(drawn))).max() <= 4
    assert with_tie["objects"][0]["palette"][0]["share"] > 0.9  # no ink among the hair
    assert with_tie["objects"][0]["palette"][0]["lab"] == pytest.approx([32.3, 16.8, 24.9], abs=2)
    assert with_tie["rights"] == "CC0, drawn by a test"


def test_a_sample_of_an_instance_is_tight_and_without_the_others(title: Path, tmp_path: Path) -> None:
    colorize(title, tmp_path / "set", jobs=1, test=0, per="instance", margin=5, only=["dress-shirt", "tie"])
    rows = rows_of(tmp_path / "set", "train")
    assert len(rows) == 12 + 6
    for row in rows:
        (one,) = row["objects"]
        x, y, width, height = one["bbox"]
        assert x <= 5 and y <= 5 and row["width"] - x - width <= 5 and row["height"] - y - height <= 5
        classes = values(tmp_path / "set" / "train" / "classes" / f"{row['key']}.png")
        assert set(np.unique(classes)) <= {0, one["class_id"] + 1}
        assert np.count_nonzero(classes) == one["area"]
        x0, y0, x1, y1 = row["box_in_cut"]
        assert (x1 - x0, y1 - y0) == (row["width"], row["height"])
        assert row["box"][1] - y0 == int(row["cut"])
    assert {row["prompt"] for row in rows} == {"a blue dress shirt", "a red tie"}


def test_instances_at_the_border_keep_within_the_cut() -> None:
    mask = Mask.of_pixels(np.ones((4, 5), bool), (0, 6))
    (sample,) = samples_of(Picture("a.png", 20, 10, (Instance("tie", mask),)), "a", "instance", 16)
    assert sample.box == (0, 0, 20, 10) and sample.picture.instances[0].box == (0, 6, 5, 10)


def test_keys_have_no_dots_and_differ() -> None:
    names = ["0001/000592.png", "ep.1/a.b.png", "ep_1/a_b.png", "../비/00.png"]
    keys = keys_of([Picture(name, 1, 1) for name in names])
    assert keys["0001/000592.png"] == "0001_000592" and keys["../비/00.png"] == "비_00"
    assert len(set(keys.values())) == 4 and not any("." in key or "/" in key for key in keys.values())


def test_words() -> None:
    hair, shirt = Worn("hair", (swatch("#1a1a1c"),), 1), Worn("shirt", (swatch("#f5f5f5"),), 1)
    assert prompt_of([]) == NOTHING
    assert prompt_of([hair, shirt]) == "a person with black hair, wearing a white dress shirt"
    other = Worn("hair", (swatch("#7d4b28"),), 2)
    assert prompt_of([hair, shirt, other]).endswith("dress shirt; a person with brown hair")
    assert name_of(shirt) == "a white dress shirt" and name_of(hair) == "black hair"


def test_words_of_people_whom_nobody_named() -> None:
    hair = [Worn("hair", (swatch(text),)) for text in ("#1a1a1c", "#7d4b28", "#7d4b28")]
    ties = [Worn("tie", (swatch("#d72328"),))] * 2
    assert prompt_of(hair + ties) == "three people with black and brown hair, wearing two red ties"
    assert prompt_of([Worn("pants", (swatch("#828282"),))]) == "a person wearing grey pants"


def test_words_for_two_colours_and_for_muted_ones() -> None:
    striped = Worn("skirt", (swatch("#f5f5f5", 0.6), swatch("#d72328", 0.4)))
    assert name_of(striped) == "a white and red skirt"
    assert name_of(Worn("skirt", (swatch("#f5f5f5", 0.9), swatch("#d72328", 0.1)))) == "a white skirt"
    assert name_of(Worn("hair", (swatch("#abc4ce"),))) == "light blue hair"
    assert name_of(Worn("outer", (swatch("#33384d"),))) == "a dark blue jacket"
    assert name_of(Worn("outer", (swatch("#37373e"),))) == "a dark grey jacket"
    assert name_of(Worn("tie", (swatch("#3e2f43", 0.6), swatch("#7d3ca5", 0.4)))) == "a dark purple tie"
    assert name_of(Worn("outer", (swatch("#e8c873"),))) == "a light yellow jacket"
    assert name_of(Worn("obi", (swatch("#f58c1e"),))) == "an orange obi"
