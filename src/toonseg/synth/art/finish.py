"""What happens to the whole picture last: colour cast, greys, dot screen, grain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.synth.art.canvas import Pixels
from toonseg.synth.art.style import Style


def finished(picture: Pixels, style: Style, rng: Generator) -> Pixels:
    """The picture (HWC uint8 RGB) as the style's page shows it; every step works pixel by pixel, so masks
    stay exact."""
    out = picture
    if style.cast_amount > 0.01:
        values = np.arange(256)[:, None]
        tinted = values * np.array(style.cast)[None] / 255
        table = np.rint(values + (tinted - values) * style.cast_amount).astype(np.uint8)[:, None]
        out = np.asarray(cv2.LUT(out, table), np.uint8)
    if style.mono > 0.01:
        grey = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        out = np.asarray(cv2.addWeighted(out, 1 - style.mono, grey, style.mono, 0), np.uint8)
    if style.screentone > 0.01:
        out = _screened(out, style.screentone)
    if style.grain > 0.01:
        height, width = out.shape[:2]
        noise = rng.integers(0, 256, (64 + height // 8, 64 + width // 8), dtype=np.uint8)
        tile = np.tile(noise, (9, 9))[:height, :width].astype(np.int16)
        shift = ((tile - 128) * (26 * style.grain) / 128).astype(np.int16)
        out = np.clip(out + shift[..., None], 0, 255).astype(np.uint8)
    return out


def _screened(picture: Pixels, amount: float) -> Pixels:
    """Middle tones under a 45-degree screen of dots, 4 pixels apart."""
    height, width = picture.shape[:2]
    y, x = np.arange(height)[:, None], np.arange(width)[None]
    wave = np.cos((x + y) * np.pi / 2.9) * np.cos((x - y) * np.pi / 2.9)
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    tone = np.clip(1 - np.abs(luma - 0.55) * 2.6, 0, 1) * amount
    factor = 1 - tone * (wave > 0.25) * 0.35
    return np.asarray(np.rint(picture * factor[..., None]), np.uint8)
