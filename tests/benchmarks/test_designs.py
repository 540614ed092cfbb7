"""Designs are compared on the same cuts and samples: trained, tested, written down beside those before."""

import json
from dataclasses import replace
from importlib import import_module

import pytest

from toonseg.annotations.formats import read
from toonseg.model.pixels import pixels_of
from toonseg.synth.titles import Order, write_cuts

torch = pytest.importorskip("torch", reason="the extra train")
designs = import_module("benchmarks.model.designs")


@pytest.fixture(scope="module")
def cuts(tmp_path_factory):
    """Two sets of two drawn cuts: one to learn, one to test on."""
    root = tmp_path_factory.mktemp("cuts")
    for seed, style in enumerate(("comedy", "manga")):
        write_cuts(root / style, Order(seed, style), 2, jobs=1)
    return root


@pytest.fixture
def threads():
    """The run sets torch to one thread; the tests after it get theirs back."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("threads")
def test_a_run_keeps_what_was_measured_before_and_compares(cuts, tmp_path):
    out = tmp_path / "designs.json"
    given = ["--work", str(tmp_path / "work"), "--data", str(cuts / "comedy"), "--held", str(cuts / "manga")]
    given += ["--minutes", "0.001", "--canvas", "64", "64", "--batch", "1", "--out", str(out)]
    designs.main([*given, "--variants", "dynamic-csp-scratch"])
    first = json.loads(out.read_text())["variants"]["dynamic-csp-scratch"]
    designs.main([*given, "--variants", "dynamic-scratch"])
    both = json.loads(out.read_text())
    assert list(both["variants"]) == ["dynamic-scratch", "dynamic-csp-scratch"]
    assert both["variants"]["dynamic-csp-scratch"] == first
    assert first["parameters"] < both["variants"]["dynamic-scratch"]["parameters"]
    assert first["predict_ms"] > 0 and first["steps"] >= 1
    assert list(both["differences"]) == ["dynamic-csp-scratch"]
    assert "| dynamic-csp-scratch | 1.1 M |" in designs.table(both)


def test_figures_are_those_of_the_predictions(cuts):
    labels = read(cuts / "manga")
    known = {
        pixels_of(picture).tobytes(): [replace(one, score=0.9) for one in picture.instances]
        for picture in labels.pictures
    }
    times: list[float] = []
    right = designs.found(labels, lambda pixels: known[pixels.tobytes()], times)
    wrong = designs.found(labels, lambda pixels: [], times)
    assert len(times) == 2 * len(labels.pictures)
    said = designs.figures({"one": labels, "two": labels}, {"one": right, "two": wrong})
    assert said["held"]["one"]["segm"]["AP"] == said["held"]["one"]["bbox"]["AP50"] == 100
    assert said["held"]["two"]["segm"]["AP"] == 0
    assert 40 < said["all"]["segm"]["AP"] < 60


def test_a_backbone_that_begins_anew_is_not_frozen():
    imagenet, scratch = (
        designs.settings_of(one, 100, (64, 64), 1, 0) for one in (designs.VARIANTS[0], designs.VARIANTS[2])
    )
    assert imagenet.freeze == 2 and imagenet.backbone_rate < 1
    assert scratch.freeze == 0 and scratch.backbone_rate == 1


def test_the_peer_learns_and_finds(cuts):
    pytest.importorskip("transformers", reason="only the peer needs it")
    from benchmarks.model.peer import Peer, Size

    from toonseg.classes import EIGHT
    from toonseg.model.data.decoded import DecodedSet

    torch.manual_seed(0)
    labels = read(cuts / "comedy")
    settings = designs.settings_of(designs.VARIANTS[-1], 8, (64, 96), 2, 0)
    made = designs.learned(designs.VARIANTS[-1], DecodedSet(labels.pictures, EIGHT), settings)
    assert len(made.losses) == 8 and made.losses[-1] < made.losses[0]
    peer = Peer(Size())
    peer.model.class_predictor.bias.data[:] = 3.0  # sure of everything
    pixels = pixels_of(labels.pictures[0])
    scores = [one.score for one in peer.find(pixels)]
    assert scores and scores == sorted(scores, reverse=True)
    assert all(one.mask.within((0, 0, *pixels.shape[1::-1])).any() for one in peer.find(pixels))
