"""The pictures of a sample: line art, grey, flat colours, colour and masks, pixel on pixel."""

from __future__ import annotations

import colorsys
import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from toonseg.annotations.formats.writing import Names
from toonseg.annotations.labelset import Picture
from toonseg.errors import WriteError
from toonseg.pictures import Rgb, encode
from toonseg.results.colorize.samples import Sample
from toonseg.results.flats import flat_colours
from toonseg.results.lineart import LineArt, line_art

KINDS = ("color", "line", "grey", "flat", "classes", "instances")
"""The pictures of a sample, in the order in which files have them."""

MOST_CLASSES = 255
_MOST_INSTANCES = 65_535

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Drawn:
    """What is computed of a whole cut, once: its samples are parts of it.

    Attributes:
        color: HWC uint8 RGB, as the cut is.
        line: HW uint8, 0 ink .. 255 paper.
        grey: HW uint8, luma of Rec. 601, 0 .. 255.
        flat: HWC uint8 RGB, without lines and shading.
    """

    color: Rgb
    line: NDArray[np.uint8]
    grey: NDArray[np.uint8]
    flat: Rgb


def drawn(pixels: Rgb, cut: Picture, lines: LineArt) -> Drawn:
    """What the samples of a cut are parts of.

    Args:
        pixels: HWC uint8 RGB of the cut.
        cut: The cut; flat colours do not run over the borders of its instances.
        lines: How line art is drawn.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    return Drawn(pixels, line_art(pixels, lines), grey, flat_colours(pixels, owners_in(cut).astype(np.int32)))


def owners_in(picture: Picture) -> NDArray[np.uint16]:
    """Which instance has each pixel, HW: its place from 1; 0 none. Where two overlap, the smaller one has it.

    Raises:
        WriteError: There are more than 16 bits can number.
    """
    if len(picture.instances) > _MOST_INSTANCES:
        problem = f"{len(picture.instances):,} instances do not fit into a map of 16 bits"
        raise WriteError(picture.file, problem, "Take fewer of them: --only, --score, --min-area.")
    owners = np.zeros(picture.size, np.uint16)
    frame = (0, 0, picture.width, picture.height)
    for number, one in sorted(enumerate(picture.instances, 1), key=lambda pair: -pair[1].area):
        owners[one.mask.within(frame)] = number
    return owners


def files_of(sample: Sample, whole: Drawn, names: Names, colours: tuple[Colour, ...]) -> dict[str, bytes]:
    """The sample's pictures as PNG files, by kind, all of one size.

    Args:
        sample: The sample.
        whole: Its cut.
        names: The classes.
        colours: RGB of each class, for the palette of the class map.
    """
    x0, y0, x1, y1 = sample.box
    part = np.s_[y0:y1, x0:x1]
    owners = owners_in(sample.picture)
    index = np.array([0, *(names.index(one.cls) + 1 for one in sample.picture.instances)], np.uint8)
    many = len(sample.picture.instances) > 255
    return {
        "color": encode(np.ascontiguousarray(whole.color[part]), "png"),
        "line": encode(np.ascontiguousarray(whole.line[part]), "png"),
        "grey": encode(np.ascontiguousarray(whole.grey[part]), "png"),
        "flat": encode(np.ascontiguousarray(whole.flat[part]), "png"),
        "classes": _indexed(index[owners], colours),
        "instances": _png(Image.fromarray(owners)) if many else _indexed(owners.astype(np.uint8), _COLOURS),
    }


def _indexed(values: NDArray[np.uint8], colours: tuple[Colour, ...]) -> bytes:
    """A palette PNG whose values are indices: 0 black, then the colours."""
    picture = Image.fromarray(values)
    picture.putpalette([0, 0, 0, *(value for colour in colours for value in colour)])
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _distinct(place: int) -> Colour:
    hue = (0.03 + place * 0.618034) % 1.0  # the golden ratio: neighbours differ, however many there are
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.55 + 0.3 * (place % 2), 0.95 - 0.2 * (place % 3) / 2)
    return round(red * 255), round(green * 255), round(blue * 255)


_COLOURS = tuple(_distinct(place) for place in range(255))
