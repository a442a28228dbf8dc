#!/usr/bin/env python3
"""How many words a second does firth train on, beside word2vec.c?

The two programs run in turn, so that a machine whose speed drifts is fair to both, and only the
ratio within a round is reported as a result. The rate is that of steady training: the time of a
run of several epochs less that of one epoch, so that counting, reading and writing drop out.
FIRTH_DATA names the folder of texts. The figures of all runs go to build/bench/speed.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass, replace
from statistics import median

import programs

CORPUS = "corpora/enwiki17m.lines.txt.zst"


@dataclass
class Round:
    model: str
    dim: int
    threads: int
    words_per_second: dict[str, float]


def steady_rate(program: str, run: programs.Run, words: int, epochs: int) -> float:
    short = programs.seconds_for(program, replace(run, epochs=1))
    long = programs.seconds_for(program, replace(run, epochs=1 + epochs))
    return words * epochs / max(long - short, 1e-3)


def span(values: list[float], form: str) -> str:
    """Median (smallest-largest)."""
    low, middle, high = min(values), median(values), max(values)
    return f"{middle:{form}} ({low:{form}}-{high:{form}})"


def table(rounds: list[Round]) -> str:
    lines = [
        "| model | dim | threads | word2vec.c, k words/s | firth, k words/s | firth / word2vec.c |",
        "|---|---|---|---|---|---|",
    ]
    for key in dict.fromkeys((r.model, r.dim, r.threads) for r in rounds):
        mine = [r.words_per_second for r in rounds if (r.model, r.dim, r.threads) == key]
        columns = [str(part) for part in key]
        for program in programs.COMMANDS:
            rates = [rate[program] / 1000 for rate in mine if program in rate]
            columns.append(span(rates, ",.0f") if rates else "")
        ratios = [rate["firth"] / rate["word2vec.c"] for rate in mine if len(rate) == 2]
        columns.append(span(ratios, ".1f") if ratios else "")
        lines.append("| " + " | ".join(columns) + " |")
    return "\n".join(lines)


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", default="skipgram,cbow", help="default: %(default)s")
    parser.add_argument("--dims", type=numbers, default=[100, 300], help="default: 100,300")
    parser.add_argument("--threads", type=numbers, default=[1, 2], help="default: 1,2")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=1, help="epochs that are timed; default: 1")
    parser.add_argument("--lines", type=int, help="only the first so many lines of the text")
    parser.add_argument("--only", choices=list(programs.COMMANDS), help="one program alone")
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def measure(options: argparse.Namespace, base: programs.Run, words: int) -> Round:
    chosen = [options.only] if options.only else list(programs.COMMANDS)
    rates = {}
    for program in chosen:
        run = replace(base, out=programs.PLACE / f"speed.{program}.bin")
        rates[program] = steady_rate(program, run, words, options.epochs)
    shown = "  ".join(f"{name} {rate:,.0f} words/s" for name, rate in rates.items())
    print(f"{base.model} dim {base.dim}, {base.threads} threads: {shown}", file=sys.stderr, flush=True)
    return Round(base.model, base.dim, base.threads, rates)


def main() -> int:
    options = arguments()
    text = programs.unpacked(programs.data_file(options.corpus), options.lines)
    words = programs.word_count(text)
    rounds = []
    for _ in range(options.rounds):
        for model in options.models.split(","):
            for dim in options.dims:
                for threads in options.threads:
                    base = programs.Run(model, text, programs.PLACE, dim=dim, threads=threads)
                    rounds.append(measure(options, base, words))
    print(f"{text.name}, {words:,} words; median (smallest-largest) of {options.rounds} rounds\n")
    print(table(rounds), programs.describe_machine(), sep="\n\n")
    report = {"machine": programs.machine(), "options": vars(options), "words": words,
              "rounds": [asdict(r) for r in rounds]}  # fmt: skip
    out = programs.PLACE / "speed.json"
    out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"all figures: {out.relative_to(programs.ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
