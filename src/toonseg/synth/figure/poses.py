"""Poses: the directions of limbs, as angles a person would name.

Angles are degrees. A limb's direction has `out` (away from the body's middle, 0 down .. 90 level) and `fwd`
(0 down, 90 to the front, 180 up, negative to the back).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.random import Generator


class Hand(Enum):
    """What a hand does."""

    RELAXED = "relaxed"
    FIST = "fist"
    POINT = "point"
    OPEN = "open"


@dataclass(frozen=True)
class Limb:
    """Directions of the upper and the lower half of an arm or a leg."""

    out: float = 8.0
    fwd: float = 0.0
    out2: float = 4.0
    fwd2: float = 10.0


@dataclass(frozen=True)
class Pose:
    """A body's attitude. `right` and `left` are the figure's own; with the figure facing us, its right is on
    our left."""

    right_arm: Limb = Limb()
    left_arm: Limb = Limb()
    right_leg: Limb = Limb(4, 0, 2, -2)
    left_leg: Limb = Limb(4, 0, 2, -2)
    lean: float = 0.0  # to the front, degrees
    sway: float = 0.0  # to its left, degrees
    turn: float = 0.0  # of the head against the body, to its left
    tilt: float = 0.0  # of the head towards its left shoulder
    nod: float = 0.0  # of the head, down
    right_hand: Hand = Hand.RELAXED
    left_hand: Hand = Hand.RELAXED


STANDING = Pose()
RELAXED = Pose(Limb(10, 2, 2, 14), Limb(9, -3, 6, 8), Limb(5, 3, 1, -2), Limb(9, 0, 7, -3), sway=-2, tilt=4)
HAND_ON_HIP = Pose(Limb(38, -6, -34, 18), Limb(9, 0, 5, 10), sway=3, tilt=-4, right_hand=Hand.FIST)
WALKING = Pose(
    Limb(8, 22, 2, 38), Limb(8, -24, 4, -8), Limb(2, -20, 1, -36), Limb(2, 24, 1, 10), lean=3, sway=1
)
RUNNING = Pose(
    Limb(12, 42, 2, 118), Limb(12, -48, 6, 32), Limb(2, -24, 1, -96), Limb(2, 58, 1, -18), lean=16,
    right_hand=Hand.FIST, left_hand=Hand.FIST,
)  # fmt: skip
SITTING = Pose(Limb(10, 22, -12, 62), Limb(10, 22, -12, 62), Limb(9, 78, 3, 2), Limb(9, 78, 3, 2))
LEANING = Pose(
    Limb(10, -16, 0, -4), Limb(26, 34, -40, 72), Limb(3, 18, 2, 10), Limb(4, 8, 2, 4), lean=-10, sway=4, nod=6
)
ARMS_CROSSED = Pose(Limb(10, 14, -76, 70), Limb(10, 16, -78, 82), tilt=3, sway=-1)
HAND_IN_HAIR = Pose(Limb(62, 60, -30, 168), Limb(10, 0, 4, 12), tilt=-8, sway=2, right_hand=Hand.OPEN)
POINTING = Pose(Limb(9, 0, 5, 10), Limb(30, 78, 12, 86), left_hand=Hand.POINT)
CARRYING = Pose(Limb(8, 12, -14, 82), Limb(8, 12, -14, 86), lean=-3)
THINKING = Pose(Limb(12, 20, -30, 142), Limb(8, 16, -74, 76), tilt=6, nod=5)
WAVING = Pose(Limb(8, 2, 4, 12), Limb(52, 30, 16, 172), tilt=5, left_hand=Hand.OPEN)

POSES = (
    STANDING, RELAXED, HAND_ON_HIP, WALKING, RUNNING, SITTING, LEANING,
    ARMS_CROSSED, HAND_IN_HAIR, POINTING, CARRYING, THINKING, WAVING,
)  # fmt: skip


def loosened(pose: Pose, rng: Generator, amount: float = 1.0) -> Pose:
    """The pose as another day has it: every angle a little off (about 4 degrees at `amount` 1), now and then
    mirrored."""

    def limb(given: Limb) -> Limb:
        off = rng.normal(0, 4 * amount, 4)
        return Limb(given.out + off[0], given.fwd + off[1], given.out2 + off[2], given.fwd2 + off[3])

    right, left = limb(pose.right_arm), limb(pose.left_arm)
    right_leg, left_leg = limb(pose.right_leg), limb(pose.left_leg)
    off = rng.normal(0, 1.6 * amount, 5)
    loose = replace(
        pose, right_arm=right, left_arm=left, right_leg=right_leg, left_leg=left_leg,
        lean=pose.lean + off[0], sway=pose.sway + off[1], turn=pose.turn + 4 * off[2],
        tilt=pose.tilt + 2 * off[3], nod=pose.nod + off[4],
    )  # fmt: skip
    return mirrored(loose) if rng.random() < 0.5 else loose


def mirrored(pose: Pose) -> Pose:
    """The pose with right and left exchanged."""
    return replace(
        pose, right_arm=pose.left_arm, left_arm=pose.right_arm, right_leg=pose.left_leg,
        left_leg=pose.right_leg,
        right_hand=pose.left_hand, left_hand=pose.right_hand, sway=-pose.sway, turn=-pose.turn,
        tilt=-pose.tilt,
    )  # fmt: skip


def direction(out: float, fwd: float, side: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The unit vector (x to the figure's left, y down, z to its front) of a limb on `side` (-1 right, 1
    left)."""
    o, f = np.radians(out), np.radians(fwd)
    return np.array([side * np.sin(o), np.cos(o) * np.cos(f), np.cos(o) * np.sin(f)])
