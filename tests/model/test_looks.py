"""Several looks at a picture made one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask, iou
from toonseg.model.looks import fused, mirrored
from toonseg.model.pretrained import load
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb
from toonseg.synth.titles import Order
from toonseg.synth.titles.dataset import draw_numbered


def disc(cls: str, x: int, y: int, radius: int, score: float) -> Instance:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    inside = rows**2 + columns**2 <= radius**2
    return Instance(cls, Mask.of_pixels(inside, (x - radius, y - radius)), score=score)


def test_what_two_looks_agree_on_is_one_instance_with_their_mean_score() -> None:
    made = fused([[disc("hair", 50, 50, 20, 0.8)], [disc("hair", 52, 50, 20, 0.6)]])
    assert [one.cls for one in made] == ["hair"]
    assert made[0].score == pytest.approx(0.7)
    between = disc("hair", 51, 50, 20, 1.0).mask
    assert iou(made[0].mask, between) > 0.93


def test_what_one_look_alone_saw_counts_as_unseen_by_the_others() -> None:
    made = fused([[disc("tie", 20, 20, 5, 0.9)], [], [], []])
    assert [(one.cls, one.score) for one in made] == [("tie", pytest.approx(0.225))]
    assert made[0].mask.area == disc("tie", 20, 20, 5, 0.9).mask.area


def test_other_classes_and_other_places_stay_apart_and_the_surest_comes_first() -> None:
    one = [disc("hair", 50, 50, 20, 0.5), disc("outer", 50, 50, 20, 0.9)]
    other = [disc("hair", 150, 50, 20, 0.7), disc("outer", 50, 51, 20, 0.9)]
    made = fused([one, other])
    assert [(one.cls, round(one.score or 0, 2)) for one in made] == [
        ("outer", 0.9), ("hair", 0.35), ("hair", 0.25),
    ]  # fmt: skip


def test_two_instances_of_one_look_are_never_made_one() -> None:
    twice = [disc("hair", 50, 50, 20, 0.9), disc("hair", 51, 50, 20, 0.8)]
    assert len(fused([twice, []])) == 2


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 20))
def test_mirroring_twice_is_nothing(x: int, y: int, radius: int) -> None:
    one = disc("hair", x + radius, y + radius, radius, 0.5)
    width = x + 2 * radius + 7
    there = mirrored(one, width)
    assert there.box[0] == width - one.box[2]
    assert mirrored(there, width).mask.same_pixels(one.mask)


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return load()


@pytest.fixture(scope="module")
def cut() -> Rgb:
    return draw_numbered(Order(seed=987_654), 0).picture


def test_a_careful_look_is_the_same_for_a_mirrored_picture(segmenter: Segmenter, cut: Rgb) -> None:
    careful = segmenter.careful()
    found = careful.find(cut)
    other = careful.find(np.ascontiguousarray(cut[:, ::-1]))
    assert found and len(found) == len(other)
    for one, two in zip(found, other, strict=True):
        assert (one.cls, one.score) == (two.cls, pytest.approx(two.score, abs=1e-5))
        assert iou(one.mask, mirrored(two, cut.shape[1]).mask) > 0.99


def test_careful_twice_is_careful_once(segmenter: Segmenter) -> None:
    assert segmenter.careful().careful().threshold == segmenter.careful().threshold < segmenter.threshold
