"""Fetch what the sets are made of into a folder: the hands' packages and Debian's clip art.

    python -m tools.hands.fetch FETCHED

Needs `npm` (and node) and `apt-get` with `dpkg-deb`, each with the sources it is set up with. Nothing that is
fetched runs while it is installed.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from .styles import HANDS

BESIDES = ("@dicebear/core@9.4.3", "react@16.14.0", "react-dom@16.14.0")
"""What the hands' own packages are drawn with."""
CLIP_ART = "openclipart-svg"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fetched", type=Path)
    folder: Path = parser.parse_args().fetched
    folder.mkdir(parents=True, exist_ok=True)
    packages = [*BESIDES, *(hand.package for hand in HANDS)]
    # A package file of its own: without one npm would install beside the next one above the folder.
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    subprocess.run(["npm", "install", *quiet, *packages], cwd=folder, check=True)
    subprocess.run(["apt-get", "download", CLIP_ART], cwd=folder, check=True)
    for package in folder.glob(f"{CLIP_ART}_*.deb"):
        subprocess.run(["dpkg-deb", "-x", package.name, "."], cwd=folder, check=True)


if __name__ == "__main__":
    main()
