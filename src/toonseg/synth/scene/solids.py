"""What a location is built of: faces on planes, boxes, rounds; and how they are painted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.synth.pen import Canvas, Colour, Points, mix
from toonseg.synth.scene.camera import NEAR, Camera, Vertices, clipped
from toonseg.synth.scene.light import Light

Vertex = tuple[float, float, float]
_SHIFT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A flat polygon.

    Attributes:
        vertices: Nx3 metres.
        normal: The way it faces, (x, y, z); None is seen from both sides and lit from all.
        colour: Its own colour.
        ink: Width of the ink around it, 1 for the style's; 0 for none.
        alpha: Opacity; below 1 it is light, glass or shadow.
        glow: True: a lamp, a sign, the sky; lit by itself.
    """

    vertices: Vertices
    colour: Colour
    normal: Vertex | None = None
    ink: float = 1.0
    alpha: float = 1.0
    glow: bool = False


@dataclass(frozen=True)
class Sheet:
    """The picture in the making, `scale` times larger than the panel.

    Attributes:
        pixels: HWC uint8 RGB, written in place.
        camera: In pixels of this sheet.
        light: How everything is lit.
        ink: The style's ink; None paints without lines.
        line: Pixels of ink for weight 1.
        fade: How far ink goes into the colour that it encloses, 0..1.
    """

    pixels: Canvas
    camera: Camera
    light: Light
    ink: Colour | None
    line: float
    fade: float

    def polygon(self, points: Points, colour: Colour, *, ink: float = 0.0, alpha: float = 1.0) -> None:
        """Fill (and ink) a polygon of pixels."""
        if len(points) < 3:
            return
        low, high = points.min(0), points.max(0)
        height, width = self.pixels.shape[:2]
        if high[0] < 0 or high[1] < 0 or low[0] > width or low[1] > height:
            return
        fixed = np.rint(points * (1 << _SHIFT)).astype(np.int32)
        if alpha >= 1:
            cv2.fillPoly(self.pixels, [fixed], colour, cv2.LINE_8, _SHIFT)
        else:
            x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
            part = self.pixels[y0 : int(high[1]) + 2, x0 : int(high[0]) + 2]
            over = part.copy()
            origin = np.array([x0 << _SHIFT, y0 << _SHIFT], np.int32)
            cv2.fillPoly(over, [fixed - origin], colour, cv2.LINE_8, _SHIFT)
            part[:] = cv2.addWeighted(part, 1 - alpha, over, alpha, 0)
        if ink:
            self._outline(fixed, colour, ink)

    def fixed(self, fixed: NDArray[np.int32], colour: Colour, ink: float) -> None:
        """Fill (and ink) an opaque polygon of pixels in fixed point."""
        cv2.fillPoly(self.pixels, [fixed], colour, cv2.LINE_8, _SHIFT)
        if ink:
            self._outline(fixed, colour, ink)

    def _outline(self, fixed: NDArray[np.int32], colour: Colour, ink: float) -> None:
        if self.ink is None:
            return
        tone = mix(colour, self.ink, 0.65 * (1 - self.fade) + 0.175)
        cv2.polylines(self.pixels, [fixed], True, tone, max(1, round(self.line * ink)), cv2.LINE_8, _SHIFT)


def blank(height: int, width: int, colour: Colour) -> Canvas:
    """An HWC uint8 RGB picture of one colour; OpenCV fills three channels much faster than numpy does."""
    canvas = np.empty((height, width, 3), np.uint8)
    cv2.rectangle(canvas, (0, 0), (width, height), colour, -1)
    return canvas


class Thing(Protocol):
    """Something that stands in a location."""

    @property
    def at(self) -> Vertex:
        """Where, for the order of painting."""
        ...

    def paint(self, sheet: Sheet) -> None:
        """Paint it as the sheet's camera sees it."""
        ...


@dataclass(frozen=True, eq=False)
class Solid:
    """Faces in the order of painting, as arrays: projected, lit and culled at once."""

    at: Vertex
    faces: tuple[Face, ...]
    vertices: Vertices
    ends: NDArray[np.int64]
    normals: NDArray[np.float64]
    colours: NDArray[np.float64]

    def paint(self, sheet: Sheet) -> None:
        """Paint the faces that turn to the camera and are seen."""
        camera = sheet.camera
        seen = camera.seen(self.vertices)
        starts = self._starts
        nearest = np.minimum.reduceat(seen[:, 2], starts)
        furthest = np.maximum.reduceat(seen[:, 2], starts)
        to_eye = np.array(camera.eye) - self.vertices[starts]
        shown = (furthest > NEAR) & (~self._one_sided | ((self.normals * to_eye).sum(1) > 0))
        if not shown.any():
            return
        held = seen.copy()
        held[:, 2] = np.maximum(held[:, 2], NEAR)
        flat = camera.flat(held)
        low, high = np.minimum.reduceat(flat, starts), np.maximum.reduceat(flat, starts)
        height, width = sheet.pixels.shape[:2]
        whole = nearest >= NEAR
        inside = (high > 0).all(1) & (low[:, 0] < width) & (low[:, 1] < height)
        size = (high - low).max(1)
        shown &= ~whole | (inside & (size > 0.8))
        tones = np.rint(self._lit(sheet.light)).astype(int).tolist()
        fixed = np.rint(flat * (1 << _SHIFT)).astype(np.int32)
        for k, i, j, complete, large in zip(
            *(list_[shown].tolist() for list_ in (np.arange(len(size)), starts, self.ends, whole, size > 9)),
            strict=True,
        ):
            face = self.faces[k]
            r, g, b = tones[k]
            # Ink around what is hardly larger than the pen would blacken it.
            ink = face.ink if large or not complete else 0.0
            if not complete:
                sheet.polygon(camera.flat(clipped(seen[i:j])), (r, g, b), ink=ink, alpha=face.alpha)
            elif face.alpha < 1:
                sheet.polygon(flat[i:j], (r, g, b), ink=ink, alpha=face.alpha)
            else:
                sheet.fixed(fixed[i:j], (r, g, b), ink)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Index of each face's first vertex."""
        return np.concatenate([[0], self.ends[:-1]])

    @cached_property
    def _one_sided(self) -> NDArray[np.bool_]:
        """Which faces are seen from one side only."""
        return np.asarray(self.normals.any(1), np.bool_)

    @cached_property
    def _glow(self) -> NDArray[np.bool_]:
        """Which faces are lit by themselves, Fx1."""
        return np.array([face.glow for face in self.faces], bool)[:, None]

    def _lit(self, light: Light) -> NDArray[np.float64]:
        """The faces' colours in this light (see `Light.on` and `Light.glowing`), Fx3."""
        towards = np.maximum(0.0, self.normals @ np.array(light.towards))
        facing, glow = np.where(self._one_sided, towards, 0.6)[:, None], self._glow
        shade, sun = np.array(light.shade, np.float64), np.array(light.sun, np.float64)
        lit = self.colours * (shade + (sun - shade) * np.where(glow, 0.4, facing)) / 255
        own = self.colours * 0.75 + np.array([255, 250, 235]) * 0.25
        return np.minimum(255.0, np.where(glow, lit + (own - lit) * light.lamps, lit))


def solid(faces: Iterable[Face], at: Vertex | None = None) -> Solid:
    """Faces as one thing; `at` is its middle unless told."""
    kept = tuple(faces)
    vertices = np.concatenate([face.vertices for face in kept])
    ends = np.cumsum([len(face.vertices) for face in kept])
    normals = np.array([face.normal if face.normal is not None else (0, 0, 0) for face in kept], np.float64)
    colours = np.array([face.colour for face in kept], np.float64)
    x, y, z = (float(v) for v in (vertices.min(0) + vertices.max(0)) / 2)
    return Solid(at or (x, y, z), kept, vertices, ends, normals, colours)


@dataclass(frozen=True)
class Plane:
    """A wall, floor or front to draw on: u runs along `across`, v along `up`, in metres from `origin`."""

    origin: Vertex
    across: Vertex
    up: Vertex

    @cached_property
    def normal(self) -> Vertex:
        """The side that is seen: across x up, turned round."""
        (a, b, c), (d, e, f) = self.across, self.up
        return float(b * f - c * e), float(c * d - a * f), float(a * e - b * d)

    def shape(  # noqa: PLR0917
        self,
        uv: Points,
        colour: Colour,
        ink: float = 1.0,
        alpha: float = 1.0,
        glow: bool = False,
        lift: float = 0.0,
    ) -> Face:
        """A polygon of Nx2 (u, v) upon it, `lift` metres before it."""
        normal = self.normal
        at = np.array(self.origin) + lift * np.array(normal)
        vertices = at + uv[:, :1] * np.array(self.across) + uv[:, 1:] * np.array(self.up)
        return Face(vertices, colour, normal, ink, alpha, glow)

    def rect(  # noqa: PLR0917
        self, u0: float, v0: float, u1: float, v1: float, colour: Colour, ink: float = 1.0,
        alpha: float = 1.0, glow: bool = False, lift: float = 0.0,
    ) -> Face:  # fmt: skip
        """The rectangle from (u0, v0) to (u1, v1) upon it."""
        # Plain sums: a library has thousands of these, and arrays of four are slow.
        normal = self.normal
        (ox, oy, oz), (a, b, c), (d, e, f) = self.origin, self.across, self.up
        ox, oy, oz = ox + lift * normal[0], oy + lift * normal[1], oz + lift * normal[2]
        x0, y0, z0, x1, y1, z1 = ox + u0 * a, oy + u0 * b, oz + u0 * c, ox + u1 * a, oy + u1 * b, oz + u1 * c
        r0, s0, t0, r1, s1, t1 = v0 * d, v0 * e, v0 * f, v1 * d, v1 * e, v1 * f
        vertices = np.array([
            (x0 + r0, y0 + s0, z0 + t0), (x1 + r0, y1 + s0, z1 + t0),
            (x1 + r1, y1 + s1, z1 + t1), (x0 + r1, y0 + s1, z0 + t1),
        ])  # fmt: skip
        return Face(vertices, colour, normal, ink, alpha, glow)


def box(  # noqa: PLR0917
    x0: float, y0: float, z0: float, x1: float, y1: float, z1: float, colour: Colour,
    top: Colour | None = None, ink: float = 1.0,
) -> list[Face]:  # fmt: skip
    """The six sides of a box, its lid in a colour of its own if wanted."""
    corners = np.array([(x, y, z) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)], np.float64)
    sides: Sequence[tuple[tuple[int, ...], Vertex]] = (
        ((0, 1, 3, 2), (0, 0, -1)), ((2, 3, 7, 6), (0, 1, 0)), ((0, 2, 6, 4), (-1, 0, 0)),
        ((1, 3, 7, 5), (1, 0, 0)), ((0, 1, 5, 4), (0, -1, 0)), ((4, 5, 7, 6), (0, 0, 1)),
    )  # fmt: skip
    return [
        Face(corners[list(index)], top if top is not None and normal[2] > 0 else colour, normal, ink)
        for index, normal in sides
    ]


def round_(  # noqa: PLR0917
    x: float, y: float, z0: float, z1: float, low: float, high: float, colour: Colour,
    top: Colour | None = None, sides: int = 8,
) -> list[Face]:  # fmt: skip
    """A round post, pot or table: `low` and `high` are its radii at foot and top."""
    turn = np.arange(sides) * 2 * np.pi / sides
    ring = np.stack([np.cos(turn), np.sin(turn)], 1)
    foot = np.column_stack([ring * low + (x, y), np.full(sides, z0)])
    head = np.column_stack([ring * high + (x, y), np.full(sides, z1)])
    faces: list[Face] = []
    for k in range(sides):
        m = (k + 1) % sides
        out = ring[k] + ring[m]
        normal = (float(out[0]) / 2, float(out[1]) / 2, 0.0)
        faces.append(Face(np.stack([foot[k], foot[m], head[m], head[k]]), colour, normal, 0.0))
    faces.append(Face(head, top or colour, (0, 0, 1), 0.6))
    return faces
