"""The network as ONNX: one file that runs without torch, with its card in the metadata."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import onnx
import torch
from torch import Tensor, nn

from toonseg.errors import UsageError
from toonseg.model.card import KEY, Card
from toonseg.model.network import Network
from toonseg.model.runners import OUTPUTS
from toonseg.model.trainable import Trainable
from toonseg.workspace import write_bytes

OPSET = 17


class _Flat(nn.Module):
    """The network on one picture, as the arrays that `decode` takes."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        said = self.network(picture[None])
        seen = said.classmaps[0].sigmoid()
        return said.classes[0], said.quality[0], said.boxes[0], said.kernels[0], said.features[0], seen


def exportable(network: Trainable, path: Path) -> Network:
    """The network, if it can be written as ONNX. Raises UsageError for a Mask R-CNN."""
    if isinstance(network, Network):
        return network
    remedy = "Its .safetensors file predicts wherever torch and torchvision are."
    raise UsageError(path, f"{network.kind} is not written as ONNX", remedy)


def export_onnx(network: Trainable, card: Card, path: Path) -> None:
    """Write the network as ONNX: 3HW float32 RGB, 0..255, H and W multiples of 32, to `OUTPUTS`.

    Raises:
        UsageError: The network is a Mask R-CNN.
        WriteError: The file could not be written.
    """
    flat = _Flat(exportable(network, path))
    example = torch.zeros(3, 320, 512)
    axes = {"picture": {1: "height", 2: "width"}}
    axes |= {name: {1: "rows", 2: "columns"} for name in OUTPUTS[4:]}
    axes |= {name: {0: "locations"} for name in OUTPUTS[:4]}
    graph = traced(flat, {"picture": example}, OUTPUTS, axes)
    entry = graph.metadata_props.add()
    entry.key, entry.value = KEY, card.model_dump_json()
    write_bytes(path, cast(bytes, graph.SerializeToString()))


def traced(
    network: nn.Module,
    inputs: Mapping[str, Tensor],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
) -> onnx.ModelProto:
    """A network as a graph of ONNX; `axes` are those of any length, by the names of inputs and outputs.

    The older exporter of torch is used on purpose: it keeps H and W free and writes one file.
    """
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = Path(folder) / "network.onnx"
        torch.onnx.export(
            network.eval(), tuple(inputs.values()), str(file), dynamo=False, opset_version=OPSET,
            input_names=list(inputs), output_names=list(outputs), dynamic_axes=axes,
        )  # fmt: skip
        return onnx.load(str(file))
