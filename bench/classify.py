#!/usr/bin/env python3
"""Text classification: firth beside fastText on language identification, in turn.

Lines are pieces of 8 to 30 words of three Wikipedias, each with its language as label; a twentieth
is held out. Both programs learn by the same settings; precision is that on the lines held out, cut
to three to six words so that they can be mistaken. Times are of whole processes, from text to file.
--quantize makes both programs' models of words smaller instead, by the same settings, and compares
bytes and precision.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import programs

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


def run(command: list[str], out: Path | None = None) -> tuple[float, str]:
    start = time.monotonic()
    with open(out or "/dev/null", "wb") as file:
        stdout = file if out else subprocess.PIPE
        done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}: {done.stderr.decode()[-1000:]}")
    return time.monotonic() - start, (done.stdout or b"").decode()


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
    train, _ = run([*verb, "train", str(folder / "train.txt"), "-o", model, *threaded, *flags])
    predict, _ = run([*verb, "predict", model, str(folder / "train.txt"), *threaded], folder / "out")
    _, printed = run([*verb, "test", model, str(folder / "short.txt")])
    return train, predict, precision(printed)


def fasttext(program: str, folder: Path, flags: list[str], threads: int) -> tuple[float, float, float]:
    model = str(folder / "fasttext")
    given = [THEIR_FLAGS.get(flag, flag) for flag in flags]
    train, _ = run([program, "supervised", "-input", str(folder / "train.txt"), "-output", model,
                    "-thread", str(threads), "-verbose", "0", *given])  # fmt: skip
    predict, _ = run([program, "predict", model + ".bin", str(folder / "train.txt")], folder / "out")
    _, printed = run([program, "test", model + ".bin", str(folder / "short.txt")])
    return train, predict, precision(printed)


def quantized(fasttext_program: str, folder: Path, threads: int, cutoff: int) -> None:
    """Prints bytes and precision of both programs' models before and after."""
    text, short_lines = str(folder / "train.txt"), str(folder / "short.txt")
    before = (firth(folder, [], threads)[2], fasttext(fasttext_program, folder, [], threads)[2])
    ours, theirs = folder / "firth.ftz", folder / "fasttext.ftz"
    threaded = ["--threads", str(threads)]
    took_us, _ = run([str(programs.FIRTH), "quantize", str(folder / "firth.bin"), "-o", str(ours),
                      "--qnorm", "--cutoff", str(cutoff), "--retrain", text, "--quiet", *threaded])  # fmt: skip
    took_them, _ = run([fasttext_program, "quantize", "-input", text, "-output",
                        str(folder / "fasttext"), "-qnorm", "-cutoff", str(cutoff), "-retrain",
                        "-thread", str(threads), "-verbose", "0"])  # fmt: skip
    _, printed = run([str(programs.FIRTH), "classify", "test", str(ours), short_lines])
    _, printed_theirs = run([fasttext_program, "test", str(theirs), short_lines])
    after = (precision(printed), precision(printed_theirs))
    for name, i, model, file, seconds in (("firth", 0, "firth.bin", ours, took_us),
                                          ("fastText", 1, "fasttext.bin", theirs, took_them)):  # fmt: skip
        print(f"{name:9} .bin {(folder / model).stat().st_size:,} bytes, P@1 {before[i]:.4f}; .ftz "
              f"{file.stat().st_size:,} bytes, P@1 {after[i]:.4f}, {seconds:.1f} s")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--words", type=int, default=4_000_000, help="of each language")
    parser.add_argument("--fasttext", default=str(programs.FASTTEXT), help="fastText's program")
    parser.add_argument("--quantize", action="store_true")
    parser.add_argument("--cutoff", type=int, default=20_000, help="rows left; default: %(default)s")
    options = parser.parse_args()
    folder = programs.PLACE / f"classify.{options.words}"
    if not (folder / "short.txt").is_file():
        write_data(folder, options.words)
    print(programs.describe_machine())
    if options.quantize:
        print(f"{options.threads} threads, words; quantised with qnorm, cutoff {options.cutoff:,}, "
              "trained again")  # fmt: skip
        return quantized(options.fasttext, folder, options.threads, options.cutoff)
    print(f"{options.threads} threads, median of {options.rounds} rounds; seconds, firth / fastText")
    for kind, flags in KINDS.items():
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
