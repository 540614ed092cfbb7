"""What a proposed panel looks like, in numbers: its sides, its inside, and how it lies among its rivals."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.bands import compare_across
from toonseg.cuts.proposals import Proposal, Way, areas_of, shared_with
from toonseg.cuts.runs import SAME, channel_max, spans_of
from toonseg.cuts.trees import Chances, Table
from toonseg.cuts.view import View
from toonseg.strip import Box

SIDES = ("over", "under", "left", "right")
SEEN = (
    "width", "height", "least-side", "share-of-cut", "from-top", "from-bottom", "from-left", "from-right",
    *(f"step-{side}" for side in SIDES), *(f"line-{side}" for side in SIDES),
    *(f"ground-{side}" for side in SIDES), "least-step", "least-ground",
    "like-ground", "commonest", "colours", "contrast", "edges",
    "blank-rows", "blank-bands", "blank-extent", "blank-alike", "blank-correlation", "blank-columns",
    "straight", "filled", "overhung", "bridged", "banded", "bubble",
    *(f"way-{way.name.lower()}" for way in Way), "ways",
    "no-gutter", "textured", "graded",
)  # fmt: skip
"""The columns of `measure_proposals`."""
RIVALS = (
    "chance", "best-rival", "best-inside", "sum-inside", "inside-cover", "best-around", "overlapping",
    "best-in-cut", "rank",
)  # fmt: skip
"""The columns of `compare_rivals`."""

STEP = 20
DEEP = 4
THIN = 4
"""Every so-manieth pixel of the inside is looked at."""
LEAST_BLANK = 4


def measure_proposals(view: View, proposals: Sequence[Proposal]) -> Table:
    """(N, len(SEEN)): how each proposal looks by itself."""
    rows = [
        [*_place(view, p.box), *_sides(view, p.box), *_inside(view, p.box), *_found(view, p)]
        for p in proposals
    ]
    return np.array(rows, np.float64).reshape(-1, len(SEEN))


def compare_rivals(proposals: Sequence[Proposal], chances: Chances) -> Table:
    """(N, len(RIVALS)): each proposal among those that it overlaps, by their chances in a first judgement."""
    boxes = np.array([p.box for p in proposals], np.float64).reshape(-1, 4)
    areas = areas_of(boxes)
    rows = []
    for k, proposal in enumerate(proposals):
        shared = shared_with(boxes, proposal.box)
        shared[k] = 0
        rival = shared > 0.2 * np.minimum(areas, areas[k])
        inside = (shared > 0.8 * areas) & (areas < 0.8 * areas[k])
        around = (shared > 0.8 * areas[k]) & (areas > areas[k] / 0.8)
        rows.append(
            [
                chances[k],
                chances[rival].max(initial=0),
                chances[inside].max(initial=0),
                chances[inside].sum(),
                (chances[inside] * areas[inside]).sum() / areas[k],
                chances[around].max(initial=0),
                rival.sum(),
                chances.max(),
                (chances > chances[k]).sum(),
            ]
        )
    return np.array(rows, np.float64).reshape(-1, len(RIVALS))


def _place(view: View, box: Box) -> list[float]:
    x0, y0, x1, y1 = box
    width = view.width
    return [
        (x1 - x0) / width,
        (y1 - y0) / width,
        min(x1 - x0, y1 - y0) / width,
        (x1 - x0) * (y1 - y0) / (width * (view.last - view.first)),
        min((y0 - view.first) / width, 1.0),
        min((view.last - y1) / width, 1.0),
        x0 / width,
        (width - x1) / width,
    ]


def _sides(view: View, box: Box) -> list[float]:
    """Of each side: where colours step across it, where a line runs along it, and ground lies beyond it."""
    x0, y0, x1, y1 = box
    pixels, turned = view.pixels, view.pixels.transpose(1, 0, 2)
    looks = [
        _side(view, pixels[:, x0:x1], y0, -1),
        _side(view, pixels[:, x0:x1], y1, 1),
        _side(view, turned[:, y0:y1], x0, -1),
        _side(view, turned[:, y0:y1], x1, 1),
    ]
    steps, lines, grounds = zip(*looks, strict=True)
    return [*steps, *lines, *grounds, min(steps), min(grounds)]


def _side(view: View, rows: NDArray[np.uint8], at: int, outward: int) -> tuple[float, float, float]:
    """One side of a box, turned to be the row border `at`, with the outside lying `outward` (-1 or 1)."""
    rows = rows[:, :: max(1, rows.shape[1] // 128)]
    if outward < 0:
        outside, inside = rows[max(at - DEEP, 0) : max(at - 1, 0)], rows[at : at + DEEP + 2]
    else:
        outside, inside = rows[at + 1 : at + DEEP], rows[max(at - DEEP - 2, 0) : at][::-1]
    if not len(outside) or not len(inside):
        # The strip's own border: nothing can be seen beyond it.
        return 2.0, 2.0, 2.0
    beyond = outside.astype(np.float32).mean(axis=0)
    off = channel_max(np.abs(inside.astype(np.float32) - beyond))
    near_ground = channel_max(np.abs(beyond - view.ground)) <= SAME
    step, line = off[-2:].min(axis=0) > STEP, off.max(axis=0) > 2 * STEP
    return float(step.mean()), float(line.mean()), float(near_ground.mean())


def _inside(view: View, box: Box) -> list[float]:
    x0, y0, x1, y1 = box
    rim = min(3, (x1 - x0) // 4, (y1 - y0) // 4)
    pixels = view.pixels[y0 + rim : y1 - rim : THIN, x0 + rim : x1 - rim : THIN]
    like_ground = np.asarray(
        cv2.inRange(pixels, np.clip(view.ground - SAME, 0, 255), np.clip(view.ground + SAME, 0, 255)) > 0
    )
    keys = pixels.astype(np.int32) >> 5
    counts = np.bincount(((keys[..., 0] << 6) | (keys[..., 1] << 3) | keys[..., 2]).ravel(), minlength=512)
    shares = counts / counts.sum()
    across = np.abs(np.diff(pixels.astype(np.int16), axis=1))
    edges = channel_max(across) > STEP if across.size else np.zeros(1)
    return [
        float(like_ground.mean()),
        float(shares.max()),
        float(np.exp(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())),
        float(pixels.mean(axis=2).std()),
        float(edges.mean()),
        *_blanks(view, pixels, like_ground),
    ]


def _blanks(view: View, pixels: NDArray[np.uint8], like_ground: NDArray[np.bool_]) -> list[float]:
    """The highest gap of ground across the box, how many there are, and whether the picture goes on."""
    height, width = like_ground.shape
    middle = slice(width // 20, width - width // 20)
    empty = like_ground[:, middle].mean(axis=1) >= 0.97
    rows = [(a, b) for a, b in spans_of(empty) if a > 0 and b < height]
    columns = [(a, b) for a, b in spans_of(like_ground.mean(axis=0) >= 0.97) if a > 0 and b < width]
    widest = max((b - a for a, b in columns), default=0)
    if not rows:
        return [0.0, 0.0, 0.0, 0.0, 0.0, widest / width]
    a, b = max(rows, key=lambda row: row[1] - row[0])
    over = np.median(pixels[max(a - 4, 0) : max(a - 1, 1)], axis=0)
    under = np.median(pixels[min(b + 1, height - 1) : b + 4], axis=0)
    across = compare_across(over, under, view.ground, view.ground)
    bands = sum(THIN * (b - a) >= LEAST_BLANK for a, b in rows)
    return [(b - a) / height, bands, across.extent, across.alike, across.correlation, widest / width]


def _found(view: View, proposal: Proposal) -> list[float]:
    piece = proposal.piece
    kinds = [gutter.kind for gutter in view.gutters]
    return [
        piece.straight,
        piece.filled,
        piece.overhung,
        piece.bridged,
        piece.banded,
        piece.bubble,
        *(way in proposal.ways for way in Way),
        len(proposal.ways),
        2 - len(kinds),
        kinds.count("texture"),
        kinds.count("gradient"),
    ]
