"""A folder of several COCO files: one set, where it is sure that they belong together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.formats import Format, read, write
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError
from toonseg.model.predicting.gather import gather

ONE = Instance("hair", Mask.of_pixels(np.ones((4, 5), bool), (2, 3)), score=0.7)


def put(folder: Path, name: str, *pictures: str, classes: ClassList = EIGHT) -> None:
    there = tuple(Picture(file, 40, 30, (ONE,)) for file in pictures)
    write(LabelSet(there, classes), folder / name, Format.COCO)


def test_files_of_episodes_are_one_set(tmp_path: Path) -> None:
    put(tmp_path, "0001.json", "0001/a.png", "0001/b.png")
    put(tmp_path, "0002.json", "0002/a.png")
    found = read(tmp_path)
    assert [one.file for one in found.pictures] == ["0001/a.png", "0001/b.png", "0002/a.png"]
    assert [one.mask.area for one in found.instances] == [20, 20, 20]
    assert {one.id for one in found.pictures} == {one.id for one in found.instances} == {None}
    assert [one.file for one in gather([tmp_path], tmp_path).labels.pictures] == [
        one.file for one in found.pictures
    ]


@pytest.mark.parametrize("second", ["test.json", "instances_val2017.json", "fold-2.json"])
def test_parts_of_a_split_are_not_put_together(tmp_path: Path, second: str) -> None:
    put(tmp_path, "a.json", "a.png")
    put(tmp_path, second, "b.png")
    with pytest.raises(LabelError, match=r"parts of a split.*Name one of them: a\.json"):
        read(tmp_path)


def test_two_files_of_one_picture_are_not_one_set(tmp_path: Path) -> None:
    put(tmp_path, "contest.json", "a.png", "b.png")
    put(tmp_path, "old.json", "b.png")
    with pytest.raises(LabelError, match=r"contest\.json and old\.json both have b\.png"):
        read(tmp_path)


def test_other_classes_are_not_one_set(tmp_path: Path) -> None:
    put(tmp_path, "one.json", "a.png")
    put(tmp_path, "two.json", "b.png", classes=ClassList.of(["hat", "shoes"]))
    with pytest.raises(LabelError, match=r"two\.json has other classes than one\.json"):
        read(tmp_path)
