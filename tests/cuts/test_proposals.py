"""Boxes that may be panels: each once, within its rough cut; few where panels are plain."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.boxes import LEAST_SIDE
from toonseg.cuts.ground import PAD
from toonseg.cuts.proposals import ALIKE, Proposal, Way, iou_with, propose, shared_with
from toonseg.cuts.runs import Run
from toonseg.cuts.sketch import BINS
from toonseg.cuts.view import View
from toonseg.pictures import Rgb
from toonseg.strip import Box
from toonseg.synth.scene.balloons import Balloon, Outline, draw_balloon

WIDTH = 690
EASY = {Way.WHOLE, Way.GROUND, Way.CORNERS}
"""The ways that a rough cut of plain panels is looked at in."""


def white(rows: int) -> Rgb:
    return np.full((rows, WIDTH, 3), 255, np.uint8)


def drawing(height: int, width: int, seed: int = 0) -> Rgb:
    """A coloured room with blots in it."""
    rng = np.random.default_rng([seed, height, width])
    coarse = rng.integers(50, 190, (height // 60 + 2, width // 60 + 2, 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(height * width // 6000):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (int(rng.integers(6, 40)), int(rng.integers(6, 40)))
        cv2.ellipse(pixels, centre, axes, 30, 0, 360, rng.integers(20, 200, 3).tolist(), -1)
    return pixels


def with_panels(rows: int, *boxes: Box) -> Rgb:
    canvas = white(rows)
    for seed, (x0, y0, x1, y1) in enumerate(boxes):
        canvas[y0:y1, x0:x1] = drawing(y1 - y0, x1 - x0, seed)
    return canvas


def balloon(canvas: Rgb, x: int, y: int) -> Rgb:
    spoken = Balloon(("정말이야?", "믿을 수 없어"), 26, Outline.ROUND, 230, 130)
    draw_balloon(canvas, np.random.default_rng(3), spoken, (x, y))
    return canvas


def gutter(y0: int, y1: int) -> Run:
    profile = np.full((BINS, 3), 255, np.float32)
    return Run(y0, y1, "flat", (255, 255, 255), profile, profile, 0)


def view_of(rows: Rgb) -> View:
    """Rows between two white gutters."""
    pixels = np.concatenate([white(PAD), rows, white(PAD)])
    end = PAD + len(rows)
    return View(pixels, 0, PAD, end, gutter(0, PAD), gutter(end, end + PAD), ())


def bare(rows: Rgb) -> View:
    """A strip without gutters."""
    return View(rows, 0, 0, len(rows), None, None, ())


def ways_of(proposals: list[Proposal]) -> set[Way]:
    return {way for proposal in proposals for way in proposal.ways}


def lowered(box: Box) -> Box:
    return box[0], box[1] + PAD, box[2], box[3] + PAD


def best(proposals: list[Proposal], box: Box) -> float:
    """The highest IoU of a box of `view_of`'s rows with any proposal."""
    return float(iou_with(np.array([p.box for p in proposals], float), lowered(box)).max())


PLAIN = {
    "one": [(40, 0, 650, 330)],
    "side by side": [(30, 0, 340, 330), (360, 0, 660, 330)],
    "three": [(20, 0, 220, 300), (240, 0, 440, 300), (460, 0, 670, 300)],
}


@pytest.mark.parametrize("boxes", PLAIN.values(), ids=PLAIN.keys())
def test_plain_panels_are_proposed_to_the_pixel_and_looked_at_in_no_other_ways(boxes: list[Box]) -> None:
    found = propose(view_of(with_panels(boxes[0][3], *boxes)))
    assert ways_of(found) <= EASY
    assert {lowered(box) for box in boxes} <= {p.box for p in found if Way.GROUND in p.ways}


def test_a_bubble_alone_is_proposed_as_one_and_looked_at_in_no_other_ways() -> None:
    found = propose(view_of(balloon(white(180), 345, 90)))
    assert ways_of(found) <= EASY
    (bubble,) = [p.piece for p in found if p.piece.bubble]
    assert bubble.box[0] > 200 and bubble.box[2] < 490


def test_a_bubble_beside_a_panel_is_proposed_as_one() -> None:
    found = propose(view_of(balloon(with_panels(330, (40, 0, 380, 330)), 535, 160)))
    (bubble,) = [p.piece for p in found if p.piece.bubble]
    assert bubble.box[0] >= 400
    assert best(found, (40, 0, 380, 330)) > 0.99


def test_the_whole_rough_cut_is_proposed_where_it_is_not_plain() -> None:
    hung = balloon(with_panels(430, (40, 90, 650, 430)), 300, 80)
    for view in (view_of(hung), view_of(white(100)), bare(drawing(300, WIDTH))):
        (whole,) = [p for p in propose(view) if Way.WHOLE in p.ways]
        assert whole.box == (0, view.first, WIDTH, view.last)


def test_a_full_bleed_panel_is_proposed_as_found_rather_than_as_whole() -> None:
    (panel,) = [p for p in propose(view_of(drawing(400, WIDTH))) if p.box == (0, PAD, WIDTH, PAD + 400)]
    assert panel.piece.straight and not panel.piece.whole


def test_panels_that_a_bubble_bridges_are_proposed_apart_and_together() -> None:
    boxes = [(40, 0, 650, 300), (40, 350, 650, 700)]
    found = propose(view_of(balloon(with_panels(700, *boxes), 330, 325)))
    assert all(best(found, box) > 0.97 for box in [*boxes, (40, 0, 650, 700)])
    assert {Way.APART, Way.TOGETHER} <= ways_of(found)


def test_a_panel_with_a_bubble_over_its_edge_is_proposed_without_it() -> None:
    found = propose(view_of(balloon(with_panels(430, (40, 90, 650, 430)), 300, 80)))
    assert best(found, (40, 90, 650, 430)) > 0.97
    assert not ways_of(found) <= EASY


def test_where_there_are_no_gutters_edges_tell() -> None:
    canvas = drawing(500, WIDTH)
    canvas[80:400, 100:600] = (250, 240, 230)
    found = propose(bare(canvas))
    assert ways_of(found) == {Way.WHOLE, Way.EDGES}
    assert max(iou_with(np.array([p.box for p in found], float), (100, 80, 600, 400))) > 0.98


def test_a_panel_as_pale_as_the_ground_inside_is_proposed_by_its_corners() -> None:
    rows = with_panels(400, (60, 0, 630, 400))
    rows[40:360] = 255
    found = propose(view_of(rows))
    assert any(Way.CORNERS in p.ways and p.box == (60, PAD, 630, PAD + 400) for p in found)


DEGENERATE = {
    "one row": view_of(white(1)),
    "one drawn row": view_of(drawing(1, WIDTH)),
    "few rows": view_of(drawing(9, WIDTH)),
    "all one colour": view_of(white(200)),
    "all black": view_of(white(200) // 255),
    "no gutters": bare(drawing(200, WIDTH)),
    "no gutters, one colour": bare(white(200)),
    "no gutters, one row": bare(drawing(1, WIDTH)),
    "one column": bare(np.zeros((200, 1, 3), np.uint8)),
    "one pixel": bare(np.zeros((1, 1, 3), np.uint8)),
    "noise": view_of(np.random.default_rng(1).integers(0, 256, (150, WIDTH, 3)).astype(np.uint8)),
}


@pytest.mark.parametrize("view", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_proposals_lie_within_the_rough_cut_and_none_is_there_twice(view: View) -> None:
    found = propose(view)
    for proposal in found:
        x0, y0, x1, y1 = proposal.box
        assert 0 <= x0 < x1 <= view.width and view.first <= y0 < y1 <= view.last
        assert proposal.ways
        assert proposal.piece.bubble or min(x1 - x0, y1 - y0) >= LEAST_SIDE
    for one, other in combinations(found, 2):
        assert iou_with(np.array([one.box], float), other.box)[0] < ALIKE


small = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h),
    st.integers(0, 12), st.integers(0, 12), st.integers(1, 12), st.integers(1, 12),
)  # fmt: skip


def pixels_of(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])}


@settings(deadline=None)
@given(st.lists(small, max_size=5), small)
def test_shared_pixels_and_iou_are_those_that_counting_gives(boxes: list[Box], box: Box) -> None:
    table = np.array(boxes, float).reshape(-1, 4)
    one = pixels_of(box)
    assert shared_with(table, box).tolist() == [len(pixels_of(other) & one) for other in boxes]
    expected = [len(pixels_of(other) & one) / len(pixels_of(other) | one) for other in boxes]
    assert iou_with(table, box) == pytest.approx(np.array(expected))
