#!/usr/bin/env python3
"""Vectors with n-grams, hashed or in an exact table, and what firth quantize leaves of them.

Each table is trained by itself on the same text, one run each: bytes of the file, rows of n-grams,
seconds of the whole training, scores. What is quantised is the first one trained. Google, WS-353,
SimLex, MEN and RW are of known words, as `firth evaluate` has them; "RW, all" is the rank correlation
times 100 over every pair of RW, unknown words answered by their n-grams, pairs without an answer
counted as 0. FIRTH_DATA names the folder of texts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import correlation

import figures
import programs
from scores import SETS, score
from subwords import CORPUS, SAMPLE

TABLES = {
    "hashed": [],
    "exact, 5 times or more": ["--ngrams", "exact", "--min-ngram-count", "5"],
    "exact, 20 times or more": ["--ngrams", "exact", "--min-ngram-count", "20"],
    "exact, 100 times or more": ["--ngrams", "exact", "--min-ngram-count", "100"],
}
SMALLER = {
    "int8": [".safetensors", "--int8"],
    "codes": [".ftz", "--qnorm"],
    "codes, 400,000 rows": [".ftz", "--qnorm", "--cutoff", "400000"],
    "codes, 150,000 rows": [".ftz", "--qnorm", "--cutoff", "150000"],
    "codes of 4, 150,000 rows": [".ftz", "--qnorm", "--dsub", "4", "--cutoff", "150000"],
}


@dataclass
class Measured:
    name: str
    bytes: int
    ngram_rows: int
    seconds: float
    scores: dict[str, float] = field(default_factory=dict)
    loss: dict[str, float] = field(default_factory=dict)


def ranks(values: list[float]) -> list[float]:
    """Equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    begin = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or values[order[end]] != values[order[begin]]:
            for i in order[begin:end]:
                found[i] = (begin + end - 1) / 2
            begin = end
    return found


def rare_words(vectors: Path) -> float:
    """RW with unknown words."""
    lines = programs.data_file(SETS["RW"]).read_text(encoding="utf-8").splitlines()
    pairs = [line.lower().split()[:3] for line in lines]
    words = sorted({word for a, b, _ in pairs for word in (a, b)})
    done = subprocess.run(
        [programs.FIRTH, "fasttext", "print-word-vectors", vectors], input="\n".join(words),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = {}
    for line in done.stdout.splitlines():
        word, *numbers = line.split()
        rows[word] = [float(x) for x in numbers]

    def cosine(a: str, b: str) -> float:
        dot, aa, bb = (sum(x * y for x, y in zip(rows[p], rows[q], strict=True))
                       for p, q in ((a, b), (a, a), (b, b)))  # fmt: skip
        return dot / (aa * bb) ** 0.5 if aa > 0 and bb > 0 else 0.0

    found = [cosine(a, b) for a, b, _ in pairs]
    return 100 * correlation(ranks(found), ranks([float(s) for _, _, s in pairs]))


def measured(name: str, file: Path, seconds: float) -> Measured:
    about = json.loads(programs.timed([str(programs.FIRTH), "info", str(file), "--json"])[1])
    scores = score(str(file)) | {"RW, all": rare_words(file)}
    result = Measured(name, file.stat().st_size, about.get("ngram_rows", 0), seconds, scores)
    figures.say(f"{name}: {result}")
    return result


def train(name: str, options: argparse.Namespace, text: Path) -> tuple[Measured, Path]:
    out = programs.PLACE / "ngrams.safetensors"
    flags = [*TABLES[name], "--minn", "3", "--maxn", "6", "--epochs", str(options.epochs)]
    seconds, _ = programs.timed([
        str(programs.FIRTH), "train", "skipgram", str(text), "-o", str(out), "--dim", str(options.dim),
        "--threads", str(options.threads), "--sample", SAMPLE, "--min-count", "5", *flags,
    ])  # fmt: skip
    return measured(name, out, seconds), out


def quantized(name: str, model: Path) -> Measured:
    ending, *flags = SMALLER[name]
    out = programs.PLACE / f"ngrams.small{ending}"
    command = [str(programs.FIRTH), "quantize", str(model), "-o", str(out), "--json", *flags]
    seconds, printed = programs.timed(command)
    result = measured(name, out, seconds)
    result.loss = json.loads(printed)
    out.unlink()
    return result


def rows(results: list[Measured]) -> list[list[str]]:
    return [
        [r.name, f"{r.bytes / 1e6:,.1f}", f"{r.ngram_rows:,}", f"{r.seconds:.0f}",
         *(f"{value:.2f}" for value in r.scores.values()),
         *([f"{100 * r.loss['squares_lost']:.2g}", f"{r.loss['mean_cosine']:.4f}",
            f"{100 * r.loss['recall_at_10']:.1f}"] if r.loss else ["", "", ""])]
        for r in results
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--dim", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--lines", type=int, help="only the first so many lines of the text")
    parser.add_argument("--only", choices=("tables", "smaller"), help="not both")
    options = parser.parse_args()
    text = programs.unpacked(programs.data_file(CORPUS), options.lines)
    results = []
    for name in list(TABLES)[: 1 if options.only == "smaller" else None]:
        result, model = train(name, options, text)
        results.append(result)
        if name == "hashed" and options.only != "tables":
            results += [quantized(smaller, model) for smaller in SMALLER]
        model.unlink()
    print(f"{text.name}, dim {options.dim}, {options.epochs} epochs, {options.threads} threads, "
          f"n-grams of 3 to 6, sample {SAMPLE}, min-count 5\n")  # fmt: skip
    head = ["n-grams", "MB", "rows of n-grams", "seconds", *SETS, "RW, all", "squares lost, %",
            "mean cosine", "neighbours kept, %"]  # fmt: skip
    print(figures.table(head, rows(results)))
    print(f"\n{programs.describe_machine()}")
    figures.write_report("ngrams", {"machine": programs.machine(), "options": vars(options),
                                    "runs": [asdict(r) for r in results]})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
