"""Clothes of other times and worlds: they are drawn, hide what is below, and belong to nobody."""

from __future__ import annotations

import numpy as np
import pytest

from toonseg.classes import InstanceClass
from toonseg.synth.art import Canvas, Placement, Style
from toonseg.synth.art.canvas import Drawing
from toonseg.synth.figure import Body, Character, Face, Garment, draw_person
from toonseg.synth.figure.poses import RELAXED
from toonseg.synth.garments.costume import Apron, Armour, Cloak, Robe, Unlabelled
from toonseg.synth.garments.costumes import invent_costume
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt

BELOW = (Pants(), DressShirt())


def drawn(outfit: tuple[Garment, ...], yaw: float) -> Drawing:
    style = Style()
    character = Character(Body(6.3, 0.8), Face(), None, outfit)
    person = draw_person(character, RELAXED, yaw, style, np.random.default_rng(4), pixels=40)
    canvas = Canvas((300, 200))
    canvas.paint(person.shapes, Placement(40, (100, 140), style.line_pixels(40)))
    return canvas.finish()


def seen(outfit: tuple[Garment, ...], yaw: float = 0.0) -> dict[InstanceClass, int]:
    drawing = drawn(outfit, yaw)
    return {owner.cls: int(drawing.mask(owner).sum()) for owner in drawing.owners}


@pytest.mark.parametrize("yaw", [0.0, 40.0, -90.0, 150.0])
@pytest.mark.parametrize("over", [Robe(), Cloak(), Armour(), Apron()], ids=lambda worn: type(worn).__name__)
def test_a_costume_hides_what_is_below_and_is_no_instance(over: Garment, yaw: float) -> None:
    below, with_it = seen(BELOW, yaw), seen((*BELOW, over), yaw)
    assert set(with_it) <= set(below)
    assert sum(with_it.values()) < sum(below.values())


def test_an_apron_leaves_the_shirt_beside_it_to_be_seen() -> None:
    both = seen((*BELOW, Apron()))
    assert 0.3 < both[InstanceClass.DRESS_SHIRT] / seen(BELOW)[InstanceClass.DRESS_SHIRT] < 0.95


def test_bodice_and_skirt_of_a_gown_are_nobodys() -> None:
    parts = (Skirt(length=0.9), TShirt())
    assert set(seen(parts)) == {InstanceClass.SKIRT, InstanceClass.T_SHIRT}
    assert seen((Unlabelled(parts),)) == {}


def test_the_same_seed_invents_the_same_costume_and_most_have_no_class_above_the_waist() -> None:
    made = [invent_costume(np.random.default_rng(seed), sex=seed % 2) for seed in range(60)]
    assert made == [invent_costume(np.random.default_rng(seed), sex=seed % 2) for seed in range(60)]
    tops = {InstanceClass.T_SHIRT, InstanceClass.DRESS_SHIRT, InstanceClass.OUTER, InstanceClass.VEST}
    labelled = sum(any(worn.cls in tops for worn in outfit) for outfit in made)
    assert 3 <= labelled <= 25  # those below an apron
