"""Masks laid to the edges that the picture has: the network knows a mask's border to four or five pixels.

The mask is filtered with the picture as a guide (He, Sun and Tang, "Guided image filtering", 2013, their
equations 14 to 16 for guides in colour): around each pixel the mask is told as well as can be by the colours
of the picture, so that its border comes to lie where they change, on the line that the artist drew.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import Rgb
from toonseg.scale.exact import same_bytes

AROUND = 10
"""Pixels around the mask's box that are looked at."""
WIDEST = 5
"""Half the side of the largest window in pixels; that of a thin mask is a third of its half width."""
HALVED = 3
"""From this half side on the filter's slopes are worked out at half the size (He and Sun, "Fast guided
filter", 2015): a fourth of the work, and the border still lies where the picture in full has it."""
SOFTNESS = 0.08
"""By so much of its half width is a mask smoothed first, so that steps of the network's grid do not stay."""
MOST_SOFT = 2.0
"""Standard deviation of that smoothing in pixels, at most."""
EPSILON = 1e-4
"""Of the guided filter, for values of 0..1: differences of a hundredth are no edge."""
SPECK = 0.01
"""Parts of a mask that are a smaller share of it are left out."""
_NONE = 1e-3
"""Shares of a window below it are rounding."""

_F = NDArray[np.float32]


@same_bytes()
def to_edges(given: NDArray[np.bool_], picture: Rgb) -> NDArray[np.bool_]:
    """The mask (HW) with its border on the picture's edges nearby; as it is if nothing would be left of it.

    Args:
        given: The mask.
        picture: HWC uint8 RGB, 0..255, of the mask's size.
    """
    x, y, across, down = cv2.boundingRect(given.view(np.uint8))
    if across == 0:
        return given
    near = slice(max(0, y - AROUND), y + down + AROUND), slice(max(0, x - AROUND), x + across + AROUND)
    drawn = given[near].astype(np.float32)
    half = _half_width(drawn)
    radius = int(np.clip(round(half / 3), 1, WIDEST))
    sigma = min(MOST_SOFT, SOFTNESS * half)
    soft = cv2.GaussianBlur(drawn, (0, 0), sigma) if sigma > 0.3 else drawn
    guide = picture[near].astype(np.float32) / 255.0
    inside = without_specks(_guided(guide, np.asarray(soft, np.float32), radius) > 0.5)
    if not inside.any():
        return given
    laid = np.zeros_like(given)
    laid[near] = inside
    return laid


def without_specks(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask without parts of a few pixels, such as dots and lines of the colour of what is masked."""
    count, parts, about, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    if count <= 2:  # the ground and one part
        return inside
    areas = about[:, cv2.CC_STAT_AREA].copy()
    kept = areas >= min(SPECK * areas[1:].sum(), areas[1:].max())
    kept[0] = False
    return np.asarray(kept[parts], np.bool_)


def _half_width(drawn: _F) -> float:
    """The radius of the largest disc that fits into the mask, in pixels; outside of the crop nothing is."""
    framed = cv2.copyMakeBorder(drawn.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return float(cv2.distanceTransform(framed, cv2.DIST_L2, 3).max())


def _guided(guide: _F, values: _F, radius: int) -> _F:
    """`values` (HW) filtered with a guide (HW3, 0..1) in windows of 2 `radius` + 1 pixels."""
    if radius < HALVED:
        slope, base = _told(guide, values, radius)
    else:
        height, width = values.shape
        half = ((width + 1) // 2, (height + 1) // 2)
        small, few = (_resized(one, half, cv2.INTER_AREA) for one in (guide, values))
        told = _told(small, few, (radius + 1) // 2)
        slope, base = (_resized(one, (width, height), cv2.INTER_LINEAR) for one in told)
    return np.asarray(np.einsum("hwc,hwc->hw", slope, guide) + base, np.float32)


def _resized(values: _F, size: tuple[int, int], how: int) -> _F:
    return np.asarray(cv2.resize(values, size, interpolation=how), np.float32)


def _told(guide: _F, values: _F, radius: int) -> tuple[_F, _F]:
    """How each window tells `values` by the guide's colours, slopes (HW3) and base (HW), windows averaged."""

    def mean(of: _F) -> _F:
        side = 2 * radius + 1
        return np.asarray(cv2.blur(of, (side, side), borderType=cv2.BORDER_REFLECT), np.float32)

    middle, level = mean(guide), mean(values)
    # Where a window holds nothing but mask, or none of it, the slope is 0 and the base the mask itself.
    at = np.nonzero((level > _NONE) & (level < 1 - _NONE))
    here = middle[at]
    together = mean(guide * values[..., None])[at] - here * level[at][:, None]
    first, second = mean(guide * guide)[at], mean(guide * guide[..., [1, 2, 0]])[at]
    slope = np.zeros_like(guide)
    square = np.asarray(first - here * here + EPSILON, np.float32)
    slope[at] = _solved(square, second - here * here[:, [1, 2, 0]], together)
    base = level - np.einsum("hwc,hwc->hw", slope, middle)
    return mean(slope), mean(base)


def _solved(square: _F, mixed: _F, right: _F) -> _F:
    """x of N symmetric 3 x 3 systems: `square` N3 the diagonals, `mixed` N3 the entries 01, 12 and 20.

    By cofactors: numpy's solver takes ten times as long for so many so small ones.
    """
    a, b, c = square.T.astype(np.float64)
    d, e, f = mixed.T.astype(np.float64)
    x, y, z = right.T
    aa, bb, cc = b * c - e * e, a * c - f * f, a * b - d * d
    dd, ee, ff = e * f - c * d, d * f - a * e, d * e - b * f
    whole = a * aa + d * dd + f * ff
    found = np.stack([aa * x + dd * y + ff * z, dd * x + bb * y + ee * z, ff * x + ee * y + cc * z], axis=1)
    return np.asarray(found / whole[:, None], np.float32)
