"""How good weights are on people by three hands that they never saw: AP of masks, F1 of what is shown.

python -m tools.hands.fetch FETCHED; python -m tools.hands.make FETCHED OUT
python -m benchmarks.model.hands OUT                             # the weights in the box: a minute
python -m benchmarks.model.hands OUT --model runs/pretrain/full  # others
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.model.quality import LEAST, at_threshold, figures
from toonseg.annotations.formats import Format, read
from toonseg.annotations.labelset import LabelSet
from toonseg.errors import SourceError
from toonseg.evaluation import evaluate
from toonseg.model.predict import predict
from toonseg.model.pretrained import load
from toonseg.model.segmenter import Segmenter

RESULT = Path(__file__).with_name("hands.json")


def measured(segmenter: Segmenter, truth: LabelSet) -> dict[str, Any]:
    """AP of masks, and what is shown at the default threshold; of classes that the set has."""
    masks = evaluate(truth, predict(segmenter, truth), resamples=0).segm
    shown = evaluate(truth, predict(segmenter, truth, threshold=LEAST), resamples=0).segm
    assert masks is not None and shown is not None
    found = figures(masks)
    there = {one.cls for one in truth.instances}
    found["classes"] = {name: ap for name, ap in found["classes"].items() if name in there}
    return {"cuts": len(truth.pictures), **found, "shown": at_threshold(shown, segmenter.threshold)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, help="the folder that tools.hands.make wrote")
    parser.add_argument("--model", type=Path, help="weights, or the folder of a training")
    asked = parser.parse_args()
    files = sorted((asked.sets / "test").glob("*/annotations.json"))
    if not files:
        raise SystemExit(SourceError(asked.sets / "test", "has no sets", "Run python -m tools.hands.make."))
    segmenter = load(asked.model)
    result = {path.parent.name: measured(segmenter, read(path, Format.COCO)) for path in files}
    print(json.dumps(result, indent=1))
    if asked.model is None:
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
