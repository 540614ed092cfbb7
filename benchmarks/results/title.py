"""A whole drawn title through `toonseg run`: time beside decoding and predicting alone, memory, kills.

python -m benchmarks.results.title WORK                      # 20 episodes of 60 panels: some ten minutes
python -m benchmarks.results.title WORK --kills 3            # and the same killed three times: same bytes?
python -m benchmarks.results.title WORK --episodes 2 --panels 6 --kills 1

WORK keeps the drawn title, so a second call draws nothing. Labels and true cuts are left out of the copies
that are run, so everything is found. Memory is the sum of all processes' proportional set sizes (PSS),
looked at ten times a second (Linux).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from toonseg.annotations.labelset import Picture
from toonseg.annotations.title import read_title
from toonseg.model.pixels import pixels_of
from toonseg.model.predict import look_at
from toonseg.model.pretrained import load
from toonseg.scale import default_jobs, map_tasks
from toonseg.synth.titles import Order, write_titles
from toonseg.workspace import SETTINGS_FILE

RESULT = Path(__file__).with_name("title.json")
SEED = 4000
TAKEN_OUT = ("cuts", "labels")


def drawn(work: Path, episodes: int, panels: int) -> Path:
    """The drawn title; episodes that an earlier call drew are kept."""
    write_titles(work / "drawn", Order(SEED), episodes=episodes, panels=panels)
    return work / "drawn" / "title-01"


def fresh(title: Path, to: Path) -> Path:
    """A copy of the title's pages alone."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    shutil.copytree(title / "episodes", to / "episodes")
    shutil.copyfile(title / SETTINGS_FILE, to / SETTINGS_FILE)
    return to


@dataclass(frozen=True)
class Ran:
    """One call of `toonseg run`: seconds of wall and of processors, most memory in MB, and what it said."""

    wall: float
    cpu: float
    memory: float
    said: dict[str, object]


def command(title: Path, jobs: int) -> list[str]:
    """The call."""
    return [sys.executable, "-m", "toonseg", "run", str(title), "--jobs", str(jobs), "--json"]


def ran(title: Path, jobs: int) -> Ran:
    """Run to the end, and measure."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(command(title, jobs), stdout=subprocess.PIPE, start_new_session=True)
    most = _Memory(process.pid)
    most.start()
    said, _ = process.communicate()
    wall = time.perf_counter() - start
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    if process.returncode:
        raise RuntimeError(f"toonseg run ended with {process.returncode}: {said[-2000:]!r}")
    return Ran(wall, cpu, most.megabytes, json.loads(said))


def killed(title: Path, jobs: int, kills: int, about: float, rng: random.Random) -> list[float]:
    """Run and kill all processes after some seconds, so often; then to the end. The moments of the kills."""
    moments: list[float] = []
    while len(moments) < kills:
        after = rng.uniform(0.1, 0.9) * about / (kills + 1)
        process = subprocess.Popen(command(title, jobs), stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            moments.append(round(after, 2))
        else:
            raise RuntimeError("the run came to its end before it was killed")
    subprocess.run(command(title, jobs), check=True, stdout=subprocess.DEVNULL)
    return moments


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def alone(title: Path, jobs: int) -> dict[str, float]:
    """Seconds of processors that decoding a title's cuts takes, and decoding and predicting them."""
    pictures = [one for one in read_title(title).pictures if one.path is not None]
    batches = [pictures[k::jobs] for k in range(jobs)]
    seconds = {"decode": 0.0, "decode_and_predict": 0.0}
    for outcome in map_tasks(_looked, batches, jobs=jobs):
        if outcome.result is None:
            raise outcome.error or RuntimeError("a process gave nothing")
        for name, value in zip(seconds, outcome.result, strict=True):
            seconds[name] += value
    return seconds


def _looked(pictures: list[Picture]) -> tuple[float, float]:
    segmenter = load()
    start = time.process_time()
    for one in pictures:
        pixels_of(one)
    decoded = time.process_time()
    for one in pictures:
        look_at(segmenter, replace(one, instances=()), segmenter.threshold)
    return decoded - start, time.process_time() - decoded


class _Memory(threading.Thread):
    """The most memory that the processes of a session had together, in MB."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0
        self._session = session

    def run(self) -> None:
        while (now := self._now()) is not None:
            self.megabytes = max(self.megabytes, now)
            time.sleep(0.1)

    def _now(self) -> float | None:
        total, seen = 0, False
        for process in Path("/proc").iterdir():
            if not process.name.isdigit():
                continue
            try:
                stat = (process / "stat").read_text()
                fields = stat.rpartition(")")[2].split()
                if int(fields[3]) != self._session or fields[0] == "Z":
                    continue
                seen = True
                for line in (process / "smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
            except (OSError, ValueError, IndexError):
                continue  # it has just ended
        return total / 1024 if seen else None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path)
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--panels", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=default_jobs())
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--save", action="store_true", help=f"write {RESULT.name}")
    asked = parser.parse_args()
    title = drawn(asked.work, asked.episodes, asked.panels)
    whole = fresh(title, asked.work / "whole" / title.name)
    one = ran(whole, asked.jobs)
    base = alone(whole, asked.jobs)
    episodes = one.said["episodes"]
    assert isinstance(episodes, list)
    cuts = sum(episode["panels"] for episode in episodes)
    told: dict[str, object] = {
        "episodes": len(episodes),
        "cuts": cuts,
        "instances": sum(episode["instances"] for episode in episodes),
        "jobs": asked.jobs,
        "wall_seconds": round(one.wall, 1),
        "cpu_seconds": round(one.cpu, 1),
        "cuts_a_cpu_second": round(cuts / one.cpu, 2),
        "decode_cpu_seconds": round(base["decode"], 1),
        "decode_and_predict_cpu_seconds": round(base["decode_and_predict"], 1),
        "times_decode_and_predict": round(one.cpu / base["decode_and_predict"], 2),
        "most_memory_mb": round(one.memory),
        "steps": one.said["steps"],
    }
    if asked.kills:
        again = fresh(title, asked.work / "killed" / title.name)
        told["killed_after_seconds"] = killed(
            again, asked.jobs, asked.kills, one.wall, random.Random(asked.seed)
        )
        first, second = contents(whole), contents(again)
        told["files"] = len(first)
        told["different"] = sorted(
            name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
        )
    print(json.dumps(told, indent=1))
    if asked.save:
        RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
