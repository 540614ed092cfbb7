"""What is painted over finished pictures with the pen, and belongs to nobody: bubbles, bands of white."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.pen import Canvas

T = TypeVar("T")


def over(picture: Canvas, ids: NDArray[np.unsignedinteger], draw: Callable[[Canvas], T]) -> T:
    """Let `draw` paint on a picture with the pen, and take from everybody the pixels that it covers by half.

    Args:
        picture: HWC uint8 RGB, changed in place.
        ids: HW, numbers of instances, changed in place.
        draw: Gets the picture with a fourth channel; the pen's colours have three values, so that it writes 0
            into it wherever it draws, smoothed as the colours are.
    """
    sheet = np.ascontiguousarray(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]))
    result = draw(sheet)
    picture[:] = sheet[..., :3]
    ids[sheet[..., 3] < 128] = 0
    return result
