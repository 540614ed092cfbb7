"""README.md of a run folder: the model card, as people read it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.split import class_counts
from toonseg.model.card import Card
from toonseg.model.train.judge import Verdict

_FEW = 20
"""A class with fewer labels than this is said to be little known."""


@dataclass(frozen=True)
class Told:
    """What the card tells besides what the checkpoint knows.

    Attributes:
        labels: What it was trained on.
        validation: What it was chosen by; None if by nothing.
        how: How the validation pictures were chosen.
        origin: What it began with, as sentences.
        drawn: Drawn cuts that were learned with the labels.
        left_out: Pictures that could not be read.
        minutes: Of training.
        settings: Of the training.
        begun_at: Validation AP (0..1) before the first step.
        parameters: Of the network.
        kind: The network's name.
    """

    labels: LabelSet
    validation: LabelSet | None
    how: str
    origin: tuple[str, ...]
    drawn: int
    left_out: int
    minutes: float
    settings: dict[str, Any]
    begun_at: float | None
    parameters: int
    kind: str


def card_text(card: Card, told: Told, verdict: Verdict | None) -> str:
    """The page, in Markdown."""
    return (
        "\n\n".join(
            [
                "# Model card",
                _what(card, told),
                "## Trained on\n" + _trained_on(told),
                "## How\n" + _how(card, told),
                "## How good\n" + _how_good(card, told, verdict),
                "## What it cannot do\n" + _limits(card, told, verdict),
                "## Use it\n    toonseg predict PICTURES --model best.safetensors --out predictions.json",
            ]
        )
        + "\n"
    )


def _what(card: Card, told: Told) -> str:
    design = ", ".join(f"{name} {value}" for name, value in card.design.items())
    made = ", ".join(f"{name} {version}" for name, version in card.made_with.items())
    return (
        f"Finds {', '.join(card.classes)} in cuts of webtoons and gives each instance a mask and a score. "
        f"{told.kind}, {told.parameters / 1e6:.1f} million parameters ({design}). "
        f"Made with {made}."
    )


def _trained_on(told: Told) -> str:
    counts = class_counts(told.labels)
    lines = [
        f"{len(told.labels.pictures):,} labelled pictures of {told.labels.name or 'labels'}, "
        f"{sum(counts.values()):,} instances. Rights in them: {told.labels.rights}."
    ]
    if told.left_out:
        lines.append(f"{told.left_out} of the pictures could not be read and were left out.")
    if told.drawn:
        lines.append(f"{told.drawn} cuts drawn by toonseg were learned with them, as a rehearsal.")
    rows = ["| class | instances |", "|---|---|", *(f"| {name} | {n:,} |" for name, n in counts.items())]
    return " ".join(lines) + "\n\n" + "\n".join(rows)


def _how(card: Card, told: Told) -> str:
    kept = told.settings
    return (
        f"{'. '.join(_sentence(line) for line in told.origin)}. Best weights after {card.step:,} steps of "
        f"{kept['batch']} samples of {kept['canvas'][1]} x {kept['canvas'][0]} pixels; "
        f"{told.minutes:.1f} minutes of training in all, seed {kept['seed']}. "
        f"settings.json has the rest; data hash {card.data[:12]}."
    )


def _how_good(card: Card, told: Told, verdict: Verdict | None) -> str:
    if verdict is None or told.validation is None:
        return "Not measured: no pictures were held back, and these are the last weights, not the best."
    lines = [
        f"On {len(told.validation.pictures):,} validation pictures ({told.how}). They chose the weights, so "
        "pictures that nobody has looked at will give a little less."
    ]
    if told.begun_at is not None:
        lines.append(
            f"Before the first step AP of masks was {100 * told.begun_at:.1f}, now {100 * verdict.ap:.1f}."
        )
        if card.step == 0:
            lines.append("No later weights were better, so these are the ones that it began with.")
    table = ["| | AP | AP50 | labelled |", "|---|---|---|---|"]
    scores = verdict.kind.scores
    total = sum(one.truth for one in scores.per_class)
    table.append(f"| all | {_figure(scores.ap)} | {_figure(scores.ap50)} | {total:,} |")
    table += [f"| {o.name} | {_figure(o.ap)} | {_figure(o.ap50)} | {o.truth:,} |" for o in scores.per_class]
    shown = f"Instances are shown from a score of {card.threshold:.2f}, where F1 is best on these pictures."
    return " ".join(lines) + "\n\n" + "\n".join(table) + "\n\n" + shown


def _limits(card: Card, told: Told, verdict: Verdict | None) -> str:
    counts = class_counts(told.labels)
    lines = ["- It knows drawings like those it was trained on; other hands and photographs are guesses."]
    never = [name for name in card.classes if not counts.get(name)]
    if never:
        origin = "" if told.begun_at is None and not told.drawn else " beyond what it began with"
        lines.append(f"- It has learned nothing of {', '.join(never)}{origin}: the labels have none.")
    little = [name for name in card.classes if 0 < counts.get(name, 0) < _FEW]
    if little:
        lines.append(f"- It has seen little of {', '.join(little)}: fewer than {_FEW} labels each.")
    if verdict is not None:
        poor = [o.name for o in verdict.kind.scores.per_class if o.truth and o.ap50 < 30]
        if poor:
            lines.append(f"- It is poor at {', '.join(poor)}: AP50 below 30 on the validation pictures.")
    lines.append("- It does not say whose an instance is, nor find what is not one of its classes.")
    return "\n".join(lines)


def _sentence(line: str) -> str:
    return line[:1].upper() + line[1:].rstrip(".")


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.1f}"
