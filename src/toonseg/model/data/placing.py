"""Where things are seen: scale, place, turn, mirror and wobble of a picture on the network's canvas."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.model.data.decoded import Decoded


@dataclass(frozen=True)
class Placing:
    """How far pictures are moved. `scale`: least and most, where 1 makes the picture as wide as the canvas;
    `turn`: standard deviation of the angle in degrees; `squeeze`: of the logarithm of width over height;
    `mirror`: share of mirrored pictures; `wobble`: share with lines bent, by up to `bend` pixels;
    `build`: share with bodies and faces of other proportions, by up to `stretch` of the canvas' width."""

    scale: tuple[float, float] = (0.7, 1.9)
    turn: float = 4.0
    squeeze: float = 0.06
    mirror: float = 0.5
    wobble: float = 0.25
    bend: float = 5.0
    build: float = 0.3
    stretch: float = 0.05


def place(one: Decoded, size: tuple[int, int], how: Placing, rng: Generator) -> Decoded:
    """The picture as it is seen on a canvas of `size` (height, width); around it lies one random colour."""
    height, width = size
    old_height, old_width = one.owner.shape
    scale = width / max(old_width, 1) * math.exp(rng.uniform(*np.log(how.scale)))
    # A tall cut is shown in part, a low one wholly; neither becomes a stamp or a blur.
    angle = math.radians(rng.normal(0, how.turn))
    squeeze = math.exp(rng.normal(0, how.squeeze))
    mirror = -1.0 if rng.random() < how.mirror else 1.0
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    matrix = turn @ np.diag([mirror * scale * squeeze, scale / squeeze])
    spare = np.maximum(0, np.abs(matrix) @ [old_width, old_height] - [width, height]) / 2 + 0.05 * width
    middle = np.array([width / 2, height / 2]) + rng.uniform(-spare, spare)
    shift = middle - matrix @ [old_width / 2, old_height / 2]
    full = np.concatenate([matrix, shift[:, None]], axis=1)
    colour = [int(v) for v in rng.integers(0, 256, 3)] if rng.random() < 0.5 else [255, 255, 255]
    smooth = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
    pixels = cv2.warpAffine(one.pixels, full, (width, height), flags=smooth, borderValue=colour)
    owner = cv2.warpAffine(one.owner, full, (width, height), flags=cv2.INTER_NEAREST)
    moves: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []
    if rng.random() < how.wobble:
        cells = int(rng.integers(4, 14))
        moves.append((_field(size, how.bend, cells, rng), _field(size, how.bend, cells, rng)))
    if rng.random() < how.build:
        cells, reach = int(rng.integers(2, 5)), how.stretch * width
        moves.append((_field(size, reach, cells, rng), _field(size, reach, cells, rng)))
    if moves:
        columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        x, y = columns + sum(move[0] for move in moves), rows + sum(move[1] for move in moves)
        pixels = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        owner = cv2.remap(owner, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return Decoded(np.asarray(pixels, np.uint8), np.asarray(owner, np.uint8), one.labels)


def _field(size: tuple[int, int], reach: float, cells: int, rng: Generator) -> NDArray[np.float32]:
    """A smooth field of displacements up to about `reach` pixels, of waves as many as `cells` across."""
    coarse = rng.normal(0, reach / 2, (max(2, cells * size[0] // size[1]), cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC), np.float32)
