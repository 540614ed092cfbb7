"""Flat colours out of finished colour art: without lines, one colour where there were light and shade.

Areas are found with a trapped ball (Zhang et al. 2009, "Vectorizing Cartoon Animations"): a broad ball does
not slip through a gap in a line that a narrow one would. Neighbours are then merged while light alone tells
them apart: under less light a colour keeps its ratio of chroma to lightness in OKLab, which is therefore
compared closely, and lightness loosely, unless ink lies between.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.results.colour_spaces import oklab
from toonseg.results.lineart import lines_of
from toonseg.scale.exact import same_bytes

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]
Sums = NDArray[np.float64]

_INK = 0.2  # of a pixel: more than that makes it a line's
_AFAR = 3.0  # pixels
_STEP = 14  # of 8-bit CIE Lab: a greater difference within three pixels is an edge
_CALM = 5  # pixels across: specks and brush marks that are smaller are none
_BALLS = (7, 3, 1)  # pixels across
_LEAST_CORE = 6  # pixels of an area that only the smallest ball fits
_SMALLEST = 24  # pixels of an area of its own
_ROUNDS = 12
_BINS = 32
_LIGHTER = 1.0  # by how much white counts more than black where an area's own tone is sought


@dataclass(frozen=True)
class _Likeness:
    """How far colours may lie apart and still be one: the ratio of chroma to lightness, and lightness."""

    chroma: float
    light: float


_OPEN = _Likeness(0.05, 0.3)  # nothing lies between
_OWN = _Likeness(0.075, 0.42)  # nothing lies between, and both belong to one instance
_INKED = _Likeness(0.022, 0.05)  # a line lies between
_SAME = _Likeness(0.065, 0.3)  # of one instance, wherever they lie


@same_bytes()
def flat_colours(pixels: Pixels, owners: Numbers | None = None) -> Pixels:
    """A picture in flat colours.

    Args:
        pixels: HWC uint8 RGB, 0..255.
        owners: HW int32, the number of the instance that each pixel belongs to, 0 nobody's. No area crosses
            the border of an instance, and the parts of an instance that differ in light only get one colour.

    Returns:
        HWC uint8 RGB of the same size.
    """
    whose = np.zeros(pixels.shape[:2], np.int32) if owners is None else owners.astype(np.int32)
    lines = lines_of(pixels)
    inked = np.asarray(lines.ink > _INK)
    if lines.tone.any():
        # A screen is one tone, seen from afar.
        pixels = np.where(lines.tone[..., None], cv2.GaussianBlur(pixels, (0, 0), _AFAR), pixels)
    areas = _areas(pixels, inked, whose)
    areas = _merged(areas, pixels, inked, whose)
    return _painted(areas, pixels, inked, whose)


def _areas(pixels: Pixels, inked: NDArray[np.bool_], whose: Numbers) -> Numbers:
    """Areas of nearly one colour, HW int32 from 0 up, none in two instances."""
    smooth = cv2.medianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), _CALM)
    box = np.ones((3, 3), np.uint8)
    steps = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, box).max(2)
    numbers = whose.astype(np.float32)
    border = cv2.dilate(numbers, box[:2, :2]) != cv2.erode(numbers, box[:2, :2])
    free = ((steps < _STEP) & ~inked & ~border).astype(np.uint8)
    found = np.zeros(whose.shape, np.int32)
    count = 0
    for ball in _BALLS:
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (ball, ball))
        core = cv2.erode(free, disc) if ball > 1 else free
        _, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=4)
        large = stats[:, cv2.CC_STAT_AREA] >= (_LEAST_CORE if ball == 1 else 1)
        large[0] = False
        seeds = np.where(large, np.cumsum(large) + count, 0).astype(np.float32)[labels]
        count += int(np.count_nonzero(large))
        if ball > 1:
            # The ball covers what lies around the places where its middle may be.
            seeds = np.asarray(cv2.dilate(seeds, disc), np.float32)
        new = np.where(free > 0, seeds, 0).astype(np.int32)
        found = np.maximum(found, new)
        free[new > 0] = 0
    return _filled(found, whose)


def _nearest(seeds: Numbers) -> Numbers:
    """For each pixel the number of the nearest pixel that has one, HW int32; 0 where none has."""
    if not (seeds > 0).any():
        return seeds
    away = (seeds == 0).astype(np.uint8)
    _, index = cv2.distanceTransformWithLabels(
        away, cv2.DIST_L2, cv2.DIST_MASK_3, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros(int(index.max()) + 1, np.int32)
    there = away == 0
    table[index[there]] = seeds[there]
    return np.asarray(table[index], np.int32)


def _filled(found: Numbers, whose: Numbers) -> Numbers:
    """Areas spread over ink and edges, each within its instance, HW int32 from 0 up."""
    out = _nearest(found)
    owner = np.zeros(int(max(found.max(), 0)) + 1, np.int32)
    owner[found] = whose
    astray = (owner[out] != whose) | (out == 0)
    number = len(owner)
    for one in np.unique(whose[astray]).tolist():
        own = (whose == one).astype(np.uint8)
        x, y, wide, tall = cv2.boundingRect(own)
        place = np.s_[y : y + tall, x : x + wide]
        mine = own[place] > 0
        seeds = np.where(mine, found[place], 0).astype(np.int32)
        near = _nearest(seeds) if seeds.any() else np.full(seeds.shape, number, np.int32)
        number += not seeds.any()
        wrong = mine & astray[place]
        out[place][wrong] = near[wrong]
    return _numbered(out)


def _numbered(areas: NDArray[np.integer]) -> Numbers:
    """Numbers from 0 up without gaps."""
    seen = np.zeros(int(areas.max()) + 1, bool)
    seen[areas.ravel()] = True
    return np.asarray((np.cumsum(seen) - 1).astype(np.int32)[areas])


def _merged(areas: Numbers, pixels: Pixels, inked: NDArray[np.bool_], whose: Numbers) -> Numbers:
    """The areas with those joined that differ in light only."""
    count = int(areas.max()) + 1
    sums, sizes = _sums(areas, pixels, _away(inked), count)
    owner = np.zeros(count, np.int32)
    owner[areas] = whose
    first, second, length, ink = _borders(areas, inked, count)
    within = owner[first] == owner[second]
    first, second, length, ink = first[within], second[within], length[within], ink[within]
    root: NDArray[np.integer] = np.arange(count)
    pixels_of = np.bincount(areas.ravel(), minlength=count)
    for _ in range(_ROUNDS):
        i, j = root[first], root[second]
        apart = i != j
        if not apart.any():
            break
        key = np.minimum(i, j)[apart].astype(np.int64) * count + np.maximum(i, j)[apart]
        pairs, each = np.unique(key, return_inverse=True)
        lengths = np.bincount(each, length[apart])
        share = (np.bincount(each, ink[apart]) / lengths).astype(np.float32)
        i, j = pairs // count, pairs % count
        total = np.bincount(root, pixels_of, minlength=count)
        size = np.bincount(root, sizes, minlength=count)
        colours = np.stack([np.bincount(root, sums[:, k], minlength=count) for k in range(3)], 1)
        seen = oklab(np.rint(colours / np.maximum(size, 1)[:, None]).astype(np.uint8))
        cost = _apart(seen[i], seen[j], share, owner[i] > 0)
        small = np.minimum(total[i], total[j]) < _SMALLEST
        cost = np.where(small, np.minimum(cost, 0.5 + 0.4 * (1 - np.exp(-cost))), cost)
        joined = _mutual(i, j, cost, count)
        if joined is None:
            break
        root = joined[root]
    return _numbered(root[areas])


def _apart(one: Floats, other: Floats, ink: Floats, own: NDArray[np.bool_]) -> Floats:
    """How unlike two colours (N x 3 OKLab) are, 1 being the most that is merged; `ink` is the share of their
    border that is inked, `own` whether both belong to an instance."""
    chroma, light = _differences(one, other)
    chroma_most = np.where(own, _OWN.chroma, _OPEN.chroma)
    light_most = np.where(own, _OWN.light, _OPEN.light)
    chroma_most = chroma_most + (_INKED.chroma - chroma_most) * ink
    light_most = light_most + (_INKED.light - light_most) * ink
    return np.asarray(np.hypot(chroma / chroma_most, light / light_most), np.float32)


def _differences(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Of chroma, each as a share of its lightness, and of lightness (OKLab)."""
    middle = np.maximum((one[..., 0] + other[..., 0]) / 2, 0.1)
    tint_one = one[..., 1:] / np.maximum(one[..., :1], 0.15)
    tint_other = other[..., 1:] / np.maximum(other[..., :1], 0.15)
    chroma = np.linalg.norm(tint_one - tint_other, axis=-1) * middle
    return np.asarray(chroma, np.float32), np.asarray(np.abs(one[..., 0] - other[..., 0]), np.float32)


def _mutual(i: NDArray[np.int64], j: NDArray[np.int64], cost: Floats, count: int) -> Numbers | None:
    """Where each area goes if those that are one another's nearest are joined; None if none is."""
    near = cost < 1
    if not near.any():
        return None
    i, j, cost = i[near], j[near], cost[near]
    order = np.lexsort((j, i, cost))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    best = np.full(count, len(order), np.int64)
    np.minimum.at(best, i, rank)
    np.minimum.at(best, j, rank)
    chosen = (best[i] == rank) & (best[j] == rank)
    root = np.arange(count)
    root[j[chosen]] = i[chosen]
    return np.asarray(root, np.int32)


def _borders(
    areas: Numbers, inked: NDArray[np.bool_], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """Pairs of neighbours, the length of their border in pixels, and how much of it is inked."""
    near = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8))
    keys, ink = [], []
    for one, other, mark in (
        (areas[:, :-1], areas[:, 1:], near[:, 1:]),
        (areas[:-1], areas[1:], near[1:]),
    ):
        differ = one != other
        low, high = np.minimum(one[differ], other[differ]), np.maximum(one[differ], other[differ])
        keys.append(low.astype(np.int64) * count + high)
        ink.append(mark[differ])
    key = np.concatenate(keys)
    pairs, each = np.unique(key, return_inverse=True)
    length = np.bincount(each).astype(np.float32)
    inks = np.bincount(each, np.concatenate(ink)).astype(np.float32)
    return pairs // count, pairs % count, length, inks


def _sums(areas: Numbers, pixels: Pixels, plain: NDArray[np.bool_], count: int) -> tuple[Sums, Sums]:
    """Sums of colour (N x 3) and numbers of pixels of each area away from ink; where all is ink, of all."""
    bins, used = _counted(areas, plain, count)
    sums = [np.bincount(bins, pixels[..., k].ravel(), minlength=count + 1)[:count] for k in range(3)]
    return np.stack(sums, 1), used


def _counted(areas: Numbers, plain: NDArray[np.bool_], count: int) -> tuple[NDArray[np.int32], Sums]:
    """For each pixel its area, or `count` where it does not count: at ink, unless all of the area is; and how
    many count for each area."""
    bins = np.where(plain, areas, np.int32(count)).ravel()
    sizes = np.bincount(bins, minlength=count + 1)[:count]
    bare = sizes == 0
    if bare.any():
        bins = np.where(np.append(bare, False)[areas.ravel()], areas.ravel(), bins)
        sizes = np.bincount(bins, minlength=count + 1)[:count]
    return bins, sizes.astype(np.float64)


def _painted(areas: Numbers, pixels: Pixels, inked: NDArray[np.bool_], whose: Numbers) -> Pixels:
    """Each area in its most frequent tone, light tones counting more."""
    count = int(areas.max()) + 1
    owner = np.zeros(count, np.int32)
    owner[areas] = whose
    plain = _away(inked)
    sums, sizes = _sums(areas, pixels, plain, count)
    same = _like_ones(oklab(np.rint(sums / sizes[:, None]).astype(np.uint8)), owner, sizes)
    groups = same.astype(np.int32)[areas]
    bins, _ = _counted(groups, plain, count)
    tone = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) // (256 // _BINS)).ravel()
    histogram = np.bincount(bins * _BINS + tone, minlength=(count + 1) * _BINS).reshape(-1, _BINS)
    wide = np.pad(histogram, ((0, 0), (1, 1)))
    wide = wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]
    peak = (wide * (1 + _LIGHTER * np.arange(_BINS) / _BINS)).argmax(1)
    close = np.where(np.abs(tone - peak[bins]) <= 1, bins, count).astype(np.int32)
    near = np.maximum(np.bincount(close, minlength=count + 1), 1)
    table = [np.bincount(close, pixels[..., k].ravel(), minlength=count + 1) / near for k in range(3)]
    return np.asarray(np.rint(np.stack(table, 1)).astype(np.uint8)[groups])


def _away(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """HW bool: what does not touch ink."""
    return np.asarray(cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)


def _like_ones(seen: Floats, owner: Numbers, sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each area the largest one of its instance that it is like in colour."""
    same = np.arange(len(seen))
    for one in np.unique(owner[owner > 0]).tolist():
        mine = np.flatnonzero(owner == one)
        mine = mine[np.argsort(-sizes[mine], kind="stable")]
        heads: list[int] = []
        for k in mine.tolist():
            if heads:
                chroma, light = _differences(seen[heads], seen[k][None])
                cost = np.hypot(chroma / _SAME.chroma, light / _SAME.light)
                nearest = int(cost.argmin())
                if cost[nearest] < 1:
                    same[k] = heads[nearest]
                    continue
            heads.append(k)
    return same
