"""From what the network says to instances, in numpy: the same for torch and ONNX Runtime."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.masks import Mask

Float = NDArray[np.float32]


@dataclass(frozen=True)
class Rules:
    """How instances are chosen.

    Attributes:
        score: The least score that is kept, 0..1.
        overlap: The most that boxes, and masks, of one class may overlap (intersection over union).
        most: How many instances a picture, or a tile of a tall one, has at most.
        margin: How far a mask may leave its box, as a share of the box.
        trust: What the mask's foretold quality counts in the score beside the class, 0..1.
        edges: Whether masks' borders are put right by what the picture shows nearby (`model/refine.py`).
    """

    score: float = 0.05
    overlap: float = 0.6
    most: int = 100
    margin: float = 0.3
    trust: float = 0.5
    edges: bool = True


@dataclass(frozen=True)
class Fit:
    """How a picture was laid on the network's canvas: at its top left, `scale` times as large.

    Attributes:
        height: Of the picture, in pixels.
        width: Of the picture, in pixels.
        scale: Pixels of the canvas for one of the picture.
    """

    height: int
    width: int
    scale: float

    @property
    def inner(self) -> tuple[int, int]:
        """(height, width) of the picture on the canvas."""
        return max(1, round(self.height * self.scale)), max(1, round(self.width * self.scale))


DEFAULT = Rules()


def choose(
    classes: Float, quality: Float, boxes: Float, rules: Rules
) -> tuple[NDArray[np.intp], NDArray[np.intp], Float]:
    """The locations that are instances: greedy non-maximum suppression per class.

    Args:
        classes: A x K logits.
        quality: A logits.
        boxes: A x 4.
        rules: See `Rules`.

    Returns:
        Locations, class indices and scores, best first.
    """
    likely = _sigmoid(classes) ** (1 - rules.trust) * (_sigmoid(quality) ** rules.trust)[:, None]
    place, cls = np.nonzero(likely > rules.score)
    scores = likely[place, cls]
    order = np.argsort(-scores, kind="stable")[: rules.most * 20]
    place, cls, scores = place[order], cls[order], scores[order]
    corners = np.concatenate([boxes[place, :2], boxes[place, 2:] - boxes[place, :2]], axis=1)
    kept = cv2.dnn.NMSBoxesBatched(
        corners.astype(np.float64).tolist(),
        scores.tolist(),
        cls.astype(np.int32).tolist(),
        rules.score,
        rules.overlap,
    )
    chosen = np.sort(np.asarray(kept, np.intp).reshape(-1))[: rules.most]
    return place[chosen], cls[chosen], np.asarray(scores[chosen], np.float32)


Region = tuple[int, int, int, int]
RUNS_ON = 0.1
"""A mask that has so large a share of its region's side goes on beyond it."""


def region_of(box: Float, grid: tuple[int, int], stride: int, margin: float) -> Region:
    """The part [x0, y0, x1, y1] of the mask features' grid (height, width) where a box's mask may lie."""
    left, top, right, bottom = box.tolist()  # Python's numbers: numpy is slow on few
    wide, high = (right - left) * margin + stride, (bottom - top) * margin + stride
    height, width = grid
    x0 = min(max(math.floor((left - wide) / stride), 0), width - 1)
    y0 = min(max(math.floor((top - high) / stride), 0), height - 1)
    x1 = min(max(math.ceil((right + wide) / stride), x0 + 1), width)
    return x0, y0, x1, min(max(math.ceil((bottom + high) / stride), y0 + 1), height)


def grown(region: Region, logits: Float, box: Float, grid: tuple[int, int], stride: int) -> Region | None:
    """A wider region for a mask that runs into its region's border: long hair often leaves its box.

    Args:
        region: See `region_of`.
        logits: Of the mask on the region.
        box: Of the instance, in pixels of the canvas.
        grid: (height, width) of the mask features.
        stride: Pixels of the canvas for one of the grid.

    Returns:
        The region with half of the box's size more on the sides where the mask runs on; None if it does not.
    """
    inside = logits > 0
    least = max(2.0, RUNS_ON * sum(inside.shape) / 2)
    left, top, right, bottom = (int(np.count_nonzero(edge)) >= least for edge in (
        inside[:, 0], inside[0], inside[:, -1], inside[-1]
    ))  # fmt: skip
    across, down = (int(side / stride / 2) + 1 for side in (box[2] - box[0], box[3] - box[1]))
    x0, y0, x1, y1 = region
    wider = (
        max(0, x0 - across * left), max(0, y0 - down * top),
        min(grid[1], x1 + across * right), min(grid[0], y1 + down * bottom),
    )  # fmt: skip
    return None if wider == region else wider


class Apart:
    """Takes in masks of a class, best first, unless they are too much like one that it has.

    Boxes that differ may have masks that do not: without this, the same hair is found twice or thrice.
    """

    def __init__(self, overlap: float) -> None:
        self._overlap = overlap
        self._kept: dict[int, list[tuple[Region, NDArray[np.bool_], int]]] = {}

    def takes(self, cls: int, region: Region, logits: Float) -> bool:
        """Whether the mask, on a region of the grid, has an intersection over union of at most `overlap`
        with all that were taken of its class; if so, it is taken too."""
        mask = logits > 0
        area = int(np.count_nonzero(mask))
        others = self._kept.setdefault(cls, [])
        for other_region, other, other_area in others:
            x0, y0 = max(region[0], other_region[0]), max(region[1], other_region[1])
            x1, y1 = min(region[2], other_region[2]), min(region[3], other_region[3])
            if x0 >= x1 or y0 >= y1:
                continue
            mine = mask[y0 - region[1] : y1 - region[1], x0 - region[0] : x1 - region[0]]
            its = other[
                y0 - other_region[1] : y1 - other_region[1], x0 - other_region[0] : x1 - other_region[0]
            ]
            common = int(np.count_nonzero(mine & its))
            if common > self._overlap * (area + other_area - common):
                return False
        others.append((region, mask, area))
        return True


def mask_of(logits: Float, region: Region, fit: Fit, stride: int) -> Mask | None:
    """An instance's mask in the picture.

    Args:
        logits: Of the region, on the grid of the mask features.
        region: See `region_of`.
        fit: How the picture lies on the canvas.
        stride: Pixels of the canvas for one of the grid.

    Returns:
        The mask in coordinates of the picture; None where nothing is above 0.
    """
    step = fit.scale / stride
    x0, y0 = min(fit.width, int(region[0] / step)), min(fit.height, int(region[1] / step))
    x1, y1 = min(fit.width, math.ceil(region[2] / step)), min(fit.height, math.ceil(region[3] / step))
    if x0 >= x1 or y0 >= y1:
        return None
    # Middles of the picture's pixels as places on the region: grid value k lies at k + 0.5 strides.
    shift_x, shift_y = (x0 + 0.5) * step - 0.5 - region[0], (y0 + 0.5) * step - 0.5 - region[1]
    matrix = np.array([[step, 0, shift_x], [0, step, shift_y]])
    inside = cv2.warpAffine(
        logits, matrix, (x1 - x0, y1 - y0),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    mask = inside > 0
    x, y, wide, high = cv2.boundingRect(mask.view(np.uint8))
    if wide == 0 or high == 0:
        return None
    return Mask.of_pixels(mask[y : y + high, x : x + wide], (x0 + x, y0 + y))


def prototype_logits(features: Float, kernel: Float, region: Region) -> Float:
    """`masks.Prototypes` of one instance on a region, in numpy."""
    x0, y0, x1, y1 = region
    part = features[:, y0:y1, x0:x1]
    mixed = kernel[:-1] @ part.reshape(part.shape[0], -1) + kernel[-1]
    return np.asarray(mixed.reshape(y1 - y0, x1 - x0), np.float32)


def dynamic_logits(
    features: Float, classmap: Float, kernel: Float, region: Region, *,
    centre: Float, reach: float, stride: int,
) -> Float:  # fmt: skip
    """`masks.Dynamic` of one instance on a region, in numpy; `classmap` (H x W) is that of its class."""
    x0, y0, x1, y1 = region
    channels = features.shape[0]
    hidden = (kernel.size - 1) // (channels + 5)
    cut = (channels + 3) * hidden
    first = kernel[:cut].reshape(hidden, channels + 3)
    part = features[:, y0:y1, x0:x1]
    x = (first[:, :channels] @ part.reshape(channels, -1)).reshape(hidden, y1 - y0, x1 - x0)
    across = ((np.arange(x0, x1) + 0.5) * stride - centre[0]) / reach
    down = ((np.arange(y0, y1) + 0.5) * stride - centre[1]) / reach
    x = (
        x
        + (first[:, channels, None] * across)[:, None, :]
        + (first[:, channels + 1, None] * down)[:, :, None]
        + first[:, channels + 2, None, None] * classmap[y0:y1, x0:x1]
    )
    x = np.maximum(x + kernel[cut : cut + hidden, None, None], 0)
    out = np.tensordot(kernel[cut + hidden : -1], x, axes=1) + kernel[-1]
    return np.asarray(out, np.float32)


def _sigmoid(x: Float) -> Float:
    with np.errstate(over="ignore"):  # of what is far below 0, of which nothing is left
        return np.asarray(1 / (1 + np.exp(-x)), np.float32)
