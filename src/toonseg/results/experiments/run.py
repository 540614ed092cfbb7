"""`toonseg experiment`: a recipe in, tables, findings and plots out; a run that was killed goes on.

<out>/report.md, results.json, plots/    what was found
<out>/titles/                            drawn titles
<out>/trainings/                         a run folder for each training
<out>/predictions/                       of tested weights, as COCO
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toonseg.model.pretrained import torch_or_error
from toonseg.workspace import write_text

if TYPE_CHECKING:
    from toonseg.model.train.recipe import Recipe
    from toonseg.results.experiments.blocks import Lab
    from toonseg.results.experiments.outcome import Experimented
    from toonseg.results.experiments.plan import Plan
    from toonseg.results.experiments.recipe import ExperimentRecipe
    from toonseg.results.experiments.training import Told

REPORT, RESULTS = "report.md", "results.json"


@dataclass(frozen=True)
class Progress:
    """How far an experiment is.

    Attributes:
        doing: What is being trained.
        number: Which training it is, from 1, and `of` how many.
        of: How many trainings there are.
        share: Of all trainings, 0..1.
        seconds_left: Of training; None while nobody can tell.
        ap: The training's last AP on held back cuts, times 100.
        finished: Whether the training is done.
    """

    doing: str
    number: int
    of: int
    share: float
    seconds_left: float | None
    ap: float | None = None
    finished: bool = False


def experiment(
    recipe: str | Path | ExperimentRecipe,
    out: str | Path,
    *,
    device: str | None = None,
    jobs: int | None = None,
    report: Callable[[Progress], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Experimented:
    """Train and test what a recipe says, and tell what its figures support.

    The same call does only what is missing: trainings are named by everything that goes into them (cuts,
    settings, first weights) and done once, a training that was killed goes on where it was, predictions are
    kept.

    Args:
        recipe: A TOML file (recipes/seven.toml), or what `read_experiments` makes of one.
        out: The folder for everything.
        device: "cpu", "cuda", "cuda:1"; a GPU if there is one unless given.
        jobs: Processes that draw cuts; None for one per core.
        report: Told how far it is.
        say: Told what there is to know, a line at a time.

    Raises:
        MissingExtraError: torch is not installed.
        SettingsError: The recipe is wrong, or asks for more than its titles have.
        LabelError: A title's labels cannot be used.
        UsageError: A style or a device that is not there.
        CheckpointError: The weights to begin with cannot be used.
        TrainingError: A training cannot go on.
        WriteError: A file cannot be written.
    """
    torch_or_error("training")
    import torch

    from toonseg.results.experiments.blocks import Lab
    from toonseg.results.experiments.plan import plan_of
    from toonseg.results.experiments.recipe import ExperimentRecipe, checked, read_experiments
    from toonseg.results.experiments.sets import bare, open_title
    from toonseg.results.experiments.testing import Tester
    from toonseg.results.experiments.training import Trainer

    asked = checked(recipe) if isinstance(recipe, ExperimentRecipe) else read_experiments(Path(recipe))
    folder = Path(out)
    titles = {}
    for name, source in asked.titles.items():
        say(
            f"{name}: drawing, or reading what is drawn"
            if source.style
            else f"{name}: reading {source.labels}"
        )
        titles[name] = open_title(name, source, asked.split, folder / "titles", jobs=jobs)
        if source.labels is not None and (told := bare(titles[name])):
            say(f"{name}: {told}")
    plan = plan_of(asked, titles)
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    clock = _Clock(plan, report)
    trainer = Trainer(
        folder / "trainings",
        asked.start,
        asked.weights,
        asked.network,
        device,
        jobs,
        tell=clock.tell,
        say=say,
    )
    trainer.first_weights()
    for training in plan.trainings:
        trainer.do(training)
        clock.done()
    lab = Lab(trainer, Tester(folder / "predictions", asked.resamples, device, say), asked.weights)
    found = _found(lab, asked, plan, folder)
    _write(found)
    return found


def _found(lab: Lab, asked: ExperimentRecipe, plan: Plan, folder: Path) -> Experimented:
    """Test everything that is trained."""
    from toonseg.results.experiments import blocks
    from toonseg.results.experiments.outcome import Experimented

    trials = blocks.run_trials(lab, asked, plan)
    return Experimented(
        folder,
        asked,
        tuple(plan.titles.values()),
        tuple(lab.trainer.do(one) for one in plan.trainings),
        blocks.first_weights(lab, plan),
        tuple(trials.values()),
        blocks.answer_claims(asked, trials),
        blocks.best_against_last(lab, asked, plan),
        None if plan.leakage is None else blocks.leakage(lab, plan.leakage),
        None if plan.counts is None else blocks.counts(lab, plan.counts),
        None if plan.drift is None else blocks.drift(lab, plan.drift),
    )


def _write(found: Experimented) -> None:
    from toonseg.results.experiments.record import record_of
    from toonseg.results.experiments.report import PLOTS, plots_of, report_of

    for name, svg in plots_of(found).items():
        write_text(found.folder / PLOTS / f"{name}.svg", str(svg))
    write_text(found.folder / RESULTS, json.dumps(record_of(found), ensure_ascii=False, indent=1) + "\n")
    write_text(found.folder / REPORT, report_of(found))


@dataclass
class _Clock:
    """How long is left, by what was trained since the call began; what was done before says nothing."""

    plan: Plan
    report: Callable[[Progress], None]
    number: int = 1
    measured: float = 0.0
    _begun: float = field(default_factory=time.monotonic)
    _last: float | None = None

    def tell(self, told: Told) -> None:
        """Report where the training is that the plan has at this place."""
        trainings = self.plan.trainings
        if self.number > len(trainings):
            return  # everything is trained; the blocks ask for it once more
        works = [_work(one.recipe) for one in trainings]
        own = works[self.number - 1]
        if self._last is not None:
            self.measured += own * max(0.0, told.share - self._last)
        self._last = told.share
        share = (sum(works[: self.number - 1]) + own * told.share) / sum(works)
        left = None
        if self.measured > 0:
            left = (time.monotonic() - self._begun) / self.measured * sum(works) * (1 - share)
        self.report(Progress(told.name, self.number, len(trainings), share, left, told.ap, told.done))

    def done(self) -> None:
        """The next training begins."""
        self.number, self._last = self.number + 1, None


def _work(recipe: Recipe) -> float:
    """About how many seconds: only the proportion between trainings matters."""
    train = recipe.train
    return 60 * train.minutes if train.minutes is not None else float(train.steps)
