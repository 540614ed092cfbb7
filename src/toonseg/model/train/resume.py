"""A training's state on disk, from which a killed run goes on: safetensors with a little JSON in the head."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from toonseg.errors import CheckpointError
from toonseg.model.train.loop import State
from toonseg.workspace import write_bytes


def save_state(path: Path, state: State, fingerprint: str) -> None:
    """Write weights, averages and optimiser; `fingerprint` says of which training. Raises WriteError."""
    tensors: dict[str, Tensor] = {f"network.{k}": v for k, v in state.network.state_dict().items()}
    tensors |= {f"average.{k}": v for k, v in state.average.weights.items()}
    moments = state.optimiser.state_dict()["state"]
    for number, entry in moments.items():
        tensors |= {f"optimiser.{number}.{k}": torch.as_tensor(v) for k, v in entry.items()}
    told = {
        "step": state.step, "seconds": state.seconds, "best": state.best,
        "since_best": state.since_best, "least": state.least, "fingerprint": fingerprint,
    }  # fmt: skip
    flat = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    write_bytes(path, save(flat, metadata={"toonseg-training": json.dumps(told)}))


def load_state(path: Path, state: State, fingerprint: str) -> bool:
    """Go on from `path`, if it is there and of this training: `state` is changed in place, True given.

    Raises:
        CheckpointError: The file is of another training, or damaged.
    """
    if not path.is_file():
        return False
    try:
        with safe_open(path, framework="pt") as file:
            told = json.loads((file.metadata() or {}).get("toonseg-training", "{}"))
            if told.get("fingerprint") != fingerprint:
                problem = "is of a training with other data or settings"
                raise CheckpointError(path, problem, "Choose another run folder, or remove this one.")
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no dict
    except (OSError, SafetensorError, ValueError) as error:
        raise CheckpointError(path, f"cannot be read ({error})", "Remove it to train anew.") from error
    state.network.load_state_dict(_below("network.", tensors))
    state.average.weights = _below("average.", tensors)
    moments: dict[int, dict[str, Any]] = {}
    for name, value in _below("optimiser.", tensors).items():
        number, _, key = name.partition(".")
        moments.setdefault(int(number), {})[key] = value
    known = state.optimiser.state_dict()
    state.optimiser.load_state_dict({"state": moments, "param_groups": known["param_groups"]})
    state.step, state.seconds = int(told["step"]), float(told["seconds"])
    state.best, state.since_best = float(told["best"]), int(told["since_best"])
    state.least = float(told["least"])
    return True


def _below(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name[len(prefix) :]: value for name, value in tensors.items() if name.startswith(prefix)}
