"""What makes two calls one training, so that the second goes on where the first was killed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

from toonseg.annotations.labelset import LabelSet
from toonseg.model.data.samples import Augment
from toonseg.model.network import Design
from toonseg.model.train.settings import TrainSettings


def fingerprint(  # noqa: PLR0917
    labels: LabelSet,
    settings: TrainSettings,
    augment: Augment,
    design: Design,
    start: Path | None,
    drawn: int,
) -> str:
    """A hash of the labels, the settings, the design, the first weights and the number of drawn pictures."""
    begun = "" if start is None else hashlib.sha256(start.read_bytes()).hexdigest()
    said = [data_hash(labels), settings.model_dump(), asdict(augment), asdict(design), begun, drawn]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def data_hash(labels: LabelSet) -> str:
    """A hash of pictures' names, sizes and masks, and of the classes."""
    found = hashlib.sha256("\n".join(labels.classes.names).encode())
    for picture in labels.pictures:
        found.update(f"{picture.file} {picture.size}".encode())
        for one in picture.instances:
            found.update(f"{one.cls} {one.mask.at} {one.mask.size} {one.mask.counts}".encode())
    return found.hexdigest()


def versions() -> dict[str, str]:
    """Of toonseg and torch."""
    return {name: metadata.version(name) for name in ("toonseg", "torch")}
