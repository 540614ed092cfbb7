"""What lies over people and place alike and changes no label: rain, snow, petals, light, flashes, shadows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.art.canvas import Pixels
from toonseg.synth.art.curves import curve
from toonseg.synth.pen import Colour, Points, arc, luminance, mix, polygon
from toonseg.synth.scene.light import Mood
from toonseg.synth.scene.nature import scalloped
from toonseg.synth.scene.solids import blank

_MOST = 225  # of 255: what an effect covers can still be made out, as its label says


class Effect(Enum):
    """Sorts of effects."""

    RAIN = "rain"
    SNOW = "snow"
    PETALS = "petals"
    BEAMS = "beams"
    BOKEH = "bokeh"
    FLASH = "flash"
    VIGNETTE = "vignette"
    SHADOW = "shadow"
    MIST = "mist"
    SPARKS = "sparks"


def some_effects(
    rng: Generator, mood: Mood, *, outdoors: bool = True, chance: float = 0.22
) -> tuple[Effect, ...]:
    """None, mostly; with that chance one or two that fit the mood, with weather out of doors only."""
    if rng.random() >= chance:
        return ()
    weights = {
        Effect.RAIN: (0.6 + mood.darkness - 0.5 * mood.warmth) * outdoors,
        Effect.SNOW: 0.6 * outdoors,
        Effect.PETALS: 0.3 + mood.warmth,
        Effect.BEAMS: 0.9 * (1 - mood.darkness),
        Effect.BOKEH: 0.3 + 0.8 * mood.warmth,
        Effect.FLASH: 0.1 + mood.energy,
        Effect.VIGNETTE: 0.3 + 1.2 * mood.darkness,
        Effect.SHADOW: 0.6,
        Effect.MIST: 0.3,
        Effect.SPARKS: 0.5 * mood.warmth,
    }
    share = np.maximum(1e-6, np.array(list(weights.values())))
    order = rng.choice(len(share), 2, replace=False, p=share / share.sum())
    kinds = list(weights)
    return tuple(kinds[int(k)] for k in order[: 1 + int(rng.random() < 0.2)])


def with_effects(picture: Pixels, effects: Iterable[Effect], rng: Generator, *, mono: float = 0.0) -> Pixels:
    """The picture (HWC uint8 RGB) under the effects, in turn; they know nothing of what they cover.

    `mono` (0..1) is how far their colours go to grey, as the style's page does.
    """
    for effect in effects:
        share, colour = _layer(effect, picture.shape[0], picture.shape[1], rng)
        grey = round(luminance(colour))
        colour = mix(colour, (grey, grey, grey), mono)
        picture = _laid(picture, share, colour)
    return picture


def _laid(picture: Pixels, share: NDArray[np.uint8], colour: Colour) -> Pixels:
    """A colour over the picture, as strongly as `share` (HW uint8) says, pixel by pixel."""
    weight = np.minimum(share, _MOST).astype(np.float32) * np.float32(1 / 255)
    flat = blank(picture.shape[0], picture.shape[1], colour)
    return np.asarray(cv2.blendLinear(flat, picture, weight, 1 - weight), np.uint8)


def _layer(effect: Effect, height: int, width: int, rng: Generator) -> tuple[NDArray[np.uint8], Colour]:  # noqa: PLR0911
    """How strongly an effect covers each pixel, HW uint8, and its colour."""
    share = np.zeros((height, width), np.uint8)
    match effect:
        case Effect.RAIN:
            _rain(share, rng)
            return share, (226, 234, 246)
        case Effect.SNOW:
            _flakes(share, rng)
            return share, (252, 253, 255)
        case Effect.PETALS:
            _petals(share, rng)
            tint: Colour = ((255, 196, 210), (250, 226, 150), (214, 120, 70), (246, 246, 250))[
                int(rng.integers(4))
            ]
            return share, tint
        case Effect.BEAMS:
            return _beams(share, rng), (255, 246, 214)
        case Effect.BOKEH:
            return _bokeh(share, rng), ((255, 240, 200), (255, 214, 224), (214, 236, 255))[
                int(rng.integers(3))
            ]
        case Effect.FLASH:
            return _flash(share, rng), (255, 255, 250)
        case Effect.VIGNETTE:
            dark: Colour = ((16, 12, 26), (40, 20, 16), (255, 255, 255))[
                int(rng.choice(3, p=[0.6, 0.2, 0.2]))
            ]
            return _vignette(share, rng), dark
        case Effect.SHADOW:
            return _shadow(share, rng), mix((40, 34, 70), (60, 40, 40), float(rng.uniform(0, 1)))
        case Effect.MIST:
            return _mist(share, rng), (236, 238, 244)
        case Effect.SPARKS:
            _sparks(share, rng)
            return share, (255, 244, 206)


def _fill(share: NDArray[np.uint8], points: Points, amount: float) -> None:
    fixed = np.rint(points * 16).astype(np.int32)
    cv2.fillPoly(share, [fixed], round(min(1.0, amount) * 255), cv2.LINE_AA, 4)


def _rain(share: NDArray[np.uint8], rng: Generator) -> None:
    height, width = share.shape
    lean = float(rng.normal(0, 0.22))
    for x, y, long, strong in rng.uniform(0, 1, (int(rng.integers(60, 220)), 4)):
        start = np.array([(x * 1.4 - 0.2) * width, (y * 1.3 - 0.3) * height])
        run = np.array([lean, 1.0]) * height * (0.04 + 0.16 * long)
        ends = np.rint(np.stack([start, start + run]) * 16).astype(np.int32)
        cv2.polylines(share, [ends], False, int(50 + 130 * strong), 1 + int(long > 0.85), cv2.LINE_AA, 4)


def _flakes(share: NDArray[np.uint8], rng: Generator) -> None:
    height, width = share.shape
    for x, y, size in rng.uniform(0, 1, (int(rng.integers(50, 160)), 3)):
        r = min(height, width) * (0.002 + 0.014 * size**4)
        _fill(share, arc(x * width, y * height, r + 0.6, r + 0.6, count=10), 0.95 - 0.5 * size)


def _petals(share: NDArray[np.uint8], rng: Generator) -> None:
    height, width = share.shape
    for x, y, size, turn in rng.uniform(0, 1, (int(rng.integers(14, 50)), 4)):
        r = min(height, width) * (0.007 + 0.024 * size**3)
        c, s = float(np.cos(turn * 6.28)), float(np.sin(turn * 6.28))
        petal = curve(
            np.array([(0, -1.0), (0.55, -0.2), (0.3, 0.9), (0, 0.7), (-0.3, 0.9), (-0.5, -0.2)]), steps=3
        )
        _fill(share, petal * (r, r) @ np.array([[c, s], [-s, c]]) + np.array([x * width, y * height]), 0.88)


def _beams(share: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    height, width = share.shape
    side = float(rng.choice([-0.1, 1.1])) * width
    for _ in range(int(rng.integers(2, 6))):
        x, wide = float(rng.uniform(0, 1)) * width, width * float(rng.uniform(0.03, 0.14))
        foot = width - side + (x - width / 2)
        beam = polygon((side * 0.4 + x * 0.6, -20), (side * 0.4 + x * 0.6 + wide * 0.5, -20),
                       (foot + wide, height + 20), (foot, height + 20))  # fmt: skip
        layer = np.zeros_like(share)
        _fill(layer, beam, float(rng.uniform(0.12, 0.3)))
        share = np.asarray(cv2.add(share, layer), np.uint8)
    fade = np.linspace(1, 0.25, height, dtype=np.float32)[:, None]
    return np.asarray(cv2.blur(share, (15, 15)) * fade, np.uint8)


def _bokeh(share: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    height, width = share.shape
    for x, y, size in rng.uniform(0, 1, (int(rng.integers(10, 34)), 3)):
        layer = np.zeros_like(share)
        r = min(height, width) * (0.015 + 0.07 * size**2)
        _fill(layer, arc(x * width, y * height, r, r, count=24), 0.12 + 0.3 * (1 - size))
        share = np.asarray(cv2.add(share, layer), np.uint8)
    return np.asarray(cv2.blur(share, (3, 3)), np.uint8)


def _flash(share: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Spikes of light from the panel's edges towards a middle."""
    height, width = share.shape
    middle = np.array([width * rng.uniform(0.35, 0.65), height * rng.uniform(0.3, 0.6)])
    far, hole = float(np.hypot(width, height)), float(rng.uniform(0.36, 0.55))
    for turn in rng.uniform(0, 2 * np.pi, int(rng.integers(50, 130))):
        thick, near = float(rng.uniform(0.004, 0.025)), hole * float(rng.uniform(0.85, 1.4))
        corners = [(near, turn), (2.0, turn - thick), (2.0, turn + thick)]
        spike = np.array([(r * np.cos(a), r * np.sin(a)) for r, a in corners]) * (width * 0.9, height * 0.9)
        _fill(share, spike * (far / max(width, height)) + middle, float(rng.uniform(0.5, 0.88)))
    return share


def _vignette(share: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    height, width = share.shape
    y, x = np.linspace(-1, 1, height // 8 + 2)[:, None], np.linspace(-1, 1, width // 8 + 2)[None]
    reach = np.hypot(x - rng.uniform(-0.3, 0.3), y - rng.uniform(-0.3, 0.3))
    amount = np.clip((reach - rng.uniform(0.5, 0.8)) * 1.6, 0, 1) * float(rng.uniform(0.35, 0.8))
    return np.asarray(cv2.resize(np.rint(amount * 255).astype(np.uint8), (width, height)), np.uint8)


def _shadow(share: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Shadows that fall across: blinds, leaves, or half of the panel."""
    height, width = share.shape
    strong = float(rng.uniform(0.18, 0.45))
    kind = rng.random()
    if kind < 0.35:
        step, lean = height * float(rng.uniform(0.05, 0.12)), width * float(rng.uniform(-0.5, 0.5))
        for y in np.arange(-abs(lean), height + abs(lean), step):
            _fill(
                share,
                polygon((0, y), (width, y + lean), (width, y + lean + step * 0.5), (0, y + step * 0.5)),
                strong,
            )
    elif kind < 0.7:
        for x, y, size in rng.uniform(0, 1, (26, 3)):
            r = min(height, width) * (0.05 + 0.14 * size)
            _fill(share, scalloped(rng, 8) * r + np.array([x * width, y * height]), strong)
    else:
        x0, x1 = (float(v) * width for v in rng.uniform(0.1, 0.9, 2))
        side = 0.0 if rng.random() < 0.5 else float(width)
        _fill(share, polygon((x0, 0), (x1, height), (side, height), (side, 0)), strong)
    return np.asarray(cv2.blur(share, (5, 5)), np.uint8)


def _mist(share: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    height, width = share.shape
    noise = cv2.resize(
        rng.uniform(0, 1, (5, 6)), (width // 8 + 2, height // 8 + 2), interpolation=cv2.INTER_CUBIC
    )
    rise = np.linspace(-0.3, 0.6, height // 8 + 2)[:, None] * float(rng.choice([-1, 1]))
    amount = np.clip(noise * 0.5 + rise, 0, 0.5)
    return np.asarray(cv2.resize(np.rint(amount * 255).astype(np.uint8), (width, height)), np.uint8)


def _sparks(share: NDArray[np.uint8], rng: Generator) -> None:
    height, width = share.shape
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    star = np.stack([np.cos(turn), np.sin(turn)], 1) * np.where(np.arange(8) % 2 == 0, 1.0, 0.14)[:, None]
    for x, y, size in rng.uniform(0, 1, (int(rng.integers(10, 40)), 3)):
        r = min(height, width) * (0.006 + 0.035 * size**3)
        _fill(share, star * r + np.array([x * width, y * height]), 0.88)
