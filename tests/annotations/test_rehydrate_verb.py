"""`toonseg label rehydrate`, and `toonseg.rehydrate` in other formats than COCO."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations import Instance, Mask
from toonseg.annotations.formats import Format, read
from toonseg.annotations.rehydrate import PLACES
from toonseg.annotations.title import read_title
from toonseg.cli import main
from toonseg.errors import UsageError
from toonseg.workspace import EpisodeFolder

MakeEpisode = Callable[..., EpisodeFolder]


@pytest.fixture
def title(tmp_path: Path, make_episode: MakeEpisode) -> Path:
    """An episode of four cuts on three pages; each has an instance."""
    ring = np.ones((21, 21), bool)
    ring[8:13, 8:13] = False
    places = {"hair": (20, 20), "tie": (20, 90), "vest": (5, 150), "pants": (35, 150)}
    instances = [Instance(name, Mask.of_pixels(ring, at)) for name, at in places.items()]
    make_episode(tmp_path / "비", instances=instances)
    return tmp_path / "비"


@pytest.fixture
def shared(title: Path, tmp_path: Path) -> Path:
    toonseg.convert(title, tmp_path / "shared.json.gz", "pixel-free")
    return tmp_path / "shared.json.gz"


def ended(*arguments: object) -> int:
    """The exit code of `toonseg label rehydrate` with these arguments."""
    with pytest.raises(SystemExit) as caught:
        main(["label", "rehydrate", *map(str, arguments)])
    return int(caught.value.code or 0)


def test_cuts_and_their_labels_are_written(
    title: Path, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert ended(shared, "--pages", title, "--out", out) == 0
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.splitlines() == ["pages: 3 exact", f"cuts: 4 made, 0 kept, 0 left out; {out / 'coco.json'}"]
    labels = read(out / "coco.json")
    assert not labels.problems
    for one, own in zip(labels.pictures, read_title(title).pictures, strict=True):
        assert one.path == out / one.file
        assert one.file == own.file
        pairs = zip(one.instances, own.instances, strict=True)
        assert all(x.mask.same_pixels(y.mask) for x, y in pairs)
    assert sum(len(one.instances) for one in labels.pictures) == 4


def test_what_is_wanting_is_listed_with_what_to_do(
    title: Path, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mess = tmp_path / "mess"
    shutil.copytree(title / "episodes" / "0001" / "pages", mess)
    (mess / "002.png").unlink()
    assert ended(shared, "--pages", mess, "--out", tmp_path / "out") == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "pages: 2 exact, 1 missing"
    assert lines[1].strip().startswith("episode 0001, page 002.png: missing. Nothing here looks like it")
    assert lines[-1].startswith("cuts: 2 made, 0 kept, 2 left out")


def test_one_json_object_for_machines(
    title: Path, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mess = tmp_path / "mess"
    shutil.copytree(title / "episodes" / "0001" / "pages", mess)
    (mess / "000.png").unlink()
    assert ended(shared, "--pages", mess, "--out", tmp_path / "out", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["made"], said["kept"]) == (False, 2, 0)
    assert said["left_out"] == ["0001/000000.png", "0001/000075.png"]
    first, second, _ = said["pages"]
    assert (first["state"], first["used"], first["where"]) == ("missing", False, None)
    assert (second["state"], second["used"], second["remedy"]) == ("exact", True, None)
    assert Path(second["where"]) == mess / "001.png"
    assert said["labels"] == str(tmp_path / "out" / "coco.json")


def test_without_any_page_there_is_nothing_to_label(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none").mkdir()
    assert ended(shared, "--pages", tmp_path / "none", "--out", tmp_path / "out", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["made"], said["labels"]) == (0, None)
    assert not (tmp_path / "out" / "coco.json").exists()


@pytest.mark.parametrize("to", sorted(PLACES))
def test_labels_in_every_format_find_their_pictures(
    title: Path, shared: Path, tmp_path: Path, to: Format
) -> None:
    if to is Format.PARQUET:
        pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    done = toonseg.rehydrate(shared, title, out, to=to)
    assert done.written is not None
    assert done.written.instances == 4
    # Maps name pictures without saying where they lie; Parquet has them inside.
    folder = {Format.MAPS: out, Format.PARQUET: out / "pictures"}.get(to)
    labels = read(out / PLACES[to], to, pictures=folder)
    assert sorted(one.cls for one in labels.instances) == ["hair", "pants", "tie", "vest"]
    assert [len(picture.instances) for picture in labels.pictures] == [1] * 4
    assert all(picture.path is not None and picture.path.is_file() for picture in labels.pictures)


@pytest.mark.parametrize("to", ["title", "pixel-free", "voc"])
def test_a_format_that_cuts_in_a_folder_cannot_have_is_wrong_use(
    title: Path, shared: Path, tmp_path: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="coco, cvat, labelme"):
        toonseg.rehydrate(shared, title, tmp_path / "out", to=to)
    assert ended(shared, "--pages", title, "--out", tmp_path / "out", "--to", to) == 2
    assert not (tmp_path / "out").exists()


def test_errors_are_one_line(title: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(tmp_path / "none.json", "--pages", title, "--out", tmp_path / "out") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert "none.json" in line
