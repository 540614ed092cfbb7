"""Arms that reach for a place on the body: from the wrist's place to shoulder, elbow and wrist."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.curves import shares
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.poses import Limb, On, Reach, direction

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """Where the places that hands reach for lie, in the body's own axes (x to its left, y down, z to its
    front), in heads about the pelvis.

    Attributes:
        body: Whose.
        spine: Nx3 middle of the torso at even steps of v.
        wide: N half widths of the torso.
        deep: N half depths of the torso.
        head: Middle of the head.
        turn: Turn of the head against the body, degrees.
        legs: Hip, knee and ankle of the right and of the left leg, 3x3 each.
    """

    body: Body
    spine: Vector
    wide: Vector
    deep: Vector
    head: Vector
    turn: float
    legs: list[Vector]

    def arm(self, limb: Limb | Reach, shoulder: Vector, side: int) -> Vector:
        """Shoulder, elbow and wrist (3x3) of the arm on `side` (-1 right, 1 left)."""
        half = self.body.arm * 0.5
        if isinstance(limb, Limb):
            elbow = shoulder + direction(limb.out, limb.fwd, side) * half
            return np.stack([shoulder, elbow, elbow + direction(limb.out2, limb.fwd2, side) * half])
        way = self._place(limb, side) - shoulder
        far = float(np.linalg.norm(way))
        axis = way / max(far, 1e-9)
        far = min(max(far, 0.3 * half), 1.96 * half)
        # The elbow lies on a circle about the way; the hint chooses where (two-bone inverse kinematics).
        hint = direction(*limb.elbow, side)
        away = hint - axis * float(hint @ axis)
        away /= max(float(np.linalg.norm(away)), 1e-9)
        elbow = shoulder + axis * (far / 2) + away * np.sqrt(max(half**2 - far**2 / 4, 0.0))
        return np.stack([shoulder, elbow, shoulder + axis * far])

    def _place(self, reach: Reach, side: int) -> Vector:
        a, b, c = reach.at
        if reach.on is On.HEAD:
            # The places were found on an adult; short arms of a small body have to be content with less.
            x, z = a * side, c
            turn = np.radians(self.turn)
            offset = [x * np.cos(turn) + z * np.sin(turn), b, z * np.cos(turn) - x * np.sin(turn)]
            return np.asarray(self.head + np.array(offset), np.float64)
        if reach.on is On.THIGH:
            hip, knee, _ = self.legs[0 if side < 0 else 1]
            lift = self.body.limb * 1.4 + b
            return np.asarray(hip + (knee - hip) * a + np.array([side * c, -lift, 0.0]), np.float64)
        at = shares(len(self.spine))
        middle = np.array([np.interp(b, at, self.spine[:, k]) for k in range(3)])
        wide, deep = float(np.interp(b, at, self.wide)) + c, float(np.interp(b, at, self.deep)) + c
        lon = np.radians(a) * side
        return np.asarray(middle + np.array([wide * np.sin(lon), 0.0, deep * np.cos(lon)]), np.float64)
