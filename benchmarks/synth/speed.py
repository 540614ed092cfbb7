"""Cuts a second on one core, beside decoding what was drawn; memory over a long run.

python -m benchmarks.synth.speed                      # 690 x 400, with masks: about two minutes
python -m benchmarks.synth.speed --memory 5000        # instead: resident memory over so many (small) cuts
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2

from toonseg.pictures import decode, encode
from toonseg.synth.titles import Order, artist_of, draw_cut
from toonseg.synth.titles.artist import rng_of

SIZE = (400, 690)
RESULT = Path(__file__).with_name("speed.json")


def resident() -> float:
    """Resident memory of this process in MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell a process's memory in /proc/self/status")


def measure(count: int) -> dict[str, float]:
    """Processor seconds for `count` cuts with their masks in run lengths, for PNG, and for decoding that."""
    seconds = {"draw": 0.0, "encode": 0.0, "decode": 0.0}
    instances = 0
    for number in range(count):
        order = Order(number // 10)
        artist = artist_of(order, 1)
        scene = artist.scenes[number % len(artist.scenes)]
        start = time.process_time()
        cut = draw_cut(SIZE, artist.cast, artist.style, rng_of(order, 1, number), scene=scene)
        masks = [one.rle(SIZE) for one in cut.instances]
        drawn = time.process_time()
        data = encode(cut.picture, "png")
        encoded = time.process_time()
        decode(data, "cut")
        seconds["draw"] += drawn - start
        seconds["encode"] += encoded - drawn
        seconds["decode"] += time.process_time() - encoded
        instances += len(masks)
    return {
        "cuts": count,
        "instances_a_cut": round(instances / count, 2),
        "cuts_a_second": round(count / seconds["draw"], 2),
        "cuts_a_second_written": round(count / (seconds["draw"] + seconds["encode"]), 2),
        "times_decoding": round(seconds["draw"] / seconds["decode"], 1),
    }


def memory(count: int) -> dict[str, list[int]]:
    """Resident memory in MB after each tenth of `count` cuts (160 x 276, a new artist every 20)."""
    cuts, megabytes = [], []
    for number in range(count):
        order = Order(1000 + number // 20)
        artist = artist_of(order, 1)
        cut = draw_cut(
            (160, 276), artist.cast, artist.style, rng_of(order, 1, number), scene=artist.scenes[0]
        )
        assert cut.instances is not None
        if (number + 1) % max(1, count // 10) == 0:
            cuts.append(number + 1)
            megabytes.append(round(resident()))
    return {"cuts": cuts, "mb": megabytes}


def main() -> None:
    """Measure, print and write speed.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--memory", type=int, default=0)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    measure(4)  # fonts, textures and tables are made on first use
    result = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    if chosen.memory:
        result["memory"] = memory(chosen.memory)
    else:
        result["speed"] = measure(chosen.cuts)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
