#!/usr/bin/env python3
"""Vectors with subwords, beside fastText's: words per second, memory, and what the vectors are worth.

All programs have n-grams of 3 to 6 characters in 2,000,000 buckets and fastText's rates (--compat
fasttext), and run in turn. The rate is that of steady training: the wall time of a run of 1 + E epochs
less that of a run of one, so that counting, reading and writing drop out. Memory is the largest RssAnon
of the longer run, looked at every 10 ms. --quality trains on the whole text and scores the vectors
instead. FIRTH_DATA names the folder of texts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace

import figures
import programs
from growth import run_watched
from scores import SETS, cell, score, shortfalls

CORPUS = "corpora/enwiki17m.lines.txt.zst"
# Thinning out is word2vec's 1e-3, so that a text this short has something to train on.
SAMPLE = "1e-3"
# Epochs that are timed, so that each program takes seconds enough to be measured.
TIMED = {"firth": 8, "fastText": 1, "gensim": 1}


def gensim(run: programs.Run) -> list[str]:
    python, program = map(str, programs.GENSIM)
    return [
        python, program.replace("train_gensim", "train_gensim_subwords"), run.model,
        str(run.corpus), str(run.out), str(run.dim), str(run.threads), str(run.epochs), run.rate,
        SAMPLE, str(run.min_count), str(run.seed),
    ]  # fmt: skip


PROGRAMS: dict[str, Callable[[programs.Run], list[str]]] = {
    "firth": programs.firth_command,
    "fastText": programs.fasttext_command,
    "gensim": gensim,
}


@dataclass
class Measured:
    program: str
    model: str
    dim: int
    words_per_second: float = 0
    rss_anon: int = 0
    scores: dict[str, float] = field(default_factory=dict)


def remove_vectors(run: programs.Run) -> None:
    for old in run.out.parent.glob(run.out.name + "*"):
        old.unlink()


def speed(program: str, run: programs.Run, words: int) -> Measured:
    command, epochs = PROGRAMS[program], TIMED[program]
    short, _, _ = run_watched(command(replace(run, epochs=1)))
    remove_vectors(run)
    long, peak, _ = run_watched(command(replace(run, epochs=1 + epochs)))
    remove_vectors(run)
    rate = words * epochs / max(long - short, 1e-3)
    figures.say(f"{run.model} dim {run.dim} {program}: {rate:,.0f} words/s ({short:.1f} s, "
                f"{long:.1f} s), {peak / 1e6:,.0f} MB")  # fmt: skip
    return Measured(program, run.model, run.dim, rate, peak)


def quality(program: str, run: programs.Run, words: int) -> Measured:
    seconds, peak, _ = run_watched(PROGRAMS[program](run))
    scores = score(str(programs.vectors_of(run)))
    remove_vectors(run)
    shown = "  ".join(f"{name} {value:.2f}" for name, value in scores.items())
    figures.say(f"{run.model} dim {run.dim} {program} seed {run.seed}: {shown}  {seconds:.0f} s")
    return Measured(program, run.model, run.dim, words * run.epochs / seconds, peak, scores)


def groups(results: list[Measured]) -> dict[tuple[str, int], dict[str, list[Measured]]]:
    found: dict[tuple[str, int], dict[str, list[Measured]]] = {}
    for r in results:
        found.setdefault((r.model, r.dim), {}).setdefault(r.program, []).append(r)
    return found


def speed_rows(results: list[Measured]) -> list[list[str]]:
    """A round's ratios are those of runs that followed each other."""
    rows = []
    for (model, dim), measured in groups(results).items():
        ours = measured.get("firth", [])
        for program, theirs in measured.items():
            pairs = list(zip(ours, theirs)) if program != "firth" else []
            rows.append([
                model, str(dim), program,
                figures.span([m.words_per_second / 1000 for m in theirs], ",.0f"),
                figures.span([a.words_per_second / b.words_per_second for a, b in pairs], ".1f"),
                f"{max(m.rss_anon for m in theirs) / 1e6:,.0f}",
                figures.span([a.rss_anon / b.rss_anon for a, b in pairs], ".2f"),
            ])  # fmt: skip
    return rows


def quality_rows(results: list[Measured]) -> list[list[str]]:
    rows = []
    for (model, dim), measured in groups(results).items():
        for program, runs in measured.items():
            cells = [cell([r.scores[name] for r in runs]) for name in SETS]
            rows.append([model, str(dim), program, *cells])
    return rows


def verdicts(results: list[Measured]) -> list[str]:
    """On which sets firth's mean is below another's by more than counts as equal."""
    lines = []
    for (model, dim), measured in groups(results).items():
        for program, theirs in measured.items():
            if program == "firth" or "firth" not in measured:
                continue
            below = shortfalls([r.scores for r in measured["firth"]], [r.scores for r in theirs])
            lines.append(
                f"{model}, dim {dim}, beside {program}: "
                + ("lower on " + ", ".join(below) if below else "equal or better")
            )
    return lines


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", default="skipgram", help="default: %(default)s")
    parser.add_argument("--dims", type=figures.numbers, default=[100, 300], help="default: 100,300")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--first-seed", type=int, default=1, help="of the first round; default: 1")
    parser.add_argument("--epochs", type=int, default=1, help="with --quality; default: 1")
    parser.add_argument("--lines", type=int, help="only the first so many lines of the text")
    parser.add_argument("--programs", type=figures.some_of(PROGRAMS), default="firth,fastText",
                        help="default: %(default)s")  # fmt: skip
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    text = programs.unpacked(programs.data_file(options.corpus), options.lines)
    words = programs.word_count(text)
    results = []
    for seed in range(options.first_seed, options.first_seed + options.rounds):
        for model in options.models.split(","):
            for dim in options.dims:
                for program in options.programs:
                    run = programs.Run(model, text, programs.PLACE / f"subwords.{program}.bin",
                                       dim=dim, threads=options.threads, seed=seed,
                                       epochs=options.epochs, subwords=True)  # fmt: skip
                    remove_vectors(run)
                    results.append(
                        quality(program, run, words) if options.quality
                        else speed(program, run, words)
                    )  # fmt: skip
    print(f"{text.name}, {words:,} words, {options.threads} threads, learning rate "
          f"{programs.SUBWORDS_RATE}, sample {SAMPLE}, min-count 5; {options.rounds} rounds in "
          "turn\n")  # fmt: skip
    if options.quality:
        print(figures.table(["model", "dim", "program", *SETS], quality_rows(results)), end="\n\n")
        print("\n".join(verdicts(results)))
    else:
        head = ["model", "dim", "program", "thousand words/s", "firth is faster by", "RssAnon, MB",
                "firth takes times as much"]  # fmt: skip
        print(figures.table(head, speed_rows(results)))
    print(f"\n{programs.describe_machine()}")
    figures.write_report("subwords", {"machine": programs.machine(), "options": vars(options),
                                      "words": words, "runs": [asdict(r) for r in results]})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
