"""Soft edges: how much of each pixel at a mask's rim belongs to it, and in which colour."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import Rgb

_REACH = 2.0
"""How far from the mask's border a pixel may be mixed, in pixels."""
_DEPTHS = (1.5, 2.5, 4.0)
"""How deep on either side of the border a pure colour is looked for, in pixels."""
_NOISE = 10.0
"""How far a pixel's colour may be from a mixture, 0..255."""
_TRUST = 0.2
"""How far alpha may be from the mask's own, softened."""
_MARGIN = 6


@dataclass(frozen=True)
class Matte:
    """What of a picture belongs to an instance.

    Attributes:
        alpha: HW float32, 0..1: the share of each pixel.
        colour: HWC uint8 RGB: the colour of that share, without what shines through at the rim. Where alpha
            is 1, the picture's own.
    """

    alpha: NDArray[np.float32]
    colour: Rgb


def matte(pixels: Rgb, mask: NDArray[np.bool_]) -> Matte:
    """Alpha and colour of what a mask names, with the rim that its pixels share with what is beside them.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        mask: HW bool, of the same size; right to a pixel or two.
    """
    alpha, colour = mask.astype(np.float32), pixels.copy()
    if not mask.any() or mask.all():
        return Matte(alpha, colour)
    height, width = mask.shape
    x, y, w, h = cv2.boundingRect(mask.astype(np.uint8))
    x0, y0 = max(x - _MARGIN, 0), max(y - _MARGIN, 0)
    x1, y1 = min(x + w + _MARGIN, width), min(y + h + _MARGIN, height)
    part, inside = pixels[y0:y1, x0:x1], mask[y0:y1, x0:x1]
    depth = _depth(inside)
    rows, columns = np.nonzero(np.abs(depth) < _REACH)
    share, own = _unmixed(part, inside, depth, rows, columns)
    alpha[y0:y1, x0:x1][rows, columns] = share
    colour[y0:y1, x0:x1][rows, columns] = own
    return Matte(alpha, colour)


def feathered(pixels: Rgb, mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The alpha of `matte`: HW float32, 0..1."""
    return matte(pixels, mask).alpha


def _depth(inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How deep each pixel lies in the mask, in pixels from its border; negative outside."""
    own = inside.astype(np.uint8)
    into = cv2.distanceTransform(np.pad(own, 1, mode="edge"), cv2.DIST_L2, 5)[1:-1, 1:-1]
    away = cv2.distanceTransform(1 - own, cv2.DIST_L2, 5)
    return np.where(inside, into - 0.5, 0.5 - away).astype(np.float32)


def _unmixed(
    part: Rgb,
    inside: NDArray[np.bool_],
    depth: NDArray[np.float32],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> tuple[NDArray[np.float32], Rgb]:
    """Alpha and colour of the pixels at `rows` and `columns`."""
    height, width = inside.shape
    smooth = cv2.GaussianBlur(depth, (0, 0), 1.0)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1)[rows, columns]
    right = cv2.Sobel(smooth, cv2.CV_32F, 1, 0)[rows, columns]
    length = np.hypot(right, down) + np.float32(1e-6)
    down, right, here = down / length, right / length, depth[rows, columns]
    prior = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7)[rows, columns]
    seen = part[rows, columns].astype(np.float32)

    def looked_up(way: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        y = np.clip(np.rint(rows + down * way), 0, height - 1).astype(np.intp)
        x = np.clip(np.rint(columns + right * way), 0, width - 1).astype(np.intp)
        return part[y, x].astype(np.float32), depth[y, x]

    alpha, colour = prior.copy(), seen.copy()
    least = np.full(len(rows), np.inf, np.float32)
    for k, near in enumerate(_DEPTHS):
        fore, at = looked_up(near - here)
        fore_cost = 2 * np.maximum(0, 1 - at) + 0.15 * k
        for n, far in enumerate(_DEPTHS):
            back, at = looked_up(-far - here)
            span = fore - back
            pull = ((seen - back) * span).sum(1) / _NOISE**2 + prior / _TRUST**2
            share = np.clip(pull / ((span * span).sum(1) / _NOISE**2 + 1 / _TRUST**2), 0, 1)
            left = seen - back - share[:, None] * span
            cost = (left * left).sum(1) / _NOISE**2 + ((share - prior) / _TRUST) ** 2
            cost += fore_cost + 2 * np.maximum(0, 1 + at) + 0.15 * n
            better = cost < least
            least[better], alpha[better], colour[better] = cost[better], share[better], fore[better]
    return alpha.astype(np.float32), np.clip(np.rint(colour), 0, 255).astype(np.uint8)
