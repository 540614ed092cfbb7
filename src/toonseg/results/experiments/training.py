"""Trainings: each is done once, in a folder whose name stands for everything that goes into it.

<folder>/fd-then-lr-3f2a9c01d4/       the run folder of `toonseg train`, and
                               done.json  written last: the training need not be looked at again
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from toonseg import __version__
from toonseg.annotations.labelset import LabelSet
from toonseg.model.imagenet import PACKAGE
from toonseg.model.maskrcnn.design import NetworkKind
from toonseg.model.maskrcnn.start import COCO, SCRATCH, coco_weights
from toonseg.model.pretrained import weights_to_train
from toonseg.model.train.loop import Report
from toonseg.model.train.recipe import Recipe
from toonseg.model.train.run import BEST, train
from toonseg.results.experiments.marks import file_hash, mark_of, set_hash
from toonseg.results.experiments.sets import held_back
from toonseg.workspace import FileModel, read_json, write_json

DONE_FILE = "done.json"
Which = Literal["last", "best"]


@dataclass(frozen=True)
class Training:
    """A training to do.

    Attributes:
        name: In words, such as "FD, then LR".
        labels: All cuts that it may see; some of them choose the best weights.
        recipe: Its settings.
        after: The training whose weights it begins with; None for the recipe's start.
    """

    name: str
    labels: LabelSet
    recipe: Recipe
    after: Training | None = None

    @property
    def chain(self) -> tuple[Training, ...]:
        """It, and before it those that it begins with."""
        return (self,) if self.after is None else (*self.after.chain, self)


class Done(FileModel):
    """done.json: what came of a training. AP is of the cuts held back, times 100."""

    version: Literal[1] = 1
    name: str
    cuts: int
    held_back: int
    steps: int
    best_step: int
    best_ap: float | None
    began_at: float | None
    minutes: float


@dataclass(frozen=True)
class Trained:
    """A training that is done, and where."""

    done: Done
    folder: Path

    def weights(self, which: Which) -> Path:
        """Its last weights, or those with the best AP on the cuts held back."""
        return self.folder / (BEST if which == "best" else "last.safetensors")


@dataclass(frozen=True)
class Told:
    """How far a training is: its name, 0..1, the AP of a validation (times 100), and whether it is done."""

    name: str
    share: float
    ap: float | None = None
    done: bool = False


@dataclass
class Trainer:
    """Does trainings, and remembers those that are done.

    Attributes:
        folder: Of the run folders.
        start: What trainings begin with that come after none, as the recipe has it.
        weights: Which weights a training begins with that comes after one.
        network: The network that is trained.
        device: Of torch; a GPU if there is one unless given.
        jobs: Processes that draw cuts to rehearse.
        tell: Told how far it is.
        say: Told what there is to know, a line at a time.
    """

    folder: Path
    start: str = "imagenet"
    weights: Which = "last"
    network: NetworkKind = NetworkKind.COMPACT
    device: str | None = None
    jobs: int | None = None
    tell: Callable[[Told], None] = lambda _: None
    say: Callable[[str], None] = lambda _: None
    known: dict[Path, Trained] = field(default_factory=dict)

    def do(self, training: Training) -> Trained:
        """The training, done now or before, and those before it.

        Raises what `toonseg.model.train.run.train` raises.
        """
        start = self._first()
        if training.after is not None:
            start = self.do(training.after).weights(self.weights)
        folder = self.folder / self._name(training, start)
        if folder not in self.known:
            path = folder / DONE_FILE
            done = read_json(path, Done) if path.is_file() else self._train(training, folder, start)
            self.known[folder] = Trained(done, folder)
            self.tell(Told(training.name, 1.0, done.best_ap, done=True))
        return self.known[folder]

    def first_weights(self) -> Path | None:
        """The weights that trainings begin with, where those are of a training and so know instances.

        Raises CheckpointError where there are none.
        """
        if self.start in ("imagenet", COCO, SCRATCH):
            return None
        return weights_to_train(self.start)

    def _first(self) -> Path | None:
        """What trainings begin with: a file, or None for what the package or nothing gives."""
        if self.start == COCO:
            return coco_weights("v2" if self.network is NetworkKind.MASKRCNN_V2 else "v1")
        return self.first_weights()

    def _name(self, training: Training, start: Path | None) -> str:
        # Which package of ImageNet weights is there decides what a training begins with.
        begun = file_hash(start) if start is not None else f"{self.start} {find_spec(PACKAGE) is not None}"
        mark = mark_of(__version__, set_hash(training.labels), training.recipe, begun, self.network.value)
        words = re.sub(r"[^a-z0-9]+", "-", training.name.lower()).strip("-")
        return f"{words}-{mark}"

    def _train(self, training: Training, folder: Path, start: Path | None) -> Done:
        recipe = training.recipe
        learned, judged = held_back(training.labels, recipe.data.hold_out, recipe.train.seed)

        seconds = 0.0

        def report(one: Report) -> None:
            nonlocal seconds
            seconds = one.seconds
            ap = None if one.ap is None else 100 * one.ap
            self.tell(Told(training.name, min(1.0, one.progress), ap))

        self.say(f"training {training.name}: {len(learned.pictures)} cuts")
        compact = self.network is NetworkKind.COMPACT
        run = train(
            learned, folder, validation=judged, hold_out=None if judged is not None else 0.0,
            start=SCRATCH if start is None and self.start == SCRATCH else start, recipe=recipe,
            # Of the compact network the first weights decide which design it has.
            network=None if compact else self.network,
            device=self.device, jobs=self.jobs, report=report,
        )  # fmt: skip
        done = Done(
            name=training.name,
            cuts=len(training.labels.pictures),
            held_back=0 if judged is None else len(judged.pictures),
            steps=run.steps,
            best_step=run.card.step,
            best_ap=None if run.card.ap is None else 100 * run.card.ap,
            began_at=None if run.begun_at is None else 100 * run.begun_at,
            minutes=seconds / 60,
        )
        write_json(folder / DONE_FILE, done)
        return done
