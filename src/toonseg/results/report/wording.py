"""What a report says about itself: its head, its foot, and a sentence above each part."""

from __future__ import annotations

from toonseg.evaluation import Evaluation
from toonseg.results.report.html import count, figure
from toonseg.results.report.material import Material
from toonseg.results.report.page import Head
from toonseg.results.report.previews import LADDER, Previews
from toonseg.results.report.strips import Strips

_MAKERS = 3


def head_of(found: Material, previews: Previews, evaluation: Evaluation | None, limit_mb: float) -> Head:
    """What stands above and below the parts."""
    instances = sum(len(picture.instances) for picture in found.labels.pictures)
    figures = [("cuts", f"{len(found.labels.pictures):,}"), ("instances", f"{instances:,}")]
    figures.append(("classes", str(sum(one.count > 0 for one in found.classes))))
    episodes = [name for name in found.episodes if name and found.has_episodes]
    if episodes:
        figures.insert(0, ("episode" if len(episodes) == 1 else "episodes", f"{len(episodes):,}"))
    if evaluation is not None:
        main = evaluation.kinds[-1]
        figures.append((f"AP of {'masks' if main.kind == 'segm' else 'boxes'}", figure(main.scores.ap)))
    facts = [("Masks by", _makers(found)), ("Rights", found.labels.rights)]
    if episodes:
        facts.insert(0, ("Episodes" if len(episodes) > 1 else "Episode", _names(episodes)))
    if found.has_scores:
        least = min(one.score for one in found.labels.instances if one.score is not None)
        facts.insert(-1, ("Scores", f"from {least:.2f} up"))
    return Head(found.name, figures, facts, found.labels.rights, _notes(found, previews, limit_mb))


def lead_of_classes(found: Material) -> str:
    """Above the counts."""
    return f"What the {count(len(found.labels.pictures), 'cut')} of this report have in them."


def lead_of_cuts(found: Material, previews: Previews) -> str:
    """Above the cuts."""
    told = "Switch classes on and off; a click on a cut shows it closer, beside its original. "
    if found.truth is not None:
        told += "The truth can be outlined over what was found. "
    if len(previews.of) < previews.total - len(previews.errors):
        told += f"{len(previews.of):,} of {previews.total:,} are shown, evenly spread; figures are of all."
    return told.strip()


def lead_of_strips(strips: Strips) -> str:
    """Above the strips."""
    told = "Top to bottom, then on to the next column. A panel leads to its cut; gutters stand at the left."
    if strips.shown < strips.of:
        told += f" The first {strips.shown:,} of {strips.of:,} episodes are shown."
    return told


def _makers(found: Material) -> str:
    names = list(found.makers[:_MAKERS])
    more = len(found.makers) - len(names)
    return ", ".join([*names, *([f"{more} more"] if more else [])]) or "nobody: there are none"


def _names(episodes: list[str]) -> str:
    if len(episodes) <= 8:
        return ", ".join(episodes)
    return f"{episodes[0]} to {episodes[-1]}, {len(episodes):,} of them"


def _notes(found: Material, previews: Previews, limit_mb: float) -> list[str]:
    pixels, quality = LADDER[previews.rung]
    notes = [
        f"Cuts are shown with up to {pixels:,} pixels each (WebP, quality {quality}), so this file stays "
        f"below {limit_mb:g} MB."
    ]
    if previews.errors:
        notes.append(f"{count(len(previews.errors), 'picture')} could not be read.")
    if found.labels.problems:
        notes.append(f"{count(len(found.labels.problems), 'part')} of the labels could not be used.")
    return notes
