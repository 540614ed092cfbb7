"""Masks laid to the picture's edges."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

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


def disc(x: float, y: float, radius: float) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[0:160, 0:200]
    return np.hypot(rows - y, columns - x) < radius


def alike(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Intersection over union."""
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_a_round_mask_takes_the_wavy_border_of_what_is_drawn(noise: float) -> None:
    picture, inside = scene(noise)
    guess = disc(101, 79, 50)
    laid = to_edges(guess, picture)
    assert alike(guess, inside) < 0.94
    assert alike(laid, inside) > alike(guess, inside) + 0.03


def test_where_there_is_no_edge_the_mask_stays() -> None:
    guess = disc(100, 80, 40)
    plain = np.full((160, 200, 3), 127, np.uint8)
    assert alike(to_edges(guess, plain), guess) > 0.96


def test_thin_masks_are_not_lost_and_borders_of_the_picture_are_kept() -> None:
    picture = np.full((60, 80, 3), 240, np.uint8)
    picture[10:50, 38:42] = (30, 30, 120)
    tie = np.zeros((60, 80), bool)
    tie[10:50, 37:41] = True
    laid = to_edges(tie, picture)
    assert laid.sum() > 0.8 * tie.sum()
    drawn = picture[..., 0] < 100
    assert alike(laid, drawn) >= alike(tie, drawn)
    corner = np.zeros((60, 80), bool)
    corner[:20, :20] = True
    assert to_edges(corner, picture)[0, 0]


def test_an_empty_mask_stays_empty() -> None:
    empty = np.zeros((60, 80), bool)
    assert not to_edges(empty, np.zeros((60, 80, 3), np.uint8)).any()


def test_dots_of_the_same_colour_nearby_are_not_taken_in() -> None:
    picture, inside = scene()
    picture[40:42, 160:162] = picture[80, 100]
    guess = np.array(inside)
    guess[38:44, 158:164] = True
    rows, columns = np.nonzero(to_edges(guess, picture))
    assert columns.max() < 158 and rows.min() > 20
