"""firth's co-occurrences beside GloVe's rule, written down in Python."""

from __future__ import annotations

import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

LINES = 500
WINDOW = 10
RECORD = np.dtype([("row", "<i4"), ("column", "<i4"), ("count", "<f8")])

Firth = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def corpus(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    packed = data_dir / "corpora" / "enwiki1m.lines.txt.zst"
    text = subprocess.run(["zstd", "-dcq", packed], capture_output=True, check=True).stdout
    path = tmp_path_factory.mktemp("cooccurrences") / "corpus.txt"
    path.write_bytes(b"".join(text.splitlines(keepends=True)[:LINES]))
    return path


def vocabulary(corpus: Path, least: int) -> dict[str, int]:
    """Words by their number, from 1: the most frequent first, equal ones as their bytes go."""
    counts = Counter(corpus.read_text(encoding="utf-8").split())
    kept = [word for word, count in counts.items() if count >= least]
    kept.sort(key=lambda word: (-counts[word], word.encode()))
    return {word: number for number, word in enumerate(kept, start=1)}


def cooccurrences(
    corpus: Path, numbers: dict[str, int], symmetric: bool
) -> dict[tuple[int, int], float]:
    """Each word meets those before it in its line, as GloVe's cooccur goes: unknown ones are taken
    out first."""
    counts: dict[tuple[int, int], float] = defaultdict(float)
    for line in corpus.read_text(encoding="utf-8").splitlines():
        ids = [numbers[word] for word in line.split() if word in numbers]
        for at, word in enumerate(ids):
            for distance in range(1, min(at, WINDOW) + 1):
                before = ids[at - distance]
                counts[before, word] += 1 / distance
                if symmetric:
                    counts[word, before] += 1 / distance
    return counts


@pytest.mark.parametrize("symmetric", [True, False])
def test_records_are_gloves(firth: Firth, corpus: Path, tmp_path: Path, symmetric: bool) -> None:
    out, words = tmp_path / "pairs.cooccur", tmp_path / "words.txt"
    how = ("--window", WINDOW, "--min-count", 3, "--symmetric", int(symmetric))
    firth("cooccur", corpus, "-o", out, "--save-vocab", words, *how)
    numbers = vocabulary(corpus, least=3)
    saved = [line.split()[0] for line in words.read_text(encoding="utf-8").splitlines()]
    assert saved == list(numbers)
    expected = sorted(cooccurrences(corpus, numbers, symmetric).items())
    assert len(expected) > 50_000
    records = np.fromfile(out, RECORD)
    cells = np.stack([records["row"], records["column"]], axis=1)
    np.testing.assert_array_equal(cells, [cell for cell, _ in expected])
    np.testing.assert_allclose(records["count"], [count for _, count in expected], rtol=1e-9)
