"""Words on contact sheets: Latin letters in Pillow's own font, Hangul in strokes.

No font file is needed, so that a sheet has the same bytes on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from toonseg.lettering.hangul import is_syllable, syllable

Colour = tuple[int, int, int]

_HIGH = 0.98
"""Side of a syllable's square, in sizes of the font."""
_BELOW = 0.14
"""How far the square reaches below the line that Latin letters stand on."""
_WEIGHT = 0.075
_FINE = 6
"""A syllable is drawn so many times as large, and shrunk."""
_ALIKE = str.maketrans({"ⓒ": "©", "—": "-", "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: Colour, size: int) -> float:
    """Write a line, and return how wide it is in pixels.

    Args:
        pen: Draws on the sheet.
        at: The line's left end and its top (x, y) in pixels.
        text: Latin letters and Hangul, composed or not; of others, a question mark is written.
        colour: RGB, 0..255.
        size: Of the font, in pixels.
    """
    font = _font(size)
    left, top = at
    for hangul, some in groupby(_composed(text), key=is_syllable):
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
    text = _composed(text)
    syllables = sum(map(is_syllable, text))
    others = ("".join(some) for hangul, some in groupby(text, key=is_syllable) if not hangul)
    return syllables * round(_HIGH * size) + sum(_font(size).getlength(_latin(some)) for some in others)


def fitted(text: str, size: int, width: float) -> str:
    """A text that `write` writes in `width` pixels: its beginning left out where it is too long, as a file's
    name differs at its end."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(f"...{text}", size) > width:
        text = text[1:]
    return f"...{text}" if text else ""


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@lru_cache(2048)
def _syllable(letter: str, size: int) -> Image.Image:
    """A syllable as a mask, 8 bits."""
    side = round(_HIGH * size)
    fine = np.zeros((side * _FINE, side * _FINE), np.uint8)
    room = 0.07
    for stroke in syllable(letter):
        points = np.rint((room + (1 - 2 * room) * stroke) * side * _FINE).astype(np.int32)
        cv2.polylines(fine, [points], False, 255, max(1, round(max(1.0, _WEIGHT * size) * _FINE)))
    return Image.fromarray(np.asarray(cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA), np.uint8))


def _composed(text: str) -> str:
    """The text with its jamo put together to syllables: some systems take the names of files apart."""
    return normalize("NFC", text)


def _latin(text: str) -> str:
    """What Pillow's own font can write."""
    return "".join(letter if 31 < ord(letter) < 383 else "?" for letter in text.translate(_ALIKE))
