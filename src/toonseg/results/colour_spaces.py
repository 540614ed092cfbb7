"""Colour spaces, what sRGB can show of them, and differences of colours.

OKLab and OKLCH are Björn Ottosson's (2020, "A perceptual color space for image processing"); CIE Lab is
that of sRGB's own white, D65. All arrays end in an axis of 3; sRGB is uint8, 0..255, everything else float32.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Ottosson's two matrices: linear sRGB to cone responses, and their cube roots to L, a, b.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# IEC 61966-2-1: linear sRGB to XYZ, whose rows sum to the white D65.
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_LEVELS = np.arange(256) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)
_STEPS = 65535
_RAMP = np.arange(_STEPS + 1) / _STEPS
# So fine that every level comes back as itself, and no power is taken of each pixel.
_ENCODED = np.rint(
    255 * np.where(_RAMP <= 0.0031308, 12.92 * _RAMP, 1.055 * _RAMP ** (1 / 2.4) - 0.055)
).astype(np.uint8)


def linear(pixels: Bytes) -> Floats:
    """Linear light, 0..1, of sRGB (IEC 61966-2-1)."""
    return _LINEAR[pixels]


def encoded(light: Floats) -> Bytes:
    """sRGB of linear light; what lies outside of 0..1 is clipped."""
    return np.asarray(_ENCODED[np.rint(np.clip(light, 0, 1) * _STEPS).astype(np.int32)], np.uint8)


def oklab(pixels: Bytes) -> Floats:
    """OKLab of sRGB: L 0..1, a and b about -0.32..0.28."""
    return _turned(np.cbrt(_turned(linear(pixels), _TO_CONES)), _TO_OKLAB)


def light_of_oklab(lab: Floats) -> Floats:
    """Linear sRGB light of OKLab; outside of 0..1 where no sRGB colour is that one."""
    return _turned(_turned(lab, _inverse(_TO_OKLAB)) ** 3, _inverse(_TO_CONES))


def rgb_of_oklab(lab: Floats) -> Bytes:
    """sRGB of OKLab; a colour that sRGB does not have keeps its lightness and hue and loses chroma."""
    light = light_of_oklab(lab)
    outside = _outside(light)
    if outside.any():
        some = lab[outside]
        chroma = np.hypot(some[..., 1], some[..., 2])
        most = most_chroma(some[..., 0], np.arctan2(some[..., 2], some[..., 1]))
        share = np.minimum(1, most / np.maximum(chroma, 1e-6))
        some = some * np.stack([np.ones_like(share), share, share], axis=-1)
        light[outside] = light_of_oklab(some)
    return encoded(light)


def oklch(lab: Floats) -> Floats:
    """OKLCH of OKLab: L 0..1, chroma 0..about 0.33, hue in radians, -pi..pi."""
    return np.stack(
        [lab[..., 0], np.hypot(lab[..., 1], lab[..., 2]), np.arctan2(lab[..., 2], lab[..., 1])], axis=-1
    )


def oklab_of_oklch(lch: Floats) -> Floats:
    """OKLab of OKLCH (hue in radians)."""
    lightness, chroma, hue = lch[..., 0], lch[..., 1], lch[..., 2]
    return np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)


def most_chroma(lightness: NDArray[Any], hue: NDArray[Any] | float) -> Floats:
    """The greatest OKLCH chroma that sRGB has.

    Args:
        lightness: L of OKLCH, 0..1, of any shape.
        hue: Radians; one, or of the same shape.
    """
    lightness = np.asarray(lightness, np.float32)
    a, b = np.cos(hue, dtype=np.float32), np.sin(hue, dtype=np.float32)
    low, high = np.zeros_like(lightness), np.full_like(lightness, 0.4)
    for _ in range(13):  # to 0.4 / 2**13, far below one level of sRGB
        middle = (low + high) / 2
        outside = _outside(light_of_oklab(np.stack([lightness, middle * a, middle * b], axis=-1)))
        low, high = np.where(outside, low, middle), np.where(outside, middle, high)
    return low


def lab(pixels: Bytes) -> Floats:
    """CIE Lab (1976, D65) of sRGB: L 0..100, a and b about -108..98."""
    xyz = _turned(linear(pixels), _TO_XYZ / _TO_XYZ.sum(axis=1, keepdims=True))
    bent = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * ((29 / 6) ** 2 / 3) + np.float32(4 / 29))
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def rgb_of_lab(values: Floats) -> Bytes:
    """sRGB of CIE Lab (D65); what sRGB does not have is clipped, channel by channel."""
    y = (values[..., 0] + 16) / 116
    bent = np.stack([y + values[..., 1] / 500, y, y - values[..., 2] / 200], axis=-1)
    xyz = np.where(bent > 6 / 29, bent**3, (bent - 4 / 29) * (3 * (6 / 29) ** 2))
    return encoded(_turned(xyz, _inverse(_TO_XYZ / _TO_XYZ.sum(axis=1, keepdims=True))))


def ciede2000(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.float64]:
    """The difference of colours in CIE Lab that CIE 142 (2001) recommends, as Sharma et al. (2005) put it.

    About 1 can just be seen side by side; 10 is another colour.
    """
    one, two = np.asarray(first, np.float64), np.asarray(second, np.float64)
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(two[..., 1], two[..., 2])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (
            v[..., 0],
            np.hypot(stretch * v[..., 1], v[..., 2]),
            np.degrees(np.arctan2(v[..., 2], stretch * v[..., 1])) % 360,
        )
        for v in (one, two)
    )
    grey = c1 * c2 == 0
    turn = np.where(grey, 0.0, (h2 - h1 + 180) % 360 - 180)
    lightness, c = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.where(grey, h1 + h2, np.where(np.abs(h1 - h2) > 180, (h1 + h2 + 360) / 2 % 360, (h1 + h2) / 2))
    by_hue = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    scale_l = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    d_l = (l2 - l1) / scale_l
    d_c = (c2 - c1) / (1 + 0.045 * c)
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * c * by_hue)
    rotation = np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    rotation = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * rotation
    return np.asarray(np.sqrt(np.maximum(d_l**2 + d_c**2 + d_h**2 + rotation * d_c * d_h, 0)))


def _turned(values: NDArray[Any], matrix: NDArray[np.float64]) -> Floats:
    return np.asarray(values, np.float32) @ matrix.T.astype(np.float32)


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def _outside(light: Floats) -> NDArray[np.bool_]:
    """Where light is none of sRGB, by more than half its smallest step and float32's noise."""
    return np.asarray(((light < -1e-4) | (light > 1 + 1e-4)).any(axis=-1))
