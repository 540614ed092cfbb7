"""Runs of rows that may be gutter: from one side of the strip to the other, nothing is drawn on them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.sketch import SCALE, Sketch

Kind = Literal["flat", "gradient", "texture"]

SAME = 20
"""Two colours are the same below this largest difference of a channel, 0..255."""
QUIET = 22
"""Largest difference of near neighbours on an empty row, 0..255: above JPEG noise, below a faint line."""
DRIFT = 14
"""Largest difference from one bin to the next on an empty row: above a gradient's, below a border's."""
FLAT = 12
STEP = 16
CLEAR = 0.7
"""A border at which this share of the width changes colour is sharp, whatever lies around it."""
LEAST_ROWS = 3
SPECK_ROWS = 20
"""A star or petal is at most this high; an outline that crosses the rows is higher."""
CLUSTER_ROWS = 64
"""Petals that touch are at most this high together."""
BESIDE_ROWS = 48
PLAIN_ROWS = 24
EVENLY = 0.3
TEXTURE_ROWS = 24
"""A textured run must be this high to be told from a stripe of a drawing."""
CHUNK_ROWS = 4096
"""So many rows at once are looked at, however high a run or a strip is."""
CONTEXT_ROWS = 16
"""Rows of the thumbnail on either side that may tell what one of them is."""

Number = TypeVar("Number", np.uint8, np.int16, np.int32, np.float32, np.float64)


@dataclass(frozen=True)
class Run:
    """Rows [y0, y1) that may be gutter.

    Attributes:
        colour: Median RGB, 0..255.
        top, bottom: (BINS, 3) RGB, 0..255: the colours along the row, at either end.
        grain: How much near neighbours differ at most, on nearly all of it, 0..255.
    """

    y0: int
    y1: int
    kind: Kind
    colour: tuple[int, int, int]
    top: NDArray[np.float32]
    bottom: NDArray[np.float32]
    grain: int

    @property
    def height(self) -> int:
        return self.y1 - self.y0


def find_runs(sketch: Sketch) -> list[Run]:
    """All runs of a strip, top to bottom; neighbours that touch differ by a sharp step of colour."""
    smooth = _smooth_rows(sketch)
    spans = [span for start, end in spans_of(smooth) for span in _split_at_steps(sketch, start, end)]
    spans = [span for span in spans if span[1] - span[0] >= LEAST_ROWS]
    textured = _textured_spans(sketch, smooth)
    near = [span for span in spans if any(span[0] < b and a < span[1] for a, b in textured)]
    kept = {span for span in near if _stands_out(sketch, *span)}
    textured = [part for span in textured for part in _without(span, kept)]
    plain = [span for span in spans if span in kept or not any(_overlap(span, other) for other in textured)]
    runs = [_describe(sketch, y0, y1, None) for y0, y1 in plain]
    runs += [_describe(sketch, y0, y1, "texture") for y0, y1 in textured]
    return sorted(runs, key=lambda run: run.y0)


def _stands_out(sketch: Sketch, y0: int, y1: int) -> bool:
    """Whether most of the width changes colour at both ends of empty rows: no clearing in a texture."""
    if y0 == 0 or y1 == sketch.height:
        return False
    borders = [
        step_strength(sketch, max(y - 2, 1), min(y + 3, sketch.height), reach=2).max() for y in (y0, y1)
    ]
    return bool(min(borders) >= CLEAR)


def _without(span: tuple[int, int], others: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of a textured span between other spans, where it is still high enough."""
    inside = sorted(other for other in others if other[0] < span[1] and other[1] > span[0])
    ends = [span[0], *(y for other in inside for y in other), span[1]]
    return [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if b - a >= TEXTURE_ROWS]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) - max(a[0], b[0]) > (a[1] - a[0]) // 2


def contrast(a: Run, b: Run) -> int:
    """Largest difference of a channel between the colours of two runs, 0..255."""
    return max(abs(p - q) for p, q in zip(a.colour, b.colour, strict=True))


def spans_of(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges in which the (N,) `mask` is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.view(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def channel_max(values: NDArray[Number]) -> NDArray[Number]:
    """The largest of three channels: (..., 3) to (...). Much faster than `max` along so short an axis."""
    return np.maximum(np.maximum(values[..., 0], values[..., 1]), values[..., 2])


def step_strength(sketch: Sketch, y0: int, y1: int, reach: int = 3) -> NDArray[np.float32]:
    """For each row border in [y0, y1): the share of bins whose colour changes sharply there, 0..1.

    Border y, from 1 on, lies between the rows y - 1 and y; means of `reach` rows on either side are compared.
    """
    strength = np.empty(max(y1 - y0, 0), np.float32)
    for y in range(y0, y1, CHUNK_ROWS):
        end = min(y + CHUNK_ROWS, y1)
        strength[y - y0 : end - y0] = _strength(sketch, y, end, reach)
    return strength


def _strength(sketch: Sketch, y0: int, y1: int, reach: int) -> NDArray[np.float64]:
    a, b = max(y0 - reach, 0), min(y1 + reach, sketch.height)
    rows = sketch.samples[a:b].astype(np.float64)
    before, after = np.empty_like(rows), np.empty_like(rows)  # means that end before, begin at a border
    whole = max(len(rows) - reach + 1, 0)
    before[reach - 1 :] = after[:whole] = sum(rows[k : whole + k] for k in range(reach)) / reach
    for k in range(1, min(reach, len(rows) + 1)):  # fewer rows at the strip's ends
        before[k - 1], after[-k] = rows[:k].sum(axis=0) / k, rows[-k:].sum(axis=0) / k
    difference = np.abs(after[y0 - a : y1 - a] - before[y0 - a - 1 : y1 - a - 1])
    share: NDArray[np.float64] = (channel_max(difference) > STEP).mean(axis=1)
    return share


def _smooth_rows(sketch: Sketch) -> NDArray[np.bool_]:
    smooth = (sketch.busiest <= QUIET) & (sketch.drift <= 2 * DRIFT)
    # One noisy row does not end a gutter: close holes of up to two rows between long enough runs.
    borders = np.flatnonzero(np.diff(~smooth, prepend=False, append=False))
    starts, ends = borders[::2], borders[1::2]
    low = ends - starts <= 2
    for start, end in zip(starts[low].tolist(), ends[low].tolist(), strict=True):
        if smooth[max(start - 3, 0) : start].all() and smooth[end : end + 3].all():
            smooth[start:end] = sketch.busiest[start:end].max() <= 2 * QUIET
    return smooth


def _split_at_steps(sketch: Sketch, start: int, end: int) -> list[tuple[int, int]]:
    """Split smooth rows where most of their width changes colour within a row or two."""
    if end - start < 2 * LEAST_ROWS or not _has_step(sketch, start, end):
        return [(start, end)]
    strength = step_strength(sketch, start + 1, end, reach=1)
    borders = []
    for a, b in spans_of(strength >= 0.5):
        borders.append(start + 1 + a + int(strength[a:b].argmax()))
    cuts = [start, *borders, end]
    return list(pairwise(cuts))


def _has_step(sketch: Sketch, start: int, end: int) -> bool:
    """Whether any sample differs sharply from that of the next row: quickly told, and mostly not so."""
    for y in range(start, end - 1, CHUNK_ROWS):
        rows = sketch.samples[y : min(y + CHUNK_ROWS + 1, end)]
        if cv2.absdiff(rows[1:], rows[:-1]).max() > STEP:
            return True
    return False


def _textured_spans(sketch: Sketch, smooth: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Rows that are smooth once fine texture is averaged out: paper, stars, petals, screentone."""
    if sketch.thumbnail.shape[1] < 3:
        return []
    spans = []
    for a, b in spans_of(_even_rows(sketch)):
        y0, y1 = a * SCALE, min(b * SCALE, sketch.height)
        for c, d in _snap_texture(sketch, y0, y1):
            if np.count_nonzero(~smooth[c:d]) >= 0.25 * (d - c) and (
                _is_cloudy(sketch, c, d)
                or _is_texture(sketch.busy[c:d], SPECK_ROWS)
                or (_is_texture(sketch.busy[c:d], CLUSTER_ROWS) and not _goes_on_plain(sketch, smooth, c, d))
            ):
                spans.append((c, d))
    return spans


def _even_rows(sketch: Sketch) -> NDArray[np.bool_]:
    """(ceil(H / SCALE),) rows of the thumbnail that are even from side to side."""
    rows = len(sketch.thumbnail)
    even = np.empty(rows, bool)
    for y in range(0, rows, CHUNK_ROWS):
        first, last = max(y - CONTEXT_ROWS, 0), min(y + CHUNK_ROWS + CONTEXT_ROWS, rows)
        part = _are_even(sketch.thumbnail[first:last])
        even[y : y + CHUNK_ROWS] = part[y - first :][:CHUNK_ROWS]
    return even


def _are_even(thumbnail: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """(N,) of (N, W, 3); a row is told by those up to CONTEXT_ROWS above and below it."""
    soft = cv2.medianBlur(thumbnail, 5)
    steps = np.asarray(cv2.absdiff(soft[:, 1:], soft[:, :-1]), np.uint8)
    even: NDArray[np.bool_] = steps.reshape(len(soft), -1).max(axis=1) <= QUIET
    return even


def _is_cloudy(sketch: Sketch, y0: int, y1: int) -> bool:
    """Whether colours come and go along the rows, but nothing has an edge."""
    rows = sketch.samples[y0:y1].astype(np.float32)
    return bool((sketch.busy[y0:y1] > QUIET // 2).mean() < 0.02 and not _is_linear(rows))


def _goes_on_plain(sketch: Sketch, smooth: NDArray[np.bool_], y0: int, y1: int) -> bool:
    """Whether empty rows of the same colour adjoin: then what is in the rows is a bubble, not a texture."""
    colour = np.median(sketch.samples[y0:y1].reshape(-1, 3), axis=0)
    first = max(y0 - BESIDE_ROWS, 0)
    for a, b in spans_of(smooth[first : y1 + BESIDE_ROWS]):
        if b - a >= PLAIN_ROWS and (a + first < y0 or b + first > y1):
            beside = np.median(sketch.samples[a + first : b + first].reshape(-1, 3), axis=0)
            if np.abs(beside - colour).max() <= SAME:
                return True
    return False


def _snap_texture(sketch: Sketch, y0: int, y1: int) -> list[tuple[int, int]]:
    """Move both ends to the sharpest step nearby, and split at steps in between."""
    reach = 2 * SCALE
    a, b = max(y0 - reach, 1), min(y1 + reach, sketch.height)
    strength = step_strength(sketch, a, b)
    peaks = [a + c + int(strength[c:d].argmax()) for c, d in spans_of(strength >= 0.3)]
    first = [p for p in peaks if abs(p - y0) <= reach]
    last = [p for p in peaks if abs(p - y1) <= reach]
    start = max(first, key=lambda p: strength[p - a]) if first else y0
    stop = max(last, key=lambda p: strength[p - a]) if last else y1
    inner = [
        p for p in peaks
        if start + TEXTURE_ROWS <= p <= stop - TEXTURE_ROWS
        and strength[p - a] >= 0.6
        # Beyond a border between grounds another colour stays; beyond a row of dots it does not.
        and step_strength(sketch, p, p + 1, TEXTURE_ROWS).max() >= 0.4
    ]  # fmt: skip
    cuts = [start, *inner, stop]
    return [(c, d) for c, d in pairwise(cuts) if d - c >= TEXTURE_ROWS]


def _is_texture(busy: NDArray[np.uint8], speck_rows: int) -> bool:
    """Whether rows (N, BINS) are busy all over, or with many small specks, not crossed by outlines."""
    mask = (busy > QUIET // 2).astype(np.uint8)
    if (mask.mean(axis=0) > 0).mean() < 0.4:
        return False
    if np.median(mask.mean(axis=1)) >= 0.3:
        # A texture is alike from side to side; hatching and frame lines are not.
        return _unevenness(mask) <= EVENLY
    # Few specks in few rows may be letters, once clusters of them count.
    least = 5 if speck_rows == SPECK_ROWS else 10
    if speck_rows > SPECK_ROWS and len(busy) < speck_rows:
        return False
    count, share = _specks(mask, speck_rows)
    return count >= least and share >= 0.9


def _unevenness(mask: NDArray[np.uint8]) -> float:
    """Coefficient of variation over the bins of how many of their rows are busy."""
    across = mask.mean(axis=0)
    return float(across.std() / max(across.mean(), 0.02))


def _specks(mask: NDArray[np.uint8], speck_rows: int) -> tuple[int, float]:
    """How many busy patches there are, and the share of their area in those at most `speck_rows` high."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    heights, areas = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    return count - 1, float(areas[heights <= speck_rows].sum() / max(areas.sum(), 1))


def measure_texture(sketch: Sketch, run: Run) -> tuple[float, float, float]:
    """How a textured run is busy: on which share of it, how unevenly from side to side, how much in specks.

    0 for other runs.
    """
    if run.kind != "texture":
        return 0.0, 0.0, 0.0
    mask = (sketch.busy[run.y0 : run.y1] > QUIET // 2).astype(np.uint8)
    return float(mask.mean()), _unevenness(mask), _specks(mask, CLUSTER_ROWS)[1]


def _describe(sketch: Sketch, y0: int, y1: int, kind: Kind | None) -> Run:
    inset = min(4, (y1 - y0) // 3)
    core = slice(y0 + inset, y1 - inset)
    # Some dozen rows tell as much as all.
    thin = slice(core.start, core.stop, max(1, (core.stop - core.start) // 48))
    rows = sketch.samples[thin]
    colour = np.median(rows.reshape(-1, 3), axis=0).astype(np.float32)
    depth = min(core.stop - core.start, 6)
    ends = [sketch.samples[y : y + depth] for y in (core.start, core.stop - depth)]
    top, bottom = np.median(np.stack(ends, axis=1), axis=0).astype(np.float32)
    if kind is None:
        spread = np.abs(rows - colour).max()
        kind = "flat" if spread <= FLAT else "gradient" if _is_linear(rows.astype(np.float32)) else "texture"
    r, g, b = (round(float(v)) for v in colour)
    return Run(y0, y1, kind, (r, g, b), top, bottom, percentile(sketch.busy[thin], 97))


def percentile(values: NDArray[np.uint8], percent: int) -> int:
    """As `int(np.percentile(values, percent))`."""
    below, rest = divmod(percent * (values.size - 1), 100)
    above = min(below + 1, values.size - 1)
    a, b = np.partition(values, (below, above), axis=None)[[below, above]].tolist()
    return int((a * (100 - rest) + b * rest) // 100)


def _is_linear(rows: NDArray[np.float32]) -> bool:
    """Whether colours run in one direction along x on most rows, as a gradient's do."""
    picked = rows[:: max(1, len(rows) // 32)]
    x = np.linspace(-1, 1, rows.shape[1], dtype=np.float32)
    mean = picked.mean(axis=1, keepdims=True)
    slope = ((picked - mean) * x[None, :, None]).sum(axis=1, keepdims=True) / (x**2).sum()
    rest = np.abs(picked - mean - slope * x[None, :, None]).max(axis=(1, 2))
    return bool(np.median(rest) <= FLAT)
