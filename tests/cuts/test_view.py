"""A rough cut and a little of its gutters: the strip's own pixels, and boxes back in strip coordinates."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.ground import PAD
from toonseg.cuts.rough import Span
from toonseg.cuts.runs import Run
from toonseg.cuts.sketch import BINS
from toonseg.cuts.view import View, view_span
from toonseg.errors import PictureError
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH, HEIGHT = 60, 200
Colour = tuple[int, int, int]
CANVAS: Rgb = np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)


def strip_of(data: bytes) -> Strip:
    return Strip.of([SimpleNamespace(name="007.png", read=lambda: data)])


STRIP = strip_of(encode(CANVAS, "png"))


def gutter(y0: int, y1: int, colour: Colour = (255, 255, 255)) -> Run:
    profile = np.full((BINS, 3), colour, np.float32)
    return Run(y0, y1, "flat", colour, profile, profile, 0)


def view_of(height: int, over: Run | None, under: Run | None, pad: int = 0) -> View:
    pixels = np.zeros((height + 2 * pad, WIDTH, 3), np.uint8)
    return View(pixels, 1000 - pad, pad, height + pad, over, under, ())


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(1, 150), st.integers(0, 9))
def test_a_view_has_the_rough_cut_and_pad_rows_of_its_gutters(over: int, rows: int, under: int) -> None:
    y0, y1 = 20, 20 + rows
    above = gutter(y0 - over, y0) if over else None
    below = gutter(y1, y1 + under) if under else None
    view = view_span(STRIP, Span(y0, y1, above, below, bands=((y0 + 1, y0 + 3),)))
    assert np.array_equal(view.pixels, CANVAS[y0 - min(over, PAD) : y1 + min(under, PAD)])
    assert np.array_equal(view.pixels[view.first : view.last], CANVAS[y0:y1])
    assert (view.top, view.width) == (y0 - min(over, PAD), WIDTH)
    assert (view.over, view.under) == (above, below)
    assert view.gutters == [gutter for gutter in (above, below) if gutter is not None]
    ((a, b),) = view.bands
    assert (a + view.top, b + view.top) == (y0 + 1, y0 + 3)


@settings(deadline=None)
@given(st.data())
def test_a_box_within_the_rough_cut_is_moved_and_no_more(data: st.DataObject) -> None:
    view = view_of(100, gutter(0, 1), None, pad=PAD)
    x0, y0 = data.draw(st.integers(0, WIDTH - 1)), data.draw(st.integers(PAD, PAD + 99))
    x1, y1 = data.draw(st.integers(x0 + 1, WIDTH)), data.draw(st.integers(y0 + 1, PAD + 100))
    assert view.in_strip((x0, y0, x1, y1)) == (x0, y0 + view.top, x1, y1 + view.top)


@settings(deadline=None)
@given(st.integers(0, 108), st.integers(0, 108))
def test_any_box_comes_out_within_the_rough_cut_and_not_empty(a: int, b: int) -> None:
    _, y0, _, y1 = view_of(100, None, None, pad=PAD).in_strip((0, a, 5, b))
    assert 1000 <= y0 < y1 <= 1100


@pytest.mark.parametrize(
    ("over", "under", "ground"),
    [
        (None, None, (255, 255, 255)),
        ((10, 20, 30), None, (10, 20, 30)),
        (None, (10, 20, 30), (10, 20, 30)),
        ((0, 0, 0), (100, 200, 50), (50, 100, 25)),
    ],
)
def test_the_ground_is_the_mean_of_the_gutters_or_white(
    over: Colour | None, under: Colour | None, ground: Colour
) -> None:
    runs = [gutter(0, 9, colour) if colour else None for colour in (over, under)]
    assert view_of(50, *runs).ground.tolist() == list(ground)


def test_a_broken_page_is_named() -> None:
    data = encode(CANVAS, "png")
    with pytest.raises(PictureError, match=r"007\.png"):
        view_span(strip_of(data[: len(data) // 2]), Span(0, HEIGHT, None, None))
