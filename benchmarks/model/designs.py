"""Designs, starts and a peer compared: the same drawn cuts, the same processor minutes, styles none has seen.

python -m benchmarks.model.designs --work runs/designs                # draws its cuts first: an hour or two
python -m benchmarks.model.designs --work runs/designs --data a b --held c d --minutes 6
pip install transformers scipy                                        # what the peer needs besides
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from benchmarks.model.peer import Peer, Size
from toonseg.annotations.formats import Format, read, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture, joined, under
from toonseg.classes import EIGHT
from toonseg.errors import MissingExtraError
from toonseg.evaluation import compare, evaluate
from toonseg.evaluation.evaluate import KindEvaluation
from toonseg.model.backbone import LiteBackbone
from toonseg.model.checkpoint import card_of
from toonseg.model.data.decoded import DecodedSet
from toonseg.model.data.samples import Augment
from toonseg.model.imagenet import imagenet_weights
from toonseg.model.network import Design, Network
from toonseg.model.pixels import pixels_of
from toonseg.model.predicting.results import Ids, write_results
from toonseg.model.pretrained import NEVER_SEEN
from toonseg.model.runners import of_network
from toonseg.model.train.loop import Report, new_state, train
from toonseg.model.train.settings import TrainSettings
from toonseg.model.trainable import Trainable
from toonseg.pictures import Rgb
from toonseg.synth.art.presets import ALL
from toonseg.synth.titles import Order, write_cuts

RESULT = Path(__file__).with_name("designs.json")
HEAD = (
    "| | parameters | steps | minutes | loss | segm AP | AP50 | hair | bbox AP | AP50 | ms a cut "
    "| difference |"
)
TRUTH = "truth.json"
LOOK = 10
"""Steps by which the time of a step is told; the two before them, which are slower, do not count."""


Find = Callable[[Rgb], list[Instance]]
"""The instances of a picture, HWC uint8 RGB, with all scores that are worth anything."""


@dataclass(frozen=True)
class Variant:
    """What is trained: a design of ours, or the peer where there is none.

    Attributes:
        name: On the command line and in the results.
        design: Of the network; None for Mask2Former, on ours' "lite" backbone.
        imagenet: Whether the backbone begins with ImageNet weights; its first two parts are frozen then.
        rate: Highest learning rate; Mask2Former's authors have 1e-4.
        clip: Largest norm of the gradient.
    """

    name: str
    design: Design | None
    imagenet: bool
    rate: float = 1e-3
    clip: float = 10.0


VARIANTS = (
    Variant("dynamic-imagenet", Design(), True),
    Variant("prototypes-imagenet", Design(masks="prototypes"), True),
    Variant("dynamic-scratch", Design(), False),
    Variant("dynamic-csp-scratch", Design(backbone="csp"), False),
    Variant("mask2former-imagenet", None, True, rate=5e-4, clip=1.0),
)


@dataclass(frozen=True)
class Learned:
    """A network with its averaged weights after training.

    Attributes:
        find: What it finds.
        parameters: How many it has.
        losses: Of each step.
        ticks: The processor's clock after each step, in seconds.
    """

    find: Find
    parameters: int
    losses: list[float]
    ticks: list[float]


def settings_of(
    variant: Variant, steps: int, canvas: tuple[int, int], batch: int, seed: int
) -> TrainSettings:
    """How a variant is trained: a backbone with ImageNet weights learns less, and in part."""
    return TrainSettings(
        steps=steps, batch=batch, canvas=canvas, rate=variant.rate, clip=variant.clip, seed=seed,
        freeze=2 if variant.imagenet else 0, backbone_rate=0.3 if variant.imagenet else 1.0,
        warmup=min(40, 1 + steps // 5), average=max(1, min(100, steps // 3)), validate_every=0, threads=1,
    )  # fmt: skip


def learned(variant: Variant, pictures: DecodedSet, settings: TrainSettings) -> Learned:
    """Train a variant in the project's loop."""
    torch.manual_seed(settings.seed)
    network, find = _begun(variant)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    state = new_state(network, settings)
    losses: list[float] = []
    ticks: list[float] = []

    def note(report: Report) -> None:
        losses.append(sum(report.losses.values()))
        ticks.append(time.process_time())

    train(state, pictures, settings, Augment(), report=note)
    network.load_state_dict(state.average.weights)
    return Learned(find, sum(one.numel() for one in network.parameters()), losses, ticks)


def _begun(variant: Variant) -> tuple[Trainable, Find]:
    """A network before its first step, and how it finds instances."""
    network: Network | Peer
    find: Find
    if variant.design is None:
        network = Peer(Size())
        find = network.find
    else:
        network = Network(variant.design)
        find = of_network(network, card_of(network, EIGHT.names), name=variant.name).find
    if variant.imagenet and isinstance(network.backbone, LiteBackbone):
        weights = imagenet_weights()
        if weights is None:
            raise MissingExtraError.for_extra("a start with ImageNet weights", "train")
        network.backbone.load_imagenet(weights)
    return network, find


def measured(
    variant: Variant, pictures: DecodedSet, held: dict[str, LabelSet], work: Path, given: argparse.Namespace
) -> dict[str, Any]:
    """Train a variant for so many processor minutes, test it, and give all its figures."""
    ask = partial(settings_of, variant, canvas=tuple(given.canvas), batch=given.batch, seed=given.seed)
    look = learned(variant, pictures, ask(LOOK + 2)).ticks
    step = (look[-1] - look[1]) / LOOK
    steps = max(1, round(given.minutes * 60 / step))
    print(f"{variant.name}: {step:.2f} s a step, {steps} steps", flush=True)
    begun, wall = time.process_time(), time.monotonic()
    made = learned(variant, pictures, ask(steps))
    spent, wall = time.process_time() - begun, time.monotonic() - wall
    times: list[float] = []
    predictions = {style: found(labels, made.find, times) for style, labels in held.items()}
    write(one_of(held), work / TRUTH, Format.COCO)
    write_results(one_of(predictions), work / f"{variant.name}.json", Ids(work / TRUTH))
    return {
        "parameters": made.parameters,
        "steps": steps,
        "train_processor_minutes": round(spent / 60, 2),
        "train_wall_minutes": round(wall / 60, 2),
        "loss": round(statistics.fmean(made.losses[-20:]), 2),
        "predict_ms": round(1000 * statistics.median(times), 1),
        **figures(held, predictions),
    }


def found(labels: LabelSet, find: Find, times: list[float]) -> LabelSet:
    """What is found in the pictures; the processor's seconds for each, from pixels to run lengths, are added
    to `times`."""
    seen = []
    for picture in labels.pictures:
        pixels = pixels_of(picture)
        begun = time.process_time()
        instances = tuple(find(pixels))
        times.append(time.process_time() - begun)
        seen.append(replace(picture, instances=instances))
    return labels.with_pictures(tuple(seen))


def figures(held: dict[str, LabelSet], predictions: dict[str, LabelSet]) -> dict[str, Any]:
    """AP, AP50 and AP75 of boxes and masks by held-out set, and of all of them together with the masks' AP by
    class and the 95 % interval of AP over cuts drawn anew."""
    whole = evaluate(one_of(held), one_of(predictions))
    assert whole.segm is not None and whole.segm.intervals is not None
    bounds = whole.segm.intervals.ap
    return {
        "held": {
            name: {one.kind: _figures(one) for one in evaluate(truth, predictions[name], resamples=0).kinds}
            for name, truth in held.items()
        },
        "all": {one.kind: _figures(one) for one in whole.kinds},
        "per_class": {one.name: _rounded(one.ap) for one in whole.segm.scores.per_class},
        "interval": [_rounded(bounds.low), _rounded(bounds.high)],
    }


def one_of(sets: dict[str, LabelSet]) -> LabelSet:
    """One set of all, its files under the names of their sets."""
    return replace(joined([under(labels, name) for name, labels in sets.items()]), name="held-out styles")


def differences(work: Path, names: Sequence[str]) -> dict[str, list[float | None]]:
    """By how much each variant's AP is above the first one's, with the 95 % interval: cuts drawn anew."""
    told = {}
    for name in names[1:]:
        one = compare(work / TRUTH, work / f"{name}.json", work / f"{names[0]}.json").kinds[-1].ap
        told[name] = [_rounded(value) for value in (one.value, one.interval.low, one.interval.high)]
    return told


def drawn(work: Path, cuts: int, tested: int, jobs: int) -> tuple[list[Path], list[Path]]:
    """Sets of cuts in all styles: those to learn and, of the styles held out, those to test on."""
    learn: list[Path] = []
    test: list[Path] = []
    for number, preset in enumerate(ALL):
        held = preset.name in NEVER_SEEN
        folder = work / "cuts" / preset.name
        order = Order(seed=1000 + number, style=preset.name, balance=True)
        write_cuts(folder, order, tested if held else cuts, jobs=jobs)
        (test if held else learn).append(folder)
    return learn, test


def table(results: dict[str, Any]) -> str:
    """The results as a table in Markdown: means over the held-out sets; hair and the difference over all."""
    rows = [HEAD, "|" + "---|" * 12]
    for name, one in results["variants"].items():
        segm, segm50, bbox, bbox50 = (
            statistics.fmean(held[kind][figure] or 0.0 for held in one["held"].values())
            for kind in ("segm", "bbox") for figure in ("AP", "AP50")
        )  # fmt: skip
        more = ["-" if value is None else f"{value:+.1f}" for value in results["differences"].get(name, ())]
        values = [one["loss"], segm, segm50, one["per_class"]["hair"] or 0.0, bbox, bbox50]
        cells = [name, f"{one['parameters'] / 1e6:.1f} M", str(one["steps"]),
                 f"{one['train_processor_minutes']:.1f}", *(f"{value:.1f}" for value in values),
                 f"{one['predict_ms']:.0f}",
                 f"{more[0]} [{more[1]}, {more[2]}]" if more else ""]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _figures(kind: KindEvaluation) -> dict[str, float | None]:
    named = {"AP": kind.scores.ap, "AP50": kind.scores.ap50, "AP75": kind.scores.ap75}
    return {name: _rounded(value) for name, value in named.items()}


def _rounded(value: float) -> float | None:
    """None for what is no number: JSON has no word for it."""
    return None if math.isnan(value) else round(value, 2)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, test, print, and write designs.json after each variant; what is in it already stays."""
    names = [one.name for one in VARIANTS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for predictions and drawn cuts")
    parser.add_argument("--data", type=Path, nargs="+", help="sets to learn; drawn unless given")
    parser.add_argument("--held", type=Path, nargs="+", help="sets to test on, each a style")
    parser.add_argument("--variants", nargs="+", choices=names, default=names)
    parser.add_argument("--minutes", type=float, default=6.0, help="of processor time for each training")
    parser.add_argument("--tested", type=int, default=25, help="cuts of each set that are tested")
    parser.add_argument("--drawn", type=int, default=340, help="cuts of each style, where they are drawn")
    parser.add_argument("--canvas", type=int, nargs=2, default=(224, 320), help="height and width of samples")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=RESULT)
    given = parser.parse_args(arguments)
    if (given.data is None) != (given.held is None):
        parser.error("give both --data and --held, or neither")
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    given.work.mkdir(parents=True, exist_ok=True)
    learn, test = given.data, given.held
    if learn is None:
        learn, test = drawn(given.work, given.drawn, given.tested, jobs=1)
    learned_of: list[Picture] = [one for path in learn for one in read(path).pictures]
    pictures = DecodedSet(learned_of, EIGHT)
    held = {path.name: (labels := read(path)).with_pictures(labels.pictures[: given.tested]) for path in test}
    results: dict[str, Any] = {
        "torch": torch.__version__, "numpy": np.__version__, "minutes": given.minutes, "seed": given.seed,
        "canvas": list(given.canvas), "batch": given.batch, "cuts_learned": len(pictures),
        "cuts_tested": sum(len(one.pictures) for one in held.values()), "styles_held": list(held),
        "variants": {},
    }  # fmt: skip
    if given.out.is_file():
        results["variants"] = json.loads(given.out.read_text(encoding="utf-8"))["variants"]
    for variant in VARIANTS:
        if variant.name in given.variants:
            done = results["variants"] | {variant.name: measured(variant, pictures, held, given.work, given)}
            results["variants"] = {name: done[name] for name in names if name in done}
            there = [one for one in names if (given.work / f"{one}.json").is_file()]
            results["differences"] = differences(given.work, there)
            given.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
