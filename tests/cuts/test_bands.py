"""How the rows on either side of a gap compare: whether a picture goes on behind it."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toonseg.cuts.bands import (
    NOTHING,
    Across,
    compare_across,
    compare_beyond,
    shared_beyond,
    shared_palette,
)
from toonseg.cuts.runs import Run, find_runs
from toonseg.cuts.sketch import Sketch, sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH = 600
WHITE = (255, 255, 255)
GROUND = np.full(3, 255.0)


def sketched(canvas: Rgb) -> Sketch:
    data = encode(canvas, "png")
    return sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))


def white(height: int) -> Rgb:
    return np.full((height, WIDTH, 3), 255, np.uint8)


def columns(seed: int) -> Rgb:
    """(1, WIDTH, 3): colours that change along x, between margins of 30."""
    row = white(1)
    picked = np.random.default_rng(seed).integers(30, 180, (1, 18, 3)).astype(np.uint8)
    row[:, 30:570] = cv2.resize(picked, (540, 1), interpolation=cv2.INTER_NEAREST)
    return row


def picture(row: Rgb, height: int = 150) -> Rgb:
    return np.repeat(row, height, axis=0)


def shifted(row: Rgb, by: int) -> Rgb:
    return np.where(row < 255, row + by, row).astype(np.uint8)


def gap_between(over: Rgb, under: Rgb, rows: int = 50) -> tuple[Sketch, Run]:
    sketch = sketched(np.concatenate([over, white(rows), under]))
    (run,) = [run for run in find_runs(sketch) if run.y0 == len(over)]
    assert run.height == rows
    return sketch, run


def beyond(over: Rgb, under: Rgb) -> Across:
    return compare_beyond(*gap_between(over, under))


def test_a_picture_that_goes_on_behind_a_gap_is_the_same_above_and_below() -> None:
    same = beyond(picture(columns(1)), picture(columns(1)))
    assert (same.extent, same.alike, same.difference) == (1, 1, 0)
    assert same.correlation == pytest.approx(1, abs=1e-5)
    assert same.same_picture


def test_a_picture_may_grow_paler_behind_a_gap() -> None:
    paler = beyond(picture(columns(1)), picture(shifted(columns(1), 25)))
    assert paler.same_picture
    assert paler.difference == 25
    assert paler.correlation > 0.9


@pytest.mark.parametrize("seed", range(2, 6))
def test_different_pictures_do_not_go_on(seed: int) -> None:
    found = beyond(picture(columns(1)), picture(columns(seed)))
    assert not found.same_picture
    # The margins, which both rows have, are alike; what is drawn is not.
    assert found.correlation < 0.9
    assert found.difference > 25


def test_rows_near_the_gap_do_not_count() -> None:
    over, under = picture(columns(1)), picture(columns(1))
    over[-5:], under[:5] = 0, 0  # frame lines
    assert beyond(over, under).same_picture


def test_nothing_goes_on_beyond_the_strips_end() -> None:
    sketch = sketched(np.concatenate([white(40), picture(columns(1)), white(40)]))
    first, last = find_runs(sketch)
    assert compare_beyond(sketch, first) == compare_beyond(sketch, last) == NOTHING
    assert shared_beyond(sketch, first) == shared_beyond(sketch, last) == 0


def test_the_colours_beyond_a_gap_are_compared_wherever_they_stand() -> None:
    row = columns(1)
    mirrored = np.ascontiguousarray(row[:, ::-1])
    assert shared_beyond(*gap_between(picture(row), picture(mirrored))) > 0.8
    assert not beyond(picture(row), picture(mirrored)).same_picture
    red, blue = white(1), white(1)
    red[:, 30:570], blue[:, 30:570] = (200, 30, 30), (30, 30, 200)
    assert shared_beyond(*gap_between(picture(red), picture(blue))) == 0


def test_compare_across() -> None:
    row = columns(1)[0].astype(float)
    same = compare_across(row, row, GROUND, GROUND)
    assert (same.extent, same.alike, same.difference) == (1, 1, 0)
    assert same.correlation == pytest.approx(1)
    much_paler = compare_across(row, np.where(row < 255, row + 60, row), GROUND, GROUND)
    assert (much_paler.extent, much_paler.alike) == (1, 0)
    assert not much_paler.same_picture
    left, right = row.copy(), row.copy()
    left[200:], right[:400] = 255, 255
    apart = compare_across(left, right, GROUND, GROUND)
    assert apart == NOTHING and not apart.same_picture


def test_the_extent_is_the_share_drawn_on_both_sides() -> None:
    over, under = np.full((300, 3), 255.0), np.full((300, 3), 255.0)
    over[:200], under[100:] = 90, 90
    assert compare_across(over, under, GROUND, GROUND).extent == pytest.approx(1 / 3)


rows = arrays(np.uint8, st.tuples(st.integers(4, 40), st.just(3)))


@settings(deadline=None)
@given(rows, st.integers(0, 99))
def test_the_correlation_is_pearsons_of_all_channels(above: Rgb, seed: int) -> None:
    below = np.random.default_rng(seed).integers(0, 256, above.shape).astype(float)
    found = compare_across(above.astype(float), below, np.full(3, -200.0), np.full(3, -200.0))
    a, b = (one - one.mean(axis=0) for one in (above.astype(float), below))
    length = np.linalg.norm(a) * np.linalg.norm(b)
    # A row without a picture correlates with nothing.
    expected = (a * b).sum() / length if length > len(above) else 0
    assert found.correlation == pytest.approx(expected)
    assert -1 - 1e-9 <= found.correlation <= 1 + 1e-9


@settings(deadline=None)
@given(rows, st.integers(0, 99))
def test_figures_are_finite_and_the_same_upside_down(above: Rgb, seed: int) -> None:
    below = np.random.default_rng(seed).integers(0, 256, above.shape).astype(float)
    one = compare_across(above.astype(float), below, GROUND, GROUND)
    other = compare_across(below, above.astype(float), GROUND, GROUND)
    assert list(vars(one).values()) == pytest.approx(list(vars(other).values()))
    assert np.isfinite(list(vars(one).values())).all()
    assert 0 <= one.extent <= 1 and 0 <= one.alike <= 1 and 0 <= one.difference <= 255


regions = arrays(np.uint8, st.tuples(st.integers(1, 6), st.integers(1, 6), st.just(3)))
colours = st.tuples(*[st.integers(0, 255)] * 3)


@settings(deadline=None)
@given(regions, regions, colours)
def test_the_shared_palette_is_a_share_whichever_comes_first(
    one: Rgb, other: Rgb, ground: tuple[int, int, int]
) -> None:
    share = shared_palette(one, other, ground)
    assert 0 <= share <= 1 + 1e-9
    assert share == pytest.approx(shared_palette(other, one, ground))


@settings(deadline=None)
@given(regions)
def test_a_region_shares_all_with_itself_and_nothing_with_bare_ground(region: Rgb) -> None:
    drawn = region // 2  # far from white
    assert shared_palette(drawn, drawn, WHITE) == pytest.approx(1)
    assert shared_palette(drawn, np.full((3, 3, 3), 255, np.uint8), WHITE) == 0
