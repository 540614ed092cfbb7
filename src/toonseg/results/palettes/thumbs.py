"""What characters look like: small pictures of heads and shoulders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from toonseg.annotations.labelset import Picture
from toonseg.classes import InstanceClass
from toonseg.model.pixels import pixels_of
from toonseg.pictures import encode
from toonseg.results.palettes.cast import Character, Seen
from toonseg.results.palettes.persons import class_in
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.strip import Box

SIDE = 200
"""Side of a thumbnail in pixels."""
MOST_ONCE = 60
"""Of how many who are seen once there are thumbnails."""
_QUALITY = 78
_ROOM = 0.25


@dataclass(frozen=True)
class _Task:
    """A picture, and the squares of it that are shown."""

    picture: Picture
    boxes: tuple[Box, ...]


def thumbs_of(cast: Sequence[Character], jobs: int | None) -> dict[str, list[bytes]]:
    """Small pictures (WebP) of each character, by name; a picture that cannot be read is left out."""
    wanted: dict[str, list[tuple[str, Box]]] = {}
    pictures: dict[str, Picture] = {}
    once = 0
    for character in cast:
        if character.cuts < 2 and not character.labelled:
            once += 1
            if once > MOST_ONCE:
                continue
        for one in character.examples:
            wanted.setdefault(character.name, []).append((one.picture.file, square_of(one)))
            pictures[one.picture.file] = one.picture
    boxes: dict[str, list[Box]] = {file: [] for file in pictures}
    for places in wanted.values():
        for file, box in places:
            boxes[file].append(box)
    tasks = [_Task(picture, tuple(boxes[file])) for file, picture in pictures.items()]
    made: dict[tuple[str, Box], bytes] = {}
    for outcome in map_tasks(_cropped, tasks, jobs=jobs):
        for box, data in zip(outcome.item.boxes, outcome.result or (), strict=False):
            made[outcome.item.picture.file, box] = data
    return {name: [made[place] for place in places if place in made] for name, places in wanted.items()}


def square_of(one: Seen) -> Box:
    """The square in a picture that shows somebody's head and shoulders; without hair, what they wear."""
    instances = [one.picture.instances[place] for place in one.person.places]
    hair = [thing.box for thing in instances if class_in(thing) is InstanceClass.HAIR]
    boxes = hair or [thing.box for thing in instances]
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width, height = one.picture.width, one.picture.height
    # Long hair would make the head small: a head is about as high as it is wide.
    tall = min(y1 - y0, round(1.3 * (x1 - x0))) if hair else y1 - y0
    side = min(round(max(x1 - x0, tall) * (1 + _ROOM)), width, height)
    left = min(max(0, (x0 + x1 - side) // 2), width - side)
    top = min(max(0, y0 - round(side * _ROOM / 4)), height - side)
    return left, top, left + side, top + side


def _cropped(task: _Task) -> list[bytes]:
    pixels = pixels_of(task.picture)
    found = []
    with single_threaded():
        for x0, y0, x1, y1 in task.boxes:
            part = pixels[y0:y1, x0:x1]
            way = cv2.INTER_AREA if x1 - x0 > SIDE else cv2.INTER_CUBIC
            small = np.asarray(cv2.resize(part, (SIDE, SIDE), interpolation=way), np.uint8)
            found.append(encode(small, "webp", quality=_QUALITY))
    return found
