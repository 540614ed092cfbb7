"""Findings: a sentence for each difference, and no more in it than the figures support."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toonseg.evaluation.bootstrap import Difference

Verdict = Literal["better", "worse", "not decided"]

FEWEST = 8
"""Fewer test cuts decide nothing: resamples of so few say little of other cuts (docs/eval.md)."""


@dataclass(frozen=True)
class Finding:
    """Two figures of the same test cuts.

    Attributes:
        first: What is asked about, in words: "FD, then LR".
        second: What it is compared with.
        where: The test: "LR".
        cuts: How many cuts that has.
        aps: AP of both, times 100.
        gain: What the first has more, with its interval.
        published: What it had more in the publication, times 100, where both figures were published.
    """

    first: str
    second: str
    where: str
    cuts: int
    aps: tuple[float, float]
    gain: Difference
    published: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Better or worse where the interval leaves out zero and there are test cuts enough to tell."""
        low, high = self.gain.interval.low, self.gain.interval.high
        if self.cuts < FEWEST:
            return "not decided"
        if low > 0:
            return "better"
        return "worse" if high < 0 else "not decided"

    def __str__(self) -> str:
        figures = (
            f"AP {_figure(self.aps[0])} against {_figure(self.aps[1])} on {self.cuts} cuts of {self.where}"
        )
        value = signed(self.gain.value)
        if self.cuts < FEWEST or math.isnan(self.gain.interval.low):
            said = f"Not decided: {self.first} or {self.second}: {figures}; so few cuts decide nothing."
        elif self.verdict == "not decided":
            said = (
                f"Not decided: {self.first} or {self.second}: {figures}; the difference, "
                f"{value}, lies in {span(self.gain)}, which holds zero."
            )
        else:
            said = (
                f"{self.first} is {self.verdict} than {self.second}: {figures}; "
                f"the difference, {value}, lies in {span(self.gain)}."
            )
        said = said[0].upper() + said[1:]
        return said if self.published is None else f"{said} Published: {self.published:+.1f}."


@dataclass(frozen=True)
class Answer:
    """A claim and the findings that speak for it or against it."""

    claim: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """What may be said of the claim."""
        return verdict_of(self.findings)

    def __str__(self) -> str:
        return f"{self.claim}: {self.verdict}."


def verdict_of(findings: Sequence[Finding]) -> str:
    """Whether a claim holds: only if all that speaks of it speaks for it."""
    count = len(findings)
    better = sum(one.verdict == "better" for one in findings)
    worse = sum(one.verdict == "worse" for one in findings)
    if better == count:
        return "holds here" if count == 1 else f"holds here, in all {count} comparisons"
    if worse == count:
        return (
            "the opposite holds here"
            if count == 1
            else f"the opposite holds here, in all {count} comparisons"
        )
    if count == 1 or not better + worse:
        return "not decided here" if count == 1 else f"not decided here, in any of {count} comparisons"
    parts = [(better, "for it"), (worse, "against it"), (count - better - worse, "not decided")]
    told = ", ".join(f"{number} {what}" for number, what in parts if number)
    return f"not decided here: of {count} comparisons {told}"


def span(gain: Difference) -> str:
    """An interval in words: "-1.0 to +5.4"."""
    if math.isnan(gain.interval.low):
        return "-"
    return f"{signed(gain.interval.low)} to {signed(gain.interval.high)}"


def signed(value: float) -> str:
    """A difference with its sign; a dash for none."""
    return "-" if math.isnan(value) else f"{round(value, 1) + 0.0:+.1f}"


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.1f}"
