"""The memory that `firth train` states is the memory that it takes."""

from __future__ import annotations

import random
import re
import subprocess
import time
from pathlib import Path

import pytest

UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}


def stated(line: str) -> float:
    match = re.match(r"memory +([\d.]+) (\w+):", line)
    assert match, line
    return float(match[1]) * UNITS[match[2]]


def anonymous(process: int) -> float:
    """Bytes of memory that no file stands behind."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    match = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert match
    return float(match[1]) * 1024


@pytest.mark.parametrize("storage", ["float32", "bf16"])
def test_the_stated_memory_is_taken(program: str, tmp_path: Path, storage: str) -> None:
    """Within 5 %: what counting took is given back before, and nothing large comes after."""
    dice = random.Random(1)
    words = [f"word{i}" for i in range(20_000)]
    text = tmp_path / "text"
    with text.open("w", encoding="utf-8") as file:
        for _ in range(50_000):
            file.write(" ".join(dice.choices(words, k=20)) + "\n")
    command = [program, "train", "skipgram", str(text), "-o", str(tmp_path / "v.bin")]
    command += ["--dim", "400", "--epochs", "1000", "--threads", "2", "--storage", storage]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = next(line for line in process.stderr if line.startswith("memory "))
            most = 0.0
            deadline = time.monotonic() + 60  # a busy machine is slow to fill the matrices
            while most < 0.95 * stated(line) and time.monotonic() < deadline:
                time.sleep(0.1)
                most = anonymous(process.pid)
            time.sleep(1)
            most = max(most, anonymous(process.pid))
        finally:
            process.kill()
    assert abs(most / stated(line) - 1) < 0.05, (most, line)
