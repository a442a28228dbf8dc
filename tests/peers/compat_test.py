"""`--compat` against the peers themselves: what word2vec.c's source and gensim's signature set."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest
from gensim.models import Word2Vec
from gensim.models.word2vec import MAX_WORDS_IN_BATCH

WORDS = "a b c d e f g h"


@pytest.fixture
def preset(firth, tmp_path: Path):
    """preset("gensim", "cbow"): all settings, read from the metadata of a model trained so."""

    def settings(peer: str, model: str) -> dict[str, str]:
        corpus = tmp_path / "corpus.txt"
        corpus.write_text(f"{WORDS}\n" * 10, encoding="utf-8")
        vectors = tmp_path / "v.safetensors"
        firth("train", model, corpus, "-o", vectors, "--compat", peer, "--threads", 1)
        return json.loads(firth("info", vectors, "--json").stdout)["settings"]

    return settings


def number(source: str, pattern: str) -> float:
    """The one number in parentheses of `pattern`."""
    (found,) = re.findall(pattern, source)
    return float(found)


@pytest.mark.peers
@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_word2vec(preset, word2vec: Path, peers_cache: Path, model: str) -> None:
    source = (peers_cache / "package" / "src" / "word2vec.c").read_text(encoding="utf-8")
    ours = preset("word2vec", model)
    for flag, pattern in {
        "dim": r"layer1_size = (\d+);",
        "window": r"\bwindow = (\d+),",
        "min-count": r"min_count = (\d+),",
        "negative": r"negative = (\d+);",
        "epochs": r"word_count_actual = 0, iter = (\d+),",
        "sample": r"sample = ([\d.e-]+);",
        "ns-power": r"power = ([\d.]+);",
        "sentence-length": r"#define MAX_SENTENCE_LENGTH (\d+)",
    }.items():
        assert float(ours[flag]) == number(source, pattern), flag
    rate = number(source, r"real alpha = ([\d.]+),")
    if model == "cbow":
        rate = number(source, r"if \(cbow\) alpha = ([\d.]+);")
    assert float(ours["lr"]) == rate
    end = number(source, r"if \(alpha < starting_alpha \* ([\d.]+)\)")
    assert float(ours["lr-end"]) == pytest.approx(rate * end)
    assert re.search(r"\bhs = 0,", source)
    assert ours["loss"] == "ns"
    assert re.search(r"b = next_random % window;", source)
    assert ours["window-mode"] == "shrink"
    # Whatever the window's mean gives back is added to each row undivided.
    assert re.search(r"syn0\[c \+ last_word \* layer1_size\] \+= neu1e\[c\];", source)
    assert ours["cbow-gradient"] == "word2vec"
    half = number(source, r"/ \(real\)65536\) - ([\d.]+)\) / layer1_size")
    assert float(ours["init-range"]) == half
    assert re.search(r"syn1neg\[a \* layer1_size \+ b\] = 0;", source)
    assert ours["context-init"] == "zero"
    assert re.search(r'AddWordToVocab\(\(char \*\)"</s>"\);', source)
    assert ours["line-end"] == "word2vec"


@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_gensim(preset, model: str) -> None:
    ours = preset("gensim", model)
    theirs = {k: p.default for k, p in inspect.signature(Word2Vec.__init__).parameters.items()}
    for flag, name in {
        "dim": "vector_size",
        "window": "window",
        "min-count": "min_count",
        "negative": "negative",
        "epochs": "epochs",
        "sample": "sample",
        "ns-power": "ns_exponent",
        "lr": "alpha",
        "lr-end": "min_alpha",
    }.items():
        assert float(ours[flag]) == float(theirs[name]), flag
    assert float(ours["sentence-length"]) == MAX_WORDS_IN_BATCH
    assert (theirs["hs"], ours["loss"]) == (0, "ns")
    assert (theirs["cbow_mean"], ours["cbow-combine"]) == (1, "mean")
    assert (theirs["shrink_windows"], ours["window-mode"]) == (True, "shrink")
    assert ours["line-end"] == "break"


def test_gensim_matrices_start_alike(preset) -> None:
    """The input within plus and minus 1 / dim, and reaching nearly there; the output zero."""
    ours = preset("gensim", "skipgram")
    model = Word2Vec([WORDS.split()] * 200, vector_size=50, min_count=1, epochs=1, alpha=0, min_alpha=0)
    largest = float(abs(model.wv.vectors).max()) * 50
    assert 0.95 * float(ours["init-range"]) < largest <= float(ours["init-range"])
    assert (abs(model.syn1neg).max() == 0) == (ours["context-init"] == "zero")
