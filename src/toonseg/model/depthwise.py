"""Depthwise convolutions that learn fast on processors.

Of torch's depthwise gradients on processors, two take many times as long as the rest (oneDNN, torch 2.11 to
2.13): that of a 5 x 5 weight, in bfloat16 forty times its forward pass, and that of the input at stride 2 in
bfloat16. Here the first is made of four 3 x 3 ones, whose windows cover the 5 x 5 between them, and the
second is made in float32. What comes out is the same but for rounding.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

_backward = torch.ops.aten.convolution_backward


class Depthwise(nn.Conv2d):
    """A convolution of each channel by itself, without bias; the picture keeps its size at stride 1."""

    def __init__(self, channels: int, kernel: int, stride: int = 1) -> None:
        super().__init__(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """NCHW to NCHW."""
        if x.device.type != "cpu" or not (torch.is_grad_enabled() and self.weight.requires_grad):
            return super().forward(x)
        weight = self.weight
        if torch.is_autocast_enabled("cpu"):
            kind = torch.get_autocast_dtype("cpu")
            x, weight = x.to(kind), weight.to(kind)
        out: Tensor = _Convolution.apply(x, weight, self.stride[0])  # type: ignore[no-untyped-call]
        return out


class _Convolution(torch.autograd.Function):
    """A depthwise convolution of an odd kernel that keeps the size at stride 1."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, stride: int) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.stride = stride
        return functional.conv2d(x, weight, None, stride, weight.shape[-1] // 2, groups=len(weight))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, Tensor | None, None]:
        x, weight = ctx.saved_tensors
        (gradient,) = gradients
        of_x = of_weight = None
        if ctx.needs_input_grad[0]:
            of_x = _of_input(gradient, x, weight, ctx.stride)
        if ctx.needs_input_grad[1]:
            of_weight = _of_weight(gradient, x, weight, ctx.stride)
        return of_x, of_weight, None


def _of_input(gradient: Tensor, x: Tensor, weight: Tensor, stride: int) -> Tensor:
    """The gradient of the input: N x C x H x W like `x`."""
    if stride > 1:
        gradient, weight = gradient.float(), weight.float()
    shape = gradient.new_empty(1).expand(x.shape)  # its values play no part
    return _gradients(gradient, shape, weight, (stride, weight.shape[-1] // 2), 0).to(x.dtype)


def _of_weight(gradient: Tensor, x: Tensor, weight: Tensor, stride: int) -> Tensor:
    """The gradient of the weight: C x 1 x k x k."""
    kernel = weight.shape[-1]
    around = kernel // 2
    if kernel != 5:
        return _gradients(gradient, x, weight, (stride, around), 1)
    wide = functional.pad(x, (around, around, around, around))
    rows, columns = ((size - 1) * stride + 3 for size in gradient.shape[2:])
    found = torch.empty_like(weight)
    small = weight[:, :, :3, :3]
    for top in (0, 2):
        for left in (0, 2):
            window = wide[:, :, top : top + rows, left : left + columns]
            found[:, :, top : top + 3, left : left + 3] = _gradients(gradient, window, small, (stride, 0), 1)
    return found


def _gradients(gradient: Tensor, x: Tensor, weight: Tensor, steps: tuple[int, int], which: int) -> Tensor:
    """The gradient of the input (`which` 0) or of the weight (1); `steps` are stride and padding."""
    stride, pad = steps
    found: Tensor = _backward(
        gradient, x, weight, None, (stride, stride), (pad, pad), (1, 1), False, (0, 0), len(weight),
        [which == 0, which == 1, False],
    )[which]  # fmt: skip
    return found
