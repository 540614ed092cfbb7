"""The ground's colours are learned from a strip: more gutters, more certain, and only where they are."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toonseg.cuts.palette import APART, SURE, Colour, Palette, learn_palette
from toonseg.cuts.runs import Kind, Run
from toonseg.cuts.sides import End, Placed, Side
from toonseg.cuts.sketch import BINS, Sketch, sketch_strip
from toonseg.pictures import Rgb, encode
from toonseg.strip import Strip

WHITE, BLACK, PINK = (255, 255, 255), (0, 0, 0), (250, 180, 200)
FAR = 2 * APART


def sketched(canvas: Rgb) -> Sketch:
    data = encode(canvas, "png")
    return sketch_strip(Strip.of([SimpleNamespace(name="page", read=lambda: data)]))


def drawing(height: int, width: int) -> Rgb:
    coarse = np.random.default_rng(0).integers(30, 205, (height // 12 + 1, width // 16 + 1, 3))
    return cv2.resize(coarse.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)


BUSY = sketched(drawing(300, 400))
"""A strip whose borders say nothing."""


def gutter(
    colour: Colour, y: int, ends: tuple[End, End] = ("straight", "straight"), *, alone: bool = True,
    margins: tuple[bool, bool] = (False, False), kind: Kind = "flat",
) -> Placed:  # fmt: skip
    profile = np.full((BINS, 3), colour, np.float32)
    run = Run(y, y + 40, kind, colour, profile, profile, 0)
    over, under = (Side(end, margin=margin) for end, margin in zip(ends, margins, strict=True))
    return Placed(run, over, under, alone)


def palette_of(*gutters: Placed) -> Palette:
    return learn_palette(BUSY, [[one] for one in gutters])


@given(st.integers(1, 9))
def test_support_grows_with_evidence(count: int) -> None:
    gutters = [gutter(PINK, FAR * k) for k in range(count + 1)]
    less, more = palette_of(*gutters[:-1]), palette_of(*gutters)
    assert 0 < less.support(PINK) <= more.support(PINK) <= 1
    assert less.weight(PINK) < more.weight(PINK)
    assert (less.support(PINK) < 1) == (count < 3)


def test_what_was_never_seen_has_no_support() -> None:
    palette = palette_of(gutter(WHITE, 0), gutter(WHITE, FAR))
    assert palette.support(WHITE) > 0.5
    assert palette.support((250, 251, 249)) == palette.support(WHITE)
    assert palette.support(PINK) == palette.support(BLACK) == 0
    assert palette_of().support(WHITE) == 0


def test_a_rare_colour_among_many_gutters_has_little_support() -> None:
    many = [gutter(WHITE, FAR * k) for k in range(12)]
    few = [gutter(BLACK, FAR * k) for k in range(12, 15)]
    assert palette_of(*few).support(BLACK) == 1
    assert 0 < palette_of(*many, *few).support(BLACK) < 0.5


def test_better_ends_and_margins_weigh_more() -> None:
    weights = [
        palette_of(one).weight(WHITE)
        for one in (
            gutter(WHITE, 0, ("narrow", "fading")),
            gutter(WHITE, 0, ("straight", "narrow")),
            gutter(WHITE, 0),
            gutter(WHITE, 0, margins=(True, False)),
            gutter(WHITE, 0, margins=(True, True)),
        )
    ]
    assert weights == sorted(weights)
    assert len(set(weights)) == len(weights)


def test_textures_and_touching_runs_count_less_and_make_no_ground_dominant() -> None:
    flat, texture = palette_of(gutter(PINK, 0)), palette_of(gutter(PINK, 0, kind="texture"))
    touching = palette_of(gutter(PINK, 0, ("straight", "run"), alone=False))
    assert 0 < texture.weight(PINK) < flat.weight(PINK)
    assert 0 < touching.weight(PINK) < flat.weight(PINK)
    places = [FAR * k for k in range(2 * SURE)]
    assert palette_of(*(gutter(PINK, y) for y in places)).dominance(FAR) == 1
    margins = (True, False)  # enough to count, if they stood alone
    assert palette_of(*(gutter(PINK, y, margins=margins, alone=False) for y in places)).dominance(FAR) == 0
    assert palette_of(*(gutter(PINK, y, kind="texture") for y in places)).dominance(FAR) == 0


def test_one_ground_is_dominant_between_its_own_gutters_only() -> None:
    palette = palette_of(*(gutter(WHITE, 1000 + FAR * k) for k in range(SURE + 1)))
    last = 1000 + FAR * SURE
    assert [palette.dominance(y) for y in (1000, 1700, last)] == [1, 1, 1]
    assert [palette.dominance(y) for y in (0, 999, last + 1)] == [0, 0, 0]


def test_few_gutters_or_ones_near_each_other_make_no_ground_dominant() -> None:
    assert palette_of(*(gutter(WHITE, FAR * k) for k in range(SURE - 1))).dominance(FAR) == 0
    near = palette_of(*(gutter(WHITE, APART // 4 * k) for k in range(2 * SURE)))
    assert near.dominance(APART) == 0


def test_two_grounds_of_equal_standing_dominate_neither() -> None:
    mixed = [gutter(WHITE if k % 2 else BLACK, FAR * k) for k in range(2 * SURE)]
    assert palette_of(*mixed).dominance(FAR * SURE) == pytest.approx(0)
    mostly = [gutter(BLACK if k == 3 else WHITE, FAR * k) for k in range(2 * SURE)]
    assert 0.5 < palette_of(*mostly).dominance(FAR * SURE) < 1


@pytest.mark.parametrize(("places", "known"), [(2, False), (3, True), (5, True)])
def test_a_colour_at_both_borders_in_three_places_is_likely_ground(places: int, known: bool) -> None:
    margin = np.full((200, 400, 3), PINK, np.uint8)
    margin[:, 60:340] = drawing(200, 280)
    canvas = np.concatenate([part for _ in range(places) for part in (drawing(60, 400), margin)])
    palette = learn_palette(sketched(canvas), [])
    assert (palette.support(PINK) > 0) is known
    assert palette.support(WHITE) == 0


def test_a_colour_at_one_border_only_is_none() -> None:
    margin = np.full((200, 400, 3), PINK, np.uint8)
    margin[:, 60:] = drawing(200, 340)
    canvas = np.concatenate([part for _ in range(4) for part in (drawing(60, 400), margin)])
    assert learn_palette(sketched(canvas), []).swatches == ()
