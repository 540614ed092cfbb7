"""Words on contact sheets: Latin letters in Pillow's own font, Hangul in strokes.

No font file is needed, so that a sheet has the same bytes on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Rgb = tuple[int, int, int]

_HIGH = 0.98
"""Side of a syllable's square, in sizes of the font."""
_BELOW = 0.14
"""How far the square reaches below the line that Latin letters stand on."""
_WEIGHT = 0.075
_FINE = 6
"""A syllable is drawn so many times as large, and shrunk."""
_ALIKE = str.maketrans({"ⓒ": "©", "—": "-", "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: Rgb, size: int) -> float:
    """Write a line, and return how wide it is in pixels.

    Args:
        pen: Draws on the sheet.
        at: The line's left end and its top (x, y) in pixels.
        text: Latin letters and Hangul; of others, a question mark is written.
        colour: RGB, 0..255.
        size: Of the font, in pixels.
    """
    font = _font(size)
    left, top = at
    for hangul, some in groupby(text, key=_is_hangul):
        if hangul:
            ascent = font.getmetrics()[0] if isinstance(font, ImageFont.FreeTypeFont) else size
            under = round(top + ascent + _BELOW * size)
            for letter in some:
                drawn = _syllable(letter, size)
                pen.bitmap((round(left), under - drawn.height), drawn, colour)
                left += drawn.width
        else:
            latin = _latin("".join(some))
            pen.text((left, top), latin, colour, font)
            left += font.getlength(latin)
    return left - at[0]


def width_of(text: str, size: int) -> float:
    """How wide `write` writes a text, in pixels."""
    syllables = sum(map(_is_hangul, text))
    others = ("".join(some) for hangul, some in groupby(text, key=_is_hangul) if not hangul)
    return syllables * round(_HIGH * size) + sum(_font(size).getlength(_latin(some)) for some in others)


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@lru_cache(2048)
def _syllable(letter: str, size: int) -> Image.Image:
    """A syllable as a mask, 8 bits."""
    # Not above: few sheets have Hangul, and all that draws titles would be loaded with it.
    from toonseg.synth.hangul import syllable

    side = round(_HIGH * size)
    fine = np.zeros((side * _FINE, side * _FINE), np.uint8)
    room = 0.07
    for stroke in syllable(letter):
        points = np.rint((room + (1 - 2 * room) * stroke) * side * _FINE).astype(np.int32)
        cv2.polylines(fine, [points], False, 255, max(1, round(max(1.0, _WEIGHT * size) * _FINE)))
    return Image.fromarray(np.asarray(cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA), np.uint8))


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _latin(text: str) -> str:
    """What Pillow's own font can write."""
    return "".join(letter if 31 < ord(letter) < 383 else "?" for letter in text.translate(_ALIKE))
