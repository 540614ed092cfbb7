"""Rich grounds: people stay as they are, the rest changes, and the same seed gives the same."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra 'train' is not installed")

from toonseg.model.data.clutter import Clutter, cluttered
from toonseg.model.data.decoded import Decoded


def person() -> Decoded:
    """Hair above a shirt on white; between them lies a face that is nobody's."""
    pixels = np.full((160, 224, 3), 255, np.uint8)
    owner = np.zeros((160, 224), np.uint8)
    pixels[20:40, 90:130], owner[20:40, 90:130] = (60, 30, 20), 1
    pixels[40:60, 95:125] = (240, 200, 180)
    pixels[60:120, 80:140], owner[60:120, 80:140] = (30, 60, 160), 2
    return Decoded(pixels, owner, np.array([0, 1], np.int64))


def test_people_and_their_faces_stay_and_the_ground_does_not() -> None:
    one = person()
    other = cluttered(one, Clutter(around=1.0, empty=0.0), np.random.default_rng(3))
    assert np.array_equal(other.owner, one.owner)
    owned = one.owner > 0
    assert np.array_equal(other.pixels[owned], one.pixels[owned])
    assert np.array_equal(other.pixels[42:58, 100:120], one.pixels[42:58, 100:120])
    assert (other.pixels[:, :20] != 255).any(axis=2).mean() > 0.9
    assert (one.pixels[0] == 255).all()  # what was given is not changed


def test_an_empty_ground_has_nobody() -> None:
    one = person()
    ground = cluttered(one, Clutter(around=0.0, empty=1.0), np.random.default_rng(4))
    assert not ground.owner.any()
    assert ground.pixels.shape == one.pixels.shape and ground.pixels.dtype == np.uint8
    assert len(np.unique(ground.pixels.reshape(-1, 3), axis=0)) > 100


def test_the_same_numbers_give_the_same_ground() -> None:
    first, again, other = (
        cluttered(person(), Clutter(1.0, 0.0), np.random.default_rng(seed)).pixels for seed in (5, 5, 6)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_without_a_chance_nothing_changes() -> None:
    one = person()
    assert cluttered(one, Clutter(0.0, 0.0), np.random.default_rng(1)) is one
