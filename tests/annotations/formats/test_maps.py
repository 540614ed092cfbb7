"""PNG maps in and out: of classes and of instances, with classes.json or without, and wrong ones."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from toonseg.annotations import Instance, LabelSet, Mask, Picture, ProblemKind
from toonseg.annotations.formats.maps_read import MOST_PARTS, read_maps
from toonseg.annotations.formats.maps_write import write_maps
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError, WriteError

Agree = Callable[..., None]
slow_start = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)


def save(path: Path, pixels: np.ndarray[Any, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def square(at: tuple[int, int], side: int = 5) -> Mask:
    return Mask.of_pixels(np.ones((side, side), bool), at)


def test_hard_masks_come_back_exactly(hard_set: LabelSet, agree: Agree, tmp_path: Path) -> None:
    written = write_maps(hard_set, tmp_path)
    assert (written.pictures, written.instances, written.notes) == (10, 10, ())
    read = read_maps(tmp_path)
    agree(read, hard_set)
    assert read.classes.names == EIGHT.names


@slow_start
@given(data=st.data())
def test_any_masks_that_do_not_overlap_come_back(
    sets: st.SearchStrategy[LabelSet],
    apart: Callable[[LabelSet], LabelSet],
    agree: Agree,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    labels, out = apart(data.draw(sets)), tmp_path_factory.mktemp("maps")
    write_maps(labels, out)
    agree(read_maps(out), labels)


def test_what_is_in_the_files(tmp_path: Path) -> None:
    large = Instance("tie", square((2, 1), 12), score=0.5)
    small = Instance("tee", square((4, 4), 3), character="민지", crowd=True)
    hidden = Instance("vest", square((4, 4), 3))
    labels = LabelSet((Picture("x/a.jpg", 20, 16, (hidden, small, large)),))
    written = write_maps(labels, tmp_path)
    assert written.instances == 2
    assert written.notes == ("left out, with no pixel of their own in a map: 1",)
    with Image.open(tmp_path / "class" / "x" / "a.png") as picture:
        assert (picture.mode, picture.size) == ("P", (20, 16))
        classes = np.asarray(picture)
        assert picture.getpalette()[:12] == [0, 0, 0, *(v for info in EIGHT.classes[:3] for v in info.colour)]
    with Image.open(tmp_path / "instance" / "x" / "a.png") as picture:
        assert picture.mode == "I;16"
        numbers = np.asarray(picture)
    assert np.unique(numbers).tolist() == [0, 2, 3]
    assert (classes == 3).sum() == (numbers == 2).sum() == 9
    assert (classes == 7).sum() == (numbers == 3).sum() == 144 - 9
    told = json.loads((tmp_path / "classes.json").read_text(encoding="utf-8"))
    assert told["classes"][6] == {"index": 7, "name": "tie", "colour": list(EIGHT[6].colour)}
    assert told["pictures"] == [
        {
            "file": "x/a.jpg",
            "width": 20,
            "height": 16,
            "instances": [
                {"number": 2, "class": "tee", "character": "민지", "crowd": True},
                {"number": 3, "class": "tie", "score": 0.5},
            ],
        }
    ]
    first, second = read_maps(tmp_path).instances
    assert (first.cls, first.character, first.crowd, first.area) == ("tee", "민지", True, 9)
    assert (second.cls, second.score, second.area) == ("tie", 0.5, 135)


def test_maps_of_classes_alone_are_read_by_their_parts(tmp_path: Path) -> None:
    pixels = np.zeros((30, 40), np.uint8)
    pixels[2:8, 2:8] = pixels[8:10, 8:10] = 1
    pixels[20:25, 20:25] = 1
    pixels[20:25, 25:30] = 4
    save(tmp_path / "class" / "a.png", pixels)
    labels = read_maps(tmp_path)
    assert labels.problems == ()
    found = {(one.cls, one.box, one.area) for one in labels.instances}
    assert found == {
        ("hair", (2, 2, 10, 10), 40),
        ("hair", (20, 20, 25, 25), 25),
        ("pants", (25, 20, 30, 25), 25),
    }
    others = read_maps(tmp_path, classes=ClassList.of(["sky", "sea", "sand", "sun"]))
    assert {one.cls for one in others.instances} == {"sky", "sun"}


def test_coloured_maps_are_read_by_their_colours(tmp_path: Path) -> None:
    pixels = np.zeros((10, 10, 3), np.uint8)
    pixels[1:4, 1:4] = EIGHT[5].colour
    save(tmp_path / "class" / "a.png", pixels)
    assert [(one.cls, one.area) for one in read_maps(tmp_path).instances] == [("outer", 9)]
    pixels[9, 9] = (1, 2, 3)
    save(tmp_path / "class" / "a.png", pixels)
    (problem,) = read_maps(tmp_path).problems
    assert problem.text == "has 1 colours of no class, such as #010203"


def test_maps_of_instances_take_the_class_of_most_pixels(tmp_path: Path) -> None:
    numbers = np.zeros((10, 10), np.uint16)
    numbers[0:4, 0:4], numbers[6:9, 6:9], numbers[9, 0] = 40_000, 7, 9
    classes = np.zeros((10, 10), np.uint8)
    classes[0:4, 0:3], classes[0:4, 3], classes[6:9, 6:9] = 2, 1, 8
    save(tmp_path / "instance" / "a.png", numbers)
    save(tmp_path / "class" / "a.png", classes)
    labels = read_maps(tmp_path)
    assert [(one.id, one.cls, one.area) for one in labels.instances] == [
        (7, "vest", 9),
        (40_000, "dress-shirt", 16),
    ]
    assert [(problem.kind, problem.where) for problem in labels.problems] == [
        (ProblemKind.UNKNOWN_CLASS, "instance 9")
    ]


def test_maps_that_cannot_be_read_cost_themselves(tmp_path: Path) -> None:
    good = np.zeros((10, 10), np.uint8)
    good[2:4, 2:4] = 1
    save(tmp_path / "class" / "good.png", good)
    save(tmp_path / "class" / "index.png", np.full((9, 9), 77, np.uint8))
    save(tmp_path / "class" / "size.png", good)
    save(tmp_path / "instance" / "size.png", np.zeros((9, 9), np.uint16))
    save(tmp_path / "instance" / "alone.png", np.ones((9, 9), np.uint16))
    noise = np.zeros((300, 300), np.uint8)
    noise[::2, ::2] = 1
    save(tmp_path / "class" / "noise.png", noise)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    (tmp_path / "class" / "short.png").write_bytes(buffer.getvalue()[:-40])
    (tmp_path / "class" / "text.png").write_bytes(b"hello")
    labels = read_maps(tmp_path)
    assert [(one.file, len(one.instances)) for one in labels.pictures] == [
        ("alone.png", 0), ("good.png", 1), ("index.png", 0),
    ]  # fmt: skip
    told = {Path(problem.file).name: problem for problem in labels.problems}
    assert set(told) == {"alone.png", "index.png", "noise.png", "short.png", "size.png", "text.png"}
    assert "77 is no class" in told["index.png"].text
    assert f"more than {MOST_PARTS}" in told["noise.png"].text
    assert told["size.png"].kind is ProblemKind.PICTURE_SIZE
    assert told["short.png"].kind is told["text.png"].kind is ProblemKind.PICTURE_BROKEN
    assert told["alone.png"].kind is ProblemKind.UNKNOWN_CLASS


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    names = [f"class {number}" for number in range(256)]
    with pytest.raises(WriteError, match="256 classes"):
        write_maps(LabelSet((), ClassList.of(names)), tmp_path / "a")
    one = Instance("hair", square((0, 0), 1))
    with pytest.raises(WriteError, match="65536 instances"):
        write_maps(LabelSet((Picture("a.png", 4, 4, (one,) * 65_536),)), tmp_path / "b")


def test_folders_and_tables_that_are_none(tmp_path: Path, broken_files: dict[str, bytes]) -> None:
    with pytest.raises(LabelError, match="no PNG maps"):
        read_maps(tmp_path)
    save(tmp_path / "class" / "a.png", np.ones((3, 3), np.uint8))
    for what, content in broken_files.items():
        (tmp_path / "classes.json").write_bytes(content)
        with pytest.raises(LabelError) as raised:
            read_maps(tmp_path)
        assert "classes.json" in str(raised.value), what


def test_any_field_of_the_table_may_be_wrong(
    tmp_path: Path, spoilt: Callable[[Any], Iterator[tuple[str, Any]]]
) -> None:
    instances = (Instance("hair", square((0, 0)), score=0.5), Instance("tie", square((9, 9)), character=3))
    write_maps(LabelSet((Picture("a.png", 20, 20, instances),), ClassList.of(["hair", "tie"])), tmp_path)
    for what, other in spoilt(json.loads((tmp_path / "classes.json").read_text())):
        (tmp_path / "classes.json").write_text(json.dumps(other))
        try:
            labels = read_maps(tmp_path)
        except LabelError as error:
            assert "classes.json" in str(error)
            continue
        assert len(list(labels.instances)) == 2 or labels.problems, what


def test_pictures_are_found_and_brought(
    hard_set: LabelSet, with_files: Callable[[LabelSet, Path], LabelSet], tmp_path: Path
) -> None:
    labels = with_files(hard_set, tmp_path / "cuts")
    write_maps(labels, tmp_path / "maps", pictures=True)
    assert all(
        one.path == tmp_path / "maps" / "images" / one.file for one in read_maps(tmp_path / "maps").pictures
    )
    write_maps(labels, tmp_path / "alone")
    found = read_maps(tmp_path / "alone", pictures=tmp_path / "cuts").pictures
    assert all(one.path == tmp_path / "cuts" / one.file for one in found)
