"""results.json: everything that was found, for machines; figures are times 100, NaN is null."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from toonseg.annotations.split import class_counts
from toonseg.evaluation import Evaluation
from toonseg.evaluation.asjson import evaluation_json
from toonseg.results.experiments.findings import Answer, Finding
from toonseg.results.experiments.outcome import Experimented

_LEFT_OUT = ("curves", "calibration", "confusion", "best", "by", "slices")
"""Of an evaluation: long, and easily had by `toonseg eval` from the predictions that are kept."""


def record_of(done: Experimented) -> dict[str, Any]:
    """What results.json says."""
    return {
        "version": 1,
        "recipe": done.recipe.model_dump(mode="json"),
        "titles": {
            title.name: {
                part: {"cuts": len(labels.pictures), "classes": class_counts(labels)}
                for part, labels in (("train", title.train), ("test", title.test))
            }
            for title in done.titles
        },
        "trainings": [{**one.done.model_dump(), "folder": _below(one.folder.parts)} for one in done.trained],
        "first_weights": {name: _evaluation(found) for name, found in done.first.items()},
        "experiments": [
            {
                "name": one.trial.name,
                "training": one.trial.training,
                "tested_on": list(one.trial.tested_on),
                "published": one.trial.published,
                **_evaluation(one.found),
            }
            for one in done.trials
        ],
        "claims": [_answer(one) for one in done.claims],
        "best_and_last": None if done.best_and_last is None else _answer(done.best_and_last),
        "leakage": None if done.leakage is None else {
            "title": done.leakage.title,
            "halves": done.leakage.halves,
            "seen": _evaluation(done.leakage.seen),
            "unseen": _evaluation(done.leakage.unseen),
            **_answer(done.leakage.answer),
        },
        "counts": None if done.counts is None else {
            "title": done.counts.title,
            "cuts": {str(number): _evaluation(found) for number, found in done.counts.found.items()},
            "findings": [_finding(one) for one in done.counts.findings],
        },
        "drift": None if done.drift is None else {
            "title": done.drift.title,
            "early": done.drift.early,
            "cuts": done.drift.cuts,
            "episodes": {
                one.name: {"by_early": _evaluation(one.by_early), "by_all": _evaluation(one.by_all)}
                for one in done.drift.episodes
            },
            "findings": [_finding(one) for one in done.drift.findings],
        },
    }  # fmt: skip


def _evaluation(found: Evaluation) -> dict[str, Any]:
    said = evaluation_json(found)
    kinds = {
        kind: None if said[kind] is None else {k: v for k, v in said[kind].items() if k not in _LEFT_OUT}
        for kind in ("bbox", "segm")
    }
    return {"cuts": said["cuts"], **kinds}


def _answer(one: Answer) -> dict[str, Any]:
    findings = [_finding(finding) for finding in one.findings]
    return {"claim": one.claim, "verdict": one.verdict, "findings": findings}


def _finding(one: Finding) -> dict[str, Any]:
    plain = {**asdict(one), "verdict": one.verdict, "sentence": str(one)}
    return {key: _plain(value) for key, value in plain.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _below(parts: tuple[str, ...]) -> str:
    return "/".join(parts[-2:])
