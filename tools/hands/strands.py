"""The fall of hair: its strands, and the band of gloss that lies across them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

STRANDS = 90
"""How many strands there are on one turn around the crown."""
SMALLEST = 200
"""Hair of fewer pixels has no strands."""


@dataclass(frozen=True)
class Fall:
    """Both HW float32, 0 outside the hair: strands, -1..1 lighter or darker, and the gloss on them, 0..1."""

    strands: NDArray[np.float32]
    gloss: NDArray[np.float32]


def fall_of(hair: NDArray[np.bool_], rng: np.random.Generator) -> Fall:
    """How the hair of a mask (HW bool) falls: from the crown outwards and, lower down, straight.

    The crown and the height of the gloss are drawn at random, and every strand is.
    """
    none = np.zeros(hair.shape, np.float32)
    if np.count_nonzero(hair) < SMALLEST:
        return Fall(none, none)
    rows, columns = np.flatnonzero(hair.any(1)), np.flatnonzero(hair.any(0))
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    mask = hair[part]
    size = float(min(mask.shape))
    upper = np.flatnonzero(mask[: max(1, round(0.25 * size))].any(0))
    y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]].astype(np.float32)
    x -= float(upper.mean()) + float(rng.normal(0, 0.08)) * size
    y -= float(rng.uniform(-0.05, 0.2)) * size
    sway = cv2.resize(
        rng.normal(0, 1, (5, 5)).astype(np.float32), mask.shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    turn = np.arctan2(x, np.minimum(y, 0.55 * size) + 0.001) / (2 * np.pi) + 0.012 * sway
    lines = 0.6 * _noise(turn, STRANDS, rng) + 0.4 * _noise(turn, 3 * STRANDS, rng)
    # The band lies around the crown, with ends as ragged as the strands.
    away = np.hypot(x, y * float(rng.uniform(0.8, 1.2))) / size + 0.05 * lines
    middle, half = float(rng.uniform(0.25, 0.5)), float(rng.uniform(0.03, 0.08))
    band = np.clip(1.5 - np.abs(away - middle) / half, 0, 1) * (0.45 + 0.55 * np.clip(lines, 0, 1))
    strands, gloss = none, none.copy()
    strands[part], gloss[part] = lines * mask, band * mask * (y < 0.6 * size)
    return Fall(strands, gloss)


def _noise(turn: NDArray[np.float32], count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Smooth noise of -1..1 over turns of -1/2..1/2, `count` values on one turn."""
    values = rng.uniform(-1, 1, count + 1)
    values[-1] = values[0]
    at = np.linspace(-0.5, 0.5, count + 1)
    return np.asarray(np.interp(np.mod(turn + 0.5, 1) - 0.5, at, values), np.float32)
