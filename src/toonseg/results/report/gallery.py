"""The part of a report that shows single instances, lifted out of their cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.errors import SourceError, ToonsegError
from toonseg.model.pixels import pixels_of
from toonseg.results.index import JSON_FILE, read_index
from toonseg.results.matting import matte
from toonseg.results.report.html import text
from toonseg.results.report.material import Material, Shown, episode_of
from toonseg.results.report.shrinking import Small, bytes_of, rgba_of, shrunk
from toonseg.scale import map_tasks

SIDE = 280
"""Longest side of a cutout in pixels: twice what it is shown at, for dense screens."""
MOST = 12
"""Cutouts of a class."""
_MARGIN = 3
_GUESSED = 14_000
"""Bytes of a cutout in the page, about."""

_Key = tuple[int, int]
"""The place of a class, and of a cutout in its row."""


@dataclass(frozen=True)
class _Order:
    """Instances of one picture, with their places in the gallery."""

    picture: Picture
    chosen: tuple[tuple[_Key, Instance], ...]


def gallery_of(found: Material, folder: Path | None, room: int, jobs: int | None) -> str:
    """The part, as HTML within about `room` bytes; empty where there is nothing to show.

    Of each class those are taken that lie whole in their cut, the larger first, no two of one cut as long as
    there are others. A picture that cannot be read has no cutouts: the part with the cuts tells of it.

    Args:
        found: What the report shows.
        folder: Where `toonseg cutout` wrote cutouts; None to lift the shown ones out of their cuts here.
        room: Bytes that the part may take, about.
        jobs: Processes; None for one per core.

    Raises:
        SourceError: The folder has no index of cutouts.
    """
    shown = [one for one in found.classes if one.count]
    number = max(1, min(MOST, room // (_GUESSED * max(1, len(shown)))))
    if folder is None:
        made, counts = _lifted(found, shown, number, jobs), {one.place: one.count for one in shown}
    else:
        made, counts = _from_folder(found, folder, number)
    rows = []
    for one in found.classes:
        cutouts = [made[key] for key in sorted(made) if key[0] == one.place]
        rows.append(_row(one, cutouts, counts.get(one.place, 0)) if cutouts else "")
    return "".join(rows)


def _lifted(found: Material, shown: Sequence[Shown], number: int, jobs: int | None) -> dict[_Key, Small]:
    by_picture: dict[str, list[tuple[_Key, Instance]]] = {}
    pictures = {picture.file: picture for picture in found.labels.pictures}
    for cls in shown:
        for nth, (picture, one) in enumerate(_best(found, cls, number)):
            by_picture.setdefault(picture.file, []).append(((cls.place, nth), one))
    orders = [_Order(pictures[name], tuple(some)) for name, some in by_picture.items()]
    made: dict[_Key, Small] = {}
    for outcome in map_tasks(_cutouts, orders, jobs=jobs):
        made.update(outcome.result or {})
    return made


def _best(found: Material, cls: Shown, number: int) -> list[tuple[Picture, Instance]]:
    """Instances of a class that show it well."""
    ranked = []
    for nth, picture in enumerate(found.labels.pictures):
        own = sorted(
            (one for one in picture.instances if found.place(one) == cls.place and one.area),
            key=lambda one: (_touches(one, picture), -one.area, one.box),
        )
        ranked += [((k, _touches(one, picture), -one.area, nth), picture, one) for k, one in enumerate(own)]
    ranked.sort(key=lambda entry: entry[0])
    return [(picture, one) for _, picture, one in ranked[:number]]


def _touches(one: Instance, picture: Picture) -> bool:
    x0, y0, x1, y1 = one.box
    return x0 <= 0 or y0 <= 0 or x1 >= picture.width or y1 >= picture.height


def _cutouts(order: _Order) -> dict[_Key, Small]:
    pixels = pixels_of(order.picture)
    height, width = pixels.shape[:2]
    made = {}
    for key, one in order.chosen:
        x0, y0, x1, y1 = one.box
        box = (
            max(0, x0 - _MARGIN),
            max(0, y0 - _MARGIN),
            min(width, x1 + _MARGIN),
            min(height, y1 + _MARGIN),
        )
        part = np.ascontiguousarray(pixels[box[1] : box[3], box[0] : box[2]])
        found = matte(part, one.mask.within(box))
        alpha = (found.alpha * 255).round().astype(np.uint8)
        picture = order.picture
        where = (
            f"cut {picture.origin.cut} of episode {episode_of(picture)}" if picture.origin else picture.file
        )
        words = _words(one.cls, where, one.score)
        made[key] = shrunk(np.dstack([found.colour, alpha]), SIDE, words)
    return made


def _from_folder(found: Material, folder: Path, number: int) -> tuple[dict[_Key, Small], dict[int, int]]:
    """Some of the cutouts in a folder, and how many of each class there are."""
    rows = read_index(folder)
    if not rows:
        problem = f"has no {JSON_FILE} of cutouts"
        raise SourceError(folder, problem, "Make them first: toonseg cutout; or leave the folder out.")
    shown = {picture.file for picture in found.labels.pictures}
    rows = [row for row in rows if row.get("picture") in shown] or rows
    made: dict[_Key, Small] = {}
    counts: dict[int, int] = {}
    for cls in found.classes:
        own = [row for row in rows if row.get("class") == cls.name]
        counts[cls.place] = len(own)
        small = [one for one in (_read(folder, row) for row in _ranked(own)[:number]) if one is not None]
        made |= {(cls.place, nth): one for nth, one in enumerate(small)}
    return made, counts


def _ranked(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those without flags first, the larger first, no two of one cut as long as there are others."""
    first = sorted(
        rows, key=lambda row: (len(row.get("flags") or ()), -(row.get("area") or 0), str(row["file"]))
    )
    times: dict[object, int] = {}
    ranked = []
    for place, row in enumerate(first):
        cut = row.get("picture")
        times[cut] = times.get(cut, 0) + 1
        ranked.append((times[cut], place, row))
    return [row for _, _, row in sorted(ranked, key=lambda entry: entry[:2])]


def _read(folder: Path, row: dict[str, Any]) -> Small | None:
    """A cutout of a folder; None where its file is gone or leads out of the folder."""
    path = folder / str(row["file"])
    if not path.resolve().is_relative_to(folder.resolve()):
        return None
    try:
        pixels = _tight(rgba_of(bytes_of(path), path))
    except ToonsegError:
        return None
    where = (
        f"cut {row.get('cut')} of episode {row.get('episode')}" if row.get("cut") else str(row.get("picture"))
    )
    score = row.get("score")
    return shrunk(pixels, SIDE, _words(str(row["class"]), where, score if isinstance(score, float) else None))


def _tight(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What is seen of HWC RGBA or of RGB on white, without the empty ground around it."""
    seen = pixels[..., 3] > 0 if pixels.shape[2] == 4 else pixels.min(axis=2) < 250
    there = np.asarray(seen, np.bool_)
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    if not rows.size:
        return pixels
    return np.ascontiguousarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def _words(cls: str, where: str, score: float | None) -> str:
    return f"{cls}, {where}" + ("" if score is None else f", score {score:.2f}")


def _row(cls: Shown, cutouts: Sequence[Small], count: int) -> str:
    items = "".join(_items(cutouts))
    told = f"{len(cutouts):,} of {count:,}" if len(cutouts) < count else f"all {count:,}"
    return (
        f'<h3><i class="swatch k{cls.place}"></i> {text(cls.name)}<small>{told}</small></h3>'
        f'<ul class="gallery">{items}</ul>'
    )


def _items(cutouts: Sequence[Small]) -> Iterator[str]:
    for one in cutouts:
        yield f'<li title="{text(one.words)}">{one.html(dense=True)}</li>'
