"""Masks put right along their borders: which side of which line belongs to what the mask is of.

The network that finds instances knows a border to four or five pixels of a cut. The guided filter
(`model/edges.py`) moves it to where colours change; a small network of its own, the refiner, is shown the
picture, the mask and what the filter made of it, and says of each pixel nearby whether it is of the instance.
It knows no classes, and so serves any weights. tools/refine trained it; ADR 0407 says what it is worth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from toonseg.annotations.masks import Mask
from toonseg.model.canvas import fit_of
from toonseg.model.edges import to_edges, without_specks
from toonseg.model.sessions import session_of
from toonseg.pictures import Rgb
from toonseg.scale.exact import same_bytes

SHARPER = 1.35
"""By so much larger than the network does the refiner see a picture, up to its own size: webtoons of 690
pixels as they are. Strands and lines are a pixel or two wide there."""
SMALLER = 0.75
MOST_PIXELS = 20_000
"""What would be more is seen smaller, down to so much of what the network sees: of a large coat two pixels
matter less than of a tie, and cost more."""
AROUND = 8
"""Pixels around the mask's box that are looked at, as it is seen."""
STEP = 8
"""Sides of what the refiner sees are multiples of it."""
FILE = Path(__file__).with_name("weights") / "refine.onnx"

_F = NDArray[np.float32]


@same_bytes()
def refined(masks: Sequence[Mask], picture: Rgb, *, mirrored: bool = False) -> list[Mask]:
    """The masks with their borders put right; one of which nothing would be left stays as it is.

    Args:
        masks: In coordinates of the picture.
        picture: HWC uint8 RGB, 0..255.
        mirrored: Whether each is seen mirrored too, and the mean counts.
    """
    return [_refined(mask, picture, mirrored) if mask.area else mask for mask in masks]


def _refined(mask: Mask, picture: Rgb, mirrored: bool) -> Mask:
    height, width = picture.shape[:2]
    scale = _scale(mask, fit_of(height, width).scale)
    left, top, right, bottom = mask.box
    around = math.ceil(AROUND / scale)
    x0, y0, x1, y1 = window = (
        max(0, left - around), max(0, top - around), min(width, right + around), min(height, bottom + around)
    )  # fmt: skip
    size = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
    part = _resized(picture[y0:y1, x0:x1], size)
    given = _resized(mask.within(window).astype(np.float32), size) > 0.5
    if not given.any():
        return mask
    laid = to_edges(given, part)
    logits = _run(part, given, laid)
    if mirrored:
        logits = logits + _run(part[:, ::-1], given[:, ::-1], laid[:, ::-1])[:, ::-1]
    inside = _resized(logits, (x1 - x0, y1 - y0)) > 0
    return Mask.of_pixels(without_specks(inside), (x0, y0)).tight() if inside.any() else mask


def _scale(mask: Mask, networks: float) -> float:
    """How large a mask is seen, for 1 of the picture; `networks` is how large the network sees it."""
    left, top, right, bottom = mask.box
    sharp = max(networks, min(1.0, networks * SHARPER))
    pixels = (right - left) * (bottom - top) * sharp**2
    return max(networks * SMALLER, sharp * math.sqrt(min(1.0, MOST_PIXELS / pixels)))


def _resized(values: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """`values` (HW or HWC) as large as `size` (width, height)."""
    if values.shape[1::-1] == size:
        return np.ascontiguousarray(values)
    smooth = cv2.INTER_AREA if size[0] < values.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, size, interpolation=smooth))


def _run(part: Rgb, given: NDArray[np.bool_], laid: NDArray[np.bool_]) -> _F:
    """The refiner's logits for a part of the picture as it is seen."""
    height, width = given.shape
    layers = np.dstack([part, given, laid])
    padded = np.pad(layers, ((0, -height % STEP), (0, -width % STEP), (0, 0)), mode="edge")
    seen = np.ascontiguousarray(padded.transpose(2, 0, 1)[None], np.float32)
    (logits,) = _session().run(["logits"], {"picture": seen[:, :3], "masks": seen[:, 3:]})
    return np.asarray(logits[0, 0, :height, :width], np.float32)


@cache
def _session() -> onnxruntime.InferenceSession:
    return session_of(FILE)
