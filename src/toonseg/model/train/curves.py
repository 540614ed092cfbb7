"""What a training did, drawn: curves of loss and AP over the steps, and how often each class is labelled."""

from __future__ import annotations

from collections.abc import Sequence

from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.split import class_counts
from toonseg.classes import ClassList
from toonseg.evaluation.svg import BLUE, FAINT, GREY, Rgb, Svg, inked
from toonseg.model.train.table import PARTS, Row

_COLOURS: tuple[Rgb, ...] = ((213, 94, 0), (0, 114, 178), (0, 158, 115), (204, 121, 167), (150, 110, 30))
_POINTS = 240
"""A curve of more steps is drawn by means of as many pieces."""
_PLOT = (70, 520, 230)  # left edge, width, height


def curves_svg(rows: Sequence[Row]) -> Svg:
    """The parts of the loss and their sum above, AP and AP50 below, both over steps."""
    svg = Svg(760, 640)
    svg.text(20, 30, "Training", size=15, bold=True)
    last = max((row.step for row in rows), default=0) or 1
    lossy = [row for row in rows if row.losses]
    # The first steps are far above all others and would press these to the ground.
    later = [sum(row.losses.values()) for row in lossy[len(lossy) // 20 :]]
    top = max(later, default=1.0) or 1.0
    _grid(svg, 60, last, top, "loss, weighted parts")
    lines = [(part, [(r.step, r.losses[part]) for r in lossy if part in r.losses], colour)
             for part, colour in zip(PARTS, _COLOURS, strict=True)]  # fmt: skip
    lines.append(("sum", [(r.step, sum(r.losses.values())) for r in lossy], GREY))
    for place, (name, points, colour) in enumerate(lines):
        _curve(svg, 60, _thinned(points), (last, top), colour)
        _key(svg, 80 + 22 * place, name, colour, f"{points[-1][1]:.3f}" if points else "-")
    scored = [row for row in rows if row.ap is not None]
    _grid(svg, 360, last, 100, "validation, masks")
    aps = [("AP", [(r.step, r.ap or 0.0) for r in scored], BLUE)]
    aps.append(("AP50", [(r.step, r.ap50 or 0.0) for r in scored], _COLOURS[0]))
    for place, (name, points, colour) in enumerate(aps):
        _curve(svg, 360, points, (last, 100), colour)
        _key(svg, 380 + 22 * place, name, colour, f"{max(y for _, y in points):.1f}" if points else "-")
    svg.text(604, 430, "right: last loss, best AP", size=10, colour=GREY)
    svg.text(_PLOT[0] + _PLOT[1] / 2, 628, "step", anchor="middle")
    return svg


def labels_svg(parts: dict[str, LabelSet], classes: ClassList) -> Svg:
    """How many instances of each class the parts of the data have, a group of bars for each class."""
    counts = {name: class_counts(labels) for name, labels in parts.items()}
    most = max((n for one in counts.values() for n in one.values()), default=0) or 1
    step = 14 + 18 * len(parts)
    svg = Svg(640, 70 + step * len(classes))
    svg.text(20, 30, "Labelled instances", size=15, bold=True)
    svg.text(20, 48, "full: " + ", faint: ".join(parts), size=11, colour=GREY)
    for row, info in enumerate(classes):
        y = 64 + row * step
        svg.text(120, y + 9 * len(parts) + 4, info.name, anchor="end")
        for place, (name, found) in enumerate(counts.items()):
            number = found.get(info.name, 0)
            colour = inked(info.colour) if place == 0 else FAINT
            svg.box(130, y + 18 * place, max(1.5, 420 * number / most), 15, colour, f"{name}: {number}")
            svg.text(138 + 420 * number / most, y + 18 * place + 12, f"{number:,}", size=11)
    return svg


def _thinned(points: list[tuple[int, float]]) -> list[tuple[float, float]]:
    """Means of neighbours, so that at most `_POINTS` are left."""
    size = -(-len(points) // _POINTS) or 1
    found = []
    for start in range(0, len(points), size):
        piece = points[start : start + size]
        found.append((sum(x for x, _ in piece) / len(piece), sum(y for _, y in piece) / len(piece)))
    return found


def _grid(svg: Svg, y0: int, last: int, top: float, title: str) -> None:
    left, width, height = _PLOT
    svg.text(left, y0 - 8, title, size=12, colour=GREY)
    for tick in range(5):
        share = tick / 4
        y = y0 + height * (1 - share)
        svg.line(left, y, left + width, y)
        svg.text(left - 8, y + 4, f"{top * share:.3g}", size=11, colour=GREY, anchor="end")
        svg.text(
            left + width * share,
            y0 + height + 18,
            f"{last * share:,.0f}",
            size=11,
            colour=GREY,
            anchor="middle",
        )


def _curve(
    svg: Svg, y0: int, points: Sequence[tuple[float, float]], reach: tuple[float, float], colour: Rgb
) -> None:
    left, width, height = _PLOT
    places = [
        (left + width * x / reach[0], y0 + height * (1 - min(1.0, max(0.0, y / reach[1])))) for x, y in points
    ]
    svg.path(places, colour, 2)
    if len(places) == 1:
        svg.box(places[0][0] - 2, places[0][1] - 2, 5, 5, colour)


def _key(svg: Svg, y: int, name: str, colour: Rgb, value: str) -> None:
    svg.line(604, y - 4, 624, y - 4, colour, 3)
    svg.text(632, y, name)
    svg.text(746, y, value, anchor="end")
