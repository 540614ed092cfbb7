"""The index of a folder of results, as lines of JSON and as Parquet."""

from __future__ import annotations

from pathlib import Path

import pytest

from toonseg.errors import MissingExtraError
from toonseg.results import index
from toonseg.results.index import read_index, write_index

COLUMNS = {
    "file": str,
    "score": float,
    "area": int,
    "box": list[int],
    "flags": list[str],
    "mask": {"size": list[int], "counts": str},
}
ROWS = [
    {"file": "hair/가.png", "score": None, "area": 7, "box": [1, 2, 3, 4], "flags": [],
     "mask": {"size": [9, 9], "counts": "a1"}, "unknown": 1},
    {"file": "tie/b.png", "score": 0.5, "area": 3, "box": [0, 0, 1, 1], "flags": ["x"],
     "mask": {"size": [2, 2], "counts": "04"}},
]  # fmt: skip
WRITTEN = [{name: row.get(name) for name in COLUMNS} for row in ROWS]


def test_lines_come_back(tmp_path: Path) -> None:
    made = write_index(tmp_path, ROWS, COLUMNS, rights="CC0")
    assert read_index(tmp_path) == WRITTEN
    assert made.lines.read_text(encoding="utf-8").count("\n") == 2
    assert "가" in made.lines.read_text(encoding="utf-8")


def test_parquet_says_the_same_and_carries_the_rights(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = write_index(tmp_path, ROWS, COLUMNS, rights="CC0 누구")
    table = parquet.read_table(made.parquet)
    assert table.to_pylist() == WRITTEN
    assert table.schema.metadata[b"rights"].decode() == "CC0 누구"
    assert made.note == ""
    assert made.files == (made.lines, made.parquet)


def test_a_column_without_a_value_has_its_type_all_the_same(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for number, rows in enumerate(([ROWS[0]], [])):
        made = write_index(tmp_path / str(number), rows, COLUMNS, rights="")
        assert str(parquet.read_schema(made.parquet).field("score").type) == "double"


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_index(tmp_path / "a", ROWS, COLUMNS, rights="CC0")
    second = write_index(tmp_path / "b", ROWS, COLUMNS, rights="CC0")
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]


def test_without_pyarrow_one_line_says_so_and_nothing_old_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise MissingExtraError.for_extra("Parquet", "parquet")

    (tmp_path / "index.parquet").write_bytes(b"of another run")
    monkeypatch.setattr(index, "load_pyarrow", missing)
    made = write_index(tmp_path, ROWS, COLUMNS, rights="CC0")
    assert made.parquet is None
    assert not (tmp_path / "index.parquet").exists()
    assert 'pip install "toonseg[parquet]"' in made.note
    assert read_index(tmp_path) == WRITTEN


@pytest.mark.parametrize("text", [None, "no json\n", '["a list"]\n', "\udcff"])
def test_what_is_no_index_has_no_rows(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "index.jsonl").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_index(tmp_path) == []
