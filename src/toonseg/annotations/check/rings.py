"""Rings that cross themselves, for many rings at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.polygons import Ring

_NEAR = 0.01
"""A corner so near to a line, in pixels, lies upon it: touching is no crossing."""

_STEP = 8
_MOST = 300_000
"""How many pairs of sides are looked at in one go."""

_LONG = 1024
_BLOCK = 256


def self_crossing(rings: Sequence[Ring]) -> NDArray[np.bool_]:
    """Which rings (N x 2, in pixels) have two sides that cross, each ending on both sides of the other.

    Sides that only touch do not cross, nor do lines that are walked there and back, such as those that join a
    hole to its outline.
    """
    found = np.zeros(len(rings), bool)
    lengths = np.array([len(ring) for ring in rings], np.int64)
    found[lengths > _LONG] = True
    short = np.flatnonzero((lengths > 3) & (lengths <= _LONG))
    if not len(short):
        return _surely(found, rings)
    corners = np.concatenate([rings[k] - rings[k][0] for k in short.tolist()]).astype(np.float32)
    starts = np.cumsum(lengths[short]) - lengths[short]
    # Rings of about the same length go together, filled up with their last corner, which crosses nothing.
    widths = -(-lengths[short] // _STEP) * _STEP
    for width in np.unique(widths):
        group = np.flatnonzero(widths == width)
        several = max(1, _MOST // int(width) ** 2)
        for begin in range(0, len(group), several):
            chosen = group[begin : begin + several]
            within = np.minimum(np.arange(width), lengths[short[chosen]][:, None] - 1)
            found[short[chosen]] = _crosses(corners[starts[chosen][:, None] + within])
    return _surely(found, rings)


def _crosses(rings: NDArray[np.float32]) -> NDArray[np.bool_]:
    """For B x N x 2: B bool, all that may cross and few others. side[b, i, j] says on which side of line i
    corner j lies; 0 upon it."""
    x, y = np.ascontiguousarray(rings[..., 0]), np.ascontiguousarray(rings[..., 1])
    across, down = np.roll(x, -1, axis=1) - x, np.roll(y, -1, axis=1) - y
    side = across[:, :, None] * (y[:, None] - y[:, :, None])
    side -= down[:, :, None] * (x[:, None] - x[:, :, None])
    side[np.abs(side) <= (_NEAR / 2 * np.hypot(across, down))[:, :, None]] = 0
    sign = np.sign(side).astype(np.int8)
    parted = sign * np.roll(sign, -1, axis=2) < 0
    return np.asarray((parted & parted.transpose(0, 2, 1)).any(axis=(1, 2)))


def _surely(found: NDArray[np.bool_], rings: Sequence[Ring]) -> NDArray[np.bool_]:
    """Of the rings that may cross those that do, looked at one by one."""
    for number in np.flatnonzero(found):
        found[number] = _sides_cross(_walked_once(rings[int(number)]))
    return found


def _walked_once(ring: Ring) -> NDArray[np.float64]:
    """The sides of a ring (N x 2 x 2) that are not walked back again: lines of no width, which join a hole to
    its outline, bound nothing."""
    sides = np.stack([ring, np.roll(ring, -1, axis=0)], axis=1)
    walked = {side.tobytes() for side in sides}
    return sides[[side[::-1].tobytes() not in walked for side in sides]]


def _sides_cross(sides: NDArray[np.float64]) -> bool:
    """Whether two of N x 2 x 2 sides cross: from left to right, each only beside those that reach as far."""
    sides = sides[np.argsort(sides[..., 0].min(axis=1), kind="stable")]
    lefts, rights = sides[..., 0].min(axis=1), sides[..., 0].max(axis=1)
    for begin in range(0, len(sides), _BLOCK):
        block = sides[begin : begin + _BLOCK]
        until = int(np.searchsorted(lefts, rights[begin : begin + _BLOCK].max(), "right"))
        for start in range(begin, until, _BLOCK * 16):
            other = sides[start : min(until, start + _BLOCK * 16)]
            if (_parts(block, other) & _parts(other, block).T).any():
                return True
    return False


def _parts(lines: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether line i (L x 2 x 2) has the two ends of line j (M x 2 x 2) on different sides: L x M."""
    ahead = lines[:, 1] - lines[:, 0]
    apart = ends[None] - lines[:, None, None, 0]
    side = ahead[:, None, None, 0] * apart[..., 1] - ahead[:, None, None, 1] * apart[..., 0]
    side[np.abs(side) <= _NEAR * np.hypot(ahead[:, 0], ahead[:, 1])[:, None, None]] = 0
    return np.asarray(side[..., 0] * side[..., 1] < 0)
