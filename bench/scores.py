"""What vectors are worth: one scorer for every program."""

from __future__ import annotations

import json
import subprocess

import programs

SETS = {
    "Google": "eval/analogy/questions-words.txt",
    "WS-353": "eval/similarity/EN-WS-353-ALL.txt",
    "SimLex": "eval/similarity/EN-SIMLEX-999.txt",
    "MEN": "eval/similarity/EN-MEN-TR-3k.txt",
    "RW": "eval/similarity/EN-RW-STANFORD.txt",
}


def score_of(report: dict) -> float:
    """Per cent right of the analogies, or the rank correlation times 100 of word pairs."""
    if report["kind"] == "pairs":
        return 100 * report["spearman"]["value"]
    return 100 * report["protocols"][0]["accuracy"]["value"]


def evaluate(vectors: str, names: list[str], flags: list[str]) -> dict[str, float]:
    files = [str(programs.data_file(SETS[name])) for name in names]
    command = [programs.FIRTH, "evaluate", vectors, *files, *flags, "--case", "lower", "--json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {n: score_of(report) for n, report in zip(names, json.loads(printed), strict=True)}


def score(vectors: str) -> dict[str, float]:
    """Analogies of the 30,000 most frequent words, and all word pairs."""
    analogies, *pairs = SETS
    return evaluate(vectors, [analogies], ["--top", "30000"]) | evaluate(vectors, pairs, [])
