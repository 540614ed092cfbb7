"""Parquet: back as it was written, loaded by Hugging Face's `datasets`, and refused where it is wrong."""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from toonseg.annotations import Instance, LabelSet, Mask, Origin, Picture, ProblemKind
from toonseg.annotations.formats import parquet_read
from toonseg.annotations.formats.parquet import write_parquet
from toonseg.annotations.formats.parquet_read import read_parquet
from toonseg.classes import ClassInfo, ClassList
from toonseg.errors import LabelError, MissingExtraError, UsageError
from toonseg.pictures import decode, write_picture

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

OWN = ClassList((ClassInfo("hair", ("locks",), (1, 2, 3)), ClassInfo("신발", (), (9, 8, 7))))


def ring() -> Mask:
    """A ring and a dot away from it, on a picture of 40 x 30: two parts and a hole."""
    pixels = np.zeros((30, 40), bool)
    pixels[5:15, 5:15] = True
    pixels[8:12, 8:12] = False
    pixels[20, 30] = True
    return Mask.of_pixels(pixels)


def a_set(folder: Path | None = None, count: int = 3) -> LabelSet:
    """Pictures of 40 x 30 with everything that an instance can have; their files in `folder` if given."""
    rings = (np.array([[5.0, 5.0], [15.5, 5.0], [10.0, 14.25]]),)
    instances = (
        Instance("locks", ring(), id=7, score=0.25, source="model", character=3, rings=rings),
        Instance("신발", ring(), source="labelme", character="나", crowd=True, extra={"flags": {"a": [1]}}),
        Instance("hat", Mask.of_pixels(np.eye(30, 40, dtype=bool)), id=None),
    )
    pictures = []
    for k in range(count):
        path = None
        if folder is not None:
            path = folder / f"{k:06d}.png"
            write_picture(path, np.full((30, 40, 3), 20 * k, np.uint8), "png")
        origin = Origin("비", "0001", f"{k:06d}", (0, k, 40, k + 30)) if k else None
        extra = {"licence": k} if k else {}
        pictures.append(Picture(f"0001/{k:06d}.png", 40, 30, instances, path, k + 1, origin, extra))
    return LabelSet(tuple(pictures), OWN, rights="mine", name="a set")


def shards(out: Path) -> list[Path]:
    return sorted((out / "data").iterdir())


def written(labels: LabelSet, out: Path, **options: Any) -> list[Path]:
    """The shards of a set, just written."""
    write_parquet(labels, out, **options)
    return shards(out)


def plain(one: Instance) -> Instance:
    """An instance that can be compared: arrays as lists."""
    corners = None if one.rings is None else tuple(r.tolist() for r in one.rings)
    return replace(one, rings=corners)  # type: ignore[arg-type]


def assert_same(first: LabelSet, second: LabelSet, *, paths: bool = False) -> None:
    assert (first.classes, first.rights, first.name) == (second.classes, second.rights, second.name)
    for a, b in zip(first.pictures, second.pictures, strict=True):
        bare = [replace(one, instances=(), path=one.path if paths else None) for one in (a, b)]
        assert bare[0] == bare[1]
        assert [plain(one) for one in a.instances] == [plain(one) for one in b.instances]


def test_a_set_comes_back_as_it_was(tmp_path: Path) -> None:
    labels = a_set(tmp_path / "pictures")
    done = write_parquet(labels, tmp_path / "out")
    assert (done.out, done.pictures, done.instances, done.notes) == (tmp_path / "out", 3, 9, ())
    assert [path.name for path in shards(tmp_path / "out")] == ["train-00000-of-00001.parquet"]
    back = read_parquet(tmp_path / "out")
    assert not back.problems
    assert_same(labels, back)
    assert [picture.path for picture in back.pictures] == [None] * 3


def test_pictures_come_out_byte_by_byte_and_are_not_written_twice(tmp_path: Path) -> None:
    labels = a_set(tmp_path / "pictures")
    write_parquet(labels, tmp_path / "out")
    for _ in range(2):
        back = read_parquet(tmp_path / "out", pictures=tmp_path / "there")
        for picture, first in zip(back.pictures, labels.pictures, strict=True):
            assert picture.path == tmp_path / "there" / picture.file
            assert first.path is not None
            assert picture.path.read_bytes() == first.path.read_bytes()
    before = (tmp_path / "there" / "0001" / "000000.png").stat().st_mtime_ns
    read_parquet(tmp_path / "out", pictures=tmp_path / "there")
    assert (tmp_path / "there" / "0001" / "000000.png").stat().st_mtime_ns == before


def test_pictures_may_stay_where_they_are(tmp_path: Path) -> None:
    labels = a_set(tmp_path / "pictures")
    write_parquet(labels, tmp_path / "out", embed=False)
    (shard,) = shards(tmp_path / "out")
    assert_same(labels, read_parquet(shard), paths=True)
    assert pq.read_table(shard)["image"].to_pylist()[0]["bytes"] is None


def test_labels_of_pictures_that_are_not_here_are_written_and_named(tmp_path: Path) -> None:
    labels = a_set()
    done = write_parquet(labels, tmp_path)
    assert "3 of 3" in done.notes[0]
    assert_same(labels, read_parquet(tmp_path))


@given(pixels=hnp.arrays(bool, st.tuples(st.integers(1, 24), st.integers(1, 24))))
@settings(max_examples=25, deadline=None)
def test_any_mask_comes_back(pixels: np.ndarray[Any, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    height, width = pixels.shape
    # A tight canvas somewhere in the picture, as masks from strips have it.
    mask = Mask.of_pixels(pixels, (3, 5))
    picture = Picture("a.png", width + 7, height + 9, (Instance("hair", mask),))
    write_parquet(LabelSet((picture,)), folder)
    back = list(read_parquet(folder).instances)
    if not mask.area:
        assert not back
        return
    assert back[0].mask.size == (height + 9, width + 7)
    assert back[0].mask.same_pixels(mask)


def test_what_overhangs_the_picture_is_cut_off(tmp_path: Path) -> None:
    mask = Mask.of_pixels(np.ones((10, 10), bool), (-4, 25))
    write_parquet(LabelSet((Picture("a.png", 40, 30, (Instance("hair", mask),)),)), tmp_path)
    (back,) = read_parquet(tmp_path).instances
    assert back.box == (0, 25, 6, 30)


def test_large_sets_are_written_in_shards_and_shorter_ones_leave_no_old_shard(tmp_path: Path) -> None:
    labels = a_set(tmp_path / "pictures", 5)
    size = sum(picture.path.stat().st_size for picture in labels.pictures if picture.path) // 5
    write_parquet(labels, tmp_path / "out", shard_bytes=2 * size + size // 2)
    names = [f"train-{k:05d}-of-00003.parquet" for k in range(3)]
    assert [path.name for path in shards(tmp_path / "out")] == names
    assert_same(labels, read_parquet(tmp_path / "out"))
    write_parquet(a_set(count=1), tmp_path / "out", split="test")
    write_parquet(labels, tmp_path / "out")
    here = sorted(path.name for path in (tmp_path / "out" / "data").iterdir())
    assert here == ["test-00000-of-00001.parquet", "train-00000-of-00001.parquet"]


def test_an_empty_set_has_its_columns(tmp_path: Path) -> None:
    write_parquet(LabelSet((), OWN, name="none"), tmp_path)
    back = read_parquet(tmp_path)
    assert (back.pictures, back.classes, back.name) == ((), OWN, "none")


def test_splits_lie_side_by_side_and_are_read_together_or_alone(tmp_path: Path) -> None:
    whole = a_set()
    write_parquet(whole.with_pictures(whole.pictures[:2]), tmp_path)
    write_parquet(whole.with_pictures(whole.pictures[2:]), tmp_path, split="test")
    assert [p.file for p in read_parquet(tmp_path, split="test").pictures] == ["0001/000002.png"]
    assert {p.file for p in read_parquet(tmp_path).pictures} == {p.file for p in whole.pictures}
    with pytest.raises(LabelError, match="split 'val'"):
        read_parquet(tmp_path, split="val")
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| class | train | test |" in card
    assert "| hair | 2 | 1 |" in card
    assert "| hat | 2 | 1 |" in card
    assert "| all | 6 in 2 pictures | 3 in 1 pictures |" in card
    assert "\nmine\n" in card
    assert f"\n# {tmp_path.name}\n" in card


@pytest.mark.parametrize(
    ("name", "split"), [("test.json", "test"), ("a/val.json", "val"), ("mine.json", "train"), ("", "train")]
)
def test_the_split_is_what_the_set_is_called(tmp_path: Path, name: str, split: str) -> None:
    write_parquet(replace(a_set(count=1), name=name), tmp_path)
    assert [path.name for path in shards(tmp_path)] == [f"{split}-00000-of-00001.parquet"]


def test_a_card_that_was_edited_stays(tmp_path: Path) -> None:
    write_parquet(a_set(), tmp_path)
    (tmp_path / "README.md").write_text("my own card", encoding="utf-8")
    assert "edited" in write_parquet(a_set(), tmp_path).notes[-1]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "my own card"


def test_a_split_needs_a_name_that_file_names_can_have(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no name of a split"):
        write_parquet(a_set(), tmp_path, split="../train")


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_pyarrow(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_pyarrow)
    with pytest.raises(MissingExtraError, match=r"toonseg\[parquet\]"):
        write_parquet(a_set(), tmp_path)


class TestHuggingFace:
    """What `datasets` makes of it. It keeps its cache where the test says, and asks no server."""

    @pytest.fixture
    def datasets(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
        return pytest.importorskip("datasets")

    def test_a_folder_loads_with_its_splits_pictures_and_classes(self, datasets: Any, tmp_path: Path) -> None:
        labels = a_set(tmp_path / "pictures")
        write_parquet(labels, tmp_path / "out", split="train")
        write_parquet(labels.with_pictures(labels.pictures[:1]), tmp_path / "out", split="test")
        loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
        assert {name: part.num_rows for name, part in loaded.items()} == {"train": 3, "test": 1}
        row = loaded["train"][2]
        assert np.array_equal(np.array(row["image"]), np.full((30, 40, 3), 40, np.uint8))
        feature = loaded["train"].features["objects"].feature["class_id"]
        assert feature.names == ["hair", "신발"]
        assert [one["class_id"] for one in row["objects"]] == [0, 1, -1]
        first = row["objects"][0]
        assert first["bbox"] == [5, 5, 26, 16]
        mask = Mask.checked(tuple(first["rle"]["size"]), first["rle"]["counts"])
        assert mask.same_pixels(ring())
        assert row["box"] == [0, 2, 40, 32]

    def test_shards_alone_load_and_what_it_saves_is_read(self, datasets: Any, tmp_path: Path) -> None:
        labels = a_set(tmp_path / "pictures")
        files = [str(path) for path in written(labels, tmp_path / "out")]
        loaded = datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache"))[
            "train"
        ]
        assert type(loaded.features["image"]).__name__ == "Image"
        loaded.to_parquet(str(tmp_path / "again.parquet"))
        back = read_parquet(tmp_path / "again.parquet", pictures=tmp_path / "there")
        assert not back.problems
        assert back.classes.names == ("hair", "신발")
        alike = replace(labels, classes=back.classes, rights=back.rights, name=back.name)
        assert_same(alike, back)
        assert back.pictures[1].path is not None
        assert decode(back.pictures[1].path.read_bytes(), "x")[0, 0].tolist() == [20, 20, 20]


def rewritten(
    folder: Path, change: Callable[[dict[str, Any]], None], types: Mapping[str, Any] | None = None
) -> LabelSet:
    """A written set of one picture, whose row somebody has changed, read back."""
    (path,) = written(a_set(count=1), folder)
    table = pq.read_table(path)
    row = table.to_pylist()[0]
    change(row)
    fields = [f if f.name not in (types or {}) else pa.field(f.name, types[f.name]) for f in table.schema]
    schema = pa.schema([f for f in fields if f.name in row], metadata=table.schema.metadata)
    pq.write_table(pa.Table.from_pylist([row], schema=schema), path)
    return read_parquet(folder)


def at(*keys: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change: the value at the end of `keys`."""

    def change(row: dict[str, Any]) -> None:
        target: Any = row
        for key in keys[:-1]:
            target = target[key]
        target[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "where", "kind"),
    [
        (at("objects", 0, "rle", "counts", value="~~"), "row 0.objects[0].rle", "malformed"),
        (at("objects", 0, "rle", "counts", value=None), "row 0.objects[0]", "malformed"),
        (at("objects", 0, "rle", value=None), "row 0.objects[0]", "malformed"),
        (at("objects", 0, "rle", "size", value=[30]), "row 0.objects[0]", "malformed"),
        (at("objects", 0, "rle", "size", value=[40, 30]), "row 0.objects[0].rle.size", "malformed"),
        (at("objects", 0, "rle", "size", value=[2**31 - 1] * 2), "row 0.objects[0].rle.size", "malformed"),
        (at("objects", 0, "score", value=float("nan")), "row 0.objects[0]", "malformed"),
        (at("objects", 0, "score", value=7.0), "row 0.objects[0]", "malformed"),
        (at("objects", 0, "class_name", value=""), "row 0.objects[0].class_id", "unknown-class"),
        (at("objects", 0, value=None), "row 0.objects[0]", "malformed"),
    ],
)
def test_a_wrong_field_costs_its_instance_and_is_named(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], where: str, kind: str
) -> None:
    back = rewritten(tmp_path, change)
    (problem,) = back.problems
    assert (problem.where, problem.kind) == (where, kind)
    assert problem.file.endswith("train-00000-of-00001.parquet")
    assert [one.cls for one in back.instances] == ["신발", "hat"]


@pytest.mark.parametrize(
    ("change", "where", "kind"),
    [
        (at("objects", 0, "bbox", value=[0, 0, 40, 30]), "row 0.objects[0].bbox", ProblemKind.BOX_DISAGREES),
        (at("objects", 0, "area", value=1000), "row 0.objects[0].area", ProblemKind.AREA_DISAGREES),
        (at("objects", 0, "polygons", value=[[1.0]]), "row 0.objects[0].polygons", ProblemKind.BAD_POLYGON),
        (at("objects", 0, "extra", value="[1"), "row 0.objects[0].extra", ProblemKind.MALFORMED),
        (at("extra", value="7"), "row 0.extra", ProblemKind.MALFORMED),
    ],
)
def test_a_wrong_word_beside_the_mask_costs_only_itself(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], where: str, kind: ProblemKind
) -> None:
    back = rewritten(tmp_path, change)
    (problem,) = back.problems
    assert (problem.where, problem.kind) == (where, kind)
    assert len(list(back.instances)) == 3


@pytest.mark.parametrize("name", ["file", "width", "height"])
def test_a_row_without_what_it_needs_is_left_out(tmp_path: Path, name: str) -> None:
    back = rewritten(tmp_path, at(name, value=None))
    assert back.pictures == ()
    assert back.problems[0].where == "row 0"
    assert name in back.problems[0].text


def test_a_picture_of_absurd_size_is_left_out(tmp_path: Path) -> None:
    back = rewritten(tmp_path, at("width", value=2**31 - 1))
    assert back.pictures == ()
    assert back.problems[0].where == "row 0.width"


def test_a_name_that_leads_elsewhere_stays_in_the_folder(tmp_path: Path) -> None:
    labels = a_set(tmp_path / "pictures", 1)
    wild = replace(labels.pictures[0], file="../../away/a.png")
    write_parquet(labels.with_pictures((wild,)), tmp_path / "out")
    back = read_parquet(tmp_path / "out", pictures=tmp_path / "deep" / "there")
    assert back.pictures[0].path == tmp_path / "deep" / "there" / "away" / "a.png"


def test_the_class_may_be_known_by_its_number_only(tmp_path: Path) -> None:
    back = rewritten(tmp_path, at("objects", 1, "class_name", value=None))
    assert [one.cls for one in back.instances] == ["locks", "신발", "hat"]


def test_a_column_of_another_type_is_named(tmp_path: Path) -> None:
    back = rewritten(tmp_path, at("width", value="wide"), {"width": pa.string()})
    assert "'width'" in back.problems[0].text


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="no column 'objects'"):
        rewritten(tmp_path, lambda row: row.pop("objects"))


def test_a_picture_that_is_there_twice_is_taken_once(tmp_path: Path) -> None:
    labels = a_set(count=1)
    write_parquet(labels, tmp_path)
    write_parquet(labels, tmp_path, split="test")
    back = read_parquet(tmp_path)
    assert len(back.pictures) == 1
    assert back.problems[0].kind is ProblemKind.DUPLICATE


def test_a_missing_shard_is_told(tmp_path: Path) -> None:
    files = written(a_set(tmp_path / "pictures"), tmp_path / "out", shard_bytes=1)
    assert len(files) == 3
    files[1].unlink()
    with pytest.raises(LabelError, match="one of 3 shards, of which 2 are here"):
        read_parquet(tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"\xff\xd8 no parquet"])
def test_what_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    with pytest.raises(LabelError, match=r"a\.parquet: is no Parquet file"):
        read_parquet(path)


def test_a_shard_cut_short_is_refused(tmp_path: Path) -> None:
    (path,) = written(a_set(), tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(LabelError, match="no Parquet file"):
        read_parquet(path)


def test_damage_inside_a_shard_is_told(tmp_path: Path) -> None:
    (path,) = written(a_set(), tmp_path)
    data = bytearray(path.read_bytes())
    data[4:200] = bytes(b ^ 0x5A for b in data[4:200])
    path.write_bytes(data)
    with pytest.raises(LabelError, match="damaged after row 0"):
        read_parquet(path)


def test_a_claim_of_gigabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_parquet(a_set(), tmp_path)
    monkeypatch.setattr(parquet_read, "MOST_LABEL_BYTES", 100)
    with pytest.raises(LabelError, match="claim"):
        read_parquet(tmp_path)


def test_classes_that_clash_are_an_error_of_the_file(tmp_path: Path) -> None:
    (path,) = written(a_set(count=1), tmp_path)
    table = pq.read_table(path)
    own = json.loads(table.schema.metadata[b"toonseg"])
    own["classes"][1]["aliases"] = ["Hair"]
    metadata = {**table.schema.metadata, b"toonseg": json.dumps(own).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(LabelError, match="both called 'hair'"):
        read_parquet(path)


def test_without_metadata_the_classes_are_those_of_the_instances(tmp_path: Path) -> None:
    (path,) = written(a_set(count=1), tmp_path)
    pq.write_table(pq.read_table(path).replace_schema_metadata(None), path)
    back = read_parquet(path)
    assert back.classes.names == ("locks", "신발", "hat")
    assert back.name == str(path)
