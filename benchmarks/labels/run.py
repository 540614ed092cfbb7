"""Reads and checks 100,000 labels, beside pycocotools on the same files: prints a table, writes results.json.

python -m benchmarks.labels.run                       # some minutes
python -m benchmarks.labels.run --instances 10000     # a tenth of it
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from benchmarks.labels.draw import write_pictures, write_set

RESULT = Path(__file__).with_name("results.json")
ROOT = Path(__file__).parents[2]
ROWS = ("toonseg-load", "toonseg-check", "pycocotools-rle", "pycocotools-mask")


def measure(name: str, file: Path, times: int) -> dict[str, float]:
    """The fastest of so many runs, each a process of its own with one thread."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    runs = []
    for _ in range(times):
        command = [sys.executable, "-m", "benchmarks.labels.one", name, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=ROOT)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return min(runs, key=lambda run: run["cpu"])


def main() -> None:
    """Draw the sets, measure, print and write results.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=100_000)
    parser.add_argument("--pictures", type=int, default=1000, help="pictures that are drawn and checked too")
    parser.add_argument("--times", type=int, default=2)
    chosen = parser.parse_args()
    results: dict[str, object] = {
        "python": platform.python_version(),
        "hotcoco": metadata.version("hotcoco"),
        "pycocotools": metadata.version("pycocotools"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for flavour in ("polygons", "runs"):
            file = Path(folder) / f"{flavour}.json"
            count = write_set(file, chosen.instances, runs=flavour == "runs")
            rows = {name: measure(name, file, chosen.times) for name in ROWS}
            size = round(file.stat().st_size / 1e6, 1)
            results[flavour] = {"instances": chosen.instances, "pictures": count, "file_mb": size, **rows}
            print(f"{flavour}: {chosen.instances:,} instances in {count:,} pictures, {size} MB")
            for name, row in rows.items():
                parts = ", ".join(f"{key} {value:g}" for key, value in row.items())
                print(f"  {name:18} {parts}")
        file = Path(folder) / "drawn" / "labels.json"
        file.parent.mkdir()
        write_set(file, 8 * chosen.pictures, seed=1)
        write_pictures(file)
        results["with_pictures"] = row = measure("toonseg-pictures", file, 1)
        print(f"with pictures: {row}")
    RESULT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
