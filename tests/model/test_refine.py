"""Masks put right along their borders by the refiner."""

from __future__ import annotations

from statistics import mean

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from toonseg.annotations.masks import Mask, iou
from toonseg.model.edges import to_edges
from toonseg.model.refine import refined
from toonseg.pictures import Rgb
from toonseg.synth.titles import Order, artist_of, draw_cut
from toonseg.synth.titles.artist import rng_of


def drawn(number: int, size: tuple[int, int] = (400, 690)) -> tuple[Rgb, list[NDArray[np.bool_]]]:
    """A cut by an artist of its own, and its instances' masks on all of it."""
    order = Order(70_000 + number)
    artist = artist_of(order, 1)
    scene = artist.scenes[number % len(artist.scenes)]
    cut = draw_cut(size, artist.cast, artist.style, rng_of(order, 1, number), scene=scene)
    height, width = cut.picture.shape[:2]
    masks = [Mask.of_pixels(one.mask, one.box[:2]).within((0, 0, width, height)) for one in cut.instances]
    return cut.picture, [mask for mask in masks if mask.sum() > 900]


def coarse(true: NDArray[np.bool_], step: int) -> Mask:
    """The mask as a network with a grid of `step` pixels would have it."""
    height, width = true.shape
    grid = cv2.resize(true.astype(np.float32), (width // step, height // step), interpolation=cv2.INTER_AREA)
    return Mask.of_pixels(cv2.resize(grid, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5)


def test_borders_of_drawn_instances_are_put_right() -> None:
    before, filtered, after = [], [], []
    for number in range(4):
        picture, masks = drawn(number)
        given = [coarse(mask, 7) for mask in masks]
        true = [Mask.of_pixels(mask) for mask in masks]
        before += [iou(one, other) for one, other in zip(given, true, strict=True)]
        whole = (0, 0, picture.shape[1], picture.shape[0])
        laid = [Mask.of_pixels(to_edges(one.within(whole), picture)) for one in given]
        filtered += [iou(one, other) for one, other in zip(laid, true, strict=True)]
        after += [iou(one, other) for one, other in zip(refined(given, picture), true, strict=True)]
    assert len(after) > 12
    assert mean(after) > mean(before) + 0.02
    assert mean(after) > mean(filtered) + 0.01


@pytest.mark.parametrize("scale", [0.3, 2.4])
def test_pictures_that_the_network_sees_larger_or_smaller(scale: float) -> None:
    before, after = [], []
    for number in range(6):
        picture, masks = drawn(number)
        size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
        other = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        true = [cv2.resize(one.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5 for one in masks]
        true = [mask for mask in true if mask.sum() > 50]
        given = [coarse(mask, round(10 * scale)) for mask in true]
        before += [iou(one, Mask.of_pixels(mask)) for one, mask in zip(given, true, strict=True)]
        laid = refined(given, other)
        after += [iou(one, Mask.of_pixels(mask)) for one, mask in zip(laid, true, strict=True)]
    assert mean(after) > mean(before) + 0.005


def test_a_mask_comes_out_the_same_alone_and_among_others() -> None:
    picture, masks = drawn(2)
    given = [coarse(mask, 7) for mask in masks]
    assert refined(given[::-1], picture)[::-1] == refined(given, picture)
    assert refined(given[:1], picture) == refined(given, picture)[:1]


def test_masks_may_touch_the_border_of_a_picture_and_be_empty() -> None:
    picture = np.full((61, 83, 3), 240, np.uint8)
    picture[:, :30] = (90, 20, 30)
    given = np.zeros((61, 83), bool)
    given[:, :29] = True
    (laid,) = refined([Mask.of_pixels(given)], picture)
    assert laid.box[0] == 0 and laid.box[1] == 0 and laid.box[3] == 61
    empty = Mask.of_pixels(np.zeros((61, 83), bool))
    assert [one.area for one in refined([empty], picture)] == [0]
    assert refined([], picture) == []
