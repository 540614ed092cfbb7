"""Settings of a training, as a recipe (TOML) or the command line gives them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toonseg.workspace import FileModel


class TrainSettings(FileModel):
    """How to train.

    Attributes:
        steps: Steps to do; the learning rate follows them. Ignored where `minutes` is given.
        minutes: Wall-clock minutes to train instead; the learning rate follows the clock.
        batch: Pictures a step.
        canvas: (height, width) of a sample in pixels; multiples of 32.
        rate: Highest learning rate of what is new.
        backbone_rate: The same for the backbone, as a share of `rate`.
        freeze: Stages of the backbone that stay as they are; the stem counts as one, 0 trains everything.
        decay: AdamW's weight decay.
        warmup: Steps over which the rate rises.
        floor: Rate at the end, as a share.
        average: Steps over which weights are averaged (EMA); what is validated, saved and shipped.
        blend: Share of that in what is kept; the rest are the first weights, so that what the labels have
            little of is not forgotten (WiSE-FT; Wortsman et al., 2022). Counts only where the first weights
            know all of the classes.
        clip: Largest norm of the gradient.
        validate_every: Steps between validations; 0 only at the end.
        slack: AP (0..1) below the best so far with which later weights are taken for as good and kept: on few
            pictures AP differs by more without any reason. Less than the first weights had is never kept.
        patience: Validations without a better AP after which training stops; 0 never.
        seed: Of samples and of new weights.
        precision: "float32", "bfloat16" (autocast), or "auto": bfloat16 where the processor or the GPU
            computes in it.
        threads: Of torch; 0 leaves it alone.
        replicas: Shares of each batch that are learned at the same time on a processor, each in a thread of
            its own (see `toonseg.model.train.replicas`); as many as the batch can be parted into.
    """

    steps: int = Field(default=2000, ge=1)
    minutes: float | None = Field(default=None, gt=0)
    batch: int = Field(default=4, ge=1)
    canvas: tuple[int, int] = (320, 448)
    rate: float = Field(default=1e-3, gt=0)
    backbone_rate: float = Field(default=0.3, ge=0)
    freeze: int = Field(default=2, ge=0, le=7)
    decay: float = Field(default=0.02, ge=0)
    warmup: int = Field(default=100, ge=0)
    floor: float = Field(default=0.02, ge=0, le=1)
    average: int = Field(default=500, ge=1)
    blend: float = Field(default=1.0, gt=0, le=1)
    clip: float = Field(default=10.0, gt=0)
    validate_every: int = Field(default=500, ge=0)
    slack: float = Field(default=0.0, ge=0, lt=1)
    patience: int = Field(default=0, ge=0)
    seed: int = Field(default=0, ge=0)
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    threads: int = Field(default=0, ge=0)
    replicas: int = Field(default=1, ge=1, le=64)
