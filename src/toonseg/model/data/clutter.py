"""Rich grounds without people, made up of shapes: what painted backgrounds are full of and drawn rooms lack.

Shapes of all sizes lie over each other, as in the dead leaves model of natural pictures (Lee, Mumford and
Huang, 2001), shaded, striped and outlined as drawings are: pots, stones, leaves, animals' heads, folds. A
network that only knows tidy rooms calls every glossy, striped thing with a rounded top hair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.model.data.decoded import Decoded
from toonseg.pictures import Rgb

SIDE = 512
BANK = 96
"""Different grounds; each is seen in parts, and mirrored."""


@dataclass(frozen=True)
class Clutter:
    """The share of pictures that get a rich ground around their people, and that are nothing but ground."""

    around: float = 0.3
    empty: float = 0.04


def cluttered(one: Decoded, how: Clutter, rng: Generator) -> Decoded:
    """The picture, perhaps with another ground: people keep what lies close around them."""
    chance = rng.random()
    if chance < how.empty:
        return Decoded(_view(one.owner.shape, rng), np.zeros_like(one.owner), one.labels)
    if chance > how.empty + how.around or not one.owner.any():
        return one
    height, width = one.owner.shape
    # Faces and hands have no owner: they lie between hair and clothes, or close by.
    small = cv2.resize(
        (one.owner > 0).astype(np.uint8), (width // 4, height // 4), interpolation=cv2.INTER_AREA
    )
    people = cv2.morphologyEx(cv2.copyMakeBorder(small, 24, 24, 24, 24, cv2.BORDER_REPLICATE),
                              cv2.MORPH_CLOSE, _disc(19))  # fmt: skip
    people = cv2.dilate(people, _disc(int(rng.integers(4, 10))))[24:-24, 24:-24]
    soft = 0.5 + float(rng.uniform(0, 3))
    share = cv2.GaussianBlur(people.astype(np.float32), (0, 0), soft)
    share = cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR)
    share = np.maximum(share, one.owner > 0).astype(np.float32)
    mixed = cv2.blendLinear(one.pixels, _view((height, width), rng), share, 1 - share)
    return Decoded(np.asarray(mixed, np.uint8), one.owner, one.labels)


def _view(size: tuple[int, int], rng: Generator) -> Rgb:
    """A part of some ground, `size` (height, width)."""
    ground = _ground(int(rng.integers(BANK)))
    scale = float(rng.uniform(0.45, 1.0))
    high, wide = (max(32, min(SIDE, int(scale * side))) for side in size)
    y, x = int(rng.integers(0, SIDE - high + 1)), int(rng.integers(0, SIDE - wide + 1))
    part = cv2.resize(ground[y : y + high, x : x + wide], (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        part = part[:, ::-1]
    return np.ascontiguousarray(part, np.uint8)


@lru_cache(maxsize=BANK)
def _ground(number: int) -> Rgb:
    """A ground of SIDE x SIDE pixels."""
    rng = np.random.default_rng([number, 4711])
    base = rng.integers(0, 256, (int(rng.integers(2, 6)), int(rng.integers(2, 6)), 3)).astype(np.float32)
    palette = [rng.integers(0, 256, 3).astype(np.float32) for _ in range(int(rng.integers(3, 8)))]
    mood = rng.uniform(30, 225, 3).astype(np.float32)
    grey = float(rng.uniform(0, 0.75))
    palette = [colour * (1 - grey) + colour.mean() * grey for colour in palette]
    mood = mood * (1 - grey) + mood.mean() * grey
    bound = float(rng.uniform(0.1, 0.7))  # how much one mood binds all colours together
    pixels = cv2.resize(base, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * (1 - bound) + mood * bound
    lined = float(rng.choice([0.0, 0.5, 1.0]))
    count = int(rng.integers(25, 90))
    for k in range(count):
        # From large to small: what is small is not buried.
        reach = SIDE * 0.32 * (1 - k / count) ** 1.5 * float(rng.uniform(0.4, 1.1)) + 7
        at = rng.uniform(-0.05, 1.05, 2) * SIDE
        colour = palette[int(rng.integers(len(palette)))] * (1 - bound) + mood * bound
        colour = np.clip(colour + rng.normal(0, 25, 3), 0, 255)
        for outline in _thing(at, reach, rng):
            _fill(pixels, outline, colour, rng, lined)
            colour = np.clip(colour * rng.uniform(0.6, 1.4), 0, 255)
    picture = np.asarray(np.clip(pixels, 0, 255), np.uint8)
    if rng.random() < 0.5:
        picture = np.asarray(cv2.bilateralFilter(picture, 7, 60, 7), np.uint8)
    if rng.random() < 0.3:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.5, 4))), np.uint8)
    return picture


Outline = NDArray[np.float64]


def _thing(at: NDArray[np.float64], reach: float, rng: Generator) -> list[Outline]:
    """The outlines (N x 2, pixels) of a thing's parts, back to front."""
    kind = rng.random()
    tall = np.array([1.0, float(rng.uniform(0.5, 1.8))]) * reach
    if kind < 0.3:
        return [_round(rng, float(rng.uniform(0, 0.35))) * tall + at]
    if kind < 0.42:  # a tuft, a crown of leaves, a splash
        return [_round(rng, 0.15, spikes=int(rng.integers(5, 16))) * tall + at]
    if kind < 0.55:
        corners = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 7))))
        return [np.stack([np.cos(corners), np.sin(corners)], 1) * tall + at]
    if kind < 0.68:  # a bottle, a jar, a lamp
        neck = float(rng.uniform(0.15, 0.5))
        body = np.array(
            [(-1, 1), (1, 1), (1, 0), (neck, -0.5), (neck, -1.2), (-neck, -1.2), (-neck, -0.5), (-1, 0)]
        )
        return [body * tall * 0.7 + at]
    if kind < 0.8:  # folds, planks, rays, ropes
        turn, wide = float(rng.uniform(0, np.pi)), float(rng.uniform(0.06, 0.25))
        along = np.array([np.cos(turn), np.sin(turn)])
        across = np.array([-along[1], along[0]])
        bend = across * float(rng.normal(0, 0.4))
        steps = np.linspace(-1.6, 1.6, 12)[:, None]
        middle = steps * along + steps**2 * bend
        parts = []
        for k in range(int(rng.integers(1, 5))):
            moved = middle + across * (k * wide * 2.3)
            parts.append(np.concatenate([moved + across * wide, (moved - across * wide)[::-1]]) * reach + at)
        return parts
    return _head(at, reach * 0.7, rng)


def _head(at: NDArray[np.float64], reach: float, rng: Generator) -> list[Outline]:
    """An animal's head: ears, a round head, a muzzle, eyes."""
    ear = np.array([(-0.45, 0.2), (0.0, -float(rng.uniform(0.6, 1.6))), (0.45, 0.2)])
    spread, wide = float(rng.uniform(0.45, 0.75)), float(rng.uniform(0.9, 1.3))
    parts = [ear + np.array((side * spread, -0.6)) for side in (-1, 1)]
    parts.append(_round(rng, 0.06) * (wide, 0.9))
    parts.append(_round(rng, 0.04) * (wide * 0.45, 0.35) + (0, 0.4))
    eye = float(rng.uniform(0.1, 0.22))
    parts += [_round(rng, 0.0) * (eye, eye * 1.2) + (side * 0.4, -0.1) for side in (-1, 1)]
    turn = float(rng.normal(0, 0.3))
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return [part @ matrix * reach + at for part in parts]


def _round(rng: Generator, rough: float, spikes: int = 0) -> Outline:
    """A closed curve around (0, 0) with a radius of about 1."""
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    radius = np.ones_like(angle)
    for wave in range(2, 6):
        radius += rough * float(rng.normal(0, 0.5)) * np.cos(wave * angle + float(rng.uniform(0, 6.28)))
    if spikes:
        radius *= 0.7 + 0.5 * np.abs(np.sin(angle * spikes / 2 + float(rng.uniform(0, 3.14)))) ** 0.7
    return np.stack([np.cos(angle), np.sin(angle)], 1) * radius[:, None]


def _fill(
    pixels: NDArray[np.float32], outline: Outline, colour: NDArray[np.float64], rng: Generator, lined: float
) -> None:
    """Paint one part: flat, shaded from one side to the other, striped, with a band of light, with a line."""
    left, top = np.maximum(np.floor(outline.min(0)).astype(int) - 2, 0)
    right, bottom = np.minimum(np.ceil(outline.max(0)).astype(int) + 3, SIDE)
    if left >= right or top >= bottom:
        return
    part = pixels[top:bottom, left:right]
    points = np.rint((outline - (left, top)) * 16).astype(np.int32)
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    y, x = np.mgrid[0 : part.shape[0], 0 : part.shape[1]].astype(np.float32)
    turn = float(rng.uniform(0, 2 * np.pi))
    reach = max(4.0, float(max(part.shape[:2])))
    along = (x * np.cos(turn) + y * np.sin(turn)) / reach
    along -= float(along.mean())
    light = 1 + float(rng.choice([0.0, 0.3, 0.8])) * along
    kind = rng.random()
    if kind < 0.25:  # strands, fur, planks
        across = (-x * np.sin(turn) + y * np.cos(turn)) / reach
        waves = np.sin(across * float(rng.uniform(20, 120)) + 3 * np.sin(along * 4))
        light += float(rng.uniform(0.05, 0.3)) * np.where(rng.random() < 0.5, np.sign(waves), waves)
    elif kind < 0.4:  # a band of light, as on hair and glass
        light += float(rng.uniform(0.2, 0.6)) * (np.abs(along - rng.uniform(-0.3, 0.3)) < 0.06)
    elif kind < 0.5:
        coarse = rng.normal(0, 0.2, (6, 6)).astype(np.float32)
        light += cv2.resize(coarse, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_CUBIC)
    drawn = np.clip(colour.astype(np.float32) * light[..., None].astype(np.float32), 0, 255)
    share = mask[..., None].astype(np.float32) / 255
    part += (drawn - part) * share
    if rng.random() < lined:
        ink = np.zeros_like(mask)
        cv2.polylines(ink, [points], True, 255, int(rng.integers(1, 4)), cv2.LINE_AA, 4)
        part += (colour.astype(np.float32) * 0.15 - part) * (ink[..., None].astype(np.float32) / 255)


def _disc(size: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1)), np.uint8)
