"""One measurement in a process of its own, so that each has its own memory. Prints a JSON object: seconds of
the processor (waiting for others does not count), and the most memory.

python -m benchmarks.labels.one toonseg-check FILE
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def toonseg_load(path: Path) -> dict[str, float]:
    """Read a COCO file, every mask filled and compared with its box and area."""
    from toonseg.annotations.formats import read

    start = time.process_time()
    labels = read(path)
    loaded = time.process_time()
    return {
        "load": loaded - start,
        "pictures": len(labels.pictures),
        "instances": sum(1 for _ in labels.instances),
    }


def toonseg_check(path: Path) -> dict[str, float]:
    """Read a COCO file and check all of it but the pictures' files, which are not there."""
    start = time.process_time()
    from toonseg.annotations.check import check_labels
    from toonseg.annotations.formats import read

    imported = time.process_time()
    labels = read(path)
    loaded = time.process_time()
    report = check_labels(labels)
    checked = time.process_time()
    return {
        "import": imported - start,
        "load": loaded - imported,
        "check": checked - loaded,
        "total": checked - start,
        "problems": len(report.problems),
    }


def toonseg_pictures(path: Path) -> dict[str, float]:
    """Read a COCO file whose pictures are there, and check all of it."""
    from toonseg.annotations.check import check_labels
    from toonseg.annotations.formats import read

    start = time.process_time()
    labels = read(path)
    report = check_labels(labels, jobs=1)
    seconds = time.process_time() - start
    return {"total": seconds, "pictures": report.pictures, "pictures_a_second": report.pictures / seconds}


def pycocotools_load(path: Path) -> dict[str, float]:
    """Read a COCO file and its indices; then the run lengths of all instances."""
    from pycocotools.coco import COCO

    start = time.process_time()
    coco = COCO(str(path))
    indexed = time.process_time()
    area = sum(int(coco.annToRLE(one)["size"][0] > 0) for one in coco.anns.values())
    run = time.process_time()
    return {"load": indexed - start, "rle": run - indexed, "total": run - start, "instances": area}


def pycocotools_masks(path: Path) -> dict[str, float]:
    """The same with pixels: annToMask of every instance, one after the other."""
    from pycocotools.coco import COCO

    start = time.process_time()
    coco = COCO(str(path))
    indexed = time.process_time()
    pixels = sum(int(coco.annToMask(one).any()) for one in coco.anns.values())
    masked = time.process_time()
    return {"load": indexed - start, "mask": masked - indexed, "total": masked - start, "instances": pixels}


MEASUREMENTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "toonseg-load": toonseg_load,
    "toonseg-check": toonseg_check,
    "toonseg-pictures": toonseg_pictures,
    "pycocotools-rle": pycocotools_load,
    "pycocotools-mask": pycocotools_masks,
}


def main() -> None:
    """Run the measurement named first on the file named second."""
    result = MEASUREMENTS[sys.argv[1]](Path(sys.argv[2]))
    result["cpu"] = time.process_time()
    rounded = {key: round(value, 3) for key, value in result.items()}
    print(json.dumps({**rounded, "peak_mb": round(peak())}))


def peak() -> float:
    """Most resident memory of this process so far, in MB (Linux). Not getrusage's figure, in which a process
    starts with that of the one that started it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("this system does not tell a process's memory in /proc/self/status")


if __name__ == "__main__":
    main()
