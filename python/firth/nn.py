"""Layers that train: ids in, rows out, gradients back, on NumPy arrays or whatever speaks DLPack.

    table = nn.Embedding(10_000, 100)
    optimizer = nn.Adagrad(lr=0.1)
    rows = table.forward(ids)                    # ids (*) -> rows (*, 100)
    grad = table.backward(ids, grad_of_rows)     # the rows that were used, and no others
    optimizer.step(table.weight, grad)

Names, defaults and arithmetic are those of torch.nn and torch.optim. Each class is for float32; the
same with 64 behind its name is for float64, by plain code: for checking gradients.
"""

from firth._firth.nn import (
    SGD,
    Adagrad,
    Adam,
    Embedding,
    Embedding64,
    EmbeddingBag,
    EmbeddingBag64,
    Linear,
    Linear64,
    OneHot,
    SparseAdam,
    SparseGrad,
    SparseGrad64,
    relu,
    relu_backward,
    sigmoid_loss,
    softmax_loss,
    squared_loss,
)

__all__ = [
    "SGD",
    "Adagrad",
    "Adam",
    "Embedding",
    "Embedding64",
    "EmbeddingBag",
    "EmbeddingBag64",
    "Linear",
    "Linear64",
    "OneHot",
    "SparseAdam",
    "SparseGrad",
    "SparseGrad64",
    "relu",
    "relu_backward",
    "sigmoid_loss",
    "softmax_loss",
    "squared_loss",
]
