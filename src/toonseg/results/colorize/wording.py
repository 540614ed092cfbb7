"""The prompt of a sample: who wears what, in plain English, from classes and colours alone.

Always the same words for the same labels and pixels. What the masks do not show is not said: no faces, no
places, no actions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toonseg.classes import EIGHT, InstanceClass
from toonseg.results.colours import Colour, Swatch, colour_name, oklab, rgb_of_oklab

NOTHING = "a webtoon panel"
"""The prompt of a cut in which nothing is labelled."""

_SECOND = 0.3
"""Share of an instance from which its second colour is named too."""

_NOUNS = {
    InstanceClass.DRESS_SHIRT: "dress shirt",
    InstanceClass.T_SHIRT: "T-shirt",
    InstanceClass.PANTS: "pants",
    InstanceClass.SKIRT: "skirt",
    InstanceClass.OUTER: "jacket",
    InstanceClass.TIE: "tie",
    InstanceClass.VEST: "vest",
}
_NEUTRAL = (0.02, 0.03)  # chroma of OKLab below which a warm colour, or a cool one, is grey
_CLEAR = 0.14
_COOL = (110.0, 350.0)  # hues of OKLab, degrees: from green to purple
_PLAIN = {
    "plum": "purple",
    "mauve": "light purple",
    "lavender": "light purple",
    "maroon": "dark red",
    "salmon": "pink",
    "dusty pink": "pink",
    "tan": "beige",
    "grey brown": "brown",
    "dark blue grey": "dark blue",
}
"""Names that a character's light and shade would go to and fro between; a prompt has the plainer one."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Worn:
    """What is known of an instance: its class, its colours (the largest first), whose it is."""

    cls: str
    palette: tuple[Swatch, ...]
    character: int | str | None = None


def prompt_of(worn: Sequence[Worn]) -> str:
    """The prompt of a cut.

    Instances of one character are one person. Those of nobody known are told together, as so many people as
    there is hair among them.
    """
    if not worn:
        return NOTHING
    people: dict[int | str | None, list[Worn]] = {}
    for one in worn:
        people.setdefault(one.character, []).append(one)
    return "; ".join(_people(items) for items in people.values())


def name_of(one: Worn) -> str:
    """The prompt of one instance alone: "brown hair", "a white dress shirt"."""
    return _coloured(one) if _is_hair(one) else _things([one])


def _people(worn: Sequence[Worn]) -> str:
    hair = [one for one in worn if _is_hair(one)]
    garments = [one for one in worn if not _is_hair(one)]
    count = len(hair)
    known = worn[0].character is not None
    who = "a person" if count < 2 or known else f"{_number(count)} people"
    if hair:
        colours = dict.fromkeys(_colours(one) for one in hair)
        who += f" with {_and([one for one in colours if one])} hair"
    if not garments:
        return who
    return f"{who}{',' if hair else ''} wearing {_things(garments)}"


def _things(garments: Sequence[Worn]) -> str:
    counts: dict[tuple[str, str], int] = {}
    for one in garments:
        key = (_coloured(one), _noun(one.cls))
        counts[key] = counts.get(key, 0) + 1
    return _and([_counted(phrase, noun, number) for (phrase, noun), number in counts.items()])


def _counted(phrase: str, noun: str, number: int) -> str:
    if noun.endswith("s") and not noun.endswith("ss"):
        return phrase
    if number > 1:
        return f"{_number(number)} {phrase}{'es' if noun.endswith(('s', 'x', 'ch', 'sh')) else 's'}"
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


def _coloured(one: Worn) -> str:
    return f"{_colours(one)} {_noun(one.cls)}".strip()


def _colours(one: Worn) -> str:
    shown = [swatch for place, swatch in enumerate(one.palette[:2]) if not place or swatch.share >= _SECOND]
    names = list(dict.fromkeys(_named(swatch.rgb) for swatch in shown))
    if len(names) == 2 and names[0].split()[-1] == names[1].split()[-1]:
        names = names[:1]  # purple and dark purple are light and shade
    if not _is_hair(one):
        names = ["light yellow" if name == "blond" else name for name in names]
    return " and ".join(names)


def _named(colour: Colour) -> str:
    name = colour_name(_clear(colour))
    return _PLAIN.get(name, name)


def _clear(colour: Colour) -> Colour:
    """A colour whose name is what people would call a drawn thing: by its hue, also where that is muted.

    Warm colours have names for it (brown, beige); blue, purple and green would be grey, so their chroma is
    taken twice, up to that of a clear colour. What has next to none is grey, not brown.
    """
    light, a, b = (float(value) for value in oklab(np.array(colour, np.uint8)))
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    cool = _COOL[0] < hue < _COOL[1]
    if chroma >= _NEUTRAL[cool] and not cool:
        return colour
    times = 0.0 if chroma < _NEUTRAL[cool] else max(1.0, min(2.0, _CLEAR / chroma))
    red, green, blue = rgb_of_oklab(np.array([light, a * times, b * times], np.float32)).tolist()
    return red, green, blue


def _noun(name: str) -> str:
    known = EIGHT.find(name)
    if known is None:
        return name
    return "hair" if known == InstanceClass.HAIR else _NOUNS[InstanceClass(known)]


def _is_hair(one: Worn) -> bool:
    return EIGHT.find(one.cls) == InstanceClass.HAIR


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _and(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + (words[-1] if words else "")
