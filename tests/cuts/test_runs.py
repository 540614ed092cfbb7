"""Runs of empty rows: of any ground, to the row, and never through a drawing."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts import runs
from toonseg.cuts.runs import STEP, Run, channel_max, contrast, find_runs, percentile, spans_of, step_strength
from toonseg.cuts.sketch import BINS, Sketch, sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH = 400


def sketched(*parts: Rgb, quality: int | None = None) -> Sketch:
    canvas = np.concatenate(parts)
    data = encode(canvas, "jpg", quality=quality) if quality else encode(canvas, "png")
    return sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))


def runs_of(*parts: Rgb, quality: int | None = None) -> list[Run]:
    return find_runs(sketched(*parts, quality=quality))


def rows_of(runs: list[Run]) -> list[tuple[int, int]]:
    return [(run.y0, run.y1) for run in runs]


def drawing(height: int, seed: int = 0) -> Rgb:
    """Blocks of colour, out of step from column to column."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 215, (height // 12 + 2, WIDTH // 16, 3)).astype(np.uint8)
    blocks = coarse.repeat(12, axis=0).repeat(16, axis=1)
    starts = rng.integers(0, 12, WIDTH // 16).repeat(16)
    return np.asarray(blocks[np.arange(height)[:, None] + starts, np.arange(WIDTH)])


def flat(height: int, *colour: int) -> Rgb:
    return np.full((height, WIDTH, 3), colour or (255, 255, 255), np.uint8)


def ramp(height: int, along_x: int = 0, along_y: int = 90) -> Rgb:
    y, x = np.mgrid[0:height, 0:WIDTH]
    value = 90 + along_y * y / height + along_x * x / WIDTH
    return np.repeat(value[..., None], 3, axis=2).round().astype(np.uint8)


def paper(height: int, level: int = 190, seed: int = 3) -> Rgb:
    grain = np.random.default_rng(seed).normal(0, 14, (height, WIDTH, 1))
    return np.clip(level + grain.repeat(3, axis=2), 0, 255).astype(np.uint8)


def stars(height: int) -> Rgb:
    sky = flat(height, 20, 20, 60)
    rng = np.random.default_rng(4)
    for _ in range(height * WIDTH // 900):
        centre = (int(rng.integers(WIDTH)), int(rng.integers(3, height - 3)))
        cv2.circle(sky, centre, int(rng.integers(1, 3)), (220, 220, 240), -1, cv2.LINE_AA)
    return sky


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (250, 190, 210), (128, 90, 40)])
def test_a_flat_run_is_found_to_the_row(colour: tuple[int, int, int]) -> None:
    (run,) = runs_of(drawing(70), flat(37, *colour), drawing(64, 1))
    assert (run.y0, run.y1, run.height) == (70, 107, 37)
    assert (run.kind, run.colour, run.grain) == ("flat", colour, 0)
    assert np.array_equal(run.top, run.bottom)


@pytest.mark.parametrize("slopes", [(0, 90), (60, 0), (60, 90), (-50, 60)])
def test_gradients_are_found_along_either_way(slopes: tuple[int, int]) -> None:
    (run,) = runs_of(drawing(70), ramp(80, *slopes), drawing(64, 1))
    assert run.kind == "gradient"
    assert abs(run.y0 - 70) <= 1 and abs(run.y1 - 150) <= 1
    rise = run.bottom.mean() - run.top.mean()
    # Both ends are medians of six rows, four rows off the border.
    assert rise == pytest.approx(slopes[1] * 66 / 80, abs=3)


@pytest.mark.parametrize("ground", [paper, stars], ids=["paper", "stars"])
def test_textures_are_found(ground: object) -> None:
    runs = runs_of(drawing(72), ground(96), drawing(64, 1))  # type: ignore[operator]
    (run,) = [run for run in runs if run.kind == "texture"]
    assert abs(run.y0 - 72) <= 4 and abs(run.y1 - 168) <= 4
    assert run.grain > 20
    assert rows_of(runs) == [(run.y0, run.y1)]


def test_a_drawing_has_no_runs() -> None:
    assert runs_of(drawing(300)) == []


def test_runs_are_split_where_flat_colours_meet() -> None:
    runs = runs_of(drawing(50), flat(40), flat(30, 0, 0, 0), flat(20, 200, 100, 90), drawing(50, 1))
    assert rows_of(runs) == [(50, 90), (90, 120), (120, 140)]
    assert [run.colour for run in runs] == [(255, 255, 255), (0, 0, 0), (200, 100, 90)]
    assert contrast(runs[0], runs[1]) == 255
    assert contrast(runs[1], runs[2]) == 200


def test_runs_are_split_where_textures_meet() -> None:
    runs = runs_of(drawing(48), paper(80, 215), paper(80, 90, 5), drawing(48, 1))
    first, second = (run for run in runs if run.kind == "texture")
    assert abs(first.y1 - 128) <= 3 and abs(second.y0 - 128) <= 3
    assert abs(first.colour[0] - 215) < 8 and abs(second.colour[0] - 90) < 8


def test_a_gradient_is_not_split() -> None:
    assert len(runs_of(drawing(50), ramp(60, 0, 150), drawing(50, 1))) == 1


@pytest.mark.parametrize("quality", [90, 70, 50])
def test_jpeg_neither_splits_nor_hides_a_run(quality: int) -> None:
    (run,) = runs_of(drawing(75), flat(61, 240, 225, 235), drawing(70, 1), quality=quality)
    # A block of JPEG smears the drawing over at most seven rows.
    assert 75 <= run.y0 <= 82 and 129 <= run.y1 <= 136
    assert np.abs(np.array(run.colour) - (240, 225, 235)).max() <= 2


def test_noisy_rows_do_not_split_but_a_line_does() -> None:
    noisy = flat(60)
    noisy[30:32, ::9] = 225
    assert rows_of(runs_of(drawing(50), noisy, drawing(50, 1))) == [(50, 110)]
    lined = flat(60)
    lined[30:32, 100:104] = 0
    assert rows_of(runs_of(drawing(50), lined, drawing(50, 1))) == [(50, 80), (82, 110)]


def test_two_rows_are_too_few() -> None:
    assert rows_of(runs_of(drawing(50), flat(2), drawing(50, 1), flat(3), drawing(50, 2))) == [(102, 105)]


@pytest.mark.parametrize("thickness", [1, 2, 4])
def test_the_outline_of_a_balloon_is_no_texture(thickness: int) -> None:
    gap = flat(240)
    cv2.ellipse(gap, (200, 120), (170, 80), 0, 0, 360, (0, 0, 0), thickness, cv2.LINE_AA)
    runs = runs_of(drawing(48), gap, drawing(48, 1))
    assert all(run.kind == "flat" for run in runs)
    # Only what lies above and below the balloon is empty.
    assert all(run.y1 <= 48 + 42 or run.y0 >= 48 + 198 for run in runs)
    assert len(runs) == 2


def test_a_panel_of_screentone_between_frame_lines_is_not_joined_with_its_gutter() -> None:
    tone = flat(120)
    tone[::4, ::4] = tone[1::4, ::4] = 60
    runs = runs_of(flat(40), flat(4, 0, 0, 0), tone, flat(4, 0, 0, 0), flat(40))
    assert rows_of(runs)[0] == (0, 40)
    assert rows_of(runs)[-1] == (168, 208)


def test_step_strength_is_the_share_of_the_width_that_changes() -> None:
    canvas = np.concatenate([flat(20, 200, 200, 200), flat(20, 200, 200, 200)])
    canvas[20:, : WIDTH // 2] = 90
    strength = step_strength(sketched(canvas), 1, 40, reach=1)
    assert strength.shape == (39,)
    assert strength[19] == pytest.approx(0.5)
    assert np.delete(strength, 19).max() == 0


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(2, 40), reach=st.integers(1, 4), ends=st.tuples(st.integers(1, 40), st.integers(1, 40))
)
def test_step_strength_compares_means_of_the_rows_on_either_side(
    height: int, reach: int, ends: tuple[int, int]
) -> None:
    y0, y1 = (min(end, height) for end in ends)
    levels = np.random.default_rng(height).integers(100, 100 + 3 * STEP, (height, BINS, 3)).astype(np.uint8)
    blank = np.zeros(height, np.uint8)
    strength = step_strength(Sketch(levels, blank, blank, blank, blank), y0, y1, reach)
    expected = []
    for y in range(y0, y1):
        over, under = (levels[a:b].mean(axis=0) for a, b in ((max(y - reach, 0), y), (y, y + reach)))
        off = np.abs(under - over).max(axis=1)
        expected.append((off > STEP).mean())
    assert strength == pytest.approx(np.array(expected))


@settings(deadline=None)
@given(st.integers(1, 300), st.integers(0, 100), st.integers(0, 9))
def test_a_percentile_is_that_of_numpy(size: int, percent: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 256, size).astype(np.uint8)
    # A whole number may come out a little less in floating point.
    assert percentile(values, percent) == int(np.percentile(values, percent) + 1e-9)


@pytest.mark.parametrize("shape", [(3,), (5, 3), (4, 6, 3)])
def test_the_largest_channel(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(2).integers(0, 256, shape).astype(np.uint8)
    assert np.array_equal(channel_max(values), values.max(axis=-1))


def test_runs_do_not_depend_on_how_many_rows_are_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [drawing(90), flat(70), drawing(64, 1), paper(130), drawing(80, 2), ramp(90), flat(40, 0, 0, 0)]
    sketch = sketched(*parts)
    whole = find_runs(sketch)
    assert {run.kind for run in whole} == {"flat", "texture", "gradient"}
    monkeypatch.setattr(runs, "CHUNK_ROWS", 7)
    assert [(*span, run.kind) for span, run in zip(rows_of(whole), whole, strict=True)] == [
        (run.y0, run.y1, run.kind) for run in find_runs(sketch)
    ]


@given(st.lists(st.booleans(), max_size=60))
def test_spans_are_where_a_mask_is_true(mask: list[bool]) -> None:
    spans = spans_of(np.array(mask, bool))
    again = np.zeros(len(mask), bool)
    for a, b in spans:
        assert a < b
        again[a:b] = True
    assert again.tolist() == mask
    assert all(first[1] < second[0] for first, second in pairwise(spans))
