"""Cuts as a report shows them: a small picture, and its masks as paths over it, within a number of bytes."""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import cv2
import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.annotations.polygons import svg_path
from toonseg.errors import ToonsegError
from toonseg.model.pixels import identity, pixels_of
from toonseg.pages import data_uri
from toonseg.pictures import Rgb, encode
from toonseg.results.masked import content_of
from toonseg.results.report.html import text
from toonseg.results.report.material import Material, episode_of
from toonseg.scale.journal import Journal
from toonseg.scale.resume import Row, Tell, resume_tasks

LADDER = (
    (570_000, 80),
    (430_000, 76),
    (320_000, 72),
    (230_000, 66),
    (155_000, 60),
    (105_000, 54),
    (70_000, 48),
    (48_000, 42),
)
"""(most pixels, WebP quality) of a cut's picture, from the finest to the coarsest."""
SMALL = 4
"""From this rung on pictures are shown in lower rows: higher ones would show how coarse they are."""

MOST_CUTS = 4000
"""More cuts than this are no page that a browser scrolls well."""

_SAMPLE = 48
_RESERVE = 1.03
_FINE = 0.7
"""Pixels of a shown picture that a path may be off, where the picture is smaller than its cut."""


@dataclass(frozen=True)
class Preview:
    """A cut's picture as WebP, its width and height in pixels, and the paths of its masks as SVG."""

    data: bytes
    size: tuple[int, int]
    paths: str

    @property
    def weight(self) -> int:
        """Bytes that it takes in the page, about."""
        return len(self.data) * 4 // 3 + len(self.paths.encode()) + 700


@dataclass(frozen=True)
class Previews:
    """The cuts that are shown.

    Attributes:
        of: Previews, by the pictures' names, in order.
        rung: Which of LADDER.
        total: How many cuts there are; if more than are shown, those are spread evenly.
        errors: What went wrong, by picture.
    """

    of: Mapping[str, Preview]
    rung: int
    total: int
    errors: Mapping[str, ToonsegError]


@dataclass(frozen=True)
class _Order:
    picture: Picture
    places: tuple[int, ...]
    true: tuple[Instance, ...]
    true_places: tuple[int, ...]
    rung: int

    @property
    def name(self) -> str:
        """Names it in the journal: a cut is tried at several rungs."""
        return f"{self.rung} {self.picture.file}"


def cut_id(picture: Picture) -> str:
    """What a cut is called in the page's addresses."""
    if picture.origin is not None:
        return f"cut-{quote(episode_of(picture))}-{picture.origin.cut}"
    return f"cut-{quote(picture.file)}"


def previews_of(
    found: Material,
    room: int,
    journal: Journal,
    jobs: int | None,
    on_picture: Tell | None = None,
) -> Previews:
    """Shrink the cuts so that all of them fit; where even the smallest do not, fewer, spread evenly.

    Args:
        found: What the report shows.
        room: Bytes that they may take in the page.
        journal: Holds the previews that are made, for a killed run to go on from; its mark names `LADDER`.
        jobs: Processes; None for one per core.
        on_picture: Told of each picture that is done.
    """
    pictures = list(found.labels.pictures)
    rung, number = _fitting(found, pictures, room, journal, jobs)
    while True:
        chosen = _spread(pictures, number)
        made, errors = _made(found, chosen, rung, journal=journal, jobs=jobs, on_picture=on_picture)
        weight = sum(one.weight for one in made.values())
        if weight <= room or len(made) <= 1:
            return Previews(made, rung, len(pictures), errors)
        # The sample was not like the rest: a rung further, or fewer.
        rung, number = (
            (rung + 1, number) if rung + 1 < len(LADDER) else (rung, int(number * 0.9 * room / weight))
        )
        number, on_picture = max(1, number), None


def _fitting(
    found: Material, pictures: list[Picture], room: int, journal: Journal, jobs: int | None
) -> tuple[int, int]:
    """The finest rung at which all are likely to fit, and how many fit; by what some of them weigh."""
    number = min(len(pictures), MOST_CUTS)
    if number <= _SAMPLE:
        return 0, number
    some = _spread(pictures, _SAMPLE)

    def mean(rung: int) -> float:
        made, _ = _made(found, some, rung, journal=journal, jobs=jobs)
        return sum(one.weight for one in made.values()) / max(1, len(made)) * _RESERVE

    last = len(LADDER) - 1
    rung = bisect_left(range(last), True, key=lambda rung: mean(rung) * number <= room)
    if rung < last:
        return rung, number
    smallest = mean(last)
    return last, number if smallest * number <= room else max(1, int(room / smallest))


def _spread(pictures: Sequence[Picture], number: int) -> list[Picture]:
    """At most `number` of them, evenly spread."""
    if len(pictures) <= number:
        return list(pictures)
    return [pictures[k * len(pictures) // number] for k in range(number)]


def _order(found: Material, picture: Picture, rung: int) -> _Order:
    true = found.true.get(picture.file, ())
    places = tuple(found.place(one) for one in picture.instances)
    return _Order(picture, places, true, tuple(found.place(one) for one in true), rung)


def _made(
    found: Material,
    pictures: Sequence[Picture],
    rung: int,
    *,
    journal: Journal,
    jobs: int | None,
    on_picture: Tell | None = None,
) -> tuple[dict[str, Preview], dict[str, ToonsegError]]:
    def told(name: str, error: ToonsegError | None, count: int) -> None:
        if on_picture is not None:
            on_picture(files[name], error, count)

    orders = [_order(found, one, rung) for one in pictures]
    files = {order.name: order.picture.file for order in orders}
    done = resume_tasks(
        _preview, orders, journal, name=lambda order: order.name, content=_content, jobs=jobs, tell=told
    )
    return (
        {files[name]: _of_row(row) for name, (row,) in done.rows.items()},
        {files[name]: error for name, error in done.errors.items()},
    )


def _content(order: _Order) -> str:
    pixels = identity(order.picture)
    true = replace(order.picture, instances=order.true)
    shown = f"{content_of(order.picture, pixels)} {content_of(true, pixels)}"
    return f"{shown} {order.places} {order.true_places}"


def _preview(order: _Order) -> list[Row]:
    pixels = pixels_of(order.picture)
    data, size = _shrunk(pixels, order.rung)
    # No finer than a pixel of what is shown: half of that is seen by nobody.
    paths = "".join(_paths(order, max(1.0, _FINE * pixels.shape[1] / size[0])))
    return [{"data": b64encode(data).decode(), "size": size, "paths": paths}]


def _of_row(row: Row) -> Preview:
    width, height = row["size"]
    return Preview(b64decode(row["data"]), (width, height), row["paths"])


def _shrunk(pixels: Rgb, rung: int) -> tuple[bytes, tuple[int, int]]:
    most, quality = LADDER[rung]
    height, width = pixels.shape[:2]
    scale = min(1.0, math.sqrt(most / (width * height)))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if scale < 1:
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return encode(pixels, "webp", quality=quality), size


def _paths(order: _Order, tolerance: float) -> Iterator[str]:
    """A path for each instance, the large ones first, so that a tie lies over its shirt; the truth on top."""
    pixels = max(1, order.picture.width * order.picture.height)
    pairs = zip(order.picture.instances, order.places, strict=True)
    for one, place in sorted(pairs, key=lambda pair: -pair[0].area):
        drawn = svg_path(one.mask, tolerance=tolerance)
        score = "" if one.score is None else f' data-s="{one.score:.2f}"'
        share = f' data-a="{100 * one.area / pixels:.2g}"'
        yield f'<path class="k{place}" data-k="{place}"{score}{share} d="{drawn}"/>'
    for one, place in zip(order.true, order.true_places, strict=True):
        drawn = svg_path(one.mask, tolerance=tolerance)
        yield f'<path class="k{place}" data-k="{place}" data-t d="{drawn}"/>'


def figure_of(found: Material, picture: Picture, preview: Preview) -> str:
    """A cut as HTML: its picture, its masks over it, its name."""
    counts: dict[str, int] = {}
    for one in sorted(picture.instances, key=found.place):
        name = found.class_name(one)
        counts[name] = counts.get(name, 0) + 1
    there = sorted({found.place(one) for one in (*picture.instances, *found.true.get(picture.file, ()))})
    episode = episode_of(picture)
    short = picture.origin.cut if picture.origin is not None else picture.file
    whole = f"Episode {episode}, cut {short}" if picture.origin is not None else picture.file
    masks = ", ".join(f"{name} {n}" for name, n in counts.items()) or "no masks"
    width, height = preview.size
    style = f"--aspect:{width / height:.4f}"
    return (
        f'<figure class="cut" id="{text(cut_id(picture))}" data-e="{text(episode)}" '
        f'data-name="{text(whole)}" data-k="{" ".join(map(str, there))}" style="{style}">'
        f'<div class="views-of"><div class="view"><img alt="{text(whole)}: {text(masks)}" loading="lazy" '
        f'decoding="async" width="{width}" height="{height}" src="{data_uri(preview.data, "image/webp")}">'
        f'<svg viewBox="0 0 {picture.width} {picture.height}" preserveAspectRatio="none" aria-hidden="true">'
        f"{preview.paths}</svg></div></div><figcaption>"
        f'<button type="button" class="name" aria-label="Look at {text(whole)} closer">{text(short)}</button>'
        f"<span>{len(picture.instances)}</span></figcaption></figure>\n"
    )
