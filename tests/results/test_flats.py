"""Flat colours: no ink, no shade, no area across the border of an instance, patterns kept."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from toonseg.results.flats import flat_colours

Pixels = NDArray[np.uint8]
PAPER, RED, BLUE, INK = (235, 232, 226), (196, 70, 66), (64, 92, 176), (40, 26, 30)


def shaded(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """The colour in a cel shadow."""
    r, g, b = (round(c * s / 255) for c, s in zip(colour, (196, 178, 206), strict=True))
    return r, g, b


def drawing() -> tuple[Pixels, NDArray[np.int32]]:
    """Two inked blocks side by side with the lower third of each in shade, and whose they are."""
    picture = np.full((160, 220, 3), PAPER, np.uint8)
    owners = np.zeros((160, 220), np.int32)
    for number, (x0, x1, colour) in enumerate(((30, 100, RED), (120, 190, BLUE)), 1):
        picture[30:130, x0:x1] = colour
        picture[98:130, x0:x1] = shaded(colour)
        owners[30:130, x0:x1] = number
        cv2.rectangle(picture, (x0, 30), (x1 - 1, 129), INK, 3)
        cv2.line(picture, (x0 + 20, 60), (x0 + 55, 62), INK, 2, cv2.LINE_AA)
    return picture, owners


def colours(pixels: Pixels) -> set[tuple[int, ...]]:
    return {tuple(one) for one in np.unique(pixels.reshape(-1, 3), axis=0).tolist()}


def near(pixel: Pixels, colour: tuple[int, int, int], most: int = 12) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= most)


@pytest.mark.parametrize("masks", [True, False])
def test_each_garment_gets_its_one_colour(masks: bool) -> None:
    picture, owners = drawing()
    flat = flat_colours(picture, owners if masks else None)
    assert flat.shape == picture.shape and flat.dtype == np.uint8
    assert near(flat[50, 60], RED) and near(flat[50, 150], BLUE) and near(flat[10, 10], PAPER)
    assert near(flat[120, 60], RED) and near(flat[120, 150], BLUE), "shade is gone"
    assert near(flat[61, 70], RED), "the line is gone"
    assert len(colours(flat)) <= 4
    assert flat.min(2).max() > 60 and (flat.max(2) > 100).all(), "no ink is left"


def test_nothing_crosses_the_border_of_an_instance() -> None:
    picture = np.full((120, 160, 3), (120, 124, 130), np.uint8)
    owners = np.zeros((120, 160), np.int32)
    owners[20:100, 20:80], owners[20:100, 80:140] = 1, 2
    picture[20:100, 80:140] = (124, 122, 132)
    flat = flat_colours(picture, owners)
    assert not np.array_equal(flat[50, 50], flat[50, 100])
    for number in (1, 2):
        assert len(colours(flat[owners == number])) == 1


def test_broad_stripes_stay() -> None:
    picture, owners = drawing()
    for y in range(36, 124, 24):
        picture[y : y + 10, 36:94] = (238, 232, 214)
    flat = flat_colours(picture, owners)
    assert near(flat[41, 80], (238, 232, 214)) and near(flat[53, 80], RED)


def test_a_gradient_becomes_one_colour() -> None:
    t = np.linspace(0, 1, 140)[:, None, None]
    ramp = (np.array((120, 190, 170)) * (1 - t) + np.array((84, 138, 126)) * t).round().astype(np.uint8)
    flat = flat_colours(np.repeat(ramp, 100, 1))
    assert len(colours(flat)) == 1


def test_ink_takes_the_colour_of_what_is_nearest_in_its_own_instance() -> None:
    picture, owners = drawing()
    flat = flat_colours(picture, owners)
    rim = np.zeros(owners.shape, bool)
    rim[30:130, 30:33] = True
    assert all(near(one, RED) for one in flat[rim])


def test_the_same_picture_gives_the_same_colours() -> None:
    picture, owners = drawing()
    assert np.array_equal(flat_colours(picture, owners), flat_colours(picture.copy(), owners.copy()))


def test_the_numbers_of_instances_do_not_matter() -> None:
    picture, owners = drawing()
    assert np.array_equal(flat_colours(picture, owners), flat_colours(picture, owners * 7))


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (4, 3)])
@pytest.mark.parametrize("tone", [0, 255])
def test_small_and_empty_pictures(size: tuple[int, int], tone: int) -> None:
    picture = np.full((*size, 3), tone, np.uint8)
    assert np.array_equal(flat_colours(picture, np.ones(size, np.int32)), picture)


def test_an_instance_that_is_all_ink_keeps_a_colour() -> None:
    picture, owners = drawing()
    owners[:] = 0
    owners[30:33, 30:100] = 3
    assert flat_colours(picture, owners)[31, 60].max() < 120
