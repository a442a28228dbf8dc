# mypy: disable-error-code="overload-overlap"
"""Layers that train; use firth.nn."""

from typing import Annotated, overload

import numpy
from numpy.typing import NDArray


class SparseGrad:
    """The gradient of a table's rows that were used."""

    @property
    def rows(self) -> Annotated[NDArray[numpy.uint32], dict(writable=False)]:
        """[n] uint32, sorted, each once: a read-only view."""

    @property
    def values(self) -> Annotated[NDArray[numpy.float32], dict(writable=False)]:
        """[n, columns]: a read-only view."""

    def __len__(self) -> int: ...

    def to_dense(self, rows: int) -> NDArray[numpy.float32]:
        """
        The same as a table: [rows, columns], zeros but for the rows that were used.
        """

class SparseGrad64:
    """The gradient of a table's rows that were used."""

    @property
    def rows(self) -> Annotated[NDArray[numpy.uint32], dict(writable=False)]:
        """[n] uint32, sorted, each once: a read-only view."""

    @property
    def values(self) -> Annotated[NDArray[numpy.float64], dict(writable=False)]:
        """[n, columns]: a read-only view."""

    def __len__(self) -> int: ...

    def to_dense(self, rows: int) -> NDArray[numpy.float64]:
        """
        The same as a table: [rows, columns], zeros but for the rows that were used.
        """

class Embedding:
    """
    A table of rows that is looked up and trained: torch.nn.Embedding's arithmetic.

    padding_idx: this row gets no gradient; negative counts from the end.
    max_norm, norm_type: a used row that is longer is scaled to this length first, in place.
    scale_grad_by_freq: divides gradients by how often an id stands in the batch.
    seed: of the random rows, N(0, 1). threads: results do not depend on it.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, padding_idx: int | None = None, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, seed: int = 1, threads: int = 1) -> None: ...

    @staticmethod
    def from_pretrained(weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)], *, freeze: bool = True, padding_idx: int | None = None, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, threads: int = 1) -> Embedding:
        """A layer over `weight`, [rows, columns], which is not copied."""

    def __repr__(self) -> str: ...

    def __getstate__(self) -> tuple[NDArray[numpy.float32], bool, int | None, float | None, float, bool, int]: ...

    def __setstate__(self, arg: tuple[Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)], bool, int | None, float | None, float, bool, int], /) -> None: ...

    @property
    def num_embeddings(self) -> int: ...

    @property
    def embedding_dim(self) -> int: ...

    @property
    def frozen(self) -> bool: ...

    @property
    def weight(self) -> NDArray[numpy.float32]:
        """The table, [num_embeddings, embedding_dim]: a view."""

    def forward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], out: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu')] | None = None) -> NDArray[numpy.float32]:
        """
        ids of any shape (*), int32 or int64 -> rows, (*, embedding_dim), into `out` if given.
        """

    def backward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> SparseGrad:
        """
        The table's gradient, given that of forward's result for the same ids, (*, embedding_dim).
        """

class Embedding64:
    """
    A table of rows that is looked up and trained: torch.nn.Embedding's arithmetic.

    padding_idx: this row gets no gradient; negative counts from the end.
    max_norm, norm_type: a used row that is longer is scaled to this length first, in place.
    scale_grad_by_freq: divides gradients by how often an id stands in the batch.
    seed: of the random rows, N(0, 1). threads: results do not depend on it.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, padding_idx: int | None = None, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, seed: int = 1, threads: int = 1) -> None: ...

    @staticmethod
    def from_pretrained(weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu', writable=False)], *, freeze: bool = True, padding_idx: int | None = None, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, threads: int = 1) -> Embedding64:
        """A layer over `weight`, [rows, columns], which is not copied."""

    def __repr__(self) -> str: ...

    def __getstate__(self) -> tuple[NDArray[numpy.float64], bool, int | None, float | None, float, bool, int]: ...

    def __setstate__(self, arg: tuple[Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu', writable=False)], bool, int | None, float | None, float, bool, int], /) -> None: ...

    @property
    def num_embeddings(self) -> int: ...

    @property
    def embedding_dim(self) -> int: ...

    @property
    def frozen(self) -> bool: ...

    @property
    def weight(self) -> NDArray[numpy.float64]:
        """The table, [num_embeddings, embedding_dim]: a view."""

    def forward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], out: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu')] | None = None) -> NDArray[numpy.float64]:
        """
        ids of any shape (*), int32 or int64 -> rows, (*, embedding_dim), into `out` if given.
        """

    def backward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> SparseGrad64:
        """
        The table's gradient, given that of forward's result for the same ids, (*, embedding_dim).
        """

class EmbeddingBag:
    """
    Sums, means or maxima of a table's rows: torch.nn.EmbeddingBag's arithmetic.

    mode: "mean", "sum" or "max". include_last_offset: the last offset is the end of the
    last bag. The other arguments are Embedding's; padding ids are in no bag.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, mode: str = 'mean', include_last_offset: bool = False, padding_idx: int | None = None, seed: int = 1, threads: int = 1) -> None: ...

    @staticmethod
    def from_pretrained(weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)], *, freeze: bool = True, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, mode: str = 'mean', include_last_offset: bool = False, padding_idx: int | None = None, threads: int = 1) -> EmbeddingBag:
        """A layer over `weight`, [rows, columns], which is not copied."""

    def __repr__(self) -> str: ...

    def __getstate__(self) -> tuple[tuple[NDArray[numpy.float32], bool, int | None, float | None, float, bool, int], str, bool]: ...

    def __setstate__(self, arg: tuple[tuple[Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu', writable=False)], bool, int | None, float | None, float, bool, int], str, bool], /) -> None: ...

    @property
    def num_embeddings(self) -> int: ...

    @property
    def embedding_dim(self) -> int: ...

    @property
    def frozen(self) -> bool: ...

    @property
    def weight(self) -> NDArray[numpy.float32]:
        """The table, [num_embeddings, embedding_dim]: a view."""

    def forward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], offsets: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)] | None = None, per_sample_weights: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)] | None = None) -> tuple[NDArray[numpy.float32], NDArray[numpy.uint32] | None]:
        """
        ids [N] with offsets [bags], or ids [bags, width] -> (rows [bags, embedding_dim], winners): winners are for backward, and None unless the mode is max.
        """

    def backward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], offsets: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)] | None = None, per_sample_weights: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)] | None = None, winners: Annotated[NDArray[numpy.uint32], dict(order='C', device='cpu', writable=False)] | None = None) -> tuple[SparseGrad, NDArray[numpy.float32] | None]:
        """
        (the table's gradient, that of per_sample_weights or None), given that of forward's rows for the same bags.
        """

class EmbeddingBag64:
    """
    Sums, means or maxima of a table's rows: torch.nn.EmbeddingBag's arithmetic.

    mode: "mean", "sum" or "max". include_last_offset: the last offset is the end of the
    last bag. The other arguments are Embedding's; padding ids are in no bag.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, mode: str = 'mean', include_last_offset: bool = False, padding_idx: int | None = None, seed: int = 1, threads: int = 1) -> None: ...

    @staticmethod
    def from_pretrained(weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu', writable=False)], *, freeze: bool = True, max_norm: float | None = None, norm_type: float = 2.0, scale_grad_by_freq: bool = False, mode: str = 'mean', include_last_offset: bool = False, padding_idx: int | None = None, threads: int = 1) -> EmbeddingBag64:
        """A layer over `weight`, [rows, columns], which is not copied."""

    def __repr__(self) -> str: ...

    def __getstate__(self) -> tuple[tuple[NDArray[numpy.float64], bool, int | None, float | None, float, bool, int], str, bool]: ...

    def __setstate__(self, arg: tuple[tuple[Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')] | Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu', writable=False)], bool, int | None, float | None, float, bool, int], str, bool], /) -> None: ...

    @property
    def num_embeddings(self) -> int: ...

    @property
    def embedding_dim(self) -> int: ...

    @property
    def frozen(self) -> bool: ...

    @property
    def weight(self) -> NDArray[numpy.float64]:
        """The table, [num_embeddings, embedding_dim]: a view."""

    def forward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], offsets: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)] | None = None, per_sample_weights: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)] | None = None) -> tuple[NDArray[numpy.float64], NDArray[numpy.uint32] | None]:
        """
        ids [N] with offsets [bags], or ids [bags, width] -> (rows [bags, embedding_dim], winners): winners are for backward, and None unless the mode is max.
        """

    def backward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], offsets: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)] | None = None, per_sample_weights: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)] | None = None, winners: Annotated[NDArray[numpy.uint32], dict(order='C', device='cpu', writable=False)] | None = None) -> tuple[SparseGrad64, NDArray[numpy.float64] | None]:
        """
        (the table's gradient, that of per_sample_weights or None), given that of forward's rows for the same bags.
        """

class OneHot:
    """id -> `size` numbers, a 1 at the id's place, 0 elsewhere."""

    def __init__(self, size: int) -> None: ...

    @property
    def size(self) -> int: ...

    def forward(self, ids: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)]) -> NDArray[numpy.float32]:
        """ids of any shape (*) -> (*, size)."""

class Linear:
    """y = x W^T + b; W and b start uniform in +-1 / sqrt(inputs)."""

    def __init__(self, inputs: int, outputs: int, bias: bool = True, seed: int = 1, threads: int = 1) -> None: ...

    def __repr__(self) -> str: ...

    def __getstate__(self) -> tuple[NDArray[numpy.float32], NDArray[numpy.float32], int]: ...

    def __setstate__(self, arg: tuple[Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], int], /) -> None: ...

    @property
    def inputs(self) -> int: ...

    @property
    def outputs(self) -> int: ...

    @property
    def weight(self) -> NDArray[numpy.float32]:
        """[outputs, inputs]: a view."""

    @property
    def bias(self) -> NDArray[numpy.float32]:
        """[1, outputs], or [0, 0] without a bias: a view."""

    def forward(self, x: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> NDArray[numpy.float32]:
        """x [N, inputs] -> y [N, outputs]."""

    def backward(self, x: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)], grad_y: Annotated[NDArray[numpy.float32], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> tuple[NDArray[numpy.float32], NDArray[numpy.float32] | None, NDArray[numpy.float32]]:
        """(gradient of weight, of bias or None, of x), given that of y."""

class Linear64:
    """y = x W^T + b; W and b start uniform in +-1 / sqrt(inputs)."""

    def __init__(self, inputs: int, outputs: int, bias: bool = True, seed: int = 1, threads: int = 1) -> None: ...

    def __repr__(self) -> str: ...

    def __getstate__(self) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64], int]: ...

    def __setstate__(self, arg: tuple[Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], int], /) -> None: ...

    @property
    def inputs(self) -> int: ...

    @property
    def outputs(self) -> int: ...

    @property
    def weight(self) -> NDArray[numpy.float64]:
        """[outputs, inputs]: a view."""

    @property
    def bias(self) -> NDArray[numpy.float64]:
        """[1, outputs], or [0, 0] without a bias: a view."""

    def forward(self, x: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> NDArray[numpy.float64]:
        """x [N, inputs] -> y [N, outputs]."""

    def backward(self, x: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)], grad_y: Annotated[NDArray[numpy.float64], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64] | None, NDArray[numpy.float64]]:
        """(gradient of weight, of bias or None, of x), given that of y."""

@overload
def sigmoid_loss(scores: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], labels: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], reduction: str = 'mean') -> tuple[float, NDArray[numpy.float32]]: ...

@overload
def sigmoid_loss(scores: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], labels: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], reduction: str = 'mean') -> tuple[float, NDArray[numpy.float64]]:
    """
    Binary cross entropy of sigmoid(scores) with labels 0 to 1 of the same shape: (loss, its gradient by scores).
    """

@overload
def softmax_loss(scores: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], targets: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], reduction: str = 'mean') -> tuple[float, NDArray[numpy.float32]]: ...

@overload
def softmax_loss(scores: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], targets: Annotated[NDArray[numpy.int32] | NDArray[numpy.int64], dict(order='C', device='cpu', writable=False)], reduction: str = 'mean') -> tuple[float, NDArray[numpy.float64]]:
    """
    -log softmax(scores)[target], scores [N, classes], targets [N]: (loss, its gradient by scores).
    """

@overload
def squared_loss(scores: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], labels: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], reduction: str = 'mean') -> tuple[float, NDArray[numpy.float32]]: ...

@overload
def squared_loss(scores: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], labels: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], reduction: str = 'mean') -> tuple[float, NDArray[numpy.float64]]:
    """
    (scores - labels)^2, of the same shape: (loss, its gradient by scores).
    """

@overload
def relu(x: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> NDArray[numpy.float32]: ...

@overload
def relu(x: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> NDArray[numpy.float64]:
    """max(x, 0), of any shape."""

@overload
def relu_backward(y: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> NDArray[numpy.float32]: ...

@overload
def relu_backward(y: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> NDArray[numpy.float64]:
    """
    The gradient of relu's argument, given its result `y` and the gradient of that.
    """

class SGD:
    """w -= lr g. One optimiser a parameter."""

    def __init__(self, lr: float = 0.001, threads: int = 1) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: SparseGrad) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: SparseGrad64) -> None:
        """Moves `weight`, [rows, columns], in place: the gradient's rows alone."""

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> None:
        """Moves `weight`, [rows, columns], in place by a gradient of its shape."""

    def set_lr(self, lr: float) -> None:
        """The learning rate from now on."""

class Adagrad:
    """s += g^2; w -= lr g / (sqrt(s) + eps). One optimiser a parameter."""

    def __init__(self, lr: float = 0.01, lr_decay: float = 0.0, initial_accumulator_value: float = 0.0, eps: float = 1e-10, threads: int = 1) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: SparseGrad) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: SparseGrad64) -> None:
        """Moves `weight`, [rows, columns], in place: the gradient's rows alone."""

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> None:
        """Moves `weight`, [rows, columns], in place by a gradient of its shape."""

    def set_lr(self, lr: float) -> None:
        """The learning rate from now on."""

class Adam:
    """Adam for whole matrices. One optimiser a parameter."""

    def __init__(self, lr: float = 0.001, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-08, threads: int = 1) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: SparseGrad) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: SparseGrad64) -> None:
        """Moves `weight`, [rows, columns], in place: the gradient's rows alone."""

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> None:
        """Moves `weight`, [rows, columns], in place by a gradient of its shape."""

    def set_lr(self, lr: float) -> None:
        """The learning rate from now on."""

class SparseAdam:
    """
    Adam whose moments move only for the rows of the gradient. One optimiser a parameter.
    """

    def __init__(self, lr: float = 0.001, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-08, threads: int = 1) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: SparseGrad) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: SparseGrad64) -> None:
        """Moves `weight`, [rows, columns], in place: the gradient's rows alone."""

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float32], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float32], dict(order='C', device='cpu', writable=False)]) -> None: ...

    @overload
    def step(self, weight: Annotated[NDArray[numpy.float64], dict(shape=(None, None), device='cpu')], grad: Annotated[NDArray[numpy.float64], dict(order='C', device='cpu', writable=False)]) -> None:
        """Moves `weight`, [rows, columns], in place by a gradient of its shape."""

    def set_lr(self, lr: float) -> None:
        """The learning rate from now on."""
