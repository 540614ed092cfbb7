"""A whole training: what it leaves behind, going on after a kill, transfer, and every way it can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.masks import Mask
from toonseg.classes import ClassList
from toonseg.errors import CheckpointError, TrainingError, UsageError
from toonseg.model.card import KEY
from toonseg.model.checkpoint import read_checkpoint
from toonseg.model.network import Design, Network
from toonseg.model.runners import load_onnx
from toonseg.model.train.fit import Trained, fit
from toonseg.model.train.loop import Report
from toonseg.model.train.settings import TrainSettings
from toonseg.model.train.table import read_rows
from toonseg.pictures import decode

TINY = Design(backbone="csp", channels=32)
SIX = TrainSettings(
    steps=6, batch=2, canvas=(96, 128), warmup=2, freeze=0, validate_every=3, average=4, threads=1
)


def trained(labels: LabelSet, out: Path, **options: Any) -> Trained:
    return fit(labels, out, **{"design": TINY, "settings": SIX, **options})


def halves(labels: LabelSet) -> tuple[LabelSet, LabelSet]:
    return labels.with_pictures(labels.pictures[:6]), labels.with_pictures(labels.pictures[6:])


def test_a_run_folder_has_what_people_look_for(discs: LabelSet, tmp_path: Path) -> None:
    learn, check = halves(discs)
    run = trained(learn, tmp_path / "run", validation=check, export=True)
    files = {path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*") if path.is_file()}
    assert files >= {
        "settings.json", "results.csv", "curves.svg", "labels.svg", "train.png", "validation.png",
        "best.safetensors", "last.safetensors", "state.safetensors", "best.onnx", "README.md",
        "plots/precision-recall.svg", "plots/confusion.svg",
    }  # fmt: skip
    assert not [name for name in files if ".part-" in name]
    rows = read_rows(run.folder / "results.csv")
    assert [row.step for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.step for row in rows if row.ap is not None] == [3, 6]
    assert all(set(row.losses) == {"class", "box", "mask", "quality", "classmap"} for row in rows)
    said = json.loads((run.folder / "settings.json").read_text())
    assert said["validation"] == ["6.png", "7.png"] and said["train"]["steps"] == 6
    picture = (run.folder / "train.png").read_bytes()
    assert decode(picture, "train.png").std() > 10
    card = (run.folder / "README.md").read_text()
    assert "2 validation pictures" in card and "| pants | 6 |" in card and "skirt" in card
    assert load_onnx(run.onnx or Path()).threshold == run.card.threshold
    assert run.evaluation is not None and run.evaluation.cuts == 2


def test_best_weights_are_those_of_the_best_validation(
    discs: LabelSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn, check = halves(discs)
    scores = iter([0.5, 0.2])
    from toonseg.model.train import watch

    real = watch.judge

    def judged(*arguments: Any) -> Any:
        verdict = real(*arguments)
        score = next(scores)
        return type("Verdict", (), {"ap": score, "ap50": score, "evaluation": verdict.evaluation})()

    monkeypatch.setattr(watch, "judge", judged)
    run = trained(learn, tmp_path / "run", validation=check)
    assert run.card.step == 3 and run.card.ap == 0.5 and run.steps == 6
    assert read_checkpoint(run.folder / "last.safetensors")[1].step == 6
    assert "AP 50.0 at step 3 of 6" in str(run)


def test_a_killed_run_goes_on_to_the_same_curve_and_weights(discs: LabelSet, tmp_path: Path) -> None:
    learn, check = halves(discs)
    whole = trained(learn, tmp_path / "whole", validation=check)

    class KilledError(Exception):
        pass

    def kill(report: Report) -> None:
        if report.step == 5:
            raise KilledError

    with pytest.raises(KilledError):
        trained(learn, tmp_path / "cut", validation=check, report=kill)
    again = trained(learn, tmp_path / "cut", validation=check)
    assert any("goes on at step 3" in note for note in again.notes)
    ours, theirs = (read_rows(run.folder / "results.csv") for run in (again, whole))
    assert [row.step for row in ours] == [row.step for row in theirs]
    assert np.allclose(
        [sum(r.losses.values()) for r in ours], [sum(r.losses.values()) for r in theirs], rtol=1e-3
    )
    old, new = (load_file(run.folder / "last.safetensors") for run in (whole, again))
    assert all(torch.allclose(old[name], new[name], atol=1e-5) for name in old)


def test_a_finished_run_called_again_changes_nothing(discs: LabelSet, tmp_path: Path) -> None:
    learn, check = halves(discs)
    settings = SIX.model_copy(update={"validate_every": 0, "steps": 2})
    first = trained(learn, tmp_path / "run", validation=check, settings=settings)
    before = (first.folder / "results.csv").read_text()
    again = trained(learn, tmp_path / "run", validation=check, settings=settings)
    assert (first.folder / "results.csv").read_text() == before
    assert again.card == first.card


def test_a_run_folder_of_other_settings_is_not_written_over(discs: LabelSet, tmp_path: Path) -> None:
    settings = SIX.model_copy(update={"steps": 1})
    trained(discs, tmp_path / "run", settings=settings)
    with pytest.raises(CheckpointError, match="other data or settings"):
        trained(discs, tmp_path / "run", settings=settings.model_copy(update={"seed": 5}))


def test_it_never_ends_worse_than_it_began(
    discs: LabelSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn, check = halves(discs)
    settings = SIX.model_copy(update={"steps": 2, "validate_every": 1})
    first = trained(learn, tmp_path / "first", settings=settings)
    from toonseg.model.train import watch

    scores = iter([0.9, 0.3, 0.4])
    monkeypatch.setattr(watch, "judge", lambda *_: type("Verdict", (), {"ap": next(scores), "ap50": 0.0})())
    run = trained(learn, tmp_path / "second", validation=check, settings=settings, start=first.best)
    assert run.begun_at == 0.9 and run.card.step == 0
    assert "first weights are kept" in str(run)
    begun, end = load_file(first.best), load_file(run.best)
    assert all(torch.equal(begun[name], end[name]) for name in begun)
    assert "No later weights were better" in (run.folder / "README.md").read_text()


def test_resuming_keeps_the_weights_that_it_began_with(discs: LabelSet, tmp_path: Path) -> None:
    learn, check = halves(discs)
    settings = SIX.model_copy(update={"steps": 2, "validate_every": 1})
    start = trained(learn, tmp_path / "first", settings=settings).best
    options = {"validation": check, "settings": settings, "start": start}
    first = trained(learn, tmp_path / "run", **options)
    best = (first.folder / "best.safetensors").read_bytes()
    again = trained(learn, tmp_path / "run", **options)
    assert again.begun_at == first.begun_at is not None
    assert (again.folder / "best.safetensors").read_bytes() == best


def test_transfer_says_what_loads_what_is_frozen_and_what_is_new(discs: LabelSet, tmp_path: Path) -> None:
    settings = SIX.model_copy(update={"steps": 1, "freeze": 2})
    first = trained(discs, tmp_path / "first", settings=settings)
    assert any("nothing is frozen" in note for note in first.notes), "from scratch"
    other = replace(discs, classes=ClassList.of(["trousers", "hair", "shoes"]))
    heard: list[str] = []
    run = fit(other, tmp_path / "run", settings=settings, start=first.best, say=heard.append)
    text = "\n".join(heard)
    assert "trousers (was pants), hair" in text
    assert "begin anew" in text and "shoes" in text
    assert "frozen of the backbone: the stem, stage 1" in text
    assert tuple(heard) == run.notes
    old, new = load_file(first.best), load_file(run.best)
    assert torch.equal(old["backbone.stem.0.weight"], new["backbone.stem.0.weight"])
    assert run.card.classes == ("trousers", "hair", "shoes")


def test_a_blend_keeps_some_of_the_first_weights(discs: LabelSet, tmp_path: Path) -> None:
    settings = SIX.model_copy(update={"steps": 1, "rate": 0.01, "warmup": 0})
    start = trained(discs, tmp_path / "first", settings=settings).best
    old = load_file(start)
    kept = {}
    for blend in (1.0, 0.25):
        given = settings.model_copy(update={"blend": blend})
        run = trained(discs, tmp_path / f"run-{blend}", settings=given, start=start)
        kept[blend] = load_file(run.best)
        said = "kept are 25% of what is learned and 75% of the first weights" in "\n".join(run.notes)
        assert said == (blend < 1)
    floats = [name for name, value in old.items() if value.dtype.is_floating_point]
    moved = [name for name in floats if not torch.equal(old[name], kept[1.0][name])]
    assert moved
    for name in moved:
        assert torch.allclose(kept[0.25][name], torch.lerp(old[name], kept[1.0][name], 0.25), atol=1e-6), name
    # Weights that are new are no better at their beginning.
    other = replace(discs, classes=ClassList.of(["hair", "shoes"]))
    run = trained(other, tmp_path / "other", settings=given, start=start)
    assert not any("first weights" in note for note in run.notes)


def test_missing_and_broken_pictures_are_left_out(discs: LabelSet, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG nothing")
    pictures = list(discs.pictures)
    pictures[1] = replace(pictures[1], path=broken)
    pictures[2] = replace(pictures[2], path=None)
    run = trained(discs.with_pictures(tuple(pictures)), tmp_path / "run")
    assert run.steps == 6 and run.left_out == 1
    text = "\n".join(run.notes)
    assert "1 of 8 pictures are missing, such as 2.png" in text
    assert "broken.png" in text and "1 of 7 pictures are left out" in text
    assert "1 of the pictures could not be read" in (run.folder / "README.md").read_text()


def test_nothing_to_read_or_to_learn_is_an_error(discs: LabelSet, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="none of 8 pictures is there with a label"):
        trained(replace(discs, classes=ClassList.of(["shoes"])), tmp_path / "run")
    for picture in discs.pictures:
        assert picture.path is not None
        picture.path.write_bytes(b"no picture")
    with pytest.raises(TrainingError, match=r"none of 8 can be read; the first: .*0\.png"):
        trained(discs, tmp_path / "run")


def test_classes_without_labels_are_named(discs: LabelSet, tmp_path: Path) -> None:
    one = discs.pictures[0]
    hat = Instance("hat", Mask.of_pixels(np.ones((4, 4), bool)))
    labels = discs.with_pictures((replace(one, instances=(*one.instances, hat)), *discs.pictures[1:]))
    notes = "\n".join(trained(labels, tmp_path / "run", settings=SIX.model_copy(update={"steps": 1})).notes)
    assert "6 of 8 classes have no label: dress-shirt, T-shirt, skirt, outer, tie, vest" in notes
    assert "not learned: hat (1)" in notes


def test_validation_labels_of_other_classes_are_refused(discs: LabelSet, tmp_path: Path) -> None:
    learn, check = halves(discs)
    other = check.with_pictures(
        tuple(
            replace(p, instances=tuple(replace(one, cls="shoes") for one in p.instances))
            for p in check.pictures
        )
    )
    with pytest.raises(TrainingError, match=r"its classes \(shoes\) are none of the training's"):
        trained(learn, tmp_path / "run", validation=other)
    gone = check.with_pictures(tuple(replace(p, path=None) for p in check.pictures))
    with pytest.raises(TrainingError, match="none of 2 validation pictures is there"):
        trained(learn, tmp_path / "run", validation=gone)


def test_a_loss_that_is_no_number_says_what_to_do(discs: LabelSet, tmp_path: Path) -> None:
    wild = SIX.model_copy(update={"rate": 1e30, "warmup": 0})
    with pytest.raises(TrainingError, match=r"the loss is no number any more.*Lower the learning rate"):
        trained(discs, tmp_path / "run", settings=wild)
    assert (tmp_path / "run" / "curves.svg").is_file(), "what was learned until then can be looked at"


def test_a_gpu_with_too_little_memory_says_what_to_do(
    discs: LabelSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    said = r"too little memory.*smaller batch \(now 2\)"
    with monkeypatch.context() as change, pytest.raises(TrainingError, match=said):
        change.setattr(torch.optim.AdamW, "step", full)
        trained(discs, tmp_path / "run")
    monkeypatch.setattr(Network, "losses", full)
    with pytest.raises(TrainingError, match=said):
        trained(discs, tmp_path / "run")


def test_a_device_that_is_not_there_is_wrong_use(discs: LabelSet, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'warp' cannot be used"):
        trained(discs, tmp_path / "run", device="warp")


def test_checkpoints_of_other_versions_and_other_files_are_refused(discs: LabelSet, tmp_path: Path) -> None:
    path = trained(discs, tmp_path / "first", settings=SIX.model_copy(update={"steps": 1})).best
    with safe_open(path, framework="pt") as file:
        card = json.loads(file.metadata()[KEY])
    later = tmp_path / "later.safetensors"
    save_file(load_file(path), later, metadata={KEY: json.dumps({**card, "version": 7})})
    with pytest.raises(CheckpointError, match=r"is of format 7, this toonseg reads \d"):
        trained(discs, tmp_path / "run", start=later)
    with pytest.raises(CheckpointError, match=r"gone\.safetensors: cannot be read"):
        trained(discs, tmp_path / "run", start=tmp_path / "gone.safetensors")
    with pytest.raises(CheckpointError, match="design"):
        trained(discs, tmp_path / "run", start=path, design=Design(backbone="csp", channels=48))
