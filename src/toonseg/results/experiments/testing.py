"""Tests: what weights find in a title's test cuts, kept, and how that compares with the labels.

<folder>/3f2a9c01d4.json       COCO: the predictions of some weights on some cuts, named by both
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from toonseg.annotations.formats.coco_read import read_coco
from toonseg.annotations.formats.coco_write import write_coco
from toonseg.annotations.labelset import LabelSet, joined
from toonseg.evaluation import Evaluation, KindEvaluation, evaluate
from toonseg.evaluation.bootstrap import Difference, changes, difference
from toonseg.model.predict import predict
from toonseg.model.pretrained import load
from toonseg.results.experiments.marks import file_hash, mark_of, set_hash


@dataclass
class Tester:
    """Predicts, once for the same weights and cuts, and evaluates.

    Attributes:
        folder: Of the predictions.
        resamples: Of the intervals.
        device: Of torch; the processor unless given.
        say: Told what there is to know, a line at a time.
    """

    folder: Path
    resamples: int = 1000
    device: str | None = None
    say: Callable[[str], None] = lambda _: None
    _known: dict[Path, LabelSet] = field(default_factory=dict)
    _tested: dict[tuple[str, tuple[str, ...]], Evaluation] = field(default_factory=dict)

    def predicted(self, weights: Path, truth: LabelSet) -> LabelSet:
        """What weights find in the pictures of a set, with scores.

        Raises:
            CheckpointError: The weights cannot be used.
            WriteError: The predictions cannot be kept.
        """
        path = self.folder / f"{mark_of(file_hash(weights), set_hash(truth))}.json"
        if path not in self._known:
            if not path.is_file():
                self.say(f"testing {weights.parent.name}/{weights.name} on {truth.name}")
                # One picture after the other: each may have all threads.
                segmenter = load(weights, device=self.device, threads=torch.get_num_threads())
                write_coco(predict(segmenter, truth), path)
            self._known[path] = read_coco(path)
        return self._known[path]

    def test(self, weights: Path, truths: Sequence[LabelSet]) -> Evaluation:
        """Weights on the test cuts of some titles."""
        key = (file_hash(weights), tuple(one.name for one in truths))
        if key not in self._tested:
            found = joined([self.predicted(weights, one) for one in truths])
            self._tested[key] = self.evaluated(joined(truths), found)
        return self._tested[key]

    def evaluated(self, truth: LabelSet, found: LabelSet) -> Evaluation:
        """Predictions against the truth; those of other pictures are not counted."""
        files = {one.file for one in truth.pictures}
        ours = found.with_pictures(tuple(one for one in found.pictures if one.file in files))
        return evaluate(truth, ours, by="none", resamples=self.resamples)


def main_kind(found: Evaluation) -> KindEvaluation:
    """Masks, or boxes where labels have boxes alone."""
    return found.segm or found.bbox


def gain(first: Evaluation, second: Evaluation) -> Difference:
    """By how much AP (times 100) of `first` is above that of `second`, on the same cuts in the same order."""
    one, other = main_kind(first), main_kind(second)
    value = one.scores.ap - other.scores.ap
    if one.samples is None or other.samples is None:
        return difference(value, torch.zeros(0).numpy())
    return difference(value, changes(other.samples, one.samples)[0])
