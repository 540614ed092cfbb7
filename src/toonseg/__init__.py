"""toonseg: from a webtoon's episodes to cuts, labels, models and colouring data.

The verbs of the command line are functions here under the same names, loaded on first use, so that
`import toonseg` stays light:

    >>> import toonseg
    >>> result = toonseg.cut("my-episode/", out="out/")      # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_VERBS = {
    "get": "toonseg.source",
    "link": "toonseg.strip",
    "cut": "toonseg.cuts",
    "convert": "toonseg.annotations.formats",
    "check": "toonseg.annotations.check",
    "split": "toonseg.annotations.split",
    "show": "toonseg.annotations.mosaic",
    "rehydrate": "toonseg.annotations.rehydrate",
    "evaluate": "toonseg.evaluation",
    "predict": "toonseg.model.predicting",
    "cutout": "toonseg.results.cutouts",
    "next_to_label": "toonseg.model.next_cuts",
    "Segmenter": "toonseg.model.segmenter",
    "train": "toonseg.model.train.run",
    "experiment": "toonseg.results.experiments",
    "colorize": "toonseg.results.colorize",
    "recolor": "toonseg.results.recolor",
    "palette": "toonseg.results.palettes",
    "report": "toonseg.results.report",
    "run": "toonseg.results.run",
    "demo": "toonseg.tour",
    "doctor": "toonseg.health",
}

__all__ = [
    "Segmenter",
    "__version__",
    "check",
    "colorize",
    "convert",
    "cut",
    "cutout",
    "demo",
    "doctor",
    "evaluate",
    "experiment",
    "get",
    "link",
    "next_to_label",
    "palette",
    "predict",
    "recolor",
    "rehydrate",
    "report",
    "run",
    "show",
    "split",
    "train",
]


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        return getattr(importlib.import_module(_VERBS[name]), name)
    raise AttributeError(f"module 'toonseg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_VERBS])
