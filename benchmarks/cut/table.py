"""results.json, and the table between the markers of README.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.cut.score import Score, total
from benchmarks.cut.targets import MEAN, TARGETS, Target
from toonseg.synth import Kind
from toonseg.workspace import write_text

Results = Mapping[Kind, Mapping[str, Score]]

START = "<!-- table:start -->"
END = "<!-- table:end -->"


def mean_figures(results: Results, method: str) -> tuple[float, float]:
    """Recall and precision of a method, each the mean over the kinds."""
    scores = [row[method] for row in results.values()]
    return sum(s.recall for s in scores) / len(scores), sum(s.precision for s in scores) / len(scores)


def markdown(results: Results, methods: Sequence[str], notes: Sequence[str]) -> str:
    """The table as Markdown; figures of `methods[0]` that miss their target carry a sign."""
    head = ["kind", *methods, "best of eleven peers", "target"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for kind, row in results.items():
        target = TARGETS[kind]
        cells = [pair(row[m].recall, row[m].precision, target if m == methods[0] else None) for m in methods]
        lines.append(f"| {target.label} | {' | '.join(cells)} | {pair(*target.peer)} | {pair(*target.aim)} |")
    if len(results) == len(TARGETS):
        figures = [mean_figures(results, m) for m in methods]
        cells = [pair(*f, MEAN if m == methods[0] else None) for m, f in zip(methods, figures, strict=True)]
        lines.append(f"| **mean** | {' | '.join(cells)} | {pair(*MEAN.peer)} | {pair(*MEAN.aim)} |")
    return "\n".join([*lines, "", *notes])


def write_results(path: Path, results: Results, methods: Sequence[str], seeds: Sequence[int]) -> None:
    """Write the counts and figures as JSON, atomically."""
    rows = {
        kind.value: {
            m: {
                "right": s.right,
                "found": s.found,
                "there": s.there,
                "recall": round(s.recall, 4),
                "precision": round(s.precision, 4),
            }
            for m, s in row.items()
        }
        for kind, row in results.items()
    }
    sums = {m: total(row[m] for row in results.values()) for m in methods}
    means = {m: [round(v, 4) for v in mean_figures(results, m)] for m in methods}
    data = {
        "iou": 0.9,
        "seeds": list(seeds),
        "panels": sums[methods[0]].there,
        "mean": means,
        "kinds": rows,
    }
    write_text(path, json.dumps(data, indent=1) + "\n")


def put_between(readme: Path, text: str, start: str = START, end: str = END) -> None:
    """Replace what stands between the two markers of a file. Raises ValueError if it lacks them."""
    whole = readme.read_text(encoding="utf-8")
    if start not in whole or end not in whole:
        raise ValueError(f"{readme} lacks the markers {start} and {end}")
    before, rest = whole.split(start, 1)
    after = rest.split(end, 1)[1]
    write_text(readme, f"{before}{start}\n{text}\n{end}{after}")


def pair(recall: float, precision: float, target: Target | None = None) -> str:
    """Recall and precision as the tables print them, with a sign where the target is missed."""
    text = f"{_figure(recall)}/{_figure(precision)}"
    # Compare what is printed: two decimals, as the targets have.
    missed = target and (round(recall, 2) < target.aim[0] or round(precision, 2) < target.aim[1])
    return f"{text} ▾" if missed else text


def _figure(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")
