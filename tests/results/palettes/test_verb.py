"""`toonseg palette`: the colour bible as JSON, as a page and as a palette to recolour by."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import toonseg
from toonseg.cli import main
from toonseg.errors import RightsError, SourceError, UsageError
from toonseg.results.colours import colour_of
from toonseg.results.palettes.bible import Bible
from toonseg.results.palettes.file import read_palette
from toonseg.workspace import read_json


def near(text: str, colour: tuple[int, int, int], most: int = 6) -> bool:
    return max(abs(a - b) for a, b in zip(colour_of(text), colour, strict=True)) <= most


def bible_of(folder: Path) -> Bible:
    return read_json(folder / "palette.json", Bible)


def test_named_characters_and_their_colours(labels: Path, tmp_path: Path) -> None:
    made = toonseg.palette(labels, tmp_path / "out", jobs=1)
    bible = bible_of(tmp_path / "out")
    assert made.bible == bible
    assert [(one.name, one.labelled, one.cuts) for one in bible.characters] == [
        ("joon", True, 9),
        ("mina", True, 6),
    ]
    joon, mina = bible.characters
    assert near(mina.colours["hair"][0].hex, (150, 70, 40))
    assert near(joon.colours["hair"][0].hex, (60, 60, 70))
    shirts = joon.colours["dress-shirt"]
    assert near(shirts[0].hex, (70, 90, 170)) and near(shirts[1].hex, (170, 60, 60))
    assert (shirts[0].cuts, shirts[0].episodes) == (6, ("0001", "0002"))
    assert (shirts[1].cuts, shirts[1].episodes) == (3, ("0003",))
    assert shirts[0].share == pytest.approx(2 / 3, abs=0.02)
    assert sum(tone.share for tone in shirts) == pytest.approx(1, abs=0.02)
    assert bible.episodes == ("0001", "0002", "0003")
    assert bible.rights == "CC0, drawn for tests"


def test_unnamed_characters_are_told_by_their_colours(unnamed: Path, tmp_path: Path) -> None:
    toonseg.palette(unnamed, tmp_path / "out", jobs=1)
    first, second = bible_of(tmp_path / "out").characters
    assert [(one.name, one.labelled, one.cuts) for one in (first, second)] == [
        ("A", False, 9),
        ("B", False, 6),
    ]
    assert near(first.colours["hair"][0].hex, (60, 60, 70))
    assert near(second.colours["hair"][0].hex, (150, 70, 40))


def test_drift_by_episode(labels: Path, tmp_path: Path) -> None:
    toonseg.palette(labels, tmp_path / "out", jobs=1)
    joon = bible_of(tmp_path / "out").characters[0]
    hair, shirts = joon.drift["hair"], joon.drift["dress-shirt"]
    assert [(one.episode, one.cuts) for one in hair] == [("0001", 3), ("0002", 3), ("0003", 3)]
    assert max(one.ciede2000 for one in hair) < 4
    assert max(one.ciede2000 for one in hair) > 0.5  # the title drifts by 3 levels of blue an episode
    assert max(one.oklab for one in hair) < 0.03
    assert max(one.ciede2000 for one in shirts) > 30  # another shirt


def test_the_page_shows_everybody_and_asks_for_nothing_from_elsewhere(labels: Path, tmp_path: Path) -> None:
    toonseg.palette(labels, tmp_path / "out", jobs=1)
    page = (tmp_path / "out/palette.html").read_text()
    assert page.count("data:image/webp;base64,") == 8  # four of each
    assert "joon" in page and "mina" in page and "CC0, drawn for tests" in page
    assert not re.search(r"""(src|href)=["'](?!data:)""", page)
    assert "<script" not in page
    assert "url(" not in page


def test_names_are_escaped(labels: Path, tmp_path: Path) -> None:
    labels.write_text(labels.read_text().replace('"mina"', '"<b>mina"'))
    toonseg.palette(labels, tmp_path / "out", jobs=1)
    page = (tmp_path / "out/palette.html").read_text()
    assert "&lt;b&gt;mina" in page
    assert "<b>mina" not in page


def test_without_pictures_no_rights_are_needed(labels: Path, tmp_path: Path) -> None:
    labels.write_text(labels.read_text().replace("CC0, drawn for tests", "all rights reserved"))
    with pytest.raises(RightsError, match="--i-have-the-rights"):
        toonseg.palette(labels, tmp_path / "out", jobs=1)
    toonseg.palette(labels, tmp_path / "out", pictures=False, jobs=1)
    page = (tmp_path / "out/palette.html").read_text()
    assert "data:image" not in page
    assert "joon" in page


def test_the_palette_leads_to_the_same_recolouring_where_nobody_is_named(
    unnamed: Path, labels: Path, tmp_path: Path
) -> None:
    """Its colours are told apart by what they were: mina's hair alone becomes another."""
    file = tmp_path / "character.toml"
    toonseg.palette(unnamed, tmp_path / "out", toml=file, jobs=1)
    palette = read_palette(file)
    assert set(palette.characters) == {"A", "B"}
    was = palette.characters["B"]["hair"].was
    made = toonseg.recolor(unnamed, tmp_path / "same", palette=file, jobs=1)
    assert made.changed == ()  # all become what they were
    file.write_text(file.read_text().replace(f'becomes = "{was}"', 'becomes = "#2a9d7a"'))
    made = toonseg.recolor(unnamed, tmp_path / "other", palette=file, jobs=1)
    assert [(one.cls, one.instances) for one in made.changed] == [("hair", 6)]
    with pytest.raises(UsageError, match="another palette"):
        toonseg.palette(unnamed, tmp_path / "out", toml=file, jobs=1)
    assert "#2a9d7a" in file.read_text()


def test_two_jobs_and_a_second_run_write_the_same_bytes(unnamed: Path, tmp_path: Path) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    toonseg.palette(unnamed, tmp_path / "one", jobs=1)
    toonseg.palette(unnamed, tmp_path / "two", jobs=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    toonseg.palette(unnamed, tmp_path / "one", jobs=1)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_broken_picture_costs_only_itself(labels: Path, tmp_path: Path) -> None:
    (labels.parent / "0001/000001.png").write_bytes(b"no picture")
    made = toonseg.palette(labels, tmp_path / "out", jobs=1)
    assert list(made.errors) == ["0001/000001.png"]
    assert made.bible.characters[0].cuts == 8


def test_without_masks_it_says_how_to_get_them(labels: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="toonseg predict"):
        toonseg.palette(labels.parent / "0001/000000.png", tmp_path / "out", jobs=1)


def test_the_command_line(labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["palette", str(labels), "--out", str(tmp_path / "out"), "--only", "hair", "--jobs", "1"]
    with pytest.raises(SystemExit) as done:
        main([*call, "--json"])
    assert done.value.code == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert [(one["name"], one["cuts"], list(one["colours"])) for one in told["characters"]] == [
        ("joon", 9, ["hair"]), ("mina", 6, ["hair"]),
    ]  # fmt: skip
    with pytest.raises(SystemExit):
        main(call)
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split() == ["character", "cuts", "episodes", "hair", "drift"]
    assert shown[1].startswith("joon")
