"""A strip of 300,000 rows is read in the memory of a few pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from toonseg.pictures import encode
from toonseg.synth import Kind, draw_strip

READ_ALL = """
import sys
from pathlib import Path
from toonseg.strip import Strip

def peak():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024

strip = Strip.open(sys.argv[1])
strip.read(0, 10)
before = peak()
rows = sum(len(block) for _, block in strip.blocks())
rows += len(strip.read(strip.height // 2, strip.height // 2 + 3000))
print(strip.height, rows, peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_three_hundred_thousand_rows_in_bounded_memory(tmp_path: Path) -> None:
    drawn = draw_strip(Kind.WHITE, 1, panels=3, width=690).pixels[:1250]
    page = encode(drawn, "jpg", quality=85)
    for number in range(240):
        (tmp_path / f"{number}.jpg").write_bytes(page)
    command = [sys.executable, "-c", READ_ALL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    height, rows, grown = done.stdout.split()
    assert int(height) == 300_000
    assert int(rows) == 303_000
    # The whole strip is 621 MB. Kept pages may take 24 MB, a page being decoded a few more.
    assert float(grown) < 50
