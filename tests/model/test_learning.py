"""Learning: who answers for what, the loss, the data, the loop, and going on after a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.classes import EIGHT, ClassList
from toonseg.errors import CheckpointError, SourceError, TrainingError
from toonseg.model.assign import assign, pairwise_iou
from toonseg.model.data.decoded import DecodedSet, decode_labelled
from toonseg.model.data.samples import Augment, batch_of, sample
from toonseg.model.loss import losses
from toonseg.model.network import Design, Network
from toonseg.model.train.loop import Report, State, new_state, train
from toonseg.model.train.resume import load_state, save_state
from toonseg.model.train.settings import TrainSettings
from toonseg.model.train.transfer import transfer

SMALL = TrainSettings(steps=6, batch=2, canvas=(96, 128), warmup=2, freeze=0, validate_every=0, average=4)


def small_network(classes: int = 8, seed: int = 1) -> Network:
    torch.manual_seed(seed)
    return Network(Design(backbone="csp", channels=32, classes=classes))


def test_locations_inside_answer_for_an_instance_and_only_one_each() -> None:
    centres = torch.tensor([[4.0, 4.0], [12.0, 4.0], [4.0, 12.0], [40.0, 40.0]])
    truth = torch.tensor([[0.0, 0.0, 16.0, 16.0], [36.0, 36.0, 44.0, 44.0]])
    boxes = torch.cat([centres - 8, centres + 8], dim=1)
    found = assign(
        torch.full((4, 2), 0.5),
        boxes,
        centres,
        torch.full((4,), 8.0),
        labels=torch.tensor([0, 1]),
        truth=truth,
    )
    assert found.places.tolist() == [0, 1, 2, 3] and found.instances.tolist() == [0, 0, 0, 1]
    overlap = pairwise_iou(truth, boxes)
    assert found.targets.max() <= overlap.max() + 1e-6
    assert float(found.targets[3]) == pytest.approx(float(overlap[1, 3]))


def test_a_thin_instance_between_locations_is_answered_for() -> None:
    centres = torch.tensor([[4.0, 4.0], [12.0, 4.0]])
    truth = torch.tensor([[7.0, 0.0, 9.0, 8.0]])
    boxes = torch.cat([centres - 4, centres + 4], dim=1)
    found = assign(
        torch.full((2, 1), 0.5), boxes, centres, torch.full((2,), 8.0), labels=torch.tensor([0]), truth=truth
    )
    assert len(found.places) > 0


def test_the_loss_of_nothing_to_find_is_finite_and_teaches() -> None:
    network = small_network()
    picture = torch.rand(1, 3, 64, 64) * 255
    empty, _ = batch_of([sample_of(np.zeros((64, 64), np.uint8), [])])
    assert empty.shape == (1, 3, 64, 64)
    _, truths = batch_of([sample_of(np.zeros((64, 64), np.uint8), [])])
    parts = losses(network.train(), network(picture), truths)
    torch.stack(list(parts.values())).sum().backward()
    assert all(torch.isfinite(part) for part in parts.values())
    assert network.head.levels[0].classes.bias.grad is not None


def sample_of(owner: np.ndarray, labels: list[int]):  # type: ignore[no-untyped-def]
    from toonseg.model.data.decoded import Decoded

    return Decoded(np.zeros((*owner.shape, 3), np.uint8), owner, np.array(labels, np.int64))


def test_samples_hang_on_their_numbers_alone(discs: LabelSet) -> None:
    pictures = DecodedSet(discs.pictures, EIGHT)
    one, two = (sample(pictures, 3, (96, 128), Augment(), np.random.default_rng([1, 2])) for _ in range(2))
    assert np.array_equal(one.pixels, two.pixels) and np.array_equal(one.owner, two.owner)
    other = sample(pictures, 3, (96, 128), Augment(), np.random.default_rng([1, 3]))
    assert not np.array_equal(one.pixels, other.pixels)


def test_a_thousand_samples_keep_masks_and_labels_together(discs: LabelSet) -> None:
    pictures = DecodedSet(discs.pictures, EIGHT)
    rng = np.random.default_rng(0)
    for number in range(60):
        one = sample(pictures, number % 8, (96, 128), Augment(), rng)
        assert one.pixels.shape == (96, 128, 3) and one.pixels.dtype == np.uint8
        assert int(one.owner.max()) <= len(one.labels)
        _, (truth,) = batch_of([one])
        assert truth.labels.shape[0] == truth.boxes.shape[0] == truth.masks.shape[0]
        assert truth.masks.shape[1:] == (24, 32)


def test_of_overlapping_labels_the_smaller_is_on_top(discs: LabelSet) -> None:
    first = discs.pictures[0]
    big = Instance("outer", Mask.of_pixels(np.ones((96, 128), bool)))
    found = decode_labelled(replace(first, instances=(*first.instances, big)), EIGHT)
    sizes = dict(
        zip((int(label) for label in found.labels), np.bincount(found.owner.ravel())[1:], strict=True)
    )
    areas = {EIGHT.index(one.cls): one.area for one in first.instances}
    assert sizes == {**areas, EIGHT.index("outer"): 96 * 128 - sum(areas.values())}


def test_classes_that_are_not_learned_are_nobodys(discs: LabelSet) -> None:
    found = decode_labelled(discs.pictures[0], ClassList.of(["hair"]))
    assert found.labels.tolist() == [0] and int(found.owner.max()) == 1


def test_a_missing_picture_is_named(discs: LabelSet) -> None:
    with pytest.raises(SourceError, match=r"gone\.png"):
        decode_labelled(Picture("gone.png", 4, 4), EIGHT)
    first = discs.pictures[0]
    with pytest.raises(SourceError, match="its labels say"):
        decode_labelled(Picture(first.file, 5, 5, path=first.path), EIGHT)


def trained(
    discs: LabelSet, settings: TrainSettings, state: State | None = None
) -> tuple[State, list[Report]]:
    told: list[Report] = []
    state = state or new_state(small_network(), settings)
    train(state, DecodedSet(discs.pictures, EIGHT), settings, Augment(), report=told.append)
    return state, told


def test_a_training_stopped_and_gone_on_is_the_same_training(discs: LabelSet, tmp_path: Path) -> None:
    whole, told = trained(discs, SMALL)
    assert [one.step for one in told] == [1, 2, 3, 4, 5, 6]
    state = new_state(small_network(), SMALL)

    class KilledError(Exception):
        pass

    def stop(report: Report) -> None:
        if report.step == 3:
            save_state(tmp_path / "state.safetensors", state, "mark")
            raise KilledError

    with pytest.raises(KilledError):
        train(state, DecodedSet(discs.pictures, EIGHT), SMALL, Augment(), report=stop)
    again = new_state(small_network(seed=9), SMALL)
    assert load_state(tmp_path / "state.safetensors", again, "mark")
    assert again.step == 3
    trained(discs, SMALL, again)
    for name, value in whole.average.weights.items():
        assert torch.allclose(value, again.average.weights[name], atol=1e-5), name


def test_what_is_kept_is_blended_with_the_first_weights(discs: LabelSet) -> None:
    state = new_state(small_network(), SMALL.model_copy(update={"blend": 0.25}))
    first = {name: value.clone() for name, value in state.network.state_dict().items()}
    assert all(torch.equal(value, first[name]) for name, value in state.average.kept.items())
    trained(discs, SMALL, state)
    learned, kept = state.average.weights, state.average.kept
    floats = [name for name, value in first.items() if value.dtype.is_floating_point]
    assert any(not torch.equal(first[name], learned[name]) for name in floats)
    for name, value in kept.items():
        expected = first[name] + 0.25 * (learned[name] - first[name]) if name in floats else learned[name]
        assert torch.allclose(value, expected, atol=1e-6), name
    with state.average.used(state.network):
        assert all(torch.equal(value, kept[name]) for name, value in state.network.state_dict().items())


@pytest.mark.parametrize(
    ("slack", "least", "kept"),
    [(0.0, -1.0, [1, 3]), (0.1, -1.0, [1, 2, 3, 5]), (0.1, 0.55, [1, 3, 5])],
)
def test_later_weights_that_are_nearly_as_good_are_kept(
    discs: LabelSet, slack: float, least: float, kept: list[int]
) -> None:
    settings = SMALL.model_copy(update={"steps": 6, "validate_every": 1, "slack": slack})
    state = new_state(small_network(), settings)
    state.least = least
    found = iter([0.6, 0.5, 0.65, 0.4, 0.56, 0.54])
    asked: list[int] = []

    def keep(state: State, best: bool) -> None:
        asked.extend([state.step] * best)

    pictures = DecodedSet(discs.pictures, EIGHT)
    train(state, pictures, settings, Augment(), validate=lambda _: next(found), keep=keep)
    assert asked == kept
    assert (state.best, state.since_best) == (0.65, 3)


def test_the_state_of_another_training_is_refused(tmp_path: Path) -> None:
    state = new_state(small_network(), SMALL)
    assert not load_state(tmp_path / "state.safetensors", state, "mark")
    save_state(tmp_path / "state.safetensors", state, "mark")
    with pytest.raises(CheckpointError, match="other data or settings"):
        load_state(tmp_path / "state.safetensors", state, "other")


def test_a_loss_that_is_no_number_stops_with_the_step(discs: LabelSet) -> None:
    state = new_state(small_network(), SMALL)
    with torch.no_grad():
        state.network.head.levels[0].classes.weight.fill_(float("nan"))
    with pytest.raises(TrainingError, match=r"step 0: the loss is no number"):
        trained(discs, SMALL, state)


def test_classes_are_matched_by_name(tmp_path: Path) -> None:
    old = small_network(8)
    wanted = ClassList.of(["shoes", "trousers", "hair"])
    new = small_network(3, seed=2)
    before = new.head.levels[0].classes.weight[0].clone()
    said = transfer(new, wanted, old.state_dict(), EIGHT.names, "old")
    assert said.classes == {"trousers": "pants", "hair": "hair"} and said.fresh == ("shoes",)
    assert torch.equal(new.head.levels[1].classes.weight[1], old.head.levels[1].classes.weight[3])
    assert torch.equal(new.head.classmap.bias[2], old.head.classmap.bias[0])
    assert torch.equal(new.head.levels[0].classes.weight[0], before)
    assert torch.equal(new.backbone.stem[0].weight, old.backbone.stem[0].weight)
    assert "shoes" in str(said) and "pants" in str(said)


def test_weights_of_another_design_are_refused() -> None:
    other = Network(Design(backbone="csp", channels=48))
    with pytest.raises(CheckpointError, match="design"):
        transfer(small_network(), EIGHT, other.state_dict(), EIGHT.names, "other")


@pytest.mark.slow
def test_a_network_learns_discs_and_bars(discs: LabelSet) -> None:
    settings = SMALL.model_copy(update={"steps": 150, "batch": 4, "warmup": 10, "rate": 2e-3})
    _, told = trained(discs, settings)
    first, last = sum(told[0].losses.values()), sum(told[-1].losses.values())
    assert last < first / 3
