"""Glasses: nobody's pixels, before eyes and side locks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.art.curves import curve
from toonseg.synth.art.shapes import InstanceClass, Owner, Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.face_place import eye_place, on_face
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points


@dataclass(frozen=True)
class Glasses:
    """A pair of glasses.

    Attributes:
        colour: Of the frame.
        width: Half the width of a lens, in heads.
        height: Half its height, in heads.
        square: 0 (round) .. 1 (rectangular).
        rim: Weight of the frame's ink; the lower half is left out below 0.8.
        dark: Tint of the lenses, 0 (clear) .. 1 (sunglasses).
        up: Whether they are pushed up into the hair.
    """

    colour: Colour = (50, 46, 56)
    width: float = 0.13
    height: float = 0.1
    square: float = 0.4
    rim: float = 1.2
    dark: float = 0.0
    up: bool = False
    cls: InstanceClass | None = None

    def draw(self, figure: FigureFrame, owner: Owner | None, style: Style, rng: Generator) -> list[Shape]:
        """Lenses, bridge and temples; nothing from behind."""
        head = figure.head
        if not head.facing or abs(head.yaw) > 100 or figure.detail < 0.1:
            return []
        level = int(Level.FRONT_HAIR + 5 if self.up else Level.FACE + 3)
        rise = -0.42 if self.up else 0.0
        shapes: list[Shape] = []
        ends: list[Points] = []
        angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        power = 1 - 0.62 * self.square
        round_ = np.stack(
            [
                np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power,
                np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power,
            ],
            1,
        )
        for side in (-1, 1):
            eye = eye_place(head, style, side)
            if eye is None:
                continue
            half = self.width * abs(eye.foreshortened)
            middle = eye.middle + np.array([0.0, rise + 0.012])
            lens = head.flat(round_ * np.array([half, self.height]) + middle)
            shapes += self._lens(lens, level, style)
            outer = middle + np.array([half * np.sign(eye.foreshortened), -0.03])
            ends.append(middle - np.array([half * np.sign(eye.foreshortened), 0.0]))
            shapes += self._temple(head, side, outer, rise, level)
        if len(ends) == 2:
            arch = (ends[0] + ends[1]) / 2 - np.array([0.0, 0.018])
            line = head.flat(curve(np.stack([ends[0], arch, ends[1]]), closed=False))
            shapes.append(Shape(line, line=self.colour, weight=self.rim, closed=False, level=level))
        return shapes

    def _lens(self, lens: Points, level: int, style: Style) -> list[Shape]:
        tint: Colour = (40, 36, 50) if self.dark > 0.3 else (226, 240, 250)
        glass = Shape(lens, fill=tint, alpha=0.16 + 0.74 * self.dark, overlay=True, level=level)
        low, high = lens.min(0), lens.max(0)
        size = high - low
        streak = low + size * np.array([(0.22, 0.15), (0.42, 0.15), (0.24, 0.8), (0.1, 0.72)])
        shine = Shape(streak, fill=(255, 255, 255), alpha=0.35, overlay=True, level=level)
        rim = lens if self.rim > 0.8 else lens[14:]
        frame = Shape(rim, line=self.colour, weight=self.rim, closed=bool(self.rim > 0.8), level=level)
        return [glass, shine, frame]

    def _temple(self, head: HeadFrame, side: int, outer: Points, rise: float, level: int) -> list[Shape]:
        _, share = on_face(head, side * 0.37, 0.07 + rise)
        (ear,), (depth,) = head.on([side * 92], [0.06 + rise], 0.38)
        if depth < -0.05 or share < -0.4:
            return []
        local = (ear - np.array(head.centre)) @ np.array(
            [[np.cos(head.roll), -np.sin(head.roll)], [np.sin(head.roll), np.cos(head.roll)]]
        )
        line = head.flat(np.stack([outer, (outer + local) / 2 + np.array([0.0, -0.008]), local]))
        return [
            Shape(line, line=self.colour, weight=self.rim, closed=False, level=min(level, Level.FACE + 3))
        ]


def invent_glasses(rng: Generator) -> Glasses:
    """A pair that nobody else has."""
    frames: tuple[Colour, ...] = ((44, 40, 48), (88, 60, 46), (150, 120, 70), (120, 124, 134), (150, 50, 60))
    dark = float(rng.uniform(0.5, 0.95)) if rng.random() < 0.12 else 0.0
    return Glasses(
        frames[int(rng.integers(len(frames)))],
        float(rng.uniform(0.115, 0.145)),
        float(rng.uniform(0.07, 0.12)),
        float(rng.uniform(0, 0.9)),
        float(rng.uniform(0.6, 1.9)),
        dark,
        bool(rng.random() < (0.3 if dark else 0.04)),
    )
