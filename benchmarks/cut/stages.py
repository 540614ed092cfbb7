"""The stages that speed.py times, each run alone: `python -m benchmarks.cut.stages STAGE PAGES` prints JSON.

`start` does nothing, `decode_all` decodes each page once and drops it, `stream` decodes them as `rough` does
and does nothing else, `rough` finds the gutters in one pass, `final` does the whole of `find_cuts`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from toonseg.cuts.cutting import CACHE_BYTES
from toonseg.cuts.find import find_cuts
from toonseg.cuts.rough import scan_strip
from toonseg.pictures import decode
from toonseg.strip import Strip


@dataclass(frozen=True)
class Measured:
    """Seconds that a stage took after its imports, and its process's peak resident memory in megabytes."""

    stage: str
    seconds: float
    peak_mb: float
    found: int


def start(pages: Path) -> int:
    """Do nothing: what the imports alone need."""
    return 0


def decode_all(pages: Path) -> int:
    """Decode each page once; returns how many there are."""
    return sum(1 for path in sorted(pages.iterdir()) if decode(path.read_bytes(), path).size)


def stream(pages: Path) -> int:
    """Read the strip in blocks, as the rough pass does; returns how many there are.

    Faster than `decode_all`, since a few pages are kept and their memory is used again.
    """
    return sum(1 for _ in Strip.open(pages).blocks())


def rough(pages: Path) -> int:
    """Find the gutters between rough cuts, in one pass over the pages; returns how many there are."""
    return len(scan_strip(Strip.open(pages)).gutters)


def final(pages: Path) -> int:
    """Find the final cuts, keeping as many decoded pages as `toonseg cut`; returns how many there are."""
    return len(find_cuts(Strip.open(pages, cache_bytes=CACHE_BYTES)).cuts)


STAGES: tuple[Callable[[Path], int], ...] = (start, decode_all, stream, rough, final)


def run_stage(stage: str, pages: Path) -> Measured:
    """Run a stage in this process."""
    cv2.setNumThreads(1)
    function = next(s for s in STAGES if s.__name__ == stage)
    began = time.perf_counter()
    found = function(pages)
    seconds = time.perf_counter() - began
    return Measured(stage, seconds, _peak_mb(), found)


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss, which on Linux starts at what the parent held when it forked.
        line = next(text for text in status.read_text().splitlines() if text.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(asdict(run_stage(sys.argv[1], Path(sys.argv[2])))))
