"""Packed files that are small and unpack to gigabytes: one line that says what is too much, or work
in bounded memory. The system enforces the bounds, so a failure does no harm."""

from __future__ import annotations

import gzip
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.conftest import reason, run

MEGABYTE = 1_000_000
LIMIT = 64 * MEGABYTE
# What the program takes beside its tables, of which stacks of threads, 8 MB each, are the most.
BESIDE = 80 * MEGABYTE
PIECE = 1 << 23
GIGABYTES = 4


def gzip_pack(piece: bytes) -> bytes:
    return gzip.compress(piece, 6)


def zstd_pack(piece: bytes) -> bytes:
    done = subprocess.run(["zstd", "-q", "-c"], input=piece, stdout=subprocess.PIPE, check=True)
    return done.stdout


PACKERS = {"gz": gzip_pack, "zst": zstd_pack}


def different_words(first: int, count: int) -> bytes:
    return b"".join(b"%08x%c" % (i * 2654435761 % 2**32, 10 if i % 10 == 0 else 32)
                    for i in range(first, first + count))


def bomb(path: Path, ending: str, beginning: bytes, piece: bytes) -> Path:
    """`beginning`, then `piece` again and again: both formats are made of parts that follow each
    other."""
    packed = path.with_suffix(f".{ending}")
    pack = PACKERS[ending]
    times = GIGABYTES * 1000 * MEGABYTE // len(piece)
    packed.write_bytes(pack(beginning) + pack(piece) * times)
    assert packed.stat().st_size < 16 * MEGABYTE
    return packed


def bounded(limit: int = LIMIT) -> Callable[[], None]:
    """For a child process: memory that it may write to, and no core of what it held."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (limit + BESIDE, limit + BESIDE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return bound


def limited(*command: object) -> list[str]:
    return [*map(str, command), "--memory-limit", str(LIMIT)]


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("verb", ["train skipgram", "vocab"])
def test_endless_different_words(program: str, tmp_path: Path, ending: str, verb: str) -> None:
    corpus = bomb(tmp_path / "words", ending, different_words(0, 1_500_000), b"x" * PIECE)
    out = tmp_path / "out.txt"
    done = run(limited(program, *verb.split(), corpus, "-o", out), preexec_fn=bounded())
    assert "the limit is 64 MB" in reason(done)
    assert "--memory-limit" in reason(done)
    assert not out.exists()


def waits_for(process: subprocess.Popen[str], number: signal.Signals) -> bool:
    """Has the command begun to take this signal for itself?"""
    for line in Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("SigBlk:"):
            return bool(int(line.split()[1], 16) >> (number - 1) & 1)
    return False


def interrupted(command: list[str], seconds: float = 1) -> subprocess.CompletedProcess[str]:
    """What becomes of a run under the bounds that is told to stop once it has read for so long."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=bounded(),
    ) as process:
        while process.poll() is None and not waits_for(process, signal.SIGINT):
            time.sleep(0.01)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, "", errors)


@pytest.mark.parametrize(
    ("verb", "ending", "piece"),
    [
        ("train skipgram", "gz", b"x" * PIECE),
        ("vocab", "gz", b"x" * PIECE),
        ("vocab", "zst", b"the " * (PIECE // 4)),
        ("phrases", "zst", b"x" * PIECE),
        ("phrases --connector-words english", "gz", b"the " * (PIECE // 4)),
    ],
)
def test_an_endless_line(
    program: str, tmp_path: Path, verb: str, ending: str, piece: bytes
) -> None:
    """It is read on in bounded memory until it ends or somebody stops it: in a second many times
    what the bounds allow."""
    corpus = bomb(tmp_path / "line", ending, b"a b " * 10, piece)
    out = tmp_path / "out.txt"
    done = interrupted(limited(program, *verb.split(), corpus, "-o", out))
    assert done.returncode == (0 if out.exists() else 130), done.stderr


def test_phrases_of_endless_different_words(program: str, tmp_path: Path) -> None:
    """The rarest are dropped, as many as the limit asks for."""
    words = different_words(0, 1_000_000)
    corpus = tmp_path / "words.gz"
    corpus.write_bytes(gzip_pack(b"new york " * 1000 + words))
    out = tmp_path / "out.txt"
    done = run(limited(program, "phrases", corpus, "-o", out), preexec_fn=bounded())
    assert done.returncode == 0, done.stderr
    assert "the rarest were dropped" in done.stderr
    assert out.exists()


def test_an_endless_list_of_connector_words(program: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a b\n", encoding="utf-8")
    words = bomb(tmp_path / "connectors", "gz", b"of\n", b"the " * (PIECE // 4))
    command = [program, "phrases", str(corpus), "-o", str(tmp_path / "out.txt")]
    done = run([*command, "--connector-words", str(words)], preexec_fn=bounded())
    assert str(words) in reason(done)


def test_an_endless_held_out_text(program: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("the cat sat on the mat\n" * 100, encoding="utf-8")
    held_out = bomb(tmp_path / "held_out", "gz", b"the cat\n", b"the " * (PIECE // 4))
    command = limited(program, "train", "skipgram", corpus, "-o", tmp_path / "v.bin")
    done = run([*command, "--valid", str(held_out)], preexec_fn=bounded())
    assert str(held_out) in reason(done)
    assert "--memory-limit" in reason(done)


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("verb", ["info", "neighbors"])
def test_packed_vectors_are_not_unpacked(
    program: str, tmp_path: Path, ending: str, verb: str
) -> None:
    vectors = bomb(tmp_path / "vectors", ending, b"1 2\na 1 2\n", b"x" * PIECE)
    more = ["a"] if verb == "neighbors" else []
    done = run([program, verb, str(vectors), *more], preexec_fn=bounded())
    assert "decompress it first" in reason(done)
