"""One door to all formats: each is known by its files, and converting goes through all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import toonseg
from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.formats import Format, detect, read, write
from toonseg.annotations.title import read_title
from toonseg.cli import main
from toonseg.errors import LabelError, UsageError

Agree = Callable[..., None]
WithFiles = Callable[[LabelSet, Path], LabelSet]
OF_SETS = [one for one in Format if one not in (Format.TITLE, Format.PIXEL_FREE)]


@pytest.fixture
def there(hard_set: LabelSet, with_files: WithFiles, tmp_path: Path) -> LabelSet:
    """The hard masks with pictures on disk, and without what only some formats can hold."""
    labels = with_files(hard_set, tmp_path / "cuts")
    plain = tuple(
        replace(
            picture,
            origin=None,
            instances=tuple(replace(one, score=None, source="", character=None) for one in picture.instances),
        )
        for picture in labels.pictures
    )
    return labels.with_pictures(plain)


def out_of(format: Format, folder: Path) -> Path:
    return folder / f"{format.value}.json" if format in (Format.COCO, Format.CVAT) else folder / format.value


@pytest.mark.parametrize("format", OF_SETS)
def test_every_format_is_known_by_its_files(
    there: LabelSet, agree: Agree, tmp_path: Path, format: Format
) -> None:
    if format is Format.PARQUET:
        pytest.importorskip("pyarrow")
    out = out_of(format, tmp_path)
    written = write(there, out, format)
    assert (written.pictures, written.instances) == (10, 10)
    assert detect(written.out) is (Format.COCO if format is Format.CVAT else format)
    agree(read(written.out), there, kept=False)


def test_converting_through_all_formats_keeps_every_pixel(
    there: LabelSet, agree: Agree, tmp_path: Path
) -> None:
    write(there, tmp_path / "0.json", Format.COCO)
    before: Path = tmp_path / "0.json"
    for format in (Format.LABELME, Format.MAPS, Format.YOLO, Format.CVAT, Format.LABELME, Format.COCO):
        after = out_of(format, tmp_path / f"after {before.name}")
        done = toonseg.convert(before, after, format.value, pictures_from=tmp_path / "cuts")
        assert done.problems == ()
        assert (done.target, done.written.instances) == (format, 10)
        before = after
    agree(read(before), there, kept=False)


def test_a_title_goes_out_and_comes_home(
    make_episode: Callable[..., Any], tmp_path: Path, agree: Agree
) -> None:
    places = ((10, 10), (20, 40), (10, 80), (5, 150))
    instances = [Instance("tie", Mask.of_pixels(np.ones((9, 7), bool), at)) for at in places]
    make_episode(tmp_path / "title", instances=instances)
    labels = read_title(tmp_path / "title")
    assert detect(tmp_path / "title") is Format.TITLE
    assert [len(picture.instances) for picture in labels.pictures] == [2, 1, 1, 0]
    toonseg.convert(tmp_path / "title", tmp_path / "lm", "labelme")
    for file in (tmp_path / "lm").rglob("*.json"):
        data = json.loads(file.read_text(encoding="utf-8"))
        data["shapes"] = data["shapes"][:1]
        file.write_text(json.dumps(data))
    done = toonseg.convert(tmp_path / "lm", tmp_path / "title", "title")
    assert "removed" in done.written.notes[0]
    again = read_title(tmp_path / "title")
    assert [len(picture.instances) for picture in again.pictures] == [
        min(1, len(picture.instances)) for picture in labels.pictures
    ]
    packed = toonseg.convert(tmp_path / "title", tmp_path / "free.json", Format.PIXEL_FREE)
    assert detect(packed.written.out) is Format.PIXEL_FREE
    agree(read(packed.written.out), again, kept=False)


def test_folders_of_one_coco_file_are_read_and_of_several_are_asked_about(
    there: LabelSet, tmp_path: Path
) -> None:
    write(there, tmp_path / "set", Format.CVAT)
    assert (tmp_path / "set" / "annotations" / "instances_default.json").is_file()
    assert len(read(tmp_path / "set").pictures) == 10
    write(there, tmp_path / "set" / "annotations" / "other.json", Format.COCO)
    with pytest.raises(LabelError, match=r"2 COCO files.*annotations/instances_default.json"):
        read(tmp_path / "set")
    with pytest.raises(LabelError, match="no COCO file"):
        read(tmp_path / "cuts", Format.COCO)


def test_a_large_file_is_known_by_its_beginning(there: LabelSet, tmp_path: Path) -> None:
    write(there, tmp_path / "a.json", Format.COCO)
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    data["info"]["long"] = "x" * 900_000
    data["annotations"] *= 300
    (tmp_path / "a.json").write_text(json.dumps(data))
    assert (tmp_path / "a.json").stat().st_size > 1_000_000
    assert detect(tmp_path / "a.json") is Format.COCO


def test_what_is_no_labels(tmp_path: Path, broken_files: dict[str, bytes]) -> None:
    with pytest.raises(LabelError, match="is not there"):
        read(tmp_path / "nothing")
    with pytest.raises(LabelError, match="no labels that are known"):
        detect(tmp_path)
    for content in broken_files.values():
        (tmp_path / "a.json").write_bytes(content)
        with pytest.raises(LabelError):
            detect(tmp_path / "a.json")
        with pytest.raises(LabelError, match="no labels that are known"):
            detect(tmp_path)


@pytest.mark.parametrize(
    ("format", "options", "words"),
    [
        (Format.LABELME, {"polygons": True}, "--polygons: is not for labelme"),
        (Format.COCO, {"masks": True}, "--masks: is not for coco"),
        (Format.MAPS, {"tolerance": 1.0}, "--tolerance: is not for maps"),
        (Format.COCO, {"tolerance": 1.0}, "Add --polygons"),
        (Format.YOLO, {"tolerance": -1.0}, "less than 0"),
        (Format.TITLE, {"pictures": False}, "--pictures: is not for title"),
        (Format.PIXEL_FREE, {}, "made of a title"),
    ],
)
def test_options_that_a_format_has_not(
    there: LabelSet, tmp_path: Path, format: Format, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        write(there, tmp_path / "out", format, **options)
    assert not (tmp_path / "out").exists()


def test_names_of_formats_are_checked(there: LabelSet, tmp_path: Path) -> None:
    write(there, tmp_path / "a.json", Format.COCO)
    with pytest.raises(UsageError, match=r"'voc' is no format. Choose one of: coco, labelme"):
        toonseg.convert(tmp_path / "a.json", tmp_path / "b", "voc")
    with pytest.raises(UsageError, match="--from"):
        toonseg.convert(tmp_path / "a.json", tmp_path / "b", "yolo", from_="voc")
    with pytest.raises(UsageError, match="Bring the labels home first"):
        toonseg.convert(tmp_path / "a.json", tmp_path / "b", "pixel-free")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_the_command_tells_what_it_did(
    there: LabelSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(there, tmp_path / "a.json", Format.COCO)
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    for one in data["annotations"]:
        one["bbox"] = [0, 0, 1, "x"]
    data["annotations"][3]["category_id"] = 99
    (tmp_path / "a.json").write_text(json.dumps(data))
    code, out, err = run(capsys, "label", "convert", tmp_path / "a.json", tmp_path / "b", "--to", "labelme")
    assert (code, out) == (0, "")
    lines = err.splitlines()
    assert lines[0] == f"{tmp_path / 'b'}: 10 pictures, 9 instances, from coco to labelme"
    assert "  problem: " in lines[1]
    assert f"{tmp_path / 'a.json'}: annotations[3].category_id: 99 is no category of the file." in err
    json_arguments = ("label", "convert", tmp_path / "a.json", tmp_path / "c.json", "--to", "coco", "--json")
    code, out, err = run(capsys, *json_arguments, "--polygons", "--tolerance", "0.5", "--from", "coco")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["ok"], told["from"], told["to"], told["pictures"], told["instances"]) == (
        True, "coco", "coco", 10, 9,
    )  # fmt: skip
    assert len(told["problems"]) == 10
    assert {"kind", "file", "where", "text", "remedy", "fixable"} == set(told["problems"][0])


def test_the_command_fails_as_all_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "label", "convert", tmp_path / "a.json", tmp_path / "b", "--to", "yolo")
    assert (code, err) == (1, f"error: {tmp_path / 'a.json'}: is not there. Check the path.\n")
    (tmp_path / "a.json").write_text('{"images": []}')
    wrong = ("--to", "yolo", "--masks", "--json")
    code, out, _ = run(capsys, "label", "convert", tmp_path / "a.json", tmp_path / "b", *wrong)
    assert code == 2
    assert json.loads(out)["error"] == "UsageError"
    code, _, err = run(capsys, "label", "convert", tmp_path / "a.json", tmp_path / "b", "--to", "voc")
    assert code == 2
    assert np.all([name in err for name in ("coco", "pixel-free")])


@pytest.mark.parametrize(
    ("format", "options"),
    [
        (Format.COCO, {}),
        (Format.COCO, {"polygons": True}),
        (Format.LABELME, {}),
        (Format.LABELME, {"masks": True}),
        (Format.YOLO, {}),
        (Format.MAPS, {}),
    ],
)
def test_what_lies_off_a_picture_is_left_out(
    with_files: WithFiles, tmp_path: Path, format: Format, options: dict[str, Any]
) -> None:
    half = Instance("tie", Mask.of_pixels(np.ones((6, 6), bool), (-2, 17)))
    off = Instance("hair", Mask.of_pixels(np.ones((6, 6), bool), (40, 40)))
    labels = with_files(LabelSet((Picture("a.png", 20, 20, (half, off)),)), tmp_path / "cuts")
    out = out_of(format, tmp_path)
    written = write(labels, out, format, **options)
    assert written.instances == 1
    (note,) = [one for one in written.notes if "be found from there" not in one]
    assert "left out" in note
    assert "1" in note
    read_again = read(out)
    assert read_again.problems == ()
    (one,) = read_again.instances
    assert (one.cls, one.box, one.area) == ("tie", (0, 17, 4, 20), 12)


def test_cvat_keeps_attributes_alone_and_that_is_enough(
    hard_set: LabelSet, agree: Agree, tmp_path: Path
) -> None:
    """CVAT drops the keys that it does not know; characters, scores and sources come home all the same."""
    write(hard_set, tmp_path / "a.json", Format.CVAT)
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    for one in data["annotations"]:
        for key in ("character", "score", "source"):
            one.pop(key, None)
        one["attributes"] = {key: str(value) for key, value in one["attributes"].items()}
    (tmp_path / "a.json").write_text(json.dumps(data))
    agree(read(tmp_path / "a.json"), hard_set)


def test_a_file_that_is_not_meant_to_be_labels_is_not_called_broken_labels(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hair, skirt")
    with pytest.raises(LabelError, match="holds no labels that are known"):
        read(tmp_path / "notes.txt")
    (tmp_path / "labels.json").write_text("hair, skirt")
    with pytest.raises(LabelError, match="is no JSON"):
        read(tmp_path / "labels.json")
