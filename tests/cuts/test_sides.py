"""How runs end, each way drawn; margins beside pictures; runs that touch are one chain."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from toonseg.cuts.runs import find_runs
from toonseg.cuts.sides import End, Placed, place_runs
from toonseg.cuts.sketch import sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WIDTH = 600
GAP = 60
HEIGHT = 260


def drawing(height: int, width: int, seed: int = 0) -> Rgb:
    """Blocks of colour, out of step from column to column."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 205, (height // 12 + 2, -(-width // 16), 3)).astype(np.uint8)
    blocks = coarse.repeat(12, axis=0).repeat(16, axis=1)
    starts = rng.integers(0, 12, -(-width // 16)).repeat(16)[:width]
    return np.asarray(blocks[np.arange(height)[:, None] + starts, np.arange(width)])


def white(height: int) -> Rgb:
    return np.full((height, WIDTH, 3), 255, np.uint8)


def panel(x0: int, x1: int, height: int = HEIGHT, seed: int = 0) -> Rgb:
    rows = white(height)
    rows[:, x0:x1] = drawing(height, x1 - x0, seed)
    return rows


def lined() -> Rgb:
    rows = panel(0, WIDTH)
    rows[:5] = 0
    return rows


def overhung() -> Rgb:
    """A balloon whose lower half lies on a panel."""
    rows = np.concatenate([white(50), panel(20, 580, HEIGHT - 50)])
    cv2.ellipse(rows, (300, 55), (85, 54), 0, 0, 360, (255, 255, 255), -1)
    cv2.ellipse(rows, (300, 55), (85, 54), 0, 0, 360, (0, 0, 0), 3)
    return rows


def lettering() -> Rgb:
    """One line of letters on bare ground."""
    rows = white(24)
    for x in range(250, 350, 20):
        cv2.circle(rows, (x, 12), 8, (0, 0, 0), 2)
    return rows


def faded() -> Rgb:
    share = np.linspace(0, 1, 120)[:, None, None]
    top = 255 * (1 - share) + drawing(120, WIDTH) * share
    return np.concatenate([top.round().astype(np.uint8), drawing(HEIGHT - 120, WIDTH, 1)])


def grey() -> Rgb:
    return np.concatenate([np.full((40, WIDTH, 3), 160, np.uint8), panel(0, WIDTH, HEIGHT - 40)])


def interrupted() -> Rgb:
    return np.concatenate([drawing(5, WIDTH), white(40), panel(0, WIDTH, HEIGHT - 45)])


ENDS: dict[str, tuple[End, Rgb]] = {
    "full width": ("straight", panel(0, WIDTH)),
    "between margins": ("straight", panel(40, 560)),
    "half the width": ("straight", panel(40, 320)),
    "frame line": ("line", lined()),
    "balloon over a border": ("overhung", overhung()),
    "narrow picture": ("narrow", panel(290, 370)),
    "fading picture": ("fading", faded()),
    "another ground": ("run", grey()),
    "a thin gap": ("same", interrupted()),
    "nothing more": ("strip", white(0)),
}


def placed_between(over: Rgb, under: Rgb) -> Placed:
    """The white run between two drawings, placed."""
    canvas = np.concatenate([over, white(GAP), under])
    data = encode(canvas, "png")
    sketch = sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))
    middle = len(over) + GAP // 2
    chains = place_runs(sketch, find_runs(sketch))
    (found,) = [p for chain in chains for p in chain if p.run.y0 <= middle < p.run.y1]
    return found


@pytest.mark.parametrize(("end", "rows"), ENDS.values(), ids=ENDS.keys())
def test_each_end_is_recognised_below_and_above(end: End, rows: Rgb) -> None:
    other = panel(0, WIDTH, seed=9)
    assert placed_between(other, rows).ends == ("straight", end)
    assert placed_between(rows[::-1], other).ends == (end, "straight")


@pytest.mark.parametrize(
    ("rows", "margin"),
    [
        (panel(60, 540), True),
        (panel(0, 500), True),
        (panel(0, WIDTH), False),
        (panel(270, 330), False),
        (overhung(), False),
        (np.concatenate([panel(60, 540, 12), panel(0, WIDTH, HEIGHT - 12)]), False),
    ],
    ids=["both sides", "one side", "none", "narrow picture", "balloon first", "soon drawn on"],
)
def test_margins_are_seen_beside_straight_pictures_only(rows: Rgb, margin: bool) -> None:
    found = placed_between(panel(0, WIDTH, seed=9), rows)
    assert (found.over.margin, found.under.margin, found.margins) == (False, margin, int(margin))


def test_the_width_of_an_edge_is_its_share_of_the_strip() -> None:
    found = placed_between(panel(0, WIDTH, seed=9), panel(150, 450))
    assert found.over.width == pytest.approx(1.0, abs=0.05)
    assert found.under.width == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("rows", "alone"), [(panel(0, WIDTH), True), (grey(), False), (interrupted(), False)]
)
def test_runs_that_touch_are_not_alone(rows: Rgb, alone: bool) -> None:
    assert placed_between(panel(0, WIDTH, seed=9), rows).alone is alone


def test_ends_are_counted() -> None:
    found = placed_between(panel(0, WIDTH, seed=9), lined())
    assert found.count("straight") == found.count("line") == 1
    assert found.count("straight", "line") == 2
    assert found.count("narrow") == 0


def test_jpeg_does_not_blur_a_straight_edge_away() -> None:
    canvas = np.concatenate([panel(40, 560, seed=9), white(GAP), panel(40, 560)])
    data = encode(canvas, "jpg", quality=50)
    sketch = sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))
    ((found,),) = place_runs(sketch, find_runs(sketch))
    assert found.ends == ("straight", "straight")
    assert found.margins == 2
