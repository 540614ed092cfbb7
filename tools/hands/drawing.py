"""Pictures with alpha: people with the classes of their pixels, decoding, sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Figure:
    """A figure as pixels: HWC uint8 RGBA and HW uint8, 0 none of ours, 1..8 the classes."""

    pixels: NDArray[np.uint8]
    classes: NDArray[np.uint8]


class Drawable(Protocol):
    """A person who can be drawn at any size; `ratio` is height over width, `whole` whether legs are drawn."""

    @property
    def ratio(self) -> float: ...

    @property
    def whole(self) -> bool: ...

    def at(self, width: int) -> Figure: ...


def decoded(png: bytes) -> NDArray[np.uint8]:
    """PNG bytes as HWC uint8 RGBA; ValueError where they are no picture."""
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim != 3 or pixels.shape[2] != 4:
        raise ValueError("not a picture with alpha")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), np.uint8)


def resized(rgba: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """HWC uint8 RGBA at another size; colours are weighted by their opacity, so that edges get no rim."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    both = np.dstack([rgba[..., :3] * alpha, alpha])
    small = cv2.resize(both, (width, height), interpolation=cv2.INTER_AREA)
    opaque = np.maximum(small[..., 3:], 1e-6)
    colours = np.clip(small[..., :3] / opaque, 0, 255)
    return np.dstack([np.rint(colours), np.rint(small[..., 3:] * 255)]).astype(np.uint8)


def spread(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every pixel without a label (0) with the label of the nearest pixel that has one: HW uint8."""
    known = labels > 0
    if not known.any():
        return labels
    _, nearest = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_nearest = np.zeros(int(nearest.max()) + 1, np.uint8)
    of_nearest[nearest[known]] = labels[known]
    return np.asarray(of_nearest[nearest], np.uint8)
