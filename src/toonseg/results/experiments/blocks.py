"""What is asked: each block of a recipe trains, tests, and gives the figures and findings that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toonseg.annotations.labelset import LabelSet
from toonseg.evaluation import Evaluation
from toonseg.results.experiments.findings import Answer, Finding
from toonseg.results.experiments.plan import Counted, Drifting, Halves, Plan
from toonseg.results.experiments.recipe import ExperimentRecipe, Trial
from toonseg.results.experiments.sets import of_episodes, short_episode
from toonseg.results.experiments.testing import Tester, gain, main_kind
from toonseg.results.experiments.training import Trained, Trainer, Training, Which


@dataclass(frozen=True)
class TrialResult:
    """An experiment that is done."""

    trial: Trial
    trained: Trained
    found: Evaluation


@dataclass(frozen=True)
class LeakageResult:
    """What it is worth to have learned other cuts of the episodes that are tested on.

    Each half of the episodes is tested once by the training that learned cuts of it (`seen`) and once by the
    other (`unseen`), which learned as many cuts of the other half.
    """

    title: str
    halves: tuple[tuple[str, ...], tuple[str, ...]]
    seen: Evaluation
    unseen: Evaluation
    answer: Answer


@dataclass(frozen=True)
class CountsResult:
    """AP by the number of labelled cuts; 0 are the weights that the trainings begin with, where they know
    instances."""

    title: str
    found: Mapping[int, Evaluation]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class EpisodeResult:
    """An episode, tested by the training on early episodes and by the one on all of them."""

    name: str
    by_early: Evaluation
    by_all: Evaluation


@dataclass(frozen=True)
class DriftResult:
    """AP by episode, of as many cuts of the early episodes as of all."""

    title: str
    early: tuple[str, ...]
    cuts: int
    episodes: tuple[EpisodeResult, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Lab:
    """Who trains and who tests, and which weights are tested."""

    trainer: Trainer
    tester: Tester
    weights: Which

    def test(self, training: Training, truth: LabelSet) -> Evaluation:
        """A training's weights on a set of cuts."""
        return self.tester.test(self.trainer.do(training).weights(self.weights), [truth])


def run_trials(lab: Lab, recipe: ExperimentRecipe, plan: Plan) -> dict[str, TrialResult]:
    """The experiments, by name."""
    done = {}
    for trial in recipe.experiments:
        trained = lab.trainer.do(plan.trials[trial.name])
        truths = [title.test for name, title in plan.titles.items() if name in trial.tested_on]
        found = lab.tester.test(trained.weights(lab.weights), truths)
        done[trial.name] = TrialResult(trial, trained, found)
    return done


def first_weights(lab: Lab, plan: Plan) -> dict[str, Evaluation]:
    """Each title tested with the weights that trainings begin with; empty where those know no instances."""
    start = lab.trainer.first_weights()
    if start is None:
        return {}
    return {name: lab.tester.test(start, [title.test]) for name, title in plan.titles.items()}


def answer_claims(recipe: ExperimentRecipe, done: Mapping[str, TrialResult]) -> tuple[Answer, ...]:
    """What the experiments say of each claim of the recipe."""
    return tuple(
        Answer(claim.text, tuple(_of_pair(done[first], done[second]) for first, second in claim.pairs))
        for claim in recipe.claims
    )


def best_against_last(lab: Lab, recipe: ExperimentRecipe, plan: Plan) -> Answer | None:
    """Whether the weights with the best AP on held back cuts are better than the last, on the tests."""
    if recipe.best_and_last is None:
        return None
    names = recipe.best_and_last.experiments or tuple(one.name for one in recipe.experiments)
    findings = []
    for name in names:
        trial, trained = recipe.of(name), lab.trainer.do(plan.trials[name])
        truths = [title.test for title in plan.titles.values() if title.name in trial.tested_on]
        best, last = (lab.tester.test(trained.weights(which), truths) for which in ("best", "last"))
        said = f"the best weights of {_called(trial)} (step {trained.done.best_step:,})"
        findings.append(_finding((said, best), (f"the last ({trained.done.steps:,})", last), trial.tested_on))
    return Answer("The weights with the best AP on held back cuts are better than the last", tuple(findings))


def leakage(lab: Lab, halves: Halves) -> LeakageResult:
    """Both halves of the episodes with the training that saw them, and with the one that did not."""
    truth = halves.title.test
    found = [
        lab.tester.predicted(lab.trainer.do(one).weights(lab.weights), truth)
        for one in (halves.on_first, halves.on_second)
    ]
    seen, unseen = (
        lab.tester.evaluated(truth, _chosen(found, halves.first, turned)) for turned in (False, True)
    )
    what = "learning other cuts of the same episodes", "learning as many of other episodes"
    finding = _finding((what[0], seen), (what[1], unseen), (halves.title.name,))
    claim = "A random split flatters: cuts are found better where the model has seen others of their episode"
    return LeakageResult(
        halves.title.name, (halves.first, halves.second), seen, unseen, Answer(claim, (finding,))
    )


def counts(lab: Lab, counted: Counted) -> CountsResult:
    """Each number of labelled cuts, tested on the same cuts."""
    truth = counted.title.test
    start = lab.trainer.first_weights()
    found = {} if start is None else {0: lab.tester.test(start, [truth])}
    found |= {number: lab.test(one, truth) for number, one in counted.trainings.items()}
    numbers = list(found)
    pairs = list(zip(numbers[1:], numbers[:-1], strict=True))
    if len(numbers) > 2:
        pairs.append((numbers[-1], numbers[0]))
    findings = tuple(
        _finding((_cuts(more), found[more]), (_cuts(fewer), found[fewer]), (counted.title.name,))
        for more, fewer in pairs
    )
    return CountsResult(counted.title.name, found, findings)


def drift(lab: Lab, drifting: Drifting) -> DriftResult:
    """Every episode, and the early and the later ones together, by both trainings."""
    title = drifting.title
    by = [
        lab.tester.predicted(lab.trainer.do(one).weights(lab.weights), title.test)
        for one in (drifting.on_all, drifting.on_early)
    ]

    def both(episodes: tuple[str, ...]) -> tuple[Evaluation, Evaluation]:
        truth = of_episodes(title.test, episodes)
        of_all, of_early = (lab.tester.evaluated(truth, found) for found in by)
        return of_all, of_early

    tested = {short_episode(one) for one in title.test.pictures}
    episodes = []
    for name in title.episodes:
        if name in tested:
            of_all, of_early = both((name,))
            episodes.append(EpisodeResult(name, of_early, of_all))
    findings = []
    later = tuple(one for one in title.episodes if one not in drifting.early)
    for names, where in ((later, "later"), (drifting.early, "early")):
        if tested & set(names):
            of_all, of_early = both(names)
            first, second = "learning cuts of all episodes", "learning as many of early ones"
            place = (f"{title.name}'s {where} episodes",)
            findings.append(_finding((first, of_all), (second, of_early), place))
    count = len(drifting.on_early.labels.pictures)
    return DriftResult(title.name, drifting.early, count, tuple(episodes), tuple(findings))


def _finding(
    first: tuple[str, Evaluation],
    second: tuple[str, Evaluation],
    where: tuple[str, ...],
    published: float | None = None,
) -> Finding:
    aps = main_kind(first[1]).scores.ap, main_kind(second[1]).scores.ap
    change = gain(first[1], second[1])
    return Finding(first[0], second[0], " + ".join(where), first[1].cuts, aps, change, published)


def _of_pair(first: TrialResult, second: TrialResult) -> Finding:
    one, other = first.trial.published, second.trial.published
    published = None if one is None or other is None else one - other
    return _finding(
        (_called(first.trial), first.found), (_called(second.trial), second.found), first.trial.tested_on,
        published,
    )  # fmt: skip


def _called(trial: Trial) -> str:
    """An experiment in a sentence: "training on FD, then LR (5)"."""
    return f"training on {trial.training} ({trial.name})"


def _cuts(number: int) -> str:
    return f"learning {number} cuts" if number else "learning none"


def _chosen(found: list[LabelSet], first: tuple[str, ...], turned: bool) -> LabelSet:
    """Of each picture the prediction of the first set if it is of the first half's episodes, else of the
    second's; `turned`, the other way round."""
    pictures = tuple(
        one if (short_episode(one) in first) != turned else other
        for one, other in zip(found[0].pictures, found[1].pictures, strict=True)
    )
    return replace(found[0], pictures=pictures)
