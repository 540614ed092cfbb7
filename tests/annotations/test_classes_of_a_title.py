"""Classes of one's own: `[[classes]]` of toonseg.toml, in what is read, brought home and shared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations import Instance, LabelSet, Mask, Picture
from toonseg.annotations.formats import Format, read
from toonseg.annotations.labels import labels_file, read_labels
from toonseg.annotations.title import read_title, write_title
from toonseg.classes import EIGHT, ClassInfo, InstanceClass
from toonseg.errors import SettingsError, ToonsegError
from toonseg.workspace import EpisodeFolder, read_settings

MakeEpisode = Callable[..., EpisodeFolder]

THREE = """
[[classes]]
name = "shoes"
aliases = ["boots", "신발"]
colour = [10, 20, 30]

[[classes]]
name = "shirt"

[[classes]]
name = "bag"
"""


def square(x0: int, y0: int, side: int = 12) -> Mask:
    return Mask.of_pixels(np.ones((side, side), bool), (x0, y0))


@pytest.fixture
def title(tmp_path: Path, make_episode: MakeEpisode) -> Path:
    """One cut of 50 x 70 with boots, a shirt and something that no class is called."""
    instances = [
        Instance("boots", square(10, 5)),
        Instance("shirt", square(25, 30)),
        Instance("hat", square(40, 50)),
    ]
    make_episode(tmp_path / "rain", boxes=((5, 0, 55, 70),), instances=instances)
    (tmp_path / "rain" / "toonseg.toml").write_text(THREE, encoding="utf-8")
    return tmp_path / "rain"


def with_toml(folder: Path, text: str) -> Path:
    (folder / "toonseg.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_classes_they_are_the_eight(tmp_path: Path) -> None:
    assert read_settings(tmp_path).class_list is EIGHT
    assert read_settings(with_toml(tmp_path, 'title = "Rain"\n')).class_list is EIGHT


def test_classes_have_the_names_aliases_and_colours_that_are_given(title: Path) -> None:
    classes = read_settings(title).class_list
    assert classes.names == ("shoes", "shirt", "bag")
    assert classes[0] == ClassInfo("shoes", ("boots", "신발"), (10, 20, 30))
    assert [classes.find(name) for name in ("BOOTS", "신발", "hair")] == [0, 0, None]


def test_a_class_of_the_eight_keeps_its_aliases_and_colour_unless_told_others(title: Path) -> None:
    classes = read_settings(title).class_list
    assert classes[1].colour == InstanceClass.DRESS_SHIRT.colour
    assert classes.find("dress-shirt") == classes.find("blouse") == 1
    own = read_settings(with_toml(title, '[[classes]]\nname = "tie"\naliases = ["scarf"]\n')).class_list
    assert (own.find("scarf"), own.find("necktie")) == (0, None)


def test_an_invented_colour_stays_when_a_class_is_added_after_it(title: Path) -> None:
    before = read_settings(title).class_list[2].colour
    with_toml(title, THREE + '[[classes]]\nname = "belt"\n')
    after = read_settings(title).class_list
    assert after[2].colour == before
    assert after[3].colour != before


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[classes]]\nname = ""\n', "classes.0.name"),
        ("[[classes]]\nname = 7\n", "classes.0.name"),
        ("[[classes]]\naliases = []\n", "classes.0.name"),
        ('[[classes]]\nname = "a"\ncolor = [1, 2, 3]\n', "classes.0.color"),
        ('[[classes]]\nname = "a"\ncolour = [1, 2]\n', "classes.0.colour"),
        ('[[classes]]\nname = "a"\naliases = "b"\n', "classes.0.aliases"),
        ('classes = ["a"]\n', "classes.0"),
    ],
)
def test_a_wrong_key_is_named_with_the_file(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        read_settings(with_toml(tmp_path, text))
    assert "toonseg.toml" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '[[classes]]\nname = "shoes"\n[[classes]]\nname = "Shoes"\n',
        '[[classes]]\nname = "shoes"\naliases = ["boots"]\n[[classes]]\nname = "boots"\n',
        '[[classes]]\nname = "shirt"\n[[classes]]\nname = "blouse"\n',
    ],
)
def test_two_classes_of_one_name_are_refused(title: Path, text: str) -> None:
    with pytest.raises(ToonsegError, match="are both called"):
        read_title(with_toml(title, text))


def test_a_title_is_read_with_its_classes(title: Path) -> None:
    labels = read_title(title)
    assert labels.classes == read_settings(title).class_list
    # A name is kept as it was written: it is for `toonseg check` to say that there is no such class.
    assert [one.cls for one in labels.instances] == ["boots", "shirt", "hat"]


def test_labels_come_home_under_the_classes_own_names(title: Path) -> None:
    instances = (
        Instance("신발", square(0, 0)),
        Instance("Dress Shirt", square(20, 20)),
        Instance("hat", square(30, 40)),
    )
    write_title(LabelSet((Picture("0001/000000.png", 50, 70, instances),)), title)
    home = read_labels(labels_file(EpisodeFolder(title, "0001")))
    assert [one.cls for one in home.instances] == ["shoes", "shirt", "hat"]


def test_coco_has_the_classes_by_their_order_and_gives_them_back(title: Path, tmp_path: Path) -> None:
    toonseg.convert(title, tmp_path / "a.json", "coco")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    # What no class is called is kept, after those there are.
    names = ["shoes", "shirt", "bag", "hat"]
    assert [(c["id"], c["name"]) for c in data["categories"]] == list(enumerate(names, 1))
    assert [one["category_id"] for one in data["annotations"]] == [1, 2, 4]


@pytest.mark.parametrize("to", [Format.PIXEL_FREE, Format.PARQUET])
def test_forms_of_our_own_keep_names_aliases_and_colours(title: Path, tmp_path: Path, to: Format) -> None:
    if to is Format.PARQUET:
        pytest.importorskip("pyarrow")
    out = tmp_path / ("a.json" if to is Format.PIXEL_FREE else "a")
    toonseg.convert(title, out, to)
    assert read(out).classes == read_settings(title).class_list
