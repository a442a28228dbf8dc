"""`firth distill` of word vectors: sentences as weighted means of words, and how it fails."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

TEXTS = ["the cat", "The DOG, the bird!", "a bird", "cat dog", "", "unheard of"]
COUNTS = {"the": 50, "a": 30, "cat": 10, "dog": 8, "bird": 2}


@pytest.fixture
def words(firth: Firth, tmp_path: Path) -> Path:
    """Vectors of the words of a text that holds them just so often."""
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("\n".join(f"{word} " * count for word, count in COUNTS.items()) + "\n")
    path = tmp_path / "words.safetensors"
    firth("train", "skipgram", corpus, "-o", path, "--dim", 6, "--min-count", 1, "--threads", 1)
    return path


def rows_of(firth: Firth, words: Path, tmp_path: Path) -> dict[str, np.ndarray]:
    text = tmp_path / "words.txt"
    firth("convert", words, text)
    lines = (line.split() for line in text.read_text().splitlines()[1:])
    return {word: np.array(numbers, np.float64) for word, *numbers in lines}


def encoded(firth: Firth, model: Path, tmp_path: Path) -> np.ndarray:
    file = tmp_path / "texts.txt"
    file.write_text("\n".join(TEXTS) + "\n")
    lines = firth("encode", model, file, "--normalize", "no").stdout.splitlines()
    return np.array([json.loads(line) for line in lines])


def means(rows: dict[str, np.ndarray], weight: Callable[[str], float]) -> np.ndarray:
    found = []
    for text in TEXTS:
        known = [w for w in text.lower().replace(",", "").replace("!", "").split() if w in rows]
        vectors = [weight(word) * rows[word] for word in known]
        found.append(np.mean(vectors, axis=0) if vectors else np.zeros(6))
    return np.array(found)


def test_means(firth: Firth, words: Path, tmp_path: Path) -> None:
    firth("distill", words, "-o", tmp_path / "model", "--sif", 0)
    rows = rows_of(firth, words, tmp_path)
    got = encoded(firth, tmp_path / "model", tmp_path)
    assert np.allclose(got, means(rows, lambda _: 1.0), atol=1e-6)


def test_sif(firth: Firth, words: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts.txt"
    texts.write_text("\n".join(TEXTS) + "\n")
    said = firth("distill", words, "-o", tmp_path / "model", "--sif", 0.1, "--texts", texts).stderr
    assert "taken out  what 6 texts have in common" in said
    rows = rows_of(firth, words, tmp_path)
    plain = means(rows, lambda word: 0.1 / (0.1 + COUNTS[word] / sum(COUNTS.values())))
    axis = np.linalg.svd(plain)[2][0]
    expected = plain - np.outer(plain @ axis, axis)
    assert np.allclose(encoded(firth, tmp_path / "model", tmp_path), expected, atol=1e-6)


def test_flags_of_the_other_kind_are_refused(firth: Firth, words: Path, tmp_path: Path) -> None:
    said = firth("distill", words, "-o", tmp_path / "model", "--dim", 3, exit_code=2).stderr
    assert "--dim" in said
    assert "not with word vectors" in said
    assert not (tmp_path / "model").exists()
    said = firth("distill", tmp_path, "-o", tmp_path / "model", "--texts", words, exit_code=2).stderr
    assert "not with an encoder" in said


def test_precision_is_of_layers(firth: Firth, words: Path, tmp_path: Path) -> None:
    firth("distill", words, "-o", tmp_path / "model")
    said = firth("encode", tmp_path / "model", "--precision", "int8", exit_code=2).stderr
    assert "a static model has no layers" in said
