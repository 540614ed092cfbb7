"""Who stands where in a picture: from a shot to heads with a place, a size, a turn and a gaze."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from toonseg.synth.figure import Pose
from toonseg.synth.figure.poses import (
    CHEERING,
    DRINKING,
    LEANING,
    POSES,
    READING_PHONE,
    RELAXED,
    RUNNING,
    SITTING,
    STANDING,
    WALKING,
    Limb,
    On,
    Reach,
    loosened,
    mirrored,
)
from toonseg.synth.titles.taste import Shot, Taste


@dataclass(frozen=True)
class Standing:
    """One figure of a shot.

    Attributes:
        x: Where the middle of its head lies, in pixels.
        y: Likewise, from the top.
        head: Height of its head in pixels.
        yaw: Turn of the body, degrees.
        pose: Its attitude.
        look: Where its eyes look, (-1 left .. 1 right, -1 up .. 1 down).
        feet: Whether `y` is where its soles stand, and not its head.
    """

    x: float
    y: float
    head: float
    yaw: float
    pose: Pose
    look: tuple[float, float] = (0.0, 0.0)
    feet: bool = False


# Heads from head to head, and the head's height as a share of the panel's: least and greatest.
_SIZES: dict[Shot, tuple[float, float]] = {
    Shot.FACE: (0.62, 1.15), Shot.BUST: (0.36, 0.58), Shot.HALF: (0.24, 0.37), Shot.KNEES: (0.16, 0.25),
    Shot.FULL: (0.11, 0.16), Shot.GROUP: (0.16, 0.27), Shot.CROWD: (0.075, 0.13),
}  # fmt: skip
# How much of a figure's height a shot shows decides how much larger the heads of short figures are.
_STRETCH: dict[Shot, float] = {
    Shot.FACE: 0.0, Shot.BUST: 0.25, Shot.HALF: 0.55, Shot.KNEES: 0.8, Shot.FULL: 1.0, Shot.GROUP: 0.5,
    Shot.CROWD: 0.8,
}  # fmt: skip
_COMPANY: dict[Shot, tuple[float, ...]] = {
    Shot.FACE: (0.9, 0.1), Shot.BUST: (0.62, 0.32, 0.06), Shot.HALF: (0.42, 0.38, 0.2),
    Shot.KNEES: (0.3, 0.4, 0.3), Shot.FULL: (0.34, 0.34, 0.2, 0.12), Shot.GROUP: (0, 0, 0.3, 0.3, 0.2, 0.2),
    Shot.CROWD: (0, 0, 0, 0, 0.1, 0.15, 0.15, 0.15, 0.15, 0.1, 0.1, 0.1),
}  # fmt: skip
_MOVING = (WALKING, RUNNING, LEANING, SITTING)


def stage(shot: Shot, size: tuple[int, int], taste: Taste, ratio: float, rng: Generator) -> list[Standing]:
    """Places for everybody in a picture of `size` (height, width), the farthest first.

    `ratio` is the heads in an adult's height: the fewer, the larger the heads of whole figures.
    """
    if shot is Shot.EMPTY:
        return []
    height, width = size
    reach = min(height, width * 0.95)
    low, high = _SIZES[shot]
    head = reach * float(rng.uniform(low, high)) * taste.heads * (6.2 / ratio) ** _STRETCH[shot]
    count = _count(shot, size, head, taste, rng)
    if shot is Shot.CROWD or (shot is Shot.GROUP and count > 4):
        return _rows(shot, size, head, count, rng)
    # People stand as close as the panel's width makes them, but no closer than shoulder over shoulder.
    room = width / count
    head = min(head, room * (0.95 if shot is Shot.FACE else 0.78)) if count > 1 else min(head, width * 0.8)
    xs = (np.arange(count) + 0.5) * room + rng.uniform(-0.16, 0.16, count) * room
    if count == 1:
        xs = np.array([width * float(np.clip(rng.normal(0.5, 0.13), 0.22, 0.78))])
    pull = float(rng.uniform(0.0, 0.35)) if count in (2, 3) else 0.0
    xs += (xs.mean() - xs) * pull
    facing = _facings(count, rng)
    placed = []
    for k in rng.permutation(count):
        own = head * float(rng.uniform(0.9, 1.08))
        yaw, look = facing[k]
        pose = clear_of_face(_pose(shot, rng), yaw)
        if shot is Shot.FULL:
            sole = height * float(rng.uniform(0.93, 1.06))
            own = min(own, sole / (ratio + 0.3))  # heads stay in the picture
            placed.append(Standing(float(xs[k]), sole, own, yaw, pose, look, feet=True))
            continue
        y = _eye_line(shot, height, own, rng)
        if y + own * (ratio - 0.5) < height:  # a tall panel: they stand at its foot instead of floating
            sole = height * float(rng.uniform(0.94, 1.12))
            placed.append(Standing(float(xs[k]), sole, own, yaw, pose, look, feet=True))
        else:
            placed.append(Standing(float(xs[k]), y, own, yaw, pose, look))
    return placed


def _count(shot: Shot, size: tuple[int, int], head: float, taste: Taste, rng: Generator) -> int:
    shares = np.array(_COMPANY[shot])
    count = 1 + int(rng.choice(len(shares), p=shares / shares.sum()))
    more = count * taste.company
    count = int(more) + int(rng.random() < more - int(more))
    fits = max(1, int(size[1] / max(head * (0.85 if shot is Shot.FACE else 1.15), 1)))
    return max(1, min(count, 12, fits * (2 if shot in (Shot.GROUP, Shot.CROWD) else 1)))


def _eye_line(shot: Shot, height: int, head: float, rng: Generator) -> float:
    """The row of a head's middle: heads lie in the upper half, close-ups about the middle."""
    if shot is Shot.FACE:
        return height * float(rng.uniform(0.42, 0.6))
    air = float(rng.uniform(0.04, 0.34 if shot is Shot.BUST else 0.42))
    return max(head * 0.45, min(height * air + head * 0.72, height - head * 0.5))


def _facings(count: int, rng: Generator) -> list[tuple[float, tuple[float, float]]]:
    """Turn and gaze of people side by side, from left to right."""
    if count == 1:
        sort = rng.random()
        side = float(rng.choice([-1, 1]))
        if sort < 0.38:
            yaw = float(rng.normal(0, 14))
        elif sort < 0.8:
            yaw = side * float(rng.uniform(20, 55))
        elif sort < 0.93:
            yaw = side * float(rng.uniform(60, 105))
        else:
            yaw = side * float(rng.uniform(130, 180))
        away = float(np.clip(rng.normal(0, 0.35) + yaw / 120, -1, 1))
        return [(yaw, (away, float(np.clip(rng.normal(0, 0.3), -1, 1))))]
    # Some speak: who stands left of them looks right. The others look at them, or at us.
    speaker = int(rng.integers(count))
    together = rng.random() < 0.75
    made = []
    for k in range(count):
        towards = 0.0 if k == speaker else float(np.sign(speaker - k))
        if k == speaker:
            towards = float(rng.choice([-1, 1])) if 0 < k < count - 1 else (1.0 if k == 0 else -1.0)
        yaw = towards * float(rng.uniform(15, 80)) if together else float(rng.normal(0, 35))
        if rng.random() < 0.06:
            yaw = 180 - yaw
        look = (towards * float(rng.uniform(0.3, 1.0)) if together else 0.0, float(rng.normal(0, 0.15)))
        made.append((yaw, look))
    return made


def _pose(shot: Shot, rng: Generator) -> Pose:
    if shot is Shot.FACE and rng.random() < 0.8:
        choices: Sequence[Pose] = (STANDING, RELAXED)  # a hand before the face is for few
    elif shot in (Shot.FACE, Shot.BUST):
        # Legs are not seen; what the arms do may be, but a hand at the head hides what the picture is about.
        hands = rng.random() < 0.12
        choices = [pose for pose in POSES if pose not in _MOVING and (hands or not _by_face(pose))]
    elif shot in (Shot.HALF, Shot.GROUP):
        choices = [pose for pose in POSES if pose is not RUNNING]
    else:
        choices = POSES
    pose = choices[int(rng.integers(len(choices)))]
    if rng.random() < 0.25:
        pose = RELAXED if rng.random() < 0.6 else STANDING
    return loosened(pose, rng, float(rng.uniform(0.6, 1.6)))


def _by_face(pose: Pose) -> bool:
    """Whether a hand is near the face, or an arm before the next one's."""
    return pose in (CHEERING, DRINKING, READING_PHONE) or any(
        _at_head(arm) for arm in (pose.right_arm, pose.left_arm)
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


def _rows(shot: Shot, size: tuple[int, int], head: float, count: int, rng: Generator) -> list[Standing]:
    """A crowd in two or three rows: those behind are smaller, higher, and stand in the gaps."""
    height, width = size
    full = shot is Shot.CROWD
    rows = 2 if count < 8 else 3
    placed = []
    left = count
    top = height * float(rng.uniform(0.14, 0.3))
    for row in range(rows):
        here = left if row == rows - 1 else max(1, round(count / rows + float(rng.uniform(-0.8, 0.8))))
        here = min(here, left - (rows - 1 - row))
        left -= here
        scale = 0.78 + 0.22 * (row + 1) / rows
        room = width / max(here, 1)
        shift = float(rng.uniform(-0.3, 0.3)) * room
        for k in range(here):
            own = min(head * scale * float(rng.uniform(0.9, 1.1)), room * 1.1)
            x = (k + 0.5) * room + shift + float(rng.uniform(-0.2, 0.2)) * room
            yaw = float(rng.normal(0, 50))
            look = (float(np.clip(yaw / 90, -1, 1)), 0.0)
            if full:
                sole = height * (0.8 + 0.2 * (row + 1) / rows) * float(rng.uniform(0.97, 1.02))
                placed.append(Standing(x, sole, own, yaw, _pose(shot, rng), look, feet=True))
            else:
                y = top + head * 0.95 * row + float(rng.uniform(-0.12, 0.12)) * head
                placed.append(Standing(x, y, own, yaw, _pose(shot, rng), look))
    return placed
