"""Recoloured pixels: what changes, and what does not."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.pictures import Rgb
from toonseg.results.colours import oklab
from toonseg.results.matting import matte
from toonseg.results.recolor.paint import recoloured
from toonseg.results.recolor.shift import Shift

PURPLE = Shift((150, 70, 40), (122, 59, 159))


def canvas(mask: Mask, shape: tuple[int, int]) -> np.ndarray:
    return mask.within((0, 0, shape[1], shape[0]))


def test_what_the_matte_has_no_share_in_stays_bit_by_bit(one_cut: tuple[Rgb, list[Instance]]) -> None:
    pixels, (hair, *_) = one_cut
    before = pixels.copy()
    after = recoloured(pixels, [(hair.mask, PURPLE)])
    alpha = matte(pixels, canvas(hair.mask, (80, 120))).alpha
    assert np.array_equal(pixels, before)
    assert np.array_equal(after[alpha == 0], pixels[alpha == 0])
    far = cv2.dilate(canvas(hair.mask, (80, 120)).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert np.array_equal(after[far], pixels[far])
    assert (after != pixels).any(2).sum() > 0.8 * hair.area


def test_the_fill_gets_the_hue_and_keeps_its_lightness(
    one_cut: tuple[Rgb, list[Instance]], hues: Callable[[Rgb], np.ndarray]
) -> None:
    pixels, (hair, *_) = one_cut
    after = recoloured(pixels, [(hair.mask, PURPLE)])
    inside = cv2.erode(canvas(hair.mask, (80, 120)).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    found = hues(after)[inside]
    wanted = hues(np.array([[PURPLE.wanted]], np.uint8))[0, 0]
    assert np.nanmax(np.abs(found - wanted)) < 12
    assert np.isfinite(found).mean() > 0.85  # all but the light, which is white
    assert np.abs(oklab(after)[..., 0] - oklab(pixels)[..., 0])[inside].max() < 0.015
    assert (after[14:18, 24:28] >= 250).all()


def test_two_masks_change_as_each_alone_does(one_cut: tuple[Rgb, list[Instance]]) -> None:
    pixels, (hair, shirt, *_) = one_cut
    blue = Shift((210, 210, 215), (60, 90, 200))
    both = recoloured(pixels, [(hair.mask, PURPLE), (shirt.mask, blue)])
    assert np.array_equal(both[:40], recoloured(pixels, [(hair.mask, PURPLE)])[:40])
    assert np.array_equal(both[44:], recoloured(pixels, [(shirt.mask, blue)])[44:])


def test_a_soft_edge_is_mixed_of_the_new_colour_and_the_same_ground() -> None:
    """A disc drawn over white with soft edges, and the same in the new colour: the rim agrees too."""
    large = np.zeros((480, 480), np.uint8)
    cv2.circle(large, (240, 240), 150, 255, -1)
    alpha = cv2.resize(large, (60, 60), interpolation=cv2.INTER_AREA)[..., None] / 255
    old, ground = np.array([200, 120, 60]), np.array([250, 250, 250])
    shift = Shift((200, 120, 60), (122, 59, 159))
    before = np.rint(alpha * old + (1 - alpha) * ground).astype(np.uint8)
    true = np.rint(alpha * shift.becomes + (1 - alpha) * ground)
    after = recoloured(before, [(Mask.of_pixels(alpha[..., 0] > 0.5), shift)])
    rim = (alpha[..., 0] > 0.05) & (alpha[..., 0] < 0.95)
    off = np.abs(after[rim].astype(float) - true[rim]).mean()
    hard = before.copy()
    hard[alpha[..., 0] > 0.5] = shift.of(before[alpha[..., 0] > 0.5])
    assert off < 10
    assert off < 0.6 * np.abs(hard[rim].astype(float) - true[rim]).mean()


def test_a_mask_that_is_not_in_the_picture_changes_nothing(one_cut: tuple[Rgb, list[Instance]]) -> None:
    pixels, _ = one_cut
    outside = Mask.of_pixels(np.ones((5, 5), bool), (300, 300))
    assert np.array_equal(recoloured(pixels, [(outside, PURPLE)]), pixels)
    assert np.array_equal(recoloured(pixels, []), pixels)
