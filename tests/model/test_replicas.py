"""Shares of a batch learned at the same time: what one network would learn, and the same each time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from toonseg.annotations.labelset import LabelSet
from toonseg.classes import EIGHT

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")

from torch import Tensor, nn  # noqa: E402

from toonseg.errors import TrainingError  # noqa: E402
from toonseg.model.data.decoded import DecodedSet  # noqa: E402
from toonseg.model.data.samples import Augment  # noqa: E402
from toonseg.model.loss import Truth  # noqa: E402
from toonseg.model.network import Design, Network  # noqa: E402
from toonseg.model.train.loop import Report, State, new_state, train  # noqa: E402
from toonseg.model.train.parallel import statistics  # noqa: E402
from toonseg.model.train.replicas import replicas_of  # noqa: E402
from toonseg.model.train.settings import TrainSettings  # noqa: E402
from toonseg.model.trainable import Trainable  # noqa: E402

SETTINGS = TrainSettings(
    steps=3, batch=4, canvas=(96, 128), warmup=2, freeze=0, average=4, validate_every=0, precision="float32"
)


class Plain(Trainable):
    """One convolution whose loss is a mean over samples, so that it must not matter how they are shared."""

    kind, mask_stride, design = "plain", 4, None

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(3, 1, 8, 4, 2)
        self.idle = nn.Parameter(torch.ones(3))

    def losses(self, pictures: Tensor, truths: Sequence[Truth]) -> dict[str, Tensor]:
        wanted = torch.stack([t.masks.amax(0) if len(t.masks) else torch.zeros(24, 32) for t in truths])
        return {"mask": ((self.layer(pictures / 255.0)[:, 0] - wanted) ** 2).mean()}

    def stages(self) -> list[nn.Module]:
        return []

    def backbone_parameters(self) -> list[nn.Parameter]:
        return []


class Lots(Plain):
    draws_lots = True


class Broken(Plain):
    def losses(self, pictures: Tensor, truths: Sequence[Truth]) -> dict[str, Tensor]:
        return {"mask": self.layer(pictures).sum() * float("nan")}


def learned(network: Trainable, labels: LabelSet, replicas: int) -> tuple[State, list[float]]:
    """Three steps; the state, and the loss of each."""
    told: list[Report] = []
    settings = SETTINGS.model_copy(update={"replicas": replicas})
    state = new_state(network, settings)
    train(state, DecodedSet(labels.pictures, EIGHT), settings, Augment(), report=told.append)
    return state, [sum(one.losses.values()) for one in told]


def of(network: type[Trainable] | Design) -> Trainable:
    torch.manual_seed(1)
    return Network(network) if isinstance(network, Design) else network()


@pytest.mark.parametrize("replicas", [2, 3, 4])
def test_shares_learn_what_the_whole_batch_would(discs: LabelSet, replicas: int) -> None:
    whole, losses = learned(of(Plain), discs, 1)
    shared, again = learned(of(Plain), discs, replicas)
    assert again == pytest.approx(losses, rel=1e-5)
    for mine, its in zip(shared.network.parameters(), whole.network.parameters(), strict=True):
        assert torch.allclose(mine, its, atol=1e-5)
    assert not torch.equal(
        whole.network.get_parameter("layer.weight"), of(Plain).get_parameter("layer.weight")
    )


def test_normalisation_is_averaged_and_threads_change_nothing(discs: LabelSet) -> None:
    design = Design(backbone="csp", channels=32)
    whole, losses = learned(of(design), discs, 1)
    first, one = learned(of(design), discs, 2)
    second, two = learned(of(design), discs, 2)
    assert one == two
    weights = first.network.state_dict()
    assert all(torch.equal(value, second.network.state_dict()[name]) for name, value in weights.items())
    # Batch normalisation, and what a loss is divided by, look at two samples each, not at four.
    assert one == pytest.approx(losses, rel=0.25)
    mean = "backbone.stem.1.running_mean"
    assert torch.allclose(weights[mean], whole.network.state_dict()[mean], atol=0.05)
    assert float(weights[mean].abs().max()) > 0


def test_replicas_keep_weights_in_one_memory_and_gradients_apart() -> None:
    network, threads = of(Design(backbone="csp", channels=32)), torch.get_num_threads()
    with replicas_of(network, 2, 4) as replicas:
        mine, its = (next(one.parameters()) for one in replicas.networks)
        with torch.no_grad():
            mine.add_(1.0)
        assert torch.equal(mine, its) and mine is not its
        for one, value in zip(replicas.networks, (1.0, 3.0), strict=True):
            one.train()
            statistics(one)[0].fill_(value)
        replicas.average_statistics()
        assert all(float(statistics(one)[0].mean()) == 2.0 for one in replicas.networks)
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize(
    ("network", "count", "batch", "shares"),
    [(Plain, 2, 4, 2), (Plain, 4, 6, 3), (Plain, 9, 2, 2), (Lots, 2, 4, 1)],
)
def test_there_are_as_many_as_a_batch_can_be_parted_among(
    network: type[Trainable], count: int, batch: int, shares: int
) -> None:
    with replicas_of(of(network), count, batch) as replicas:
        assert len(replicas.networks) == shares


def test_what_goes_wrong_in_a_share_is_told(discs: LabelSet) -> None:
    with pytest.raises(TrainingError, match="no number any more"):
        learned(of(Broken), discs, 2)
