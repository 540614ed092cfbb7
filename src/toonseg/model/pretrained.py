"""Trained weights: those in the box, those of a training's folder, or a file."""

from __future__ import annotations

from importlib import util
from pathlib import Path

from toonseg.errors import CheckpointError, MissingExtraError, UsageError
from toonseg.model.runners import load_onnx, of_network
from toonseg.model.segmenter import Segmenter

BOX = Path(__file__).with_name("weights")
"""Where the weights in the box lie, with their model card, README.md."""
NAME = "toonseg"
"""Their files' name: toonseg.onnx, which runs without torch, and toonseg.safetensors, to train further."""
ONNX, SAFETENSORS = ".onnx", ".safetensors"
NEVER_SEEN = ("gouache", "manga", "thriller", "western")
"""Presets of `synth` that they have not learned from, to tell their quality on hands new to them: paint,
grey halftone, dark cel shading, line and dots."""
_STAGES = ("best", "last")


def load(model: Path | str | None = None, *, device: str | None = None, threads: int = 1) -> Segmenter:
    """A segmenter of trained weights.

    Args:
        model: A .onnx file, which ONNX Runtime runs; a .safetensors file, which torch runs; the folder of a
            training, whose best weights are taken; None for the weights in the box.
        device: "cpu", "cuda", "cuda:1", ...; the processor unless given.
        threads: For one picture; for many pictures run several processes rather than raise it.

    Raises:
        CheckpointError: There is no such file, or it is none of toonseg.
        MissingExtraError: A .safetensors file needs torch, which is not installed.
        UsageError: The device is none, or is not there.
    """
    path = find_weights(model, device=device)
    name = path.parent.absolute().name if path.stem in _STAGES else path.stem
    on_cpu = device is None or device == "cpu"
    if path.suffix == ONNX:
        if not (on_cpu or str(device).startswith("cuda")):
            raise UsageError("--device", f"'{device}' does not run .onnx files", "Choose cpu or cuda.")
        return load_onnx(path, threads=threads, name=name, cuda=not on_cpu)
    return _of_checkpoint(path, name, device or "cpu", threads)


def find_weights(model: Path | str | None = None, *, device: str | None = None) -> Path:
    """The file of weights that `load` takes: of several in a folder, the one that suits the device.

    Raises:
        CheckpointError: There is none.
        UsageError: The file ends in neither .onnx nor .safetensors.
    """
    on_gpu = device not in (None, "cpu")
    endings = (SAFETENSORS, ONNX) if on_gpu else (ONNX, SAFETENSORS)
    if model is None:
        found = _first(BOX, (NAME,), endings)
        if found is None:
            remedy = "Name weights with --model, such as those of toonseg train."
            raise CheckpointError(BOX, "holds no weights in this installation", remedy)
        return found
    path = Path(model)
    if path.is_dir():
        found = _first(path, _STAGES, endings)
        if found is None:
            problem = "holds neither best.onnx nor best.safetensors"
            raise CheckpointError(path, problem, "Name the folder of a training, or a file.")
        return found
    if not path.is_file():
        raise CheckpointError(path, "is not there", "Check the path.")
    if path.suffix not in endings:
        raise UsageError(path, "is neither .onnx nor .safetensors", "Give weights of toonseg train.")
    return path


def weights_to_train(start: str | Path) -> Path:
    """The .safetensors file that a training begins with.

    Args:
        start: "box" for the weights in the box, a .safetensors file, or the folder of a training.

    Raises:
        CheckpointError: There is none.
    """
    path = BOX / f"{NAME}{SAFETENSORS}" if str(start) == "box" else Path(start)
    if path.suffix == ONNX:
        remedy = "Give the .safetensors file beside it."
        raise CheckpointError(path, "is an ONNX model, which cannot be trained", remedy)
    path = path / f"{_STAGES[0]}{SAFETENSORS}" if path.is_dir() else path
    if not path.is_file():
        raise CheckpointError(path, "is not there", "Give a .safetensors file, or the folder of a training.")
    return path


def in_the_box() -> bool:
    """Whether this installation has weights to train further."""
    return (BOX / f"{NAME}{SAFETENSORS}").is_file()


def checkpoint_of(segmenter: Segmenter) -> Path:
    """The .safetensors file of a segmenter: its own, or the one beside its .onnx file.

    Raises:
        CheckpointError: There is none.
    """
    path = None if segmenter.weights is None else segmenter.weights.path
    beside = None if path is None else path.with_suffix(SAFETENSORS)
    if beside is None or not beside.is_file():
        problem = "has no .safetensors file, from which training could go on"
        raise CheckpointError(path or segmenter.name, problem, "Export it to one, and load that.")
    return beside


def torch_or_error(what: str = "torch, which .safetensors files and training ask for,") -> None:
    """Make sure that torch and safetensors can be imported. Raises MissingExtraError: they are for `what`."""
    if util.find_spec("torch") is None or util.find_spec("safetensors") is None:
        raise MissingExtraError.for_extra(what, "train")


def _first(folder: Path, names: tuple[str, ...], endings: tuple[str, ...]) -> Path | None:
    paths = (folder / f"{name}{ending}" for name in names for ending in endings)
    return next((path for path in paths if path.is_file()), None)


def _of_checkpoint(path: Path, name: str, device: str, threads: int) -> Segmenter:
    torch_or_error()
    import torch

    from toonseg.model.checkpoint import network_of, read_checkpoint

    try:
        place = torch.device(device)
    except RuntimeError as error:
        raise UsageError("--device", f"'{device}' is no device", "Choose cpu, cuda or cuda:1.") from error
    weights, card = read_checkpoint(path)
    network = network_of(weights, card, path)
    try:
        network = network.to(place)
    except (RuntimeError, AssertionError) as error:
        line = str(error).splitlines()[0]
        raise UsageError("--device", f"'{device}' cannot be used ({line})", "Choose cpu.") from error
    return of_network(network, card, name=name, path=path, threads=threads)
