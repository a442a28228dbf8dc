"""`firth train glove|ppmi --cooccurrences`: pairs that are counted already."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

SMALL = ("--dim", 6, "--threads", 2)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    dice = random.Random(3)
    words = [f"w{int(dice.paretovariate(0.8))}" for _ in range(2000)]
    path = tmp_path / "corpus.txt"
    path.write_text("".join(" ".join(dice.choices(words, k=9)) + "\n" for _ in range(800)))
    return path


@pytest.fixture
def counts(firth: Firth, corpus: Path, tmp_path: Path) -> tuple[object, ...]:
    """The flags that name them."""
    records, words = tmp_path / "pairs", tmp_path / "words"
    how = ("--window", 5, "--min-count", 2)
    firth("cooccur", corpus, "-o", records, "--save-vocab", words, *how)
    return ("--cooccurrences", records, "--read-vocab", words)


@pytest.mark.parametrize(("model", "more"), [("glove", ("--epochs", 2)), ("ppmi", ())])
def test_the_vectors_are_those_of_the_corpus(
    firth: Firth, corpus: Path, counts: tuple[object, ...], tmp_path: Path, model: str, more: tuple
) -> None:
    a, b = tmp_path / "a.bin", tmp_path / "b.bin"
    how = ("--window", 5, "--min-count", 2, "--weight", "harmonic")
    firth("train", model, corpus, "-o", a, *SMALL, *how, *more)
    said = firth("train", model, *counts, "-o", b, *SMALL, *more).stderr
    assert a.read_bytes() == b.read_bytes()
    assert re.search(r"trained +[\d,]+ pairs", said)


def test_settings_of_counting_are_not_the_models(
    firth: Firth, counts: tuple[object, ...], tmp_path: Path
) -> None:
    for model in ("glove", "ppmi"):
        out = tmp_path / f"{model}.safetensors"
        firth("train", model, *counts, "-o", out, *SMALL)
        about = firth("info", out).stdout
        assert re.search(r"dim +6", about)
        assert not re.search(r"^ *(window|weight|symmetric|min-count) ", about, re.MULTILINE)


def test_a_held_out_text_is_counted(
    firth: Firth, corpus: Path, counts: tuple[object, ...], tmp_path: Path
) -> None:
    how = ("--valid", corpus, "--window", 5, "--epochs", 2)
    said = firth("train", "glove", *counts, "-o", tmp_path / "v.bin", *SMALL, *how).stderr
    assert "held out" in said


def test_resuming(firth: Firth, counts: tuple[object, ...], tmp_path: Path) -> None:
    folder, out = tmp_path / "checkpoints", tmp_path / "v.bin"
    how = ("train", "glove", *counts, *SMALL, "--epochs", 2, "--checkpoint", folder)
    firth(*how, "-o", out)
    said = firth(*how, "-o", tmp_path / "again.bin", "--resume").stderr
    assert "is the end of this training" in said
    assert out.read_bytes() == (tmp_path / "again.bin").read_bytes()
    records = Path(str(counts[1]))
    records.write_bytes(records.read_bytes()[:-16])
    assert "another text" in firth(*how, "-o", out, "--resume", exit_code=1).stderr


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (("--window", 3), "--window: means nothing to pairs that are counted already"),
        (("--min-count", 3), "--min-count: means nothing"),
        (("--cache",), "--cache: means nothing"),
    ],
)
def test_flags_that_mean_nothing(
    firth: Firth, counts: tuple[object, ...], tmp_path: Path, flags: tuple[object, ...], reason: str
) -> None:
    done = firth("train", "glove", *counts, "-o", tmp_path / "v.bin", *flags, exit_code=2)
    (line,) = done.stderr.splitlines()
    assert reason in line


def test_what_cannot_be_is_one_line(
    firth: Firth, corpus: Path, counts: tuple[object, ...], tmp_path: Path
) -> None:
    out, text = ("-o", tmp_path / "v.bin"), ("--format", "glove")
    records, words = Path(str(counts[1])), Path(str(counts[3]))

    def line(*arguments: object, exit_code: int) -> str:
        done = firth("train", *arguments, exit_code=exit_code)
        last: str = done.stderr.splitlines()[-1]
        assert last.startswith("firth: ")
        assert not (tmp_path / "v.bin").exists()
        return last

    assert "means nothing to cbow" in line("cbow", *counts, *out, exit_code=2)
    assert "give one" in line("glove", corpus, *counts, *out, exit_code=2)
    assert "--read-vocab" in line("glove", *counts[:2], *out, exit_code=2)
    assert "CORPUS" in line("glove", *counts[2:], *out, exit_code=2)
    assert "would be overwritten" in line("glove", *counts, "-o", records, *text, exit_code=1)
    saved = ("--save-vocab", words)
    assert "would be overwritten" in line("glove", *counts, *out, *saved, exit_code=1)

    whole = records.read_bytes()
    for bytes_, reason in (
        (b"", "holds no records"),
        (whole[:-3], "the last record is cut"),
        (b"w1 w2 3.5 and so on, as text goes" * 16, "is not one of the vocabulary's"),
        (b"\x01\0\0\0\x01\0\0\0" + b"\xff" * 8, "is no count"),
    ):
        records.write_bytes(bytes_)
        said = line("glove", *counts, *out, exit_code=1)
        assert str(records) in said
        assert reason in said
    records.write_bytes(whole)
    words.write_text(words.read_text().splitlines()[0])
    assert "not one of the vocabulary's 1" in line("glove", *counts, *out, exit_code=1)
    words.write_text("a\n")
    assert "line 1" in line("glove", *counts, *out, exit_code=1)
    records.unlink()
    assert str(records) in line("glove", *counts, *out, exit_code=1)
