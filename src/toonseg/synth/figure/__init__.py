"""Figures: a character as data, posed, seen from anywhere, and turned into shapes.

    body.py       Body: proportions from the ratio of head to height
    poses.py      Pose, and twenty-nine of them: angles of limbs, places that hands reach for
    reach.py      from such a place to shoulder, elbow and wrist
    frames.py     HeadFrame, TorsoFrame, LimbFrame: where a place on the body lies on the picture
    skeleton.py   pose_figure(body, pose, yaw) -> FigureFrame
    levels.py     Level: the z-order
    character.py  Character, Face, Expression; the interfaces Garment and Hair
    head.py       outline of face and skull, ears
    face.py       eyes, brows, nose, mouth, blush
    limbs.py      arms, legs and sleeves, inked where they leave the torso
    hands.py      hands, finger by finger; held.py: what they hold
    parts.py      neck, torso, legs, feet
    curtain.py    hair as a surface with one lower edge
    hair_bob.py   a hair style: the worked example
    person.py     draw_person(...) -> Person; placed(person, framing, ...) -> Placement

How to write a hair style, a garment or a prop: docs/synth-internals.md.
"""

from toonseg.synth.figure.body import Body
from toonseg.synth.figure.character import Character, Expression, Face, Garment, Hair
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.person import Framing, Person, draw_person, placed
from toonseg.synth.figure.poses import POSES, Pose
from toonseg.synth.figure.skeleton import FigureFrame, pose_figure

__all__ = [
    "POSES",
    "Body",
    "Character",
    "Expression",
    "Face",
    "FigureFrame",
    "Framing",
    "Garment",
    "Hair",
    "Level",
    "Person",
    "Pose",
    "draw_person",
    "placed",
    "pose_figure",
]
