"""Figures of Open Peeps, whose parts are areas between black lines instead of shapes.

A pose is drawn without its head and the head without its body. Areas with a known point in them (peep_seeds)
get their class; lines and small specks get that of the nearest such area.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.classes import EIGHT

from .colours import cloth_colour, hair_colour, skin_colour
from .drawing import Figure, resized, spread
from .figure import drawn
from .layers import draw, read_figure, repaint
from .peep_seeds import FACES, SEEDS, SOLID_HAIR

VIEW = (-300, -150, 1500)
"""What is looked at, in the drawing's units: x, y, width."""
WHOLE, HALF = 3050, 1400
"""Height of what is looked at, of figures with and without legs."""
WIDTH = 1200
"""In pixels; figures are made smaller from there."""
LINE = 26
"""The widest line, in units: black areas that are wider are solid."""
HAIR = 1
SKIN = 100
"""The label of known areas that are nothing of ours."""

Labels = NDArray[np.uint8]


@dataclass(frozen=True)
class Pixels:
    """A figure with its classes, WIDTH-sized or less: what `Drawing` is for figures of shapes."""

    pixels: NDArray[np.uint8]
    classes: Labels
    whole: bool

    @property
    def ratio(self) -> float:
        """Height over width."""
        return float(self.pixels.shape[0] / self.pixels.shape[1])

    def at(self, width: int) -> Figure:
        """The figure at a width in pixels."""
        height = max(1, round(width * self.ratio))
        shown = resized(self.pixels, width, height)
        classes = cv2.resize(self.classes, (width, height), interpolation=cv2.INTER_NEAREST)
        return Figure(shown, np.where(shown[..., 3] > 127, classes, 0).astype(np.uint8))


def peeps(count: int, packages: Path, rng: np.random.Generator) -> list[Pixels]:
    """Figures, each of its own pose, hair, face and colours. Raises RuntimeError if node cannot draw them."""
    jobs: list[dict[str, Any]] = []
    poses = [str(rng.choice(list(SEEDS))) for _ in range(count)]
    for pose in poses:
        head = {"hair": str(rng.choice(SOLID_HAIR)), "face": str(rng.choice(FACES))}
        head |= {"facialHair": "None", "accessory": "GlassRound" if rng.random() < 0.15 else "None"}
        height = WHOLE if "pants" in SEEDS[pose] else HALF
        view = dict(zip(("x", "y", "width", "height"), (*VIEW, height), strict=True))
        bare = head | {"face": "Blank", "accessory": "None"}
        shown: list[dict[str, Any]] = [{"body": pose} | head, {"body": pose}, bare]
        jobs += [{"kit": "peeps", "options": parts | {"viewBox": view}} for parts in shown]
    texts = drawn(jobs, packages)
    return [_figure(pose, texts[3 * k : 3 * k + 3], rng) for k, pose in enumerate(poses)]


def _figure(pose: str, texts: list[str], rng: np.random.Generator) -> Pixels:
    picture, body, head = (_picture(text) for text in texts)
    labels = np.where(body[..., 3] > 127, spread(_by_seeds(body, pose)), 0)
    on_head = head[..., 3] > 127
    labels[on_head] = spread(_by_tone(head))[on_head]
    labels[picture[..., 3] <= 127] = 0
    if rng.random() < 0.65:
        _paint(picture, labels, rng)
    rows, columns = np.flatnonzero(labels.any(1)), np.flatnonzero(labels.any(0))
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    step = -1 if rng.random() < 0.5 else 1
    classes = np.where(labels == SKIN, 0, labels)[part][:, ::step]
    return Pixels(picture[part][:, ::step].copy(), np.ascontiguousarray(classes), "pants" in SEEDS[pose])


def _picture(text: str) -> NDArray[np.uint8]:
    root = read_figure(text)
    repaint(root, {"*": {"#a10001": "#000", "#a10002": "#fff"}})
    return draw(root, WIDTH)


def _areas(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Connected white areas and connected solid black areas, numbered from 1: HW int32 each."""
    solid = pixels[..., 3] > 127
    # A line that is half a pixel wide parts two areas all the same.
    dark = solid & (pixels[..., :3].max(2) < 200)
    size = round(LINE * WIDTH / VIEW[2]) | 1
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    black = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, round_brush)
    white = (solid & ~dark).astype(np.uint8)
    numbered = [cv2.connectedComponents(area, connectivity=4)[1] for area in (white, black)]
    return np.asarray(numbered[0], np.int32), np.asarray(numbered[1], np.int32)


def _by_seeds(pixels: NDArray[np.uint8], pose: str) -> Labels:
    """Labels of the areas of a body that have a known point in them.

    Raises:
        ValueError: A point lies in no area, or in one that has another label.
    """
    labels = np.zeros(pixels.shape[:2], np.uint8)
    areas = _areas(pixels)
    scale = WIDTH / VIEW[2]
    for name, points in SEEDS[pose].items():
        for point in points:
            x, y = round((point[0] - VIEW[0]) * scale), round((point[1] - VIEW[1]) * scale)
            found = [area for area in areas if area[y, x]]
            label = EIGHT.index(name) + 1 if name else SKIN
            if not found or labels[y, x] not in (0, label):
                raise ValueError(f"{pose}: no area of its own at {point}: is the kit of another version?")
            labels[found[0] == found[0][y, x]] = label
    return labels


def _by_tone(pixels: NDArray[np.uint8]) -> Labels:
    """Labels of a head: what is solid black is hair, what is white is skin."""
    white, black = _areas(pixels)
    return np.where(black > 0, HAIR, np.where(white > 0, SKIN, 0)).astype(np.uint8)


def _paint(picture: NDArray[np.uint8], labels: Labels, rng: np.random.Generator) -> None:
    """Colour skin and garments where they are white, and now and then the black of hair."""
    for label in np.unique(labels[labels > 0]):
        where = labels == label
        colour = _rgb(skin_colour(rng) if label == SKIN else cloth_colour(rng))
        shade = picture[where][:, :3] / 255
        if label == HAIR:
            colour = _rgb(hair_colour(rng)) if rng.random() < 0.6 else np.zeros(3)
            picture[where, :3] = np.rint(colour + (255 - colour) * shade)
        else:
            picture[where, :3] = np.rint(colour * shade)


def _rgb(digits: str) -> NDArray[np.float64]:
    return np.array([int(digits[k : k + 2], 16) for k in (0, 2, 4)], np.float64)
