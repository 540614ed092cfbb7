"""What is shown: each pixel once, for the surest instance that has it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.model.exclusive import LEFT, each_once


def box(cls: str, score: float, x: int, wide: int = 40) -> Instance:
    return Instance(cls, Mask.of_pixels(np.ones((20, wide), bool), (x, 0)), score=score)


def test_the_surer_class_of_one_garment_stays() -> None:
    outer, shirt = box("outer", 0.9, 0), box("T-shirt", 0.6, 2)
    assert each_once([outer, shirt]) == [outer]


def test_shared_pixels_are_the_surer_ones() -> None:
    first, second = each_once([box("outer", 0.9, 0), box("pants", 0.7, 30)])
    assert first == box("outer", 0.9, 0)
    assert second.box == (40, 0, 70, 20) and (second.cls, second.score) == ("pants", 0.7)


def test_a_hole_is_left_for_what_is_worn_over_it() -> None:
    vest, outer = each_once([box("vest", 0.9, 10, 10), box("outer", 0.6, 0)])
    assert vest.area == 200 and outer.area == 600
    assert not outer.mask.within(vest.box).any()


def test_what_lies_beside_stays_as_it_is() -> None:
    found = [box("hair", 0.9, 0), box("hair", 0.8, 40), box("tie", 0.7, 90, 5)]
    assert each_once(found) == found
    assert each_once([]) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["hair", "outer", "tie"]), st.integers(0, 60), st.integers(1, 50)),
        max_size=8,
    )
)
def test_no_pixel_is_shown_twice(drawn: list[tuple[str, int, int]]) -> None:
    found = [box(cls, 0.9 - 0.01 * k, x, wide) for k, (cls, x, wide) in enumerate(drawn)]
    shown = each_once(found)
    pixels = np.sum([one.mask.within((0, 0, 110, 20)) for one in shown], axis=0) if shown else np.zeros(1)
    assert pixels.max() <= 1
    before = {(one.cls, one.score): one.area for one in found}
    assert all(one.area >= LEFT * before[one.cls, one.score] for one in shown)
    assert [one.score for one in shown] == sorted((one.score or 0.0 for one in shown), reverse=True)
    assert sum(one.area for one in shown) == pytest.approx(pixels.sum())
