"""What twenty labelled cuts of a title are worth: `toonseg train --few` from the weights in the box.

python -m benchmarks.model.few                          # a title of each held-out style: 40 minutes
python -m benchmarks.model.few --styles thriller        # one: the others' figures are kept

A title is drawn in a style that the weights never saw. Of the cuts of its first two episodes, the twenty
that `toonseg label next` names are labelled, training takes the minutes that --few takes, and the cuts of
four later episodes tell what it was worth: by one look at each, and by a careful one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import toonseg
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.title import read_title
from toonseg.evaluation import evaluate
from toonseg.model.pixels import seen_in
from toonseg.model.predict import predict
from toonseg.model.pretrained import NEVER_SEEN, load
from toonseg.model.segmenter import Segmenter
from toonseg.model.train.run import train
from toonseg.synth.titles import Order, write_titles

RESULT = Path(__file__).with_name("few.json")
SEED = 7000
LABELLED, TESTED = ("0001", "0002"), ("0003", "0004", "0005", "0006")


def title_of(folder: Path, style: str, seed: int) -> Path:
    """A drawn title of six episodes, with the pictures of its true cuts."""
    episodes = len(LABELLED) + len(TESTED)
    return write_titles(folder, Order(seed, style), titles=1, episodes=episodes, panels=24)[0].folder.title


def named(title: Path, labels: LabelSet, cuts: int) -> LabelSet:
    """The cuts of these labels that are worth most, told without a look at any label."""
    bare = title.with_name("bare")
    shutil.copytree(title, bare, ignore=shutil.ignore_patterns("labels"))
    asked = toonseg.next_to_label([bare / "episodes" / name for name in LABELLED], count=cuts)
    files = {one.file for one in asked.cuts}
    shutil.rmtree(bare)
    return labels.with_pictures(tuple(one for one in labels.pictures if one.file in files))


def worth(folder: Path, style: str, seed: int, cuts: int, minutes: float | None) -> dict[str, Any]:
    """AP and AP50 of masks, times 100, on unseen episodes, before and after."""
    title = title_of(folder, style, seed)
    labelled, test = (seen_in(title, read_title(title, part)) for part in (LABELLED, TESTED))
    chosen = named(title, labelled, cuts)
    begun = time.monotonic()
    trained = train(chosen, folder / f"run-{style}", few=True, minutes=minutes, say=print)
    took = (time.monotonic() - begun) / 60
    results: dict[str, Any] = {
        "cuts": len(chosen.pictures), "tested": len(test.pictures), "minutes": round(took, 1)
    }  # fmt: skip
    for when, segmenter in (("before", load()), ("after", load(trained.best))):
        results[when] = _scores(test, segmenter)
        results[f"{when}, careful"] = _scores(test, segmenter.careful())
    return results


def _scores(test: LabelSet, segmenter: Segmenter) -> dict[str, float]:
    masks = evaluate(test, predict(segmenter, test), resamples=0).segm
    assert masks is not None
    return {"AP": round(masks.scores.ap, 1), "AP50": round(masks.scores.ap50, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--styles", nargs="+", default=list(NEVER_SEEN))
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--minutes", type=float, help="instead of what --few takes")
    asked = parser.parse_args()
    results = {}
    with TemporaryDirectory() as folder:
        for style in asked.styles:
            results[style] = worth(Path(folder) / style, style, SEED, asked.cuts, asked.minutes)
            print(style, json.dumps(results[style]), flush=True)
    for when in ("before", "before, careful", "after", "after, careful"):
        means = {name: mean(one[when][name] for one in results.values()) for name in ("AP", "AP50")}
        print(when, {name: round(value, 1) for name, value in means.items()})
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    RESULT.write_text(json.dumps(kept | results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
