"""A trained network that finds instances: pictures in, instances out, by ONNX Runtime or torch.

>>> import toonseg
>>> segmenter = toonseg.Segmenter.from_pretrained()                    # doctest: +SKIP
>>> [(one.cls, one.score, one.box) for one in segmenter.find(pixels)]  # doctest: +SKIP
[('hair', 0.93, (210, 34, 402, 251)), ('outer', 0.81, (150, 240, 470, 400))]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toonseg.annotations.instance import Instance
from toonseg.annotations.labelset import LabelSet
from toonseg.classes import ClassList
from toonseg.errors import CheckpointError, UsageError
from toonseg.model.canvas import fit_of, laid
from toonseg.model.card import Card
from toonseg.model.decode import DEFAULT, Float, Rules
from toonseg.model.exclusive import each_once
from toonseg.model.looks import CALMER, CAREFUL, ONCE, Look, fused, mirrored
from toonseg.model.refine import refined
from toonseg.model.seen import Runner, seen
from toonseg.model.tiles import joined, tiles_of
from toonseg.pictures import Rgb
from toonseg.workspace import write_bytes

if TYPE_CHECKING:
    from toonseg.model.trainable import Trainable

SMALLEST = 8
"""Pictures with a side of fewer pixels show nothing; they are not looked at."""


@dataclass(frozen=True)
class Weights:
    """Where a segmenter's network comes from.

    Attributes:
        card: What is known of it.
        path: Its file; None if it was never in one.
        network: The network of torch; None if ONNX Runtime runs it.
    """

    card: Card
    path: Path | None = None
    network: Trainable | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Segmenter:
    """A trained network that finds instances in pictures of any size.

    Attributes:
        run: The network.
        classes: Names of the classes, by index.
        masks: "dynamic", "prototypes" or "boxed": how masks are made of what the network says.
        threshold: The score from which an instance is worth showing: the F1-best on validation pictures.
        name: What predictions give as their source.
        rules: How instances are chosen.
        weights: Where the network comes from; None for one of no file, which cannot be exported.
        only: Names of the classes that are looked for; all of them if empty.
        zoom: How much larger than `canvas.fit_of` has it the network sees pictures.
        looks: How often and how each picture is looked at; see `careful`.
    """

    run: Runner = field(repr=False)
    classes: tuple[str, ...]
    masks: str
    threshold: float
    name: str = "model"
    rules: Rules = DEFAULT
    weights: Weights | None = field(default=None, repr=False)
    only: tuple[str, ...] = ()
    zoom: float = 1.0
    looks: tuple[Look, ...] = ONCE

    @classmethod
    def from_pretrained(
        cls, model: Path | str | None = None, *, device: str | None = None, threads: int = 1
    ) -> Segmenter:
        """A segmenter of trained weights; see `toonseg.model.pretrained.load`.

        Args:
            model: A .onnx or .safetensors file, or the folder of a training; None for the weights in the box.
            device: "cpu", "cuda", "cuda:1", ...; the processor unless given.
            threads: For one picture.

        Raises:
            CheckpointError: There is no such file, or it is none of toonseg.
            MissingExtraError: A .safetensors file needs torch, which is not installed.
            UsageError: The device is none, or is not there.
        """
        from toonseg.model.pretrained import load

        return load(model, device=device, threads=threads)

    def predict(self, pictures: Iterable[Rgb], *, threshold: float | None = None) -> Iterator[list[Instance]]:
        """The instances of each picture (HWC uint8 RGB, any size), best first, one list a picture.

        Args:
            pictures: The pictures; read one at a time.
            threshold: The least score that is given, 0..1; the segmenter's own unless given.

        Raises:
            UsageError: One of them is no such array, as when a single picture is given and not a list.
        """
        least = self.threshold if threshold is None else threshold
        for picture in pictures:
            yield self.find(picture, least)

    def find(self, picture: Rgb, threshold: float | None = None) -> list[Instance]:
        """The instances of one picture, best first; a tall or wide one's tile by tile, joined again.

        Args:
            picture: HWC uint8 RGB, 0..255.
            threshold: The least score, 0..1, of what is worth showing; no two share a pixel then. Unless
                given, all from `rules.score` on, as AP wants it.

        Raises:
            UsageError: It is no such array.
        """
        _make_sure(picture)
        rules = self.rules if threshold is None else replace(self.rules, score=threshold)
        found = self._find(picture, rules) if self.looks == ONCE else self._several(picture, rules)
        if rules.edges:
            masks = refined([one.mask for one in found], picture, mirrored=self.looks != ONCE)
            found = [replace(one, mask=mask, rings=None) for one, mask in zip(found, masks, strict=True)]
        return found if threshold is None else each_once(found)

    def _several(self, picture: Rgb, rules: Rules) -> list[Instance]:
        """What all looks together find."""
        # The mean over all looks may be high enough though one look is hardly sure.
        each = replace(rules, score=max(min(rules.score, self.rules.score), rules.score / 3))
        found = []
        for look in self.looks:
            one = replace(self, zoom=self.zoom * look.zoom)
            if look.mirrored:
                seen = one._find(np.ascontiguousarray(picture[:, ::-1]), each)
                found.append([mirrored(instance, picture.shape[1]) for instance in seen])
            else:
                found.append(one._find(picture, each))
        return [one for one in fused(found) if (one.score or 0.0) > rules.score][: rules.most]

    def _find(self, picture: Rgb, rules: Rules) -> list[Instance]:
        height, width = picture.shape[:2]
        if min(height, width) < SMALLEST:
            return []
        boxes = tiles_of(height, width)
        if len(boxes) == 1:
            return self._look(picture, rules)
        # A part of an instance is less sure than the whole: it may join one that is sure enough.
        parts = replace(rules, score=max(min(rules.score, self.rules.score), rules.score / 2))
        found = [
            (
                box,
                [
                    one.moved(box[0], box[1])
                    for one in self._look(picture[box[1] : box[3], box[0] : box[2]], parts)
                ],
            )
            for box in boxes
        ]
        return [one for one in joined(found) if (one.score or 0.0) > rules.score]

    def careful(self) -> Segmenter:
        """The same segmenter that looks at each picture four times, at two sizes and mirrored: six times
        as slow, and better."""
        if self.looks == CAREFUL:
            return self
        return replace(self, looks=CAREFUL, threshold=self.threshold * CALMER)

    def looking_for(self, names: Iterable[str]) -> Segmenter:
        """The same segmenter for some classes only, by name or alias. Raises UsageError if one is unknown."""
        known = ClassList.of(self.classes)
        return replace(self, only=tuple(known[known.index(name)].name for name in names))

    def fit(self, labels: LabelSet | Path | str, out: Path | str, **how: Any) -> Segmenter:
        """Train further on labels, and return the segmenter of the best weights.

        Args:
            labels: What to learn, or where it lies: a title, a file or a folder of labels.
            out: The run's folder, as `toonseg train` writes it.
            how: What `toonseg.model.train.run.train` takes besides: `few`, `recipe`, `minutes`, ...; some
                labels are held back to choose the best weights by, as it says.

        Raises:
            MissingExtraError: torch is not installed.
            CheckpointError: There is no .safetensors file of this network to go on from.
            UsageError: Options that exclude each other.
            TrainingError: The training cannot go on.
        """
        from toonseg.model.pretrained import checkpoint_of, torch_or_error

        torch_or_error()
        from toonseg.model.train.run import train

        trained = train(labels, out, start=checkpoint_of(self), **how)
        return Segmenter.from_pretrained(trained.best)

    def export(self, path: Path | str) -> None:
        """Write the network as .onnx (runs without torch) or .safetensors (can be trained further).

        Raises:
            UsageError: The ending is neither, or it is a Mask R-CNN, of which no .onnx is made.
            CheckpointError: ONNX Runtime runs it, and .safetensors were asked for; or it is of no file.
            WriteError: The file could not be written.
        """
        path = Path(path)
        if path.suffix not in (".onnx", ".safetensors"):
            raise UsageError(path, "is neither .onnx nor .safetensors", "Name a file that ends so.")
        weights = self.weights
        if weights is None:
            raise CheckpointError(self.name, "is of no file", "Load it with Segmenter.from_pretrained.")
        if weights.network is None:
            if weights.path is None or weights.path.suffix != path.suffix:
                problem = "is an ONNX model, of which no .safetensors can be made"
                raise CheckpointError(weights.path or self.name, problem, "Load its .safetensors file.")
            write_bytes(path, weights.path.read_bytes())
        elif path.suffix == ".onnx":
            from toonseg.model.export import export_onnx

            export_onnx(weights.network, weights.card, path)
        else:
            from toonseg.model.checkpoint import save_checkpoint

            save_checkpoint(path, weights.network.state_dict(), weights.card)

    def _look(self, picture: Rgb, rules: Rules) -> list[Instance]:
        fit = fit_of(*picture.shape[:2])
        fit = replace(fit, scale=fit.scale * self.zoom)
        canvas = laid(picture, fit)
        said = self.run(canvas)
        said = replace(said, classes=self._wanted(said.classes))
        return [
            Instance(self.classes[cls], mask, score=score, source=self.name)
            for cls, mask, score in seen(said, canvas.shape[1:], fit, self.masks, rules)
        ]

    def _wanted(self, logits: Float) -> Float:
        """A x K logits where classes that are not looked for are never likely."""
        if not self.only:
            return logits
        wanted = np.array([name in self.only for name in self.classes])
        return np.where(wanted, logits, np.float32(-np.inf))


def _make_sure(picture: Rgb) -> None:
    """Raises UsageError for what is no picture in HWC uint8 RGB."""
    if isinstance(picture, np.ndarray) and picture.ndim == 3 and picture.shape[2] == 3:
        if picture.dtype == np.uint8:
            return
        problem = f"is of {picture.dtype}"
    else:
        shape = getattr(picture, "shape", None)
        problem = f"is no array but {type(picture).__name__}" if shape is None else f"has the shape {shape}"
    remedy = "Give arrays of height x width x 3, uint8, RGB; `predict` takes a list of them."
    raise UsageError("picture", problem, remedy)
