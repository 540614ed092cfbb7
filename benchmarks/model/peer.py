"""The peer: Mask2Former (Cheng et al., 2022) of transformers, small, on the backbone that ours has.

Its own code makes the masks, matches queries with instances and gives the loss; here are only its size and
the way from queries to instances. Samples, targets, canvas and training loop are those of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from toonseg.annotations.instance import Instance
from toonseg.classes import EIGHT
from toonseg.model.backbone import LITE_CHANNELS, LiteBackbone
from toonseg.model.canvas import fit_of, laid
from toonseg.model.decode import mask_of
from toonseg.model.head import MASK_STRIDE
from toonseg.model.loss import Truth
from toonseg.model.network import MEAN, SPREAD
from toonseg.model.trainable import Trainable
from toonseg.pictures import Rgb

MOST = 100
"""Instances of a picture, as of ours."""
LEAST_SCORE = 0.01


@dataclass(frozen=True)
class Size:
    """What of Mask2Former's size is less than published (256, 6, 9, 1024 and 2048, 100, 12,544): channels as
    many as ours has, and a step that does not cost three times as much."""

    channels: int = 96
    encoders: int = 2
    decoders: int = 3
    wide: int = 384
    queries: int = 60
    points: int = 1024


class Encoder(nn.Module):
    """The backbone as transformers asks for one: N3HW float RGB, 0..255, to features at strides 4 to 32."""

    def __init__(self, backbone: LiteBackbone) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, pictures: Tensor) -> Any:
        """What transformers reads of it is `feature_maps`."""
        mean, spread = (pictures.new_tensor(values).view(1, 3, 1, 1) for values in (MEAN, SPREAD))
        return SimpleNamespace(feature_maps=self.backbone((pictures / 255.0 - mean) / spread))


class Peer(Trainable):
    """Mask2Former for the eight classes."""

    mask_stride = MASK_STRIDE
    kind = "Mask2Former of transformers"

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.design = size
        from transformers import Mask2FormerConfig, Mask2FormerForUniversalSegmentation, SwinConfig
        from transformers.models.mask2former.modeling_mask2former import Mask2FormerPixelDecoder

        # A backbone is asked for by its configuration; this smallest one is replaced at once.
        swin = SwinConfig(embed_dim=8, depths=[1] * 4, num_heads=[1] * 4,
                          out_features=["stage1", "stage2", "stage3", "stage4"])  # fmt: skip
        config = Mask2FormerConfig(
            backbone_config=swin, num_labels=len(EIGHT), feature_size=size.channels,
            mask_feature_size=size.channels, hidden_dim=size.channels, encoder_feedforward_dim=size.wide,
            dim_feedforward=size.wide, encoder_layers=size.encoders, decoder_layers=size.decoders + 1,
            num_queries=size.queries, train_num_points=size.points,
        )  # fmt: skip
        self.model = Mask2FormerForUniversalSegmentation(config)
        self.backbone = LiteBackbone()
        pixels = self.model.model.pixel_level_module
        pixels.encoder = Encoder(self.backbone)
        pixels.decoder = Mask2FormerPixelDecoder(config, LITE_CHANNELS)
        pixels.decoder.apply(self.model._init_weights)

    def forward(self, pictures: Tensor) -> Any:
        """N3HW float, RGB, 0..255, to class logits N x Q x 9, mask logits N x Q x H/4 x W/4, and those of the
        layers before."""
        return self.model(pixel_values=pictures, output_auxiliary_logits=True)

    def losses(self, pictures: Tensor, truths: Sequence[Truth]) -> dict[str, Tensor]:
        """Its own weighted parts, those of all layers added, in float32."""
        said = self(pictures)
        with torch.autocast(pictures.device.type, enabled=False):
            parts = self.model.get_loss_dict(
                said.masks_queries_logits.float(), said.class_queries_logits.float(),
                [truth.masks for truth in truths], [truth.labels for truth in truths],
                [{name: one.float() for name, one in layer.items()} for layer in said.auxiliary_logits],
            )  # fmt: skip
        kinds = {"class": "loss_cross_entropy", "mask": "loss_mask", "dice": "loss_dice"}
        return {
            kind: torch.stack([part for name, part in parts.items() if name.startswith(prefix)]).sum()
            for kind, prefix in kinds.items()
        }

    def stages(self) -> list[nn.Module]:
        """Those of the backbone, as ours has them."""
        return [self.backbone.stem, *self.backbone.stages]

    def backbone_parameters(self) -> list[nn.Parameter]:
        """Those of the backbone."""
        return list(self.backbone.parameters())

    @torch.inference_mode()
    def find(self, picture: Rgb) -> list[Instance]:
        """The instances of one picture (HWC uint8 RGB), best first, as Mask2Former's authors choose them.

        A query counts once for each class that it may be; the score is the class's times the mask's mean.
        """
        fit = fit_of(*picture.shape[:2])
        canvas = laid(picture, fit)
        self.eval()
        said = self(torch.from_numpy(canvas)[None])
        logits = np.asarray(said.masks_queries_logits[0].float())
        sure = said.class_queries_logits[0].float().softmax(dim=1)[:, :-1]
        scores, order = sure.flatten().sort(descending=True)
        made: dict[int, tuple[Any, float]] = {}
        found = []
        for score, place in zip(scores[:MOST].tolist(), order[:MOST].tolist(), strict=True):
            query, cls = divmod(place, sure.shape[1])
            if query not in made:
                height, width = (side // MASK_STRIDE for side in canvas.shape[1:])
                mask = mask_of(logits[query], (0, 0, width, height), fit, MASK_STRIDE)
                inside = logits[query][logits[query] > 0]
                made[query] = mask, float((1 / (1 + np.exp(-inside))).mean()) if inside.size else 0.0
            mask, quality = made[query]
            if mask is not None and score * quality >= LEAST_SCORE:
                found.append(Instance(EIGHT.names[cls], mask, score=score * quality, source="mask2former"))
        return sorted(found, key=lambda one: -(one.score or 0.0))
