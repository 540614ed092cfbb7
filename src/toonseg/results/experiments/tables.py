"""Tables of experiments in Markdown; figures are times 100."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from toonseg.annotations.split import class_counts
from toonseg.evaluation import Evaluation, KindEvaluation
from toonseg.evaluation.bootstrap import NOTHING
from toonseg.results.experiments.blocks import CountsResult, DriftResult, TrialResult
from toonseg.results.experiments.findings import Finding, signed, span
from toonseg.results.experiments.sets import Title
from toonseg.results.experiments.testing import main_kind
from toonseg.results.experiments.training import Trained


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """A table; its first columns, `left` of them, are to the left, the others to the right."""
    lines = [head, [*["---"] * left, *["---:"] * (len(head) - left)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def experiments_table(done: Sequence[TrialResult], first: dict[str, Evaluation]) -> str:
    """Each experiment in a row: AP of masks with its interval, of boxes, and the published AP."""
    rows = []
    for name, found in first.items():
        rows.append(["-", "nothing: the first weights", name, *_row(found), "-"])
    for one in done:
        trial = one.trial
        published = "-" if trial.published is None else f"{trial.published:.3f}"
        rows.append([trial.name, trial.training, " + ".join(trial.tested_on), *_row(one.found), published])
    head = ["", "trained on", "tested on", "cuts", "AP masks", "95 %", "AP boxes", "published AP"]
    return markdown(head, rows, left=3)


def coco_table(done: Sequence[TrialResult], kind: str) -> str:
    """AP, AP50, AP75, APs, APm, APl of each experiment, of "bbox" or "segm"; empty where there is none."""
    rows, head = [], [""]
    for one in done:
        found = _kind(one.found, kind)
        if found is not None:
            head = ["", *found.scores.summary]
            rows.append([one.trial.name, *(figure(value) for value in found.scores.summary.values())])
    return markdown(head, rows) if rows else ""


def classes_table(done: Sequence[TrialResult], kind: str) -> str:
    """AP of each class in each experiment; empty where there is none."""
    rows, head = [], [""]
    for one in done:
        found = _kind(one.found, kind)
        if found is not None:
            head = ["", *(cls.name for cls in found.scores.per_class)]
            rows.append([one.trial.name, *(figure(cls.ap) for cls in found.scores.per_class)])
    return markdown(head, rows) if rows else ""


def findings_table(findings: Sequence[Finding]) -> str:
    """Each comparison in a row."""
    rows = [
        [one.first, one.second, one.where, str(one.cuts), figure(one.aps[0]), figure(one.aps[1]),
         signed(one.gain.value), span(one.gain), one.verdict,
         "-" if one.published is None else signed(one.published)]
        for one in findings
    ]  # fmt: skip
    head = [
        "first",
        "second",
        "tested on",
        "cuts",
        "AP",
        "AP",
        "difference",
        "95 %",
        "the first is",
        "published",
    ]
    return markdown(head, rows, left=3)


def counts_table(result: CountsResult) -> str:
    """AP by the number of labelled cuts."""
    rows = [
        [str(number), *_row(found), figure(main_kind(found).scores.ap50)]
        for number, found in result.found.items()
    ]
    return markdown(["labelled cuts", "test cuts", "AP masks", "95 %", "AP boxes", "AP50 masks"], rows)


def drift_table(result: DriftResult) -> str:
    """AP by episode of the training on early episodes and of the one on all."""
    rows = []
    for one in result.episodes:
        name = one.name + (" (early)" if one.name in result.early else "")
        sides = [cell for found in (one.by_early, one.by_all) for cell in _with_interval(main_kind(found))]
        rows.append([name, str(one.by_all.cuts), *sides])
    return markdown(["episode", "cuts", "early cuts alone", "95 %", "cuts of all episodes", "95 %"], rows)


def trainings_table(trained: Sequence[Trained]) -> str:
    """Every training: cuts, steps, minutes, and AP on the cuts held back."""
    rows = []
    for one in trained:
        done = one.done
        aps = ["-" if ap is None else figure(ap) for ap in (done.began_at, done.best_ap)]
        best = f"{aps[1]} at step {done.best_step:,}" if done.best_ap is not None else "-"
        rows.append(
            [
                done.name,
                str(done.cuts),
                str(done.held_back),
                f"{done.steps:,}",
                f"{done.minutes:.1f}",
                aps[0],
                best,
            ]
        )
    head = ["training", "cuts", "of them held back", "steps", "minutes", "AP held back: at first", "best"]
    return markdown(head, rows)


def data_table(titles: Sequence[Title]) -> str:
    """Cuts and instances of each class in both parts of each title."""
    parts = [(f"{title.name} {what}", labels) for title in titles
             for what, labels in (("train", title.train), ("test", title.test))]  # fmt: skip
    counts = [class_counts(labels) for _, labels in parts]
    classes = list(dict.fromkeys(name for one in counts for name in one))
    rows = [
        [
            name,
            str(len(labels.pictures)),
            str(sum(found.values())),
            *(str(found.get(cls, 0)) for cls in classes),
        ]
        for (name, labels), found in zip(parts, counts, strict=True)
    ]
    return markdown(["", "cuts", "instances", *classes], rows)


def figure(value: float) -> str:
    """A figure with one digit; a dash for none."""
    return "-" if math.isnan(value) else f"{value:.1f}"


def _row(found: Evaluation) -> list[str]:
    """Cuts, AP of masks, its interval, AP of boxes."""
    masks = ["-", "-"] if found.segm is None else _with_interval(found.segm)
    return [str(found.cuts), *masks, figure(found.bbox.scores.ap)]


def _with_interval(kind: KindEvaluation) -> list[str]:
    one = NOTHING if kind.intervals is None else kind.intervals.ap
    return [figure(kind.scores.ap), "-" if math.isnan(one.low) else f"{one.low:.1f} to {one.high:.1f}"]


def _kind(found: Evaluation, kind: str) -> KindEvaluation | None:
    return found.segm if kind == "segm" else found.bbox
