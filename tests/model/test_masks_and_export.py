"""The two ways to make masks are the same in torch, in numpy and in ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from toonseg.errors import CheckpointError
from toonseg.model.card import Card
from toonseg.model.checkpoint import card_of, network_of, read_checkpoint, save_checkpoint
from toonseg.model.decode import dynamic_logits, prototype_logits
from toonseg.model.network import Design, Network
from toonseg.model.runners import load_onnx, of_network
from toonseg.model.seen import MASK_STRIDE, REACH, locations

CLASSES = ("hair", "pants")


def network_with(masks: str) -> Network:
    torch.manual_seed(3)
    return Network(Design(backbone="csp", channels=32, masks=masks, classes=2)).eval()  # type: ignore[arg-type]


@pytest.mark.parametrize("masks", ["dynamic", "prototypes"])
def test_numpy_makes_the_masks_that_torch_makes(masks: str) -> None:
    network = network_with(masks)
    with torch.no_grad():
        said = network(torch.rand(1, 3, 96, 128) * 255)
        chosen, labels = torch.tensor([0, 7, 100, 190, 251]), torch.tensor([0, 1, 0, 1, 1])
        region = (3, 2, 20, 19)
        wanted = [
            network.masks(said, 0, place[None], int(label), region)[0].numpy()
            for place, label in zip(chosen, labels, strict=True)
        ]
    centres, strides = locations(96, 128)
    np.testing.assert_allclose(centres, said.centres.numpy())
    np.testing.assert_allclose(strides, said.strides.numpy())
    features = said.features[0].numpy()
    maps = said.classmaps[0].sigmoid().numpy()
    for mask, place, label in zip(wanted, chosen.tolist(), labels.tolist(), strict=True):
        kernel = said.kernels[0, place].numpy()
        if masks == "dynamic":
            reach = float(strides[place]) * REACH
            found = dynamic_logits(
                features, maps[label], kernel, region,
                centre=centres[place], reach=reach, stride=MASK_STRIDE,
            )  # fmt: skip
        else:
            found = prototype_logits(features, kernel, region)
        np.testing.assert_allclose(found, mask, atol=1e-4)


def test_onnx_says_what_torch_says_at_any_size(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra 'train' is not installed")
    from toonseg.model.export import export_onnx

    network = network_with("dynamic")
    card = card_of(network, CLASSES, threshold=0.4)
    export_onnx(network, card, tmp_path / "n.onnx")
    there = load_onnx(tmp_path / "n.onnx")
    assert there.classes == CLASSES and there.threshold == 0.4 and there.masks == "dynamic"
    here = of_network(network, card)
    for height, width in ((64, 96), (160, 64)):
        picture = np.random.default_rng(1).uniform(0, 255, (3, height, width)).astype(np.float32)
        one, other = here.run(picture), there.run(picture)
        for name in ("classes", "quality", "boxes", "kernels", "features"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-3, atol=1e-3)


def test_exporting_leaves_the_network_as_it_was(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra 'train' is not installed")
    from toonseg.model.export import export_onnx

    network = network_with("dynamic")
    export_onnx(network, card_of(network, CLASSES), tmp_path / "n.onnx")
    assert not network.training


def test_a_checkpoint_comes_back_with_its_card(tmp_path: Path) -> None:
    network = network_with("prototypes")
    path = tmp_path / "w.safetensors"
    save_checkpoint(path, network.state_dict(), card_of(network, CLASSES, step=7, ap=0.25))
    weights, card = read_checkpoint(path)
    assert (card.step, card.ap, card.classes) == (7, 0.25, CLASSES)
    again = network_of(weights, card, path)
    assert again.design == network.design
    for one, other in zip(network.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, other)


def test_what_is_no_checkpoint_is_told_apart(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    path = tmp_path / "w.safetensors"
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_checkpoint(path)
    path.write_bytes(b"no weights at all")
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_checkpoint(path)
    save_file({"x": torch.zeros(2)}, path)
    with pytest.raises(CheckpointError, match="not written by toonseg"):
        read_checkpoint(path)
    save_file({"x": torch.zeros(2)}, path, metadata={"toonseg": '{"version": 99}'})
    with pytest.raises(CheckpointError, match="format 99"):
        read_checkpoint(path)
    save_file({"x": torch.zeros(2)}, path, metadata={"toonseg": '{"version": 2}'})
    with pytest.raises(CheckpointError, match="design"):
        read_checkpoint(path)
    card = Card(design={"backbone": "csp", "channels": 32, "masks": "dynamic", "classes": 2}, classes=CLASSES)
    save_checkpoint(path, {"x": torch.zeros(2)}, card)
    with pytest.raises(CheckpointError, match="does not fit"):
        network_of(*read_checkpoint(path), path)


def test_what_is_no_onnx_file_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"missing\.onnx"):
        load_onnx(tmp_path / "missing.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"no graph")
    with pytest.raises(CheckpointError, match=r"bad\.onnx"):
        load_onnx(tmp_path / "bad.onnx")
