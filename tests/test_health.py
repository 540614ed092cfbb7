"""doctor names what is missing, what that would add, and the command that brings it."""

from __future__ import annotations

import importlib
import importlib.metadata
import shutil
from collections import namedtuple
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import features

from toonseg import __version__
from toonseg.health import Part, Report, doctor

Usage = namedtuple("Usage", "total used free")


def by_name(report: Report) -> dict[str, Part]:
    return {part.name.strip(): part for part in report.parts}


def without(monkeypatch: pytest.MonkeyPatch, module: str, error: Exception) -> None:
    """Let importing `module` fail as it would if it were not installed, or damaged."""
    real = importlib.import_module

    def import_module(name: str, package: str | None = None) -> ModuleType:
        if name.partition(".")[0] == module:
            raise error
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", import_module)


def test_what_is_installed_is_ok_with_its_version() -> None:
    report = doctor()
    parts = by_name(report)
    assert report.ok
    assert parts["toonseg"].found == __version__
    assert parts["numpy"].found == importlib.metadata.version("numpy")
    assert parts["JPEG"].state == "ok"
    assert int(parts["cores"].found) >= 1
    assert all(part.adds for part in report.parts)


def test_nothing_is_to_be_installed_for_what_is_there_and_something_for_what_is_not() -> None:
    for part in doctor().parts:
        assert bool(part.install) == (part.state != "ok"), part


def test_a_missing_core_part_is_named_and_the_report_is_not_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pypdfium2", ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2"))
    report = doctor()
    part = by_name(report)["pypdfium2"]
    assert (part.state, part.core, report.ok) == ("missing", True, False)
    assert part.install == 'pip install --upgrade "pypdfium2"'


@pytest.mark.parametrize(
    "error",
    [
        ImportError("libGL.so.1: cannot open shared object file"),
        RuntimeError("built for another numpy"),
        # The package is there; something that it needs is not.
        ModuleNotFoundError("No module named 'other'", name="other"),
    ],
)
def test_a_damaged_part_is_broken_and_says_why(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    without(monkeypatch, "cv2", error)
    report = doctor()
    part = by_name(report)["opencv-python-headless"]
    assert (part.state, report.ok) == ("broken", False)
    assert str(error) in part.found


def test_a_missing_extra_does_no_harm_and_its_command_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, "playwright", ModuleNotFoundError("No module named 'playwright'", name="playwright"))
    report = doctor()
    part = by_name(report)["playwright"]
    assert (part.state, part.core, report.ok) == ("missing", False, True)
    assert part.install == 'pip install "toonseg[browser]"'


def test_a_package_under_another_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "opencv-python-headless":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    part = by_name(doctor())["opencv-python-headless"]
    assert part.state == "ok"
    assert part.found[0].isdigit()


@pytest.mark.parametrize(("codec", "name", "ok"), [("webp", "WebP", True), ("jpg", "JPEG", False)])
def test_a_codec_that_pillow_lacks(monkeypatch: pytest.MonkeyPatch, codec: str, name: str, ok: bool) -> None:
    real = features.check
    monkeypatch.setattr(features, "check", lambda feature: feature != codec and real(feature))
    report = doctor()
    part = by_name(report)[name]
    assert (part.state, report.ok) == ("missing", ok)
    assert "pillow" in part.install


def browser(folder: Path, script: str) -> Path:
    path = folder / "chrome"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_browser_is_named_with_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = browser(tmp_path, "echo Chromium 156.0.8078.79 built on something")
    monkeypatch.setenv("TOONSEG_CHROME", str(path))
    part = by_name(doctor())["Chrome or Chromium"]
    assert (part.state, part.found) == ("ok", f"156.0.8078.79, {path}")


def test_a_browser_that_does_not_run_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOONSEG_CHROME", str(browser(tmp_path, "exit 3")))
    report = doctor()
    part = by_name(report)["Chrome or Chromium"]
    assert (part.state, report.ok) == ("broken", True)
    assert "exit status 3" in part.found
    assert part.install == "unset TOONSEG_CHROME"


def test_a_browser_that_is_not_where_it_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOONSEG_CHROME", str(tmp_path / "none"))
    part = by_name(doctor())["Chrome or Chromium"]
    assert part.state == "broken"
    assert str(tmp_path / "none") in part.found


def test_no_browser_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOONSEG_CHROME", raising=False)
    monkeypatch.setattr("toonseg.health.find_chrome", lambda: None)
    part = by_name(doctor())["Chrome or Chromium"]
    assert part.state == "missing"
    assert "install chromium" in part.install


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def usage(_: Any) -> Usage:
        return Usage(10**12, 10**12 - 5 * 10**8, 5 * 10**8)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    part = by_name(doctor())["disk"]
    assert (part.state, part.found) == ("broken", "0.5 GB free")
