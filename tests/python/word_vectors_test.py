"""firth.WordVectors: questions, arrays without copies, files."""

from __future__ import annotations

import gc
import pickle
from pathlib import Path

import firth
import numpy as np
import pytest


@pytest.fixture
def small() -> firth.WordVectors:
    matrix = np.array([[3, 4], [0, 1], [1, 0]], np.float32)
    return firth.WordVectors(["a", "b", "c"], matrix, [7, 5, 2])


def test_looks_words_up(small: firth.WordVectors) -> None:
    assert np.array_equal(small["a"], [3, 4])
    assert np.array_equal(small[["b", "a"]], [[0, 1], [3, 4]])
    assert "a" in small and "x" not in small and 3 not in small
    assert len(small) == 3 and small.dim == 2 and list(small) == ["a", "b", "c"]
    assert small.key_to_index == {"a": 0, "b": 1, "c": 2}
    assert small.get_vecattr("b", "count") == 5
    assert repr(small) == "<firth.WordVectors: 3 words x 2>"


def test_unknown_words_are_key_errors(vectors: firth.WordVectors) -> None:
    with pytest.raises(KeyError, match='"kin" is not among the 20 words; near it: king'):
        vectors["kin"]
    with pytest.raises(firth.errors.NotFoundError):
        vectors.neighbors("kin")


def test_is_the_command(
    request: pytest.FixtureRequest, vectors: firth.WordVectors, tmp_path: Path
) -> None:
    command = request.getfixturevalue("firth")
    path = tmp_path / "words.bin"
    vectors.save(path)
    lines = command("neighbors", path, "king", "-k", 3).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [w for w, _ in vectors.neighbors("king", k=3)]
    lines = command("analogy", path, "cat", "dog", "king", "-k", 2).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [
        word for word, _ in vectors.analogy("cat", "dog", "king", k=2)
    ]


def test_the_matrix_is_not_copied(vectors: firth.WordVectors) -> None:
    matrix = vectors.matrix
    assert matrix.shape == (20, 16) and matrix.dtype == np.float32
    assert not matrix.flags.writeable
    assert np.shares_memory(matrix, vectors.matrix)
    assert np.shares_memory(vectors["king"], matrix)


def test_the_matrix_outlives_the_vectors() -> None:
    vectors = firth.WordVectors(["a"], np.ones((1, 3), np.float32))
    matrix = vectors.matrix
    del vectors
    gc.collect()
    assert np.array_equal(matrix, [[1, 1, 1]])


def test_given_arrays_are_not_copied() -> None:
    given = np.ones((2, 3), np.float32)
    vectors = firth.WordVectors(["a", "b"], given)
    assert np.shares_memory(given, vectors.matrix)
    with pytest.raises(ValueError, match="2 words but 3 vectors"):
        firth.WordVectors(["a", "b"], np.ones((3, 3), np.float32))
    assert firth.WordVectors(["a", "b"], np.ones((2, 3))).matrix.dtype == np.float32


@pytest.mark.parametrize("ending", ["txt", "bin", "glove", "safetensors", "npy", "tsv"])
def test_saves_and_loads(vectors: firth.WordVectors, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"words.{ending}"
    vectors.save(path)
    back = firth.load(path)
    assert back.words() == vectors.words()
    assert np.array_equal(back.matrix, vectors.matrix)
    assert len(firth.load(path, max_words=3)) == 3


def test_says_what_is_wrong_with_files(tmp_path: Path, small: firth.WordVectors) -> None:
    with pytest.raises(FileNotFoundError, match="nothing-here"):
        firth.load(tmp_path / "nothing-here")
    with pytest.raises(ValueError, match="ending"):
        small.save(tmp_path / "words.doc")
    (tmp_path / "broken.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0{broken}")
    with pytest.raises(firth.errors.FormatError) as caught:
        firth.load(tmp_path / "broken.safetensors", format="safetensors")
    assert caught.value.path.endswith("broken.safetensors")


def test_words_need_not_be_utf8(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"1 2\nna\xefve 1 2\n")
    vectors = firth.load(path)
    assert vectors.words() == ["na\udcefve"] and "na\udcefve" in vectors
    assert vectors.words("replace") == ["na\ufffdve"]


def test_pickles(small: firth.WordVectors) -> None:
    back = pickle.loads(pickle.dumps(small))
    assert back.words() == small.words() and back.counts() == small.counts()
    assert np.array_equal(back.matrix, small.matrix)


def test_evaluates(tmp_path: Path, vectors: firth.WordVectors) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("cat\tdog\t9\nking\tqueen\t8\nking\tmonday\t1\nred\tcat\t2\nno\tone\t3\n")
    report = firth.evaluate(vectors, pairs)
    assert report.kind == "pairs" and report.pairs is not None
    assert (report.pairs.pairs, report.pairs.scored) == (5, 4)
    assert report.pairs.spearman.low < report.pairs.spearman.value <= 1
    questions = tmp_path / "questions.txt"
    questions.write_text(": pairs\ncat dog king queen\n")
    reports = firth.evaluate(vectors, [pairs, questions], case="exact")
    assert [r.kind for r in reports] == ["pairs", "analogies"]
    assert reports[1].analogies[0].total.asked == 1
