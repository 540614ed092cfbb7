"""What to label next: what the model is unsure of, and what is unlike the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations.formats import Format, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet
from toonseg.annotations.masks import Mask
from toonseg.model.decode import Float
from toonseg.model.next_choice import choose_next
from toonseg.model.next_look import Look, disagreement, doubt_of, look
from toonseg.model.seen import Raw, locations
from toonseg.model.segmenter import Segmenter
from toonseg.pictures import write_picture


def finding(canvas: Float) -> Raw:
    """Finds hair in the left half, the likelier the more red; the first feature is the mean green."""
    _, height, width = canvas.shape
    centres, _ = locations(height, width)
    classes = np.full((len(centres), 1), -9.0, np.float32)
    boxes = np.zeros((len(centres), 4), np.float32)
    kernels = np.zeros((len(centres), 3), np.float32)
    logit = float(canvas[0].mean() - 127.5) / 16
    classes[0], boxes[0], kernels[0] = logit, (0, 0, width / 2, height), (0.0, 1.0, 0.0)
    quality = np.full(len(centres), logit, np.float32)
    green = np.full((1, height // 4, width // 4), canvas[1].mean() / 255, np.float32)
    left = np.where(np.arange(width // 4) < width // 8, 1.0, -1.0)[None, None].repeat(height // 4, axis=1)
    features = np.concatenate([green, left.astype(np.float32)])
    return Raw(classes, quality, boxes, kernels, features, np.zeros_like(green))


SEGMENTER = Segmenter(finding, ("hair",), "prototypes", 0.5, "finding")


def plain(red: int, green: int = 0) -> np.ndarray:  # type: ignore[type-arg]
    return np.full((64, 320, 3), (red, green, 0), np.uint8)


def test_doubt_is_greatest_at_the_threshold() -> None:
    assert doubt_of(0.3, 0.3) == 1.0
    assert doubt_of(1.0, 0.3) == doubt_of(0.0, 0.3) == 0.0
    scores = [doubt_of(score, 0.3) for score in (0.05, 0.15, 0.3, 0.6, 0.95)]
    assert scores.index(max(scores)) == 2 and scores[:3] == sorted(scores[:3])


def square(x: int, score: float, cls: str = "hair") -> Instance:
    mask = np.zeros((40, 100), bool)
    mask[10:30, x : x + 20] = True
    return Instance(cls, Mask.of_pixels(mask), score=score)


def test_views_disagree_by_what_the_other_does_not_show() -> None:
    sure, shifted, other = square(10, 0.9), square(20, 0.9), square(60, 0.9)
    assert disagreement([sure], [sure], 0.5) == 0
    assert disagreement([sure], [shifted], 0.5) == pytest.approx(2 / 3)
    assert disagreement([sure], [], 0.5) == disagreement([sure], [square(10, 0.9, "tie")], 0.5) == 1
    assert disagreement([sure, other], [sure], 0.5) == 0.5
    assert disagreement([square(60, 0.2)], [], 0.5) == disagreement([], [], 0.5) == 0
    assert disagreement([sure], [replace(sure, score=0.2)], 0.5) == 0


def test_a_look_sees_doubt_and_a_one_sided_network() -> None:
    sure, unsure = look(SEGMENTER, plain(200)), look(SEGMENTER, plain(128))
    assert sure.doubt < 0.1 < unsure.doubt <= 1
    assert unsure.doubtful == (("hair", pytest.approx(0.5, abs=0.02)),) and sure.doubtful == ()
    assert sure.flip > 0.5, "what is seen at the left should be at the right of the mirrored picture"
    assert look(SEGMENTER, plain(200), mirrored=False).flip == 0
    assert sure.instances == 1 and look(SEGMENTER, plain(10)).instances == 0
    assert look(SEGMENTER, np.zeros((2, 2, 3), np.uint8)).like.size == 0


def seen(doubt: float, *like: float) -> Look:
    return Look(doubt, doubt, (), 1, np.array(like, np.float32))


def test_unsure_ones_that_are_unlike_each_other_are_chosen() -> None:
    looks = [seen(0.9, 0, 0), seen(0.89, 0, 0.1), seen(0.6, 5, 5), seen(0.1, 5, 0), seen(0.5, 0, 0.1)]
    chosen = choose_next(looks, [], 3)
    assert [one.place for one in chosen] == [0, 2, 3]
    assert all(a.gain >= b.gain for a, b in pairwise(chosen))
    assert choose_next(looks, [np.array([0, 0], np.float32)], 1)[0].place == 2
    assert len(choose_next(looks, [], 99)) == 5 and choose_next([], [], 3) == []
    assert choose_next([seen(0.2), seen(0.8, 1, 2)], [], 1)[0].place == 1


def test_alike_pictures_are_ranked_by_doubt() -> None:
    same = [seen(doubt, 1, 1) for doubt in (0.2, 0.7, 0.4)]
    assert choose_next(same, [], 1)[0].place == 1


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Sure, doubtful, doubtful and green, doubtful as the second, empty."""
    for number, pixels in enumerate((plain(220), plain(128), plain(129, 200), plain(128), plain(5))):
        write_picture(tmp_path / f"{number}.png", pixels, "png")
    return tmp_path


def test_cuts_are_named_with_reasons(pictures: Path) -> None:
    found = toonseg.next_to_label(pictures, model=SEGMENTER, count=3)
    names = [Path(one.file).name for one in found.cuts]
    assert set(names[:2]) == {"1.png", "2.png"} and found.unlabelled == 5 and found.labelled == 0
    first = found.cuts[0]
    assert "in doubt: hair 0.5" in first.reason and "mirrored" in first.reason
    assert "unlike the cuts labelled and above" in found.cuts[1].reason
    assert first.gain >= found.cuts[1].gain >= found.cuts[2].gain
    assert "3 of 5 unlabelled cuts" in found.lines()[-1] and len(found.lines()) == 5
    assert found.as_json()["cuts"][0]["file"] == first.file


def test_labelled_cuts_are_not_named_nor_are_their_likes(pictures: Path) -> None:
    labels = toonseg.predict(pictures, pictures / "p.json", model=SEGMENTER, threshold=0).labels
    one = Instance("hair", Mask.of_pixels(np.ones((64, 320), bool)))
    some = [
        replace(p, file=f"{n}.png", instances=(one,) if n == 1 else ()) for n, p in enumerate(labels.pictures)
    ]
    write(LabelSet(tuple(some)), pictures / "labels.json", Format.COCO)
    found = toonseg.next_to_label(pictures / "labels.json", model=SEGMENTER, count=9)
    names = [cut.file for cut in found.cuts]
    assert names[0] == "2.png" and names[-1] == "3.png" and found.labelled == 1
    assert found.cuts[-1].apart == 0
    everything = [replace(p, instances=(one,)) for p in some]
    write(LabelSet(tuple(everything)), pictures / "labels.json", Format.COCO)
    none = toonseg.next_to_label(pictures / "labels.json", model=SEGMENTER)
    assert none.cuts == () and none.lines() == ["all 5 cuts are labelled"]


def test_a_broken_picture_is_told_and_left_out(pictures: Path) -> None:
    (pictures / "2.png").write_bytes(b"none")
    found = toonseg.next_to_label(pictures, model=SEGMENTER)
    assert [Path(name).name for name in found.errors] == ["2.png"] and len(found.cuts) == 4
    assert not found.as_json()["ok"]
