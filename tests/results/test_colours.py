"""Colour spaces against published values and OpenCV; swatches, names, and colours as people write them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from toonseg.errors import UsageError
from toonseg.results.colours import (
    ciede2000,
    colour_name,
    colour_of,
    dominant,
    hex_of,
    lab,
    most_chroma,
    oklab,
    oklab_of_oklch,
    oklch,
    rgb_of_lab,
    rgb_of_oklab,
)

GRID = np.stack(np.meshgrid(*[np.arange(0, 256, 15, dtype=np.uint8)] * 3), axis=-1).reshape(-1, 3)


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma", "hue"),
    # CSS Color 4's sample values of the primaries.
    [
        ((255, 0, 0), 0.62796, 0.25768, 29.234),
        ((0, 255, 0), 0.86644, 0.29483, 142.495),
        ((0, 0, 255), 0.45201, 0.31321, 264.052),
        ((255, 255, 255), 1.0, 0.0, None),
    ],
)
def test_oklch_of_the_primaries(
    colour: tuple[int, int, int], lightness: float, chroma: float, hue: float | None
) -> None:
    found = oklch(oklab(np.array(colour, np.uint8)))
    assert found[:2] == pytest.approx([lightness, chroma], abs=1e-4)
    if hue is not None:
        assert np.degrees(found[2]) % 360 == pytest.approx(hue, abs=0.02)


def test_every_colour_comes_back_as_itself() -> None:
    assert np.array_equal(rgb_of_oklab(oklab(GRID)), GRID)
    assert np.array_equal(rgb_of_lab(lab(GRID)), GRID)
    assert np.array_equal(rgb_of_oklab(oklab_of_oklch(oklch(oklab(GRID)))), GRID)


def test_lab_is_that_of_opencv() -> None:
    theirs = cv2.cvtColor((GRID[None] / 255).astype(np.float32), cv2.COLOR_RGB2LAB)[0]
    assert np.abs(lab(GRID) - theirs).max() < 0.4  # its cube root is a table
    assert np.abs(lab(GRID) - theirs).mean() < 0.1


@pytest.mark.parametrize(
    ("colour", "values"),
    [
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.73, -86.18, 83.18)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((255, 255, 255), (100, 0, 0)),
    ],
)
def test_lab_of_the_primaries(colour: tuple[int, int, int], values: tuple[float, ...]) -> None:
    assert lab(np.array(colour, np.uint8)) == pytest.approx(values, abs=0.01)


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    # Of the test data of Sharma, Wu and Dalal (2005).
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_ciede2000_of_published_pairs(
    first: tuple[float, ...], second: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(difference, abs=1e-4)
    assert ciede2000(np.array(second), np.array(first)) == pytest.approx(difference, abs=1e-4)


def test_what_srgb_lacks_keeps_lightness_and_hue() -> None:
    hues = np.linspace(-3, 3, 25)
    wanted = np.stack([np.full(25, 0.6), np.full(25, 0.4), hues], axis=1).astype(np.float32)
    found = oklch(oklab(rgb_of_oklab(oklab_of_oklch(wanted))))
    assert np.abs(found[:, 0] - 0.6).max() < 0.004
    assert np.abs(found[:, 2] - hues).max() < 0.02
    assert np.abs(found[:, 1] - most_chroma(np.full(25, 0.6), hues)).max() < 0.004
    assert (found[:, 1] > 0.09).all()


@pytest.mark.parametrize("text", ["#7a3b9f", "7A3B9F", " #7a3b9f "])
def test_a_colour_as_people_write_it(text: str) -> None:
    assert colour_of(text) == (122, 59, 159)
    assert hex_of(colour_of(text)) == "#7a3b9f"


def test_short_and_named_colours() -> None:
    assert colour_of("#73f") == (119, 51, 255)
    assert colour_of("teal") == (0, 128, 128)


@pytest.mark.parametrize("text", ["", "#12", "#12345", "purplish", "#7a3b9g", "rgb(1,2,3)", "#7a3b9fff"])
def test_what_is_no_colour_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="is no colour"):
        colour_of(text)


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((12, 12, 12), "black"),
        ((60, 60, 61), "dark grey"),
        ((229, 229, 229), "white"),
        ((233, 200, 120), "blond"),
        ((64, 44, 34), "dark brown"),
        ((31, 50, 51), "dark teal"),
        ((34, 34, 51), "dark blue grey"),
        ((122, 59, 159), "purple"),
        ((45, 60, 130), "dark blue"),
        ((240, 165, 190), "pink"),
    ],
)
def test_names_of_colours(colour: tuple[int, int, int], name: str) -> None:
    assert colour_name(colour) == name


def drawn(*parts: tuple[tuple[int, int, int], int]) -> np.ndarray:
    """Pixels of some colours, with a little noise."""
    rng = np.random.default_rng(0)
    pixels = np.concatenate([np.full((count, 3), colour, float) for colour, count in parts])
    return np.clip(np.rint(pixels + rng.normal(0, 2, pixels.shape)), 0, 255).astype(np.uint8)


def test_shades_of_a_colour_are_one_swatch_and_ink_is_none() -> None:
    pixels = drawn(((200, 120, 60), 600), ((140, 75, 40), 250), ((10, 10, 12), 200), ((40, 60, 160), 150))
    first, second = dominant(pixels)
    assert np.abs(np.array(first.rgb) - (200, 120, 60)).max() <= 3
    assert np.abs(np.array(second.rgb) - (40, 60, 160)).max() <= 3
    assert first.share == pytest.approx(0.85, abs=0.01)
    assert second.share == pytest.approx(0.15, abs=0.01)


def test_a_black_thing_is_black() -> None:
    (first, *_) = dominant(drawn(((14, 14, 16), 900), ((90, 90, 110), 100)))
    assert max(first.rgb) < 25
    assert first.share > 0.8


def test_swatches_do_not_depend_on_the_order_of_pixels() -> None:
    pixels = drawn(((200, 120, 60), 500), ((250, 250, 250), 300), ((40, 60, 160), 300))
    mixed = pixels[np.random.default_rng(1).permutation(len(pixels))]
    assert dominant(pixels) == dominant(mixed)
    assert len(dominant(pixels, 2)) == 2
    assert dominant(pixels[:0]) == ()
