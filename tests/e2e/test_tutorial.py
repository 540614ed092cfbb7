"""The tutorial's ten commands, as they stand there, on a drawn episode."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toonseg.synth.titles import Order, write_titles

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = re.compile(r"^    \$ (toonseg .+)$", re.MULTILINE)


def commands(name: str) -> list[str]:
    return SHOWN.findall((DOCS / name).read_text(encoding="utf-8"))


def test_both_languages_have_the_same_commands_and_output() -> None:
    def blocks(name: str) -> list[str]:
        lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
        start = next(k for k, line in enumerate(lines) if line.startswith("    $ "))
        return [line for line in lines[start:] if line.startswith("    ")]

    assert len(commands("tutorial.md")) == 10
    assert blocks("tutorial.md") == blocks("tutorial.ko.md")


@pytest.mark.slow
def test_the_commands_do_what_the_page_says(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    write_titles(tmp_path / "drawn", Order(3), panels=3, jobs=1)
    shutil.copytree(tmp_path / "drawn/title-01/episodes/0001/pages", tmp_path / "my-episode")
    environment = os.environ | {"PYTHONUTF8": "1"}
    for command in commands("tutorial.md"):
        line = [sys.executable, "-m", *shlex.split(command)]
        done = subprocess.run(
            line, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        # `check` exits with 1 where it finds something wrong with the masks, as it well may.
        assert done.returncode == 0 or "check" in line, f"{command}: {done.stdout}{done.stderr}"
    title = tmp_path / "my-title"
    for made in ("report.html", "labels/0001.json", "cutouts/index.parquet", "palette/palette.html"):
        assert (title / made).is_file()
    assert list((title / "colouring/train/line").glob("*.png"))
