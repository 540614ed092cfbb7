"""SIGKILL in the middle: the same bytes in the end, and what was done is not done again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toonseg.results.colorize import colorize
from toonseg.results.colorize.setfile import Layout

CODE = """
import sys
from toonseg.results.colorize import colorize
colorize(sys.argv[1], sys.argv[2], layout=sys.argv[3], jobs=1, sheet=sys.argv[3] != "pixel-free")
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def done(out: Path) -> int:
    """How many cuts the journal has."""
    for journal in (out / ".done.jsonl", out / ".work" / ".done.jsonl"):
        if journal.is_file():
            return journal.read_bytes().count(b"\n") - 1
    return 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize(
    "layout",
    [
        "paired",
        "webdataset",
        pytest.param("hf", marks=pytest.mark.slow),
        pytest.param("pixel-free", marks=pytest.mark.slow),
    ],
)
def test_killed_runs_end_with_the_bytes_of_an_unbroken_one(
    layout: Layout, title: Path, tmp_path: Path
) -> None:
    if layout == "hf":
        pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    sheet = layout != "pixel-free"
    colorize(title, tmp_path / "unbroken", layout=layout, jobs=1, sheet=sheet)
    out = tmp_path / "killed"
    command = [sys.executable, "-c", CODE, str(title), str(out), layout]
    kills = 0
    for wanted in (2, 7):
        process = subprocess.Popen(command, env=os.environ | {"OMP_NUM_THREADS": "1"})
        while process.poll() is None and done(out) < wanted:
            time.sleep(0.0005)
        process.kill()
        kills += process.wait(60) == -signal.SIGKILL
    assert kills, "no run was killed in the middle"
    assert done(out) < 12
    had = done(out)
    result = colorize(title, out, layout=layout, jobs=1, sheet=sheet)
    assert (result.kept, result.made) == (had, 12 - had)
    assert tree(out) == tree(tmp_path / "unbroken")


@pytest.mark.parametrize("layout", [pytest.param("paired", marks=pytest.mark.slow), "webdataset"])
def test_several_processes_write_the_same_bytes(layout: Layout, title: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        colorize(title, tmp_path / str(jobs), layout=layout, jobs=jobs)
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


@pytest.mark.parametrize("layout", ["paired", "webdataset"])
def test_a_stop_at_the_first_cut_leaves_a_set_to_go_on_with(
    layout: Layout, title: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toonseg.scale.journal import Journal

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", stop)
        with pytest.raises(KeyboardInterrupt):
            colorize(title, tmp_path / "set", layout=layout, jobs=1)
    assert any((tmp_path / "set").rglob("*.png" if layout == "paired" else "*.tar"))
    assert colorize(title, tmp_path / "set", layout=layout, jobs=1).made == 12


def test_a_stop_while_shards_are_written_leaves_no_half_ones(
    title: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toonseg.results.colorize import shards, verb

    colorize(title, tmp_path / "unbroken", layout="webdataset", jobs=1)
    out = tmp_path / "broken"

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shards, "write_annotations", stop)
        with pytest.raises(KeyboardInterrupt):
            colorize(title, out, layout="webdataset", jobs=1)
    assert (out / ".work").is_dir() and not (out / "set.json").exists()
    for folder in (".", "annotations", ".work"):
        (out / folder).mkdir(exist_ok=True)
        (out / folder / ".part-0123456789abcdef.tar").write_bytes(b"half")
    with monkeypatch.context() as patch:  # and between set.json and the end
        patch.setattr(verb.Run, "clear", stop)
        with pytest.raises(KeyboardInterrupt):
            colorize(title, out, layout="webdataset", jobs=1)
    assert (out / ".work").is_dir()
    result = colorize(title, out, layout="webdataset", jobs=1)
    assert (result.made, result.kept) == (0, 12)
    assert tree(out) == tree(tmp_path / "unbroken")
