"""Milliseconds for a cut from its file to run lengths on one core, and seconds for a step of training.

python -m benchmarks.model.speed                          # both, with the weights in the box: about a minute
python -m benchmarks.model.speed --model run/best.onnx    # with other weights
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np

from toonseg.annotations.formats.writing import whole_mask
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.model.decode import Float
from toonseg.model.pretrained import load
from toonseg.model.seen import Raw
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import decode, write_picture
from toonseg.synth.titles import Order, artist_of, draw_cut
from toonseg.synth.titles.artist import rng_of

SIZE = (400, 690)
STYLES = 100_000
"""Number of the first artist, far from those of training sets."""
RESULT = Path(__file__).with_name("speed.json")


def drawn(folder: Path, count: int) -> LabelSet:
    """So many cuts of as many artists, as PNG files with their labels."""
    pictures = []
    for number in range(count):
        order = Order(STYLES + number)
        artist = artist_of(order, 1)
        scene = artist.scenes[number % len(artist.scenes)]
        cut = draw_cut(SIZE, artist.cast, artist.style, rng_of(order, 1, number), scene=scene)
        path = folder / f"{number:03d}.png"
        write_picture(path, cut.picture, "png")
        instances = tuple(
            Instance(one.cls.label, Mask.of_pixels(one.mask, one.box[:2])) for one in cut.instances
        )
        pictures.append(Picture(path.name, SIZE[1], SIZE[0], instances, path))
    return LabelSet(tuple(pictures), name="drawn")


def predicting(segmenter: Segmenter, labels: LabelSet, rounds: int) -> dict[str, float]:
    """Processor and wall milliseconds a cut, by stage; of each cut the fastest of so many rounds."""
    stages: dict[str, list[float]] = {"decode": [], "network": [], "masks": [], "rle": []}
    walls, counts = [], []
    spent = 0.0

    def run(canvas: Float) -> Raw:
        nonlocal spent
        start = time.process_time()
        said = segmenter.run(canvas)
        spent += time.process_time() - start
        return said

    timed = replace(segmenter, run=run)
    timed.find(decode(_data(labels.pictures[0]), "warm-up"))
    for picture in labels.pictures:
        best: tuple[float, ...] | None = None
        for _ in range(rounds):
            spent = 0.0
            wall, start = time.perf_counter(), time.process_time()
            pixels = decode(_data(picture), picture.file)
            decoded = time.process_time()
            found = timed.find(pixels, segmenter.threshold)
            seen = time.process_time()
            _run_lengths(found, picture)
            end = time.process_time()
            times = (decoded - start, spent, seen - decoded - spent, end - seen, time.perf_counter() - wall)
            best = times if best is None or sum(times[:4]) < sum(best[:4]) else best
        assert best is not None
        for stage, seconds in zip(stages, best, strict=False):
            stages[stage].append(seconds * 1000)
        walls.append(best[4] * 1000)
        counts.append(len(found))
    made = {stage: round(mean(values), 1) for stage, values in stages.items()}
    whole = [sum(values) for values in zip(*stages.values(), strict=True)]
    return {
        "cuts": len(labels.pictures),
        "instances_a_cut": round(mean(counts), 1),
        **made,
        "processor": round(mean(whole), 1),
        "processor_slowest": round(max(whole), 1),
        "wall_median": round(median(walls), 1),
    }


def training(labels: LabelSet, canvas: tuple[int, int], freeze: int, steps: int) -> dict[str, object]:
    """Seconds a step of training, batch 2, one thread, samples made and all; the median of `steps`."""
    import torch

    from toonseg.model.data.decoded import DecodedSet
    from toonseg.model.data.samples import Augment, batch_of, sample
    from toonseg.model.network import Design, Network
    from toonseg.model.train.loop import Report, new_state, train
    from toonseg.model.train.settings import TrainSettings

    torch.set_num_threads(1)
    settings = TrainSettings(
        steps=steps + 2, batch=2, canvas=canvas, freeze=freeze, validate_every=0, warmup=0
    )
    ticks: list[tuple[float, float]] = []

    def tick(_: Report) -> None:
        ticks.append((time.process_time(), time.perf_counter()))

    network = Network(Design())
    network.to(memory_format=torch.channels_last)  # as `toonseg train` has it
    state = new_state(network, settings)
    pictures = DecodedSet(labels.pictures, labels.classes)
    train(state, pictures, settings, Augment(), report=tick)
    making = []
    for number in range(steps):
        start = time.process_time()
        rng = np.random.default_rng([7, number])
        batch_of(
            [
                sample(pictures, (2 * number + k) % len(pictures), canvas, Augment(), rng)
                for k in range(settings.batch)
            ]
        )
        making.append(time.process_time() - start)
    processor = [b[0] - a[0] for a, b in pairwise(ticks[1:])]
    wall = [b[1] - a[1] for a, b in pairwise(ticks[1:])]
    return {
        "canvas": f"{canvas[1]} x {canvas[0]}",
        "frozen_stages": freeze,
        "processor": round(median(processor), 2),
        "of_it_samples": round(median(making), 2),
        "wall": round(median(wall), 2),
    }


def sharing(labels: LabelSet, steps: int) -> dict[str, object]:
    """Samples learned a second, by the clock, on all cores: a batch of 8 in one pass, and in two at once."""
    import torch

    from toonseg.model.data.decoded import DecodedSet
    from toonseg.model.data.samples import Augment
    from toonseg.model.network import Design, Network
    from toonseg.model.train.loop import Report, new_state, train
    from toonseg.model.train.settings import TrainSettings

    torch.set_num_threads(cores := os.cpu_count() or 1)
    pictures = DecodedSet(labels.pictures, labels.classes)
    found: dict[str, object] = {"canvas": "448 x 320", "batch": 8, "frozen_stages": 3, "cores": cores}
    rates = []
    for replicas in (1, 2):
        settings = TrainSettings(
            steps=steps + 2,
            batch=8,
            canvas=(320, 448),
            freeze=3,
            validate_every=0,
            warmup=0,
            replicas=replicas,
        )
        network = Network(Design())
        network.to(memory_format=torch.channels_last)
        ticks: list[float] = []

        def tick(_: Report, ticks: list[float] = ticks) -> None:
            ticks.append(time.perf_counter())

        train(new_state(network, settings), pictures, settings, Augment(), report=tick)
        rates.append(settings.batch / median(b - a for a, b in pairwise(ticks[1:])))
        found[f"shares_{replicas}"] = round(rates[-1], 2)
    found["ratio"] = round(rates[1] / rates[0], 2)
    return found


def _data(picture: Picture) -> bytes:
    assert picture.path is not None
    return picture.path.read_bytes()


def _run_lengths(found: list[Instance], picture: Picture) -> list[str]:
    """What is written of the masks: run lengths of the whole picture."""
    return [whole_mask(one, picture).counts for one in found]


def main() -> None:
    """Measure, print, and write speed.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", help="weights; default: those in the box")
    parser.add_argument("--cuts", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=8, help="of training; 0 leaves training out")
    parser.add_argument("--out", type=Path, default=RESULT)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        labels = drawn(Path(folder), given.cuts)
        segmenter = load(given.model, threads=1)
        found: dict[str, object] = {"prediction_ms": predicting(segmenter, labels, given.rounds)}
        careful = predicting(segmenter.careful(), labels, 1)
        found["careful_ms"] = {"processor": careful["processor"], "wall_median": careful["wall_median"]}
        if given.steps:
            cases = (((320, 512), 2), ((512, 512), 3), ((512, 512), 2), ((512, 512), 0))
            found["training_s"] = [training(labels, canvas, freeze, given.steps) for canvas, freeze in cases]
            found["samples_per_second"] = sharing(labels, given.steps)
    given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
