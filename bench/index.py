"""Search by firth's graph beside hnswlib's: the same vectors, the same settings, one thread.

usage: ./run bench index VECTORS [--widths 32,64,128] [--storage float32,int8] [--queries N]

Rows of the vectors, drawn by chance, are asked for their ten nearest by cosine. hnswlib (PyPI) gets
all queries in one call of one thread, so that Python costs it nothing. Recall of both is counted
against the exact answers; the rate of firth's exact search is beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import hnswlib
import numpy as np

K = 10
LINKS, BUILD_WIDTH = 16, 200


def firth(program: str, *arguments: object) -> str:
    command = [program, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def exact(rows: np.ndarray, queries: np.ndarray) -> np.ndarray:
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-30)
    answers = []
    for part in np.array_split(queries, max(1, len(queries) // 64)):
        scores = units[part] @ units.T
        answers.append(np.argpartition(-scores, K, axis=1)[:, :K])
    return np.concatenate(answers)


def of_hnswlib(rows: np.ndarray, widths: list[int], queries: np.ndarray) -> None:
    begin = time.perf_counter()
    index = hnswlib.Index(space="cosine", dim=rows.shape[1])
    index.init_index(max_elements=len(rows), M=LINKS, ef_construction=BUILD_WIDTH, random_seed=1)
    index.set_num_threads(2)
    index.add_items(rows)
    print(f"hnswlib built in {time.perf_counter() - begin:.0f} s", flush=True)
    index.set_num_threads(1)
    truth = exact(rows, queries)
    asked = rows[queries]
    for width in widths:
        index.set_ef(width)
        index.knn_query(asked, k=K)
        begin = time.perf_counter()
        found, _ = index.knn_query(asked, k=K)
        rate = len(queries) / (time.perf_counter() - begin)
        hits = sum(len(set(a) & set(b)) for a, b in zip(truth, found, strict=True))
        print(f"hnswlib           width {width:5}  recall {hits / (K * len(queries)):.4f}"
              f"  {rate:8.0f} queries/s", flush=True)  # fmt: skip


def of_firth(
    program: str, vectors: str, storages: list[str], widths: list[int], count: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for storage in storages:
            index = Path(folder, "index.safetensors")
            begin = time.perf_counter()
            firth(program, "index", "build", vectors, "-o", index, "--storage", storage,
                  "--links", LINKS, "--build-width", BUILD_WIDTH, "--threads", 2)  # fmt: skip
            print(f"firth built in {time.perf_counter() - begin:.0f} s", flush=True)
            for width in widths:
                measured = json.loads(firth(program, "index", "check", index, "--width", width,
                                            "--queries", count, "-k", K, "--json"))  # fmt: skip
                print(f"firth    {storage:8} width {width:5}  recall {measured['recall']:.4f}"
                      f"  {measured['queries_per_second']:8.0f} queries/s"
                      f"  {measured['times_exact']:6.1f} x exact", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("vectors", help="file of vectors, of any format")
    parser.add_argument("--widths", default="16,32,64,128,256")
    parser.add_argument("--storage", default="float32")
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--firth", default="build/firth")
    arguments = parser.parse_args()
    widths = [int(width) for width in arguments.widths.split(",")]
    of_firth(arguments.firth, arguments.vectors, arguments.storage.split(","), widths,
             arguments.queries)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        firth(arguments.firth, "convert", arguments.vectors, Path(folder, "rows.npy"))
        rows = np.load(Path(folder, "rows.npy"))
    queries = np.random.default_rng(1).integers(len(rows), size=arguments.queries)
    of_hnswlib(rows, widths, queries)


if __name__ == "__main__":
    main()
