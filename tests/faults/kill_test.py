"""Runs that are killed at any moment, again and again, until they come to their end.

FIRTH_KILLS says how many kills in each mode.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from faults.conftest import GROUPS, Training, run

KILLS = int(os.environ.get("FIRTH_KILLS", "100"))


def kill_and_resume(training: Training, ended: Callable[[], None]) -> tuple[int, int]:
    """Kills runs at random moments until there were enough kills; `ended` looks at what each run
    that came to its end has left. Deterministic runs go on with another number of threads each time.
    Returns kills and ends."""
    dice = random.Random(1)
    start = time.monotonic()
    assert training.resume().returncode == 0
    longest = time.monotonic() - start
    kills = ends = 0
    clear(training)
    while kills < KILLS or ends == 0:
        if training.lanes > 0:
            training.threads = dice.randint(1, 3)
        if survives(training.saving("--resume"), dice.uniform(0, longest)):
            ended()
            ends += 1
            clear(training)
        else:
            kills += 1
            if training.vectors.exists():  # killed after the last rename: the file is whole
                ended()
    return kills, ends


def survives(command: list[str], seconds: float) -> bool:
    """Does the run end by itself before it is killed?"""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **quiet) as process:
        try:
            _, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            _, said = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), said
        return process.returncode == 0


def clear(training: Training) -> None:
    shutil.rmtree(training.place)
    training.place.mkdir()


def test_deterministic_runs_end_in_the_same_bytes(training: Training, tmp_path: Path) -> None:
    training.lanes = 2
    training.epochs = 8  # so many that a run has two lanes
    undisturbed = tmp_path / "undisturbed.bin"
    assert run(training.command(out=undisturbed)).returncode == 0
    expected = undisturbed.read_bytes()

    def ended() -> None:
        assert training.vectors.read_bytes() == expected

    kills, ends = kill_and_resume(training, ended)
    print(f"\ndeterministic: {kills} kills, {ends} runs to their end, all with the same vectors")


def right_neighbors(program: str, vectors: Path) -> int:
    """Of each word's three nearest, how many are of its group: 24 at best."""
    right = 0
    for group in GROUPS:
        for word in group:
            done = run([program, "neighbors", str(vectors), word, "-k", "3"])
            found = {line.split()[0] for line in done.stdout.splitlines()}
            right += len(found & set(group))
    return right


def test_several_threads_end_equally_well(training: Training) -> None:
    training.threads = 2
    training.rate = 0.1  # so that a short run has learned all there is to learn
    run(training.command())
    undisturbed = right_neighbors(training.program, training.vectors)
    assert undisturbed == 24

    def ended() -> None:
        assert right_neighbors(training.program, training.vectors) == undisturbed

    kills, ends = kill_and_resume(training, ended)
    print(f"\ntwo threads: {kills} kills, {ends} runs to their end, all of equal quality")
