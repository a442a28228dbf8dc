"""Questions of single words, answered as gensim answers them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

EPSILON = 0.001  # of Levy and Goldberg (2014); gensim has 0.000001


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 words in 20 directions that lean to one side, as those of real vectors do."""
    random = np.random.default_rng(3)
    vectors = KeyedVectors(20)
    numbers = (random.normal(0.3, 1, (300, 20)) * random.uniform(0.1, 9, (300, 1))).astype(np.float32)
    vectors.add_vectors([f"w{i}" for i in range(300)], numbers)
    path = tmp_path_factory.mktemp("queries") / "vectors.bin"
    vectors.save_word2vec_format(path, binary=True)
    return path


@pytest.fixture(scope="module")
def vectors(path: Path) -> KeyedVectors:
    return KeyedVectors.load_word2vec_format(path, binary=True)


def answers(firth, path: Path, words: list[str], method: str) -> list[tuple[str, float]]:
    output = firth("analogy", path, *words, "-k", 7, "--method", method, "--json").stdout
    return [(answer["word"], answer["score"]) for answer in json.loads(output)["answers"]]


def expect_near(got: list[tuple[str, float]], expected: list[tuple[str, float]], relative: float) -> None:
    assert [word for word, _ in got] == [word for word, _ in expected]
    assert [score for _, score in got] == pytest.approx([score for _, score in expected], rel=relative)


@pytest.mark.parametrize("seed", range(5))
def test_analogies_by_adding(firth, path, vectors, seed):
    a, b, c = (f"w{i}" for i in np.random.default_rng(seed).choice(300, 3, replace=False))
    expected = vectors.most_similar(positive=[b, c], negative=[a], topn=7)
    expect_near(answers(firth, path, [a, b, c], "3cosadd"), expected, 1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_analogies_by_multiplying(firth, path, vectors, seed):
    a, b, c = (f"w{i}" for i in np.random.default_rng(seed).choice(300, 3, replace=False))
    got = answers(firth, path, [a, b, c], "3cosmul")
    # gensim's own products, with the epsilon of the paper in place of gensim's
    near = vectors.most_similar_cosmul(positive=[b, c], topn=None) * (1 + 1e-6)
    far = vectors.most_similar_cosmul(positive=[a], topn=None) * (1 + 1e-6)
    scores = near / (far + EPSILON)
    order = [i for i in np.argsort(-scores) if f"w{i}" not in (a, b, c)][:7]
    expect_near(got, [(f"w{i}", float(scores[i])) for i in order], 1e-5)
    # as gensim answers, whose scores are a little higher
    expect_near(got, vectors.most_similar_cosmul(positive=[b, c], negative=[a], topn=7), 0.01)


@pytest.mark.parametrize("seed", range(5))
def test_outlier(firth, path, vectors, seed):
    words = [f"w{i}" for i in np.random.default_rng(seed).choice(300, 6)]
    report = json.loads(firth("outlier", path, *words, "--json").stdout)
    assert report["outlier"] == vectors.doesnt_match(words)
    ranking = [(word, float(score)) for score, word in vectors.rank_by_centrality(words)]
    expect_near([(r["word"], r["score"]) for r in report["ranking"]], ranking, 1e-5)
    lines = firth("outlier", path, *words).stdout.split("\n")
    assert lines[0].split()[0] == report["outlier"]


def test_outlier_needs_three_known_words(firth, path):
    assert "fewer than three" in firth("outlier", path, "w1", "w2", exit_code=1).stderr
    assert '"x1" is not among' in firth("outlier", path, "w1", "w2", "x1", exit_code=1).stderr
