"""Picture files to arrays and back, with every way a file can be wrong turned into one clear error.

Pillow decodes (docs/adr/0002): it refuses truncated files, which OpenCV fills with grey and passes on.
All arrays here are HWC uint8 RGB, 0..255, C-contiguous.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from toonseg.errors import BrokenPictureError, HugePictureError, WriteError
from toonseg.workspace import write_bytes

Rgb = NDArray[np.uint8]
PictureFormat = Literal["png", "jpg", "webp"]

EXTENSIONS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".jp2"})
MAX_PIXELS = 300_000_000
"""Largest picture that is decoded, in pixels: a page of 1,000 x 300,000. Larger ones are refused."""

MAX_SIDE: dict[PictureFormat, int] = {"png": 2**31 - 1, "jpg": 65_500, "webp": 16_383}
"""Longest side, in pixels, that each format (for JPEG: its usual encoder) can hold."""

_GET_ANOTHER = "Get the file again, or remove it."
_ORIENTATION_TAG = 0x0112
_PNG_END = b"IEND\xaeB`\x82"
# Only these: Pillow also knows formats that start other programs (EPS) or that no page is stored in.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000")
# Pillow's own guard only warns at this size; ours refuses, names the file, and has one limit for all formats.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False


@dataclass(frozen=True)
class PictureInfo:
    """What a picture's header says; `width` and `height` as it is shown, that is, after EXIF rotation."""

    format: str
    width: int
    height: int


def probe(data: bytes, name: object) -> PictureInfo:
    """Read the header of an encoded picture without decoding its pixels.

    Args:
        data: The file's bytes.
        name: What to call it in errors.

    Raises:
        BrokenPictureError: Empty, or no picture.
        HugePictureError: More than MAX_PIXELS pixels.
    """
    with _opened(data, name) as picture:
        width, height = picture.size
        if _orientation(picture) in (5, 6, 7, 8):
            width, height = height, width
        return PictureInfo(str(picture.format), width, height)


def decode(data: bytes, name: object) -> Rgb:
    """Decode an encoded picture.

    Alpha is flattened on white; CMYK, grey, palette and 16-bit pictures become 8-bit RGB; of an animated
    picture the first frame is taken; EXIF rotation is applied.

    Args:
        data: The file's bytes.
        name: What to call it in errors.

    Returns:
        HWC uint8 RGB, 0..255.

    Raises:
        BrokenPictureError: Empty, truncated, damaged, or no picture.
        HugePictureError: More than MAX_PIXELS pixels.
    """
    with _opened(data, name) as picture:
        turned = _orientation(picture) != 1
        picture.load()
        return np.array(_to_rgb(ImageOps.exif_transpose(picture) if turned else picture))


def verify(data: bytes, name: object) -> PictureInfo:
    """Decode the picture once to be sure that it is whole, to its last byte. Raises what `decode` raises."""
    pixels = decode(data, name)
    if data.startswith(b"\x89PNG") and _PNG_END not in data:
        # All pixels are there, but later frames of an animation, or a few bytes, are not.
        raise BrokenPictureError(name, "damaged or cut short (it has no end mark)", _GET_ANOTHER)
    with _opened(data, name) as picture:
        return PictureInfo(str(picture.format), pixels.shape[1], pixels.shape[0])


def encode(pixels: Rgb, format: PictureFormat, *, quality: int = 95, name: object = "picture") -> bytes:
    """Encode HWC uint8 RGB. PNG is lossless; `quality` (1..100) is for JPEG and WebP.

    Raises:
        WriteError: A side is longer than the format holds.
    """
    height, width = pixels.shape[:2]
    limit = MAX_SIDE[format]
    if max(height, width) > limit:
        problem = f"{width} x {height} pixels do not fit into {format.upper()} (at most {limit:,} a side)"
        raise WriteError(name, problem, "Write PNG instead, or in parts.")
    buffer = io.BytesIO()
    picture = Image.fromarray(pixels)
    if format == "png":
        picture.save(buffer, "PNG", compress_level=3)
    elif format == "jpg":
        picture.save(buffer, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2)
    else:
        picture.save(buffer, "WEBP", quality=quality, method=4)
    return buffer.getvalue()


def write_picture(path: Path, pixels: Rgb, format: PictureFormat, *, quality: int = 95) -> None:
    """Encode and write atomically, then make sure that the file says what was meant.

    Raises:
        WriteError: The format cannot hold the size, the disk is full, or the written header disagrees.
    """
    data = encode(pixels, format, quality=quality, name=path)
    info = probe(data, path)
    if (info.height, info.width) != pixels.shape[:2]:
        raise WriteError(path, "the encoder changed the picture's size", "Write PNG instead.")
    write_bytes(path, data)


@contextmanager
def _opened(data: bytes, name: object) -> Iterator[Image.Image]:
    """Open with Pillow; every failure inside the block becomes an error that names the picture."""
    if not data:
        raise BrokenPictureError(name, "the file is empty", _GET_ANOTHER)
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd EXIF and TIFF tags that do not touch the pixels.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    problem = f"{width:,} x {height:,} pixels, more than the {MAX_PIXELS:,} toonseg decodes"
                    raise HugePictureError(name, problem, "Split the picture, or remove it if it is a bomb.")
                yield picture
    except UnidentifiedImageError as error:
        raise BrokenPictureError(name, f"not a picture ({_looks_like(data)})", _GET_ANOTHER) from error
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError, struct.error, zlib.error) as error:
        raise BrokenPictureError(name, f"damaged or cut short ({error})", _GET_ANOTHER) from error
    except MemoryError as error:
        raise HugePictureError(name, "does not fit into memory", "Split the picture.") from error


def _orientation(picture: Image.Image) -> int:
    """EXIF orientation, 1..8, of a picture whose pixels are not loaded yet; 1 is upright."""
    if picture.format == "TIFF":
        return 1  # Pillow turns these itself, and says the turned size
    if picture.format == "PNG" and "exif" not in picture.info:
        return 1  # asking Pillow for more would decode the whole picture
    try:
        return int(picture.getexif().get(_ORIENTATION_TAG, 1))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return 1  # a damaged note does not make the pixels worse


def _to_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        # Pillow's own conversion clips 16-bit grey instead of scaling it.
        values = np.asarray(picture, dtype=np.float32)
        white = _white_of(picture.mode, float(values.max(initial=0)))
        return Image.fromarray(np.clip(values * (255 / white) + 0.5, 0, 255).astype(np.uint8)).convert("RGB")
    if picture.has_transparency_data:
        layers = picture.convert("RGBA")
        ground = Image.new("RGBA", layers.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, layers).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _white_of(mode: str, brightest: float) -> float:
    """The value that stands for white: known for 16-bit grey, told by the brightest pixel for others."""
    if mode.startswith("I;16"):
        return 65535.0
    if mode == "F" and brightest <= 1:
        return 1.0
    return 65535.0 if brightest > 255 else 255.0


def _looks_like(data: bytes) -> str:
    start = data[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "it is an HTML page"
    if start.startswith((b"{", b"[")):
        return "it looks like JSON"
    if all(byte in b"\t\r\n" or byte >= 0x20 for byte in data[:512]):
        return "it looks like text"
    return "no known picture format"
