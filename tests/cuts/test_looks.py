"""The figures of proposed panels: one a column, finite for any view, and what their names say."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.boxes import Piece
from toonseg.cuts.ground import PAD
from toonseg.cuts.looks import RIVALS, SEEN, compare_rivals, measure_proposals
from toonseg.cuts.proposals import Proposal, Way, propose
from toonseg.cuts.runs import Run
from toonseg.cuts.sketch import BINS
from toonseg.cuts.view import View
from toonseg.pictures import Rgb
from toonseg.strip import Box

WIDTH = 600


def flat(rows: int, level: int = 255) -> Rgb:
    return np.full((rows, WIDTH, 3), level, np.uint8)


def drawing(height: int, width: int = WIDTH, seed: int = 0) -> Rgb:
    """A coloured room with blots in it."""
    rng = np.random.default_rng([seed, height, width])
    coarse = rng.integers(50, 190, (height // 60 + 2, width // 60 + 2, 3)).astype(np.uint8)
    pixels = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    for _ in range(height * width // 6000):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(pixels, centre, int(rng.integers(6, 40)), rng.integers(20, 200, 3).tolist(), -1)
    return pixels


def gutter(y0: int, y1: int, kind: str = "flat") -> Run:
    profile = np.full((BINS, 3), 255, np.float32)
    return Run(y0, y1, kind, (255, 255, 255), profile, profile, 0)  # type: ignore[arg-type]


def view_of(rows: Rgb) -> View:
    """Rows between two white gutters."""
    pixels = np.concatenate([flat(PAD), rows, flat(PAD)])
    end = PAD + len(rows)
    return View(pixels, 0, PAD, end, gutter(0, PAD), gutter(end, end + PAD), ())


def bare(rows: Rgb) -> View:
    return View(rows, 0, 0, len(rows), None, None, ())


def proposal(box: Box, *ways: Way, straight: bool = True) -> Proposal:
    return Proposal(Piece(box, straight, 1.0), frozenset(ways or (Way.GROUND,)))


def looks_of(view: View, box: Box) -> dict[str, float]:
    (row,) = measure_proposals(view, [proposal(box)])
    return dict(zip(SEEN, row.tolist(), strict=True))


ROWS = flat(400)
ROWS[:, 60:540] = drawing(400, 480)
VIEW = view_of(ROWS)
PANEL = (60, PAD, 540, PAD + 400)


def test_columns_have_names_of_their_own() -> None:
    assert len(set(SEEN)) == len(SEEN)
    assert len(set(RIVALS)) == len(RIVALS)


def test_the_place_of_a_box_is_told_in_widths_of_the_strip() -> None:
    found = looks_of(VIEW, (60, PAD + 30, 540, PAD + 330))
    assert found["width"] == pytest.approx(0.8) and found["height"] == pytest.approx(0.5)
    assert found["least-side"] == pytest.approx(0.5)
    assert found["share-of-cut"] == pytest.approx(0.8 * 300 / 400)
    assert found["from-top"] == pytest.approx(30 / WIDTH)
    assert found["from-bottom"] == pytest.approx(70 / WIDTH)
    assert found["from-left"] == found["from-right"] == pytest.approx(0.1)


def test_a_panel_on_bare_ground_has_steps_and_ground_at_all_sides() -> None:
    found = looks_of(VIEW, PANEL)
    for side in ("over", "under", "left", "right"):
        assert found[f"step-{side}"] > 0.9
        assert found[f"ground-{side}"] == 1
    assert found["least-step"] > 0.9 and found["least-ground"] == 1


def test_a_box_within_the_panel_has_neither() -> None:
    found = looks_of(VIEW, (150, PAD + 100, 450, PAD + 300))
    assert found["least-step"] < 0.5
    assert found["least-ground"] == 0


def test_a_box_too_wide_has_no_step_where_ground_is_within_it() -> None:
    found = looks_of(VIEW, (20, *PANEL[1:]))
    assert found["step-left"] == 0 and found["ground-left"] == 1
    assert found["step-right"] > 0.9
    assert found["like-ground"] > looks_of(VIEW, PANEL)["like-ground"]


def test_beyond_the_strips_borders_nothing_is_seen() -> None:
    found = looks_of(bare(drawing(200)), (0, 0, WIDTH, 200))
    for side in ("over", "under", "left", "right"):
        assert found[f"step-{side}"] == found[f"line-{side}"] == found[f"ground-{side}"] == 2


def test_frame_lines_are_told_from_bare_edges() -> None:
    rows = flat(400, 200)
    rows[:, 60:540] = 170  # too like the ground to be a line
    bare_edges = looks_of(view_of(rows), PANEL)
    rows[:4, 60:540] = rows[-4:, 60:540] = 0
    rows[:, 60:64] = rows[:, 536:540] = 0
    lined = looks_of(view_of(rows), PANEL)
    for side in ("left", "right"):
        assert bare_edges[f"line-{side}"] < 0.1
        assert lined[f"line-{side}"] > 0.9


def test_the_inside_is_told_by_its_colours() -> None:
    ground = looks_of(view_of(flat(300)), (60, PAD, 540, PAD + 300))
    assert (ground["like-ground"], ground["commonest"]) == (1, 1)
    assert ground["colours"] == pytest.approx(1)
    assert ground["contrast"] == ground["edges"] == 0
    drawn = looks_of(VIEW, PANEL)
    assert drawn["like-ground"] < 0.05
    assert drawn["colours"] > 5
    assert drawn["contrast"] > 10
    assert 0 < drawn["edges"] < 1


def test_ground_across_a_box_is_told_with_what_goes_on_beyond_it() -> None:
    columns = np.repeat(drawing(60, 480)[:1], 400, axis=0)
    same, other = flat(400), flat(400)
    same[:, 60:540] = columns
    other[:, 60:540] = np.concatenate([columns[:200], drawing(200, 480, 5)])
    assert looks_of(view_of(same), PANEL)["blank-bands"] == 0
    for rows in (same, other):
        rows[160:220] = 255
    goes_on, changes = (looks_of(view_of(rows), PANEL) for rows in (same, other))
    for found in (goes_on, changes):
        assert found["blank-bands"] == 1
        assert found["blank-rows"] == pytest.approx(60 / 400, abs=0.02)
    assert goes_on["blank-alike"] > 0.95 and goes_on["blank-correlation"] > 0.95
    assert changes["blank-alike"] < 0.6
    assert goes_on["blank-columns"] == 0
    beside = flat(400)
    beside[:, 60:540] = drawing(400, 480)
    beside[:, 280:340] = 255
    assert looks_of(view_of(beside), PANEL)["blank-columns"] == pytest.approx(60 / 480, abs=0.02)


def test_the_ways_in_which_a_box_was_found_are_told() -> None:
    first, second = proposal(PANEL, Way.GROUND, Way.EDGES), proposal(PANEL, Way.APART, straight=False)
    one, other = (dict(zip(SEEN, row, strict=True)) for row in measure_proposals(VIEW, [first, second]))
    told = {name for name in SEEN if name.startswith("way-")}
    assert len(told) == len(Way)
    assert {name for name in told if one[name]} == {"way-ground", "way-edges"}
    assert {name for name in told if other[name]} == {"way-apart"}
    assert (one["ways"], other["ways"]) == (2, 1)
    assert (one["straight"], other["straight"]) == (1, 0)


def test_the_kinds_of_gutters_are_told() -> None:
    pixels = flat(200 + 2 * PAD)
    textured = View(pixels, 0, PAD, 200 + PAD, gutter(0, PAD, "texture"), None, ())
    found = looks_of(textured, (60, PAD, 540, PAD + 200))
    assert (found["no-gutter"], found["textured"], found["graded"]) == (1, 1, 0)
    assert looks_of(VIEW, PANEL)["no-gutter"] == 0
    assert looks_of(bare(flat(200)), (0, 0, WIDTH, 200))["no-gutter"] == 2


DEGENERATE = {
    "one row": view_of(flat(1)),
    "one drawn row": bare(drawing(1)),
    "all one colour": view_of(flat(200)),
    "no gutters": bare(drawing(200)),
    "no gutters, one colour": bare(flat(200, 0)),
    "one column": bare(np.zeros((200, 1, 3), np.uint8)),
    "one pixel": bare(np.zeros((1, 1, 3), np.uint8)),
    "noise": view_of(np.random.default_rng(1).integers(0, 256, (150, WIDTH, 3)).astype(np.uint8)),
}


@pytest.mark.parametrize("view", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_figures_are_finite_for_any_view(view: View) -> None:
    whole = proposal((0, view.first, view.width, view.last), Way.WHOLE)
    corner = proposal((0, view.first, 1, view.first + 1))
    found = measure_proposals(view, [whole, corner])
    assert found.shape == (2, len(SEEN))
    assert np.isfinite(found).all()
    rivals = compare_rivals([whole, corner], np.array([0.5, 0.25]))
    assert np.isfinite(rivals).all()


def test_nothing_proposed_has_no_rows() -> None:
    assert measure_proposals(VIEW, []).shape == (0, len(SEEN))
    assert compare_rivals([], np.empty(0)).shape == (0, len(RIVALS))


def test_all_that_is_proposed_is_measured() -> None:
    proposals = propose(VIEW)
    assert measure_proposals(VIEW, proposals).shape == (len(proposals), len(SEEN))
    assert compare_rivals(proposals, np.full(len(proposals), 0.5)).shape == (len(proposals), len(RIVALS))


boxes = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h),
    st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(1, 50),
)  # fmt: skip


def shared(a: Box, b: Box) -> int:
    return max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))


@settings(deadline=None)
@given(st.lists(st.tuples(boxes, st.floats(0, 1)), min_size=1, max_size=7))
def test_rivals_are_those_that_a_box_overlaps(several: list[tuple[Box, float]]) -> None:
    table = compare_rivals([proposal(box) for box, _ in several], np.array([chance for _, chance in several]))
    for k, (box, chance) in enumerate(several):
        found = dict(zip(RIVALS, table[k].tolist(), strict=True))
        others = [one for j, one in enumerate(several) if j != k]
        own = shared(box, box)
        rival = [c for b, c in others if shared(b, box) > 0.2 * min(own, shared(b, b))]
        inside = [
            (c, shared(b, b)) for b, c in others
            if shared(b, box) > 0.8 * shared(b, b) and shared(b, b) < 0.8 * own
        ]  # fmt: skip
        assert found["chance"] == chance
        assert found["overlapping"] == len(rival)
        assert found["best-rival"] == max(rival, default=0)
        assert found["best-inside"] == max((c for c, _ in inside), default=0)
        assert found["sum-inside"] == pytest.approx(sum(c for c, _ in inside))
        assert found["inside-cover"] == pytest.approx(sum(c * area for c, area in inside) / own)
        assert found["best-in-cut"] == max(c for _, c in several)
        assert found["rank"] == sum(c > chance for _, c in several)
