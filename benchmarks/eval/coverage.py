"""How often a 95 % interval holds the true value: samples of few cuts out of 5,000 whose AP is known.

python -m benchmarks.eval.coverage         # some five minutes

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
from toonseg.results.bootstrap import TAILS, mirrored, multiplicities, overall, resampled
from toonseg.results.matching import Matched, match, part_of
from toonseg.results.pairing import pair

RESULT = Path(__file__).with_name("coverage.json")
SIZES = (10, 25, 100)
RESAMPLES = 400
_NORMAL = NormalDist()


def ap_of(matched: Matched) -> float:
    """AP, times 100."""
    pictures = matched.classes[0].truths.size
    return float(overall(resampled(matched, np.ones((1, pictures), np.int64)))[0][0]) * 100


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


def measure(cuts: int, samples: int) -> dict[str, Any]:
    """The share of samples of each size whose interval holds the AP of all cuts."""
    truth, predictions = simulated(cuts, 1)
    matched = match(pair(truth, predictions), "segm")
    by_class = resampled(matched, np.ones((1, cuts), np.int64))[0].mean(axis=1)
    rng = np.random.default_rng(0)
    found: dict[str, Any] = {"cuts": cuts, "samples": samples, "ap": round(float(by_class.mean()) * 100, 3)}
    for size in SIZES:
        held = dict.fromkeys(("toonseg", "percentile", "bias-corrected"), 0)
        values = []
        for number in range(samples):
            places = np.sort(rng.choice(cuts, size, replace=False))
            part = replace(matched, classes=tuple(part_of(one, places) for one in matched.classes))
            values.append(ap_of(part))
            # The true value is that of the classes that the sample has: it can know of no other.
            there = [bool(one.truths.any()) for one in part.classes]
            real = float(by_class[there].mean()) * 100
            resamples = overall(resampled(part, multiplicities(size, RESAMPLES, number)))[0]
            for name, (low, high) in bounds(values[-1], resamples).items():
                held[name] += low <= real <= high
        found[str(size)] = {name: round(count / samples, 3) for name, count in held.items()}
        found[str(size)]["mean_ap"] = round(float(np.mean(values)), 3)
        found[str(size)]["sd_ap"] = round(float(np.std(values)), 3)
    return found


def main() -> None:
    """Measure, print and write coverage.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=5000)
    parser.add_argument("--samples", type=int, default=400)
    chosen = parser.parse_args()
    result = measure(chosen.cuts, chosen.samples)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
