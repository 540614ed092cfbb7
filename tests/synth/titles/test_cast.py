"""The people of a title: what a taste and a style make of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from toonseg.classes import InstanceClass
from toonseg.synth.art import Style
from toonseg.synth.figure import Garment
from toonseg.synth.garments.costume import Armour, Cloak, Robe, Unlabelled
from toonseg.synth.garments.dress_shirt import DressShirt
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.titles.cast import invent_cast
from toonseg.synth.titles.taste import ANY, FD, LR, Taste, taste_of


def outfits(taste: Taste, count: int = 150, style: Style | None = None) -> list[tuple[Garment, ...]]:
    cast = invent_cast(style or Style(), np.random.default_rng(11), taste=taste, count=count)
    return [tuple(member.character.outfit) for member in cast.members]


def share(taste: Taste, cls: InstanceClass) -> float:
    worn = outfits(taste)
    return sum(any(one.cls is cls for one in outfit) for outfit in worn) / len(worn)


@pytest.mark.parametrize(
    ("taste", "cls"),
    [
        (FD, InstanceClass.VEST),
        (FD, InstanceClass.SKIRT),
        (FD, InstanceClass.TIE),
        (ANY, InstanceClass.VEST),
        (ANY, InstanceClass.SKIRT),
    ],
)
def test_balance_raises_the_rare_classes(taste: Taste, cls: InstanceClass) -> None:
    assert share(taste.balanced(), cls) > 1.25 * share(taste, cls)


def test_a_blank_style_leaves_skin_and_clothes_white() -> None:
    def darkest(style: Style) -> float:
        cast = invent_cast(style, np.random.default_rng(5), count=40)
        tones = [min(member.character.body.skin) for member in cast.members]
        tones += [
            min(one.colour)
            for member in cast.members
            for one in member.character.outfit
            if isinstance(one, DressShirt | Skirt)
        ]
        return float(np.quantile(tones, 0.05))

    assert darkest(Style(blank=1.0)) > 150 > darkest(Style())


def test_an_open_collar_may_show_a_t_shirt() -> None:
    taste = replace(ANY, undershirt=1.0, costume=0.0, uniform=1.0)
    for outfit in outfits(taste, 20):
        classes = [one.cls for one in outfit]
        if InstanceClass.DRESS_SHIRT in classes:
            shirt = classes.index(InstanceClass.DRESS_SHIRT)
            assert classes[shirt - 1] is InstanceClass.T_SHIRT


def test_hems_shorten_skirts() -> None:
    def length(hems: float) -> float:
        worn = [one for outfit in outfits(replace(ANY, hems=hems)) for one in outfit]
        return float(np.mean([one.length for one in worn if isinstance(one, Skirt)]))

    assert 0.2 <= length(0.3) < 0.75 * length(1.0)


def test_costumes_are_for_other_titles_than_the_published_ones() -> None:
    costume = (Armour, Cloak, Robe, Unlabelled)

    def worn(taste: Taste) -> float:
        found = outfits(taste, 60)
        return sum(any(isinstance(one, costume) for one in outfit) for outfit in found) / len(found)

    assert worn(FD) == worn(LR) == 0
    assert worn(replace(ANY, uniform=0.0, costume=0.9)) > 0.5
    elsewhere = [taste_of("fantasy", np.random.default_rng(seed)).costume > 0.3 for seed in range(60)]
    assert 20 < sum(elsewhere) < 55
