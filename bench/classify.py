#!/usr/bin/env python3
"""Text classification: firth beside fastText on language identification, in turn.

Lines are pieces of 8 to 30 words of three Wikipedias, each with its language as label; a twentieth
is held out. Both programs learn by the same settings; precision is that on the lines held out, cut
to three to six words so that they can be mistaken. Times are of whole processes, from text to file.
--quantize makes both programs' models smaller instead, by the same settings, and compares bytes and
precision.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import figures
import programs
from programs import timed

CORPORA = {
    "en": "corpora/enwiki17m.raw.txt.zst",
    "de": "corpora/dewiki5m.raw.txt.zst",
    "zh": "corpora/zhwiki12m.segmented.txt.zst",
}
KINDS = {
    "words": [],
    "runs of 2 words": ["--word-ngrams", "2"],
    "pieces of 2 to 4": ["--minn", "2", "--maxn", "4"],
}
THEIR_FLAGS = {"--word-ngrams": "-wordNgrams", "--minn": "-minn", "--maxn": "-maxn"}


def pieces(label: str, text: Path, words: int, generator: random.Random) -> Iterator[str]:
    with text.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = line.split()
            at = 0
            while at < len(found):
                length = generator.randint(8, 30)
                yield f"__label__{label} {' '.join(found[at : at + length])}\n"
                at += length
            words -= len(found)
            if words < 0:
                return


def short(line: str, generator: random.Random) -> str:
    label, *words = line.split()
    at = generator.randrange(max(1, len(words) - 5))
    return f"{label} {' '.join(words[at : at + generator.randint(3, 6)])}\n"


def write_data(folder: Path, words: int) -> None:
    generator = random.Random(1)
    lines = []
    for label, name in CORPORA.items():
        lines += pieces(label, programs.unpacked(programs.data_file(name)), words,
                        generator)  # fmt: skip
    generator.shuffle(lines)
    held_out = len(lines) // 20
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "train.txt").write_text("".join(lines[held_out:]), encoding="utf-8")
    (folder / "test.txt").write_text("".join(lines[:held_out]), encoding="utf-8")
    cut = "".join(short(line, generator) for line in lines[:held_out])
    (folder / "short.txt").write_text(cut, encoding="utf-8")


def precision(printed: str) -> float:
    found = re.search(r"^P@1\s+([\d.]+)", printed, re.MULTILINE)
    if found is None:
        sys.exit(f"bench: no precision in {printed}")
    return float(found[1])


def firth(folder: Path, flags: list[str], threads: int) -> tuple[float, float, float]:
    """Seconds of training and of labelling, precision."""
    verb = [str(programs.FIRTH), "classify"]
    model = str(folder / "firth.bin")
    threaded = ["--threads", str(threads)]
    train, _ = timed([*verb, "train", str(folder / "train.txt"), "-o", model, *threaded, *flags])
    predict, _ = timed([*verb, "predict", model, str(folder / "train.txt"), *threaded], folder / "out")
    _, printed = timed([*verb, "test", model, str(folder / "short.txt")])
    return train, predict, precision(printed)


def fasttext(program: str, folder: Path, flags: list[str], threads: int) -> tuple[float, float, float]:
    model = str(folder / "fasttext")
    given = [THEIR_FLAGS.get(flag, flag) for flag in flags]
    train, _ = timed([program, "supervised", "-input", str(folder / "train.txt"), "-output", model,
                      "-thread", str(threads), "-verbose", "0", *given])  # fmt: skip
    predict, _ = timed([program, "predict", model + ".bin", str(folder / "train.txt")], folder / "out")
    _, printed = timed([program, "test", model + ".bin", str(folder / "short.txt")])
    return train, predict, precision(printed)


@dataclass(frozen=True)
class Smaller:
    """A quantised model: bytes of the file, precision, seconds that it took."""

    bytes: int
    precision: float
    seconds: float


def quantized_firth(folder: Path, cutoff: int, threads: int) -> Smaller:
    small = folder / "firth.ftz"
    kept = ["--cutoff", str(cutoff), "--retrain", str(folder / "train.txt")] if cutoff else []
    seconds, _ = timed([str(programs.FIRTH), "quantize", str(folder / "firth.bin"), "-o", str(small),
                        "--qnorm", *kept, "--quiet", "--threads", str(threads)])  # fmt: skip
    _, printed = timed([str(programs.FIRTH), "classify", "test", str(small),
                        str(folder / "short.txt")])  # fmt: skip
    return Smaller(small.stat().st_size, precision(printed), seconds)


def quantized_fasttext(program: str, folder: Path, cutoff: int, threads: int) -> Smaller:
    kept = ["-cutoff", str(cutoff), "-retrain"] if cutoff else []
    seconds, _ = timed([program, "quantize", "-input", str(folder / "train.txt"), "-output",
                        str(folder / "fasttext"), "-qnorm", *kept, "-thread", str(threads),
                        "-verbose", "0"])  # fmt: skip
    small = folder / "fasttext.ftz"
    _, printed = timed([program, "test", str(small), str(folder / "short.txt")])
    return Smaller(small.stat().st_size, precision(printed), seconds)


def compare_quantized(options: argparse.Namespace, folder: Path) -> None:
    """Prints bytes and precision of both programs' models, whole and cut to fewer rows."""
    rows = []
    for kind in options.kinds:
        ours = firth(folder, KINDS[kind], options.threads)[2]
        theirs = fasttext(options.fasttext, folder, KINDS[kind], options.threads)[2]
        sizes = [(folder / name).stat().st_size for name in ("firth.bin", "fasttext.bin")]
        rows.append([kind, "not quantised", *(f"{size:,}" for size in sizes), f"{ours:.4f}",
                     f"{theirs:.4f}", "", ""])  # fmt: skip
        for cutoff in options.cutoffs:
            us = quantized_firth(folder, cutoff, options.threads)
            them = quantized_fasttext(options.fasttext, folder, cutoff, options.threads)
            rows.append([kind, f"{cutoff:,} rows" if cutoff else "all rows", f"{us.bytes:,}",
                         f"{them.bytes:,}", f"{us.precision:.4f}", f"{them.precision:.4f}",
                         f"{us.seconds:.1f}", f"{them.seconds:.1f}"])  # fmt: skip
    head = ["kind", "kept", "bytes: firth", "fastText", "P@1: firth", "fastText", "s: firth",
            "fastText"]  # fmt: skip
    print(figures.table(head, rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--words", type=int, default=4_000_000, help="of each language")
    parser.add_argument("--fasttext", default=str(programs.FASTTEXT), help="fastText's program")
    parser.add_argument("--quantize", action="store_true")
    parser.add_argument("--cutoffs", type=figures.numbers, default=[0, 20_000, 5_000, 1_000],
                        help="with --quantize: rows kept, 0: all; default: 0,20000,5000,1000")  # fmt: skip
    parser.add_argument("--kinds", type=figures.some_of(KINDS), default=",".join(KINDS),
                        help="default: %(default)s")  # fmt: skip
    options = parser.parse_args()
    folder = programs.PLACE / f"classify.{options.words}"
    if not (folder / "short.txt").is_file():
        write_data(folder, options.words)
    print(programs.describe_machine())
    if options.quantize:
        print(f"{options.threads} threads; qnorm, trained again where rows are cut off\n")
        compare_quantized(options, folder)
        return
    print(f"{options.threads} threads, median of {options.rounds} rounds; seconds, firth / fastText")
    for kind in options.kinds:
        flags = KINDS[kind]
        rounds = [
            (firth(folder, flags, options.threads),
             fasttext(options.fasttext, folder, flags, options.threads))
            for _ in range(options.rounds)
        ]  # fmt: skip
        cells = []
        for i, name in enumerate(("training", "labelling")):
            ours, theirs = (median(r[who][i] for r in rounds) for who in (0, 1))
            cells.append(f"{name} {ours:.2f} / {theirs:.2f} = {theirs / ours:.1f} times as fast")
        ours, theirs = (median(r[who][2] for r in rounds) for who in (0, 1))
        print(f"{kind:18} {'; '.join(cells)}; P@1 {ours:.4f} / {theirs:.4f}", flush=True)


if __name__ == "__main__":
    main()
