"""`toonseg recolor`, from labels, from a title and from a picture alone."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations.formats import read
from toonseg.cli import main
from toonseg.errors import RightsError, SettingsError, SourceError, ToonsegError, UsageError
from toonseg.pictures import decode, write_picture
from toonseg.results.masked import masked
from toonseg.results.palettes.looks import JOURNAL as LOOKS_FILE
from toonseg.results.recolor import verb
from toonseg.scale.journal import JOURNAL_FILE


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_pictures_index_and_sheet(labels: Path, tmp_path: Path) -> None:
    told: list[tuple[str, ToonsegError | None, int]] = []
    made = toonseg.recolor(
        labels, tmp_path / "out", color="#7a3b9f", only=["hair"], sheet=tmp_path / "sheet.png", jobs=1,
        on_picture=lambda *what: told.append(what),
    )  # fmt: skip
    assert made.pictures == 5
    assert not made.errors
    rows = rows_of(made.index)
    assert [row["file"] for row in rows] == [picture.file for picture in masked(labels).pictures]
    assert {row["rights"] for row in rows} == {"CC0, drawn for tests"}
    first = rows[0]["instances"][0]
    assert (first["class"], first["character"], first["number"]) == ("hair", "mina", 1)
    assert first["wanted"] == "#7a3b9f"
    assert [(one.character, one.instances) for one in made.changed] == [("joon", 3), ("mina", 4)]
    before = decode((labels.parent / "0001/000000.png").read_bytes(), "before")
    after = decode((tmp_path / "out/0001/000000.png").read_bytes(), "after")
    assert np.array_equal(before[44:], after[44:])
    assert (before != after).any(2)[10:38].sum() > 1000
    sheet = decode((tmp_path / "sheet.png").read_bytes(), "sheet")
    assert sheet.shape[1] == 1600
    assert len(told) == 10
    assert {count for *_, count in told} == {10}


def test_two_jobs_write_the_same_bytes(labels: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        toonseg.recolor(labels, tmp_path / str(jobs), color="teal", only=["hair", "shirt"], jobs=jobs)
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_a_run_that_was_killed_goes_on_and_ends_the_same(
    labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(out: Path) -> verb.Recolored:
        return toonseg.recolor(labels, out, color="teal", only=["hair"], jobs=1)

    run(tmp_path / "whole")
    paint, calls = verb._paint, []

    def dies(task: verb._Task) -> list[dict]:
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(task.picture.file)
        return paint(task)

    monkeypatch.setattr(verb, "_paint", dies)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "killed")
    monkeypatch.setattr(verb, "_paint", paint)
    assert run(tmp_path / "killed").kept == 2
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")
    (tmp_path / "whole/0001/000000.png").unlink()
    assert run(tmp_path / "whole").kept == 4


def test_each_picture_is_read_twice_and_once_if_it_was_done(
    labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To see its colours, and to change them: these hang on all pictures."""
    read: Counter[Path] = Counter()
    as_it_was = Path.read_bytes

    def counted(path: Path) -> bytes:
        read[path] += 1
        return as_it_was(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    pictures = sorted(labels.parent.glob("*/*.png"))
    for times in (2, 1):
        read.clear()
        made = toonseg.recolor(labels, tmp_path / "out", color="teal", only=["hair"], jobs=1)
        assert made.pictures == len(pictures)
        assert [read[path] for path in pictures] == [times] * len(pictures)


def test_another_colour_is_done_again(labels: Path, tmp_path: Path) -> None:
    toonseg.recolor(labels, tmp_path, color="teal", only=["hair"], jobs=1)
    teal = (tmp_path / "0001/000000.png").read_bytes()
    assert toonseg.recolor(labels, tmp_path, color="orange", only=["hair"], jobs=1).kept == 0
    assert (tmp_path / "0001/000000.png").read_bytes() != teal


def test_pictures_in_which_nothing_changes_are_written_if_all_are(labels: Path, tmp_path: Path) -> None:
    some = toonseg.recolor(labels, tmp_path / "some", color="teal", character=["joon"], jobs=1)
    every = toonseg.recolor(labels, tmp_path / "every", color="teal", character=["joon"], every=True, jobs=1)
    assert (some.pictures, every.pictures) == (3, 5)
    same = decode((tmp_path / "every/0001/000001.png").read_bytes(), "same")
    assert np.array_equal(same, decode((labels.parent / "0001/000001.png").read_bytes(), "before"))


def test_a_broken_picture_costs_only_itself(labels: Path, tmp_path: Path) -> None:
    (labels.parent / "0001/000001.png").write_bytes(b"no picture")
    made = toonseg.recolor(labels, tmp_path, color="teal", only=["hair"], jobs=1)
    assert list(made.errors) == ["0001/000001.png"]
    assert made.pictures == 4
    assert "1 picture failed" in made.lines()
    assert not made.as_json()["ok"]


def test_a_title_has_its_results_in_it(title: Path, tmp_path: Path) -> None:
    own = shutil.copytree(title, tmp_path / "title")
    made = toonseg.recolor(own, color="#7a3b9f", only=["hair"], jobs=1)
    assert made.out == own / "recoloured"
    (row, *_) = rows_of(made.index)
    assert row["file"] == f"{row['episode']}/{row['cut']}.png"
    assert (made.out / row["file"]).is_file()


def test_a_picture_without_masks_is_looked_through(title: Path, tmp_path: Path) -> None:
    picture = next(one for one in masked(title).pictures if any(i.cls == "hair" for i in one.instances))
    from toonseg.model.pixels import pixels_of

    write_picture(tmp_path / "cut.png", pixels_of(picture), "png")
    made = toonseg.recolor(
        tmp_path / "cut.png", tmp_path / "out", color="#7a3b9f", only=["hair"], have_the_rights=True, jobs=1
    )
    assert made.found == (tmp_path / "out/predictions.json",)
    assert "toonseg found them" in "\n".join(made.lines())
    assert any(one.cls == "hair" for one in read(made.found[0]).instances)
    (after,) = (tmp_path / "out").glob("*.png")
    assert (decode(after.read_bytes(), after) != pixels_of(picture)).any()


def test_titles_without_masks_are_looked_through_each_by_itself(title: Path, tmp_path: Path) -> None:
    titles = [shutil.copytree(title, tmp_path / name) for name in ("rain", "눈")]
    for own in titles:
        shutil.rmtree(own / "labels")
    made = toonseg.recolor(titles, tmp_path / "out", color="teal", only=["hair"], jobs=1)
    assert made.found == tuple(own / "predictions" for own in titles)
    assert all(str(folder) in "\n".join(made.lines()) for folder in made.found)
    files = [row["file"] for row in rows_of(made.index)]
    of_rain = [file.removeprefix("rain/") for file in files if file.startswith("rain/")]
    assert of_rain and files == [f"{name}/{file}" for name in ("rain", "눈") for file in of_rain]
    again = toonseg.recolor(titles, tmp_path / "again", color="teal", only=["hair"], jobs=1)
    assert again.found == (), "what was found is the titles' own now"
    assert again.pictures == made.pictures
    assert toonseg.cutout(titles, tmp_path / "lifted", sheets=False, jobs=1).as_json()["ok"]


def test_rights_that_forbid_it_are_asked_for_once(labels: Path, tmp_path: Path) -> None:
    labels.write_text(labels.read_text().replace("CC0, drawn for tests", "all rights reserved"))
    with pytest.raises(RightsError, match="--i-have-the-rights"):
        toonseg.recolor(labels, tmp_path / "out", color="teal", only=["hair"], jobs=1)
    assert not list((tmp_path / "out").rglob("*.png"))
    toonseg.recolor(labels, tmp_path / "out", color="teal", only=["hair"], have_the_rights=True, jobs=1)
    assert toonseg.recolor(labels, tmp_path / "out", color="orange", only=["hair"], jobs=1).pictures == 5


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "--palette is wanted"),
        ({"color": "teal", "palette": "x.toml", "only": ["hair"]}, "one of the two"),
        ({"color": "teal"}, "does not say of what"),
        ({"color": "purplish", "only": ["hair"]}, "is no colour"),
        ({"color": "teal", "only": ["hat"]}, "no class"),
        ({"color": "teal", "only": ["hair"], "lightness": 1.5}, "is no share"),
    ],
)
def test_wrong_use(labels: Path, tmp_path: Path, given: dict, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        toonseg.recolor(labels, tmp_path, jobs=1, **given)


def test_sources_are_never_written_over(labels: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="would be overwritten"):
        toonseg.recolor(labels, labels.parent, color="teal", only=["hair"], jobs=1)
    with pytest.raises(SourceError, match="is not there"):
        toonseg.recolor(tmp_path / "nothing", tmp_path, color="teal", only=["hair"], jobs=1)
    with pytest.raises(SettingsError, match="cannot be read"):
        toonseg.recolor(labels, tmp_path, palette=tmp_path / "nothing.toml", jobs=1)


def test_the_command_line(labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    palette = tmp_path / "character.toml"
    palette.write_text('[characters.mina]\nhair = "#7a3b9f"\n')
    call = ["recolor", str(labels), "--palette", str(palette), "--out", str(out), "--jobs", "1"]
    with pytest.raises(SystemExit) as done:
        main([*call, "--json"])
    assert done.value.code == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert [(one["class"], one["character"], one["instances"]) for one in told["changed"]] == [
        ("hair", "mina", 4)
    ]
    with pytest.raises(SystemExit) as done:
        main(call)
    assert done.value.code == 0
    shown = capsys.readouterr().out
    assert "4 of them were done by a run before" in shown
    with pytest.raises(SystemExit) as done:
        main(["recolor", str(labels), "--only", "hair"])
    assert done.value.code == 2


def test_what_an_earlier_call_wrote_is_gone_if_it_is_no_part_of_this_one(
    labels: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    toonseg.recolor(labels, out, color="teal", only=["hair"], jobs=1)
    (out / "notes.txt").write_text("mine")
    toonseg.recolor(labels, out, color="teal", character=["joon"], jobs=1)
    assert set(files_of(out)) == {
        "0001/000000.png", "0001/000002.png", "0002/000003.png", "index.jsonl", "notes.txt",
        JOURNAL_FILE, LOOKS_FILE,
    }  # fmt: skip
