"""map_tasks: one failed item does not stop the others, and a fault of toonseg is not hidden."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from toonseg.errors import DiskFullError, SourceError, WriteError
from toonseg.pictures import encode
from toonseg.scale import default_jobs, map_tasks
from toonseg.scale import pool as pool_module
from toonseg.source.local import open_source
from toonseg.synth import Kind, draw_strip
from toonseg.workspace import write_bytes

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


def test_a_full_disk_ends_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    outcomes = map_tasks(partial(write_bytes, data=b"x"), [tmp_path / "a", tmp_path / "b"], jobs=1)
    with pytest.raises(DiskFullError, match="/a: cannot be written") as caught:
        list(outcomes)
    # As a worker process sends it.
    assert repr(pickle.loads(pickle.dumps(caught.value))) == repr(caught.value)
    monkeypatch.undo()
    (tmp_path / "file").write_bytes(b"")
    outcomes = map_tasks(partial(write_bytes, data=b"x"), [tmp_path / "file/a", tmp_path / "b"], jobs=1)
    assert [type(one.error) for one in outcomes] == [WriteError, type(None)]


def test_a_killed_worker_is_an_error_of_its_items() -> None:
    outcomes = list(map_tasks(os._exit, [3, 4], jobs=2))
    assert sorted(outcome.item for outcome in outcomes) == [3, 4]
    assert all("was killed" in str(outcome.error) for outcome in outcomes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_program_is_raised(jobs: int) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(map_tasks(int, ["1", "no number"], jobs=jobs))


SCRIPT = """from toonseg.scale import map_tasks
print([str(one.error) for one in map_tasks(abs, [-1, -2], jobs=2)])
"""


def test_a_script_without_a_guard_is_told_what_it_lacks(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.count("if __name__ ==") == 2
    assert "killed" not in done.stdout


def test_a_program_on_standard_input_needs_no_guard() -> None:
    done = subprocess.run([sys.executable, "-"], input=SCRIPT, capture_output=True, text=True, check=True)
    assert done.stdout == "['None', 'None']\n"


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


CHILDREN = Path("/proc/self/task") / str(os.getpid()) / "children"


@pytest.mark.skipif(not CHILDREN.exists(), reason="this system does not list a process's children in /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    parent = _running(tmp_path / "run.py", "list(map_tasks(time.sleep, [0.01, 0.01, 300, 300], jobs=2))\n")
    deadline = time.monotonic() + 60
    workers = _workers_of(parent)
    parent.kill()
    parent.wait()
    while any(map(_lives, workers)):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.05)


@pytest.mark.skipif(not CHILDREN.exists(), reason="this system does not list a process's children in /proc")
@pytest.mark.parametrize("importing", [True, False])
def test_ctrl_c_is_told_once_whatever_the_workers_do(tmp_path: Path, importing: bool) -> None:
    parent = _running(
        tmp_path / "run.py",
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # not as in the background
        "try:\n"
        "    list(map_tasks(time.sleep, [300, 300], jobs=2))\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n",
    )
    _workers_of(parent, ready=not importing)
    os.killpg(parent.pid, signal.SIGINT)  # as a terminal does
    _, told = parent.communicate(timeout=60)
    assert (parent.returncode, told) == (130, "")


@pytest.mark.skipif(not CHILDREN.exists(), reason="this system does not list a process's children in /proc")
def test_ctrl_c_is_not_for_what_runs_in_the_background(tmp_path: Path) -> None:
    """A shell without job control ignores it for its background jobs, which have the terminal in common."""
    parent = _running(
        tmp_path / "run.py",
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "print([one.error for one in map_tasks(time.sleep, [3, 3], jobs=2)])\n",
    )
    _workers_of(parent)
    os.killpg(parent.pid, signal.SIGINT)
    told, _ = parent.communicate(timeout=60)
    assert (parent.returncode, told) == (0, "[None, None]\n")


def _running(script: Path, main: str) -> subprocess.Popen[str]:
    """A program that has begun in a process group of its own, as a terminal's programs have one."""
    top = "import signal, sys, time\nfrom toonseg.scale import map_tasks\nif __name__ == '__main__':\n"
    script.write_text(top + textwrap.indent(main, "    "))
    return subprocess.Popen(
        [sys.executable, str(script)], start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _workers_of(parent: subprocess.Popen[Any], *, ready: bool = True) -> list[str]:
    """Two workers and the tracker of resources, once they are there; a worker is ready once it has loaded
    toonseg."""
    listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    deadline = time.monotonic() + 60
    while len(workers := listed.read_text().split()) < 3 or (ready and not all(map(_is_ready, workers))):
        assert parent.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    return workers


def _is_ready(pid: str) -> bool:
    """Whether a process sleeps, or waits, having more than one thread or being the tracker."""
    try:
        fields = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"resource_tracker" in fields or len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except OSError:
        return False


def _lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
