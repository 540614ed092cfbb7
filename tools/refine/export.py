"""The refiner as ONNX, as `toonseg.model.refine` runs it."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from toonseg.model.export import OPSET
from toonseg.workspace import write_bytes

from .network import Refiner


def export(network: Refiner, path: Path) -> None:
    """Write it: `picture` N x 3 x H x W (RGB, 0..255) and `masks` N x 2 x H x W (0 or 1) to `logits`, H and W
    multiples of 8."""
    axes = {name: {0: "pictures", 2: "height", 3: "width"} for name in ("picture", "masks", "logits")}
    example = (torch.zeros(1, 3, 64, 64), torch.zeros(1, 2, 64, 64))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = Path(folder) / "refine.onnx"
        torch.onnx.export(
            network.eval(), example, str(file), dynamo=False, opset_version=OPSET,
            input_names=["picture", "masks"], output_names=["logits"], dynamic_axes=axes,
        )  # fmt: skip
        write_bytes(path, file.read_bytes())
