"""What is found wrong with a set of labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations import Instance, LabelSet, Mask, Picture, ProblemKind
from toonseg.annotations.check import check_labels, check_splits
from toonseg.annotations.masks import measure
from toonseg.pictures import encode
from toonseg.workspace import write_bytes

MakeSet = Callable[..., LabelSet]
MakeSquare = Callable[..., Instance]
MakeMask = Callable[..., Mask]


def kinds(labels: LabelSet, pictures: bool = False) -> list[str]:
    return [problem.kind.value for problem in check_labels(labels, pictures=pictures).problems]


def test_good_labels_have_no_problem(labels_with: MakeSet, square: MakeSquare) -> None:
    report = check_labels(labels_with(square("hair", 5, 5), square("tie", 60, 60)), pictures=False)
    assert report.ok
    assert report.counts == {}
    assert "no problems" in str(report)


def test_an_unknown_class_is_told_once_with_the_one_that_is_like_it(
    labels_with: MakeSet, square: MakeSquare
) -> None:
    labels = labels_with(square("hiar", 5, 5, id=7), square("hiar", 60, 60), square("boots", 60, 5))
    misspelt, foreign = check_labels(labels, pictures=False).problems
    assert misspelt.where == "0001/a.png: instance 7"
    assert "2 instances" in misspelt.text
    assert "'hair'" in misspelt.remedy
    assert misspelt.fixable
    assert not foreign.fixable
    assert kinds(labels_with(square("shirt", 5, 5))) == []  # an alias


def test_empty_tiny_outside_and_crossing(labels_with: MakeSet, square: MakeSquare, mask_of: MakeMask) -> None:
    bow = np.array([[10, 10], [60, 60], [60, 10], [10, 60]], float)
    outside = replace(square("hair", 90, 10), rings=(np.array([[90, 10], [135, 10], [135, 40], [90, 40.0]]),))
    assert kinds(labels_with(Instance("tie", mask_of(0, 0, 0, 0)))) == ["empty"]
    assert kinds(labels_with(Instance("tie", mask_of(3, 3, 6, 8)))) == ["tiny"]  # 15 pixels
    assert kinds(labels_with(Instance("tie", mask_of(3, 3, 7, 7)))) == []  # 16
    assert kinds(labels_with(outside)) == ["outside-picture"]
    assert kinds(labels_with(replace(square("hair", 10, 10, 50), rings=(bow,)))) == ["self-crossing"]
    beyond = Instance("tie", mask_of(3, 3, 30, 30).moved(100, 0))
    assert kinds(labels_with(beyond)) == ["outside-picture"]


def test_a_corner_on_the_border_is_inside(labels_with: MakeSet, square: MakeSquare) -> None:
    assert kinds(labels_with(square("hair", 100, 80))) == []  # up to 120 x 100, the border itself


@pytest.mark.parametrize("at", [(0, 0), (7, 3)])
def test_duplicates_and_overlaps(labels_with: MakeSet, mask_of: MakeMask, at: tuple[int, int]) -> None:
    """On one canvas, or on canvases that lie elsewhere."""
    first = Instance("hair", mask_of(10, 10, 40, 40), id=1)
    other = mask_of(10, 10, 40, 40).cropped((at[0], at[1], 120, 100))
    twice = check_labels(labels_with(first, Instance("hair", other, id=2)), pictures=False).problems
    assert [(one.kind.value, one.fixable) for one in twice] == [("duplicate", True)]
    assert "with instance 1" in twice[0].text
    nearly = mask_of(10, 10, 40, 39).cropped((at[0], at[1], 120, 100))
    (problem,) = check_labels(labels_with(first, Instance("hair", nearly)), pictures=False).problems
    assert (problem.kind, problem.fixable) == (ProblemKind.DUPLICATE, False)
    assert kinds(labels_with(first, Instance("tie", other))) == ["overlap"]
    assert kinds(labels_with(first, Instance("tie", mask_of(39, 10, 60, 40)))) == ["overlap"]  # 30 pixels
    assert kinds(labels_with(first, Instance("tie", mask_of(38, 38, 60, 60)))) == []  # 4 pixels
    crowd = Instance("hair", other, crowd=True)
    assert kinds(labels_with(first, crowd)) == []


def test_a_shared_sliver_of_two_large_ones_is_no_overlap() -> None:
    left, right = np.zeros((400, 400), bool), np.zeros((400, 400), bool)
    left[:, :201] = right[:, 200:] = True  # 400 pixels in common, half a percent of each
    large = Picture("a.png", 400, 400, tuple(Instance("outer", Mask.of_pixels(one)) for one in (left, right)))
    assert kinds(LabelSet((large,))) == []


def test_what_is_allowed_is_no_problem(labels_with: MakeSet, mask_of: MakeMask) -> None:
    labels = labels_with(Instance("hair", mask_of(0, 0, 40, 40)), Instance("tie", mask_of(0, 0, 40, 40)))
    allowed = check_labels(labels, pictures=False, allow=[ProblemKind.OVERLAP])
    assert allowed.ok
    assert kinds(labels) == ["overlap"]


def test_the_table(square: MakeSquare, mask_of: MakeMask) -> None:
    two_parts = mask_of(0, 0, 20, 10).joined(mask_of(50, 50, 60, 60))
    first = Picture("a.png", 120, 100, (square("hair", 0, 0, 30), square("shirt", 40, 40, 20)))
    second = Picture("b.png", 120, 100, (Instance("hair", two_parts),))
    report = check_labels(LabelSet((first, second)), pictures=False)
    rows = {row.name: row for row in report.classes}
    assert list(rows) == ["hair", "dress-shirt", "T-shirt", "pants", "skirt", "outer", "tie", "vest"]
    hair = rows["hair"]
    assert (hair.instances, hair.per_cut, hair.parts, hair.points) == (2, 1.0, 1.5, 4.0)
    assert hair.share == pytest.approx(2 / 3)
    assert hair.median_area == pytest.approx((900 + 300) / 2 / 12000)
    assert rows["dress-shirt"].instances == 1
    assert rows["tie"].median_area is None
    assert "5.00 %" in str(report)


def write_sheet(path: Path, seed: int, size: tuple[int, int] = (100, 120)) -> Path:
    rng = np.random.default_rng(seed)
    sheet = np.kron(rng.integers(0, 255, (5, 6, 3)), np.ones((size[0] // 5, size[1] // 6, 1)))
    write_bytes(path, encode(sheet.astype(np.uint8), "png"))
    return path


def test_pictures_missing_broken_of_another_size_alike_and_unlabelled(
    tmp_path: Path, square: MakeSquare
) -> None:
    one = (square("hair", 5, 5),)
    (tmp_path / "broken.png").write_bytes(encode(np.zeros((100, 120, 3), np.uint8), "png")[:60])
    pictures = (
        Picture("good.png", 120, 100, one, write_sheet(tmp_path / "good.png", 1)),
        Picture("missing.png", 120, 100, one),
        Picture("broken.png", 120, 100, one, tmp_path / "broken.png"),
        Picture("larger.png", 120, 100, one, write_sheet(tmp_path / "larger.png", 2, (200, 240))),
        Picture("again.png", 120, 100, one, write_sheet(tmp_path / "again.png", 1)),
        Picture("bare.png", 120, 100, (), write_sheet(tmp_path / "bare.png", 3)),
    )
    found = {p.where: p.kind.value for p in check_labels(LabelSet(pictures), jobs=1).problems}
    assert found == {
        "missing.png": "picture-missing",
        "broken.png": "picture-broken",
        "larger.png": "picture-size",
        "again.png": "near-duplicate",
        "bare.png": "picture-unlabelled",
    }


def test_a_set_without_any_picture_is_one_problem(square: MakeSquare) -> None:
    pictures = tuple(Picture(f"{k}.png", 120, 100, (square("hair", 5, 5),)) for k in range(30))
    assert kinds(LabelSet(pictures), pictures=True) == ["picture-missing"]


def test_a_picture_in_two_splits(tmp_path: Path, square: MakeSquare) -> None:
    def part(name: str, seeds: list[int]) -> LabelSet:
        return LabelSet(
            tuple(
                Picture(
                    f"{k}.png",
                    120,
                    100,
                    (square("hair", 5, 5),),
                    write_sheet(tmp_path / name / f"{k}.png", k),
                )
                for k in seeds
            ),
            name=name,
        )

    reports = check_splits({"train": part("train", [1, 2, 3]), "test": part("test", [4, 2])}, jobs=1)
    assert reports["train"].ok
    (problem,) = reports["test"].problems
    assert (problem.kind, problem.where) == (ProblemKind.IN_TWO_SPLITS, "2.png")
    assert "looks like 2.png of train" in problem.text


def test_many_masks_are_measured_as_each_alone(mask_of: MakeMask) -> None:
    def masks() -> list[Mask]:
        return [mask_of(3, 4, 50, 20).moved(100, 7), mask_of(0, 0, 0, 0), mask_of(0, 0, 120, 100)]

    together = masks()
    measure(together)
    measure([])
    assert [vars(one)["box"] for one in together] == [one.box for one in masks()]
    assert [vars(one)["area"] for one in together] == [one.area for one in masks()]
