"""Everything that an experiment found, as one object that prints itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toonseg.evaluation import Evaluation
from toonseg.results.experiments.blocks import CountsResult, DriftResult, LeakageResult, TrialResult
from toonseg.results.experiments.findings import Answer, Finding
from toonseg.results.experiments.recipe import ExperimentRecipe
from toonseg.results.experiments.sets import Title
from toonseg.results.experiments.training import Trained


@dataclass(frozen=True)
class Experimented:
    """What `experiment` did; prints its findings.

    Attributes:
        folder: Where everything lies; `report.md` tells it.
        recipe: What was asked.
        titles: The titles, split.
        trained: Every training, each once.
        first: Each title tested with the weights that trainings begin with; empty where those know nothing.
        trials: The experiments, in the order of the recipe.
        claims: What they say of each claim.
        best_and_last, leakage, counts, drift: Those blocks; None for those that the recipe has not.
    """

    folder: Path
    recipe: ExperimentRecipe
    titles: tuple[Title, ...]
    trained: tuple[Trained, ...]
    first: dict[str, Evaluation]
    trials: tuple[TrialResult, ...]
    claims: tuple[Answer, ...]
    best_and_last: Answer | None
    leakage: LeakageResult | None
    counts: CountsResult | None
    drift: DriftResult | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All comparisons."""
        found = [finding for answer in self.claims for finding in answer.findings]
        for answer in (self.best_and_last, None if self.leakage is None else self.leakage.answer):
            found += answer.findings if answer is not None else ()
        for block in (self.counts, self.drift):
            found += block.findings if block is not None else ()
        return tuple(found)

    def __str__(self) -> str:
        answers = [*self.claims, self.best_and_last, None if self.leakage is None else self.leakage.answer]
        lines = []
        for answer in answers:
            if answer is not None:
                lines += [str(answer), *(f"  {one}" for one in answer.findings)]
        for block in (self.counts, self.drift):
            lines += [str(one) for one in block.findings] if block is not None else ()
        return "\n".join(lines)
