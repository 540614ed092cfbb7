"""Draw strips, let each method find their panels, and write the table.

    python -m benchmarks.cut.run                        all kinds, five seeds
    python -m benchmarks.cut.run --kinds white bands --seeds 3 --methods toonseg --dry
    python -m benchmarks.cut.run --titles 8             whole titles instead, as toonseg synth draws them

Writes results.json, kinds.png and the table in README.md, all in this folder; of titles, a table only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.cut import titles
from benchmarks.cut.peers import METHODS, Box, Method, Rgb
from benchmarks.cut.picture import thumbnail, write_sheet
from benchmarks.cut.score import Score, score
from benchmarks.cut.table import markdown, put_between, write_results
from toonseg.pictures import decode
from toonseg.scale import map_tasks
from toonseg.synth import Kind, draw_strip, write_pages

HERE = Path(__file__).parent
FIRST_SEED = 1000  # seeds below are for whoever improves the cutter


@dataclass(frozen=True)
class Task:
    """One strip to draw, and the names of the methods to try on it."""

    kind: Kind
    seed: int
    methods: tuple[str, ...]
    picture: bool = False


@dataclass(frozen=True)
class Answer:
    """The scores, seconds and errors of the methods on one strip."""

    kind: Kind
    scores: dict[str, Score]
    seconds: dict[str, float]
    errors: dict[str, str]
    picture: Rgb | None


def measure(task: Task) -> Answer:
    """Draw the task's strip as pages in a temporary folder and score each method on it."""
    cv2.setNumThreads(1)
    drawn = draw_strip(task.kind, task.seed)
    there = drawn.truth.panels
    scores: dict[str, Score] = {}
    seconds: dict[str, float] = {}
    errors: dict[str, str] = {}
    picture = None
    with tempfile.TemporaryDirectory() as folder:
        pages = write_pages(drawn, Path(folder))
        strip = read_strip(pages)
        for method in chosen(task.methods):
            start = time.perf_counter()
            found: list[Box] = []
            try:
                found = method.find(pages, strip)
            except Exception:  # a peer may fail in any way; it then found nothing
                errors[method.name] = traceback.format_exc(limit=-3)
            seconds[method.name] = time.perf_counter() - start
            scores[method.name] = score(found, there)
            if task.picture and method.name == task.methods[0]:
                picture = thumbnail(strip, there, found)
    return Answer(task.kind, scores, seconds, errors, picture)


def read_strip(pages: Path) -> Rgb:
    """All pages of a folder, decoded and put together: HWC uint8 RGB."""
    return np.concatenate([decode(p.read_bytes(), p) for p in sorted(pages.iterdir())])


def chosen(names: Sequence[str]) -> list[Method]:
    """The methods with these names."""
    return [m for m in METHODS if m.name in names]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    options = _options(arguments)
    kinds = [Kind(k) for k in options.kinds] if options.kinds else list(Kind)
    wanted = [m for m in METHODS if not options.methods or m.name in options.methods]
    skipped = [m.name for m in wanted if m.missing()]
    names = tuple(m.name for m in wanted if not m.missing())
    if options.titles:
        return _titles(names, options)
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    tasks = [Task(kind, seed, names, seed == seeds[0]) for seed in seeds for kind in kinds]
    sums: dict[Kind, dict[str, Score]] = {k: dict.fromkeys(names, Score(0, 0, 0)) for k in kinds}
    seconds = dict.fromkeys(names, 0.0)
    pictures: dict[Kind, Rgb] = {}
    failed: set[str] = set()
    for number, outcome in enumerate(map_tasks(measure, tasks, jobs=options.jobs), 1):
        if outcome.error is not None:
            raise outcome.error
        assert outcome.result is not None
        answer = outcome.result
        for name in names:
            sums[answer.kind][name] += answer.scores[name]
            seconds[name] += answer.seconds[name]
        if answer.picture is not None:
            pictures[answer.kind] = answer.picture
        for name, error in answer.errors.items():
            if name not in failed:
                print(
                    f"{name} failed on {answer.kind.value}, among others perhaps:\n{error}", file=sys.stderr
                )
            failed.add(name)
        if sys.stderr.isatty():
            end = "\n" if number == len(tasks) else ""
            print(f"\r{number}/{len(tasks)} strips", end=end, file=sys.stderr)
    notes = _notes(sums, len(seeds), skipped, failed)
    text = markdown(sums, names, notes)
    print(text)
    print("\nseconds a strip: " + ", ".join(f"{n} {s / len(tasks):.2f}" for n, s in seconds.items()))
    if not options.dry:
        write_results(HERE / "results.json", sums, names, list(seeds))
        put_between(HERE / "README.md", text)
        write_sheet(HERE / "kinds.png", {k.value: pictures[k] for k in kinds})
    return 0


def _titles(names: tuple[str, ...], options: argparse.Namespace) -> int:
    seeds = range(options.first_seed, options.first_seed + options.titles)
    text = titles.table(titles.measure_titles(seeds, names, options.jobs), names)
    print(text)
    if not options.dry:
        put_between(HERE / "README.md", text, "<!-- titles:start -->", "<!-- titles:end -->")
    return 0


def _notes(
    sums: dict[Kind, dict[str, Score]], seeds: int, skipped: Sequence[str], failed: set[str]
) -> list[str]:
    panels = sum(next(iter(row.values())).there for row in sums.values())
    notes = [
        f"Recall/precision of {panels} panels at box IoU ≥ 0.9, {seeds} strips of each kind. "
        "▾: below the target. The column before the last is the best figure that any of eleven peers "
        "reached on strips of the same kinds drawn by another generator."
    ]
    if skipped:
        notes.append(f"Left out, not installed: {', '.join(skipped)}.")
    if failed:
        notes.append(f"Failed on some strips, which count as nothing found: {', '.join(sorted(failed))}.")
    return notes


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cut.run", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--kinds", nargs="*", choices=[k.value for k in Kind], help="kinds of strips; all by default"
    )
    parser.add_argument(
        "--methods", nargs="*", choices=[m.name for m in METHODS], help="columns; all by default"
    )
    parser.add_argument("--seeds", type=int, default=5, help="strips of each kind")
    parser.add_argument(
        "--titles",
        type=int,
        default=0,
        help=f"instead: so many drawn titles of {titles.EPISODES} episodes each",
    )
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--dry", action="store_true", help="only print the table, write nothing")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
