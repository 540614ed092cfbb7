"""A set's classes as files of toonseg's own have them: by index, with their other names and colours."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from toonseg.classes import ClassInfo, ClassList
from toonseg.workspace import FileModel


class ClassRecord(FileModel):
    """A class as files have it: name, other names, RGB colour 0..255."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    colour: tuple[int, int, int] = (128, 128, 128)


def records_of(classes: ClassList) -> tuple[ClassRecord, ...]:
    """Classes as files have them."""
    return tuple(ClassRecord(name=c.name, aliases=c.aliases, colour=c.colour) for c in classes)


def classes_of(records: Iterable[ClassRecord]) -> ClassList:
    """Classes as files have them, as a list. Raises UsageError if two share a name."""
    return ClassList(tuple(ClassInfo(one.name, one.aliases, one.colour) for one in records))
