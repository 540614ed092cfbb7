"""`toonseg.predict`: what is looked at, what is written, going on after a kill, what fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations.formats import Format, read, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet
from toonseg.cuts.cutlist import Cut, CutList, PagePlace, RoughCut, StripPlan
from toonseg.errors import LabelError, SourceError, UsageError
from toonseg.evaluation import evaluate
from toonseg.model.decode import Float
from toonseg.model.predicting.gather import gather
from toonseg.model.seen import Raw, locations
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import Rgb, decode, write_picture
from toonseg.workspace import write_json


def _pixels(path: Path) -> Rgb:
    return decode(path.read_bytes(), path)


class Finder:
    """A network that finds the reddest place as hair and the bluest as pants; counts its calls."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, canvas: Float) -> Raw:
        self.asked += 1
        _, height, width = canvas.shape
        centres, _ = locations(height, width)
        red, _, blue = canvas
        masks = np.stack([red - blue > 90, blue - red > 90])
        classes = np.full((len(centres), 2), -9.0, np.float32)
        boxes = np.zeros((len(centres), 4), np.float32)
        kernels = np.zeros((len(centres), 3), np.float32)
        for cls, mask in enumerate(masks):
            rows, columns = np.nonzero(mask)
            if rows.size:
                box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
                place = cls + 2 * (int(columns.mean()) % 7)
                classes[place, cls], boxes[place], kernels[place, cls] = 3.0 - 3.5 * cls, box, 1.0
        return Raw(
            classes, np.full(len(centres), 4.0, np.float32), boxes, kernels,
            masks[:, ::4, ::4].astype(np.float32) * 2 - 1, np.zeros_like(masks[:, ::4, ::4], np.float32),
        )  # fmt: skip


@pytest.fixture
def finder() -> Finder:
    return Finder()


@pytest.fixture
def segmenter(finder: Finder) -> Segmenter:
    """Sure of hair, unsure of pants (about .6)."""
    return Segmenter(finder, ("hair", "pants"), "prototypes", 0.7, "finder")


def test_a_folder_becomes_a_set_that_everything_reads(
    discs: LabelSet, tmp_path: Path, segmenter: Segmenter
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "10.png").write_bytes((tmp_path / "1.png").read_bytes())
    out = tmp_path / "made" / "p.json"
    made = toonseg.predict(tmp_path, out, model=segmenter, every=True)
    assert made.files == (out,) and not made.errors and made.threshold == pytest.approx(0.05)
    names = [one.file for one in made.labels.pictures]
    assert names == [f"../{n}.png" for n in (*range(8), 10)]
    again = read(out)
    assert not again.problems and all(one.path is not None for one in again.pictures)
    assert all(one.score is not None and one.source == "finder" for one in again.instances)
    assert {one.cls for one in again.instances} == {"hair", "pants"}
    assert json.loads(out.read_text())["images"][0]["width"] == 128
    assert not list(out.parent.glob(".*"))


def test_results_have_the_ids_of_another_file(discs: LabelSet, tmp_path: Path, segmenter: Segmenter) -> None:
    labels = tmp_path / "labels.json"
    write(discs, labels, Format.COCO)
    data = json.loads(labels.read_text())
    for image in data["images"]:
        image["id"] += 100
    for annotation in data["annotations"]:
        annotation["image_id"] += 100
    data["categories"] = [{**one, "id": one["id"] + 20} for one in data["categories"]]
    data["annotations"] = [{**one, "category_id": one["category_id"] + 20} for one in data["annotations"]]
    labels.write_text(json.dumps(data))
    out = tmp_path / "results.json"
    toonseg.predict(tmp_path, out, model=segmenter, coco=labels, every=True)
    results = json.loads(out.read_text())
    assert {one["image_id"] for one in results} == set(range(101, 109))
    assert {one["category_id"] for one in results} == {21, 24}
    found = evaluate(labels, out, resamples=0)
    assert found.segm.scores.ap50 == pytest.approx(100)


def test_pictures_that_the_coco_file_does_not_have_fail(
    discs: LabelSet, tmp_path: Path, segmenter: Segmenter
) -> None:
    labels, out = tmp_path / "labels.json", tmp_path / "results.json"
    first, second = discs.pictures[:2]
    write(discs.with_pictures((first, replace(second, width=120))), labels, Format.COCO)
    made = toonseg.predict([tmp_path / f"{n}.png" for n in range(3)], out, model=segmenter, coco=labels)
    assert list(made.errors) == ["1.png", "2.png"]
    assert "128 x 96 pixels, but 120 x 96" in str(made.errors["1.png"])
    assert "no images of labels.json are called so" in str(made.errors["2.png"])
    assert {one["image_id"] for one in json.loads(out.read_text())} == {1}


def test_thresholds_and_classes(discs: LabelSet, tmp_path: Path, segmenter: Segmenter) -> None:
    def counts(**how: object) -> dict[str, int]:
        return toonseg.predict(tmp_path, tmp_path / "p.json", model=segmenter, **how).counts

    assert counts() == {"hair": 8}
    assert counts(threshold=0.5) == {"hair": 8, "pants": 8}
    assert counts(only=["pants"], every=True) == {"pants": 8}
    assert counts(threshold=1) == {}
    with pytest.raises(UsageError, match="no class here"):
        counts(only=["hat"])
    with pytest.raises(UsageError, match="excludes --all"):
        counts(threshold=0.5, every=True)


def test_a_careful_look_is_four_and_is_not_taken_for_one(
    discs: LabelSet, tmp_path: Path, segmenter: Segmenter, finder: Finder
) -> None:
    out = tmp_path / "careful.json"
    whole = [picture.path for picture in discs.pictures if picture.path is not None]
    made = toonseg.predict(whole, out, model=segmenter, careful=True)
    assert finder.asked == 4 * len(whole)
    assert made.counts["hair"] == len(whole)
    assert made.labels.pictures[0].instances[0].score == pytest.approx(
        segmenter.find(_pixels(whole[0]))[0].score, abs=0.01
    )


def test_a_killed_run_goes_on(discs: LabelSet, tmp_path: Path, segmenter: Segmenter, finder: Finder) -> None:
    out = tmp_path / "p.json"
    toonseg.predict(tmp_path, out, model=segmenter)
    whole = out.read_bytes()
    out.unlink()
    assert finder.asked == 8

    class KilledError(Exception):
        pass

    def stop(file: str, _error: object, _count: int) -> None:
        if file == "4.png":
            raise KilledError

    with pytest.raises(KilledError):
        toonseg.predict(tmp_path, out, model=segmenter, on_picture=stop)
    assert finder.asked == 13 and not out.exists()
    part = tmp_path / ".p.json.part.jsonl"
    with part.open("ab") as file:
        file.write(b'{"file": "5.png", "st')  # killed while writing
    other = replace(segmenter, threshold=0.4)
    made = toonseg.predict(tmp_path, out, model=segmenter)
    assert made.kept == 5 and finder.asked == 16
    assert out.read_bytes() == whole and not part.exists()
    assert toonseg.predict(tmp_path, out, model=other).kept == 0


def test_a_picture_that_changed_is_looked_at_again(
    discs: LabelSet, tmp_path: Path, segmenter: Segmenter, finder: Finder
) -> None:
    out = tmp_path / "p.json"
    (tmp_path / "9.png").write_bytes(b"no picture")
    assert list(toonseg.predict(tmp_path, out, model=segmenter).errors) == ["9.png"]
    write_picture(tmp_path / "3.png", np.full((50, 60, 3), 128, np.uint8), "png")
    (tmp_path / "9.png").unlink()
    made = toonseg.predict(tmp_path, out, model=segmenter)
    assert made.kept == 7 and finder.asked == 9
    assert made.labels.pictures[3].size == (50, 60) and not made.labels.pictures[3].instances


def test_bad_pictures_cost_only_themselves(discs: LabelSet, tmp_path: Path, segmenter: Segmenter) -> None:
    (tmp_path / "2.png").write_bytes((tmp_path / "2.png").read_bytes()[:300])
    (tmp_path / "5.png").write_bytes(b"")
    made = toonseg.predict(tmp_path, tmp_path / "p.json", model=segmenter)
    assert [Path(name).name for name in made.errors] == ["2.png", "5.png"]
    assert len(made.labels.pictures) == 6 and made.counts == {"hair": 6}
    assert not made.as_json()["ok"] and "2 pictures failed" in "\n".join(made.lines())


def test_labels_keep_their_names_and_are_never_written_over(
    discs: LabelSet, tmp_path: Path, segmenter: Segmenter
) -> None:
    labels, out = tmp_path / "labels.json", tmp_path / "sub" / "p.json"
    write(discs, labels, Format.COCO)
    before = labels.read_bytes()
    made = toonseg.predict(labels, out, model=segmenter, every=True)
    assert [one.file for one in made.labels.pictures] == [one.file for one in discs.pictures]
    assert evaluate(labels, out, resamples=0).segm.scores.ap50 == pytest.approx(100)
    with pytest.raises(UsageError, match="is read and cannot be written"):
        toonseg.predict(labels, labels, model=segmenter)
    with pytest.raises(UsageError, match="no file of predictions"):
        toonseg.predict(tmp_path, labels, model=segmenter)
    (tmp_path / "notes.json").write_text("notes")
    with pytest.raises(UsageError, match="no file of predictions"):
        toonseg.predict(tmp_path, tmp_path / "notes.json", model=segmenter)
    with pytest.raises(UsageError, match="is a folder"):
        toonseg.predict(tmp_path, tmp_path, model=segmenter)
    assert labels.read_bytes() == before


@pytest.fixture
def title(discs: LabelSet, tmp_path: Path) -> Path:
    """A title of two episodes of four cuts each."""
    root = tmp_path / "my-title"
    for episode, first in (("0001", 0), ("0002", 4)):
        (root / "episodes" / episode / "pages").mkdir(parents=True)
        cuts, rough = [], []
        for k in range(4):
            y, name = 100 * k, f"{100 * k:06d}"
            cuts.append(
                Cut(id=name, kind="panel", box=(0, y, 128, y + 96), rough=name, confidence=1, flags=[])
            )
            rough.append(RoughCut(id=name, box=(0, y, 128, y + 96)))
            write_picture(
                root / "cuts" / episode / f"{name}.png",
                toonseg_pixels(discs.pictures[first + k].path), "png",
            )  # fmt: skip
        page = PagePlace(file="000.png", y=0, width=128, height=400)
        strip = StripPlan(width=128, height=400, pages=[page])
        made = CutList(strip=strip, gutters=[], rough=rough, cuts=cuts)
        write_json(root / "cuts" / episode / "cuts.json", made)
    return root


def toonseg_pixels(path: Path | None) -> np.ndarray:  # type: ignore[type-arg]
    from toonseg.pictures import decode

    assert path is not None
    return decode(path.read_bytes(), path)


def test_a_title_gets_a_file_an_episode_and_keeps_its_labels(title: Path, segmenter: Segmenter) -> None:
    made = toonseg.predict(title, model=segmenter)
    assert made.files == (title / "predictions/0001.json", title / "predictions/0002.json")
    found = read(made.files[1])
    assert [one.file for one in found.pictures] == [f"0002/{100 * k:06d}.png" for k in range(4)]
    assert not (title / "labels").exists()
    toonseg.convert(made.files[1], title, "title")
    labels = read(title)
    assert [len(one.instances) for one in labels.pictures] == [0] * 4 + [1] * 4
    assert all(isinstance(one, Instance) and one.source == "finder" for one in labels.instances)
    assert toonseg.predict(title / "episodes" / "0001", model=segmenter).files == made.files[:1]


def test_a_title_that_is_predicted_again_is_looked_at_only_where_it_is_new(
    title: Path, segmenter: Segmenter
) -> None:
    first = toonseg.predict(title, model=segmenter)
    kept = {path.name: path.read_bytes() for path in (title / "predictions").iterdir()}
    assert first.kept == 0 and toonseg.predict(title, model=segmenter).kept == 8
    assert {path.name: path.read_bytes() for path in (title / "predictions").iterdir()} == kept
    write_picture(title / "cuts/0002/000100.png", np.zeros((96, 128, 3), np.uint8), "png")
    assert toonseg.predict(title, model=segmenter).kept == 7
    # An episode by itself forgets nothing of the others.
    assert toonseg.predict(title / "episodes" / "0001", model=segmenter).kept == 4
    assert toonseg.predict(title, model=segmenter).kept == 8
    whole = toonseg.predict(title, title.parent / "all.json", model=segmenter, every=True)
    assert len(whole.labels.pictures) == 8
    assert evaluate(title, whole.files[0], resamples=0).segm.scores.per_class


def test_cuts_that_were_not_written_are_read_from_the_pages(
    title: Path, tmp_path: Path, segmenter: Segmenter
) -> None:
    wanted = [
        one.instances for one in toonseg.predict(title, tmp_path / "a.json", model=segmenter).labels.pictures
    ]
    for episode in ("0001", "0002"):
        page = np.full((400, 128, 3), 180, np.uint8)
        for k in range(4):
            file = title / "cuts" / episode / f"{100 * k:06d}.png"
            page[100 * k : 100 * k + 96] = toonseg_pixels(file)
            file.unlink()
        write_picture(title / "episodes" / episode / "pages" / "000.png", page, "png")
    made = toonseg.predict(title, tmp_path / "b.json", model=segmenter)
    assert [one.instances for one in made.labels.pictures] == wanted and not made.errors
    assert all(one.path is None for one in made.labels.pictures)
    assert len(toonseg.next_to_label(title, model=segmenter).cuts) == 8
    page = np.full((200, 128, 3), 180, np.uint8)
    write_picture(title / "episodes" / "0001" / "pages" / "000.png", page, "png")
    failed = toonseg.predict(title / "episodes" / "0001", tmp_path / "b.json", model=segmenter).errors
    assert list(failed) == ["0001/000200.png", "0001/000300.png"]
    assert "outside of the pages" in str(failed["0001/000300.png"])


def test_what_is_no_source_is_told(tmp_path: Path, segmenter: Segmenter) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="is not there"):
        toonseg.predict(tmp_path / "gone", model=segmenter)
    with pytest.raises(SourceError, match="holds no pictures"):
        toonseg.predict(tmp_path / "empty", model=segmenter)
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(LabelError, match="holds no labels that are known"):
        toonseg.predict(tmp_path / "a.txt", model=segmenter)
    with pytest.raises(UsageError, match="SOURCE"):
        toonseg.predict([], model=segmenter)


def test_cut_folders_give_final_cuts_and_labelme_folders_all_pictures(
    title: Path, discs: LabelSet, tmp_path: Path
) -> None:
    cuts = title / "cuts" / "0001"
    (cuts / "rough").mkdir()
    (cuts / "rough" / "000000.png").write_bytes((cuts / "000000.png").read_bytes())
    (cuts / ".hidden.png").write_bytes(b"")
    assert len(gather([cuts], tmp_path).labels.pictures) == 4
    folder = tmp_path / "labelme"
    write(discs.with_pictures(discs.pictures[:3]), folder, Format.LABELME, pictures=True)
    (folder / "other.png").write_bytes((tmp_path / "5.png").read_bytes())
    found = gather([folder], folder).labels.pictures
    assert sorted(one.file for one in found) == ["0.png", "1.png", "2.png", "other.png"]
    both = gather([tmp_path / "5.png", tmp_path / "5.png"], tmp_path)
    assert len(both.labels.pictures) == 1
