"""What may be said of a difference."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from toonseg.evaluation.bootstrap import NOTHING, Difference, Interval

pytest.importorskip("torch", reason="the extra 'train' is not installed")

from toonseg.results.experiments.findings import FEWEST, Finding, verdict_of


def finding(low: float, high: float, cuts: int = 40, published: float | None = None) -> Finding:
    middle = (low + high) / 2
    gain = Difference(middle, Interval(low, high), 0.5)
    return Finding("transfer", "one title", "LR", cuts, (40.0 + middle, 40.0), gain, published)


def test_what_leaves_out_zero_is_decided() -> None:
    better = finding(0.5, 6.5, published=7.049)
    assert better.verdict == "better"
    assert str(better) == (
        "Transfer is better than one title: AP 43.5 against 40.0 on 40 cuts of LR; the difference, +3.5, "
        "lies in +0.5 to +6.5. Published: +7.0."
    )
    assert finding(-6.5, -0.5).verdict == "worse"
    assert str(finding(-6.5, -0.5)).startswith("Transfer is worse than one title")


@pytest.mark.parametrize(("low", "high"), [(-0.5, 6.5), (-6.5, 0.5), (0.0, 3.0), (-3.0, 0.0), (0.0, 0.0)])
def test_what_holds_zero_is_not(low: float, high: float) -> None:
    said = str(finding(low, high))
    assert finding(low, high).verdict == "not decided"
    assert said.startswith("Not decided: transfer or one title") and "which holds zero" in said
    assert "better" not in said and "worse" not in said and "-0.0" not in said


def test_few_cuts_decide_nothing() -> None:
    assert finding(2.0, 4.0, FEWEST).verdict == "better"
    few = finding(2.0, 4.0, FEWEST - 1)
    assert few.verdict == "not decided"
    assert "so few cuts decide nothing" in str(few)
    unknown = replace(few, cuts=100, gain=Difference(3.0, NOTHING, math.nan))
    assert unknown.verdict == "not decided"
    assert "so few cuts decide nothing" in str(unknown)


def test_a_claim_holds_only_if_all_speaks_for_it() -> None:
    for_it, against, open_ = finding(1, 2), finding(-2, -1), finding(-1, 1)
    assert verdict_of([for_it]) == "holds here"
    assert verdict_of([for_it, for_it]) == "holds here, in all 2 comparisons"
    assert verdict_of([against]) == "the opposite holds here"
    assert verdict_of([open_]) == "not decided here"
    assert verdict_of([open_, open_]) == "not decided here, in any of 2 comparisons"
    assert verdict_of([for_it, open_]) == "not decided here: of 2 comparisons 1 for it, 1 not decided"
    assert verdict_of([for_it, against]) == "not decided here: of 2 comparisons 1 for it, 1 against it"
