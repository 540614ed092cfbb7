"""Things beside those of openclipart: emoji of animals and objects, hats, and things that look painted."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from toonseg.classes import EIGHT

from .brush import Brush, brush_of
from .clipart import PEOPLE, Clip, is_usable_shape
from .drawing import Figure, decoded
from .emoji import svg_of
from .painting import painted

SEEN = 20
"""Fainter pixels (alpha of 255) do not count as a part of a thing."""
HAIR, OUTER = EIGHT.index("hair") + 1, EIGHT.index("outer") + 1
EMOJI = ("noto", "twemoji", "emojione")
"""The sets whose icons are told apart by category."""
CATEGORIES = ("Animals & Nature", "Nature", "Food & Drink", "Food", "Objects", "Travel & Places", "Travel")
WORN = re.compile(
    r"jeans|necktie|kimono|sari|vest|scarf|uniform|jersey|clothes|running|teddy|nesting|socks|goggles"
    r"|motorcycle|briefs|shorts|bikini|swim|glove|coat"
)
"""Names of things with a class of ours, or with somebody on them, that PEOPLE does not tell."""
HATS = (
    "top-hat",
    "womans-hat",
    "billed-cap",
    "military-helmet",
    "rescue-workers-helmet",
    "crown",
    "graduation-cap",
)
"""Emoji of hats, seen from the front or half from the side, to be put on heads."""
HAT_FILES = (
    "hat_-_clothing_nicu_bucu_01.svg",
    "hat_-_clothing_nicu_bucu_02.svg",
    "hat_-_clothing_nicu_bucu_03.svg",
    "hat_-_clothing_nicu_bucu_04.svg",
    "hat_-_clothing_nicu_bucu_05.svg",
    "hat_01.svg",
    "hat_02.svg",
    "baseball_cap_bw_ganson.svg",
    "baseball_cap_ganson.svg",
    "simple_crown_with_one_r_01.svg",
    "simple_crown_with_three_01.svg",
    "bejewelled_crown_with_t_01.svg",
    "propeller.svg",
    "sombrero_dave_pena_01.svg",
    "slouch_hat_01.svg",
    "pimp_hat_james_birkett_01.svg",
    "tophat_benji_park_01.svg",
    "aussie_hat_01.svg",
    "purple_hat_nicu_buculei_01.svg",
)


class Thing(Protocol):
    """A thing that can be drawn at any size; `ratio` is height over width."""

    @property
    def ratio(self) -> float: ...

    def at(self, width: int) -> NDArray[np.uint8]: ...


@dataclass(frozen=True)
class Icon:
    """An emoji cut out of its canvas: SVG and its height over its width."""

    svg: str
    ratio: float

    def at(self, width: int) -> NDArray[np.uint8]:
        """The thing at a width in pixels: HWC uint8 RGBA, not premultiplied."""
        return _drawn(self.svg, width)


@dataclass(frozen=True)
class PaintedThing:
    """A thing painted as people are: with folds as of cloth, or all in strands as hair is.

    So neither strands nor gloss nor strokes of a brush tell hair by themselves.
    """

    thing: Thing
    brush: Brush
    like: int

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.thing.ratio

    def at(self, width: int) -> NDArray[np.uint8]:
        """The thing at a width in pixels: HWC uint8 RGBA, not premultiplied."""
        pixels = self.thing.at(width)
        classes = np.where(pixels[..., 3] > 127, self.like, 0).astype(np.uint8)
        return painted(Figure(pixels, classes), self.brush).pixels


def some_things_painted(things: Sequence[Thing], share: float, rng: np.random.Generator) -> list[Thing]:
    """The same things, about a share of them painted, each with a brush of its own."""
    return [
        PaintedThing(one, brush_of(rng), int(rng.choice((HAIR, OUTER)))) if rng.random() < share else one
        for one in things
    ]


def icons_of(packages: Path) -> list[Icon]:
    """Animals, food, objects and places of the sets of emoji, sorted by name.

    Args:
        packages: The folder with node_modules.
    """
    found = []
    for name in EMOJI:
        folder = packages / "node_modules" / "@iconify-json" / name
        icons = json.loads((folder / "icons.json").read_bytes())
        groups = json.loads((folder / "metadata.json").read_bytes())["categories"]
        names = sorted(
            {icon for group in CATEGORIES for icon in groups.get(group, ())} & icons["icons"].keys()
        )
        shown = [icon for icon in names if not (PEOPLE.search(icon) or WORN.search(icon))]
        found += [icon for one in shown if (icon := _icon(svg_of(icons, one))) is not None]
    return found


def hats_of(packages: Path, clip_art: Path) -> list[Thing]:
    """Hats to be put on heads: of the sets of emoji, and of openclipart's `svg` folder."""
    found: list[Thing] = []
    for name in (*EMOJI, "fluent-emoji"):
        icons = json.loads((packages / "node_modules" / "@iconify-json" / name / "icons.json").read_bytes())
        drawn = (_icon(svg_of(icons, hat)) for hat in HATS if hat in icons["icons"])
        found += [icon for icon in drawn if icon is not None]
    for file in HAT_FILES:
        path = clip_art / "people" / "clothing" / "hats" / file
        high, wide = Clip(path, 1.0).at(96).shape[:2]
        found.append(Clip(path, high / wide))
    return found


def filling(thing: Thing, width: int) -> NDArray[np.uint8]:
    """What is seen of a thing, so many pixels wide, without the empty border around it: HWC uint8 RGBA."""
    columns = np.flatnonzero((thing.at(width)[..., 3] > SEEN).any(0))
    larger = thing.at(round(width * width / (np.ptp(columns) + 1))) if len(columns) else thing.at(width)
    seen = larger[..., 3] > SEEN
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    return larger[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else larger


def turned(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """HWC uint8 RGBA with the hue of its colours turned by so many degrees."""
    hsv = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(np.int32) + round(degrees / 2)) % 180
    return np.dstack([cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), pixels[..., 3]])


def _icon(svg: str) -> Icon | None:
    """An emoji looked at no wider than it is drawn; None where nothing much is seen of it."""
    size = 128
    seen = _drawn(svg, size)[..., 3] > SEEN
    if not is_usable_shape(seen):
        return None
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    start = svg.index('viewBox="') + len('viewBox="')
    end = svg.index('"', start)
    x, y, width, _ = (float(value) for value in svg[start:end].split())
    unit = width / size
    left, top = x + columns[0] * unit, y + rows[0] * unit
    across, down = (np.ptp(columns) + 1) * unit, (np.ptp(rows) + 1) * unit
    view = f"{left:.3f} {top:.3f} {across:.3f} {down:.3f}"
    return Icon(svg[:start] + view + svg[end:], float(down / across))


def _drawn(svg: str, width: int) -> NDArray[np.uint8]:
    return decoded(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
