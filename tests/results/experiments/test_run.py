"""`toonseg experiment`: a whole run, the same again, a killed one."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toonseg.cli import main
from toonseg.errors import CheckpointError
from toonseg.evaluation import compare
from toonseg.results.experiments import Progress, experiment, training
from toonseg.results.experiments.outcome import Experimented
from toonseg.results.experiments.testing import gain


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, texts: Any, write_discs: Callable[[Path, int], None]
) -> tuple[Path, Experimented, list[Progress]]:
    """A recipe with everything in it, done once for the tests of this file."""
    folder = tmp_path_factory.mktemp("experiments")
    write_discs(folder / "fd", 1)
    write_discs(folder / "lr", 2)
    path = folder / "recipe.toml"
    path.write_text(texts.head + texts.transfer + texts.single + texts.blocks)
    seen: list[Progress] = []
    return path, experiment(path, folder / "out", device="cpu", jobs=1, report=seen.append), seen


def test_a_whole_run_writes_what_it_found(whole: tuple[Path, Experimented, list[Progress]]) -> None:
    _, done, seen = whole
    assert [one.done.name for one in done.trained] == [
        "FD", "FD, then LR", "LR", "FD, episodes 1", "FD, episodes 2", "FD, 2 cuts", "FD, 4 cuts",
        "FD, early episodes", "FD, all episodes",
    ]  # fmt: skip
    assert [one.trained.done.steps for one in done.trials] == [2, 3, 3]
    report = (done.folder / "report.md").read_text(encoding="utf-8")
    for heading in (
        "## Findings", "### Masks (segm)", "### Boxes (bbox)", "## The best against the last weights",
        "## Random splits and splits by episode", "## By the number of labelled cuts", "## Style drift in FD",
        "## What was trained", "## How far to trust this",
    ):  # fmt: skip
        assert f"\n{heading}\n" in report
    assert "| 5 | FD, then LR | LR |" in report and "| 55.283 |" in report
    assert all(str(one) in report for one in done.findings)
    for name in ("experiments", "differences", "cuts", "episodes"):
        assert f"(plots/{name}.svg)" in report
        ET.parse(done.folder / "plots" / f"{name}.svg")
    found = json.loads((done.folder / "results.json").read_text(encoding="utf-8"))
    by_name = {one["name"]: one for one in found["experiments"]}
    assert by_name["5"]["published"] == 55.283
    assert by_name["5"]["segm"]["AP"] == pytest.approx(done.trials[0].found.segm.scores.ap)
    assert found["claims"][0]["findings"][0]["published"] == pytest.approx(55.283 - 48.234)
    assert set(found["counts"]["cuts"]) == {"2", "4"}
    assert set(found["drift"]["episodes"]) == {"0001", "0002"}
    last = [one for one in seen if one.finished]
    assert [one.number for one in last] == list(range(1, 10)) and {one.of for one in last} == {9}
    shares = [one.share for one in seen]
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)
    assert last[-2].seconds_left is not None and last[-1].seconds_left == pytest.approx(0, abs=1e-6)


def test_the_tests_were_not_learned(whole: tuple[Path, Experimented, list[Progress]]) -> None:
    _, done, _ = whole
    tested = {one.file for title in done.titles for one in title.test.pictures}
    for one in done.trained:
        settings = json.loads((one.folder / "settings.json").read_text())
        assert settings["pictures"] == one.done.cuts - one.done.held_back
        assert not tested & set(settings["validation"]) and len(settings["validation"]) == one.done.held_back


def test_a_difference_is_that_of_eval(whole: tuple[Path, Experimented, list[Progress]]) -> None:
    _, done, _ = whole
    files = sorted((done.folder / "predictions").glob("*.json"))
    truth = done.titles[0].test
    there = [path for path in files if "FD/" in path.read_text()][:2]
    assert len(there) == 2
    oracle = compare(truth, there[0], there[1], resamples=100)
    assert gain(oracle.predictions, oracle.against) == oracle.kinds[-1].ap


def test_the_same_again_trains_and_tests_nothing(
    whole: tuple[Path, Experimented, list[Progress]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, done, _ = whole
    before = (done.folder / "results.json").read_bytes()
    said: list[str] = []
    monkeypatch.setattr(training, "train", None)  # would fail if it were called
    experiment(path, done.folder, device="cpu", jobs=1, say=said.append)
    assert not [line for line in said if line.startswith(("training ", "testing "))]
    assert (done.folder / "results.json").read_bytes() == before


def test_what_changes_is_done_anew_and_nothing_else(
    texts: Any, whole: tuple[Path, Experimented, list[Progress]], tmp_path: Path
) -> None:
    path, done, _ = whole
    other = path.with_name("other.toml")
    other.write_text(
        (texts.head + texts.transfer + texts.single).replace(
            "transfer = { steps = 2 }", "transfer = { steps = 1 }"
        )
    )
    said: list[str] = []
    experiment(other, done.folder, device="cpu", jobs=1, say=said.append)
    assert [line for line in said if line.startswith("training ")] == ["training FD, then LR: 8 cuts"]
    (done.folder / "predictions").rename(tmp_path / "gone")
    said.clear()
    experiment(other, done.folder, device="cpu", jobs=1, say=said.append)
    assert not [line for line in said if line.startswith("training ")]
    assert len([line for line in said if line.startswith("testing ")]) == 3


def test_a_killed_run_goes_on(
    texts: Any,
    recipe: Callable[[str], Path],
    tmp_path: Path,
    whole: tuple[Path, Experimented, list[Progress]],
) -> None:
    path = recipe(texts.head + texts.transfer)

    class KilledError(Exception):
        pass

    def kill(one: Progress) -> None:
        if one.number == 2 and not one.finished:
            raise KilledError

    with pytest.raises(KilledError):
        experiment(path, tmp_path / "out", device="cpu", report=kill)
    assert not (tmp_path / "out" / "report.md").exists()
    folders = sorted((tmp_path / "out" / "trainings").iterdir())
    assert [(one / "done.json").is_file() for one in folders] == [True, False]
    said: list[str] = []
    after = experiment(path, tmp_path / "out", device="cpu", say=said.append)
    assert [line for line in said if line.startswith("training ")] == ["training FD, then LR: 8 cuts"]
    # The same as in a run that nobody killed, whose titles lie elsewhere.
    straight = whole[1]
    assert [one.folder.name for one in after.trained] == [one.folder.name for one in straight.trained[:2]]
    boxes = [one.trials[0].found.bbox.scores for one in (straight, after)]
    assert boxes[0].ap == pytest.approx(boxes[1].ap, nan_ok=True)
    assert [one.predicted for one in boxes[0].per_class] == [one.predicted for one in boxes[1].per_class]


def test_other_pixels_are_another_training(
    texts: Any,
    recipe: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    whole: tuple[Path, Experimented, list[Progress]],
) -> None:
    shutil.copytree(whole[1].folder / "trainings", tmp_path / "out" / "trainings")
    path = recipe(texts.head + texts.single.split("[[claims]]")[0])
    known = {one.folder.name for one in whole[1].trained}
    code, first = verb(capsys, path, tmp_path / "out")
    names = [Path(one["folder"]).name for one in first["trainings"]]
    assert code == 0 and first["ok"] and len(names) == 2 and set(names) <= known
    for one in (tmp_path / "fd").rglob("*.png"):
        one.write_bytes((tmp_path / "lr" / one.relative_to(tmp_path / "fd")).read_bytes())
    _, second = verb(capsys, path, tmp_path / "out")
    changed = [Path(one["folder"]).name for one in second["trainings"]]
    assert changed[0] not in known and changed[1] == names[1]


def test_the_network_and_its_start_are_handed_on(
    texts: Any, recipe: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = texts.head.replace('start = "imagenet"', 'network = "maskrcnn"\nstart = "scratch"')
    asked: list[dict[str, Any]] = []

    class StopError(Exception):
        pass

    def train(*_: Any, **options: Any) -> None:
        asked.append(options)
        raise StopError

    monkeypatch.setattr(training, "train", train)
    for text in (head, texts.head):
        with pytest.raises(StopError):
            experiment(recipe(text + texts.transfer), tmp_path / "out", device="cpu")
    assert [(one["network"], one["start"]) for one in asked] == [("maskrcnn", "scratch"), (None, None)]
    assert all(one["recipe"].train.steps == 3 and one["validation"].pictures for one in asked)


def verb(capsys: pytest.CaptureFixture[str], recipe: Path, out: Path) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SystemExit) as done:
        main(["experiment", str(recipe), "--out", str(out), "--device", "cpu", "--jobs", "1", "--json"])
    return int(str(done.value.code)), json.loads(capsys.readouterr().out)


def test_the_verb_says_what_is_wrong(
    texts: Any, recipe: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recipe(texts.head.replace("imagenet", "nowhere.safetensors") + texts.transfer)
    code, said = verb(capsys, path, tmp_path / "out")
    assert code == 1 and said["error"] == CheckpointError.__name__
    assert "nowhere.safetensors: is not there. Give a .safetensors file" in said["message"]
    code, said = verb(capsys, tmp_path / "no-recipe.toml", tmp_path / "out")
    assert code == 1 and said["error"] == "SettingsError" and "no-recipe.toml" in said["subject"]
