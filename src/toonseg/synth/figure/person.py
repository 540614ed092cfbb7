"""A person: body, clothes, head, face and hair in one z-order; and how much of it the panel shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from numpy.random import Generator

from toonseg.synth.art.shapes import Gradient, InstanceClass, Owner, Placement, Shape
from toonseg.synth.art.style import Style, mixed
from toonseg.synth.figure.character import Character, Expression, Hides
from toonseg.synth.figure.face import draw_face
from toonseg.synth.figure.head import draw_head
from toonseg.synth.figure.levels import Level
from toonseg.synth.figure.parts import draw_body
from toonseg.synth.figure.poses import Pose
from toonseg.synth.figure.seats import draw_seat
from toonseg.synth.figure.skeleton import FigureFrame, pose_figure
from toonseg.synth.figure.strokes import by_hand


@dataclass(frozen=True)
class Person:
    """A drawn figure: its frames and its shapes, back to front, in heads about its pelvis."""

    frame: FigureFrame
    shapes: tuple[Shape, ...]


def draw_person(
    character: Character,
    pose: Pose,
    yaw: float,
    style: Style,
    rng: Generator,
    *,
    number: int = 0,
    expression: Expression | None = None,
    pixels: float = 120.0,
    view: tuple[float, float, float, float] | None = None,
) -> Person:
    """Draw `character` in `pose`, turned by `yaw` degrees.

    Args:
        character: Who.
        pose: How.
        yaw: 0 towards us, 45 three-quarter to our right, 90 in profile, 180 from behind; negative to our
            left.
        style: The hand that draws.
        rng: What may differ from picture to picture: folds, not the character.
        number: Tells the characters of one picture apart; the owners of the shapes carry it.
        expression: What the face shows; a calm one unless told.
        pixels: How high the head will be on the picture; below 64 less and less is drawn
            (`FigureFrame.detail`).
        view: What the picture shows, x0, y0, x1, y1 in heads about the middle of the head: limbs that lie
            wholly outside are left out. None shows everything.
    """
    frame = pose_figure(character.body, pose, yaw, character.worn, pixels)
    # In a jacket hung over the shoulders the arms lie under it, with the shirt's sleeves.
    outers = [bool(getattr(g, "sleeved", True)) for g in character.outfit if g.cls is InstanceClass.OUTER]
    if outers and not any(outers):
        right, left = (
            replace(arm, level=int(Level.VEST)) if arm.level in (Level.NEAR_ARM, Level.NEAREST_ARM) else arm
            for arm in frame.arms
        )
        frame = replace(frame, arms=(right, left))
    if view is not None:
        x, y = frame.head.centre
        view = (view[0] + x, view[1] + y, view[2] + x, view[3] + y)
    hides = frozenset[Hides]().union(*(getattr(garment, "hides", ()) for garment in character.outfit))
    frame = replace(
        frame, covered=any(outers), view=view, sleeved=any(outers) or Hides.ARMS in hides,
        trousered=Hides.LEGS in hides, shod=Hides.FEET in hides,
    )  # fmt: skip
    shapes = draw_seat(frame, style, rng) if frame.sitting else []
    shapes += draw_body(frame, style, rng)
    for garment in character.outfit:
        owner = Owner(garment.cls, number) if garment.cls is not None else None
        shapes += garment.draw(frame, owner, style, rng)
    shapes += draw_head(frame, style)
    shapes += draw_face(frame, character, expression or Expression(), style)
    if character.hair is not None:
        shapes += character.hair.draw(frame, Owner(InstanceClass.HAIR, number), style, rng)
    if rng.random() < style.backlit:
        shapes = [_darkened(shape, style, 0.35 + 0.4 * style.backlit**0.5) for shape in shapes]
    shapes.sort(key=lambda shape: shape.level)
    if max(style.sketch, style.gaps) > 0.05:
        # A second stroke beside the first would blacken what is small.
        shapes = by_hand(shapes, replace(style, sketch=style.sketch * frame.detail), rng)
    return Person(frame, tuple(shapes))


def _darkened(shape: Shape, style: Style, amount: float) -> Shape:
    """The shape as it is seen against the light."""
    if shape.overlay:
        return shape
    night = style.shaded(style.ink, 0.3)
    fill = shape.fill
    if isinstance(fill, Gradient):
        fill = replace(fill, first=mixed(fill.first, night, amount), last=mixed(fill.last, night, amount))
    elif fill is not None:
        fill = mixed(fill, night, amount)
    return replace(shape, fill=fill, inside=tuple(_darkened(one, style, amount) for one in shape.inside))


class Framing(Enum):
    """How much of a figure a panel shows."""

    FACE = "face"
    BUST = "bust"
    HALF = "half"
    FULL = "full"


def placed(
    person: Person, framing: Framing, style: Style, *, x: float, top: float, height: float
) -> Placement:
    """Where a figure lies so that its framing fills the `height` pixels below `top`, its head about `x`.

    The panel's frame cuts off what lies below; a figure can be placed anywhere else with a `Placement` of
    one's own.
    """
    head = person.frame.head.centre
    crown = head[1] - 0.68
    body = person.frame.body
    if framing is Framing.FACE:
        low = head[1] + 0.62
    elif framing is Framing.BUST:
        low = head[1] + 0.5 + body.neck + 0.45 * body.torso
    elif framing is Framing.HALF:
        low = body.torso * 0.12
    else:
        low = person.frame.ground + 0.1
    scale = height / (low - crown)
    middle = head[0] if framing is not Framing.FULL else head[0] * 0.5
    return Placement(
        scale,
        (x - middle * scale, top - crown * scale),
        style.line_pixels(scale),
        wobble=0.01 * style.wobble,
    )
