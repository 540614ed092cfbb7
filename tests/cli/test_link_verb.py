"""`toonseg link`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from toonseg.cli import main
from toonseg.pictures import decode, encode


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "쪽 모음"
    folder.mkdir()
    for number in (1, 2, 10):
        (folder / f"{number}.png").write_bytes(encode(np.full((30, 20, 3), number * 20, np.uint8), "png"))
    return folder


def test_one_picture(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "strip.png"
    with pytest.raises(SystemExit) as ended:
        main(["link", str(pages), "--out", str(out)])
    assert not ended.value.code
    assert decode(out.read_bytes(), out)[::30, 0, 0].tolist() == [20, 40, 200]
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.strip() == f"{out}: 20 x 90 pixels"


def test_parts_and_why(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["link", str(pages), "-o", str(tmp_path / "strip.webp"), "--part-height", "40"]
    with pytest.raises(SystemExit):
        main(arguments)
    assert "strip-1.webp to strip-3.webp" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert err == ""
    told = json.loads(out)
    assert told == {
        "ok": True,
        "files": [str(tmp_path / f"strip-{part}.webp") for part in (1, 2, 3)],
        "width": 20,
        "height": 90,
        "reason": "--part-height 40",
    }


def test_quality_reaches_the_encoder(pages: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    (pages / "1.png").write_bytes(encode(noise, "png"))
    sizes = []
    for quality in ("20", "95"):
        out = tmp_path / f"{quality}.jpg"
        with pytest.raises(SystemExit):
            main(["link", str(pages / "1.png"), "--out", str(out), "--quality", quality])
        sizes.append(out.stat().st_size)
    assert sizes[0] < sizes[1] / 2
