"""What is learned from at once: small windows with a mask's border in them.

Most masks are the segmenter's. Some are true ones made coarse, so that masks that are nearly right stay so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from toonseg.model.edges import to_edges
from toonseg.model.head import MASK_STRIDE
from toonseg.pictures import Rgb

from .pairs import Pair, Scene

SIDE = 64
"""Of a crop, in pixels of the canvas."""
SPARE = 12
"""Pixels around a crop that the guided filter is shown besides."""
COARSENED = 0.3
"""Share of crops with a true mask made coarse."""
NEAR = 17
"""Pixels within half of it of the given mask's border count most; what is wrong beyond cannot be told."""
WEIGHTS = (3.0, 0.5, 0.2)
"""Of pixels near the border, far from it, and far from it where the given mask is wrong."""

Bits = NDArray[np.uint8]
Batch = tuple[Tensor, Tensor, Tensor, Tensor]


@dataclass(frozen=True)
class Crop:
    """A part of a scene: pixels (HWC uint8 RGB), the mask that is given, the same laid to edges, and the true
    one (HW uint8, 0 or 1 each)."""

    pixels: Rgb
    given: Bits
    laid: Bits
    true: Bits

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each pixel counts, HW."""
        square = np.ones((NEAR, NEAR), np.uint8)
        near = cv2.dilate(self.given, square) != cv2.erode(self.given, square)
        far = np.where(self.given != self.true, WEIGHTS[2], WEIGHTS[1])
        return np.where(near, WEIGHTS[0], far)


def batches(found: Sequence[Scene], size: int, rng: Generator) -> Callable[[], Batch]:
    """What makes a batch: N3HW RGB, 0..255, then N2HW given and laid masks, N1HW true ones and N1HW weights,
    all float32. Every pair comes as often as every other."""
    pairs = [(scene, pair) for scene in found for pair in scene.pairs]

    def batch() -> Batch:
        crops: list[Crop] = []
        while len(crops) < size:
            made = crop_of(*pairs[int(rng.integers(len(pairs)))], rng)
            if made is not None:
                crops.append(made)
        pixels = _floats([crop.pixels.transpose(2, 0, 1) for crop in crops])
        masks = _floats([np.stack([crop.given, crop.laid]) for crop in crops])
        true, weights = _floats([c.true[None] for c in crops]), _floats([c.weights[None] for c in crops])
        return pixels.to(memory_format=torch.channels_last), masks, true, weights

    return batch


def crop_of(scene: Scene, pair: Pair, rng: Generator) -> Crop | None:
    """A crop with a piece of the border of the pair's mask, or of the true one made coarse."""
    height, width = scene.owner.shape
    true = np.asarray(scene.owner == pair.owner, np.uint8)
    if rng.random() < COARSENED:
        wide = _window(true, SIDE + 2 * SPARE, rng)
        return None if wide is None else _coarsened(scene.pixels[wide], true[wide], rng)
    given, laid = pair.masks(height, width)
    window = _window(given if rng.random() < 0.6 else laid, SIDE, rng)
    if window is None:
        return None
    return _turned([scene.pixels[window], given[window], laid[window], true[window]], rng)


def coarse(true: Bits, rng: Generator) -> NDArray[np.bool_]:
    """A true mask as a network with a grid, and some mistakes, would have it; rarely as it is."""
    if rng.random() < 0.1:
        return true > 0
    height, width = true.shape
    step = MASK_STRIDE if rng.random() < 0.5 else int(rng.integers(3, 9))
    top, left = (int(one) for one in rng.integers(0, step, 2))
    framed = cv2.copyMakeBorder(
        true.astype(np.float32), top, -(height + top) % step, left, -(width + left) % step,
        cv2.BORDER_REPLICATE,
    )  # fmt: skip
    size = (framed.shape[1] // step, framed.shape[0] // step)
    grid = cv2.resize(framed, size, interpolation=cv2.INTER_AREA)
    mistakes = cv2.GaussianBlur(rng.normal(0, 1, grid.shape).astype(np.float32), (0, 0), 1.2)
    grid = cv2.GaussianBlur(grid, (0, 0), rng.uniform(0.3, 1.0)) + mistakes * rng.uniform(0, 0.6)
    drawn = cv2.resize(grid, framed.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(drawn[top : top + height, left : left + width] > rng.uniform(0.35, 0.65))


def _coarsened(pixels: Rgb, true: Bits, rng: Generator) -> Crop | None:
    pixels, given = np.ascontiguousarray(pixels), coarse(np.ascontiguousarray(true), rng)
    if not given.any():
        return None
    laid = to_edges(given, pixels)
    inner = (slice(SPARE, SPARE + SIDE),) * 2
    return _turned([pixels[inner], given[inner].view(np.uint8), laid[inner].view(np.uint8), true[inner]], rng)


def _window(mask: Bits, side: int, rng: Generator) -> tuple[slice, slice] | None:
    """A window with a pixel of the mask's border near its middle; None if the mask has none."""
    border = mask - cv2.erode(mask, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    places = np.flatnonzero(border)
    if places.size == 0:
        return None
    height, width = mask.shape
    y, x = divmod(int(places[rng.integers(places.size)]), width)
    down, across = (int(one) for one in rng.integers(-SIDE // 4, SIDE // 4 + 1, 2))
    top = min(max(0, y + down - side // 2), height - side)
    left = min(max(0, x + across - side // 2), width - side)
    return slice(top, top + side), slice(left, left + side)


def _turned(layers: list[NDArray[np.uint8]], rng: Generator) -> Crop:
    """The crop of these layers, mirrored by chance, rarely upside down."""
    if rng.random() < 0.5:
        layers = [layer[:, ::-1] for layer in layers]
    if rng.random() < 0.2:
        layers = [layer[::-1] for layer in layers]
    return Crop(*(np.ascontiguousarray(layer) for layer in layers))


def _floats(arrays: list[NDArray[np.generic]]) -> Tensor:
    return torch.from_numpy(np.stack(arrays).astype(np.float32))
