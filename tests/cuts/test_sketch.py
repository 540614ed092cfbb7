"""The sketch of a strip says what its rows look like, wherever its pages end."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.rows import RowFile
from toonseg.cuts.sketch import BINS, SCALE, Sketch, bin_edges, bin_middles, sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip


def sketched(*pages: Rgb) -> Sketch:
    files = [
        SimpleNamespace(name=f"{k}.png", read=partial(encode, page, "png")) for k, page in enumerate(pages)
    ]
    return sketch_strip(Strip.of(files))


def noise(height: int, width: int, seed: int = 0) -> Rgb:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)


@settings(max_examples=40, deadline=None)
@given(
    width=st.sampled_from([1, 3, 7, 24, 25, 64, 97]),
    heights=st.lists(st.integers(1, 45), min_size=1, max_size=7),
)
def test_where_pages_end_does_not_matter(width: int, heights: list[int]) -> None:
    canvas = noise(sum(heights), width, len(heights))
    borders = np.cumsum([0, *heights])
    parts = sketched(*(canvas[a:b] for a, b in pairwise(borders)))
    whole = sketched(canvas)
    assert whole.height == parts.height == len(canvas)
    assert np.array_equal(whole.samples, parts.samples)
    assert np.array_equal(whole.busy, parts.busy)
    assert np.array_equal(whole.thumbnail, parts.thumbnail)


def test_pages_taller_than_a_block_are_sketched_whole() -> None:
    canvas = noise(2500, 40)
    whole, parts = sketched(canvas), sketched(canvas[:1023], canvas[1023:1024], canvas[1024:])
    assert np.array_equal(whole.samples, canvas[:, bin_middles(40)])
    assert np.array_equal(whole.thumbnail, parts.thumbnail)
    assert np.array_equal(whole.busy, parts.busy)


@pytest.mark.parametrize("height", [SCALE, 5 * SCALE, 5 * SCALE + 3])
def test_the_thumbnail_holds_means(height: int) -> None:
    rng = np.random.default_rng(1)
    rows, columns = -(-height // SCALE), 12
    blocks = rng.integers(40, 200, (rows, columns, 3))
    canvas = np.kron(blocks, np.ones((SCALE, SCALE, 1), int))[:height]
    # Checks of single columns, up and down by 30, average out.
    canvas[:, ::2] += 30
    canvas[:, 1::2] -= 30
    thumbnail = sketched(canvas.astype(np.uint8)).thumbnail
    assert thumbnail.shape == (rows, columns, 3)
    assert np.abs(thumbnail.astype(int) - blocks).max() <= 1


def test_the_thumbnail_averages_rows() -> None:
    canvas = np.repeat(np.arange(0, 240, 3)[:, None, None], 40, axis=1).repeat(3, axis=2).astype(np.uint8)
    means = canvas.reshape(-1, SCALE, 40, 3).mean(axis=(1, 2))
    assert np.abs(sketched(canvas).thumbnail.mean(axis=1) - means).max() <= 3


@pytest.mark.parametrize("width", [40, 690, 801])
@pytest.mark.parametrize("colour", [(0, 255, 255), (200, 200, 200)])
def test_busy_sees_a_line_one_pixel_wide_at_any_column(width: int, colour: tuple[int, int, int]) -> None:
    columns = [0, 1, 2, width // 3, width // 2, width - 3, width - 2, width - 1]
    canvas = np.full((2 * len(columns), width, 3), 255, np.uint8)
    for k, x in enumerate(columns):
        canvas[2 * k, x] = colour
    sketch = sketched(canvas)
    assert sketch.busy[::2].max(axis=1).tolist() == [255 - min(colour)] * len(columns)
    assert sketch.busy[1::2].max() == 0
    for k, x in enumerate(columns):
        bins = np.flatnonzero(sketch.busy[2 * k])
        # A pixel is compared with its neighbours on both sides: with those, at most one bin away.
        at = int(np.searchsorted(bin_edges(width), x, side="right")) - 1
        assert np.abs(bins - at).max() <= 1


def test_busy_sees_a_soft_line_at_its_full_strength() -> None:
    canvas = np.full((4, 690, 3), 255, np.uint8)
    canvas[:, 299:302] = np.array([205, 155, 205])[:, None]
    assert sketched(canvas).busy.max() == 100


@pytest.mark.parametrize("width", [1, 2, 3, 10, 24])
def test_strips_too_narrow_for_bins_are_busy_as_a_whole(width: int) -> None:
    canvas = noise(9, width)
    sketch = sketched(canvas)
    spread = (canvas.max(axis=1).astype(int) - canvas.min(axis=1)).max(axis=1)
    assert np.array_equal(sketch.busy, np.repeat(spread[:, None], BINS, axis=1))
    assert sketch.thumbnail.shape == (2, max(1, width // SCALE), 3)


def test_a_row_says_how_busy_it_is_at_most_and_how_far_its_samples_drift() -> None:
    canvas = noise(1300, 97)
    sketch = sketched(canvas)
    assert np.array_equal(sketch.busiest, sketch.busy[:].max(axis=1))
    samples = canvas[:, bin_middles(97)].astype(int)
    assert np.array_equal(sketch.drift, np.abs(np.diff(samples, axis=1)).max(axis=(1, 2)))


def test_a_tall_strip_is_sketched_on_disk_alike() -> None:
    page = SimpleNamespace(name="page", read=lambda: data)
    data = encode(noise(1300, 97), "png")
    here, there = (sketch_strip(Strip.of([page]), tall_rows=rows) for rows in (1300, 1299))
    assert isinstance(here.samples, np.ndarray)
    for name in ("samples", "busy", "thumbnail"):
        on_disk = getattr(there, name)
        assert isinstance(on_disk, RowFile)
        assert np.array_equal(on_disk[:], getattr(here, name))
    assert np.array_equal(here.busiest, there.busiest)
    assert np.array_equal(here.drift, there.drift)


@given(st.integers(1, 5000))
def test_bins_cover_the_width_and_are_sampled_within(width: int) -> None:
    edges, middles = bin_edges(width), bin_middles(width)
    assert (edges[0], edges[-1], len(edges), len(middles)) == (0, width, BINS + 1, BINS)
    assert (np.diff(edges) >= 0).all()
    assert (edges[:-1] <= middles).all()
    assert (middles <= np.maximum(edges[1:] - 1, edges[:-1])).all()
    assert middles.max() < width
