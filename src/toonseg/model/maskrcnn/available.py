"""torchvision's detection models, imported on use; where that fails, one line says why and what to do."""

from __future__ import annotations

import importlib
from importlib import metadata, util
from typing import Any

from toonseg.errors import MissingExtraError


def detection() -> Any:
    """The module `torchvision.models.detection`.

    Raises:
        MissingExtraError: torchvision is not installed, or was built for another torch and does not load.
    """
    if util.find_spec("torchvision") is None:
        raise MissingExtraError.for_extra("Mask R-CNN", "gpu")
    try:
        return importlib.import_module("torchvision.models.detection")
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        line = next(iter(str(error).splitlines()), type(error).__name__)
        problem = (
            f"torchvision {_version('torchvision')} does not load with torch {_version('torch')} ({line})"
        )
        remedy = "Install both from one source, built alike: pip install --force-reinstall torch torchvision"
        raise MissingExtraError("Mask R-CNN", problem, remedy) from error


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "of an unknown version"
