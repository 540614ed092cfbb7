"""Cuts are made anew by a version that may find others, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from toonseg.cuts import made
from toonseg.cuts.made import hash_finder
from toonseg.cuts.trees import TREES_FILE


@pytest.mark.parametrize(
    ("name", "counts"), [("gutters.py", True), (TREES_FILE, True), ("gutters.pyc", False)]
)
def test_code_and_trees_tell_one_version_from_another(
    name: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("gutters.py", TREES_FILE, "gutters.pyc"):
        (tmp_path / file).write_bytes(b"before")
    monkeypatch.setattr(made, "files", lambda _: tmp_path)
    fresh = hash_finder.__wrapped__  # it is worked out once a run
    before = fresh()
    assert fresh() == before
    (tmp_path / name).write_bytes(b"after")
    assert (fresh() != before) is counts
