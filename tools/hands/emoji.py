"""People of emoji sets, whose shapes have no names: what each shape is stands in emoji_labels.json.

The file holds, per hand and emoji, the numbers of the shapes of every class as ranges ("0-2,5"), counted from
0 in the order of drawing, as they were told on contact sheets. Shapes that are not listed are none of ours.
An emoji in another tone of skin is used where the file has it, or where its labelled shapes are the same as
those of the yellow one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from .colours import cloth_colour, hair_colour
from .emoji_colours import recolour
from .figure import LINE_WIDTH, LINES, Drawing, placed
from .layers import CLASS, SVG, Shape, outline, read_figure, shapes_of
from .styles import Hand

LABELS = Path(__file__).with_name("emoji_labels.json")
SKIN = ("light", "medium-light", "medium", "medium-dark", "dark")
TONES = (*SKIN, *(f"{tone}-skin-tone" for tone in SKIN))
TONE = re.compile(r"(?<=[a-z])-(?:medium-)?(?:light|medium|dark)(?:-skin-tone)?$")
"""How names end that say a tone."""
YELLOW = 0.2
"""The share of figures in the yellow of emoji instead of a tone of skin."""
RECOLOURED = 0.5
"""The share of figures with colours other than those of the set."""
PAINT = {"fill", "stroke", "opacity", "fill-opacity", "stroke-opacity", "filter", "style", "id"}
"""What may differ between the tones of a shape."""
LEGS = ("pants", "skirt")
HAIR_LIKE_SKIN = {"fluent"}
"""Hands whose yellow people have hair of the yellow of their skin: theirs always gets another colour."""
USUAL = {"hair", "T-shirt"}
"""People with other classes than these are drawn twice as often as those without."""

Labels = Mapping[str, list[int]]
"""Class -> numbers of shapes."""


@dataclass(frozen=True)
class Emoji:
    """A person of a set: the picture as SVG and its labels."""

    svg: str
    labels: Labels

    @property
    def whole(self) -> bool:
        """Whether legs are drawn."""
        return any(name in self.labels for name in LEGS)


def emoji_figures(hand: Hand, count: int, packages: Path, rng: np.random.Generator) -> list[Drawing]:
    """Figures of one emoji set, each of some person of it, in colours of its own half of the time.

    Args:
        hand: Whose.
        count: How many are drawn.
        packages: The folder with node_modules.
        rng: Draws persons, tones, colours, lines, sides.

    Raises:
        FileNotFoundError: The package of the set is not there.
        ValueError: The package is of another version: a labelled shape is missing.
    """
    icons = json.loads((packages / "node_modules" / package_of(hand) / "icons.json").read_bytes())
    people = people_of(icons, read_labels(hand.name))
    weights = np.array([1.0 if tones[0].labels.keys() <= USUAL else 2.0 for tones in people])
    chosen = rng.choice(len(people), size=count, p=weights / weights.sum())
    return [_drawing(people[number], hand, rng) for number in chosen]


def read_labels(hand: str) -> dict[str, Labels]:
    """What is known of one hand's emoji: name -> class -> numbers of shapes."""
    return {
        name: {cls: numbers_in(ranges) for cls, ranges in labels.items()}
        for name, labels in json.loads(LABELS.read_bytes())[hand].items()
    }


def numbers_in(ranges: str) -> list[int]:
    """The numbers in "0-2,5": 0, 1, 2, 5."""
    ends = [part.partition("-") for part in ranges.split(",")]
    return [number for first, _, last in ends for number in range(int(first), int(last or first) + 1)]


def package_of(hand: Hand) -> str:
    """The name of the hand's package without its version."""
    return hand.package.rpartition("@")[0]


def people_of(icons: Mapping[str, Any], labels: Mapping[str, Labels]) -> list[list[Emoji]]:
    """The people of an Iconify set, each in all its tones: first as labelled, in yellow.

    Raises:
        ValueError: A labelled shape is missing.
    """
    people = []
    for name in (name for name in labels if without_tone(name) not in labels):
        first = _emoji(icons, name, labels[name])
        shapes = shapes_of(read_figure(first.svg))
        tones = [first]
        for variant in (f"{name}-{tone}" for tone in TONES):
            if variant in labels:
                tones.append(_emoji(icons, variant, labels[variant]))
            elif variant in icons["icons"]:
                svg = svg_of(icons, variant)
                if alike(shapes, shapes_of(read_figure(svg)), first.labels):
                    tones.append(Emoji(svg, first.labels))
        people.append(tones)
    return people


def without_tone(name: str) -> str:
    """The name of the yellow person; "" if it is this."""
    found = TONE.search(name)
    return name[: found.start()] if found else ""


def _emoji(icons: Mapping[str, Any], name: str, labels: Labels) -> Emoji:
    svg = svg_of(icons, name)
    count = len(shapes_of(read_figure(svg)))
    if max(number for numbers in labels.values() for number in numbers) >= count:
        raise ValueError(f"{name} has {count} shapes only: is the package of another version?")
    return Emoji(svg, labels)


def alike(one: list[Shape], other: list[Shape], labels: Labels) -> bool:
    """Whether two emoji have as many shapes, and those that have a class are the same but for their paint."""
    return len(one) == len(other) and all(
        _geometry(one[number]) == _geometry(other[number])
        for numbers in labels.values()
        for number in numbers
    )


def _geometry(shape: Shape) -> tuple[str, dict[str, str]]:
    element = shape.element
    return element.tag, {name: value for name, value in element.attrib.items() if name not in PAINT}


def svg_of(icons: Mapping[str, Any], name: str) -> str:
    """An icon of an Iconify set as SVG, cut off at its canvas as it is where it is shown."""
    icon = icons["icons"][name]
    width, height = (icon.get(side, icons.get(side, 16)) for side in ("width", "height"))
    return (
        f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
        f'<clipPath id="canvas"><rect width="{width}" height="{height}"/></clipPath>'
        f'<g clip-path="url(#canvas)">{icon["body"]}</g></svg>'
    )


def _drawing(tones: list[Emoji], hand: Hand, rng: np.random.Generator) -> Drawing:
    yellow = len(tones) == 1 or rng.random() < YELLOW
    emoji = tones[0] if yellow else tones[1 + int(rng.integers(len(tones) - 1))]
    root = read_figure(emoji.svg)
    label(root, emoji.labels)
    colours = {name: hair_colour(rng) if name == "hair" else cloth_colour(rng) for name in emoji.labels}
    if rng.random() < RECOLOURED:
        recolour(root, colours)
    elif yellow and hand.name in HAIR_LIKE_SKIN:
        recolour(root, {name: colour for name, colour in colours.items() if name == "hair"})
    if rng.random() < hand.outlined:
        outline(root, str(rng.choice(LINES)), float(rng.uniform(*LINE_WIDTH)))
    return placed(root, None if emoji.whole else hand.bottom, rng)


def label(root: ElementTree.Element, labels: Labels) -> None:
    """Write the classes of an emoji's shapes into its tree."""
    shapes = shapes_of(root)
    for name, numbers in labels.items():
        for number in numbers:
            shapes[number].element.set(CLASS, name)
