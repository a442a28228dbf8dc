"""UMAP and t-SNE beside umap-learn and openTSNE: seconds, and how true the maps are.

usage: bench/maps.py VECTORS [--words N] [--threads N] [--methods umap,tsne] [--only firth|peers]

umap-learn and openTSNE must be importable; ./run bench maps installs them. VECTORS are GloVe's text.
All get the first --words rows, compare them by cosine, and have so many threads. firth's seconds are
those of the whole command, which reads the vectors and writes places; the peers' are of
fit_transform alone, after a run on few rows that has compiled what they compile.

Trustworthiness (Venna, Kaski 2001) of 15 neighbours, by scikit-learn's formula, of 4,000 rows drawn
by chance among all: 1 when no row is near on the map that is far in truth.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

NEIGHBORS = 15
SAMPLE = 4000
AT_ONCE = 200
WARM_UP = 2000


def read(path: Path, words: int) -> tuple[list[str], np.ndarray]:
    names, rows = [], []
    with path.open(encoding="utf-8") as file:
        for line, _ in zip(file, range(words), strict=False):
            name, *numbers = line.rstrip("\n").split(" ")
            names.append(name)
            rows.append(np.array(numbers, np.float32))
    return names, np.stack(rows)


def trustworthiness(rows: np.ndarray, plane: np.ndarray) -> float:
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-30)
    plane = plane.astype(np.float64)
    count, beyond = len(rows), 0.0
    sample = np.random.default_rng(1).choice(count, min(SAMPLE, count), replace=False)
    for part in np.array_split(sample, max(1, len(sample) // AT_ONCE)):
        near = units[part] @ units.T
        squares = ((plane[part, None] - plane[None]) ** 2).sum(axis=2)
        for at, row in enumerate(part):
            near[at, row] = np.inf
            squares[at, row] = np.inf
            shown = np.argpartition(squares[at], NEIGHBORS)[:NEIGHBORS]
            # The rank of each: 1 for the nearest. The row itself is above them all, and counts 0.
            ranks = (near[at][None] > near[at, shown][:, None]).sum(axis=1)
            beyond += np.maximum(ranks - NEIGHBORS, 0).sum()
    worst = len(sample) * NEIGHBORS * (2 * count - 3 * NEIGHBORS - 1) / 2
    return 1 - beyond / worst


def firth(program: str, method: str, vectors: Path, threads: int) -> tuple[float, np.ndarray]:
    places = vectors.with_suffix(f".{method}.tsv")
    command = [program, "map", vectors, "-o", places, "--words", 0, "--method", method,
               "--threads", threads]  # fmt: skip
    begin = time.perf_counter()
    subprocess.run([*map(str, command)], check=True, capture_output=True)
    seconds = time.perf_counter() - begin
    plane = np.loadtxt(places, delimiter="\t", skiprows=1, usecols=(1, 2), comments=None)
    return seconds, plane


def umap_learn(threads: int) -> Callable[[np.ndarray], np.ndarray]:
    import umap

    return lambda rows: umap.UMAP(metric="cosine", n_jobs=threads).fit_transform(rows)


def open_tsne(threads: int) -> Callable[[np.ndarray], np.ndarray]:
    import openTSNE

    return lambda rows: np.asarray(openTSNE.TSNE(metric="cosine", n_jobs=threads).fit(rows))


PEERS = {"umap": ("umap-learn", umap_learn), "tsne": ("openTSNE", open_tsne)}


def show(method: str, name: str, seconds: float, rows: np.ndarray, plane: np.ndarray) -> None:
    trust = trustworthiness(rows, plane)
    print(f"{method:5} {name:10} {seconds:8.1f} s  trustworthiness {trust:.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--words", type=int, default=70_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--methods", default="umap,tsne")
    parser.add_argument("--only", choices=["firth", "peers"])
    parser.add_argument("--firth", default="build/firth")
    flags = parser.parse_args()
    os.environ["NUMBA_NUM_THREADS"] = str(flags.threads)
    names, rows = read(flags.vectors, flags.words)
    print(f"{len(rows)} rows x {rows.shape[1]}, {flags.threads} threads", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        vectors = Path(folder, "words.bin")
        with vectors.open("wb") as file:
            file.write(f"{len(rows)} {rows.shape[1]}\n".encode())
            for name, row in zip(names, rows, strict=True):
                file.write(name.encode() + b" " + row.tobytes() + b"\n")
        for method in flags.methods.split(","):
            if flags.only != "peers":
                seconds, plane = firth(flags.firth, method, vectors, flags.threads)
                show(method, "firth", seconds, rows, plane)
            if flags.only != "firth":
                name, make = PEERS[method]
                project = make(flags.threads)
                project(rows[:WARM_UP])
                begin = time.perf_counter()
                plane = project(rows)
                show(method, name, time.perf_counter() - begin, rows, plane)


if __name__ == "__main__":
    main()
