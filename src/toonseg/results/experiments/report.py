"""report.md: what was asked, what was found, and how far it can be trusted; and its plots."""

from __future__ import annotations

from collections.abc import Iterable

from toonseg.evaluation.svg import Svg
from toonseg.results.experiments.findings import Answer
from toonseg.results.experiments.outcome import Experimented
from toonseg.results.experiments.plots import counts_svg, differences_svg, drift_svg, experiments_svg
from toonseg.results.experiments.recipe import ExperimentRecipe, Length
from toonseg.results.experiments.tables import (
    classes_table,
    coco_table,
    counts_table,
    data_table,
    drift_table,
    experiments_table,
    findings_table,
    trainings_table,
)

PLOTS = "plots"
_KINDS = {"segm": "Masks", "bbox": "Boxes"}


def plots_of(done: Experimented) -> dict[str, Svg]:
    """The plots, by name."""
    found = {"experiments": experiments_svg(done.trials)}
    if done.findings:
        found["differences"] = differences_svg(done.findings)
    if done.counts is not None:
        found["cuts"] = counts_svg(done.counts)
    if done.drift is not None:
        found["episodes"] = drift_svg(done.drift)
    return found


def report_of(done: Experimented) -> str:
    """The report, as Markdown; its plots lie in the folder `plots` beside it."""
    parts = ["# Experiments", _asked(done.recipe), *_claims(done), "## The experiments"]
    parts += [experiments_table(done.trials, done.first), _picture("experiments", "AP of each experiment")]
    for kind, name in _KINDS.items():
        if coco_table(done.trials, kind):
            parts += [f"### {name} ({kind})", coco_table(done.trials, kind), "AP of each class:"]
            parts.append(classes_table(done.trials, kind))
    if done.best_and_last is not None:
        parts += ["## The best against the last weights", str(done.best_and_last)]
        parts.append(findings_table(done.best_and_last.findings))
    parts += [*_leakage(done), *_counts(done), *_drift(done)]
    parts += ["## What was trained", trainings_table(done.trained)]
    parts += ["## What it was trained and tested on", data_table(done.titles)]
    parts += ["## How far to trust this", _trust(done)]
    return "\n\n".join(parts) + "\n"


def _asked(recipe: ExperimentRecipe) -> str:
    titles = []
    for name, one in recipe.titles.items():
        if one.labels is not None:
            titles.append(f"{name} ({one.labels.name})")
        else:
            episodes = ", ".join(map(str, one.episodes))
            titles.append(
                f"{name} (drawn: preset {one.style}, seed {one.seed}, {one.cuts} cuts of each of the "
                f"episodes {episodes})"
            )
    lengths = recipe.lengths
    told = f"{_length(lengths.whole)} on one title or all, {_length(lengths.transfer)} of transfer"
    if lengths.pretraining is not None:
        told += f", {_length(lengths.pretraining)} of pre-training"
    start = {
        "imagenet": "ImageNet weights of the backbone", "box": "the weights that come with toonseg",
        "coco": "COCO weights", "scratch": "nothing",
    }  # fmt: skip
    train = recipe.train
    split = recipe.split
    return (
        f"Titles: {'; '.join(titles)}. {split.test:.0%} of the cuts are tested on (split: {split.by}, seed "
        f"{split.seed}), and {recipe.data.hold_out:.0%} of the others choose the best weights. Trainings of "
        f"the {recipe.network.value} network begin with {start.get(recipe.start, recipe.start)} and take "
        f"{told}, of {train.batch} samples of {train.canvas[0]} x {train.canvas[1]} pixels a step. The "
        f"{recipe.weights} weights are tested. Figures are COCO's AP times 100, of masks unless said "
        "otherwise, with 95 % intervals by bootstrap over the test cuts; a difference is decided where its "
        "interval leaves out zero."
    )


def _claims(done: Experimented) -> list[str]:
    if not done.findings:
        return []
    parts = ["## Findings"]
    answers = [*done.claims, done.best_and_last, None if done.leakage is None else done.leakage.answer]
    parts += [_answer(one) for one in answers if one is not None]
    if done.counts is not None:
        parts += [f"**Labelled cuts of {done.counts.title}.**", _bullets(map(str, done.counts.findings))]
    if done.drift is not None:
        parts += [f"**Style drift in {done.drift.title}.**", _bullets(map(str, done.drift.findings))]
    return [*parts, _picture("differences", "Differences with their intervals")]


def _answer(one: Answer) -> str:
    return f"**{one.claim}: {one.verdict}.**\n\n{_bullets(map(str, one.findings))}"


def _leakage(done: Experimented) -> list[str]:
    block = done.leakage
    if block is None:
        return []
    halves = " and ".join(", ".join(half) for half in block.halves)
    told = (
        f"{block.title}'s episodes are two halves ({halves}). One training learned cuts of the first half, "
        "another as many of the second. Each test cut is looked at by the one that learned other cuts of its "
        "episode, as a random split has it, and by the one that did not, as a split by episode has it."
    )
    return ["## Random splits and splits by episode", told, findings_table(block.answer.findings)]


def _counts(done: Experimented) -> list[str]:
    if done.counts is None:
        return []
    told = "The fewer cuts are among the more; what chooses the best weights is taken from them too."
    table = counts_table(done.counts)
    return ["## By the number of labelled cuts", told, table, _picture("cuts", "AP by labelled cuts")]


def _drift(done: Experimented) -> list[str]:
    block = done.drift
    if block is None:
        return []
    told = (
        f"{block.cuts} labelled cuts of the early episodes alone ({', '.join(block.early)}), or as many of "
        "all episodes; both are tested on each episode."
    )
    table = drift_table(block)
    return [
        f"## Style drift in {block.title}",
        told,
        table,
        findings_table(block.findings),
        _picture("episodes", "AP by episode"),
    ]


def _trust(done: Experimented) -> str:
    count = len(done.findings)
    lines = [
        "An interval says what other test cuts of the same titles would change. It does not know that "
        "another seed of the training would have given other weights: each training was done once.",
        f"One comparison in twenty is decided by chance alone; these are {count}."
        if count else "",
        "A class of few test instances weighs as much in AP as one of many.",
        "A transfer is trained longer in all than a single training: it has the steps of both."
        if any(one.pretrained_on for one in done.recipe.experiments) else "",
        "Published figures are of other drawings and other test cuts: only their order can be compared."
        if any(one.published is not None for one in done.recipe.experiments) else "",
        "Drawn titles differ less from each other than two artists do."
        if any(one.style for one in done.recipe.titles.values()) else "",
    ]  # fmt: skip
    # Of what each set of test cuts is like, once: trials with the same cuts differ in figures only.
    notes = {note.partition(":")[0]: note for one in reversed(done.trials) for note in one.found.notes}
    return _bullets([*(line for line in lines if line), *reversed(notes.values())])


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _picture(name: str, words: str) -> str:
    return f"![{words}]({PLOTS}/{name}.svg)"


def _length(one: Length) -> str:
    return f"{one.steps:,} steps" if one.steps is not None else f"{one.minutes:g} minutes"
