"""firth.Encoder beside Hugging Face's tokenizers and sentence-transformers, on all-MiniLM-L6-v2."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

package = pytest.importorskip("firth", reason="./run test peers builds the package")
tokenizers = pytest.importorskip("tokenizers", reason="./run test peers installs it")
sentence_transformers = pytest.importorskip(
    "sentence_transformers", reason="./run test peers installs it"
)

pytestmark = pytest.mark.peers
STRINGS = int(os.environ.get("FIRTH_STRINGS", "100000"))


@pytest.fixture(scope="module")
def encoder(minilm: Path) -> Any:
    return package.Encoder.load(minilm)


@pytest.fixture(scope="module")
def peer(minilm: Path) -> Any:
    return sentence_transformers.SentenceTransformer(str(minilm), device="cpu")


@pytest.fixture(scope="module")
def differs(minilm: Path, encoder: Any) -> Callable[[str], bool]:
    """Do ids or places of a text's pieces differ from those of tokenizers?"""
    theirs = tokenizers.Tokenizer.from_file(str(minilm / "tokenizer.json"))
    theirs.no_truncation()
    theirs.no_padding()

    def compare(text: str) -> bool:
        expected = theirs.encode(text)
        _, ids, ranges = encoder._compiled.split(text, 0)
        places = package.encoder._in_characters(text, ranges)
        return expected.ids != ids or expected.offsets != places

    return compare


def code_points() -> Iterator[int]:
    yield from range(0xD800)
    yield from range(0xE000, 0x110000)


def random_strings(count: int) -> Iterator[str]:
    """Of scripts that meet the normalizer's corners: marks in any order, ideographs, syllables."""
    chance = random.Random(1)
    alphabets = [
        [chr(c) for c in letters]
        for letters in (
            range(0x20, 0x7F), range(0xC0, 0x250), [*range(0x300, 0x370), 0x61, 0x65],
            [*range(0x4E00, 0x4F00), 0x20], [*range(0xAC00, 0xAD00), 0x20], range(0x900, 0xE00),
            [*range(0x1D100, 0x1D200), *range(0x1B00, 0x1B80), *range(0x302A, 0x3030)],
        )
    ]  # fmt: skip
    everything = list(code_points())
    for _ in range(count):
        text = ""
        for _ in range(chance.randint(1, 3)):
            text += "".join(chance.choices(chance.choice(alphabets), k=chance.randint(1, 8)))
        if chance.random() < 0.2:
            text += chr(chance.choice(everything))
        yield text


def texts_of_all_kinds(data_dir: Path) -> list[str]:
    """2,000: sentences, Chinese, emoji, code, nothing at all, 10,000 characters."""
    rows = (data_dir / "eval/sentence/stsb-sts-test.csv").read_text(encoding="utf-8").splitlines()
    sentences = [row.split("\t")[5] for row in rows][:1300]
    chinese = subprocess.run(
        ["zstd", "-dc", str(data_dir / "corpora/zhwiki11m.raw.txt.zst")],
        stdout=subprocess.PIPE, check=False, bufsize=0,
    ).stdout[:600_000].decode("utf-8", "ignore").splitlines()[1:501]  # fmt: skip
    code = Path(__file__).read_text(encoding="utf-8").splitlines()
    emoji = ["I \U0001f496 this \U0001f468‍\U0001f469‍\U0001f467!", "\U0001f600" * 300, "❤️ naïve"]
    long = [("word " * 2000)[:10_000], "x" * 10_000, "好" * 10_000, "[SEP] [MASK] [CLS]"]
    texts = ["", " ", "\t\n", *emoji, *long, *sentences, *chinese, *code]
    return [*texts, *random_strings(max(0, 2000 - len(texts)))][:2000]


def test_every_code_point_alone_and_in_a_word(differs: Callable[[str], bool]) -> None:
    assert [hex(c) for c in code_points() if differs(f"{chr(c)} ab{chr(c)}cd")] == []


def test_random_strings(differs: Callable[[str], bool]) -> None:
    """FIRTH_STRINGS=1000000 asks for a million."""
    assert [text for text in random_strings(STRINGS) if differs(text)] == []


def test_texts_of_all_kinds(data_dir: Path, differs: Callable[[str], bool]) -> None:
    texts = texts_of_all_kinds(data_dir)
    assert len(texts) == 2000
    assert [text[:80] for text in texts if differs(text)] == []


def test_vectors(data_dir: Path, encoder: Any, peer: Any) -> None:
    texts = texts_of_all_kinds(data_dir)
    expected = peer.encode(texts, batch_size=32, normalize_embeddings=True)
    with pytest.warns(UserWarning, match="texts were longer than 256 tokens"):
        got = encoder.encode(texts)
    cosines = np.sum(expected.astype(np.float64) * got, axis=1)
    assert cosines.min() > 0.999999
    assert np.abs(got - expected).max() < 1e-5


def test_vectors_of_tokens(data_dir: Path, encoder: Any, peer: Any) -> None:
    texts = texts_of_all_kinds(data_dir)[:300]
    expected = peer.encode(texts, output_value="token_embeddings", batch_size=1)
    for theirs, ours in zip(expected, encoder.encode_tokens(texts)):
        assert np.abs(theirs.numpy() - ours.vectors).max() < 1e-5


def test_poolings(minilm: Path, encoder: Any) -> None:
    modules = sentence_transformers.models
    transformer = modules.Transformer(str(minilm))
    names = {"mean": "mean", "cls": "cls", "max": "max", "mean-sqrt-length": "mean_sqrt_len_tokens",
             "weighted-mean": "weightedmean", "last": "lasttoken"}  # fmt: skip
    texts = ["A man eats.", "The bank of the river is steep and green.", "money"]
    for ours, theirs in names.items():
        pooling = modules.Pooling(encoder.dim, pooling_mode=theirs)
        model = sentence_transformers.SentenceTransformer(modules=[transformer, pooling])
        expected = model.encode(texts, batch_size=1)
        got = encoder.encode(texts, pooling=ours, normalize=False)
        assert np.abs(got - expected).max() < 2e-5, ours


def ranks(numbers: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((ends - counts + ends + 1) / 2)[inverse]


def test_sts_benchmark(data_dir: Path, minilm: Path, encoder: Any, peer: Any) -> None:
    """Spearman x 100 within 0.01; of narrower weights within 0.05 and 0.3 of that."""
    path = data_dir / "eval/sentence/stsb-sts-test.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    human = ranks(np.array([float(row[4]) for row in rows]))

    def spearman(vectors: np.ndarray) -> float:
        cosines = np.sum(vectors[0::2] * vectors[1::2], axis=1)
        return 100 * float(np.corrcoef(human, ranks(cosines))[0, 1])

    texts = [row[column] for row in rows for column in (5, 6)]
    ours = spearman(encoder.encode(texts))
    theirs = spearman(peer.encode(texts, normalize_embeddings=True))
    assert abs(ours - theirs) < 0.01
    assert ours > 80
    for precision, allowed in (("bf16", 0.05), ("int8", 0.3)):
        narrow = package.Encoder.load(minilm, precision=precision)
        assert abs(spearman(narrow.encode(texts)) - ours) < allowed
