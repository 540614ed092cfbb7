"""Networks that can be run: an ONNX file without torch, or a network of torch, on a processor or a GPU."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf, NoSuchFile

from toonseg.errors import CheckpointError, UsageError
from toonseg.model.card import Card, read_card
from toonseg.model.decode import DEFAULT, Float, Rules
from toonseg.model.seen import Raw, Runner
from toonseg.model.segmenter import Segmenter, Weights
from toonseg.model.sessions import CPU, session_of

if TYPE_CHECKING:
    from toonseg.model.trainable import Trainable

OUTPUTS = ("classes", "quality", "boxes", "kernels", "features", "classmaps")


def load_onnx(
    path: Path, *, threads: int = 1, rules: Rules = DEFAULT, name: str | None = None, cuda: bool = False
) -> Segmenter:
    """A segmenter of an ONNX file that toonseg exported.

    Args:
        path: The file.
        threads: Of ONNX Runtime for one picture; run several pictures in processes rather than raise it.
        rules: How instances are chosen.
        name: What predictions give as their source; the file's name unless given.
        cuda: Run on a GPU; needs ONNX Runtime's build for CUDA.

    Raises:
        CheckpointError: The file is missing, damaged, or was not written by toonseg.
        UsageError: This ONNX Runtime knows no CUDA.
    """
    providers = [CPU]
    if cuda:
        if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
            problem = "ONNX Runtime is installed here without CUDA"
            raise UsageError(
                "--device cuda", problem, "Give the .safetensors file as --model: torch runs it."
            )
        providers = ["CUDAExecutionProvider", *providers]
    try:
        session = session_of(path, threads=threads, providers=providers)
    except (NoSuchFile, InvalidProtobuf, InvalidGraph, Fail, RuntimeError) as error:
        line = str(error).splitlines()[0]
        raise CheckpointError(path, f"cannot be run ({line})", "Give a .onnx file of toonseg.") from error
    card = read_card(session.get_modelmeta().custom_metadata_map, path)

    def run(picture: Float) -> Raw:
        return Raw(*session.run(list(OUTPUTS), {"picture": picture}))

    return _segmenter(run, Weights(card, path), name or path.stem, rules)


def of_network(
    network: Trainable,
    card: Card,
    *,
    name: str = "model",
    rules: Rules = DEFAULT,
    path: Path | None = None,
    threads: int | None = None,
) -> Segmenter:
    """A segmenter of a network in torch, on the device of its weights; puts it in evaluation mode.

    Args:
        network: The network.
        card: What is known of it.
        name: What predictions give as their source.
        rules: How instances are chosen.
        path: The file that it comes from, if it comes from one.
        threads: Of torch while a picture is looked at; as many as it has unless given.
    """
    import torch

    device = next(network.parameters()).device

    def run(picture: Float) -> Raw:
        network.eval()
        before = torch.get_num_threads()
        torch.set_num_threads(threads or before)
        try:
            with torch.inference_mode():
                said: Any = network(torch.from_numpy(picture)[None].to(device))
        finally:  # a training that goes on in this process wants all that it had
            torch.set_num_threads(before)
        seen = said.classmaps.sigmoid()
        arrays = (said.classes, said.quality, said.boxes, said.kernels, said.features, seen)
        return Raw(*(array[0].float().cpu().numpy() for array in arrays))

    return _segmenter(run, Weights(card, path, network), name, rules)


def _segmenter(run: Runner, weights: Weights, name: str, rules: Rules) -> Segmenter:
    card = weights.card
    masks, zoom = str(card.design["masks"]), float(card.design.get("zoom", 1.0))
    return Segmenter(run, card.classes, masks, card.threshold, name, rules, weights, zoom=zoom)
