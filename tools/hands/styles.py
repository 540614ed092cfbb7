"""The hands: packages of drawn people, their licences, and what their parts are.

Rules name parts as "group" or "group:variant". A rule that is a list speaks of the shapes of the part one by
one, in the order of drawing; its last entry holds for all further shapes. Variants in `skip` are not used:
hats, headbands and flowers that are one drawing with the hair, garments without a class, and those whose
class cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import options
from .layers import Rule

Options = Callable[[np.random.Generator], dict[str, Any]]
Recolour = Callable[[np.random.Generator], dict[str, dict[str, str]]]
Tints = Callable[[np.random.Generator], dict[str, str]]


@dataclass(frozen=True)
class Hand:
    """One artist's kit.

    Attributes:
        name: What the set is called.
        package: The package and version it comes from.
        kit: Which of the kits of figures.mjs draws it.
        licence: Of the drawings.
        rules: Part or group -> class(es); parts without a rule are none of ours.
        options: Draws the options of one figure.
        skip: Variants that are not used, as "group:variant".
        recolour: Draws, for kits without colours of their own, group -> {fill in the file: fill instead}.
        tints: Draws, likewise, class -> colour.
        outlined: The share of figures that get lines around their shapes, for kits without lines.
        alone: Whether the package is fetched without what it depends on, which drawing does not need.
        bottom: Below which share of the kit's canvas a figure is cut off; None: nowhere.
        test: Whether the hand is held out for testing.
    """

    name: str
    package: str
    kit: str
    licence: str
    rules: Mapping[str, Rule]
    options: Options
    skip: tuple[str, ...] = ()
    recolour: Recolour | None = None
    tints: Tints | None = None
    outlined: float = 0.0
    alone: bool = False
    bottom: float | None = 1.0
    test: bool = False


def _variants(group: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{group}:{name}" for name in names)


def _numbers(group: str, *numbers: int) -> tuple[str, ...]:
    return tuple(f"{group}:variant{number:02d}" for number in numbers)


_SKIN_OF_BIGHEADS: dict[str, str | None] = {"#a10003": None, "#a10004": None}


_CC_BY = "CC BY 4.0"
_CC0 = "CC0 1.0"
CLIP_ART = "openclipart-svg"
"""The Debian package that `fetch` gets beside those of the hands; people_labels.json says what it shows."""


def _emoji(name: str, package: str, licence: str, outlined: float = 1 / 3) -> Hand:
    """A set of emoji: emoji_labels.json says what its shapes are."""
    return Hand(name, package, "emoji", licence, {}, lambda _: {}, outlined=outlined)


HANDS = (
    Hand("lorelei", "@dicebear/lorelei@9.4.3", "dicebear", _CC0, {"hair": "hair"}, options.lorelei),
    Hand(
        "adventurer",
        "@dicebear/adventurer@9.4.3",
        "dicebear",
        _CC_BY,
        {"hair": "hair"},
        options.adventurer,
        skip=_variants("hair", "long03", "long08", "long18", "short19"),
        bottom=None,
    ),
    Hand(
        "notionists",
        "@dicebear/notionists@9.4.3",
        "dicebear",
        _CC0,
        {
            "hair": "hair",
            "body:variant09": ["outer", "T-shirt", "outer"],
            "body:variant10": ["outer", "outer", "T-shirt", "outer"],
            "body:variant23": "outer",
            "body:variant24": "outer",
            "body:variant25": "dress-shirt",
        },
        options.notionists,
        skip=_numbers("hair", 8, 14, 26, 32, 42, 45, 46, 61, 62, 63)
        + _variants("hair", "hat")
        + _numbers("body", *range(1, 9), *range(11, 23)),
        recolour=options.notionists_paint,
    ),
    Hand(
        "toon-head",
        "@dicebear/toon-head@9.4.3",
        "dicebear",
        _CC_BY,
        {
            "hair": "hair",
            "rearHair": "hair",
            "clothes:turtleNeck": "T-shirt",
            "clothes:tShirt": "T-shirt",
            "clothes:shirt": ["dress-shirt", "dress-shirt", "T-shirt"],
            "clothes:openJacket": ["T-shirt", "T-shirt", "outer"],
        },
        options.toon_head,
        skip=_variants("clothes", "dress"),
        bottom=1.12,
    ),
    Hand(
        "avataaars",
        "@dicebear/avataaars@9.4.3",
        "dicebear",
        "free for personal and commercial use",
        {
            "top": "hair",
            "clothing:blazerAndShirt": ["T-shirt", "T-shirt", "outer"],
            "clothing:blazerAndSweater": ["T-shirt", "outer", "outer", "dress-shirt", "outer"],
            "clothing:collarAndSweater": ["T-shirt", "dress-shirt"],
            "clothing:graphicShirt": "T-shirt",
            "clothing:hoodie": "outer",
            "clothing:shirtCrewNeck": "T-shirt",
            "clothing:shirtScoopNeck": "T-shirt",
            "clothing:shirtVNeck": "T-shirt",
            "clothingGraphic": "T-shirt",
        },
        options.avataaars,
        skip=_variants("top", "hat", "hijab", "turban", "winterHat1", "winterHat02", "winterHat03")
        + _variants("top", "winterHat04", "frida", "froBand")
        + _variants("clothing", "overall"),
        outlined=0.5,
    ),
    Hand(
        "personas",
        "@dicebear/personas@9.4.3",
        "dicebear",
        _CC_BY,
        {"hair": "hair", "body": "T-shirt"},
        options.personas,
        skip=_variants(
            "hair", "cap", "beanie", "curlyBun", "straightBun", "bunUndercut", "sideShave", "buzzcut"
        )
        + _variants("hair", "fade", "bald")
        + _variants("body", "small"),
        outlined=0.5,
    ),
    Hand(
        "miniavs",
        "@dicebear/miniavs@9.4.3",
        "dicebear",
        _CC_BY,
        {"hair": "hair", "body": "T-shirt"},
        options.miniavs,
        skip=_variants("hair", "balndess", "ponyTail") + _variants("body", "golf"),
        outlined=0.5,
    ),
    Hand(
        "big-smile",
        "@dicebear/big-smile@9.4.3",
        "dicebear",
        _CC_BY,
        {"hair": "hair"},
        options.big_smile,
        skip=_variants("hair", "mohawk"),
        outlined=0.5,
        bottom=None,
    ),
    Hand(
        "big-ears",
        "@dicebear/big-ears@9.4.3",
        "dicebear",
        _CC_BY,
        {"hair": "hair", "frontHair": "hair", "sideburn": "hair"},
        options.big_ears,
        bottom=None,
    ),
    Hand(
        "humaaans",
        "humaaans@1.7.0",
        "humaaans",
        "CC BY 4.0 (code: MIT)",
        {
            "head": {"#191847": "hair"},
            "torso:Hoodie": [None, "outer", "T-shirt", "outer"],
            "torso:Jacket": [None, "outer", "T-shirt", "outer"],
            "torso:Jacket2": [None, "outer", "T-shirt", "outer"],
            "torso:LabCoat": [None, "outer", "T-shirt", "outer"],
            "torso:LongSleeve": [None, "T-shirt"],
            "torso:PointingForward": [None, "T-shirt"],
            "torso:PointingUp": [None, "outer", "T-shirt", "outer"],
            "torso:Pregnant": ["T-shirt", None, "T-shirt"],
            "torso:TrenchCoat": [None, "outer", "T-shirt", "outer"],
            "torso:TurtleNeck": [None, "T-shirt"],
            "standing:BaggyPants": [None, None, None, None, "pants"],
            "standing:Jogging": [None, None, "pants", None, "pants", None],
            "standing:Shorts": [None, None, None, None, "pants"],
            "standing:SkinnyJeans": ["pants", "pants", None],
            "standing:SkinnyJeansWalk": ["pants", "pants", None],
            "standing:Skirt": ["skirt", None, None, None, None, "skirt"],
            "standing:Sprint": [None, "pants", None, None, None, "pants"],
            "standing:SweatPants": [None, None, "pants", "pants", None],
            "sitting:BaggyPants": [None, None, "pants", None, None, None, "pants"],
            "sitting:SkinnyJeans": [None, None, None, "pants", None, None, "pants"],
            "sitting:SweatPants": [None, None, "pants", "pants", None],
            "sitting:Wheelchair": [None, "pants", "pants", None],
        },
        options.humaaans,
        recolour=options.humaaans_paint,
        tints=options.humaaans_tints,
        outlined=0.5,
        alone=True,
        bottom=None,
    ),
    Hand(
        "faces",
        "facesjs@5.0.3",
        "faces",
        "Apache-2.0",
        {"hair": "hair", "hairBg": "hair", "jersey": "T-shirt"},
        options.faces,
        skip=_variants(
            "hair", "bald", "short-bald", "cornrows", "dreads", "blowoutFade", "crop-fade", "crop-fade2"
        )
        + _variants(
            "hair", "curlyFade1", "curlyFade2", "fauxhawk-fade", "short-fade", "short-fade-2", "tall-fade"
        )
        + _variants("jersey", "baseball", "baseball2", "baseball3", "baseball4", "football5"),
    ),
    Hand("clipart", CLIP_ART, "people", "public domain", {}, lambda _: {}),
    _emoji("noto", "@iconify-json/noto@1.2.9", "Apache-2.0"),
    _emoji("twemoji", "@iconify-json/twemoji@1.2.5", _CC_BY),
    _emoji("fluent", "@iconify-json/fluent-emoji@1.2.7", "MIT"),
    _emoji("emojione", "@iconify-json/emojione@1.2.3", _CC_BY),
    _emoji("streamline", "@iconify-json/streamline-emojis@1.2.4", _CC_BY, outlined=0),
    Hand(
        "micah",
        "@dicebear/micah@9.4.3",
        "dicebear",
        _CC_BY,
        {"hair": "hair", "shirt:open": "T-shirt", "shirt:crew": "T-shirt", "shirt:collared": "dress-shirt"},
        options.micah,
        skip=_variants("hair", "turban", "mrClean", "dougFunny", "mrT"),
        test=True,
    ),
    Hand(
        "bigheads",
        "@bigheads/core@0.3.3",
        "bigheads",
        "MIT",
        {
            "hair": "hair",
            "clothing": {"*": "T-shirt", **_SKIN_OF_BIGHEADS},
            "clothing:dressShirt": {"*": "dress-shirt", "#a10005": "tie", **_SKIN_OF_BIGHEADS},
        },
        options.bigheads,
        recolour=options.bigheads_paint,
        test=True,
    ),
    Hand("open-peeps", "react-peeps@0.1.10", "peeps", "CC0 1.0 (code: MIT)", {}, lambda _: {}, test=True),
)
