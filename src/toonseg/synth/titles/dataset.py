"""Cuts by the thousand as a COCO data set: pictures, and annotations with exact masks.

<out>/images/000001.png, ...
<out>/annotations.json           COCO: category ids 1..8, image and annotation ids from 1, masks as RLE
<out>/.parts/settings.json       what was asked for; 000000.jsonl, ...: the annotations of each block of cuts

A block is 20 cuts of one artist and one cast. A killed run goes on with the blocks that are missing; a larger
number of cuts adds to what is there. No process ever holds more than one cut, or one line of annotations.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from numpy.random import Generator

from toonseg.classes import InstanceClass
from toonseg.errors import UsageError
from toonseg.pictures import write_picture
from toonseg.scale import map_tasks
from toonseg.scale.worker import single_threaded
from toonseg.synth.titles.artist import Order, artist_of, rng_of
from toonseg.synth.titles.composer import draw_cut
from toonseg.synth.titles.cut import Cut
from toonseg.synth.titles.title import rights_of
from toonseg.workspace import atomic_file, remove_leftovers, write_text

BLOCK = 20
ANNOTATIONS_FILE = "annotations.json"
PARTS_FOLDER = ".parts"
_FIRST_TITLE = 1_000_000  # blocks are titles of their own, never those that `write_titles` draws


@dataclass(frozen=True)
class DrawnCuts:
    """A data set on disk: its file, how many cuts were there before, and the number of instances by class."""

    annotations: Path
    cuts: int
    kept: int
    instances: dict[str, int]


def write_cuts(
    out: Path | str,
    order: Order,
    count: int,
    *,
    jobs: int | None = None,
    on_cuts: Callable[[int], None] | None = None,
) -> DrawnCuts:
    """Draw `count` cuts with their instances as a COCO data set.

    Args:
        out: Folder of the data set; made if it is missing. Blocks that are whole are kept.
        order: Seed, style and the like.
        count: Cuts in the set when it is done.
        jobs: Processes; one per core unless told. The bytes do not depend on it.
        on_cuts: Called after each block with its number of cuts.

    Raises:
        UsageError: `out` holds cuts of another order, `count` is not positive, or the style is unknown.
        WriteError: A file cannot be written.
    """
    if count < 1:
        raise UsageError("cuts", f"{count} is not positive", "Give the number of cuts to draw.")
    folder = Path(out)
    _settle(folder, order)
    blocks = range(-(-count // BLOCK))
    missing = [block for block in blocks if len(_lines(folder, block)) < min(BLOCK, count - block * BLOCK)]
    remove_leftovers(folder / PARTS_FOLDER)
    remove_leftovers(folder / "images")
    for outcome in map_tasks(partial(_write_block, folder, order, count), missing, jobs=jobs):
        if outcome.error is not None:
            raise outcome.error
        if on_cuts is not None:
            on_cuts(min(BLOCK, count - outcome.item * BLOCK))
    counts = _assemble(folder, order, count)
    kept = count - sum(min(BLOCK, count - block * BLOCK) for block in missing)
    return DrawnCuts(folder / ANNOTATIONS_FILE, count, kept, counts)


def draw_numbered(order: Order, number: int) -> Cut:
    """The data set's cut of that number, from 0 up."""
    block = number // BLOCK
    title = _FIRST_TITLE + block
    # The second half of a block is a later episode: some of the cast wear something else.
    artist = artist_of(order, title, 1 + number % BLOCK * 2 // BLOCK)
    rng = rng_of(order, title, 1, 1 + number)
    scene = artist.scenes[int(rng.integers(len(artist.scenes)))]
    return draw_cut(cut_size(rng), artist.cast, artist.style, rng, scene=scene)


def cut_size(rng: Generator) -> tuple[int, int]:
    """Height and width of a cut as the published sets have them: 690 wide, median height 390, 177 to 1351.

    One in five is narrower, as panels beside others are.
    """
    width = 690 if rng.random() < 0.8 else int(rng.integers(280, 690))
    height = round(min(1351.0, max(177.0, float(rng.lognormal(5.966, 0.42)))))
    return height, width


def _settle(folder: Path, order: Order) -> None:
    """Write down the order, or make sure that what is there is of the same one."""
    path = folder / PARTS_FOLDER / "settings.json"
    asked = {
        "version": 1, "seed": order.seed, "style": order.style, "balance": order.balance,
        "pack": None if order.pack is None else order.pack.name,
    }  # fmt: skip
    if not path.is_file():
        write_text(path, json.dumps(asked) + "\n")
    elif json.loads(path.read_text(encoding="utf-8")) != asked:
        raise UsageError(folder, "holds cuts of another order", "Choose another folder, or remove this one.")


def _part(folder: Path, block: int) -> Path:
    return folder / PARTS_FOLDER / f"{block:06d}.jsonl"


def _lines(folder: Path, block: int) -> list[str]:
    """The lines of a block's part whose pictures are there, one for each cut, up to the first that is not."""
    path = _part(folder, block)
    found: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if not (folder / "images" / str(json.loads(line)["file_name"])).is_file():
            break
        found.append(line)
    return found


def _write_block(folder: Path, order: Order, count: int, block: int) -> int:
    lines = _lines(folder, block)
    with single_threaded():
        for number in range(block * BLOCK + len(lines), min(count, (block + 1) * BLOCK)):
            cut = draw_numbered(order, number)
            name = f"{number + 1:06d}.png"
            write_picture(folder / "images" / name, cut.picture, "png")
            lines.append(json.dumps(_record(name, cut)))
    write_text(_part(folder, block), "\n".join(lines) + "\n")
    return len(lines)


def _record(name: str, cut: Cut) -> dict[str, Any]:
    """A cut's line: its file, size and instances."""
    height, width = cut.ids.shape
    found = [
        {
            "category_id": one.cls.category,
            "bbox": [one.box[0], one.box[1], one.box[2] - one.box[0], one.box[3] - one.box[1]],
            "area": one.area,
            "segmentation": one.rle((height, width)).model_dump(),
            "character": one.character,
        }
        for one in cut.instances
    ]
    return {"file_name": name, "width": width, "height": height, "instances": found}


def _assemble(folder: Path, order: Order, count: int) -> dict[str, int]:
    """annotations.json from the parts, line by line; returns the instances by class."""
    blocks = -(-count // BLOCK)

    def records() -> Iterator[tuple[int, dict[str, Any]]]:
        for block in range(blocks):
            with _part(folder, block).open(encoding="utf-8") as part:
                for place, line in enumerate(part):
                    number = block * BLOCK + place
                    if number < count:
                        yield number + 1, json.loads(line)

    counts: Counter[str] = Counter()
    head = {
        "info": {"description": f"cuts drawn by toonseg synth, seed {order.seed}", "version": "1"},
        "licenses": [{"id": 1, "name": rights_of(order), "url": ""}],
        "categories": [
            {"id": cls.category, "name": cls.label, "supercategory": "instance"} for cls in InstanceClass
        ],
    }
    with atomic_file(folder / ANNOTATIONS_FILE) as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b',\n"images": [')
        for number, record in records():
            shown = {"id": number, "license": 1, **{k: record[k] for k in ("file_name", "width", "height")}}
            file.write((b",\n" if number > 1 else b"\n") + json.dumps(shown).encode())
        file.write(b'\n],\n"annotations": [')
        total = 0
        for number, record in records():
            for one in record["instances"]:
                total += 1
                counts[InstanceClass(one["category_id"] - 1).label] += 1
                line = json.dumps({"id": total, "image_id": number, **one, "iscrowd": 0})
                file.write((b",\n" if total > 1 else b"\n") + line.encode())
        file.write(b"\n]}\n")
    return {cls.label: counts[cls.label] for cls in InstanceClass}
