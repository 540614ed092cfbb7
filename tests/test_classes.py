"""The eight classes."""

from __future__ import annotations

import pytest

from toonseg.classes import EIGHT, ClassInfo, ClassList, InstanceClass, class_of
from toonseg.errors import UsageError


def test_indices_names_and_categories_are_those_of_the_files() -> None:
    labels = ["hair", "dress-shirt", "T-shirt", "pants", "skirt", "outer", "tie", "vest"]
    assert [cls.label for cls in InstanceClass] == labels
    assert [int(cls) for cls in InstanceClass] == list(range(8))
    assert [cls.category for cls in InstanceClass] == list(range(1, 9))
    assert len({cls.colour for cls in InstanceClass}) == 8


@pytest.mark.parametrize("name", ["shirt", "Dress Shirt", "dress_shirt", "DRESS-SHIRT"])
def test_a_class_is_found_by_name_or_alias_however_it_is_written(name: str) -> None:
    assert class_of(name) is InstanceClass.DRESS_SHIRT


def test_an_unknown_name_lists_the_choices() -> None:
    with pytest.raises(UsageError, match="hair, dress-shirt"):
        class_of("shoes")


def test_the_eight_as_a_list_are_the_eight() -> None:
    assert len(EIGHT) == 8
    for cls, info in zip(InstanceClass, EIGHT, strict=True):
        assert EIGHT[int(cls)] is info
        assert (info.name, info.aliases, info.colour) == (cls.label, cls.aliases, cls.colour)
    assert EIGHT.names == tuple(cls.label for cls in InstanceClass)


@pytest.mark.parametrize(
    ("name", "index"),
    [("shoes", 0), ("BOOTS", 0), ("low_shoes", 0), ("Ärmel", 1), ("ärmel", 1), ("hat", None), ("", None)],
)
def test_a_class_of_a_list_is_found_by_name_or_alias(name: str, index: int | None) -> None:
    classes = ClassList((ClassInfo("shoes", ("boots", "low shoes")), ClassInfo("Ärmel")))
    assert classes.find(name) == index


def test_a_name_that_no_class_has_lists_those_there_are() -> None:
    classes = ClassList.of(["shoes", "bag"])
    assert classes.index("Bag") == 1
    with pytest.raises(UsageError, match=r"'hair' is no class here.*shoes, bag"):
        classes.index("hair")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("shrt", "dress-shirt"), ("trouser", "pants"), ("Tshrt", "T-shirt"), ("vets", "vest"), ("zebra", None)],
)
def test_what_was_misspelt_is_guessed(name: str, meant: str | None) -> None:
    assert EIGHT.suggestion(name) == meant


@pytest.mark.parametrize(
    "infos",
    [
        (ClassInfo("shoes"), ClassInfo("Shoes")),
        (ClassInfo("shoes", ("boots",)), ClassInfo("boots")),
        (ClassInfo("shoes", ("boots",)), ClassInfo("footwear", ("BOOTS",))),
        (ClassInfo("low shoes"), ClassInfo("low_shoes")),
    ],
)
def test_two_classes_of_one_name_are_refused(infos: tuple[ClassInfo, ...]) -> None:
    with pytest.raises(UsageError, match="are both called"):
        ClassList(infos)


def test_a_class_may_name_itself_among_its_aliases() -> None:
    assert ClassList((ClassInfo("T-shirt", ("t shirt", "tee", "tee")),)).find("TEE") == 0


def test_classes_by_name_keep_what_is_known_of_the_eight() -> None:
    classes = ClassList.of(["vest", "shirt", "신발"])
    assert classes.names == ("vest", "shirt", "신발")
    assert classes[0] == EIGHT[7]
    assert classes.find("dress-shirt") == classes.find("blouse") == 1
    assert classes[1].colour == InstanceClass.DRESS_SHIRT.colour
    assert classes[2].aliases == ()


def test_invented_colours_differ_and_are_colours() -> None:
    colours = [info.colour for info in ClassList.of(f"thing {k}" for k in range(24))]
    assert len(set(colours)) == 24
    assert all(0 <= value <= 255 for colour in colours for value in colour)


def test_an_empty_list_finds_nothing() -> None:
    none = ClassList(())
    assert (len(none), none.find("hair"), none.suggestion("hair")) == (0, None, None)
