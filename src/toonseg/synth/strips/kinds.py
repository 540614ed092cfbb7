"""The sixteen kinds of drawn strips."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """The sixteen kinds of strips, in the order of the benchmark's table."""

    WHITE = "white"
    BLACK = "black"
    JPEG_80 = "jpeg80"
    ENDS = "ends"
    RINGING = "ringing"
    COLOURED = "coloured"
    VERTICAL = "vertical"
    DIAGONAL = "diagonal"
    BUBBLES = "bubbles"
    FRAMELESS = "frameless"
    SIDE_BY_SIDE = "side-by-side"
    BANDS = "bands"
    TEXTURE = "texture"
    FULL_BLEED = "full-bleed"
    NARROW = "narrow"
    MIXED = "mixed"
