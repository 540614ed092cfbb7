"""Where a place on the face lies: the middle line, the cheeks, and each eye's own axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toonseg.synth.art.style import Style
from toonseg.synth.figure.frames import HeadFrame
from toonseg.synth.pen import Points


@dataclass(frozen=True)
class EyePlace:
    """One eye's own axes: x from the inner (-1) to the outer corner (1), y from -1 (top of an open eye) to 1
    (bottom)."""

    head: HeadFrame
    middle: Points
    half: tuple[float, float]
    foreshortened: float

    def put(self, points: Points) -> Points:
        """Nx2 points of these axes in the figure's units."""
        local = points * np.array([self.half[0] * self.foreshortened, self.half[1]]) + self.middle
        return self.head.flat(local)


def on_face(
    head: HeadFrame, x: float, y: float, radius: float = 0.375, back: float = 0.0
) -> tuple[Points, float]:
    """Where a place on the face lies, and how much widths shrink there.

    `x` to the character's left, `y` down, as seen from the front; `back` heads deeper than the face's front
    when turned. The place is about the head's middle as the viewer sees it (before `HeadFrame.flat`); widths
    are 1 seen straight, 0 edge on, negative round the corner.
    """
    # A drawn face is flatter than a ball: its middle moves less than the head turns, until it is seen in
    # profile.
    turn = np.radians(head.yaw * (0.74 + 0.26 * min(abs(head.yaw) / 90, 1.0) ** 2))
    lon = np.arcsin(np.clip(x / radius, -1, 1)) + turn
    lift = np.sin(np.radians(head.nod)) * radius * np.cos(lon)
    across = radius * np.sin(lon) - (0.6 * back + 0.05) * np.sin(2 * turn)
    return np.array([across, y + 0.8 * lift]), float(np.cos(lon))


def eye_place(head: HeadFrame, style: Style, side: int, low: float = 0.0) -> EyePlace | None:
    """The axes of the eye on `side` (-1 the figure's right, 1 its left), or None if it is turned away.

    `low` -1 .. 1 moves both eyes up or down the face.
    """
    wide = 0.07 + 0.052 * style.eye_size
    tall = wide * (0.36 + 0.56 * style.eye_height)
    y = 0.105 + 0.03 * low + 0.02 * style.eye_size
    middle, share = on_face(head, side * (0.157 + 0.026 * style.eye_size), y, back=0.08)
    if share < 0.2:
        return None
    if abs(head.yaw) > 70:  # a profile shows the eye as a wedge, a little back from the bridge
        middle = middle - np.array([np.sign(head.yaw) * 0.035, 0.0])
    return EyePlace(head, middle, (wide, tall), side * max(share, 0.42) ** 0.85)
