"""What is true of a drawn episode, as labels/<episode>.json has it: its instances, and who wears what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from toonseg.annotations.instance import Instance
from toonseg.annotations.labels import Person, Worn
from toonseg.annotations.masks import Mask
from toonseg.classes import InstanceClass
from toonseg.synth.titles import cut
from toonseg.synth.titles.cast import Cast

SOURCE = "drawn"
"""Who made the labels, as the file has it."""


def true_instances(drawn: Iterable[cut.Instance]) -> Iterator[Instance]:
    """Drawn instances in the words of label sets, at the same place."""
    for one in drawn:
        mask = Mask.of_pixels(one.mask, one.box[:2])
        yield Instance(one.cls.label, mask, source=SOURCE, character=one.character)


def colour_bible(cast: Cast) -> list[Person]:
    """What everybody of a cast looks like in an episode."""
    people = []
    for member in cast.members:
        if member.artwork is not None:
            continue  # its colours are in the pack
        person = member.character
        outfit = [
            Worn.model_validate(
                {"garment": type(worn).__name__, "class": _label(worn.cls), "colour": _colour(worn)}
            )
            for worn in person.outfit
        ]
        hair = None if person.hair is None else person.hair.colour
        people.append(Person(character=member.number, hair=hair, skin=person.body.skin, outfit=outfit))
    return people


def _label(cls: InstanceClass | None) -> str | None:
    return None if cls is None else cls.label


def _colour(garment: object) -> tuple[int, int, int] | None:
    """A garment's own colour, where it has one."""
    names = {field.name for field in fields(garment)}  # type: ignore[arg-type]
    return getattr(garment, "colour", None) if "colour" in names else None
