"""Which empty runs are gutters: learned from the strip, not from a colour."""

from __future__ import annotations

from types import SimpleNamespace

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
    """Blocks of colour, out of step from column to column, over the whole width."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 205, (height // 12 + 2, -(-WIDTH // 16), 3)).astype(np.uint8)
    starts = rng.integers(0, 12, -(-WIDTH // 16)).repeat(16)[:WIDTH]
    blocks = coarse.repeat(12, axis=0).repeat(16, axis=1)
    return np.asarray(blocks[np.arange(height)[:, None] + starts, np.arange(WIDTH)])


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
    assert all(item.score > 0 and not item.band for item in found)


def test_gutters_each_of_another_colour_are_accepted() -> None:
    colours = [(246, 219, 200), (200, 219, 246), (30, 40, 90), (255, 255, 255), (210, 240, 210)]
    parts = [rows for k, colour in enumerate(colours) for rows in (drawing(220, k), flat(70, colour))]
    found = judged(*parts, drawing(220, 9))
    assert len(found) == 5
    assert all(item.score > 0 for item in found)


def test_gutters_of_few_rows_are_accepted() -> None:
    found = judged(*episode(WHITE, 6, gap=8))
    assert len(found) == 6
    assert all(item.score > 0 for item in found)


@pytest.mark.parametrize("sky_at_top", [True, False])
def test_a_flat_sky_at_the_edge_of_a_panel_is_the_panels(sky_at_top: bool) -> None:
    sky, rest = flat(110, SKY), drawing(250, 50)
    bleed = [sky, rest] if sky_at_top else [rest, sky]
    parts = [*episode(WHITE, 3), *bleed, flat(60), *episode(WHITE, 3, 20)]
    y = top_of(parts, 6 if sky_at_top else 7) + 50
    found = judged(*parts)
    assert at(found, y).run.colour == SKY
    assert at(found, y).score <= 0
    assert all(item.score > 0 for item in found if item.run.colour == WHITE)


@pytest.mark.parametrize("rows", [14, 40])
def test_a_white_band_across_a_panel_is_the_panels(rows: int) -> None:
    columns = np.repeat(drawing(1, 60), 320, axis=0)
    columns[:, :30] = columns[:, 570:] = 255
    parts = [*episode(WHITE, 3), columns[:160], flat(rows), columns[160:], flat(60), *episode(WHITE, 3, 20)]
    band = at(judged(*parts), top_of(parts, 7) + rows // 2)
    assert band.band
    assert band.score <= 0


def test_both_grounds_are_kept_where_scenes_change() -> None:
    parts = [*episode(WHITE, 4), flat(70, BLACK), *episode(BLACK, 4, 20)]
    found = judged(*parts)
    y = top_of(parts, 8)
    white, black = at(found, y - 10), at(found, y + 10)
    assert (white.run.colour, black.run.colour) == (WHITE, BLACK)
    assert white.score > 0 and black.score > 0


def test_a_gap_between_letters_or_within_a_figure_is_no_gutter() -> None:
    figure = flat(200)
    figure[:90, 260:340] = figure[104:, 250:350] = 60
    parts = [*episode(WHITE, 3), figure, flat(60), *episode(WHITE, 3, 20)]
    assert at(judged(*parts), top_of(parts, 6) + 97).score <= 0


def test_an_empty_strip_has_one_run_and_a_drawing_none() -> None:
    assert len(judged(flat(500))) == 1
    assert judged(drawing(500, 1)) == []
