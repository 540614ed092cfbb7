"""Trees, bushes, clouds and hills: blots of leaves and mist, painted flat towards us."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from toonseg.synth.art.curves import curve
from toonseg.synth.pen import Canvas, Colour, Points, arc, mix, ramp
from toonseg.synth.scene.camera import NEAR, Camera
from toonseg.synth.scene.light import Light
from toonseg.synth.scene.solids import Sheet, Vertex

_NO_CAMERA = Camera((0, 0, 0), 0, 1, (0, 0))  # for what is painted in pixels


def blot(rng: Generator, count: int = 11, rough: float = 0.16) -> Points:
    """A leafy outline of radius 1 about the origin: lobes of uneven reach."""
    turn = (np.arange(count) + rng.uniform(-0.2, 0.2, count)) / count * 2 * np.pi
    reach = 1 + rng.uniform(-rough, rough, count)
    return curve(np.stack([np.cos(turn) * reach, np.sin(turn) * reach], 1), steps=4)


def scalloped(rng: Generator, lobes: int = 12) -> Points:
    """The outline of foliage or of a cloud: small round lobes around a circle of radius 1."""
    turn, circle = _round(lobes * 6)
    phase = float(rng.uniform(0, 6))
    reach = 0.9 + 0.16 * np.abs(np.sin(turn * lobes / 2 + phase)) + 0.07 * np.sin(turn * 3 + phase * 2)
    return circle * reach[:, None]


@lru_cache
def _round(count: int) -> tuple[NDArray[np.float64], Points]:
    """Angles of even steps around a circle, and its points there; read only."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return turn, np.stack([np.cos(turn), np.sin(turn)], 1)


@lru_cache(maxsize=1)
def _crowns() -> tuple[Points, ...]:
    """Outlines of foliage to choose from: drawing each anew costs more than filling it."""
    rng = default_rng(31)
    return tuple(scalloped(rng, int(rng.integers(8, 14))) for _ in range(24))


@dataclass(frozen=True)
class Tree:
    """A tree or, without a trunk, a bush.

    Attributes:
        at: Its foot, (x, y, z) metres.
        height: Metres.
        leaf: Colour of its leaves; brown, black and blond ones look like a mop of hair.
        trunk: Colour of its trunk; None for a bush.
        seed: What its crown looks like.
        bare: True: branches alone.
    """

    at: Vertex
    height: float
    leaf: Colour
    trunk: Colour | None
    seed: int
    bare: bool = False

    def paint(self, sheet: Sheet) -> None:
        """Paint it upright towards us."""
        seen = sheet.camera.seen(np.array([self.at]))
        if seen[0, 2] < max(NEAR, 0.8):
            return
        x, y = (float(v) for v in sheet.camera.flat(seen)[0])
        unit = sheet.camera.focal / float(seen[0, 2]) * self.height
        if x < -unit or x > sheet.pixels.shape[1] + unit:
            return
        rng = default_rng(self.seed)
        light = sheet.light
        centre = np.array([x, y - (0.66 if self.trunk is not None else 0.42) * unit])
        if self.trunk is not None:
            self._wood(sheet, rng, x, y, unit)
        if self.bare:
            return
        spread = np.array([0.42, 0.36 if self.trunk is not None else 0.42]) * unit
        side = float(np.sign(light.towards[0])) or 1.0
        fine = 2 if unit > 260 else 1 if unit > 110 else 0  # what is small in the picture needs fewer lobes
        lobes = _crowns()
        for layer in range(3):
            tone = light.on(mix(self.leaf, (255, 250, 190), 0.12 * layer), (0.0, 0.55, 1.0)[layer])
            count = ((3, 2, 1), (4, 3, 3), (6, 6, 7))[fine][layer]
            size = np.array((0.34, 0.26, 0.2) if fine else (0.5, 0.36, 0.3))[layer]
            for k in range(count):
                turn = k / count * 2 * np.pi + float(rng.uniform(-0.4, 0.4))
                reach = float(rng.uniform(0.2, 0.72)) * (1, 0.85, 0.7)[layer]
                shift = np.array([side * 0.12, -0.16]) * layer
                at = centre + (np.array([np.cos(turn), np.sin(turn)]) * reach + shift) * spread
                grow = spread * (size * float(rng.uniform(1.0, 1.45)))
                outline = lobes[int(rng.integers(len(lobes)))][:: 1 if fine else 2]
                sheet.polygon(outline * grow + at, tone, ink=0.7 if layer == 0 else 0.0)
        for at in rng.uniform(-1, 1, ((0, 8, 26)[fine], 2)):
            if float(at @ at) < 1:
                leaf = lobes[0][::8] * spread * 0.05 + centre + at * spread * 0.95
                sheet.polygon(
                    leaf, light.on(mix(self.leaf, (255, 255, 210), float(rng.uniform(0, 0.5))), 0.9)
                )

    def _wood(self, sheet: Sheet, rng: Generator, x: float, y: float, unit: float) -> None:
        assert self.trunk is not None
        tone = sheet.light.on(self.trunk, 0.4)
        half, bend = 0.035 * unit, float(rng.uniform(-0.05, 0.05)) * unit
        stem = curve(
            np.array([
                (x - half * 1.5, y), (x - half + bend, y - 0.3 * unit), (x - half * 0.6, y - 0.62 * unit),
                (x + half * 0.6, y - 0.62 * unit), (x + half + bend, y - 0.3 * unit), (x + half * 1.6, y),
            ])
        )  # fmt: skip
        sheet.polygon(stem, tone, ink=0.8)
        for k in range(9 if self.bare else 4):
            turn = float(rng.uniform(-1.1, 1.1))
            root = np.array([x + bend * 0.5, y - float(rng.uniform(0.3, 0.6)) * unit])
            tip = root + np.array([np.sin(turn), -np.cos(turn)]) * unit * float(rng.uniform(0.2, 0.4))
            across = np.array([np.cos(turn), np.sin(turn)]) * half * (0.5 - 0.03 * k)
            sheet.polygon(np.stack([root - across, tip, root + across]), tone)


def paint_sky(canvas: Canvas, rng: Generator, light: Light, horizon: float, *, clouds: float = 0.6) -> None:
    """Sky down to the row `horizon` (and below), with clouds, stars and a moon as the light has it."""
    height, width = canvas.shape[:2]
    low = int(min(height, max(2, horizon)))
    canvas[:low] = cv2.resize(ramp(low, 1, *light.sky), (width, low), interpolation=cv2.INTER_NEAREST)
    cv2.rectangle(canvas, (0, low), (width, height), light.sky[1], -1)
    sheet = Sheet(canvas, _NO_CAMERA, light, None, 1, 0)
    night = light.lamps > 0.9
    if night:
        for x, y, size in rng.uniform(0, 1, (50, 3)) * (width, low, 1.6):
            sheet.polygon(
                arc(x, y, 0.6 + size, 0.6 + size, count=6), mix(light.sky[0], (255, 255, 240), 0.4 + size / 3)
            )
        if rng.random() < 0.5:
            x, y, r = (
                rng.uniform(0.1, 0.9) * width,
                rng.uniform(0.1, 0.5) * low,
                width * rng.uniform(0.02, 0.05),
            )
            for grow, alpha in ((2.4, 0.12), (1.6, 0.2), (1.0, 1.0)):
                sheet.polygon(arc(x, y, r * grow, r * grow), (252, 246, 220), alpha=alpha)
    for _ in range(int(rng.poisson(5 * clouds))):
        x, y = rng.uniform(-0.1, 1.1) * width, rng.uniform(0.05, 0.9) * low
        wide = width * rng.uniform(0.08, 0.26) * (0.5 + (1 - y / low))
        paint_cloud(sheet, rng, x, y, wide, night=night)


def paint_cloud(
    sheet: Sheet, rng: Generator, x: float, y: float, wide: float, *, night: bool = False
) -> None:
    """A heap of lobes with a flat foot: shaded below, bright above."""
    light = sheet.light
    bright = mix(light.sky[1], light.sun, 0.75) if not night else mix(light.sky[0], light.sky[1], 0.9)
    dim = mix(light.sky[1], light.shade, 0.5) if not night else mix(light.sky[0], light.sky[1], 0.5)
    at = rng.uniform(-1, 1, 7)
    sizes = (1.25 - np.abs(at)) * rng.uniform(0.26, 0.36, 7)
    for tone, shift, grow in ((dim, 0.05, 1.0), (mix(dim, bright, 0.6), -0.03, 0.93), (bright, -0.1, 0.78)):
        for u, size in zip(at, sizes, strict=True):
            lobe = scalloped(rng, 7) * np.array([size * wide * 1.15, size * wide * 0.8]) * grow
            lobe[:, 1] = np.minimum(lobe[:, 1], size * wide * 0.35)
            at_lobe = np.array([x + u * wide, y + (shift - size * 0.35) * wide])
            sheet.polygon(lobe + at_lobe, tone, alpha=0.92)


def paint_hills(  # noqa: PLR0917
    canvas: Canvas, rng: Generator, light: Light, level: float, colour: Colour, rough: float
) -> None:
    """A ridge at row `level`, hazy towards the sky, down to the picture's foot."""
    height, width = canvas.shape[:2]
    knots = int(rng.integers(6, 12))
    xs = np.linspace(-0.1, 1.1, knots) * width
    ridge = curve(np.stack([xs, level + rng.uniform(-1, 1, knots) * rough], 1), closed=False)
    foot = np.array([(1.1 * width, height + 9.0), (-0.1 * width, height + 9.0)])
    Sheet(canvas, _NO_CAMERA, light, None, 1, 0).polygon(np.concatenate([ridge, foot]), light.on(colour, 0.6))
