"""Locks of hair: pointed shapes that leave the scalp without a line and end in an inked tip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toonseg.synth.art.curves import band, shares
from toonseg.synth.art.shapes import Gradient, Owner, Shape
from toonseg.synth.art.style import Style, mixed
from toonseg.synth.figure.curtain import Curtain
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.pen import Colour, Points, mix

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Brush:
    """What all parts of one head of hair share while they are drawn.

    Attributes:
        head: The head it grows on.
        surface: The surface on which locks lie.
        owner: The instance.
        style: The hand that draws.
        colour: Of the hair in plain light.
        paint: What its parts are filled with: one gradient for all, so that they meet without a seam.
        sheen: Multiplies the strength of the lights, above 1 for wet hair.
    """

    head: HeadFrame
    surface: Curtain
    owner: Owner
    style: Style
    colour: Colour
    paint: Colour | Gradient
    sheen: float = 1.0

    @cached_property
    def dark(self) -> Colour:
        """The tone of hair in shadow."""
        strength = max(self.style.cel, self.style.soft, 0.35)
        return mix(self.colour, self.style.shaded(self.colour, 1.15), 0.95 * strength)

    @cached_property
    def ink(self) -> Colour:
        """The ink of its contours, a little softer than that of other things."""
        return mix(self.style.ink_for(self.colour), self.dark, 0.12)

    @property
    def fine(self) -> bool:
        """Whether single strands are drawn at all; not on small figures."""
        return self.style.strands > 0.12

    def falls(  # noqa: PLR0917
        self,
        lon0: ArrayLike,
        y0: ArrayLike,
        lon1: ArrayLike,
        y1: ArrayLike,
        bow: ArrayLike = 0.0,
        lift: ArrayLike = 0.02,
        count: int = 10,
        hook: ArrayLike = 0.0,
        ease: float = 1.35,
    ) -> tuple[Points, Floats]:
        """N paths on the hair, each from one (longitude, height) to another, as N x count x 2 points, and how
        near their ends are: the cosine of the angle to the view (0 at the silhouette, positive before it).

        The paths go aside early where `ease` is below 1, late above; they bulge by `bow` degrees and turn
        by `hook` degrees at the very end, which stands `lift` heads off the surface.
        """
        # One row for each path, so that all of them are turned and projected at once.
        first, top, last, low, bulge, off, turn = (
            column[:, None]
            for column in np.broadcast_arrays(
                *(np.atleast_1d(np.asarray(v, float)) for v in (lon0, y0, lon1, y1, bow, lift, hook))
            )
        )
        t = shares(count)
        lon = first + (last - first) * t**ease + bulge * np.sin(np.pi * t) + turn * t**4
        # A lock near the silhouette lies within it.
        middle = -self.head.yaw
        away = (lon - middle + 180) % 360 - 180
        lon = middle + np.where(np.abs(away) < 100, np.clip(away, -78, 78), away)
        facing = np.cos(np.radians(last + bulge * 0.5 - middle))
        rise = off * t * np.clip(2 * facing, 0, 1)
        return self.surface.on(self.head, lon, top + (low - top) * t**0.9, rise)[0], facing[:, 0]

    @cached_property
    def _sides(self) -> tuple[Floats, Points, Points]:
        """Heights down the head, and the silhouette of the hair at both sides there, about its middle."""
        c, s = np.cos(self.head.roll), np.sin(self.head.roll)
        turn, middle = np.array([[c, -s], [s, c]]), np.array(self.head.centre)
        rows = np.linspace(-0.5 - self.surface.volume * 0.9, 0.2, 12)
        left, right = (
            (self.surface.on(self.head, np.full(12, lon - self.head.yaw), rows)[0] - middle) @ turn
            for lon in (-90.0, 90.0)
        )
        return rows, left, right

    def kept(self, points: Points) -> Points:
        """The points, those above the eyes no further out than the silhouette of the hair."""
        c, s = np.cos(self.head.roll), np.sin(self.head.roll)
        turn = np.array([[c, -s], [s, c]])
        middle = np.array(self.head.centre)
        local = (points - middle) @ turn
        rows, left, right = self._sides
        ease = (
            0.012 + 0.1 * np.clip((local[:, 1] + 0.05) / 0.25, 0, 1) + np.where(local[:, 1] > 0.2, 9.0, 0.0)
        )
        low, high = (np.interp(local[:, 1], side[:, 1], side[:, 0]) for side in (left, right))
        local[:, 0] = np.clip(local[:, 0], low - ease, high + ease)
        local[:, 1] = np.maximum(local[:, 1], rows[0])
        return np.asarray(local @ turn.T + middle, np.float64)


def tress(spine: Points, root: float, belly: float, tip: float, at: float) -> Points:
    """The outline of a lock along `spine`, widest at the share `at`; its sides run straight into a sharp
    tip."""
    rise, fall = _widths(len(spine), at)
    # Before the belly `fall` is 1, after it `rise` is.
    return band(spine, rise * ((belly - root) / 2) + fall * ((belly - tip) / 2) + (root + tip - belly) / 2)


@lru_cache(maxsize=256)
def _widths(count: int, at: float) -> tuple[Floats, Floats]:
    """Along `count` even steps: 0 rising to 1 at the share `at`, and from there on 1 falling to 0."""
    t = shares(count)
    rise = np.sin(np.clip(t / at, 0, 1) * np.pi / 2)
    return rise, 1 - np.clip((t - at) / (1 - at), 0, 1) ** 1.5


def lock_shapes(
    brush: Brush,
    spine: Points,
    root: float,
    belly: float,
    *,
    level: int = Level.FRONT_HAIR,
    at: float = 0.4,
    tip: float = 0.0,
    bare: float = 0.35,
    shade: float = 0.0,
    paint: Colour | Gradient | None = None,
    within: bool = False,
) -> list[Shape]:
    """A lock along `spine`.

    Args:
        brush: The head of hair it belongs to.
        spine: Nx2 path from root to tip.
        root: Width at the root, in heads.
        belly: Width where it is widest, in heads.
        level: Its place in the z-order.
        at: Where it is widest, as a share of its length.
        tip: Width at the tip, in heads; 0 is pointed.
        bare: Share of its length, from the root, that has no ink.
        shade: Share of its width that lies in shadow, 0 .. 1, towards the tip.
        paint: Other than the brush's.
        within: Whether it is kept inside the head's silhouette, down to the eyes.
    """
    outline = tress(spine, root, belly, tip, at)
    outline = brush.kept(outline) if within and brush.fine else outline
    count = len(spine)
    left, right = outline[:count], outline[count:][::-1]
    fill = brush.paint if paint is None else paint
    shapes = [Shape(outline, brush.owner, fill, level=level)]
    start = max(0, min(count - 3, round(bare * count)))
    if shade > 0 and brush.fine:
        away = right if (left[count // 2, 0] - right[count // 2, 0]) * brush.style.light > 0 else left
        first = max(1, start - 1)
        grow = shares(count - first)[:, None] ** 0.7 * shade
        inner = away[first:] + (spine[first:] - away[first:]) * 2 * grow
        wedge = np.concatenate([away[first:], inner[::-1]])
        shapes.append(Shape(wedge, brush.owner, brush.dark, level=level))
    ink = brush.ink
    if not brush.fine:
        round_ = np.concatenate([left[start:], right[start:][::-1]])
        return [*shapes, Shape(round_, brush.owner, None, ink, 0.6, closed=False, level=level)]
    shapes += [
        Shape(edge[start:], brush.owner, None, ink, 0.85, closed=False, taper=(0.0, 0.55), level=level)
        for edge in (left, right)
    ]
    if tip > 0.01:
        end = np.stack([left[-1], (left[-1] + right[-1]) / 2, right[-1]])
        shapes.append(Shape(end, brush.owner, None, ink, 0.85, closed=False, level=level))
    return shapes


def strand(brush: Brush, spine: Points, *, level: int = Level.FRONT_HAIR, weight: float = 0.6) -> Shape:
    """A single line of ink along the hair, thin at both ends; for `Shape.inside` or a level of its own."""
    tone = mixed(brush.ink, brush.dark, 0.4)
    return Shape(spine, brush.owner, None, tone, weight, closed=False, taper=(0.15, 0.0), level=level)
