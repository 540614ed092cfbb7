"""The refiner as ONNX, as `toonseg.model.refine` runs it."""

from __future__ import annotations

from pathlib import Path

import torch

from toonseg.model.export import traced
from toonseg.workspace import write_bytes

from .network import Refiner


def export(network: Refiner, path: Path) -> None:
    """Write it: `picture` N x 3 x H x W (RGB, 0..255) and `masks` N x 2 x H x W (0 or 1) to `logits`, H and W
    multiples of 8."""
    axes = {name: {0: "pictures", 2: "height", 3: "width"} for name in ("picture", "masks", "logits")}
    inputs = {"picture": torch.zeros(1, 3, 64, 64), "masks": torch.zeros(1, 2, 64, 64)}
    write_bytes(path, traced(network, inputs, ["logits"], axes).SerializeToString())
