"""map_tasks: one failed item does not stop the others, and a fault of toonseg is not hidden."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toonseg.errors import SourceError
from toonseg.pictures import encode
from toonseg.scale import default_jobs, map_tasks
from toonseg.scale import pool as pool_module
from toonseg.source.local import open_source
from toonseg.synth import Kind, draw_strip

# Worker processes import what they run by name, so these tests use functions that are installed.


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    page = encode(draw_strip(Kind.WHITE, 0, panels=1, width=690).pixels[:20], "png")
    good = [tmp_path / name for name in ("a", "b")]
    for folder in good:
        folder.mkdir()
        (folder / "1.png").write_bytes(page)
    return [good[0], tmp_path / "missing", good[1]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failed_item_is_reported_beside_the_others(folders: list[Path], jobs: int) -> None:
    outcomes = {outcome.item: outcome for outcome in map_tasks(open_source, folders, jobs=jobs)}
    assert set(outcomes) == set(folders)
    for folder in (folders[0], folders[2]):
        result = outcomes[folder].result
        assert result is not None
        assert result.title == folder.name
        assert outcomes[folder].error is None
    failed = outcomes[folders[1]]
    assert isinstance(failed.error, SourceError)
    assert failed.error.subject == str(folders[1])
    assert failed.result is None


def test_a_killed_worker_is_an_error_of_its_items() -> None:
    outcomes = list(map_tasks(os._exit, [3, 4], jobs=2))
    assert sorted(outcome.item for outcome in outcomes) == [3, 4]
    assert all("was killed" in str(outcome.error) for outcome in outcomes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_program_is_raised(jobs: int) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(map_tasks(int, ["1", "no number"], jobs=jobs))


def test_no_items_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a pool was started")

    monkeypatch.setattr(pool_module, "ProcessPoolExecutor", fail)
    assert list(map_tasks(int, [])) == []
    assert [outcome.result for outcome in map_tasks(int, ["7"], jobs=8)] == [7]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux only")
def test_as_many_processes_as_cores_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5})
    assert default_jobs() == 3
