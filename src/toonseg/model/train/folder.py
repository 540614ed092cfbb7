"""The run folder: the names of its files, and what is written into it besides weights.

settings.json                 what was asked for, on what, from where it began
results.csv, curves.svg       every step; the same as a drawing
labels.svg                    how many instances of each class
train.png, validation.png     samples as the network sees them; predictions on validation pictures
plots/                        precision and recall, confusion, errors, calibration
best.safetensors              the weights with the best validation AP; last.safetensors, the last ones
state.safetensors             what a killed training goes on from
best.onnx                     on request: the best weights for machines without torch
README.md                     the model card
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.mosaic_picture import write_mosaic
from toonseg.evaluation.plots import plots_of
from toonseg.model.card import Card
from toonseg.model.train.judge import Verdict
from toonseg.model.train.table import Row
from toonseg.workspace import FileModel, read_json, write_json, write_text

SHOWN = 16
"""Pictures in validation.png."""


class RunFile(FileModel):
    """settings.json."""

    version: Literal[1] = 1
    train: dict[str, Any]
    augment: dict[str, Any]
    design: dict[str, Any]
    classes: tuple[str, ...]
    labels: str
    pictures: int
    validation: tuple[str, ...]
    start: str | None
    drawn: int
    device: str
    made_with: dict[str, str]
    begun_at: float | None = None


@dataclass(frozen=True)
class RunFolder:
    """Where the files of a run lie."""

    root: Path

    @property
    def best(self) -> Path:
        return self.root / "best.safetensors"

    @property
    def last(self) -> Path:
        return self.root / "last.safetensors"

    @property
    def state(self) -> Path:
        return self.root / "state.safetensors"

    @property
    def onnx(self) -> Path:
        return self.root / "best.onnx"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def results(self) -> Path:
        return self.root / "results.csv"

    @property
    def curves(self) -> Path:
        return self.root / "curves.svg"

    @property
    def labels(self) -> Path:
        return self.root / "labels.svg"

    @property
    def samples(self) -> Path:
        return self.root / "train.png"

    @property
    def mosaic(self) -> Path:
        return self.root / "validation.png"

    @property
    def plots(self) -> Path:
        return self.root / "plots"

    @property
    def readme(self) -> Path:
        return self.root / "README.md"

    def write_settings(self, said: RunFile) -> None:
        """Raises WriteError."""
        write_json(self.settings, said)

    def begun_at(self) -> float | None:
        """The validation AP (0..1) before the first step, as an earlier call wrote it down."""
        return read_json(self.settings, RunFile).begun_at if self.settings.is_file() else None

    def write_verdict(self, verdict: Verdict, card: Card) -> None:
        """The plots and the mosaic of the best weights' predictions. Raises WriteError."""
        for name, svg in plots_of(verdict.kind).items():
            write_text(self.plots / f"{name}.svg", str(svg))
        found: LabelSet = verdict.predictions
        shown = tuple(
            replace(one, instances=tuple(i for i in one.instances if (i.score or 0.0) >= card.threshold))
            for one in _spread(found)
        )
        some = replace(found, pictures=shown, name=f"predictions from a score of {card.threshold:.2f}")
        write_mosaic(some, self.mosaic, len(found.pictures) - len(shown))


def _spread(found: LabelSet) -> tuple[Any, ...]:
    count = min(SHOWN, len(found.pictures))
    return tuple(found.pictures[k * len(found.pictures) // count] for k in range(count))


class Board:
    """TensorBoard's file of a run, where TensorBoard is installed; else nothing."""

    def __init__(self, root: Path) -> None:
        self._writer: Any = None
        if importlib.util.find_spec("tensorboard") is not None:
            from torch.utils.tensorboard import SummaryWriter

            self._writer = SummaryWriter(str(root / "tensorboard"))

    def add(self, row: Row) -> None:
        """A step's figures."""
        if self._writer is None:
            return
        for name, value in {**row.losses, "rate": row.rate, "AP": row.ap, "AP50": row.ap50}.items():
            if value is not None:
                self._writer.add_scalar(name, value, row.step)

    def close(self) -> None:
        """Write what is still held back."""
        if self._writer is not None:
            self._writer.close()
