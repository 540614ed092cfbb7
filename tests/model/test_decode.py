"""Instances are chosen, placed and joined where they belong."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.model.canvas import LARGEST, STEP, TALLEST, WIDTH, fit_of, laid
from toonseg.model.decode import Apart, Fit, Rules, choose, grown, mask_of, region_of
from toonseg.model.tiles import joined, tiles_of


def test_the_best_of_overlapping_boxes_of_a_class_is_kept() -> None:
    classes = np.full((4, 2), -8.0, np.float32)
    classes[0, 0], classes[1, 0], classes[2, 1], classes[3, 0] = 3.0, 2.0, 1.0, 1.5
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [0, 0, 10, 10], [40, 40, 50, 50]], np.float32)
    places, found, scores = choose(classes, np.full(4, 4.0, np.float32), boxes, Rules())
    assert places.tolist() == [0, 3, 2] and found.tolist() == [0, 0, 1]
    assert np.all(np.diff(scores) <= 0)


def test_a_good_mask_counts_in_the_score() -> None:
    classes = np.array([[1.0], [1.0]], np.float32)
    boxes = np.array([[0, 0, 10, 10], [0, 0, 10, 10]], np.float32)
    places, _, _ = choose(classes, np.array([-2.0, 2.0], np.float32), boxes, Rules())
    assert places.tolist() == [1]


def test_nothing_found_is_nothing() -> None:
    places, classes, scores = choose(
        np.full((5, 3), -20.0, np.float32), np.zeros(5, np.float32), np.zeros((5, 4), np.float32), Rules()
    )
    assert len(places) == len(classes) == len(scores) == 0


@pytest.mark.parametrize("scale", [0.5, 0.742, 1.0, 1.6])
def test_a_mask_lies_where_its_logits_lie(scale: float) -> None:
    """A rectangle known on the canvas comes back in the picture to a pixel of the mask features."""
    fit = Fit(300, 400, scale)
    grid = (-(-fit.inner[0] // 32) * 8, -(-fit.inner[1] // 32) * 8)
    logits = np.full(grid, -5.0, np.float32)
    logits[5:20, 8:30] = 5.0
    box = np.array([8, 5, 30, 20], np.float32) * 4
    region = region_of(box, grid, 4, 0.12)
    mask = mask_of(logits[region[1] : region[3], region[0] : region[2]], region, fit, 4)
    assert mask is not None
    wanted = np.array([8, 5, 30, 20]) * 4 / scale
    assert np.abs(np.array(mask.box) - wanted).max() <= 1.0 / scale + 1


def test_masks_alike_are_taken_once() -> None:
    """Of a class, wherever their regions begin; another class has its own."""
    apart = Apart(0.6)
    square = np.where(np.pad(np.ones((10, 10), bool), 2), 1.0, -1.0).astype(np.float32)
    assert apart.takes(0, (10, 10, 24, 24), square)
    assert not apart.takes(0, (11, 11, 25, 25), square)  # 81 of 119 pixels are shared
    assert not apart.takes(0, (10, 10, 26, 26), np.pad(square, ((0, 2), (0, 2)), constant_values=-1.0))
    assert apart.takes(0, (13, 13, 27, 27), square)  # 49 of 151
    assert apart.takes(1, (10, 10, 24, 24), square) and apart.takes(0, (60, 60, 74, 74), square)


def test_a_mask_below_zero_is_none() -> None:
    assert mask_of(np.full((4, 4), -1.0, np.float32), (0, 0, 4, 4), Fit(16, 16, 1.0), 4) is None


@given(st.integers(1, 6000), st.integers(1, 3000))
@settings(max_examples=60, deadline=None)
def test_pictures_of_any_size_lie_on_the_canvas(height: int, width: int) -> None:
    fit = fit_of(height, width)
    assert fit.scale <= LARGEST and fit.inner[1] <= WIDTH + 1


def test_the_canvas_holds_the_picture_and_grey() -> None:
    canvas = laid(np.full((100, 200, 3), 9, np.uint8), Fit(100, 200, 1.0))
    assert canvas.shape == (3, 128, 224) and canvas.dtype == np.float32
    assert np.all(canvas[:, :100, :200] == 9) and np.all(canvas[:, 100:] == 127)


@given(st.integers(1, 30_000), st.integers(1, 4000))
@settings(max_examples=100, deadline=None)
def test_tiles_cover_the_picture_overlap_and_fit_on_the_canvas(height: int, width: int) -> None:
    tiles = tiles_of(height, width)
    assert tiles[0][:2] == (0, 0) and tiles[-1][2:] == (width, height)
    for first, second in pairwise(tiles):
        assert max(first[0], second[0]) < min(first[2], second[2])
        assert max(first[1], second[1]) < min(first[3], second[3])
    for x0, y0, x1, y1 in tiles:
        fit = fit_of(y1 - y0, x1 - x0)
        assert fit.inner[0] <= TALLEST + STEP and fit.inner[1] <= WIDTH + 1


def test_an_instance_on_two_tiles_is_one_again() -> None:
    whole = np.zeros((300, 100), bool)
    whole[80:220, 20:60] = True
    other = np.zeros((300, 100), bool)
    other[10:40, 70:90] = True
    first = [
        Instance("hair", Mask.of_pixels(whole[:160]), score=0.6),
        Instance("hair", Mask.of_pixels(other[:160]), score=0.7),
    ]
    second = [Instance("hair", Mask.of_pixels(whole[120:], (0, 120)), score=0.9)]
    stranger = [Instance("tie", Mask.of_pixels(whole[120:], (0, 120)), score=0.3)]
    found = joined([((0, 0, 100, 160), first), ((0, 120, 100, 300), second + stranger)])
    assert [one.cls for one in found] == ["hair", "hair", "tie"]
    assert found[0].score == 0.9 and found[0].mask.same_pixels(Mask.of_pixels(whole))
    assert found[1].mask.same_pixels(Mask.of_pixels(other))


def test_a_region_grows_only_where_its_mask_runs_on() -> None:
    box = np.array([40, 40, 80, 120], np.float32)
    region = (10, 10, 20, 30)
    within = np.full((20, 10), -1.0, np.float32)
    within[3:15, 2:8] = 1.0
    assert grown(region, within, box, (60, 50), 4) is None
    below = within.copy()
    below[12:, 2:8] = 1.0
    assert grown(region, below, box, (60, 50), 4) == (10, 10, 20, 41)
    assert grown(region, below, box, (30, 50), 4) is None, "the canvas ends there"
    speck = within.copy()
    speck[-1, 4] = 1.0
    assert grown(region, speck, box, (60, 50), 4) is None
