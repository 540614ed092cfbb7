"""Soft edges of figures whose exact alpha is known: drawn eight times as large, and averaged."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from toonseg.results.matting import feathered, matte

N = 8
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
HAIR, INK, WALL = (120, 70, 40), (25, 20, 22), (235, 215, 190)


@dataclass(frozen=True)
class Figure:
    pixels: NDArray[np.uint8]
    alpha: NDArray[np.float64]
    colour: NDArray[np.float64]
    mask: NDArray[np.bool_]


def blob(ink: int = 2, fill: tuple[int, int, int] = HAIR, ground: tuple[int, int, int] = WALL) -> Figure:
    """A head of hair with pointed locks, outlined in ink, on a wall."""
    big = np.zeros((90 * N, 110 * N), np.uint8)
    cv2.ellipse(big, (55 * N, 40 * N), (33 * N, 27 * N), 12, 0, 360, 1, -1)
    for x in (30, 44, 58, 72):
        tip = [(x - 6) * N, 50 * N], [(x + 6) * N, 50 * N], [(x + 2) * N, 81 * N]
        cv2.fillPoly(big, [np.array(tip)], 1)
    edge = big - cv2.erode(big, np.ones((2 * ink * N - N + 1,) * 2, np.uint8)) if ink else big * 0
    layers = np.where(edge[..., None] > 0, INK, fill) * big[..., None]
    scene = np.where(big[..., None] > 0, layers, ground)

    def shrunk(values: NDArray[np.generic]) -> NDArray[np.float64]:
        return values.reshape(90, N, 110, N, -1).astype(float).mean((1, 3))

    alpha = shrunk(big)[..., 0]
    colour = shrunk(layers) / np.maximum(alpha, 1e-9)[..., None]
    return Figure(np.rint(shrunk(scene)).astype(np.uint8), alpha, colour, alpha >= 0.5)


def error(alpha: NDArray[np.floating], figure: Figure) -> float:
    """Mean absolute error where the rim runs through a pixel, or near it."""
    mixed = (figure.alpha > 0) & (figure.alpha < 1)
    near = cv2.dilate(mixed.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return float(np.abs(alpha - figure.alpha)[near].mean())


@pytest.mark.parametrize("ink", [0, 2])
def test_alpha_is_much_nearer_to_the_exact_one_than_the_mask(ink: int) -> None:
    figure = blob(ink)
    made = matte(figure.pixels, figure.mask)
    assert error(made.alpha, figure) < 0.5 * error(figure.mask.astype(float), figure)
    assert made.alpha.dtype == np.float32
    assert made.alpha.min() >= 0
    assert made.alpha.max() <= 1


@pytest.mark.parametrize("wrong", ["eroded", "dilated"])
def test_masks_that_are_a_pixel_off_find_the_drawing(wrong: str) -> None:
    figure = blob()
    change = cv2.erode if wrong == "eroded" else cv2.dilate
    given = change(figure.mask.astype(np.uint8), CROSS) > 0
    assert error(matte(figure.pixels, given).alpha, figure) < 0.5 * error(given.astype(float), figure)


def test_the_wall_is_taken_out_of_the_colour() -> None:
    figure = blob()
    mixed = (figure.alpha > 0.1) & (figure.alpha < 1)
    made = matte(figure.pixels, figure.mask)
    off = np.abs(made.colour.astype(float) - figure.colour)[mixed].mean()
    assert off < 0.25 * np.abs(figure.pixels - figure.colour)[mixed].mean()


def test_both_colours_give_the_picture_again() -> None:
    figure = blob()
    made = matte(figure.pixels, figure.mask)
    again = made.alpha[..., None] * made.colour + (1 - made.alpha[..., None]) * np.array(WALL)
    assert np.abs(again - figure.pixels).mean() < 1
    assert np.percentile(np.abs(again - figure.pixels), 99) < 20


def test_away_from_the_rim_nothing_is_changed() -> None:
    figure = blob()
    made = matte(figure.pixels, figure.mask)
    own = figure.mask.astype(np.uint8)
    deep = cv2.erode(own, np.ones((9, 9), np.uint8)) > 0
    far = cv2.dilate(own, np.ones((9, 9), np.uint8)) == 0
    assert (made.alpha[deep] == 1).all()
    assert (made.alpha[far] == 0).all()
    assert np.array_equal(made.colour[deep | far], figure.pixels[deep | far])


def test_where_nothing_tells_both_sides_apart_the_mask_is_kept() -> None:
    figure = blob(ink=0, fill=WALL)
    alpha = matte(figure.pixels, figure.mask).alpha
    assert ((alpha >= 0.5) == figure.mask).mean() > 0.99
    assert error(alpha, figure) < error(figure.mask.astype(float), figure) + 0.05


def test_what_the_frame_cuts_off_has_no_rim_there() -> None:
    figure = blob()
    pixels, mask = figure.pixels[20:, 40:], figure.mask[20:, 40:]
    alpha = matte(pixels, mask).alpha
    assert mask[0, 8:30].all()
    assert (alpha[0, 8:30] > 0.98).all()


def test_a_strand_of_one_pixel_stays() -> None:
    pixels = np.full((40, 60, 3), 240, np.uint8)
    pixels[20, 5:55] = 30
    mask = np.zeros((40, 60), bool)
    mask[20, 5:55] = True
    alpha = matte(pixels, mask).alpha
    assert alpha[20, 8:52].mean() > 0.9
    assert alpha[18].max() < 0.1
    assert alpha[22].max() < 0.1


def test_two_that_meet_do_not_show_through_each_other() -> None:
    pixels = np.full((40, 60, 3), 200, np.uint8)
    pixels[:, 30:] = (40, 70, 190)
    mask = np.zeros((40, 60), bool)
    mask[:, :30] = True
    left, right = matte(pixels, mask), matte(pixels, ~mask)
    assert np.abs(left.alpha + right.alpha - 1).max() < 0.1
    assert np.abs(left.colour[:, :30].astype(int) - 200).max() <= 2


@pytest.mark.parametrize("all_of_it", [False, True])
def test_an_empty_and_a_whole_mask_have_no_rim(all_of_it: bool) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    made = matte(pixels, np.full((20, 30), all_of_it))
    assert (made.alpha == float(all_of_it)).all()
    assert np.array_equal(made.colour, pixels)


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (3, 3)])
def test_small_pictures(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 256, (*size, 3), dtype=np.uint8)
    made = matte(pixels, rng.random(size) < 0.5)
    assert made.alpha.shape == size
    assert np.isfinite(made.alpha).all()


def test_the_same_gives_the_same_also_in_a_part_of_the_picture() -> None:
    figure = blob()
    whole = matte(figure.pixels, figure.mask)
    part = matte(figure.pixels[2:88, 6:106], figure.mask[2:88, 6:106])
    assert np.array_equal(whole.alpha[2:88, 6:106], part.alpha)
    assert np.array_equal(whole.colour[2:88, 6:106], part.colour)
    assert np.array_equal(feathered(figure.pixels, figure.mask), whole.alpha)
