"""The report as a file: what is in it, what is not, how large it is."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import toonseg
from toonseg.annotations.formats import Format, write
from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.masks import Mask
from toonseg.cli import main
from toonseg.errors import RightsError, SourceError, UsageError
from toonseg.pictures import decode, encode, write_picture
from toonseg.results.report import previews
from toonseg.results.report.previews import LADDER
from toonseg.workspace import write_text


def test_a_title_as_it_is_labelled(title: Path, page_of) -> None:
    made = toonseg.report(title, jobs=1)
    assert made.path == title / "report.html"
    assert (made.cuts, made.of, made.instances, made.errors) == (6, 6, 12, {})
    assert made.size == made.path.stat().st_size
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert page.parts == ["strip", "cuts", "classes", "cutouts"]
    assert [one["href"] for one in page.tags("a")][1:5] == ["#strip", "#cuts", "#classes", "#cutouts"]
    cuts = list(page.having("cut"))
    assert [one["id"] for one in cuts[:3]] == ["cut-0001-000010", "cut-0001-000310", "cut-0001-000610"]
    assert [one["data-k"] for one in cuts[:3]] == ["0 1", "0 1", "0 2"]
    paths = page.tags("path")
    assert [one["data-k"] for one in paths] == ["1", "0", "1", "0", "0", "2"] * 2  # the large ones below
    assert "M50 20" in next(one["d"] for one in paths if one["data-k"] == "0")  # of the cut, not of the strip
    assert {one["data-name"]: one["aria-pressed"] for one in page.tags("button") if "data-name" in one} == {
        "hair": "true", "pants": "true", "tie": "true"
    }  # fmt: skip
    alts = [one["alt"] for one in page.tags("img") if one["alt"].startswith("Episode")]
    assert alts[0] == "Episode 0001, cut 000010: hair 1, pants 1"
    boxes = [one for one in page.tags("a") if one.get("class") == "box"]
    assert [one["href"] for one in boxes[:3]] == [f"#{one['id']}" for one in cuts[:3]]
    assert len(list(page.having("bubble"))) == 2 and len(list(page.having("gutter"))) == 6


def test_names_are_text_and_never_markup(title: Path, page_of) -> None:
    text = toonseg.report(title, jobs=1).path.read_text(encoding="utf-8")
    page = page_of(text)
    assert '<script>alert("x")</script> & 여우 $title' in page.text
    assert "CC0, drawn for <tests>" in page.text
    assert text.count("<script") == 1


def test_nothing_is_loaded_from_elsewhere(title: Path, page_of) -> None:
    text = toonseg.report(title, jobs=1, truth="labels").path.read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(", text)
    page = page_of(text)
    for tag, attributes in page.found:
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
        for name in ("src", "href", "action", "data", "srcset"):
            assert attributes.get(name, "#").startswith(("#", "data:image/webp;base64,"))
    policy = next(one["content"] for one in page.tags("meta") if "http-equiv" in one)
    assert policy.startswith("default-src 'none'; img-src data:")


def test_the_same_bytes_whatever_the_jobs(title: Path, tmp_path: Path) -> None:
    one = toonseg.report(title, tmp_path / "one.html", truth="labels", jobs=1).path.read_bytes()
    two = toonseg.report(title, tmp_path / "two.html", truth="labels", jobs=2).path.read_bytes()
    assert one == two
    assert str(tmp_path).encode() not in one


def test_a_killed_report_goes_on_with_the_rest(
    title: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = toonseg.report(title, tmp_path / "whole.html", jobs=1).path.read_bytes()
    out, preview, shrunk, killed = tmp_path / "killed/report.html", previews._preview, [], []

    def dies_once(order: previews._Order) -> list[dict]:
        if len(shrunk) == 2 and not killed:
            killed.append(order)
            raise KeyboardInterrupt
        shrunk.append(order.picture.file)
        return preview(order)

    monkeypatch.setattr(previews, "_preview", dies_once)
    with pytest.raises(KeyboardInterrupt):
        toonseg.report(title, out, jobs=1)
    assert not out.exists()
    made = toonseg.report(title, out, jobs=1)
    assert len(shrunk) == len(set(shrunk)) == made.cuts, "each is shrunk once"
    assert out.read_bytes() == whole
    assert [path.name for path in out.parent.iterdir() if path.name != "rights.json"] == ["report.html"]


def test_pictures_are_the_cuts(title: Path, page_of) -> None:
    page = page_of(toonseg.report(title, jobs=1).path.read_text(encoding="utf-8"))
    source = next(one["src"] for one in page.tags("img") if one["alt"].startswith("Episode 0001, cut 000310"))
    pixels = decode(base64.b64decode(source.split(",")[1]), "cut").astype(int)
    assert pixels.shape == (240, 180, 3)
    assert np.abs(pixels[55, 90] - (200, 30, 30)).max() < 20
    assert np.abs(pixels[180, 90] - (30, 30, 200)).max() < 20


def test_truth_of_a_title_is_compared_with_its_predictions(title: Path, page_of) -> None:
    made = toonseg.report(title, truth="labels", jobs=1)
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert page.parts == ["strip", "cuts", "classes", "evaluation", "cutouts"]
    assert made.instances == 10  # what was predicted, though all is labelled
    assert made.evaluation is not None and made.evaluation.segm is not None
    scores = {one.name: one for one in made.evaluation.segm.scores.per_class}
    assert scores["hair"].ap50 == 100 and 0 < scores["hair"].ap < 100
    assert (scores["tie"].truth, scores["tie"].predicted, scores["tie"].ap50) == (2, 0, 0)
    assert "AP is a lower bound" in page.text
    assert f"{made.evaluation.segm.scores.ap:.1f}" in page.text
    paths = page.tags("path")
    assert sum("data-t" in one for one in paths) == 12
    assert sorted({one["data-s"] for one in paths if "data-s" in one}) == ["0.60", "0.70", "0.80", "0.90"]
    assert "Truth outlined" in page.text and "model tiny" in page.text
    assert "scores, 0 to 1" in page.text


def test_an_episode_that_nobody_labelled_has_no_truth(title: Path, tmp_path: Path) -> None:
    (title / "labels" / "0002.json").unlink()
    made = toonseg.report(title, truth="labels", jobs=1)
    assert made.cuts == 6 and made.evaluation is not None and made.evaluation.cuts == 3
    assert str(tmp_path) not in made.path.read_text(encoding="utf-8")
    (title / "predictions" / "0001.json").rename(tmp_path / "mine.json")
    with pytest.raises(SourceError, match="nothing to compare with the truth"):
        toonseg.report(title, truth="labels", jobs=1)
    masks = tmp_path / "mine.json"
    made = toonseg.report(title, truth="labels", masks=masks, episodes=["0001"], jobs=1)
    assert made.evaluation is not None and made.evaluation.bbox.scores.per_class[0].ap50 == 100


def test_truth_from_a_file_counts_for_the_pictures_that_are_shown(title: Path, tmp_path: Path) -> None:
    from toonseg.annotations.title import read_title

    write(read_title(title), tmp_path / "truth.json", Format.COCO)
    shutil.rmtree(title / "labels")
    made = toonseg.report(title, truth=tmp_path / "truth.json", episodes=["2"], jobs=1)
    assert made.evaluation is not None and made.evaluation.cuts == 3
    assert sum(one.truth for one in made.evaluation.bbox.scores.per_class) == 6
    other = LabelSet((Picture("elsewhere.png", 9, 9),))
    write(other, tmp_path / "other.json", Format.COCO)
    with pytest.raises(UsageError, match="has none of these pictures"):
        toonseg.report(title, truth=tmp_path / "other.json", jobs=1)


def test_an_episode_alone(title: Path, page_of) -> None:
    made = toonseg.report(title, episodes=["0002"], jobs=1)
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert made.cuts == 3
    assert {one["data-e"] for one in page.having("cut")} == {"0002"}
    assert "Episode 0001" not in page.text and not list(page.having("episodes"))
    with pytest.raises(UsageError, match=r"no episode 0007.*0001, 0002"):
        toonseg.report(title, episodes=["0007"], jobs=1)


def test_only_some_classes_and_scores(title: Path, page_of) -> None:
    made = toonseg.report(title, truth="labels", only=["hair"], score=0.75, jobs=1)
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert made.instances == 4
    assert [one["data-name"] for one in page.tags("button") if "data-name" in one] == ["hair"]


def noisy(folder: Path, number: int, side: int = 400) -> LabelSet:
    """Pictures that no codec can shrink, with hair in each."""
    rng = np.random.default_rng(0)
    pictures = []
    for place in range(number):
        path = folder / f"{place:03d}.png"
        write_picture(path, rng.integers(0, 256, (side, side, 3), dtype=np.uint8), "png")
        mask = Mask.of_pixels(np.ones((side // 2, side // 2), bool))
        pictures.append(Picture(path.name, side, side, (Instance("hair", mask),), path=path))
    labels = LabelSet(tuple(pictures), rights="CC0")
    write(labels, folder / "labels.json", Format.COCO)
    return labels


def test_the_limit_is_kept_by_smaller_pictures_and_then_by_fewer(tmp_path: Path, page_of) -> None:
    noisy(tmp_path, 30)
    sizes = []
    for limit in (8, 2, 0.5):
        out = tmp_path / f"{limit}.html"
        made = toonseg.report(tmp_path / "labels.json", out, limit_mb=limit, jobs=1, have_the_rights=True)
        assert out.stat().st_size == made.size <= limit * 1e6
        sizes.append((made.cuts, made.pixels))
    assert sizes[0][0] == sizes[1][0] == 30 and sizes[2][0] < 30
    assert sizes[0][1] > sizes[1][1] > sizes[2][1] == LADDER[-1][0]
    page = page_of(out.read_text(encoding="utf-8"))
    shown = [int(one["id"].removeprefix("cut-").removesuffix(".png")) for one in page.having("cut")]
    assert shown[0] == 0 and np.diff(shown).max() - np.diff(shown).min() <= 1
    assert f"{made.cuts} of 30 are shown, evenly spread" in page.text
    with pytest.raises(UsageError, match="are no report"):
        toonseg.report(tmp_path / "labels.json", limit_mb=0.1)


def test_pictures_without_a_title_have_no_strip(tmp_path: Path, page_of) -> None:
    noisy(tmp_path, 2, 60)
    made = toonseg.report(tmp_path / "labels.json", tmp_path / "out.html", jobs=1, have_the_rights=True)
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert page.parts == ["cuts", "classes", "cutouts"]


def test_a_broken_picture_costs_only_itself(tmp_path: Path, page_of, capsys) -> None:
    noisy(tmp_path, 3, 60)
    (tmp_path / "001.png").write_bytes(b"no picture")
    made = toonseg.report(tmp_path / "labels.json", tmp_path / "out.html", jobs=1, have_the_rights=True)
    assert list(made.errors) == ["001.png"] and made.cuts == 2
    (tmp_path / "002.png").unlink()
    gone = toonseg.report(tmp_path / "labels.json", tmp_path / "gone.html", jobs=1)
    assert gone.of == 2 and "002.png" in str(gone.problems[0]) and "warning: " in "\n".join(gone.lines())
    noisy(tmp_path, 3, 60)
    (tmp_path / "001.png").write_bytes(b"no picture")
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert "1 picture could not be read" in page.text
    with pytest.raises(SystemExit) as done:
        main(["report", str(tmp_path / "labels.json"), "-o", str(tmp_path / "out.html"), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert done.value.code == 1 and not told["ok"] and told["errors"][0]["file"] == "001.png"


def test_rights_that_forbid_it_are_asked_about_once(title: Path) -> None:
    write_text(title / "toonseg.toml", 'rights = "all rights reserved"\n')
    with pytest.raises(RightsError, match="--i-have-the-rights"):
        toonseg.report(title, jobs=1)
    assert not (title / "report.html").exists()
    toonseg.report(title, jobs=1, have_the_rights=True)
    toonseg.report(title, jobs=1)


def test_the_verb(title: Path, capsys) -> None:
    with pytest.raises(SystemExit) as done:
        main(["report", str(title), "--truth", "labels", "--only", "hair,tie", "--episode", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert done.value.code == 0 and told["ok"] and told["cuts"] == 3
    assert told["parts"] == ["Strip", "Cuts", "Classes", "Evaluation", "Cutouts"]
    assert told["bytes"] == Path(told["path"]).stat().st_size
    with pytest.raises(SystemExit) as done:
        main(["report", str(title), "--out", str(title)])
    assert done.value.code == 2 and "is a folder" in capsys.readouterr().err


def test_experiments_are_shown(title: Path, tmp_path: Path, page_of) -> None:
    kind = {"AP": 43.21, "AP50": 60.0, "per_class": {"hair": 50.5, "tie": None},
            "intervals": {"AP": [40.0, 46.0]}, "more": 1}  # fmt: skip
    finding = {"sentence": "AP 43.2 against 40.1 <here>", "other": []}
    results = {
        "version": 1,
        "experiments": [
            {"name": "5", "training": "FD, then LR", "tested_on": ["LR"], "published": 55.283, "cuts": 9,
             "bbox": {**kind, "AP": None}, "segm": kind}
        ],
        "claims": [{"claim": "Transfer is better", "verdict": "holds", "findings": [finding]}],
    }  # fmt: skip
    write_text(tmp_path / "runs" / "results.json", json.dumps(results))
    made = toonseg.report(title, experiment=tmp_path / "runs", jobs=1)
    assert "Experiments" in made.parts
    page = page_of(made.path.read_text(encoding="utf-8"))
    for words in ("5. FD, then LR", "43.2", "55.3", "Transfer is better", "AP 43.2 against 40.1 <here>"):
        assert words in page.text
    assert "--low:40.0%;--high:46.0%" in made.path.read_text(encoding="utf-8")
    with pytest.raises(SourceError):
        toonseg.report(title, experiment=tmp_path / "nowhere")


def test_cutouts_of_a_folder(title: Path, page_of) -> None:
    rgba = np.zeros((300, 300, 4), np.uint8)
    rgba[100:140, 100:160] = (10, 200, 30, 255)
    from PIL import Image

    (title / "cutouts").mkdir()
    Image.fromarray(rgba).save(title / "cutouts" / "whole.png")
    Image.fromarray(rgba).save(title / "outside.png")
    row = {"class": "hair", "picture": "0001/000010.png", "cut": "000010", "episode": "0001", "score": 0.5}
    rows = [
        {**row, "file": "whole.png", "area": 9, "flags": []},
        {**row, "file": "../outside.png", "area": 99, "flags": []},
        {**row, "file": "gone.png", "area": 5, "flags": ["touches-border"]},
    ]
    write_text(title / "cutouts" / "index.jsonl", "\n".join(map(json.dumps, rows)) + "\n")
    made = toonseg.report(title, jobs=1)
    page = page_of(made.path.read_text(encoding="utf-8"))
    (cutout,) = [one for one in page.tags("img") if one["alt"].startswith("hair, cut 000010")]
    assert (cutout["width"], cutout["height"]) == ("30", "20")  # 60 x 40, shown at half of that
    with pytest.raises(SourceError, match=r"has no index\.jsonl"):
        toonseg.report(title, cutouts=title / "labels", jobs=1)


@pytest.mark.parametrize("layout", ["paired", "webdataset", "hf"])
def test_samples_of_a_colouring_set(title: Path, layout: str, page_of) -> None:
    if layout == "hf":
        pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    toonseg.colorize(title, layout=layout, jobs=1, test=0.5)
    page = page_of(toonseg.report(title, jobs=1).path.read_text(encoding="utf-8"))
    assert "colouring" in page.parts
    samples = list(page.having("tuple"))
    assert len(samples) == (6 if layout == "paired" else 3)
    kinds = [one["alt"].split(" of ")[0] for one in page.tags("img") if re.search(r" of \d{4}_", one["alt"])]
    assert kinds[:6] == ["line art", "grey", "flat colours", "colour", "classes", "instances"]
    assert f"Layout {layout}" in page.text and "hair" in page.text


def test_a_damaged_colouring_set_is_named(title: Path) -> None:
    toonseg.colorize(title, jobs=1, test=0)
    (title / "colouring" / "train" / "metadata.jsonl").write_text('{"key": "../../x"}\n')
    with pytest.raises(SourceError, match="is damaged"):
        toonseg.report(title, jobs=1)
    with pytest.raises(SourceError, match="it is no colouring set"):
        toonseg.report(title, colouring=title / "labels", jobs=1)


def test_the_colours_of_characters(title: Path, page_of) -> None:
    tone = {"hex": "#6b5a7a", "name": "dusty purple", "share": 0.7, "lab": [1, 2, 3]}
    drift = [{"episode": f"000{k}", "hex": "#6b5a7a", "ciede2000": 1.5 * k, "cuts": 1} for k in (1, 2)]
    people = [{"name": "<mina>", "labelled": True, "cuts": 3, "episodes": ["0001", "0002"],
               "colours": {"hair": [tone]}, "drift": {"hair": drift}}]  # fmt: skip
    path = title / "palette" / "palette.json"
    write_text(path, json.dumps({"version": 1, "characters": people, "unknown": True}))
    made = toonseg.report(title, jobs=1)
    page = page_of(made.path.read_text(encoding="utf-8"))
    assert page.parts[-1] == "colours"
    for words in ("<mina>", "dusty purple #6b5a7a", "farthest off in 0002: ΔE 3.0", "3 cuts, 2 episodes"):
        assert words in page.text
    people[0]["colours"] = {"hair": [{**tone, "hex": "red;background:url(x)"}]}
    write_text(path, json.dumps({"characters": people}))
    with pytest.raises(SourceError, match="hex"):
        toonseg.report(title, jobs=1)


def test_a_strip_that_is_gone_leaves_the_rest(title: Path, page_of) -> None:
    for episode in ("0001", "0002"):
        pages = title / "episodes" / episode / "pages" / "000.png"
        strip = decode(pages.read_bytes(), "page")
        for top in (10, 310, 610):
            part = np.ascontiguousarray(strip[top : top + 240, 10:190])
            (title / "cuts" / episode / f"{top:06d}.png").write_bytes(encode(part, "png"))
        pages.write_bytes(b"")
    made = toonseg.report(title, jobs=1)
    assert sorted(made.errors) == ["0001", "0002"] and made.cuts == 6
    assert page_of(made.path.read_text(encoding="utf-8")).parts == ["cuts", "classes", "cutouts"]
