"""What is said of a sample: prompt, place, its instances with masks and palettes; a row of every layout."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.formats.writing import Names, whole_mask
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.pictures import Rgb
from toonseg.results.colorize.samples import Per, Sample
from toonseg.results.colorize.wording import Worn, name_of, prompt_of
from toonseg.results.colours import Swatch, dominant, hex_of
from toonseg.results.lineart import lines_of
from toonseg.results.masked import name_in_set

Row = dict[str, Any]

_INKED = 0.3  # share of a pixel that ink covers
_ENOUGH = 0.1


@dataclass(frozen=True)
class Seen:
    """A cut's pixels.

    Attributes:
        pixels: HWC uint8 RGB.
        inked: HW bool, where lines cover the colour.
        sha256: Of the pixels, hex.
    """

    pixels: Rgb
    inked: NDArray[np.bool_]
    sha256: str


def seen(pixels: Rgb) -> Seen:
    """What the rows of a cut's samples are told from: HWC uint8 RGB."""
    ink = lines_of(pixels).ink
    inked = cv2.dilate((ink > _INKED).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    return Seen(pixels, inked, hashlib.sha256(pixels.tobytes()).hexdigest())


def row_of(sample: Sample, cut: Seen, about: tuple[Names, str], per: Per, colours: int) -> Row:
    """The row of a sample.

    Args:
        sample: The sample.
        cut: The cut that it is of.
        about: The classes; the rights.
        per: What samples are made of.
        colours: The most colours of a palette.

    Returns:
        {"key", "prompt", "width", "height", "file", "pixels_sha256", "title", "episode", "cut", "box" (in the
        strip), "box_in_cut", "rights", "objects": [{"number", "class_id", "class_name", "bbox" (x, y, width,
        height in the sample), "area", "rle", "score", "character", "source", "palette": [{"rgb", "lab",
        "share"}]}]}
    """
    names, rights = about
    picture, origin = sample.picture, sample.picture.origin
    palettes = [_palette(one, sample, cut, colours) for one in picture.instances]
    worn = [
        Worn(names.names[names.index(one.cls)], palette, one.character)
        for one, palette in zip(picture.instances, palettes, strict=True)
    ]
    return {
        "key": sample.key,
        "prompt": prompt_of(worn) if per == "cut" else name_of(worn[0]),
        "width": picture.width,
        "height": picture.height,
        "file": name_in_set(picture),
        "pixels_sha256": cut.sha256,
        "title": origin and origin.title,
        "episode": origin and origin.episode,
        "cut": origin and origin.cut,
        "box": origin and list(origin.box),
        "box_in_cut": list(sample.box),
        "rights": rights,
        "objects": [_object(picture, place, names, palette) for place, palette in enumerate(palettes)],
    }


def _object(picture: Picture, place: int, names: Names, palette: tuple[Swatch, ...]) -> Row:
    one = picture.instances[place]
    mask = whole_mask(one, picture)
    x0, y0, x1, y1 = mask.box
    index = names.index(one.cls)
    return {
        "number": place + 1,
        "class_id": index,
        "class_name": names.names[index],
        "bbox": [x0, y0, x1 - x0, y1 - y0],
        "area": mask.area,
        "rle": {"size": list(mask.size), "counts": mask.counts},
        "score": one.score,
        "character": None if one.character is None else str(one.character),
        "source": one.source,
        "palette": [
            {
                "rgb": hex_of(swatch.rgb),
                "lab": [round(value, 2) for value in swatch.lab],
                "share": round(swatch.share, 4),
            }
            for swatch in palette
        ],
    }


def _palette(one: Instance, sample: Sample, cut: Seen, colours: int) -> tuple[Swatch, ...]:
    """The colours of an instance: of what no line covers, unless that is nearly nothing."""
    x0, y0, x1, y1 = sample.box
    mask = one.mask.within((0, 0, sample.picture.width, sample.picture.height))
    bare = mask & ~cut.inked[y0:y1, x0:x1]
    enough = np.count_nonzero(bare) >= _ENOUGH * np.count_nonzero(mask)
    return dominant(cut.pixels[y0:y1, x0:x1][bare if enough else mask], colours)
