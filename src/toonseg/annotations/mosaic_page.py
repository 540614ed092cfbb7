"""A mosaic of labelled pictures as a page: one HTML file, offline, light and dark, also on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

import cv2
import numpy as np

from toonseg import __version__
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.mosaic_picture import ground_of, legend_rows
from toonseg.annotations.polygons import svg_path
from toonseg.pages import data_uri, house_style, resource
from toonseg.pictures import encode
from toonseg.workspace import atomic_file

_SIDE = 560
"""Longest width of a thumbnail in pixels; its height is what it is, up to three times that."""

_QUALITY = 76


def write_page(labels: LabelSet, path: Path, left_out: int = 0) -> None:
    """Write the page of a set's pictures, piece by piece.

    Args:
        labels: What is shown.
        path: The .html file.
        left_out: How many pictures more there would be, for the heading.

    Raises:
        WriteError: It cannot be written.
    """
    rows = legend_rows(labels)
    places = {name: place for place, (name, _, _) in enumerate(rows)}
    more = f" of {len(labels.pictures) + left_out:,}" if left_out else ""
    texts = {
        "version": __version__,
        "title": escape(labels.name or "labels"),
        "counts": f"{len(labels.pictures):,}{more} pictures, {sum(n for _, n, _ in rows):,} instances",
        "colours": " ".join(f".k{k} {{ --colour: rgb{colour} }}" for k, (_, _, colour) in enumerate(rows)),
        "style": house_style() + resource(__package__, "mosaic.css"),
        "script": resource(__package__, "mosaic.js"),
        "chips": "\n".join(_chip(place, name, n) for place, (name, n, _) in enumerate(rows)),
        "rights": escape(labels.rights),
    }
    before, after = resource(__package__, "mosaic.html").split("$tiles")
    with atomic_file(path) as file:
        file.write(Template(before).substitute(texts).encode("utf-8"))
        for picture in labels.pictures:
            file.write(_tile(labels, picture, places).encode("utf-8"))
        file.write(Template(after).substitute(texts).encode("utf-8"))


def _chip(place: int, name: str, number: int) -> str:
    return (
        f'<button type="button" class="k{place}" data-class="{place}" aria-pressed="false">'
        f"<i></i>{escape(name)}<span>{number:,}</span></button>"
    )


def _tile(labels: LabelSet, picture: Picture, places: dict[str, int]) -> str:
    pixels = ground_of(picture)
    scale = min(1.0, _SIDE / picture.width, 3 * _SIDE / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    source = data_uri(encode(small, "webp", quality=_QUALITY), "image/webp")
    name = escape(picture.file, quote=True)
    aspect = picture.width / picture.height
    shapes = "".join(_shapes(labels, picture, places))
    present = " ".join(sorted({str(_place(labels, one, places)) for one in picture.instances}))
    missing = "" if picture.path is not None else '<em class="missing">picture missing</em>'
    return (
        f'<figure data-classes="{present}" style="--aspect: {aspect:.4f}">'
        f'<div class="view"><img alt="" loading="lazy" decoding="async" width="{size[0]}" height="{size[1]}" '
        f'src="{source}">'
        f'<svg viewBox="0 0 {picture.width} {picture.height}" preserveAspectRatio="none">{shapes}</svg>'
        f'{missing}</div><figcaption title="{name}"><span>{name}</span>'
        f"<b>{len(picture.instances)}</b></figcaption></figure>\n"
    )


def _shapes(labels: LabelSet, picture: Picture, places: dict[str, int]) -> Iterator[str]:
    """A path for each instance, the large ones first, so that a tie lies over its shirt."""
    for one in sorted(picture.instances, key=lambda one: -one.area):
        text = one.cls if one.id is None else f"{one.cls}, instance {one.id}"
        if one.score is not None:
            text += f", {one.score:.2f}"
        place = _place(labels, one, places)
        yield f'<path class="k{place}" d="{svg_path(one.mask)}"><title>{escape(text)}</title></path>'


def _place(labels: LabelSet, one: Instance, places: dict[str, int]) -> int:
    index = labels.classes.find(one.cls)
    return places[one.cls if index is None else labels.classes[index].name]
