"""firth.train: the command's names and defaults, any iterable, callbacks, Ctrl-C."""

from __future__ import annotations

import inspect
import pydoc
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import firth
import numpy as np
import pytest

# What the command writes beside the vectors, and how: a caller of firth.train has the numbers. And
# what ranks need, which mpirun starts.
OF_THE_COMMAND_ALONE = {
    "help", "output", "format", "save-vocab", "save-context", "plot", "cache",
    "exchange-words", "wire", "shard-model", "corpus-shard", "rank-silence",
}  # fmt: skip

def test_learns(vectors: firth.WordVectors) -> None:
    for a, b in [("cat", "dog"), ("king", "queen")]:
        assert vectors.similarity(a, b) > 0.9 > 0.5 > vectors.similarity(a, "monday")


def test_is_the_command(firth_run, text: Path, tmp_path: Path, vectors: firth.WordVectors) -> None:
    out = tmp_path / "words.safetensors"
    flags = ["--dim", 16, "--epochs", 20, "--sample", 0, "--threads", 1]
    firth_run("train", "skipgram", text, "-o", out, *flags)
    assert np.array_equal(firth.load(out).matrix, vectors.matrix)
    assert firth.load(out).metadata == vectors.metadata


@pytest.fixture
def firth_run(request: pytest.FixtureRequest):
    return request.getfixturevalue("firth")


def test_has_the_commands_arguments_and_defaults(firth_run) -> None:
    help_text = firth_run("help", "train").stdout
    flags = dict(re.findall(r"--([a-z-]+)[^\n\[]*(?:\[([^\]\n]*)\])?", help_text))
    parameters = inspect.signature(firth.train).parameters
    for flag in flags.keys() - OF_THE_COMMAND_ALONE:
        assert flag.replace("-", "_") in parameters
    assert parameters["window"].default == 5
    assert parameters["sample"].default == 0.001
    assert parameters["window_mode"].default == "shrink"
    assert parameters["lr"].default is None


def test_help_is_enough() -> None:
    text = pydoc.render_doc(firth.train, renderer=pydoc.plaintext)
    for name in inspect.signature(firth.train).parameters:
        assert re.search(rf"^ +{name}: ", text, re.MULTILINE), name
    assert "window: Words on each side of the centre [5]." in text


def test_an_iterable_is_the_same_as_its_text(
    sentences: list[list[str]], vectors: firth.WordVectors
) -> None:
    same = firth.train(sentences, dim=16, epochs=20, sample=0, threads=1)
    assert same.index_to_key == vectors.index_to_key
    assert np.array_equal(same.matrix, vectors.matrix)
    once = firth.train(iter(sentences), dim=16, epochs=20, sample=0, threads=1)
    assert np.array_equal(once.matrix, vectors.matrix)


def test_an_iterable_is_read_again_when_it_does_not_fit(sentences: list[list[str]]) -> None:
    class Shelf:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter(sentences * 300)

    shelf = Shelf()
    firth.train(shelf, dim=4, epochs=2, threads=1, memory_limit="3M", min_count=1)
    assert shelf.passes >= 3
    with pytest.raises(firth.errors.MemoryLimitError):
        firth.train(iter(sentences * 300), dim=4, threads=1, memory_limit="3M", min_count=1)


def test_tokens_may_be_numpys_numbers() -> None:
    arguments = {"dim": 4, "min_count": 1, "threads": 1}
    for corpus in (np.array([[1, 2]]), [[np.int64(1), np.uint8(2)]], [np.array(["1", "2"])]):
        assert sorted(firth.train(corpus, **arguments).words()) == ["1", "2"]


def test_tokens_may_hold_blanks_and_be_numbers() -> None:
    baskets = [["New York", 7, "Zürich"], ("New York", 7)] * 5
    vectors = firth.train(baskets, dim=4, min_count=1, threads=1)
    assert vectors.index_to_key == ["7", "New York", "Zürich"]


@pytest.mark.parametrize(
    ("corpus", "error", "says"),
    [
        ([["a\tb"]], ValueError, "tab"),
        ([["a", 1.5]], TypeError, "type float"),
        (iter(["a text"]), TypeError, "split it"),
        ([["a"], 3], TypeError, "iterable"),
        (7, TypeError, "iterable"),
        ("no-such-file", FileNotFoundError, "no-such-file"),
        ([["rare"]], ValueError, "lower min_count"),
        ([], ValueError, "corpus is empty"),
    ],
)
def test_says_what_is_wrong(corpus: object, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        firth.train(corpus, threads=1)


@pytest.mark.parametrize("model", ["glove", "ppmi"])
def test_pairs_that_are_counted_already(firth_run, text: Path, tmp_path: Path, model: str) -> None:
    pairs, words = tmp_path / "pairs", tmp_path / "words"
    firth_run("cooccur", text, "-o", pairs, "--save-vocab", words, "--window", 3, "--min-count", 2)
    counted = {"cooccurrences": pairs, "read_vocab": words, "dim": 4}
    vectors = firth.train(None, model, **counted)
    same = firth.train(text, model, dim=4, window=3, min_count=2, weight="harmonic")
    assert np.array_equal(vectors.matrix, same.matrix)
    assert "window" not in vectors.metadata
    with pytest.raises(ValueError, match="min_count: means nothing"):
        firth.train(None, model, **counted, min_count=2)
    with pytest.raises(ValueError, match="read_vocab"):
        firth.train(None, model, cooccurrences=pairs)
    with pytest.raises(ValueError, match="means nothing to cbow"):
        firth.train(None, "cbow", **counted)
    with pytest.raises(TypeError, match="corpus must be None"):
        firth.train(text, model, **counted)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        firth.train(None, model, cooccurrences="nowhere", read_vocab=words)


@pytest.mark.parametrize(
    ("settings", "error", "says"),
    [
        ({"dim": 0}, ValueError, "dim is 0"),
        ({"dim": 60_000, "memory_limit": "3M"}, MemoryError, "lower dim or max_vocab"),
        ({"window": "wide"}, ValueError, "window: 'wide' is not a whole number"),
        ({"widow": 5}, TypeError, "widow"),
        ({"model": "glovebox"}, ValueError, "glovebox"),
        ({"compat": "nobody"}, ValueError, "nobody"),
        ({"tokenizer": "words"}, ValueError, "tokens"),
    ],
)
def test_says_which_setting_is_wrong(settings: dict, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        firth.train([["a", "b"]] * 9, **settings)


def test_what_an_iterable_raises_arrives() -> None:
    def broken():
        yield ["a"]
        raise RuntimeError("the shelf fell over")

    with pytest.raises(RuntimeError, match="fell over"):
        firth.train(broken())


def test_reports_progress(sentences: list[list[str]]) -> None:
    seen, epochs = [], []
    firth.train(sentences, dim=8, epochs=3, threads=1, progress=seen.append, on_epoch=epochs.append)
    assert seen[-1].words_done == seen[-1].words_total == 3 * sum(map(len, sentences))
    assert [report.epoch for report in epochs] == [1, 2, 3]


def test_false_stops_and_keeps(sentences: list[list[str]]) -> None:
    vectors = firth.train(
        sentences, dim=8, epochs=10**6, threads=1, on_epoch=lambda report: report.epoch < 3
    )
    assert len(vectors) == 20


def test_other_threads_run_on(sentences: list[list[str]]) -> None:
    ticks = []
    done = threading.Event()

    def count() -> None:
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=count)
    thread.start()
    firth.train(sentences, dim=64, epochs=3000, threads=1)
    done.set()
    thread.join()
    assert len(ticks) > 10


def test_ctrl_c() -> None:
    code = (
        "import firth\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    firth.train([['a', 'b', 'c'] * 50] * 2000, epochs=1000000, min_count=1)\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's & ignores it
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[0] == "interrupted\n"


SLOW_SENTENCES = """
import signal, time, firth

signal.signal(signal.SIGINT, signal.default_int_handler)

def once(seconds):
    while True:
        {wait}
        yield ["a", "b"]

class Shelf:
    def __iter__(self):
        return once(0)

print("ready", flush=True)
try:
    firth.train({corpus}, min_count=1)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("corpus", ["once(0)", "Shelf()"])
@pytest.mark.parametrize("wait", ["time.sleep(0.3)", "while True: pass"])
def test_ctrl_c_ends_slow_iterables(corpus: str, wait: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_SENTENCES.format(corpus=corpus, wait=wait)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    try:
        assert process.communicate(timeout=20)[0] == "interrupted\n"
    finally:
        process.kill()
    assert time.monotonic() - begin < 5  # a fraction of a second, but for a busy machine


def test_onehot() -> None:
    vectors = firth.train([["I", "love", "eating", "apple"]], "onehot", min_count=1)
    assert np.array_equal(vectors.matrix, np.eye(4))
