"""Rectangles are found by their straight edges, whatever the ground; sides snap to the sharpest edge."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toonseg.cuts.edges import REFINE, find_rectangles, refine
from toonseg.pictures import Rgb
from toonseg.strip import Box

WIDTH, HEIGHT = 600, 700


def paper(height: int = HEIGHT, width: int = WIDTH, level: int = 240) -> Rgb:
    return np.full((height, width, 3), level, np.uint8)


def clouds(height: int = HEIGHT, width: int = WIDTH) -> Rgb:
    """A ground that differs everywhere, but nowhere sharply."""
    coarse = np.random.default_rng(5).integers(150, 250, (5, 4, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def frame(canvas: Rgb, box: Box, colour: tuple[int, int, int] = (20, 20, 20), thick: int = 4) -> Rgb:
    """Draws the lines of a frame, whose outer border is the box."""
    x0, y0, x1, y1 = box
    inside = canvas[y0 + thick : y1 - thick, x0 + thick : x1 - thick].copy()
    canvas[y0:y1, x0:x1] = colour
    canvas[y0 + thick : y1 - thick, x0 + thick : x1 - thick] = inside
    return canvas


def off(one: Box, other: Box) -> int:
    return max(abs(p - q) for p, q in zip(one, other, strict=True))


def nearest(canvas: Rgb, box: Box) -> int:
    """By how many pixels the best refined rectangle misses a box, at its worst side."""
    return min((off(refine(canvas, found), box) for found in find_rectangles(canvas)), default=999)


boxes = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h),
    st.integers(12, 240), st.integers(12, 280), st.integers(100, 340), st.integers(100, 400),
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(boxes, st.sampled_from([paper, clouds]))
def test_a_filled_rectangle_is_found_to_the_pixel(box: Box, ground: object) -> None:
    canvas = ground()  # type: ignore[operator]
    canvas[box[1] : box[3], box[0] : box[2]] = (90, 60, 40)
    assert nearest(canvas, box) <= 1


@settings(max_examples=30, deadline=None)
@given(boxes)
def test_a_frame_is_found_to_the_width_of_its_line(box: Box) -> None:
    """The line's inner border is as sharp as its outer one where the frame is empty."""
    assert nearest(frame(clouds(), box), box) <= 4


def test_frames_side_by_side_and_one_below_the_other_are_found() -> None:
    canvas = clouds()
    places = [(20, 20, 290, 300), (310, 20, 580, 300), (20, 340, 580, 660)]
    for k, (x0, y0, x1, y1) in enumerate(places):
        canvas[y0:y1, x0:x1] = (60 + 30 * k, 40, 90)
    for box in places:
        assert nearest(canvas, box) <= 1


def test_the_pictures_own_borders_count_as_edges() -> None:
    canvas = clouds()
    canvas[200:500] = (40, 70, 60)
    assert nearest(canvas, (0, 200, WIDTH, 500)) <= 1
    canvas = clouds()
    canvas[:300, 100:400] = (40, 70, 60)
    assert nearest(canvas, (100, 0, 400, 300)) <= 1
    assert (0, 0, WIDTH, HEIGHT) in find_rectangles(canvas)


@pytest.mark.parametrize("ground", [paper, clouds])
def test_where_nothing_is_sharp_there_is_only_the_picture_itself(ground: object) -> None:
    assert set(find_rectangles(ground())) == {(0, 0, WIDTH, HEIGHT)}  # type: ignore[operator]


def test_round_and_slanted_shapes_are_no_rectangles() -> None:
    canvas = paper()
    for x, y in ((150, 100), (300, 250), (420, 120)):
        cv2.circle(canvas, (x, y), 60, (20, 20, 20), -1)
    cv2.fillPoly(canvas, [np.array([(100, 400), (520, 470), (480, 640), (60, 590)])], (90, 20, 20))
    assert set(find_rectangles(canvas)) == {(0, 0, WIDTH, HEIGHT)}


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 2), (3, 400), (400, 3), (40, 40)])
def test_small_pictures_have_rectangles_within_them_or_none(size: tuple[int, int]) -> None:
    height, width = size
    noise = np.random.default_rng(2).integers(0, 256, (height, width, 3)).astype(np.uint8)
    for canvas in (paper(height, width), noise):
        for x0, y0, x1, y1 in find_rectangles(canvas):
            assert 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height


near = st.integers(-REFINE, REFINE)


@settings(max_examples=60, deadline=None)
@given(st.tuples(near, near, near, near))
def test_a_box_snaps_to_the_edges_near_it(moved: tuple[int, int, int, int]) -> None:
    box = (120, 150, 420, 480)
    canvas = clouds()
    canvas[box[1] : box[3], box[0] : box[2]] = (90, 60, 40)
    x0, y0, x1, y1 = (side + by for side, by in zip(box, moved, strict=True))
    assert refine(canvas, (x0, y0, x1, y1)) == box


def test_edges_farther_away_do_not_count() -> None:
    canvas = clouds()
    canvas[150:480, 120:420] = (90, 60, 40)
    away = REFINE + 3
    box = (120 - away, 150 - away, 420 + away, 480 + away)
    assert refine(canvas, box) == box


@pytest.mark.parametrize("box", [(50, 60, 300, 400), (0, 0, WIDTH, HEIGHT), (0, 100, WIDTH, 300)])
def test_without_edges_a_box_stays(box: Box) -> None:
    assert refine(clouds(), box) == box


def test_the_outer_border_of_a_frame_line_is_the_panels() -> None:
    canvas = frame(clouds(), (120, 150, 420, 480), thick=3)
    assert refine(canvas, (118, 148, 422, 482)) == (120, 150, 420, 480)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_refined_box_lies_within_the_picture_and_is_not_empty(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 120)), data.draw(st.integers(1, 120))
    noise = np.random.default_rng(data.draw(st.integers(0, 99))).integers(0, 256, (height, width, 3))
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = (x0, y0, data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height)))
    found = refine(noise.astype(np.uint8), box)
    assert min(found) >= 0 and found[2] <= width and found[3] <= height
    assert off(found, box) <= REFINE
