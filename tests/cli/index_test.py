"""`firth index`: what it finds, what it writes, what it refuses."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,000 vectors of 16 numbers around 40 centres."""
    random = np.random.default_rng(1)
    centres = random.normal(size=(40, 16))
    rows = centres[random.integers(40, size=2000)] + 0.5 * random.normal(size=(2000, 16))
    path = tmp_path_factory.mktemp("index") / "vectors.npy"
    np.save(path, rows.astype(np.float32))
    names = "".join(f"w{i}\n" for i in range(2000))
    path.with_suffix(".words.txt").write_text(names, encoding="ascii")
    return path


def words(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [found["word"] for found in json.loads(done.stdout)["neighbors"]]


@pytest.mark.parametrize("metric", ["cosine", "dot", "l2"])
def test_finds_what_numpy_finds(firth: Firth, vectors: Path, tmp_path: Path, metric: str) -> None:
    index = tmp_path / "index.safetensors"
    firth("index", "build", vectors, "-o", index, "--metric", metric, "--threads", 1)
    rows = np.load(vectors).astype(np.float64)
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    hits = 0
    for word in range(20):
        scores = {
            "cosine": units @ units[word],
            "dot": rows @ rows[word],
            "l2": -np.linalg.norm(rows - rows[word], axis=1),
        }[metric]
        scores[word] = -np.inf
        truth = {f"w{i}" for i in np.argsort(-scores)[:10]}
        found = words(firth("index", "search", index, f"w{word}", "--json", "--width", 200))
        assert len(found) == 10
        hits += len(truth & set(found))
    assert hits >= 196


@pytest.mark.parametrize("storage", ["bf16", "int8", "binary"])
def test_storage_changes_the_walk_and_not_the_scores(
    firth: Firth, vectors: Path, tmp_path: Path, storage: str
) -> None:
    plain, coded = tmp_path / "plain.safetensors", tmp_path / "coded.safetensors"
    firth("index", "build", vectors, "-o", plain, "--threads", 1)
    firth("index", "build", vectors, "-o", coded, "--threads", 1, "--storage", storage)
    assert storage in firth("info", coded).stdout
    found = [
        firth("index", "search", index, "w7", "--json", "--width", 2000).stdout
        for index in (plain, coded)
    ]
    assert found[0] == found[1]
    back = tmp_path / "back.safetensors"
    firth("convert", coded, back)
    assert "hnsw" not in firth("info", back).stdout


def test_add_remove_check_and_the_same_bytes(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    index, again = tmp_path / "index.safetensors", tmp_path / "again.safetensors"
    for out in (index, again):
        firth("index", "build", vectors, "-o", out, "--threads", 1)
    assert index.read_bytes() == again.read_bytes()
    assert "words        2,000\n" in firth("info", index).stdout
    measured = json.loads(firth("index", "check", index, "--queries", 50, "--json").stdout)
    assert measured["recall"] > 0.95
    nearest = words(firth("index", "search", index, "w0", "--json"))
    firth("index", "remove", index, nearest[0], "-o", again)
    assert words(firth("index", "search", again, "w0", "--json", "-k", 9)) == nearest[1:]
    more = tmp_path / "more.txt"
    row = np.load(vectors)[0] * 1.01
    more.write_text("1 16\nnew " + " ".join(map(str, row)) + "\n", encoding="ascii")
    firth("index", "add", index, more, "-o", again, "--threads", 1)
    assert words(firth("index", "search", again, "w0", "--json"))[0] == "new"


def test_refuses_in_one_line(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    def complaint(*arguments: object) -> str:
        done = firth("index", *arguments, exit_code=1)
        assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
        return done.stderr

    index = tmp_path / "index.safetensors"
    assert "none" in complaint("search", tmp_path / "none", "w0")
    firth("convert", vectors, index)
    assert "firth index build" in complaint("search", index, "w0")
    firth("index", "build", vectors, "-o", index, "--threads", 1)
    assert "is not among" in complaint("search", index, "nothing")
    whole = index.read_bytes()
    index.write_bytes(whole[: len(whole) // 2])
    assert "index.safetensors" in complaint("search", index, "w0")
    small = tmp_path / "small.txt"
    small.write_text("1 2\na 1 2\n", encoding="ascii")
    index.write_bytes(whole)
    assert "16" in complaint("add", index, small, "-o", tmp_path / "out.safetensors")
    assert not (tmp_path / "out.safetensors").exists()
