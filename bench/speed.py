#!/usr/bin/env python3
"""How many words a second does firth train on, beside other programs, and what comes of it?

The programs run in turn, so that a machine whose speed drifts is fair to all, and only ratios within
a round are results. The rate is that of steady training, by one rule for all programs: the wall time
of a run of 1 + E epochs less that of a run of one, so that counting, reading and writing drop out.
Programs' own reports are not used: some count processor seconds, some only kept words. The vectors of
the longer run are scored by firth's scorer for all. FIRTH_DATA names the folder of texts.

Others join by --peer 'NAME=COMMAND', a line of sh with {corpus} {out} {dim} {threads} {epochs}
{model} {lr} {cbow}; {cbow} is 1 or 0, {model} skipgram or cbow.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, dataclass, field, replace
from math import ceil
from statistics import mean, median

import figures
import picture
import programs
from scores import SETS, score

CORPUS = "corpora/enwiki17m.lines.txt.zst"
LOSS_TEXTS = {"ns": "5 negatives", "hs": "hierarchical softmax"}
SCORES_TEXT = (
    " Google: per cent of the analogies of the 30,000 most frequent words; the others: Spearman x "
    "100; means."
)
# Of a word of the corpus: the share that subsampling keeps, and the pairs of a kept word. Both were
# counted on CORPUS with window 5, 5 negatives and sample 1e-3.
KEPT, PAIRS = 0.765, 34.5


@dataclass
class Round:
    model: str
    dim: int
    threads: int
    words_per_second: dict[str, float]
    scores: dict[str, dict[str, float]] = field(default_factory=dict)

    def key(self) -> tuple[str, int, int]:
        return (self.model, self.dim, self.threads)


def steady_rate(
    command: programs.Command, run: programs.Run, words: int, epochs: int, seconds: float
) -> float:
    """Over `epochs` epochs, or as many as take `seconds`."""
    one = replace(run, epochs=1)
    short = programs.seconds_of(command(one), one)
    epochs = max(epochs, ceil(seconds / short))
    more = replace(run, epochs=1 + epochs)
    long = programs.seconds_of(command(more), more)
    return words * epochs / max(long - short, 1e-3)


def speed_rows(rounds: list[Round], names: list[str]) -> list[list[str]]:
    rows = []
    for key in dict.fromkeys(r.key() for r in rounds):
        mine = [r for r in rounds if r.key() == key]
        for name in names:
            rates = [r.words_per_second[name] for r in mine if name in r.words_per_second]
            if not rates:
                continue
            pairs = [r.words_per_second for r in mine if {"firth", name} <= set(r.words_per_second)]
            ratios = [pair["firth"] / pair[name] for pair in pairs] if name != "firth" else []
            scored = [r.scores[name] for r in mine if name in r.scores]
            quality = [f"{mean(s[k] for s in scored):.1f}" for k in SETS] if scored else []
            shown = figures.span([rate / 1000 for rate in rates], ",.0f")
            rows.append([*map(str, key), name, shown, figures.span(ratios, ".1f"), *quality])
    return rows


def gain_rows(rounds: list[Round], names: list[str]) -> list[list[str]]:
    """Each program's rate on several threads over its rate on one, round by round."""
    rows = []
    for model, dim, threads in dict.fromkeys(r.key() for r in rounds if r.threads > 1):
        ones = [r.words_per_second for r in rounds if r.key() == (model, dim, 1)]
        many = [r.words_per_second for r in rounds if r.key() == (model, dim, threads)]
        for name in names:
            gains = [m[name] / o[name] for o, m in zip(ones, many) if name in o and name in m]
            if gains:
                rows.append([model, str(dim), str(threads), name, figures.span(gains, ".2f")])
    return rows


def peak(machine: dict) -> float:
    """Operations a second of one thread with the best instructions."""
    return max(
        a["operations_per_second"]["median"] for a in machine["arithmetic"] if a["threads"] == 1
    )


def share_rows(rounds: list[Round], machine: dict, names: list[str]) -> list[list[str]]:
    """How much of the multiply-add rate skip-gram on one thread makes use of, end to end."""
    rows = []
    for _, dim, _ in dict.fromkeys(r.key() for r in rounds if r.key()[::2] == ("skipgram", 1)):
        mine = [r.words_per_second for r in rounds if r.key() == ("skipgram", dim, 1)]
        for name in names:
            work = 6 * dim * KEPT * PAIRS / peak(machine)
            shares = [100 * rate[name] * work for rate in mine if name in rate]
            if shares:
                rows.append([str(dim), name, figures.span(shares, ".0f") + " %"])
    return rows


def tables(rounds: list[Round], machine: dict, names: list[str]) -> str:
    head = ["model", "dim", "threads", "program", "thousand words/s", "firth is faster by"]
    scored = any(r.scores for r in rounds)
    parts = [figures.table([*head, *(SETS if scored else [])], speed_rows(rounds, names))]
    if gains := gain_rows(rounds, names):
        parts.append(figures.table(["model", "dim", "threads", "program", "times one thread"], gains))
    if shares := share_rows(rounds, machine, names):
        parts.append(
            figures.table(["dim", "program", "skip-gram's share of the multiply-add rate"], shares)
        )
    return "\n\n".join(parts)


def draw(rounds: list[Round], names: list[str]) -> str:
    groups = {}
    for key in dict.fromkeys(r.key() for r in rounds):
        mine = [r.words_per_second for r in rounds if r.key() == key]
        label = f"{key[0]} {key[1]}, {key[2]} thread{'s' if key[2] > 1 else ''}"
        groups[label] = {
            name: median(rate[name] for rate in mine) / 1000
            for name in names
            if all(name in rate for rate in mine)
        }
    return picture.bars("Steady training, thousand words a second (log scale)", groups)


def peers(options: argparse.Namespace) -> dict[str, programs.Command]:
    names = [n for n in options.programs if options.loss == "ns" or n in programs.COMMANDS]
    chosen = {name: programs.PROGRAMS[name] for name in names}
    for peer in options.peer:
        name, equals, command = peer.partition("=")
        if not equals or not name or not command:
            sys.exit(f"bench: --peer takes NAME=COMMAND, not {peer!r}")
        chosen[name] = programs.peer_command(command)
    return chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", default="skipgram,cbow", help="default: %(default)s")
    parser.add_argument("--loss", choices=programs.LOSSES, default="ns",
                        help="hs: of the programs only firth and word2vec.c; default: %(default)s")  # fmt: skip
    parser.add_argument("--dims", type=figures.numbers, default=[100, 300], help="default: 100,300")
    parser.add_argument("--threads", type=figures.numbers, default=[1, 2], help="default: 1,2")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=2, help="epochs that are timed; default: 2")
    parser.add_argument("--seconds", type=float, default=0.0,
                        help="time so many more epochs that no program is timed for less; "
                             "with --no-quality")  # fmt: skip
    parser.add_argument("--lines", type=int, help="only the first so many lines of the text")
    parser.add_argument("--programs", type=figures.some_of(programs.PROGRAMS),
                        default="firth,word2vec.c,gensim,fastText", help="default: %(default)s")  # fmt: skip
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--skipgram-only", action="append", default=[], metavar="NAME",
                        help="a peer that has no CBOW, or is not asked for it")  # fmt: skip
    parser.add_argument("--cbow-only", action="append", default=[], metavar="NAME",
                        help="a peer that is asked for CBOW alone")  # fmt: skip
    parser.add_argument("--no-quality", action="store_true", help="do not score the vectors")
    parser.add_argument("--corpus", default=CORPUS, help="below FIRTH_DATA; default: %(default)s")
    parser.add_argument("--docs", action="store_true", help="refresh docs/performance.md")
    options = parser.parse_args()
    if options.docs and options.loss != "ns":
        parser.error("--docs is for --loss ns")
    if options.seconds and not options.no_quality:
        parser.error("--seconds gives programs different numbers of epochs: it needs --no-quality")
    return options


def measure(
    options: argparse.Namespace, base: programs.Run, words: int, chosen: dict[str, programs.Command]
) -> Round:
    result = Round(base.model, base.dim, base.threads, {})
    for name, command in chosen.items():
        if name in (options.skipgram_only if base.model == "cbow" else options.cbow_only):
            continue
        run = replace(base, out=programs.PLACE / f"speed.{name}.bin")
        result.words_per_second[name] = steady_rate(
            command, run, words, options.epochs, options.seconds
        )
        if not options.no_quality:
            result.scores[name] = score(str(programs.vectors_of(run)))
    shown = "  ".join(f"{n} {rate:,.0f}" for n, rate in result.words_per_second.items())
    figures.say(f"{base.model} dim {base.dim}, {base.threads} threads, words/s: {shown}")
    return result


def epochs_text(options: argparse.Namespace) -> str:
    if options.seconds:
        return f"as many epochs as take {options.seconds:.0f} s"
    return f"{1 + options.epochs} epochs"


def main() -> int:
    options = arguments()
    chosen = peers(options)
    text = programs.unpacked(programs.data_file(options.corpus), options.lines)
    words = programs.word_count(text)
    machine = figures.firth_bench("--rounds", "5", "--seconds", "0.02")
    rounds = []
    for number in range(options.rounds):
        for model in options.models.split(","):
            for dim in options.dims:
                for threads in options.threads:
                    base = programs.Run(model, text, programs.PLACE, dim=dim, threads=threads,
                                        seed=1 + number, loss=options.loss)  # fmt: skip
                    rounds.append(measure(options, base, words, chosen))
    shown = (
        f"{text.name}, {words:,} words, {LOSS_TEXTS[options.loss]}, window 5, sample 1e-3, "
        f"min-count 5, {epochs_text(options)}; median (smallest-largest) of {options.rounds} rounds in turn."
        f"{'' if options.no_quality else SCORES_TEXT}\n\n{tables(rounds, machine, list(chosen))}\n\n{programs.describe_machine()}"
    )
    print(shown)
    figures.write_report("speed", {
        "machine": programs.machine(), "limits": machine, "options": vars(options), "words": words,
        "rounds": [asdict(r) for r in rounds],
    })  # fmt: skip
    picture.write(programs.PLACE / "speed.svg", draw(rounds, list(chosen)))
    if options.docs:
        picture.write(figures.DOCS / "performance-speed.svg", draw(rounds, list(chosen)))
        figures.put_into_docs(figures.DOCS / "performance.md", "speed",
                              f"![Steady training](performance-speed.svg)\n\n{shown}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
