"""Train the refiner and write it as ONNX.

    python -m tools.refine.learn runs/refine --hands runs/hands
    torchrun --nproc-per-node 2 -m tools.refine.learn runs/refine --hands runs/hands     # on two cores

Cuts are drawn that no weights have learned from, in the styles that these have (runs/refine/drawn); the sets
that tools/hands made come with them. Scenes of them (`pairs.py`) are kept in runs/refine/pairs.
runs/refine/refine.onnx is what src/toonseg/model/weights holds.
"""

from __future__ import annotations

import argparse
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import torch
from tools.pretrain import learned
from torch import Tensor
from torch.nn import functional

from toonseg.annotations.labelset import LabelSet
from toonseg.model.data.decoded import DecodedSet
from toonseg.model.pretrained import load
from toonseg.model.train.average import Average
from toonseg.model.train.parallel import Ranks, average_gradients, together
from toonseg.workspace import write_bytes

from .crops import WEIGHTS, batches
from .export import export
from .network import Refiner
from .pairs import Scene, scenes

BATCH = 32
"""Crops of a step and process."""
RATE = 3e-3
WARMUP = 200
LEAST_RATE = 1e-5
AVERAGED = 500
"""Steps whose weights are averaged."""
TOLD = 400
"""So often, in steps, the loss is said."""


def kept_scenes(folder: Path, labels: LabelSet, rounds: int, seed: int) -> list[Scene]:
    """The scenes of each round; those that were made before are read."""
    pictures = DecodedSet(labels.pictures, labels.classes)
    found: list[Scene] = []
    for number in range(rounds):
        path = folder / f"{seed}-{number}.pickle"  # our own files of this run: never anybody else's
        if not path.is_file():
            rng = np.random.default_rng([seed, number])
            made = list(scenes(pictures, load(), rng.permutation(len(pictures)).tolist(), rng))
            write_bytes(path, pickle.dumps(made))
            print(f"{path.name}: {len(made)} scenes", flush=True)
        found += pickle.loads(path.read_bytes())
    return found


def loss_of(logits: Tensor, true: Tensor, weights: Tensor) -> Tensor:
    """Cross entropy, weighted, and Dice near the border."""
    cross = functional.binary_cross_entropy_with_logits(logits, true, reduction="none") * weights
    near = (weights == WEIGHTS[0]).float()
    drawn, axes = logits.sigmoid() * near, (1, 2, 3)
    common = (drawn * true).sum(axes)
    dice = 1 - (2 * common + 1) / (drawn.sum(axes) + (true * near).sum(axes) + 1)
    return cross.mean() + dice.mean()


def learn(found: list[Scene], steps: int, seed: int, ranks: Ranks, batch: int = BATCH) -> Refiner:
    """The refiner after so many steps, averaged over the last ones; `batch` is of each process."""
    torch.manual_seed(seed)
    network = Refiner().to(memory_format=torch.channels_last)
    average = Average(network, AVERAGED)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-2)
    make = batches(found, batch, np.random.default_rng([seed, ranks.rank]))
    warmup, shown = min(WARMUP, steps // 10 + 1), torch.zeros(1)
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(make)
        for step in range(1, steps + 1):
            half_turn = np.cos(np.pi * step / steps)
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, step / warmup) * (1 + half_turn) / 2 + LEAST_RATE
            pixels, masks, true, weights = coming.result()
            coming = ahead.submit(make)
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(pixels, masks)
            loss = loss_of(logits.float(), true, weights)
            optimizer.zero_grad()
            loss.backward()
            average_gradients(network, shown, ranks)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            shown += loss.detach()
            average.update(network, step)
            if step % TOLD == 0:
                if ranks.first:
                    print(f"step {step} of {steps}, loss {shown.item() / TOLD:.4f}", flush=True)
                shown.zero_()
    network.load_state_dict(average.kept)
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--hands", type=Path, help="sets by other hands to learn as well: tools/hands")
    parser.add_argument("--cuts", type=int, default=70, help="drawn cuts of each style")
    parser.add_argument("--between", type=int, default=500, help="drawn cuts in styles between two")
    parser.add_argument("--rounds", type=int, default=2, help="scenes of each picture")
    parser.add_argument("--steps", type=int, default=15000, help="40 minutes on two cores")
    parser.add_argument("--seed", type=int, default=21000, help="far from those of training and test cuts")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    with together("cpu", BATCH * 2) as (ranks, _):
        if ranks.count > 1:
            torch.set_num_threads(1)
        if not ranks.first:  # the first draws and looks, the others read
            ranks.wait()
        labels = learned(asked.out, asked.cuts, asked.between, asked.seed, asked.hands)
        found = kept_scenes(asked.out / "pairs", labels, asked.rounds, asked.seed)
        if ranks.first:
            ranks.wait()
        network = learn(found, asked.steps, asked.seed, ranks)
        if ranks.first:
            export(network, asked.out / "refine.onnx")


if __name__ == "__main__":
    main()
