"""Cuts of whole strips: every row accounted for, the same each time, wherever the pages end."""

from __future__ import annotations

from functools import cache, partial
from itertools import pairwise
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts import CutList, find_cuts
from toonseg.pictures import Rgb, encode
from toonseg.strip import Box, Strip
from toonseg.synth import DrawnStrip, Kind, draw_strip

SEED = 7
LONE = 0
"""A seed that gives bubbles alone in a gutter."""


@cache
def drawn(kind: Kind) -> DrawnStrip:
    return draw_strip(kind, SEED, panels=4, width=690)


def cuts_of(*pages: Rgb) -> CutList:
    data = [encode(page, "png") for page in pages]
    files = [SimpleNamespace(name=f"{k}.png", read=partial(bytes, one)) for k, one in enumerate(data)]
    return find_cuts(Strip.of(files))


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    inside = max(0, width) * max(0, height)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return inside / (areas - inside)


def assert_sound(found: CutList) -> None:
    """What holds for the cuts of any strip."""
    times = np.zeros(found.strip.height, int)
    for y0, y1 in [(g.y0, g.y1) for g in found.gutters] + [(r.box[1], r.box[3]) for r in found.rough]:
        times[y0:y1] += 1
    assert (times == 1).all()
    rough = {one.id: one.box for one in found.rough}
    assert len(rough) == len(found.rough)
    ids = [cut.id for cut in found.cuts]
    assert len(set(ids)) == len(ids)
    assert [cut.box[1::-1] for cut in found.cuts] == sorted(cut.box[1::-1] for cut in found.cuts)
    for cut in found.cuts:
        x0, y0, x1, y1 = rough[cut.rough]
        assert x0 <= cut.box[0] < cut.box[2] <= x1
        assert y0 <= cut.box[1] < cut.box[3] <= y1
        assert cut.id.startswith(f"{cut.box[1]:06d}")
        assert 0 <= cut.confidence <= 1
    # Only a scrap of a few rows may be without a cut.
    assert {one.id for one in found.rough if one.box[3] - one.box[1] >= 48} <= {
        cut.rough for cut in found.cuts
    }


@pytest.mark.parametrize("kind", [Kind.WHITE, Kind.BLACK, Kind.COLOURED, Kind.SIDE_BY_SIDE, Kind.NARROW])
def test_panels_of_drawn_strips_are_found(kind: Kind) -> None:
    strip = drawn(kind)
    found = cuts_of(strip.pixels)
    assert_sound(found)
    panels = [cut.box for cut in found.panels]
    for box in strip.truth.panels:
        assert max(overlap(box, panel) for panel in panels) >= 0.9, f"{box} is not among {panels}"


@pytest.mark.parametrize("kind", [Kind.FRAMELESS, Kind.FULL_BLEED, Kind.BUBBLES, Kind.MIXED])
def test_the_cuts_of_hard_strips_are_sound(kind: Kind) -> None:
    found = cuts_of(drawn(kind).pixels)
    assert_sound(found)
    assert len(found.panels) >= 2


@pytest.mark.parametrize("kind", [Kind.SIDE_BY_SIDE, Kind.VERTICAL])
def test_twice_the_same_and_wherever_pages_end(kind: Kind) -> None:
    canvas = drawn(kind).pixels[:2000]
    whole, again = cuts_of(canvas), cuts_of(canvas)
    assert whole == again
    borders = [0, 211, 212, len(canvas) // 2, len(canvas) - 137, len(canvas)]
    parts = cuts_of(*(canvas[a:b] for a, b in pairwise(borders)))
    assert len(parts.strip.pages) == 5
    assert (parts.gutters, parts.rough, parts.cuts) == (whole.gutters, whole.rough, whole.cuts)


def test_bubbles_alone_in_a_gutter_are_kept_as_bubbles() -> None:
    strip = draw_strip(Kind.WHITE, LONE, panels=4, width=690)
    alone = [bubble.box for bubble in strip.truth.bubbles if bubble.alone]
    assert alone
    found = cuts_of(strip.pixels)
    assert_sound(found)
    for box in alone:
        assert max(overlap(box, cut.box) for cut in found.bubbles) >= 0.7, (
            f"{box} is not among {found.bubbles}"
        )
        assert max(overlap(box, cut.box) for cut in found.panels) < 0.5


@pytest.mark.parametrize("level", [255, 0])
def test_an_empty_strip_has_no_panel(level: int) -> None:
    found = cuts_of(np.full((600, 690, 3), level, np.uint8))
    assert_sound(found)
    assert found.panels == []


def test_a_strip_that_is_one_picture_is_one_cut_that_is_flagged() -> None:
    coarse = np.random.default_rng(1).integers(0, 255, (40, 40, 3)).astype(np.uint8)
    found = cuts_of(np.asarray(cv2.resize(coarse, (690, 900), interpolation=cv2.INTER_CUBIC), np.uint8))
    assert_sound(found)
    (cut,) = found.cuts
    assert (cut.box, cut.kind) == ((0, 0, 690, 900), "panel")
    assert "rough-box" in cut.flags


def test_panels_side_by_side_have_ids_of_their_own() -> None:
    canvas = np.full((560, 690, 3), 255, np.uint8)
    blots = np.random.default_rng(1).integers(20, 190, (20, 15, 3)).astype(np.uint8)
    for x in (20, 240, 460):
        canvas[100:460, x : x + 200] = cv2.resize(blots, (200, 360), interpolation=cv2.INTER_NEAREST)
    found = cuts_of(canvas)
    assert_sound(found)
    ids = [cut.id for cut in found.cuts]
    first = ids[0]
    assert ids == [first, f"{first}b", f"{first}c"]
    assert [cut.box[0] // 20 for cut in found.cuts] == [1, 12, 23]


@settings(max_examples=40, deadline=None)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 90),
    seed=st.integers(0, 1000),
    levels=st.sampled_from([(0, 255), (250, 255), (255, 255)]),
)
def test_small_strips_of_odd_sizes_are_cut_too(
    width: int, height: int, seed: int, levels: tuple[int, int]
) -> None:
    rng = np.random.default_rng(seed)
    canvas = rng.integers(levels[0], levels[1] + 1, (height, width, 3)).astype(np.uint8)
    canvas[height // 3 : height // 2] = 255
    assert_sound(cuts_of(canvas))
