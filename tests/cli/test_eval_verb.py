"""`toonseg eval`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from toonseg.cli import main

WIDTH, HEIGHT = 100, 80


def square(x: int, y: int, side: int) -> list[list[int]]:
    return [[x, y, x + side, y, x + side, y + side, x, y + side]]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    """Three cuts of two titles with a head of hair each; predictions of all, and of the first alone."""
    names = ("fd/1.png", "fd/2.png", "lr/1.png")
    images = [{"id": n, "file_name": name, "width": WIDTH, "height": HEIGHT} for n, name in enumerate(names)]
    truth = {
        "images": images,
        "categories": [{"id": 0, "name": "hair"}, {"id": 1, "name": "tie"}],
        "annotations": [
            {"id": n, "image_id": n, "category_id": 0, "segmentation": [[10, 10, 50, 10, 50, 40, 10, 45]]}
            for n in range(3)
        ],
    }
    good = [
        {"image_id": n, "category_id": 0, "segmentation": [[10, 10, 50, 10, 50, 40, 10, 45]], "score": 0.9}
        for n in range(3)
    ]
    bad = [
        {"image_id": n, "category_id": 1, "segmentation": square(60, 50, 20), "score": 0.5} for n in range(3)
    ]
    paths = []
    for name, data in (("truth", truth), ("good", good), ("poor", good[:1] + bad)):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(data))
    return str(paths[0]), str(paths[1]), str(paths[2])


def test_tables_go_to_stdout(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    truth, good, _ = files
    with pytest.raises(SystemExit) as done:
        main(["eval", "--truth", truth, "--pred", good])
    assert done.value.code == 0
    out = capsys.readouterr().out
    assert "AP of masks (segm), times 100" in out
    assert "100.000" in out
    assert "| fd" in out
    assert "| lr" in out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    with pytest.raises(SystemExit) as done:
        main(["eval", *arguments, "--json"])
    assert done.value.code == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_json(files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth, good, _ = files
    out = tmp_path / "figures" / "good.json"
    found = as_json(capsys, "--truth", truth, "--pred", good, "--resamples", "50", "--out", str(out))
    for kind in ("bbox", "segm"):
        assert found[kind]["AP"] == pytest.approx(100)
        assert found[kind]["per_class"]["hair"] == pytest.approx(100)
        assert found[kind]["per_class"]["tie"] is None
        assert found[kind]["intervals"]["AP"] == pytest.approx([100, 100])
        assert list(found[kind]["slices"]) == ["fd", "lr"]
        assert found[kind]["errors"]["missed"] == {"count": 0, "dAP50": 0}
    assert found["cuts"] == 3
    assert json.loads(out.read_text()) == found


def test_against(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    truth, good, poor = files
    found = as_json(capsys, "--truth", truth, "--pred", good, "--against", poor, "--resamples", "50")
    ap = found["against"]["segm"]["AP"]
    assert ap == pytest.approx(34 / 101 * 100)  # one of three: recalls 0 to .33
    assert found["difference"]["segm"]["AP"]["value"] == pytest.approx(100 - ap)
    assert found["difference"]["segm"]["per_class"]["tie"]["value"] is None


def test_plots(files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth, good, _ = files
    found = as_json(
        capsys, "--truth", truth, "--pred", good, "--resamples", "0", "--plots", str(tmp_path / "p")
    )
    assert len(found["plots"]) >= 8
    assert all(Path(path).stat().st_size > 500 for path in found["plots"])
    assert "intervals" not in found["segm"]


def test_errors_name_the_file(
    files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as failed:
        main(["eval", "--truth", files[0], "--pred", str(tmp_path / "none.json")])
    assert failed.value.code == 1
    assert "none.json" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["eval", "--truth", files[0], "--pred", files[1], "--out", str(tmp_path)])
    assert wrong.value.code == 2
