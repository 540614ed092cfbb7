"""What is recoloured and into what, over all pictures at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Origin, Picture
from toonseg.annotations.masks import Mask
from toonseg.classes import EIGHT
from toonseg.errors import SettingsError, UsageError
from toonseg.model.pixels import pixels_of
from toonseg.results.masked import Masked, masked
from toonseg.results.palettes.file import PaletteFile, read_palette
from toonseg.results.palettes.looks import Look, Shade, look_at
from toonseg.results.recolor.plan import Chosen, planned
from toonseg.results.recolor.shift import Shift

PURPLE, GREEN = (122, 59, 159), (42, 157, 122)


def looks(found: Masked) -> dict[str, tuple[Look, ...]]:
    def of(picture: Picture) -> tuple[Look, ...]:
        pixels = pixels_of(picture)
        return tuple(look_at(pixels, one) for one in picture.instances)

    return {picture.file: of(picture) for picture in found.pictures}


def shifts(path: Path, chosen: Chosen, only: tuple[str, ...] = ()) -> dict[tuple[str, str, str], Shift]:
    """The shifts by picture, class, and what hair or shirt it is: told by where it lies."""
    found = masked(path, only=only)
    plan = planned(found.pictures, looks(found), chosen, found.labels.classes)
    return {
        (picture.file, one.cls, "mina" if one.box[0] < 60 else "joon"): part.shift
        for picture in found.pictures
        for part in plan.get(picture.file, ())
        for one in [picture.instances[part.place]]
    }


@pytest.mark.parametrize("fixture", ["labels", "unnamed"])
def test_hair_of_one_is_changed_alike_in_all_pictures(fixture: str, request: pytest.FixtureRequest) -> None:
    found = shifts(request.getfixturevalue(fixture), Chosen(PURPLE), ("hair",))
    assert len(found) == 7
    assert {cls for _, cls, _ in found} == {"hair"}
    for name in ("mina", "joon"):
        assert len({shift for (_, _, who), shift in found.items() if who == name}) == 1
    assert len(set(found.values())) == 2
    assert {shift.wanted for shift in found.values()} == {PURPLE}


def test_the_base_is_the_colour_that_is_drawn(labels: Path) -> None:
    bases = {who: shift.base for (_, _, who), shift in shifts(labels, Chosen(PURPLE), ("hair",)).items()}
    assert max(abs(a - b) for a, b in zip(bases["mina"], (150, 70, 40), strict=True)) <= 2
    assert max(abs(a - b) for a, b in zip(bases["joon"], (60, 110, 60), strict=True)) <= 2


def test_a_character_of_another_title_is_somebody_else() -> None:
    hair = Instance("hair", Mask.of_pixels(np.ones((8, 8), bool)), character=1)
    cuts = [
        Picture(f"{title}/1.png", 8, 8, (hair,), origin=Origin(title, "0001", "1", (0, 0, 8, 8)))
        for title in ("rain", "snow", "snow")
    ]
    cuts[2] = replace(cuts[2], file="snow/2.png")
    colours = [(150, 70, 40), (152, 76, 46), (152, 76, 46)]
    seen = {cut.file: ((Shade(rgb, 1.0),),) for cut, rgb in zip(cuts, colours, strict=True)}
    plan = planned(cuts, seen, Chosen(PURPLE), EIGHT)
    assert [plan[cut.file][0].shift.base for cut in cuts] == colours


def test_one_character_or_one_instance(labels: Path) -> None:
    assert {who for *_, who in shifts(labels, Chosen(PURPLE, characters=("joon",)))} == {"joon"}
    (key,) = shifts(labels, Chosen(PURPLE, instances=(3,)))
    assert key == ("0001/000000.png", "hair", "joon")


def test_a_palette_by_character_and_by_class(labels: Path) -> None:
    palette = PaletteFile(
        classes={"shirt": "#2a9d7a"}, characters={"mina": {"hair": "#7a3b9f", "dress-shirt": "#7a3b9f"}}
    )
    found = shifts(labels, Chosen(palette=palette))
    wanted = {(cls, who): shift.wanted for (_, cls, who), shift in found.items()}
    assert wanted == {
        ("hair", "mina"): PURPLE, ("dress-shirt", "mina"): PURPLE, ("dress-shirt", "joon"): GREEN,
    }  # fmt: skip


def test_a_palette_finds_unnamed_characters_by_their_colours(unnamed: Path) -> None:
    hair = {"was": "#3c6e3c", "becomes": "#7a3b9f"}
    palette = PaletteFile.model_validate(
        {"characters": {"A": {"hair": hair}, "B": {"hair": {"was": "#96462a", "becomes": "#96462a"}}}}
    )
    found = shifts(unnamed, Chosen(palette=palette))
    assert {(cls, who) for _, cls, who in found} == {("hair", "joon")}
    assert {shift.base for shift in found.values()} == {(0x3C, 0x6E, 0x3C)}


def test_a_palette_sees_the_hair_of_those_whose_clothes_alone_are_wanted(unnamed: Path) -> None:
    hair = {"was": "#3c6e3c", "becomes": "#7a3b9f"}
    palette = PaletteFile.model_validate({"characters": {"A": {"hair": hair, "shirt": "#2a9d7a"}}})
    found = shifts(unnamed, Chosen(palette=palette, only=("shirt",)))
    assert {(cls, who) for _, cls, who in found} == {("dress-shirt", "joon")}
    assert {shift.wanted for shift in found.values()} == {GREEN}


def test_clothes_of_another_colour_than_the_palette_tells_are_others(labels: Path) -> None:
    blue, grey = {"was": "#465aaa", "becomes": "#2a9d7a"}, {"was": "#d2d2d7", "becomes": "#7a3b9f"}
    palette = PaletteFile.model_validate(
        {"characters": {"joon": {"shirt": grey}, "mina": {"shirt": [blue, grey]}}}
    )
    found = shifts(labels, Chosen(palette=palette))
    assert {(who, shift.wanted) for (_, _, who), shift in found.items()} == {("mina", PURPLE)}


def test_a_class_that_there_is_not(labels: Path) -> None:
    with pytest.raises(UsageError, match=r"'characters\.mina\.hat' names no class"):
        shifts(labels, Chosen(palette=PaletteFile(characters={"mina": {"hat": "#123456"}})))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[characters.mina]\nhair = "purplish"', "characters.mina.hair"),
        ('[classes]\nhair = { was = "#123456" }', "classes.hair"),
        ('colours = "#123456"', "colours"),
        ("[classes\n", "cannot be read"),
    ],
)
def test_a_palette_that_is_none_names_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "character.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=key) as caught:
        read_palette(path)
    assert caught.value.subject == str(path)
