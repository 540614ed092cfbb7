"""What files do to a strip before its pages are cut: JPEG, noise."""

from __future__ import annotations

import io

import numpy as np
from numpy.random import Generator
from PIL import Image

from toonseg.synth.pen import Canvas


def jpeg(pixels: Canvas, quality: int) -> Canvas:
    """What is left of a picture (HWC uint8 RGB) after JPEG, in slices of 4,096 rows, for JPEG has a limit."""
    done = np.empty_like(pixels)
    for y in range(0, pixels.shape[0], 4096):
        buffer = io.BytesIO()
        Image.fromarray(pixels[y : y + 4096]).save(buffer, "JPEG", quality=quality)
        done[y : y + 4096] = np.array(Image.open(buffer))
    return done


def grain(pixels: Canvas, rng: Generator) -> Canvas:
    """Noise of up to two levels, the same in all channels."""
    noisy = pixels.astype(np.int16) + rng.integers(-2, 3, pixels.shape[:2], dtype=np.int16)[..., None]
    grained: Canvas = np.clip(noisy, 0, 255).astype(np.uint8)
    return grained
