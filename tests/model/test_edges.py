"""Masks laid to the picture's edges."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from toonseg.annotations.masks import Mask, iou
from toonseg.model.edges import to_edges
from toonseg.pictures import Rgb


def scene(noise: float = 0.0) -> tuple[Rgb, NDArray[np.bool_]]:
    """A red disc with a wavy border on blue, and where it is."""
    rows, columns = np.mgrid[0:160, 0:200]
    angle = np.arctan2(rows - 80, columns - 100)
    inside = np.hypot(rows - 80, columns - 100) < 50 + 3 * np.sin(9 * angle)
    picture = np.where(inside[..., None], (190, 60, 50), (60, 90, 170)).astype(float)
    picture += np.random.default_rng(3).normal(0, noise, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8), inside


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_a_round_mask_takes_the_wavy_border_of_what_is_drawn(noise: float) -> None:
    picture, inside = scene(noise)
    rows, columns = np.mgrid[0:160, 0:200]
    guess = Mask.of_pixels(np.hypot(rows - 79, columns - 101) < 50)
    true = Mask.of_pixels(inside)
    laid = to_edges(guess, picture)
    assert iou(guess, true) < 0.94
    assert iou(laid, true) > iou(guess, true) + 0.03


def test_where_there_is_no_edge_the_mask_stays() -> None:
    rows, columns = np.mgrid[0:160, 0:200]
    guess = Mask.of_pixels(np.hypot(rows - 80, columns - 100) < 40)
    plain = np.full((160, 200, 3), 127, np.uint8)
    assert iou(to_edges(guess, plain), guess) > 0.96


def test_thin_masks_are_not_lost_and_borders_of_the_picture_are_kept() -> None:
    picture = np.full((60, 80, 3), 240, np.uint8)
    picture[10:50, 38:42] = (30, 30, 120)
    tie = np.zeros((60, 80), bool)
    tie[10:50, 37:41] = True
    laid = to_edges(Mask.of_pixels(tie), picture)
    assert laid.area > 0.8 * tie.sum()
    drawn = Mask.of_pixels(picture[..., 0] < 100)
    assert iou(laid, drawn) >= iou(Mask.of_pixels(tie), drawn)
    corner = np.zeros((60, 80), bool)
    corner[:20, :20] = True
    assert to_edges(Mask.of_pixels(corner), picture).box[:2] == (0, 0)


def test_an_empty_mask_stays_empty() -> None:
    empty = Mask.of_pixels(np.zeros((60, 80), bool))
    assert to_edges(empty, np.zeros((60, 80, 3), np.uint8)).area == 0


def test_dots_of_the_same_colour_nearby_are_not_taken_in() -> None:
    picture, inside = scene()
    picture[40:42, 160:162] = picture[80, 100]
    guess = np.array(inside)
    guess[38:44, 158:164] = True
    rows, columns = np.nonzero(to_edges(Mask.of_pixels(guess), picture).within((0, 0, 200, 160)))
    assert columns.max() < 158 and rows.min() > 20
