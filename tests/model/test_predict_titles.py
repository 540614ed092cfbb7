"""`toonseg.predict` and `label next` of several titles: each gets what one call by itself would give it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations.formats import read
from toonseg.cuts.cutlist import Cut, CutList, PagePlace, RoughCut, StripPlan
from toonseg.errors import UsageError
from toonseg.model.decode import Float
from toonseg.model.seen import Raw, locations
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb, write_picture
from toonseg.results.masked import masked
from toonseg.workspace import write_json

CUTS = ("0001/000000.png", "0001/000100.png", "0002/000000.png", "0002/000100.png")


def finding(canvas: Float) -> Raw:
    """Finds what is red, as hair."""
    _, height, width = canvas.shape
    centres, _ = locations(height, width)
    red = canvas[0] - canvas[2] > 90
    classes = np.full((len(centres), 1), -9.0, np.float32)
    boxes = np.zeros((len(centres), 4), np.float32)
    kernels = np.zeros((len(centres), 2), np.float32)
    rows, columns = np.nonzero(red)
    if rows.size:
        box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        classes[0], boxes[0], kernels[0] = 3.0, box, (1.0, 0.0)
    quality = np.full(len(centres), 4.0, np.float32)
    coarse = red[None, ::4, ::4].astype(np.float32)
    return Raw(classes, quality, boxes, kernels, coarse * 2 - 1, np.zeros_like(coarse))


SEGMENTER = Segmenter(finding, ("hair",), "prototypes", 0.5, "finding")


def picture(x: int) -> Rgb:
    """A red square on grey, `x` pixels from the left."""
    pixels = np.full((96, 128, 3), 180, np.uint8)
    pixels[20:60, x : x + 40] = (200, 30, 30)
    return pixels


def write_title(root: Path, first: int, *, cuts_written: bool = True) -> Path:
    """A title of two episodes of two cuts; the squares of each title have their own places."""
    for number, episode in enumerate(("0001", "0002")):
        page = np.full((200, 128, 3), 180, np.uint8)
        cuts, rough = [], []
        for k in range(2):
            name, box = f"{100 * k:06d}", (0, 100 * k, 128, 100 * k + 96)
            cuts.append(Cut(id=name, kind="panel", box=box, rough=name, confidence=1, flags=[]))
            rough.append(RoughCut(id=name, box=box))
            pixels = picture(first + 10 * (2 * number + k))
            page[100 * k : 100 * k + 96] = pixels
            if cuts_written:
                write_picture(root / "cuts" / episode / f"{name}.png", pixels, "png")
        write_picture(root / "episodes" / episode / "pages" / "000.png", page, "png")
        place = PagePlace(file="000.png", y=0, width=128, height=200)
        strip = StripPlan(width=128, height=200, pages=[place])
        write_json(
            root / "cuts" / episode / "cuts.json", CutList(strip=strip, gutters=[], rough=rough, cuts=cuts)
        )
    return root


@pytest.fixture
def titles(tmp_path: Path) -> list[Path]:
    """Two titles with cuts of the same names; those of the second were not written as pictures."""
    return [write_title(tmp_path / "rain", 0), write_title(tmp_path / "눈", 30, cuts_written=False)]


def written(title: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((title / "predictions").iterdir())}


def test_each_title_gets_what_a_call_by_itself_gives(titles: list[Path], tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    made = toonseg.predict(titles, model=SEGMENTER, on_picture=lambda *one: told.append((one[0], one[2])))
    assert made.files == tuple(title / f"predictions/{k}.json" for title in titles for k in ("0001", "0002"))
    names = [f"{title.name}/{cut}" for title in titles for cut in CUTS]
    assert [one.file for one in made.labels.pictures] == names
    assert sorted(told) == sorted((name, 8) for name in names)
    assert made.counts == {"hair": 8} and made.kept == 0 and made.labels.name == "finding"
    for number, first in enumerate((0, 30)):
        alone = write_title(tmp_path / "alone" / titles[number].name, first, cuts_written=number == 0)
        toonseg.predict(alone, model=SEGMENTER)
        assert written(alone) == written(titles[number])
    assert toonseg.predict(titles[::-1], model=SEGMENTER).kept == 8
    assert toonseg.predict(titles[0], model=SEGMENTER).kept == 4


def test_results_of_several_titles_find_the_predictions(titles: list[Path]) -> None:
    toonseg.predict(titles, model=SEGMENTER)
    found = masked(titles)
    lefts = {one.file: one.instances[0].box[0] for one in found.pictures}
    assert lefts == {
        f"{title.name}/{cut}": pytest.approx(first + 10 * k, abs=4)
        for title, first in zip(titles, (0, 30), strict=True)
        for k, cut in enumerate(CUTS)
    }


def test_one_file_of_several_titles(titles: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "all.json"
    made = toonseg.predict([titles[0], titles[1] / "episodes" / "0002"], out, model=SEGMENTER)
    names = [*(f"rain/{cut}" for cut in CUTS), *(f"눈/{cut}" for cut in CUTS[2:])]
    assert made.files == (out,) and [one.file for one in read(out).pictures] == names
    assert not (titles[0] / "predictions").exists() and not (titles[1] / "predictions").exists()
    assert {one.file for one in masked(titles, out).pictures if one.instances} == set(names)
    ids = {image["file_name"]: image["id"] for image in json.loads(out.read_text())["images"]}
    results = tmp_path / "results.json"
    missed = toonseg.predict(titles, results, coco=out, model=SEGMENTER)
    assert {one["image_id"] for one in json.loads(results.read_text())} == set(ids.values())
    assert set(missed.errors) == {f"눈/{cut}" for cut in CUTS[:2]}


def test_a_bad_cut_is_told_with_its_title_and_costs_no_other(titles: list[Path]) -> None:
    (titles[0] / "cuts" / CUTS[1]).write_bytes(b"none")
    made = toonseg.predict(titles, model=SEGMENTER)
    assert list(made.errors) == [f"rain/{CUTS[1]}"] and len(made.labels.pictures) == 7
    assert not made.as_json()["ok"] and len(made.files) == 4


def test_other_pictures_beside_a_title_have_a_file_of_their_own(
    titles: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_picture(tmp_path / "a.png", picture(50), "png")
    made = toonseg.predict([Path("rain"), Path("a.png"), titles[0] / "episodes" / "0001"], model=SEGMENTER)
    in_title = [Path(f"rain/predictions/{k}.json") for k in ("0001", "0002")]
    assert made.files == (*in_title, Path("predictions.json"))
    assert [one.file for one in made.labels.pictures] == [*CUTS, "a.png"]
    assert [one.file for one in read(tmp_path / "predictions.json").pictures] == ["a.png"]


def test_titles_of_one_name_are_refused_at_once(titles: list[Path], tmp_path: Path) -> None:
    other = write_title(tmp_path / "other" / "rain", 0)
    with pytest.raises(UsageError, match=r"rain/0001/000000\.png: is the name of two pictures"):
        toonseg.predict([titles[0], other], model=SEGMENTER)
    assert not (titles[0] / "predictions").exists()


def test_what_to_label_next_of_several_titles(titles: list[Path]) -> None:
    found = toonseg.next_to_label(titles, model=SEGMENTER)
    assert {one.file for one in found.cuts} == {f"{title.name}/{cut}" for title in titles for cut in CUTS}
    assert not found.errors
    toonseg.predict(titles[1], model=SEGMENTER)
    toonseg.convert(titles[1] / "predictions/0002.json", titles[1], "title")
    after = toonseg.next_to_label(titles, model=SEGMENTER)
    assert after.labelled == 2 and not {one.file for one in after.cuts} & {f"눈/{cut}" for cut in CUTS[2:]}
