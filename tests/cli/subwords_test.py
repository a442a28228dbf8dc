"""Subwords as users meet them: training, unknown words, files, and one line when something is wrong."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

SUBWORDS = ("--minn", 3, "--maxn", 6, "--bucket", 2000)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Words of two kinds, that look alike and keep company."""
    dice = random.Random(3)
    path = tmp_path_factory.mktemp("text") / "text.txt"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(3000):
            stem = dice.choice(("walking", "painted"))
            file.write(" ".join(f"{stem}{dice.choice('abcdefgh')}" for _ in range(8)) + "\n")
    return path


@pytest.fixture(scope="module", params=["fasttext", "safetensors"])
def vectors(request, firth, text, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / f"words.{request.param}"
    firth("train", "skipgram", text, "-o", path, "--format", request.param, "--dim", 20, "--threads",
          1, *SUBWORDS)
    return path


def test_unknown_words_are_answered(firth, vectors):
    words = firth("neighbors", vectors, "walkingz", "-k", 8).stdout.split()[::2]
    assert len(words) == 8 and all(word.startswith("walking") for word in words)
    alike = float(firth("similarity", vectors, "walkingz", "walkinga").stdout)
    other = float(firth("similarity", vectors, "walkingz", "painteda").stdout)
    assert alike > other
    lines = firth("vector", vectors, "walkinga", "walkingz").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["walkinga", "walkingz"]
    assert all(len(line.split()) == 21 for line in lines)


def test_files_say_what_they_hold(firth, vectors):
    about = json.loads(firth("info", vectors, "--json").stdout)
    assert (about["words"], about["ngram_rows"]) == (16, 2000)
    assert about["settings"]["minn"] == "3" and about["settings"]["maxn"] == "6"
    assert "n-grams      2,000 rows" in firth("info", vectors).stdout


def test_converting_names_what_is_lost(firth, vectors, tmp_path):
    done = firth("convert", vectors, tmp_path / "words.txt")
    assert "lost: vectors of unknown words, " in done.stderr
    done = firth("vector", tmp_path / "words.txt", "walkingz", exit_code=1)
    assert done.stderr.startswith('firth: "walkingz" is not among the 16 words')


def test_ngrams_may_have_a_row_each(firth, text, tmp_path):
    exact = ("--minn", 3, "--maxn", 6, "--ngrams", "exact", "--min-ngram-count", 5000)
    path = tmp_path / "words.safetensors"
    firth("train", "skipgram", text, "-o", path, "--dim", 20, "--threads", 1, *exact)
    about = json.loads(firth("info", path, "--json").stdout)
    assert about["settings"]["ngrams"] == "exact" and 10 < about["ngram_rows"] < 100
    assert f"n-grams      {about['ngram_rows']} rows, one each" in firth("info", path).stdout
    words = firth("neighbors", path, "walkingz", "-k", 8).stdout.split()[::2]
    assert len(words) == 8 and all(word.startswith("walking") for word in words)
    assert '"xyz" is not among the 16 words' in firth("vector", path, "xyz", exit_code=1).stderr
    for command in (
        ("train", "skipgram", text, "-o", tmp_path / "v.bin", "--format", "fasttext", *exact),
        ("convert", path, tmp_path / "v.bin", "--format", "fasttext"),
        ("quantize", path, "-o", tmp_path / "v.ftz"),
    ):
        done = firth(*command, exit_code=1)
        assert "(--ngrams exact): safetensors holds them" in done.stderr, done.stderr
        assert not list(tmp_path.glob("v.*"))
    small = tmp_path / "int8.safetensors"
    firth("quantize", path, "-o", small, "--int8")
    assert firth("neighbors", small, "walkingz", "-k", 1).stdout.startswith("walking")


def test_one_line_says_what_is_wrong(firth, text, vectors, tmp_path):
    out = tmp_path / "v.safetensors"

    def refusal(*flags: object) -> str:
        done = firth("train", "skipgram", text, "-o", out, *flags, exit_code=2)
        assert done.stderr.count("\n") == 1 and not out.exists(), done.stderr
        return done.stderr

    assert "--minn is 7 and --maxn 6" in refusal("--minn", 7, "--maxn", 6)
    assert "--maxn is 101" in refusal("--maxn", 101)
    assert "--bucket is 0" in refusal("--maxn", 6, "--bucket", 0)
    assert "--min-ngram-count is 0" in refusal(
        "--maxn", 6, "--ngrams", "exact", "--min-ngram-count", 0)
    assert "no mean of both matrices" in refusal("--maxn", 6, "--output-vectors", "mean")
    assert "give --dim 20" in refusal("--init", vectors, *SUBWORDS)
    assert "--minn 3 --maxn 6 --bucket 2000: give these" in refusal(
        "--init", vectors, "--dim", 20, "--maxn", 6)
    done = firth("train", "cbow", text, "-o", out, "--maxn", 6, "--memory-limit", "50M", exit_code=1)
    fits = re.search(r"--bucket (\d+) would fit; or raise --memory-limit", done.stderr)
    assert fits, done.stderr
    firth("train", "cbow", text, "-o", out, "--maxn", 6, "--memory-limit", "50M", "--bucket", fits[1])
    # No n-gram of "<>" has three characters.
    assert firth("vector", vectors, "", exit_code=1).stderr.count("\n") == 1
