"""Networks that can be run: an ONNX file without torch, or a network of torch, on a processor or a GPU."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf, NoSuchFile

from toonseg.errors import CheckpointError
from toonseg.model.card import Card, read_card
from toonseg.model.decode import DEFAULT, Float, Rules
from toonseg.model.segmenter import Raw, Runner, Segmenter

if TYPE_CHECKING:
    from toonseg.model.network import Network

OUTPUTS = ("classes", "quality", "boxes", "kernels", "features")


def load_onnx(path: Path, *, threads: int = 1, rules: Rules = DEFAULT) -> Segmenter:
    """A segmenter of an ONNX file that toonseg exported.

    Args:
        path: The file.
        threads: Of ONNX Runtime for one picture; run several pictures in processes rather than raise it.
        rules: How instances are chosen.

    Raises:
        CheckpointError: The file is missing, damaged, or was not written by toonseg.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (NoSuchFile, InvalidProtobuf, InvalidGraph, Fail, RuntimeError) as error:
        line = str(error).splitlines()[0]
        raise CheckpointError(path, f"cannot be run ({line})", "Give a .onnx file of toonseg.") from error
    card = read_card(session.get_modelmeta().custom_metadata_map, path)

    def run(picture: Float) -> Raw:
        return Raw(*session.run(list(OUTPUTS), {"picture": picture}))

    return _segmenter(run, card, path.stem, rules)


def of_network(network: Network, card: Card, *, name: str = "model", rules: Rules = DEFAULT) -> Segmenter:
    """A segmenter of a network in torch, on the device of its weights; puts it in evaluation mode."""
    import torch

    device = next(network.parameters()).device

    def run(picture: Float) -> Raw:
        network.eval()
        with torch.inference_mode():
            said: Any = network(torch.from_numpy(picture)[None].to(device))
        arrays = (said.classes, said.quality, said.boxes, said.kernels, said.features)
        return Raw(*(array[0].float().cpu().numpy() for array in arrays))

    return _segmenter(run, card, name, rules)


def _segmenter(run: Runner, card: Card, name: str, rules: Rules) -> Segmenter:
    return Segmenter(run, card.classes, str(card.design["masks"]), card.threshold, name, rules)
