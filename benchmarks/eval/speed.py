"""Processor seconds to evaluate 5,000 cuts: toonseg, and pycocotools on the same annotations in the same run.

python -m benchmarks.eval.speed            # about two minutes, half of it pycocotools
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from benchmarks.eval.simulated import simulated
from toonseg.evaluation import evaluate
from toonseg.evaluation.matching import match
from toonseg.evaluation.pairing import KINDS, Kind, Pairing, pair
from toonseg.evaluation.scores import scores_of

RESULT = Path(__file__).with_name("speed.json")


def seconds(run: Callable[[], Any]) -> tuple[float, Any]:
    """The processor's seconds for a call, of all threads, and what it gives."""
    start = time.process_time()
    made = run()
    return round(time.process_time() - start, 2), made


def pycocotools_ap(pairing: Pairing, kind: Kind) -> float:
    """AP by pycocotools, from the same annotations: index, results, matching, accumulation."""
    images = [
        {"id": n, "width": one.width, "height": one.height} for n, one in enumerate(pairing.pictures, 1)
    ]
    categories = [{"id": n, "name": name} for n, name in enumerate(pairing.classes.names, 1)]
    left_out = {"id", "area", "bbox" if kind == "segm" else "segmentation"}
    results = [{k: v for k, v in one.items() if k not in left_out} for one in pairing.predictions]
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = {"images": images, "categories": categories}
        truth.dataset["annotations"] = [dict(one) for one in pairing.truth]
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(results), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[0]) * 100


def measure(cuts: int) -> dict[str, Any]:
    """Seconds of each step, and the ratio to pycocotools."""
    truth, predictions = simulated(cuts, 1)
    found: dict[str, Any] = {"cuts": cuts, "instances": sum(1 for _ in truth.instances)}
    found["predictions"] = sum(1 for _ in predictions.instances)
    found["pairing_s"], pairing = seconds(lambda: pair(truth, predictions))
    for kind in KINDS:
        ours, matched = seconds(lambda kind=kind: match(pairing, kind))
        theirs, ap = seconds(lambda kind=kind: pycocotools_ap(pairing, kind))
        difference = abs(scores_of(matched, pairing.classes.names).ap - ap)
        assert difference < 1e-6, f"{kind}: AP differs by {difference}"
        found[kind] = {"toonseg_s": ours, "pycocotools_s": theirs, "ratio": round(theirs / ours, 1)}
    found["all_without_intervals_s"], _ = seconds(
        lambda: evaluate(truth, predictions, resamples=0, by="none")
    )
    found["all_with_1000_resamples_s"], _ = seconds(lambda: evaluate(truth, predictions, by="none"))
    return found


def main() -> None:
    """Measure, print and write speed.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=5000)
    result = measure(parser.parse_args().cuts)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
