"""Pictures made small enough for the page, as addresses that hold them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from toonseg.errors import BrokenPictureError, SourceError
from toonseg.pages import data_uri
from toonseg.pictures import MAX_PIXELS
from toonseg.results.report.html import text


@dataclass(frozen=True)
class Small:
    """A small picture: its address, its size (width, height) in pixels, and what is to be said of it."""

    uri: str
    size: tuple[int, int]
    words: str

    def html(self, *, dense: bool = False) -> str:
        """It as an element; a dense one is shown at half its size, for screens of many pixels."""
        width, height = (max(1, round(side / 2)) for side in self.size) if dense else self.size
        return (
            f'<img alt="{text(self.words)}" loading="lazy" decoding="async" width="{width}" '
            f'height="{height}" src="{self.uri}">'
        )


def shrunk(pixels: NDArray[np.uint8], side: int, words: str, *, exact: bool = False) -> Small:
    """A picture, its longest side `side` pixels at most.

    Args:
        pixels: HWC uint8, RGB or RGBA. Colours are weighed by alpha, so that what is not seen does not bleed
            into what is.
        side: Longest side in pixels.
        words: What is to be said of it.
        exact: Keep every colour as it is: maps, whose colours mean something.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if scale < 1 and exact:
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    elif scale < 1 and pixels.shape[2] == 4:
        share = pixels[..., 3:].astype(np.float32) / 255
        small = cv2.resize(np.dstack([pixels[..., :3] * share, share]), size, interpolation=cv2.INTER_AREA)
        colour = small[..., :3] / np.maximum(small[..., 3:], 1e-3)
        pixels = np.dstack([colour, small[..., 3:] * 255]).clip(0, 255).round().astype(np.uint8)
    elif scale < 1:
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    buffer = io.BytesIO()
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    if exact:
        picture.save(buffer, "WEBP", lossless=True, method=4)
    else:
        picture.save(buffer, "WEBP", quality=80, alpha_quality=90, method=4)
    return Small(data_uri(buffer.getvalue(), "image/webp"), size, words)


def rgba_of(data: bytes, name: Path | str) -> NDArray[np.uint8]:
    """The pixels of a PNG, HWC uint8 RGBA, 0..255, or RGB where it has no alpha.

    Raises:
        BrokenPictureError: It is no whole PNG, or a huge one.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BrokenPictureError(name, "is too large", "Make it anew.")
            return np.array(picture.convert("RGBA" if picture.has_transparency_data else "RGB"))
    except (OSError, SyntaxError, ValueError) as error:
        raise BrokenPictureError(name, f"is no whole PNG ({error})", "Make it anew.") from error


def bytes_of(path: Path) -> bytes:
    """A file's content. Raises SourceError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror or error})", "Make it anew.") from error
