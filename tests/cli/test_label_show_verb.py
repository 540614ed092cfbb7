"""`toonseg label show`: what people are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from toonseg.annotations.formats import read, write
from toonseg.cli import main
from toonseg.synth.titles import Order, write_titles


def told(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as done:
        main(["label", "show", *arguments])
    assert done.value.code == 0
    return capsys.readouterr().err


def test_a_title_that_nobody_labelled_has_its_predictions_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (drawn,) = write_titles(tmp_path, Order(3), panels=2, jobs=1)
    title = drawn.folder.title
    monkeypatch.chdir(title.parent)
    assert "predictions" not in told(title.name, capsys=capsys)
    write(read(title), title / "predictions/0001.json", "coco")
    shutil.rmtree(title / "labels")
    said = told(title.name, capsys=capsys)
    assert "0 instances: mosaic.html\n  note: nobody has labelled it" in said
    assert f"toonseg label show {title.name}/predictions\n" in said
    assert " 0 instances" not in told(f"{title.name}/predictions", capsys=capsys)
