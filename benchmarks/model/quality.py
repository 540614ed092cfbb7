"""How good weights are on drawn cuts of styles that they never saw: AP, the threshold, ONNX against torch.

python -m benchmarks.model.quality                               # the weights in the box: some seven minutes
python -m benchmarks.model.quality --model runs/pretrain/full    # others
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.model.designs import one_of
from toonseg.annotations.formats import Format, read
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.mosaic_page import write_page
from toonseg.evaluation import evaluate
from toonseg.evaluation.curves import AT_50
from toonseg.evaluation.evaluate import KindEvaluation
from toonseg.model.predict import predict
from toonseg.model.pretrained import BOX, NAME, NEVER_SEEN, ONNX, SAFETENSORS, load
from toonseg.synth.titles import Order, write_cuts

RESULT = Path(__file__).with_name("quality.json")
SEED = 9000
"""Far from those of training sets: other artists of the held-out styles."""
LEAST = 0.25
"""No threshold that is worth showing anything from is lower."""


def held_cuts(folder: Path, cuts: int) -> LabelSet:
    """So many cuts of each style that the weights have never seen, rare classes as often as others."""
    sets = {}
    for number, style in enumerate(NEVER_SEEN):
        made = write_cuts(folder / style, Order(SEED + number, style, balance=True), cuts)
        sets[style] = read(made.annotations, Format.COCO)
    return one_of(sets)


def figures(kind: KindEvaluation) -> dict[str, Any]:
    """AP, AP50, AP75, by class, and the interval of AP, times 100."""
    scores = kind.scores
    found = {
        "AP": round(scores.ap, 1), "AP50": round(scores.ap50, 1), "AP75": round(scores.ap75, 1),
        "classes": {one.name: round(one.ap, 1) for one in scores.per_class},
    }  # fmt: skip
    if kind.intervals is not None:
        found["interval"] = [round(kind.intervals.ap.low, 1), round(kind.intervals.ap.high, 1)]
    return found


def at_threshold(kind: KindEvaluation, score: float) -> dict[str, float]:
    """F1, precision and recall at an IoU of .5 where predictions below a score are left out."""
    classes = kind.matched.classes
    hits = sum(int((one.hit[AT_50] & (one.scores >= score)).sum()) for one in classes)
    seen = sum(int((~one.ignored[AT_50] & (one.scores >= score)).sum()) for one in classes)
    truth = sum(int(one.truths.sum()) for one in classes)
    return {
        "score": round(score, 3), "f1": round(2 * hits / max(1, seen + truth), 3),
        "precision": round(hits / max(1, seen), 3), "recall": round(hits / max(1, truth), 3),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="an .onnx file with a .safetensors file of its name")
    parser.add_argument("--cuts", type=int, default=30, help="of each held-out style")
    parser.add_argument("--page", type=Path, help="also write what was found as a page, to look at")
    asked = parser.parse_args()
    onnx = asked.model or BOX / f"{NAME}{ONNX}"
    with tempfile.TemporaryDirectory() as folder:
        truth = held_cuts(Path(folder), asked.cuts)
        segmenter = load(onnx)
        found = predict(segmenter, truth)
        whole = evaluate(truth, found)
        assert whole.segm is not None and whole.bbox is not None
        other = evaluate(truth, predict(load(onnx.with_suffix(SAFETENSORS)), truth), resamples=0)
        assert other.segm is not None
        # Each takes pixels from less sure ones alone: what is shown from a higher score on is among these.
        shown = evaluate(truth, predict(segmenter, truth, threshold=LEAST), resamples=0).segm
        assert shown is not None
        slow = segmenter.careful()
        careful = evaluate(truth, predict(slow, truth), resamples=0).segm
        shown_careful = evaluate(truth, predict(slow, truth, threshold=LEAST), resamples=0).segm
        assert careful is not None and shown_careful is not None
        if asked.page:
            write_page(predict(segmenter, truth, threshold=segmenter.threshold), asked.page)
    result = {
        "cuts": len(truth.pictures),
        "masks": figures(whole.segm),
        "boxes": figures(whole.bbox),
        "torch_masks_AP": round(other.segm.scores.ap, 2),
        "difference_to_onnx": round(abs(other.segm.scores.ap - whole.segm.scores.ap), 3),
        "at_default_threshold": at_threshold(shown, segmenter.threshold),
        "at_best_threshold": at_threshold(shown, shown.best.score),
        "careful": figures(careful),
        "careful_at_default_threshold": at_threshold(shown_careful, slow.threshold),
        "careful_at_best_threshold": at_threshold(shown_careful, shown_careful.best.score),
    }  # fmt: skip
    print(json.dumps(result, indent=1))
    if asked.model is None:
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
