"""Every parameter of torch.nn.Embedding and EmbeddingBag: firth and PyTorch on the same input.

Forward and gradients agree within 1e-6 of the largest number beside them, 1e-5 where sums are long.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="./run test peers installs it")
firth = pytest.importorskip("firth", reason="./run test peers builds the package")
import firth.torch  # noqa: E402
import hypothesis.strategies as st  # noqa: E402
from hypothesis import HealthCheck, given, settings  # noqa: E402

pytestmark = pytest.mark.peers
torch.set_num_threads(1)
MANY = settings(
    max_examples=1500,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def expect_near(got: Any, expected: Any, terms: int = 1) -> None:
    """`terms`: how many numbers may have been added up to one."""
    got, expected = (t.to_dense() if t.is_sparse else t for t in (got.detach(), expected.detach()))
    assert got.shape == expected.shape and got.dtype == expected.dtype
    if not got.numel():
        return
    relative = 1e-6 if terms <= 32 else 1e-5
    scale = max(float(expected.abs().max()), 1e-3)
    assert float((got - expected).abs().max()) <= relative * scale, (got, expected)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    rows, columns = draw(st.integers(1, 12)), draw(st.integers(1, 9) | st.just(40))
    return {
        "num_embeddings": rows,
        "embedding_dim": columns,
        "padding_idx": draw(st.none() | st.integers(-rows, rows - 1)),
        "max_norm": draw(st.none() | st.sampled_from([0.5, 1.0, 2.5])),
        "norm_type": draw(st.sampled_from([2.0, 1.0, 3.0, 0.0, -1.0, float("inf")])),
        "sparse": draw(st.booleans()),
        "dtype": draw(st.sampled_from([torch.float32, torch.float64])),
    }


def twins(kind: str, arguments: dict[str, Any], seed: int) -> tuple[Any, Any]:
    """firth's layer and PyTorch's, of the same weight."""
    torch.manual_seed(seed)
    theirs = getattr(torch.nn, kind)(**arguments)
    ours = getattr(firth.torch, kind)(**arguments)
    ours.load_state_dict(theirs.state_dict())
    return ours, theirs


def backward(layer: Any, output: Any, grad: Any) -> Any:
    if not output.requires_grad:
        return layer.weight.new_zeros(layer.weight.shape)
    output.backward(grad)
    return layer.weight.grad


@given(data=st.data())
@MANY
def test_embedding(data: st.DataObject) -> None:
    arguments = data.draw(tables())
    if not arguments["sparse"]:
        arguments["scale_grad_by_freq"] = data.draw(st.booleans())
    ours, theirs = twins("Embedding", arguments, data.draw(st.integers(0, 10**6)))
    # PyTorch's own sparse gradient fails for a single id without a dimension.
    least = 1 if arguments["sparse"] else 0
    shape = data.draw(st.lists(st.integers(0, 5), min_size=least, max_size=3))
    kind = data.draw(st.sampled_from([torch.int32, torch.int64]))
    ids = torch.randint(0, arguments["num_embeddings"], shape).to(kind)
    results = [layer(ids) for layer in (ours, theirs)]
    expect_near(*results)
    grad = torch.randn_like(results[1])
    grads = [backward(layer, out, grad) for layer, out in zip((ours, theirs), results, strict=True)]
    assert grads[0].is_sparse == grads[1].is_sparse
    expect_near(*grads, terms=ids.numel())
    expect_near(ours.weight, theirs.weight)  # max_norm works in place


def divided_rightly(weight: Any, ids: Any, layer: Any, grad_rows: Any) -> Any:
    """The gradient of a bag whose ids are counted as torch.nn.Embedding counts them."""
    padding = layer.padding_idx
    expected = torch.zeros_like(weight)
    counts = torch.bincount(ids.reshape(-1), minlength=len(weight))
    for id_, row in zip(ids.reshape(-1).tolist(), grad_rows, strict=True):
        if id_ != padding:
            expected[id_] += row / counts[id_]
    return expected


@given(data=st.data())
@MANY
def test_embedding_bag(data: st.DataObject) -> None:
    arguments = data.draw(tables())
    mode = data.draw(st.sampled_from(["sum", "mean", "max"]))
    arguments |= {"mode": mode, "sparse": arguments["sparse"] and mode != "max"}
    flat = data.draw(st.booleans())
    arguments["include_last_offset"] = flat and data.draw(st.booleans())
    ours, theirs = twins("EmbeddingBag", arguments, data.draw(st.integers(0, 10**6)))
    kind = data.draw(st.sampled_from([torch.int32, torch.int64]))
    rows = arguments["num_embeddings"]
    offsets = None
    if flat:
        least = 1 if arguments["include_last_offset"] else 0
        lengths = data.draw(st.lists(st.integers(0, 6), min_size=least, max_size=5))
        ends = torch.cumsum(torch.tensor([0, *lengths]), 0).to(kind)
        offsets = ends if arguments["include_last_offset"] else ends[:-1]
        ids = torch.randint(0, rows, (sum(lengths),)).to(kind)
    else:
        shape = data.draw(st.tuples(st.integers(0, 5), st.integers(1, 6)))
        ids = torch.randint(0, rows, shape).to(kind)
    weights: list[Any] = [None, None]
    if mode == "sum" and data.draw(st.booleans()):
        drawn = torch.randn(ids.shape, dtype=arguments["dtype"])
        learned = data.draw(st.booleans()) and not arguments["sparse"]
        weights = [drawn.clone().requires_grad_(learned) for _ in range(2)]
    results = [layer(ids, offsets, w) for layer, w in zip((ours, theirs), weights, strict=True)]
    expect_near(*results)
    grad = torch.randn_like(results[1])
    grads = [backward(layer, out, grad) for layer, out in zip((ours, theirs), results, strict=True)]
    expect_near(*grads, terms=ids.numel())
    if weights[0] is not None and weights[0].requires_grad:
        expect_near(weights[0].grad, weights[1].grad, terms=arguments["embedding_dim"])
    expect_near(ours.weight, theirs.weight)


@given(data=st.data())
@settings(MANY, max_examples=300)
def test_embedding_bag_counts_frequencies_rightly(data: st.DataObject) -> None:
    """PyTorch's CPU bag divides by a wrong count; its Embedding does not, and firth agrees."""
    arguments = data.draw(tables()) | {
        "sparse": False,
        "scale_grad_by_freq": True,
        "max_norm": None,
    }
    mode = data.draw(st.sampled_from(["sum", "mean"]))
    torch.manual_seed(data.draw(st.integers(0, 10**6)))
    ours = firth.torch.EmbeddingBag(**arguments, mode=mode)
    kind = data.draw(st.sampled_from([torch.int32, torch.int64]))
    lengths = torch.tensor(data.draw(st.lists(st.integers(0, 6), min_size=1, max_size=5)))
    flat = data.draw(st.booleans())
    if not flat:
        lengths = torch.full((4,), 3)
    bags = len(lengths)
    ids = torch.randint(0, arguments["num_embeddings"], (int(lengths.sum()),)).to(kind)
    offsets = (torch.cumsum(lengths, 0) - lengths).to(kind) if flat else None
    weights = None
    if mode == "sum" and data.draw(st.booleans()):
        weights = torch.randn(ids.shape, dtype=arguments["dtype"])
    grad = torch.randn(bags, arguments["embedding_dim"], dtype=arguments["dtype"])
    shape = ids.shape if flat else (4, 3)
    shares = None if weights is None else weights.reshape(shape)
    ours(ids.reshape(shape), offsets, shares).backward(grad)
    kept = ids != (ours.padding_idx if ours.padding_idx is not None else -1)
    bag_of = torch.repeat_interleave(torch.arange(bags), lengths)
    sizes = torch.bincount(bag_of[kept], minlength=bags).clamp(min=1)
    rows = (grad / sizes[:, None].to(grad.dtype) if mode == "mean" else grad)[bag_of]
    if weights is not None:
        rows = rows * weights[:, None]
    expect_near(ours.weight.grad, divided_rightly(ours.weight.detach(), ids, ours, rows), 12)


def test_the_count_that_pytorch_gets_wrong() -> None:
    grads = []
    for kind in (firth.torch.EmbeddingBag, torch.nn.EmbeddingBag):
        bag = kind(4, 1, mode="sum", scale_grad_by_freq=True)
        bag(torch.tensor([[1, 1, 3]])).sum().backward()
        grads.append(bag.weight.grad.flatten().tolist())
    assert grads[0] == [0, 1, 0, 1]  # each id's whole share: 2 / 2 and 1 / 1
    assert grads[1] == [0, 1, 0, 0.5]  # when this fails, PyTorch has been mended


def changes(name: str, seed: int) -> Any:
    """layer(...) and what is then changed, as far as both sides are told; then backward."""

    def run(module: Any) -> Any:
        torch.manual_seed(seed)
        bag = module.EmbeddingBag(6, 3, mode="sum")
        ids, offsets = torch.tensor([1, 2, 3, 1]), torch.tensor([0, 2])
        shares = torch.randn(4, requires_grad=True)
        if name == "ids of a table":
            table = module.Embedding(6, 3)
            out = table(ids)
            ids[0] = 5
            out.sum().backward()
        elif name == "weight of a table":  # whose gradient does not need it
            table = module.Embedding(6, 3)
            out = table(ids)
            with torch.no_grad():
                table.weight.mul_(2)
            out.sum().backward()
            return table.weight.grad
        elif name == "max_norm of a table":
            table = module.Embedding(6, 3, max_norm=0.1)
            square = (table.weight**2).sum()
            table(ids)
            square.backward()
        elif name == "max_norm of bags":
            bag = module.EmbeddingBag(6, 3, max_norm=0.1)
            square = (bag.weight**2).sum()
            bag(ids, offsets)
            square.backward()
        else:
            out = bag(ids, offsets, shares)
            with torch.no_grad():
                {"ids": ids, "offsets": offsets, "shares": shares, "weight": bag.weight}[name][1] = 1
            out.sum().backward()
        return None

    return run


@pytest.mark.parametrize(
    "name",
    ["ids of a table", "weight of a table", "max_norm of a table", "max_norm of bags", "ids"]
    + ["offsets", "shares", "weight"],
)
def test_what_changes_before_backward(name: str) -> None:
    """PyTorch refuses to go back through what was changed meanwhile; and so does firth."""
    outcomes = []
    for module in (firth.torch, torch.nn):
        try:
            outcomes.append(changes(name, 1)(module))
        except RuntimeError as error:
            assert "modified by an inplace operation" in str(error)
            outcomes.append("refused")
    if name == "weight of a table":
        assert torch.equal(*outcomes)
    else:
        assert outcomes == ["refused", "refused"]


@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
def test_bags_of_no_width(mode: str) -> None:
    """Where PyTorch fails ("step must be nonzero")."""
    bag = firth.torch.EmbeddingBag(5, 3, mode=mode)
    out = bag(torch.zeros((4, 0), dtype=torch.long))
    assert torch.equal(out, torch.zeros(4, 3))
    out.sum().backward()
    assert torch.equal(bag.weight.grad, torch.zeros(5, 3))


@pytest.mark.parametrize("kind", ["Embedding", "EmbeddingBag"])
def test_max_norm_is_in_place_whatever_the_strides(kind: str) -> None:
    weight = torch.randn(3, 5)
    for view in (lambda w: w.t(), lambda w: w[:, ::2], lambda w: w[:, 1:3]):
        ours, theirs = (
            getattr(module, kind).from_pretrained(view(weight.clone()), max_norm=0.5, freeze=False)
            for module in (firth.torch, torch.nn)
        )
        ids = torch.tensor([[0, 2, 0]])
        expect_near(ours(ids), theirs(ids))
        expect_near(ours.weight, theirs.weight)
        assert float(ours.weight.detach()[0].norm()) <= 0.5


def test_tables_without_numbers() -> None:
    for rows, columns, shape in ((5, 0, (2, 1)), (0, 3, (2, 0))):
        ids = torch.zeros(shape, dtype=torch.long)
        ours, theirs = (m.Embedding(rows, columns)(ids) for m in (firth.torch, torch.nn))
        assert ours.shape == theirs.shape
    with pytest.raises(ValueError, match="5 rows of 0 numbers"):
        firth.torch.EmbeddingBag(5, 0)(torch.zeros((2, 1), dtype=torch.long))


def test_what_is_not_there_says_so() -> None:
    table, ids = firth.torch.Embedding(4, 3), torch.tensor([1, 2])
    out = (table(ids) ** 2).sum()
    (grad,) = torch.autograd.grad(out, table.weight, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        grad.sum().backward()
    with pytest.raises(TypeError, match="not on meta"):
        firth.torch.Embedding(4, 3, device="meta")(torch.zeros(2, dtype=torch.long, device="meta"))
    with pytest.raises(RuntimeError, match="forward"):
        torch.jit.script(table)
    with pytest.raises(RuntimeError, match="setup_context"):
        parameters = dict(table.named_parameters())
        torch.func.grad(lambda p: torch.func.functional_call(table, p, ids).sum())(parameters)


def test_from_pretrained() -> None:
    weight = torch.randn(5, 3)
    for kind in ("Embedding", "EmbeddingBag"):
        for freeze in (True, False):
            ours = getattr(firth.torch, kind).from_pretrained(weight.clone(), freeze=freeze)
            theirs = getattr(torch.nn, kind).from_pretrained(weight.clone(), freeze=freeze)
            ids = torch.tensor([[1, 4]])
            expect_near(ours(ids), theirs(ids))
            assert ours(ids).requires_grad == theirs(ids).requires_grad == (not freeze)
            given = {"_weight": weight.clone(), "_freeze": freeze}
            if kind == "EmbeddingBag":  # which has no _freeze
                del given["_freeze"]
            ours, theirs = (getattr(m, kind)(5, 3, **given) for m in (firth.torch, torch.nn))
            expect_near(ours(ids), theirs(ids))
            assert ours(ids).requires_grad == theirs(ids).requires_grad


@pytest.mark.parametrize("kind", ["Embedding", "EmbeddingBag"])
@pytest.mark.parametrize("bad", [-1, 5])
def test_ids_outside_the_table(kind: str, bad: int) -> None:
    layer = getattr(firth.torch, kind)(5, 3, max_norm=0.1)
    before = layer.weight.detach().clone()
    with pytest.raises(IndexError, match=f"{bad} .*ids are 0 to 4"):
        layer(torch.tensor([[0, bad]]))
    assert torch.equal(layer.weight, before)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("sparse", [False, True])
def test_large(sparse: bool, threads: int) -> None:
    """Long sums and many rows, in several threads."""
    torch.set_num_threads(threads)
    try:
        ours, theirs = twins(
            "Embedding", {"num_embeddings": 500, "embedding_dim": 64, "sparse": sparse}, 1
        )
        ids = (torch.rand(20_000) ** 3 * 500).long()
        grad = torch.randn(20_000, 64)
        results = [layer(ids) for layer in (ours, theirs)]
        expect_near(*results)
        expect_near(
            *(backward(l, r, grad) for l, r in zip((ours, theirs), results, strict=True)),
            terms=20_000,
        )
    finally:
        torch.set_num_threads(1)


@pytest.mark.parametrize("sparse", [False, True])
def test_trains_inside_pytorch(sparse: bool) -> None:
    losses = []
    for module in (firth.torch, torch.nn):
        torch.manual_seed(3)
        table = module.Embedding(50, 8, sparse=sparse)
        head = torch.nn.Linear(8, 5)
        optimizers = [
            torch.optim.SparseAdam(table.parameters())
            if sparse
            else torch.optim.Adam(table.parameters()),
            torch.optim.SGD(head.parameters(), lr=0.1),
        ]
        ids, answers = torch.arange(50), torch.arange(50) % 5
        for _ in range(20):
            loss = torch.nn.functional.cross_entropy(head(table(ids)), answers)
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
                optimizer.zero_grad()
        losses.append(float(loss))
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_nothing_leaks_when_results_live_until_the_end() -> None:
    program = """
import torch, firth.torch
single = firth.torch.Embedding(9, 4)(torch.tensor([1, 2]))
bags = firth.torch.EmbeddingBag(9, 4, mode="max")(torch.tensor([[1, 2]]))
bags.sum().backward(retain_graph=True)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_arrays_cross_without_copies() -> None:
    import firth.nn as nn

    table = nn.Embedding(4, 3)
    tensor = torch.from_dlpack(table.weight)
    tensor[1] = 7
    assert table.weight[1].tolist() == [7, 7, 7]
    assert table.forward(torch.tensor([1])).tolist() == [[7, 7, 7]]
    vectors = firth.WordVectors(["a", "b"], torch.ones(2, 3))
    assert torch.equal(torch.from_dlpack(vectors), torch.ones(2, 3))
