"""Layout `webdataset`: tar shards that WebDataset streams.

<out>/train-000000.tar         0100_000592.color.png, .line.png, .grey.png, .flat.png, .classes.png,
                               .instances.png, .json (the row), .txt (the prompt); the next sample; ...
<out>/annotations/train.json   COCO instances
"""

from __future__ import annotations

from pathlib import Path

from toonseg.annotations.formats.writing import as_json
from toonseg.results.colorize.aligned import KINDS
from toonseg.results.colorize.annotations import write_annotations
from toonseg.results.colorize.gathered import CutMade, Made
from toonseg.results.colorize.parts import TEST, TRAIN
from toonseg.results.colorize.pieces import Packed, add, opened
from toonseg.results.colorize.planned import planned, remove_others
from toonseg.workspace import atomic_file


def finish_shards(made: Made, packed: Packed, shard_bytes: int) -> list[Path]:
    """Write the shards of all parts; the same samples give the same bytes.

    Raises:
        SourceError: A cut's pictures are gone.
        WriteError: A shard could not be written.
    """
    written: list[Path] = []
    for part in made.parts:
        for number, cuts in enumerate(planned(made.of(part), packed, shard_bytes)):
            path = packed.root / f"{part}-{number:06d}.tar"
            _write(path, cuts, packed)
            written.append(path)
        path = packed.root / "annotations" / f"{part}.json"
        written.append(write_annotations(made, part, path, "{key}.color.png"))
    for part in (TRAIN, TEST):
        remove_others(packed.root, f"{part}-[0-9][0-9][0-9][0-9][0-9][0-9].tar", written)
        remove_others(packed.root / "annotations", f"{part}.json", written)
    return written


def _write(path: Path, cuts: list[CutMade], packed: Packed) -> None:
    with atomic_file(path) as file, opened(file) as tar:
        for cut in cuts:
            rows = {row["key"]: row for row in cut.rows}
            for key, files in packed.read(cut.place, cut.keys):
                for kind in KINDS:
                    add(tar, f"{key}.{kind}.png", files[kind])
                add(tar, f"{key}.json", as_json(rows[key]))
                add(tar, f"{key}.txt", rows[key]["prompt"].encode())
