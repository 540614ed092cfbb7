"""What the readers share: JSON from anywhere, fields by type, rings that can be believed, and problems."""

from __future__ import annotations

import json
import math
import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from toonseg.annotations.collector import collector_held
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Origin
from toonseg.annotations.polygons import Ring
from toonseg.annotations.problems import Problem, ProblemKind
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import LabelError, PictureError, UsageError
from toonseg.pictures import MAX_PIXELS, probe

REMEDY = "Mend the field, or leave the object out."
_LONGEST_LINE = 4_000_000
_BRIEF = 60


class Wrong(ValueError):  # noqa: N818 - it never leaves the readers, who make a Problem of it
    """A field that cannot be used: where it is in the object, what is wrong, and what to do about it."""

    def __init__(
        self, where: str, text: str, remedy: str = REMEDY, kind: ProblemKind = ProblemKind.MALFORMED
    ) -> None:
        super().__init__(text)
        self.where, self.text, self.remedy, self.kind = where, text, remedy, kind


@dataclass
class Notes:
    """The problems found while a file is read."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(
        self,
        where: str,
        text: str,
        remedy: str = REMEDY,
        kind: ProblemKind = ProblemKind.MALFORMED,
        *,
        fixable: bool = False,
    ) -> None:
        """Note a problem of the file."""
        self.found.append(Problem(kind, self.file, where, text, remedy, fixable))

    def wrong(self, place: str, error: Wrong) -> None:
        """Note what is wrong with a field of the object at `place`."""
        where = f"{place}.{error.where}" if place and error.where else place or error.where
        self.add(where, error.text, error.remedy, error.kind)


def load_json(path: Path) -> Any:
    """The content of a JSON file in UTF-8 (with or without a mark at its start) or UTF-16.

    Raises:
        LabelError: It cannot be read, is empty, in another encoding, cut short, or no JSON.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LabelError(path, f"cannot be read ({error.strerror or error})", "Check the path.") from error
    if not data.strip():
        raise LabelError(path, "the file is empty", "Export it anew.")
    try:
        with collector_held():
            return json.loads(data)
    except UnicodeDecodeError as error:
        raise LabelError(path, f"is not UTF-8 (byte {error.start + 1})", "Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        short = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
        problem = "is cut short" if short else "is no JSON"
        place = f"line {error.lineno}, column {error.colno}: {error.msg.lower()}"
        raise LabelError(path, f"{problem} ({place})", "Export it anew, or mend that line.") from error
    except (
        RecursionError,
        ValueError,
    ) as error:  # lists in lists without end; numbers of thousands of digits
        raise LabelError(path, f"is no JSON of labels ({error})", "Export it anew.") from error


def whole(value: object, where: str) -> int:
    """An integer, also where it was written 3.0. Raises Wrong."""
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    raise Wrong(where, f"{brief(value)} is no whole number")


def number(value: object, where: str) -> float:
    """A finite number. Raises Wrong."""
    if type(value) is int or type(value) is float:
        try:
            if math.isfinite(value):
                return float(value)
        except OverflowError:
            pass
    raise Wrong(where, f"{brief(value)} is no finite number")


def text(value: object, where: str) -> str:
    """A text that is not empty and can be written as UTF-8. Raises Wrong."""
    if isinstance(value, str) and value.strip():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Wrong(where, "has characters that no file can hold") from error
        if "\0" not in value:
            return value
    raise Wrong(where, f"{brief(value)} is no text")


def score_of(value: object, where: str = "score") -> float | None:
    """A score of 0..1, or None where none is given. Raises Wrong."""
    if value is None:
        return None
    score = number(value, where)
    if not 0 <= score <= 1:
        raise Wrong(where, f"{score:g} is no score of 0 to 1")
    return score


def character_of(value: object, where: str = "character") -> int | str | None:
    """A number or name, or None where none is given. Raises Wrong."""
    return value if value is None or type(value) is int else text(value, where)


def with_attributes(one: Instance) -> Instance:
    """The instance with what its attributes tell of score, character and source, where nothing else does:
    CVAT keeps attributes alone, and most as text. One that is no such value is none of ours, and stays."""
    attributes = one.extra.get("attributes")
    if not isinstance(attributes, dict):
        return one
    source = attributes.get("source")
    character: int | str | None = one.character
    if character is None and type(attributes.get("character")) in (int, str):
        said = str(attributes["character"]).strip()
        character = int(said) if said.isdecimal() and len(said) < 10 else said or None
    score = one.score
    if score is None and type(attributes.get("score")) in (int, float, str):
        try:
            score = score_of(float(attributes["score"]))
        except (ValueError, OverflowError):
            score = None
    return replace(
        one,
        score=score,
        character=character,
        source=one.source or (source if isinstance(source, str) else ""),
    )


def origin_of(value: object) -> Origin | None:
    """Where a picture comes from, as `writing.origin_json` has it; None if it is not told. Raises Wrong."""
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("box"), list) or len(value["box"]) != 4:
        raise Wrong("origin", f"{brief(value)} names no title, episode, cut and box", "Leave it out.")
    title, episode, cut = (text(value.get(key), f"origin.{key}") for key in ("title", "episode", "cut"))
    x0, y0, x1, y1 = (whole(one, "origin.box") for one in value["box"])
    return Origin(title, episode, cut, (x0, y0, x1, y1))


def size_of(width: object, height: object) -> tuple[int, int]:
    """(height, width) of a picture that can be believed. Raises Wrong."""
    w, h = whole(width, "width"), whole(height, "height")
    if w <= 0 or h <= 0:
        raise Wrong("width" if w <= 0 else "height", f"a picture of {w} x {h} pixels has none")
    if w * h > MAX_PIXELS:
        raise Wrong("width", f"{w} x {h} pixels are more than the {MAX_PIXELS:,} toonseg reads")
    return h, w


def ring_of(values: object, size: tuple[int, int], where: str) -> Ring:
    """A ring from x, y, x, y, ... in pixels of a picture of `size` (height, width).

    Raises:
        Wrong: Not three corners or more, no numbers, or corners so far outside that nobody drew them.
    """
    bad = ProblemKind.BAD_POLYGON
    if type(values) is not list:
        raise Wrong(where, f"{brief(values)} is no list of corners", kind=bad)
    if len(values) % 2:
        raise Wrong(where, f"has {len(values)} numbers, so a corner lacks its y", kind=bad)
    if len(values) < 6:
        raise Wrong(where, f"has {len(values) // 2} corners; a polygon has three", kind=bad)
    if not {int, float}.issuperset(map(type, values)):
        odd = next(value for value in values if type(value) not in (int, float))
        raise Wrong(where, f"{brief(odd)} is no number", kind=bad)
    # Filling takes memory for each pixel of the line, so a corner a mile away is refused before.
    side = max(size)
    try:
        within = math.isfinite(sum(values)) and -side <= min(values) and max(values) <= 2 * side
    except OverflowError:
        raise Wrong(where, "has a number of hundreds of digits", kind=bad) from None
    if not within:
        odd = next(value for value in values if not -side <= value <= 2 * side)
        raise Wrong(where, f"a corner at {odd:g} is far outside of {size[1]} x {size[0]} pixels", kind=bad)
    ring = np.array(values, np.float64).reshape(-1, 2)
    if len(ring) * 5 * side > _LONGEST_LINE:
        length = float(np.hypot(*(ring - np.roll(ring, 1, axis=0)).T).sum())
        if length > _LONGEST_LINE:
            raise Wrong(where, f"is a line of {length:,.0f} pixels, which nobody drew", kind=bad)
    return ring


def rectangle(x0: float, y0: float, x1: float, y1: float) -> list[float]:
    """The corners of a box as a ring's numbers."""
    return [x0, y0, x1, y0, x1, y1, x0, y1]


def picture_name(name: str) -> str:
    """A picture's name in a set: forward slashes, no drive, nothing that leads out of the set.

    >>> picture_name("..\\\\images\\\\a.jpg"), picture_name("C:\\\\me\\\\b.jpg"), picture_name("0001/./c.png")
    ('images/a.jpg', 'b.jpg', '0001/c.png')
    """
    plain = name.replace("\\", "/")
    if plain.startswith("/") or plain[1:3] == ":/":
        return posixpath.basename(plain.rstrip("/")) or "picture"
    parts = [part for part in posixpath.normpath(plain).split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "picture"


def find_picture(name: str, folders: Iterable[Path]) -> Path | None:
    """The file of a picture in the first of `folders` that has it, with its own folders or without."""
    plain = name.replace("\\", "/")
    try:
        for folder in folders:
            for path in (folder / plain, folder / posixpath.basename(plain)):
                if path.is_file():
                    return path
    except (OSError, ValueError):  # a name that is too long, or has a zero in it
        return None
    return None


def probed_size(path: Path) -> tuple[int, int]:
    """(height, width) from a picture file's header. Raises Wrong."""
    try:
        info = probe(path.read_bytes(), path)
    except OSError as error:
        problem = f"{path.name} cannot be read ({error.strerror or error})"
        raise Wrong("", problem, "Get the picture again.", ProblemKind.PICTURE_BROKEN) from error
    except PictureError as error:
        raise Wrong("", f"{path.name}: {error.problem}", error.remedy, ProblemKind.PICTURE_BROKEN) from error
    return info.height, info.width


def class_list(names: Sequence[str], classes: ClassList | None = None) -> ClassList:
    """The classes of a file that names `names`: `classes` if given; the eight if at least half are of them
    (the others are then misspelt or foreign, which `toonseg check` tells); else those of the file."""
    if classes is not None:
        return classes
    known = sum(EIGHT.find(name) is not None for name in names)
    if 2 * known >= len(names):
        return EIGHT
    try:
        return ClassList.of(names)
    except UsageError:  # two of them are one class under two names
        kept: list[str] = []
        for name in names:
            if not kept or ClassList.of(kept).find(name) is None:
                kept.append(name)
        return ClassList.of(kept)


def brief(value: object) -> str:
    """A value as a message shows it."""
    if value is None:
        return "nothing"
    shown = repr(value) if not isinstance(value, int) or abs(value) < 10**15 else f"{str(value)[:12]}..."
    return shown if len(shown) <= _BRIEF else f"{shown[: _BRIEF - 3]}..."
