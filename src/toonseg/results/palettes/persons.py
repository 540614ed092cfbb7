"""Who wears what: the instances of a cut, put together to persons by where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toonseg.annotations.instance import Instance
from toonseg.classes import EIGHT, InstanceClass
from toonseg.strip import Box

LOWER = (InstanceClass.PANTS, InstanceClass.SKIRT)
_FARTHEST = 2.0
"""Cost from which a garment is nobody's: that many heads beside where it should be."""
_NECK = 0.35
"""A garment's top lies at least so many heads below the hair's top."""
_CHEST = 1.6
_HIPS = 3.3
_WITHIN = 0.5
"""Share of the smaller box that two garments of one person without hair have in common."""


@dataclass
class _Person:
    """Somebody while garments are found for them: places in the picture's instances, by class."""

    places: dict[InstanceClass | str, int] = field(default_factory=dict)


def persons_of(instances: Sequence[Instance]) -> tuple[tuple[int, ...], ...]:
    """The persons of a picture, as places in its instances, each in ascending order.

    What has a character belongs to that one. For the rest, garments go to the hair above them: the pairs that
    fit best first, each person having one garment of a class; pants and skirts go to what is worn above them.
    Garments without hair above them are one person where they lie over each other.
    """
    known: dict[str, list[int]] = {}
    rest = []
    for place, one in enumerate(instances):
        if one.character is None:
            rest.append(place)
        else:
            known.setdefault(str(one.character), []).append(place)
    found = [tuple(places) for places in known.values()]
    found += [tuple(sorted(one.places.values())) for one in _linked(instances, rest)]
    return tuple(sorted(found))


def class_in(one: Instance) -> InstanceClass | str:
    """The instance's class; its name if it is none of the eight."""
    index = EIGHT.find(one.cls)
    return one.cls if index is None else InstanceClass(index)


def _linked(instances: Sequence[Instance], places: Sequence[int]) -> list[_Person]:
    boxes = {place: instances[place].box for place in places}
    classes = {place: class_in(instances[place]) for place in places}
    heads = [place for place in places if classes[place] is InstanceClass.HAIR]
    persons = [_Person({InstanceClass.HAIR: place}) for place in heads]
    upper = [place for place in places if classes[place] not in (InstanceClass.HAIR, *LOWER)]
    lower = [place for place in places if classes[place] in LOWER]
    for place in _given(persons, upper, boxes, classes):
        over = [
            one
            for one in persons
            if InstanceClass.HAIR not in one.places
            and classes[place] not in one.places
            and any(_overlap(boxes[place], boxes[other]) > _WITHIN for other in one.places.values())
        ]
        if over:
            over[0].places[classes[place]] = place
        else:
            persons.append(_Person({classes[place]: place}))
    persons += [_Person({classes[place]: place}) for place in _given(persons, lower, boxes, classes)]
    return persons


def _given(
    persons: Sequence[_Person],
    places: Sequence[int],
    boxes: dict[int, Box],
    classes: dict[int, InstanceClass | str],
) -> list[int]:
    """Give each garment to the person whom it fits best; what fits nobody is returned."""
    pairs = sorted(
        (cost, number, place)
        for number, one in enumerate(persons)
        for place in places
        if (cost := _cost(one, boxes, boxes[place], lower=classes[place] in LOWER)) < _FARTHEST
    )
    given: set[int] = set()
    for _, number, place in pairs:
        worn = persons[number].places
        if place not in given and classes[place] not in worn:
            worn[classes[place]] = place
            given.add(place)
    return [place for place in places if place not in given]


def _cost(person: _Person, boxes: dict[int, Box], box: Box, *, lower: bool) -> float:
    """How far a garment's box lies from where the person would wear it, in heads."""
    hair = person.places.get(InstanceClass.HAIR)
    above = [boxes[place] for cls, place in person.places.items() if cls is not InstanceClass.HAIR]
    if hair is None:
        return _from_waist(above, box) if lower else _FARTHEST
    x0, y0, x1, y1 = boxes[hair]
    head = max(1.0, min(x1 - x0, y1 - y0))
    beside = abs(box[0] + box[2] - x0 - x1) / 2
    # A wide garment, such as spread arms make it, is nobody else's for that.
    beside = max(0.0, beside - 0.15 * (box[2] - box[0])) / head
    top = (box[1] - y0) / head
    if lower:
        if above:
            return min(_from_waist(above, box), beside + 1)
        return beside + max(0.0, 1.5 - top) + max(0.0, top - _HIPS)
    chest = max(_CHEST, (y1 - y0) / head)
    return beside + 2 * max(0.0, _NECK - top) + max(0.0, top - chest)


def _from_waist(above: Sequence[Box], box: Box) -> float:
    """How far pants or a skirt hang from what is worn above them, in widths of that."""
    costs = []
    for x0, y0, x1, y1 in above:
        width = max(1.0, x1 - x0)
        beside = abs(box[0] + box[2] - x0 - x1) / 2 / width
        gap = max(0.0, box[1] - y1) / width
        costs.append(beside + gap + max(0.0, y0 - box[1]) / width)
    return min(costs, default=_FARTHEST)


def _overlap(one: Box, two: Box) -> float:
    """The share of the smaller box that both have."""
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return width * height / smaller
