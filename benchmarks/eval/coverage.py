"""How often a 95 % interval holds the true value: samples of few cuts out of 3,000 whose AP is known.

python -m benchmarks.eval.coverage         # some three minutes

Beside the interval that toonseg gives, the middle 95 % of resamples as they are (percentile), and corrected
for the bias of their median (Efron, 1981).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from benchmarks.eval.simulated import simulated
from toonseg.classes import EIGHT
from toonseg.evaluation.bootstrap import TAILS, mirrored, multiplicities, resampled
from toonseg.evaluation.matching import Matched, match, part_of
from toonseg.evaluation.pairing import pair

RESULT = Path(__file__).with_name("coverage.json")
SIZES = (10, 25, 100)
RESAMPLES = 400
METHODS = ("toonseg", "percentile", "bias-corrected")
COMMON = ("hair", "dress-shirt", "T-shirt", "pants", "outer", "tie")
GROUPS = {"hair": ("hair",), "six common classes": COMMON, "all eight": EIGHT.names}
_NORMAL = NormalDist()


def bounds(value: float, samples: np.ndarray) -> dict[str, tuple[float, float]]:
    """Three intervals of a value by its resamples."""
    basic = mirrored(value, samples, enough=True)
    share = float(np.clip((samples * 100 < value).mean(), 1 / samples.size, 1 - 1 / samples.size))
    shift = 2 * _NORMAL.inv_cdf(share)
    moved = [_NORMAL.cdf(shift + _NORMAL.inv_cdf(tail)) for tail in TAILS]
    percentile = np.quantile(samples, TAILS) * 100
    corrected = np.quantile(samples, moved) * 100
    return {
        "toonseg": (basic.low, basic.high),
        "percentile": (float(percentile[0]), float(percentile[1])),
        "bias-corrected": (float(corrected[0]), float(corrected[1])),
    }


def sample_of(matched: Matched, places: np.ndarray) -> Matched:
    """The evaluation of some of the cuts."""
    return replace(matched, classes=tuple(part_of(one, places) for one in matched.classes))


def measure(cuts: int, samples: int) -> dict[str, Any]:
    """The share of samples of each size whose intervals hold the AP of all cuts, by groups of classes."""
    truth, predictions = simulated(cuts, 1)
    matched = match(pair(truth, predictions), "segm")
    real = resampled(matched, np.ones((1, cuts), np.int64))[0].mean(axis=1)
    rng = np.random.default_rng(0)
    found: dict[str, Any] = {"cuts": cuts, "samples": samples}
    for size in SIZES:
        held = {group: dict.fromkeys(METHODS, 0) for group in GROUPS}
        for number in range(samples):
            part = sample_of(matched, np.sort(rng.choice(cuts, size, replace=False)))
            value = resampled(part, np.ones((1, size), np.int64))[0].mean(axis=1)
            draws = resampled(part, multiplicities(size, RESAMPLES, number)).mean(axis=2)
            for group, classes in GROUPS.items():
                # The true value is that of the classes that the sample has: it can know of no other.
                there = [EIGHT.index(name) for name in classes if np.isfinite(value[EIGHT.index(name)])]
                true = float(real[there].mean()) * 100
                made = bounds(float(value[there].mean()) * 100, draws[:, there].mean(axis=1))
                for method, (low, high) in made.items():
                    held[group][method] += low <= true <= high
        found[str(size)] = {
            group: {method: round(count / samples, 3) for method, count in counts.items()}
            for group, counts in held.items()
        }
    return found


def main() -> None:
    """Measure, print and write coverage.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=3000)
    parser.add_argument("--samples", type=int, default=200)
    chosen = parser.parse_args()
    result = measure(chosen.cuts, chosen.samples)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
