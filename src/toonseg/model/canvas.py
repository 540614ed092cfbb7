"""How pictures are laid on the network's canvas: WIDTH pixels wide, with sides that are multiples of 32."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.model.decode import Fit
from toonseg.pictures import Rgb

WIDTH = 512
"""Of a picture on the canvas, in pixels; the strips of webtoons are 690 to 800 pixels wide."""
TALLEST = 1024
"""A picture that would be higher is seen in tiles."""
LARGEST = 1.6
"""Small pictures are not enlarged beyond this."""
STEP = 32
_GREY = (127, 127, 127)


def fit_of(height: int, width: int) -> Fit:
    """How a picture of so many pixels is laid on the canvas."""
    return Fit(height, width, min(LARGEST, WIDTH / width))


def laid(pixels: Rgb, fit: Fit) -> NDArray[np.float32]:
    """The canvas with the picture at its top left: 3HW float32 RGB, 0..255; what is left over is grey."""
    height, width = fit.inner
    smooth = cv2.INTER_AREA if fit.scale < 1 else cv2.INTER_LINEAR
    small = (
        pixels
        if (height, width) == pixels.shape[:2]
        else cv2.resize(pixels, (width, height), interpolation=smooth)
    )
    below, right = -height % STEP, -width % STEP
    if below or right:
        small = cv2.copyMakeBorder(small, 0, below, 0, right, cv2.BORDER_CONSTANT, value=_GREY)
    return np.ascontiguousarray(small.transpose(2, 0, 1), np.float32)
