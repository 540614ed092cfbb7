"""Figures: a character as data, posed, seen from anywhere, and turned into shapes.

    body.py       Body: proportions from the ratio of head to height
    poses.py      Pose, and twenty-nine of them: angles of limbs, places that hands reach for
    reach.py      from such a place to shoulder, elbow and wrist
    frames.py     HeadFrame, TorsoFrame, LimbFrame: where a place on the body lies on the picture
    skeleton.py   pose_figure(body, pose, yaw) -> FigureFrame
    levels.py     Level: the z-order
    character.py  Character, Face, Expression; the interfaces Garment and Hair
    head.py       outline of face and skull, ears
    parts.py      neck, torso, legs, feet; limbs.py: arms, legs and sleeves, inked where they leave the torso
    hands.py      hands, finger by finger; held.py: what they hold
    face.py       a face as a whole
      face_place.py   where a place on it lies
      face_eyes.py, face_mouth.py, face_marks.py   eyes; mouths; brows, nose, blush, tears, wrinkles
      face_invent.py  invent_face, invent_expression, invent_skin
    hair_do.py    Hairdo: hair as data, of fringe, sides, back, top, tails and buns
      hair_styles.py, hair_short.py   the styles, longer and shorter; hair_fringes.py: their fringes
      hair_parts.py, hair_locks.py, hair_tails.py   drawing: parts; locks; tails, braids and buns
      hair_light.py   shadow on the face, strands, lights; hair_colours.py: colours
      hair_invent.py  invent_hair
      curtain.py      hair as a surface with one lower edge; hair_bob.py: a bob of nothing else
    wear.py       what is worn on the head: wear_glasses.py, wear_hats.py; invent_headwear, under_hat
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
