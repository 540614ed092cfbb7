"""What attitude somebody takes, so that no hand lies over a face: their own or a neighbour's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from toonseg.synth.art import Placement
from toonseg.synth.figure import Pose
from toonseg.synth.figure.frames import LimbFrame
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.poses import (
    ARMS_CROSSED,
    BOTH_HANDS_ON_HIPS,
    CARRYING,
    CHEERING,
    DRINKING,
    HAND_ON_CHEST,
    HANDS_BEHIND,
    HANDS_CLASPED,
    HANDS_IN_POCKETS,
    LEANING,
    POSES,
    READING_PHONE,
    RELAXED,
    RUNNING,
    SEATED,
    SITTING,
    STANDING,
    STROLLING,
    TUGGING,
    WALKING,
    WITH_BAG,
    Hand,
    Limb,
    On,
    Reach,
    loosened,
    mirrored,
)
from toonseg.synth.figure.skeleton import FigureFrame
from toonseg.synth.pen import Points
from toonseg.synth.titles.taste import Shot

_MOVING = (WALKING, RUNNING, LEANING, SITTING)
_PACKED = (
    STANDING, RELAXED, RELAXED, HANDS_IN_POCKETS, STROLLING, ARMS_CROSSED, CARRYING, WITH_BAG, HAND_ON_CHEST,
    HANDS_CLASPED, HANDS_BEHIND, TUGGING, BOTH_HANDS_ON_HIPS,
)  # fmt: skip
QUIET = (RELAXED, STANDING, HANDS_IN_POCKETS, HANDS_BEHIND)
"""Poses whose hands stay by the body, on either side."""
_FACE = (0.3, 0.36)  # half width and height of what of a face must be seen, in heads
_NEIGHBOUR = (0.5, 0.58)  # likewise of somebody else's head, with hair


def choose_pose(shot: Shot, rng: Generator, *, packed: bool = False) -> Pose:
    """A pose for somebody of a shot; `packed`: among others in rows, with no room for raised arms."""
    if packed:
        choices: Sequence[Pose] = _PACKED
    elif shot is Shot.FACE and rng.random() < 0.8:
        choices = (STANDING, RELAXED)  # a hand before the face is for few
    elif shot in (Shot.FACE, Shot.BUST):
        # Legs are not seen; what the arms do may be, but a hand at the head hides what the picture is about.
        hands = rng.random() < 0.12
        choices = [pose for pose in POSES if pose not in _MOVING and (hands or not by_face(pose))]
    elif shot in (Shot.HALF, Shot.GROUP):
        off = (RUNNING,) if shot is Shot.HALF else (RUNNING, *SEATED)
        choices = [pose for pose in POSES if pose not in off]
    else:
        choices = POSES
    pose = choices[int(rng.integers(len(choices)))]
    if rng.random() < 0.25:
        pose = RELAXED if rng.random() < 0.6 else STANDING
    return loosened(pose, rng, float(rng.uniform(0.6, 1.6)))


def by_face(pose: Pose) -> bool:
    """Whether a hand is near the face, or an arm before the next one's."""
    return (
        pose in (CHEERING, DRINKING, READING_PHONE)
        or any(_at_head(arm) for arm in (pose.right_arm, pose.left_arm))
        or {pose.right_hand, pose.left_hand} & {Hand.PHONE, Hand.CUP} != set()
        or any(isinstance(arm, Limb) and arm.fwd > 90 for arm in (pose.right_arm, pose.left_arm))
    )


def _at_head(arm: Limb | Reach) -> bool:
    return isinstance(arm, Reach) and arm.on is On.HEAD


def clear_of_face(pose: Pose, yaw: float) -> Pose:
    """The pose, mirrored where the one hand at its head would lie before a face turned by `yaw` degrees:
    the arm on the near side does it. A hand in the hair would lie there on either side."""
    right, left = _at_head(pose.right_arm), _at_head(pose.left_arm)
    turn = (yaw + 180) % 360 - 180
    if right == left or abs(turn) < 10:
        return pose
    arm = pose.right_arm if right else pose.left_arm
    if isinstance(arm, Reach) and arm.at[1] < 0 and 20 < abs(turn) < 130:
        return RELAXED
    return pose if right == (turn > 0) else mirrored(pose)


def arms_disturb(figure: FigureFrame, where: Placement, heads: Sequence[tuple[float, float, float]]) -> bool:
    """Whether a hand or forearm lies over the figure's own face, or over, or behind, somebody else's head.

    `heads` are the others' (x, y, height), the first two of their middles, in pixels.
    """
    own = figure.head
    # The face of a head in profile lies towards where it looks.
    face = np.array(own.centre) + np.array([0.12 * np.sin(np.radians(own.yaw)), 0.04])
    for arm, hand in zip(figure.arms, (figure.pose.right_hand, figure.pose.left_hand), strict=True):
        points = _outer_arm(arm, 0.0 if hand is Hand.HIDDEN else figure.body.hand, 1.1 * (hand is Hand.PHONE))
        if own.facing and arm.level >= Level.OVER_ARM and _inside(points, face, _FACE):
            return True
        if arm.level < Level.NEAR_ARM and hand is Hand.HIDDEN:
            continue
        pixels = where.pixels(points)
        for x, y, head in heads:
            if _inside(pixels, np.array((x, y)), (_NEIGHBOUR[0] * head, _NEIGHBOUR[1] * head)):
                return True
    return False


def _outer_arm(arm: LimbFrame, hand: float, held: float = 0.0) -> Points:
    """Places from the elbow to the middle of a hand of that length, Nx2, and to the end of what it holds,
    `held` hands from the wrist."""
    forearm = arm.spine(0.55, 1.0, 4)
    if hand <= 0:
        return forearm
    wrist, along = arm.end
    reach = np.array([0.35, 0.7, max(held, 0.7)])[:, None] * hand
    return np.concatenate([forearm, wrist + along * reach])


def _inside(points: Points, middle: Points, half: tuple[float, float]) -> bool:
    """Whether any of the points lies within the ellipse."""
    return bool(((((points - middle) / np.array(half)) ** 2).sum(1) < 1).any())
