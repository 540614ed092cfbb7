"""`toonseg train`: labels, recipes and weights in; a run folder out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toonseg.annotations.formats import Format, read
from toonseg.annotations.labelset import LabelSet, Picture
from toonseg.annotations.split import class_counts
from toonseg.errors import TrainingError, UsageError
from toonseg.model.maskrcnn.design import NetworkKind, RcnnDesign
from toonseg.model.pixels import is_there, seen_in
from toonseg.model.pretrained import in_the_box, torch_or_error, weights_to_train
from toonseg.workspace import is_title

BEST = "best.safetensors"

if TYPE_CHECKING:
    from toonseg.model.data.decoded import Decoded
    from toonseg.model.network import Design
    from toonseg.model.train.fit import Trained
    from toonseg.model.train.loop import Report
    from toonseg.model.train.recipe import Recipe


def train(
    source: str | Path | LabelSet,
    out: str | Path,
    *,
    validation: str | Path | LabelSet | None = None,
    hold_out: float | None = None,
    start: str | Path | None = None,
    recipe: str | Path | Recipe | None = None,
    few: bool = False,
    network: NetworkKind | str | None = None,
    steps: int | None = None,
    minutes: float | None = None,
    batch: int | None = None,
    seed: int | None = None,
    device: str | None = None,
    export: bool = False,
    jobs: int | None = None,
    format: Format | None = None,
    report: Callable[[Report], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train a network on labelled cuts; a run that was killed goes on with the same call.

    Processes that torchrun starts with the same call are one training: each learns its share of a batch, and
    the first one validates, writes and reports.

    Args:
        source: Labels in any format that toonseg reads, or a label set; its classes are the network's.
        out: The run folder: weights, results.csv, curves, mosaics, plots, model card.
        validation: Labels by which the best weights are chosen; unless given, some labels are held back.
        hold_out: The share that is held back, 0..1; 0 for none. By the recipe unless given.
        start: Weights to begin with (transfer), whose classes are matched by name: a .safetensors file, the
            folder of a training, or "box" for those that come with toonseg, which `few` takes unless told.
            For Mask R-CNN also a .pth file of torchvision's, "coco", which is downloaded and is what it
            takes unless told, or "scratch".
        recipe: A TOML file of settings, or a `Recipe`.
        few: Choose the settings by the number of labelled cuts, 5 to 50, for some minutes on two cores.
        network: "compact", "maskrcnn" or "maskrcnn-v2"; that of `start`, or the compact one, unless given.
        steps: Steps to train, instead of the recipe's.
        minutes: Minutes to train, instead of steps.
        batch: Samples of a step, of all processes together.
        seed: Of samples, of new weights and of the held back pictures.
        device: "cpu", "cuda", "cuda:1"; a GPU if there is one unless given.
        export: Also write best.onnx.
        jobs: Processes that draw cuts, where some are drawn; None for one per core.
        format: The format of the source; told by the source unless given.
        report: Told of every step: losses, rate, seconds, AP.
        say: Told what there is to know, a line at a time.

    Raises:
        MissingExtraError: torch is not installed; for Mask R-CNN, torchvision is not, or does not load.
        UsageError: Options that exclude each other, or a device that is not there.
        LabelError: The source is no set of labels.
        SettingsError: The recipe is wrong.
        CheckpointError: `start`, or what lies in the run folder, cannot be used.
        TrainingError: Nothing can be learned, or training cannot go on.
        WriteError: A file cannot be written.
    """
    torch_or_error("training")
    import torch

    from toonseg.model.train.fit import fit
    from toonseg.model.train.holding import hold_out as held_back
    from toonseg.model.train.parallel import rank_here, together

    _make_sure(few, recipe, network, steps, minutes, hold_out)
    notes: list[str] = []

    def tell(line: str) -> None:
        notes.append(line)
        if rank_here() == 0:
            say(line)

    rcnn = _rcnn(network)
    first = _first_weights(start, few) if rcnn is None else _first_of_rcnn(start, rcnn)
    labels = _looked_at(source, _read(source, format), few, tell)
    plan = _plan(labels, recipe, few, first is not None, tell)
    plan = plan.changed(batch=batch, seed=seed, minutes=minutes)
    if steps is not None:
        plan = plan.for_steps(steps)
    if few:
        time = f"{plan.train.minutes:g} minutes" if plan.train.minutes else f"{plan.train.steps:,} steps"
        tell(f"settings for {len(labels.pictures)} cuts: {time}, rate {plan.train.rate:g}")
    how, judged = "given", None
    share = plan.data.hold_out if hold_out is None else hold_out
    if validation is not None:
        judged = _looked_at(validation, _read(validation), False, tell)
    elif share > 0:
        parts = held_back(labels, share, plan.train.seed)
        labels, judged, how = parts.train, parts.validation, parts.how
        tell(str(parts))
    else:
        tell("warning: nothing is held back: the last weights are taken, and nobody knows how good they are")
    place = device or ("cuda" if torch.cuda.is_available() else "cpu")
    with together(place, plan.train.batch) as (ranks, own):
        trained = fit(
            labels, Path(out), validation=judged, how=how, design=_design(rcnn, plan, network),
            settings=plan.train, augment=plan.augment, start=first, drawn=_drawn(plan, labels, jobs, tell),
            share=plan.data.share, device=own, export=export, ranks=ranks, report=report, say=tell,
        )  # fmt: skip
    return replace(trained, notes=tuple(notes))


def _make_sure(  # noqa: PLR0917
    few: bool,
    recipe: object,
    network: object,
    steps: int | None,
    minutes: float | None,
    hold_out: float | None,
) -> None:
    """Raises UsageError for options that exclude each other, and for a share that is none."""
    if few and recipe is not None:
        raise UsageError("--few", "chooses its own settings", "Leave out --recipe, or --few.")
    if few and network is not None:
        raise UsageError("--few", "is for the compact network", "Leave out --network, or --few.")
    if steps is not None and minutes is not None:
        raise UsageError("--steps", "and --minutes exclude each other", "Give one of them.")
    if hold_out is not None and not 0 <= hold_out < 1:
        raise UsageError("--hold-out", f"{hold_out:g} is no share", "Give 0 to 1, such as 0.1.")


def _drawn(plan: Recipe, labels: LabelSet, jobs: int | None, say: Callable[[str], None]) -> list[Decoded]:
    """The drawn cuts that the plan asks for. Raises UsageError for classes that are not drawn."""
    from toonseg.model.train.rehearsal import can_rehearse, rehearsal

    if not plan.data.drawn:
        return []
    if not can_rehearse(labels.classes):
        problem = "drawn cuts have labels of the eight classes alone"
        raise UsageError("data.drawn", problem, "Set it to 0 in the recipe.")
    say(f"{plan.data.drawn} cuts are drawn to be rehearsed with the labels")
    return rehearsal(plan.data.drawn, labels.classes, class_counts(labels), seed=plan.train.seed, jobs=jobs)


def _rcnn(network: NetworkKind | str | None) -> RcnnDesign | None:
    """The Mask R-CNN that was asked for, if one was; makes sure that torchvision loads before work begins."""
    if network is None:
        return None
    try:
        kind = NetworkKind(network)
    except ValueError as error:
        raise UsageError("--network", f"'{network}' is none", f"Choose {', '.join(NetworkKind)}.") from error
    if kind is NetworkKind.COMPACT:
        return None
    from toonseg.model.maskrcnn.available import detection

    detection()
    return RcnnDesign(version="v2" if kind is NetworkKind.MASKRCNN_V2 else "v1")


def _design(
    rcnn: RcnnDesign | None, plan: Recipe, network: NetworkKind | str | None
) -> Design | RcnnDesign | None:
    """Of the network that was asked for; None for that of the first weights, or the default one."""
    from toonseg.model.network import Design

    if rcnn is None:
        return plan.design or (None if network is None else Design())
    if plan.design is not None:
        problem = "is Mask R-CNN, and the recipe's [design] is of the compact network"
        raise UsageError("--network", problem, "Leave one of them out.")
    return rcnn


def _first_of_rcnn(start: str | Path | None, design: RcnnDesign) -> Path | None:
    """The file that a Mask R-CNN begins with. Raises CheckpointError where COCO weights cannot be had."""
    from toonseg.model.maskrcnn.start import COCO, SCRATCH, coco_weights

    if str(start) == SCRATCH:
        return None
    if start is None or str(start) == COCO:
        return coco_weights(design.version)
    return _first_weights(start, False)


def _read(source: str | Path | LabelSet, format: Format | None = None) -> LabelSet:
    """Labels; cuts of a title that were not written as pictures are seen in its pages."""
    if isinstance(source, LabelSet):
        return source
    labels = read(Path(source), format)
    return seen_in(Path(source), labels) if is_title(Path(source)) else labels


def _looked_at(
    source: str | Path | LabelSet, labels: LabelSet, few: bool, tell: Callable[[str], None]
) -> LabelSet:
    """Of a title, what somebody has labelled: what nobody has looked at would teach that it shows nothing.

    These are the episodes with labels; where few cuts are labelled, the cuts with labels alone.
    """
    if isinstance(source, LabelSet) or not is_title(Path(source)):
        return labels

    def unit(picture: Picture) -> str:
        return picture.file if few else picture.file.partition("/")[0]

    known = {unit(one) for one in labels.pictures if one.instances}
    kept = labels.with_pictures(tuple(one for one in labels.pictures if unit(one) in known))
    left = len(labels.pictures) - len(kept.pictures)
    if left and known:
        what = "" if few else " of episodes"
        tell(f"{left} of {len(labels.pictures)} cuts are left out:{what} without labels")
    return kept if known else labels


def _first_weights(start: str | Path | None, few: bool) -> Path | None:
    """The file to begin with.

    Raises:
        CheckpointError: A folder, or the box, has none.
        UsageError: It is a beginning of Mask R-CNN.
    """
    from toonseg.model.maskrcnn.start import COCO, SCRATCH

    if start is None:
        return weights_to_train("box") if few and in_the_box() else None
    if str(start) in (COCO, SCRATCH):
        raise UsageError(
            "--from", f"'{start}' is for Mask R-CNN", "Give --network maskrcnn, or leave it out."
        )
    return weights_to_train(start)


def _plan(
    labels: LabelSet, recipe: str | Path | Recipe | None, few: bool, known: bool, say: Callable[[str], None]
) -> Recipe:
    from toonseg.model.train.few import MANY, few_recipe
    from toonseg.model.train.recipe import Recipe, read_recipe
    from toonseg.model.train.rehearsal import can_rehearse

    if recipe is not None:
        return recipe if isinstance(recipe, Recipe) else read_recipe(Path(recipe))
    if not few:
        return Recipe()
    labelled = [one for one in labels.pictures if one.instances]
    cuts = sum(is_there(one) for one in labelled)
    if labelled and not cuts:
        problem = f"none of {len(labelled)} labelled pictures is there, such as {labelled[0].file}"
        raise TrainingError(labels.name or "labels", problem, "Run toonseg check on them.")
    rehearses = can_rehearse(labels.classes)
    if cuts > MANY:
        say(f"warning: --few is meant for 5 to 50 cuts, these are {cuts}: a longer training would gain more")
    if not rehearses:
        say("no drawn cuts are rehearsed: the labels have classes that toonseg does not draw")
    if not known:
        say("warning: --few without --from begins without trained weights and will learn little in minutes")
    return few_recipe(cuts, rehearses=rehearses, known=known)
