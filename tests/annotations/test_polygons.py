"""Polygons: exact where they are to be exact, and never far off where they may be simpler."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from pycocotools import mask as oracle

from toonseg.annotations.masks import Mask, iou
from toonseg.annotations.polygons import fill, filled, one_ring, outlines, polygons, ring_area

Pixels = NDArray[np.bool_]
PIXELS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=16))


def blob(seed: int) -> Pixels:
    """A large smooth shape with holes and islands: what hair looks like."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:120, 0:150]
    field = sum(np.sin(x / a + p) * np.cos(y / b + p) for a, b, p in rng.uniform(8, 30, (4, 3)))
    return np.asarray(field > 0.3)


@settings(max_examples=200, deadline=None)
@given(PIXELS, st.tuples(st.integers(-5, 40), st.integers(-5, 40)))
def test_outlines_filled_again_are_the_mask(pixels: Pixels, at: tuple[int, int]) -> None:
    mask = Mask.of_pixels(pixels, at)
    rings = polygons(mask)
    assert filled(rings, mask).same_pixels(mask)
    assert len(rings) == len(outlines(mask))
    if mask.area:
        assert filled([one_ring(rings)], mask).same_pixels(mask)


@settings(deadline=None)
@given(PIXELS)
def test_outer_rings_less_holes_have_the_area_of_the_mask(pixels: Pixels) -> None:
    mask = Mask.of_pixels(pixels)
    parts = outlines(mask)
    area = sum(ring_area(part.outer) - sum(ring_area(hole) for hole in part.holes) for part in parts)
    assert area == mask.area


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("tolerance", [0.5, 1.0, 3.0])
def test_simpler_rings_keep_what_they_promise(seed: int, tolerance: float) -> None:
    mask = Mask.of_pixels(blob(seed), (11, 7))
    exact, simple = polygons(mask), polygons(mask, tolerance=tolerance)
    assert iou(filled(simple, mask), mask) >= 0.99
    assert sum(map(len, simple)) < sum(map(len, exact))
    looser = polygons(mask, tolerance=tolerance, least=0.9)
    assert iou(filled(looser, mask), mask) >= 0.9
    assert sum(map(len, looser)) <= sum(map(len, simple))


def test_what_cannot_be_simpler_stays_exact() -> None:
    dots = np.zeros((9, 9), bool)
    dots[1::3, 1::3] = True
    mask = Mask.of_pixels(dots)
    assert filled(polygons(mask, tolerance=4), mask).same_pixels(mask)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-10, 40), st.floats(-10, 40)), min_size=3, max_size=8),
        min_size=1,
        max_size=3,
    )
)
def test_filling_is_what_pycocotools_does(corners: list[list[tuple[float, float]]]) -> None:
    rings = [np.array(ring) for ring in corners]
    flat = [ring.ravel().tolist() for ring in rings]
    expected = oracle.merge(oracle.frPyObjects(flat, 30, 25))
    assert fill(rings, (30, 25)).counts.encode() == expected["counts"]


def test_filling_at_a_place_is_filling_and_moving() -> None:
    ring = np.array([[2.0, 3.0], [9.5, 4.0], [6.0, 11.25]])
    here = fill([ring], (20, 20))
    there = fill([ring + np.array([100, 50])], (20, 20), (100, 50))
    assert here.area
    assert there == here.moved(100, 50)


def test_rings_of_two_corners_hold_nothing() -> None:
    line = np.array([[1.0, 1.0], [8.0, 1.0]])
    assert fill([line], (10, 10)).area == 0
    assert fill([], (10, 10)).size == (10, 10)
    square = np.array([[1.0, 1.0], [8.0, 1.0], [8.0, 8.0], [1.0, 8.0]])
    assert fill([line, square], (10, 10)).area == 49
    assert ring_area(square) == 49


def test_parts_that_touch_at_a_corner_are_one_and_holes_know_their_part() -> None:
    pixels = np.zeros((12, 12), bool)
    pixels[0:5, 0:5] = True
    pixels[2, 2] = False
    pixels[5:10, 5:10] = True
    (part,) = outlines(Mask.of_pixels(pixels))
    assert len(part.holes) == 1
    pixels[4, 4] = False
    far, near = sorted(outlines(Mask.of_pixels(pixels)), key=lambda one: -one.outer.min())
    assert (len(far.holes), len(near.holes)) == (0, 1)
