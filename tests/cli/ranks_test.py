"""`firth train` started by mpirun: one result, and what happens when a rank is lost or waits."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

GROUPS = (("cat", "dog", "cow", "hen"), ("bus", "car", "van", "tram"))
LINES = 12_000
FLAGS = ("--dim", 10, "--sample", 0, "--threads", 1, "--exchange-words", 10_000)
LONG = ("--epochs", 100_000)
# mpirun asks root to say it twice; tests may run as root, on machines with few cores.
ROOT_TOO = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
MPIRUN = ("mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "btl", "self,tcp",
          "--mca", "btl_tcp_if_include", "lo")  # fmt: skip
GIVEN_UP = 30  # seconds


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Lines about animals and lines about vehicles, in turn: some blocks of 64 KiB."""
    dice = random.Random(1)
    path = tmp_path / "corpus.txt"
    lines = (" ".join(dice.choices(GROUPS[i % 2], k=10)) for i in range(LINES))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@contextmanager
def started(program: str, ranks: int, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [*MPIRUN, "-n", str(ranks), program, *map(str, arguments)]
    job = subprocess.Popen(
        command, env=os.environ | ROOT_TOO, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    watch = threading.Timer(5 * GIVEN_UP, lambda: os.killpg(job.pid, signal.SIGKILL))
    watch.start()
    try:
        yield job
    finally:
        watch.cancel()
        if job.poll() is None:
            os.killpg(job.pid, signal.SIGKILL)
        job.communicate()


def together(program: str, ranks: int, *arguments: object, exit_code: int = 0) -> str:
    """Runs the command as so many ranks; what it says."""
    with started(program, ranks, *arguments) as job:
        said = job.communicate(timeout=120)[1]
    assert job.returncode == exit_code, said
    return said


def pid_of_rank(job: subprocess.Popen[str], rank: int) -> int:
    """The process of a rank, by the variable that mpirun gives it."""
    wanted = f"OMPI_COMM_WORLD_RANK={rank}".encode()
    while job.poll() is None:
        for children in Path(f"/proc/{job.pid}/task").glob("*/children"):
            for pid in children.read_text(encoding="ascii").split():
                with suppress(OSError):  # it may have ended
                    if wanted in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                        return int(pid)
        time.sleep(0.05)
    raise AssertionError("the job has ended")


def read_until(job: subprocess.Popen[str], text: str) -> str:
    assert job.stderr is not None
    said = ""
    for line in job.stderr:
        said += line
        if text in line:
            return said
    raise AssertionError(said)


def nearest(firth: Firth, vectors: Path, word: str) -> set[str]:
    done = firth("neighbors", vectors, word, "-k", 3)
    return {line.split()[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_ranks_train_one_model(
    firth: Firth, program: str, corpus: Path, tmp_path: Path, model: str
) -> None:
    out = tmp_path / "out.bin"
    said = together(program, 3, "train", model, corpus, "-o", out, *FLAGS, "--lr", 0.1)
    assert nearest(firth, out, "cat") == {"dog", "cow", "hen"}
    assert nearest(firth, out, "bus") == {"car", "van", "tram"}
    assert said.count("wrote") == 1
    assert "vocabulary 8 words, 120,000 of the corpus" in said
    assert "rank 0 on " in said and " bytes and received " in said


def test_glove_is_the_same_bytes_as_of_one_process(
    firth: Firth, program: str, corpus: Path, tmp_path: Path
) -> None:
    alone, out = tmp_path / "alone.bin", tmp_path / "out.bin"
    train = ("train", "glove", corpus, "--dim", 10, "--epochs", 5, "--threads", 1)
    firth(*train, "-o", alone)
    said = together(program, 3, *train, "-o", out)
    assert out.read_bytes() == alone.read_bytes()
    assert said.count("wrote") == 1 and "vocabulary 8 words, 120,000 of the corpus" in said


def test_a_rank_without_a_word_of_the_vocabulary_trains_nothing(
    firth: Firth, program: str, corpus: Path, tmp_path: Path
) -> None:
    words, out, text = tmp_path / "words", tmp_path / "out.bin", tmp_path / "two_blocks.txt"
    words.write_text("".join(f"{word} 9\n" for group in GROUPS for word in group), encoding="ascii")
    block = 64 * 1024
    known = corpus.read_text(encoding="ascii")
    first = known[: known.index("\n", block) + 1]
    unknown = "x y z\n" * 6_000
    text.write_text(first + unknown, encoding="ascii")
    flags = (*FLAGS, "--lr", 0.1, "--epochs", 30, "--read-vocab", words, "--order", "text")
    together(program, 2, "train", "skipgram", text, "-o", out, *flags)
    assert nearest(firth, out, "cat") == {"dog", "cow", "hen"}
    text.write_text(3 * unknown, encoding="ascii")
    said = together(program, 2, "train", "skipgram", text, "-o", out, *flags, exit_code=1)
    assert said.count("no word of the corpus is in this vocabulary") == 1


def evaluated(text: str) -> object:
    return json.loads(text[text.index("[") : text.rindex("]") + 1])


def test_ranks_evaluate_together(
    firth: Firth, program: str, corpus: Path, tmp_path: Path
) -> None:
    vectors = tmp_path / "v.bin"
    firth("train", "skipgram", corpus, "-o", vectors, *FLAGS, "--lr", 0.1)
    animals, cars = GROUPS
    analogies, pairs = tmp_path / "analogies.txt", tmp_path / "pairs.tsv"
    categories = tmp_path / "categories.tsv"
    asked = [f"{a} {b} {x} {y}\n" for a in animals for b in animals if a != b
             for x, y in zip(cars, cars[1:], strict=False)]  # fmt: skip
    analogies.write_text(": first\n" + "".join(asked[:7]) + ": gram\n" + "".join(asked[7:]))
    pairs.write_text("".join(f"{a}\t{b}\t{int(b in animals)}\n" for a in animals
                             for b in animals[:2] + cars if a != b))  # fmt: skip
    categories.write_text("category\tword\n" + "".join(
        f"{group[0]}\t{word}\n" for group in GROUPS for word in group))  # fmt: skip
    command = ("evaluate", vectors, analogies, pairs, categories, "--json")
    alone = evaluated(firth(*command).stdout)
    job = subprocess.run(
        [*MPIRUN, "-n", "3", program, *map(str, command)], env=os.environ | ROOT_TOO,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert evaluated(job.stdout) == alone


def test_a_killed_rank_ends_the_job_which_goes_on_with_another_number(
    firth: Firth, program: str, corpus: Path, tmp_path: Path
) -> None:
    out, state = tmp_path / "out.bin", tmp_path / "state"
    saved = ("train", "skipgram", corpus, "-o", out, *FLAGS, "--lr", 0.1, "--checkpoint", state)
    with started(program, 3, *saved, "--epochs", 20_000, "--checkpoint-every", "1s") as job:
        victim, other = pid_of_rank(job, 1), pid_of_rank(job, 0)
        read_until(job, "checkpoint ")
        os.kill(other, signal.SIGPIPE)  # as of a write to the lost rank: no reason to end
        read_until(job, "checkpoint ")
        os.kill(victim, signal.SIGKILL)
        began = time.monotonic()
        said = job.communicate(timeout=GIVEN_UP)[1]
    assert time.monotonic() - began < GIVEN_UP
    assert job.returncode != 0
    assert "rank 1 " in said
    (newest, *_) = sorted(state.glob("*.safetensors"), reverse=True)
    epochs = int(newest.name.split("-")[1]) + 2
    # The same training, of which less is left: the epochs are part of what must not differ.
    refused = together(
        program, 2, *saved, "--epochs", epochs, "--resume", exit_code=2
    )
    assert "--epochs was 20000" in refused
    with started(program, 2, *saved, "--epochs", 20_000, "--resume") as job:
        assert f"resumed from {newest}" in read_until(job, "resumed from")
        read_until(job, "epoch ")


def test_a_paused_rank_is_named_and_waited_for(
    program: str, corpus: Path, tmp_path: Path
) -> None:
    with started(program, 2, "train", "cbow", corpus, "-o", tmp_path / "o.bin", *FLAGS, *LONG) as job:
        read_until(job, "epoch ")
        paused = pid_of_rank(job, 1)
        os.kill(paused, signal.SIGSTOP)
        assert "waiting for rank 1 on " in read_until(job, "nothing was heard")
        os.kill(paused, signal.SIGCONT)
        read_until(job, "rank 1 on ")
        read_until(job, "epoch ")


def test_a_rank_that_stays_silent_is_given_up(program: str, corpus: Path, tmp_path: Path) -> None:
    train = ("train", "cbow", corpus, "-o", tmp_path / "o.bin", *FLAGS, *LONG)
    with started(program, 3, *train, "--rank-silence", "4s") as job:
        read_until(job, "epoch ")
        os.kill(pid_of_rank(job, 2), signal.SIGSTOP)
        said = job.communicate(timeout=GIVEN_UP)[1]
    assert job.returncode != 0
    assert "rank 2 on " in said and "is lost: nothing was heard of it" in said


def test_ranks_say_once_what_they_all_refuse(program: str, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.bin"
    said = together(
        program, 2, "train", "skipgram", corpus, "-o", out, "--cache-file", tmp_path / "ids", exit_code=2
    )
    assert said.count("--cache-file: several ranks have no file of ids") == 1
    assert not out.exists()


def test_one_rank_trains_alone(program: str, corpus: Path, tmp_path: Path) -> None:
    said = together(program, 1, "train", "cbow", corpus, "-o", tmp_path / "o.bin", *FLAGS)
    assert "rank 0 on" not in said


def test_a_missing_plugin_is_one_line(program: str, corpus: Path, tmp_path: Path) -> None:
    environment = os.environ | {"FIRTH_MPI": "on", "FIRTH_MPI_PLUGIN": "/nowhere/libfirth_mpi.so"}
    done = subprocess.run(
        [program, "train", "cbow", corpus, "-o", tmp_path / "o.bin"],
        env=environment, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("firth: /nowhere/libfirth_mpi.so: is not there")


def test_columns_train_what_one_process_has_no_room_for(
    firth: Firth, program: str, corpus: Path, tmp_path: Path
) -> None:
    out, short = tmp_path / "out.bin", tmp_path / "short.txt"
    lines = corpus.read_text(encoding="utf-8").splitlines(keepends=True)[:300]
    short.write_text("".join(lines), encoding="utf-8")
    wide = ("train", "skipgram", short, "-o", out, "--dim", 60_000, "--epochs", 1, "--threads", 1,
            "--memory-limit", "6M")  # fmt: skip
    assert "the limit is 6 MB" in firth(*wide, exit_code=1).stderr
    together(program, 2, *wide, "--shard-model", "columns")
    assert "60,000" in firth("info", out).stdout or "60000" in firth("info", out).stdout


def test_a_plan_says_what_it_will_cost(firth: Firth) -> None:
    asked = ("plan", "--words", "100e9", "--vocab", "1e5", "--dim", 300, "--network", "10G")
    said = firth(*asked, "--hosts", 32, "--threads", 16).stdout
    assert "memory" in said and "traffic" in said and "% of 32 times one host" in said
    one = json.loads(firth(*asked, "--hosts", 1, "--json").stdout)
    assert one["epoch_sent_bytes"] == 0 and one["efficiency"] == 1
    assert "--network" in firth(*asked[:-1], "fast", exit_code=2).stderr
