#!/usr/bin/env python3
"""firth's embedding layers beside PyTorch's, in turn in one run: milliseconds and their ratio.

usage: embedding.py [--threads 2] [--rounds 3] [--repeats 7] [--dense]

Runs build/firth_bench_embedding (`cmake --build build --target firth_bench_embedding`) and the
PyTorch of the Python that runs this file. --dense adds PyTorch's dense gradient, which takes about
a second a step.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

PROGRAM = Path(__file__).parent.parent / "build/bench/firth_bench_embedding"
ROWS, COLUMNS, IDS, BAGS, BAG_WIDTH = 1_000_000, 300, 65_536, 4_096, 50

# firth's figure and the one that it is compared with.
RATIOS = [
    ("forward", "copy"),
    ("forward_new", "torch forward_new"),
    ("sgd", "torch sgd sparse"),
    ("sgd", "torch sgd dense"),
    ("adagrad", "torch adagrad sparse"),
    ("bag_sum", "torch bag_sum_new"),
    ("bag_sum_new", "torch bag_sum_new"),
]


def zipf(count: int, seed: int) -> np.ndarray:
    """Ids with probability in proportion to 1 / (id + 1)."""
    weights = 1 / np.arange(1, ROWS + 1)
    random = np.random.default_rng(seed)
    return random.choice(ROWS, size=count, p=weights / weights.sum()).astype(np.int64)


def median_ms(work: Callable[[], object], repeats: int) -> float:
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


class Torch:
    """PyTorch's layers over one table."""

    def __init__(self, ids: np.ndarray, bag_ids: np.ndarray) -> None:
        self.ids = torch.from_numpy(ids)
        self.bags = torch.from_numpy(bag_ids).view(BAGS, BAG_WIDTH)
        self.weight = torch.nn.Parameter(torch.randn(ROWS, COLUMNS))
        self.grad = torch.full((IDS, COLUMNS), 0.01)

    def layer(self, sparse: bool) -> torch.nn.Embedding:
        return torch.nn.Embedding(ROWS, COLUMNS, sparse=sparse, _weight=self.weight)

    def training(self, sparse: bool, optimizer: torch.optim.Optimizer) -> Callable[[], None]:
        layer = self.layer(sparse)

        def step() -> None:
            optimizer.zero_grad()
            layer(self.ids).backward(self.grad)
            optimizer.step()

        return step

    def forward(self) -> None:
        with torch.no_grad():
            torch.nn.functional.embedding(self.ids, self.weight)

    def bag_sum(self) -> None:
        with torch.no_grad():
            torch.nn.functional.embedding_bag(self.bags, self.weight, mode="sum")

    def figures(self, repeats: int, dense: bool) -> dict[str, float]:
        sgd = torch.optim.SGD([self.weight], lr=0.01)
        adagrad = torch.optim.Adagrad([self.weight], lr=0.01)
        found = {
            "torch forward_new": median_ms(self.forward, repeats),
            "torch bag_sum_new": median_ms(self.bag_sum, repeats),
            "torch sgd sparse": median_ms(self.training(True, sgd), repeats),
            "torch adagrad sparse": median_ms(self.training(True, adagrad), repeats),
        }
        if dense:
            found["torch sgd dense"] = median_ms(self.training(False, sgd), 2)
            self.weight.grad = None
        return found


def firth(files: list[str], threads: int, repeats: int) -> dict[str, float]:
    command = [PROGRAM, *files, ROWS, COLUMNS, threads, repeats]
    done = subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True)
    pairs = (line.split() for line in done.stdout.splitlines())
    return {name: float(value) for name, value in pairs}


def run(arguments: argparse.Namespace) -> dict[str, list[float]]:
    torch.set_num_threads(arguments.threads)
    ids, bag_ids = zipf(IDS, 1), zipf(BAGS * BAG_WIDTH, 2)
    print(f"PyTorch {torch.__version__}, {arguments.threads} threads; {ROWS:,} x {COLUMNS}; "
          f"{IDS:,} ids, {len(np.unique(ids)):,} different")
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/ids", f"{folder}/bags"]
        for path, numbers in zip(files, (ids, bag_ids)):
            numbers.tofile(path)
        peer = Torch(ids, bag_ids)
        for _ in range(arguments.rounds):
            found = firth(files, arguments.threads, arguments.repeats)
            found |= peer.figures(arguments.repeats, arguments.dense)
            for name, value in found.items():
                figures.setdefault(name, []).append(value)
    return figures


def report(figures: dict[str, list[float]]) -> None:
    print(f"{'milliseconds':24} median  (each round)")
    for name, values in figures.items():
        rounds = " ".join(f"{v:.1f}" for v in values)
        print(f"{name:24} {statistics.median(values):6.1f}  ({rounds})")
    for name, peer in RATIOS:
        if peer in figures:
            ratios = [b / a for a, b in zip(figures[name], figures[peer])]
            print(f"{peer} / {name}: {statistics.median(ratios):.2f} "
                  f"({min(ratios):.2f} to {max(ratios):.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--dense", action="store_true")
    report(run(parser.parse_args()))


if __name__ == "__main__":
    main()
