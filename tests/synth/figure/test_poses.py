"""Poses and limbs: hands arrive where they reach for, bodies of any proportion included."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.synth.art import Canvas, Style
from toonseg.synth.figure import (
    POSES,
    Body,
    Character,
    Face,
    Framing,
    Level,
    Pose,
    draw_person,
    placed,
    pose_figure,
)
from toonseg.synth.figure.limbs import limb_outline, runs
from toonseg.synth.figure.poses import (
    ARMS_CROSSED,
    HAND_IN_HAIR,
    HAND_ON_HIP,
    HANDS_IN_POCKETS,
    RELAXED,
    STANDING,
    WITH_BAG,
    Hand,
    Limb,
    loosened,
    mirrored,
)


@pytest.mark.parametrize("ratio", [2.5, 4.0, 6.0, 7.5])
def test_hands_reach_hip_and_head_whatever_the_proportions(ratio: float) -> None:
    hip = pose_figure(Body(ratio), HAND_ON_HIP, 0)
    wrist = hip.arms[0].joints[2]
    edge = hip.torso.edge(-1, 0.7, 0.74, 0.05)[5]
    assert np.hypot(*(wrist - edge)) < 0.12
    if ratio >= 6:
        hair = pose_figure(Body(ratio), HAND_IN_HAIR, 0)
        assert np.hypot(*(hair.arms[0].joints[2] - np.array(hair.head.centre))) < 0.75


@pytest.mark.parametrize("ratio", [2.5, 6.4])
def test_upper_arm_and_forearm_keep_their_length_in_the_plane(ratio: float) -> None:
    body = Body(ratio)
    for arm in pose_figure(body, Pose(Limb(90, 0, 90, 0), Limb(90, 0, 90, 0)), 0).arms:
        lengths = np.hypot(*np.diff(arm.joints, axis=0).T)
        assert lengths == pytest.approx(body.arm / 2, rel=1e-6)


def test_hips_and_shoulders_tilt_against_each_other() -> None:
    frame = pose_figure(Body(), Pose(hips=8, shoulders=-8), 0)
    right, left = frame.legs[0].joints[0], frame.legs[1].joints[0]
    assert left[1] < right[1]
    assert frame.arms[1].joints[0][1] > frame.arms[0].joints[0][1]


def test_a_mirrored_pose_is_the_mirror_image() -> None:
    for pose in (RELAXED, ARMS_CROSSED, WITH_BAG):
        one, two = pose_figure(Body(), pose, 0), pose_figure(Body(), mirrored(pose), 0)
        assert one.arms[0].joints[2][0] == pytest.approx(-two.arms[1].joints[2][0], abs=1e-9)
        assert one.legs[0].joints[2] == pytest.approx(two.legs[1].joints[2] * [-1, 1], abs=1e-9)


def test_of_crossed_arms_one_lies_before_the_other() -> None:
    levels = sorted(arm.level for arm in pose_figure(Body(), ARMS_CROSSED, 0).arms)
    assert levels == [Level.NEAR_ARM, Level.NEAREST_ARM]


def test_loosened_poses_differ_a_little() -> None:
    rng = np.random.default_rng(0)
    for pose in POSES:
        wrists = [pose_figure(Body(), loosened(pose, rng, 0.5), 0).arms[0].joints[2] for _ in range(3)]
        assert len({tuple(np.round(w, 6)) for w in wrists}) == 3


@pytest.mark.parametrize("yaw", [0, 60, 180])
def test_a_hanging_arm_has_no_ink_inside_the_shoulder(yaw: float) -> None:
    frame = pose_figure(Body(), STANDING, yaw)
    for arm in frame.arms:
        outline, visible = limb_outline(frame, arm, 0.0, 0.95, 0.03)
        near = np.hypot(*(outline - arm.joints[0]).T) < 0.16
        deep = near & frame.torso.covers(outline, -0.03)
        assert not visible[deep].any()
        assert visible[len(outline) // 4 : len(outline) // 2].all()
        assert sum(len(run) for run in runs(outline, visible)) >= visible.sum()


def test_hidden_hands_are_not_drawn_and_others_are() -> None:
    def drawn(hand: Hand) -> int:
        pose = Pose(right_hand=hand, left_hand=hand)
        person = draw_person(Character(Body(), Face(), None), pose, 0, Style(), np.random.default_rng(0))
        return len(person.shapes)

    counts = {hand: drawn(hand) for hand in Hand}
    assert all(counts[hand] > counts[Hand.HIDDEN] for hand in Hand if hand is not Hand.HIDDEN)
    assert counts[Hand.BAG] > counts[Hand.FIST]
    assert HANDS_IN_POCKETS.right_hand is Hand.HIDDEN


def test_every_pose_fits_its_frame_at_any_proportion() -> None:
    style = Style()
    for ratio in (2.5, 7.5):
        for pose in POSES:
            person = draw_person(
                Character(Body(ratio), Face(), None), pose, 30, style, np.random.default_rng(1), pixels=20
            )
            canvas = Canvas((80, 80))
            canvas.paint(person.shapes, placed(person, Framing.FULL, style, x=40, top=4, height=70))
            drawn = (canvas.finish().picture != 255).any(2)
            assert 120 < drawn.sum() < 4000, (ratio, pose)
