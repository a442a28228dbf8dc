"""Disks that are full, files that cannot be read or written: one clear line, nothing half under a
final name, and what was saved can be gone on from."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.conftest import Training, planted_text, reason, run


def at_most(limit: int) -> Callable[[], None]:
    """For a child process: no file may grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 KiB, where this user may mount one; else an ordinary folder."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(place)]
    mounted = os.geteuid() == 0 and run(mount).returncode == 0
    yield place
    if mounted:
        run(["umount", str(place)])


def test_a_full_disk_under_the_vectors(training: Training, disk: Path) -> None:
    command = training.command(dim=2000, out=disk / "v.bin")
    done = run(command, preexec_fn=at_most(32 * 1024))
    assert str(disk / "v.bin") in reason(done)
    assert not list(disk.iterdir())


def test_a_full_disk_under_the_temporary_files(program: str, tmp_path: Path, disk: Path) -> None:
    """Counts that do not fit the memory go to a file, which does not fit its disk."""
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(planted_text(120_000), encoding="utf-8")
    out = tmp_path / "pairs"
    command = [program, "cooccur", str(corpus), "-o", str(out), "--window", "10"]
    command += ["--temp-dir", str(disk), "--memory-limit", "14M", "--threads", "1"]
    line = reason(run(command, preexec_fn=at_most(256)))
    assert f"{disk}/firth-pairs-" in line
    assert "--temp-dir" in line
    assert not out.exists()
    assert not list(disk.iterdir())


def test_a_full_disk_under_the_checkpoints(training: Training, disk: Path) -> None:
    """Training is worth more than its copy: it goes on, warns, and writes its vectors."""
    folder = disk / "checkpoints"
    done = run(training.saving(folder=folder, dim=1000), preexec_fn=at_most(32 * 1024))
    if done.returncode == 0:  # the disk was full, the vectors lie elsewhere
        assert "no checkpoint was written" in done.stderr
        assert training.vectors.exists()
    else:  # the limit holds for every file
        assert str(training.vectors) in reason(done)
        assert "no checkpoint was written" in done.stderr
    assert not list(folder.iterdir())


def test_a_disk_that_is_full_only_for_a_while(training: Training, expected: bytes) -> None:
    stopped = run(training.saving(), preexec_fn=at_most(1000))
    assert "no checkpoint was written" in stopped.stderr
    assert training.resume().returncode == 0
    assert training.vectors.read_bytes() == expected


def test_a_corpus_that_cannot_be_read(training: Training) -> None:
    """Reading the first byte of one's own memory fails on every Linux."""
    training.corpus = Path("/proc/self/mem")
    assert "/proc/self/mem" in reason(run(training.command()))
    assert not training.vectors.exists()


def test_a_corpus_that_may_not_be_read(training: Training) -> None:
    training.corpus.chmod(0)
    if os.geteuid() == 0:  # whom no permission stops
        training.corpus.unlink()
    assert str(training.corpus) in reason(run(training.command()))
    assert not training.vectors.exists()


def begin(command: list[str], sign: str) -> tuple[subprocess.Popen[str], str]:
    """Starts a run and returns when it has said `sign`."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if sign in line:
            return process, said
    raise AssertionError(f"it never said {sign!r}: {said}")


def end(process: subprocess.Popen[str], exit_code: int) -> str:
    _, said = process.communicate(timeout=60)
    assert process.returncode == exit_code, (process.returncode, said)
    return said


ENDLESS = 100_000  # epochs


def test_a_folder_that_goes_while_it_trains(training: Training) -> None:
    process, _ = begin(training.saving(epochs=ENDLESS), "checkpoint ")
    shutil.rmtree(training.place)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    said = end(process, 1)
    assert "no checkpoint was written" in said
    assert str(training.vectors) in said.splitlines()[-1]
    assert not training.place.exists()


def test_a_disk_that_becomes_read_only(training: Training, disk: Path) -> None:
    """Where no disk can be mounted, a link takes the place of the folder."""
    vectors = disk / "v.bin"
    process, _ = begin(training.saving(every="1h", epochs=ENDLESS, out=vectors), "memory ")
    if os.path.ismount(disk):
        assert run(["mount", "-o", "remount,ro", str(disk)]).returncode == 0
    else:
        disk.rmdir()
        disk.symlink_to("/proc")
    process.send_signal(signal.SIGINT)
    said = end(process, 1)
    assert str(vectors) in said.splitlines()[-1]
    assert not vectors.exists()
    assert list(training.checkpoints.iterdir())  # the training is saved all the same


# The corpus changes under the reader. A memory limit without room for ids makes it read again.

AGAIN = ("--memory-limit", "4M")
LONG = 250_000  # lines, whose ids take 5 MB


def test_a_corpus_made_shorter_while_it_is_read(training: Training) -> None:
    training.corpus.write_text(planted_text(LONG), encoding="utf-8")
    process, _ = begin(training.command(*AGAIN, epochs=ENDLESS), "memory ")
    os.truncate(training.corpus, 100_000)
    last = end(process, 1).splitlines()[-1]
    assert last.startswith("firth: ")
    assert "shorter" in last
    assert not training.vectors.exists()


def test_a_corpus_that_grows_while_it_trains(training: Training) -> None:
    training.corpus.write_text(planted_text(LONG), encoding="utf-8")
    process, _ = begin(training.saving(*AGAIN, every="50blocks", epochs=ENDLESS), "checkpoint ")
    with training.corpus.open("a", encoding="utf-8") as file:
        file.write(planted_text())
    said = end(process, 1)
    assert "the corpus has" in said.splitlines()[-1]
    assert list(training.checkpoints.glob("*.safetensors"))


def test_resuming_on_another_corpus(training: Training) -> None:
    process, _ = begin(training.saving(epochs=ENDLESS), "checkpoint ")
    process.kill()
    end(process, -signal.SIGKILL)
    training.corpus.write_text(planted_text(5000), encoding="utf-8")
    assert "another text" in reason(run(training.saving("--resume", epochs=ENDLESS)))


def test_vectors_made_shorter_while_they_are_asked(training: Training, program: str) -> None:
    vectors = training.place / "v.safetensors"
    training.corpus.write_text("cat dog cow hen\n" * 10, encoding="utf-8")
    assert run(training.command(dim=60_000, epochs=1, out=vectors)).returncode == 0
    process = subprocess.Popen(
        [program, "neighbors", str(vectors), "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("cat\n")
    process.stdin.flush()
    time.sleep(1)
    os.truncate(vectors, 1000)
    _, said = process.communicate("dog\ncow\n", timeout=60)
    if process.returncode == 0:
        return  # all had been copied
    assert str(vectors) in said
    assert said.startswith("firth: ")


# Signals.


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_and_stops(training: Training, number: signal.Signals) -> None:
    process, _ = begin(training.saving(every="1h", epochs=ENDLESS), "memory ")
    process.send_signal(number)
    said = end(process, 128 + number)
    assert "checkpoint " in said
    assert said.splitlines()[-1].startswith("stopped ")
    assert training.vectors.exists()
    assert len(list(training.checkpoints.iterdir())) == 1


@pytest.mark.parametrize("verb", ["train", "vocab"])
def test_a_signal_while_standard_input_is_idle(program: str, tmp_path: Path, verb: str) -> None:
    out = tmp_path / "v.bin"
    command = [program, verb, *(["skipgram"] if verb == "train" else []), "-", "-o", str(out)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "nothing to save" in said
    assert not out.exists()


def test_two_runs_do_not_share_a_folder(training: Training) -> None:
    process, _ = begin(training.saving(epochs=ENDLESS), "checkpoint ")
    assert "another training run" in reason(run(training.saving("--resume")), exit_code=2)
    process.kill()
    end(process, -signal.SIGKILL)


# Outputs that are links.


def test_a_link_to_nowhere_is_followed_and_a_loop_refused(training: Training) -> None:
    target = training.place / "target.bin"
    training.vectors.symlink_to(target)
    assert run(training.command()).returncode == 0
    assert training.vectors.is_symlink() and target.is_file()
    loop = training.place / "loop.bin"
    loop.symlink_to(loop)
    assert str(loop) in reason(run(training.command(out=loop)))


def test_words_with_nul_bytes(training: Training) -> None:
    """A few NULs are blanks; a text full of them is none."""
    training.corpus.write_text(("cat\0dog" + " cow hen" * 20 + "\n") * 500, encoding="utf-8")
    assert "looks like binary data" not in run(training.command()).stderr
    assert run(training.command()).returncode == 0
    training.corpus.write_text("\0".join(["cat", "dog"] * 500), encoding="utf-8")
    assert "looks like binary data" in reason(run(training.command()))
