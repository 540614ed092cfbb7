"""`toonseg.check` and the command line: files, titles, splits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations import Instance, Mask
from toonseg.annotations.formats import Format, read, write
from toonseg.annotations.labels import labels_file, read_labels
from toonseg.cli import main
from toonseg.errors import UsageError
from toonseg.workspace import EpisodeFolder


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([*arguments])
    return int(stopped.value.code or 0)


def test_a_faulty_file(faulty: Path) -> None:
    report = toonseg.check(faulty, jobs=1)
    assert report.counts == {
        "unknown-class": 1,
        "self-crossing": 1,
        "outside-picture": 1,
        "box-disagrees": 1,
        "duplicate": 1,
    }
    assert {problem.file for problem in report.problems} == {str(faulty)}
    assert json.loads(json.dumps(report.as_json()))["counts"] == report.counts


def test_fix_in_place_keeps_what_was_and_says_what_it_did(faulty: Path) -> None:
    before = faulty.read_bytes()
    report = toonseg.check(faulty, fix=True, jobs=1)
    assert [problem.kind.value for problem in report.problems] == ["self-crossing"]
    assert faulty.with_name("labels.json.bak").read_bytes() == before
    assert report.written == str(faulty)
    assert "class 'hiar' named 'hair': 3" in report.fixed
    again = read(faulty)
    assert [one.cls for one in again.instances].count("hair") == 2
    assert all(one.rings is not None for one in again.instances)  # polygons stay polygons
    assert toonseg.check(faulty, fix=True, jobs=1).written is None  # nothing left to mend
    assert not faulty.with_name("labels.json.bak2").exists()


def test_fix_elsewhere_leaves_the_file_alone_and_finds_its_pictures(faulty: Path, tmp_path: Path) -> None:
    before = faulty.read_bytes()
    out = tmp_path / "other" / "mended.json"
    toonseg.check(faulty, fix=True, out=out, jobs=1)
    assert faulty.read_bytes() == before
    assert all(picture.path is not None for picture in read(out).pictures)


def test_a_folder_is_mended_elsewhere_only(faulty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "labelme"
    write(read(faulty), folder, Format.LABELME, pictures=True)
    with pytest.raises(UsageError, match="--out"):
        toonseg.check(folder, fix=True, jobs=1)
    report = toonseg.check(folder, fix=True, out=tmp_path / "mended", jobs=1)
    assert "self-crossing" in report.counts
    assert "hiar" not in {one.cls for one in read(tmp_path / "mended").instances}


def test_a_title_is_mended_between_its_cuts_too(
    tmp_path: Path, make_episode: Callable[..., EpisodeFolder]
) -> None:
    ones = np.ones((40, 10), bool)
    across = Instance("hiar", Mask.of_pixels(ones, (20, 50)))  # from the first cut into the second
    twice = Instance("tie", Mask.of_pixels(ones, (40, 160)))
    episode = make_episode(tmp_path / "title", instances=(across, twice, twice))
    report = toonseg.check(tmp_path / "title", fix=True, pictures=False, allow=["picture-unlabelled"])
    assert report.ok
    labels = read_labels(labels_file(episode)).instances
    assert [(one.cls, one.box) for one in labels] == [("hair", (20, 50, 30, 90)), ("tie", (40, 160, 50, 200))]
    assert labels_file(episode).with_name("0001.json.bak").is_file()


def test_a_folder_of_splits_is_checked_as_one(faulty: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    labels = read(faulty)
    toonseg.split(labels, parts, test=0.34, pictures=False)
    copy(parts / "train.json", parts / "test.json")
    report = toonseg.check(parts, pictures=False)
    assert [part.name for part in report.parts] == [str(parts / "train.json"), str(parts / "test.json")]
    assert report.counts["in-two-splits"] == report.parts[0].pictures


def copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def test_the_command_line(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(faulty)) == 1
    printed = capsys.readouterr().out
    assert "toonseg check --fix mends 4 of them" in printed
    kinds = ("unknown-class", "self-crossing", "outside-picture", "box-disagrees", "duplicate")
    allowed = [word for kind in kinds for word in ("--allow", kind)]
    assert run("check", str(faulty), *allowed, "--json") == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert run("check", str(faulty), "--allow", "nonsense") == 2
    assert run("check", str(faulty.with_name("none.json"))) == 1


def test_an_unknown_kind_names_the_choices(faulty: Path) -> None:
    with pytest.raises(UsageError, match="near-duplicate"):
        toonseg.check(faulty, allow=["overlaps"])
