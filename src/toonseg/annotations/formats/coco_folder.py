"""A folder of several COCO files, such as a title's predictions, a file an episode: read as one set."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from toonseg.annotations.labelset import LabelSet, joined
from toonseg.errors import LabelError

_PART = re.compile(r"(?<![a-z])(train|training|val|valid|validation|test|testing|fold)(?![a-z])")
_NAMED = 5


def read_several(folder: Path, files: Sequence[Path], read: Callable[[Path], LabelSet]) -> LabelSet:
    """The pictures of several COCO files, in the files' order. Ids, which each file counts for itself, are
    left out.

    Args:
        folder: Where the files lie, in it or below it.
        files: The files.
        read: Reads one of them.

    Raises:
        LabelError: There is no file; or it is not sure that they belong together: they are called like
            parts of a split, have other classes, or two have the same picture.
    """
    names = [path.relative_to(folder).as_posix() for path in files]
    if not files:
        raise LabelError(folder, "holds no COCO file", "Name the file itself.")
    if any(_PART.search(name.lower()) for name in names):
        raise _not_one(folder, names, "parts of a split by their names")
    sets = [read(path) for path in files]
    first = sets[0]
    whose: dict[str, str] = {}
    for name, labels in zip(names, sets, strict=True):
        if labels.classes.names != first.classes.names:
            raise _not_one(folder, names, f"and {name} has other classes than {names[0]}")
        for picture in labels.pictures:
            other = whose.setdefault(picture.file, name)
            if other != name:
                raise _not_one(folder, names, f"and {other} and {name} both have {picture.file}")
    together = joined(sets)
    pictures = tuple(
        replace(one, id=None, instances=tuple(replace(each, id=None) for each in one.instances))
        for one in together.pictures
    )
    return replace(together, pictures=pictures, name=str(folder))


def _not_one(folder: Path, names: Sequence[str], why: str) -> LabelError:
    more = ", ..." if len(names) > _NAMED else ""
    remedy = f"Name one of them: {', '.join(names[:_NAMED])}{more}."
    return LabelError(folder, f"holds {len(names)} COCO files, {why}", remedy)
