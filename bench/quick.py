#!/usr/bin/env python3
"""Has this change made training slower? firth as it is here beside firth of the base commit.

Both are built alike (./run bench quick does it, the base in build-base) and train in turn on the
same short text. Two rates are compared: steady training (a run of several epochs less a run of one)
and the whole command of one epoch, from text to file. The exit code is 1 when the median ratio of
any of them falls below 1 - TOLERANCE.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import figures
import programs

CORPUS = "corpora/enwiki1m.lines.txt.zst"


@dataclass
class Pair:
    """Rates of one round in words a second."""

    model: str
    dim: int
    threads: int
    what: str
    base: float
    here: float

    def key(self) -> tuple[str, int, int, str]:
        return (self.model, self.dim, self.threads, self.what)


def rates(firth: Path, run: programs.Run, words: int, epochs: int) -> tuple[float, float]:
    """Of steady training, and of the whole command with one epoch."""
    one, more = replace(run, epochs=1), replace(run, epochs=1 + epochs)
    command = [[str(firth), *programs.firth_command(r)[1:]] for r in (one, more)]
    short = programs.seconds_of(command[0], one)
    long = programs.seconds_of(command[1], more)
    return words * epochs / max(long - short, 1e-3), words / short


def measure(options: argparse.Namespace, run: programs.Run, words: int, base_first: bool) -> list[Pair]:
    """One round; who begins changes from round to round."""
    found = {}
    for name in ("base", "here") if base_first else ("here", "base"):
        firth = options.base if name == "base" else programs.FIRTH
        found[name] = rates(firth, run, words, options.epochs)
    steady, whole = zip(found["base"], found["here"], strict=True)
    return [
        Pair(run.model, run.dim, run.threads, "training", *steady),
        Pair(run.model, run.dim, run.threads, "whole command", *whole),
    ]


def rows(pairs: list[Pair]) -> list[list[str]]:
    lines = []
    for key in dict.fromkeys(p.key() for p in pairs):
        mine = [p for p in pairs if p.key() == key]
        lines.append([
            *map(str, key), f"{median(p.base for p in mine) / 1000:,.0f}",
            f"{median(p.here for p in mine) / 1000:,.0f}",
            figures.span([p.here / p.base for p in mine], ".3f"),
        ])  # fmt: skip
    return lines


def slower(pairs: list[Pair], tolerance: float) -> list[str]:
    lines = []
    for key in dict.fromkeys(p.key() for p in pairs):
        ratio = median(p.here / p.base for p in pairs if p.key() == key)
        if ratio < 1 - tolerance:
            model, dim, threads, what = key
            lines.append(f"{model} dim {dim}, {threads} threads, {what}: {ratio:.3f} of the base")
    return lines


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True, help="firth of the base commit")
    parser.add_argument("--models", default="skipgram,cbow", help="default: %(default)s")
    parser.add_argument("--dims", type=figures.numbers, default=[100, 300], help="default: 100,300")
    parser.add_argument("--threads", type=figures.numbers, default=[1], help="default: 1")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=4, help="epochs that are timed; default: 4")
    parser.add_argument("--tolerance", type=float, default=0.08, help="default: %(default)s")
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    text = programs.unpacked(programs.data_file(options.corpus))
    words = programs.word_count(text)
    pairs = []
    for number in range(options.rounds):
        for model in options.models.split(","):
            for dim in options.dims:
                for threads in options.threads:
                    run = programs.Run(model, text, programs.PLACE / "quick.bin", dim=dim,
                                       threads=threads)  # fmt: skip
                    pairs += measure(options, run, words, base_first=number % 2 == 0)
        figures.say(f"round {number + 1} of {options.rounds}")
    head = ["model", "dim", "threads", "what", "base, k words/s", "here, k words/s", "here / base"]
    print(figures.table(head, rows(pairs)))
    figures.write_report("quick", {"machine": programs.machine(), "options": vars(options),
                                   "pairs": [asdict(p) for p in pairs]})  # fmt: skip
    found = slower(pairs, options.tolerance)
    for line in found:
        figures.say(f"bench: slower by more than {options.tolerance:.0%}: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
