"""COCO sets of cuts: what other tools read in them, and what a killed run leaves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from toonseg.errors import UsageError
from toonseg.synth.titles import Order, write_cuts
from toonseg.synth.titles.dataset import cut_size, draw_numbered
from toonseg.synth.titles.statistics import PUBLISHED_FD, measure_coco

ORDER = Order(seed=5, style="comedy")


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    write_cuts(folder, ORDER, 3, jobs=1)
    return folder


def test_pycocotools_reads_the_masks_that_were_drawn(three: Path) -> None:
    coco = COCO(str(three / "annotations.json"))
    assert sorted(coco.getCatIds()) == list(range(1, 9))
    assert coco.getImgIds() == [1, 2, 3]
    assert sorted(coco.getAnnIds()) == list(range(1, len(coco.getAnnIds()) + 1))
    for number in (1, 2, 3):
        cut = draw_numbered(ORDER, number - 1)
        (image,) = coco.loadImgs([number])
        pixels = np.array(Image.open(three / "images" / image["file_name"]))
        assert np.array_equal(pixels, cut.picture)
        found = coco.loadAnns(coco.getAnnIds(imgIds=[number]))
        assert len(found) == len(cut.instances)
        for one, said in zip(cut.instances, found, strict=True):
            mask = coco.annToMask(said).astype(bool)
            x, y, w, h = said["bbox"]
            assert mask.sum() == said["area"] == one.area
            assert np.array_equal(mask[y : y + h, x : x + w], one.mask)
            assert said["category_id"] == one.cls.category


def test_a_killed_run_goes_on_and_a_longer_one_adds(three: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    write_cuts(folder, ORDER, 2, jobs=1)
    (folder / "annotations.json").unlink()
    (folder / "images" / "000002.png").unlink()
    (folder / "images" / ".part-0.png").write_bytes(b"half a picture")
    kept = (folder / "images" / "000001.png").stat().st_mtime_ns
    made = write_cuts(folder, ORDER, 3, jobs=1)
    assert made.cuts == 3
    assert files(folder) == files(three)
    assert (folder / "images" / "000001.png").stat().st_mtime_ns == kept


def test_what_is_whole_is_kept(three: Path) -> None:
    before = files(three)
    assert write_cuts(three, ORDER, 3, jobs=1).kept == 3
    assert files(three) == before


def test_another_order_in_the_same_folder_is_refused(three: Path) -> None:
    with pytest.raises(UsageError, match="another order"):
        write_cuts(three, Order(seed=6, style="comedy"), 3, jobs=1)


@pytest.mark.slow
def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    for jobs in (1, 2):
        write_cuts(tmp_path / str(jobs), Order(seed=1), 22, jobs=jobs)
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_sizes_are_those_of_the_published_sets() -> None:
    rng = np.random.default_rng(0)
    sizes = np.array([cut_size(rng) for _ in range(4000)])
    assert 370 < np.median(sizes[:, 0]) < 410
    assert sizes[:, 0].min() >= 177 and sizes[:, 0].max() <= 1351
    assert 0.75 < (sizes[:, 1] == 690).mean() < 0.85


def test_statistics_count_what_is_in_the_file(three: Path) -> None:
    data = json.loads((three / "annotations.json").read_text(encoding="utf-8"))
    measured = measure_coco(three / "annotations.json")
    assert measured.cuts == 3
    assert sum(measured.counts.values()) == len(data["annotations"])
    assert abs(sum(measured.share(cls) for cls in measured.counts) - 1) < 1e-9
    assert "| hair |" in measured.beside(PUBLISHED_FD)
