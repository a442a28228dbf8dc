"""The programs that are compared, each trained by the same settings, and how they are run."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRTH = ROOT / "build/firth"
WORD2VEC = ROOT / "build/peers/word2vec"
FASTTEXT = ROOT / "build/peers/fasttext"
GENSIM = [ROOT / "build/peers/venv/bin/python", ROOT / "bench/train_gensim.py"]
PLACE = ROOT / "build/bench"

# Each program's own customary rate; see docs of word2vec.c.
RATES = {"skipgram": "0.025", "cbow": "0.05"}
SUBWORDS_RATE = "0.05"  # fastText's, with n-grams

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
    subwords: bool = False
    """As fastText has them: n-grams of 3 to 6 characters in 2,000,000 buckets, and its rate."""

    @property
    def rate(self) -> str:
        return SUBWORDS_RATE if self.subwords else RATES[self.model]


def firth_command(run: Run) -> list[str]:
    return [
        str(FIRTH), "train", run.model, str(run.corpus), "-o", str(run.out),
        "--dim", str(run.dim), "--window", "5", "--negative", "5", "--sample", "1e-3",
        "--min-count", str(run.min_count), "--epochs", str(run.epochs),
        "--threads", str(run.threads), "--lr", run.rate, "--seed", str(run.seed),
        "--loss", run.loss, *(["--compat", "fasttext"] if run.subwords else []),
    ]  # fmt: skip


def word2vec_command(run: Run) -> list[str]:
    """SEED is what tools/run/peers.sh has it compiled to read: it has no flag for a seed."""
    return [
        "env", f"SEED={run.seed}", str(WORD2VEC), "-train", str(run.corpus), "-output", str(run.out), "-binary", "1",
        "-size", str(run.dim), "-window", "5", *LOSSES[run.loss], "-sample", "1e-3",
        "-min-count", str(run.min_count), "-iter", str(run.epochs),
        "-threads", str(run.threads), "-alpha", RATES[run.model],
        "-cbow", "1" if run.model == "cbow" else "0", "-debug", "0",
    ]  # fmt: skip


def gensim_command(run: Run) -> list[str]:
    return [
        *map(str, GENSIM), run.model, str(run.corpus), str(run.out), str(run.dim),
        str(run.threads), str(run.epochs), RATES[run.model], str(run.min_count), str(run.seed),
    ]  # fmt: skip


def fasttext_command(run: Run) -> list[str]:
    """It adds .vec to the name of its vectors."""
    minn, maxn, buckets = ("3", "6", "2000000") if run.subwords else ("0", "0", "1")
    return [
        str(FASTTEXT), run.model, "-input", str(run.corpus), "-output", str(run.out),
        "-dim", str(run.dim), "-ws", "5", "-neg", "5", "-t", "1e-3", "-minn", minn, "-maxn", maxn,
        "-bucket", buckets, "-minCount", str(run.min_count), "-epoch", str(run.epochs),
        "-thread", str(run.threads), "-lr", run.rate, "-seed", str(run.seed), "-verbose", "0",
    ]  # fmt: skip


Command = Callable[[Run], list[str]]
COMMANDS: dict[str, Command] = {"word2vec.c": word2vec_command, "firth": firth_command}
# What ./run bench speed can put beside firth, in the order of its columns.
PROGRAMS: dict[str, Command] = {
    "firth": firth_command,
    "word2vec.c": word2vec_command,
    "gensim": gensim_command,
    "fastText": fasttext_command,
}


def peer_command(template: str) -> Command:
    """The command of --peer: a line of sh in which {corpus} {out} {dim} {threads} {epochs} {model}
    {lr} and {cbow} (1 or 0) stand for what a run is asked to do."""

    def command(run: Run) -> list[str]:
        filled = template.format(
            corpus=shlex.quote(str(run.corpus)), out=shlex.quote(str(run.out)), dim=run.dim,
            threads=run.threads, epochs=run.epochs, model=run.model, lr=RATES[run.model],
            cbow=int(run.model == "cbow"),
        )  # fmt: skip
        return ["sh", "-c", filled]

    return command


def vectors_of(run: Run) -> Path:
    """What a program wrote: the file asked for, or, as fastText names it, with .vec added."""
    added = run.out.with_name(run.out.name + ".vec")
    return added if added.is_file() else run.out


def seconds_for(program: str, run: Run) -> float:
    """Trains and returns the wall time of the whole process, reading and counting included."""
    return seconds_of(COMMANDS[program](run), run)


def seconds_of(command: list[str], run: Run) -> float:
    run.out.parent.mkdir(parents=True, exist_ok=True)
    for old in (run.out, run.out.with_name(run.out.name + ".vec")):
        old.unlink(missing_ok=True)
    return timed(command)[0]


def timed(command: list[str], out: Path | None = None) -> tuple[float, str]:
    """The wall time of a command, and what it printed, unless that goes to the file `out`; ends the
    benchmark when it fails."""
    start = time.monotonic()
    with open(out or os.devnull, "wb") as file:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True, errors="replace",
                              stdout=file if out else subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}\nended with {done.returncode}: {done.stderr[-2000:]}")
    return time.monotonic() - start, done.stdout or ""


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
