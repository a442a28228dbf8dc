"""`firth train --cache`: the corpus as ids beside the corpus."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

SAME = ("--dim", 10, "--min-count", 1, "--threads", 1, "--epochs", 2)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    dice = random.Random(1)
    words = [f"w{i}" for i in range(500)]
    path = tmp_path / "corpus.txt"
    path.write_text("".join(" ".join(dice.choices(words, k=12)) + "\n" for _ in range(9000)))
    return path


def test_vectors_are_the_same_with_a_cache(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    firth("train", "skipgram", corpus, "-o", tmp_path / "plain.txt", *SAME)
    made = firth("train", "skipgram", corpus, "-o", tmp_path / "made.txt", *SAME, "--cache")
    assert "cache" not in made.stderr
    used = firth("train", "skipgram", corpus, "-o", tmp_path / "used.txt", *SAME, "--cache")
    assert "counted before" in used.stderr
    assert (tmp_path / "corpus.txt.ids").exists()
    expected = (tmp_path / "plain.txt").read_bytes()
    assert (tmp_path / "made.txt").read_bytes() == expected
    assert (tmp_path / "used.txt").read_bytes() == expected


def test_a_changed_corpus_is_counted_anew(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "v.txt"
    firth("train", "skipgram", corpus, "-o", out, *SAME, "--cache")
    with corpus.open("a") as file:
        file.write("another word\n")
    done = firth("train", "skipgram", corpus, "-o", out, *SAME, "--cache")
    (line,) = [line for line in done.stderr.splitlines() if "made anew" in line]
    assert "another corpus" in line
    assert "another " in out.read_text()


@pytest.mark.parametrize("damage", ["short", "empty", "flipped"])
def test_a_damaged_cache_is_made_anew(
    firth: Firth, corpus: Path, tmp_path: Path, damage: str
) -> None:
    command = ("train", "skipgram", corpus, "-o", tmp_path / "v.txt", *SAME, "--cache")
    firth(*command)
    cache = tmp_path / "corpus.txt.ids"
    good = cache.read_bytes()
    middle = len(good) // 2
    flipped = good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :]
    cache.write_bytes({"short": good[:-9], "empty": b"", "flipped": flipped}[damage])
    assert "made anew" in firth(*command).stderr
    assert cache.read_bytes() == good


def test_no_other_file_is_written_over(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    command = ("train", "skipgram", corpus, "-o", tmp_path / "v.txt", "--cache-file")
    before = corpus.read_bytes()
    done = firth(*command, corpus, exit_code=1)
    assert str(corpus) in done.stderr.splitlines()[-1]
    assert corpus.read_bytes() == before
    firth(*command, "-", exit_code=2)


def test_a_cache_needs_one_corpus_with_a_name(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    out = ("-o", tmp_path / "v.txt", "--cache")
    for inputs in (("-",), (corpus, corpus)):
        done = firth("train", "skipgram", *inputs, *out, exit_code=2)
        assert "--cache-file" in done.stderr
    done = firth("train", "skipgram", "-", "-o", tmp_path / "v.txt", "--cache-file",
                 tmp_path / "x.ids", exit_code=1)  # fmt: skip
    assert "standard input" in done.stderr


def test_a_folder_does_not_read_its_own_cache(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    corpus.rename(folder / "a.txt")
    cache = ("--cache-file", folder / "all.ids")
    for _ in range(2):
        done = firth("train", "skipgram", folder, "-o", tmp_path / "v.txt", *SAME, *cache)
    assert "counted before" in done.stderr
