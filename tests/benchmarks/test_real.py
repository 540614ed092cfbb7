"""Art by other hands: its labels are sound, its pictures are those that were labelled, its figures count."""

import hashlib
import io
import tarfile
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from benchmarks.model.real import fetch

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.errors import FetchError


@pytest.fixture(scope="module")
def measure():
    pytest.importorskip("torch", reason="the extra train")
    return import_module("benchmarks.model.real.measure")


def test_the_labels_are_sound(tmp_path):
    known = fetch.labels(tmp_path)
    assert not known.problems
    assert len({one.file for one in known.pictures}) == len(known.pictures)
    assert len({one.extra["sha256"] for one in known.pictures}) == len(known.pictures)
    for one in known.pictures:
        classes = {instance.cls for instance in one.instances}
        assert classes == set() if one.extra["negative"] else "hair" in classes
        assert classes <= set(one.extra.get("labelled", known.classes.names))
        for instance in one.instances:
            x0, y0, x1, y1 = instance.box
            assert 0 <= x0 < x1 <= one.width and 0 <= y0 < y1 <= one.height


def of(data, tmp_path, name="a.png"):
    extra = {"package": "p", "version": "1", "path": "usr/a.png", "sha256": hashlib.sha256(data).hexdigest()}
    return Picture(name, 8, 8, path=tmp_path / "set" / name, extra=extra)


def archive(files):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(f"./{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return io.BytesIO(stream.getvalue())


def test_pictures_come_out_of_the_package(tmp_path):
    found = fetch.members(archive({"usr/b": b"other", "usr/a.png": b"picture"}), {"usr/a.png"})
    assert found == {"usr/a.png": b"picture"}
    one = of(b"picture", tmp_path)
    fetch.lay([one], found)
    assert one.path.read_bytes() == b"picture"


@pytest.mark.parametrize(
    ("found", "said"), [({"usr/a.png": b"newer"}, "another picture"), ({}, "not in the package")]
)
def test_another_picture_is_refused(tmp_path, found, said):
    one = of(b"picture", tmp_path)
    with pytest.raises(FetchError, match=rf"p: usr/a.png: is {said}.*version 1"):
        fetch.lay([one], found)
    assert not one.path.exists()


def test_without_apt_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchError, match="apt-get: is not installed"):
        fetch.download("p", "1", tmp_path)


def instance(cls, x, score=None, crowd=False):
    pixels = np.zeros((40, 40), bool)
    pixels[5:35, x : x + 10] = True
    return Instance(cls, Mask.of_pixels(pixels), score=score, crowd=crowd)


@pytest.fixture
def truth():
    """Two pictures with hair, in one of which clothes are not labelled, and one without anything."""
    return LabelSet(
        (
            Picture("a", 40, 40, (instance("hair", 0), instance("tie", 20)), extra=about("one")),
            Picture("b", 40, 40, (instance("hair", 0),), extra=about("two") | {"labelled": ["hair"]}),
            Picture("c", 40, 40, extra=about("one") | {"negative": True}),
        )
    )


def about(source):
    return {"source": source, "negative": False}


def found_of(truth, *more):
    """All that is labelled, surely, and `more` in each picture."""
    return truth.with_pictures(
        tuple(
            replace(one, instances=(*(replace(each, score=0.9) for each in one.instances), *added))
            for one, added in zip(truth.pictures, more, strict=True)
        )
    )


def test_all_found_is_all_right(measure, truth):
    found = found_of(truth, (), (), ())
    figures = measure.measured(truth, found, found, 0.5)
    assert (figures["AP"], figures["shown"]["f1"], figures["negatives"]["finds"]) == (100, 1, 0)
    assert set(figures["classes"]) == {"hair", "tie"}
    assert {name: one["pictures"] for name, one in figures["sources"].items()} == {"one": 1, "two": 1}


def test_false_finds_count_except_of_what_nobody_labelled(measure, truth):
    outer, hair = instance("outer", 20, 0.8), instance("hair", 20, 0.95)
    unlabelled = found_of(truth, (), (outer,), ())
    assert measure.measured(truth, unlabelled, unlabelled, 0.5)["shown"]["precision"] == 1
    false = found_of(truth, (outer,), (), (hair,))
    figures = measure.measured(truth, false, false, 0.5)
    assert figures["shown"]["precision"] == 0.6
    assert figures["negatives"] == {"pictures": 1, "finds": 1, "with_finds": 1, "classes": {"hair": 1}}
    assert figures["classes"]["hair"]["AP"] < 100
    assert figures["sources"]["one"]["AP"] == 100
    assert "1 false finds in 1 of them" in measure.table(figures)


def test_pictures_by_artists_who_were_learned_from_can_be_left_out(measure, truth):
    first, *others = truth.pictures
    known = truth.with_pictures((replace(first, extra=first.extra | {"artist_learned": True}), *others))
    found = found_of(known, (instance("hair", 20, 0.95),), (), ())
    figures = measure.measured(known, found, found, 0.5)
    assert figures["classes"]["hair"]["AP"] < 100
    assert figures["artists_not_learned"] == {"pictures": 1, "AP": 100, "AP50": 100, "f1": 1}
    assert "new artists" in measure.table(figures)


def test_labels_stand_beside_finds(measure, truth):
    pairs = measure.beside(truth, found_of(truth, (), (), (instance("hair", 0, 0.9),))).pictures
    assert [one.file for one in pairs[-2:]] == ["labels: c", "found: c"]
    assert [len(one.instances) for one in pairs[-2:]] == [0, 1]
