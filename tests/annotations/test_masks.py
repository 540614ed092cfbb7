"""Masks against pycocotools: the same run lengths, areas and boxes, whatever the pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from pycocotools import mask as oracle

from toonseg.annotations.masks import MOST_PIXELS, Mask, iou, runs_of, shared, sound

Pixels = NDArray[np.bool_]
PIXELS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=20))
PLACES = st.tuples(st.integers(-30, 30), st.integers(-30, 30))


def coded(pixels: Pixels) -> dict[str, object]:
    return dict(oracle.encode(np.asfortranarray(pixels.astype(np.uint8))))


@settings(deadline=None)
@given(PIXELS, PLACES)
def test_a_mask_is_what_pycocotools_says(pixels: Pixels, at: tuple[int, int]) -> None:
    mask = Mask.of_pixels(pixels, at)
    rle = coded(pixels)
    assert mask.counts.encode() == rle["counts"]
    assert mask.area == oracle.area(rle)
    assert np.array_equal(mask.canvas(), pixels)
    x, y, width, height = (int(value) for value in oracle.toBbox(rle))
    if mask.area:
        assert mask.box == (x + at[0], y + at[1], x + at[0] + width, y + at[1] + height)
        assert np.array_equal(mask.pixels(), pixels[y : y + height, x : x + width])
    else:
        assert mask.box == (*at, *at)
        assert mask.pixels().size == 0


@settings(deadline=None)
@given(PIXELS)
def test_run_lengths_are_those_of_the_pixels(pixels: Pixels) -> None:
    mask = Mask.of_pixels(pixels)
    runs = runs_of(mask.counts)
    flat = pixels.ravel(order="F")
    assert np.array_equal(np.repeat(np.arange(len(runs)) % 2, runs).astype(bool), flat)
    assert Mask.of_runs(mask.size, runs) == mask
    assert Mask.checked(mask.size, mask.counts) == mask


@settings(deadline=None)
@given(PIXELS, st.data())
def test_what_is_cut_off_moved_and_joined_again_is_the_same(pixels: Pixels, data: st.DataObject) -> None:
    height, width = pixels.shape
    mask = Mask.of_pixels(pixels, (3, 4))
    column = data.draw(st.integers(0, width))
    left = mask.cropped((3, 4, 3 + column, 4 + height))
    right = mask.cropped((3 + column, 4, 3 + width, 4 + height))
    assert left.area + right.area == mask.area
    assert shared(left, right) == 0
    assert left.joined(right).same_pixels(mask)
    assert mask.moved(5, -9).moved(-5, 9) == mask
    assert mask.tight().same_pixels(mask)
    assert mask.tight().size == mask.pixels().shape
    larger = mask.cropped((-2, -2, width + 9, height + 9))
    assert larger.same_pixels(mask)
    assert larger.size == (height + 11, width + 11)


@settings(deadline=None)
@given(PIXELS, PIXELS, PLACES)
def test_intersection_over_union_is_that_of_pycocotools(a: Pixels, b: Pixels, at: tuple[int, int]) -> None:
    first, second = Mask.of_pixels(a), Mask.of_pixels(b, at)
    box = (-50, -50, 60, 60)
    both = [coded(one.within(box)) for one in (first, second)]
    expected = float(oracle.iou([both[0]], [both[1]], [False])[0, 0])
    assert iou(first, second) == pytest.approx(expected, abs=1e-12)
    assert first.same_pixels(second) == np.array_equal(first.within(box), second.within(box))


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(min_codepoint=40, max_codepoint=120), max_size=12), st.integers(1, 50))
def test_texts_that_are_no_run_lengths_are_refused(counts: str, side: int) -> None:
    try:
        runs = runs_of(counts)
    except ValueError:
        with pytest.raises(ValueError, match="run"):
            Mask.checked((side, side), counts)
        assert not sound([Mask((side, side), counts)]).any()
        return
    assert min(runs, default=0) >= 0
    adds_up = bool(runs) and sum(runs) == side * side
    assert sound([Mask((side, side), counts)]).tolist() == [adds_up]
    if adds_up:
        read = Mask.checked((side, side), counts)
        assert read.area == oracle.area({"size": [side, side], "counts": counts.encode()})
    else:
        with pytest.raises(ValueError, match="add up"):
            Mask.checked((side, side), counts)


@settings(deadline=None)
@given(st.lists(PIXELS, min_size=1, max_size=8), st.data())
def test_many_are_asked_as_one_is(many: list[Pixels], data: st.DataObject) -> None:
    masks = [Mask.of_pixels(pixels) for pixels in many] * 150  # more than are asked at once
    assert sound(masks).all()
    spoilt = data.draw(st.integers(0, len(masks) - 1))
    worse = data.draw(st.sampled_from(["", "é", "\x1f", "0" * 30, masks[spoilt].counts + "1"]))
    masks[spoilt] = Mask(masks[spoilt].size, worse)
    assert np.flatnonzero(~sound(masks)).tolist() == [spoilt]


@pytest.mark.parametrize(
    ("size", "counts"),
    [((0, 5), "5"), ((-1, 5), "5"), ((1 << 20, 1 << 20), "0"), ((MOST_PIXELS + 1, 1), "0")],
)
def test_an_absurd_size_is_refused_before_anything_is_made(size: tuple[int, int], counts: str) -> None:
    with pytest.raises(ValueError, match="not believed"):
        Mask.checked(size, counts)
    with pytest.raises(ValueError, match="not believed"):
        Mask.of_runs(size, [1])


@pytest.mark.parametrize(
    ("runs", "problem"),
    [
        ([], "whole numbers"),
        ([-1, 26], "whole numbers"),
        ([12.5, 12.5], "whole numbers"),
        ([10**30], "whole numbers"),
        ([[25]], "whole numbers"),
        ([1 << 62, 1 << 62, 1 << 62, (1 << 62) + 25], "does not fit"),
        ([24], "add up to 24"),
    ],
)
def test_runs_that_are_none_are_refused(runs: list[int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Mask.of_runs((5, 5), runs)


def test_nothing_is_a_mask_too() -> None:
    empty = Mask.of_pixels(np.zeros((4, 6), bool), (7, 8))
    assert (empty.area, empty.box, empty.tight().size) == (0, (7, 8, 7, 8), (0, 0))
    full = Mask.of_pixels(np.ones((2, 2), bool))
    assert empty.joined(full) == full.joined(empty) == full
    assert iou(empty, empty) == 0
    assert sound([]).tolist() == []
