"""Recolouring beside the same cut drawn with other hair, and beside two naive ways.

python -m benchmarks.results.recolor --out benchmarks/results/recolor.json     # two minutes on a core

A drawn cut is drawn again with the hair of one character in another colour; nothing else changes. With the
lightness kept, that colour has the lightness of the old one; with lightness moved (`--lightness 1`) it is
any. Every method gets the exact mask and the colour that the new hair has on the page, with the page's light
and tint; `toonseg recolor` finds the old one itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.annotations.instance import Instance
from toonseg.annotations.masks import Mask
from toonseg.classes import InstanceClass
from toonseg.pictures import Rgb
from toonseg.results.colours import (
    Colour,
    ciede2000,
    colour_of,
    lab,
    most_chroma,
    oklab,
    oklab_of_oklch,
    oklch,
    rgb_of_lab,
    rgb_of_oklab,
)
from toonseg.results.palettes.looks import look_at
from toonseg.results.recolor.paint import recoloured
from toonseg.results.recolor.shift import Shift
from toonseg.synth.art.presets import ALL
from toonseg.synth.titles import Cut, Order, artist_of, draw_cut
from toonseg.synth.titles.artist import Artist, rng_of
from toonseg.synth.titles.taste import Shot
from toonseg.workspace import write_text

SIZE = (400, 690)
KEPT, MOVED = "lightness kept", "lightness moved"
WANTED = ("#7a3b9f", "#d8503c", "#e8c15a", "#2a9d7a", "#3b6fd0", "#f2a0c0")
_FIRST_TITLE = 2_000_000  # titles of their own
_LEAST = 800  # pixels of hair
_REACH = 4  # pixels beside the mask in which soft edges may change something
_COLOURED = 0.03  # chroma of OKLCH from which a hue is sure


@dataclass(frozen=True)
class Pair:
    """A cut, the hair in it (HW bool), its colour, and the cut with that in a new one."""

    before: Rgb
    mask: NDArray[np.bool_]
    colour: Colour
    wanted: Colour
    after: Rgb


Method = Callable[[Rgb, NDArray[np.bool_], Colour, float], Rgb]


def ours(pixels: Rgb, mask: NDArray[np.bool_], wanted: Colour, lightness: float) -> Rgb:
    """`toonseg recolor`, of one cut."""
    one = Instance("hair", Mask.of_pixels(mask))
    base = look_at(pixels, one)[0].rgb
    return recoloured(pixels, [(one.mask, Shift(base, wanted, lightness))])


def by_hsv(pixels: Rgb, mask: NDArray[np.bool_], wanted: Colour, lightness: float) -> Rgb:
    """Hue and saturation of HSV replaced; to move lightness, the value scaled as the medians ask."""
    seen = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(np.float32)
    new = cv2.cvtColor(np.array([[wanted]], np.uint8), cv2.COLOR_RGB2HSV)[0, 0].astype(np.float32)
    seen[mask, :2] = new[:2]
    if lightness:
        seen[mask, 2] *= new[2] / max(1.0, float(np.median(seen[mask, 2])))
    out = pixels.copy()
    turned = cv2.cvtColor(np.clip(np.rint(seen), 0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB)
    out[mask] = turned[mask]
    return out


def by_lab(pixels: Rgb, mask: NDArray[np.bool_], wanted: Colour, lightness: float) -> Rgb:
    """a and b of CIE Lab replaced; to move lightness, the difference of the medians added."""
    out = pixels.copy()
    seen, new = lab(pixels[mask]), lab(np.array(wanted, np.uint8))
    if lightness:
        seen[:, 0] += new[0] - np.median(seen[:, 0])
    seen[:, 1:] = new[1:]
    out[mask] = rgb_of_lab(seen)
    return out


METHODS: dict[str, Method] = {"toonseg": ours, "HSV": by_hsv, "Lab": by_lab}


def pairs(cuts: int) -> Iterator[dict[str, Pair]]:
    """Cuts of every preset in turn: hair in one of the colours, at its old lightness and at the new one's."""
    number = drawn = 0
    while drawn < cuts:
        order = Order(6, ALL[number % len(ALL)].name)
        artist, place = artist_of(order, _FIRST_TITLE + number), number
        number += 1
        if artist.style.mono > 0.5:
            continue  # grey pages have no hues
        plain = _with_hair(artist, None, None)
        before = _draw(plain, order, place)
        hair = [one for one in before.instances if one.cls is InstanceClass.HAIR and one.character < 100]
        one = max(hair, key=lambda one: one.area, default=None)
        if one is None or one.area < _LEAST:
            continue
        mask = np.zeros(SIZE, bool)
        x0, y0, x1, y1 = one.box
        mask[y0:y1, x0:x1] = one.mask
        beside = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0
        old = plain.cast.named(one.character).character.hair.colour
        asked = colour_of(WANTED[drawn % len(WANTED)])
        found = {}
        for name, wanted in ((KEPT, at_lightness_of(old, asked)), (MOVED, asked)):
            after = _draw(_with_hair(artist, one.character, wanted), order, place)
            same = np.array_equal(before.ids, after.ids)
            # Glow and blur carry colour to other pixels, and chance may ask for the colour: another drawing.
            if same and (before.picture != after.picture).any(2)[beside].mean() < 0.02:
                new = look_at(after.picture, Instance("hair", Mask.of_pixels(mask)))[0].rgb
                found[name] = Pair(before.picture, mask, old, new, after.picture)
        if len(found) == 2:
            drawn += 1
            yield found


def at_lightness_of(old: Colour, wanted: Colour) -> Colour:
    """The wanted hue at the lightness of the old colour, with the wanted chroma as far as sRGB has it."""
    lightness = oklab(np.array(old, np.uint8))[0]
    _, chroma, hue = oklch(oklab(np.array(wanted, np.uint8)))
    chroma = min(chroma, most_chroma(lightness, float(hue)))
    red, green, blue = (
        int(v) for v in rgb_of_oklab(oklab_of_oklch(np.array([lightness, chroma, hue], np.float32)))
    )
    return red, green, blue


def _draw(artist: Artist, order: Order, place: int) -> Cut:
    rng = rng_of(order, _FIRST_TITLE + place, 1)
    shot = (Shot.BUST, Shot.HALF, Shot.FACE, Shot.KNEES)[place % 4]
    return draw_cut(SIZE, artist.cast, artist.style, rng, shot=shot, scene=artist.scenes[0], bubbles=0.0)


def _with_hair(artist: Artist, number: int | None, colour: Colour | None) -> Artist:
    """The artist with hair of one colour on every head, and of a new one on that of one member."""
    members = []
    for member in artist.cast.members:
        hair: Any = replace(member.character.hair, ends=None, streak=None)  # type: ignore[type-var]
        if member.number == number:
            hair = replace(hair, colour=colour)
        members.append(replace(member, character=replace(member.character, hair=hair)))
    return replace(artist, cast=replace(artist.cast, members=tuple(members)))


def ssim(one: NDArray[Any], two: NDArray[Any], mask: NDArray[np.bool_], reach: float) -> float:
    """Structural similarity (Wang et al., 2004: Gaussian window of 1.5 pixels) of HW values 0 .. reach.

    The mean over a mask; what lies outside of the mask is that of the first in both.
    """
    first, second = one.astype(np.float64), np.where(mask, two, one).astype(np.float64)

    def mean(values: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5))

    a, b = mean(first), mean(second)
    c1, c2 = (0.01 * reach) ** 2, (0.03 * reach) ** 2
    va, vb, both = mean(first**2) - a * a, mean(second**2) - b * b, mean(first * second) - a * b
    values = (2 * a * b + c1) * (2 * both + c2) / ((a * a + b * b + c1) * (va + vb + c2))
    return float(values[mask].mean())


def measure(pair: Pair, made: Rgb) -> dict[str, float]:
    """How near a recoloured cut is to the one that was drawn so."""
    mask = pair.mask
    near = cv2.dilate(mask.astype(np.uint8), np.ones((2 * _REACH + 1,) * 2, np.uint8)) > 0
    rim = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) - cv2.erode(
        mask.astype(np.uint8), np.ones((5, 5), np.uint8)
    )
    away = ciede2000(lab(made), lab(pair.after))
    seen, wanted = oklch(oklab(made[mask])), oklch(oklab(np.array(pair.wanted, np.uint8)))
    sure = seen[:, 1] > _COLOURED
    turn = np.abs((seen[sure, 2] - wanted[2] + np.pi) % (2 * np.pi) - np.pi)
    return {
        "ciede2000": float(away[mask].mean()),
        "ciede2000 at the rim": float(away[rim > 0].mean()),
        "ssim of L (OKLab)": ssim(oklab(pair.before)[..., 0], oklab(made)[..., 0], mask, 1.0),
        "ssim of L* (CIE Lab)": ssim(lab(pair.before)[..., 0], lab(made)[..., 0], mask, 100.0),
        "hue error in degrees": float(np.degrees(np.median(turn))) if sure.any() else float("nan"),
        "changed outside": float((made != pair.before).any(2)[~near].sum()),
    }


def run(cuts: int) -> dict[str, Any]:
    """All methods on all pairs: means, and the least and the most."""
    methods = {**METHODS, "as it was": lambda pixels, *_: pixels}
    values: dict[str, dict[str, list[dict[str, float]]]] = {
        name: {method: [] for method in methods} for name in (KEPT, MOVED)
    }
    for place, both in enumerate(pairs(cuts)):
        print(f"\r{place + 1} of {cuts}", end="", file=sys.stderr)
        for name, pair in both.items():
            for method, paint in methods.items():
                made = paint(pair.before, pair.mask, pair.wanted, float(name == MOVED))
                values[name][method].append(measure(pair, made))
    print(file=sys.stderr)
    return {
        name: {"cuts": cuts, **{method: _summed(rows) for method, rows in of.items()}}
        for name, of in values.items()
    }


def _summed(rows: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    columns = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    return {
        key: {
            "mean": round(float(np.nanmean(column)), 4),
            "least": round(float(np.nanmin(column)), 4),
            "most": round(float(np.nanmax(column)), 4),
        }
        for key, column in columns.items()
    }


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    lines = []
    for name, methods in found.items():
        lines.append(f"{name}: {methods['cuts']} cuts")
        for method, keys in methods.items():
            if method != "cuts":
                told = ", ".join(f"{key} {value['mean']:.3f}" for key, value in keys.items())
                lines.append(f"  {method:10} {told}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print; write JSON where told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=54)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    found = run(given.cuts)
    print(table(found))
    if given.out is not None:
        write_text(given.out, json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
