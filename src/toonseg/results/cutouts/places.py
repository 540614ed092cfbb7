"""Where a cutout goes: a folder for its class, its title and its episode, a file for its cut and number."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from toonseg.annotations.labelset import Picture


def places_of(pictures: Sequence[Picture]) -> dict[str, PurePosixPath]:
    """Below a class's folder, what each picture's cutouts are called but for their number, by the picture's
    name: `<title>/<episode>/<cut>` of a cut, else the name without its ending. No two pictures share one, and
    none leads out of the folder."""
    plain = {one.file: _plain(one) for one in pictures}
    times = Counter(str(place).casefold() for place in plain.values())
    return {
        file: place if times[str(place).casefold()] == 1 else place.with_name(f"{place.name}-{_tag(file)}")
        for file, place in plain.items()
    }


def folder_of(name: str) -> str:
    """A class's or title's name as one folder's, on any system."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]+', "_", name).strip(". ")
    return safe or "_"


def _plain(picture: Picture) -> PurePosixPath:
    if picture.origin is not None:
        parts: Sequence[str] = (picture.origin.title, picture.origin.episode, picture.origin.cut)
    else:
        file = PurePosixPath(picture.file)
        parts = [part for part in file.with_name(file.stem or "picture").parts if part not in ("..", "/")]
    return PurePosixPath(*(folder_of(part) for part in parts if part))


def _tag(file: str) -> str:
    return hashlib.sha256(file.encode()).hexdigest()[:8]
