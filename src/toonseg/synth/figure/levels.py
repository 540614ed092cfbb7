"""The z-order of a figure: what hides what, by named levels.

A figure's shapes are sorted by level; within a level, later shapes lie on top. Sleeves, arms and hands use
the
level of their own arm (`LimbFrame.level`) plus one of the `ARM_...` steps, so that an arm with all its
sleeves
lies as a whole behind the torso, before it, or before the face.
"""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """Back to front, for a figure seen from the front; from behind, `BACK_HAIR` things move to
    `FRONT_HAIR`."""

    BEHIND = 0  # bags on the back, capes
    BACK_HAIR = 10  # hair behind neck and torso
    OUTER_BACK = 20  # the inside of an open coat, seen behind the legs; a hood behind the head
    FAR_ARM = 30  # to 38: an arm behind the torso
    LEGS = 40  # bare legs
    SHOES = 42
    NECK = 44  # bare neck and torso
    LEGWEAR = 50  # pants and skirts that a top covers
    SHIRT = 54  # T-shirt, dress-shirt
    WAIST = 58  # pants and skirts that a tucked-in top goes into
    TIE = 62
    VEST = 66
    COLLAR = 70  # shirt collars, over vest and the band of a tie
    OUTER = 74
    OVER_OUTER = 78  # lapels, coat collars, scarves, straps
    NEAR_ARM = 80  # to 88: an arm before the torso
    NEAREST_ARM = 90  # to 98: the other one, where it lies before the first
    HEAD = 100  # head and ears
    FACE = 104
    FRONT_HAIR = 110  # fringe, side locks, locks before shoulders
    HAT = 120
    OVER_ARM = 130  # to 138: an arm before face or hair


ARM_SKIN = 0
ARM_HAND = 1
ARM_SHIRT = 3
ARM_OUTER = 5
ARM_HELD = 7
