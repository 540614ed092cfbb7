"""The ground's colours, learned from the strip itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toonseg.cuts.runs import CHUNK_ROWS, QUIET, SAME, channel_max, spans_of
from toonseg.cuts.sides import EDGED, Placed
from toonseg.cuts.sketch import Sketch

Colour = tuple[int, int, int]

APART = 250
"""Two runs of one colour nearer than this, in rows, may lie in one picture."""
PLACES_APART = 150
SURE = 4
"""This many gutters that stand alone tell a strip's main ground."""


@dataclass(frozen=True)
class Swatch:
    """One piece of evidence that a colour (RGB, 0..255) is ground, found at row `y`; `alone` if the run that
    gave it touches no other."""

    colour: Colour
    weight: float
    y: int
    alone: bool = False


@dataclass(frozen=True)
class Palette:
    """Colours that stand alone between pictures or beside them, with the evidence for each."""

    swatches: tuple[Swatch, ...]

    @cached_property
    def _colours(self) -> NDArray[np.int16]:
        return np.array([swatch.colour for swatch in self.swatches], np.int16).reshape(-1, 3)

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        return np.array([swatch.weight for swatch in self.swatches], np.float64)

    @cached_property
    def _known(self) -> dict[Colour, float]:
        """Weights of the colours that were asked for: of hundreds of runs, many have the same."""
        return {}

    @cached_property
    def _total(self) -> float:
        return float(self._weights.sum())

    @cached_property
    def _main(self) -> tuple[int, int, float]:
        """First row, last row and share of the colour that most gutters that stand alone have."""
        sure: dict[Colour, list[Swatch]] = {}
        for swatch in sorted(self.swatches, key=lambda swatch: swatch.y):
            if swatch.alone and swatch.weight >= 1:
                key = next((colour for colour in sure if _same(colour, swatch.colour)), swatch.colour)
                kept = sure.setdefault(key, [])
                if not kept or swatch.y - kept[-1].y >= APART:
                    kept.append(swatch)
        if sum(len(kept) for kept in sure.values()) < SURE:
            return 0, -1, 0.0
        weights = {colour: sum(swatch.weight for swatch in kept) for colour, kept in sure.items()}
        main = max(weights, key=lambda colour: weights[colour])
        return sure[main][0].y, sure[main][-1].y, weights[main] / sum(weights.values())

    def weight(self, colour: Colour) -> float:
        """The evidence for a colour, summed; an ordinary gutter gives 1 to 2."""
        if colour not in self._known:
            near = channel_max(np.abs(self._colours - np.array(colour, np.int16))) <= SAME / 2
            self._known[colour] = float(self._weights[near].sum())
        return self._known[colour]

    def support(self, colour: Colour) -> float:
        """The evidence for a colour, 0..1, full at three gutters' worth."""
        weight = self.weight(colour)
        return min(1.0, weight / 3, 2 * weight / self._total) if self._total else 0.0

    def dominance(self, y: int) -> float:
        """How surely one flat colour is the ground around row `y`, 0..1."""
        first, last, share = self._main
        return max(0.0, 2 * share - 1) if first <= y <= last else 0.0


def learn_palette(sketch: Sketch, chains: Sequence[Sequence[Placed]]) -> Palette:
    """The palette of a strip, from its runs and from its left and right borders."""
    swatches = [
        Swatch(placed.run.colour, weight, placed.run.y0, placed.alone and placed.run.kind == "flat")
        for chain in chains
        for placed in chain
        if (weight := _evidence(placed)) > 0
    ]
    return Palette(tuple(swatches + _border_swatches(sketch)))


def _evidence(placed: Placed) -> float:
    edged = placed.count(*EDGED)
    if placed.run.kind != "flat":
        return 0.5 * (edged == 2 and placed.alone)
    if placed.alone:
        return placed.margins + 0.5 * edged + 0.15 * placed.count("narrow", "overhung", "strip")
    between = 0.6 if placed.ends == ("run", "run") else 0.2 * edged
    return placed.margins + between


def _border_swatches(sketch: Sketch) -> list[Swatch]:
    """Colours that the strip has at its left and right border at once, counted once for each place.

    One that comes back at three places or more is likely the ground's, even if bubbles cross every gutter.
    """
    same, left = _even_borders(sketch)
    places = [(y0, np.median(left[y0:y1], axis=0)) for y0, y1 in spans_of(same) if y1 - y0 >= 12]
    rows = np.array([y0 for y0, _ in places])
    colours = np.array([colour for _, colour in places]).reshape(-1, 3)
    often: dict[tuple[float, ...], bool] = {}
    swatches = []
    for y0, colour in places:
        key = tuple(colour.tolist())
        if key not in often:
            alike = rows[channel_max(np.abs(colours - colour)) <= SAME / 2]
            often[key] = bool((np.diff(alike) >= PLACES_APART).sum() >= 2)
        if often[key]:
            r, g, b = (int(v) for v in colour)
            swatches.append(Swatch((r, g, b), 0.25, y0))
    return swatches


def _even_borders(sketch: Sketch) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """(H,) rows that have one colour at both borders, as the row above has it; and (H, 3) RGB at the left."""
    same, left = np.empty(sketch.height, bool), np.empty((sketch.height, 3), np.uint8)
    for y in range(0, sketch.height, CHUNK_ROWS):
        here = slice(y, y + CHUNK_ROWS)
        samples, busy = sketch.samples[here], sketch.busy[here]
        left[here] = samples[:, 0]
        same[here] = np.maximum(busy[:, 0], busy[:, -1]) <= QUIET
        same[here] &= channel_max(_difference(left[here], samples[:, -1])) <= SAME / 2
    same[1:] &= channel_max(_difference(left[1:], left[:-1])) <= SAME / 2
    return same, left


def _difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.maximum(a, b) - np.minimum(a, b)


def _same(a: Colour, b: Colour) -> bool:
    return max(abs(p - q) for p, q in zip(a, b, strict=True)) <= SAME / 2
