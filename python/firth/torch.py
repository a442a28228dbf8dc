"""torch.nn.Embedding and EmbeddingBag, computed by firth: `from firth.torch import Embedding`.

Arguments, defaults, state dictionaries and results are those of torch.nn; tables and ids are shared
with firth, not copied. On the CPU, float32 and float64. Each id's share of scale_grad_by_freq in a
bag is counted as torch.nn.Embedding counts it (docs/nn.md).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_SUFFIXES = {torch.float32: "", torch.float64: "64"}


def _layer(name: str, weight: Tensor, settings: dict[str, Any]) -> Any:
    """firth's layer over the tensor's memory.

    It is made anew for backward, and its class is looked up here: a result that is alive when the
    process ends keeps this file's functions and what they saved, and must keep nothing compiled.
    """
    from firth._firth import nn

    if weight.device.type != "cpu" or weight.dtype not in _SUFFIXES:
        raise TypeError(
            f"firth computes on the CPU in float32 or float64, not on {weight.device} in {weight.dtype}"
        )
    layer = getattr(nn, name + _SUFFIXES[weight.dtype])
    return layer.from_pretrained(_table(weight), freeze=False, **settings)


def _array(tensor: Tensor) -> Any:
    return tensor.detach().contiguous().numpy()


def _table(weight: Tensor) -> Any:
    array = weight.detach().numpy()
    return array if array.strides[1] == array.itemsize else array.copy()


def _to_tensor(grad: Any, like: Tensor, sparse: bool) -> Tensor:
    """A SparseGrad as the gradient of `like`."""
    if not sparse:
        return torch.from_numpy(grad.to_dense(like.shape[0]))
    rows = torch.from_numpy(grad.rows.astype("int64")).unsqueeze(0)
    values = torch.from_numpy(grad.values.copy())
    return torch.sparse_coo_tensor(
        rows, values, like.shape, is_coalesced=True, check_invariants=False
    )


class _Lookup(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, weight: Tensor, ids: Tensor, settings: dict[str, Any], sparse: bool
    ) -> Tensor:
        ctx.weight, ctx.settings, ctx.sparse, ctx.ids = weight, settings, sparse, _array(ids)
        return torch.from_numpy(_layer("Embedding", weight, settings).forward(ctx.ids))

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        rows = _layer("Embedding", ctx.weight, ctx.settings).backward(ctx.ids, _array(grad))
        return _to_tensor(rows, ctx.weight, ctx.sparse), None, None, None


class _BagLookup(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        weight: Tensor,
        per_sample_weights: Tensor | None,
        ids: Tensor,
        offsets: Tensor | None,
        settings: dict[str, Any],
        sparse: bool,
    ) -> Tensor:
        layer = _layer("EmbeddingBag", weight, settings)
        ctx.weight, ctx.settings, ctx.sparse = weight, settings, sparse
        ctx.ids = _array(ids)
        ctx.offsets = None if offsets is None else _array(offsets)
        ctx.shares = None if per_sample_weights is None else _array(per_sample_weights)
        rows, ctx.winners = layer.forward(ctx.ids, ctx.offsets, ctx.shares)
        return torch.from_numpy(rows)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        rows, shares = _layer("EmbeddingBag", ctx.weight, ctx.settings).backward(
            ctx.ids, _array(grad), ctx.offsets, ctx.shares, ctx.winners
        )
        weight_grad = _to_tensor(rows, ctx.weight, ctx.sparse) if ctx.needs_input_grad[0] else None
        shares_grad = None if shares is None else torch.from_numpy(shares)
        return weight_grad, shares_grad, None, None, None, None


class Embedding(torch.nn.Embedding):
    """torch.nn.Embedding: the same arguments, the same results."""

    def forward(self, input: Tensor) -> Tensor:
        settings = {
            "padding_idx": self.padding_idx,
            "max_norm": self.max_norm,
            "norm_type": self.norm_type,
            "scale_grad_by_freq": self.scale_grad_by_freq,
            "threads": torch.get_num_threads(),
        }
        result: Tensor = _Lookup.apply(self.weight, input, settings, self.sparse)  # type: ignore[no-untyped-call]
        return result


class EmbeddingBag(torch.nn.EmbeddingBag):
    """torch.nn.EmbeddingBag: the same arguments, the same results, scale_grad_by_freq excepted."""

    def forward(
        self, input: Tensor, offsets: Tensor | None = None, per_sample_weights: Tensor | None = None
    ) -> Tensor:
        if per_sample_weights is not None and self.mode != "sum":
            raise NotImplementedError("per_sample_weights needs mode='sum'")
        settings = {
            "mode": self.mode,
            "include_last_offset": self.include_last_offset,
            "padding_idx": self.padding_idx,
            "max_norm": self.max_norm,
            "norm_type": self.norm_type,
            "scale_grad_by_freq": self.scale_grad_by_freq,
            "threads": torch.get_num_threads(),
        }
        result: Tensor = _BagLookup.apply(  # type: ignore[no-untyped-call]
            self.weight, per_sample_weights, input, offsets, settings, self.sparse
        )
        return result
