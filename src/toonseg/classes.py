"""The eight classes: their index in every file of toonseg, their names, aliases and colours.

>>> InstanceClass.T_SHIRT.label, InstanceClass.T_SHIRT.category
('T-shirt', 3)
>>> class_of("shirt")
<InstanceClass.DRESS_SHIRT: 1>
"""

from __future__ import annotations

import re
from enum import IntEnum

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
