"""What vectors are worth: one scorer for every program."""

from __future__ import annotations

import json
import subprocess
from statistics import mean

import programs

SETS = {
    "Google": "eval/analogy/questions-words.txt",
    "WS-353": "eval/similarity/EN-WS-353-ALL.txt",
    "SimLex": "eval/similarity/EN-SIMLEX-999.txt",
    "MEN": "eval/similarity/EN-MEN-TR-3k.txt",
    "RW": "eval/similarity/EN-RW-STANFORD.txt",
}

# How much lower than another program's a mean may be and still count as equal.
TOLERANCE = {"Google": 0.5, "WS-353": 1.5, "SimLex": 1.0, "MEN": 0.7, "RW": 1.0}


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


def cell(values: list[float]) -> str:
    """The mean, and the runs it is of."""
    return f"**{mean(values):.2f}** ({', '.join(f'{v:.1f}' for v in values)})"


def shortfalls(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> list[str]:
    """The sets on which the mean of our runs is below that of theirs by too much, and by how much."""
    below = []
    for name, allowed in TOLERANCE.items():
        gap = mean(run[name] for run in ours) - mean(run[name] for run in theirs)
        if gap < -allowed:
            below.append(f"{name} by {-gap:.2f} (allowed {allowed})")
    return below
