"""Masks as paths of SVG, as pages draw them."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest

from toonseg.annotations.masks import Mask
from toonseg.annotations.polygons import svg_path


def drawn(path: str, size: tuple[int, int]) -> np.ndarray:
    """The path's inside by the rule of even and odd, at the middles of HW pixels."""
    inside = np.zeros(size, bool)
    for start, steps in re.findall(r"M([\d -]+)l([\d -]+)Z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", f"{start} {steps}")]
        corners = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)
        # Drawn 8 times as large, a pixel's middle lies off every line.
        ring = np.zeros((8 * size[0], 8 * size[1]), np.uint8)
        cv2.fillPoly(ring, [(8 * corners).astype(np.int32)], 1)
        inside ^= ring[4::8, 4::8].astype(bool)
    return inside


@pytest.fixture
def ring() -> np.ndarray:
    rows, columns = np.mgrid[0:90, 0:120]
    distance = np.hypot(rows - 45, columns - 60)
    return (distance < 40) & (distance > 15)


def test_a_path_has_the_masks_pixels_and_its_holes(ring: np.ndarray) -> None:
    path = svg_path(Mask.of_pixels(ring), tolerance=0)
    assert path.count("M") == path.count("Z") == 2
    assert np.array_equal(drawn(path, ring.shape), ring)


@pytest.mark.parametrize("tolerance", [1.0, 3.0])
def test_fewer_corners_leave_the_shape(ring: np.ndarray, tolerance: float) -> None:
    mask = Mask.of_pixels(ring, at=(0, 0))
    path = svg_path(mask, tolerance=tolerance)
    found = drawn(path, ring.shape)
    assert len(path) < len(svg_path(mask, tolerance=0)) / 3
    assert (found & ring).sum() / (found | ring).sum() > 1 - 0.06 * tolerance
    far = cv2.distanceTransform((~ring).astype(np.uint8), cv2.DIST_L2, 5)
    assert far[found].max(initial=0) <= tolerance + 1


def test_specks_are_left_out_as_long_as_something_is_left(ring: np.ndarray) -> None:
    specks = np.zeros_like(ring)
    specks[2, 3] = specks[80:82, 100:102] = True
    whole = svg_path(Mask.of_pixels(ring), tolerance=2)
    assert svg_path(Mask.of_pixels(ring | specks), tolerance=2).count("M") == whole.count("M") == 2
    assert svg_path(Mask.of_pixels(specks), tolerance=2).count("M") == 1
    assert svg_path(Mask.of_pixels(np.zeros((5, 5), bool))) == ""
