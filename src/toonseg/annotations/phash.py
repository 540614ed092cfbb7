"""Near-duplicate pictures: a perceptual hash of each, and the pairs whose hashes nearly agree.

The hash is the one known as pHash (Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash
Functions"): the picture in grey at 32 x 32, its discrete cosine transform, and of the 64 lowest frequencies
whether each is above their median. Panels have much white in common, so a pair counts only if the two small
pictures themselves agree as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.pictures import Rgb

MOST_BITS = 7
"""Hashes of near-duplicates differ in so many of their 64 bits at most."""

LEAST_LIKENESS = 0.97
"""Correlation of two pictures at 16 x 16, 0..1, from which on they are called near-duplicates."""

MOST_STRETCH = 1.08
"""Near-duplicates' aspect ratios differ by this factor at most."""

_SIDE = 32
_SMALL = 16
_FLAT = 3.0
"""Standard deviation of grey values below which a picture is blank: all blank pictures look alike."""

_A_FEW = 8
_SLACK = 1.5
"""How much the two pictures may differ in contrast, as a factor."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture looks.

    Attributes:
        hash: 64 bits.
        small: 16 x 16 uint8, grey, 0..255.
        aspect: Width by height.
        blank: Whether it is all but one grey.
    """

    hash: int
    small: NDArray[np.uint8]
    aspect: float
    blank: bool


def look_of(picture: Rgb) -> Look:
    """How a picture (HWC uint8 RGB, 0..255) looks."""
    height, width = picture.shape[:2]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    tiny = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(tiny.astype(np.float32))[:8, :8].ravel()
    # The first one is the mean brightness, which says nothing of what is drawn.
    bits = waves > np.median(waves[1:])
    bits[0] = False
    value = int.from_bytes(np.packbits(bits).tobytes(), "big")
    small = cv2.resize(tiny, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return Look(value, small, width / height, float(tiny.std()) < _FLAT)


def near_pairs(looks: Sequence[Look]) -> list[tuple[int, int]]:
    """For each picture that looks like an earlier one, the pair (earlier, later), by place in `looks`.

    Of many alike pictures each is named once, beside the first of those that it is like. Takes time in
    proportion to the number of pictures: hashes within 7 bits agree in one of their four 16-bit quarters up
    to one bit, so each quarter is looked up with none and with each one of its bits turned.
    """
    seen: dict[int, list[int]] = {}
    for place, look in enumerate(looks):
        if not look.blank:
            seen.setdefault(look.hash, []).append(place)
    hashes = np.fromiter(seen, np.uint64, len(seen))
    places = list(seen.values())
    partner: dict[int, int] = {}
    for alike in places:
        _take(looks, [(alike[0], later) for later in alike[1:]], partner)
    for i, j in _close(hashes):
        # A few of each will do: the others of a hash are linked to its first already.
        _take(looks, [(a, b) for a in places[i][:_A_FEW] for b in places[j][:_A_FEW]], partner)
    return sorted((earlier, later) for later, earlier in partner.items())


def alike(first: Look, second: Look) -> bool:
    """Whether two pictures whose hashes agree are the same drawing."""
    stretch = first.aspect / second.aspect
    if first.blank or second.blank or not 1 / MOST_STRETCH <= stretch <= MOST_STRETCH:
        return False
    a, b = (look.small.astype(np.float32) - look.small.mean() for look in (first, second))
    spread, other = float(np.sqrt((a * a).mean())), float(np.sqrt((b * b).mean()))
    if not 1 / _SLACK <= spread / max(other, 1e-6) <= _SLACK:
        return False
    return float((a * b).mean()) / (spread * other) >= LEAST_LIKENESS


def _take(looks: Sequence[Look], pairs: list[tuple[int, int]], partner: dict[int, int]) -> None:
    for a, b in pairs:
        earlier, later = min(a, b), max(a, b)
        if partner.get(later, later) > earlier and alike(looks[earlier], looks[later]):
            partner[later] = earlier


def _close(hashes: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Pairs (i, j) of different hashes, i < j, that differ in MOST_BITS bits at most."""
    found: set[tuple[int, int]] = set()
    turned = np.concatenate([[0], 1 << np.arange(16)]).astype(np.uint64)
    for quarter in range(4):
        keys = (hashes >> np.uint64(16 * quarter)) & np.uint64(0xFFFF)
        order = np.argsort(keys, kind="stable")
        ranked = keys[order]
        for bit in turned:
            begin = np.searchsorted(ranked, keys ^ bit, "left")
            count = np.searchsorted(ranked, keys ^ bit, "right") - begin
            first = np.repeat(np.arange(len(keys)), count)
            within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
            second = order[np.repeat(begin, count) + within]
            keep = first < second
            first, second = first[keep], second[keep]
            near = _bits(hashes[first] ^ hashes[second]) <= MOST_BITS
            found.update(zip(first[near].tolist(), second[near].tolist(), strict=True))
    return sorted(found)


def _bits(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many bits are set in each value."""
    if not len(values):
        return np.zeros(0, np.int64)
    bits: NDArray[np.int64] = np.unpackbits(values.view(np.uint8).reshape(-1, 8), axis=1).sum(axis=1)
    return bits
