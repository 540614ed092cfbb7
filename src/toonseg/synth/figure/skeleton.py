"""From a body, a pose and a view to the frames that everything is drawn on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.shapes import InstanceClass
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.frames import HeadFrame, LimbFrame, TorsoFrame, turned
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.poses import Limb, Pose, direction
from toonseg.synth.figure.reach import Places
from toonseg.synth.pen import Points

Vector = NDArray[np.float64]

_ROWS = 25  # steps of v along a torso
_V = np.linspace(0, 1, _ROWS)
_ARM_HALVES = (1.0, 0.92, 0.76, 0.74, 0.5)  # in units of Body.limb
_LEG_HALVES = (1.95, 1.66, 1.1, 1.16, 0.58)


@dataclass(frozen=True)
class FigureFrame:
    """A posed body as the viewer sees it. Arms and legs are (right, left), the figure's own.

    `worn` are the classes of everything the character has on, so that a garment knows what lies over it.
    `pixels` is how high a head will be on the picture, so that small figures are drawn with fewer strokes;
    `covered` tells that the arms are in the sleeves of an outer garment, `sleeved` that they are in any down
    to the wrists, `trousered` and `shod` that legs and feet are hidden; `view` is the part of the drawing
    that the picture shows, x0, y0, x1, y1 in heads, None for all of it.
    """

    body: Body
    pose: Pose
    yaw: float
    head: HeadFrame
    torso: TorsoFrame
    arms: tuple[LimbFrame, LimbFrame]
    legs: tuple[LimbFrame, LimbFrame]
    neck: tuple[tuple[float, float], tuple[float, float]]
    worn: frozenset[InstanceClass] = frozenset()
    pixels: float = 120.0
    covered: bool = False
    sleeved: bool = False
    trousered: bool = False
    shod: bool = False
    view: tuple[float, float, float, float] | None = None

    def shows(self, points: Points, margin: float) -> bool:
        """Whether anything less than `margin` heads from the box about Nx2 points may lie in the view."""
        if self.view is None:
            return True
        x0, y0, x1, y1 = self.view
        (low_x, low_y), (high_x, high_y) = points.min(0).tolist(), points.max(0).tolist()
        return bool(
            high_x + margin > x0 and high_y + margin > y0 and low_x - margin < x1 and low_y - margin < y1
        )

    @property
    def detail(self) -> float:
        """How much to draw: 0 for heads of 16 pixels and less, 1 from 64 pixels on."""
        return float(min(1.0, max(0.0, (self.pixels - 16) / 48)))

    @property
    def ground(self) -> float:
        """The y of the floor under the soles, in heads."""
        return float(max(leg.joints[2][1] for leg in self.legs)) + 0.055 * self.body.below / 5 + 0.06

    @property
    def sitting(self) -> bool:
        """Whether the thighs lie level rather than upright."""
        return min(self.pose.right_leg.fwd, self.pose.left_leg.fwd) > 50

    @property
    def nape(self) -> float:
        """By how much collars lie higher behind than in front, in heads: the spine's top is above the pit."""
        return 0.55 * self.body.neck

    @property
    def unit(self) -> float:
        """A scale for details of clothes (collars, buttons, pockets): 1 for an adult, smaller for small
        bodies."""
        return float(0.38 + 0.62 * min(self.body.below / 5.4, 1.15))


def pose_figure(
    body: Body,
    pose: Pose,
    yaw: float,
    worn: frozenset[InstanceClass] = frozenset(),
    pixels: float = 120.0,
) -> FigureFrame:
    """The frames of `body` in `pose`, turned by `yaw` degrees (0 towards us, 90 to our right, 180 away)."""
    up = _torso_up(pose)
    raised = np.radians(pose.shoulders - pose.sway)
    side = np.array([np.cos(raised), -np.sin(raised), 0.0])
    tilted = np.radians(pose.hips)
    level = np.array([np.cos(tilted), -np.sin(tilted), 0.0])
    pit = up * body.torso
    chin = pit + (up * 0.7 + np.array([0.0, -0.3, 0.06])) * body.neck
    head_yaw = _wrap(yaw + pose.turn)
    head_at = chin + np.array([np.radians(pose.tilt) * 0.35, -0.44, 0.10])
    seen = turned(np.stack([np.zeros(3), pit, chin, head_at]), yaw)
    head = HeadFrame(
        (float(seen[3, 0]), float(seen[3, 1])),
        head_yaw,
        float(np.radians(pose.tilt) * np.cos(np.radians(yaw))),
        pose.nod,
    )
    low = np.array([0.0, -0.06 * body.torso, 0.0])
    hips = [low + level * s * body.hip * 0.52 for s in (-1, 1)]
    limbs = [
        _leg_joints(body, limb, hip, s)
        for limb, hip, s in zip((pose.right_leg, pose.left_leg), hips, (-1, 1), strict=True)
    ]
    spine, wide, deep = _spine(body, pose, up), *_girths(body)
    reach = Places(body, spine, wide, deep, head_at, pose.turn, limbs)
    arms = []
    for limb, s in zip((pose.right_arm, pose.left_arm), (-1, 1), strict=True):
        shoulder = pit + side * s * (body.shoulder - 0.8 * body.limb) - up * 0.165 * body.torso
        arms.append(_arm(body, reach.arm(limb, shoulder, s), s, yaw, head))
    legs = [_leg(body, joints, s, yaw) for joints, s in zip(limbs, (-1, 1), strict=True)]
    # Of two arms before the torso the one nearer to us lies over the other.
    first = 0 if arms[0].depth > arms[1].depth else 1
    if arms[first].level == Level.NEAR_ARM:
        arms[first] = replace(arms[first], level=int(Level.NEAREST_ARM))
    bust = body.bust * 2.2 * np.exp(-(((_V - 0.31) / 0.1) ** 2))
    return FigureFrame(
        body, pose, _wrap(yaw), head, TorsoFrame(turned(spine, yaw)[:, :2], wide, deep, bust, _wrap(yaw)),
        (arms[0], arms[1]), (legs[0], legs[1]),
        ((float(seen[1, 0]), float(seen[1, 1])), (float(seen[2, 0]), float(seen[2, 1]))), worn, pixels,
    )  # fmt: skip


def _wrap(yaw: float) -> float:
    return (yaw + 180) % 360 - 180


def _torso_up(pose: Pose) -> Vector:
    lean, sway = np.radians(pose.lean), np.radians(pose.sway)
    up = np.array([np.sin(sway), -np.cos(sway) * np.cos(lean), np.sin(lean)])
    return np.asarray(up / np.linalg.norm(up), np.float64)


def _spine(body: Body, pose: Pose, up: Vector) -> Vector:
    """25x3 points of the torso's middle, pit of the neck first.

    A cubic Hermite curve: it leaves the pelvis across the hips and arrives across the shoulders.
    """
    share = (1 - _V)[:, None]
    start = np.array([0.35 * up[0] - np.sin(np.radians(pose.hips)), up[1], 0.35 * up[2]]) * body.torso
    stop = np.array([1.5 * up[0] - np.sin(np.radians(pose.shoulders)), up[1], 1.5 * up[2]]) * body.torso
    spine: Vector = (
        up * body.torso * share**2 * (3 - 2 * share)
        + start * share * (1 - share) ** 2
        + stop * share**2 * (share - 1)
    )
    # Hollow at the waist.
    spine[:, 2] += 0.03 * body.torso * np.sin(2 * np.pi * share[:, 0]) * body.femininity
    return spine


def _girths(body: Body) -> tuple[Vector, Vector]:
    """Half widths and half depths of the torso at 25 steps of v."""
    neck = 0.1 + 0.014 * body.below
    s, w, h = body.shoulder, body.waist, body.hip
    at = (0.0, 0.035, 0.08, 0.115, 0.15, 0.22, 0.34, 0.46, 0.58, 0.7, 0.82, 0.92, 1.0)
    wide = (neck * 1.08, s * 0.44, s * 0.78, s * 0.93, s * 0.97, s * 0.92, s * 0.82, (s * 0.72 + w) / 2, w,
            (w + h) / 2 * 0.99, h * 0.97, h, h * 0.93)  # fmt: skip
    deep = (neck, neck * 1.1, s * 0.30, s * 0.34, s * 0.38, s * 0.45, s * 0.48, w * 0.70, w * 0.66, w * 0.70,
            h * 0.64, h * 0.68, h * 0.62)  # fmt: skip
    return np.interp(_V, at, wide), np.interp(_V, at, deep)


def _arm(body: Body, joints: Vector, side: int, yaw: float, head: HeadFrame) -> LimbFrame:
    seen = turned(joints, yaw)
    depth = float(seen[0, 2] * 0.5 + seen[1, 2] * 0.5 + seen[2, 2]) / 2
    level = Level.NEAR_ARM
    if depth < -0.1 * body.shoulder:
        level = Level.FAR_ARM
    elif seen[2, 1] < head.centre[1] + 0.55:
        level = Level.OVER_ARM
    halves = tuple(h * body.limb for h in _ARM_HALVES)
    return LimbFrame(side, seen[:, :2], halves, depth, int(level))  # type: ignore[arg-type]


def _leg_joints(body: Body, limb: Limb, hip: Vector, side: int) -> Vector:
    length = body.leg - 0.06 * body.below / 5
    knee = hip + direction(limb.out, limb.fwd, side) * length * 0.5
    ankle = knee + direction(limb.out2, limb.fwd2, side) * length * 0.5
    return np.stack([hip, knee, ankle])


def _leg(body: Body, joints: Vector, side: int, yaw: float) -> LimbFrame:
    seen = turned(joints, yaw)
    # A knee that comes towards us lies lower on the picture: the camera stands a little above the seat. And
    # it is nearer to us: larger, and further from the middle.
    near = np.maximum(seen[:, 2], 0)
    seen[:, 1] += near * 0.3
    seen[:, 0] += np.sign(joints[:, 0]) * np.cos(np.radians(yaw)) * near * 0.1
    larger = 1 + 0.22 * float(near[1]) / max(body.leg, 1e-6) * 2 if near[1] > 0.5 * body.leg * 0.7 else 1.0
    halves = tuple(
        h * body.limb * k for h, k in zip(_LEG_HALVES, (1, (1 + larger) / 2, larger, larger, 1), strict=True)
    )
    return LimbFrame(side, seen[:, :2], halves, float(seen[1, 2]), int(Level.LEGS))  # type: ignore[arg-type]
