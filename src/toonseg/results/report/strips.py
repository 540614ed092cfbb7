"""The part of a report that shows the whole strip of each episode as a map of its cuts and gutters.

A strip is a hundred times as tall as wide: it is broken into columns, at gutters where there is one near.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from toonseg.cuts.cutlist import CutList, Gutter
from toonseg.errors import ToonsegError
from toonseg.pages import data_uri
from toonseg.pictures import encode
from toonseg.results.report.html import count, text
from toonseg.scale import map_tasks
from toonseg.strip import Strip
from toonseg.workspace import CUTS_FILE, EpisodeFolder, read_json

LADDER = ((192, 62), (160, 54), (128, 46), (96, 40))
"""(width in pixels, WebP quality) of the strip, from the finest to the coarsest."""

_COLUMN = 4.6
"""Height of a column, in widths of the strip."""
_NEAR = (0.55, 1.25)
"""A gutter is near to a column's end where it lies between these shares of its height."""


@dataclass(frozen=True)
class StripMap:
    """A strip as it is shown: its cuts, and its columns as [y0, y1) and their pictures."""

    episode: str
    cuts: CutList
    columns: tuple[tuple[int, int, bytes], ...]


@dataclass(frozen=True)
class _Order:
    title: Path
    episode: str
    rung: int


@dataclass(frozen=True)
class Strips:
    """The part, as HTML (empty where nothing could be shown), how many episodes of how many, what failed."""

    html: str
    shown: int
    of: int
    errors: dict[str, ToonsegError]


def strips_of(
    title: Path, names: Collection[str], linked: Collection[str], room: int, jobs: int | None
) -> Strips:
    """Draw the strips of a title's episodes.

    Args:
        title: The title's folder.
        names: Its episodes, in order.
        linked: The ids of the cuts that the page has, which boxes lead to.
        room: Bytes that the part may take, about.
        jobs: Processes; None for one per core.
    """
    episodes = [name for name in names if (EpisodeFolder(title, name).cuts / CUTS_FILE).is_file()]
    errors: dict[str, ToonsegError] = {}
    rung, most = _fitting(title, episodes, room, errors)
    drawn: dict[str, str] = {}
    orders = [_Order(title, name, rung) for name in episodes if name not in errors][:most]
    for outcome in map_tasks(_drawn, orders, jobs=jobs):
        name = outcome.item.episode
        if outcome.error is not None:
            errors[name] = outcome.error
        elif outcome.result is not None:
            few = len(orders) < 3
            drawn[name] = "".join(_shown(outcome.result, linked, opened=few or name == orders[0].episode))
    parts = [drawn[name] for name in episodes if name in drawn]
    html = f'{_KEYS}<div class="strips">{"".join(parts)}</div>' if parts else ""
    return Strips(html, len(parts), len(episodes), errors)


def _fitting(title: Path, episodes: list[str], room: int, errors: dict[str, ToonsegError]) -> tuple[int, int]:
    """The finest rung at which all strips are likely to fit, and how many fit; by what the first one and the
    middle one weigh."""
    mean = 0.0
    for rung in range(len(LADDER)):
        weights = []
        for name in dict.fromkeys([*episodes[:1], *episodes[len(episodes) // 2 :][:1]]):
            try:
                weights.append(_weight(_drawn(_Order(title, name, rung))))
            except ToonsegError as error:
                errors[name] = error
        mean = sum(weights) / max(1, len(weights))
        if mean * len(episodes) <= room:
            return rung, len(episodes)
    return len(LADDER) - 1, max(1, int(room / mean))


def _weight(drawn: StripMap) -> int:
    return sum(len(data) for _, _, data in drawn.columns) * 4 // 3 + 150 * len(drawn.cuts.cuts)


def _drawn(order: _Order) -> StripMap:
    folder = EpisodeFolder(order.title, order.episode)
    cuts = read_json(folder.cuts / CUTS_FILE, CutList)
    strip = Strip.open(folder.root)
    width, quality = LADDER[order.rung]
    columns = []
    for y0, y1 in _broken(cuts):
        pixels = strip.read(y0, min(y1, strip.height))
        size = (min(width, strip.width), max(1, round((y1 - y0) * min(width, strip.width) / strip.width)))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        columns.append((y0, y1, encode(small, "webp", quality=quality)))
    return StripMap(order.episode, cuts, tuple(columns))


def _broken(cuts: CutList) -> Iterator[tuple[int, int]]:
    """The rows [y0, y1) of each column."""
    high = round(_COLUMN * cuts.strip.width)
    middles = [(one.y0 + one.y1) // 2 for one in cuts.gutters]
    y0 = 0
    while cuts.strip.height - y0 > _NEAR[1] * high:
        near = [y for y in middles if _NEAR[0] * high <= y - y0 <= _NEAR[1] * high]
        y1 = min(near, key=lambda y: (abs(y - y0 - high), y), default=y0 + high)
        yield y0, y1
        y0 = y1
    yield y0, cuts.strip.height


_KEYS = (
    '<ul class="legend" aria-label="What the map shows"><li><i class="panel-key"></i>panel</li>'
    '<li><i class="bubble-key"></i>bubble alone</li>'
    '<li><i class="line-key" style="--key:var(--soft)"></i>flat gutter</li>'
    '<li><i class="line-key" style="--key:var(--panel)"></i>gradient</li>'
    '<li><i class="line-key" style="--key:var(--bubble)"></i>texture</li></ul>'
)


def _shown(one: StripMap, linked: Collection[str], *, opened: bool) -> Iterator[str]:
    strip = one.cuts.strip
    told = " · ".join(
        [count(len(one.cuts.panels), "panel"), count(len(one.cuts.bubbles), "bubble"),
         count(len(one.cuts.gutters), "gutter"), f"{strip.width:,} × {strip.height:,} px"]
    )  # fmt: skip
    yield f"<details{' open' if opened else ''}>"
    yield f"<summary>Episode {text(one.episode)}<small>{told}</small></summary>"
    yield '<ol class="columns">'
    for y0, y1, data in one.columns:
        yield f'<li><div class="piece" style="aspect-ratio:{strip.width}/{y1 - y0}">'
        yield f'<img alt="" loading="lazy" decoding="async" src="{data_uri(data, "image/webp")}">'
        yield from _boxes(one, y0, y1, linked)
        yield "</div>"
        yield from (
            _gutter(gutter, y0, y1) for gutter in one.cuts.gutters if gutter.y0 < y1 and gutter.y1 > y0
        )
        yield "</li>"
    yield "</ol></details>"


def _boxes(one: StripMap, y0: int, y1: int, linked: Collection[str]) -> Iterator[str]:
    number, across = 0, 100 / one.cuts.strip.width
    for cut in one.cuts.cuts:
        number += cut.kind == "panel"
        if cut.box[1] >= y1 or cut.box[3] <= y0:
            continue
        left, top, right, bottom = cut.box
        place = (
            f"left:{left * across:.2f}%;width:{(right - left) * across:.2f}%;"
            f"top:{100 * (top - y0) / (y1 - y0):.3f}%;height:{100 * (bottom - top) / (y1 - y0):.3f}%"
        )
        key = f"cut-{one.episode}-{cut.id}"
        # A panel over the end of a column has its number where it begins.
        label = f"<b>{number}</b>" if cut.kind == "panel" and top >= y0 else ""
        if cut.kind == "bubble" or key not in linked or top < y0:
            yield f'<i class="box {cut.kind}" style="{place}">{label}</i>'
        else:
            name = f'aria-label="Panel {number}, cut {text(cut.id)}"'
            yield f'<a class="box" href="#{text(key)}" {name} style="{place}">{label}</a>'


def _gutter(gutter: Gutter, y0: int, y1: int) -> str:
    top, bottom = max(gutter.y0, y0), min(gutter.y1, y1)
    high = y1 - y0
    return (
        f'<i class="gutter {gutter.kind}" style="top:{100 * (top - y0) / high:.3f}%;'
        f'height:{100 * (bottom - top) / high:.3f}%"></i>'
    )
