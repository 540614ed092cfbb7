"""Line art out of finished colour art: ink stays, what is only the edge of a colour goes faint.

Ink is what is dark and narrow: its depth is how far a morphological closing, which fills it, lifts the
picture (Serra 1982's black top-hat). At the step from one flat colour to another a closing lifts nothing, so
that shadows and gradients leave no line, as they would in a difference of Gaussians. Edges are drawn beside
the ink by XDoG (Winnemoeller, Kyprianidis and Olsen 2012), weaker where the picture is inked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.errors import UsageError

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Fills = Literal["hollow", "kept"]

_GAP = 0.055  # depth of ink, of 1, below which it is noise
_DARK = 0.2  # luminance of ink and of black fills, 0..1
_BROAD = 9.0  # pixels of a picture 690 wide: what is dark and broader is a fill


@dataclass(frozen=True)
class LineArt:
    """How lines are drawn.

    Attributes:
        ink: How deep below its surroundings ink has to lie to be drawn in full, as a share of the way from
            black to white, 0.02 (pencil) .. 0.5 (black pens only).
        edges: Strength of lines at the edges of colours, 0 (ink alone) .. 1 (as black as ink); None: little
            where the picture is inked, more the less ink it has.
        fills: What becomes of black areas: "hollow" keeps their outline, "kept" leaves them black.
        broad: Greatest width of a line in pixels, 3 .. 31; what is broader is an area. None: a 75th of the
            picture's width, at least 5.
        speckle: Pixels of the smallest mark that stays, 0 .. 200.
        weight: Pixels by which lines are made thicker, -2 .. 4.
    """

    ink: float = 0.16
    edges: float | None = None
    fills: Fills = "hollow"
    broad: int | None = None
    speckle: int = 10
    weight: float = 0.0

    def __post_init__(self) -> None:
        """Raises UsageError where a number lies outside its range."""
        for name, low, high in (
            ("ink", 0.02, 0.5), ("edges", 0, 1), ("broad", 3, 31), ("speckle", 0, 200), ("weight", -2, 4)
        ):  # fmt: skip
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise UsageError(name, f"{value} is out of range", f"Give a number from {low} to {high}.")
        if self.fills not in {"hollow", "kept"}:
            raise UsageError("fills", f"'{self.fills}' is none", "Choose hollow or kept.")


def line_art(pixels: Pixels, how: LineArt = LineArt()) -> Pixels:
    """The lines of a picture on white.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        how: Which lines, and how they look.

    Returns:
        HW uint8: 0 ink .. 255 paper, smooth at the lines' edges.
    """
    grey = luminance(pixels)
    inked = ink_of(grey, how.ink, _broad(how, pixels.shape[1]))
    drawn: Floats = inked
    fills = _fills(grey, inked)
    if how.fills == "kept":
        drawn = np.maximum(drawn, fills)
    else:
        drawn = np.maximum(drawn, fills - cv2.erode(fills, _disc(5)))
    edged = edges_of(pixels)
    strength = _edge_strength(edged, drawn) if how.edges is None else how.edges
    if strength > 0:
        drawn = np.maximum(drawn, edged * np.float32(strength))
    drawn = _without_speckles(drawn, how.speckle)
    return np.asarray(np.rint(255 * (1 - _weighted(drawn, how.weight))), np.uint8)


def luminance(pixels: Pixels) -> Floats:
    """Rec. 601 luma of HWC uint8 RGB as HW float32, 0..1."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) * np.float32(1 / 255))


def ink_of(grey: Floats, least: float, broad: int) -> Floats:
    """How far each pixel is covered by ink.

    Args:
        grey: HW float32, luminance 0..1.
        least: Depth of ink that is drawn in full, 0..1.
        broad: Greatest width of a line in pixels.

    Returns:
        HW float32, 0..1.
    """
    depth = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _disc(broad | 1)), np.float32)
    # A line's own depth is the deepest near by: the rim of a line is then covered in part, not faint ink.
    deepest = np.asarray(cv2.dilate(depth, _disc(3)), np.float32)
    covered = depth / np.maximum(deepest, np.float32(1e-3))
    return np.asarray(covered * _ramp(deepest, min(_GAP, least / 2), least), np.float32)


def edges_of(pixels: Pixels) -> Floats:
    """Lines along the edges of colours by XDoG over luminance and chroma, HW float32, 0..1."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32) * np.float32(1 / 255)
    fine, coarse = cv2.GaussianBlur(lab, (0, 0), 1.0), cv2.GaussianBlur(lab, (0, 0), 1.6)
    across = fine - coarse
    light = np.maximum(-across[..., 0], 0)
    chroma = np.sqrt(across[..., 1] ** 2 + across[..., 2] ** 2)
    return np.asarray(np.tanh(np.maximum(light + chroma - np.float32(0.015), 0) * 28), np.float32)


def _broad(how: LineArt, width: int) -> int:
    return how.broad if how.broad is not None else max(5, round(width * _BROAD / 690))


def _fills(grey: Floats, inked: Floats) -> Floats:
    """Black areas that are too broad for ink, HW float32, 0..1."""
    dark = 1 - _ramp(grey, _DARK * 0.7, _DARK * 1.1)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _disc(5))
    return np.asarray(np.minimum(dark, cv2.dilate(opened, _disc(3))), np.float32)


def _edge_strength(edged: Floats, inked: Floats) -> float:
    """How strongly edges are to be drawn, by how much of them is inked."""
    near = cv2.dilate(inked, _disc(5)) > 0.4
    total = float(edged.sum())
    share = float(edged[near].sum()) / total if total > 0 else 1.0
    return min(1.0, max(0.0, (0.75 - share) / 0.4))


def _without_speckles(drawn: Floats, least: int) -> Floats:
    """The lines without marks of fewer than `least` pixels."""
    if least <= 0:
        return drawn
    seen = (drawn > 0.25).astype(np.uint8)
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(seen, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= least
    kept[0] = False
    around = cv2.dilate(kept[numbers].astype(np.uint8), _disc(3))
    return np.asarray(drawn * around, np.float32)


def _weighted(drawn: Floats, weight: float) -> Floats:
    """Lines thicker or thinner by so many pixels, a share of one by mixing."""
    way = cv2.dilate if weight > 0 else cv2.erode
    left = abs(weight)
    while left > 1e-3:
        share = np.float32(min(left / 2, 1.0))
        drawn = np.asarray(drawn + (way(drawn, _disc(3)) - drawn) * share, np.float32)
        left -= 2
    return drawn


def _ramp(values: Floats, low: float, high: float) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((values - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _disc(side: int) -> NDArray[Any]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
