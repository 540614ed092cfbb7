"""Spans and gutters share out the rows of any strip."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts import rough
from toonseg.cuts.rough import Scan, scan_strip
from toonseg.cuts.sketch import sketch_strip
from toonseg.errors import PictureError
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip
from toonseg.synth import Kind, draw_strip

WIDTH = 400


def flat(height: int, level: int = 255) -> Rgb:
    return np.full((height, WIDTH, 3), level, np.uint8)


def drawing(height: int, seed: int) -> Rgb:
    """A coloured room with blots in it, between margins."""
    rng = np.random.default_rng([seed, height])
    coarse = rng.integers(50, 190, (height // 60 + 2, WIDTH // 60 + 2, 3)).astype(np.uint8)
    rows = np.asarray(cv2.resize(coarse, (WIDTH, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    for _ in range(height * WIDTH // 6000):
        centre = (int(rng.integers(WIDTH)), int(rng.integers(height)))
        axes = (int(rng.integers(6, 40)), int(rng.integers(6, 40)))
        cv2.ellipse(rows, centre, axes, 30, 0, 360, rng.integers(20, 200, 3).tolist(), -1)
    rows[:, :20] = rows[:, -20:] = 255
    return rows


def ramp(height: int, seed: int) -> Rgb:
    ends = np.random.default_rng(seed).integers(0, 255, (2, 3))
    return np.linspace(ends[0], ends[1], height)[:, None].repeat(WIDTH, axis=1).astype(np.uint8)


def grain(height: int, seed: int) -> Rgb:
    noise = np.random.default_rng(seed).normal(190, 16, (height, WIDTH, 1))
    return np.clip(noise, 0, 255).repeat(3, axis=2).astype(np.uint8)


def scan(*parts: Rgb) -> Scan:
    data = encode(np.concatenate(parts), "png")
    return scan_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))


def assert_shared_out(found: Scan, height: int) -> None:
    times = np.zeros(height, int)
    for part in (*found.gutters, *found.spans):
        assert 0 <= part.y0 < part.y1 <= height
        times[part.y0 : part.y1] += 1
    assert (times == 1).all()
    for span in found.spans:
        assert (span.over is None) == (span.y0 == 0)
        assert (span.under is None) == (span.y1 == height)
        assert span.over is None or (span.over in found.gutters and span.over.y1 == span.y0)
        assert span.under is None or (span.under in found.gutters and span.under.y0 == span.y1)
        assert all(span.y0 < a < b < span.y1 for a, b in span.bands)


PAINT = {
    "white": lambda rows, _: flat(rows),
    "grey": lambda rows, seed: flat(rows, 40 + seed % 200),
    "drawing": drawing,
    "ramp": ramp,
    "grain": grain,
}
part = st.tuples(st.sampled_from(sorted(PAINT)), st.integers(1, 130), st.integers(0, 10_000))


@settings(max_examples=25, deadline=None)
@given(st.lists(part, min_size=1, max_size=12))
def test_each_row_is_in_one_gutter_or_one_span(parts: list[tuple[str, int, int]]) -> None:
    drawn = [PAINT[name](rows, seed) for name, rows, seed in parts]
    assert_shared_out(scan(*drawn), sum(len(rows) for rows in drawn))


@pytest.mark.parametrize("kind", [Kind.TEXTURE, Kind.DIAGONAL, Kind.BUBBLES, Kind.MIXED])
def test_each_row_of_a_drawn_strip_too(kind: Kind) -> None:
    drawn = draw_strip(kind, 3, panels=4)
    found = scan(drawn.pixels)
    assert_shared_out(found, drawn.truth.height)
    assert len(found.spans) >= 2


def test_spans_lie_between_their_gutters() -> None:
    found = scan(flat(30), drawing(150, 1), flat(50), drawing(140, 2), flat(50), drawing(160, 3))
    assert [(gutter.y0, gutter.y1) for gutter in found.gutters] == [(0, 30), (180, 230), (370, 420)]
    assert [(span.y0, span.y1) for span in found.spans] == [(30, 180), (230, 370), (420, 580)]
    assert [span.over for span in found.spans] == found.gutters
    assert [span.under for span in found.spans] == [*found.gutters[1:], None]


def test_a_band_is_listed_in_its_span() -> None:
    columns = drawing(1, 7).repeat(240, axis=0)
    panels = [rows for k in range(4) for rows in (drawing(150, k), flat(50))]
    found = scan(*panels, columns[:120], flat(30), columns[120:], flat(50), drawing(150, 9))
    (span,) = [span for span in found.spans if span.bands]
    assert (span.y0, span.y1) == (800, 1070)
    assert span.bands == ((920, 950),)


@pytest.mark.parametrize("kind", [Kind.TEXTURE, Kind.MIXED])
def test_a_tall_strip_is_cut_as_any_other(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw_strip(kind, 3, panels=4)
    here = scan(drawn.pixels)
    monkeypatch.setattr(rough, "sketch_strip", partial(sketch_strip, tall_rows=0))
    there = scan(drawn.pixels)
    assert [(g.y0, g.y1, g.kind, g.colour) for g in here.gutters] == [
        (g.y0, g.y1, g.kind, g.colour) for g in there.gutters
    ]
    assert [(span.y0, span.y1) for span in here.spans] == [(span.y0, span.y1) for span in there.spans]


def test_a_drawing_without_gutters_is_one_span() -> None:
    found = scan(drawing(300, 1))
    assert found.gutters == []
    assert [(span.y0, span.y1, span.over, span.under) for span in found.spans] == [(0, 300, None, None)]


def test_an_empty_strip_is_all_gutter() -> None:
    found = scan(flat(300))
    assert [(gutter.y0, gutter.y1) for gutter in found.gutters] == [(0, 300)]
    assert found.spans == []


def test_a_broken_page_is_named() -> None:
    data = encode(drawing(300, 1), "png")
    page = SimpleNamespace(name="012.png", read=lambda: data[: len(data) // 2])
    with pytest.raises(PictureError, match=r"012\.png"):
        scan_strip(Strip.of([page]))
