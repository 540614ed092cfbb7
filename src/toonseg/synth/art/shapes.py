"""What a drawing is made of: shapes as data, in z-order.

A drawing is a list of `Shape`s, painted in order. Coordinates are floats, x to the right, y down, in units
of the drawing (a figure is drawn in heads); a `Placement` turns them into pixels when they are painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import cos, sin

import numpy as np

from toonseg.classes import InstanceClass
from toonseg.synth.pen import Colour, Points

__all__ = ["Blend", "Gradient", "InstanceClass", "Owner", "Placement", "Shape"]


@dataclass(frozen=True, slots=True)
class Owner:
    """An instance: one class on one character (a number that tells the characters of a picture apart)."""

    cls: InstanceClass
    character: int


class Blend(Enum):
    """How an overlay's colour meets what lies below it."""

    NORMAL = "normal"
    MULTIPLY = "multiply"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear change of colour from `start` to `end` (x, y), constant beyond both."""

    start: tuple[float, float]
    end: tuple[float, float]
    first: Colour
    last: Colour


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with its paint.

    Attributes:
        points: Nx2 outline (or, with `closed=False`, the path of a stroke).
        owner: The instance that the shape's pixels belong to. None: they belong to nobody, and hide what
            lies below.
        fill: Colour or gradient of the inside; None leaves it open.
        line: Colour of the ink along the outline or path, which belongs to the shape's owner; None for no
            ink.
        weight: Width of the ink; 1 is the style's contour (see `Placement.line`).
        closed: False makes `points` a stroke: ink alone.
        taper: The ink's width at the start and end of a stroke, as shares of its greatest width, 0..1.
        swell: By how much the ink of a closed outline is wider on its shadow side, 0 (even) .. 1.
        inside: Shapes painted on this one and clipped to it, whatever their owner: folds, prints, cel
            shadows.
        overlay: True: colours what lies below (shadow, light, tint) and leaves to it whom the pixels belong
            to.
        alpha: Opacity of an overlay or of a shape inside another, 0..1.
        soft: Radius over which an overlay's or an inner shape's edge is blurred, in units of the drawing.
        blend: How an overlay meets what is below.
        level: Place in a figure's z-order (`figure.levels.Level`); the canvas itself paints in list order.
    """

    points: Points
    owner: Owner | None = None
    fill: Colour | Gradient | None = None
    line: Colour | None = None
    weight: float = 1.0
    closed: bool = True
    taper: tuple[float, float] = (1.0, 1.0)
    swell: float = 0.0
    inside: tuple[Shape, ...] = ()
    overlay: bool = False
    alpha: float = 1.0
    soft: float = 0.0
    blend: Blend = Blend.NORMAL
    level: int = 0

    def at_level(self, level: int) -> Shape:
        """The shape at another place in the z-order; `dataclasses.replace` takes three times as long."""
        return Shape(
            self.points, self.owner, self.fill, self.line, self.weight, self.closed, self.taper, self.swell,
            self.inside, self.overlay, self.alpha, self.soft, self.blend, level,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a drawing lies in the picture.

    Attributes:
        scale: Pixels per unit of the drawing.
        at: Pixel (x, y) of the drawing's origin.
        line: Pixels of ink for `weight` 1.
        roll: Turn about the origin in radians, clockwise on the screen.
        wobble: How far lines stray from true, in units of the drawing; neighbours stray together.
    """

    scale: float = 1.0
    at: tuple[float, float] = (0.0, 0.0)
    line: float = 1.0
    roll: float = 0.0
    wobble: float = 0.0

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """One point of the drawing as a pixel, as `pixels`."""
        if self.wobble:
            astray = sin(9 * y + 3 * x + 1.3), sin(8 * x - 4 * y + 0.7)
            x, y = x + astray[0] * self.wobble, y + astray[1] * self.wobble
        if self.roll:
            c, s = cos(self.roll), sin(self.roll)
            x, y = x * c - y * s, x * s + y * c
        return x * self.scale + self.at[0], y * self.scale + self.at[1]

    def pixels(self, points: Points) -> Points:
        """Nx2 points of the drawing as pixels."""
        if self.wobble:
            x, y = points.T.astype(np.float32)  # exact enough for a wobble, and many times as fast
            astray = np.empty_like(points)
            astray[:, 0], astray[:, 1] = np.sin(9 * y + 3 * x + 1.3), np.sin(8 * x - 4 * y + 0.7)
            points = points + astray * self.wobble
        if self.roll:
            c, s = float(np.cos(self.roll)), float(np.sin(self.roll))
            points = points @ np.array([[c, s], [-s, c]])
        placed: Points = points * self.scale + np.array(self.at)
        return placed
