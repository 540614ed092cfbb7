"""The eight classes."""

from __future__ import annotations

import pytest

from toonseg.classes import InstanceClass, class_of
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
