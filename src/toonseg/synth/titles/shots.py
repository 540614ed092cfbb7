"""Who stands where in a picture: from a shot to heads with a place, a size, a turn and a gaze."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from toonseg.synth.figure import Pose
from toonseg.synth.scene.camera import Stand
from toonseg.synth.titles.attitudes import choose_pose, clear_of_face
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
        eye: Height of the camera in metres, where that decided the place.
    """

    x: float
    y: float
    head: float
    yaw: float
    pose: Pose
    look: tuple[float, float] = (0.0, 0.0)
    feet: bool = False
    eye: float | None = None

    def moved(self, right: float, down: float) -> Standing:
        """The same elsewhere in the picture, by pixels."""
        return replace(self, x=self.x + right, y=self.y + down)

    def middle(self, ratio: float) -> tuple[float, float]:
        """Where its head's middle lies, about, if it stands upright; `ratio` heads tall."""
        return self.x, self.y - (ratio - 0.5) * self.head if self.feet else self.y


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
ADULT = 1.7
"""Metres: how tall people are in the places behind them."""
_EYES = 1.58  # metres above the floor


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
        return _rows(shot, size, head, count, ratio, rng)
    # People stand as close as the panel's width makes them, but no closer than shoulder over shoulder.
    room = width / count
    head = min(head, room * (0.95 if shot is Shot.FACE else 0.78)) if count > 1 else min(head, width * 0.8)
    xs = (np.arange(count) + 0.5) * room + rng.uniform(-0.16, 0.16, count) * room
    if count == 1:
        xs = np.array([width * float(np.clip(rng.normal(0.5, 0.13), 0.22, 0.78))])
    pull = float(rng.uniform(0.0, 0.35)) if count in (2, 3) else 0.0
    xs += (xs.mean() - xs) * pull
    facing = _facings(count, rng)
    line = _eye_line(shot, height, head, rng)
    placed = []
    for k in rng.permutation(count):
        own = head * float(rng.uniform(0.9, 1.08))
        yaw, look = facing[k]
        pose = clear_of_face(choose_pose(shot, rng), yaw)
        if shot is Shot.FULL:
            sole = height * float(rng.uniform(0.93, 1.06))
            own = min(own, sole / (ratio + 0.3))  # heads stay in the picture
            placed.append(Standing(float(xs[k]), sole, own, yaw, pose, look, feet=True))
            continue
        # On one floor, eyes of people of one height lie on one line.
        y = line + own * float(np.clip(rng.normal(0, 0.22), -0.4, 0.4)) * (count > 1)
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


def _rows(  # noqa: PLR0917
    shot: Shot, size: tuple[int, int], head: float, count: int, ratio: float, rng: Generator
) -> list[Standing]:
    """A crowd in two or three rows on one floor, seen from a little above: those behind are smaller, higher,
    and stand in the gaps."""
    height, width = size
    whole = shot is Shot.CROWD
    rows = 2 if count < 9 else 3
    shares = 1 - float(rng.uniform(0.2, 0.28)) * np.arange(rows - 1, -1, -1) / max(1, rows - 1) ** 0.5
    shares /= shares[-1]
    eye = _eye_over(rows, whole, ratio, 1 - float(shares[0]), rng)
    head = min(head, width / (-(-count // rows)) * 0.85)
    if whole:
        front = height * float(rng.uniform(0.94, 1.02))
    else:
        # Of the last row the hair has to be in the picture.
        rise = head * ratio / ADULT * (eye - _EYES) * (1 - float(shares[0]))
        air = height * float(rng.uniform(0.04, 0.14)) + 0.75 * head
        front = air + rise + head * ratio / ADULT * _EYES
    horizon = front - head * ratio / ADULT * eye
    placed: list[Standing] = []
    left = count
    most = -(-count // rows)
    room = width / (most + 0.5)
    shift = float(rng.uniform(-0.12, 0.12))
    for row, share in enumerate(shares):
        here = left if row == rows - 1 else max(1, min(round(count / rows), left - (rows - 1 - row)))
        left -= here
        slots = (np.arange(here) + 0.5 + (most - here) / 2 + shift) * room
        slots += room * _aside(slots / room, [place.x / room for place in placed])
        for k in range(here):
            own = head * float(share * rng.uniform(0.95, 1.05))
            x = float(slots[k] + rng.uniform(-0.08, 0.08) * room)
            yaw = float(rng.normal(0, 40))
            look = (float(np.clip(yaw / 90, -1, 1)), 0.0)
            sole = horizon + (front - horizon) * float(share)
            pose = choose_pose(shot, rng, packed=True)
            if whole:
                placed.append(Standing(x, sole, own, yaw, pose, look, feet=True, eye=eye))
            else:
                y = sole - _EYES * head * float(share) * ratio / ADULT + float(rng.normal(0, 0.1)) * own
                placed.append(Standing(x, y, own, yaw, pose, look, eye=eye))
    return placed


def _aside(slots: NDArray[np.floating], behind: Sequence[float]) -> float:
    """By how much, -0.5 .. 0.5, a row has to move so that it leaves those behind it most to be seen; all of
    them in places."""
    shifts = np.linspace(-0.45, 0.45, 10)
    if not len(behind):
        return float(shifts[2])
    gaps = np.abs(slots[None, :, None] + shifts[:, None, None] - np.array(behind))
    return float(shifts[gaps.min((1, 2)).argmax()])


def _eye_over(rows: int, whole: bool, ratio: float, shrunk: float, rng: Generator) -> float:
    """How high the camera is, in metres, so that heads of the last row look over those of the first."""
    if whole:
        return float(rng.uniform(1.9, 2.6))
    over = float(rng.uniform(0.8, 1.0)) * (rows - 1)  # heads
    return min(3.4, _EYES + over * ADULT / (ratio * shrunk))


def stand_of(places: Sequence[Standing], ratio: float) -> Stand | None:
    """Where the nearest of them stand and how many pixels a metre has there; `ratio` as in `stage`."""
    if not places:
        return None
    near = max(places, key=lambda place: place.head)
    row = near.y if near.feet else near.y + (ratio - 0.5) * near.head
    return Stand(row, near.head * ratio / ADULT, near.eye)
