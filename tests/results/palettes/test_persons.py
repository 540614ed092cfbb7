"""Who wears what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.classes import InstanceClass
from toonseg.results.palettes.persons import class_in, persons_of


def filled(cls: str, box: tuple[int, int, int, int]) -> Instance:
    x0, y0, x1, y1 = box
    return Instance(cls, Mask.of_pixels(np.ones((y1 - y0, x1 - x0), bool), (x0, y0)))


def test_clothes_belong_to_the_hair_above_them(two_people: list[Instance]) -> None:
    assert persons_of(two_people) == ((0, 1, 2), (3, 4, 5, 6))


def test_what_labels_say_comes_first(two_people: list[Instance]) -> None:
    swapped = [replace(one, character="ab"[place % 2]) for place, one in enumerate(two_people)]
    assert persons_of(swapped) == ((0, 2, 4, 6), (1, 3, 5))
    mixed = [replace(one, character="a" if place < 2 else None) for place, one in enumerate(two_people)]
    assert persons_of(mixed) == ((0, 1), (2,), (3, 4, 5, 6))


def test_nobody_wears_two_of_a_class(two_people: list[Instance]) -> None:
    beside = filled("dress-shirt", (30, 64, 90, 134))
    persons = persons_of([*two_people, beside])
    assert sorted(map(len, persons)) == [1, 3, 4]


def test_without_hair_what_lies_over_each_other_is_one_person() -> None:
    shirt, tie, far = (
        filled("shirt", (10, 0, 60, 50)),
        filled("tie", (30, 0, 40, 40)),
        filled("vest", (300, 0, 350, 50)),
    )
    assert persons_of([tie, shirt, far]) == ((0, 1), (2,))


def test_every_instance_is_somebodys(two_people: list[Instance]) -> None:
    many = [*two_people, filled("hat", (500, 0, 520, 20)), filled("pants", (700, 300, 740, 400))]
    assert sorted(place for person in persons_of(many) for place in person) == list(range(len(many)))
    assert persons_of([]) == ()


def test_classes_by_name_and_alias() -> None:
    assert class_in(filled("shirt", (0, 0, 2, 2))) is InstanceClass.DRESS_SHIRT
    assert class_in(filled("hat", (0, 0, 2, 2))) == "hat"
