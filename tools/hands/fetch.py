"""Fetch what the sets are made of into a folder: the hands' packages and Debian's clip art.

    python -m tools.hands.fetch FETCHED

Needs `npm` (and node) and `apt-get` with `dpkg-deb`, each with the sources it is set up with. Nothing that is
fetched runs while it is installed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from .styles import CLIP_ART, HANDS

BESIDES = ("@dicebear/core@9.4.3", "react@16.14.0", "react-dom@16.14.0")
"""What the hands' own packages are drawn with."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fetched", type=Path)
    folder: Path = parser.parse_args().fetched
    folder.mkdir(parents=True, exist_ok=True)
    packages = [*BESIDES, *(hand.package for hand in HANDS if not hand.alone and hand.package != CLIP_ART)]
    # A package file of its own: without one npm would install beside the next one above the folder.
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    # Peers are left to BESIDES: the kits want several versions of React, and draw with that one.
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--legacy-peer-deps"]
    subprocess.run(["npm", "install", *quiet, *packages], cwd=folder, check=True)
    for hand in (hand for hand in HANDS if hand.alone):
        _unpack(hand.package, folder)
    subprocess.run(["apt-get", "download", CLIP_ART], cwd=folder, check=True)
    for package in folder.glob(f"{CLIP_ART}_*.deb"):
        subprocess.run(["dpkg-deb", "-x", package.name, "."], cwd=folder, check=True)


def _unpack(package: str, folder: Path) -> None:
    """Put a package's own files into node_modules, without what it depends on."""
    pack = ["npm", "pack", "--ignore-scripts", "--json", package]
    done = subprocess.run(pack, cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / json.loads(done.stdout)[0]["filename"]) as packed:
        packed.extractall(folder, filter="data")
    # Everything in a package of npm lies in a folder of this name.
    target = folder / "node_modules" / package.rpartition("@")[0]
    shutil.rmtree(target, ignore_errors=True)
    (folder / "package").rename(target)


if __name__ == "__main__":
    main()
