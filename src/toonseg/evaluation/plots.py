"""Plots of an evaluation, as SVG, and as PNG where resvg-py is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from toonseg.classes import ClassList
from toonseg.evaluation.calibration import Calibration
from toonseg.evaluation.confusion import Confusion
from toonseg.evaluation.errors import MEANINGS, ErrorType
from toonseg.evaluation.evaluate import Evaluation, KindEvaluation
from toonseg.evaluation.svg import BLUE, FAINT, GREY, INK, WHITE, Axes, Rgb, Svg, inked, mixed
from toonseg.workspace import write_bytes, write_text

_KINDS = {"bbox": "boxes", "segm": "masks"}
_CELL = 52
_PNG_ZOOM = 2


def write_plots(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write precision-recall.svg, confusion.svg, errors.svg and calibration.svg of boxes and of masks.

    Where the extra `synth` is installed, which brings resvg-py, each is written as PNG as well.

    Args:
        evaluation: What to plot.
        folder: Where to; files are called `segm-confusion.svg` and so on.

    Returns:
        The files.

    Raises:
        WriteError: One could not be written.
    """
    written = []
    for kind in evaluation.kinds:
        for name, svg in plots_of(kind).items():
            path = folder / f"{kind.kind}-{name}.svg"
            write_text(path, str(svg))
            written.append(path)
            png = _png(svg)
            if png is not None:
                written.append(path.with_suffix(".png"))
                write_bytes(written[-1], png)
    return written


def plots_of(kind: KindEvaluation) -> dict[str, Svg]:
    """The four plots of an evaluation of boxes or masks, by name."""
    what = _KINDS[kind.kind]
    return {
        "precision-recall": precision_recall(kind, what),
        "confusion": confusion(kind.confusion, what),
        "errors": errors(kind.errors, what),
        "calibration": calibration(kind.calibration, what),
    }


def precision_recall(kind: KindEvaluation, what: str) -> Svg:
    """Precision over recall at an IoU of .5, a line for each class, its AP50 beside it."""
    svg = Svg(620, max(420, 120 + 22 * len(kind.curves)))
    svg.text(20, 30, f"Precision and recall of {what}, IoU 0.5", size=15, bold=True)
    axes = Axes(svg, (64, 52, 380, 310), ("recall", "precision"))
    names = [curve.name for curve in kind.curves]
    svg.text(464, 64, "AP50", size=11, colour=GREY)
    for place, (curve, info) in enumerate(zip(kind.curves, ClassList.of(names), strict=True)):
        colour = inked(info.colour)
        score = kind.scores.per_class[place].ap50
        if not np.isnan(curve.precision).any():
            # What is never reached has a precision of 0: the line ends before it.
            reached = int(np.count_nonzero(curve.precision > 0))
            points = zip(curve.recall[:reached].tolist(), curve.precision[:reached].tolist(), strict=True)
            axes.curve(list(points), colour)
            best = curve.best
            if not np.isnan(best.score):
                x, y = axes.at(best.recall, best.precision)
                svg.box(
                    x - 3, y - 3, 6, 6, colour, f"{curve.name}: best F1 {best.f1:.2f} at {best.score:.2f}"
                )
        y = 86 + 22 * place
        svg.line(464, y - 4, 484, y - 4, colour, 3)
        svg.text(492, y, curve.name)
        svg.text(606, y, "-" if np.isnan(score) else f"{score:.1f}", anchor="end")
    svg.text(464, 96 + 22 * len(kind.curves), "squares: best F1", size=11, colour=GREY)
    return svg


def confusion(found: Confusion, what: str) -> Svg:
    """Rows the truth, columns what was predicted; a cell's blue is its share of the row."""
    count = len(found.names)
    left, top = 130, 130
    svg = Svg(max(left + count * _CELL + 50, 430), top + count * _CELL + 50)
    svg.text(20, 30, f"What {what} are taken for", size=15, bold=True)
    svg.text(20, 50, f"scores from {found.score:.2f}, IoU 0.5; rows: truth, columns: predicted", colour=GREY)
    shares = found.shares
    for row, true in enumerate(found.names):
        middle = top + row * _CELL + _CELL / 2
        svg.text(left - 10, middle + 4, true, anchor="end")
        x = left + row * _CELL + _CELL / 2
        svg.text(x - 2, top - 10, true, turned=-45)
        for column, predicted in enumerate(found.names):
            number, share = int(found.counts[row, column]), float(shares[row, column])
            x, y = left + column * _CELL, top + row * _CELL
            hint = f"{true} predicted as {predicted}: {number} ({share:.0%})"
            svg.box(x + 1, y + 1, _CELL - 2, _CELL - 2, mixed(0.04 + 0.9 * share, BLUE), hint)
            if number:
                colour: Rgb = WHITE if share > 0.6 else INK
                svg.text(x + _CELL / 2, middle + 4, str(number), colour=colour, anchor="middle")
    return svg


def errors(found: tuple[ErrorType, ...], what: str) -> Svg:
    """How much AP50 each type of error costs."""
    left, step, width = 130, 46, 320
    svg = Svg(620, 90 + step * len(found))
    svg.text(20, 30, f"What AP50 of {what} is lost to", size=15, bold=True)
    svg.text(
        20, 50, "points that AP50 would rise by if errors of this type alone were put right", colour=GREY
    )
    most = max((one.cost for one in found), default=0.0) or 1.0
    for place, one in enumerate(found):
        y = 70 + place * step
        svg.text(left - 10, y + 15, one.name, anchor="end")
        svg.text(left - 10, y + 29, f"{one.count}", anchor="end", size=11, colour=GREY)
        length = width * max(0.0, one.cost) / most
        svg.box(left, y, max(length, 1.5), 22, BLUE)
        svg.text(left + max(length, 1.5) + 8, y + 15, f"{one.cost:.1f}", bold=True)
        svg.text(left, y + 34, MEANINGS[one.name], size=10, colour=GREY)
    return svg


def calibration(found: Calibration, what: str) -> Svg:
    """Share of right predictions over their scores; on the diagonal, scores mean what they say."""
    svg = Svg(470, 420)
    svg.text(20, 30, f"What scores of {what} mean", size=15, bold=True)
    axes = Axes(svg, (64, 52, 380, 310), ("score", "share that is right"))
    total = max(1, sum(one.count for one in found.bins))
    for one in found.bins:
        if one.count:
            x0, y0 = axes.at(one.low, one.right)
            x1, y1 = axes.at(one.high, 0)
            shade = mixed(0.25 + 0.75 * min(1.0, 4 * one.count / total), BLUE)
            hint = f"{one.count} predictions: mean score {one.score:.2f}, {one.right:.0%} right"
            svg.box(x0 + 2, y0, x1 - x0 - 4, y1 - y0, shade, hint)
    svg.line(*axes.at(0, 0), *axes.at(1, 1), GREY, 1.5, "5 4")
    if not np.isnan(found.error):
        x, y = axes.at(0.03, 0.94)
        svg.box(x - 4, y - 13, 178, 19, mixed(0.4, FAINT))
        svg.text(x, y, f"expected calibration error {found.error:.3f}", size=11)
    return svg


def _png(svg: Svg) -> bytes | None:
    """The drawing as PNG, twice as large; None where resvg-py is not installed."""
    if find_spec("resvg_py") is None:
        return None
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=str(svg), zoom=_PNG_ZOOM))
