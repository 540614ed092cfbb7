"""resume_tasks: what a journal knows is not done again, and one failed item does not stop the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from toonseg.errors import SourceError
from toonseg.scale.journal import JOURNAL_FILE, Journal
from toonseg.scale.resume import Resumed, Row, Tell, resume_tasks


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Four files to copy; the second one cannot be, the fourth is not there."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in (("d", "four"), ("b", "bad"), ("a", "one")):
        (folder / name).write_text(text)
    return [folder / name for name in ("d", "b", "a", "c")]


def content(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        raise SourceError(path, "is not there", "Put it there.") from error


class Copying:
    """Copies files into a folder and knows which; ends the program at the one that it is told of."""

    def __init__(self, out: Path, die_at: str = "") -> None:
        self.out, self.die_at = out, die_at
        self.done: list[str] = []

    def copy(self, path: Path) -> list[Row]:
        if path.name == self.die_at:
            raise KeyboardInterrupt
        if path.read_text() == "bad":
            raise SourceError(path, "is bad", "Mend it.")
        self.out.mkdir(exist_ok=True)
        (self.out / path.name).write_text(path.read_text())
        self.done.append(path.name)
        return [{"file": path.name}]

    def run(self, files: list[Path], tell: Tell | None = None) -> Resumed:
        journal = Journal(self.out, "copy")
        found = resume_tasks(
            self.copy, files, journal, name=lambda path: path.name, content=content,
            there=lambda path, _rows: (self.out / path.name).is_file(), jobs=1, tell=tell,
        )  # fmt: skip
        journal.settle(list(found.rows))
        return found


def test_rows_and_errors_are_in_the_items_order(files: list[Path], tmp_path: Path) -> None:
    told: list[tuple[str, bool, int]] = []
    made = Copying(tmp_path / "out").run(
        files, lambda name, error, count: told.append((name, error is not None, count))
    )
    assert list(made.rows.items()) == [("d", [{"file": "d"}]), ("a", [{"file": "a"}])]
    assert {name: error.problem for name, error in made.errors.items()} == {
        "b": "is bad",
        "c": "is not there",
    }
    assert list(made.errors) == ["b", "c"]
    assert sorted(told) == [("a", False, 4), ("b", True, 4), ("c", True, 4), ("d", False, 4)]
    assert made.kept == 0


def test_a_killed_run_does_the_rest_and_leaves_the_same_journal(files: list[Path], tmp_path: Path) -> None:
    whole = Copying(tmp_path / "whole").run(files)
    with pytest.raises(KeyboardInterrupt):
        Copying(tmp_path / "killed", die_at="a").run(files)
    again = Copying(tmp_path / "killed")
    made = again.run(files)
    assert (again.done, made.kept, made.rows) == (["a"], 1, whole.rows)
    journals = [(tmp_path / name / JOURNAL_FILE).read_bytes() for name in ("whole", "killed")]
    assert journals[0] == journals[1]


def test_what_changed_or_is_gone_is_done_again(files: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    Copying(out).run(files)
    files[0].write_text("another")
    (out / "a").unlink()
    again = Copying(out)
    assert again.run(files).kept == 0
    assert again.done == ["d", "a"]


def test_what_goes_into_an_item_is_asked_once_if_the_item_tells_it(files: list[Path], tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(path: Path) -> str:
        asked.append(path.name)
        return content(path)

    def run() -> Resumed:
        journal = Journal(tmp_path, "m")
        done = resume_tasks(
            lambda path: [{"text": content(path)}], files[:3], journal, name=lambda path: path.name,
            content=ask, found=lambda _path, rows: str(rows[0]["text"]), jobs=1,
        )  # fmt: skip
        journal.settle(list(done.rows))
        return done

    assert run().kept == 0 and asked == []
    assert run().kept == 3 and asked == ["d", "b", "a"]
    files[0].write_text("other")
    assert run().kept == 2
    assert run().rows["d"] == [{"text": "other"}]
