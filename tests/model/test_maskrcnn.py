"""Mask R-CNN: what holds everywhere; where torchvision works, a tiny training from labels to predictions."""

from __future__ import annotations

import sys
import warnings
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toonseg.annotations.labelset import LabelSet
from toonseg.classes import EIGHT, ClassList
from toonseg.cli import main
from toonseg.errors import CheckpointError, MissingExtraError, UsageError
from toonseg.model.data.clutter import Clutter
from toonseg.model.data.pasting import Pasting
from toonseg.model.data.placing import Placing
from toonseg.model.data.tones import Tones
from toonseg.model.maskrcnn import available
from toonseg.model.maskrcnn.boxed import SIDE, boxed_logits
from toonseg.model.maskrcnn.design import RcnnDesign

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")

from safetensors.torch import load_file  # noqa: E402

from toonseg.model.card import Card  # noqa: E402
from toonseg.model.checkpoint import save_checkpoint  # noqa: E402
from toonseg.model.data.samples import Augment  # noqa: E402
from toonseg.model.maskrcnn import network as rcnn  # noqa: E402
from toonseg.model.maskrcnn import start as first  # noqa: E402
from toonseg.model.network import Design  # noqa: E402
from toonseg.model.segmenter import Segmenter  # noqa: E402
from toonseg.model.train.begin import begin  # noqa: E402
from toonseg.model.train.fit import Trained, fit  # noqa: E402
from toonseg.model.train.settings import TrainSettings  # noqa: E402
from toonseg.model.train.table import read_rows  # noqa: E402

TWO = TrainSettings(
    steps=2, batch=1, canvas=(96, 128), rate=0.001, backbone_rate=1.0, freeze=2, warmup=2,
    validate_every=0, average=1, threads=1, precision="float32",
)  # fmt: skip


@pytest.fixture(scope="module")
def works() -> None:
    """Skips where torchvision does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            available.detection()
        except MissingExtraError as error:
            pytest.skip(str(error))


@pytest.fixture
def light(works: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks that look at few regions of a picture, for tests on a processor."""
    real = rcnn._built

    def built(design: RcnnDesign) -> Any:
        model = real(design)
        model.roi_heads.fg_bg_sampler.batch_size_per_image = 16
        model.roi_heads.detections_per_img = 10
        model.rpn._pre_nms_top_n = model.rpn._post_nms_top_n = {"training": 60, "testing": 60}
        return model

    monkeypatch.setattr(rcnn, "_built", built)


def checkpoint(path: Path, design: RcnnDesign | Design) -> Path:
    """A file of weights that are none, with the card of a design."""
    card = Card(design=asdict(design), classes=EIGHT.names)
    save_checkpoint(path, {"weight": torch.zeros(1)}, card)
    return path


# Everywhere


def test_without_torchvision_the_remedy_is_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(available.util, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r'pip install "toonseg\[gpu\]"'):
        available.detection()


def test_a_torchvision_that_does_not_load_says_so_in_one_line(
    discs: LabelSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "broken" / "torchvision"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise RuntimeError('operator torchvision::nms does not exist\\nmore')")
    monkeypatch.syspath_prepend(str(fake.parent))
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        monkeypatch.delitem(sys.modules, name)
    from toonseg.annotations.formats import write

    write(discs, tmp_path / "labels.json", "coco")
    run = tmp_path / "run"
    with pytest.raises(SystemExit) as done:
        main(["train", str(tmp_path / "labels.json"), "--network", "maskrcnn", "--out", str(run)])
    assert done.value.code == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "does not load with torch" in said and "torchvision::nms does not exist)" in said
    assert "pip install --force-reinstall torch torchvision" in said
    assert not run.exists()


def test_a_network_that_is_none_and_few_cuts_are_wrong_use(discs: LabelSet, tmp_path: Path) -> None:
    from toonseg.model.train.run import train

    with pytest.raises(UsageError, match="Choose compact, maskrcnn, maskrcnn-v2"):
        train(discs, tmp_path / "run", network="yolo")
    with pytest.raises(UsageError, match="'coco' is for Mask R-CNN"):
        train(discs, tmp_path / "run", start="coco")
    with pytest.raises(UsageError, match="is for the compact network"):
        train(discs, tmp_path / "run", network="maskrcnn", few=True)


def test_weights_of_the_other_network_are_refused(tmp_path: Path) -> None:
    compact = checkpoint(tmp_path / "compact.safetensors", Design())
    other = checkpoint(tmp_path / "rcnn.safetensors", RcnnDesign())
    with pytest.raises(CheckpointError, match="is of the compact network, not of Mask R-CNN"):
        begin(EIGHT, RcnnDesign(), compact, 0)
    with pytest.raises(CheckpointError, match=r"is of Mask R-CNN.*Give --network maskrcnn"):
        begin(EIGHT, Design(), other, 0)
    with pytest.raises(CheckpointError, match="is of Mask R-CNN v1, not v2"):
        begin(EIGHT, RcnnDesign(version="v2"), other, 0)
    (tmp_path / "x.pth").write_bytes(b"")
    with pytest.raises(CheckpointError, match="Give --network maskrcnn"):
        begin(EIGHT, None, tmp_path / "x.pth", 0)


def test_predictions_see_pictures_as_trainings_do() -> None:
    assert first.zoom_of((320, 512), Placing(scale=(0.5, 2.0))) == pytest.approx(1.0)
    assert first.zoom_of((640, 1024), Placing(scale=(1.0, 1.0))) == pytest.approx(2.0)


@pytest.mark.parametrize("box", [(10, 20, 66, 76), (3.4, 5.2, 31.9, 90.1), (40, 40, 43, 44)])
def test_a_full_grid_fills_its_box_and_never_leaves_it(box: tuple[float, float, float, float]) -> None:
    grid = np.full(SIDE * SIDE, 0.5, np.float32)
    made = boxed_logits(grid, np.array(box, np.float32), (0, 0, 100, 100)) > 0
    rows, columns = np.mgrid[0:100, 0:100] + 0.5
    depths = [columns - box[0], box[2] - columns, rows - box[1], box[3] - rows]
    depth = np.min(depths, axis=0)  # in pixels from the nearest side, below 0 outside
    cell = max(box[2] - box[0], box[3] - box[1]) / SIDE
    assert not made[depth < -0.05].any()
    assert made[depth > min(0.5 * cell, 0.5) + 0.05].all()  # corners are rounded by half a cell


def test_a_half_grid_fills_its_half_of_any_region() -> None:
    grid = np.full((SIDE, SIDE), -0.5, np.float32)
    grid[:, : SIDE // 2] = 0.5
    box = np.array([8, 8, 64, 36], np.float32)
    whole = boxed_logits(grid.ravel(), box, (0, 0, 80, 60)) > 0
    assert whole[8:36, 8:36].all() and not whole[:, 36:].any() and whole.sum() == 28 * 28
    part = boxed_logits(grid.ravel(), box, (20, 10, 50, 40)) > 0
    assert np.array_equal(part, whole[10:40, 20:50])


# Where torchvision works


@pytest.fixture
def run(light: None, discs: LabelSet, tmp_path: Path) -> Trained:
    """A run folder of two steps from scratch."""
    learn, check = (discs.with_pictures(part) for part in (discs.pictures[:6], discs.pictures[6:]))
    return fit(
        learn, tmp_path / "run", validation=check, design=RcnnDesign(version="v2"), settings=TWO,
        augment=Augment(Placing(scale=(1.0, 1.0))),
    )  # fmt: skip


def test_a_run_is_like_one_of_the_compact_network(run: Trained, discs: LabelSet, tmp_path: Path) -> None:
    rows = read_rows(run.folder / "results.csv")
    assert [row.step for row in rows if row.losses] == [1, 2]
    assert all(set(row.losses) <= {"class", "box", "mask"} for row in rows) and rows[0].losses["class"] > 0
    assert run.card.design["network"] == "maskrcnn" and run.card.design["zoom"] == pytest.approx(0.25)
    assert run.card.ap is not None and run.evaluation is not None
    assert "Mask R-CNN with ResNet-50 and FPN, 45.9 million" in (run.folder / "README.md").read_text()
    assert any("from scratch" in note for note in run.notes)
    segmenter = Segmenter.from_pretrained(run.folder)
    assert segmenter.masks == "boxed" and segmenter.zoom == pytest.approx(0.25)
    found = segmenter.find(np.full((96, 128, 3), 90, np.uint8))
    assert all(one.cls in EIGHT.names and 0.05 < (one.score or 0) <= 1 for one in found)
    with pytest.raises(UsageError, match="is not written as ONNX"):
        segmenter.export(tmp_path / "x.onnx")
    segmenter.export(tmp_path / "x.safetensors")
    old, new = load_file(run.best), load_file(tmp_path / "x.safetensors")
    assert set(old) == set(new) and all(torch.equal(old[name], new[name]) for name in old)
    # The same command again learns nothing anew and keeps the card.
    learn, check = (discs.with_pictures(part) for part in (discs.pictures[:6], discs.pictures[6:]))
    again = fit(
        learn, run.folder, validation=check, design=RcnnDesign(version="v2"), settings=TWO,
        augment=Augment(Placing(scale=(1.0, 1.0))),
    )  # fmt: skip
    assert again.card == run.card and any("goes on at step 2" in note for note in again.notes)
    # Other classes go on from it; frozen stages stay.
    other = replace(discs, classes=ClassList.of(["trousers", "shoes"]))
    second = fit(other, tmp_path / "second", settings=TWO.model_copy(update={"steps": 1}), start=run.best)
    assert any("trousers (was pants)" in note for note in second.notes)
    assert any("frozen of the backbone: the stem, stage 1" in note for note in second.notes)
    new = load_file(second.folder / "last.safetensors")
    assert torch.equal(old["model.backbone.body.conv1.weight"], new["model.backbone.body.conv1.weight"])
    assert not torch.equal(
        old["model.backbone.body.layer4.0.conv1.weight"], new["model.backbone.body.layer4.0.conv1.weight"]
    )


def test_onnx_is_refused_before_anything_is_learned(light: None, discs: LabelSet, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not written as ONNX"):
        fit(discs, tmp_path / "run", design=RcnnDesign(), settings=TWO, export=True)
    assert not (tmp_path / "run" / "results.csv").exists()


def test_it_is_trained_as_published(light: None) -> None:
    network = rcnn.MaskRcnn(RcnnDesign(classes=2))
    group = {"params": list(network.parameters())}
    optimiser = network.optimiser([group], TWO)
    assert isinstance(optimiser, torch.optim.SGD) and optimiser.defaults["momentum"] == 0.9
    steps = (0.0, 0.66, 0.67, 0.88, 0.89, 1.0)
    assert [network.decline(x, 0.5) for x in steps] == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])
    norms = [m for m in network.modules() if type(m).__name__ == "FrozenBatchNorm2d"]
    assert len(norms) == 53 and all(norm.eps == 0.0 for norm in norms)
    assert len(network.stages()) == 5


def test_a_picture_without_anything_teaches_and_one_finds_nothing(light: None) -> None:
    from toonseg.model.loss import Truth

    network = rcnn.MaskRcnn(RcnnDesign(version="v2", classes=2)).train()
    nothing = Truth(torch.zeros(0, dtype=torch.long), torch.zeros(0, 4), torch.zeros(0, 64, 96))
    parts = network.losses(torch.rand(1, 3, 64, 96) * 255, [nothing])
    torch.stack(list(parts.values())).sum().backward()
    assert all(torch.isfinite(part) for part in parts.values())
    assert network.model.roi_heads.box_predictor.cls_score.bias.grad is not None
    network.model.roi_heads.score_thresh = 1.1
    with torch.inference_mode():
        said = network.eval()(torch.zeros(1, 3, 64, 96))
    assert said.classes.shape == (1, 1, 2) and float(said.classes.max()) < -50


def test_coco_weights_come_from_a_file_and_meet_classes_by_name(
    light: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = rcnn.MaskRcnn(RcnnDesign(classes=90))
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))

    def fails(url: str, *_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(torch.hub, "download_url_to_file", fails)
    with pytest.raises(CheckpointError, match=r"no network.*\.pth by other means and give it with --from"):
        first.coco_weights("v1")

    def loads(_url: str, path: str, **_: object) -> None:
        torch.save(full.model.state_dict(), path)

    monkeypatch.setattr(torch.hub, "download_url_to_file", loads)
    path = first.coco_weights("v1")
    begun = begin(EIGHT, RcnnDesign(), path, 0, 1.5)
    assert begun.transferred is not None and begun.transferred.classes == {"tie": "tie"}
    assert len(begun.transferred.fresh) == 7 and begun.network.design.zoom == 1.5
    ours = begun.network.state_dict()["model.roi_heads.box_predictor.bbox_pred.weight"]
    theirs = full.model.roi_heads.box_predictor.bbox_pred.weight
    tie, own = 32, EIGHT.index("tie") + 1
    assert torch.equal(ours[4 * own : 4 * own + 4], theirs[4 * tie : 4 * tie + 4])
    assert torch.equal(ours[:4], theirs[:4])
    with pytest.raises(CheckpointError, match="is no Mask R-CNN v2"):
        begin(EIGHT, RcnnDesign(version="v2"), path, 0)
    path.write_bytes(b"no weights")
    with pytest.raises(CheckpointError, match="cannot be read"):
        begin(EIGHT, RcnnDesign(), path, 0)


def test_masks_lie_where_torchvision_lays_them(works: None) -> None:
    from torchvision.models.detection.roi_heads import paste_masks_in_image

    rng = np.random.default_rng(4)
    chance = torch.from_numpy(rng.random((1, 1, 7, 7)).astype(np.float32))
    chance = torch.nn.functional.interpolate(chance, SIDE, mode="bilinear")
    box = torch.tensor([[12.0, 20.0, 90.0, 70.0]])
    theirs = (paste_masks_in_image(chance, box, (96, 128))[0, 0] >= 0.5).numpy()
    ours = boxed_logits(chance.numpy().ravel() - 0.5, box[0].numpy(), (0, 0, 128, 96)) > 0
    assert (ours & theirs).sum() / (ours | theirs).sum() > 0.93  # theirs rounds boxes to whole pixels


@pytest.mark.slow
def test_one_picture_is_learned_by_heart(light: None, discs: LabelSet, tmp_path: Path) -> None:
    one = discs.with_pictures(discs.pictures[:1])
    settings = TWO.model_copy(update={"steps": 60, "freeze": 0, "rate": 0.01, "warmup": 5})
    still = Augment(
        Placing((1.0, 1.0), 0.0, 0.0, 0.0, 0.0), Tones(*[0.0] * 12), Pasting(0.0, 0.0, 0.0), Clutter(0.0, 0.0)
    )
    run = fit(one, tmp_path / "run", design=RcnnDesign(version="v2"), settings=settings, augment=still)
    losses = [sum(row.losses.values()) for row in read_rows(run.folder / "results.csv")]
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:10])
