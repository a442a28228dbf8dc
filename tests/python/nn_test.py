"""firth.nn alone: NumPy in, NumPy out, and training that works."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import firth.nn as nn
import numpy as np
import pytest


def test_the_note() -> None:
    """Nine ids of `i eat a big apple every day .` and EOS, four columns."""
    table = nn.Embedding(9, 4)
    rows = table.forward(np.arange(9))
    assert rows.shape == (9, 4) and np.array_equal(rows, table.weight)
    grad = table.backward(np.arange(9), np.ones((9, 4), np.float32))
    before = table.weight.copy()
    nn.SGD(lr=0.5).step(table.weight, grad)
    assert np.allclose(table.weight, before - 0.5)


@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize("shape", [(), (5,), (2, 3), (2, 1, 3), (0,)])
def test_ids_of_any_shape(kind: type, shape: tuple[int, ...]) -> None:
    table = nn.Embedding(7, 3)
    ids = np.random.default_rng(1).integers(0, 7, shape).astype(kind)
    assert np.array_equal(table.forward(ids), table.weight[ids])


def test_out_is_used() -> None:
    table = nn.Embedding(7, 3)
    out = np.empty((2, 3), np.float32)
    table.forward(np.array([1, 2]), out)
    assert np.array_equal(out, table.weight[[1, 2]])


@pytest.mark.parametrize("bad", [-1, 7, 10**12])
def test_ids_outside_the_table(bad: int) -> None:
    table = nn.Embedding(7, 3)
    out = np.full((2, 3), 5, np.float32)
    with pytest.raises(IndexError, match=str(bad)):
        table.forward(np.array([0, bad]), out)
    assert np.all(out == 5)
    with pytest.raises(IndexError, match=str(bad)):
        table.backward(np.array([0, bad]), np.ones((2, 3), np.float32))


def test_nothing_is_cut_off_or_copied_unseen() -> None:
    table = nn.Embedding(7, 3)
    wide = np.array([[1, 2**32], [2, 2**32]])
    assert np.array_equal(table.forward(wide[:, 0]), table.weight[[1, 2]])
    with pytest.raises(IndexError):
        table.forward(wide[:, 1])
    with pytest.raises(TypeError, match="int32 or int64"):
        table.forward(np.array([0.0]))
    grad = table.backward(np.array([1]), np.ones((1, 3), np.float32))
    with pytest.raises(TypeError):  # a copy would be trained
        nn.SGD().step(np.ones((7, 3), int), grad)


def test_sparse_gradients() -> None:
    table = nn.Embedding(100, 2, padding_idx=-1)
    grad = table.backward(np.array([5, 2, 5, 99]), np.ones((4, 2), np.float32))
    assert grad.rows.tolist() == [2, 5] and len(grad) == 2
    assert grad.values.tolist() == [[1, 1], [2, 2]]
    assert grad.to_dense(100)[5].tolist() == [2, 2]


def test_pretrained_is_shared() -> None:
    weight = np.ones((3, 2), np.float32)
    table = nn.Embedding.from_pretrained(weight, freeze=False)
    nn.SGD(lr=1.0).step(weight, table.backward(np.array([1]), np.ones((1, 2), np.float32)))
    assert weight.tolist() == [[1, 1], [0, 0], [1, 1]]
    assert np.shares_memory(weight, table.weight)
    assert nn.Embedding.from_pretrained(weight).frozen


def test_bags() -> None:
    table = nn.EmbeddingBag(5, 2, mode="sum")
    flat, _ = table.forward(np.array([0, 1, 2]), np.array([0, 2]))
    assert np.allclose(flat, [table.weight[0] + table.weight[1], table.weight[2]])
    square, _ = table.forward(np.array([[0, 1], [2, 3]]))
    assert np.allclose(square[1], table.weight[2] + table.weight[3])
    shares = np.array([2, 3, 4], np.float32)
    grad, shares_grad = table.backward(
        np.array([0, 1, 2]), np.ones((2, 2), np.float32), np.array([0, 2]), shares
    )
    assert grad.values.tolist() == [[2, 2], [3, 3], [4, 4]]
    assert np.allclose(shares_grad, table.weight[:3].sum(axis=1))


def test_one_hot_is_a_lookup() -> None:
    matrix = np.random.default_rng(0).normal(size=(6, 3)).astype(np.float32)
    ids = np.array([[4, 0], [1, 5]])
    assert np.allclose(nn.OneHot(6).forward(ids) @ matrix, matrix[ids])


@pytest.mark.parametrize("optimizer", [nn.SGD, nn.Adagrad, nn.Adam])
def test_a_network_learns(optimizer: type) -> None:
    """Embedding, Linear and softmax learn a table of answers."""
    ids, answers = np.arange(12), np.arange(12) % 3
    table, layer = nn.Embedding(12, 8), nn.Linear(8, 3)
    rate = 0.5 if optimizer is nn.SGD else 0.05
    steps = [optimizer(lr=rate) for _ in range(2)]
    rows_step = nn.SparseAdam(lr=rate) if optimizer is nn.Adam else optimizer(lr=rate)
    for _ in range(200):
        rows = table.forward(ids)
        loss, grad_scores = nn.softmax_loss(layer.forward(rows), answers)
        weight_grad, bias_grad, grad_rows = layer.backward(rows, grad_scores)
        rows_step.step(table.weight, table.backward(ids, grad_rows))
        steps[0].step(layer.weight, weight_grad)
        steps[1].step(layer.bias, bias_grad)
    assert loss < 0.3
    assert np.array_equal(layer.forward(table.forward(ids)).argmax(axis=1), answers)


def test_gradients_in_float64() -> None:
    draw = np.random.default_rng(2)
    layer, x, labels = nn.Linear64(4, 2), draw.normal(size=(3, 4)), draw.random((3, 2))

    def loss() -> float:
        return nn.sigmoid_loss(layer.forward(x), labels)[0]

    _, grad_scores = nn.sigmoid_loss(layer.forward(x), labels)
    weight_grad, _, _ = layer.backward(x, grad_scores)
    for place in np.ndindex(2, 4):
        middle = layer.weight[place]
        layer.weight[place] = middle + 1e-6
        above = loss()
        layer.weight[place] = middle - 1e-6
        assert weight_grad[place] == pytest.approx((above - loss()) / 2e-6, rel=1e-5, abs=1e-8)
        layer.weight[place] = middle


MISFITS = [
    lambda: nn.softmax_loss(np.zeros((2, 3), np.float32), np.array([[0, 1]])),
    lambda: nn.softmax_loss(np.zeros((2, 3), np.float32), np.array([0])),
    lambda: nn.softmax_loss(np.zeros(6, np.float32), np.array([0, 1])),
    lambda: nn.softmax_loss(np.zeros((2, 0), np.float32), np.array([0, 0])),
    lambda: nn.softmax_loss(np.zeros((2, 3), np.float32), np.array([0, 3])),
    lambda: nn.sigmoid_loss(np.zeros((2, 3), np.float32), np.zeros((3, 2), np.float32)),
    lambda: nn.squared_loss(np.zeros(6, np.float32), np.zeros((2, 3), np.float32)),
    lambda: nn.relu_backward(np.zeros(6, np.float32), np.zeros((2, 3), np.float32)),
    lambda: nn.SGD().step(np.ones((2, 3), np.float32), np.ones((3, 2), np.float32)),
    lambda: nn.Adagrad().step(np.ones((2, 3), np.float32), np.ones(6, np.float32)),
    lambda: nn.Adam().step(np.ones((2, 3), np.float32), np.ones((3, 2), np.float32)),
    lambda: nn.Embedding(5, 3).forward(np.array([0, 1]), np.empty((3, 2), np.float32)),
    lambda: nn.Embedding(5, 3).backward(np.array([0, 1]), np.ones((3, 2), np.float32)),
    lambda: nn.EmbeddingBag(5, 3).backward(np.array([[0], [1]]), np.ones((3, 2), np.float32)),
    lambda: nn.Linear(3, 2).backward(np.ones((2, 3), np.float32), np.ones((1, 2), np.float32)),
]


@pytest.mark.parametrize("misfit", MISFITS)
def test_shapes_that_do_not_fit(misfit: Callable[[], object]) -> None:
    """Where as many numbers would do, what was computed would be something else."""
    with pytest.raises(ValueError, match="shape|dimensions|class"):
        misfit()


@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
def test_bags_of_no_width(mode: str) -> None:
    bag, ids = nn.EmbeddingBag(5, 3, mode=mode), np.zeros((4, 0), np.int64)
    rows, winners = bag.forward(ids)
    assert np.array_equal(rows, np.zeros((4, 3)))
    grad, _ = bag.backward(ids, np.ones((4, 3), np.float32), winners=winners)
    assert len(grad) == 0


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_layers_are_copied_and_pickled(copied: Callable[[Any], Any]) -> None:
    ids, x = np.array([[1, 2], [4, 4]]), np.ones((2, 3), np.float32)
    table = nn.Embedding(5, 3, padding_idx=1, scale_grad_by_freq=True)
    same = copied(table)
    assert repr(same) == repr(table) == (
        "Embedding(5, 3, padding_idx=1, scale_grad_by_freq=True)"
    )
    assert np.array_equal(same.forward(ids), table.forward(ids))
    assert not np.shares_memory(same.weight, table.weight)
    nn.SGD(lr=1.0).step(same.weight, same.backward(ids, np.ones((2, 2, 3), np.float32)))
    bag = nn.EmbeddingBag64(5, 3, mode="max", include_last_offset=True, max_norm=2.5)
    same = copied(bag)
    assert repr(same) == repr(bag) == (
        "EmbeddingBag64(5, 3, mode='max', include_last_offset=True, max_norm=2.5, norm_type=2)"
    )
    assert np.array_equal(same.forward(ids)[0], bag.forward(ids)[0])
    for layer in (nn.Linear(3, 2), nn.Linear(3, 2, bias=False)):
        same = copied(layer)
        assert repr(same) == repr(layer) and "Linear(3, 2" in repr(layer)
        assert np.array_equal(same.forward(x), layer.forward(x))
        assert not np.shares_memory(same.weight, layer.weight)
    frozen = nn.Embedding.from_pretrained(np.ones((2, 2), np.float32))
    assert copied(frozen).frozen and repr(frozen) == "Embedding(2, 2, frozen=True)"
