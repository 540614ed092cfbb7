"""Garments: each covers what it should, from any side, and gives way to what is worn over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toonseg.synth.art import Canvas, Drawing, InstanceClass, Owner, Style
from toonseg.synth.figure import Body, Character, Face, Framing, Garment, Pose, draw_person, placed
from toonseg.synth.figure.poses import SITTING, STANDING
from toonseg.synth.garments.bag import Backpack, Scarf, ShoulderBag
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.collars import Collar
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.jacket import Jacket, Neck
from toonseg.synth.garments.necktie import Necktie
from toonseg.synth.garments.pants import Pants
from toonseg.synth.garments.patterns import Argyle, Checks, Dots, Pattern, Print, Stripes
from toonseg.synth.garments.ribbon import Ribbon
from toonseg.synth.garments.shoes import Shoes, Tights
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.tshirt import TShirt
from toonseg.synth.garments.vest import Vest

NOBODYS = (Shoes(), Shoes(shaft=0.6), Tights(), ShoulderBag(), Backpack(), Scarf(stripe=(250, 250, 250)))
GARMENTS = (
    DressShirt(),
    DressShirt(sleeve=0.6, opened=0.8, tucked=False, fit=0.9),
    DressShirt(collar=Collar.SAILOR, stripe=(250, 250, 250), sleeve=0.28),
    DressShirt(collar=Collar.FRILL, ruffles=0.8, puff=0.08),
    DressShirt(collar=Collar.STANDING, pattern=Stripes(upright=True)),
    TShirt(),
    TShirt(hood=0.8, ribs=True, sleeve=0.97),
    TShirt(sleeve=0.97, high=0.7, ribs=True, vee=1.0, pattern=Stripes(), pattern_sleeves=True),
    Pants(),
    Pants(length=0.4, stripe=(250, 250, 250)),
    Pants(jeans=0.9, turned_up=0.06, belt=(60, 40, 30)),
    Skirt(),
    Skirt(length=0.8, pleats=0, flare=0.3, frill=0.12),
    Skirt(length=0.5, pleats=0, flare=0.02, band=False),
    Vest(trim=(120, 40, 50)),
    Vest(buttons=4),
    Blazer(),
    Blazer(hem=1.6, double=True, belt=True, opened=0.0),
    Blazer(draped=True),
    Jacket(),
    Jacket(neck=Neck.NONE, buttons=4),
    Jacket(quilted=0.9, neck=Neck.FUR, ribs=False),
    Jacket(stripes=True, trim=(250, 250, 250), neck=Neck.TURNED),
    Jacket(neck=Neck.HOOD, draped=True),
)


def worn(*outfit: Garment, yaw: float = 0, pose: Pose = STANDING, pixels: float = 120) -> Drawing:
    style = Style()
    character = Character(Body(6.5), Face(), None, outfit)
    person = draw_person(character, pose, yaw, style, np.random.default_rng(2), number=1, pixels=pixels)
    canvas = Canvas((320, 200))
    canvas.paint(person.shapes, placed(person, Framing.FULL, style, x=100, top=10, height=300))
    return canvas.finish()


def area(drawing: Drawing, cls: InstanceClass) -> int:
    return int(drawing.mask(Owner(cls, 1)).sum())


@pytest.mark.parametrize("yaw", [0, 45, 90, 180, -60])
@pytest.mark.parametrize("garment", GARMENTS, ids=lambda g: f"{type(g).__name__}{GARMENTS.index(g)}")
def test_a_garment_is_one_instance_of_a_sensible_size(garment: Garment, yaw: float) -> None:
    drawing = worn(garment, yaw=yaw)
    assert garment.cls is not None
    assert drawing.owners == (Owner(garment.cls, 1),)
    assert 900 < area(drawing, garment.cls) < 20000


@pytest.mark.parametrize("garment", NOBODYS, ids=lambda g: type(g).__name__)
def test_shoes_bags_and_scarves_are_nobodys_but_are_drawn(garment: Garment) -> None:
    bare = worn().picture
    for yaw in (0, 180):
        drawing = worn(garment, yaw=yaw)
        assert drawing.owners == ()
        changed = (drawing.picture != (bare if yaw == 0 else worn(yaw=yaw).picture)).any(2)
        assert changed.sum() > 100


def test_a_blazer_leaves_a_strip_of_shirt_and_tie_and_more_of_them_when_open() -> None:
    shut, wide = (worn(DressShirt(), Necktie(), Pants(), Blazer(opened=o)) for o in (0.0, 1.0))
    alone = worn(DressShirt(), Necktie(), Pants())
    shirts = [area(d, InstanceClass.DRESS_SHIRT) for d in (shut, wide, alone)]
    assert 40 < shirts[0] < shirts[1] < shirts[2]
    assert area(shut, InstanceClass.TIE) > 30


def test_four_layers_all_show_from_the_front_and_only_the_outermost_from_behind() -> None:
    layers = (DressShirt(), Necktie(), Vest(), Blazer(opened=0.7))
    front, back = worn(*layers, Skirt()), worn(*layers, Skirt(), yaw=180)
    for cls, least in (("DRESS_SHIRT", 60), ("TIE", 30), ("VEST", 300), ("OUTER", 3000)):
        assert area(front, InstanceClass[cls]) > least, cls
    assert area(back, InstanceClass.TIE) == area(back, InstanceClass.VEST) == 0
    assert area(back, InstanceClass.OUTER) > 3000


def test_a_jacket_over_the_shoulders_shows_the_shirts_sleeves() -> None:
    shirt = DressShirt(sleeve=0.6)
    sleeved = worn(shirt, Pants(), Jacket(opened=0.6))
    draped = worn(shirt, Pants(), Jacket(opened=0.6, draped=True))
    assert area(draped, InstanceClass.DRESS_SHIRT) > area(sleeved, InstanceClass.DRESS_SHIRT)
    assert not Jacket(draped=True).sleeved


def test_lengths_are_heeded() -> None:
    def size(garment: Garment) -> int:
        assert garment.cls is not None
        return area(worn(garment), garment.cls)

    assert size(Skirt(length=0.7)) > 1.4 * size(Skirt(length=0.3))
    assert size(Pants(length=0.45)) < 0.75 * size(Pants())
    assert size(DressShirt(sleeve=0.3)) < size(DressShirt())
    assert size(TShirt(hem=0.7)) < 0.85 * size(TShirt(hem=1.05))
    assert size(Blazer(hem=1.6)) > 1.25 * size(Blazer(hem=1.0))
    assert size(Ribbon(width=0.3)) > 1.3 * size(Ribbon(width=0.15))


def test_a_coats_skirts_do_not_go_through_the_seat() -> None:
    standing, seated = (area(worn(Blazer(hem=1.8), pose=p), InstanceClass.OUTER) for p in (STANDING, SITTING))
    assert seated < 0.85 * standing


@pytest.mark.parametrize(
    "pattern",
    [Stripes(), Stripes(upright=True), Checks(line=(0, 0, 0)), Dots(), Argyle(), Print(kind=0.1),
    Print(kind=0.5),
     Print(kind=0.7)],
    ids=str,
)  # fmt: skip
def test_a_pattern_changes_colours_and_no_mask(pattern: Pattern) -> None:
    plain, printed = worn(TShirt()), worn(TShirt(pattern=pattern))
    assert np.array_equal(plain.ids, printed.ids)
    changed = (plain.picture != printed.picture).any(2)
    assert changed.sum() > 150
    mask = plain.mask(Owner(InstanceClass.T_SHIRT, 1))
    assert mask[changed].mean() > 0.97


def test_the_shoulder_is_not_closed_by_a_line() -> None:
    """Between chest and upper arm a shirt is one even surface: no ink where the sleeve begins."""
    shirt = DressShirt((240, 240, 240), collar=Collar.STANDING)
    drawing = worn(replace(shirt, tucked=False))
    mask = drawing.mask(Owner(InstanceClass.DRESS_SHIRT, 1))
    top = int(np.flatnonzero(mask.any(1))[0])
    row = top + 17  # a little below the shoulders' line
    inside = np.flatnonzero(mask[row])
    assert len(inside) > 50
    across = drawing.picture[row, inside[4] : inside[-4]].astype(int).sum(1)
    assert across.min() > 330


def test_small_figures_have_far_fewer_shapes() -> None:
    def count(pixels: float) -> int:
        character = Character(Body(6.5), Face(), None, (DressShirt(), Necktie(), Pants(), Shoes(), Blazer()))
        person = draw_person(character, STANDING, 20, Style(), np.random.default_rng(2), pixels=pixels)
        return sum(1 + len(shape.inside) for shape in person.shapes)

    assert count(14) < 0.62 * count(120)
    small = worn(DressShirt(), Pants(), pixels=14)
    assert area(small, InstanceClass.DRESS_SHIRT) == pytest.approx(
        area(worn(DressShirt(), Pants()), InstanceClass.DRESS_SHIRT), rel=0.05
    )
