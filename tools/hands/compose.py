"""Cuts as webtoons have them: people of one hand and things, in front of and behind each other.

What covers a pixel last owns it. The owner of a pixel is 0 (nobody's, or a part without a class) or the
number of an instance: figure and class.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.classes import EIGHT

from .drawing import Figure

SOLID = 127
"""Pixels more opaque than this hide what is behind them."""
SMALLEST = 60
"""Instances with fewer visible pixels are left out."""


@dataclass
class Canvas:
    """A cut while it is drawn.

    Attributes:
        pixels: HWC float32 RGB, 0..255.
        owners: HW int32, 0 or an instance's number.
        instances: The class, 1..8, and figure of every number from 1.
    """

    pixels: NDArray[np.float32]
    owners: NDArray[np.int32] = field(init=False)
    instances: list[tuple[int, int]] = field(default_factory=list)
    figures: int = 0

    def __post_init__(self) -> None:
        self.owners = np.zeros(self.pixels.shape[:2], np.int32)

    def put(self, rgba: NDArray[np.uint8], at: tuple[int, int]) -> None:
        """Lay a thing (HWC uint8 RGBA, not premultiplied) over the cut, its top left pixel at (x, y)."""
        place = self._place(rgba.shape[:2], at)
        if place is not None:
            self._paint(rgba, place)

    def put_figure(self, figure: Figure, at: tuple[int, int]) -> None:
        """Lay a person over the cut; its hair and garments become instances of their own."""
        self.figures += 1
        place = self._place(figure.classes.shape, at)
        if place is None:
            return
        self._paint(figure.pixels, place)
        here, there = place
        classes = figure.classes[there]
        owners = self.owners[here]
        several, first = len(EIGHT.names), self.figures
        for number in np.unique(classes[classes > 0]):
            # A picture of several people numbers the classes of the second from 9, and so on.
            other, cls = divmod(int(number) - 1, several)
            self.figures = max(self.figures, first + other)
            self.instances.append((cls + 1, first + other))
            owners[classes == number] = len(self.instances)

    def _place(
        self, size: tuple[int, ...], at: tuple[int, int]
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]] | None:
        """Where a thing lies on the canvas, and which part of the thing that is; None if beside it."""
        (height, width), (x, y) = self.owners.shape, at
        x0, y0, x1, y1 = max(0, x), max(0, y), min(width, x + size[1]), min(height, y + size[0])
        if x0 >= x1 or y0 >= y1:
            return None
        return (slice(y0, y1), slice(x0, x1)), (slice(y0 - y, y1 - y), slice(x0 - x, x1 - x))

    def _paint(self, rgba: NDArray[np.uint8], place: tuple[tuple[slice, slice], tuple[slice, slice]]) -> None:
        here, there = place
        alpha = rgba[there][..., 3:].astype(np.float32) / 255
        self.pixels[here] = rgba[there][..., :3] * alpha + self.pixels[here] * (1 - alpha)
        self.owners[here][rgba[there][..., 3] > SOLID] = 0

    def picture(self) -> NDArray[np.uint8]:
        """HWC uint8 RGB."""
        return np.clip(np.rint(self.pixels), 0, 255).astype(np.uint8)

    def seen(self) -> tuple[Instance, ...]:
        """The instances with SMALLEST visible pixels or more, with their visible pixels as masks."""
        counts = np.bincount(self.owners.ravel(), minlength=len(self.instances) + 1)
        return tuple(
            Instance(
                EIGHT.names[cls - 1], Mask.of_pixels(self.owners == number), source="drawn", character=figure
            )
            for number, (cls, figure) in enumerate(self.instances, 1)
            if counts[number] >= SMALLEST
        )
