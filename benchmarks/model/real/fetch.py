"""The pictures of the test set, from their Debian packages: downloaded, taken out, checked.

python -m benchmarks.model.real.fetch WORK
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from toonseg.annotations.formats import Format, read
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.errors import FetchError
from toonseg.workspace import write_bytes

LABELS = Path(__file__).with_name("labels.json")
"""COCO; each image says package, version, path, sha256 and source besides, whether it is negative, and
which classes are labelled in it where those are not all."""
TOOLS = ("apt-get", "dpkg-deb")


def labels(work: Path) -> LabelSet:
    """The labels, with the paths of the pictures under `work`, where `fetch` lays them."""
    known = read(LABELS, Format.COCO)
    return known.with_pictures(tuple(replace(one, path=work / one.file) for one in known.pictures))


def fetch(work: Path) -> LabelSet:
    """The labels, with their pictures below `work`; those that lie there already are not fetched again.

    Raises:
        FetchError: apt is missing or has no such package, or a picture is not the one that was labelled.
    """
    known = labels(work)
    missing: dict[tuple[str, str], list[Picture]] = {}
    for one in known.pictures:
        if not _is_labelled_one(one):
            missing.setdefault((one.extra["package"], one.extra["version"]), []).append(one)
    for (package, version), pictures in missing.items():
        work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=work) as folder:
            deb = download(package, version, Path(folder))
            found = out_of(deb, {one.extra["path"] for one in pictures})
        lay(pictures, found)
    return known


def lay(pictures: list[Picture], found: Mapping[str, bytes]) -> None:
    """Write pictures of a package to their paths.

    Raises:
        FetchError: One is not in the package, or is another than was labelled; nothing of it is written.
    """
    for one in pictures:
        data = found.get(one.extra["path"], b"")
        if hashlib.sha256(data).hexdigest() != one.extra["sha256"]:
            problem = "is another picture than was labelled" if data else "is not in the package"
            at = f"{one.extra['package']}: {one.extra['path']}"
            raise FetchError(at, problem, f"Take version {one.extra['version']}, of Debian 12.")
        assert one.path is not None
        one.path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(one.path, data)


def download(package: str, version: str, folder: Path) -> Path:
    """The package's .deb file in `folder`: of that version, or, where apt has that no longer, of any.

    Raises:
        FetchError: There is no apt, or it has no such package.
    """
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise FetchError(tool, "is not installed", "Run this in Debian 12 or its container.")
    for wanted in (f"{package}={version}", package):
        command = ["apt-get", "download", wanted]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        files = sorted(folder.glob("*.deb"))
        if done.returncode == 0 and files:
            return files[0]
    said = done.stderr.strip().splitlines()
    problem = f"could not be downloaded: {said[-1] if said else 'apt-get failed'}"
    raise FetchError(package, problem, "Run apt-get update first; Debian 12 has the package.")


def out_of(deb: Path, paths: set[str]) -> dict[str, bytes]:
    """The bytes of some files of a package, by their paths without a slash before them.

    Raises:
        FetchError: The package is no whole one.
    """
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            found = members(process.stdout, paths)
        except tarfile.TarError as error:
            raise FetchError(deb, f"is no whole package: {error}", "Fetch it again.") from error
    return found


def members(stream: IO[bytes], paths: set[str]) -> dict[str, bytes]:
    """The bytes of some files of a tar stream, which is read to its end; raises TarError as tarfile does."""
    found = {}
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            file = archive.extractfile(member) if name in paths else None
            if file is not None:
                found[name] = file.read()
    return found


def _is_labelled_one(picture: Picture) -> bool:
    path = picture.path
    if path is None or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == str(picture.extra["sha256"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path, help="the folder for the pictures")
    found = fetch(parser.parse_args().work)
    print(f"{len(found.pictures)} pictures")


if __name__ == "__main__":
    main()
