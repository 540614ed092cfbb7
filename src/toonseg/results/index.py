"""An index of a folder of results: a row a file, as lines of JSON and, where pyarrow is there, as Parquet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from toonseg.annotations.formats.parquet_schema import load_pyarrow
from toonseg.errors import MissingExtraError
from toonseg.workspace import atomic_file

JSON_FILE = "index.jsonl"
PARQUET_FILE = "index.parquet"

Kind = Any
"""What a column holds: `str`, `int`, `float`, `bool`, a list of one of them (`list[int]`), or, of a JSON
object, a dict of its keys' kinds. Every value may be missing."""


@dataclass(frozen=True)
class Index:
    """The files of an index.

    Attributes:
        lines: The lines of JSON.
        parquet: The same as Parquet; None where pyarrow is not installed.
        note: What to say of that; else empty.
    """

    lines: Path
    parquet: Path | None
    note: str = ""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that there are."""
        return (self.lines,) if self.parquet is None else (self.lines, self.parquet)


def write_index(
    folder: Path, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Kind], *, rights: str
) -> Index:
    """Write the index of a folder: index.jsonl, and index.parquet where pyarrow is installed.

    The same rows give the same bytes (Parquet's, with the same pyarrow).

    Args:
        folder: Where the results lie.
        rows: What each file is; a key that a row lacks is missing there.
        columns: The keys in order, and what they hold. Others are not written.
        rights: Whose the pictures are, for the Parquet file's own metadata ("rights").

    Raises:
        WriteError: They cannot be written.
    """
    with atomic_file(folder / JSON_FILE) as file:
        for row in rows:
            line = {name: row.get(name) for name in columns}
            file.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
    try:
        pa = load_pyarrow()
    except MissingExtraError as error:
        # What an installation that had pyarrow left would speak of other files.
        (folder / PARQUET_FILE).unlink(missing_ok=True)
        return Index(
            folder / JSON_FILE, None, f"no {PARQUET_FILE}: {error.remedy[0].lower()}{error.remedy[1:]}"
        )
    schema = pa.schema([(name, _arrow(pa, kind)) for name, kind in columns.items()])
    schema = schema.with_metadata({b"rights": rights.encode("utf-8")})
    table = pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows], schema=schema)
    with atomic_file(folder / PARQUET_FILE) as file:
        pa.parquet.write_table(table, file, compression="zstd")
    return Index(folder / JSON_FILE, folder / PARQUET_FILE)


def read_index(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder's index.jsonl; none where it is not there, or is no such file."""
    try:
        lines = (folder / JSON_FILE).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return []
    return [row for row in rows if isinstance(row, dict)]


def _arrow(pa: Any, kind: Kind) -> Any:
    if isinstance(kind, dict):
        return pa.struct([(name, _arrow(pa, inner)) for name, inner in kind.items()])
    inner = get_args(kind)
    if inner:
        return pa.list_(_arrow(pa, inner[0]))
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[kind]
