"""firth.gensim answers as gensim does; and gensim's own tests of KeyedVectors pass with it."""

from __future__ import annotations

import copy
import importlib.util
import pickle
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gensim
import numpy as np
import pytest
from gensim.models import KeyedVectors as GensimVectors
from gensim.models import Word2Vec as GensimWord2Vec

firth = pytest.importorskip("firth", reason="./run test builds the package and puts it on the path")
from firth.gensim import KeyedVectors, Word2Vec  # noqa: E402

# What of gensim's file is replaced so that it runs on firth.
REPLACED = [
    ("import KeyedVectors, REAL,", "import REAL,"),
    (
        "import gensim.models.keyedvectors\n",
        "import gensim.models.keyedvectors\nfrom firth.gensim import KeyedVectors\n",
    ),
    ("gensim.models.KeyedVectors", "KeyedVectors"),
    ("gensim.models.keyedvectors.KeyedVectors", "KeyedVectors"),
    (
        "gensim.models.keyedvectors._load_word2vec_format(\n                cls=KeyedVectors,",
        "KeyedVectors.load_word2vec_format(",
    ),
    ("                binary_chunk_size=binary_chunk_size)", "                )"),
]
# gensim's own pickles, which firth refuses: a pickle can run any program.
NOT_HELD = {"Gensim320Test.test"}


def test_gensims_own_tests(tmp_path: Path) -> None:
    source = Path(gensim.__file__).parent / "test" / "test_keyedvectors.py"
    code = source.read_text(encoding="utf-8")
    for old, new in REPLACED:
        assert old in code, old
        code = code.replace(old, new)
    copy = tmp_path / "gensim_keyed_vectors.py"
    copy.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("gensim_keyed_vectors", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cases = [
        test
        for suite in unittest.defaultTestLoader.loadTestsFromModule(module)
        for test in suite
        if test.id().split(".", 1)[1] not in NOT_HELD
    ]
    result = unittest.TestResult()
    unittest.TestSuite(cases).run(result)
    problems = [
        f"{test.id()}: {text.splitlines()[-1]}" for test, text in result.errors + result.failures
    ]
    assert not problems, "\n".join(problems)
    assert result.testsRun == 32


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = np.random.default_rng(3)
    keyed = GensimVectors(20)
    rows = (draw.normal(0.3, 1, (300, 20)) * draw.uniform(0.1, 9, (300, 1))).astype(np.float32)
    keyed.add_vectors([f"w{i}" for i in range(300)], rows)
    path = tmp_path_factory.mktemp("keyed") / "vectors.bin"
    keyed.save_word2vec_format(str(path), binary=True)
    return path


@pytest.fixture(scope="module")
def theirs(files: Path) -> GensimVectors:
    return GensimVectors.load_word2vec_format(str(files), binary=True)


@pytest.fixture(scope="module", params=["load", "KeyedVectors"])
def ours(request: pytest.FixtureRequest, files: Path):
    if request.param == "load":
        return firth.load(files)
    return KeyedVectors.load_word2vec_format(files, binary=True)


QUESTIONS = [
    {"positive": "w3"},
    {"positive": ["w3", "w4"], "negative": ["w5"], "topn": 5},
    {"positive": [("w3", 2.0), ("w9", 0.5)], "negative": [("w5", -0.3)]},
    {"positive": ["w250"], "restrict_vocab": 40},
    {"positive": ["w3"], "clip_start": 10, "clip_end": 60},
    {"positive": [np.arange(20, dtype=np.float32)], "topn": 3},
    {"positive": ["w3", np.ones(20, np.float32)], "negative": "w5"},
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_most_similar(ours, theirs, question) -> None:
    got, expected = ours.most_similar(**question), theirs.most_similar(**question)
    assert [key for key, _ in got] == [key for key, _ in expected]
    assert [c for _, c in got] == pytest.approx([c for _, c in expected], rel=1e-5)
    all_of_them = {**question, "topn": None}
    assert ours.most_similar(**all_of_them) == pytest.approx(
        theirs.most_similar(**all_of_them), rel=1e-4, abs=1e-6
    )


def test_other_questions(ours, theirs) -> None:
    near = {"rel": 1e-5, "abs": 1e-6}
    for name, arguments in [
        ("similarity", ("w1", "w2")),
        ("n_similarity", (["w1", "w2"], ["w3"])),
        ("distance", ("w1", "w2")),
        ("distances", ("w1", ["w2", "w9"])),
        ("relative_cosine_similarity", ("w1", "w2")),
        ("get_mean_vector", (["w1", "w2"], [1.0, 2.0])),
    ]:
        assert getattr(ours, name)(*arguments) == pytest.approx(
            getattr(theirs, name)(*arguments), **near
        ), name
    words = ["w1", "w2", "w77", "w5"]
    assert ours.doesnt_match(words) == theirs.doesnt_match(words)
    assert ours.rank("w1", "w2") == theirs.rank("w1", "w2")
    assert ours.closer_than("w1", "w2") == theirs.closer_than("w1", "w2")
    assert ours.most_similar_to_given("w1", words[1:]) == theirs.most_similar_to_given(
        "w1", words[1:]
    )
    assert ours.key_to_index == theirs.key_to_index
    assert ours.index_to_key == theirs.index_to_key
    assert np.array_equal(ours.vectors, theirs.vectors)
    got = ours.most_similar_cosmul(positive=["w1", "w2"], negative=["w3"])
    expected = theirs.most_similar_cosmul(positive=["w1", "w2"], negative=["w3"])
    assert [key for key, _ in got] == [key for key, _ in expected]


def test_evaluations(ours, theirs, tmp_path: Path) -> None:
    draw = np.random.default_rng(4)
    questions = tmp_path / "questions.txt"
    lines = [" ".join(f"w{i}" for i in draw.integers(0, 320, 4)) for _ in range(200)]
    questions.write_text(
        ": first\n" + "\n".join(lines[:100]) + "\n: second\n" + "\n".join(lines[100:])
    )
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("".join(f"w{a}\tW{b}\t{a % 10}\n" for a, b in draw.integers(0, 320, (200, 2))))
    for dummy in (False, True):
        assert ours.evaluate_word_analogies(questions, dummy4unknown=dummy) == (
            theirs.evaluate_word_analogies(str(questions), dummy4unknown=dummy)
        )
        got = ours.evaluate_word_pairs(pairs, dummy4unknown=dummy)
        expected = theirs.evaluate_word_pairs(str(pairs), dummy4unknown=dummy)
        assert got[0] == pytest.approx(expected[0], rel=1e-4)
        assert got[1] == pytest.approx(expected[1], rel=1e-4)


@pytest.mark.parametrize("binary", [False, True])
def test_files(ours, theirs, tmp_path: Path, binary: bool) -> None:
    ours.save_word2vec_format(tmp_path / "ours", binary=binary)
    back = GensimVectors.load_word2vec_format(str(tmp_path / "ours"), binary=binary)
    assert back.index_to_key == theirs.index_to_key
    assert np.array_equal(back.vectors, theirs.vectors)


def corpus() -> list[list[str]]:
    draw = np.random.default_rng(1)
    topics = [[f"{topic}{i}" for i in range(12)] for topic in "abcd"]
    return [list(draw.choice(topics[draw.integers(4)], 10)) for _ in range(1500)]


@pytest.mark.parametrize("sg", [0, 1])
def test_word2vec(sg: int, tmp_path: Path) -> None:
    arguments = {"vector_size": 20, "window": 3, "sg": sg, "epochs": 10, "workers": 1, "seed": 2}
    model, peer = Word2Vec(corpus(), **arguments), GensimWord2Vec(corpus(), **arguments)
    assert sorted(model.wv.index_to_key) == sorted(peer.wv.index_to_key)
    assert model.corpus_count == peer.corpus_count == 1500
    assert model.corpus_total_words == peer.corpus_total_words
    for word in ("a3", "d7"):
        for keyed in (model.wv, peer.wv):
            assert {key[0] for key, _ in keyed.most_similar(word, topn=8)} == {word[0]}
        assert model.wv.get_vecattr(word, "count") == peer.wv.get_vecattr(word, "count")
    path = tmp_path / "model.safetensors"
    model.save(path)
    back = Word2Vec.load(path)
    assert np.array_equal(back.wv.vectors, model.wv.vectors)
    assert (back.vector_size, back.sg) == (20, sg)
    assert "a3" in firth.load(path)


def test_word2vec_in_steps() -> None:
    model = Word2Vec(vector_size=20, window=3, epochs=10, workers=1)
    model.build_vocab(corpus())
    assert len(model.wv) == 48 and model.corpus_count == 1500
    words = list(model.wv.index_to_key)
    model.train(corpus(), total_examples=model.corpus_count, epochs=model.epochs)
    assert model.wv.index_to_key == words
    assert {key[0] for key, _ in model.wv.most_similar("b1", topn=8)} == {"b"}


def distance(a: Word2Vec, b: Word2Vec) -> float:
    return float(np.abs(a.wv.vectors - b.wv.vectors).max())


def test_word2vec_trains_further(tmp_path: Path) -> None:
    arguments = {"vector_size": 20, "window": 3, "workers": 1, "min_count": 1}
    model = Word2Vec(corpus(), epochs=3, **arguments)
    other = Word2Vec(corpus(), epochs=3, **arguments)
    keyed, before = model.wv, model.wv.vectors.copy()
    model.train(corpus(), total_examples=model.corpus_count, epochs=1, start_alpha=1e-30,
                end_alpha=1e-30)  # fmt: skip
    assert np.array_equal(model.wv.vectors, before)  # goes on from where it was
    model.train([["a1", "never seen", "a2"]] * 20, total_examples=20, epochs=2)
    assert model.wv is keyed and len(model.wv) == 48
    assert 0 < distance(model, other) and model.wv.get_vecattr("a1", "count") == other.wv.get_vecattr(
        "a1", "count"
    )
    model.save(tmp_path / "model")
    back = Word2Vec.load(tmp_path / "model")
    for each in (model, back):
        each.train_count = 0
        each.train(corpus(), total_examples=1500, epochs=2)
    assert distance(model, back) == 0  # the output matrix was kept, too
    assert {key[0] for key, _ in back.wv.most_similar("b1", topn=8)} == {"b"}


def test_word2vec_learns_more_words() -> None:
    model = Word2Vec(corpus(), vector_size=20, window=3, workers=1, epochs=5)
    before, words = model.wv.vectors.copy(), list(model.wv.index_to_key)
    more = [["a1", "a2", "x1", "a3", "x2", "a4"]] * 200
    model.build_vocab(more, update=True)
    assert model.wv.index_to_key == [*words, "x1", "x2"]
    assert np.array_equal(model.wv.vectors[:48], before)
    model.train(more, total_examples=model.corpus_count, epochs=10)
    assert model.wv.most_similar("x1", topn=1)[0][0][0] in "ax"


def test_word2vec_must_know_words_first() -> None:
    for maker in (Word2Vec, GensimWord2Vec):
        with pytest.raises(RuntimeError, match="build vocabulary"):
            maker(vector_size=5).train(corpus(), total_examples=1500, epochs=1)
    model = Word2Vec(corpus(), vector_size=5, epochs=1, workers=1)
    model.wv.add_vector("stranger", np.ones(5))
    with pytest.raises(ValueError, match="49 vectors, but the model has 48 words"):
        model.train(corpus(), total_examples=1500, epochs=1)


def test_word2vec_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    path.write_text("".join(" ".join(sentence) + "\n" for sentence in corpus()))
    model = Word2Vec(corpus_file=str(path), vector_size=10, epochs=2, workers=1)
    assert len(model.wv) == 48


def test_answers_of_rare_arguments(ours, theirs) -> None:
    """What gensim does with them, for better or worse."""
    words = ["w1", "w2", "w77", "w5"]
    for name, arguments in [
        ("most_similar", {"positive": "w298", "clip_start": -3}),
        ("most_similar", {"positive": "w298", "clip_start": -9, "clip_end": -4}),
        ("most_similar", {"positive": "w3", "clip_end": -250}),
        ("most_similar_cosmul", {"positive": "w3", "restrict_vocab": 40}),
        ("most_similar_cosmul", {"positive": "w3", "topn": 0}),
    ]:
        got, expected = getattr(ours, name)(**arguments), getattr(theirs, name)(**arguments)
        assert [key for key, _ in got] == [key for key, _ in expected], arguments
        assert [s for _, s in got] == pytest.approx([s for _, s in expected], rel=1e-5, abs=1e-6)
    for use_norm in (True, False):
        got, expected = (k.rank_by_centrality(words, use_norm=use_norm) for k in (ours, theirs))
        assert [word for _, word in got] == [word for _, word in expected]
        assert [s for s, _ in got] == pytest.approx([s for s, _ in expected], rel=1e-5)
    for keyed in (ours, theirs):
        keyed.fill_norms()
        with pytest.raises(ValueError, match="no input"):
            keyed.most_similar_cosmul()
        with pytest.raises(KeyError):
            keyed.get_vecattr("w1", "colour")
    assert np.allclose(ours.norms, theirs.norms)
    assert ours.words_closer_than("w1", "w2") == ours.closer_than("w1", "w2")


def test_keys_and_their_attributes() -> None:
    results = []
    for maker in (KeyedVectors, GensimVectors):
        keyed = maker(3)
        keyed.add_vectors(["a", "b", "c"], np.eye(3, dtype=np.float32))
        with pytest.raises(KeyError):
            keyed.get_vecattr("a", "count")
        extras = {"size": np.array([2.5]), "count": np.array([3])}
        if maker is KeyedVectors:
            keyed.add_vectors(["d"], np.ones((1, 3), np.float32), extras=extras)
        else:  # whose add_vectors(extras=) takes no dictionary and no list
            keyed.add_vector("d", np.ones(3, np.float32))
            for attr, values in extras.items():
                keyed.set_vecattr("d", attr, values[0])
        keyed.set_vecattr("a", "size", 1.5)
        results.append(
            [
                [float(keyed.get_vecattr(key, attr)) for key in "abcd" for attr in extras],
                [key in keyed for key in ("a", "x", 3, 4)],
                str(keyed),
            ]
        )
    assert results[0] == results[1]


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_copies_and_pickles(copied: Callable[[Any], Any]) -> None:
    model = Word2Vec(corpus(), vector_size=10, epochs=1, workers=1)
    answers = model.wv.most_similar("a1")
    assert copied(model.wv).most_similar("a1") == answers
    twin = copied(model)
    assert twin.wv.most_similar("a1") == answers and str(twin) == str(model)
    for each in (model, twin):
        each.train(corpus(), total_examples=1500, epochs=1)
    assert distance(model, twin) == 0
    twin.wv["a1"] = np.ones(10)
    assert distance(model, twin) > 0


@pytest.mark.parametrize("ending", ["txt.gz", "bin.gz", "txt.bz2"])
def test_compressed_files(ours, theirs, tmp_path: Path, ending: str) -> None:
    path, binary = tmp_path / f"words.{ending}", ending.startswith("bin")
    ours.save_word2vec_format(path, binary=binary)
    assert path.read_bytes()[:2] in (b"\x1f\x8b", b"BZ")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    theirs_again = GensimVectors.load_word2vec_format(str(path), binary=binary)
    for keyed in (theirs_again, KeyedVectors.load_word2vec_format(path, binary=binary)):
        assert keyed.index_to_key == theirs.index_to_key
        assert np.array_equal(keyed.vectors, theirs.vectors)


def test_word2vec_takes_gensims_arguments(tmp_path: Path) -> None:
    neutral = {"max_vocab_size": None, "hashfxn": hash, "null_word": 0, "trim_rule": None}
    neutral |= {"sorted_vocab": 1, "batch_words": 10000, "compute_loss": False, "callbacks": ()}
    for maker in (Word2Vec, GensimWord2Vec):
        model = maker(vector_size=4, workers=1, comment="mine", **neutral)
        model.build_vocab(corpus(), progress_per=10, keep_raw_vocab=False, trim_rule=None)
        model.train(corpus(), total_examples=1500, epochs=1, word_count=0, queue_factor=2,
                    report_delay=1.0, compute_loss=False, callbacks=())  # fmt: skip
        assert model.comment == "mine" and model.layer1_size == 4
        assert model.syn1neg.shape == (48, 4)
        assert str(model) == "Word2Vec<vocab=48, vector_size=4, alpha=0.025>"
        with pytest.raises(ValueError, match="epochs"):
            model.train(corpus(), total_examples=1500, epochs=0)
        with pytest.raises(ValueError, match="hs"):
            maker(corpus(), vector_size=4, hs=0, negative=0)
        model.save(str(tmp_path / "model"))
        back = maker.load(str(tmp_path / "model"))
        assert (back.corpus_count, back.corpus_total_words) == (1500, 15000)
    for name, value in {"trim_rule": len, "max_vocab_size": 5, "compute_loss": True}.items():
        with pytest.raises(TypeError, match=name):
            Word2Vec(vector_size=4, **{name: value})


def test_word2vec_from_frequencies() -> None:
    words = []
    for maker in (Word2Vec, GensimWord2Vec):
        model = maker(vector_size=4, min_count=2, workers=1)
        model.build_vocab_from_freq({"a": 3, "b": 5, "c": 1}, corpus_count=7)
        words.append([(key, model.wv.get_vecattr(key, "count")) for key in model.wv.index_to_key])
        assert model.corpus_count == 7
        model.train([["a", "b"]] * 7, total_examples=7, epochs=1)
    assert words[0] == words[1] == [("b", 5), ("a", 3)]
