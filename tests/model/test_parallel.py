"""Training in two processes: the same weights in both, and those of one process with the whole batch.

Started as a program by torchrun, this file is what each of the processes does.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from toonseg.annotations.formats import read, write
from toonseg.annotations.labelset import LabelSet
from toonseg.classes import EIGHT
from toonseg.cli import main
from toonseg.errors import UsageError

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")

from safetensors.torch import load_file, save_file  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from toonseg.model.data.decoded import DecodedSet  # noqa: E402
from toonseg.model.data.samples import Augment  # noqa: E402
from toonseg.model.loss import Truth  # noqa: E402
from toonseg.model.network import Design, Network  # noqa: E402
from toonseg.model.train.loop import Report, new_state, train  # noqa: E402
from toonseg.model.train.parallel import ALONE, Ranks, elsewhere, rank_here, together  # noqa: E402
from toonseg.model.train.settings import TrainSettings  # noqa: E402
from toonseg.model.train.table import read_rows  # noqa: E402
from toonseg.model.trainable import Trainable  # noqa: E402

SETTINGS = TrainSettings(
    steps=3, batch=4, canvas=(96, 128), warmup=2, freeze=0, average=4, validate_every=2, patience=9,
    precision="float32", threads=1,
)  # fmt: skip


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


def learn(labels: Path, out: Path, ranks: Ranks) -> None:
    """Train both networks for three steps, and write down what came of it in this process."""
    pictures = DecodedSet(read(labels).pictures, EIGHT)
    for name in ("plain", "csp"):
        torch.manual_seed(1)
        network = Plain() if name == "plain" else Network(Design(backbone="csp", channels=32))
        state = new_state(network, SETTINGS)
        state.best = 0.3 if ranks.first else -1.0
        scores = iter([0.25, 0.5])
        told: list[Report] = []
        train(
            state, pictures, SETTINGS, Augment(), report=told.append, ranks=ranks,
            validate=(lambda _, scores=scores: next(scores)) if ranks.first else elsewhere,
        )  # fmt: skip
        found = {f"network.{k}": v for k, v in state.network.state_dict().items()}
        found |= {f"average.{k}": v for k, v in state.average.weights.items()}
        figures = [sum(one.losses.values()) for one in told if one.losses]
        found["told"] = torch.tensor([*figures, state.best, float(state.since_best)])
        save_file({k: v.contiguous() for k, v in found.items()}, out / f"{name}-{ranks.count}-{ranks.rank}")


def torchrun(*command: object) -> subprocess.CompletedProcess[str]:
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    known = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [*launch, *map(str, command)], capture_output=True, text=True, env=known, timeout=400, check=False
    )


@pytest.fixture
def labels(discs: LabelSet, tmp_path: Path) -> Path:
    """The discs as a COCO file."""
    write(discs, tmp_path / "labels.json", "coco")
    return tmp_path / "labels.json"


def test_two_processes_learn_what_one_would(labels: Path, tmp_path: Path) -> None:
    done = torchrun(Path(__file__), labels, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    learn(labels, tmp_path, ALONE)
    found: dict[str, tuple[Any, Any]] = {}
    for name in ("plain", "csp"):
        one, two = (load_file(tmp_path / f"{name}-2-{rank}") for rank in (0, 1))
        assert all(torch.equal(one[key], two[key]) for key in one)
        assert one["told"][3:].tolist() == [0.5, 0], "agreed on, though the second one validates nothing"
        found[name] = one, load_file(tmp_path / f"{name}-1-0")
    ours, whole = found["plain"]
    assert all(torch.allclose(ours[key], whole[key], atol=1e-5) for key in ours)
    assert not torch.equal(ours["network.layer.weight"], ours["average.layer.weight"])
    # Batch normalisation, and what a loss is divided by, look at two samples each, not at four.
    ours, whole = found["csp"]
    assert torch.allclose(ours["told"][:3], whole["told"][:3], rtol=0.25)
    mean = "network.backbone.stem.1.running_mean"
    assert torch.allclose(ours[mean], whole[mean], atol=0.05) and float(ours[mean].abs().max()) > 0


@pytest.mark.slow
def test_torchrun_leaves_one_run_folder_that_one_process_goes_on_with(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "recipe.toml").write_text(
        "[train]\nsteps = 3\nbatch = 2\ncanvas = [64, 96]\nfreeze = 0\nthreads = 1\nvalidate_every = 2\n"
        '[design]\nbackbone = "csp"\nchannels = 32\n'
    )
    command = ["train", labels, "--recipe", tmp_path / "recipe.toml", "--out", tmp_path / "run"]
    command += ["--hold-out", 0.25, "--device", "cpu", "--json"]
    done = torchrun("-m", "toonseg", *command)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)  # of the first process alone
    assert said["steps"] == 3
    rows = read_rows(tmp_path / "run" / "results.csv")
    assert [row.step for row in rows if row.losses] == [1, 2, 3]
    assert [row.step for row in rows if row.ap is not None] == [2, 3]
    files = {path.name for path in (tmp_path / "run").iterdir()}
    assert {"best.safetensors", "last.safetensors", "state.safetensors", "README.md"} <= files
    assert not [name for name in files if ".part-" in name]
    with pytest.raises(SystemExit) as again:
        main([str(word) for word in command])
    assert again.value.code == 0
    assert "goes on at step 3 of an earlier call" in json.loads(capsys.readouterr().out)["notes"]


def test_processes_share_a_batch_without_gap_or_overlap() -> None:
    shares = [list(Ranks(rank, 3).share(9)) for rank in range(3)]
    assert sorted(itertools.chain(*shares)) == list(range(9)) and {len(share) for share in shares} == {3}
    assert list(ALONE.share(4)) == [0, 1, 2, 3] and ALONE.shared(0.5) == 0.5


def test_what_cannot_be_shared_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rank_here() == 0
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert rank_here() == 1
    with pytest.raises(UsageError, match=r"3 samples cannot be shared by 2 processes\. Give --batch 4"):
        together("cpu", 3).__enter__()
    with pytest.raises(UsageError, match=r"'cuda:1' is one GPU for 2 processes"):
        together("cuda:1", 4).__enter__()


if __name__ == "__main__":
    torch.set_num_threads(1)
    with together("cpu", SETTINGS.batch) as (started, _):
        learn(Path(sys.argv[1]), Path(sys.argv[2]), started)
