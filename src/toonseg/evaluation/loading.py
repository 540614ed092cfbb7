"""Truth and predictions from files of any format."""

from __future__ import annotations

from pathlib import Path

from toonseg.annotations import LabelSet, formats
from toonseg.annotations.formats.coco_read import is_results, read_results
from toonseg.annotations.formats.reading import load_json


def load_truth(source: LabelSet | Path | str) -> LabelSet:
    """Labels as a label set, from any format that `annotations.formats.read` knows. Raises LabelError."""
    return source if isinstance(source, LabelSet) else formats.read(Path(source))


def load_predictions(source: LabelSet | Path | str, truth: LabelSet) -> LabelSet:
    """Predictions as a label set: any format, or COCO results with the ids of `truth`. Raises LabelError."""
    if isinstance(source, LabelSet):
        return source
    path = Path(source)
    if path.suffix.lower() == ".json" and path.is_file() and is_results(load_json(path)):
        return read_results(path, truth)
    return formats.read(path)
