"""Score the methods on titles as `toonseg synth` draws them: broken and slanted frames, sounds, title cards.

python -m benchmarks.cut.run --titles 8
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.cut.peers import METHODS
from benchmarks.cut.score import Score, score, total
from benchmarks.cut.table import pair
from toonseg.cuts import CutList
from toonseg.pictures import decode
from toonseg.scale import map_tasks
from toonseg.synth.titles import Order, write_titles
from toonseg.workspace import CUTS_FILE, read_json

EPISODES = 3
PANELS = 18  # of an episode, about

Scores = dict[str, Score]


@dataclass(frozen=True)
class Title:
    """A title to draw, and the names of the methods to try on its episodes."""

    seed: int
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The methods' scores over a title's episodes, and their seconds."""

    seed: int
    scores: Scores
    seconds: dict[str, float]


def measure(title: Title) -> Answer:
    """Draw a title into a temporary folder and score each method on its episodes' pages."""
    cv2.setNumThreads(1)
    methods = [method for method in METHODS if method.name in title.methods]
    scores = {method.name: Score(0, 0, 0) for method in methods}
    seconds = dict.fromkeys(scores, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        for drawn in write_titles(Path(folder), Order(title.seed), episodes=EPISODES, panels=PANELS, jobs=1):
            pages = drawn.folder.pages
            strip = np.concatenate([decode(p.read_bytes(), p) for p in sorted(pages.iterdir())])
            there = [cut.box for cut in read_json(drawn.folder.cuts / CUTS_FILE, CutList).panels]
            for method in methods:
                start = time.perf_counter()
                found = method.find(pages, strip)
                seconds[method.name] += time.perf_counter() - start
                scores[method.name] += score(found, there)
    return Answer(title.seed, scores, seconds)


def measure_titles(seeds: Sequence[int], methods: Sequence[str], jobs: int) -> list[Answer]:
    """The answers for titles of these seeds, in their order; the first error of a title is raised."""
    answers: dict[int, Answer] = {}
    for outcome in map_tasks(measure, [Title(seed, tuple(methods)) for seed in seeds], jobs=jobs):
        if outcome.error is not None:
            raise outcome.error
        assert outcome.result is not None
        answers[outcome.result.seed] = outcome.result
    return [answers[seed] for seed in seeds]


def table(answers: Sequence[Answer], methods: Sequence[str]) -> str:
    """The answers as Markdown, title by title, and all of them together."""
    together = {name: total(answer.scores[name] for answer in answers) for name in methods}
    lines = [f"| title | panels | {' | '.join(methods)} |", f"|{'---|' * (len(methods) + 2)}"]
    for name, scores in [*((f"seed {a.seed}", a.scores) for a in answers), ("**all**", together)]:
        cells = [pair(scores[method].recall, scores[method].precision) for method in methods]
        lines.append(f"| {name} | {scores[methods[0]].there} | {' | '.join(cells)} |")
    return "\n".join(lines)
