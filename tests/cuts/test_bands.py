"""A blank band across one picture is told from a gap between two."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toonseg.cuts.bands import Heights, compare_across, is_band, shared_palette, typical_heights
from toonseg.cuts.runs import find_runs
from toonseg.cuts.sides import place_runs
from toonseg.cuts.sketch import Sketch, sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH = 600
WHITE = (255, 255, 255)
TYPICAL = Heights(40, 60)


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


def judged(over: Rgb, under: Rgb, rows: int = 50, typical: Heights = TYPICAL) -> bool:
    sketch = sketched(np.concatenate([over, white(rows), under]))
    ((placed,),) = place_runs(sketch, find_runs(sketch))
    assert (placed.run.y0, placed.run.y1) == (len(over), len(over) + rows)
    return is_band(sketch, placed, typical)


def framed(panel: Rgb) -> Rgb:
    panel = panel.copy()
    panel[:4, 30:570] = panel[-4:, 30:570] = 0
    return panel


def test_a_picture_that_goes_on_behind_is_crossed_by_a_band() -> None:
    assert judged(picture(columns(1)), picture(columns(1)))
    assert judged(picture(columns(1)), picture(shifted(columns(1), 25)))


@pytest.mark.parametrize("seed", range(2, 6))
def test_different_pictures_are_not(seed: int) -> None:
    assert not judged(picture(columns(1)), picture(columns(seed)))


def test_frame_lines_on_both_sides_speak_for_a_gutter() -> None:
    first, second = picture(columns(1)), picture(shifted(columns(1), 25))
    assert not judged(framed(first), framed(second))
    assert judged(framed(first), second)


def test_a_gap_higher_than_gutters_are_is_no_band() -> None:
    assert not judged(picture(columns(1)), picture(columns(1)), rows=200)


def test_a_gap_much_lower_than_gutters_are_is_one() -> None:
    first, second = picture(columns(1)), picture(columns(2))
    assert judged(first, second, rows=12, typical=Heights(60, 90))
    assert not judged(first, second, rows=12, typical=Heights(10, 14))
    assert not judged(framed(first), framed(second), rows=12, typical=Heights(60, 90))


def test_what_touches_another_ground_or_the_strips_end_is_no_band() -> None:
    canvas = np.concatenate([picture(columns(1)), white(50), np.full((30, WIDTH, 3), 90, np.uint8)])
    sketch = sketched(np.concatenate([canvas, picture(columns(1)), white(40)]))
    chains = place_runs(sketch, find_runs(sketch))
    assert [p.ends[1] for chain in chains for p in chain] == ["run", "straight", "strip"]
    assert not any(is_band(sketch, p, TYPICAL) for chain in chains for p in chain if p.count("run", "strip"))


def test_compare_across() -> None:
    ground = np.full(3, 255.0)
    row = columns(1)[0].astype(float)
    same = compare_across(row, row, ground, ground)
    assert (same.extent, same.alike, same.difference) == (1, 1, 0)
    assert same.same_picture and same.surely_same_picture
    paler = compare_across(row, np.where(row < 255, row + 30, row), ground, ground)
    assert paler.same_picture and not paler.surely_same_picture
    assert not compare_across(row, columns(7)[0].astype(float), ground, ground).same_picture
    left, right = row.copy(), row.copy()
    left[200:], right[:400] = 255, 255
    apart = compare_across(left, right, ground, ground)
    assert apart.extent == 0 and not apart.same_picture


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


def test_typical_heights_are_those_of_plain_gutters() -> None:
    gaps = [40, 50, 60, 70, 80]
    parts = [picture(columns(9), 80)]
    for k, gap in enumerate(gaps):
        parts += [white(gap), picture(columns(k), 80)]
    sketch = sketched(np.concatenate(parts))
    heights = typical_heights(place_runs(sketch, find_runs(sketch)))
    assert heights.middle == 60
    assert 40 <= heights.low <= 50
    few = sketched(np.concatenate(parts[:5]))
    assert typical_heights(place_runs(few, find_runs(few))).low == 0
