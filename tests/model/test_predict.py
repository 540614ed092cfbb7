"""A segmenter finds what a network says, in pictures of any size, each thing once and where it is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask, iou
from toonseg.annotations.problems import ProblemKind
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import UsageError
from toonseg.model.decode import Float
from toonseg.model.predict import classes_for, predict
from toonseg.model.seen import Raw, locations
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb, write_picture

COLOURS = {"hair": (220, 20, 20), "pants": (20, 20, 220)}


def seeing(canvas: Float) -> Raw:
    """A network that sees red (hair) and blue (pants) things of six pixels or more, each with a mask."""
    red, _, blue = canvas
    _, height, width = canvas.shape
    centres, _ = locations(height, width)
    classes = np.full((len(centres), 2), -9.0, np.float32)
    boxes, found = np.zeros((len(centres), 4), np.float32), []
    for cls, plane in enumerate((red - blue, blue - red)):
        count, _, stats, middles = cv2.connectedComponentsWithStats((plane > 100).astype(np.uint8))
        numbers = cv2.connectedComponents((plane > 100).astype(np.uint8))[1]
        for k in range(1, count):
            x, y, w, h, _ = stats[k]
            if min(w, h) >= 6:
                place = int(np.argmin(np.abs(centres - middles[k]).sum(axis=1) + 1e4 * (boxes[:, 2] > 0)))
                classes[place, cls] = 4.0 + 0.001 * k
                boxes[place] = (x, y, x + w, y + h)
                small = cv2.resize(
                    (numbers == k).astype(np.float32), (width // 4, height // 4), interpolation=cv2.INTER_AREA
                )
                found.append((place, small * 2 - 1))
    kernels = np.zeros((len(centres), len(found) + 1), np.float32)
    for channel, (place, _) in enumerate(found):
        kernels[place, channel] = 1.0
    empty = np.zeros((0, height // 4, width // 4), np.float32)
    features = np.stack([mask for _, mask in found]) if found else empty
    return Raw(classes, np.full(len(centres), 4.0, np.float32), boxes, kernels, features, empty)


def seer() -> Segmenter:
    return Segmenter(seeing, tuple(COLOURS), "prototypes", 0.5, "seer")


def drawn(
    height: int, width: int, things: list[tuple[str, tuple[int, int, int, int], bool]]
) -> tuple[Rgb, list[Instance]]:
    """Grey with ellipses or boxes of the colours of the classes."""
    pixels = np.full((height, width, 3), 128, np.uint8)
    truth = []
    for cls, (x0, y0, x1, y1), round_ in things:
        mask = np.zeros((height, width), np.uint8)
        if round_:
            middle, axes = ((x0 + x1) // 2, (y0 + y1) // 2), ((x1 - x0) // 2, (y1 - y0) // 2)
            cv2.ellipse(mask, middle, axes, 0, 0, 360, 1, -1)
        else:
            mask[y0:y1, x0:x1] = 1
        pixels[mask > 0] = COLOURS[cls]
        truth.append(Instance(cls, Mask.of_pixels(mask)))
    return pixels, truth


def scene(rng: np.random.Generator, height: int, width: int) -> tuple[Rgb, list[Instance]]:
    """Things in cells of a grid, none touching another; one in ten is as long as three cells."""
    side = 170
    things = []
    taken: set[tuple[int, int]] = set()
    for row in range(height // side):
        for column in range(width // side):
            if (row, column) in taken or rng.random() < 0.4:
                continue
            long = rng.random() < 0.15 and row + 3 <= height // side
            taken |= {(row + k, column) for k in range(3 if long else 1)}
            x0, y0 = column * side + int(rng.integers(15, 40)), row * side + int(rng.integers(15, 40))
            w, h = int(rng.integers(40, 110)), int(rng.integers(40, 110)) + (2 * side if long else 0)
            cls = "hair" if rng.random() < 0.5 else "pants"
            things.append((cls, (x0, y0, x0 + w, y0 + h), bool(rng.random() < 0.5)))
    return drawn(height, width, things)


def assert_found(found: list[Instance], truth: list[Instance], least: float) -> None:
    assert sorted(one.cls for one in found) == sorted(one.cls for one in truth)
    for wanted in truth:
        best = max((iou(one.mask, wanted.mask) for one in found if one.cls == wanted.cls), default=0.0)
        assert best > least, wanted.box


@given(st.integers(0, 10_000), st.integers(400, 4500), st.integers(200, 900))
@settings(max_examples=12, deadline=None)
def test_tall_pictures_show_everything_once(seed: int, height: int, width: int) -> None:
    pixels, truth = scene(np.random.default_rng(seed), height, width)
    assert_found(seer().find(pixels), truth, 0.8)


@given(st.integers(0, 10_000), st.integers(1400, 4000), st.integers(200, 500))
@settings(max_examples=8, deadline=None)
def test_wide_pictures_show_everything_once(seed: int, width: int, height: int) -> None:
    pixels, truth = scene(np.random.default_rng(seed), height, width)
    assert_found(seer().find(pixels), truth, 0.75)


def test_a_thing_taller_than_three_tiles_is_one() -> None:
    pixels, truth = drawn(
        8000, 500, [("pants", (100, 300, 300, 7700), False), ("hair", (400, 10, 470, 90), True)]
    )
    found = seer().find(pixels)
    assert_found(found, truth, 0.95)
    assert all(one.box[3] <= 8000 and one.source == "seer" for one in found)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (7, 500), (8, 8), (9, 4000), (4000, 9)])
def test_tiny_and_thin_pictures_show_nothing_and_do_no_harm(size: tuple[int, int]) -> None:
    assert seer().find(np.full((*size, 3), 128, np.uint8)) == []


def test_masks_end_where_the_picture_ends() -> None:
    pixels = np.full((90, 130, 3), COLOURS["hair"], np.uint8)
    (one,) = seer().find(pixels)
    assert one.box == (0, 0, 130, 90) and one.area >= 130 * 90 - 4


def test_only_what_is_looked_for_is_found() -> None:
    pixels, _ = drawn(300, 400, [("hair", (30, 30, 120, 120), True), ("pants", (200, 60, 300, 250), False)])
    assert [one.cls for one in seer().looking_for(["Hair"]).find(pixels)] == ["hair"]
    assert len(next(seer().predict([pixels]))) == 2
    assert list(seer().predict([pixels], threshold=0.999)) == [[]]
    with pytest.raises(UsageError, match="'hat' is no class here"):
        seer().looking_for(["hat"])


def test_pictures_that_are_missing_or_broken_become_problems(tmp_path: Path) -> None:
    pixels, truth = drawn(200, 300, [("hair", (30, 30, 120, 120), True)])
    write_picture(tmp_path / "good.png", pixels, "png")
    (tmp_path / "broken.png").write_bytes((tmp_path / "good.png").read_bytes()[:200])
    old = (Instance("tie", truth[0].mask),)
    pictures = (
        Picture("gone.png", 300, 200, old),
        Picture("broken.png", 300, 200, old, path=tmp_path / "broken.png"),
        Picture("good.png", 300, 200, old, path=tmp_path / "good.png"),
        Picture("lost.png", 300, 200, old, path=tmp_path / "lost.png"),
    )
    told: list[str] = []
    made = predict(seer(), LabelSet(pictures), on_picture=lambda one: told.append(one.file))
    assert told == [one.file for one in made.pictures] == ["gone.png", "broken.png", "good.png", "lost.png"]
    assert [len(one.instances) for one in made.pictures] == [0, 0, 1, 0]
    assert made.pictures[2].instances[0].source == "seer" and made.name == "seer"
    kinds = [problem.kind for problem in made.problems]
    assert kinds == [ProblemKind.PICTURE_MISSING, ProblemKind.PICTURE_BROKEN, ProblemKind.PICTURE_MISSING]
    assert "broken.png" in made.problems[1].file and "cut short" in str(made.problems[1])


def test_the_classes_are_those_of_the_labels_if_they_fit() -> None:
    labels = LabelSet((), ClassList.of(["hair", "tshirt", "shoes"]))
    assert classes_for(labels, ("hair", "T-shirt")) is labels.classes
    assert classes_for(labels, EIGHT.names).names == EIGHT.names


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (np.zeros((40, 40), np.uint8), r"has the shape \(40, 40\)"),
        (np.zeros((40, 40, 4), np.uint8), r"has the shape \(40, 40, 4\)"),
        (np.zeros((40, 40, 3), np.float32), "is of float32"),
        ("cut.png", "is no array but str"),
    ],
)
def test_what_is_no_picture_is_wrong_use(wrong: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        seer().find(wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="takes a list of them"):
        next(seer().predict(np.zeros((40, 40, 3), np.uint8)))
