"""`firth quantize`: smaller classifiers and word vectors, what they have lost, and how it fails."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

KINDS = ("__label__animal the cat and dog", "__label__vehicle the car and bus")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quantize") / "train.txt"
    lines = [f"{KINDS[i % 2]} w{i % 400} v{i * 7 % 300}\n" for i in range(3000)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def classifier(firth: Firth, text: Path) -> Path:
    path = text.with_name("model.bin")
    firth("classify", "train", text, "-o", path, "--dim", 16, "--threads", 1, "--lr", 0.3,
          "--word-ngrams", 2, "--bucket", 5000)
    return path


@pytest.fixture(scope="module")
def vectors(firth: Firth, text: Path) -> Path:
    """Word vectors with n-grams."""
    generator = random.Random(1)
    words = [f"{a}{b}" for a in ("red", "blue", "green", "gray") for b in range(200)]
    corpus = text.with_name("corpus.txt")
    lines = [" ".join(generator.choices(words, k=12)) + "\n" for _ in range(3000)]
    corpus.write_text("".join(lines), encoding="utf-8")
    path = text.with_name("vectors.safetensors")
    firth("train", "skipgram", corpus, "-o", path, "--dim", 20, "--minn", 3, "--maxn", 4,
          "--bucket", 2000, "--epochs", 2, "--threads", 1, "--min-count", 1)
    return path


def report(done: subprocess.CompletedProcess[str]) -> dict[str, float]:
    return json.loads(done.stdout)


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("firth: ")
    return line


def test_a_classifier(firth: Firth, classifier: Path, text: Path, tmp_path: Path) -> None:
    out = tmp_path / "model.ftz"
    got = report(firth("quantize", classifier, "-o", out, "--test", text, "--json"))
    assert got["bytes_before"] == classifier.stat().st_size
    assert got["bytes_after"] == out.stat().st_size < classifier.stat().st_size / 3
    assert got["precision_before"] == got["precision_after"] == 1
    assert 0 < got["squares_lost"] < 0.2
    assert 0.9 < got["mean_cosine"] < 1
    assert got["rows_after"] == got["rows_before"]


def test_pruned_and_trained_again(
    firth: Firth, classifier: Path, text: Path, tmp_path: Path
) -> None:
    out = tmp_path / "model.ftz"
    done = firth("quantize", classifier, "-o", out, "--cutoff", 300, "--retrain", text, "--epochs",
                 2, "--qnorm", "--qout", "--test", text, "--threads", 1)
    assert "rows        300 of " in done.stdout
    assert "P@1         1.0000 -> 1.0000, 3,000 lines" in done.stdout
    assert f"wrote {out}" in done.stderr
    answers = firth("classify", "predict", out, text).stdout.splitlines()
    assert answers == [KINDS[i % 2].split()[0] for i in range(3000)]
    again = tmp_path / "again.ftz"
    firth("quantize", classifier, "-o", again, "--cutoff", 300, "--retrain", text, "--epochs",
          2, "--qnorm", "--qout", "--quiet", "--threads", 1)
    assert again.read_bytes() == out.read_bytes()


def test_word_vectors(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    lost = {}
    for dsub in (1, 2, 10):
        out = tmp_path / f"vectors{dsub}.ftz"
        got = report(firth("quantize", vectors, "-o", out, "--dsub", dsub, "--json"))
        lost[dsub] = got["squares_lost"]
        assert got["bytes_after"] < got["bytes_before"]
        assert 0 < got["recall_at_10"] <= 1
    assert lost[1] < lost[2] < lost[10]
    asked = firth("vector", tmp_path / "vectors2.ftz", "red7", "redish").stdout.splitlines()
    assert [line.split(" ")[0] for line in asked] == ["red7", "redish"]


def test_word_vectors_without_most_ngrams(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    out = tmp_path / "vectors.ftz"
    got = report(firth("quantize", vectors, "-o", out, "--cutoff", 1000, "--dsub", 1, "--json"))
    assert got["rows_after"] == 1000
    assert got["words"] == 800
    assert got["mean_cosine"] > 0.98
    got = report(firth("quantize", vectors, "-o", out, "--cutoff", 100, "--dsub", 1, "--json"))
    assert got["rows_after"] == got["words"] == 100


def test_whole_numbers(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.safetensors"
    got = report(firth("quantize", vectors, "-o", out, "--int8", "--json"))
    assert got["bytes_after"] < got["bytes_before"] / 2.5
    assert got["squares_lost"] < 1e-4
    assert got["mean_cosine"] > 0.9999
    assert "rows are codes" in firth("info", out).stdout
    full = firth("vector", vectors, "redish").stdout.split()[1:]
    small = firth("vector", out, "redish").stdout.split()[1:]
    assert [float(x) for x in small] == pytest.approx([float(x) for x in full], abs=0.01)


def test_failures(
    firth: Firth, classifier: Path, vectors: Path, text: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.ftz"

    def fails(*arguments: object, code: int = 2) -> str:
        line = only_line(firth("quantize", *arguments, exit_code=code))
        assert not out.exists()
        return line

    assert "for classifiers" in fails(vectors, "-o", out, "--qout")
    assert "name both" in fails(classifier, "-o", out, "--retrain", text)
    assert "dsub is 0" in fails(classifier, "-o", out, "--dsub", 0)
    assert "--int8" in fails(vectors, "-o", tmp_path / "out.safetensors")
    assert "name a .safetensors" in fails(vectors, "-o", out, "--int8")
    assert "--cutoff" in fails(vectors, "-o", tmp_path / "x.safetensors", "--int8", "--cutoff", 9)
    assert "overwritten" in fails(classifier, "-o", classifier, code=1)
    assert "out.ftz" in fails(classifier, "-o", tmp_path / "no" / "out.ftz", code=1)
    unlabelled = tmp_path / "unlabelled.txt"
    unlabelled.write_text("the cat\n", encoding="utf-8")
    assert "labels" in fails(classifier, "-o", out, "--test", unlabelled, code=1)
    small = tmp_path / "small.ftz"
    firth("quantize", classifier, "-o", small)
    assert "quantised already" in fails(small, "-o", out, code=1)
    assert "limit is" in fails(classifier, "-o", out, "--memory-limit", "1K", code=1)


def test_memory_is_counted(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    """Beside the vectors: their rows once more, what codes are learnt from, and what is measured."""
    out = tmp_path / "out.ftz"

    def fails(limit: str, *arguments: object) -> str:
        done = firth("quantize", vectors, "-o", out, "--memory-limit", limit, *arguments,
                     exit_code=1)  # fmt: skip
        assert not out.exists()
        return only_line(done)

    assert "reading" in fails("1K")
    assert "with --quiet" in fails("100K")
    assert "quantising takes" in fails("300K")
    assert "lower --cutoff or raise --memory-limit" in fails("300K", "--quiet")
    firth("quantize", vectors, "-o", out, "--memory-limit", "300K", "--cutoff", 100, "--quiet")
    firth("quantize", vectors, "-o", out, "--memory-limit", "10M")
