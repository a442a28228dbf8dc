"""firth's phrases against word2phrase.c's and gensim's, on the same text."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import numpy as np
import pytest
from gensim.models.phrases import ENGLISH_CONNECTOR_WORDS, Phrases

LINES = 8000  # for gensim, which takes its time


@pytest.fixture(scope="module")
def corpus(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A million words, a sentence or so a line, without a carriage return or a very long word."""
    packed = data_dir / "corpora" / "enwiki1m.lines.txt.zst"
    path = tmp_path_factory.mktemp("phrases") / "corpus.txt"
    subprocess.run(["zstd", "-dqo", path, packed], check=True)
    return path


@pytest.fixture(scope="module")
def part(corpus: Path) -> Path:
    path = corpus.with_name("part.txt")
    with corpus.open(encoding="utf-8") as whole, path.open("w", encoding="utf-8") as file:
        file.writelines(line for _, line in zip(range(LINES), whole))
    return path


@pytest.fixture(scope="module")
def word2phrase(word2vec: Path, peers_cache: Path) -> Path:
    """word2phrase.c with one line added, which prints words and score of each pair it scores, and
    with a smaller table, of which two gigabytes would have to be cleared."""
    program = peers_cache / "word2phrase-for-tests"
    source = peers_cache / "package" / "src" / "word2phrase.c"
    text = source.read_text(encoding="utf-8")
    join = "    if (score > threshold) {"
    assert text.count(join) == 1
    text = text.replace(join, f'    if (!oov) fprintf(stderr, "%s %s %.9g\\n", last_word, word, score);\n{join}')
    size = "const int vocab_hash_size = 500000000;"
    assert text.count(size) == 1
    text = text.replace(size, "const int vocab_hash_size = 5000000;")
    changed = peers_cache / "word2phrase-for-tests.c"
    changed.write_text(text, encoding="utf-8")
    subprocess.run(["gcc", "-O2", "-w", "-o", program, changed, "-lm", "-pthread"], check=True)
    return program


def run_word2phrase(program: Path, corpus: Path, output: Path, **flags: object) -> str:
    command = [program, "-train", corpus, "-output", output, "-debug", "0"]
    for name, value in flags.items():
        command += [f"-{name.replace('_', '-')}", str(value)]
    return subprocess.run(command, capture_output=True, check=True).stderr.decode()


def read_scores(text: str) -> dict[str, float]:
    """Words and score a line; the last one counts."""
    return {words: float(score) for words, _, score in (line.rpartition(" ") for line in text.splitlines())}


def normal_lines(path: Path) -> list[str]:
    """word2phrase begins each word with a blank and ends the text without a newline."""
    return [" ".join(line.split()) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]


@pytest.mark.peers
@pytest.mark.parametrize(("min_count", "threshold"), [(5, 100), (5, 20), (2, 500.5), (20, 0)])
def test_text_and_scores_are_word2phrases(
    firth, word2phrase: Path, corpus: Path, tmp_path: Path, min_count: int, threshold: float
) -> None:
    flags = {"min_count": min_count, "threshold": threshold}
    theirs = run_word2phrase(word2phrase, corpus, tmp_path / "theirs.txt", **flags)
    firth(
        *("phrases", corpus, "-o", tmp_path / "ours.txt", "--scores", tmp_path / "scores.txt"),
        *("--min-count", min_count, "--threshold", threshold),
    )
    assert normal_lines(tmp_path / "ours.txt") == normal_lines(tmp_path / "theirs.txt")
    ours = read_scores((tmp_path / "scores.txt").read_text(encoding="utf-8"))
    # It forgets a word that it has just joined, so it scores fewer pairs than there are.
    expected = read_scores(theirs)
    assert len(expected) > 1000
    assert all(np.float32(ours[words]) == np.float32(score) for words, score in expected.items())


@pytest.mark.peers
def test_two_passes_are_word2phrases(firth, word2phrase: Path, corpus: Path, tmp_path: Path) -> None:
    run_word2phrase(word2phrase, corpus, tmp_path / "once.txt", threshold=200)
    run_word2phrase(word2phrase, tmp_path / "once.txt", tmp_path / "twice.txt", threshold=200)
    firth("phrases", corpus, "-o", tmp_path / "ours.txt", "--threshold", 200, "--passes", 2)
    assert normal_lines(tmp_path / "ours.txt") == normal_lines(tmp_path / "twice.txt")


@pytest.mark.parametrize("connectors", [frozenset(), ENGLISH_CONNECTOR_WORDS], ids=["none", "english"])
def test_npmi_is_gensims(firth, part: Path, tmp_path: Path, connectors: frozenset[str]) -> None:
    sentences = [line.split() for line in part.open(encoding="utf-8")]
    model = Phrases(sentences, min_count=5, threshold=0.4, scoring="npmi", connector_words=connectors)
    firth(
        *("phrases", part, "-o", tmp_path / "ours.txt", "--scores", tmp_path / "scores.txt"),
        *("--score", "npmi", "--threshold", 0.4, "--min-count", 5),
        *(("--connector-words", "english") if connectors else ()),
    )
    joined = [" ".join(model[sentence]) for sentence in sentences]
    assert normal_lines(tmp_path / "ours.txt") == joined

    ours = read_scores((tmp_path / "scores.txt").read_text(encoding="utf-8"))
    ours = {words.replace(" ", "_"): score for words, score in ours.items() if score > 0.4}
    theirs = model.find_phrases(sentences)
    assert len(theirs) > 100
    assert theirs.keys() <= ours.keys()
    assert all(math.isclose(ours[words], score, abs_tol=1e-9) for words, score in theirs.items())
    # Pairs of which one word was always joined to another one are in our list alone.
    for words in ours.keys() - theirs.keys():
        first, *between, last = words.split("_")
        phrase, score = model.score_candidate(first, last, between)
        assert phrase is None or math.isclose(ours[words], score, abs_tol=1e-9)
