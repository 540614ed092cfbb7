"""The part of a report that compares what a model found with the truth: COCO's figures and more."""

from __future__ import annotations

from toonseg.evaluation import Evaluation, KindEvaluation
from toonseg.evaluation.bootstrap import NOTHING
from toonseg.evaluation.errors import MEANINGS
from toonseg.evaluation.plots import calibration, precision_recall
from toonseg.results.report.html import (
    Cell,
    bar,
    figure,
    interval,
    matrix,
    span,
    swatched,
    table,
    text,
    tiles,
)
from toonseg.results.report.material import Material

_WHAT = {"bbox": "boxes", "segm": "masks"}
_AS_SHOWN = (
    "Predictions that were left out for their low scores count as not found: AP is a lower bound of what the "
    "model reaches. What toonseg predict --all finds gives the whole of it."
)
"""COCO's AP also counts predictions that hardly anybody wants to see."""


def evaluation_of(found: Material, evaluation: Evaluation) -> str:
    """The part, as HTML."""
    main = evaluation.kinds[-1]
    what = _WHAT[main.kind]
    parts = [_summary(evaluation, main), f'<div class="panel"><h3>Classes</h3>{_classes(found, main)}</div>']
    plots = (
        ("", str(precision_recall(main, what)), "Precision over recall of each class"),
        ("", str(calibration(main.calibration, what)), "Share of right predictions over their scores"),
    )
    drawn = "".join(
        f'<div class="panel"><div class="plot scroll" tabindex="0" role="img" aria-label="{text(words)}">'
        f"{svg}</div></div>"
        for _, svg, words in plots
    )
    parts.append(f'<div class="two">{_confusion(main, what)}{_errors(main, what)}{drawn}</div>')
    if main.slices:
        parts.append(f'<div class="two"><div class="panel"><h3>By {main.by}</h3>{_slices(main)}</div></div>')
    parts += [f'<p class="note">{text(note)}</p>' for note in (_AS_SHOWN, *evaluation.notes)]
    return "".join(parts)


def _summary(evaluation: Evaluation, main: KindEvaluation) -> str:
    ap = NOTHING if main.intervals is None else main.intervals.ap
    scores = main.scores
    pairs = [
        (f"AP of {_WHAT[main.kind]}", figure(scores.ap), span(ap.low, ap.high)),
        ("AP50", figure(scores.ap50), ""),
        ("AP75", figure(scores.ap75), ""),
        ("small", figure(scores.ap_small), "< 32 × 32 pixels"),
        ("medium", figure(scores.ap_medium), ""),
        ("large", figure(scores.ap_large), "> 96 × 96 pixels"),
    ]
    if main.kind == "segm":
        pairs.append(("AP of boxes", figure(evaluation.bbox.scores.ap), ""))
    return tiles(pairs)


def _classes(found: Material, main: KindEvaluation) -> str:
    known = {one.name: one for one in found.classes}
    rows: list[list[str | Cell]] = []
    for place, (one, curve) in enumerate(zip(main.scores.per_class, main.curves, strict=True)):
        if not (one.truth or one.predicted):
            continue
        bounds = NOTHING if main.intervals is None else main.intervals.per_class[place]
        shown = known.get(one.name)
        name: str | Cell = one.name if shown is None else swatched(shown)
        tint = "" if shown is None else f"k{shown.place}"
        rows.append(
            [
                name,
                figure(one.ap),
                interval(one.ap, bounds.low, bounds.high, cls=tint),
                figure(one.ap50),
                f"{one.truth:,}",
                f"{one.predicted:,}",
                figure(curve.best.f1 * 100),
                figure(curve.best.score, 2),
            ]
        )
    head = [
        "class",
        "AP",
        "and its 95 % interval, 0 to 100",
        "AP50",
        "truth",
        "predicted",
        "best F1",
        "at score",
    ]
    return table(head, rows, caption="AP of each class")


def _confusion(main: KindEvaluation, what: str) -> str:
    found = main.confusion
    there = [k for k in range(len(found.names)) if found.counts[k].any() or found.counts[:, k].any()]
    names = [found.names[k] for k in there]
    counts = found.counts[there][:, there].tolist()
    shares = found.shares[there][:, there].tolist()
    hints = [
        [
            f"{true} predicted as {said}: {n} ({share:.0%})"
            for said, n, share in zip(names, row, tints, strict=True)
        ]
        for true, row, tints in zip(names, counts, shares, strict=True)
    ]
    inner = matrix(names, counts, shares, caption=f"What {what} are taken for", hints=hints)
    told = f"Rows: truth; columns: predicted. Scores from {found.score:.2f}, IoU 0.5."
    return (
        f'<div class="panel"><h3>What {what} are taken for</h3>{inner}<p class="note">{text(told)}</p></div>'
    )


def _errors(main: KindEvaluation, what: str) -> str:
    most = max((one.cost for one in main.errors), default=0.0) or 1.0
    rows: list[list[str | Cell]] = [
        [one.name, Cell(f'<span class="words">{text(MEANINGS[one.name])}</span>'), f"{one.count:,}",
         bar(max(0.0, one.cost) / most, f"{one.cost:.1f}")]
        for one in main.errors
    ]  # fmt: skip
    inner = table(["error", "", "count", "AP50 lost"], rows, caption=f"What AP50 of {what} is lost to")
    told = "By how much AP50 would rise if errors of this type alone were put right (TIDE)."
    return f'<div class="panel"><h3>What AP50 is lost to</h3>{inner}<p class="note">{text(told)}</p></div>'


def _slices(main: KindEvaluation) -> str:
    rows: list[list[str | Cell]] = [
        [one.name.rpartition("/")[2] if main.by == "episode" else one.name, f"{one.cuts:,}", f"{one.truth:,}",
         figure(one.ap), interval(one.ap, one.interval.low, one.interval.high), figure(one.ap50)]
        for one in main.slices
    ]  # fmt: skip
    return table([main.by, "cuts", "truth", "AP", "95 %", "AP50"], rows, caption=f"AP by {main.by}")
