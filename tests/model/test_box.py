"""The weights in the box: there, small enough, of the eight classes, and of some use on drawings."""

from __future__ import annotations

import numpy as np

from toonseg.annotations.masks import Mask, iou
from toonseg.classes import EIGHT
from toonseg.model.pretrained import BOX, load
from toonseg.synth.titles import Order
from toonseg.synth.titles.dataset import draw_numbered

MOST_BYTES = 24_000_000


def test_the_box_holds_both_files_and_a_card() -> None:
    assert {path.name for path in BOX.iterdir()} == {
        "toonseg.onnx",
        "toonseg.safetensors",
        "refine.onnx",
        "README.md",
    }
    assert sum(path.stat().st_size for path in BOX.iterdir()) <= MOST_BYTES


def test_it_finds_hair_in_drawn_cuts() -> None:
    """Most of the large heads of hair in a dozen cuts are found; weights that are broken find none."""
    segmenter = load()
    assert segmenter.classes == EIGHT.names
    order = Order(seed=987_654)
    there = found = 0
    for number in range(12):
        cut = draw_numbered(order, number)
        seen = [one for one in segmenter.find(cut.picture) if one.cls == "hair"]
        for one in cut.instances:
            if one.cls.label == "hair" and one.area > 0.01 * cut.ids.size:
                there += 1
                true = Mask.of_pixels(np.asarray(one.mask), one.box[:2])
                found += any(iou(true, guess.mask) > 0.5 for guess in seen)
    assert there >= 8
    assert found >= 0.5 * there
