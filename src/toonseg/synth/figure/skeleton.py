"""From a body, a pose and a view to the frames that everything is drawn on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.synth.art.shapes import InstanceClass
from toonseg.synth.figure.body import Body
from toonseg.synth.figure.frames import HeadFrame, LimbFrame, TorsoFrame, turned
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.poses import Limb, Pose, direction
from toonseg.synth.pen import Points

Vector = NDArray[np.float64]

_ROWS = 25  # steps of v along a torso
_V = np.linspace(0, 1, _ROWS)
_ARM_HALVES = (0.98, 0.96, 0.8, 0.78, 0.55)  # in units of Body.limb
_LEG_HALVES = (1.95, 1.7, 1.16, 1.18, 0.66)


@dataclass(frozen=True)
class FigureFrame:
    """A posed body as the viewer sees it. Arms and legs are (right, left), the figure's own.

    `worn` are the classes of everything the character has on, so that a garment knows what lies over it.
    `pixels` is how high a head will be on the picture, so that small figures are drawn with fewer strokes.
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

    @property
    def detail(self) -> float:
        """How much to draw: 0 for heads of 16 pixels and less, 1 from 48 pixels on."""
        return float(min(1.0, max(0.0, (self.pixels - 16) / 32)))

    @property
    def ground(self) -> float:
        """The y of the floor under the soles, in heads."""
        return float(max(leg.joints[2][1] for leg in self.legs)) + 0.055 * self.body.below / 5 + 0.06

    @property
    def sitting(self) -> bool:
        """Whether the thighs lie level rather than upright."""
        return min(self.pose.right_leg.fwd, self.pose.left_leg.fwd) > 50

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
    side = np.array([np.cos(np.radians(pose.sway)), -np.sin(np.radians(pose.sway)), 0.0])
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
    shoulders = [
        pit + side * s * (body.shoulder - 0.8 * body.limb) - up * 0.145 * body.torso for s in (-1, 1)
    ]
    hips = [np.array([s * body.hip * 0.52, -0.06 * body.torso, 0.0]) for s in (-1, 1)]
    arms = tuple(
        _arm(body, limb, shoulder, s, yaw, head)
        for limb, shoulder, s in zip((pose.right_arm, pose.left_arm), shoulders, (-1, 1), strict=True)
    )
    legs = tuple(
        _leg(body, limb, hip, s, yaw)
        for limb, hip, s in zip((pose.right_leg, pose.left_leg), hips, (-1, 1), strict=True)
    )
    return FigureFrame(
        body, pose, _wrap(yaw), head, _torso(body, up, yaw),
        (arms[0], arms[1]), (legs[0], legs[1]),
        ((float(seen[1, 0]), float(seen[1, 1])), (float(seen[2, 0]), float(seen[2, 1]))), worn, pixels,
    )  # fmt: skip


def _wrap(yaw: float) -> float:
    return (yaw + 180) % 360 - 180


def _torso_up(pose: Pose) -> Vector:
    lean, sway = np.radians(pose.lean), np.radians(pose.sway)
    up = np.array([np.sin(sway), -np.cos(sway) * np.cos(lean), np.sin(lean)])
    return np.asarray(up / np.linalg.norm(up), np.float64)


def _torso(body: Body, up: Vector, yaw: float) -> TorsoFrame:
    # The spine leaves the pelvis upright and arrives at the neck in the torso's direction; it is hollow at
    # the waist.
    share = 1 - _V
    straight = up[None] * (body.torso * share)[:, None]
    straight[:, 0] -= up[0] * 0.18 * body.torso * np.sin(np.pi * share)
    straight[:, 2] -= up[2] * 0.18 * body.torso * np.sin(np.pi * share)
    straight[:, 2] += 0.03 * body.torso * np.sin(2 * np.pi * share) * body.femininity
    spine: Points = turned(straight, yaw)[:, :2]
    neck = 0.1 + 0.014 * body.below
    s, w, h = body.shoulder, body.waist, body.hip
    at = (0.0, 0.035, 0.08, 0.14, 0.22, 0.34, 0.46, 0.58, 0.7, 0.82, 0.92, 1.0)
    wide = (neck, s * 0.5, s * 0.84, s * 0.97, s * 0.93, s * 0.82, (s * 0.72 + w) / 2, w,
            (w + h) / 2 * 0.99, h * 0.97, h, h * 0.93)  # fmt: skip
    deep = (neck, neck * 1.1, s * 0.30, s * 0.38, s * 0.45, s * 0.48, w * 0.70, w * 0.66, w * 0.70, h * 0.64,
            h * 0.68, h * 0.62)  # fmt: skip
    bust = body.bust * 2.2 * np.exp(-(((_V - 0.31) / 0.1) ** 2))
    return TorsoFrame(spine, np.interp(_V, at, wide), np.interp(_V, at, deep), bust, _wrap(yaw))


def _arm(  # noqa: PLR0917
    body: Body, limb: Limb, shoulder: Vector, side: int, yaw: float, head: HeadFrame
) -> LimbFrame:
    elbow = shoulder + direction(limb.out, limb.fwd, side) * body.arm * 0.5
    wrist = elbow + direction(limb.out2, limb.fwd2, side) * body.arm * 0.5
    seen = turned(np.stack([shoulder, elbow, wrist]), yaw)
    depth = float(seen[0, 2] * 0.5 + seen[1, 2] * 0.5 + seen[2, 2]) / 2
    level = Level.NEAR_ARM
    if depth < -0.1 * body.shoulder:
        level = Level.FAR_ARM
    elif seen[2, 1] < head.centre[1] + 0.55:
        level = Level.OVER_ARM
    halves = tuple(h * body.limb for h in _ARM_HALVES)
    return LimbFrame(side, seen[:, :2], halves, depth, int(level))  # type: ignore[arg-type]


def _leg(body: Body, limb: Limb, hip: Vector, side: int, yaw: float) -> LimbFrame:
    length = body.leg - 0.06 * body.below / 5
    knee = hip + direction(limb.out, limb.fwd, side) * length * 0.5
    ankle = knee + direction(limb.out2, limb.fwd2, side) * length * 0.5
    seen = turned(np.stack([hip, knee, ankle]), yaw)
    # A knee that comes towards us lies lower on the picture: the camera stands a little above the seat.
    seen[:, 1] += np.maximum(seen[:, 2], 0) * 0.3
    halves = tuple(h * body.limb for h in _LEG_HALVES)
    return LimbFrame(side, seen[:, :2], halves, float(seen[1, 2]), int(Level.LEGS))  # type: ignore[arg-type]
