"""What is laid over a picture: balloons that hide what is below, and instances of other cuts of the title.

Copy-paste: Ghiasi et al., 2021. Whatever is pasted takes the pixels that it covers; masks stay exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from toonseg.model.data.decoded import MOST_INSTANCES, Decoded


@dataclass(frozen=True)
class Pasting:
    """The share of pictures that get balloons, patches of nothing, and instances of another picture."""

    balloons: float = 0.25
    patches: float = 0.1
    instances: float = 0.3


def overlaid(one: Decoded, how: Pasting, rng: Generator) -> Decoded:
    """With balloons and patches in front, each with its chance."""
    pixels, owner = one.pixels, one.owner
    if rng.random() < how.balloons:
        pixels, owner = pixels.copy(), owner.copy()
        for _ in range(int(rng.integers(1, 4))):
            _balloon(pixels, owner, rng)
    if rng.random() < how.patches:
        pixels, owner = pixels.copy(), owner.copy()
        height, width = owner.shape
        for _ in range(int(rng.integers(1, 5))):
            high, wide = (int(rng.integers(4, max(5, side // 4))) for side in (height, width))
            y, x = int(rng.integers(0, height - high + 1)), int(rng.integers(0, width - wide + 1))
            pixels[y : y + high, x : x + wide] = rng.integers(0, 256, 3)
            owner[y : y + high, x : x + wide] = 0
    return Decoded(pixels, owner, one.labels)


def with_instances(one: Decoded, other: Decoded, rng: Generator) -> Decoded:
    """Some people of `other` in front of `one`; both are of one size.

    Instances that touch go together, so that a tie is not pasted without its shirt.
    """
    groups = _groups(other)
    if not groups:
        return one
    pixels, owner, labels = one.pixels.copy(), one.owner.copy(), list(one.labels)
    rng.shuffle(groups)
    for group in groups[: int(rng.integers(1, 4))]:
        if len(labels) + len(group) > MOST_INSTANCES:
            break
        mine = np.isin(other.owner, group)
        # Skin, shoes and faces between the garments come along: what is enclosed, and a thin rim.
        around = cv2.morphologyEx(mine.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)) > 0
        around &= (other.owner == 0) | mine
        pixels[around] = other.pixels[around]
        owner[around] = 0
        for number in group:
            labels.append(other.labels[number - 1])
            owner[other.owner == number] = len(labels)
    return Decoded(pixels, owner, np.array(labels, np.int64))


def _groups(one: Decoded) -> list[list[int]]:
    """Instances that touch each other, by connected parts of what is owned; single tiny ones are left out."""
    owned = (one.owner > 0).astype(np.uint8)
    joined = cv2.dilate(owned, np.ones((5, 5), np.uint8))
    count, parts = cv2.connectedComponents(joined)
    groups = []
    for part in range(1, count):
        numbers, pixels = np.unique(one.owner[parts == part], return_counts=True)
        group = [int(n) for n, size in zip(numbers, pixels, strict=True) if n and size >= 64]
        if group:
            groups.append(group)
    return groups


def _balloon(pixels: np.ndarray, owner: np.ndarray, rng: Generator) -> None:
    """Draw a balloon with something like lettering in it; it is nobody's."""
    height, width = owner.shape
    high, wide = int(height * rng.uniform(0.08, 0.25)), int(width * rng.uniform(0.12, 0.35))
    middle = (int(rng.integers(0, width)), int(rng.integers(0, height)))
    shape = np.zeros_like(owner)
    if rng.random() < 0.75:
        cv2.ellipse(shape, middle, (max(wide // 2, 3), max(high // 2, 3)), 0, 0, 360, 1, -1)
    else:
        corner = (middle[0] - wide // 2, middle[1] - high // 2)
        cv2.rectangle(shape, corner, (corner[0] + wide, corner[1] + high), 1, -1)
    rim = cv2.dilate(shape, np.ones((3, 3), np.uint8)) > shape
    light = rng.random() < 0.85
    pixels[shape > 0] = rng.integers(235, 256) if light else rng.integers(0, 40)
    if rng.random() < 0.8:
        pixels[rim] = rng.integers(0, 60)
    owner[(shape > 0) | rim] = 0
    size = max(0.3, high / 90)
    text = "".join(rng.choice(list("aeounmwsrlt ?!.")) for _ in range(max(2, wide // 14)))
    ink = [20] * 3 if light else [240] * 3
    for row in range(2):
        at = (middle[0] - wide // 3, middle[1] + int((row - 0.2) * high / 4))
        cv2.putText(pixels, text[row * 3 :], at, cv2.FONT_HERSHEY_SIMPLEX, size, ink, 1, cv2.LINE_AA)
