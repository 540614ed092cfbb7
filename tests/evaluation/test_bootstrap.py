"""Intervals: weights are the same as copies of cuts, and the interval holds what it should."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from toonseg.annotations import LabelSet
from toonseg.evaluation import compare, evaluate
from toonseg.evaluation.bootstrap import difference, mirrored, multiplicities
from toonseg.evaluation.matching import match, part_of, weighted_ap
from toonseg.evaluation.pairing import pair


def copies(labels: LabelSet, times: np.ndarray) -> LabelSet:
    """The set with each picture as often as `times` says."""
    pictures = [
        replace(picture, file=f"{place:03d}-{copy}.png")
        for place, picture in enumerate(labels.pictures)
        for copy in range(int(times[place]))
    ]
    return labels.with_pictures(tuple(pictures))


@pytest.mark.parametrize("kind", ["bbox", "segm"])
@pytest.mark.parametrize("seed", range(3))
def test_weights_are_the_same_as_copies_given_to_pycocotools(
    seed: int, kind: Any, make_sets: Any, oracle: Any
) -> None:
    sets = make_sets(seed, pictures=8)
    rng = np.random.default_rng(seed)
    # Equal scores in one picture have no order that copies would keep: here all differ.
    scored = [
        replace(p, instances=tuple(replace(one, score=float(rng.random())) for one in p.instances))
        for p in sets.predictions.pictures
    ]
    predictions = sets.predictions.with_pictures(tuple(scored))
    matched = match(pair(sets.truth, predictions), kind)
    weights = multiplicities(8, 6, seed)
    samples = np.stack([weighted_ap(one, weights) for one in matched.classes], axis=1)
    for times, sample in zip(weights, samples, strict=True):
        says = oracle(copies(sets.truth, times), copies(predictions, times), kind)
        assert np.nanmean(sample) == pytest.approx(says.summary[0], abs=1e-9)
        assert np.nanmean(sample[:, 0]) == pytest.approx(says.summary[1], abs=1e-9)
        for ours, theirs in zip(sample, says.per_class, strict=True):
            assert (np.isnan(ours).all() and theirs == -1) or ours.mean() == pytest.approx(theirs, abs=1e-9)


def test_a_rare_class_that_a_resample_misses_does_not_move_its_ap(shapes: Any) -> None:
    """One vest in one of ten cuts, not found: a third of the resamples lack it; AP stays a mean of two."""
    hair = shapes.rectangle("hair", (10, 10, 60, 60))
    vest = shapes.rectangle("vest", (100, 10, 160, 60))
    true = [shapes.picture(f"{n}.png", hair, *[vest][: n == 0]) for n in range(10)]
    said = [shapes.picture(f"{n}.png", replace(hair, score=0.9)) for n in range(10)]
    whole = evaluate(LabelSet(tuple(true)), LabelSet(tuple(said)), resamples=100)
    assert "Fewer than 3 cuts have vest (1): 1 of 2 equal shares in AP that no interval knows." in whole.notes
    found = whole.bbox
    assert found.scores.ap == pytest.approx(50)
    assert found.intervals is not None
    assert (found.intervals.ap.low, found.intervals.ap.high) == pytest.approx((50, 50))
    assert np.isnan(found.intervals.per_class[-1].low)


def test_a_weight_of_one_each_gives_the_measured_figures(make_sets: Any) -> None:
    sets = make_sets(7)
    found = evaluate(sets.truth, sets.predictions, resamples=0)
    ones = np.ones((1, 12), np.int64)
    for kind in found.kinds:
        for one, matches in zip(kind.scores.per_class, kind.matched.classes, strict=True):
            assert weighted_ap(matches, ones).mean() * 100 == pytest.approx(one.ap, nan_ok=True)


def test_many_predictions_are_resampled_in_pieces(make_sets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = make_sets(8)
    matches = match(pair(sets.truth, sets.predictions), "segm").classes[0]
    weights = multiplicities(12, 50, 0)
    whole = weighted_ap(matches, weights)
    monkeypatch.setattr("toonseg.evaluation.matching._MOST_CELLS", 3 * matches.scores.size)
    assert np.array_equal(weighted_ap(matches, weights), whole, equal_nan=True)


def test_part_of_is_the_evaluation_of_these_pictures(make_sets: Any) -> None:
    sets = make_sets(9)
    places = np.array([1, 4, 5, 10])
    whole = match(pair(sets.truth, sets.predictions), "segm")
    fewer = [s.with_pictures(tuple(s.pictures[p] for p in places)) for s in (sets.truth, sets.predictions)]
    alone = match(pair(*fewer), "segm")
    ones = np.ones((1, 4), np.int64)
    for part, own in zip(whole.classes, alone.classes, strict=True):
        assert np.array_equal(
            weighted_ap(part_of(part, places), ones), weighted_ap(own, ones), equal_nan=True
        )


def test_resamples_have_as_many_cuts_and_follow_the_seed() -> None:
    drawn = multiplicities(30, 200, 5)
    assert (drawn.sum(axis=1) == 30).all()
    assert np.array_equal(drawn, multiplicities(30, 200, 5))
    assert not np.array_equal(drawn, multiplicities(30, 200, 6))
    assert drawn.std() == pytest.approx(np.sqrt(29 / 30), rel=0.05)  # multinomial


def test_the_interval_is_mirrored_at_the_measured_value() -> None:
    samples = np.linspace(0.5, 0.7, 1001)
    found = mirrored(55.0, samples, enough=True)
    assert found.low == pytest.approx(2 * 55 - 69.5)
    assert found.high == pytest.approx(2 * 55 - 50.5)
    assert np.isnan(mirrored(55.0, samples, enough=False).low)
    assert mirrored(99.0, samples, enough=True).high == 100.0


def test_the_interval_of_a_mean_holds_the_true_mean_nineteen_times_of_twenty() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        values = rng.random(40)
        weights = rng.multinomial(40, np.full(40, 1 / 40), size=400)
        found = mirrored(values.mean() * 100, weights @ values / 40, enough=True)
        held += found.low <= 50 <= found.high
    assert 0.91 < held / 400 < 0.97


def test_intervals_are_narrower_with_more_cuts_and_repeatable(make_sets: Any) -> None:
    few, many = make_sets(3, pictures=10), make_sets(3, pictures=60)
    found = [evaluate(s.truth, s.predictions, resamples=200) for s in (few, many, many)]
    widths = [one.bbox.intervals.ap.high - one.bbox.intervals.ap.low for one in found if one.bbox.intervals]
    assert widths[0] > 1.5 * widths[1]
    assert widths[1] == widths[2]


def test_two_cuts_have_no_interval(make_sets: Any) -> None:
    sets = make_sets(3, pictures=2)
    found = evaluate(sets.truth, sets.predictions, resamples=50).bbox.intervals
    assert found is not None
    assert np.isnan(found.ap.low)


def test_predictions_compared_with_themselves_do_not_differ(make_sets: Any) -> None:
    sets = make_sets(2)
    for kind in compare(sets.truth, sets.predictions, sets.predictions, resamples=100).kinds:
        assert (kind.ap.value, kind.ap.interval.low, kind.ap.interval.high) == (0, 0, 0)
        assert kind.ap.p == 1


def test_worse_predictions_are_told_from_better_ones(make_sets: Any) -> None:
    sets = make_sets(2, pictures=60)
    fewer = tuple(replace(p, instances=p.instances[::4]) for p in sets.predictions.pictures)
    worse = replace(sets.predictions, pictures=fewer, name="worse")
    made = compare(sets.truth, sets.predictions, worse, resamples=200)
    back = compare(sets.truth, worse, sets.predictions, resamples=200)
    for kind, other in zip(made.kinds, back.kinds, strict=True):
        assert kind.ap.value > 0
        assert kind.ap.interval.low > 0
        assert kind.ap.p < 0.05
        assert other.ap.value == -kind.ap.value
        assert other.ap.interval.high == pytest.approx(-kind.ap.interval.low)
    mine, its = made.predictions.bbox, made.against.bbox
    assert made.kinds[0].ap.value == mine.scores.ap - its.scores.ap
    assert "worse" in str(made)


def test_what_is_hard_for_both_falls_out_of_the_difference(make_sets: Any) -> None:
    sets = make_sets(2, pictures=40)
    pictures = [
        replace(p, instances=p.instances[n % 5 == 0 :]) for n, p in enumerate(sets.predictions.pictures)
    ]
    made = compare(
        sets.truth, sets.predictions.with_pictures(tuple(pictures)), sets.predictions, resamples=200
    )
    intervals = made.against.bbox.intervals
    assert intervals is not None
    paired = made.kinds[0].ap.interval
    assert 0 < paired.high - paired.low < (intervals.ap.high - intervals.ap.low) / 2


def test_a_difference_without_resamples_has_no_interval(make_sets: Any) -> None:
    sets = make_sets(2)
    made = compare(sets.truth, sets.predictions, sets.predictions, resamples=0)
    assert made.kinds[0].ap.value == 0
    assert np.isnan(made.kinds[0].ap.p)
    assert str(made)


def test_p_and_interval_agree_on_zero() -> None:
    rng = np.random.default_rng(1)
    for shift in (0.0, 0.01, 0.02, 0.03):
        found = difference(shift * 100, shift + rng.normal(0, 0.01, 4000))
        holds_zero = found.interval.low <= 0 <= found.interval.high
        assert holds_zero == (found.p > 0.05)
