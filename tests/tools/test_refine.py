"""The training of the refiner: what it is shown, and that it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch")

from tools.refine.crops import SIDE, batches, coarse  # noqa: E402
from tools.refine.export import export  # noqa: E402
from tools.refine.learn import learn  # noqa: E402
from tools.refine.network import Refiner  # noqa: E402
from tools.refine.pairs import Pair, Scene  # noqa: E402

from toonseg.model.train.parallel import ALONE  # noqa: E402


def scene() -> Scene:
    """A disc on a ground of another colour, and a mask of it that lies four pixels too far to the right."""
    rows, columns = np.mgrid[0:128, 0:160]
    true = np.hypot(rows - 64, columns - 80) < 30
    given = np.hypot(rows - 64, columns - 84) < 30
    pixels = np.where(true[..., None], (200, 80, 60), (60, 90, 160)).astype(np.uint8)
    bits = np.packbits(given)
    return Scene(pixels, true.astype(np.uint8), (Pair(bits, bits, 1),))


def test_crops_lie_on_borders_and_say_what_counts() -> None:
    pixels, masks, true, weights = batches([scene()], 24, np.random.default_rng(1))()
    assert pixels.shape == (24, 3, SIDE, SIDE) and masks.shape == (24, 2, SIDE, SIDE)
    assert true.shape == weights.shape == (24, 1, SIDE, SIDE)
    assert all(0 < float(one.mean()) < 1 for one in masks[:, 0])
    wrong = masks[:, :1] != true
    assert wrong.any() and float(weights[wrong].mean()) > float(weights[~wrong].mean())


def test_true_masks_made_coarse_are_nearly_right() -> None:
    true = scene().owner
    rng = np.random.default_rng(2)
    shares = []
    for _ in range(40):
        made = coarse(true, rng)
        assert made.shape == true.shape
        shares.append((made & (true > 0)).sum() / (made | (true > 0)).sum())
    assert 0.75 < np.mean(shares) < 0.99


def test_it_learns_and_says_the_same_as_onnx(tmp_path: Path) -> None:
    network = learn([scene()], 50, 3, ALONE, batch=8)
    export(network, tmp_path / "refine.onnx")
    one = scene()
    given, laid = one.pairs[0].masks(*one.owner.shape)
    seen = np.dstack([one.pixels, given, laid]).transpose(2, 0, 1)[None].astype(np.float32)
    session = onnxruntime.InferenceSession(str(tmp_path / "refine.onnx"))
    (logits,) = session.run(["logits"], {"picture": seen[:, :3], "masks": seen[:, 3:]})
    with torch.inference_mode():
        own = network(torch.from_numpy(seen[:, :3]), torch.from_numpy(seen[:, 3:])).numpy()
    assert np.allclose(logits, own, atol=1e-3)
    true = one.owner > 0
    before = ((given > 0) != true).sum()
    assert ((logits[0, 0] > 0) != true).sum() < 0.5 * before


def test_an_untrained_refiner_leaves_the_mask_that_is_laid_to_edges() -> None:
    network = Refiner().eval()
    torch.nn.init.zeros_(network.last.weight)
    torch.nn.init.zeros_(network.last.bias)
    laid = (torch.rand(1, 1, 32, 40) > 0.5).float()
    masks = torch.cat([1 - laid, laid], dim=1)
    assert torch.equal((network(torch.rand(1, 3, 32, 40) * 255, masks) > 0).float(), laid)
