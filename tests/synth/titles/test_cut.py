"""Instances and their run lengths; pycocotools is the oracle."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as oracle

from toonseg.classes import InstanceClass
from toonseg.synth.art import Owner
from toonseg.synth.titles.cut import LEAST_PIXELS, decode, encode, instances_of


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.integers(0, 99))
def test_run_lengths_are_those_of_pycocotools(height: int, width: int, share: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < share
    rle = encode(mask)
    theirs = oracle.encode(np.asfortranarray(mask.astype(np.uint8)))
    assert rle.counts.encode() == theirs["counts"]
    assert rle.size == (height, width)
    assert np.array_equal(decode(rle), mask)


def test_instances_are_cut_out_of_the_numbers_and_specks_are_left_out() -> None:
    ids = np.zeros((40, 60), np.uint8)
    ids[5:15, 10:30] = 1
    ids[20:22, 10:12] = 2
    ids[30:38, 40:50] = 3
    ids[32:34, 42:44] = 0
    owners = (
        Owner(InstanceClass.TIE, 4), Owner(InstanceClass.VEST, 0), Owner(InstanceClass.HAIR, 0),
    )  # fmt: skip
    found = instances_of(ids, owners)
    assert LEAST_PIXELS > 4
    assert [(one.cls, one.character, one.box, one.area) for one in found] == [
        (InstanceClass.HAIR, 0, (40, 30, 50, 38), 76),
        (InstanceClass.TIE, 4, (10, 5, 30, 15), 200),
    ]
    whole = decode(found[0].rle((40, 60)))
    assert np.array_equal(whole, ids == 3)
