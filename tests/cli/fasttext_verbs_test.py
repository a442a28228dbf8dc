"""`firth fasttext`: fastText's own command line, and how it fails."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

KINDS = ("__label__animal the cat and dog", "__label__vehicle the car and bus")


@pytest.fixture(scope="module")
def model(firth: Firth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """model.bin, model.vec and model.ftz of a classifier; its text is beside."""
    place = tmp_path_factory.mktemp("fasttext")
    text = place / "train.txt"
    text.write_text("".join(f"{KINDS[i % 2]}\n" for i in range(200)), encoding="ascii")
    flags = ("-input", text, "-output", place / "model", "-dim", 4, "-thread", 1, "-lr", 0.5)
    firth("fasttext", "supervised", *flags, "-epoch", 5)
    firth("fasttext", "quantize", *flags[:4])
    return place / "model.bin"


def test_trains_and_answers(firth: Firth, model: Path) -> None:
    text = model.with_name("train.txt")
    assert "P@1\t1" in firth("fasttext", "test", model, text).stdout
    assert firth("fasttext", "predict", model, text).stdout.splitlines()[0] == "__label__animal"
    assert "dim 4" in firth("fasttext", "dump", model, "args").stdout
    assert firth("fasttext", "dump", model, "input").stdout.splitlines()[0].endswith(" 4")


USAGE = [
    ("", "VERB ..."),
    ("frobnicate", 'no verb "frobnicate"'),
    ("test model.bin", "usage: firth fasttext test"),
    ("print-word-vectors", "usage: firth fasttext print-word-vectors"),
    ("print-ngrams model.bin", "usage: firth fasttext print-ngrams"),
    ("nn", "usage: firth fasttext nn"),
    ("dump model.bin", "usage: firth fasttext dump"),
    ("nn model.bin many", '"many" is no number from 1 up'),
    ("test model.bin train.txt 0", '"0" is no number from 1 up'),
    ("test model.bin train.txt 1 most", 'THRESHOLD "most" is no number'),
    ("dump model.bin labels", 'not "labels"'),
    ("supervised -size 3", 'no flag "-size"'),
    ("supervised -input", "-input is missing its value"),
    ("supervised -input train.txt", "-output is missing"),
    ("cbow -output x", "-input is missing"),
    ("skipgram -input a -output x -autotune-validation b", "for supervised alone"),
    ("supervised -input a -output x -autotune-validation b -autotune-metric recall", "f1:LABEL"),
]


@pytest.mark.parametrize(("line", "says"), USAGE)
def test_usage(firth: Firth, model: Path, line: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(model.parent)
    done = firth("fasttext", *line.split(), exit_code=2)
    assert done.stdout == ""
    assert says in done.stderr.splitlines()[-1]


def test_failures(firth: Firth, model: Path, tmp_path: Path) -> None:
    small = model.with_suffix(".ftz")
    assert "which are not dumped" in firth("fasttext", "dump", small, "input", exit_code=1).stderr
    train = ("supervised", "-input", tmp_path / "none.txt", "-output", tmp_path / "model")
    assert "none.txt" in firth("fasttext", *train, exit_code=1).stderr
    # A verb of firth says by itself what is wrong with its flags.
    text = model.with_name("train.txt")
    done = firth("fasttext", "supervised", "-input", text, "-output", tmp_path / "m", "-dim", "x",
                 exit_code=2)  # fmt: skip
    assert "--dim" in done.stderr
    done = firth("fasttext", "predict", model, text, "some", exit_code=2)
    assert "-k" in done.stderr
    assert not list(tmp_path.iterdir())
