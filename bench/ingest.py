#!/usr/bin/env python3
"""How fast is a text counted and turned into ids, with one thread and two, plain and packed?

Each round runs all cases in turn, so that a machine whose speed drifts is fair to all. What is
timed is a whole pass: from the opened file, which is in the system's cache, to the settled
vocabulary and the ids in memory. FIRTH_DATA names the folder of texts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import programs

CORPUS = "corpora/enwiki17m.lines.txt.zst"
PROGRAM = programs.ROOT / "build" / "bench" / "firth_bench_ingest"


def passes(text: Path, threads: int) -> list[dict[str, Any]]:
    """Two passes in one process; the first one pays for memory that is new to it."""
    command = [str(PROGRAM), str(text), str(threads), "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def span(values: list[float], form: str) -> str:
    """Median (smallest-largest)."""
    return f"{median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="default: %(default)s")
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    packed = programs.data_file(options.corpus)
    plain = programs.unpacked(packed, None)
    plain.read_bytes()  # into the system's cache
    packed.read_bytes()
    cases = {"plain, 1 thread": (plain, 1), "plain, 2 threads": (plain, 2),
             "zstd, 1 thread": (packed, 1)}  # fmt: skip
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in cases}
    for _ in range(options.rounds):
        for name, (text, threads) in cases.items():
            runs[name].append(min(passes(text, threads), key=lambda run: float(run["seconds"])))

    one = runs["plain, 1 thread"]
    first = one[0]
    print(f"{plain.name}: {first['bytes'] / 1e6:.0f} MB, {first['tokens']:,} tokens, "
          f"{first['id_bytes'] / first['tokens']:.2f} bytes of ids a token; "
          f"median (smallest-largest) of {options.rounds} rounds\n")  # fmt: skip
    print("| case | seconds | MB/s | as fast as plain, 1 thread |", "|---|---|---|---|", sep="\n")
    for name, mine in runs.items():
        seconds = [run["seconds"] for run in mine]
        rates = [run["bytes"] / run["seconds"] / 1e6 for run in mine]
        ratios = [a["seconds"] / b["seconds"] for a, b in zip(one, mine)]
        print(f"| {name} | {span(seconds, '.3f')} | {span(rates, '.0f')} | {span(ratios, '.2f')} |")
    decoding = [run["ids"] / run["decode_seconds"] / 1e9 for run in one]
    print(f"\ndecoding: {span(decoding, '.2f')} billion ids a second\n")
    print(programs.describe_machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
