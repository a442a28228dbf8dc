#!/usr/bin/env python3
"""Are firth's vectors as good as word2vec.c's, and how much faster do they come?

Trains both programs on the same text with the same settings, scores both with `firth evaluate`
and prints a Markdown table. FIRTH_DATA names the folder of texts and test sets. The figures of
all runs go to build/bench/quality.json. Words per second are those of the whole command, from
reading the text to writing the vectors; ./run bench speed leaves counting out.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field
from statistics import mean

import programs
from scores import SETS, cell, score, shortfalls

CORPUS = "corpora/enwiki17m.lines.txt.zst"


@dataclass
class Measured:
    program: str
    model: str
    seed: int
    words_per_second: float
    scores: dict[str, float] = field(default_factory=dict)


def measure(program: str, run: programs.Run, words: int) -> Measured:
    seconds = programs.seconds_for(program, run)
    result = Measured(program, run.model, run.seed, words * run.epochs / seconds)
    result.scores = score(str(run.out))
    return result


def show(result: Measured) -> None:
    scores = "  ".join(f"{name} {value:.2f}" for name, value in result.scores.items())
    print(
        f"{result.model} {result.program} run {result.seed}: {scores}  "
        f"{result.words_per_second:,.0f} words/s",
        file=sys.stderr,
        flush=True,
    )


def rate_cell(values: list[float]) -> str:
    return f"{mean(values) / 1000:,.0f} k"


def rows(results: list[Measured], model: str, program: str) -> list[Measured]:
    return [r for r in results if r.model == model and r.program == program]


def table(results: list[Measured]) -> str:
    head = ["model", "program", *SETS, "words/s", "ratio"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for model in dict.fromkeys(r.model for r in results):
        reference = rows(results, model, "word2vec.c")
        for program in programs.COMMANDS:
            runs = rows(results, model, program)
            if not runs:
                continue
            cells = [cell([r.scores[name] for r in runs]) for name in SETS]
            rates = [r.words_per_second for r in runs]
            ratio = ""
            if reference:
                ratio = f"{mean(rates) / mean(r.words_per_second for r in reference):.1f}"
            lines.append("| " + " | ".join([model, program, *cells, rate_cell(rates), ratio]) + " |")
    return "\n".join(lines)


def verdicts(results: list[Measured]) -> list[str]:
    """One line a model: the sets on which firth's mean is below the reference's by too much."""
    lines = []
    for model in dict.fromkeys(r.model for r in results):
        ours, theirs = rows(results, model, "firth"), rows(results, model, "word2vec.c")
        if not ours or not theirs:
            continue
        below = shortfalls([r.scores for r in ours], [r.scores for r in theirs])
        lines.append(f"{model}: " + ("lower on " + ", ".join(below) if below else "equal quality"))
    return lines


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", default="skipgram,cbow", help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; default: %(default)s")
    parser.add_argument("--loss", choices=list(programs.LOSSES), default="ns",
                        help="negative sampling or hierarchical softmax; default: %(default)s")  # fmt: skip
    parser.add_argument("--only", choices=list(programs.COMMANDS), help="one program alone")
    parser.add_argument("--dim", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    packed = programs.data_file(options.corpus)
    text = programs.unpacked(packed)
    words = programs.word_count(text)
    chosen = [options.only] if options.only else list(programs.COMMANDS)
    results = []
    for model in options.models.split(","):
        for seed in range(1, options.runs + 1):
            for program in chosen:
                run = programs.Run(
                    model=model,
                    corpus=packed if program == "firth" else text,
                    out=programs.PLACE / f"{program}.{model}.{options.loss}.{seed}.bin",
                    dim=options.dim,
                    epochs=options.epochs,
                    threads=options.threads,
                    seed=seed,
                    loss=options.loss,
                )
                results.append(measure(program, run, words))
                show(results[-1])
    print(
        f"{options.corpus}, {words:,} words, loss {options.loss}, dim {options.dim}, {options.epochs} epochs, "
        f"{options.threads} threads, {options.runs} runs; mean (each run): Google per cent of "
        "analogies, others Spearman x 100\n"
    )
    print(table(results), *verdicts(results), programs.describe_machine(), sep="\n\n")
    report = {"machine": programs.machine(), "options": vars(options), "words": words,
              "runs": [asdict(r) for r in results]}  # fmt: skip
    out = programs.PLACE / "quality.json"
    out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"all figures: {out.relative_to(programs.ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
