"""character.toml: which colours characters and classes have, and which they shall get."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from toonseg.errors import UsageError
from toonseg.results.colours import Colour, colour_of
from toonseg.workspace import FileModel, read_toml, write_text


def _is_colour(text: str) -> str:
    try:
        colour_of(text)
    except UsageError as error:
        raise ValueError(f"{error.problem}: {error.remedy}") from error
    return text


ColourText = Annotated[str, AfterValidator(_is_colour)]


class Change(FileModel):
    """A colour that something has, and the one that it gets; where both are the same it stays."""

    was: ColourText
    becomes: ColourText


Wish = ColourText | Change | tuple[Change, ...]
Colours = dict[str, Wish]


class PaletteFile(FileModel):
    """What `toonseg palette --toml` writes and `toonseg recolor --palette` reads.

    Attributes:
        title: Of what it is.
        rights: Whose the title is.
        classes: What every instance of a class gets, unless its character has a colour of its own.
        characters: The same by character: names or numbers as labels give them. Where labels give none, those
            whose colours were told (`was`) are found by them.
    """

    version: Literal[1] = 1
    title: str = ""
    rights: str = ""
    classes: Colours = Field(default_factory=dict)
    characters: dict[str, Colours] = Field(default_factory=dict)


def read_palette(path: Path) -> PaletteFile:
    """Read a palette. Raises SettingsError that names the file and the key."""
    return read_toml(path, PaletteFile)


def changes_of(wish: Wish) -> tuple[tuple[Colour | None, Colour], ...]:
    """What the palette says of a class: what it was, if it tells that, and what it becomes."""
    if isinstance(wish, str):
        return ((None, colour_of(wish)),)
    several = (wish,) if isinstance(wish, Change) else wish
    return tuple((colour_of(one.was), colour_of(one.becomes)) for one in several)


def write_palette(path: Path, palette: PaletteFile, notes: Mapping[str, str]) -> None:
    """Write a palette as TOML, with what is to be said of each character as a comment.

    Raises:
        UsageError: There is another file already, which somebody may have worked on.
        WriteError: It cannot be written.
    """
    lines = [
        "# Colours of a title. Put other colours behind `becomes`, then:",
        f"#     toonseg recolor TITLE --palette {path.name}",
        f"version = {palette.version}",
        f"title = {_text(palette.title)}",
        f"rights = {_text(palette.rights)}",
    ]
    if palette.classes:
        lines += ["", "[classes]", *_entries(palette.classes)]
    for name, colours in palette.characters.items():
        note = notes.get(name, "")
        lines += ["", *([f"# {note}"] if note else []), f"[characters.{_key(name)}]", *_entries(colours)]
    text = "\n".join(lines) + "\n"
    if path.exists() and path.read_bytes() != text.encode("utf-8"):
        raise UsageError(path, "is there already, and is another palette", "Name another file, or remove it.")
    write_text(path, text)


def _entries(colours: Colours) -> list[str]:
    return [f"{_key(name)} = {_value(wish)}" for name, wish in colours.items()]


def _value(wish: Wish) -> str:
    if isinstance(wish, str):
        return _text(wish)
    if isinstance(wish, Change):
        return f"{{ was = {_text(wish.was)}, becomes = {_text(wish.becomes)} }}"
    return "[\n" + "".join(f"    {_value(one)},\n" for one in wish) + "]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(text: str) -> str:
    # A string of JSON is one of TOML.
    return json.dumps(text, ensure_ascii=False)
