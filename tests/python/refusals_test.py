"""What the package refuses, and what it says: one line that names the argument."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import firth
import firth.nn as nn
import numpy as np
import pytest

Refused = tuple[type[Exception], str, Callable[[], object]]

ROWS = np.ones((2, 4), np.float32)
APART = ROWS[:, ::2]
GRAD = np.ones((1, 3), np.float32)


def bag(ids: object, *more: Any, **named: Any) -> object:
    layer = nn.EmbeddingBag(5, 3, mode=named.pop("mode", "sum"))
    return layer.forward(np.asarray(ids, np.int64), *more, **named)


LAYERS: list[Refused] = [
    (ValueError, "reduction: 'none'", lambda: nn.sigmoid_loss(ROWS, ROWS, "none")),
    (ValueError, r"two dimensions, \[N, classes\], not 1",
     lambda: nn.softmax_loss(ROWS[0], np.zeros(4, np.int64))),
    (ValueError, "at least one class",
     lambda: nn.softmax_loss(ROWS[:, :0], np.zeros(2, np.int64))),
    (ValueError, "follow each other", lambda: nn.Embedding.from_pretrained(APART)),
    (ValueError, "mode: 'min'", lambda: bag([[0]], mode="min")),
    (ValueError, "one or two dimensions", lambda: bag([[[0]]])),
    (ValueError, "their own bags", lambda: bag([[0]], np.array([0]))),
    (ValueError, "need offsets", lambda: bag([0, 1])),
    (ValueError, "shape of the ids", lambda: bag([[0, 1]], None, np.ones((2, 1), np.float32))),
    (ValueError, "other number of columns", lambda: nn.Linear(3, 2).forward(ROWS)),
    (ValueError, "bias has the shape",
     lambda: nn.Linear.__new__(nn.Linear).__setstate__((ROWS, ROWS, 1))),
]


def one(**more: Any) -> firth.WordVectors:
    return firth.WordVectors(["a"], np.ones((1, 2), np.float32), **more)


WORDS: list[Refused] = [
    (ValueError, "as many counts as words", lambda: one(counts=[1, 2])),
    (ValueError, "those of the rows of ngrams", lambda: one(ngram_names=["b"])),
    (KeyError, "there is no row 7", lambda: one()[7]),
    (KeyError, "Key '7' not present", lambda: one().get_index(7)),
    (KeyError, "no attribute 'count'", lambda: one().get_vecattr("a", "count")),
    (KeyError, "Key 'b' not present", lambda: one().get_mean_vector(["b"], ignore_missing=False)),
    (ValueError, "mean with no input", lambda: one().get_mean_vector([])),
    (ValueError, "same number of elements", lambda: one().get_mean_vector(["a"], [1, 2])),
    (ValueError, "similarity with no input", lambda: one().most_similar_cosmul()),
    (ZeroDivisionError, "list is empty", lambda: one().n_similarity(["a"], [])),
    (ValueError, "from an empty list", lambda: one().doesnt_match(["b"])),
    (ValueError, "need a copy", lambda: one().__array__(np.float64, copy=False)),
    (ValueError, "follow each other", lambda: firth._firth.Index(APART, 2)),
    (ValueError, "another number", lambda: firth._firth.Index(ROWS, 2).search(ROWS[0, :3], 1)),
    (ValueError, "no such row", lambda: firth._firth.Index(ROWS, 2).search_analogies([(0, 1, 2)], 1)),
]

TOKENS = [["a", "b"]] * 9

TRAINING: list[Refused] = [
    (ValueError, "for text, not for tokens", lambda: firth.train(TOKENS, punctuation="keep")),
    (UnicodeEncodeError, "surrogates", lambda: firth.train([["\udcff"]])),
    (TypeError, "train.. got an unexpected", lambda: firth.train(TOKENS, windows=5)),
]


def test_layers() -> None:
    refuses(LAYERS)


def test_word_vectors() -> None:
    refuses(WORDS)


def test_training() -> None:
    refuses(TRAINING)


def refuses(cases: list[Refused]) -> None:
    for kind, says, call in cases:
        with pytest.raises(kind, match=says):
            call()


def test_evaluation(tmp_path: Path) -> None:
    words = firth.gensim.KeyedVectors.from_native(one())
    questions, pairs = tmp_path / "questions.txt", tmp_path / "pairs.tsv"
    questions.write_text("a b c d\n")
    pairs.write_text("a\ta\t1\n")
    with pytest.raises(ValueError, match="Missing section header before line #0"):
        words.evaluate_word_analogies(questions)
    with pytest.raises(ValueError, match="case: 'title'"):
        firth.evaluate(one(), pairs, case="title")


def test_files(tmp_path: Path) -> None:
    keyed, path = firth.gensim.KeyedVectors, tmp_path / "words.txt"
    one().save(path)
    with pytest.raises(ValueError, match="convert the file first"):
        keyed.load_word2vec_format(path, encoding="latin-1")
    with pytest.raises(ValueError, match="no append"):
        keyed.load_word2vec_format(path).save_word2vec_format(path, append=True)
    model = tmp_path / "model.safetensors"
    firth.train(TOKENS, dim=2, threads=1).save(model)
    with pytest.raises(ValueError):
        firth.gensim.Word2Vec.load(model)


def test_warnings_may_be_errors(tmp_path: Path) -> None:
    """A warning that Python turns into an exception ends training with it."""
    path = tmp_path / "text.txt"
    path.write_text("a b " * 30 + "c" * 100_000, encoding="ascii")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning):
            firth.train(path, dim=2, threads=1, min_count=1)


def test_gensims_word2vec() -> None:
    make = firth.gensim.Word2Vec
    untrained = make(vector_size=2, min_count=1)
    cases: list[Refused] = [
        (TypeError, "nothing like compute_loss", lambda: make(TOKENS, compute_loss=True)),
        (TypeError, "not both", lambda: make(TOKENS, corpus_file="text")),
        (TypeError, "same time", lambda: untrained.build_vocab()),
        (TypeError, "not text", lambda: make(TOKENS, min_count=1).train("text", epochs=1)),
        (RuntimeError, "first build vocabulary", lambda: untrained.train(TOKENS, epochs=1)),
        (AttributeError, "syn1neg", lambda: untrained.syn1neg),
        (ValueError, "nothing to train", lambda: make(TOKENS, negative=0, min_count=1)),
        (ValueError, "usual value", lambda: make(TOKENS, min_count=1).train(TOKENS, epochs=0)),
    ]
    refuses(cases)
