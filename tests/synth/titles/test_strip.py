"""Strips of titles: every mask is what is seen in the end; slanted and broken frames, sounds."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.random import default_rng

from toonseg.synth import Kind
from toonseg.synth.pen import WHITE
from toonseg.synth.strips.backdrops import Flat
from toonseg.synth.strips.layout import Cell, Habits, Plan, Row
from toonseg.synth.strips.lively import enlivened
from toonseg.synth.titles import Order, artist_of, episodes
from toonseg.synth.titles.breaking import draw_broken
from toonseg.synth.titles.strip import Story, draw_plan

ARTIST = artist_of(Order(seed=8, style="FD"), 1)
VIVID = {1: (255, 0, 200), 2: (0, 190, 255), 3: (160, 255, 0)}
"""The colours of the quick fillings' instances."""
LIVELY = Habits(
    gaps=(60, 200), framed=1.0, full_width=0.0, slanted=0.4, breaking=0.9, sounds=0.6, over_edges=0.5
)


def rows_of(*cells: Cell, gap: int = 150) -> tuple[Row, ...]:
    return tuple(Row(gap, (cell,)) for cell in cells)


def plan_of(*cells: Cell, gap: int = 150) -> Plan:
    return Plan(690, rows_of(*cells, gap=gap), gap, (Flat(WHITE),) * (len(cells) + 1), smooth=False)


def story(kind: Kind | None, seed: int, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(episodes, "_USUAL", replace(LIVELY, columns=0.3, alone=0.3))
    return episodes.draw_story(ARTIST, kind, default_rng(seed), panels=8, width=690, words=("제목",))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "kind", [None, Kind.BUBBLES, Kind.SIDE_BY_SIDE, Kind.TEXTURE, Kind.FRAMELESS, Kind.ENDS]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_mask_is_what_is_seen_of_an_instance(
    kind: Kind | None, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under balloons, sounds, frame lines and other panels nothing is left; all the rest is there."""
    drawn = story(kind, seed, monkeypatch)
    labelled = np.zeros(drawn.pixels.shape[:2], np.uint8)
    for (first, last), found in zip(drawn.ranges, drawn.instances, strict=True):
        for one in found:
            number = 1 + drawn.owners[first:last].index(type(drawn.owners[first])(one.cls, one.character))
            x0, y0, x1, y1 = one.box
            assert not (labelled[y0:y1, x0:x1][one.mask]).any(), "a pixel is one instance's only"
            labelled[y0:y1, x0:x1][one.mask] = number
    for number, colour in VIVID.items():
        seen = (drawn.pixels == colour).all(2)
        own = (labelled == number).astype(np.uint8)
        # The rim of what lies over it is smooth.
        within = cv2.erode(own, np.ones((5, 5), np.uint8)) > 0
        around = cv2.dilate(own, np.ones((5, 5), np.uint8)) > 0
        assert within.any()
        assert seen[within].all()
        assert np.count_nonzero(seen & ~around) < 16 * len(drawn.owners), "only slivers go unlisted"


@pytest.mark.usefixtures("quick")
def test_what_breaks_a_frame_is_labelled_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = enlivened(plan_of(*[Cell(100, 600, 0, 400)] * 4), default_rng(0), replace(LIVELY, slanted=0.0))
    broken = [k for k, row in enumerate(plan.rows) if any(row.cells[0].room)]
    assert len(broken) >= 3
    drawn = draw_plan(plan, ARTIST, default_rng(1), Habits(over_edges=0.0), name="test")
    for k, (box, found) in enumerate(zip(drawn.truth.panels, drawn.instances, strict=True)):
        assert (box[0], box[2], box[3] - box[1]) == (100, 600, 400), "the truth's box is the frame"
        assert any(one.box[1] < box[1] for one in found) == (k in broken)


@pytest.mark.usefixtures("quick")
def test_beyond_a_slanted_frame_lies_the_gutter() -> None:
    habits = replace(LIVELY, slanted=1.0, breaking=0.0)
    plan = enlivened(plan_of(*[Cell(100, 600, 0, 400)] * 6), default_rng(3), habits)
    drawn = draw_plan(plan, ARTIST, default_rng(1), Habits(over_edges=0.0, inside=0.0), name="test")
    for row, (x0, y0, x1, y1) in zip(plan.rows, drawn.truth.panels, strict=True):
        corners = np.array(row.cells[0].corners, np.float32)
        inside = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillPoly(inside, [np.rint(corners).astype(np.int32)], 1)
        outside = cv2.dilate(inside, np.ones((9, 9), np.uint8)) == 0  # the frame line, too
        assert 0.02 < outside.mean() < 0.4
        assert (drawn.pixels[y0:y1, x0:x1][outside] == 255).all()
        assert not drawn.ids[y0:y1, x0:x1][outside].any()
        assert (drawn.pixels[y0:y1, x0:x1] < 255).any(2)[[0, 1, -2, -1]].any(), "the box is tight"


def test_two_slanted_panels_side_by_side_share_no_pixel() -> None:
    cells = Cell(20, 340, 0, 400), Cell(360, 670, 0, 400)
    plan = Plan(690, (Row(100, cells),), 100, (Flat(WHITE),) * 2, smooth=False)
    (row,) = enlivened(plan, default_rng(1), replace(LIVELY, slanted=1.0)).rows
    taken = np.zeros((400, 690), np.uint8)
    for cell in row.cells:
        one = np.zeros_like(taken)
        cv2.fillPoly(one, [np.array([(x + cell.x0, y) for x, y in cell.corners], np.int32)], 1)
        taken += one
    assert taken.max() == 1
    gutter = (taken == 0)[:, 150:550].sum(1)
    assert gutter.min() >= 15 and np.ptp(gutter) <= 4, "as wide everywhere as it was"


@pytest.mark.usefixtures("quick")
def test_sounds_lie_across_gutters() -> None:
    plan = plan_of(*[Cell(0, 690, 0, 300)] * 8, gap=40)
    drawn = draw_plan(plan, ARTIST, default_rng(4), Habits(over_edges=0.0, sounds=1.0), name="test")
    across = [bubble for bubble in drawn.truth.bubbles if bubble.bridging]
    assert len(across) >= 4
    for bubble in across:
        x0, y0, x1, y1 = bubble.box
        assert (drawn.pixels[y0:y1, x0:x1] != 255).any()


def test_a_figure_is_drawn_whole_beyond_its_frame() -> None:
    room = (140, 60, 20, 60)
    made = (
        draw_broken(
            (360, 480), room, (200, 210, 255), ARTIST, ARTIST.scenes[0], default_rng(seed), bubbles=0.0
        )
        for seed in range(30)
    )
    panel = next(one for one in made if one is not None and one.figures is not None)
    assert panel.figures is not None
    outside = np.ones(panel.cut.ids.shape, bool)
    outside[panel.inner] = False
    assert np.count_nonzero(panel.figures & outside) >= 400
    assert not panel.cut.ids[outside & ~panel.figures].any()
    assert not panel.figures[[0, -1]].any() and not panel.figures[:, [0, -1]].any(), "nothing is cut off"
    assert panel.cut.ids[panel.figures & outside].any(), "hair, at the least, is labelled there"
