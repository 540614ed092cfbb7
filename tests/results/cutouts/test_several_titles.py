"""Several titles in one call: their cuts have the same names, so each title's folder stands before them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import toonseg
from toonseg.annotations.formats import write
from toonseg.annotations.sources import titles_of
from toonseg.errors import RightsError, SourceError, UsageError
from toonseg.results.masked import masked

WriteTitle = Callable[..., Path]
CUTS = ("0001/000000", "0001/000190")
FILES = ("palette.json", "palette.html")


@pytest.fixture
def titles(tmp_path: Path, write_title: WriteTitle) -> list[Path]:
    """Two titles of one episode with the same cuts."""
    return [write_title(tmp_path / name) for name in ("rain", "눈")]


def names(*parts: str) -> set[str]:
    return {f"{title}/{cut}" for title in ("rain", "눈") for cut in parts}


def test_a_titles_folder_stands_before_the_names_of_its_cuts(titles: list[Path]) -> None:
    found = masked(titles)
    assert [picture.file for picture in found.pictures] == [
        f"{title}/{cut}.png" for title in ("rain", "눈") for cut in CUTS
    ]
    assert found.title is None and all(len(picture.instances) == 2 for picture in found.pictures)
    alone = masked(titles[0])
    assert [picture.file for picture in alone.pictures] == [f"{cut}.png" for cut in CUTS]


def test_an_episode_and_its_title_are_one_title(titles: list[Path]) -> None:
    sources = [titles[0] / "episodes/0001", titles[0], titles[1]]
    assert titles_of(sources) == tuple(titles)
    assert len(masked(sources).pictures) == 4
    assert titles_of([titles[0] / "labels"]) == ()


def test_what_was_found_in_a_title_is_of_its_own_cuts(titles: list[Path]) -> None:
    for number, title in enumerate(titles):
        labels = masked(title).picked(["hair"] if number else ["shirt"]).labels
        write(labels, title / "predictions/0001.json", "coco")
        (title / "labels/0001.json").unlink()
    found = masked(titles)
    assert [[one.cls for one in picture.instances] for picture in found.pictures] == [
        ["dress-shirt"], ["dress-shirt"], ["hair"], ["hair"],
    ]  # fmt: skip


def test_titles_without_masks_are_all_named_in_the_remedy(titles: list[Path]) -> None:
    for title in titles:
        (title / "labels/0001.json").unlink()
    with pytest.raises(SourceError, match=f"toonseg predict {titles[0]} {titles[1]}"):
        masked(titles)


def test_titles_of_one_name_are_refused(tmp_path: Path, write_title: WriteTitle) -> None:
    two = [write_title(tmp_path / where / "rain") for where in ("a", "b")]
    with pytest.raises(UsageError, match=r"rain/0001/000000\.png: is the name of two pictures"):
        masked(two)


def test_cutouts_of_both(titles: list[Path], tmp_path: Path) -> None:
    made = toonseg.cutout(titles, tmp_path / "out", jobs=1, sheets=False)
    rows = [json.loads(line) for line in (made.out / "index.jsonl").read_text().splitlines()]
    assert {row["picture"] for row in rows} == {f"{name}.png" for name in names(*CUTS)}
    hair = {row["file"] for row in rows if row["class"] == "hair"}
    assert hair == {f"hair/{name}-1.png" for name in names(*CUTS)}
    assert all((made.out / row["file"]).is_file() for row in rows)


def test_a_colouring_set_of_both(titles: list[Path], tmp_path: Path) -> None:
    made = toonseg.colorize(titles, tmp_path / "out", jobs=1, test=0.5)
    keys = {path.stem for path in (tmp_path / "out").rglob("line/*.png")}
    assert keys == {name.replace("/", "_") for name in names(*CUTS)}
    assert {part: record.episodes for part, record in made.about.parts.items()} in (
        {"train": ["rain/0001"], "test": ["눈/0001"]},
        {"train": ["눈/0001"], "test": ["rain/0001"]},
    )


def test_recoloured_cuts_of_both(titles: list[Path], tmp_path: Path) -> None:
    made = toonseg.recolor(titles, tmp_path / "out", color="teal", only=["hair"], jobs=1)
    assert {path.relative_to(made.out).as_posix() for path in made.out.rglob("*.png")} == {
        f"{name}.png" for name in names(*CUTS)
    }
    alone = toonseg.recolor(titles[1], tmp_path / "alone", color="teal", only=["hair"], jobs=1)
    for cut in CUTS:
        one, other = made.out / f"눈/{cut}.png", alone.out / f"{cut}.png"
        assert one.read_bytes() == other.read_bytes(), "a title beside it changes nothing"


def test_a_report_of_both(titles: list[Path], tmp_path: Path) -> None:
    made = toonseg.report(titles, tmp_path / "both.html", jobs=1)
    page = made.path.read_text(encoding="utf-8")
    assert made.cuts == 4
    assert "Episode rain/0001<" in page and "Episode 눈/0001<" in page
    one = toonseg.report(titles, tmp_path / "one.html", episodes=["눈/0001"], jobs=1)
    both = toonseg.report(titles, tmp_path / "both.html", episodes=["1"], jobs=1)
    assert (one.cuts, both.cuts) == (2, 4)


def test_each_has_a_colour_bible_of_its_own(titles: list[Path], tmp_path: Path) -> None:
    def bibles(out: Path) -> list[bytes]:
        return [(out / title.name / file).read_bytes() for title in titles for file in FILES]

    for title in titles:
        toonseg.palette(title, tmp_path / "alone" / title.name, jobs=1)
    told: list[tuple[str, int]] = []
    made = toonseg.palette(
        titles, tmp_path / "both", jobs=1, on_picture=lambda file, _, count: told.append((file, count))
    )
    assert bibles(tmp_path / "both") == bibles(tmp_path / "alone")
    assert [bible.title for bible in made.bibles] == ["rain", "눈"]
    assert told == [(f"{title}/{cut}.png", 4) for title in ("rain", "눈") for cut in CUTS]
    assert [line for line in made.lines() if line in ("rain", "눈")] == ["rain", "눈"]
    assert {one["title"] for one in made.as_json()["characters"]} == {"rain", "눈"}
    assert made.as_json()["cuts"] == 4
    toonseg.palette(titles, jobs=1)
    assert all((title / "palette" / file).is_file() for title in titles for file in FILES)


def test_a_palette_to_recolour_by_is_of_one(titles: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one by one"):
        toonseg.palette(titles, tmp_path / "out", toml=tmp_path / "colours.toml", jobs=1)
    assert not (tmp_path / "out").exists()


def test_colour_bibles_of_titles_of_one_name_do_not_meet(tmp_path: Path, write_title: WriteTitle) -> None:
    two = [write_title(tmp_path / where / "rain") for where in ("a", "b")]
    with pytest.raises(UsageError, match="two titles"):
        toonseg.palette(two, tmp_path / "out", jobs=1)
    toonseg.palette(two, jobs=1)
    assert all((title / "palette/palette.json").is_file() for title in two)


def test_masks_of_both_in_one_file_are_those_of_each(titles: list[Path], tmp_path: Path) -> None:
    labels = masked(titles).labels
    bare = labels.with_pictures((*labels.pictures[:3], replace(labels.pictures[3], instances=())))
    write(bare, tmp_path / "all.json", "coco")
    assert [len(one.instances) for one in masked(titles[0], tmp_path / "all.json").pictures] == [2, 2]
    assert [len(one.instances) for one in masked(titles[1], tmp_path / "all.json").pictures] == [2, 0]


def test_one_free_title_does_not_free_the_other(tmp_path: Path, write_title: WriteTitle) -> None:
    free, bound = write_title(tmp_path / "free"), write_title(tmp_path / "bound", rights="somebody's")
    with pytest.raises(RightsError, match="CC0, drawn by a test / somebody's"):
        toonseg.cutout([free, bound], tmp_path / "out", jobs=1, sheets=False)
