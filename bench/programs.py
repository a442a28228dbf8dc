"""The programs that are compared, each trained by the same settings."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRTH = ROOT / "build/firth"
WORD2VEC = ROOT / "build/peers/word2vec"
PLACE = ROOT / "build/bench"

# Each program's own customary rate; see docs of word2vec.c.
RATES = {"skipgram": "0.025", "cbow": "0.05"}

# word2vec.c's flags for each loss that both programs have.
LOSSES = {"ns": ["-hs", "0", "-negative", "5"], "hs": ["-hs", "1", "-negative", "0"]}


@dataclass(frozen=True)
class Run:
    """What one training is asked to do."""

    model: str
    corpus: Path
    out: Path
    dim: int = 100
    epochs: int = 3
    threads: int = 2
    seed: int = 1
    min_count: int = 5
    loss: str = "ns"


def firth_command(run: Run) -> list[str]:
    return [
        str(FIRTH), "train", run.model, str(run.corpus), "-o", str(run.out),
        "--dim", str(run.dim), "--window", "5", "--negative", "5", "--sample", "1e-3",
        "--min-count", str(run.min_count), "--epochs", str(run.epochs),
        "--threads", str(run.threads), "--lr", RATES[run.model], "--seed", str(run.seed),
        "--loss", run.loss,
    ]  # fmt: skip


def word2vec_command(run: Run) -> list[str]:
    return [
        str(WORD2VEC), "-train", str(run.corpus), "-output", str(run.out), "-binary", "1",
        "-size", str(run.dim), "-window", "5", *LOSSES[run.loss], "-sample", "1e-3",
        "-min-count", str(run.min_count), "-iter", str(run.epochs),
        "-threads", str(run.threads), "-alpha", RATES[run.model],
        "-cbow", "1" if run.model == "cbow" else "0", "-debug", "0",
    ]  # fmt: skip


COMMANDS = {"word2vec.c": word2vec_command, "firth": firth_command}


def seconds_for(program: str, run: Run) -> float:
    """Trains and returns the wall time of the whole process, reading and counting included."""
    run.out.parent.mkdir(parents=True, exist_ok=True)
    command = COMMANDS[program](run)
    start = time.monotonic()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}\nended with {done.returncode}: {done.stderr[-2000:]}")
    return time.monotonic() - start


def data_file(name: str) -> Path:
    path = Path(os.environ.get("FIRTH_DATA", "")) / name
    if "FIRTH_DATA" not in os.environ or not path.is_file():
        sys.exit(f"bench: no file {path}: set FIRTH_DATA to the folder that holds {name}")
    return path


def unpacked(packed: Path, lines: int | None = None) -> Path:
    """The text of a .zst file under build/bench, its first `lines` lines if so asked."""
    out = PLACE / (packed.name.removesuffix(".zst") + (f".{lines}" if lines else ""))
    if out.is_file():
        return out
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".part")
    limit = f"| head -n {lines}" if lines else ""
    command = f'zstd -dcq "$0" {limit} > "$1"'
    subprocess.run(["sh", "-c", command, str(packed), str(partial)], check=True)
    partial.rename(out)
    return out


def word_count(text: Path) -> int:
    with text.open("rb") as lines:
        return sum(len(line.split()) for line in lines)


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def machine() -> dict[str, str | int]:
    version = subprocess.run([FIRTH, "--version"], capture_output=True, text=True, check=True)
    compiler = subprocess.run(["g++", "--version"], capture_output=True, text=True, check=True)
    return {
        "processor": processor(),
        "processors": os.cpu_count() or 0,
        "firth": version.stdout.strip(),
        "compiler": compiler.stdout.splitlines()[0],
        "date": time.strftime("%Y-%m-%d"),
    }


def describe_machine() -> str:
    facts = machine()
    return f"{facts['firth']}, {facts['processor']}, {facts['processors']} processors, {facts['date']}"
