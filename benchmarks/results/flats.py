"""How near flat colours are to the true ones, beside filters that are used for it: drawn cuts without light.

python -m benchmarks.results.flats --cuts 108 --out benchmarks/results/flats.json
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.results.truth import TrueCut, true_cut
from toonseg.results.colour_spaces import ciede2000, lab
from toonseg.results.flats import flat_colours
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.synth.art.presets import ALL
from toonseg.workspace import write_text

Pixels = NDArray[np.uint8]

_COMMON = 60
"""Pixels of a cut that make an exact colour one of its flat colours."""
_LIKE = 5.0
"""Differences (CIEDE2000) up to which colours pass for the same."""
_LEAST_KNOWN = 0.02  # of a cut
_TOLERANCE = 3
"""Pixels between a true border and a found one; between two colours there is often a line."""


def unchanged(pixels: Pixels) -> Pixels:
    """The picture as it is: what doing nothing gives."""
    return pixels


def mean_shift(pixels: Pixels) -> Pixels:
    """OpenCV's mean shift filter, 12 pixels and 28 levels."""
    return np.asarray(cv2.pyrMeanShiftFiltering(pixels, 12, 28), np.uint8)


def bilateral(pixels: Pixels) -> Pixels:
    """Four bilateral filters, 9 pixels across, 40 levels: the usual cartoon filter."""
    for _ in range(4):
        pixels = np.asarray(cv2.bilateralFilter(pixels, 9, 40, 7), np.uint8)
    return pixels


def quantised(pixels: Pixels) -> Pixels:
    """The 16 colours of k-means in CIE Lab, after a median of 5 pixels."""
    seen = cv2.cvtColor(cv2.medianBlur(pixels, 5), cv2.COLOR_RGB2LAB).reshape(-1, 3)
    some = seen[:: max(1, len(seen) // 20000)].astype(np.float32)
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _, _, centres = cv2.kmeans(some, 16, np.empty(0, np.int32), stop, 1, cv2.KMEANS_PP_CENTERS)
    nearest = _nearest(seen.astype(np.float32), centres)
    painted = np.rint(centres[nearest]).astype(np.uint8).reshape(pixels.shape)
    return np.asarray(cv2.cvtColor(painted, cv2.COLOR_LAB2RGB), np.uint8)


Method = Callable[[TrueCut], Pixels]


def _of_pixels(method: Callable[[Pixels], Pixels], cut: TrueCut) -> Pixels:
    return method(cut.picture)


def with_masks(cut: TrueCut) -> Pixels:
    """Flat colours with the instances' true masks."""
    return flat_colours(cut.picture, cut.ids.astype(np.int32))


METHODS: dict[str, Method] = {
    "toonseg, with masks": with_masks,
    "toonseg, without masks": partial(_of_pixels, flat_colours),
    "mean shift": partial(_of_pixels, mean_shift),
    "bilateral": partial(_of_pixels, bilateral),
    "k-means": partial(_of_pixels, quantised),
    "as it is": partial(_of_pixels, unchanged),
}


def error(found: Pixels, cut: TrueCut) -> tuple[float, float]:
    """The mean CIEDE2000 to the true flat colours, and the share of pixels within 5, where they are known."""
    apart = ciede2000(lab(found[cut.known]), lab(cut.flat[cut.known]))
    return float(apart.mean()), float((apart <= _LIKE).mean())


def borders(picture: Pixels) -> NDArray[np.bool_]:
    """HW bool: where a pixel's colour differs from its right or lower neighbour's by more than 5."""
    seen = lab(picture)
    right = ciede2000(seen[:, :-1], seen[:, 1:]) > _LIKE
    down = ciede2000(seen[:-1], seen[1:]) > _LIKE
    marked = np.zeros(picture.shape[:2], bool)
    marked[:, :-1] |= right
    marked[:-1] |= down
    return marked


def border_f1(found: Pixels, cut: TrueCut) -> float:
    """Harmonic mean of the shares of found borders at true ones, and of true ones at found ones, among the
    people, to within 3 pixels."""
    true = borders(_without_ink(cut))
    side = 2 * _TOLERANCE + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    people = cv2.erode(cv2.morphologyEx(cut.known.astype(np.uint8), cv2.MORPH_CLOSE, disc), disc) > 0
    seen, real = borders(found) & people, true & people
    if not real.any() or not seen.any():
        return float(real.any() == seen.any())
    near_real = cv2.dilate(true.astype(np.uint8), disc) > 0
    near_seen = cv2.dilate(borders(found).astype(np.uint8), disc) > 0
    precision, recall = float(near_real[seen].mean()), float(near_seen[real].mean())
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _without_ink(cut: TrueCut) -> Pixels:
    """The true flat colours, HWC: each pixel as the nearest whose colour the cut has much of, at ink too."""
    sure = cut.known & (cut.ink < 0.02)
    packed = cut.flat.astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    colours, counts = np.unique(packed[sure], return_counts=True)
    common = colours[counts >= _COMMON]
    exact = np.isin(packed, common) & sure
    away = (~exact).astype(np.uint8)
    if not exact.any():
        return cut.flat
    _, index = cv2.distanceTransformWithLabels(
        away, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros((int(index.max()) + 1, 3), np.uint8)
    table[index[exact]] = cut.flat[exact]
    return np.asarray(table[index], np.uint8)


def _nearest(points: NDArray[np.float32], centres: NDArray[Any]) -> NDArray[np.intp]:
    away = (centres**2).sum(1) - 2 * points @ centres.T
    return np.asarray(away.argmin(1), np.intp)


Figures = dict[str, dict[str, float]]


def measured(style_number: tuple[str, int], seed: int) -> Figures:
    """For each method the figures of one cut; none where too little of it is known."""
    with single_threaded():
        cut = true_cut(style_number[0], seed, style_number[1])
        return figures(cut) if cut.known.mean() > _LEAST_KNOWN else {}


def figures(cut: TrueCut) -> Figures:
    """For each method its mean error, the share of pixels within 5, the F1 of its borders, and milliseconds
    of processor time a megapixel."""
    found: Figures = {}
    for name, method in METHODS.items():
        start = time.process_time()
        painted = method(cut)
        spent = 1e9 * (time.process_time() - start) / cut.ids.size
        apart, within = error(painted, cut)
        found[name] = {"error": apart, "within": within, "borders": border_f1(painted, cut), "ms": spent}
    return found


def summed(cuts: Sequence[Figures]) -> dict[str, dict[str, float]]:
    """A row for each method: means over cuts, of time the median."""
    return {
        name: {
            key: (statistics.median if key == "ms" else statistics.fmean)(cut[name][key] for cut in cuts)
            for key in ("error", "within", "borders", "ms")
        }
        for name in METHODS
    }


def table(rows: dict[str, dict[str, float]]) -> str:
    """The rows in Markdown."""
    lines = [
        "| method | mean CIEDE2000 | within 5 | F1 of borders | ms a megapixel |",
        "|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        numbers = f"{row['error']:.2f} | {100 * row['within']:.0f} % | {row['borders']:.3f} | {row['ms']:.0f}"
        lines.append(f"| {name} | {numbers} |")
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
        assert outcome.error is None, outcome.error
        if outcome.result:
            found.setdefault(outcome.item[0], []).append(outcome.result)
    cuts = [cut for some in found.values() for cut in some]
    print(f"{len(cuts)} cuts with people\n\n{table(rows := summed(cuts))}")
    styles = {
        style: {name: row["error"] for name, row in summed(some).items()} for style, some in found.items()
    }
    if asked.out is not None:
        whole = {"seed": asked.seed, "cuts": len(cuts), "methods": rows, "error by style": styles}
        write_text(asked.out, json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
