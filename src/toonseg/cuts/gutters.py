"""Which runs of empty rows are gutters, and which belong to a picture.

A flat sky at the top of a panel, a white band across it, or the gap between a figure and its shadow are as
empty as a gutter. What tells them apart is learned from the episode itself: the colours that stand
alone between pictures or beside them (the palette), how a run ends (at a straight edge, at a narrow shape, or
fading), and whether the picture goes on behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.bands import SAME, Across, compare_across, shared_palette
from toonseg.cuts.runs import QUIET, Run, spans_of
from toonseg.cuts.sketch import Sketch

End = Literal["straight", "line", "overhung", "narrow", "fading", "run", "same", "strip"]

CHAIN_ROWS = 9
"""Runs this near to each other are neighbours: a frame line may stand between them."""
THIN_ROWS = 16
"""Thinner gutters than this have a colour that comes back in the strip."""
LOOSE_ROWS = 34
"""A gap without a straight edge on either side is a gutter only if it is this high."""
LINE_CONTRAST = 50
APART = 250
"""Two runs of one colour nearer than this, in rows, may lie in one picture."""
LINE_ROWS = 8
"""A frame line is at most this thick."""
LEAST_WIDTH = 0.2
"""A straight edge covers at least this share of the strip's width."""
REACH = 48
FAR_REACH = 170


@dataclass(frozen=True)
class Side:
    """What lies beyond one end of a run: how it begins, over which share of the width, and whether the run's
    colour goes on beside it as a margin."""

    end: End
    width: float
    margin: bool


@dataclass(frozen=True)
class Judged:
    """A run with the evidence for it; `score` above 0 makes it a gutter."""

    run: Run
    over: Side
    under: Side
    palette: float
    weight: float
    band: bool
    score: float


def judge_runs(sketch: Sketch, runs: Sequence[Run]) -> list[Judged]:
    """Weigh every run of a strip; see `Judged.score`."""
    chains = [_without_lines(chain) for chain in _chains(runs)]
    sides = {id(link.run): _sides(sketch, chain, k) for chain in chains for k, link in enumerate(chain)}
    palette = _palette(chains, sides) + _border_swatches(sketch)
    typical = _typical_heights(chains, sides)
    alone = [swatch for swatch in palette if swatch.alone]
    judged = []
    for chain in chains:
        weighed = [_weigh(sketch, link.run, *sides[id(link.run)], palette, typical) for link in chain]
        judged += _resolve(weighed, alone)
    return judged


@dataclass(frozen=True)
class _Link:
    """A run in a chain, and whether a frame line borders it above and below."""

    run: Run
    line_over: bool = False
    line_under: bool = False


def _chains(runs: Sequence[Run]) -> list[list[Run]]:
    chains: list[list[Run]] = []
    for run in runs:
        if chains and run.y0 - chains[-1][-1].y1 <= CHAIN_ROWS:
            chains[-1].append(run)
        else:
            chains.append([run])
    return chains


def _without_lines(chain: Sequence[Run]) -> list[_Link]:
    """Take frame lines out of a chain: thin runs at its ends, or around a run that may be gutter."""
    if len(chain) == 1:
        return [_Link(chain[0])]
    thin = [run.height <= LINE_ROWS for run in chain]
    line = list(thin)
    for k in range(1, len(chain) - 1):
        if thin[k - 1] and thin[k] and thin[k + 1] and _alike(chain[k - 1], chain[k + 1]):
            line[k] = False
    if all(line):
        line[max(range(len(chain)), key=lambda k: chain[k].height)] = False
    for k in range(len(chain)):
        beside = [chain[j] for j in (k - 1, k + 1) if 0 <= j < len(chain) and not line[j]]
        line[k] = line[k] and all(_contrast(chain[k], other) >= LINE_CONTRAST for other in beside)
    kept = [k for k in range(len(chain)) if not line[k]]
    return [_Link(chain[k], k > 0 and line[k - 1], k + 1 < len(chain) and line[k + 1]) for k in kept]


def _alike(a: Run, b: Run) -> bool:
    return _contrast(a, b) <= 2 * SAME


def _contrast(a: Run, b: Run) -> int:
    return max(abs(p - q) for p, q in zip(a.colour, b.colour, strict=True))


def _sides(sketch: Sketch, chain: Sequence[_Link], k: int) -> tuple[Side, Side]:
    link, run = chain[k], chain[k].run
    if link.line_over:
        over = Side("line", 1.0, False)
    elif k > 0:
        over = Side(_meeting(run, chain[k - 1].run), 1.0, False)
    else:
        over = _side(sketch, run, -1)
    if link.line_under:
        under = Side("line", 1.0, False)
    elif k + 1 < len(chain):
        under = Side(_meeting(run, chain[k + 1].run), 1.0, False)
    else:
        under = _side(sketch, run, 1)
    return over, under


def _meeting(run: Run, other: Run) -> End:
    """Whether two runs of a chain meet at a step of colour, or are one ground with something thin across it."""
    return "run" if _contrast(run, other) > SAME else "same"


def _side(sketch: Sketch, run: Run, direction: int) -> Side:
    """Look away from a run, up (-1) or down (1)."""
    if direction > 0:
        rows, profile = sketch.samples[run.y1 : run.y1 + FAR_REACH], run.bottom
    else:
        rows, profile = sketch.samples[max(run.y0 - FAR_REACH, 0) : run.y0][::-1], run.top
    if run.kind == "texture" and len(rows) > 12:
        # Single pixels of a texture say little; the mean of seven rows must clear the border.
        rows = cv2.blur(rows, (1, 7), borderType=cv2.BORDER_REPLICATE)[3:]
    if len(rows) < 12:
        return Side("strip", 1.0, False)
    distance = np.abs(rows.astype(np.float32) - profile[None]).max(axis=2)
    drawn = distance > SAME
    share = drawn.mean(axis=1)
    # A run ends a few rows early where JPEG has smeared the edge.
    late = int((share[:6] >= LEAST_WIDTH).argmax())
    distance, drawn, share = distance[late:], drawn[late:], share[late:]
    near = float(np.median(share[1:7]))
    far = float(np.max(_smooth(share[:REACH])))
    tinted = float(((distance[1:6] > SAME / 5) & (distance[1:6] < 2.5 * SAME)).mean())
    if near >= LEAST_WIDTH and (near >= 0.65 * far or near >= 0.45) and _is_solid(drawn[1:7]):
        return Side("straight", near, _has_margin(distance, drawn))
    if far >= 0.5 and tinted >= 0.5:
        return Side("fading", far, False)
    if near < 0.4 and _jumps(share):
        return Side("overhung", near, False)
    return Side("narrow", near, False)


def _is_solid(rows: NDArray[np.bool_]) -> bool:
    """Whether the rows are drawn on without holes from their first drawn bin to their last, unlike lettering."""
    often = np.flatnonzero(rows.any(axis=0))
    return bool(rows[:, often[0] : often[-1] + 1].mean() >= 0.75)


def _jumps(share: NDArray[np.float64]) -> bool:
    """Whether the drawn share of the rows rises at once, some way off: a panel's edge behind a bubble."""
    before = _smooth(share[:-8], 3)[: len(share) - 12]
    after = _smooth(share[4:], 3)[: len(before)]
    k = np.flatnonzero((after - before >= 0.35) & (after >= 0.6))
    return bool(len(k)) and bool(share[: k[0]].max(initial=0) <= 0.6)


def _has_margin(distance: NDArray[np.float32], drawn: NDArray[np.bool_]) -> bool:
    """Whether the run's colour goes on beside a straight-sided picture, at the left or right border."""
    near, rows = drawn[1:7].mean(axis=0) > 0.5, drawn[8:40]
    if len(rows) < 16 or not 0.45 <= near.mean() < 1:
        return False
    first, last = int(near.argmax()), len(near) - int(near[::-1].argmax())
    outside = np.ones(len(near), bool)
    # The bins that a side edge runs through may fall on either side.
    outside[max(first - 1, 0) : last + 1] = False
    if not outside.any():
        return False
    calm = (distance[8:40][:, outside] <= SAME / 2).mean()
    inside = rows[:, first + 1 : max(last - 1, first + 2)]
    return bool(calm >= 0.95 and (inside[:, 0].mean() > 0.7 and inside[:, -1].mean() > 0.7))


def _smooth(values: NDArray[np.float64], size: int = 5) -> NDArray[np.float64]:
    if len(values) < size:
        return values
    return np.convolve(values, np.ones(size) / size, mode="valid")


@dataclass(frozen=True)
class _Swatch:
    colour: tuple[int, int, int]
    weight: float
    y: int
    alone: bool = False


_EDGED = ("straight", "line")


def _palette(chains: Sequence[Sequence[_Link]], sides: dict[int, tuple[Side, Side]]) -> list[_Swatch]:
    """Colours that stand alone between pictures or beside them, each weighted by its evidence."""
    swatches = []
    for chain in chains:
        for k, link in enumerate(chain):
            ends = sides[id(link.run)]
            weight = float(sum(side.margin for side in ends))
            edged = sum(side.end in _EDGED for side in ends)
            open_ends = sum(side.end in ("narrow", "overhung", "strip") for side in ends)
            if len(chain) == 1:
                weight += 0.5 * edged + 0.15 * open_ends
            elif [side.end for side in ends] == ["run", "run"]:
                weight += 0.6
            else:
                weight += 0.2 * edged
            if link.run.kind != "flat":
                weight = 0.5 * (edged == 2 and len(chain) == 1)
            if weight:
                alone = len(chain) == 1 and link.run.kind == "flat"
                swatches.append(_Swatch(link.run.colour, weight, link.run.y0, alone))
    return swatches


def _border_swatches(sketch: Sketch) -> list[_Swatch]:
    """Colours that the strip has at its left and right border at once, counted once for each place.

    A colour that comes back at three or more places is likely the ground's, even where bubbles cross every gutter.
    """
    left, right = sketch.samples[:, 0].astype(np.int16), sketch.samples[:, -1].astype(np.int16)
    calm = sketch.busy[:, [0, -1]].max(axis=1) <= QUIET
    same = calm & (np.abs(left - right).max(axis=1) <= SAME / 2)
    same[1:] &= np.abs(np.diff(left, axis=0)).max(axis=1) <= SAME / 2
    places = [(y0, np.median(left[y0:y1], axis=0)) for y0, y1 in spans_of(same) if y1 - y0 >= 12]
    swatches = []
    for y0, colour in places:
        alike = [y for y, other in places if np.abs(other - colour).max() <= SAME / 2]
        if sum(b - a >= 150 for a, b in zip(alike[:-1], alike[1:], strict=True)) >= 2:
            r, g, b = (int(v) for v in colour)
            swatches.append(_Swatch((r, g, b), 0.25, y0))
    return swatches


def _support(run: Run, palette: Sequence[_Swatch]) -> float:
    """How much of the palette has this run's colour, 0..1; saturates at three gutters' worth."""
    weight = _weight_of(run.colour, palette)
    total = sum(s.weight for s in palette)
    return min(1.0, weight / 3, 2 * weight / total) if total else 0.0


def _dominance(palette: Sequence[_Swatch], y: int) -> float:
    """How surely one flat colour is the ground around row `y`, 0..1: from flat runs that stand alone."""
    sure: list[_Swatch] = []
    for swatch in palette:
        if swatch.alone and swatch.weight >= 1:
            near = [other for other in sure if abs(other.y - swatch.y) < APART]
            if not any(_weight_of(swatch.colour, [other]) for other in near):
                sure.append(swatch)
    if len(sure) < 4:
        return 0.0
    main = max(sure, key=lambda swatch: _weight_of(swatch.colour, sure))
    same = [swatch.y for swatch in sure if _weight_of(main.colour, [swatch])]
    if not min(same) <= y <= max(same):
        return 0.0
    share = _weight_of(main.colour, sure) / sum(swatch.weight for swatch in sure)
    return max(0.0, 2 * share - 1)


def _weight_of(colour: tuple[int, int, int], palette: Sequence[_Swatch]) -> float:
    return sum(s.weight for s in palette if np.abs(np.subtract(s.colour, colour)).max() <= SAME / 2)


@dataclass(frozen=True)
class _Heights:
    """Heights of the gutters that are plain to see, in rows: a low one (a fifth are lower) and the middle one."""

    low: float
    middle: float


def _typical_heights(chains: Sequence[Sequence[_Link]], sides: dict[int, tuple[Side, Side]]) -> _Heights:
    heights = [
        chain[0].run.height
        for chain in chains
        if len(chain) == 1
        and all(side.end in _EDGED and side.width > 0.3 for side in sides[id(chain[0].run)])
    ]
    if len(heights) < 4:
        return _Heights(0.0, 60.0)
    return _Heights(float(np.percentile(heights, 20)), float(np.median(heights)))


_WORTH: dict[End, float] = {
    "straight": 1.0,
    "line": 1.0,
    "overhung": 0.5,
    "strip": 0.5,
    "narrow": 0.2,
    "run": 0.1,
    "same": 0.1,
    "fading": -0.3,
}


def _weigh(
    sketch: Sketch, run: Run, over: Side, under: Side, palette: Sequence[_Swatch], typical: _Heights
) -> Judged:
    known = _dominance(palette, run.y0)
    support = _support(run, palette)
    ends = (over.end, under.end)
    score = _WORTH[over.end] + _WORTH[under.end] + 0.6 * (over.margin + under.margin) + 1.2 * support - 0.6
    if ends == ("run", "run"):
        score += 0.6
    edged = sum(end in (*_EDGED, "run") for end in ends)
    loose = not edged and not any(end in ("strip", "run", "overhung") for end in ends)
    if run.height < LOOSE_ROWS * (1.0 if loose else 0.4 if not edged else 0.0):
        score -= 3.0
    plain = run.kind == "texture" and edged and not known and run.height >= LOOSE_ROWS
    if edged + ends.count("overhung") < 2 and support < 0.3 and not (over.margin or under.margin):
        score -= 0.4 if plain else 1.2 if run.kind == "texture" else 0.8
    if support < 0.25 and not (over.margin or under.margin):
        score -= known * (1.0 if run.height >= LOOSE_ROWS and run.kind == "flat" else 2.0)
    if support < 0.3 and run.height < THIN_ROWS and not (over.margin or under.margin):
        score -= 1.5
    band = _is_band(sketch, run, (over, under), typical)
    score -= 4.0 * band
    return Judged(run, over, under, support, _weight_of(run.colour, palette), band, score)


def _across(sketch: Sketch, run: Run) -> Across:
    """The rows above and below a run, some rows away from its borders, compared."""
    a = sketch.samples[max(run.y0 - 12, 0) : max(run.y0 - 6, 1)].astype(np.float32)
    b = sketch.samples[run.y1 + 6 : run.y1 + 12].astype(np.float32)
    if not len(a) or not len(b):
        return Across(0.0, 0.0, 255.0)
    return compare_across(np.median(a, axis=0), np.median(b, axis=0), run.top, run.bottom)


def _is_framed(sketch: Sketch, run: Run) -> bool:
    """Whether a line of one colour borders the run above and below, as panels' frames do."""
    over = sketch.samples[max(run.y0 - 6, 0) : run.y0]
    under = sketch.samples[run.y1 : run.y1 + 6]
    above = sketch.samples[max(run.y0 - 12, 0) : max(run.y0 - 6, 1)]
    below = sketch.samples[run.y1 + 6 : run.y1 + 12]
    if min(len(over), len(under), len(above), len(below)) == 0:
        return False
    return _has_line(over, above, run.top) and _has_line(under, below, run.bottom)


def _has_line(rows: NDArray[np.uint8], inside: NDArray[np.uint8], ground: NDArray[np.float32]) -> bool:
    picture = np.median(inside, axis=0)
    drawn = np.abs(picture - ground).max(axis=1) > SAME
    if drawn.sum() < 3:
        return False
    for row in rows[:, drawn].astype(np.float32):
        line = np.median(row, axis=0)
        even = (np.abs(row - line).max(axis=1) < 1.5 * SAME).mean()
        apart = (np.abs(picture[drawn] - line).max(axis=1) > 2 * SAME).mean()
        if min(even, apart) >= 0.8:
            return True
    return False


def _is_band(sketch: Sketch, run: Run, sides: tuple[Side, Side], typical: _Heights) -> bool:
    """Whether a run crosses one picture: it goes on behind, or the gap is not as this strip's gutters are."""
    ends = [side.end for side in sides]
    if any(end in ("run", "same", "strip", "overhung") for end in ends):
        return False
    across = _across(sketch, run)
    if run.height <= 1.2 * typical.middle + 20:
        if across.surely_same_picture:
            return True
        if across.same_picture and "line" not in ends and not _is_framed(sketch, run):
            return True
    if run.height <= 0.8 * typical.middle and across.extent >= 0.85 and across.alike > 0.2:
        above = sketch.samples[max(run.y0 - 60, 0) : max(run.y0 - 6, 1)]
        below = sketch.samples[run.y1 + 6 : run.y1 + 60]
        if shared_palette(above, below, run.colour) >= 0.35:
            return True
    ragged = any(side.end == "narrow" and side.width >= 0.4 for side in sides)
    if ragged and across.extent >= 0.75 and 0 < typical.low and run.height <= 1.5 * typical.middle:
        return True
    low = run.height < min(0.4 * typical.low, LOOSE_ROWS)
    return low and across.extent >= 0.7 and not _is_framed(sketch, run)


def _resolve(weighed: list[Judged], alone: Sequence[_Swatch]) -> list[Judged]:
    """In a chain of touching runs, keep those that are about as good as the best one."""
    if len(weighed) < 2:
        return weighed
    heaviest = max(2.0, *(item.weight for item in weighed))
    best = max(weighed, key=lambda item: item.score + 2 * item.weight / heaviest)
    return [
        item if item is best or _stands_beside(item, best, alone) else _with_score(item, -1.0)
        for item in weighed
    ]


def _stands_beside(item: Judged, best: Judged, alone: Sequence[_Swatch]) -> bool:
    """Whether a run is a gutter besides the best of its chain: two grounds meet there, as where scenes change."""
    if _contrast(item.run, best.run) <= SAME:
        return True
    if item.score < best.score - 0.6:
        return False
    return min(_support(item.run, alone), _support(best.run, alone)) >= 0.4 or (
        item.run.kind == best.run.kind == "texture"
    )


def _with_score(item: Judged, score: float) -> Judged:
    return Judged(
        item.run, item.over, item.under, item.palette, item.weight, item.band, min(item.score, score)
    )
