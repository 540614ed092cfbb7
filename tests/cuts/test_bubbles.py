"""What is a bubble: balloons of any outline and bare lettering, on any ground; no panels, no people."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from toonseg.cuts.bubbles import is_bubble, is_two_toned
from toonseg.pictures import Rgb, decode, encode
from toonseg.synth.lettering import letter
from toonseg.synth.scene.balloons import Balloon, Outline, draw_balloon

STRIP_WIDTH = 690
WORDS = ("오늘은 비가", "온다고 했어")
Colour = tuple[int, int, int]
OUTLINED = [one for one in Outline if one not in {Outline.GLOW, Outline.BURST}]
"""Without those that have no outline, or mostly spikes."""
WHITE, BLACK, PINK = (255, 255, 255), (0, 0, 0), (246, 200, 214)


def flat(height: int, width: int, colour: Colour = WHITE) -> Rgb:
    return np.full((height, width, 3), colour, np.uint8)


def drawing(height: int, width: int, seed: int = 0) -> Rgb:
    coarse = np.random.default_rng(seed).integers(20, 230, (height // 30 + 2, width // 30 + 2, 3))
    return cv2.resize(coarse.astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)


def says(pixels: Rgb, ground: Colour = WHITE, strip_width: int = STRIP_WIDTH) -> bool:
    """What `is_bubble` says of what stands on the ground, holes filled."""
    off = (np.abs(pixels.astype(int) - np.array(ground)).max(axis=2) > 18).astype(np.uint8)
    outside = np.pad(off, 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    drawn = (outside != 2).astype(np.uint8)[1:-1, 1:-1]
    rows, columns = np.nonzero(drawn)
    box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return is_bubble(pixels[box], np.ascontiguousarray(drawn[box]), np.array(ground, float), strip_width)


def balloon(
    outline: Outline, ground: Colour = WHITE, paper: Colour = WHITE, ink: Colour = (20, 20, 20)
) -> Rgb:
    pixels = flat(260, 420, ground)
    words = (235, 235, 235) if paper == BLACK else (20, 20, 20)
    spoken = Balloon(WORDS, 30, outline, 300, 170, paper, ink, words)
    draw_balloon(pixels, np.random.default_rng(1), spoken, (210, 115), tip=(260, 250))
    return pixels


@pytest.mark.parametrize("outline", OUTLINED, ids=lambda outline: outline.value)
@pytest.mark.parametrize("ground", [WHITE, PINK, (90, 120, 160)])
def test_balloons_of_any_outline_are_bubbles(outline: Outline, ground: Colour) -> None:
    assert says(balloon(outline, ground), ground)


def test_dark_balloons_are_bubbles() -> None:
    assert says(balloon(Outline.ROUND, paper=BLACK, ink=BLACK))


@pytest.mark.parametrize("quality", [50, 80])
def test_jpeg_does_not_hide_a_bubble(quality: int) -> None:
    pixels = decode(encode(balloon(Outline.JAGGED), "jpg", quality=quality), "bubble.jpg")
    assert says(pixels)


@pytest.mark.parametrize(("colour", "ground"), [(BLACK, WHITE), (WHITE, BLACK), ((170, 20, 40), PINK)])
def test_bare_lettering_counts_as_a_bubble(colour: Colour, ground: Colour) -> None:
    pixels = flat(160, 420, ground)
    letter(pixels, WORDS, (210, 80), 34, colour)
    assert says(pixels, ground)


def test_a_panel_with_a_picture_is_none() -> None:
    pixels = flat(300, 420)
    pixels[20:280, 20:400] = drawing(260, 380)
    assert not says(pixels)
    cv2.rectangle(pixels, (20, 20), (399, 279), (0, 0, 0), 4)
    assert not says(pixels)


def test_a_framed_panel_without_a_drawing_is_none() -> None:
    pixels = flat(300, 420)
    cv2.rectangle(pixels, (20, 20), (399, 279), (0, 0, 0), 3)
    assert not says(pixels)


def test_a_panel_that_is_one_colour_is_none() -> None:
    pixels = flat(300, 420)
    pixels[20:280, 20:400] = (40, 60, 90)
    assert not says(pixels)


def test_a_figure_whose_lines_all_touch_its_outline_is_none() -> None:
    pixels = flat(420, 320)
    cv2.ellipse(pixels, (160, 90), (60, 70), 0, 0, 360, BLACK, 3, cv2.LINE_AA)
    body = np.array([[120, 160], [60, 400], [260, 400], [200, 160]])
    cv2.polylines(pixels, [body], True, BLACK, 3, cv2.LINE_AA)
    for line in ([[150, 160], [110, 400]], [[175, 160], [220, 400]], [[70, 360], [250, 330]]):
        cv2.polylines(pixels, [np.array(line)], False, BLACK, 3, cv2.LINE_AA)
    for x in (138, 182):
        cv2.circle(pixels, (x, 85), 8, BLACK, 2, cv2.LINE_AA)
    assert not says(pixels)


def test_a_figure_in_lines_is_none() -> None:
    pixels = flat(420, 320)
    cv2.ellipse(pixels, (160, 90), (60, 70), 0, 0, 360, BLACK, 3, cv2.LINE_AA)
    body = np.array([[120, 162], [60, 400], [260, 400], [200, 162]])
    cv2.polylines(pixels, [body], True, BLACK, 3, cv2.LINE_AA)
    for x in (110, 135, 160, 185, 210):
        cv2.line(pixels, (160 + (x - 160) // 2, 190), (x, 380), BLACK, 3, cv2.LINE_AA)
    for x in (138, 182):
        cv2.circle(pixels, (x, 85), 8, BLACK, 2, cv2.LINE_AA)
    assert not says(pixels)


def test_a_coloured_figure_is_none() -> None:
    pixels = flat(420, 320)
    cv2.ellipse(pixels, (160, 290), (90, 120), 0, 0, 360, (60, 80, 150), -1)
    cv2.ellipse(pixels, (160, 110), (60, 70), 0, 0, 360, (240, 205, 185), -1)
    cv2.ellipse(pixels, (160, 80), (66, 50), 0, 180, 360, (60, 40, 30), -1)
    assert not says(pixels)


def test_a_shape_with_limbs_is_none_though_it_is_lettered() -> None:
    pixels = flat(360, 360, PINK)
    for colour, reach in (((20, 20, 20), 150), (WHITE, 147)):
        for arm in ((reach, reach - 115), (reach - 115, reach)):
            x, y = arm
            pixels[180 - y : 180 + y, 180 - x : 180 + x] = colour
    letter(pixels, ("오늘은",), (180, 180), 26, BLACK)
    assert not says(pixels, PINK)


def test_what_is_as_high_or_wide_as_a_picture_is_none() -> None:
    pixels = balloon(Outline.ROUND)
    assert says(pixels, strip_width=690)
    assert not says(pixels, strip_width=310)
    assert not says(np.ascontiguousarray(np.rot90(pixels)), strip_width=400)


def test_nothing_drawn_is_no_bubble() -> None:
    assert not is_bubble(flat(40, 60), np.zeros((40, 60), np.uint8), np.array(WHITE), STRIP_WIDTH)


def test_two_tones_are_told_from_a_picture() -> None:
    ground = np.array(WHITE, float)
    bubble = balloon(Outline.ROUND, PINK)[60:170, 80:340].reshape(-1, 3)
    assert is_two_toned(bubble, ground)
    assert not is_two_toned(drawing(60, 200).reshape(-1, 3), ground)
    assert is_two_toned(drawing(5, 10).reshape(-1, 3), ground), "50 pixels say nothing"
