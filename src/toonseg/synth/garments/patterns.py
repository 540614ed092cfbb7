"""Patterns of cloth: stripes, checks, dots, argyle, prints; they bend with the body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from toonseg.synth.art.curves import Floats, between, shares
from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Colour, Points, mix


@dataclass(frozen=True)
class Surface:
    """A piece of cloth as it lies on the picture.

    Attributes:
        at: Points of the picture at u heads to the right of its middle and w heads below its top.
        wide: Its width in heads.
        high: Its height in heads.
        least: Heads below which nothing can be seen at this size.
    """

    at: Callable[[Floats, Floats], Points]
    wide: float
    high: float
    least: float
    front: bool = True


class Pattern(Protocol):
    """What is printed on or woven into cloth."""

    def shapes(self, surface: Surface, style: Style) -> tuple[Shape, ...]:
        """Fills on the surface; they are clipped to the garment later."""
        ...


def torso_surface(figure: FigureFrame, hem: float, ease: float = 0.03) -> Surface:
    """The cloth of a top: u is measured around the body from its front (or its back, if that is what is
    seen)."""
    torso = figure.torso
    girth = float(torso.wide[8]) * 0.9
    middle = 0.0 if torso.facing else 180.0
    high = hem * figure.body.torso

    def at(u: Floats, w: Floats) -> Points:
        return torso.on(middle + np.degrees(u / girth), w / figure.body.torso, ease)

    return Surface(at, girth * np.pi, high, 2.4 / figure.pixels, torso.facing)


def limb_surface(
    figure: FigureFrame, limb: LimbFrame, end: float, ease: float, start: float = -0.06
) -> Surface:
    """The cloth of a sleeve or a trouser leg."""
    a, b, c = limb.joints
    length = float(np.hypot(*(b - a)) + np.hypot(*(c - b)))
    half = float(limb.half(0.3)) + ease

    def at(u: Floats, w: Floats) -> Points:
        u, w = np.broadcast_arrays(u, w)
        t = start + w / max(length, 1e-6)
        k = start + (end + 0.1 - start) * shares(15)
        spine = limb.spine(start, end + 0.1, 15)
        way = np.gradient(spine, axis=0)
        way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
        x = np.interp(t, k, spine[:, 0]) - np.interp(t, k, way[:, 1]) * u
        y = np.interp(t, k, spine[:, 1]) + np.interp(t, k, way[:, 0]) * u
        return np.stack([x, y], -1)

    return Surface(at, half * 2.4, (end - start) * length, 2.4 / figure.pixels)


def printed(shape: Shape, prints: tuple[Shape, ...], style: Style) -> Shape:
    """The shape with prints below its shadows and folds, and in shadow inside of them."""
    if not prints:
        return shape
    dark = tuple(replace(p, fill=style.shaded(p.fill)) if isinstance(p.fill, tuple) else p for p in prints)
    low = np.array([np.minimum.reduce(p.points) for p in prints])
    high = np.array([np.maximum.reduce(p.points) for p in prints])

    def touching(s: Shape) -> tuple[Shape, ...]:
        near = (high > np.minimum.reduce(s.points)).all(1) & (low < np.maximum.reduce(s.points)).all(1)
        return tuple(dark[k] for k in np.flatnonzero(near))

    over = tuple(
        replace(s, inside=(*s.inside, *touching(s)))
        if s.closed and s.fill is not None and not s.overlay
        else s
        for s in shape.inside
    )
    return replace(shape, inside=(*prints, *over))


def _bands(rings: list[Points], far: Points) -> Points:
    """Several closed rings as one outline: each is reached from `far`, which lies outside of the garment."""
    parts: list[Points] = []
    for ring in rings:
        parts += [far[None], ring, ring[:1]]
    return np.concatenate([*parts, far[None]])


def _across(surface: Surface, tops: Floats, height: float) -> Points:
    u = between(-0.5, 0.5, 11) * surface.wide * 1.06
    rings = []
    for w in tops:
        low = surface.at(u, np.full(11, w + height))
        rings.append(np.concatenate([surface.at(u, np.full(11, w)), low[::-1]]))
    first = surface.at(np.array([-0.53 * surface.wide]), np.array([0.5 * surface.high]))[0]
    middle = surface.at(np.array([0.0]), np.array([0.5 * surface.high]))[0]
    far: Points = first + (first - middle) * 4
    return _bands([np.concatenate([(ring[:1] * 0.5 + far * 0.5), ring]) for ring in rings], far)


def _down(surface: Surface, lefts: Floats, width: float) -> Points:
    w = np.linspace(-0.1, 1.1, 8) * surface.high
    rings = [
        np.concatenate([surface.at(np.full(8, u), w), surface.at(np.full(8, u + width), w[::-1])])
        for u in lefts
    ]
    top = surface.at(np.zeros(1), np.array([-0.1 * surface.high]))[0]
    return _bands(rings, top + np.array([0.0, -0.6]))


@dataclass(frozen=True)
class Stripes:
    """Stripes of `colour`, `width` heads wide with `gap` between; across the body or `upright`; `first` lets
    them begin so far down, `count` ends them."""

    colour: Colour = (60, 70, 110)
    width: float = 0.08
    gap: float = 0.1
    upright: bool = False
    first: float = 0.0
    count: int = 60

    def shapes(self, surface: Surface, style: Style) -> tuple[Shape, ...]:
        """One fill for all of them."""
        if self.width < surface.least * 0.5:
            return ()
        step = self.width + self.gap
        if self.upright:
            half = surface.wide / 2
            at = np.arange(-np.floor(half / step) * step - self.width / 2, half, step)[: self.count]
            return (Shape(_down(surface, at, self.width), fill=self.colour),)
        at = np.arange(self.first, surface.high * 1.05, step)[: self.count]
        return (Shape(_across(surface, at, self.width), fill=self.colour),) if len(at) else ()


@dataclass(frozen=True)
class Checks:
    """Checks, tartan: bands of `colour` both ways, `size` heads apart, darker where they cross; thin lines of
    `line` between, or None."""

    colour: Colour = (150, 60, 60)
    size: float = 0.24
    share: float = 0.5
    line: Colour | None = None

    def shapes(self, surface: Surface, style: Style) -> tuple[Shape, ...]:
        """Bands across, see-through bands down, lines."""
        if self.size < surface.least * 1.5:
            return ()
        half, width = surface.wide / 2, self.size * self.share
        u = np.arange(-np.floor(half / self.size) * self.size, half, self.size) - width / 2
        w = np.arange(-0.3 * self.size, surface.high * 1.05, self.size)
        shapes = [
            Shape(_across(surface, w, width), fill=self.colour, alpha=0.62),
            Shape(_down(surface, u, width), fill=self.colour, alpha=0.62),
        ]
        if self.line is not None and self.size > surface.least * 4:
            thin = self.size * 0.07
            shapes += [
                Shape(_across(surface, w + self.size * (self.share + 1) / 2, thin), fill=self.line),
                Shape(_down(surface, u + self.size * (self.share + 1) / 2, thin), fill=self.line),
            ]
        return tuple(shapes)


@dataclass(frozen=True)
class Dots:
    """Dots of `colour`, `size` heads wide, `gap` apart."""

    colour: Colour = (250, 246, 240)
    size: float = 0.07
    gap: float = 0.2

    def shapes(self, surface: Surface, style: Style) -> tuple[Shape, ...]:
        """One small fill a dot."""
        if self.size < surface.least:
            return ()
        half, gap = surface.wide / 2, max(self.gap, 2.2 * self.size)
        w = np.arange(0.05, surface.high, gap * 0.87)
        u = np.arange(-half, half, gap)
        rows, columns = np.meshgrid(w, u, indexing="ij")
        columns = columns + (np.arange(len(w)) % 2)[:, None] * gap / 2
        angle = np.linspace(0, 2 * np.pi, 9)[:-1]
        dot = np.stack([np.cos(angle), np.sin(angle)], 1) * self.size / 2
        centres = surface.at(columns.ravel(), rows.ravel())
        return tuple(Shape(centre + dot, fill=self.colour) for centre in centres)


@dataclass(frozen=True)
class Argyle:
    """Lozenges of `colour`, `size` heads wide, under crossing lines of `line`."""

    colour: Colour = (120, 130, 160)
    line: Colour = (240, 236, 226)
    size: float = 0.34

    def shapes(self, surface: Surface, style: Style) -> tuple[Shape, ...]:
        """Lozenges, then lines."""
        if self.size < surface.least * 2:
            return ()
        half, high = surface.wide / 2, self.size * 1.3
        rows = np.arange(0.12, surface.high + high, high)
        columns = np.arange(-half, half, self.size)
        across = np.array([0.0, 0.5, 0.0, -0.5]) * self.size
        down = np.array([-0.5, 0.0, 0.5, 0.0]) * high
        shapes = [Shape(surface.at(u + across, w + down), fill=self.colour) for w in rows for u in columns]
        if self.size > surface.least * 5:
            # The lines run through the lozenges that are left open.
            u, w = np.linspace(-half, half, 9), np.linspace(0.12, surface.high + high, 9)
            paths = [surface.at(u, np.full(9, row + high / 2)) for row in rows]
            paths += [surface.at(np.full(9, column + self.size / 2), w) for column in columns]
            shapes += [Shape(path, line=self.line, weight=0.4, closed=False) for path in paths]
        return tuple(shapes)


@dataclass(frozen=True)
class Print:
    """A print on the chest: a disc, a bar of lettering or a blaze across it, `size` heads wide; `kind` runs
    from
    0 to 1 through them. Seen from the front only."""

    colour: Colour = (220, 80, 70)
    kind: float = 0.2
    size: float = 0.5
    down: float = 0.75

    def shapes(self, surface: Surface, style: Style) -> tuple[Shape, ...]:
        """The print's fills."""
        if not surface.front or self.size < surface.least * 2:
            return ()
        s = self.size
        if self.kind < 0.3:
            angle = np.linspace(0, 2 * np.pi, 18)
            disc = surface.at(np.cos(angle) * s / 2, self.down + np.sin(angle) * s / 2)
            inner = surface.at(np.cos(angle) * s / 4, self.down + np.sin(angle) * s / 4)
            return (Shape(disc, fill=self.colour), Shape(inner, fill=mix(self.colour, (255, 255, 255), 0.6)))
        if self.kind < 0.6:
            letters = []
            count = 3 + int((self.kind - 0.3) * 12)
            step = s * 1.3 / count
            for k in range(count):
                u0 = -s * 0.65 + k * step
                tall = s * (0.26 + 0.08 * np.sin(7.3 * k + 40 * self.kind))
                box_u = np.array([u0, u0 + step * 0.72, u0 + step * 0.72, u0])
                box_w = self.down + np.array([-tall, -tall, tall, tall]) / 2
                letters.append(Shape(surface.at(box_u, box_w), fill=self.colour))
                if k % 2 == 0:
                    hole_u = u0 + step * np.array([0.25, 0.48, 0.48, 0.25])
                    hole = surface.at(hole_u, self.down + np.array([-0.05, -0.05, tall / 2, tall / 2]))
                    letters.append(Shape(hole, fill=mix(self.colour, (255, 255, 255), 0.75)))
            return tuple(letters)
        if self.kind < 0.8:
            turn = np.linspace(0, 2 * np.pi, 11)[:-1] - np.pi / 2
            reach = np.where(np.arange(10) % 2 == 0, s / 2, s / 4.6)
            return (
                Shape(surface.at(np.cos(turn) * reach, self.down + np.sin(turn) * reach), fill=self.colour),
            )
        return Stripes(self.colour, s * 0.36, 0.1, first=self.down - s * 0.18, count=1).shapes(surface, style)
