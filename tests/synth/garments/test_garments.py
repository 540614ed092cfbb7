"""Garments: each covers what it should, from any side, and gives way to what is worn over it."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.synth.art import Canvas, Drawing, InstanceClass, Owner, Style
from toonseg.synth.figure import Body, Character, Face, Framing, Garment, draw_person, placed
from toonseg.synth.figure.poses import STANDING
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.shoes import Shoes
from toonseg.synth.garments.skirt import Skirt


def worn(*outfit: Garment, yaw: float = 0) -> Drawing:
    style = Style()
    character = Character(Body(6.5), Face(), None, outfit)
    person = draw_person(character, STANDING, yaw, style, np.random.default_rng(2), number=1)
    canvas = Canvas((320, 200))
    canvas.paint(person.shapes, placed(person, Framing.FULL, style, x=100, top=10, height=300))
    return canvas.finish()


def area(drawing: Drawing, cls: InstanceClass) -> int:
    return int(drawing.mask(Owner(cls, 1)).sum())


@pytest.mark.parametrize("yaw", [0, 45, 90, 180, -60])
@pytest.mark.parametrize(
    "garment", [DressShirt(), Pants(), Skirt(), Blazer()], ids=lambda g: type(g).__name__
)
def test_a_garment_is_one_instance_in_one_piece(garment: Garment, yaw: float) -> None:
    drawing = worn(garment, yaw=yaw)
    assert garment.cls is not None
    assert drawing.owners == (Owner(garment.cls, 1),)
    assert 1200 < area(drawing, garment.cls) < 20000


def test_a_blazer_leaves_a_strip_of_shirt_and_tie_and_more_of_them_when_open() -> None:
    shut, wide = (worn(DressShirt(), Necktie(), Pants(), Blazer(opened=o)) for o in (0.0, 1.0))
    alone = worn(DressShirt(), Necktie(), Pants())
    shirts = [area(d, InstanceClass.DRESS_SHIRT) for d in (shut, wide, alone)]
    assert 40 < shirts[0] < shirts[1] < shirts[2]
    assert area(shut, InstanceClass.TIE) > 30


def test_lengths_are_heeded() -> None:
    assert area(worn(Skirt(length=0.7)), InstanceClass.SKIRT) > 1.4 * area(
        worn(Skirt(length=0.3)), InstanceClass.SKIRT
    )
    assert area(worn(Pants(length=0.45)), InstanceClass.PANTS) < 0.75 * area(
        worn(Pants()), InstanceClass.PANTS
    )
    short, long_ = worn(DressShirt(sleeve=0.3)), worn(DressShirt())
    assert area(short, InstanceClass.DRESS_SHIRT) < area(long_, InstanceClass.DRESS_SHIRT)


def test_shoes_are_nobodys_instance() -> None:
    assert worn(Shoes()).owners == ()
