"""Plots of experiments as SVG: figures with their intervals in rows, and lines over cuts or episodes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toonseg.evaluation import Evaluation
from toonseg.evaluation.bootstrap import NOTHING
from toonseg.evaluation.svg import BLUE, FAINT, GREY, INK, WHITE, Rgb, Svg
from toonseg.results.experiments.blocks import CountsResult, DriftResult, TrialResult
from toonseg.results.experiments.findings import Finding, signed
from toonseg.results.experiments.testing import main_kind

RED: Rgb = (178, 60, 50)
_STEPS = (1, 2, 5, 10, 20, 50)
_LETTER = 6.4
"""Pixels of an ordinary letter at size 12, a little too many."""


@dataclass(frozen=True)
class Point:
    """A figure with its interval (NaN for none); `other` is a second figure beside it, if there is one."""

    label: str
    value: float
    low: float
    high: float
    colour: Rgb = BLUE
    other: float | None = None


@dataclass(frozen=True)
class Line:
    """Figures over the places of an axis, joined."""

    name: str
    colour: Rgb
    points: tuple[Point, ...]


def experiments_svg(done: Sequence[TrialResult]) -> Svg:
    """AP of each experiment; squares are what was published for it."""
    points = []
    for one in done:
        trial = one.trial
        label = f"{trial.name}: {trial.training}, tested on {' + '.join(trial.tested_on)}"
        points.append(Point(label, *_of(one.found), other=trial.published))
    note = "AP times 100, 95 % intervals; hollow: published, of other drawings"
    return rows_svg("The experiments", note, points)


def differences_svg(findings: Sequence[Finding]) -> Svg:
    """What each comparison's first side has more; grey where the interval holds zero."""
    colours = {"better": BLUE, "worse": RED, "not decided": GREY}
    points = [
        Point(
            f"{one.first} | {one.second}, {one.where}", one.gain.value, one.gain.interval.low,
            one.gain.interval.high, colours[one.verdict], one.published,
        )
        for one in findings
    ]  # fmt: skip
    note = "AP of the first less AP of the second, 95 %; grey: not decided; hollow: published"
    return rows_svg("What is better than what", note, points, zero=True)


def counts_svg(result: CountsResult) -> Svg:
    """AP over the number of labelled cuts."""
    points = tuple(Point(str(number), *_of(found)) for number, found in result.found.items())
    line = Line(result.title, BLUE, points)
    return lines_svg("AP by labelled cuts", f"labelled cuts of {result.title}", [line])


def drift_svg(result: DriftResult) -> Svg:
    """AP by episode of both trainings."""
    lines = []
    for name, colour in ((f"{result.cuts} cuts of all episodes", BLUE), ("as many of early ones", RED)):
        points = []
        for one in result.episodes:
            label = one.name.lstrip("0") + (" (early)" if one.name in result.early else "")
            points.append(Point(label, *_of(one.by_all if colour == BLUE else one.by_early)))
        lines.append(Line(name, colour, tuple(points)))
    return lines_svg("AP by episode", f"episode of {result.title}", lines)


def rows_svg(title: str, note: str, points: Sequence[Point], *, zero: bool = False) -> Svg:
    """A row for each figure: a dot, its interval, a hollow square for the other figure."""
    left = 30 + _LETTER * max(len(one.label) for one in points)
    width, step, top = 380.0, 28, 74
    svg = Svg(round(left + width + 80), top + step * len(points) + 44)
    svg.text(20, 30, title, size=15, bold=True)
    svg.text(20, 50, note, colour=GREY)
    known = [value for one in points for value in _values(one)]
    low, high, tick = scale(known if zero else [0.0, *known])
    foot = top + step * len(points)

    def at(value: float) -> float:
        return left + width * (value - low) / (high - low)

    for place in range(round((high - low) / tick) + 1):
        value = low + place * tick
        svg.line(at(value), top - 8, at(value), foot, INK if zero and abs(value) < 1e-9 else FAINT)
        svg.text(
            at(value),
            foot + 18,
            f"{value:+g}" if zero and value else f"{value:g}",
            size=11,
            colour=GREY,
            anchor="middle",
        )
    for place, one in enumerate(points):
        y = top + step * place + step / 2 - 4
        svg.text(left - 12, y + 4, one.label, anchor="end")
        if not math.isnan(one.low):
            svg.line(at(one.low), y, at(one.high), y, one.colour, 2)
        if one.other is not None:
            svg.box(at(one.other) - 5, y - 5, 10, 10, GREY, f"published: {one.other:g}")
            svg.box(at(one.other) - 3.5, y - 3.5, 7, 7, WHITE)
        if not math.isnan(one.value):
            svg.box(at(one.value) - 4, y - 4, 8, 8, one.colour, f"{one.label}: {one.value:.1f}")
            svg.text(left + width + 14, y + 4, signed(one.value) if zero else f"{one.value:.1f}", bold=True)
    return svg


def lines_svg(title: str, what: str, lines: Sequence[Line]) -> Svg:
    """Lines over places with names, with their intervals."""
    count = max(len(one.points) for one in lines)
    left, top, wide, high_px = 64, 70, max(300, 76 * count), 270
    svg = Svg(left + wide + 30, top + high_px + 60)
    svg.text(20, 30, title, size=15, bold=True)
    low, high, tick = scale(
        [0.0, *(value for one in lines for point in one.points for value in _values(point))]
    )

    def row(value: float) -> float:
        return top + high_px * (high - value) / (high - low)

    def column(place: int) -> float:
        return left + wide * (place + 0.5) / count

    for place in range(round((high - low) / tick) + 1):
        value = low + place * tick
        svg.line(left, row(value), left + wide, row(value))
        svg.text(left - 8, row(value) + 4, f"{value:g}", size=11, colour=GREY, anchor="end")
    svg.text(left - 44, top + high_px / 2, "AP", anchor="middle", turned=-90)
    svg.text(left + wide / 2, top + high_px + 44, what, anchor="middle")
    for place, one in enumerate(lines[0].points):
        svg.text(column(place), top + high_px + 22, one.label, size=11, colour=GREY, anchor="middle")
    x = 20.0
    for number, line in enumerate(lines):
        # Intervals of two lines beside each other, not upon each other.
        aside = 7 * (number - (len(lines) - 1) / 2)
        places = [
            (column(k) + aside, point) for k, point in enumerate(line.points) if not math.isnan(point.value)
        ]
        svg.path([(at, row(point.value)) for at, point in places], line.colour)
        for at, point in places:
            if not math.isnan(point.low):
                svg.line(at, row(point.low), at, row(point.high), line.colour, 1.5)
            svg.box(
                at - 3,
                row(point.value) - 3,
                6,
                6,
                line.colour,
                f"{line.name}, {point.label}: {point.value:.1f}",
            )
        if len(lines) > 1:
            svg.line(x, 48, x + 18, 48, line.colour, 3)
            svg.text(x + 24, 52, line.name)
            x += 44 + _LETTER * len(line.name)
    return svg


def scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Lowest and highest tick around values, and the step from tick to tick, at most eight of them."""
    low, high = min(values), max(values)
    tick = next((one for one in _STEPS if (high - low) / one <= 7), _STEPS[-1])
    first, last = math.floor(low / tick) * tick, math.ceil(high / tick) * tick
    return float(first), float(last if last > first else first + tick), float(tick)


def _values(one: Point) -> list[float]:
    found = [one.value, one.low, one.high, math.nan if one.other is None else one.other]
    return [value for value in found if not math.isnan(value)] or [0.0]


def _of(found: Evaluation) -> tuple[float, float, float]:
    """AP with the bounds of its interval."""
    kind = main_kind(found)
    interval = NOTHING if kind.intervals is None else kind.intervals.ap
    return kind.scores.ap, interval.low, interval.high
