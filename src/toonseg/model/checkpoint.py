"""Checkpoints: weights as safetensors, never pickles, with a card that says what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from toonseg.errors import CheckpointError
from toonseg.model.card import KEY, Card, read_card
from toonseg.model.maskrcnn.design import KIND, RcnnDesign
from toonseg.model.maskrcnn.network import MaskRcnn
from toonseg.model.network import Design, Network
from toonseg.model.trainable import Trainable
from toonseg.workspace import write_bytes


def save_checkpoint(path: Path, weights: Mapping[str, Tensor], card: Card) -> None:
    """Write weights and their card atomically. Raises WriteError."""
    tensors = {name: value.detach().cpu().contiguous() for name, value in weights.items()}
    write_bytes(path, save(tensors, metadata={KEY: card.model_dump_json()}))


def read_checkpoint(path: Path) -> tuple[dict[str, Tensor], Card]:
    """Weights and card of a checkpoint.

    Raises:
        CheckpointError: The file is missing, is no safetensors file, or was not written by toonseg.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no dict
    except (OSError, SafetensorError) as error:
        raise CheckpointError(
            path, f"cannot be read ({error})", "Give a .safetensors file that toonseg wrote."
        ) from error
    return weights, read_card(metadata, path)


def network_of(weights: Mapping[str, Tensor], card: Card, path: Path | str = "checkpoint") -> Trainable:
    """A checkpoint's network, in evaluation mode.

    Raises:
        CheckpointError: Weights and design differ.
        MissingExtraError: It is a Mask R-CNN, and there is no torchvision.
    """
    try:
        network: Trainable
        if card.design.get("network") == KIND:
            network = MaskRcnn(RcnnDesign(**card.design))
        else:
            network = Network(Design(**card.design))
        network.load_state_dict(dict(weights))
    except (TypeError, RuntimeError) as error:
        line = str(error).splitlines()[0]
        raise CheckpointError(path, f"does not fit its own design ({line})", "Train anew.") from error
    return network.eval()


def card_of(network: Trainable, classes: tuple[str, ...], **said: Any) -> Card:
    """A card for a network."""
    return Card(design=asdict(network.design), classes=classes, **said)
