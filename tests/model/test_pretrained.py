"""Weights are found, loaded by what they are, and told apart from what is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import toonseg
from toonseg.annotations.labelset import LabelSet
from toonseg.errors import CheckpointError, MissingExtraError, UsageError
from toonseg.model import pretrained
from toonseg.model.canvas import fit_of, laid
from toonseg.model.checkpoint import card_of, save_checkpoint
from toonseg.model.export import export_onnx
from toonseg.model.network import Design, Network
from toonseg.model.pretrained import checkpoint_of, find_weights, load
from toonseg.model.segmenter import Segmenter
from toonseg.model.train.recipe import Recipe
from toonseg.model.train.settings import TrainSettings

CLASSES = ("hair", "pants")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training: best.onnx and best.safetensors of one network."""
    torch.manual_seed(3)
    network = Network(Design(backbone="csp", channels=32, classes=2)).eval()
    with torch.no_grad():
        for level in network.head.levels:
            level.classes.bias.fill_(-1.0)
            level.kernel.bias[-1] = 0.3  # masks that are not empty
    card = card_of(network, CLASSES, threshold=0.3)
    out = tmp_path_factory.mktemp("weights") / "run-7"
    export_onnx(network, card, out / "best.onnx")
    save_checkpoint(out / "best.safetensors", network.state_dict(), card)
    return out


def picture() -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng(1).integers(0, 255, (120, 90, 3), np.uint8)


def assert_says_the_same(first: Segmenter, second: Segmenter) -> None:
    canvas = laid(picture(), fit_of(120, 90))
    one, other = first.run(canvas), second.run(canvas)
    for name in ("classes", "quality", "boxes", "kernels", "features"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-3, err_msg=name)


def test_both_files_find_the_same(folder: Path) -> None:
    onnx, torch_ = load(folder), load(folder / "best.safetensors")
    assert onnx.name == torch_.name == "run-7" and onnx.classes == CLASSES and onnx.threshold == 0.3
    assert_says_the_same(onnx, torch_)
    assert len(onnx.find(picture())) > 3 and {one.source for one in onnx.find(picture())} == {"run-7"}


def test_the_weights_in_the_box(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretrained, "BOX", tmp_path)
    with pytest.raises(CheckpointError, match="holds no weights in this installation"):
        Segmenter.from_pretrained()
    for ending in (".onnx", ".safetensors"):
        (tmp_path / f"toonseg{ending}").write_bytes((folder / f"best{ending}").read_bytes())
    found = toonseg.Segmenter.from_pretrained()
    assert found.name == "toonseg" and found.weights is not None
    assert found.weights.path == tmp_path / "toonseg.onnx"
    assert checkpoint_of(found) == tmp_path / "toonseg.safetensors"
    assert find_weights(device="cuda").suffix == ".safetensors"


def test_onnx_files_run_without_torch(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['torch'] = sys.modules['safetensors'] = None\n"
        "import numpy as np, toonseg\n"
        "from toonseg.pictures import write_picture\n"
        "from pathlib import Path\n"
        f"model, out = Path({str(folder / 'best.onnx')!r}), Path({str(tmp_path)!r})\n"
        "write_picture(out / 'a.png', np.zeros((64, 64, 3), np.uint8), 'png')\n"
        "made = toonseg.predict(out / 'a.png', out / 'p.json', model=model, every=True)\n"
        "toonseg.next_to_label(out / 'a.png', model=model)\n"
        "print(len(list(made.labels.instances)) > 0, sys.modules['torch'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "None"]


def test_safetensors_without_torch_name_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretrained.util, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r'pip install "toonseg\[train\]"'):
        load(folder / "best.safetensors")
    assert load(folder / "best.onnx").classes == CLASSES


def test_what_is_no_weights_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="is not there"):
        load(tmp_path / "gone.onnx")
    with pytest.raises(CheckpointError, match="holds neither"):
        load(tmp_path)
    (tmp_path / "x.pth").write_bytes(b"pickle")
    with pytest.raises(UsageError, match=r"neither \.onnx nor"):
        load(tmp_path / "x.pth")
    with pytest.raises(UsageError, match="'toaster'"):
        load(folder / "best.safetensors", device="toaster")
    with pytest.raises(UsageError, match="'mps'"):
        load(folder / "best.onnx", device="mps")
    if not torch.cuda.is_available():
        with pytest.raises(UsageError, match="cannot be used"):
            load(folder / "best.safetensors", device="cuda")
        with pytest.raises(UsageError, match="without CUDA"):
            load(folder / "best.onnx", device="cuda")


def test_export_writes_what_can_be_loaded(folder: Path, tmp_path: Path) -> None:
    onnx, torch_ = load(folder / "best.onnx"), load(folder / "best.safetensors")
    for source, name in ((torch_, "a.safetensors"), (torch_, "b.onnx"), (onnx, "c.onnx")):
        source.export(tmp_path / name)
        assert_says_the_same(load(tmp_path / name), onnx)
    with pytest.raises(CheckpointError, match=r"no \.safetensors can be made"):
        onnx.export(tmp_path / "d.safetensors")
    with pytest.raises(UsageError, match="neither"):
        onnx.export(tmp_path / "d.pt")
    bare = Segmenter(onnx.run, CLASSES, "dynamic", 0.5)
    with pytest.raises(CheckpointError, match="is of no file"):
        bare.export(tmp_path / "d.onnx")
    with pytest.raises(CheckpointError, match=r"no \.safetensors file"):
        bare.fit(LabelSet(()), tmp_path / "run")


def test_a_segmenter_learns_on(folder: Path, discs: LabelSet, tmp_path: Path) -> None:
    settings = TrainSettings(steps=2, batch=2, canvas=(96, 128), warmup=1, freeze=0, validate_every=0)
    learned = load(folder / "best.onnx").fit(
        discs, tmp_path / "run", recipe=Recipe(train=settings), hold_out=0
    )
    assert learned.weights is not None and learned.weights.card.step == 2
    assert learned.classes == discs.classes.names


def test_looking_at_a_picture_leaves_torch_its_threads(folder: Path) -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        load(folder / "best.safetensors", threads=1).find(np.full((64, 64, 3), 128, np.uint8))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
