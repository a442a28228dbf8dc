"""firth.WordVectors: questions, arrays without copies, files."""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
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


@pytest.fixture(scope="module")
def with_subwords(text: Path) -> firth.WordVectors:
    return firth.train(text, dim=16, epochs=20, sample=0.0, threads=1, minn=2, maxn=3, bucket=500)


def test_unknown_words_have_vectors_with_subwords(
    request: pytest.FixtureRequest, with_subwords: firth.WordVectors, tmp_path: Path
) -> None:
    v = with_subwords
    assert "kinge" not in v and len(v) == 20
    assert v["kinge"].shape == (16,) and v["kinge"].dtype == np.float32
    assert np.array_equal(v[["kinge", "king"]], [v["kinge"], v["king"]])
    assert np.shares_memory(v["king"], v.matrix) and v[[]].shape == (0, 16)
    assert np.array_equal(v.vector_of("king"), v["king"])
    assert v.similarity("kinge", "king") > v.similarity("kinge", "friday")
    near = [word for word, _ in v.neighbors("kinge", k=3)]
    assert near == [word for word, _ in v.most_similar("kinge", topn=3)]
    assert v.similar_by_word("king", topn=1)[0][0] != "king"
    long_only = firth.WordVectors(["a"], np.ones((1, 2)), ngrams=(5, 6, np.ones((5, 2))))
    assert long_only.vector_of("k") is None and np.array_equal(long_only["known"], [1, 1])
    with pytest.raises(KeyError, match='"k" is not among the 1 words'):
        long_only["k"]
    command = request.getfixturevalue("firth")
    v.save(tmp_path / "v.safetensors")
    v.save(tmp_path / "v.bin", format="fasttext")
    for name in ("v.safetensors", "v.bin"):
        loaded = firth.load(tmp_path / name)
        assert np.allclose(loaded["kinge"], v["kinge"], atol=1e-6)
        printed = command("vector", tmp_path / name, "kinge").stdout.split()
        assert np.allclose([float(x) for x in printed[1:]], v["kinge"], atol=1e-6)


def test_ngrams_are_a_view_and_are_pickled(with_subwords: firth.WordVectors) -> None:
    minn, maxn, rows = with_subwords.ngrams
    assert (minn, maxn, rows.shape) == (2, 3, (500, 16)) and not rows.flags.writeable
    back = pickle.loads(pickle.dumps(with_subwords))
    assert np.array_equal(back["kinge"], with_subwords["kinge"])
    assert firth.WordVectors(["a"], np.ones((1, 2))).ngrams is None
    with pytest.raises(ValueError, match="n-grams of 3 to 2 characters"):
        firth.WordVectors(["a"], np.ones((1, 2)), ngrams=(3, 2, np.ones((5, 2))))


def test_ngrams_may_have_a_row_each(text: Path, tmp_path: Path) -> None:
    v = firth.train(text, dim=8, sample=0.0, threads=1, minn=3, maxn=4, ngrams="exact", min_ngram_count=1)
    names = v.ngram_names
    minn, maxn, rows = v.ngrams
    assert (minn, maxn) == (3, 4) and rows.shape == (len(names), 8)
    assert len(set(names)) == len(names) and "<kin" in names and "<xyz" not in names
    row = dict(zip(names, rows, strict=True))
    known = [n for i in range(5) for n in ("<kin>"[i : i + 3], "<kin>"[i : i + 4]) if n in row]
    assert "<kin" in known and "kin>" not in known
    known = [n for at, n in enumerate(known) if n not in known[:at]]
    assert np.allclose(v["kin"], np.mean([row[n] for n in known], axis=0), atol=1e-6)
    assert v.vector_of("zzz") is None
    v.save(tmp_path / "v.safetensors")
    for back in (firth.load(tmp_path / "v.safetensors"), pickle.loads(pickle.dumps(v))):
        assert back.ngram_names == names and np.allclose(back["kin"], v["kin"], atol=1e-6)
    with pytest.raises(ValueError, match="ngrams exact"):
        v.save(tmp_path / "v.bin", format="fasttext")
    one = np.ones((1, 2), np.float32)
    made = firth.WordVectors(["a"], one, ngrams=(1, 1, one), ngram_names=["b"])
    assert np.array_equal(made["b"], [1, 1]) and made.vector_of("c") is None
    for names in (["b", "c"], ["b", "b"]):
        with pytest.raises(ValueError, match="n-gram"):
            firth.WordVectors(["a"], one, ngrams=(1, 1, one), ngram_names=names)


def test_a_mean_of_both_matrices_needs_words_alone(text: Path) -> None:
    with pytest.raises(ValueError, match="with subwords"):
        firth.train(text, dim=16, maxn=3, bucket=500, output_vectors="mean")


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


def test_rows_by_numpys_numbers(small: firth.WordVectors) -> None:
    assert np.array_equal(small[np.int64(1)], small["b"])
    assert np.array_equal(small[np.array([2, 0])], small[["c", "a"]])
    for bad in (True, np.True_, 1.0, ["a", True]):
        with pytest.raises(TypeError):
            small[bad]


def test_is_an_array_of_its_matrix(small: firth.WordVectors) -> None:
    assert np.asarray(small).dtype == np.float32
    assert np.shares_memory(np.asarray(small), small.matrix)
    assert np.array_equal(np.array(small, np.float64), small.matrix)
    assert not np.shares_memory(np.array(small), small.matrix)


def test_evaluates_gensims(tmp_path: Path, vectors: firth.WordVectors) -> None:
    vectors.save(tmp_path / "words.bin")
    keyed = firth.gensim.KeyedVectors.load_word2vec_format(tmp_path / "words.bin", binary=True)
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("cat\tdog\t9\nking\tqueen\t8\nking\tmonday\t1\n")
    reports = [firth.evaluate(which, pairs).pairs for which in (vectors, keyed)]
    assert reports[0].spearman.value == reports[1].spearman.value


def test_submodules_come_when_asked_for() -> None:
    code = "import firth, sys; assert 'firth.gensim' not in sys.modules; firth.gensim.Word2Vec"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="glove"):
        firth.glove  # noqa: B018


def test_fill_norms(small: firth.WordVectors) -> None:
    small.fill_norms()
    assert small.norms.tolist() == [5, 1, 1]
