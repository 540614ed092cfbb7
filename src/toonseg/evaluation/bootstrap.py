"""95 % intervals: what the figures would be with other cuts of the same kind.

Cuts are drawn with replacement, as many as there are, a thousand times (Efron, 1979), and the figures are
accumulated again each time. Cuts are drawn and not instances, since those of one cut share its drawing.

The interval is the basic one (Davison and Hinkley, 1997, section 5.2): the middle 95 % of resampled values,
mirrored at the measured value. AP of few cuts is above AP of many, and resampling, which repeats cuts, adds
such an error once more; the plain middle 95 % (percentile method) has both, in the mirrored one the second
stands against the first. docs/eval.md has the measured shares of intervals that hold the true value.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toonseg.evaluation.matching import AT_50, AT_75, IOUS, Matched, weighted_ap
from toonseg.evaluation.scores import Scores

TAILS = (0.025, 0.975)

FEWEST = 3
"""Of fewer cuts no interval is given: their resamples are all alike."""


@dataclass(frozen=True)
class Interval:
    """Bounds of a figure, times 100; NaN where too few cuts have it."""

    low: float
    high: float


NOTHING = Interval(float("nan"), float("nan"))


@dataclass(frozen=True)
class Intervals:
    """Intervals of an evaluation; `per_class` are those of AP, in class order."""

    ap: Interval
    ap50: Interval
    ap75: Interval
    per_class: tuple[Interval, ...]
    resamples: int


@dataclass(frozen=True)
class Difference:
    """By how much one figure of the second predictions is above that of the first, times 100.

    Attributes:
        value: The difference.
        interval: Its 95 % interval, over the same resampled cuts for both.
        p: Twice the share of mirrored resamples on the other side of 0: above .05 where the interval
            holds 0. NaN without resamples.
    """

    value: float
    interval: Interval
    p: float


def multiplicities(pictures: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """[resamples, pictures] int64: how often each resample has each picture; set by the seed."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(pictures, np.full(pictures, 1 / pictures), size=resamples)


def resampled(
    matched: Matched, weights: NDArray[np.int64], on_class: Callable[[], None] | None = None
) -> NDArray[np.float64]:
    """AP of each class at each IoU in each resample.

    A resample without any instance of a class that the truth has says nothing of it; it has the class's AP of
    all pictures there. Were it left out, AP would jump whenever a rare class happens to be drawn.

    Args:
        matched: An evaluation of N pictures with K classes.
        weights: [B, N]: how often each picture counts.
        on_class: Called after each class.

    Returns:
        [B, K, T] float64, 0..1; NaN for classes that the truth does not have.
    """
    out = np.empty((len(weights), len(matched.classes), len(IOUS)))
    for place, one in enumerate(matched.classes):
        samples = weighted_ap(one, weights)
        measured = weighted_ap(one, np.ones((1, one.truths.size), np.int64))
        out[:, place] = np.where(np.isnan(samples), measured, samples)
        if on_class is not None:
            on_class()
    return out


def intervals_of(matched: Matched, scores: Scores, samples: NDArray[np.float64]) -> Intervals:
    """The intervals of `scores`, by resampled APs [B, K, T] of the same evaluation."""
    ap, ap50, ap75 = overall(samples)
    pictures = matched.classes[0].truths.size if matched.classes else 0
    enough = pictures >= FEWEST
    return Intervals(
        mirrored(scores.ap, ap, enough=enough),
        mirrored(scores.ap50, ap50, enough=enough),
        mirrored(scores.ap75, ap75, enough=enough),
        tuple(
            mirrored(one.ap, values, enough=int(np.count_nonzero(matches.truths)) >= FEWEST)
            for one, values, matches in zip(
                scores.per_class, _by_class(samples).T, matched.classes, strict=True
            )
        ),
        len(samples),
    )


def difference(value: float, change: NDArray[np.float64]) -> Difference:
    """A measured difference (times 100) with what paired resamples [B] (0..1) say of it."""
    known = change[np.isfinite(change)] * 100
    if not known.size or not np.isfinite(value):
        return Difference(value, NOTHING, float("nan"))
    mirrored = 2 * value - known
    # One is added to both: a thousand resamples cannot say that chance never does it.
    sides = np.count_nonzero(mirrored <= 0) + 1, np.count_nonzero(mirrored >= 0) + 1
    low, high = np.quantile(mirrored, TAILS)
    p = float(min(1.0, 2 * min(sides) / (known.size + 1)))
    return Difference(value, Interval(float(low), float(high)), p)


def changes(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What two evaluations of the same resamples [B, K, T] differ by.

    Returns:
        In AP [B], in AP50 [B], in AP of each class [B, K]; 0..1.
    """
    before, after = overall(first), overall(second)
    return after[0] - before[0], after[1] - before[1], _by_class(second) - _by_class(first)


def overall(samples: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """AP, AP50 and AP75 of each resample: the mean over the classes that the truth has."""
    with _quiet():
        return (
            np.nanmean(samples, axis=(1, 2)),
            np.nanmean(samples[..., AT_50], axis=1),
            np.nanmean(samples[..., AT_75], axis=1),
        )


def _by_class(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    with _quiet():
        return np.asarray(np.nanmean(samples, axis=2))


def mirrored(value: float, samples: NDArray[np.float64], *, enough: bool) -> Interval:
    """The basic interval of a measured `value`, times 100, by its resamples.

    Args:
        value: As measured, times 100.
        samples: float64 [B], 0..1: the same figure, resampled; NaN where a resample has none.
        enough: Whether there are cuts enough; without, no interval is given.
    """
    known = samples[np.isfinite(samples)] * 100
    if not known.size or not enough:
        return NOTHING
    low, high = np.clip(np.quantile(2 * value - known, TAILS), 0, 100)
    return Interval(float(low), float(high))


def _quiet() -> warnings.catch_warnings[None]:
    """Means of nothing are NaN here, and meant."""
    return warnings.catch_warnings(action="ignore", category=RuntimeWarning)
