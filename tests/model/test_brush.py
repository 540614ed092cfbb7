"""Painted from drawn: what each change does to flat art, and that the same seed gives the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

pytest.importorskip("torch", reason="the extra 'train' is not installed")

from toonseg.model.data.brush import (
    Brush,
    Owner,
    benighted,
    brushed_over,
    modelled,
    reinked,
    retextured,
    stroked,
)
from toonseg.pictures import Rgb


def figure() -> tuple[Rgb, Owner]:
    """A blue coat with a black contour on pale ground."""
    pixels = np.full((120, 160, 3), 220, np.uint8)
    owner = np.zeros((120, 160), np.uint8)
    pixels[30:100, 50:110] = 0
    pixels[32:98, 52:108] = (60, 90, 200)
    owner[30:100, 50:110] = 1
    return pixels, owner


def generator(seed: int = 3) -> Generator:
    return np.random.default_rng(seed)


PLAIN: list[Callable[[Rgb, Generator], Rgb]] = [reinked, stroked, retextured, benighted]


@pytest.mark.parametrize("change", PLAIN, ids=lambda change: change.__name__)
def test_a_change_keeps_the_form_of_pictures_and_repeats_itself(
    change: Callable[[Rgb, Generator], Rgb],
) -> None:
    pixels, _ = figure()
    before = pixels.copy()
    first, again, other = (change(pixels, generator(seed)) for seed in (5, 5, 6))
    assert first.shape == pixels.shape and first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.array_equal(pixels, before)


def test_contours_grow_paler_and_nothing_else_changes() -> None:
    pixels, _ = figure()
    changed = [reinked(pixels, generator(seed)) for seed in range(12)]
    ink = (pixels == 0).all(axis=2)
    assert np.mean([one[ink].mean() for one in changed]) > 40
    far: NDArray[np.bool_] = np.zeros(ink.shape, bool)
    far[45:85, 65:95] = True
    assert all(np.abs(one[far].astype(int) - pixels[far]).max() <= 1 for one in changed)


def test_light_falls_from_one_side() -> None:
    pixels, owner = figure()
    lit = [modelled(pixels, owner, generator(seed)).astype(float).mean(axis=2) for seed in range(8)]
    # A flat coat has no two sides; a modelled one has a bright and a dark one, in most lights.
    sides = [abs(one[50:80, 56:62].mean() - one[50:80, 98:104].mean()) for one in lit]
    ends = [abs(one[36:42, 65:95].mean() - one[88:94, 65:95].mean()) for one in lit]
    assert np.median(np.maximum(sides, ends)) > 8


def test_nights_are_dark() -> None:
    pixels, _ = figure()
    assert np.mean([benighted(pixels, generator(seed)).mean() for seed in range(12)]) < 0.7 * pixels.mean()


def test_a_picture_without_anybody_can_be_painted() -> None:
    pixels, owner = figure()
    every = Brush(1.0, 1.0, 1.0, 1.0, 1.0)
    painted = brushed_over(pixels, np.zeros_like(owner), every, generator())
    assert painted.shape == pixels.shape and painted.dtype == np.uint8


def test_without_a_chance_nothing_changes() -> None:
    pixels, owner = figure()
    assert brushed_over(pixels, owner, Brush(0.0, 0.0, 0.0, 0.0, 0.0), generator()) is pixels
