#!/usr/bin/env python3
"""What the interval between exchanges of several ranks does to vectors and to speed.

Skip-gram at 100 columns, one thread a rank, on this machine; the one process that ranks are compared
with is trained too. The sets stand below FIRTH_DATA.

usage: intervals.py [--ranks 2,4] [--intervals N,...] [--seeds 1,2] [--epochs 3] [--docs]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import mean

import figures
import picture
import programs
import scale_out
from scores import SETS, score

CORPUS = "corpora/enwiki17m.lines.txt.zst"
SPEED = "M words/s"
INTERVALS = [12_500, 25_000, 50_000, 100_000, 200_000, 400_000]

Figures = dict[str, float]  # of each set, and SPEED


def measured(ranks: int, interval: int, options: argparse.Namespace) -> Figures:
    """The mean of all seeds; one rank is one process, which exchanges nothing."""
    start = [] if ranks == 1 else [*scale_out.LOCAL, "-n", str(ranks)]
    more = [] if ranks == 1 else ["--exchange-words", str(interval)]
    runs = []
    with tempfile.TemporaryDirectory(dir=programs.PLACE) as folder:
        out = str(Path(folder) / "out.bin")
        for seed in options.seeds:
            flags = ["--epochs", str(options.epochs), "--seed", str(seed), *more]
            said = scale_out.train(start, str(programs.FIRTH), options.text, out, flags)
            runs.append({**score(out), SPEED: scale_out.rate(said) / 1e6})
    found = {name: mean(run[name] for run in runs) for name in runs[0]}
    line = ", ".join(f"{name} {value:.2f}" for name, value in found.items())
    figures.say(f"{ranks} ranks, every {interval:,} words: {line}")
    return found


def draw(alone: Figures, curves: dict[int, dict[int, Figures]], intervals: list[int]) -> str:
    charts = []
    for name in [*SETS, SPEED]:
        lines = {"one process": [(float(at), alone[name]) for at in (intervals[0], intervals[-1])]}
        for ranks, points in curves.items():
            lines[f"{ranks} ranks"] = [(float(at), found[name]) for at, found in points.items()]
        charts.append((name, "words a rank between exchanges", "", lines))
    return picture.panels(charts, linear_y=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ranks", type=figures.numbers, default=[2, 4])
    parser.add_argument("--intervals", type=figures.numbers, default=INTERVALS)
    parser.add_argument("--seeds", type=figures.numbers, default=[1])
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--docs", action="store_true", help="refresh docs/scale-out.md")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    options.text = str(programs.unpacked(programs.data_file(CORPUS)))
    alone = measured(1, 0, options)
    curves: dict[int, dict[int, Figures]] = {ranks: {} for ranks in options.ranks}
    for interval in options.intervals:  # all ranks at each: a slow hour is neither's alone
        for ranks in options.ranks:
            curves[ranks][interval] = measured(ranks, interval, options)
    names = [*SETS, SPEED]
    rows = [["one process", "", *(f"{alone[name]:.2f}" for name in names)]]
    rows += [[str(ranks), f"{interval:,}", *(f"{found[name]:.2f}" for name in names)]
             for ranks, points in curves.items() for interval, found in points.items()]  # fmt: skip
    table = figures.table(["ranks", "words", *names], rows)
    print(f"{table}\n\n{programs.describe_machine()}")
    if options.docs:
        figures.put_into_docs(figures.DOCS / "scale-out.md", "intervals", table)
        picture.write(figures.DOCS / "scale-out-intervals.svg", draw(alone, curves, options.intervals))


if __name__ == "__main__":
    main()
