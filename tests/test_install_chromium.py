"""tools/install-chromium.sh: installs where it can, says so where it cannot, and never fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "install-chromium.sh"
TOOLS = ("sh", "sed", "timeout")

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in TOOLS), reason="needs a shell with sed and timeout"
)

FAKE_APT = {
    "id": "echo 0",
    "apt-get": 'echo "$@" >> calls\ncase "$*" in *install*) cp found chromium ;; esac',
    "apt-cache": "echo '  Candidate: 156.0-1'",
}
"""A Debian with root, as far as the script can tell."""


def run(folder: Path, programs: dict[str, str]) -> tuple[str, str, list[str]]:
    """Run the script where only `programs` and a few plain tools exist; stdout, stderr, calls of apt-get."""
    for tool in (*TOOLS, "cp"):
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    for name, body in (programs | {"found": "exit 0"}).items():
        (folder / name).write_text(f"#!{folder / 'sh'}\n{body}\n")
        (folder / name).chmod(0o755)
    environment = {"PATH": str(folder), "HOME": str(folder)}
    done = subprocess.run(
        [folder / "sh", SCRIPT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    calls = (folder / "calls").read_text().splitlines() if (folder / "calls").exists() else []
    return done.stdout, done.stderr, calls


def test_it_installs_and_says_so(tmp_path: Path) -> None:
    out, err, calls = run(tmp_path, FAKE_APT)
    assert "installing it with apt-get" in out
    assert out.splitlines()[-1] == f"chromium: installed {tmp_path / 'chromium'}"
    assert err == ""
    assert [call.split()[1] for call in calls] == ["update", "install"]


def test_a_browser_that_is_there_is_enough(tmp_path: Path) -> None:
    out, _, calls = run(tmp_path, FAKE_APT | {"google-chrome": "exit 0"})
    assert out == f"chromium: found {tmp_path / 'google-chrome'}\n"
    assert calls == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": "echo 1000"}, "only root"),
        ({"apt-cache": "echo '  Candidate: 2:1snap1-0ubuntu2'"}, "snap"),
        ({"apt-cache": "echo '  Candidate: (none)'"}, "knows no package"),
        ({"apt-get": "exit 100"}, "could not install"),
    ],
)
def test_where_it_cannot_one_line_says_what_is_skipped(
    changes: dict[str, str], why: str, tmp_path: Path
) -> None:
    out, err, _ = run(tmp_path, FAKE_APT | changes)
    assert "installed" not in out
    line = err.splitlines()[-1]
    assert why in line
    assert "plain HTTP" in line
    assert "skipped" in line


def test_without_apt_get_it_says_how_to_get_one(tmp_path: Path) -> None:
    _, err, _ = run(tmp_path, {})
    assert "playwright install chromium" in err
