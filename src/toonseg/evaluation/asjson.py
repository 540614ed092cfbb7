"""Evaluations as plain objects for JSON: NaN becomes null, figures are times 100."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from toonseg.evaluation.bootstrap import Difference, Interval
from toonseg.evaluation.compare import Comparison
from toonseg.evaluation.evaluate import Evaluation, KindEvaluation


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """`bbox` and `segm` (null where masks were not compared), and what was left out."""
    one = evaluation
    return {
        "truth": one.truth,
        "predictions": one.predictions,
        "cuts": one.cuts,
        "max_dets": one.max_dets,
        "bbox": _kind(one.bbox),
        "segm": None if one.segm is None else _kind(one.segm),
        "notes": list(one.notes),
        "problems": [asdict(problem) for problem in one.problems],
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The evaluation of the predictions, that of the other ones as `against`, and the `difference`."""
    difference = {
        kind.kind: {
            "AP": _difference(kind.ap),
            "AP50": _difference(kind.ap50),
            "per_class": {
                name: _difference(one) for name, one in zip(kind.names, kind.per_class, strict=True)
            },
        }
        for kind in comparison.kinds
    }
    against = evaluation_json(comparison.against)
    return {**evaluation_json(comparison.predictions), "against": against, "difference": difference}


def _kind(kind: KindEvaluation) -> dict[str, Any]:
    scores, found = kind.scores, kind.intervals
    names = [one.name for one in scores.per_class]
    figures: dict[str, Any] = {name: _number(value) for name, value in scores.summary.items()}
    figures["AR"] = _number(scores.recall)
    figures["per_class"] = {one.name: _number(one.ap) for one in scores.per_class}
    figures["per_class_50"] = {one.name: _number(one.ap50) for one in scores.per_class}
    figures["truth"] = {one.name: one.truth for one in scores.per_class}
    figures["predicted"] = {one.name: one.predicted for one in scores.per_class}
    if found is not None:
        per_class = zip(names, found.per_class, strict=True)
        figures["intervals"] = {
            "AP": _interval(found.ap),
            "AP50": _interval(found.ap50),
            "AP75": _interval(found.ap75),
            "per_class": {name: _interval(one) for name, one in per_class},
            "resamples": found.resamples,
        }
    figures["best"] = {"all": _plain(asdict(kind.best))} | {
        curve.name: _plain(asdict(curve.best)) for curve in kind.curves
    }
    figures["errors"] = {one.name: {"count": one.count, "dAP50": _number(one.cost)} for one in kind.errors}
    figures["confusion"] = {
        "names": list(kind.confusion.names),
        "counts": kind.confusion.counts.tolist(),
        "score": kind.confusion.score,
    }
    figures["calibration"] = {
        "error": _number(kind.calibration.error),
        "bins": [asdict(one) for one in kind.calibration.bins],
    }
    figures["curves"] = {
        "recall": [round(float(value), 2) for value in kind.curves[0].recall] if kind.curves else [],
        "precision": {curve.name: [_number(v) for v in curve.precision.tolist()] for curve in kind.curves},
    }
    figures["by"] = kind.by
    figures["slices"] = {
        one.name: {
            "cuts": one.cuts,
            "truth": one.truth,
            "AP": _number(one.ap),
            "AP50": _number(one.ap50),
            "interval": _interval(one.interval),
        }
        for one in kind.slices
    }
    return figures


def _difference(one: Difference) -> dict[str, Any]:
    return {"value": _number(one.value), "interval": _interval(one.interval), "p": _number(one.p)}


def _interval(one: Interval) -> list[float] | None:
    return None if math.isnan(one.low) else [one.low, one.high]


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _plain(values: dict[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}
