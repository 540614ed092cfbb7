"""Layers of an artwork, whatever file they come from."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.classes import InstanceClass, class_of
from toonseg.synth.art import Blend

Rgba = NDArray[np.uint8]
LARGEST = 2400
"""Longest side, in pixels, at which artwork is kept; larger files are reduced on reading."""


@dataclass(frozen=True)
class Layer:
    """One layer, from the file's bottom to its top in z-order.

    Attributes:
        path: Names of its groups and its own, joined by "/".
        pixels: HWC uint8 RGBA, 0..255, not premultiplied, of the layer's box.
        at: (x, y) of the box in the artwork.
        clipped: Whether it is seen only where the layer below it is, and belongs to that one.
        blend: How it meets what is below; all but NORMAL colour without hiding, and change no label.
    """

    path: str
    pixels: Rgba
    at: tuple[int, int]
    clipped: bool = False
    blend: Blend = Blend.NORMAL

    @property
    def name(self) -> str:
        """The layer's own name."""
        return self.path.rpartition("/")[2]

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups, from the outside inwards."""
        return tuple(self.path.split("/")[:-1])


@dataclass(frozen=True)
class Artwork:
    """A layered file: its width and height, and its layers from the bottom to the top."""

    width: int
    height: int
    layers: tuple[Layer, ...]


def class_for(layer: Layer, classes: Mapping[str, str]) -> InstanceClass | None:
    """The class of a layer: the first pattern that matches its path, its name, or one of its groups.

    Patterns are those of file names (*, ?, [abc]), whatever the case; a number that orders layers, as in
    "010-hair", may be left out of them. The value "none" leaves what matches unlabelled.
    """
    names = [_plain(part) for part in (layer.path, layer.name, *reversed(layer.groups))]
    names += [re.sub(r"^[0-9]+[\s._-]*", "", name) for name in names]
    for pattern, name in classes.items():
        if any(fnmatch.fnmatchcase(given, _plain(pattern)) for given in names):
            return None if name.casefold() == "none" else class_of(name)
    return None


def reduced(artwork: Artwork) -> Artwork:
    """The artwork with no side longer than `LARGEST`."""
    scale = LARGEST / max(artwork.width, artwork.height)
    if scale >= 1:
        return artwork
    layers = [
        Layer(
            one.path, resized(one.pixels, scale), (round(one.at[0] * scale), round(one.at[1] * scale)),
            one.clipped, one.blend,
        )
        for one in artwork.layers
    ]  # fmt: skip
    return Artwork(round(artwork.width * scale), round(artwork.height * scale), tuple(layers))


def resized(pixels: Rgba, scale: float) -> Rgba:
    """HWC uint8 RGBA at another size; colours are weighed by their alpha, so that no fringe comes in."""
    height, width = pixels.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    alpha = pixels[..., 3:].astype(np.float32) / 255
    weighed = np.dstack([pixels[..., :3] * alpha, alpha])
    small = np.asarray(cv2.resize(weighed, size, interpolation=way))
    colours = small[..., :3] / np.maximum(small[..., 3:], 1e-4)
    out = np.dstack([np.minimum(colours, 255), small[..., 3:] * 255])
    return np.asarray(np.rint(out), np.uint8)


def trimmed(path: str, picture: Rgba, *, clipped: bool = False, blend: Blend = Blend.NORMAL) -> Layer | None:
    """A layer from a picture of the whole artwork's size, cut down to its box; None if nothing is on it."""
    x, y, w, h = cv2.boundingRect(np.ascontiguousarray(picture[..., 3]))
    if w == 0 or h == 0:
        return None
    return Layer(path, picture[y : y + h, x : x + w].copy(), (x, y), clipped, blend)


def boxes(layers: Sequence[Layer]) -> tuple[int, int, int, int]:
    """The box [x0, y0, x1, y1] of all that is on some layers."""
    edges = np.array(
        [(*one.at, one.at[0] + one.pixels.shape[1], one.at[1] + one.pixels.shape[0]) for one in layers]
    )
    x0, y0 = (int(v) for v in edges[:, :2].min(0))
    x1, y1 = (int(v) for v in edges[:, 2:].max(0))
    return x0, y0, x1, y1


def _plain(name: str) -> str:
    return name.casefold().strip()
