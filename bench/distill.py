#!/usr/bin/env python3
"""What is a static model worth, and how fast is it, beside the encoder that it was distilled from?

all-MiniLM-L6-v2, what `firth distill` makes of it, and of skip-gram and GloVe trained on English
Wikipedia: texts a second (sentences of that text, two threads, firth encode less the time of an empty
text), rank correlation on the STS Benchmark's test, and what the vectors of single words are worth.
FIRTH_DATA names the folder of texts and test sets.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path
from statistics import median

import encoder
import figures
import programs
from scores import SETS, score

CORPUS = "corpora/enwiki17m.lines.txt.zst"
STS = "eval/sentence/stsb-sts-test.csv"
PLACE = programs.PLACE / "distill"


def firth(*arguments: str | Path) -> float:
    """Runs the command; returns its seconds."""
    return programs.timed([str(programs.FIRTH), *map(str, arguments)])[0]


def texts_a_second(model: str | Path, texts: Path, count: int, rounds: int) -> list[float]:
    empty = PLACE / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    rates = []
    for _ in range(rounds):
        start = firth("encode", model, empty, "-o", PLACE / "empty.npy", "--threads", "2")
        whole = firth("encode", model, texts, "-o", PLACE / "texts.npy", "--threads", "2")
        rates.append(count / max(whole - start, 1e-3))
    return rates


def sts(model: str | Path) -> float:
    command = [programs.FIRTH, "evaluate", model, programs.data_file(STS), "--json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return 100 * json.loads(printed)[0]["spearman"]["value"]


def words_of(model: str | Path, words: Path) -> dict[str, float]:
    """The scores of single words, each a text by itself."""
    firth("encode", model, words, "-o", PLACE / "words.npy")
    (PLACE / "words.words.txt").write_text(words.read_text(encoding="utf-8"), encoding="utf-8")
    return score(str(PLACE / "words.npy"))


def models(options: argparse.Namespace) -> dict[str, tuple[str | Path, str | Path | None]]:
    """Folders to encode with; beside them the vectors of words, where these were trained."""
    bert = encoder.customary_model()
    text = programs.data_file(CORPUS)
    trained = {
        "skip-gram": ["skipgram", "--epochs", "3"],
        "GloVe": ["glove", "--epochs", "15", "--window", "10", "--x-max", "10"],
    }
    found: dict[str, tuple[str | Path, str | Path | None]] = {"all-MiniLM-L6-v2": (bert, None)}
    figures.say("distilling")
    vocabulary = PLACE / "vocabulary.txt"
    firth("distill", bert, "-o", PLACE / "pieces", "--dim", str(options.dim))
    firth("distill", bert, "-o", PLACE / "words", "--dim", str(options.dim), "--vocabulary", vocabulary)
    found["distilled, its pieces"] = (PLACE / "pieces", None)
    found["distilled, with --vocabulary"] = (PLACE / "words", None)
    for name, flags in trained.items():
        figures.say(f"training {name}")
        vectors = PLACE / f"{flags[0]}.bin"
        firth("train", *flags, text, "-o", vectors, "--dim", "100", "--threads", "2")
        firth("distill", vectors, "-o", PLACE / flags[0], "--texts", PLACE / "texts.txt")
        found[f"{name}, SIF"] = (PLACE / flags[0], vectors)
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=5000, help="default: %(default)s")
    parser.add_argument("--copies", type=int, default=100,
                        help="of the texts, for static models; default: %(default)s")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--dim", type=int, default=256, help="default: %(default)s")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    PLACE.mkdir(parents=True, exist_ok=True)
    sentences = encoder.sentences(options.texts)
    once, often = PLACE / "texts.txt", PLACE / "many.txt"
    once.write_text("\n".join(sentences) + "\n", encoding="utf-8")
    often.write_text(once.read_text(encoding="utf-8") * options.copies, encoding="utf-8")
    firth("vocab", programs.data_file(CORPUS), "-o", PLACE / "vocabulary.txt", "--min-count", "5")
    words = PLACE / "words.txt"
    lines = (PLACE / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    words.write_text("".join(line.split()[0] + "\n" for line in lines), encoding="utf-8")
    rows, slowest = [], 0.0
    for name, (folder, vectors) in models(options).items():
        static = name != "all-MiniLM-L6-v2"
        count = len(sentences) * (options.copies if static else 1)
        rates = texts_a_second(folder, often if static else once, count, options.rounds)
        slowest = slowest or median(rates)
        scores = score(str(vectors)) if vectors else words_of(folder, words)
        rows.append([name, figures.span(rates, ",.0f"), f"{median(rates) / slowest:,.0f}",
                     f"{sts(folder):.2f}", *(f"{scores[k]:.2f}" for k in SETS)])  # fmt: skip
        figures.say(" ".join(rows[-1]))
    head = ["model", "texts/s", "times the encoder's", "STS-B", *SETS]
    print(figures.table(head, rows), programs.describe_machine(), sep="\n\n")


if __name__ == "__main__":
    main()
