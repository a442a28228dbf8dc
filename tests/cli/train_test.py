"""`firth train` as a user meets it: what it writes, what it says, and how it fails."""

from __future__ import annotations

import gzip
import random
import signal
import stat
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

GROUPS = (("cat", "dog", "cow", "hen"), ("bus", "car", "van", "tram"))
LINES = 2000
SAME = ("--dim", 10, "--sample", 0, "--threads", 1)  # settings with which runs repeat
LONG_LINE = 100_000_000


def corpus_text() -> str:
    """Lines about animals and lines about vehicles, in turn."""
    dice = random.Random(1)
    return "".join(" ".join(dice.choices(GROUPS[i % 2], k=10)) + "\n" for i in range(LINES))


def junk() -> bytes:
    return random.Random(1).randbytes(200_000)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text(corpus_text(), encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty folder for what a run writes."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def rows(path: Path) -> dict[str, list[float]]:
    """Reads word2vec text, in the file's order."""
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    count, dim = map(int, first.split())
    found = {line.split(" ")[0]: [float(x) for x in line.split()[1:]] for line in lines}
    assert len(found) == len(lines) == count
    assert {len(row) for row in found.values()} == {dim}
    return found


def counts(path: Path) -> list[tuple[str, int]]:
    """Reads a vocabulary, in the file's order."""
    pairs = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines())
    return [(word, int(count)) for word, count in pairs]


def nearest(firth: Firth, vectors: Path, word: str) -> set[str]:
    done = firth("neighbors", vectors, word, "-k", 3)
    return {line.split()[0] for line in done.stdout.splitlines()}


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed run says, which is one line and nothing else."""
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("firth: ")
    return line


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that says why a run failed, after those of its progress."""
    assert done.stdout == ""
    *progress, line = done.stderr.splitlines()
    assert line.startswith("firth: ")
    assert not any(earlier.startswith("firth:") for earlier in progress)
    return line


# What it learns and writes.


@pytest.mark.parametrize("ending", ["txt", "bin"])
@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_words_of_one_kind_become_neighbors(
    firth: Firth, corpus: Path, out: Path, model: str, ending: str
) -> None:
    vectors = out / f"v.{ending}"
    done = firth("train", model, corpus, "-o", vectors, *SAME, "--epochs", 10)
    assert done.stdout == ""
    for group in GROUPS:
        for word in group:
            assert nearest(firth, vectors, word) == set(group) - {word}
    assert list(out.iterdir()) == [vectors]


@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_bf16_rows_learn_the_same(firth: Firth, corpus: Path, out: Path, model: str) -> None:
    half = ("train", model, corpus, *SAME, "--epochs", 10, "--storage", "bf16")
    for name in ("v.bin", "again.bin"):
        firth(*half, "-o", out / name)
    assert (out / "v.bin").read_bytes() == (out / "again.bin").read_bytes()
    for group in GROUPS:
        for word in group:
            assert nearest(firth, out / "v.bin", word) == set(group) - {word}


@pytest.mark.parametrize(
    "flags", [("--loss", "hs"), ("--loss", "softmax"), ("--maxn", "4"), ("--deterministic",)]
)
def test_bf16_rows_are_not_for_all(
    firth: Firth, corpus: Path, out: Path, flags: tuple[str, ...]
) -> None:
    command = ("train", "skipgram", corpus, "-o", out / "v.txt", *SAME, "--storage", "bf16")
    (line,) = firth(*command, *flags, exit_code=2).stderr.splitlines()
    assert "--storage bf16" in line
    assert "or --storage float32" in line
    assert not list(out.iterdir())


def test_gzip_and_stdin_are_read_like_a_file(firth: Firth, corpus: Path, out: Path) -> None:
    packed = corpus.with_suffix(".txt.gz")
    packed.write_bytes(gzip.compress(corpus.read_bytes()))
    sources = {"plain": (corpus, None), "gz": (packed, None), "stdin": ("-", corpus)}
    sources["gz_stdin"] = ("-", packed)
    for name, (source, stdin) in sources.items():
        firth("train", "skipgram", source, "-o", out / f"{name}.txt", *SAME, stdin=stdin)
    assert len(rows(out / "plain.txt")) == 8
    assert {path.read_bytes() for path in out.iterdir()} == {(out / "plain.txt").read_bytes()}


def test_windows_line_ends_change_nothing(firth: Firth, tmp_path: Path, out: Path) -> None:
    """In a text of one block: where a longer one is cut into blocks depends on its bytes."""
    text = corpus_text()[:50_000].encode()
    for name, content in {"unix": text, "windows": text.replace(b"\n", b"\r\n")}.items():
        (tmp_path / name).write_bytes(content)
        done = firth("train", "skipgram", tmp_path / name, "-o", out / f"{name}.txt", *SAME)
        assert "warning" not in done.stderr
    assert set(rows(out / "windows.txt")) == {word for group in GROUPS for word in group}
    assert (out / "windows.txt").read_bytes() == (out / "unix.txt").read_bytes()


def test_invalid_utf8_is_counted_in_one_warning(firth: Firth, corpus: Path, out: Path) -> None:
    with corpus.open("ab") as file:
        file.write(b"cat \xff\xfe dog\xc3( cow\n" * 7)
    done = firth("train", "skipgram", corpus, "-o", out / "v.txt", *SAME)
    (warning,) = [line for line in done.stderr.splitlines() if "UTF-8" in line]
    assert warning.startswith("warning: 7 lines ")
    assert {"cat", "\ufffd\ufffd", "dog\ufffd("} <= set(rows(out / "v.txt"))


@pytest.fixture
def long_line(tmp_path: Path) -> Iterator[tuple[Path, Counter[str]]]:
    """A file of one long line, and how often each word stands in it."""
    words = [f"w{i:02}" for i in range(20)]
    piece = " ".join(words) + " "
    times = LONG_LINE // len(piece)
    path = tmp_path / "long.txt"
    path.write_text(piece * times + "\n", encoding="utf-8")
    yield path, Counter(dict.fromkeys(words, times))
    path.unlink()


def test_a_line_of_100_mb(firth: Firth, out: Path, long_line: tuple[Path, Counter[str]]) -> None:
    text, expected = long_line
    vectors, vocabulary = out / "v.txt", out / "vocab.txt"
    options = ("--dim", 5, "--epochs", 1, "--save-vocab", vocabulary)
    firth("train", "skipgram", text, "-o", vectors, *options)
    assert set(rows(vectors)) == set(expected)
    assert dict(counts(vocabulary)) == expected


def test_save_vocab_writes_words_and_counts(firth: Firth, corpus: Path, out: Path) -> None:
    vocabulary = out / "vocab.txt"
    firth("train", "cbow", corpus, "-o", out / "v.txt", *SAME, "--save-vocab", vocabulary)
    pairs = counts(vocabulary)
    assert dict(pairs) == Counter(corpus_text().split())
    assert [count for _, count in pairs] == sorted((count for _, count in pairs), reverse=True)
    assert list(rows(out / "v.txt")) == [word for word, _ in pairs]


def test_compat_word2vec_puts_the_line_end_first(firth: Firth, corpus: Path, out: Path) -> None:
    vectors, vocabulary = out / "v.txt", out / "vocab.txt"
    options = ("--compat", "word2vec", "--save-vocab", vocabulary)
    firth("train", "skipgram", corpus, "-o", vectors, *SAME, *options)
    assert list(rows(vectors))[0] == "</s>"
    assert counts(vocabulary)[0] == ("</s>", LINES)


def test_the_context_matrix_and_the_mean_of_both(firth: Firth, corpus: Path, out: Path) -> None:
    vectors, context, mean = out / "v.txt", out / "c.txt", out / "m.txt"
    firth("train", "skipgram", corpus, "-o", vectors, *SAME, "--save-context", context)
    firth("train", "skipgram", corpus, "-o", mean, *SAME, "--output-vectors", "mean")
    inputs, outputs = rows(vectors), rows(context)
    assert list(inputs) == list(outputs)
    assert inputs != outputs
    for word, row in rows(mean).items():
        expected = [(a + b) / 2 for a, b in zip(inputs[word], outputs[word], strict=True)]
        assert row == pytest.approx(expected, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("flags", [("--save-context", "c.txt"), ("--output-vectors", "mean")])
def test_inner_nodes_are_no_words(
    firth: Firth, corpus: Path, out: Path, flags: tuple[str, str]
) -> None:
    command = ("train", "skipgram", corpus, "-o", out / "v.txt", *SAME, "--loss", "hs")
    firth(*command, flags[0], out / flags[1] if flags[1] == "c.txt" else flags[1], exit_code=2)
    assert not list(out.iterdir())


def test_held_out_loss_and_patience(firth: Firth, corpus: Path, tmp_path: Path, out: Path) -> None:
    like, unlike = tmp_path / "like.txt", tmp_path / "unlike.txt"
    like.write_text("cat dog cow\nbus car van\n", encoding="utf-8")
    unlike.write_text("cat bus\ndog car\n", encoding="utf-8")
    command = ("train", "skipgram", corpus, *SAME, "-o", out / "v.txt", "--epochs")
    lines = [x for x in firth(*command, 3, "--valid", like).stderr.splitlines() if "held out" in x]
    losses = [float(line.split("loss ")[1].split()[0]) for line in lines]
    assert len(losses) == 3
    assert all(0 < loss < 0.69 for loss in losses)  # below ln 2, that of one who knows nothing
    said = firth(*command, 200, "--valid", unlike, "--patience", 2).stderr
    assert said.count("held out") < 200
    assert "no better for too long: stopped" in said
    assert "--valid" in firth(*command, 3, "--patience", 2, exit_code=2).stderr


# Interrupted.


def interrupt_training(command: list[str], number: signal.Signals) -> tuple[int, str]:
    """Sends the signal once training is announced; returns the exit code and what was said."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = ""
            for line in process.stderr:
                said += line
                if line.startswith("memory "):
                    process.send_signal(number)
            return process.wait(timeout=30), said
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_training_saves_what_it_has(
    firth: Firth, program: str, corpus: Path, out: Path, number: signal.Signals
) -> None:
    vectors = out / "v.bin"
    command = [program, "train", "skipgram", str(corpus), "-o", str(vectors), "--epochs", "20000"]
    code, said = interrupt_training(command, number)
    assert code == 128 + number
    assert said.splitlines()[-1].startswith("stopped ")
    assert list(out.iterdir()) == [vectors]
    assert len(nearest(firth, vectors, "cat")) == 3


# What cannot be read.

BAD_CORPORA = {
    "empty": (b"", "no words"),
    "blank": (b" \n\t\r\n\n", "no words"),
    "rare": (b"a b c d\n", "--min-count"),
    "junk": (junk(), "UTF-8"),
    "zeros": (bytes(200_000), "UTF-8"),
    "cut.gz": (gzip.compress(junk())[:100_000], "cut short"),
    "junk.gz": (junk(), "UTF-8"),
}


@pytest.mark.parametrize("name", BAD_CORPORA)
def test_a_corpus_that_is_none(firth: Firth, tmp_path: Path, out: Path, name: str) -> None:
    content, reason = BAD_CORPORA[name]
    (tmp_path / name).write_bytes(content)
    command = ("train", "skipgram", tmp_path / name, "-o", out / "v.bin")
    done = firth(*command, "--save-vocab", out / "vocab.txt", exit_code=1)
    assert reason in only_line(done)
    assert not list(out.iterdir())


def test_a_missing_corpus(firth: Firth, tmp_path: Path, out: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = firth("train", "cbow", missing, "-o", out / "v.bin", exit_code=1)
    assert str(missing) in only_line(done)
    assert not list(out.iterdir())


def test_stdin_without_words(firth: Firth, out: Path) -> None:
    done = firth("train", "cbow", "-", "-o", out / "v.bin", exit_code=1)
    assert "no words" in only_line(done)
    assert not list(out.iterdir())


@pytest.mark.parametrize("verb", [("info",), ("neighbors", "cat")])
@pytest.mark.parametrize("content", [junk(), bytes(200_000), b""], ids=["junk", "zeros", "empty"])
def test_vectors_that_are_none(
    firth: Firth, tmp_path: Path, verb: tuple[str, ...], content: bytes
) -> None:
    vectors = tmp_path / "v.bin"
    vectors.write_bytes(content)
    name, *words = verb
    assert str(vectors) in only_line(firth(name, vectors, *words, exit_code=1))


def test_vectors_cut_short(firth: Firth, corpus: Path, out: Path) -> None:
    vectors = out / "v.bin"
    firth("train", "skipgram", corpus, "-o", vectors, *SAME)
    vectors.write_bytes(vectors.read_bytes()[:-100])
    assert str(vectors) in only_line(firth("neighbors", vectors, "cat", exit_code=1))


# What cannot be written.


@pytest.mark.parametrize("folder", ["missing", "corpus.txt", "/proc"])
def test_a_folder_nobody_can_write_to(
    firth: Firth, corpus: Path, tmp_path: Path, folder: str
) -> None:
    """Even root, so that this holds in a container: permission bits would not stop root."""
    before = sorted(tmp_path.rglob("*"))
    vectors = tmp_path / folder / "v.bin"
    done = firth("train", "skipgram", corpus, "-o", vectors, exit_code=1)
    assert str(vectors) in only_line(done)
    assert sorted(tmp_path.rglob("*")) == before
    assert corpus.read_text(encoding="utf-8") == corpus_text()


@pytest.mark.parametrize("form", ["word2vec-text", "word2vec-binary", "vec", "npy"])
def test_a_full_device(firth: Firth, corpus: Path, tmp_path: Path, form: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    command = ("train", "skipgram", corpus, "-o", "/dev/full", "--format", form, *SAME)
    assert "/dev/full" in last_line(firth(*command, exit_code=1))
    assert sorted(tmp_path.rglob("*")) == before
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_an_output_never_takes_the_place_of_the_corpus(firth: Firth, tmp_path: Path) -> None:
    """By whatever name: the file's own, one through a folder, a link."""
    folder = tmp_path / "texts"
    folder.mkdir()
    text = folder / "corpus.txt"
    text.write_text(corpus_text(), encoding="utf-8")
    link = tmp_path / "link.txt"
    link.symlink_to(text)
    for command in (
        ("train", "skipgram", text, "-o", text),
        ("train", "onehot", text, "-o", link),
        ("train", "cbow", folder, "-o", folder / ".." / "texts" / "corpus.txt"),
        ("train", "cbow", text, "-o", tmp_path / "v.bin", "--save-vocab", text),
        ("train", "cbow", text, "-o", tmp_path / "v.bin", "--save-context", text),
        ("vocab", text, "-o", text),
        ("phrases", text, "-o", text),
        ("phrases", text, "-o", tmp_path / "joined.txt", "--scores", link),
    ):
        assert "belongs to the corpus" in only_line(firth(*command, exit_code=1))
    assert text.read_text(encoding="utf-8") == corpus_text()
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [link, folder]


# What is asked wrongly.


@pytest.mark.parametrize("wrong", [("--bogus",), ("--bogus", "1"), ("--epoch", "1")])
def test_an_unknown_flag(firth: Firth, corpus: Path, out: Path, wrong: tuple[str, ...]) -> None:
    command = ("train", "skipgram", corpus, "-o", out / "v.bin", *wrong)
    done = firth(*command, exit_code=2)
    assert wrong[0] in done.stderr
    assert not list(out.iterdir())


def test_too_little_memory_is_answered_with_advice(firth: Firth, corpus: Path, out: Path) -> None:
    options = ("--dim", 65536, "--memory-limit", "6M")
    done = firth("train", "skipgram", corpus, "-o", out / "v.bin", *options, exit_code=1)
    line = only_line(done)
    assert "--memory-limit" in line
    assert "--dim" in line
    assert not list(out.iterdir())
