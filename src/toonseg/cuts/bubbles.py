"""Telling a bubble or lettering from a picture by what a reader sees: one fill, one ink, small glyphs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.ground import Mask, differs
from toonseg.cuts.runs import channel_max
from toonseg.pictures import Rgb

BLEND = 30
"""How far, 0..255, a pixel may be from a blend of two of a bubble's colours: JPEG and anti-aliasing."""
TONES = 0.93
GLYPHS = 0.7
GLYPH_HEIGHT = 56
GLYPH_WIDTH = 96
TITLE = 1.4
"""Letters without a balloon may be this much larger: titles and sounds."""
CONTRAST = 70
"""Least difference of a channel between ink and fill."""
EVEN = 12
"""A balloon's fill wavers by no more than this, 0..255."""
SOLID = 0.7
MOST_WIDTH = 0.96
MOST_HEIGHT = 0.75
"""A bubble is at most this high, as a share of the strip's width."""


def is_bubble(pixels: Rgb, drawn: Mask, ground: NDArray[np.floating], strip_width: int, rim: int = 1) -> bool:
    """Whether a piece is a speech or narration balloon, or lettering without one, rather than a picture.

    Args:
        pixels: HWC uint8 RGB, the piece's box.
        drawn: HW, 1 where something is drawn, its holes filled.
        ground: (3,) RGB, 0..255: the gutter's colour around it.
        strip_width: Width of the strip, in pixels.
        rim: How many pixels of ground `drawn` may hold along its border.
    """
    height, width = drawn.shape
    if height > MOST_HEIGHT * strip_width or width > MOST_WIDTH * strip_width or not drawn.any():
        return False
    around = pixels[drawn == 0]
    if len(around) >= 20:
        ground = np.median(around, axis=0)
    ground = ground.astype(np.float32)
    if rim > 1:
        drawn, rim = _outlined(pixels, ground), 1
    if not drawn.any():
        return False
    return _is_lettering(pixels, drawn, ground) or _is_balloon(pixels, drawn, ground, rim)


def _is_balloon(pixels: Rgb, drawn: Mask, ground: NDArray[np.float32], rim: int) -> bool:
    """Whether a piece is one even fill with one ink on it, compact, and the ink in small shapes."""
    kernel = np.ones((2 * rim + 1, 2 * rim + 1), np.uint8)
    core = cv2.erode(drawn, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    if core.sum() < 0.4 * drawn.sum():
        return False
    inside = _sampled(pixels[core > 0])
    fill, _ = _commonest(inside)
    off_fill = channel_max(np.abs(inside - fill))
    rest = inside[off_fill > 2 * BLEND]
    if not len(rest) or (off_fill <= EVEN).mean() < 0.5:
        return False
    ink, ink_share = _commonest(rest)
    if np.abs(ink - fill).max() < CONTRAST or ink_share < 0.3:
        return False
    if _explained(inside, [fill, ink, ground]) < TONES or _solidity(drawn) < SOLID:
        return False
    # A rectangle may be a panel with little in it: it takes more lettering to be a narration box.
    least = 0.02 if drawn.mean() > 0.9 else 0.008
    return _glyph_share(pixels, drawn, fill, least=least) >= GLYPHS


def _solidity(drawn: Mask) -> float:
    """Area of what is drawn as a share of its convex hull: near 1 for balloons, less for people."""
    contours, _ = cv2.findContours(drawn, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(contours))
    return float(drawn.sum() / max(cv2.contourArea(hull), 1.0))


def is_two_toned(colours: NDArray[np.uint8], ground: NDArray[np.floating]) -> bool:
    """Whether (N, 3) RGB pixels have one fill and one ink, as bubbles do. Too few of them say yes."""
    inside = _sampled(colours)
    if len(inside) < 60:
        return True
    fill, share = _commonest(inside)
    rest = inside[channel_max(np.abs(inside - fill)) > 2 * BLEND]
    if share < 0.4 or not len(rest):
        return bool(share >= 0.4)
    ink, _ = _commonest(rest)
    return _explained(inside, [fill, ink, ground.astype(np.float32)]) >= 0.85


def _outlined(pixels: Rgb, ground: NDArray[np.float32]) -> Mask:
    """1 where pixels stand out from the ground, and where those enclose it."""
    off = differs(pixels, ground, 2 * BLEND).astype(np.uint8)
    outside = cv2.morphologyEx(np.pad(off, 1), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.ascontiguousarray((outside != 2).astype(np.uint8)[1:-1, 1:-1])


def _is_lettering(pixels: Rgb, drawn: Mask, ground: NDArray[np.float32]) -> bool:
    """Whether a piece is letters of one ink, right on the ground."""
    inside = _sampled(pixels[drawn > 0])
    distance = channel_max(np.abs(inside - ground))
    off_ground = distance > 2 * BLEND
    if not off_ground.any():
        return False
    # Thin letters hardly show their ink: it is what lies farthest from the ground.
    ink = np.median(inside[distance >= np.percentile(distance[off_ground], 90)], axis=0)
    return (
        _explained(inside, [ground, ink]) >= TONES
        and _glyph_share(pixels, drawn, ground, bare=True) >= GLYPHS
    )


def _sampled(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    return colours[:: max(1, len(colours) // 4_000)].astype(np.float32)


def _commonest(colours: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """The most common of (N, 3) colours, and the share of those near it."""
    keys = (colours.astype(np.int32) + 8) >> 4
    packed = (keys[:, 0] << 10) | (keys[:, 1] << 5) | keys[:, 2]
    top = np.bincount(packed).argmax()
    colour = colours[packed == top].mean(axis=0)
    return colour, float((channel_max(np.abs(colours - colour)) <= BLEND).mean())


def _explained(colours: NDArray[np.float32], tones: list[NDArray[np.float32]]) -> float:
    """Share of the colours that are a blend of two of the tones."""
    nearest = np.full(len(colours), np.inf, np.float32)
    for i, a in enumerate(tones):
        for b in tones[i + 1 :]:
            along = b - a
            length = float(along @ along)
            t = np.clip((colours - a) @ along / length, 0, 1) if length > 1 else np.zeros(len(colours))
            off = channel_max(np.abs(colours - (a + t[:, None] * along)))
            nearest = np.minimum(nearest, off)
    return float((nearest <= BLEND).mean())


def _glyph_share(
    pixels: Rgb, drawn: Mask, fill: NDArray[np.floating], *, least: float = 0.0, bare: bool = False
) -> float:
    """Share of the ink that is in shapes as small as letters; a balloon's own outline does not count.

    0 if those shapes cover less than the share `least` of what is drawn. With `bare` there is no balloon:
    letters may be larger, and what looks like an outline is a drawing.
    """
    scale = TITLE if bare else 1.0
    highest, widest = scale * GLYPH_HEIGHT, scale * GLYPH_WIDTH
    off = differs(pixels, fill, 2 * BLEND)
    ink = (off & (drawn > 0)).astype(np.uint8)
    core = cv2.erode(drawn, np.ones((9, 9), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    if count == 1:
        # Bare lettering: all that is drawn is ink, in shapes that are letters themselves.
        return float(drawn.shape[0] <= highest and drawn.shape[1] <= 2 * widest)
    within = np.bincount(labels[core > 0].ravel(), minlength=count) if core.any() else np.zeros(count)
    area = stats[:, cv2.CC_STAT_AREA]
    outline = within < 0.3 * area
    small = (stats[:, cv2.CC_STAT_HEIGHT] <= highest) & (stats[:, cv2.CC_STAT_WIDTH] <= widest)
    around = (stats[:, cv2.CC_STAT_WIDTH] >= 0.75 * drawn.shape[1]) & (
        stats[:, cv2.CC_STAT_HEIGHT] >= 0.75 * drawn.shape[0]
    )
    outline |= around & (area < 0.25 * drawn.size)
    outline &= not bare
    outline[0] = True
    total = int(area[~outline].sum())
    if total == 0:
        return float(drawn.shape[0] <= highest)
    glyphs = area[~outline & small]
    if glyphs.sum() < least * drawn.sum() or (least and len(glyphs) < 3):
        return 0.0
    return float(glyphs.sum() / total)
