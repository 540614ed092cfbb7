"""Time and memory of cutting, over the time to decode the same pages once.

    python -m benchmarks.cut.speed                  48 Mpx of pages, and a strip of 300,000 rows
    python -m benchmarks.cut.speed --no-tall --dry

Each stage runs in a fresh process (stages.py), so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.cut.draw import write_tall_pages
from benchmarks.cut.stages import STAGES, Measured, decode_all, final, rough, start
from benchmarks.cut.table import put_between
from toonseg.synth import Kind
from toonseg.workspace import write_text

HERE = Path(__file__).parent
WIDTH = 690
MEGAPIXELS = 48
TALL_ROWS = 300_000
ROUGH_AIM, FINAL_AIM = 0.002, 0.05  # seconds a megapixel over decoding
ROUGH_MB, FINAL_MB = 120, 400
START, END = "<!-- speed:start -->", "<!-- speed:end -->"


def measure(stage: str, pages: Path, repeats: int) -> Measured:
    """Run a stage in `repeats` fresh processes; the least time and the largest peak."""
    runs = []
    for _ in range(repeats):
        command = [sys.executable, "-m", "benchmarks.cut.stages", stage, str(pages)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parents[1])
        runs.append(Measured(**json.loads(done.stdout)))
    return Measured(stage, min(r.seconds for r in runs), max(r.peak_mb for r in runs), runs[0].found)


def table(results: dict[str, list[Measured]], megapixels: dict[str, float]) -> str:
    """Markdown of all stages: seconds a megapixel over decoding, and peak memory."""
    lines = [
        "| strip | stage | s/Mpx over decoding | aim | peak MB | aim | found |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, stages in results.items():
        base = next(m.seconds for m in stages if m.stage == decode_all.__name__)
        for m in stages:
            over = (m.seconds - base) / megapixels[name]
            cells = [
                name,
                m.stage.removesuffix("_all"),
                f"{over:.4f}",
                "",
                f"{m.peak_mb:.0f}",
                "",
                str(m.found),
            ]
            if m.stage == start.__name__:
                cells[2], cells[6] = "", ""
            elif m.stage == decode_all.__name__:
                cells[2] = f"({m.seconds / megapixels[name]:.4f} itself)"
            elif m.stage == rough.__name__:
                cells[3], cells[5] = f"≤ {ROUGH_AIM}", f"≤ {ROUGH_MB}"
            elif m.stage == final.__name__:
                cells[3], cells[5] = f"≤ {FINAL_AIM}", f"≤ {FINAL_MB}"
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cut.speed")
    parser.add_argument("--repeats", type=int, default=3, help="fresh processes a stage; the fastest counts")
    parser.add_argument("--no-tall", action="store_true", help="leave out the strip of 300,000 rows")
    parser.add_argument("--dry", action="store_true", help="only print the table, write nothing")
    options = parser.parse_args(arguments)
    rows = {"48 Mpx": round(MEGAPIXELS * 1e6 / WIDTH)}
    if not options.no_tall:
        rows["300,000 rows"] = TALL_ROWS
    results: dict[str, list[Measured]] = {}
    for name, height in rows.items():
        with tempfile.TemporaryDirectory() as folder:
            pages = write_tall_pages(Path(folder), height, 1000, kind=Kind.MIXED, width=WIDTH)
            repeats = options.repeats if height < TALL_ROWS else 1
            results[name] = [measure(stage.__name__, pages, repeats) for stage in STAGES]
    text = table(results, {name: height * WIDTH / 1e6 for name, height in rows.items()})
    print(text)
    if not options.dry:
        figures = {name: [asdict(m) for m in stages] for name, stages in results.items()}
        write_text(HERE / "speed.json", json.dumps(figures, indent=1) + "\n")
        put_between(HERE / "README.md", text, START, END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
