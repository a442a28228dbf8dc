"""A rank whose link is cut: the job ends soon, with its name, and goes on from its checkpoint.

The machines are network namespaces, which only root can make."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from namespaces import host, ip, network  # noqa: E402

HOSTS = 3
CUT = 2
GIVEN_UP = 30  # seconds
FLAGS = ("--dim", "10", "--sample", "0", "--threads", "1", "--exchange-words", "10000",
         "--checkpoint-every", "1s", "--epochs", "100000")  # fmt: skip
# mpirun itself learns so that the machine is gone (docs/scale-out.md).
KEEPALIVE = ("--mca", "oob_tcp_keepalive_time", "4", "--mca", "oob_tcp_keepalive_intvl", "1",
             "--mca", "oob_tcp_keepalive_probes", "3")  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text("cat dog cow hen cat cow\nbus car van tram car bus\n" * 6_000, encoding="ascii")
    return path


def kill_all_in(number: int) -> None:
    """What is still there of a machine: mpirun cannot reach it."""
    listed = subprocess.run(["ip", "netns", "pids", host(number)], capture_output=True, text=True,
                            check=False)  # fmt: skip
    for pid in listed.stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


@contextmanager
def machines() -> Iterator[list[str]]:
    with network(HOSTS, None) as start:
        try:
            yield start
        finally:
            for number in range(HOSTS):
                kill_all_in(number)


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    job = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield job
    finally:
        job.kill()
        job.communicate()


def read_until(job: subprocess.Popen[str], text: str) -> str:
    assert job.stderr is not None
    said = ""
    for line in job.stderr:
        said += line
        if text in line:
            return said
    raise AssertionError(said)


@pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces are for root")
def test_a_cut_link_ends_the_job_which_goes_on(program: str, corpus: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    train = [*KEEPALIVE, program, "train", "skipgram", str(corpus), "-o", str(tmp_path / "out.bin"),
             "--checkpoint", str(state), *FLAGS]  # fmt: skip
    with machines() as start:
        with started([*start, *train]) as job:
            read_until(job, "checkpoint ")
            ip("-n", host(CUT), "link", "set", "eth0", "down")
            began = time.monotonic()
            said = job.communicate(timeout=GIVEN_UP)[1]
            assert time.monotonic() - began < GIVEN_UP
        assert job.returncode != 0
        assert f"waiting for rank {CUT} on {host(CUT)}, of which nothing was heard" in said
        newest = max(state.glob("*.safetensors"))
        kill_all_in(CUT)  # a machine that is cut off ends when its own patience does
        ip("-n", host(CUT), "link", "set", "eth0", "up")
        with started([*start, *train, "--resume"]) as job:
            assert f"resumed from {newest}" in read_until(job, "resumed from")
            read_until(job, "epoch ")
