"""How well lines are found: line art beside what colouring sets are usually made with, against the true ink.

python -m benchmarks.results.lines --cuts 108 --out benchmarks/results/lines.json
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.results.truth import TrueCut, true_cut
from toonseg.results.lineart import LineArt, line_art
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.synth.art.presets import ALL
from toonseg.workspace import write_text

Pixels = NDArray[np.uint8]

SURE, SEEN = 0.4, 0.12
"""Ink over so much of a pixel has to be found; over so much of it, it may be."""
THRESHOLDS = (64, 96, 128, 160, 192, 208, 224, 240)
"""Greys below which a method's pixel is a line: each peer is given the one that suits it best."""
OWN_THRESHOLD = 128
TOLERANCES = (1, 2)


def xdog(pixels: Pixels) -> Pixels:
    """XDoG (Winnemoeller et al. 2012): sigma 0.8, k 1.6, tau 0.98, phi 200, epsilon -0.005, the best of eight
    settings on other cuts."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    across = cv2.GaussianBlur(grey, (0, 0), 0.8) - 0.98 * cv2.GaussianBlur(grey, (0, 0), 0.8 * 1.6)
    lines = np.where(across >= -0.005, 1, 1 + np.tanh(200 * (across + 0.005)))
    return np.asarray(np.clip(lines * 255, 0, 255), np.uint8)


def canny(pixels: Pixels) -> Pixels:
    """Canny at 100 and 200, as colouring networks are conditioned."""
    return np.asarray(255 - cv2.Canny(pixels, 100, 200), np.uint8)


def adaptive(pixels: Pixels) -> Pixels:
    """OpenCV's adaptive threshold, Gaussian, 9 pixels across, 6 below the mean, on a blurred grey."""
    grey = cv2.medianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 3)
    way = cv2.ADAPTIVE_THRESH_GAUSSIAN_C
    return np.asarray(cv2.adaptiveThreshold(grey, 255, way, cv2.THRESH_BINARY, 9, 6), np.uint8)


def dilated(pixels: Pixels) -> Pixels:
    """The difference from the dilated grey (5 x 5), which several colouring sets are made with."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.asarray(255 - cv2.absdiff(grey, cv2.dilate(grey, np.ones((5, 5), np.uint8))), np.uint8)


Method = Callable[[Pixels], Pixels]
METHODS: dict[str, Method] = {
    "toonseg": line_art,
    "toonseg, ink alone": partial(line_art, how=LineArt(edges=0.0)),
    "XDoG": xdog,
    "Canny": canny,
    "adaptive threshold": adaptive,
    "dilate and subtract": dilated,
}


@dataclass(frozen=True)
class Counts:
    """Pixels of lines: found and rightly so, found; true and found, true."""

    right: int
    found: int
    recalled: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was found that is ink, 0..1; 1 where nothing was."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the ink that was found, 0..1; 1 where there is none."""
        return self.recalled / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compared(lines: NDArray[np.bool_], ink: NDArray[np.float32], tolerance: int) -> Counts:
    """Lines (HW bool) beside the ink's true cover (HW float32, 0..1), to within `tolerance` pixels."""
    side = 2 * tolerance + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    true, found = ink >= SURE, lines.astype(np.uint8)
    near_ink = cv2.dilate((ink >= SEEN).astype(np.uint8), disc) > 0
    near_line = cv2.dilate(found, disc) > 0
    return Counts(
        int((lines & near_ink).sum()), int(lines.sum()), int((true & near_line).sum()), int(true.sum())
    )


Figures = dict[str, dict[str, float]]


def measured(style_number: tuple[str, int], seed: int) -> Figures:
    """For each method its F1, precision and recall at every threshold and tolerance, and its milliseconds of
    processor time a megapixel, on one cut."""
    with single_threaded():
        return figures(true_cut(style_number[0], seed, style_number[1]))


def figures(cut: TrueCut) -> Figures:
    """As `measured`, of a cut that is drawn."""
    found: Figures = {}
    for name, method in METHODS.items():
        start = time.process_time()
        drawn = method(cut.picture)
        told = {"ms": 1e9 * (time.process_time() - start) / cut.ids.size}
        for threshold in (OWN_THRESHOLD,) if name.startswith("toonseg") else THRESHOLDS:
            for tolerance in TOLERANCES:
                counts = compared(drawn < threshold, cut.ink, tolerance)
                for figure in ("f1", "precision", "recall"):
                    told[f"{figure} {threshold} {tolerance}"] = getattr(counts, figure)
        found[name] = told
    return found


def summed(cuts: Sequence[Figures]) -> dict[str, dict[str, float]]:
    """A row for each method: means over cuts, at the threshold that gives the best F1 to within a pixel."""
    rows: dict[str, dict[str, float]] = {}
    for name in METHODS:
        told = [cut[name] for cut in cuts]
        means = {key: statistics.fmean(one[key] for one in told) for key in told[0]}
        best = max(
            (key for key in means if key.startswith("f1") and key.endswith(" 1")), key=means.__getitem__
        )
        threshold = best.split()[1]
        rows[name] = {"threshold": int(threshold), "ms": statistics.median(one["ms"] for one in told)}
        for figure in ("f1", "precision", "recall"):
            for tolerance in TOLERANCES:
                rows[name][f"{figure} {tolerance}"] = means[f"{figure} {threshold} {tolerance}"]
    return rows


def table(rows: dict[str, dict[str, float]]) -> str:
    """The rows in Markdown."""
    keys = ("f1 1", "precision 1", "recall 1", "f1 2", "precision 2", "recall 2")
    lines = [
        "| method | F1 at 1 px | precision | recall | F1 at 2 px | precision | recall | ms a megapixel |"
    ]
    lines.append("|---|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        numbers = " | ".join(f"{row[key]:.3f}" for key in keys)
        lines.append(f"| {name} | {numbers} | {row['ms']:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Draw, measure, print the table and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=108, help="over all presets")
    parser.add_argument("--seed", type=int, default=606)
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args()
    numbered = [(ALL[k % len(ALL)].name, k) for k in range(asked.cuts)]
    found: dict[str, list[Figures]] = {}
    for outcome in map_tasks(partial(measured, seed=asked.seed), numbered, jobs=asked.jobs):
        assert outcome.result is not None, outcome.error
        found.setdefault(outcome.item[0], []).append(outcome.result)
    rows = summed([cut for cuts in found.values() for cut in cuts])
    print(table(rows))
    styles = {
        style: {name: row["f1 1"] for name, row in summed(cuts).items()} for style, cuts in found.items()
    }
    if asked.out is not None:
        whole = {"seed": asked.seed, "cuts": asked.cuts, "methods": rows, "f1 at 1 px by style": styles}
        write_text(asked.out, json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
