"""Depthwise convolutions learn what torch's own learn."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")

from torch.nn import functional  # noqa: E402

from toonseg.model.depthwise import Depthwise  # noqa: E402


@pytest.mark.parametrize("kernel", [3, 5])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("size", [(16, 24), (15, 9)])
def test_gradients_are_those_of_torch(kernel: int, stride: int, size: tuple[int, int]) -> None:
    torch.manual_seed(1)
    layer = Depthwise(6, kernel, stride)
    x = torch.randn(2, 6, *size, requires_grad=True)
    out = layer(x)
    wanted = functional.conv2d(x, layer.weight, None, stride, kernel // 2, groups=6)
    assert torch.allclose(out, wanted, atol=1e-6)
    push = torch.randn_like(out)
    ours = torch.autograd.grad(out, (x, layer.weight), push)
    theirs = torch.autograd.grad(wanted, (x, layer.weight), push)
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


@pytest.mark.parametrize("stride", [1, 2])
def test_in_bfloat16_they_differ_by_its_rounding_alone(stride: int) -> None:
    torch.manual_seed(2)
    layer = Depthwise(8, 5, stride)
    x = torch.randn(2, 8, 20, 20, requires_grad=True)
    with torch.autocast("cpu", torch.bfloat16):
        out = layer(x)
    assert out.dtype == torch.bfloat16
    push = torch.randn(out.shape)
    ours = torch.autograd.grad(out, (x, layer.weight), push.to(torch.bfloat16))
    exact = functional.conv2d(x, layer.weight, None, stride, 2, groups=8)
    theirs = torch.autograd.grad(exact, (x, layer.weight), push)
    for one, other in zip(ours, theirs, strict=True):
        assert one.dtype == torch.float32
        assert float((one - other).norm() / other.norm()) < 0.01


def test_a_frozen_one_gives_the_gradient_of_its_input_alone() -> None:
    layer = Depthwise(4, 5).requires_grad_(False)
    x = torch.randn(1, 4, 12, 12, requires_grad=True)
    layer(x).sum().backward()
    assert x.grad is not None and layer.weight.grad is None
