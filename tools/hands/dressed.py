"""People of other hands with what their kits lack: hats on their heads, and long locks over their clothes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.classes import EIGHT

from .drawing import Drawable, Figure
from .things import Thing, filling, turned

HAIR = EIGHT.index("hair") + 1
ABOVE = 0.6
"""What is added above a figure for its hat, as a share of its width."""
SMALLEST = 30
"""Heads of fewer pixels across stay as they are."""
SOLID = 127


class Head(NamedTuple):
    """Where hair lies on a figure: its first row and, of its upper part, the first and last column."""

    top: int
    left: int
    right: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left + 1


def head_of(classes: NDArray[np.uint8]) -> Head | None:
    """The head of a figure of one person (HW uint8 of classes); None where it has too little hair."""
    hair = classes == HAIR
    if classes.max(initial=0) > len(EIGHT.names) or not hair.any():
        return None
    rows, columns = np.flatnonzero(hair.any(1)), np.flatnonzero(hair.any(0))
    upper = np.flatnonzero(hair[rows[0] : rows[0] + max(1, round(0.4 * np.ptp(columns)))].any(0))
    head = Head(int(rows[0]), int(upper[0]), int(upper[-1]))
    return head if head.width >= SMALLEST else None


@dataclass(frozen=True)
class Hatted:
    """A person with a hat on.

    Attributes:
        drawing: The person.
        hat: What is put on.
        wide: Its width as a share of the head's; no wider than the figure.
        deep: How far down it is pulled, as a share of the head's width.
        aside: How far it lies to the right, likewise.
        hue: By how many degrees the hue of its colours is turned.
        flipped: Whether it is mirrored.
    """

    drawing: Drawable
    hat: Thing
    wide: float
    deep: float
    aside: float
    hue: float
    flipped: bool

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.drawing.ratio + ABOVE

    @property
    def whole(self) -> bool:
        """Whether the legs are drawn."""
        return self.drawing.whole

    def at(self, width: int) -> Figure:
        """The figure at a width in pixels."""
        figure = self.drawing.at(width)
        above = round(ABOVE * width)
        pixels = np.pad(figure.pixels, ((above, 0), (0, 0), (0, 0)))
        classes = np.pad(figure.classes, ((above, 0), (0, 0)))
        head = head_of(classes)
        if head is None:
            return Figure(pixels, classes)
        across = max(8, min(width, round(self.wide * head.width)))
        hat = turned(filling(self.hat, across), self.hue)
        if self.flipped:
            hat = hat[:, ::-1]
        bottom = head.top + round(self.deep * head.width)
        left = round((head.left + head.right) / 2 + self.aside * head.width - hat.shape[1] / 2)
        return _laid_over(pixels, classes, hat, left, bottom - hat.shape[0])


def _laid_over(
    pixels: NDArray[np.uint8], classes: NDArray[np.uint8], over: NDArray[np.uint8], left: int, top: int
) -> Figure:
    """A figure under a thing that has no class, whose top left pixel lies at (left, top)."""
    (high, wide), (over_high, over_wide) = classes.shape, over.shape[:2]
    y0, y1, x0, x1 = max(0, top), min(high, top + over_high), max(0, left), min(wide, left + over_wide)
    if y0 >= y1 or x0 >= x1:
        return Figure(pixels, classes)
    here, there = np.s_[y0:y1, x0:x1], np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    front, back = over[there].astype(np.float32), pixels[here].astype(np.float32)
    alpha, under = front[..., 3:] / 255, back[..., 3:] / 255
    both = alpha + under * (1 - alpha)
    colours = (front[..., :3] * alpha + back[..., :3] * under * (1 - alpha)) / np.maximum(both, 1e-6)
    pixels[here] = np.rint(np.dstack([colours, both * 255])).astype(np.uint8)
    classes[here][front[..., 3] > SOLID] = 0
    return Figure(pixels, classes)


@dataclass(frozen=True)
class Long:
    """A person whose hair falls in locks over shoulders and clothes, as far as there are any."""

    drawing: Drawable
    seed: int

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.drawing.ratio

    @property
    def whole(self) -> bool:
        """Whether the legs are drawn."""
        return self.drawing.whole

    def at(self, width: int) -> Figure:
        """The figure at a width in pixels."""
        figure = self.drawing.at(width)
        head = head_of(figure.classes)
        return figure if head is None else with_locks(figure, head, np.random.default_rng(self.seed))


def with_locks(figure: Figure, head: Head, rng: np.random.Generator) -> Figure:
    """Locks from both sides of the head downwards, in the hair's colour, now and then with an outline."""
    pixels, classes = figure.pixels.copy(), figure.classes.copy()
    hair = figure.classes == HAIR
    colour = np.median(figure.pixels[hair][:, :3], 0)
    lock = np.zeros(classes.shape, np.uint8)
    length = float(rng.uniform(0.7, 2.2)) * head.width
    fall = float(rng.uniform(0.15, 0.5))
    line = max(1, round(0.012 * head.width)) if rng.random() < 0.55 else 0
    edges = np.zeros(classes.shape, np.uint8)
    for side in (-1, 1):
        if rng.random() < 0.15:
            continue
        for _ in range(int(rng.integers(1, 5))):
            share = float(rng.uniform(0, 0.22))
            x = head.left + share * head.width if side < 0 else head.right - share * head.width
            rows = np.flatnonzero(hair[:, min(max(0, round(x)), hair.shape[1] - 1)])
            if not len(rows):
                continue
            outline = _lock((x, float(rows[-1]) - 0.12 * head.width), length, side * fall, head.width, rng)
            one = np.zeros_like(lock)
            cv2.fillPoly(one, [outline], 255, cv2.LINE_AA)
            edges[one > 0] = 0
            if line:
                cv2.polylines(edges, [outline], False, 255, line, cv2.LINE_AA)
            lock = np.maximum(lock, one)
    # What is cut off at the lower border of the figure stays cut off; other hair keeps its own lines.
    lock[hair] = edges[hair] = 0
    alpha = np.maximum(lock, np.where(lock > 0, edges, 0)).astype(np.float32)[..., None] / 255
    dark = colour * float(rng.uniform(0.15, 0.55))
    ink = np.where(lock > 0, edges, 0).astype(np.float32)[..., None] / 255
    shown = colour * (1 - ink) + dark * ink
    under = pixels[..., 3:].astype(np.float32) / 255
    both = alpha + under * (1 - alpha)
    mixed = (shown * alpha + pixels[..., :3] * under * (1 - alpha)) / np.maximum(both, 1e-6)
    result = np.dstack([mixed, both * 255])
    classes[lock > SOLID] = HAIR
    return Figure(np.clip(np.rint(result), 0, 255).astype(np.uint8), classes)


def _lock(
    start: tuple[float, float], length: float, fall: float, head: int, rng: np.random.Generator
) -> NDArray[np.int32]:
    """The outline of one lock, which narrows to a point: (N, 1, 2) int32 of x, y."""
    along = np.linspace(0, 1, 24)
    length *= float(rng.uniform(0.6, 1))
    wave = float(rng.uniform(0, 0.1)) * head * np.sin(along * rng.uniform(2, 9) + rng.uniform(0, 6.3))
    x = start[0] + wave - wave[0] + fall * head * np.sin(along * 2) * float(rng.uniform(0.1, 0.8))
    y = start[1] + along * length
    half = 0.5 * head * float(rng.uniform(0.08, 0.24)) * (1 - along ** float(rng.uniform(1.5, 5)))
    points = np.concatenate([np.stack([x - half, y], 1), np.stack([x + half, y], 1)[::-1]])
    return np.rint(points).astype(np.int32)[:, None]


def some_dressed(
    drawings: Sequence[Drawable],
    hats: Sequence[Thing],
    rng: np.random.Generator,
    *,
    hatted: float,
    long: float,
) -> list[Drawable]:
    """The same figures, about a share `long` of them with long locks and a share `hatted` with a hat on."""
    dressed: list[Drawable] = []
    for one in drawings:
        figure = Long(one, int(rng.integers(1 << 31))) if rng.random() < long else one
        if hats and rng.random() < hatted:
            figure = Hatted(
                figure,
                hats[int(rng.integers(len(hats)))],
                wide=float(rng.uniform(0.95, 1.5)),
                deep=float(rng.uniform(0.12, 0.4)),
                aside=float(rng.normal(0, 0.06)),
                hue=float(rng.uniform(0, 360)),
                flipped=bool(rng.random() < 0.5),
            )
        dressed.append(figure)
    return dressed
