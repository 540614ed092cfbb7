"""Poses: the directions of limbs, as angles a person would name.

A limb is given by its directions, or by the place on the body that its hand reaches for, whatever the
body's proportions.

Angles are degrees. A limb's direction has `out` (away from the body's middle, 0 down .. 90 level) and `fwd`
(0 down, 90 to the front, 180 up, negative to the back).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.random import Generator


class Hand(Enum):
    """What a hand does, and what it holds."""

    RELAXED = "relaxed"
    FIST = "fist"
    POINT = "point"
    OPEN = "open"
    PEACE = "peace"
    PHONE = "phone"
    BOOK = "book"
    CUP = "cup"
    BAG = "bag"
    HIDDEN = "hidden"  # in a pocket, under the other arm


class On(Enum):
    """What a hand reaches for."""

    TORSO = "torso"
    HEAD = "head"
    THIGH = "thigh"


@dataclass(frozen=True)
class Limb:
    """Directions of the upper and the lower half of an arm or a leg."""

    out: float = 8.0
    fwd: float = 0.0
    out2: float = 4.0
    fwd2: float = 10.0


@dataclass(frozen=True)
class Reach:
    """An arm whose wrist goes to a place.

    Attributes:
        on: Part of the body the place belongs to.
        at: The place. TORSO: longitude (positive on the arm's own side), v (0 pit of the neck .. 1 crotch),
            heads off the skin. HEAD: heads to the arm's own side, down and to the front of the head's middle.
            THIGH: share of the way to the knee, heads above it, heads to the own side.
        elbow: Direction (out, fwd) into which the elbow gives way.
    """

    on: On
    at: tuple[float, float, float]
    elbow: tuple[float, float] = (35.0, -30.0)


@dataclass(frozen=True)
class Pose:
    """A body's attitude. `right` and `left` are the figure's own; with the figure facing us, its right is on
    our left."""

    right_arm: Limb | Reach = Limb()
    left_arm: Limb | Reach = Limb()
    right_leg: Limb = Limb(4, 0, 2, -2)
    left_leg: Limb = Limb(4, 0, 2, -2)
    lean: float = 0.0  # to the front, degrees
    sway: float = 0.0  # to its left, degrees
    turn: float = 0.0  # of the head against the body, to its left
    tilt: float = 0.0  # of the head towards its left shoulder
    nod: float = 0.0  # of the head, down
    hips: float = 0.0  # left hip up, degrees
    shoulders: float = 0.0  # left shoulder up, degrees
    right_hand: Hand = Hand.RELAXED
    left_hand: Hand = Hand.RELAXED


_HANGING = Limb(9, -2, 5, 12)
_HIP = Reach(On.TORSO, (82, 0.72, 0.05), (80, -25))
_POCKET = Reach(On.TORSO, (72, 0.86, 0.05), (70, -45))
_CHIN = Reach(On.HEAD, (0.06, 0.86, 0.28), (25, 10))
_HELD = Reach(On.TORSO, (12, 0.42, 0.22), (50, -30))
STANDING = Pose()
RELAXED = Pose(
    Limb(11, 2, 2, 16), Limb(9, -4, 6, 9), Limb(11, 6, 8, -6), Limb(-1, 0, -1, -2), sway=-2, tilt=5, hips=6,
    shoulders=-4,
)  # fmt: skip
HAND_ON_HIP = Pose(
    _HIP, Limb(10, 0, 5, 12), Limb(12, 6, 9, -8), Limb(-1, 0, -1, -2), sway=2, tilt=-5, hips=7, shoulders=-5,
    right_hand=Hand.HIDDEN,
)  # fmt: skip
BOTH_HANDS_ON_HIPS = Pose(_HIP, _HIP, Limb(8, 0, 6, -2), Limb(8, 0, 6, -2), tilt=3,
                          right_hand=Hand.HIDDEN, left_hand=Hand.HIDDEN)  # fmt: skip
HANDS_IN_POCKETS = Pose(_POCKET, _POCKET, Limb(9, 4, 6, -4), Limb(1, 0, 0, -2), sway=-1, tilt=4, hips=4,
nod=3,
                        shoulders=-3, right_hand=Hand.HIDDEN, left_hand=Hand.HIDDEN)  # fmt: skip
WALKING = Pose(
    Limb(8, 22, 2, 38), Limb(8, -24, 4, -8), Limb(2, -20, 1, -36), Limb(2, 24, 1, 10), lean=3, sway=1,
    shoulders=2, hips=-2,
)  # fmt: skip
STROLLING = Pose(
    _POCKET, Limb(8, 14, 4, 30), Limb(2, 15, 1, 4), Limb(2, -13, 1, -26), lean=1, tilt=-3, hips=3,
    right_hand=Hand.HIDDEN,
)  # fmt: skip
RUNNING = Pose(
    Limb(12, 42, 2, 118), Limb(12, -48, 6, 32), Limb(2, -24, 1, -96), Limb(2, 58, 1, -18), lean=16,
    right_hand=Hand.FIST, left_hand=Hand.FIST, shoulders=4, hips=-3,
)  # fmt: skip
_LAP = Reach(On.THIGH, (0.72, 0.1, -0.06), (45, -30))
SITTING = Pose(_LAP, _LAP, Limb(7, 80, 0, 2), Limb(7, 80, 0, 2), lean=2, tilt=3)
SITTING_BACK = Pose(
    Limb(26, -22, 20, -12), _LAP, Limb(6, 84, -4, 16), Limb(8, 78, 2, 4), lean=-9, sway=-2, tilt=5,
    shoulders=4,
)  # fmt: skip
LEANING = Pose(
    Limb(12, -16, 2, -4), _POCKET, Limb(3, 18, 2, 10), Limb(4, 30, 2, -12), lean=-10, sway=4, nod=6, hips=4,
    shoulders=-3, left_hand=Hand.HIDDEN,
)  # fmt: skip
ARMS_CROSSED = Pose(
    Reach(On.TORSO, (-46, 0.38, 0.14), (48, -12)), Reach(On.TORSO, (-52, 0.35, 0.04), (48, -12)),
    Limb(9, 2, 6, -4), Limb(2, 0, 0, -2), tilt=3, sway=-1, hips=3, left_hand=Hand.HIDDEN,
)  # fmt: skip
HAND_IN_HAIR = Pose(
    Reach(On.HEAD, (0.62, -0.2, -0.02), (80, 20)), Limb(10, 0, 4, 12), Limb(8, 4, 6, -4), Limb(1, 0, 0, -2),
    tilt=-8, sway=2, hips=-4, shoulders=-4, right_hand=Hand.OPEN,
)  # fmt: skip
HANDS_BEHIND_HEAD = Pose(
    Reach(On.HEAD, (0.34, 0.14, -0.34), (85, 60)), Reach(On.HEAD, (0.34, 0.14, -0.34), (85, 60)),
    Limb(8, 4, 6, -4), Limb(1, 0, 0, -2), tilt=4, hips=3, right_hand=Hand.HIDDEN, left_hand=Hand.HIDDEN,
)  # fmt: skip
POINTING = Pose(
    Limb(9, 0, 5, 10), Limb(30, 78, 12, 86), Limb(8, 2, 6, -2), Limb(4, 0, 2, -2), shoulders=3,
    left_hand=Hand.POINT,
)  # fmt: skip
CARRYING = Pose(
    Reach(On.TORSO, (4, 0.52, 0.2), (40, -30)), Reach(On.TORSO, (10, 0.58, 0.14), (40, -30)), lean=-2, hips=3,
    right_hand=Hand.BOOK, left_hand=Hand.HIDDEN,
)  # fmt: skip
WITH_BAG = Pose(
    Reach(On.TORSO, (42, 0.2, 0.1), (40, -45)), Limb(9, 2, 5, 12), Limb(8, 4, 6, -4), Limb(1, 0, 0, -2),
    tilt=-4, hips=4, shoulders=-3, right_hand=Hand.FIST, left_hand=Hand.BAG,
)  # fmt: skip
THINKING = Pose(
    _CHIN, Reach(On.TORSO, (-30, 0.45, 0.1), (45, -20)), Limb(7, 3, 5, -3), Limb(2, 0, 0, -2), tilt=6, nod=5,
    right_hand=Hand.FIST,
)  # fmt: skip
WAVING = Pose(
    Limb(8, 2, 4, 12), Reach(On.HEAD, (0.82, 0.22, 0.16), (60, -40)), tilt=5, hips=-4, shoulders=4,
    left_hand=Hand.OPEN,
)  # fmt: skip
CHEERING = Pose(
    Limb(8, 4, -20, 70), Limb(24, 160, 6, 176), Limb(9, 6, 6, -6), Limb(2, 0, 0, -2), sway=-4, tilt=5,
    shoulders=9, right_hand=Hand.FIST, left_hand=Hand.FIST,
)  # fmt: skip
PEACE = Pose(
    Reach(On.TORSO, (74, 0.74, 0.04), (80, -25)), Reach(On.HEAD, (0.5, 0.62, 0.24), (50, -10)),
    Limb(9, 4, 6, -4), Limb(1, 0, 0, -2), tilt=9, hips=4, left_hand=Hand.PEACE, right_hand=Hand.HIDDEN,
)  # fmt: skip
ON_THE_PHONE = Pose(
    Limb(9, 0, 5, 12), Reach(On.HEAD, (0.61, 0.57, -0.08), (30, 25)), Limb(8, 3, 6, -3), Limb(2, 0, 0, -2),
    tilt=7, hips=3, left_hand=Hand.PHONE,
)  # fmt: skip
READING_PHONE = Pose(
    _POCKET, Reach(On.TORSO, (10, 0.22, 0.42), (40, -30)), Limb(8, 3, 6, -3), Limb(2, 0, 0, -2), nod=14,
    hips=3, left_hand=Hand.PHONE, right_hand=Hand.HIDDEN,
)  # fmt: skip
DRINKING = Pose(
    Limb(9, 0, 5, 12), Reach(On.TORSO, (14, 0.16, 0.36), (50, -20)), Limb(7, 3, 5, -3), Limb(2, 0, 0, -2),
    tilt=3, left_hand=Hand.CUP,
)  # fmt: skip
HAND_ON_CHEST = Pose(
    Reach(On.TORSO, (6, 0.26, 0.06), (42, -10)), Limb(9, 0, 5, 12), Limb(7, 3, 5, -3), Limb(2, 0, 0, -2),
    tilt=-5, nod=4, shoulders=-2,
)  # fmt: skip
HANDS_CLASPED = Pose(
    Reach(On.TORSO, (6, 0.84, 0.14), (30, -40)), Reach(On.TORSO, (6, 0.86, 0.1), (30, -40)), nod=4, tilt=3,
)  # fmt: skip
HANDS_BEHIND = Pose(
    Limb(10, -28, -30, -20), Limb(10, -28, -30, -20), Limb(5, 4, 3, -3), Limb(2, 0, 0, -2), tilt=6, lean=4,
)  # fmt: skip
SHRUGGING = Pose(
    Limb(26, 8, 56, 64), Limb(26, 8, 56, 64), Limb(6, 2, 4, -2), Limb(5, 0, 3, -2), tilt=6,
    right_hand=Hand.OPEN, left_hand=Hand.OPEN,
)  # fmt: skip
TUGGING = Pose(
    Reach(On.TORSO, (20, 0.13, 0.1), (55, -35)), _POCKET, Limb(8, 4, 6, -4), Limb(1, 0, 0, -2), tilt=-6,
    hips=4,
    right_hand=Hand.FIST, left_hand=Hand.HIDDEN,
)  # fmt: skip

POSES = (
    STANDING, RELAXED, HAND_ON_HIP, BOTH_HANDS_ON_HIPS, HANDS_IN_POCKETS, WALKING, STROLLING, RUNNING,
    SITTING, SITTING_BACK, LEANING, ARMS_CROSSED, HAND_IN_HAIR, HANDS_BEHIND_HEAD, POINTING, CARRYING,
    WITH_BAG,
    THINKING, WAVING, CHEERING, PEACE, ON_THE_PHONE, READING_PHONE, DRINKING, HAND_ON_CHEST, HANDS_CLASPED,
    HANDS_BEHIND, SHRUGGING, TUGGING,
)  # fmt: skip
"""All poses."""
SEATED = (SITTING, SITTING_BACK)
"""Poses that need a seat."""
MOVING = (WALKING, STROLLING, RUNNING)
"""Poses that go somewhere: from the side or at an angle they look best."""


def loosened(pose: Pose, rng: Generator, amount: float = 1.0) -> Pose:
    """The pose as another day has it: every angle a little off (about 4 degrees at `amount` 1), now and then
    mirrored."""

    def leg(given: Limb) -> Limb:
        off = rng.normal(0, 4 * amount, 4)
        return Limb(given.out + off[0], given.fwd + off[1], given.out2 + off[2], given.fwd2 + off[3])

    def arm(given: Limb | Reach) -> Limb | Reach:
        if isinstance(given, Limb):
            return leg(given)
        off = rng.normal(0, amount, 5)
        x, y, z = given.at
        wide = (4.0, 0.015, 0.015) if given.on is On.TORSO else (0.02, 0.02, 0.015)
        return Reach(
            given.on,
            (x + off[0] * wide[0], y + off[1] * wide[1], z + off[2] * wide[2]),
            (given.elbow[0] + 6 * off[3], given.elbow[1] + 6 * off[4]),
        )

    right, left = arm(pose.right_arm), arm(pose.left_arm)
    right_leg, left_leg = leg(pose.right_leg), leg(pose.left_leg)
    off = rng.normal(0, 1.6 * amount, 7)
    loose = replace(
        pose, right_arm=right, left_arm=left, right_leg=right_leg, left_leg=left_leg,
        lean=pose.lean + off[0], sway=pose.sway + off[1], turn=pose.turn + 4 * off[2],
        tilt=pose.tilt + 2 * off[3], nod=pose.nod + off[4], hips=pose.hips + off[5],
        shoulders=pose.shoulders + off[6],
    )  # fmt: skip
    return mirrored(loose) if rng.random() < 0.5 else loose


def mirrored(pose: Pose) -> Pose:
    """The pose with right and left exchanged."""
    return replace(
        pose, right_arm=pose.left_arm, left_arm=pose.right_arm, right_leg=pose.left_leg,
        left_leg=pose.right_leg,
        right_hand=pose.left_hand, left_hand=pose.right_hand, sway=-pose.sway, turn=-pose.turn,
        tilt=-pose.tilt, hips=-pose.hips, shoulders=-pose.shoulders,
    )  # fmt: skip


def direction(out: float, fwd: float, side: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The unit vector (x to the figure's left, y down, z to its front) of a limb on `side` (-1 right, 1
    left)."""
    o, f = np.radians(out), np.radians(fwd)
    return np.array([side * np.sin(o), np.cos(o) * np.cos(f), np.cos(o) * np.sin(f)])
