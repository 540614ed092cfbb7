"""Layout `hf`: Parquet with the pictures inside and a card, as `datasets.load_dataset(folder)` loads it.

<out>/data/train-00000-of-00001.parquet    a row a sample
<out>/README.md                            the card
<out>/annotations/train.json               COCO instances
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from toonseg.annotations.formats.parquet_schema import load_pyarrow
from toonseg.results.colorize.aligned import KINDS
from toonseg.results.colorize.annotations import write_annotations
from toonseg.results.colorize.card import CARD_FILE, Counted, card_of
from toonseg.results.colorize.columns import schema_of
from toonseg.results.colorize.gathered import CutMade, Made
from toonseg.results.colorize.parts import TEST, TRAIN
from toonseg.results.colorize.pieces import Packed
from toonseg.results.colorize.planned import planned, remove_others
from toonseg.results.colorize.rows import Row
from toonseg.workspace import atomic_file, write_text

_GROUP_BYTES = 64_000_000
_GROUP_ROWS = 100


def finish_hugging_face(made: Made, packed: Packed, classes: Sequence[str], shard_bytes: int) -> list[Path]:
    """Write the shards of all parts, and the card; the same samples give the same bytes.

    Raises:
        MissingExtraError: pyarrow is not installed.
        SourceError: A cut's pictures are gone.
        WriteError: A file could not be written.
    """
    pa = load_pyarrow()
    schema = schema_of(classes, made.labels.rights)
    written: list[Path] = []
    counted: dict[str, Counted] = {}
    for part in made.parts:
        shards = planned(made.of(part), packed, shard_bytes)
        paths = [
            packed.root / "data" / f"{part}-{number:05d}-of-{len(shards):05d}.parquet"
            for number in range(len(shards))
        ]
        unpacked = 0
        for path, cuts in zip(paths, shards, strict=True):
            with atomic_file(path) as file, pa.parquet.ParquetWriter(file, schema) as writer:
                for rows in _grouped(cuts, packed):
                    table = pa.Table.from_pylist(rows, schema=schema)
                    unpacked += table.nbytes
                    writer.write_table(table)
        rows_there = sum(len(cut.rows) for cut in made.of(part))
        counted[part] = Counted(rows_there, unpacked, sum(path.stat().st_size for path in paths))
        written += paths
        path = packed.root / "annotations" / f"{part}.json"
        written.append(write_annotations(made, part, path, "{key}.png"))
    for part in (TRAIN, TEST):
        remove_others(packed.root / "data", f"{part}-[0-9]*-of-[0-9]*.parquet", written)
        remove_others(packed.root / "annotations", f"{part}.json", written)
    card = packed.root / CARD_FILE
    write_text(card, card_of(made, classes, counted))
    return [*written, card]


def _grouped(cuts: Sequence[CutMade], packed: Packed) -> Iterator[list[Row]]:
    """Rows with their pictures, in groups that fit into memory."""
    group: list[Row] = []
    size = 0
    for cut in cuts:
        told = {row["key"]: row for row in cut.rows}
        for key, files in packed.read(cut.place, cut.keys):
            group.append({**told[key], **{kind: _picture(key, kind, files) for kind in KINDS}})
            size += sum(map(len, files.values()))
            if size >= _GROUP_BYTES or len(group) >= _GROUP_ROWS:
                yield group
                group, size = [], 0
    if group:
        yield group


def _picture(key: str, kind: str, files: dict[str, bytes]) -> dict[str, Any]:
    return {"bytes": files[kind], "path": f"{key}.{kind}.png"}
