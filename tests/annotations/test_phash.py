"""Near-duplicate pictures."""

from __future__ import annotations

import time

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.phash import Look, look_of, near_pairs
from toonseg.pictures import decode, encode


def drawing(seed: int, size: tuple[int, int] = (300, 400)) -> NDArray[np.uint8]:
    """A panel that looks like no other: flat shapes and lines, HWC uint8 RGB."""
    rng = np.random.default_rng(seed)
    height, width = size
    sheet = np.full((height, width, 3), rng.integers(120, 255), np.uint8)
    for _ in range(14):
        corners = rng.integers((0, 0), (width, height), (4, 2)).astype(np.int32)
        cv2.fillPoly(sheet, [corners], rng.integers(0, 255, 3).tolist())
        cv2.polylines(sheet, [corners], True, (20, 20, 20), 3)
    return sheet


def test_the_same_drawing_smaller_recompressed_or_brighter_is_a_near_duplicate() -> None:
    sheet = drawing(1)
    smaller = cv2.resize(sheet, (217, 163), interpolation=cv2.INTER_AREA)
    pressed = decode(encode(sheet, "jpg", quality=35), "pressed")
    brighter = np.clip(sheet.astype(int) + 18, 0, 255).astype(np.uint8)
    looks = [look_of(one) for one in (sheet, drawing(2), smaller, pressed, brighter, drawing(3))]
    assert near_pairs(looks) == [(0, 2), (0, 3), (0, 4)]


def test_different_drawings_are_not() -> None:
    looks = [look_of(drawing(seed)) for seed in range(150)]
    assert near_pairs(looks) == []


def test_blank_pictures_and_stretched_ones_are_no_duplicates() -> None:
    white = np.full((200, 300, 3), 255, np.uint8)
    black = np.zeros((200, 300, 3), np.uint8)
    sheet = drawing(4)
    wider = cv2.resize(sheet, (800, 300))
    assert near_pairs([look_of(one) for one in (white, white, black, sheet, wider)]) == []


def test_all_pairs_within_seven_bits_are_found() -> None:
    rng = np.random.default_rng(0)
    small = rng.integers(0, 255, (16, 16)).astype(np.uint8)
    base = [int(value) for value in rng.integers(0, 2**63, 60)]
    hashes = list(base)
    for value in base:
        flips = rng.choice(64, int(rng.integers(1, 11)), replace=False)
        hashes.append(value ^ sum(1 << int(bit) for bit in flips))
    looks = [Look(value, small, 1.0, False) for value in hashes]
    expected = [(k, 60 + k) for k in range(60) if (hashes[k] ^ hashes[60 + k]).bit_count() <= 7]
    assert near_pairs(looks) == expected
    assert 20 < len(expected) < 60


def test_ten_thousand_pictures_take_seconds_not_minutes() -> None:
    rng = np.random.default_rng(1)
    small = rng.integers(0, 255, (16, 16)).astype(np.uint8)
    looks = [Look(int(value), small, 1.0, False) for value in rng.integers(0, 2**63, 10_000)]
    looks += looks[:1000]  # and a thousand of them twice
    start = time.process_time()
    assert len(near_pairs(looks)) == 1000
    assert time.process_time() - start < 10
