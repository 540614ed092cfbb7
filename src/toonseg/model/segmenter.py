"""Prediction: pictures in, instances out, with ONNX Runtime and numpy; torch only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.model.canvas import STEP, TALLEST, fit_of, laid
from toonseg.model.decode import (
    DEFAULT,
    Fit,
    Float,
    Rules,
    choose,
    dynamic_logits,
    mask_of,
    prototype_logits,
    region_of,
)
from toonseg.model.tiles import joined, tiles_of
from toonseg.pictures import Rgb

STRIDES = (8, 16, 32)
MASK_STRIDE = 4
REACH = 8.0
"""Strides of a location that count as 1 in the places that a dynamic mask sees."""


@dataclass(frozen=True)
class Raw:
    """What a network says of one canvas: A x K logits, A logits, A x 4, A x P, C x H/4 x W/4; all float32."""

    classes: Float
    quality: Float
    boxes: Float
    kernels: Float
    features: Float


Runner = Callable[[Float], Raw]
"""A network: 3HW float32 RGB, 0..255, sides multiples of 32, to what it says of it."""


@dataclass(frozen=True)
class Segmenter:
    """A trained network that finds instances in pictures of any size.

    Attributes:
        run: The network.
        classes: Names of the classes, by index.
        masks: "dynamic" or "prototypes": how masks are made of what the network says.
        threshold: The score from which an instance is worth showing.
        name: What predictions give as their source.
        rules: How instances are chosen; everything above `rules.score` is given.
    """

    run: Runner
    classes: tuple[str, ...]
    masks: str
    threshold: float
    name: str = "model"
    rules: Rules = DEFAULT

    def predict(self, pictures: Iterable[Rgb]) -> Iterator[list[Instance]]:
        """The instances of each picture (HWC uint8 RGB), best first."""
        for picture in pictures:
            yield self.find(picture)

    def find(self, picture: Rgb) -> list[Instance]:
        """The instances of a picture (HWC uint8 RGB), best first; a tall one's tile by tile, joined again."""
        height, width = picture.shape[:2]
        fit = fit_of(height, width)
        if fit.inner[0] <= TALLEST:
            return self._look(picture, fit)
        parts = []
        for top, bottom in tiles_of(height, fit.scale):
            tile = picture[top:bottom]
            found = self._look(tile, Fit(bottom - top, width, fit.scale))
            parts.append((top, bottom, [one.moved(0, top) for one in found]))
        return joined(parts, width)[: self.rules.most]

    def _look(self, picture: Rgb, fit: Fit) -> list[Instance]:
        canvas = laid(picture, fit)
        said = self.run(canvas)
        places, classes, scores = choose(said.classes, said.quality, said.boxes, self.rules)
        centres, strides = locations(canvas.shape[1], canvas.shape[2])
        grid = said.features.shape[1:]
        found = []
        for place, cls, score in zip(places, classes, scores, strict=True):
            region = region_of(said.boxes[place], (grid[0], grid[1]), MASK_STRIDE, self.rules.margin)
            kernel = said.kernels[place]
            if self.masks == "dynamic":
                reach = float(strides[place]) * REACH
                logits = dynamic_logits(
                    said.features, kernel, region, centre=centres[place], reach=reach, stride=MASK_STRIDE
                )
            else:
                logits = prototype_logits(said.features, kernel, region)
            made = mask_of(logits, region, fit, MASK_STRIDE)
            if made is not None:
                found.append(Instance(self.classes[cls], made, score=float(score), source=self.name))
        return found


def locations(height: int, width: int) -> tuple[Float, Float]:
    """Centres (A x 2, x and y) and strides (A) of a canvas' locations, in pixels, as the head lists them."""
    assert height % STEP == 0 and width % STEP == 0
    centres, strides = [], []
    for stride in STRIDES:
        rows, columns = height // stride, width // stride
        y, x = np.mgrid[0:rows, 0:columns]
        centres.append((np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) * stride)
        strides.append(np.full(rows * columns, stride))
    return np.concatenate(centres).astype(np.float32), np.concatenate(strides).astype(np.float32)
