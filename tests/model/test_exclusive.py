"""What is shown: each garment once, under its surest class."""

from __future__ import annotations

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.model.exclusive import each_once


def box(cls: str, score: float, x: int, wide: int = 40) -> Instance:
    return Instance(cls, Mask.of_pixels(np.ones((20, wide), bool), (x, 0)), score=score)


def test_the_surer_class_of_one_garment_stays() -> None:
    outer, shirt = box("outer", 0.9, 0), box("T-shirt", 0.6, 2)
    assert each_once([outer, shirt]) == [outer]


def test_what_is_nested_or_beside_stays() -> None:
    found = [box("outer", 0.9, 0), box("vest", 0.8, 10, 20), box("pants", 0.7, 35), box("outer", 0.6, 1)]
    assert each_once(found) == found  # of one class, boxes and masks were compared before
    assert each_once([]) == []
