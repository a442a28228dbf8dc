"""torch.nn.Embedding and EmbeddingBag, computed by firth: `from firth.torch import Embedding`.

Arguments, defaults, state dictionaries and results are those of torch.nn; tables and ids are shared
with firth, not copied. On the CPU, float32 and float64. Each id's share of scale_grad_by_freq in a
bag is counted as torch.nn.Embedding counts it (docs/nn.md).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

_SUFFIXES = {torch.float32: "", torch.float64: "64"}


def _layer(name: str, weight: Tensor, settings: dict[str, Any]) -> Any:
    """firth's layer over the tensor's memory, or over a copy where its rows are not in one piece.

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


def _array(tensor: Tensor | None) -> Any:
    return None if tensor is None else tensor.detach().contiguous().numpy()


def _table(weight: Tensor) -> Any:
    array = weight.detach().numpy()
    return array if array.strides[1] == array.itemsize else array.copy()


def _scaled(weight: Tensor, layer: Any, settings: dict[str, Any]) -> None:
    """After a lookup with max_norm, which scales in place: `weight` has the scaled rows, and
    whatever saved it before for a backward of its own finds that it was changed."""
    if settings["max_norm"] is None:
        return
    table = torch.from_numpy(layer.weight)
    if table.data_ptr() != weight.data_ptr():
        weight.detach().copy_(table)  # counts as a change by itself
    elif not weight.is_inference():
        torch.autograd.graph.increment_version(weight)


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
        layer = _layer("Embedding", weight, settings)
        rows = torch.from_numpy(layer.forward(_array(ids)))
        _scaled(weight, layer, settings)
        ctx.save_for_backward(ids)
        # backward needs no numbers of the table, which may have changed by then, as in PyTorch.
        ctx.table, ctx.settings, ctx.sparse = weight.detach(), settings, sparse
        return rows

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        (ids,) = ctx.saved_tensors
        rows = _layer("Embedding", ctx.table, ctx.settings).backward(_array(ids), _array(grad))
        return _to_tensor(rows, ctx.table, ctx.sparse), None, None, None


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
        rows, ctx.winners = layer.forward(_array(ids), _array(offsets), _array(per_sample_weights))
        _scaled(weight, layer, settings)
        # The table's numbers are in the gradient of per_sample_weights, and in no other.
        table = weight if ctx.needs_input_grad[1] else None
        ctx.save_for_backward(ids, offsets, per_sample_weights, table)
        ctx.table, ctx.settings, ctx.sparse = weight.detach(), settings, sparse
        return torch.from_numpy(rows)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        ids, offsets, shares, _ = ctx.saved_tensors
        rows, shares_grad = _layer("EmbeddingBag", ctx.table, ctx.settings).backward(
            _array(ids), _array(grad), _array(offsets), _array(shares), ctx.winners
        )
        weight_grad = _to_tensor(rows, ctx.table, ctx.sparse) if ctx.needs_input_grad[0] else None
        if not ctx.needs_input_grad[1]:
            return weight_grad, None, None, None, None, None
        return weight_grad, torch.from_numpy(shares_grad), None, None, None, None


class Embedding(torch.nn.Embedding):
    """torch.nn.Embedding: the same arguments, the same results."""

    def forward(self, input: Tensor) -> Tensor:
        if not self.weight.numel():  # firth has no tables without numbers
            return super().forward(input)
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
