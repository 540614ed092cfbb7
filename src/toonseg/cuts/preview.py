"""A page to look through the cuts of a strip: one HTML file that opens anywhere, offline.

The strip is written slice by slice and never held whole; cards take their pictures from the slices, in the
browser. What the page may weigh is fixed beforehand: a tall strip is shown smaller, not in a larger file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import chain
from pathlib import Path
from string import Template

import cv2

from toonseg import __version__
from toonseg.cuts.cutlist import Cut, CutList, Flag
from toonseg.pages import data_uri, house_style, resource
from toonseg.pictures import Rgb, encode
from toonseg.strip import Box, Strip
from toonseg.workspace import DEFAULT_RIGHTS, atomic_file

LOW_CONFIDENCE = 0.7
"""Cuts whose confidence is below are offered to the reviewer as unsure."""

PICTURE_BYTES = 17_000_000
"""What all slices together may weigh, in bytes before base64: about 23 MB of HTML."""

SLICE_ROWS = 2400
_LADDER = ((480, 78), (480, 62), (420, 50), (360, 40), (300, 32), (240, 24), (160, 15))
"""(width in pixels, WebP quality), from the finest to the coarsest: how a slice may be written."""

FLAG_TEXTS: Mapping[Flag, tuple[str, str]] = {
    "bubble-over-edge": ("bubble over the edge", "A bubble hangs over the panel's edge."),
    "bridged": ("joined by a bubble", "A bubble joins it to another panel; the border between was inferred."),
    "no-frame": ("no frame", "No straight edges: the box is that of what is drawn."),
    "rough-box": ("box of the rough cut", "No panel edges were found, so it kept the rough cut's box."),
    "band-inside": ("blank band inside", "Blank rows cross the panel; they were taken for a part of it."),
    "soft-edge": ("unsure edge", "An edge of the box is faint or uncertain."),
    "tiny": ("very small", "Smaller than panels usually are."),
    "page-high": ("very tall", "Perhaps several panels in one."),
}
"""Each flag as a chip says it, and as a sentence."""


def write_preview(strip: Strip, cutlist: CutList, path: Path, *, rights: str = DEFAULT_RIGHTS) -> Path:
    """Write the page: the strip with its boxes, and a card for each cut, in reading order.

    Args:
        strip: The strip that the boxes refer to; read once from top to bottom.
        cutlist: Its cuts.
        path: The .html file to write, atomically.
        rights: Who may do what with the pictures; stands at the foot of the page.

    Returns:
        `path`.

    Raises:
        PictureError: A page of the strip is damaged.
        WriteError: The file cannot be written.
    """
    texts = {
        "version": __version__,
        "title": escape(strip.title or "Untitled"),
        "cut_count": len(cutlist.cuts),
        "counts": _counts(strip, cutlist),
        "width": strip.width,
        "boxes": "\n".join(_boxes(strip, cutlist)),
        "filters": "\n".join(_filters(cutlist)),
        "cards": "\n".join(_card(number, cut) for number, cut in enumerate(cutlist.cuts, 1)),
        "empty_hidden": " hidden" if cutlist.cuts else "",
        "rights": escape(rights),
        "style": house_style() + resource(__package__, "preview.css"),
        "script": resource(__package__, "preview.js"),
    }
    before, after = resource(__package__, "preview.html").split("$slices")
    with atomic_file(path) as file:
        for piece in chain(
            [Template(before).substitute(texts)], _slices(strip), [Template(after).substitute(texts)]
        ):
            file.write(piece.encode("utf-8"))
    return path


def _slices(strip: Strip) -> Iterator[str]:
    """The strip as `<div><img></div>` pieces of SLICE_ROWS rows, within PICTURE_BYTES altogether."""
    left = PICTURE_BYTES
    step = 0
    for top in range(0, strip.height, SLICE_ROWS):
        bottom = min(top + SLICE_ROWS, strip.height)
        # A busy slice may take half as much again as its share, while there is as much: quiet ones save it.
        share = min(left, 1.5 * left * (bottom - top) / (strip.height - top))
        step = max(0, step - 1)
        data = _shrunk(strip.read(top, bottom), step)
        while len(data) > share and step < len(_LADDER) - 1:
            step += 1
            data = _shrunk(strip.read(top, bottom), step)
        left = max(0, left - len(data))
        size = f'style="aspect-ratio: {strip.width} / {bottom - top}"'
        yield (
            f'<div class="slice" data-top="{top}" data-rows="{bottom - top}" {size}>'
            f'<img alt="" decoding="async" src="{data_uri(data, "image/webp")}"></div>\n'
        )


def _shrunk(pixels: Rgb, step: int) -> bytes:
    """The rows as WebP, no wider than the ladder's step says."""
    width, quality = _LADDER[step]
    rows, columns = pixels.shape[:2]
    if columns > width:
        size = (width, max(1, round(rows * width / columns)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype("uint8", copy=False)
    return encode(pixels, "webp", quality=quality)


def _boxes(strip: Strip, cutlist: CutList) -> Iterator[str]:
    for rough in cutlist.rough:
        yield f'<i class="rough" style="{_place(rough.box, strip)}"></i>'
    for number, cut in enumerate(cutlist.cuts, 1):
        name = escape(cut.id, quote=True)
        yield (
            f'<a class="box {cut.kind}" id="box-{name}" data-id="{name}" href="#{name}" tabindex="-1"'
            f' title="{number}: {cut.kind} {name}" style="{_place(cut.box, strip)}"><b>{number}</b></a>'
        )


def _place(box: Box, strip: Strip) -> str:
    x0, y0, x1, y1 = box
    across, down = 100 / strip.width, 100 / strip.height
    return (
        f"left:{x0 * across:.4f}%;top:{y0 * down:.6f}%;"
        f"width:{(x1 - x0) * across:.4f}%;height:{(y1 - y0) * down:.6f}%"
    )


def _card(number: int, cut: Cut) -> str:
    x0, y0, x1, y1 = cut.box
    name = escape(cut.id, quote=True)
    sorts = [cut.kind, *(["low"] if _is_low(cut) else []), *(["flagged"] if cut.flags else [])]
    chips = "".join(
        f'<li title="{escape(sentence, quote=True)}">{escape(text)}</li>'
        for text, sentence in (FLAG_TEXTS[flag] for flag in cut.flags)
    )
    share = f"{cut.confidence:.0%}"
    return (
        f'<li class="card {" ".join(sorts)}" id="{name}" data-id="{name}" data-box="{x0},{y0},{x1},{y1}">'
        f'<a href="#box-{name}"><span class="thumb"></span><div>'
        f'<p class="what"><b>{number}</b> <em>{cut.kind}</em> <code>{name}</code></p>'
        f'<p class="place">{x1 - x0:,} × {y1 - y0:,} px at x&nbsp;{x0:,}, y&nbsp;{y0:,}</p>'
        f'<p class="sure" title="confidence {share}"><i style="--share: {share}"></i>{share}</p>'
        + (f'<ul class="flags">{chips}</ul>' if chips else "")
        + "</div></a></li>"
    )


def _counts(strip: Strip, cutlist: CutList) -> str:
    flagged = sum(bool(cut.flags) for cut in cutlist.cuts)
    parts = [
        _count(len(strip.pages), "page"),
        _count(len(cutlist.cuts), "cut"),
        _count(len(cutlist.bubbles), "bubble"),
        f"{flagged:,} flagged",
    ]
    texts = "".join(f"<span>{part}</span>" for part in parts)
    return f'{texts}<span class="size">{strip.width:,} × {strip.height:,} px</span>'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _filters(cutlist: CutList) -> Iterator[str]:
    cuts = cutlist.cuts
    below = f"confidence below {LOW_CONFIDENCE:.0%}"
    counts = {
        "all": ("All", "all cuts", len(cuts)),
        "flagged": ("Flagged", "cuts with a flag", sum(bool(cut.flags) for cut in cuts)),
        "low": ("Unsure", below, sum(_is_low(cut) for cut in cuts)),
        "bubble": ("Bubbles", "bubbles that stand alone", len(cutlist.bubbles)),
    }
    for sort, (text, sentence, count) in counts.items():
        pressed = "true" if sort == "all" else "false"
        yield (
            f'<button type="button" data-filter="{sort}" aria-pressed="{pressed}" title="{sentence}">'
            f"{text}<span>{count:,}</span></button>"
        )


def _is_low(cut: Cut) -> bool:
    return cut.confidence < LOW_CONFIDENCE
