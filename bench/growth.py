#!/usr/bin/env python3
"""How do time and memory of firth's training grow with the corpus, the vocabulary, the dimension
and the threads?

Each series changes one of them and leaves the others. Time is the wall time of the whole command,
one epoch; memory is the largest RssAnon that the system showed, looked at every 10 ms, beside what
firth stated before training. The runs of a round take turns; FIRTH_DATA names the folder of texts.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import figures
import picture
import programs

CORPUS = "corpora/enwiki69m.lines.txt.zst"
UNITS = {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}


@dataclass(frozen=True)
class Point:
    """One run of a series; `words` of the corpus in millions, 0: all."""

    series: str
    words: int
    vocabulary: int = 10_000
    dim: int = 100
    threads: int = 1


@dataclass
class Measured:
    point: Point
    words: int
    seconds: float
    rss_anon: int
    stated: float

    def x(self) -> float:
        column = {"corpus": self.words / 1e6, "vocabulary": self.point.vocabulary,
                  "dimension": self.point.dim, "threads": self.point.threads}  # fmt: skip
        return column[self.point.series]


X_NAMES = {"corpus": "million words", "vocabulary": "words in the vocabulary",
           "dimension": "dimension", "threads": "threads"}  # fmt: skip


def points(options: argparse.Namespace) -> Iterator[Point]:
    for words in options.words:
        yield Point("corpus", words)
    for vocabulary in options.vocabularies:
        yield Point("vocabulary", options.base_words, vocabulary=vocabulary)
    for dim in options.dims:
        yield Point("dimension", options.base_words, dim=dim)
    for threads in options.threads:
        yield Point("threads", options.base_words, threads=threads)


def first_words(text: Path, millions: int) -> Path:
    """The lines from the beginning that hold so many million words; the whole text for 0."""
    if millions == 0:
        return text
    out = text.with_name(f"{text.name}.{millions}m")
    if out.is_file():
        return out
    wanted, partial = millions * 1_000_000, out.with_suffix(".part")
    with text.open("rb") as lines, partial.open("wb") as kept:
        for line in lines:
            kept.write(line)
            wanted -= len(line.split())
            if wanted <= 0:
                break
    partial.rename(out)
    return out


def rss_anon(pid: int) -> int:
    """Bytes of memory that no file stands behind; 0 once the process has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"^RssAnon:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def stated_memory(log: str) -> float:
    found = re.search(r"memory\s+([\d.]+) (\w+):", log)
    return float(found[1]) * UNITS[found[2]] if found else 0.0


def run_watched(command: list[str]) -> tuple[float, int, str]:
    log = programs.PLACE / "growth.log"
    start, peak = time.monotonic(), 0
    with log.open("w+", encoding="utf-8") as out:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=out) as process:
            while process.poll() is None:
                peak = max(peak, rss_anon(process.pid))
                time.sleep(0.01)
        seconds = time.monotonic() - start
        out.seek(0)
        printed = out.read()
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}\nended with {process.returncode}: {printed[-2000:]}")
    return seconds, peak, printed


def measure(point: Point, model: str, text: Path, counts: dict[Path, int]) -> Measured:
    corpus = first_words(text, point.words)
    if corpus not in counts:
        counts[corpus] = programs.word_count(corpus)
    run = programs.Run(model, corpus, programs.PLACE / "growth.bin", dim=point.dim, epochs=1,
                       threads=point.threads, min_count=1)  # fmt: skip
    command = [*programs.firth_command(run), "--max-vocab", str(point.vocabulary)]
    seconds, peak, printed = run_watched(command)
    result = Measured(replace(point), counts[corpus], seconds, peak, stated_memory(printed))
    figures.say(f"{point}: {seconds:.2f} s, {peak / 1e6:.0f} MB")
    return result


def of_point(results: list[Measured], point: Point) -> list[Measured]:
    return [r for r in results if r.point == point]


def rows(results: list[Measured]) -> list[list[str]]:
    lines = []
    for point in dict.fromkeys(r.point for r in results):
        mine = of_point(results, point)
        per_word = [r.seconds / (r.words / 1e6) for r in mine]
        memory = max(r.rss_anon for r in mine) / 1e6
        lines.append([
            point.series, f"{mine[0].words / 1e6:.1f}", f"{point.vocabulary:,}", str(point.dim),
            str(point.threads), figures.span([r.seconds for r in mine], ".2f"),
            f"{median(per_word):.3f}", f"{memory:.0f}", f"{mine[0].stated / 1e6:.0f}",
        ])  # fmt: skip
    return lines


def draw(results: list[Measured]) -> str:
    charts = []
    for series in dict.fromkeys(r.point.series for r in results):
        seconds, memory = [], []
        for point in dict.fromkeys(r.point for r in results if r.point.series == series):
            mine = of_point(results, point)
            seconds.append((mine[0].x(), median(r.seconds for r in mine)))
            memory.append((mine[0].x(), max(r.rss_anon for r in mine) / 1e6))
        name = X_NAMES[series]
        charts.append((f"Time against {series}", name, "s", {"one epoch": sorted(seconds)}))
        charts.append((f"Memory against {series}", name, "MB", {"RssAnon": sorted(memory)}))
    return picture.panels(charts)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=figures.numbers, default=[1, 2, 4, 8, 17, 34, 0],
                        help="million words of the corpus; 0: all [1,2,4,8,17,34,0]")  # fmt: skip
    parser.add_argument("--vocabularies", type=figures.numbers,
                        default=[1000, 3000, 10000, 30000, 100000])  # fmt: skip
    parser.add_argument("--dims", type=figures.numbers, default=[50, 100, 200, 300, 600])
    parser.add_argument("--threads", type=figures.numbers, default=[1, 2])
    parser.add_argument("--base-words", type=int, default=4,
                        help="million words of the other series; default: 4")  # fmt: skip
    parser.add_argument("--model", default="skipgram", choices=["skipgram", "cbow"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    parser.add_argument("--docs", action="store_true", help="refresh docs/performance.md")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    text = programs.unpacked(programs.data_file(options.corpus))
    counts: dict[Path, int] = {}
    results = []
    for _ in range(options.rounds):
        for point in points(options):
            results.append(measure(point, options.model, text, counts))
    head = ["series", "million words", "--max-vocab", "dim", "threads", "seconds",
            "s a million words", "RssAnon MB", "stated MB"]  # fmt: skip
    shown = (
        f"{options.model}, first lines of {text.name}, min-count 1, one epoch; seconds of the whole "
        f"command, median (smallest-largest) of {options.rounds} rounds.\n\n"
        f"{figures.table(head, rows(results))}\n\n{programs.describe_machine()}"
    )
    print(shown)
    figures.write_report("growth", {"machine": programs.machine(), "options": vars(options),
                                    "runs": [asdict(r) for r in results]})  # fmt: skip
    picture.write(programs.PLACE / "growth.svg", draw(results))
    if options.docs:
        picture.write(figures.DOCS / "performance-growth.svg", draw(results))
        figures.put_into_docs(figures.DOCS / "performance.md", "growth",
                              f"![Time and memory](performance-growth.svg)\n\n{shown}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
