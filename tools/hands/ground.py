"""Grounds of cuts: flat, gradient, patterned, or strewn with clip art."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from .compose import Canvas
from .drawing import resized

Rgba = NDArray[np.uint8]


def ground(height: int, width: int, clips: Sequence[Rgba], rng: np.random.Generator) -> NDArray[np.float32]:
    """An empty cut: HWC float32 RGB, 0..255. `clips` are things that may be strewn over it as a pattern."""
    first, second = _colour(rng), _colour(rng)
    kind = rng.random()
    if kind < 0.3:
        return np.broadcast_to(first, (height, width, 3)).copy()
    if kind < 0.5:
        return _gradient(height, width, first, second, rng)
    if kind < 0.75:
        return _pattern(height, width, first, second, rng)
    return _strewn(_gradient(height, width, first, second, rng), clips, rng)


def _colour(rng: np.random.Generator) -> NDArray[np.float32]:
    kind = rng.random()
    if kind < 0.25:
        return np.full(3, 255, np.float32)
    saturation = float(rng.uniform(0, 0.35) if kind < 0.7 else rng.uniform(0.3, 0.9))
    value = float(rng.uniform(0.75, 1) if kind < 0.8 else rng.uniform(0.05, 0.75))
    return np.array(colorsys.hsv_to_rgb(float(rng.random()), saturation, value), np.float32) * 255


def _gradient(
    height: int, width: int, first: NDArray[np.float32], second: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    if rng.random() < 0.3:
        middle = rng.uniform(0.2, 0.8, 2) * (height, width)
        share = np.hypot(rows - middle[0], columns - middle[1]) / np.hypot(height, width)
    else:
        turn = rng.uniform(0, np.pi)
        share = rows / height * np.sin(turn) + columns / width * np.cos(turn)
    share = (share - share.min()) / np.ptp(share)
    return np.asarray(first + (second - first) * share[..., None], np.float32)


def _pattern(
    height: int, width: int, first: NDArray[np.float32], second: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Stripes, checks, dots, tone or rays from a point, in two colours."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    step, turn = float(rng.uniform(6, 70)), float(rng.uniform(0, np.pi))
    along = columns * np.cos(turn) + rows * np.sin(turn)
    across = rows * np.cos(turn) - columns * np.sin(turn)
    kind = int(rng.integers(4))
    if kind == 0:
        on = np.mod(along, step) < step * rng.uniform(0.15, 0.6)
    elif kind == 1:
        on = (np.floor(along / step) + np.floor(across / step)) % 2 < 1
    elif kind == 2:
        on = np.hypot(np.mod(along, step) - step / 2, np.mod(across, step) - step / 2) < step * rng.uniform(
            0.15, 0.45
        )
    else:
        middle = rng.uniform(0.2, 0.8, 2) * (height, width)
        angle = np.arctan2(rows - middle[0], columns - middle[1])
        on = np.mod(angle, 2 * np.pi / int(rng.integers(8, 60))) < rng.uniform(0.02, 0.3)
    softened = cv2.GaussianBlur(on.astype(np.float32), (0, 0), 0.6)
    return np.asarray(first + (second - first) * softened[..., None] * rng.uniform(0.3, 1), np.float32)


def _strewn(
    pixels: NDArray[np.float32], clips: Sequence[Rgba], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Copies of few things all over the ground, often pale."""
    if not clips:
        return pixels
    canvas, plain = Canvas(pixels.copy()), pixels
    height, width = pixels.shape[:2]
    for _ in range(int(rng.integers(4, 30))):
        clip = clips[int(rng.integers(len(clips)))]
        size = int(rng.uniform(40, 260))
        ratio = clip.shape[0] / clip.shape[1]
        small = resized(clip, size, max(1, min(3 * size, round(size * ratio))))
        canvas.put(small, (int(rng.integers(-size, width)), int(rng.integers(-size, height))))
    share = float(rng.uniform(0.25, 1))
    return np.asarray(plain + (canvas.pixels - plain) * share, np.float32)
