"""Painted art from drawn art: soft forms, worn or coloured lines, strokes, foreign textures, night.

Webtoons by painters have few of the signs that drawn titles teach: an even contour, flat fills, two tones of
shade. Every function takes HWC uint8 RGB and gives the same; `brushed_over` draws lots which are done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.pictures import Rgb

Owner = NDArray[np.uint8]
Field = NDArray[np.float32]


@dataclass(frozen=True)
class Brush:
    """The share of pictures to which each is done."""

    form: float = 0.2
    ink: float = 0.25
    strokes: float = 0.1
    texture: float = 0.08
    night: float = 0.1


def brushed_over(pixels: Rgb, owner: Owner, how: Brush, rng: Generator) -> Rgb:
    """The picture as a painter's: each change of `how` with its chance, in the order of painting."""
    if rng.random() < how.ink:
        pixels = reinked(pixels, rng)
    if rng.random() < how.form:
        pixels = modelled(pixels, owner, rng)
    if rng.random() < how.strokes:
        pixels = stroked(pixels, rng)
    if rng.random() < how.texture:
        pixels = retextured(pixels, rng)
    if rng.random() < how.night:
        pixels = benighted(pixels, rng)
    return pixels


def reinked(pixels: Rgb, rng: Generator) -> Rgb:
    """Thin dark lines fainter, gone, or in a darker colour of what they lie on, rarely pale.

    What is darker than its morphological closing is a line, by as much as it is darker (black top-hat).
    """
    side = int(rng.choice([5, 7]))
    around = cv2.morphologyEx(
        pixels, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    )
    ground = cv2.GaussianBlur(around, (0, 0), 1.0).astype(np.float32)
    depth = (around.astype(np.float32) - pixels).max(axis=2)
    ink: Field = np.clip(depth / float(rng.uniform(60, 140)), 0, 1)[:, :, None]
    choice = rng.random()
    if choice < 0.35:
        wanted = ground
    elif choice < 0.9:
        wanted = ground * rng.uniform(0.25, 0.8, 3).astype(np.float32)
    else:
        wanted = ground + (255 - ground) * np.float32(rng.uniform(0.4, 0.9))
    return _clip(pixels * (1 - ink) + wanted * ink)


def modelled(pixels: Rgb, owner: Owner, rng: Generator) -> Rgb:
    """Every instance rounded by one light, the rest shaded softly: Lambert's cosine over heights that rise
    from the rim inwards (distance transform), so that shade follows the form and has no edge."""
    angle, up = rng.uniform(0, 2 * np.pi), rng.uniform(0.4, 1.2)
    depth = float(rng.uniform(0.2, 0.6))
    heights: NDArray[Any] = np.zeros(owner.shape, np.float32)
    for number in np.unique(owner)[1:]:
        mine = (owner == number).view(np.uint8)
        inside = cv2.distanceTransform(mine, cv2.DIST_L2, 3)
        reach = max(2.0, float(inside.max()) * float(rng.uniform(0.5, 1.0)))
        heights += np.sqrt(np.clip(inside / reach, 0, 1)) * reach * mine
    heights = cv2.GaussianBlur(heights, (0, 0), float(rng.uniform(2.0, 6.0)))
    across, down = cv2.Sobel(heights, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(heights, cv2.CV_32F, 0, 1) / 8
    light = (up - across * np.cos(angle) - down * np.sin(angle)) / np.sqrt(across**2 + down**2 + 1)
    light = light / max(up, 1e-3) - 1
    shade = np.clip(1 + depth * light + _waves(owner.shape, rng) * 0.15, 0.3, 1.5)[:, :, None]
    # Painters' shade is not only darker: it is colder or warmer too.
    tint = 1 + (shade - 1) * rng.normal(0, 0.15, 3).astype(np.float32)
    return _clip(pixels * shade * tint)


def stroked(pixels: Rgb, rng: Generator) -> Rgb:
    """Strokes of a brush: edges roughened along one direction, and bristles in the paint."""
    height, width = pixels.shape[:2]
    long = int(rng.integers(7, 23)) | 1
    kernel = np.zeros((long, long), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (long // 2)
    middle = long // 2
    cv2.line(
        kernel, tuple(np.rint(middle - reach).astype(int).tolist()),
        tuple(np.rint(middle + reach).astype(int).tolist()), 1.0,
    )  # fmt: skip
    noise = rng.normal(0, 1, (height, width, 3)).astype(np.float32)
    along = cv2.filter2D(noise, -1, kernel / np.sqrt(kernel.sum()))
    far = float(rng.uniform(0.5, 1.8))
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = cv2.remap(
        pixels, columns + far * along[:, :, 0], rows + far * along[:, :, 1], cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    bristle = 1 + along[:, :, 2:] * np.float32(rng.uniform(0.0, 0.08))
    return _clip(moved * bristle)


def retextured(pixels: Rgb, rng: Generator) -> Rgb:
    """Seen through a random small convolution, mixed with itself: shapes stay, textures are others
    (Xu et al., "Robust and generalizable visual representation learning via random convolutions", 2021)."""
    side = int(rng.choice([1, 3, 5]))
    x = pixels.astype(np.float32)
    spread = 1 / np.sqrt(3 * side * side)
    other = np.stack(
        [
            sum(
                cv2.filter2D(x[:, :, c], -1, rng.normal(0, spread, (side, side)).astype(np.float32))
                for c in range(3)
            )
            for _ in range(3)
        ],
        axis=2,
    )
    other = (other - other.mean((0, 1))) / (other.std((0, 1)) + 1e-3) * x.std((0, 1)) + x.mean((0, 1))
    share = np.float32(rng.uniform(0.2, 0.65))
    return _clip(x * (1 - share) + other * share)


def benighted(pixels: Rgb, rng: Generator) -> Rgb:
    """Dark, in one cold or warm colour, with a pool of light somewhere."""
    height, width = pixels.shape[:2]
    dark = rng.uniform(0.15, 0.5) * rng.uniform(0.6, 1.3, 3)
    columns, rows = np.meshgrid(
        np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)
    )
    x, y = rng.uniform(-0.2, 1.2, 2)
    far = ((columns - x) ** 2 + (rows - y) ** 2) / float(rng.uniform(0.05, 0.6)) ** 2
    pool = np.exp(-far)[:, :, None] * np.float32(rng.uniform(0.0, 1.0))
    gain = dark.astype(np.float32) + (1 - dark.astype(np.float32)) * pool
    return _clip(pixels * gain)


def _waves(shape: tuple[int, ...], rng: Generator) -> Field:
    """A smooth field about 0."""
    coarse = rng.normal(0, 1, (int(rng.integers(2, 6)), int(rng.integers(2, 6)))).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _clip(x: Any) -> Rgb:
    return np.asarray(np.clip(x, 0, 255), np.uint8)
