"""A whole training: from labels to a run folder with the best weights in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.split import class_counts
from toonseg.classes import ClassList
from toonseg.errors import TrainingError, UsageError
from toonseg.evaluation import Evaluation
from toonseg.model.card import Card
from toonseg.model.checkpoint import card_of, network_of, read_checkpoint, save_checkpoint
from toonseg.model.data.decoded import Decoded
from toonseg.model.data.samples import Augment
from toonseg.model.export import export_onnx, exportable
from toonseg.model.maskrcnn.design import RcnnDesign
from toonseg.model.maskrcnn.start import zoom_of
from toonseg.model.network import Design
from toonseg.model.pixels import is_there
from toonseg.model.train.begin import begin, settled
from toonseg.model.train.cardtext import Told, card_text
from toonseg.model.train.curves import labels_svg
from toonseg.model.train.folder import Board, RunFile, RunFolder
from toonseg.model.train.identity import data_hash, fingerprint, versions
from toonseg.model.train.judge import Verdict, fitting, judge
from toonseg.model.train.loop import Report, memory_error, new_state, train
from toonseg.model.train.parallel import ALONE, Ranks, elsewhere
from toonseg.model.train.resume import load_state
from toonseg.model.train.settings import TrainSettings
from toonseg.model.train.sheets import write_samples
from toonseg.model.train.sources import Pictures
from toonseg.model.train.table import Table
from toonseg.model.train.transfer import Transferred
from toonseg.model.train.watch import Watch
from toonseg.model.trainable import Trainable
from toonseg.workspace import remove_leftovers, write_text


@dataclass(frozen=True)
class Trained:
    """What a training left behind; prints itself.

    Attributes:
        folder: The run folder.
        best: The checkpoint with the best validation AP; the last weights without validation pictures.
        card: Its card.
        evaluation: Of the best weights on the validation pictures; None without any.
        transferred: What it took over; None if it began from scratch or with ImageNet weights.
        begun_at: The validation AP (0..1) before the first step, where it began with weights.
        onnx: The best weights as ONNX, if they were asked for.
        steps: Steps done in all; `card.step` is that of the best weights.
        left_out: Training pictures that could not be read.
        notes: Everything that was said, a line each.
    """

    folder: Path
    best: Path
    card: Card
    evaluation: Evaluation | None
    transferred: Transferred | None
    begun_at: float | None
    onnx: Path | None
    steps: int
    left_out: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        if self.card.ap is None:
            return f"{self.steps:,} steps, not validated: {self.best}"
        before = "" if self.begun_at is None else f", began at {100 * self.begun_at:.1f}"
        kept = "; no step made it better, the first weights are kept" if self.card.step == 0 else ""
        at = f"AP {100 * self.card.ap:.1f} at step {self.card.step:,} of {self.steps:,}{before}{kept}"
        return f"{at}: {self.best}"


def fit(
    labels: LabelSet,
    out: Path,
    *,
    validation: LabelSet | None = None,
    how: str = "given",
    design: Design | RcnnDesign | None = None,
    settings: TrainSettings | None = None,
    augment: Augment | None = None,
    start: Path | None = None,
    drawn: Sequence[Decoded] = (),
    share: float = 0.5,
    device: str = "cpu",
    export: bool = False,
    ranks: Ranks = ALONE,
    report: Callable[[Report], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train a network on labels.

    A run that was killed goes on where it was, if the same call finds its folder again.

    Args:
        labels: What to learn; its class list is the network's.
        out: The run folder.
        validation: What the best weights are chosen by; the last are taken without it.
        how: How the validation pictures were chosen, for the model card.
        design: Of the network; that of `start` unless given.
        settings: How to train.
        augment: How samples differ from the pictures.
        start: A checkpoint to begin with, or for a Mask R-CNN a .pth file of torchvision's; else the backbone
            has ImageNet weights, if they are installed.
        drawn: Pictures to learn with the labelled ones; their labels are indices of the same classes.
        share: Of the labelled pictures among the samples, where some are drawn.
        device: Where torch computes: "cpu", "cuda", "cuda:1".
        export: Also write the best weights as ONNX.
        ranks: The processes that train together, of which the first alone validates, reports and writes.
        report: Told of every step.
        say: Told what there is to know, a line at a time.

    Raises:
        TrainingError: Nothing is labelled, nothing can be read, the validation labels are of other classes,
            the loss is no number any more, or the GPU's memory is too small.
        CheckpointError: `start`, or the run folder's state, cannot be used.
        MissingExtraError: The network is a Mask R-CNN, and there is no torchvision.
        UsageError: There is no such device, or the network cannot be written as ONNX.
        WriteError: A file cannot be written.
    """
    notes: list[str] = []

    def tell(line: str) -> None:
        notes.append(line)
        if ranks.first:
            say(line)

    folder, settings, augment = RunFolder(Path(out)), settings or TrainSettings(), augment or Augment()
    usable = _usable(labels, tell)
    if validation is not None:
        validation, warning = fitting(validation, labels.classes)
        if warning:
            tell(f"warning: {warning}")
    if settings.threads:
        torch.set_num_threads(settings.threads)
    begun = begin(
        labels.classes, design, start, settings.seed, zoom_of(settings.canvas, augment.placing)
    )  # fmt: skip
    settings, also = settled(settings, begun)
    lines = (*begun.lines, *also)
    for line in lines:
        tell(line)
    network = _on_device(exportable(begun.network, folder.onnx) if export else begun.network, device)
    pictures = _pictures(usable, labels.classes, drawn, share, tell)
    mark = fingerprint(labels, settings, augment, network.design, start, len(drawn))
    state = new_state(network, settings)
    goes_on = load_state(folder.state, state, mark)
    if not ranks.first:
        judged = None if validation is None else elsewhere
        train(state, pictures, settings, augment, validate=judged, ranks=ranks)
        ranks.wait()  # until the first one has written everything
        card, left_out = read_checkpoint(folder.best)[1], len(pictures.left_out)
        return Trained(
            folder.root, folder.best, card, None, begun.transferred, None, None, state.step, left_out, ()
        )  # fmt: skip
    remove_leftovers(folder.root)
    card = card_of(network, labels.classes.names, data=data_hash(labels), made_with=versions())
    table, board = Table(folder.results, state.step if goes_on else -1), Board(folder.root)
    watch = Watch(folder, state, card, validation, mark, table, board, report)
    begun_at = _begun_at(watch, goes_on, start is not None, tell)
    folder.write_settings(
        RunFile(
            train=settings.model_dump(), augment=asdict(augment), design=asdict(network.design),
            classes=labels.classes.names, labels=labels.name, pictures=len(usable),
            validation=() if validation is None else tuple(one.file for one in validation.pictures),
            start=None if start is None else str(start), drawn=len(drawn), device=device,
            made_with=versions(), begun_at=begun_at,
        )
    )  # fmt: skip
    _draw(folder, labels, validation)
    write_samples(folder.samples, pictures, labels.classes, settings, augment)
    try:
        train(
            state, pictures, settings, augment, validate=watch.validate if validation is not None else None,
            report=watch.on_step, keep=watch.keep, ranks=ranks,
        )  # fmt: skip
    except torch.cuda.OutOfMemoryError as error:  # in the optimiser's first step, or in validation
        raise memory_error(settings) from error
    finally:
        board.close()
        watch.draw()
    card, best, final = _finished(folder, validation)
    told = Told(
        labels, validation, how, lines, len(drawn), len(pictures.left_out),
        state.seconds / 60, settings.model_dump(), begun_at, sum(p.numel() for p in network.parameters()),
        network.kind,
    )  # fmt: skip
    write_text(folder.readme, card_text(card, told, final))
    if export:
        export_onnx(best, card, folder.onnx)
    ranks.wait()
    return Trained(
        folder.root, folder.best, card, None if final is None else final.evaluation, begun.transferred,
        begun_at, folder.onnx if export else None, state.step, len(pictures.left_out), tuple(notes),
    )  # fmt: skip


def _begun_at(watch: Watch, goes_on: bool, known: bool, tell: Callable[[str], None]) -> float | None:
    """The validation AP (0..1) before the first step; None where the first weights were not trained ones."""
    if goes_on:
        tell(f"goes on at step {watch.state.step:,} of an earlier call")
        return watch.folder.begun_at()
    if watch.validation is None or not known:
        return None
    ap = watch.first()
    tell(f"AP before the first step: {100 * ap:.1f}")
    return ap


def _draw(folder: RunFolder, labels: LabelSet, validation: LabelSet | None) -> None:
    """What is labelled how often, as a picture. Raises WriteError."""
    parts = {"training": labels} | ({} if validation is None else {"validation": validation})
    write_text(folder.labels, str(labels_svg(parts, labels.classes)))


def _usable(labels: LabelSet, tell: Callable[[str], None]) -> tuple[Picture, ...]:
    """The pictures that are there; says what is missing and which classes nobody has labelled.

    Raises TrainingError where nothing is labelled in a picture that is there.
    """
    there = tuple(one for one in labels.pictures if is_there(one))
    known = {one.file for one in there}
    missing = [one.file for one in labels.pictures if one.file not in known]
    name = labels.name or "labels"
    if not any(labels.classes.find(one.cls) is not None for picture in there for one in picture.instances):
        wanted = ", ".join(labels.classes.names)
        problem = f"none of {len(labels.pictures)} pictures is there with a label of {wanted}"
        raise TrainingError(name, problem, "Label some of them; toonseg check tells what is missing.")
    if missing:
        tell(f"warning: {len(missing)} of {len(labels.pictures)} pictures are missing, such as {missing[0]}")
    counts = class_counts(labels.with_pictures(there))
    empty = [one for one in labels.classes.names if not counts.get(one)]
    if empty:
        tell(f"warning: {len(empty)} of {len(labels.classes)} classes have no label: {', '.join(empty)}")
    foreign = {one: n for one, n in counts.items() if labels.classes.find(one) is None}
    if foreign:
        told = ", ".join(f"{one} ({n})" for one, n in foreign.items())
        tell(f"warning: labels of no class of the list are not learned: {told}")
    return there


def _pictures(
    usable: tuple[Picture, ...],
    classes: ClassList,
    drawn: Sequence[Decoded],
    share: float,
    tell: Callable[[str], None],
) -> Pictures:
    """The pictures, looked through; says which cannot be read. Raises TrainingError if none can."""
    pictures = Pictures(
        usable, classes, drawn=drawn, share=share,
        on_left_out=lambda _, why: tell(f"warning: left out: {why}"),
    )  # fmt: skip
    pictures.look_through()
    if pictures.left_out:
        tell(f"warning: {len(pictures.left_out)} of {len(usable)} pictures are left out, training goes on")
    return pictures


def _on_device(network: Trainable, device: str) -> Trainable:
    """The network there, its weights channels last. Raises UsageError where there is no such device."""
    try:
        network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    except torch.cuda.OutOfMemoryError as error:
        raise TrainingError(
            "training", "the GPU has too little memory", "Free it, or use --device cpu."
        ) from error
    except (RuntimeError, AssertionError) as error:
        line = str(error).splitlines()[0]
        raise UsageError(
            "--device", f"'{device}' cannot be used ({line})", "Use cpu, or cuda where there is a GPU."
        ) from error
    return network


def _finished(folder: RunFolder, validation: LabelSet | None) -> tuple[Card, Trainable, Verdict | None]:
    """The best weights once more, to write down the score from which their instances are shown."""
    weights, card = read_checkpoint(folder.best)
    network = network_of(weights, card, folder.best)
    if validation is None:
        return card, network, None
    verdict = judge(network, card, validation)
    if verdict.threshold is not None:
        card = card.model_copy(update={"threshold": verdict.threshold})
        save_checkpoint(folder.best, weights, card)
    folder.write_verdict(verdict, card)
    return card, network, verdict
