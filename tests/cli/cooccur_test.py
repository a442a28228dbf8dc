"""`firth cooccur`: GloVe's records from a text."""

from __future__ import annotations

import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]


def random_text(lines: int) -> str:
    dice = random.Random(1)
    words = [f"w{int(dice.paretovariate(0.7))}" for _ in range(30_000)]
    return "".join(" ".join(dice.choices(words, k=12)) + "\n" for _ in range(lines))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text("b b a x\na b\n")
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than a run holds under the limits of the tests below."""
    path = tmp_path_factory.mktemp("cooccur") / "large.txt"
    path.write_text(random_text(120_000))
    return path


def test_text_and_vocabulary(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    command = ("cooccur", corpus, "-o", "-", "--format", "text", "--min-count", 2)
    done = firth(*command, "--save-vocab", tmp_path / "words.txt")
    assert done.stdout == "b b 2\nb a 2.5\na b 2.5\n"
    assert (tmp_path / "words.txt").read_text() == "b 3\na 2\n"
    assert "3 pairs of 2 words" in done.stderr
    flat = firth(*command, "--weight", "flat", "--symmetric", 0, "--window", 1)
    assert flat.stdout == "b b 1\nb a 1\na b 1\n"


def test_words_of_a_given_vocabulary(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("x 9\nb 8\n")
    given = ("--read-vocab", words, "--min-count", 1)
    done = firth("cooccur", corpus, "-o", "-", "--format", "text", *given)
    assert done.stdout == "x b 1.5\nb x 1.5\nb b 2\n"


def test_memory_and_threads_change_nothing(firth: Firth, large: Path, tmp_path: Path) -> None:
    outs = [tmp_path / name for name in ("one", "two", "little")]
    command = ("cooccur", large, "--window", 8, "-o")
    firth(*command, outs[0], "--threads", 1)
    firth(*command, outs[1], "--threads", 3)
    folder = tmp_path / "temporary"
    folder.mkdir()
    limits = ("--memory-limit", "24M", "--threads", 2, "--temp-dir", folder)
    done = firth(*command, outs[2], *limits)
    (named,) = [line for line in done.stderr.splitlines() if "temporary file" in line]
    assert named.startswith(f"{folder}/firth-pairs-")
    assert not list(folder.iterdir())
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()


def test_ctrl_c_leaves_nothing(program: str, large: Path, tmp_path: Path) -> None:
    """Wide windows in long lines: seconds of work."""
    folder = tmp_path / "out"
    folder.mkdir()
    long = tmp_path / "long.txt"
    long.write_text(large.read_text().replace("\n", " "))
    command = [program, "cooccur", str(long), "-o", str(folder / "pairs"), "--window", "1000"]
    command += ["--temp-dir", str(folder), "--memory-limit", "24M"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        for line in process.stderr:
            if "temporary file" in line:
                break
        process.send_signal(signal.SIGINT)
        assert "nothing was written" in process.stderr.read()
    assert process.returncode == 130
    assert not list(folder.iterdir())


def test_outputs_that_cannot_be(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "pairs"
    assert "two outputs" in firth(
        "cooccur", corpus, "-o", out, "--save-vocab", out, exit_code=2
    ).stderr
    assert "belongs to the corpus" in firth("cooccur", corpus, "-o", corpus, exit_code=1).stderr
    assert "--window is 0" in firth("cooccur", corpus, "-o", out, "--window", 0, exit_code=2).stderr
    missing = firth(
        *("cooccur", corpus, "-o", out, "--min-count", 9), exit_code=1
    ).stderr.splitlines()[-1]
    assert "lower --min-count" in missing
    assert not out.exists()
