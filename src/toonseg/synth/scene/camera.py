"""Where a location is looked at from, and what of it lies where in the picture.

A location is measured in metres: x to the right, y away from us, z up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.pen import Points

Vertices = NDArray[np.float64]  # Nx3: x, y, z in metres
NEAR = 0.35  # metres; what is nearer is cut off
_FAR_OUT = 15_000.0  # pixels; OpenCV's fills want 16-bit pixels


@dataclass(frozen=True)
class Stand:
    """Where the nearest people of a picture stand, and how large they are there.

    Attributes:
        row: Of the floor under their soles, in pixels from the top; below the picture where it cuts them.
        scale: Pixels of one metre there.
        eye: Height of the camera over that floor in metres, if rows of people were placed by it; None leaves
            it to the location.
    """

    row: float
    scale: float
    eye: float | None = None


@dataclass(frozen=True)
class Camera:
    """A pinhole camera.

    Attributes:
        eye: Where it stands, (x, y, z) metres.
        yaw: Where it looks, degrees; 0 along y, positive to the right.
        focal: Focal length in pixels.
        centre: Pixel (x, y) that a point straight ahead at the eye's height falls on; moved up and down
            instead of tilting the camera, so that upright edges stay upright, as draughtsmen have it.
        roll: Turn of the picture about its centre in radians.
    """

    eye: tuple[float, float, float]
    yaw: float
    focal: float
    centre: tuple[float, float]
    roll: float = 0.0

    def seen(self, vertices: Vertices) -> Vertices:
        """The vertices about the eye: to the right, up, and away from it in metres, Nx3."""
        turn = np.radians(self.yaw)
        c, s = float(np.cos(turn)), float(np.sin(turn))
        moved = vertices - np.array(self.eye)
        out: Vertices = np.empty((len(moved), 3))
        out[:, 0] = moved[:, 0] * c - moved[:, 1] * s
        out[:, 1] = moved[:, 2]
        out[:, 2] = moved[:, 0] * s + moved[:, 1] * c
        return out

    def flat(self, seen: Vertices) -> Points:
        """Pixels (Nx2) of vertices about the eye, all of them before `NEAR`."""
        out = np.empty((len(seen), 2))
        scale = self.focal / seen[:, 2]
        out[:, 0] = seen[:, 0] * scale
        out[:, 1] = -seen[:, 1] * scale
        if self.roll:
            c, s = float(np.cos(self.roll)), float(np.sin(self.roll))
            out = out @ np.array([[c, s], [-s, c]])
        out += self.centre
        kept: Points = np.minimum(np.maximum(out, -_FAR_OUT), _FAR_OUT)
        return kept

    def pixels(self, vertices: Vertices) -> Points:
        """Pixels of a polygon's vertices, cut off at `NEAR`; empty if all of it lies nearer."""
        return self.flat(clipped(self.seen(vertices)))

    def scale_at(self, point: tuple[float, float, float]) -> float:
        """Pixels of one metre at that point; 0 if it is not before the camera."""
        depth = float(self.seen(np.array([point]))[0, 2])
        return self.focal / depth if depth > NEAR else 0.0


def clipped(seen: Vertices) -> Vertices:
    """A polygon about the eye without what lies nearer than `NEAR` (Sutherland and Hodgman 1974)."""
    depth = seen[:, 2]
    if depth.min() >= NEAR:
        return seen
    kept: list[NDArray[np.float64]] = []
    for here, there in zip(seen, np.concatenate([seen[1:], seen[:1]]), strict=True):
        if here[2] >= NEAR:
            kept.append(here)
        if (here[2] >= NEAR) != (there[2] >= NEAR):
            share = (NEAR - here[2]) / (there[2] - here[2])
            kept.append(here + (there - here) * share)
    return np.array(kept).reshape(-1, 3)
