"""How runs of empty rows end: what lies above and below them, and which of them touch each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.runs import SAME, Run, channel_max, contrast
from toonseg.cuts.sketch import Sketch

End = Literal["straight", "line", "overhung", "narrow", "fading", "run", "same", "strip"]
"""What a run ends at.

straight  a straight edge: most of the width begins to be drawn on at once
line      a frame line that runs from side to side
overhung  something narrow, and some rows on a straight edge: a bubble over a panel's border
narrow    something narrow: lettering, a bubble, a figure
fading    colours that leave the run's little by little
run       a step to another empty run of another colour
same      a thin gap to another empty run of the same colour
strip     the strip's own end
"""

EDGED: tuple[End, ...] = ("straight", "line")
CHAIN_ROWS = 9
"""Runs this near to each other are neighbours: a frame line may stand between them."""
LINE_CONTRAST = 50
LINE_ROWS = 8
"""A frame line is at most this thick."""
LEAST_WIDTH = 0.2
"""A straight edge covers at least this share of the strip's width."""
BUBBLE_ROWS = 260
"""A bubble in a gutter is at most this high."""
REACH = 48
FAR_REACH = 170


@dataclass(frozen=True)
class Side:
    """One end of a run: what it ends at, over which share of the width, and whether the run's colour goes on
    beside a straight-sided picture there, as a panel's margin does."""

    end: End
    width: float = 1.0
    margin: bool = False


@dataclass(frozen=True)
class Placed:
    """A run and its two ends; `alone` if it touches no other run."""

    run: Run
    over: Side
    under: Side
    alone: bool

    @property
    def ends(self) -> tuple[End, End]:
        return self.over.end, self.under.end

    @property
    def margins(self) -> int:
        """At how many of its ends it goes on as a margin."""
        return self.over.margin + self.under.margin

    def count(self, *ends: End) -> int:
        """How many of its two ends are one of `ends`."""
        return sum(end in ends for end in self.ends)


def place_runs(sketch: Sketch, runs: Sequence[Run]) -> list[list[Placed]]:
    """The runs of a strip in chains of those that touch; frame lines are taken out."""
    chains = _chains(runs)
    known = [
        chain[0] for chain in chains
        if len(chain) == 1 and chain[0].kind == "flat" and chain[0].height > LINE_ROWS
    ]  # fmt: skip
    return _joined(sketch, [_placed(sketch, _without_lines(chain, known)) for chain in chains])


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


def _without_lines(chain: Sequence[Run], known: Sequence[Run]) -> list[_Link]:
    """Take frame lines out of a chain: thin runs at its ends, or around a run that may be gutter.

    Of `known`, runs that stand alone, two of its colour show that a thin run is a low gutter.
    """
    if len(chain) == 1:
        return [_Link(chain[0])]
    thin = [
        run.height <= LINE_ROWS and sum(contrast(run, other) <= SAME / 2 for other in known) < 2
        for run in chain
    ]
    line = list(thin)
    for k in range(1, len(chain) - 1):
        if thin[k - 1] and thin[k] and thin[k + 1] and contrast(chain[k - 1], chain[k + 1]) <= 2 * SAME:
            line[k] = False
    if all(line):
        line[max(range(len(chain)), key=lambda k: chain[k].height)] = False
    for k in range(len(chain)):
        beside = [chain[j] for j in (k - 1, k + 1) if 0 <= j < len(chain) and not line[j]]
        line[k] = line[k] and all(contrast(chain[k], other) >= LINE_CONTRAST for other in beside)
    kept = [k for k in range(len(chain)) if not line[k]]
    return [_Link(chain[k], k > 0 and line[k - 1], k + 1 < len(chain) and line[k + 1]) for k in kept]


def _placed(sketch: Sketch, chain: Sequence[_Link]) -> list[Placed]:
    return [
        Placed(
            link.run,
            _end(sketch, link.run, -1, link.line_over, chain[k - 1].run if k > 0 else None),
            _end(sketch, link.run, 1, link.line_under, chain[k + 1].run if k + 1 < len(chain) else None),
            alone=len(chain) == 1,
        )
        for k, link in enumerate(chain)
    ]


def _joined(sketch: Sketch, chains: list[list[Placed]]) -> list[list[Placed]]:
    """Let the runs above and below a bubble that stands in a gutter share the gutter's outer ends."""
    joined = [list(chain) for chain in chains]
    first = 0
    for last in range(1, len(chains) + 1):
        if last < len(chains) and _go_on(sketch, chains[last - 1][-1], chains[last][0]):
            continue
        over, under = chains[first][-1].over, chains[last - 1][0].under
        for k in range(first, last):
            if k > first:
                joined[k][0] = replace(joined[k][0], over=over)
            if k < last - 1:
                joined[k][-1] = replace(joined[k][-1], under=under)
        first = last
    return joined


def _go_on(sketch: Sketch, a: Placed, b: Placed) -> bool:
    """Whether the colours of run `a` go on to run `b` at both borders of the strip, past something narrow."""
    y0, y1 = a.run.y1, b.run.y0
    between: tuple[End, ...] = ("narrow", "overhung")
    if "gradient" in (a.run.kind, b.run.kind):
        between = (*between, "fading")
    if a.under.end not in between or b.over.end not in between or y1 - y0 > BUBBLE_ROWS:
        return False
    weight = (np.arange(y1 - y0, dtype=np.float32)[:, None] + 0.5) / (y1 - y0)
    rows = sketch.samples[y0:y1]
    for column in (0, -1):
        expected = a.run.bottom[column] + (b.run.top[column] - a.run.bottom[column]) * weight
        off = channel_max(np.abs(rows[:, column] - expected))
        if (off <= SAME).mean() < 0.95:
            return False
    return True


def _end(sketch: Sketch, run: Run, direction: int, line: bool, neighbour: Run | None) -> Side:
    if line:
        return Side("line")
    if neighbour is not None:
        return Side("run" if contrast(run, neighbour) > SAME else "same")
    return _look(sketch, run, direction)


def _look(sketch: Sketch, run: Run, direction: int) -> Side:
    """Look away from a run, up (-1) or down (1)."""
    if direction > 0:
        rows, profile = sketch.samples[run.y1 : run.y1 + FAR_REACH], run.bottom
    else:
        rows, profile = sketch.samples[max(run.y0 - FAR_REACH, 0) : run.y0][::-1], run.top
    if run.kind == "texture" and len(rows) > 12:
        # Single pixels of a texture say little; the mean of seven rows must clear the border.
        rows = np.asarray(cv2.blur(rows, (1, 7), borderType=cv2.BORDER_REPLICATE), np.uint8)[3:]
    if len(rows) < 12:
        return Side("strip")
    distance = channel_max(np.abs(rows - profile))
    drawn = distance > SAME
    share = drawn.mean(axis=1)
    # A run ends a few rows early where JPEG has smeared the edge.
    late = int((share[:6] >= LEAST_WIDTH).argmax())
    distance, drawn, share = distance[late:], drawn[late:], share[late:]
    near = median(share[1:7].tolist())
    far = float(np.max(_smooth(share[:REACH])))
    tinted = float(((distance[1:6] > SAME / 5) & (distance[1:6] < 2.5 * SAME)).mean())
    if near >= LEAST_WIDTH and (near >= 0.65 * far or near >= 0.45) and _is_solid(drawn[1:7]):
        return Side("straight", near, _has_margin(distance, drawn))
    if far >= 0.5 and tinted >= 0.5:
        return Side("fading", far)
    if near < 0.4 and _jumps(share):
        return Side("overhung", near)
    return Side("narrow", near)


def _is_solid(rows: NDArray[np.bool_]) -> bool:
    """Whether the rows are drawn on without holes from first to last drawn bin, unlike lettering."""
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
