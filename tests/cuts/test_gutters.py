"""Which empty runs are gutters: learned from the strip, not from a colour."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from toonseg.cuts.gutters import Judged, judge_runs
from toonseg.cuts.runs import find_runs
from toonseg.cuts.sketch import sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH = 600
WHITE, BLACK, SKY, PINK = (255, 255, 255), (0, 0, 0), (120, 180, 235), (246, 200, 214)
Colour = tuple[int, int, int]


def flat(height: int, colour: Colour = WHITE) -> Rgb:
    return np.full((height, WIDTH, 3), colour, np.uint8)


def drawing(height: int, seed: int) -> Rgb:
    """A coloured room with blots in it, over the whole width."""
    rng = np.random.default_rng([seed, height])
    coarse = rng.integers(50, 190, (height // 60 + 2, WIDTH // 60 + 2, 3)).astype(np.uint8)
    pixels = np.asarray(cv2.resize(coarse, (WIDTH, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    for _ in range(height * WIDTH // 6000):
        centre = (int(rng.integers(WIDTH)), int(rng.integers(height)))
        axes = (int(rng.integers(6, 40)), int(rng.integers(6, 40)))
        cv2.ellipse(pixels, centre, axes, 30, 0, 360, rng.integers(20, 200, 3).tolist(), -1)
    return pixels


def panel(seed: int, ground: Colour = WHITE, height: int = 220) -> Rgb:
    """A drawing between margins."""
    rows = flat(height, ground)
    rows[:, 30:570] = drawing(height, seed)[:, 30:570]
    return rows


def judged(*parts: Rgb) -> list[Judged]:
    data = encode(np.concatenate(parts), "png")
    sketch = sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))
    return judge_runs(sketch, find_runs(sketch))


def at(found: list[Judged], y: int) -> Judged:
    (one,) = [item for item in found if item.run.y0 <= y < item.run.y1]
    return one


def top_of(parts: list[Rgb], k: int) -> int:
    return sum(len(part) for part in parts[:k])


def episode(colour: Colour, count: int, first_seed: int = 0, gap: int = 60) -> list[Rgb]:
    """Panels with a gutter after each."""
    return [rows for k in range(count) for rows in (panel(first_seed + k, colour), flat(gap, colour))]


@pytest.mark.parametrize("colour", [WHITE, BLACK, PINK, (90, 140, 90)])
def test_gutters_of_any_colour_are_accepted(colour: Colour) -> None:
    found = judged(*episode(colour, 5))
    assert [(item.run.y0, item.run.y1) for item in found] == [
        (220 + 280 * k, 280 * (k + 1)) for k in range(5)
    ]
    assert all(item.is_gutter and not item.is_band for item in found)


def test_gutters_each_of_another_colour_are_accepted() -> None:
    colours = [(246, 219, 200), (200, 219, 246), (30, 40, 90), (255, 255, 255), (210, 240, 210)]
    parts = [rows for k, colour in enumerate(colours) for rows in (drawing(220, k), flat(70, colour))]
    found = judged(*parts, drawing(220, 9))
    assert len(found) == 5
    assert all(item.is_gutter for item in found)


def test_gutters_of_few_rows_are_accepted() -> None:
    found = judged(*episode(WHITE, 6, gap=8))
    assert len(found) == 6
    assert all(item.is_gutter for item in found)


@pytest.mark.parametrize("sky_at_top", [True, False])
def test_a_flat_sky_at_the_edge_of_a_panel_is_the_panels(sky_at_top: bool) -> None:
    sky, rest = flat(110, SKY), drawing(250, 50)
    bleed = [sky, rest] if sky_at_top else [rest, sky]
    parts = [*episode(WHITE, 3), *bleed, flat(60), *episode(WHITE, 3, 20)]
    y = top_of(parts, 6 if sky_at_top else 7) + 50
    found = judged(*parts)
    assert at(found, y).run.colour == SKY
    assert not at(found, y).is_gutter
    assert all(item.is_gutter for item in found if item.run.colour == WHITE)


@pytest.mark.parametrize("rows", [14, 40])
def test_a_white_band_across_a_panel_is_the_panels(rows: int) -> None:
    columns = np.repeat(drawing(60, 60)[:1], 320, axis=0)
    columns[:, :30] = columns[:, 570:] = 255
    parts = [*episode(WHITE, 3), columns[:160], flat(rows), columns[160:], flat(60), *episode(WHITE, 3, 20)]
    band = at(judged(*parts), top_of(parts, 7) + rows // 2)
    assert not band.is_gutter


def test_both_grounds_are_kept_where_scenes_change() -> None:
    parts = [*episode(WHITE, 4), flat(70, BLACK), *episode(BLACK, 4, 20)]
    found = judged(*parts)
    y = top_of(parts, 8)
    white, black = at(found, y - 10), at(found, y + 10)
    assert (white.run.colour, black.run.colour) == (WHITE, BLACK)
    assert white.is_gutter and black.is_gutter


def test_frame_lines_above_and_below_speak_for_a_gutter() -> None:
    """The same room in two panels, its light a little changed."""
    first = np.repeat(drawing(60, 60)[:1], 300, axis=0)
    second = first + 25
    for rows in (first, second):
        rows[:4] = rows[-4:] = 0
        rows[:, :30] = rows[:, 570:] = 255
    parts = [*episode(WHITE, 3), first, flat(60), second, flat(60), *episode(WHITE, 3, 20)]
    assert at(judged(*parts), top_of(parts, 7) + 30).is_gutter


def test_a_gap_between_letters_or_within_a_figure_is_no_gutter() -> None:
    figure = flat(200)
    figure[:90, 260:340] = figure[104:, 250:350] = 60
    parts = [*episode(WHITE, 3), figure, flat(60), *episode(WHITE, 3, 20)]
    assert not at(judged(*parts), top_of(parts, 6) + 97).is_gutter


def test_every_run_is_judged_from_top_to_bottom_with_a_chance() -> None:
    parts = [*episode(WHITE, 2), flat(70, BLACK), drawing(110, 8), flat(5), *episode(BLACK, 2, 20)]
    data = encode(np.concatenate(parts), "png")
    sketch = sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))
    found = judge_runs(sketch, find_runs(sketch))
    assert [item.run.y0 for item in found] == sorted(item.run.y0 for item in found)
    # Only frame lines are taken out of the runs; here is none.
    assert {item.run.y0 for item in found} == {run.y0 for run in find_runs(sketch)}
    for item in found:
        assert 0 <= item.chance <= 1
        assert not (item.is_gutter and item.is_band)


def test_an_empty_strip_has_one_run_and_a_drawing_none() -> None:
    assert len(judged(flat(500))) == 1
    assert judged(drawing(500, 1)) == []
