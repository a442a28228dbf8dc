#!/usr/bin/env python3
"""firth's embedding layers beside PyTorch's, in turn in one run: milliseconds and their ratio.

usage: embedding.py [--threads 2] [--rounds 6] [--dense]

Runs build/bench/firth_bench_embedding (`cmake --build build --target firth_bench_embedding`) and the
PyTorch of the Python that runs this file. --dense adds PyTorch's dense gradient, which takes about
a second a step.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

PROGRAM = Path(__file__).parent.parent / "build/bench/firth_bench_embedding"
ROWS, COLUMNS, IDS, BAGS, BAG_WIDTH = 1_000_000, 300, 65_536, 4_096, 50
CALLS = 6  # one after the other; the first does not count

# What firth does, and what it is compared with.
PAIRS = [
    ("lookup", "copy"),
    ("lookup_new", "torch lookup_new"),
    ("sgd", "torch sgd sparse"),
    ("sgd", "torch sgd dense"),
    ("adagrad", "torch adagrad sparse"),
    ("bag_sum", "torch bag_sum_new"),
    ("bag_sum_new", "torch bag_sum_new"),
]
OURS = ["copy", *dict.fromkeys(ours for ours, _ in PAIRS)]


def zipf(count: int, seed: int) -> np.ndarray:
    """Ids with probability in proportion to 1 / (id + 1)."""
    weights = 1 / np.arange(1, ROWS + 1)
    random = np.random.default_rng(seed)
    return random.choice(ROWS, size=count, p=weights / weights.sum()).astype(np.int64)


def firth_figures(files: list[str], threads: int) -> dict[str, float]:
    """Medians in milliseconds, of a new process: where its table comes to lie in memory counts."""
    command = [str(c) for c in (PROGRAM, *files, ROWS, COLUMNS, threads)]
    asked = "\n".join(name for name in OURS for _ in range(CALLS))
    done = subprocess.run(command, input=asked, check=True, stdout=subprocess.PIPE, text=True)
    times = [float(line) for line in done.stdout.split()]
    return {
        name: statistics.median(times[i * CALLS + 1 : (i + 1) * CALLS])
        for i, name in enumerate(OURS)
    }


class Torch:
    """PyTorch's layers over one table."""

    def __init__(self, ids: np.ndarray, bag_ids: np.ndarray) -> None:
        self.ids = torch.from_numpy(ids)
        self.bags = torch.from_numpy(bag_ids).view(BAGS, BAG_WIDTH)
        self.weight = torch.nn.Parameter(torch.randn(ROWS, COLUMNS))
        self.grad = torch.full((IDS, COLUMNS), 0.01)
        sgd = torch.optim.SGD([self.weight], lr=0.01)
        self.works = {
            "torch lookup_new": self.lookup,
            "torch sgd sparse": self.training(True, sgd),
            "torch sgd dense": self.training(False, sgd),
            "torch adagrad sparse": self.training(True, torch.optim.Adagrad([self.weight])),
            "torch bag_sum_new": self.bag_sum,
        }

    def training(self, sparse: bool, optimizer: torch.optim.Optimizer) -> Callable[[], None]:
        layer = torch.nn.Embedding(ROWS, COLUMNS, sparse=sparse, _weight=self.weight)

        def step() -> None:
            optimizer.zero_grad()
            layer(self.ids).backward(self.grad)
            optimizer.step()

        return step

    def lookup(self) -> None:
        with torch.no_grad():
            torch.nn.functional.embedding(self.ids, self.weight)

    def bag_sum(self) -> None:
        with torch.no_grad():
            torch.nn.functional.embedding_bag(self.bags, self.weight, mode="sum")

    def milliseconds(self, name: str) -> float:
        start = time.perf_counter()
        self.works[name]()
        return 1e3 * (time.perf_counter() - start)


def print_torch_figures(files: list[str], threads: int, dense: bool) -> None:
    torch.set_num_threads(threads)
    peer = Torch(*(np.fromfile(path, np.int64) for path in files))
    found = {}
    for name in peer.works:
        if dense or not name.endswith("dense"):
            times = [peer.milliseconds(name) for _ in range(CALLS)]
            found[name] = statistics.median(times[1:])
    print(json.dumps(found))


def torch_figures(files: list[str], threads: int, dense: bool) -> dict[str, float]:
    """As firth_figures."""
    command = [sys.executable, __file__, "--threads", str(threads), "--torch", *files]
    command += ["--dense"] * dense
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(rounds: list[dict[str, float]]) -> None:
    print("milliseconds (medians of the rounds), and the ratio: median (lowest to highest)")
    for ours, theirs in PAIRS:
        if theirs not in rounds[0]:
            continue
        a, b = ([found[name] for found in rounds] for name in (ours, theirs))
        ratios = [y / x for x, y in zip(a, b)]
        print(
            f"{ours:12} {statistics.median(a):7.1f}   {theirs:22} {statistics.median(b):7.1f}   "
            f"{statistics.median(ratios):5.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def run(arguments: argparse.Namespace) -> None:
    threads, dense = arguments.threads, arguments.dense
    ids, bag_ids = zipf(IDS, 1), zipf(BAGS * BAG_WIDTH, 2)
    print(
        f"PyTorch {torch.__version__}, {threads} threads; {ROWS:,} x {COLUMNS}; "
        f"{IDS:,} ids, {len(np.unique(ids)):,} different; {arguments.rounds} rounds"
    )
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/ids", f"{folder}/bags"]
        for path, numbers in zip(files, (ids, bag_ids)):
            numbers.tofile(path)
        for _ in range(arguments.rounds):
            rounds.append(firth_figures(files, threads) | torch_figures(files, threads, dense))
    report(rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--torch", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.torch:
        print_torch_figures(arguments.torch, arguments.threads, arguments.dense)
    else:
        run(arguments)


if __name__ == "__main__":
    main()
