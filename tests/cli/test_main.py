"""The command line as a whole: exit codes, errors for people and for machines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from toonseg import __version__
from toonseg.cli import main
from toonseg.cli.app import VERBS, app


def exit_code(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_python_dash_m_is_the_command() -> None:
    command = [sys.executable, "-m", "toonseg", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"toonseg {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["link", "somewhere"],
        ["link", "somewhere", "--out", "x.png", "--quality", "101"],
        ["link", "somewhere", "--out", "x.png", "--part-height", "0"],
        ["demo", "--seed", "-1"],
        ["doctor", "--what"],
        ["get", "somewhere", "--jobs", "0"],
        ["link", "{tmp}", "--out", "x.gif"],
    ],
)
def test_wrong_use_ends_with_2(arguments: list[str], tmp_path: Path) -> None:
    assert exit_code([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == 2


def test_no_verb_shows_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code([])
    shown = "".join(capsys.readouterr())
    assert all(verb in shown for verb in ("demo", "get", "link", "cut", "doctor"))


def test_an_error_names_the_file_and_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "제1화 없음"
    assert exit_code(["link", str(missing), "--out", str(tmp_path / "x.png")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"error: {missing}: there is no such file or folder. Check the path.\n"


def test_an_error_as_json_is_one_object_on_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "제1화 없음")
    assert exit_code(["link", missing, "--out", str(tmp_path / "x.png"), "--json"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    told = json.loads(out)
    assert (told["ok"], told["error"], told["subject"]) == (False, "SourceError", missing)
    assert "Check the path." in told["message"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cut", "--nonsense"], "--nonsense"),
        (["cut"], "source"),
        (["get", "x", "--jobs", "many"], "--jobs"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_as_json_is_one_object_on_stdout_too(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code([*arguments, "--json"]) == 2
    out, err = capsys.readouterr()
    assert err == ""
    told = json.loads(out)
    assert (told["ok"], told["error"]) == (False, "UsageError")
    assert said in told["message"]


def test_no_name_of_an_option_is_cut_short_in_a_narrow_terminal() -> None:
    def shown(**environment: str) -> str:
        command = [sys.executable, "-m", "toonseg", "cut", "--help"]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=os.environ | environment
        )
        return done.stdout

    narrow = shown(COLUMNS="50")
    assert all(name in narrow for name in ("--overwrite-truth", "--no-preview", "--no-pictures"))
    assert max(map(len, narrow.splitlines())) <= 50
    assert shown(COLUMNS="100", TERM="dumb").isascii()


def test_verbs_are_shown_in_the_order_of_the_work() -> None:
    assert list(get_command(app).list_commands(None)) == list(VERBS)  # type: ignore[attr-defined, arg-type]
    assert list(VERBS).index("cut") < list(VERBS).index("label") < list(VERBS).index("train")


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["toonseg.cli.doctor"], "look", interrupted)
    assert exit_code(["doctor"]) == 130


def test_ctrl_c_ends_with_130_also_while_the_command_is_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "toonseg.cli.app":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "toonseg.cli.app")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    assert exit_code(["doctor"]) == 130
