"""Evaluations as tables in plain text, which are Markdown as well."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from toonseg.evaluation.bootstrap import Difference, Interval
from toonseg.evaluation.errors import MEANINGS

if TYPE_CHECKING:
    from toonseg.evaluation.compare import Comparison, KindComparison
    from toonseg.evaluation.evaluate import Evaluation, KindEvaluation

_PROBLEMS_SHOWN = 8
_WHAT = {"bbox": "boxes (bbox)", "segm": "masks (segm)"}


def tables_of(evaluation: Evaluation) -> str:
    """All tables of an evaluation."""
    one = evaluation
    truth = sum(cls.truth for cls in one.bbox.scores.per_class)
    predicted = sum(cls.predicted for cls in one.bbox.scores.per_class)
    parts = [f"{one.predictions}: {predicted} predictions; {one.truth}: {truth} instances in {one.cuts} cuts"]
    for kind in one.kinds:
        parts += [f"AP of {_WHAT[kind.kind]}, times 100", _summary(kind), _classes(kind)]
        if kind.slices:
            parts += [f"by {kind.by}", _slices(kind)]
    last = one.kinds[-1]
    parts += [f"what AP50 of {_WHAT[last.kind]} is lost to", _errors(last), *_remarks(evaluation)]
    return "\n\n".join(parts)


def comparison_tables_of(comparison: Comparison) -> str:
    """The differences, as tables."""
    parts = [f"{comparison.predictions.predictions} against {comparison.against.predictions}"]
    for kind in comparison.kinds:
        parts += [f"difference in AP of {_WHAT[kind.kind]}, times 100", _differences(kind)]
    return "\n\n".join([*parts, *_remarks(comparison.against)])


def _summary(kind: KindEvaluation) -> str:
    values = kind.scores.summary
    rows = [["", *(_figure(value) for value in values.values())]]
    found = kind.intervals
    if found is not None:
        rows.append(["95 %", *(_interval(one) for one in (found.ap, found.ap50, found.ap75)), "", "", ""])
    return _table(["", *values], rows)


def _classes(kind: KindEvaluation) -> str:
    head = ["category", "AP", "95 %", "AP50", "truth", "predicted", "best F1", "at score"]
    rows = []
    for place, (one, curve) in enumerate(zip(kind.scores.per_class, kind.curves, strict=True)):
        interval = "-" if kind.intervals is None else _interval(kind.intervals.per_class[place])
        best = [_figure(curve.best.f1 * 100, 1), _figure(curve.best.score, 2)]
        rows.append(
            [
                one.name,
                _figure(one.ap),
                interval,
                _figure(one.ap50),
                str(one.truth),
                str(one.predicted),
                *best,
            ]
        )
    if kind.intervals is None:
        head.pop(2)
        for row in rows:
            row.pop(2)
    return _table(head, rows)


def _slices(kind: KindEvaluation) -> str:
    rows = [
        [one.name, str(one.cuts), str(one.truth), _figure(one.ap), _interval(one.interval), _figure(one.ap50)]
        for one in kind.slices
    ]
    return _table([kind.by, "cuts", "truth", "AP", "95 %", "AP50"], rows)


def _errors(kind: KindEvaluation) -> str:
    rows = [[one.name, MEANINGS[one.name], str(one.count), _figure(one.cost, 2)] for one in kind.errors]
    return _table(["error", "", "count", "dAP50"], rows, left=2)


def _differences(kind: KindComparison) -> str:
    rows = [["all", *_difference(kind.ap)], ["all, AP50", *_difference(kind.ap50)]]
    rows += [[name, *_difference(one)] for name, one in zip(kind.names, kind.per_class, strict=True)]
    return _table(["", "difference", "95 %", "p"], rows)


def _difference(one: Difference) -> list[str]:
    value = "-" if math.isnan(one.value) else f"{one.value:+.3f}"
    low, high = one.interval.low, one.interval.high
    interval = "-" if math.isnan(low) else f"{low:+.1f} to {high:+.1f}"
    return [value, interval, _figure(one.p)]


def _remarks(evaluation: Evaluation) -> Iterable[str]:
    if evaluation.notes:
        yield "\n".join(f"note: {note}" for note in evaluation.notes)
    problems = evaluation.problems
    if problems:
        lines = [f"warning: {problem}" for problem in problems[:_PROBLEMS_SHOWN]]
        if len(problems) > _PROBLEMS_SHOWN:
            lines.append(f"warning: and {len(problems) - _PROBLEMS_SHOWN} more; --json lists them all")
        yield "\n".join(lines)


def _figure(value: float, digits: int = 3) -> str:
    return "-" if math.isnan(value) else f"{value:.{digits}f}"


def _interval(one: Interval) -> str:
    return "-" if math.isnan(one.low) else f"{one.low:.1f} to {one.high:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    table = Table(box=box.MARKDOWN)
    for place, name in enumerate(head):
        table.add_column(name, justify="left" if place < left else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console = Console(
        file=io.StringIO(), width=200, color_system=None, markup=False, highlight=False, emoji=False
    )
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines() if line.strip())
