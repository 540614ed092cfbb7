"""Small pictures, each different from the others."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image


def png(seed: int, width: int = 24, height: int = 30) -> bytes:
    return _encode(seed, width, height, "PNG")


def jpeg(seed: int, width: int = 24, height: int = 30) -> bytes:
    return _encode(seed, width, height, "JPEG")


def _encode(seed: int, width: int, height: int, format: str) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format)
    return buffer.getvalue()
