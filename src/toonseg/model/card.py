"""What a file of weights says of itself: JSON under the key `toonseg` in the metadata of the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from toonseg.errors import CheckpointError
from toonseg.workspace import FileModel, explain

KEY = "toonseg"
VERSION = 2
"""2: masks see the map of their class, so kernels have other lengths."""


class Card(FileModel):
    """What a checkpoint says of itself.

    Attributes:
        version: Of this format.
        design: Of the network.
        classes: Names, by index.
        step: How many steps it was trained.
        ap: Its segm AP on the validation pictures, 0..1, if it was measured.
        threshold: The score from which instances are shown: the F1-best one on validation pictures.
        made_with: Versions of toonseg and torch.
        data: Hash of the training labels.
        notes: Anything else, such as the settings of the training.
    """

    version: Literal[2] = 2
    design: dict[str, Any]
    classes: tuple[str, ...]
    step: int = 0
    ap: float | None = None
    threshold: float = 0.35
    made_with: dict[str, str] = Field(default_factory=dict)
    data: str = ""
    notes: dict[str, Any] = Field(default_factory=dict)


def read_card(metadata: dict[str, str], path: Path) -> Card:
    """The card in a file's metadata.

    Raises:
        CheckpointError: There is none, or it is of another version of the format.
    """
    said = metadata.get(KEY)
    if said is None:
        raise CheckpointError(path, "was not written by toonseg", "Give weights of toonseg train.")
    try:
        version = json.loads(said).get("version")
        if version != VERSION:
            problem = f"is of format {version}, this toonseg reads {VERSION}"
            raise CheckpointError(path, problem, "Use the version of toonseg that wrote it, or train anew.")
        return Card.model_validate_json(said)
    except (ValueError, AttributeError) as error:
        problem = explain(error) if isinstance(error, ValidationError) else "its card is no JSON object"
        raise CheckpointError(path, problem, "Train anew.") from error
