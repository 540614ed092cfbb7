"""The change of colour of one group, on single colours and on drawn pixels."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.results.colours import Colour, most_chroma, oklab, oklch
from toonseg.results.recolor.shift import Shift

BASES: list[Colour] = [
    (200, 120, 60),
    (128, 128, 128),
    (240, 240, 240),
    (24, 24, 27),
    (90, 60, 50),
    (60, 90, 180),
]
WANTED: list[Colour] = [(122, 59, 159), (216, 80, 60), (42, 157, 122), (232, 193, 90)]
RAMP = np.arange(256, dtype=np.uint8)[:, None].repeat(3, axis=1)
MANY = np.random.default_rng(0).integers(0, 256, (5000, 3)).astype(np.uint8)


def one(colour: Colour) -> np.ndarray:
    return np.array([colour], np.uint8)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("wanted", WANTED)
def test_the_base_gets_the_wanted_hue_at_its_own_lightness(base: Colour, wanted: Colour) -> None:
    (old,), (asked,) = oklch(oklab(one(base))), oklch(oklab(one(wanted)))
    (new,) = oklch(oklab(Shift(base, wanted).of(one(base))))
    assert new[0] == pytest.approx(old[0], abs=0.012)
    assert new[1] > 0.4 * min(asked[1], most_chroma(old[0], float(asked[2])))
    # Of dark and nearly white colours a level of sRGB is some degrees.
    assert abs((new[2] - asked[2] + np.pi) % (2 * np.pi) - np.pi) < (0.1 if 0.3 < old[0] < 0.9 else 0.5)


@pytest.mark.parametrize("base", BASES)
def test_no_pixel_gets_lighter_or_darker(base: Colour) -> None:
    for wanted in WANTED:
        before, after = oklab(MANY), oklab(Shift(base, wanted).of(MANY))
        assert np.abs(before[:, 0] - after[:, 0]).max() < 0.015  # rounding to sRGB, of dark colours most


@pytest.mark.parametrize("base", [(200, 120, 60), (128, 128, 128), (240, 240, 240), (60, 90, 180)])
def test_ink_and_white_stay_neutral(base: Colour) -> None:
    for wanted in WANTED:
        after = oklch(
            oklab(Shift(base, wanted).of(np.array([[8, 8, 8], [0, 0, 0], [255, 255, 255]], np.uint8)))
        )
        assert after[:, 1].max() < 0.02


def test_shade_has_less_chroma_than_the_base_and_light_too() -> None:
    chroma = oklch(oklab(Shift((140, 140, 140), (122, 59, 159)).of(RAMP)))[:, 1]
    assert chroma[140] > 1.4 * chroma[60] > 2 * chroma[20]
    assert chroma[140] > 1.4 * chroma[220] > 2 * chroma[250]
    assert chroma.argmax() in range(120, 160)


def test_a_pattern_stays_a_pattern() -> None:
    """Of a brown thing with white and black checks the brown alone changes."""
    shift = Shift((150, 90, 40), (42, 157, 122))
    brown, white, black = shift.of(np.array([[150, 90, 40], [250, 250, 250], [20, 20, 20]], np.uint8))
    assert int(brown[1]) - int(brown[0]) > 40
    assert np.ptp(white) <= 6
    assert np.ptp(black) <= 8


def test_grey_takes_chroma_away_and_the_same_colour_changes_nothing() -> None:
    assert oklch(oklab(Shift((200, 120, 60), (128, 128, 128)).of(one((200, 120, 60)))))[0, 1] < 0.01
    assert np.array_equal(Shift((10, 20, 30), (10, 20, 30), 0.5).of(MANY), MANY)


def test_lightness_moves_as_far_as_it_is_told() -> None:
    dark, fair = (40, 34, 36), (232, 200, 130)
    values = [
        float(oklab(Shift(dark, fair, share).of(one(dark)))[0, 0]) for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert np.diff(values) == pytest.approx([(values[-1] - values[0]) / 4] * 4, abs=0.01)
    assert np.abs(Shift(dark, fair, 1.0).of(one(dark)).astype(int) - fair).max() <= 2


@pytest.mark.parametrize(
    ("base", "wanted"), [((60, 50, 50), (232, 200, 130)), ((232, 200, 130), (50, 40, 60))]
)
def test_moved_lightness_keeps_the_order_and_the_ends(base: Colour, wanted: Colour) -> None:
    shift = Shift(base, wanted, 1.0)
    light = oklab(shift.of(RAMP))[:, 0]
    assert (np.diff(light) > -0.004).all()
    assert light[0] < 0.01
    assert light[255] > 0.99
    assert light[3] < 0.12  # ink stays ink


def test_what_it_becomes_is_what_it_does() -> None:
    shift = Shift((200, 120, 60), (122, 59, 159))
    assert np.array_equal(shift.of(one(shift.base))[0], shift.becomes)
