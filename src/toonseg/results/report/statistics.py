"""The part of a report that counts: classes, areas, scores, which classes come together, episodes."""

from __future__ import annotations

from collections import Counter
from statistics import median

import numpy as np

from toonseg.annotations.labelset import Picture
from toonseg.annotations.masks import measure
from toonseg.results.report.html import Cell, bar, count, histogram, matrix, spark, swatched, table, text
from toonseg.results.report.material import Material

SCORE_BINS = 20
_MANY = 20
_AREAS = (0.0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 1.01)
"""Shares of a cut, in steps that a part of a picture takes from a button-sized tie to a whole figure."""


def statistics_of(found: Material) -> str:
    """The part, as HTML."""
    measure(one.mask for one in found.labels.instances)
    parts = [_classes(found)]
    shown = [one for one in found.classes if one.count]
    if len(shown) > 1:
        parts.append(f'<div class="two">{_together(found)}{_in_a_cut(found)}</div>')
    if len(found.episodes) > 1:
        parts.append(_episodes(found))
    return "".join(parts)


def _classes(found: Material) -> str:
    pictures = found.labels.pictures
    most = max(one.count for one in found.classes) or 1
    shares: dict[int, list[float]] = {}
    scores: dict[int, list[float]] = {}
    cuts: Counter[int] = Counter()
    for picture in pictures:
        pixels = max(1, picture.width * picture.height)
        for one in picture.instances:
            place = found.place(one)
            shares.setdefault(place, []).append(one.area / pixels)
            if one.score is not None:
                scores.setdefault(place, []).append(one.score)
        cuts.update({found.place(one) for one in picture.instances})
    head = ["class", "instances", "in cuts", "median area", "areas"]
    rows: list[list[str | Cell]] = []
    for cls in found.classes:
        areas, sure = shares.get(cls.place, []), scores.get(cls.place, [])
        tint = f"k{cls.place}"
        row: list[str | Cell] = [
            swatched(cls),
            bar(cls.count / most, f"{cls.count:,}", cls=tint),
            f"{cuts[cls.place]:,} ({cuts[cls.place] / max(1, len(pictures)):.0%})",
            f"{median(areas):.1%}" if areas else "–",
            spark(np.histogram(areas, _AREAS)[0].tolist(), f"areas of {cls.name}", cls=tint),
        ]
        if found.has_scores:
            bins = np.histogram(sure, SCORE_BINS, (0, 1))[0].tolist()
            row += [f"{median(sure):.2f}" if sure else "–", spark(bins, f"scores of {cls.name}", cls=tint)]
        rows.append(row)
    if found.has_scores:
        head += ["median score", "scores, 0 to 1"]
    told = "Areas are shares of the cut, in steps of about twice: from below .05 % to above 20 %."
    return f'<div class="panel">{table(head, rows, caption="Classes")}<p class="note">{text(told)}</p></div>'


def _together(found: Material) -> str:
    shown = [one for one in found.classes if one.count]
    has = np.zeros((len(found.labels.pictures), len(found.classes)), np.int64)
    for row, picture in zip(has, found.labels.pictures, strict=True):
        row[[found.place(one) for one in picture.instances]] = 1
    counts = (has.T @ has)[np.ix_([one.place for one in shown], [one.place for one in shown])]
    shares = counts / np.maximum(1, counts.diagonal()[:, None])
    names = [one.name for one in shown]
    hints = [
        [f"{row} and {column}: {count(int(n), 'cut')}" for column, n in zip(names, line, strict=True)]
        for row, line in zip(names, counts, strict=True)
    ]
    inner = matrix(names, counts.tolist(), shares.tolist(), caption="Classes together", hints=hints)
    told = "Cuts that have both; the deeper the colour, the larger the share of the row's class."
    return f'<div class="panel"><h3>Classes together</h3>{inner}<p class="note">{text(told)}</p></div>'


def _in_a_cut(found: Material) -> str:
    """How many instances cuts have."""
    counts = Counter(min(len(picture.instances), _MANY) for picture in found.labels.pictures)
    columns = range(max(counts) + 1)
    names = [f"{_MANY}+" if number == _MANY else str(number) for number in columns]
    inner = histogram([counts[number] for number in columns], names, caption="Cuts by their instances")
    told = "Cuts that have so many instances."
    return f'<div class="panel"><h3>Instances in a cut</h3>{inner}<p class="note">{text(told)}</p></div>'


def _episodes(found: Material) -> str:
    most = max(sum(len(one.instances) for one in pictures) for pictures in found.episodes.values()) or 1
    rows: list[list[str | Cell]] = []
    for name, pictures in found.episodes.items():
        instances = sum(len(one.instances) for one in pictures)
        rows.append(
            [
                name or "–",
                f"{len(pictures):,}",
                f"{instances:,}",
                f"{instances / len(pictures):.1f}",
                _stack(found, pictures, most),
            ]
        )
    one, all_of_them = ("episode", "Episodes") if found.has_episodes else ("folder", "Folders")
    inner = table([one, "cuts", "instances", "a cut", "classes"], rows, caption=all_of_them)
    return f'<div class="two"><div class="panel"><h3>{all_of_them}</h3>{inner}</div></div>'


def _stack(found: Material, pictures: tuple[Picture, ...], most: int) -> Cell:
    counts = Counter(found.place(one) for picture in pictures for one in picture.instances)
    parts = [(one, counts[one.place]) for one in found.classes if counts[one.place]]
    told = ", ".join(f"{one.name} {n}" for one, n in parts)
    pieces = "".join(
        f'<i class="k{one.place}" style="--n:{n}" title="{text(one.name)} {n}"></i>' for one, n in parts
    )
    width = f"{sum(counts.values()) / most:.1%}"
    return Cell(
        f'<span class="stack" role="img" aria-label="{text(told)}" style="max-width:{width}">{pieces}</span>'
    )
