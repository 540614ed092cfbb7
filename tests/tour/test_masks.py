"""Counting found masks: same class, best score first, each drawn one once."""

from __future__ import annotations

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.tour.masks import matched


def square(cls: str, x: int, side: int = 10, score: float | None = None) -> Instance:
    return Instance(cls, Mask.of_pixels(np.ones((side, side), bool), (x, 0)), score=score)


def test_a_mask_counts_where_class_and_place_agree() -> None:
    there = [square("hair", 0), square("tie", 40)]
    assert matched([square("hair", 2, score=0.9), square("tie", 41, score=0.8)], there) == 2
    assert matched([square("tie", 0, score=0.9)], there) == 0
    assert matched([square("hair", 4, score=0.9)], there) == 0  # an IoU of 60 / 140


def test_a_drawn_mask_is_found_once() -> None:
    assert matched([square("hair", 0, score=0.9), square("hair", 1, score=0.8)], [square("hair", 0)]) == 1
    assert matched([], [square("hair", 0)]) == 0
    assert matched([square("hair", 0, score=0.9)], []) == 0
