"""`toonseg doctor`."""

from __future__ import annotations

import json
import sys

import pytest

from toonseg.cli import main
from toonseg.health import Part, Report

FINE = Part("numpy", "ok", "2.0", True, "arrays")
MISSING = Part("playwright", "missing", "", False, "scripted viewers", 'pip install "toonseg[browser]"')
BROKEN = Part("cv2", "broken", "no libGL", True, "edges", "pip install it")


def run(monkeypatch: pytest.MonkeyPatch, parts: tuple[Part, ...], *options: str) -> int:
    monkeypatch.setattr(sys.modules["toonseg.cli.doctor"], "look", lambda: Report(parts))
    with pytest.raises(SystemExit) as ended:
        main(["doctor", *options])
    return int(ended.value.code or 0)


def test_the_command_for_a_missing_part_can_be_copied(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, (FINE, MISSING)) == 0
    out = capsys.readouterr().out
    # Brackets are markup to rich; here they are part of the command.
    assert '  pip install "toonseg[browser]"    # playwright: for scripted viewers\n' in out
    assert "numpy" in out


def test_a_broken_core_part_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, (FINE, BROKEN)) == 1
    out = capsys.readouterr().out
    assert "no libGL" in out
    assert "pip install it    # cv2: needed" in out


def test_nothing_missing_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, (FINE,)) == 0
    assert "Everything is here." in capsys.readouterr().out


def test_json_holds_every_part(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, (FINE, BROKEN), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["parts"][1] == {
        "name": "cv2",
        "state": "broken",
        "found": "no libGL",
        "core": True,
        "adds": "edges",
        "install": "pip install it",
    }
