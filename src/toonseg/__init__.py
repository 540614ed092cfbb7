"""toonseg: from a webtoon's episodes to cuts, labels, models and colouring data.

The verbs of the command line are functions here under the same names, loaded on first use, so that
`import toonseg` stays light:

    >>> import toonseg
    >>> result = toonseg.cut("my-episode/", out="out/")      # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # What `__getattr__` gives, for type checkers and editors.
    from toonseg.annotations.check import check
    from toonseg.annotations.formats import convert
    from toonseg.annotations.mosaic import show
    from toonseg.annotations.rehydrate import rehydrate
    from toonseg.annotations.split import split
    from toonseg.cuts import cut
    from toonseg.evaluation import evaluate
    from toonseg.health import doctor
    from toonseg.model.next_cuts import next_to_label
    from toonseg.model.predicting import predict
    from toonseg.model.segmenter import Segmenter
    from toonseg.model.train.run import train
    from toonseg.results.colorize import colorize
    from toonseg.results.cutouts import cutout
    from toonseg.results.experiments import experiment
    from toonseg.results.palettes import palette
    from toonseg.results.recolor import recolor
    from toonseg.results.report import report
    from toonseg.results.run import run
    from toonseg.source import get
    from toonseg.strip import link
    from toonseg.tour import demo

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
