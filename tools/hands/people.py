"""People of Debian's openclipart-svg: drawings by many hands, labelled shape by shape.

`people_labels.json` says of every picture used which of its shapes are hair or a garment, and of whom:

    {"people/a.svg": {"sha256": "...", "shapes": {"hair": ["0-3", 7], "T-shirt#2": [9]}, "lines": [12]}}

A shape's number is its place in the order of drawing, as `layers.shapes_of` gives it for a file read by
`people_shapes.read_picture`. "T-shirt#2" is the second person's. `lines` are shapes that hold the outlines of
several things at once: they are left out of the map, and their pixels go to the nearest shape. Shapes
`left_out` are not drawn at all: people who cannot be labelled, specks beside the figure. `bust` says that the
figure ends below in a straight line.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cv2
import numpy as np
from numpy.typing import NDArray

from .colours import cloth_colour, hair_colour
from .drawing import Figure, spread
from .emoji_colours import recolour
from .figure import placed
from .layers import CLASS, CLASS_NAMES, class_map, classes_of, draw, shapes_of
from .people_shapes import read_picture

LABELS = Path(__file__).with_name("people_labels.json")
PERSON = "data-person"
LINES = "data-lines"
LEFT_OUT = "data-left-out"
RECOLOURED = 0.5
"""The share of figures in other colours than the artist's."""
LINE = 0.008
"""Half the width of a line, as a share of the picture's longer side: what of a line is farther from a shape
is nobody's."""


@dataclass(frozen=True)
class Labels:
    """What the shapes of a picture are: by number "hair", "T-shirt#2", ...; which are lines or not drawn."""

    classes: dict[int, str]
    lines: frozenset[int]
    left_out: frozenset[int]
    bust: bool


@dataclass(frozen=True)
class People:
    """A picture of people as vectors, with maps of its classes and, of several people, of who is who."""

    picture: ElementTree.Element
    classes: ElementTree.Element
    persons: ElementTree.Element | None
    ratio: float
    whole: bool

    def at(self, width: int) -> Figure:
        """The picture at a width in pixels; classes of the second person are numbered from 9, and so on."""
        shown = draw(self.picture, width)
        mapped = draw(self.classes, width, crisp=True)
        classes = classes_of(mapped)
        if self.persons is not None:
            person = classes_of(draw(self.persons, width, crisp=True))
            classes = np.where(
                classes > 0, classes + len(CLASS_NAMES) * (np.maximum(person, 1) - 1), 0
            ).astype(np.uint8)
        filled = fill_lines(classes, mapped[..., 3] > 127, shown[..., 3] > 127, LINE * max(shown.shape[:2]))
        return Figure(shown, filled)


def fill_lines(
    classes: NDArray[np.uint8], drawn: NDArray[np.bool_], shown: NDArray[np.bool_], reach: float
) -> NDArray[np.uint8]:
    """The classes of all that is shown, where lines are left out of the map.

    Args:
        classes: HW, 0 none.
        drawn: HW, what the map says something of.
        shown: HW, what the picture shows.
        reach: How far from what is drawn a line still belongs to it, in pixels.

    Returns:
        HW uint8: 0 where nothing is shown or nothing near is drawn.
    """
    nearest = spread(np.where(drawn, classes + 1, 0).astype(np.uint8))
    far = cv2.distanceTransform((~drawn).astype(np.uint8), cv2.DIST_L2, 5) > max(reach, 1.5)
    return np.where(shown & ~far & (nearest > 0), nearest.astype(np.int16) - 1, 0).astype(np.uint8)


def read_labels(path: Path = LABELS) -> dict[str, tuple[str, Labels]]:
    """File below the package's `svg` folder -> (SHA-256 of the file, its labels)."""
    entries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {name: (entry["sha256"], labels_of(entry)) for name, entry in entries.items()}


def labels_of(entry: dict[str, Any]) -> Labels:
    """One entry of the file; raises ValueError where a class is none of ours or a shape is labelled twice."""
    classes: dict[int, str] = {}
    for key, listed in entry["shapes"].items():
        if key.partition("#")[0] not in CLASS_NAMES:
            raise ValueError(f"{key} is none of {', '.join(CLASS_NAMES)}")
        for number in numbers(listed):
            if number in classes:
                raise ValueError(f"shape {number} is {classes[number]} and {key}")
            classes[number] = key
    lines, left_out = (frozenset(numbers(entry.get(key, []))) for key in ("lines", "left_out"))
    return Labels(classes, lines, left_out, bool(entry.get("bust", False)))


def numbers(listed: Sequence[int | str]) -> list[int]:
    """[1, "3-5"] -> [1, 3, 4, 5]."""
    found: list[int] = []
    for one in listed:
        first, _, last = str(one).partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def people(count: int, folder: Path, rng: np.random.Generator) -> list[People]:
    """Pictures of people, each as often as the others, half of them in other colours.

    Args:
        count: How many.
        folder: The package's `svg` folder.
        rng: Draws pictures, colours, sides.

    Raises:
        OSError: A file is missing.
        ValueError: A file is not the one that was labelled.
    """
    known = read_labels()
    names = sorted(known)
    order = [names[k] for _ in range(count // len(names) + 1) for k in rng.permutation(len(names))]
    drawn = []
    for name in order[:count]:
        digest, labels = known[name]
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise ValueError(f"{folder / name} is not the file that was labelled")
        drawn.append(_drawn(read_picture(folder / name), labels, rng))
    return drawn


def _drawn(root: ElementTree.Element, labels: Labels, rng: np.random.Generator) -> People:
    label(root, labels)
    if rng.random() < RECOLOURED:
        recolour(root, {key: _colour(key, rng) for key in sorted(set(labels.classes.values()))})
    split_keys(root)
    one = placed(without(root, LEFT_OUT), 1.0 if labels.bust else None, rng)
    mapped = without(one.picture, LINES)
    classes = class_map(mapped)
    several = any("#" in key for key in labels.classes.values())
    persons = class_map(by_person(mapped)) if several else None
    return People(one.picture, classes, persons, one.ratio, one.whole)


def _colour(key: str, rng: np.random.Generator) -> str:
    return hair_colour(rng) if key.startswith("hair") else cloth_colour(rng)


def label(root: ElementTree.Element, labels: Labels) -> None:
    """Write into the tree what its shapes are and whose, in place."""
    for number, shape in enumerate(shapes_of(root)):
        # Repainting looks at the shapes themselves, and not at the groups around them.
        shape.element.set("fill", shape.fill)
        if number in labels.classes:
            shape.element.set(CLASS, labels.classes[number])
        if number in labels.lines:
            shape.element.set(LINES, "yes")
        if number in labels.left_out:
            shape.element.set(LEFT_OUT, "yes")


def without(root: ElementTree.Element, name: str) -> ElementTree.Element:
    """A copy of a labelled tree without the shapes that have the attribute `name`."""
    kept = copy.deepcopy(root)
    for parent in list(kept.iter()):
        for child in list(parent):
            if child.get(name):
                parent.remove(child)
    return kept


def split_keys(root: ElementTree.Element) -> None:
    """Part what is written as the class of a shape, "T-shirt#2", in place: its class, and whose it is."""
    for element in root.iter():
        if key := element.get(CLASS):
            name, _, person = key.partition("#")
            element.set(CLASS, name)
            element.set(PERSON, person or "1")


def by_person(root: ElementTree.Element) -> ElementTree.Element:
    """Make the classes of a tree the numbers of its people, in place: the first class for the first."""
    for element in root.iter():
        if person := element.get(PERSON):
            element.set(CLASS, CLASS_NAMES[int(person) - 1])
    return root
