"""How good weights are on art by other hands: AP, what is shown by default, false finds; see README.md.

python -m benchmarks.model.real WORK                  # fetches the pictures first; then a minute
python -m benchmarks.model.real WORK --model runs/x   # other weights; real.json is left as it is
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from benchmarks.model.real.fetch import fetch
from benchmarks.model.real.measure import beside, measured, table
from toonseg.annotations.mosaic_page import write_page
from toonseg.model.predict import predict
from toonseg.model.pretrained import load

RESULT = Path(__file__).with_name("real.json")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path, help="the folder for the pictures")
    parser.add_argument("--model", type=Path, help="a file of weights, or the folder of a training")
    parser.add_argument("--out", type=Path, help="where to write the figures of other weights")
    parser.add_argument("--page", type=Path, help="also write labels beside finds as a page, to look at")
    asked = parser.parse_args()
    truth = fetch(asked.work)
    segmenter = load(asked.model)
    found = predict(segmenter, truth)
    shown = predict(segmenter, truth, threshold=segmenter.threshold)
    result = measured(truth, found, shown, segmenter.threshold)
    print(table(result))
    out = asked.out or (RESULT if asked.model is None else None)
    if out is not None:
        out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if asked.page:
        write_page(replace(beside(truth, shown), name="real art: labels, and what is found"), asked.page)


if __name__ == "__main__":
    main()
