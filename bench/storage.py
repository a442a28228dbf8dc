#!/usr/bin/env python3
"""What do bf16 rows cost, and what do they save? --storage bf16 beside float32.

Quality: both train the whole corpus with the same seeds and are scored alike. Speed: one epoch, the
two in turn; words per second are those of training, without counting. Memory: the largest RssAnon
that the system showed, looked at every 10 ms, beside what firth stated before training;
files in memory do not count: the corpus, and the result, which waits in files that have no name.
FIRTH_DATA names the folder of texts and test sets.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import figures
import growth
import programs
import scale_out
from scores import SETS, cell, score

CORPUS = "corpora/enwiki17m.lines.txt.zst"
STORAGES = ("float32", "bf16")


@dataclass
class Scored:
    model: str
    storage: str
    seed: int
    scores: dict[str, float]


@dataclass
class Timed:
    model: str
    dim: int
    threads: int
    storage: str
    words_per_second: float
    rss_anon: int
    stated: float

    def key(self) -> tuple[str, int, int]:
        return (self.model, self.dim, self.threads)


def command(run: programs.Run, storage: str) -> list[str]:
    return [*programs.firth_command(run), "--storage", storage]


def qualities(options: argparse.Namespace, text: Path) -> Iterator[Scored]:
    for seed in range(1, options.seeds + 1):
        for model in options.models:
            for storage in STORAGES:
                run = programs.Run(model, text, programs.PLACE / "storage.bin", dim=options.dims[0],
                                   threads=options.threads[0], seed=seed)  # fmt: skip
                programs.seconds_of(command(run, storage), run)
                result = Scored(model, storage, seed, score(str(run.out)))
                shown = "  ".join(f"{name} {value:.2f}" for name, value in result.scores.items())
                figures.say(f"{model} {storage} seed {seed}: {shown}")
                yield result


def timed(run: programs.Run, storage: str) -> Timed:
    _, anonymous, said = growth.run_watched(command(run, storage))
    return Timed(run.model, run.dim, run.threads, storage, scale_out.rate(said), anonymous,
                 growth.stated_memory(said))  # fmt: skip


def timings(options: argparse.Namespace, text: Path) -> Iterator[Timed]:
    for number in range(options.rounds):
        order = STORAGES if number % 2 == 0 else STORAGES[::-1]
        for model in options.models:
            for dim in options.dims:
                for threads in options.threads:
                    run = programs.Run(model, text, programs.PLACE / "storage.bin", dim=dim,
                                       threads=threads, epochs=1)  # fmt: skip
                    yield from (timed(run, storage) for storage in order)
        figures.say(f"round {number + 1} of {options.rounds}")


def quality_table(results: list[Scored]) -> str:
    lines = []
    for model in dict.fromkeys(r.model for r in results):
        for storage in STORAGES:
            mine = [r.scores for r in results if (r.model, r.storage) == (model, storage)]
            lines.append([model, storage, *(cell([s[name] for s in mine]) for name in SETS)])
    return figures.table(["model", "storage", *SETS], lines)


def most(runs: list[Timed]) -> str:
    return f"{max(r.rss_anon for r in runs) / 1e6:.0f}"


def speed_table(results: list[Timed]) -> str:
    lines = []
    for key in dict.fromkeys(r.key() for r in results):
        whole, half = ([r for r in results if (r.key(), r.storage) == (key, s)] for s in STORAGES)
        lines.append([
            *map(str, key),
            *(f"{median(r.words_per_second for r in runs) / 1000:,.0f}" for runs in (whole, half)),
            figures.span([b.words_per_second / a.words_per_second
                          for a, b in zip(whole, half, strict=True)], ".3f"),
            *(f"{most(runs)} ({runs[0].stated / 1e6:.0f})" for runs in (whole, half)),
        ])  # fmt: skip
    return figures.table(["model", "dim", "threads", "float32, k words/s", "bf16, k words/s",
                          "bf16 / float32", "float32, MB (stated)", "bf16, MB (stated)"], lines)  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=figures.some_of(["skipgram", "cbow"]),
                        default=["skipgram", "cbow"], help="default: skipgram,cbow")  # fmt: skip
    parser.add_argument("--dims", type=figures.numbers, default=[100, 300],
                        help="quality is that of the first; default: 100,300")  # fmt: skip
    parser.add_argument("--threads", type=figures.numbers, default=[1, 2],
                        help="quality is that of the first; default: 1,2")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=5, help="pairs; default: %(default)s")
    parser.add_argument("--seeds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    text = programs.unpacked(programs.data_file(options.corpus))
    scored, speeds = list(qualities(options, text)), list(timings(options, text))
    for table in ([quality_table(scored)] if scored else []) + ([speed_table(speeds)] if speeds else []):
        print(table, end="\n\n")
    print(programs.describe_machine())
    figures.write_report("storage", {"machine": programs.machine(), "options": vars(options),
                                     "scores": [asdict(r) for r in scored],
                                     "speeds": [asdict(r) for r in speeds]})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
