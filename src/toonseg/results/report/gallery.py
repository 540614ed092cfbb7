"""The part of a report that shows single instances, lifted out of their cuts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import Picture
from toonseg.model.pixels import pixels_of
from toonseg.pages import data_uri
from toonseg.results.matting import matte
from toonseg.results.report.html import text
from toonseg.results.report.material import Material, Shown, episode_of
from toonseg.scale import map_tasks

SIDE = 280
"""Longest side of a cutout in pixels: twice what it is shown at, for dense screens."""
MOST = 12
"""Cutouts of a class."""
_MARGIN = 3
_GUESSED = 14_000
"""Bytes of a cutout in the page, about."""


@dataclass(frozen=True)
class _Order:
    """Instances of one picture, with their places in the gallery."""

    picture: Picture
    chosen: tuple[tuple[tuple[int, int], Instance], ...]


@dataclass(frozen=True)
class _Cutout:
    data: bytes
    size: tuple[int, int]
    words: str


def gallery_of(found: Material, room: int, jobs: int | None) -> str:
    """The part, as HTML within about `room` bytes; empty where there is nothing to show.

    Of each class those are taken that lie whole in their cut, the larger first, no two of one cut as long as
    there are others. A picture that cannot be read has no cutouts: the part with the cuts tells of it.
    """
    shown = [one for one in found.classes if one.count]
    if not shown:
        return ""
    number = max(1, min(MOST, room // (_GUESSED * len(shown))))
    chosen = {one.place: _best(found, one, number) for one in shown}
    by_picture: dict[str, list[tuple[tuple[int, int], Instance]]] = {}
    pictures = {picture.file: picture for picture in found.labels.pictures}
    for place, pairs in chosen.items():
        for nth, (picture, one) in enumerate(pairs):
            by_picture.setdefault(picture.file, []).append(((place, nth), one))
    orders = [_Order(pictures[name], tuple(some)) for name, some in by_picture.items()]
    made: dict[tuple[int, int], _Cutout] = {}
    for outcome in map_tasks(_cutouts, orders, jobs=jobs):
        made.update(outcome.result or {})
    return "".join(_row(one, [made[key] for key in sorted(made) if key[0] == one.place]) for one in shown)


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


def _cutouts(order: _Order) -> dict[tuple[int, int], _Cutout]:
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
        made[key] = _encoded(np.dstack([found.colour, alpha]), _words(one, order.picture))
    return made


def _encoded(rgba: np.ndarray, words: str) -> _Cutout:
    """HWC uint8 RGBA as WebP, no longer than SIDE. Colours are weighed by alpha in shrinking, so that what is
    not seen does not bleed into what is."""
    height, width = rgba.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if scale < 1:
        share = rgba[..., 3:].astype(np.float32) / 255
        small = cv2.resize(np.dstack([rgba[..., :3] * share, share]), size, interpolation=cv2.INTER_AREA)
        colour = small[..., :3] / np.maximum(small[..., 3:], 1e-3)
        rgba = np.dstack([colour, small[..., 3:] * 255]).clip(0, 255).round().astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(rgba).save(buffer, "WEBP", quality=80, alpha_quality=90, method=4)
    return _Cutout(buffer.getvalue(), size, words)


def _words(one: Instance, picture: Picture) -> str:
    where = f"cut {picture.origin.cut} of episode {episode_of(picture)}" if picture.origin else picture.file
    score = "" if one.score is None else f", score {one.score:.2f}"
    return f"{one.cls}, {where}{score}"


def _row(cls: Shown, cutouts: Sequence[_Cutout]) -> str:
    if not cutouts:
        return ""
    items = "".join(
        f'<li title="{text(one.words)}"><img alt="{text(one.words)}" loading="lazy" decoding="async" '
        f'width="{one.size[0]}" height="{one.size[1]}" src="{data_uri(one.data, "image/webp")}"></li>'
        for one in cutouts
    )
    told = f"{len(cutouts):,} of {cls.count:,}" if len(cutouts) < cls.count else f"all {cls.count:,}"
    return (
        f'<h3><i class="swatch k{cls.place}"></i> {text(cls.name)}<small>{told}</small></h3>'
        f'<ul class="gallery">{items}</ul>'
    )
