"""Outfits: worn as people wear them, the same for the same seed, and varied."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from toonseg.synth.art import InstanceClass
from toonseg.synth.figure import Garment
from toonseg.synth.garments.blazer import Blazer
from toonseg.synth.garments.jacket import Jacket
from toonseg.synth.garments.outfits import invent_outfit
from toonseg.synth.garments.skirt import Skirt
from toonseg.synth.garments.uniform import invent_uniform
from toonseg.synth.pen import Colour


def outfits(count: int, sex: float, *, school: bool = False) -> list[tuple[Garment, ...]]:
    rng = np.random.default_rng(11)
    uniform = invent_uniform(np.random.default_rng(3)) if school else None
    return [invent_outfit(rng, sex=sex, uniform=uniform) for _ in range(count)]


@pytest.mark.parametrize("school", [False, True])
@pytest.mark.parametrize("sex", [0.1, 0.9])
def test_everybody_wears_one_thing_above_and_one_below(sex: float, school: bool) -> None:
    for outfit in outfits(80, sex, school=school):
        classes = Counter(g.cls for g in outfit if g.cls is not None)
        assert max(classes.values()) == 1, outfit
        assert classes[InstanceClass.PANTS] + classes[InstanceClass.SKIRT] == 1
        assert classes[InstanceClass.DRESS_SHIRT] + classes[InstanceClass.T_SHIRT] == 1
        if classes[InstanceClass.TIE] or classes[InstanceClass.VEST]:
            assert classes[InstanceClass.DRESS_SHIRT]


def test_only_girls_wear_skirts_and_every_class_comes_up() -> None:
    seen = Counter(g.cls for outfit in outfits(300, 0.9) for g in outfit)
    assert set(InstanceClass) - {InstanceClass.HAIR} <= set(seen)
    assert not any(isinstance(g, Skirt) for outfit in outfits(200, 0.2) for g in outfit)


def test_a_uniform_is_shared_and_often_has_collar_tie_and_jacket() -> None:
    people = outfits(200, 0.9, school=True) + outfits(200, 0.1, school=True)
    jackets = {g.colour for outfit in people for g in outfit if isinstance(g, (Blazer, Jacket))}
    assert len(jackets) <= 2  # the jacket, and the cardigan
    nested = {InstanceClass.DRESS_SHIRT, InstanceClass.TIE, InstanceClass.OUTER}
    share = np.mean([nested <= {g.cls for g in outfit} for outfit in people])
    assert share > 0.25


def test_the_same_seed_dresses_alike_and_seeds_differ() -> None:
    assert outfits(20, 0.6) == outfits(20, 0.6)
    assert invent_uniform(np.random.default_rng(5)) == invent_uniform(np.random.default_rng(5))
    assert len(set(outfits(60, 0.6))) == 60


def test_a_third_of_the_tops_is_white_or_pale() -> None:
    def colour(outfit: tuple[Garment, ...]) -> Colour:
        (top,) = (g for g in outfit if g.cls in (InstanceClass.DRESS_SHIRT, InstanceClass.T_SHIRT))
        assert "colour" in {field.name for field in fields(top)}  # type: ignore[arg-type]
        return top.colour  # type: ignore[attr-defined, no-any-return]

    pale = np.mean([min(colour(outfit)) > 200 for outfit in outfits(300, 0.6)])
    assert 0.3 < pale < 0.8


def test_a_palette_pulls_colours_towards_it() -> None:
    def mean(palette: Colour | None) -> float:
        rng = np.random.default_rng(4)
        worn = [g for _ in range(60) for g in invent_outfit(rng, sex=0.5, palette=palette)]
        colours = [g.colour for g in worn if hasattr(g, "colour")]
        return float(np.mean([c[0] - c[2] for c in colours]))

    assert mean((230, 60, 40)) > mean(None) + 3
