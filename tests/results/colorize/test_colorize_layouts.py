"""Each layout loads in the library that it is made for."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray
from PIL import Image

import toonseg
from toonseg.annotations.formats import read, write
from toonseg.errors import RightsError
from toonseg.model.pixels import pixels_of
from toonseg.pictures import write_picture
from toonseg.results.colorize import colorize
from toonseg.results.colorize.aligned import KINDS
from toonseg.results.colorize.setfile import Layout

RIGHTS = "CC0, drawn by a test"


def made(title: Path, out: Path, layout: Layout, **options: Any) -> Path:
    """A set of the title with one of its three episodes as test set."""
    colorize(title, out, layout=layout, jobs=1, test=0.3, **options)
    return out


@pytest.fixture(scope="module")
def paired(title: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(title, tmp_path_factory.mktemp("sets") / "paired", "paired")


def values(data: bytes) -> NDArray[np.uint8]:
    """The indices of a palette PNG; webdataset's own decoder would make colours of them."""
    with Image.open(io.BytesIO(data)) as picture:
        return np.array(picture)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_paired_folders_have_the_same_names(paired: Path) -> None:
    for part, count in (("train", 8), ("test", 4)):
        names = {kind: sorted(path.name for path in (paired / part / kind).iterdir()) for kind in KINDS}
        assert set(map(tuple, names.values())) == {tuple(names["color"])} and len(names["color"]) == count
        assert [Path(row["file_name"]).name for row in lines(paired / part / "metadata.jsonl")] == names[
            "line"
        ]
    episodes = {
        part: {row["episode"] for row in lines(paired / part / "metadata.jsonl")}
        for part in ("train", "test")
    }
    assert len(episodes["train"]) == 2 and not episodes["train"] & episodes["test"]
    assert (paired / "rights.txt").read_text() == f"{RIGHTS}\n"
    about = json.loads((paired / "set.json").read_text())
    assert about["rights"] == RIGHTS and about["parts"]["test"]["samples"] == 4


def test_paired_folders_load_as_imagefolder(paired: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    loaded = datasets.load_dataset("imagefolder", data_dir=str(paired), cache_dir=str(tmp_path / "cache"))
    assert {part: len(loaded[part]) for part in loaded} == {"train": 8, "test": 4}
    row = loaded["train"][0]
    assert row["image"].mode == "RGB" and row["line"].mode == "L" and row["classes"].mode == "P"
    assert {row[kind].size for kind in ("image", *KINDS[1:])} == {(120, 150)}
    assert row["prompt"].startswith("a person with brown hair")


@pytest.mark.parametrize("layout", ["paired", "webdataset", "hf", "pixel-free"])
def test_annotations_load_in_pycocotools(layout: Layout, title: Path, tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco", reason="pycocotools is not installed")
    out = made(title, tmp_path / "set", layout)
    path = out / "train" / "annotations.json" if layout == "paired" else out / "annotations" / "train.json"
    loaded = coco.COCO(str(path))
    assert len(loaded.imgs) == 8 and len(loaded.anns) == 8 * 2 + 4
    assert json.loads(path.read_text())["info"]["rights"] == RIGHTS
    one = loaded.anns[1]
    image = loaded.imgs[one["image_id"]]
    mask = loaded.annToMask(one)
    assert mask.shape == (image["height"], image["width"]) == (150, 120) and mask.sum() == one["area"] > 0
    if layout == "paired":
        with Image.open(out / "train" / image["file_name"]) as picture:
            assert picture.size == (120, 150)


def test_shards_stream_in_webdataset(title: Path, tmp_path: Path) -> None:
    webdataset = pytest.importorskip("webdataset", reason="webdataset is not installed")
    out = made(title, tmp_path / "set", "webdataset")
    (shard,) = sorted(out.glob("train-*.tar"))
    assert shard.name == "train-000000.tar"
    maps = webdataset.handle_extension("classes.png instances.png", values)
    samples = list(webdataset.WebDataset(str(shard), shardshuffle=False).decode(maps, "pil"))
    assert len(samples) == 8 and not (out / ".work").exists()
    for sample in samples:
        assert sample["json"]["key"] == sample["__key__"] and sample["json"]["rights"] == RIGHTS
        assert sample["txt"] == sample["json"]["prompt"]
        assert {sample[f"{kind}.png"].size for kind in KINDS[:4]} == {(120, 150)}
        assert sample["classes.png"].shape == sample["instances.png"].shape == (150, 120)
        numbers = np.unique(sample["instances.png"]).tolist()
        assert set(numbers) == {0, *(one["number"] for one in sample["json"]["objects"])}


def test_shards_are_begun_by_size(title: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from toonseg.results.colorize import verb

    monkeypatch.setattr(verb, "MEGABYTE", 30_000)
    out = made(title, tmp_path / "set", "webdataset", shard_mb=1)
    shards = sorted(out.glob("train-*.tar"))
    assert len(shards) > 1 and shards[-1].name == f"train-{len(shards) - 1:06d}.tar"
    members = []
    for shard in shards:
        with tarfile.open(shard) as tar:
            members += tar.getmembers()
            assert len(tar.getmembers()) % 8 == 0
    assert len(members) == 8 * 8
    assert {(one.mtime, one.uid, one.uname) for one in members} == {(0, 0, "")}


def test_parquet_loads_in_datasets(title: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    out = made(title, tmp_path / "set", "hf")
    loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    assert {part: len(loaded[part]) for part in loaded} == {"train": 8, "test": 4}
    features = loaded["train"].features
    assert all(isinstance(features[kind], datasets.Image) for kind in KINDS)
    row = loaded["train"][0]
    assert {row[kind].size for kind in KINDS} == {(120, 150)}
    assert row["line"].mode == "L" and row["classes"].mode == "P"
    label = features["objects"].feature["class_id"] if hasattr(features["objects"], "feature") else None
    assert label is not None and label.int2str(row["objects"][0]["class_id"]) == "hair"
    assert row["objects"][0]["palette"][0]["rgb"].startswith("#") and row["rights"] == RIGHTS


def test_the_card_says_what_the_shards_hold(title: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")
    out = made(title, tmp_path / "set", "hf")
    _, front, text = (out / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    info = yaml.safe_load(front)["dataset_info"]
    schema = parquet.read_schema(out / "data" / "train-00000-of-00001.parquet")
    assert [one["name"] for one in info["features"]] == schema.names
    assert [(one["name"], one["num_examples"]) for one in info["splits"]] == [("train", 8), ("test", 4)]
    assert info["download_size"] == sum(path.stat().st_size for path in (out / "data").iterdir())
    told = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
    assert list(told) == schema.names
    assert f"## Rights\n{RIGHTS}" in text and "| hair | 8 | 4 |" in text


def test_a_pixel_free_set_has_no_pictures_and_gives_them_back(write_title: Any, tmp_path: Path) -> None:
    title = write_title(tmp_path / "rain", rights="all rights reserved")
    with pytest.raises(RightsError):
        colorize(title, tmp_path / "set", jobs=1)
    out = made(title, tmp_path / "free", "pixel-free")
    kinds = {path.suffix for path in out.rglob("*") if path.is_file()}
    assert kinds == {".json", ".jsonl", ".gz", ".txt"}
    assert not any(b"\x89PNG" in path.read_bytes() for path in out.rglob("*") if path.is_file())
    toonseg.rehydrate(out / "source.json.gz", title / "episodes", tmp_path / "again")
    colorize(tmp_path / "again" / "coco.json", tmp_path / "set", jobs=1, test=0.3, have_the_rights=True)
    for part in ("train", "test"):
        before = lines(out / f"{part}.jsonl")
        after = lines(tmp_path / "set" / part / "metadata.jsonl")
        told = ("key", "prompt", "pixels_sha256", "box", "objects")
        assert [[row[name] for name in told] for row in after] == [
            [row[name] for name in told] for row in before
        ]


def test_the_sheet_shows_the_first_samples(title: Path, tmp_path: Path) -> None:
    out = made(title, tmp_path / "set", "webdataset", sheet=True)
    with Image.open(out / "sheet.png") as sheet:
        pixels = np.asarray(sheet)
    assert pixels.shape[1] == 1688
    for colour in ((40, 70, 190), (200, 30, 40)):  # of shirts and ties, in the column of colour
        assert (pixels[:, :290] == colour).all(axis=2).any()
    assert not (pixels[:, 302:560] == (40, 70, 190)).all(axis=2).any()  # the palettes are left of it


def test_a_pixel_free_set_of_labels_comes_back_beside_their_pictures(title: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    labels = read(title)
    placed = []
    for one in labels.pictures:
        pixels = pixels_of(replace(one, path=title / "episodes" / one.file.split("/")[0]))
        write_picture(mine / one.file, pixels, "png")
        placed.append(replace(one, path=mine / one.file, origin=None))
    write(labels.with_pictures(tuple(placed)), mine / "labels.json", "coco")
    out = made(mine / "labels.json", tmp_path / "free", "pixel-free")
    assert not (out / "source.json.gz").exists()
    shutil.copy(out / "annotations" / "train.json", mine / "train.json")
    again = colorize(mine / "train.json", tmp_path / "set", jobs=1, test=0)
    assert again.samples == 8
    before, after = lines(out / "train.jsonl"), lines(tmp_path / "set" / "train" / "metadata.jsonl")
    assert [row["pixels_sha256"] for row in after] == [row["pixels_sha256"] for row in before]
