"""What speaks for a run of empty rows being a gutter, in numbers.

Two tables of them: what is seen of a run and its neighbours, and, once each run of the strip has a first
chance from that, how the runs that are like it fared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.bands import compare_beyond, shared_beyond
from toonseg.cuts.palette import APART, Colour, Palette, learn_palette
from toonseg.cuts.runs import SAME, Run, channel_max, measure_texture
from toonseg.cuts.sides import EDGED, Placed
from toonseg.cuts.sketch import Sketch
from toonseg.cuts.trees import Chances, Table

SEEN = (
    "height", "against-typical", "grain", "busy", "unevenness", "specks",
    "gradient", "texture", "lightness", "saturation", "plain-paper",
    "strip-end", "straight", "line", "narrow", "fading", "overhung", "run", "same", "narrow-width",
    "least-width", "both-widths", "margins", "alone",
    "support", "weight", "dominance", "foreign", "foreign-loose",
    "extent", "alike", "goes-on", "difference", "correlation", "shared-colours",
    "like-it", "like-it-far", "like-it-near", "like-it-edged", "like-it-alone",
    "textures-here", "gradients-here", "flats-here", "heavier-beside", "higher-beside",
)  # fmt: skip
"""The columns of `measure_runs`."""
FARED = (
    "chance", "like-it", "like-it-sure", "like-it-far", "like-it-best", "share-of-sure",
    "against-sure", "beside", "to-sure",
)  # fmt: skip
"""The columns of `compare_chances`."""

FOREIGN = 0.25
"""A colour with less support than this is none of the strip's known grounds."""
PAPER = 40
SURE = 0.7
LEAST_KNOWN = 4


@dataclass(frozen=True)
class _Strip:
    """What is the same for all runs of a strip."""

    sketch: Sketch
    palette: Palette
    placed: tuple[Placed, ...]
    colours: NDArray[np.int16]
    tops: NDArray[np.intp]
    edged: NDArray[np.float64]
    typical: float
    kinds: dict[str, float]


def measure_runs(sketch: Sketch, chains: Sequence[Sequence[Placed]]) -> Table:
    """(N, len(SEEN)): what is seen of the N runs of a strip's chains, in their order."""
    placed = tuple(item for chain in chains for item in chain)
    strip = _Strip(
        sketch,
        learn_palette(sketch, chains),
        placed,
        np.array([item.run.colour for item in placed], np.int16).reshape(-1, 3),
        np.array([item.run.y0 for item in placed], np.intp),
        np.array([item.count(*EDGED) / 2 for item in placed]),
        _typical_height(placed),
        _kinds_of_gutters(placed),
    )
    weights = [max(map(strip.palette.weight, _colours(item.run))) for item in placed]
    rows, first = [], 0
    for chain in chains:
        beside = weights[first : first + len(chain)]
        for k, item in enumerate(chain):
            others = [j for j in range(len(chain)) if j != k]
            rows.append(
                [
                    *_form(sketch, item.run, strip.typical),
                    *_ends(item),
                    *_known(item, strip.palette, beside[k]),
                    *_across(sketch, item),
                    *_alike(strip, first + k),
                    *(
                        strip.kinds[kind] * (item.run.kind == kind)
                        for kind in ("texture", "gradient", "flat")
                    ),
                    any(beside[j] > beside[k] + 0.5 for j in others),
                    any(chain[j].run.height > 2 * item.run.height for j in others),
                ]
            )
        first += len(chain)
    return np.array(rows, np.float64).reshape(-1, len(SEEN))


def compare_chances(chains: Sequence[Sequence[Placed]], chances: Chances) -> Table:
    """(N, len(FARED)): how the runs like each run, and those near it, fared in a first judgement."""
    placed = [item for chain in chains for item in chain]
    colours = np.array([item.run.colour for item in placed], np.int16).reshape(-1, 3)
    tops = np.array([item.run.y0 for item in placed], np.intp)
    heights = np.array([item.run.height for item in placed], np.float64)
    chain_of = np.repeat(np.arange(len(chains)), [len(chain) for chain in chains])
    sure = chances > SURE
    typical = float(np.median(heights[sure])) if sure.any() else 50.0
    rows = []
    for k in range(len(placed)):
        near = _near(colours, k)
        far = near & (np.abs(tops - tops[k]) > APART)
        beside = chain_of == chain_of[k]
        others = sure.copy()
        beside[k] = others[k] = False
        distance = np.abs(tops[others] - tops[k]).min() if others.any() else 10**5
        rows.append(
            [
                chances[k],
                chances[near].mean() if near.any() else 0.5,
                np.log1p((chances[near] > 0.5).sum()),
                chances[far].mean() if far.any() else 0.5,
                chances[far].max(initial=0),
                (near & sure).sum() / max(sure.sum(), 1),
                np.log(heights[k] / typical),
                chances[beside].max(initial=0),
                np.log1p(distance),
            ]
        )
    return np.array(rows, np.float64).reshape(-1, len(FARED))


def _near(colours: NDArray[np.int16], k: int) -> NDArray[np.bool_]:
    """Which other runs have the colour of run `k`."""
    near: NDArray[np.bool_] = channel_max(np.abs(colours - colours[k])) <= SAME / 2
    near[k] = False
    return near


def _typical_height(placed: Sequence[Placed]) -> float:
    """Median height, in rows, of the runs that stand alone between straight edges."""
    heights = [item.run.height for item in placed if _is_plain(item)]
    return float(np.median(heights)) if len(heights) >= LEAST_KNOWN else 60.0


def _is_plain(item: Placed) -> bool:
    return item.alone and item.count(*EDGED) == 2 and min(item.over.width, item.under.width) > 0.3


def _kinds_of_gutters(placed: Sequence[Placed]) -> dict[str, float]:
    """Of the runs that stand alone between straight edges, the share of each kind; 0 if there is but one."""
    kinds = [item.run.kind for item in placed if item.alone and item.count(*EDGED) == 2]
    return {
        kind: kinds.count(kind) / len(kinds) if len(kinds) > 1 else 0.0
        for kind in ("flat", "gradient", "texture")
    }


def _form(sketch: Sketch, run: Run, typical: float) -> list[float]:
    low, high = min(run.colour), max(run.colour)
    return [
        np.log(run.height / 40),
        float(np.clip(np.log(run.height / max(typical, 4)), -2.5, 2)),
        run.grain,
        *measure_texture(sketch, run),
        run.kind == "gradient",
        run.kind == "texture",
        sum(run.colour) / 3,
        high - low,
        max(0.0, 1 - min(255 - low, high) / PAPER),
    ]


def _ends(item: Placed) -> list[float]:
    sides = (item.over, item.under)
    widths = [side.width for side in sides]
    return [
        *(item.count(end) for end in ("strip", "straight", "line", "narrow", "fading", "overhung")),
        *(item.count(end) for end in ("run", "same")),
        sum(side.width for side in sides if side.end == "narrow"),
        min(widths),
        sum(widths),
        item.margins,
        item.alone,
    ]


def _known(item: Placed, palette: Palette, weight: float) -> list[float]:
    support = max(map(palette.support, _colours(item.run)))
    dominance, foreign = palette.dominance(item.run.y0), support < FOREIGN
    loose = item.count(*EDGED, "run") < 2
    return [support, np.log1p(weight), dominance, dominance * foreign, float(foreign and loose)]


def _colours(run: Run) -> list[Colour]:
    """The run's colour; of a gradient also those it begins and ends with, which other gutters may have."""
    if run.kind != "gradient":
        return [run.colour]
    ends = [np.median(profile, axis=0) for profile in (run.top, run.bottom)]
    return [run.colour, *((int(r), int(g), int(b)) for r, g, b in ends)]


def _across(sketch: Sketch, item: Placed) -> list[float]:
    if item.count("run", "same", "strip"):
        return [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    across = compare_beyond(sketch, item.run)
    shared = shared_beyond(sketch, item.run)
    goes_on = across.extent * across.alike
    difference = min(across.difference, 120.0)
    return [across.extent, across.alike, goes_on, difference, across.correlation, shared * across.extent]


def _alike(strip: _Strip, k: int) -> list[float]:
    """How many runs have this run's colour, how many of them far away, and how those end."""
    near = _near(strip.colours, k)
    if not near.any():
        return [0.0] * 5
    distance = np.abs(strip.tops[near] - strip.tops[k])
    alone = [strip.placed[j].alone for j in np.flatnonzero(near)]
    return [
        np.log1p(near.sum()),
        np.log1p((distance > APART).sum()),
        float(distance.min() < APART),
        float(strip.edged[near].mean()),
        float(np.mean(alone)),
    ]
