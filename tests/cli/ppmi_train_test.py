"""`firth train ppmi` as a user meets it."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

GROUPS = (("cat", "dog", "cow", "hen"), ("bus", "car", "van", "tram"))
SMALL = ("--dim", 2, "--min-count", 1)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    dice = random.Random(1)
    path = tmp_path / "corpus.txt"
    path.write_text(
        "".join(" ".join(dice.choices(GROUPS[i % 2], k=10)) + "\n" for i in range(500)),
        encoding="utf-8",
    )
    return path


def test_groups_are_neighbours(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "v.safetensors"
    said = firth("train", "ppmi", corpus, "-o", out, *SMALL).stderr
    assert re.search(r"memory .* matrices .* pairs", said)
    assert re.search(r"trained .* pairs in ", said)
    for group in GROUPS:
        found = firth("neighbors", out, group[0], "-k", 3).stdout
        assert {line.split()[0] for line in found.splitlines()} == set(group[1:])
    about = firth("info", out).stdout
    assert re.search(r"model +ppmi", about)
    assert re.search(r"context-smoothing +0.75", about)
    assert re.search(r"window +2", about)
    assert not re.search(r"^ *(eta|epochs|negative) ", about, re.MULTILINE)


def test_threads_do_not_change_the_bytes(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{threads}.glove" for threads in (1, 2, 5)]
    for threads, file in zip((1, 2, 5), files, strict=True):
        firth("train", "ppmi", corpus, "-o", file, *SMALL, "--threads", threads)
    assert len({file.read_bytes() for file in files}) == 1


@pytest.mark.parametrize(
    ("flags", "code", "reason"),
    [
        (("--negative", 3), 2, "--negative: means nothing to ppmi"),
        (("--epochs", 3), 2, "--epochs: means nothing to ppmi"),
        (("--checkpoint", "here"), 2, "--checkpoint: means nothing to ppmi"),
        (("--eta", 3), 2, "--eta: is glove's alone"),
        (("--shift", 0), 2, "--shift is 0"),
        (("--shift", 1e9, "--dim", 2), 1, "lower --shift"),
        (("--dim", 9), 2, "only 8 words"),
        (("--memory-limit", "1M", "--dim", 2), 1, "--memory-limit"),
    ],
)
def test_what_cannot_be_is_refused(
    firth: Firth, corpus: Path, tmp_path: Path, flags: tuple[object, ...], code: int, reason: str
) -> None:
    done = firth("train", "ppmi", corpus, "-o", tmp_path / "v.txt", *flags, exit_code=code)
    assert reason in done.stderr.splitlines()[-1]
    assert not (tmp_path / "v.txt").exists()
