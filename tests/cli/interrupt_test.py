"""Ctrl-C that comes before a verb has begun: it says so, writes nothing, and ends as of a signal."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

# Arguments, and how the last line ends. {out} is what must not be there then.
VERBS = [
    ("vocab corpus.txt -o {out}", "while counting words: there is nothing to save"),
    ("phrases corpus.txt -o {out}", "{out} was not written"),
    ("cooccur corpus.txt -o {out}", "while counting words: there is nothing to save"),
    ("train skipgram corpus.txt -o {out}", "while counting words: there is nothing to save"),
    ("train cbow corpus.txt -o {out} --deterministic", "there is nothing to save"),
    ("train onehot corpus.txt -o {out}", "while counting words: there is nothing to save"),
    ("train glove corpus.txt -o {out}", "while counting words: there is nothing to save"),
    ("train ppmi corpus.txt -o {out}", "while counting words: there is nothing to save"),
    ("classify train lines.txt -o {out}", "while reading lines: there is nothing to save"),
    ("index build vectors.txt -o {out}", "{out} was not written"),
    ("map vectors.txt -o {out}", "stopped: there is no map yet"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text, labelled lines and vectors."""
    made = tmp_path_factory.mktemp("interrupt")
    generator = random.Random(1)
    words = [f"w{i}" for i in range(300)]
    lines = [" ".join(generator.choices(words, k=20)) + "\n" for _ in range(2_000)]
    (made / "corpus.txt").write_text("".join(lines), encoding="ascii")
    (made / "lines.txt").write_text("".join("__label__a " + line for line in lines), encoding="ascii")
    rows = [f"{word} " + " ".join(str(generator.random()) for _ in range(20)) for word in words]
    (made / "vectors.txt").write_text("300 20\n" + "\n".join(rows) + "\n", encoding="ascii")
    return made


def hold_a_signal() -> None:
    """For the process that is started: SIGINT waits until it is asked for."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize(("arguments", "ending"), VERBS, ids=[one.split(" -o")[0] for one, _ in VERBS])
def test_writes_nothing_and_says_so(
    program: str, folder: Path, tmp_path: Path, arguments: str, ending: str
) -> None:
    out = tmp_path / "out.svg" if arguments.startswith("map") else tmp_path / "out.txt"
    command = [program, *(one.format(out=out) for one in arguments.split())]
    done = subprocess.run(command, cwd=folder, preexec_fn=hold_a_signal, capture_output=True,
                          text=True, check=False, timeout=60)
    assert done.returncode == 128 + signal.SIGINT, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].endswith(ending.format(out=out))
    assert list(tmp_path.iterdir()) == []
