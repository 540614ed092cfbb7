"""Faces: all that is drawn on the front of a head, put together.

face_place.py   on_face, eye_place: where a place on the face lies
face_eyes.py    eyes and brows
face_mouth.py   nose and mouth
face_marks.py   blush, tears, sweat, anger, gloom; freckles, stubble, lines of age
face_invent.py  invent_face, invent_expression, invent_skin
"""

from __future__ import annotations

from dataclasses import replace

from toonseg.synth.art.shapes import Shape
from toonseg.synth.art.style import Style
from toonseg.synth.figure.character import Character, Expression
from toonseg.synth.figure.face_eyes import draw_brow, draw_eye
from toonseg.synth.figure.face_marks import cheeks, lasting, passing, vein, whiskers
from toonseg.synth.figure.face_mouth import draw_mouth, draw_nose
from toonseg.synth.figure.face_place import EyePlace, eye_place, on_face
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.skeleton import FigureFrame

__all__ = ["EyePlace", "draw_face", "eye_place", "on_face"]


def draw_face(figure: FigureFrame, character: Character, expression: Expression, style: Style) -> list[Shape]:
    """Everything on the face, at `Level.FACE`; nothing where it is turned away."""
    head, face, skin, detail = figure.head, character.face, figure.body.skin, figure.detail
    if abs(head.yaw) > 100:  # round the corner
        return []
    style = face.drawn_by(style)
    shapes: list[Shape] = []
    brows: list[Shape] = []
    if detail > 0.4:
        shapes += cheeks(head, face, expression, style) + lasting(head, face, figure.body, style)
    elif expression.blush > 0.3:
        shapes += cheeks(head, face, replace(expression, blush=0.39), style)
    shapes += draw_nose(head, skin, style, detail)
    if max(face.beard - 0.6, face.moustache) > 0 and abs(head.yaw) < 75:
        hair = (90, 80, 76) if character.hair is None else character.hair.colour
        shapes += whiskers(head, face, figure.body, hair, style)
    shapes += draw_mouth(head, face, expression, style, skin, detail)
    for side in (-1, 1):
        eye = eye_place(head, style, side, face.low)
        if eye is not None:
            shapes += draw_eye(eye, face, expression, style, side, skin, detail)
            brows += draw_brow(eye, character, expression, style)
    shapes += passing(head, figure.body, expression, style)
    made = [shape.at_level(Level.FACE) for shape in shapes + brows]
    if face.brows_through > 0.05 and detail > 0.5:
        # Drawn once more over the hair, as an overlay: the hair's mask stays whole.
        through = 0.7 * face.brows_through
        made += [replace(s, overlay=True, alpha=through, level=Level.FRONT_HAIR + 1) for s in brows]
    return made + vein(head, style) if expression.vein > 0.5 else made
