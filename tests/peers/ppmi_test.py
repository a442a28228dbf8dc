"""`firth train ppmi` beside NumPy: the matrix of information, and its singular vectors."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

TOPICS, WORDS, COMMON = 6, 8, 4
WINDOW = 2


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines of one topic each, of different lengths, with words that all topics have."""
    dice = np.random.default_rng(5)
    lines = []
    for line in range(3000):
        topic = int(dice.integers(TOPICS))
        words = [
            f"of{dice.integers(COMMON)}"
            if dice.random() < 0.3
            else f"t{topic}w{int(WORDS * dice.random() ** 2)}"
            for _ in range(3 + line % 9)
        ]
        lines.append(" ".join(words))
    path = tmp_path_factory.mktemp("ppmi") / "corpus.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def information(corpus: Path, words: list[str], shift: float, smoothing: float) -> np.ndarray:
    rank = {word: place for place, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)))
    for line in corpus.read_text().splitlines():
        ids = [rank[word] for word in line.split()]
        for at, word in enumerate(ids):
            for before in ids[max(0, at - WINDOW) : at]:
                counts[before, word] += 1
                counts[word, before] += 1
    contexts = counts.sum(axis=0) ** smoothing
    expected = np.outer(counts.sum(axis=1), contexts / contexts.sum())
    with np.errstate(divide="ignore"):
        return np.maximum(0, np.log(counts / expected) - np.log(shift))


def vectors(path: Path) -> tuple[list[str], np.ndarray]:
    lines = [line.split(" ") for line in path.read_text().splitlines()]
    return [line[0] for line in lines], np.array([[float(x) for x in line[1:]] for line in lines])


@pytest.mark.parametrize(("shift", "smoothing"), [(1, 0.75), (1, 1), (1.5, 0.5)])
def test_all_columns_are_the_matrix(
    firth: Firth, corpus: Path, tmp_path: Path, shift: float, smoothing: float
) -> None:
    words = sorted(Counter(corpus.read_text().split()))
    out, context = tmp_path / "v.glove", tmp_path / "c.glove"
    how = ("--shift", shift, "--context-smoothing", smoothing, "--dim", len(words))
    firth("train", "ppmi", corpus, "-o", out, "--save-context", context, *how)
    order, left = vectors(out)
    assert sorted(order) == words
    _, right = vectors(context)
    wanted = information(corpus, order, shift, smoothing)
    assert 0.1 < np.count_nonzero(wanted) / wanted.size < 0.9
    np.testing.assert_allclose(left @ right.T, wanted, atol=2e-5 * wanted.max())


@pytest.mark.parametrize("power", [0, 0.5, 1])
def test_columns_are_numpys_singular_vectors(
    firth: Firth, corpus: Path, tmp_path: Path, power: float
) -> None:
    dim = 5
    out, context = tmp_path / "v.glove", tmp_path / "c.glove"
    firth(
        *("train", "ppmi", corpus, "-o", out, "--save-context", context),
        *("--dim", dim, "--eig", power, "--threads", 2),
    )
    words, left = vectors(out)
    _, right = vectors(context)
    u, values, vt = np.linalg.svd(information(corpus, words, 1, 0.75))
    assert np.min(-np.diff(values[: dim + 1]) / values[0]) > 1e-3  # each is one vector alone
    for got, wanted in ((left, u), (right, vt.T)):
        scaled = wanted[:, :dim] * values[:dim] ** power
        signs = np.sign(np.sum(got * scaled, axis=0))
        np.testing.assert_allclose(got * signs, scaled, atol=2e-4 * np.abs(scaled).max())
