"""Line art out of finished colour art: ink stays, what is only the edge of a colour goes.

Lines are found by the extended difference of Gaussians (XDoG; Winnemoeller, Kyprianidis and Olsen 2012) on a
picture smoothed along its lines (the tangent flow of Kang, Lee and Chui 2007). That draws the edges of shade
and of flat colours too; what tells ink from them is that it is darker than both of its sides: a morphological
closing fills it (Serra's black top-hat), and lifts nothing at the step from one colour to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.errors import UsageError
from toonseg.results.screentone import screened
from toonseg.scale.exact import same_bytes

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Fills = Literal["hollow", "kept"]

_GAMMA = 0.8  # brings dark ink on dark cloth forward
_FINE, _COARSE, _TAU, _SLOPE = 0.8, 1.55, 0.978, 150.0  # XDoG: both radii in pixels, tau, phi; epsilon is 0
_ALONG = ((1.0, 0.48), (2.0, 0.34))  # pixels along a line, and how much they count
_FLOW = 1.6  # pixels over which a line's direction is averaged
_RIDGE = 0.04  # darker than both sides by so much, of 1: ink for certain
_BOLD = (0.1, 0.22)  # and by so much, of 1: a stroke of the brush, a brow, a letter
_BLACK = 0.17  # luminance of black areas, 0..1
_BROAD = 9  # pixels: what is black and broader is no line but an area
_INKED, _BARE = 0.75, 0.45  # shares of all edges that are inked: in a drawing with ink, and in one without
_STRIP = 800.0  # pixels: strips that are wider have lines that are broader


@dataclass(frozen=True)
class LineArt:
    """How lines are drawn.

    Attributes:
        ink: How much darker than both of its sides a line has to be to be drawn in full, as a share of the
            way from black to white, 0.01 (pencil, pale ink) .. 0.5 (black pens only).
        edges: Strength of lines at the edges of colours without ink, 0 (none) .. 1 (as black as ink); None:
            none where the picture is inked, up to 0.8 where it was painted without lines.
        fills: What becomes of black areas: "hollow" keeps their outline, "kept" leaves them black.
        speckle: Pixels of the smallest mark that stays, 0 .. 200.
        weight: Pixels by which lines are made thicker, -2 .. 4.
    """

    ink: float = _RIDGE
    edges: float | None = None
    fills: Fills = "hollow"
    speckle: int = 12
    weight: float = 0.0

    def __post_init__(self) -> None:
        """Raises UsageError where a value lies outside its range."""
        for name, low, high in (
            ("ink", 0.01, 0.5), ("edges", 0, 1), ("speckle", 0, 200), ("weight", -2, 4)
        ):  # fmt: skip
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise UsageError(name, f"{value} is out of range", f"Give a number from {low} to {high}.")
        if self.fills not in {"hollow", "kept"}:
            raise UsageError("fills", f"'{self.fills}' is none of them", "Choose hollow or kept.")


@dataclass(frozen=True)
class Lines:
    """What was found of a picture's lines.

    Attributes:
        ink: HW float32, 0..1: how far ink covers each pixel; black areas are not among it.
        contours: HW float32, 0..1: all lines of XDoG, those at the edges of colours too.
        tone: HW bool: where a screen of dots lies.
    """

    ink: Floats
    contours: Floats
    tone: NDArray[np.bool_]


@same_bytes()
def line_art(pixels: Pixels, how: LineArt = LineArt()) -> Pixels:
    """The lines of a picture on white.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        how: Which lines, and how they look.

    Returns:
        HW uint8: 0 ink .. 255 paper, smooth at the lines' edges.
    """
    lines = lines_of(pixels, how.ink)
    drawn = lines.ink
    edges = _edge_strength(lines) if how.edges is None else how.edges
    black = _black(pixels)
    broad = np.asarray(cv2.morphologyEx(black, cv2.MORPH_OPEN, _disc(_BROAD)), np.float32)
    drawn = np.maximum(drawn, black if how.fills == "kept" else black - cv2.erode(broad, _disc(5)))
    drawn = _without_speckles(drawn, how.speckle)
    if edges > 0:
        beside = _without_speckles(edges_of(pixels) * ~lines.tone, 2 * how.speckle)
        drawn = np.maximum(drawn, beside * np.float32(edges))
    return np.asarray(np.rint(255 * (1 - _weighted(drawn, how.weight))), np.uint8)


def edges_of(pixels: Pixels) -> Floats:
    """Lines along the edges of colours: XDoG of luminance, difference of Gaussians of chroma, in CIE Lab.

    Args:
        pixels: HWC uint8 RGB, 0..255.

    Returns:
        HW float32, 0..1.
    """
    scale = max(1.0, pixels.shape[1] / _STRIP)
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32) * np.float32(1 / 255)
    fine, coarse = (cv2.GaussianBlur(lab, (0, 0), radius * scale) for radius in (1.0, 1.8))
    light = np.maximum(0.985 * coarse[..., 0] - fine[..., 0], 0)
    across = fine[..., 1:] - coarse[..., 1:]
    chroma = np.maximum(np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2) - np.float32(0.008), 0)
    return np.asarray(np.tanh(100 * light + 60 * chroma), np.float32)


def lines_of(pixels: Pixels, least: float = _RIDGE) -> Lines:
    """The lines of HWC uint8 RGB; `least` as `LineArt.ink`."""
    scale = max(1.0, pixels.shape[1] / _STRIP)
    table = ((np.arange(256) / 255) ** _GAMMA).astype(np.float32)
    grey = np.asarray(cv2.LUT(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), table), np.float32)
    smooth = _along_lines(grey)
    fine, coarse = (cv2.GaussianBlur(smooth, (0, 0), radius * scale) for radius in (_FINE, _COARSE))
    contours = np.tanh(_SLOPE * np.maximum(_TAU * coarse - fine, 0))
    broad = round(5 * scale) | 1
    depth = np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, _disc(broad)), np.float32)
    ridges = _ramp(cv2.dilate(depth, _disc(3)), 0.24 * least, least)
    broader = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _disc(round(_BROAD * scale) | 1))
    bold = _ramp(broader, *_BOLD)
    # Smoothed along lines, dots would run together.
    narrow = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _disc(broad))
    tone = screened(np.asarray(narrow > 0.07)) | screened(np.asarray(broader > _BOLD[0]))
    if tone.any():
        # Dots of a screen are as dark as ink; out of focus they are grey, and a line still is a line.
        seen = cv2.morphologyEx(cv2.GaussianBlur(grey, (0, 0), 2.4), cv2.MORPH_BLACKHAT, _disc(broad + 4))
        ridges = np.where(tone, ridges * _ramp(cv2.dilate(seen, _disc(5)), 0.033, 0.08), ridges)
        bold = np.where(tone, np.float32(0), bold)
    covered = np.maximum(contours * ridges, bold)
    return Lines(np.asarray(covered, np.float32), np.asarray(contours, np.float32), tone)


def _along_lines(grey: Floats) -> Floats:
    """The picture smoothed along its lines, not across."""
    soft = cv2.GaussianBlur(grey, (0, 0), 0.7)
    right, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    # The tensor's larger eigenvector points across the line, at half the angle of (xx - yy, 2 xy).
    products = cv2.GaussianBlur(cv2.merge([right * right - down * down, 2 * right * down]), (0, 0), _FLOW)
    turn = cv2.phase(products[..., 0], products[..., 1]) * np.float32(0.5) + np.float32(np.pi / 2)
    x, y = cv2.polarToCart(np.ones_like(turn), turn)
    height, width = grey.shape
    columns = np.arange(width, dtype=np.float32)[None]
    rows = np.arange(height, dtype=np.float32)[:, None]
    total = grey.copy()
    for step, share in _ALONG:
        for way in (np.float32(step), np.float32(-step)):
            there = cv2.remap(
                grey, columns + way * x, rows + way * y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            total += there * np.float32(share)
    return np.asarray(total * np.float32(1 / (1 + 2 * sum(share for _, share in _ALONG))), np.float32)


def _black(pixels: Pixels) -> Floats:
    """Black areas that are too broad for XDoG, HW float32, 0..1."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) * np.float32(1 / 255)
    dark = 1 - _ramp(grey, 0.7 * _BLACK, _BLACK)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _disc(5))
    return np.asarray(np.minimum(dark, cv2.dilate(opened, _disc(3))), np.float32)


def _edge_strength(lines: Lines) -> float:
    """How strongly edges are to be drawn, by how many of all contours are inked."""
    there = ~lines.tone
    total = float(lines.contours[there].sum())
    share = float(np.minimum(lines.ink, lines.contours)[there].sum()) / total if total > 0 else 1.0
    return 0.8 * min(1.0, max(0.0, (_INKED - share) / (_INKED - _BARE)))


def _without_speckles(drawn: Floats, least: int) -> Floats:
    """The lines without marks of fewer than `least` pixels."""
    if least <= 0:
        return drawn
    seen = (drawn > 0.25).astype(np.uint8)
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(seen, connectivity=8)
    kept = (stats[:, cv2.CC_STAT_AREA] >= least).astype(np.uint8)
    kept[0] = 0
    return np.asarray(drawn * cv2.dilate(kept[numbers], _disc(3)), np.float32)


def _weighted(drawn: Floats, weight: float) -> Floats:
    """Lines thicker or thinner by so many pixels, a share of one by mixing."""
    way, left = (cv2.dilate if weight > 0 else cv2.erode), abs(weight)
    while left > 1e-3:
        share = np.float32(min(left / 2, 1.0))
        drawn = np.asarray(drawn + (way(drawn, _disc(3)) - drawn) * share, np.float32)
        left -= 2
    return drawn


def _ramp(values: NDArray[Any], low: float, high: float) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((values - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _disc(side: int) -> Pixels:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
