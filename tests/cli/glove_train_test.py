"""`firth train glove` as a user meets it."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

GROUPS = (("cat", "dog", "cow", "hen"), ("bus", "car", "van", "tram"))
SMALL = ("--dim", 8, "--epochs", 3)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    dice = random.Random(1)
    path = tmp_path / "corpus.txt"
    path.write_text(
        "".join(" ".join(dice.choices(GROUPS[i % 2], k=10)) + "\n" for i in range(500)),
        encoding="utf-8",
    )
    return path


def rows(path: Path) -> dict[str, list[float]]:
    """GloVe's text: no first line."""
    lines = [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    return {word: [float(x) for x in numbers] for word, *numbers in lines}


def test_says_the_loss_of_each_epoch(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    said = firth("train", "glove", corpus, "-o", tmp_path / "v.glove", *SMALL).stderr
    losses = [float(loss) for loss in re.findall(r"epoch +\d+: loss ([\d.]+) a pair", said)]
    assert len(losses) == 3
    assert losses[0] > losses[1] > losses[2] > 0
    assert re.search(r"memory .* matrices .* pairs", said)
    assert re.search(r"trained .* pairs in .* pairs/s", said)
    assert set(rows(tmp_path / "v.glove")) == {word for group in GROUPS for word in group}


def test_threads_do_not_change_the_bytes(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{threads}.glove" for threads in (1, 2, 5)]
    for threads, file in zip((1, 2, 5), files, strict=True):
        firth("train", "glove", corpus, "-o", file, *SMALL, "--threads", threads)
    assert len({file.read_bytes() for file in files}) == 1


def test_output_vectors(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    made = {}
    for which in ("input", "sum", "mean", "all"):
        file = tmp_path / f"{which}.glove"
        firth("train", "glove", corpus, "-o", file, *SMALL, "--output-vectors", which)
        made[which] = rows(file)
    firth("train", "glove", corpus, "-o", tmp_path / "default.glove", *SMALL)
    assert rows(tmp_path / "default.glove") == made["sum"]
    for word, both in made["all"].items():
        assert len(both) == 18
        assert both[:8] == pytest.approx(made["input"][word])
        added = [a + b for a, b in zip(both[:8], both[9:17], strict=True)]
        assert made["sum"][word] == pytest.approx(added, abs=1e-5)
        assert made["mean"][word] == pytest.approx([x / 2 for x in added], abs=1e-5)


def test_compat_glove_adds_the_unknown_word(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "v.glove"
    firth("train", "glove", corpus, "-o", file, "--compat", "glove", *SMALL)
    *words, last = rows(file).items()
    assert last[0] == "<unk>"
    mean = [sum(column) / len(words) for column in zip(*(row for _, row in words), strict=True)]
    assert last[1] == pytest.approx(mean, abs=1e-5)


def test_every_format(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    for ending in ("txt", "bin", "glove", "vec", "safetensors", "npy", "tsv"):
        firth("train", "glove", corpus, "-o", tmp_path / f"v.{ending}", *SMALL)
    about = firth("info", tmp_path / "v.safetensors").stdout
    assert re.search(r"x-max +100", about)
    assert re.search(r"model +glove", about)
    assert "negative" not in about


@pytest.mark.parametrize(
    ("flags", "code", "reason"),
    [
        (("--negative", 3), 2, "--negative: means nothing to glove"),
        (("--x-max", 0), 2, "--x-max is 0"),
        (("--valid", "/nowhere"), 1, "/nowhere"),
        (("--memory-limit", "1M"), 1, "--memory-limit"),
    ],
)
def test_what_cannot_be_is_refused(
    firth: Firth, corpus: Path, tmp_path: Path, flags: tuple[object, ...], code: int, reason: str
) -> None:
    said = firth("train", "glove", corpus, "-o", tmp_path / "v.txt", *flags, exit_code=code).stderr
    assert reason in said.splitlines()[-1]
    assert not (tmp_path / "v.txt").exists()


def test_gloves_settings_are_gloves_alone(firth: Firth, corpus: Path, tmp_path: Path) -> None:
    said = firth("train", "cbow", corpus, "-o", tmp_path / "v.txt", "--eta", 1, exit_code=2).stderr
    assert "--eta: is glove's alone" in said
