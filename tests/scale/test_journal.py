"""The journal of a long run: what a killed one had done, and the same bytes in the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from toonseg.errors import WriteError
from toonseg.scale.journal import JOURNAL_FILE, Journal


def run(folder: Path, names: list[str], *, mark: str = "m") -> None:
    journal = Journal(folder, mark)
    for name in names:
        if journal.done(name, f"content of {name}") is None:
            journal.add(name, f"content of {name}", [{"file": f"{name}.png"}])
    journal.settle(sorted(names))


def test_what_is_done_is_known_again(tmp_path: Path) -> None:
    first = Journal(tmp_path, "m")
    assert first.done("a", "1") is None
    first.add("a", "1", [{"file": "가.png", "area": 3}])
    assert first.done("a", "1") == [{"file": "가.png", "area": 3}]
    first.close()
    again = Journal(tmp_path, "m")
    assert again.done("a", "1") == [{"file": "가.png", "area": 3}]
    assert again.done("a", "2") is None
    assert again.done("b", "1") is None


def test_nothing_is_done_with_other_settings(tmp_path: Path) -> None:
    run(tmp_path, ["a", "b"])
    other = Journal(tmp_path, "other")
    assert other.done("a", "content of a") is None
    other.add("c", "1", [])
    other.close()
    assert Journal(tmp_path, "other").done("c", "1") == []
    assert Journal(tmp_path, "m").done("a", "content of a") is None


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_run_that_was_killed_ends_like_one_that_was_not(tmp_path: Path, cut: int) -> None:
    names = ["c", "a", "b"]
    run(tmp_path / "whole", names)
    broken = Journal(tmp_path / "broken", "m")
    for name in ("a", "c"):
        broken.add(name, f"content of {name}", [{"file": f"{name}.png"}])
    broken.close()
    path = tmp_path / "broken" / JOURNAL_FILE
    path.write_bytes(path.read_bytes()[:-cut])
    run(tmp_path / "broken", names)
    assert path.read_bytes() == (tmp_path / "whole" / JOURNAL_FILE).read_bytes()


def test_a_line_that_was_cut_short_counts_for_nothing(tmp_path: Path) -> None:
    run(tmp_path, ["a", "b"])
    path = tmp_path / JOURNAL_FILE
    path.write_bytes(path.read_bytes()[:-3])
    journal = Journal(tmp_path, "m")
    assert journal.done("a", "content of a") is not None
    assert journal.done("b", "content of b") is None
    journal.add("c", "1", [])
    journal.close()
    assert Journal(tmp_path, "m").done("c", "1") == []
    assert Journal(tmp_path, "m").done("b", "content of b") is None


def test_settling_leaves_out_what_is_no_longer_meant(tmp_path: Path) -> None:
    run(tmp_path, ["a", "b"])
    journal = Journal(tmp_path, "m")
    journal.settle(["b"])
    assert Journal(tmp_path, "m").done("a", "content of a") is None
    assert Journal(tmp_path, "m").done("b", "content of b") is not None


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe\n", b'{"mark": "m"}\n[1]\n', b'{"mark": "m"}\nx\n'])
def test_a_damaged_journal_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / JOURNAL_FILE).write_bytes(data)
    journal = Journal(tmp_path, "m")
    assert journal.done("a", "1") is None
    journal.add("a", "1", [{"file": "a.png"}])
    journal.close()
    assert Journal(tmp_path, "m").done("a", "1") == [{"file": "a.png"}]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match="cannot be written"):
        Journal(tmp_path / "file", "m").add("a", "1", [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_told_once_and_closing_is_quiet(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "m")
    (tmp_path / JOURNAL_FILE).symlink_to("/dev/full")  # after it was read: it has no end
    with pytest.raises(WriteError, match="No space left"):
        journal.add("a", "1", [])
    journal.close()
