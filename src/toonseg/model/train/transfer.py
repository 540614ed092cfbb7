"""Transfer: what of a trained network another one begins with, layer by layer and class by class, and why."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from toonseg.classes import ClassList
from toonseg.errors import CheckpointError
from toonseg.model.network import Network

PER_CLASS = ("head.levels.0.classes", "head.levels.1.classes", "head.levels.2.classes", "head.classmap")
"""Layers that have one output for each class."""


@dataclass(frozen=True)
class Transferred:
    """What was taken over.

    Attributes:
        loaded: How many tensors are as they were.
        classes: Classes matched by name, new to old.
        fresh: Classes that begin anew.
        left: Tensors of the old network that have no place in the new one.
    """

    loaded: int
    classes: dict[str, str]
    fresh: tuple[str, ...]
    left: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.loaded} tensors are taken over as they are"]
        if self.classes:
            pairs = ", ".join(
                new if new == old else f"{new} (was {old})" for new, old in self.classes.items()
            )
            lines.append(f"classes known by name: {pairs}")
        if self.fresh:
            lines.append(
                f"classes that begin anew, as the weights have none of that name: {', '.join(self.fresh)}"
            )
        if self.left:
            lines.append(f"left behind, since the network has no place for them: {', '.join(self.left)}")
        return "\n".join(lines)


def transfer(
    network: Network, classes: ClassList, weights: dict[str, Tensor], known: tuple[str, ...], origin: object
) -> Transferred:
    """Fill a network with another's weights; layers with one output for each class are matched by class name.

    Args:
        network: Changed in place; of the same design but for its classes.
        classes: Its classes.
        weights: Of the other network.
        known: Names of the other's classes, by index.
        origin: The other's file, for errors.

    Raises:
        CheckpointError: The designs differ.
    """
    own = network.state_dict()
    matched: dict[int, int] = {}
    for old, name in enumerate(known):
        new = classes.find(name)
        if new is not None:
            matched.setdefault(new, old)
    loaded, left = 0, []
    for name, value in weights.items():
        layer = name.rpartition(".")[0]
        if name not in own:
            left.append(name)
        elif layer in PER_CLASS and tuple(known) != classes.names:
            with torch.no_grad():
                for new, old in matched.items():
                    own[name][new] = value[old]
        elif own[name].shape == value.shape:
            own[name] = value
            loaded += 1
        else:
            problem = f"{name} is {tuple(value.shape)}, the network's {tuple(own[name].shape)}"
            raise CheckpointError(
                origin, problem, "Train with the same design (--design), or without --from."
            )
    missing = sorted(set(own) - set(weights))
    if missing:
        raise CheckpointError(origin, f"lacks {missing[0]}", "Train with the same design (--design).")
    network.load_state_dict(own)
    fresh = tuple(name for index, name in enumerate(classes.names) if index not in matched)
    pairs = {classes[new].name: known[old] for new, old in sorted(matched.items())}
    return Transferred(loaded, pairs, fresh, tuple(left))
