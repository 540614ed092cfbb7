"""The part of a report that compares experiments: `results.json` of `toonseg experiment`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from toonseg.results.report.html import Cell, figure, interval, table, text
from toonseg.workspace import read_json

RESULTS_FILE = "results.json"
_NONE = float("nan")


class _Part(BaseModel):
    """Of results.json what is shown here; the rest is left unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Intervals(_Part):
    ap: tuple[float, float] | None = Field(default=None, alias="AP")


class _Kind(_Part):
    ap: float | None = Field(default=None, alias="AP")
    ap50: float | None = Field(default=None, alias="AP50")
    per_class: dict[str, float | None] = Field(default_factory=dict)
    intervals: _Intervals | None = None


class _Trial(_Part):
    name: str
    training: str
    tested_on: tuple[str, ...]
    published: float | None = None
    cuts: int
    bbox: _Kind | None = None
    segm: _Kind | None = None

    @property
    def main(self) -> _Kind:
        """Masks, else boxes."""
        return self.segm or self.bbox or _Kind()


class _Finding(_Part):
    sentence: str


class _Answer(_Part):
    claim: str
    verdict: str
    findings: tuple[_Finding, ...] = ()


class Experiments(_Part):
    """What `toonseg experiment` found, as far as a report shows it."""

    experiments: tuple[_Trial, ...]
    claims: tuple[_Answer, ...] = ()
    best_and_last: _Answer | None = None


def read_experiments(folder: Path) -> Experiments:
    """The results of `toonseg experiment` in a folder. Raises SourceError if they are not there."""
    return read_json(folder / RESULTS_FILE if folder.is_dir() else folder, Experiments)


def experiments_of(found: Experiments) -> str:
    """The part, as HTML."""
    answers = [*found.claims, *([found.best_and_last] if found.best_and_last is not None else [])]
    claims = "".join(
        f"<li><b>{text(one.claim)}:</b> <em>{text(one.verdict)}</em>"
        + "".join(f"<p>{text(finding.sentence)}</p>" for finding in one.findings)
        + "</li>"
        for one in answers
    )
    parts = [f'<div class="panel">{_trials(found.experiments)}</div>', _classes(found.experiments)]
    return "".join([*parts, f'<ul class="claims">{claims}</ul>' if claims else ""])


def _trials(trials: Sequence[_Trial]) -> str:
    published = any(one.published is not None for one in trials)
    rows: list[list[str | Cell]] = []
    for one in trials:
        low, high = (_NONE, _NONE)
        if one.main.intervals is not None and one.main.intervals.ap is not None:
            low, high = one.main.intervals.ap
        row: list[str | Cell] = [
            f"{one.name}. {one.training}",
            " + ".join(one.tested_on),
            f"{one.cuts:,}",
            figure(_known(one.main.ap)),
            interval(_known(one.main.ap), low, high),
            figure(_known(one.main.ap50)),
            figure(_known(None if one.bbox is None else one.bbox.ap)),
        ]
        rows.append([*row, figure(_known(one.published))] if published else row)
    head = ["trained on", "tested on", "cuts", "AP masks", "95 %, 0 to 100", "AP50", "AP boxes"]
    return table([*head, "published"] if published else head, rows, caption="Experiments")


def _classes(trials: Sequence[_Trial]) -> str:
    names = [
        name
        for name in dict.fromkeys(name for one in trials for name in one.main.per_class)
        if any(one.main.per_class.get(name) is not None for one in trials)
    ]
    if not names:
        return ""
    rows = [[one.name, *(figure(_known(one.main.per_class.get(name))) for name in names)] for one in trials]
    inner = table(["experiment", *names], rows, caption="AP of each class in each experiment")
    return f'<div class="two"><div class="panel"><h3>AP of each class</h3>{inner}</div></div>'


def _known(value: float | None) -> float:
    return _NONE if value is None else value
