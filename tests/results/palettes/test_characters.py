"""Persons put together to characters."""

from __future__ import annotations

from toonseg.classes import InstanceClass
from toonseg.results.colours import Colour
from toonseg.results.palettes.characters import Person, characters_of
from toonseg.results.palettes.looks import Look, Shade

RED, BLACK, GREY = (180, 60, 40), (35, 34, 38), (200, 200, 205)
BLUE, GREEN = (60, 80, 170), (60, 130, 60)


def person(
    file: str, hair: Colour | None, shirt: Colour | None = None, character: str | None = None
) -> Person:
    worn: dict[InstanceClass | str, Look] = {}
    if hair is not None:
        worn[InstanceClass.HAIR] = (Shade(hair, 1.0),)
    if shirt is not None:
        worn[InstanceClass.DRESS_SHIRT] = (Shade(shirt, 1.0),)
    return Person(file, file.rpartition("/")[0], (0,), worn, character)


def test_hair_tells_people_apart_over_episodes() -> None:
    seen = [
        person(f"{episode}/{cut}", hair, GREY) for episode in "12" for cut in "ab" for hair in (RED, BLACK)
    ]
    assert characters_of(seen).tolist() == [0, 1] * 4


def test_clothes_tell_people_of_like_hair_apart_within_an_episode() -> None:
    seen = [person("1/a", BLACK, BLUE), person("1/b", BLACK, GREEN), person("1/c", BLACK, BLUE)]
    assert characters_of(seen).tolist() == [0, 1, 0]


def test_people_change_clothes_from_one_episode_to_the_next() -> None:
    seen = [
        person("1/a", RED, BLUE),
        person("1/b", RED, BLUE),
        person("2/a", RED, GREY),
        person("2/b", RED, GREY),
    ]
    assert characters_of(seen).tolist() == [0, 0, 0, 0]


def test_two_in_one_cut_are_two() -> None:
    assert len(set(characters_of([person("1/a", BLACK), person("1/a", BLACK)]).tolist())) == 2


def test_whom_labels_name_is_who_they_say() -> None:
    seen = [
        person("1/a", RED, character="x"),
        person("1/b", RED, character="y"),
        person("1/c", BLACK, character="x"),
    ]
    assert characters_of(seen).tolist() == [0, 1, 0]


def test_without_hair_clothes_decide() -> None:
    seen = [person("1/a", None, BLUE), person("1/b", RED, BLUE), person("1/c", None, GREEN)]
    assert characters_of(seen).tolist() == [0, 0, 1]


def test_nobody() -> None:
    assert characters_of([]).tolist() == []
