"""What a Mask R-CNN is made of, as its checkpoint says it; and the names of the networks to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

KIND: Final = "maskrcnn"


class NetworkKind(StrEnum):
    """The networks that `toonseg train --network` knows."""

    COMPACT = "compact"
    MASKRCNN = "maskrcnn"
    MASKRCNN_V2 = "maskrcnn-v2"


@dataclass(frozen=True)
class RcnnDesign:
    """What a Mask R-CNN is made of; written into its checkpoint.

    Attributes:
        version: "v1": the published one; "v2": torchvision's with deeper heads and more normalisation
            (Li et al., 2021).
        frozen_norms: Whether batch normalisation of "v1" stays as the first weights have it, as published.
            From scratch it has to learn. "v2" always learns it.
        zoom: How much larger than on the compact network's canvas pictures are shown to it.
        classes: How many, without the background.
        network: Tells it from the compact network.
        masks: How they are said; see `boxed`.
    """

    version: Literal["v1", "v2"] = "v1"
    frozen_norms: bool = True
    zoom: float = 2.0
    classes: int = 8
    network: Literal["maskrcnn"] = KIND
    masks: Literal["boxed"] = "boxed"
