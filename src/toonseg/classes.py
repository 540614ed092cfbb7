"""The eight classes: their index in every file of toonseg, their names, aliases and colours; and class lists.

>>> InstanceClass.T_SHIRT.label, InstanceClass.T_SHIRT.category
('T-shirt', 3)
>>> class_of("shirt")
<InstanceClass.DRESS_SHIRT: 1>

The eight are what toonseg draws and what its model knows. A data set may have others: a `ClassList`.

>>> EIGHT.find("T shirt"), EIGHT.find("shoes"), EIGHT.suggestion("shrt")
(2, None, 'dress-shirt')
"""

from __future__ import annotations

import colorsys
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from toonseg.errors import UsageError


class InstanceClass(IntEnum):
    """The eight classes, by their index in every file of toonseg."""

    HAIR = 0
    DRESS_SHIRT = 1
    T_SHIRT = 2
    PANTS = 3
    SKIRT = 4
    OUTER = 5
    TIE = 6
    VEST = 7

    @property
    def label(self) -> str:
        """The class's name in files and in print."""
        return _LABELS[self]

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names under which the class is read, but never written."""
        return _ALIASES[self]

    @property
    def colour(self) -> tuple[int, int, int]:
        """RGB, 0..255, in which the class is shown; the eight differ in lightness as well as in hue."""
        return _COLOURS[self]

    @property
    def category(self) -> int:
        """The class's COCO category id, 1..8."""
        return int(self) + 1


_LABELS = ("hair", "dress-shirt", "T-shirt", "pants", "skirt", "outer", "tie", "vest")
_ALIASES: tuple[tuple[str, ...], ...] = (
    (),
    ("shirt", "dress shirt", "blouse"),
    ("tshirt", "tee"),
    ("trousers",),
    (),
    ("outerwear", "jacket", "coat"),
    ("necktie",),
    ("waistcoat",),
)
# After Okabe and Ito's palette for readers who see few colours, brightened where ink would hide them.
_COLOURS = (
    (230, 60, 90),
    (86, 180, 233),
    (240, 228, 66),
    (0, 114, 178),
    (204, 121, 200),
    (0, 158, 115),
    (213, 94, 0),
    (150, 110, 240),
)


def class_of(name: str) -> InstanceClass:
    """The class called `name`, by its name or an alias; letter case, blanks, - and _ make no difference.

    Raises:
        UsageError: No class is called so.
    """
    found = _BY_NAME.get(_plain(name))
    if found is None:
        choices = ", ".join(_LABELS)
        raise UsageError("class", f"'{name}' is none of the eight classes", f"Choose one of: {choices}.")
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


_BY_NAME = {_plain(name): cls for cls in InstanceClass for name in (cls.label, *cls.aliases)}


@dataclass(frozen=True)
class ClassInfo:
    """A class of a data set: its name, other names under which it is read, and its RGB colour, 0..255."""

    name: str
    aliases: tuple[str, ...] = ()
    colour: tuple[int, int, int] = (128, 128, 128)


@dataclass(frozen=True)
class ClassList:
    """The classes of a data set, in the order of their indices 0, 1, ...; COCO's category is the index + 1.

    Raises:
        UsageError: Two classes share a name or an alias.
    """

    classes: tuple[ClassInfo, ...]

    def __post_init__(self) -> None:
        taken: dict[str, str] = {}
        for info in self.classes:
            for name in dict.fromkeys(_plain(name) for name in (info.name, *info.aliases)):
                if name in taken:
                    problem = f"'{info.name}' and '{taken[name]}' are both called '{name}'"
                    raise UsageError("classes", problem, "Give each class names of its own.")
                taken[name] = info.name

    @classmethod
    def of(cls, names: Iterable[str]) -> ClassList:
        """Classes by name; those of the eight keep their aliases and colours, others get a colour."""
        return cls(tuple(_info(name, place) for place, name in enumerate(names)))

    def __len__(self) -> int:
        return len(self.classes)

    def __iter__(self) -> Iterator[ClassInfo]:
        return iter(self.classes)

    def __getitem__(self, index: int) -> ClassInfo:
        return self.classes[index]

    @property
    def names(self) -> tuple[str, ...]:
        """The names, by index."""
        return tuple(info.name for info in self.classes)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {_plain(n): k for k, info in enumerate(self.classes) for n in (info.name, *info.aliases)}

    def find(self, name: str) -> int | None:
        """The index of the class called `name`, by its name or an alias; None if there is none."""
        return self._places.get(_plain(name))

    def index(self, name: str) -> int:
        """The index of the class called `name`. Raises UsageError if no class is called so."""
        found = self.find(name)
        if found is None:
            raise UsageError(
                "class", f"'{name}' is no class here", f"Choose one of: {', '.join(self.names)}."
            )
        return found

    def suggestion(self, name: str) -> str | None:
        """The class whose name or alias is most like a misspelt one, if any is."""
        close = difflib.get_close_matches(_plain(name), self._places, n=1, cutoff=0.7)
        return self.classes[self._places[close[0]]].name if close else None


def _info(name: str, place: int) -> ClassInfo:
    known = _BY_NAME.get(_plain(name))
    if known is not None:
        aliases = tuple(dict.fromkeys(alias for alias in (known.label, *known.aliases) if alias != name))
        return ClassInfo(name, aliases, known.colour)
    hue = (0.07 + place * 0.618034) % 1.0  # the golden ratio: neighbours differ, however many there are
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.75, 0.9)
    return ClassInfo(name, (), (round(red * 255), round(green * 255), round(blue * 255)))


EIGHT = ClassList(tuple(ClassInfo(c.label, c.aliases, c.colour) for c in InstanceClass))
"""The eight classes as a list: what a data set has unless it says otherwise."""
