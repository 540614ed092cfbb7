"""`toonseg predict` and `toonseg label next`, with a tiny network that knows nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toonseg.cli import main
from toonseg.pictures import write_picture

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    from toonseg.classes import EIGHT
    from toonseg.model.checkpoint import card_of
    from toonseg.model.export import export_onnx
    from toonseg.model.network import Design, Network

    torch.manual_seed(3)
    network = Network(Design(backbone="csp", channels=32)).eval()
    with torch.no_grad():
        for level in network.head.levels:
            level.classes.bias.fill_(-1.5)
            level.classes.weight.mul_(20)  # scores that differ
            level.kernel.bias[-1] = 0.3  # masks that are not empty
    path = tmp_path_factory.mktemp("weights") / "tiny.onnx"
    export_onnx(network, card_of(network, EIGHT.names, threshold=0.2), path)
    return str(path)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    rng = np.random.default_rng(2)
    for number in range(5):
        noise = rng.integers(0, 255, (6 + number, 9, 3)).astype(np.uint8)
        write_picture(
            tmp_path / "pictures" / f"{number}.png", np.kron(noise, np.ones((16, 16, 1), np.uint8)), "png"
        )
    return tmp_path / "pictures"


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> tuple[str, str]:
    with pytest.raises(SystemExit) as done:
        main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    assert done.value.code == code, err
    return out, err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> dict[str, Any]:
    found = json.loads(run(capsys, *arguments, "--json", code=code)[0])
    assert isinstance(found, dict)
    return found


def test_order_and_content_do_not_depend_on_jobs(
    pictures: Path, weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for jobs in (1, 2):
        run(
            capsys,
            "predict",
            pictures,
            "--model",
            weights,
            "--jobs",
            jobs,
            "--out",
            tmp_path / f"{jobs}.json",
        )
    first, second = ((tmp_path / f"{jobs}.json").read_bytes() for jobs in (1, 2))
    assert first == second and len(json.loads(first)["annotations"]) > 0


def test_the_table_the_error_and_the_exit_code(
    pictures: Path, weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pictures / "2.png").write_bytes(b"<html>not found</html>")
    out = tmp_path / "p.json"
    told, errors = run(
        capsys, "predict", pictures, "-m", weights, "--only", "hair, Trousers", "-o", out, "--all", code=1
    )
    assert "2.png: not a picture (it is an HTML page)" in errors
    assert "4 pictures" in told and str(out) in told and "outer" not in told
    found = as_json(capsys, "predict", pictures, "-m", weights, "-o", out, "--threshold", 0.9, code=1)
    assert found["instances"] == 0 and found["errors"][0]["error"] == "BrokenPictureError"


def test_wrong_use_exits_2(pictures: Path, weights: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, error = run(capsys, "predict", pictures, "-m", weights, "--only", "hat", code=2)
    assert "'hat' is no class here" in error and "dress-shirt" in error
    run(capsys, "predict", pictures, "-m", weights, "--all", "--threshold", 0.5, code=2)
    _, error = run(capsys, "predict", pictures, "-m", pictures / "no.onnx", code=1)
    assert "no.onnx: is not there" in error


def test_next_is_a_table_or_json(pictures: Path, weights: str, capsys: pytest.CaptureFixture[str]) -> None:
    told, _ = run(capsys, "label", "next", pictures, "-m", weights, "-n", 2)
    assert len(told.splitlines()) == 4 and "2 of 5 unlabelled cuts" in told
    found = as_json(capsys, "label", "next", pictures, "-m", weights, "--count", 3)
    assert [one["file"] for one in found["cuts"]][:2] == [line.split()[0] for line in told.splitlines()[1:3]]
    assert all(one["reason"] for one in found["cuts"])
