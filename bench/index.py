#!/usr/bin/env python3
"""Search by firth's graph beside hnswlib's: the same vectors, the same settings, one thread.

Rows of the vectors, drawn by chance, are asked for their ten nearest by cosine, one after another.
hnswlib (PyPI) gets all queries in one call of one thread, so that Python costs it nothing. Both take
turns, width by width; recall of both is counted against the exact answers; the rate of firth's exact
search is beside it. The last line names the smallest width of each that finds enough.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import figures
import programs

if TYPE_CHECKING:
    import numpy as np

K = 10
VECTORS = programs.ROOT / "build/peers/glove-100d.safetensors"

# Recall, queries a second, and how many times the exact search's rate that is (0: not known).
Point = tuple[float, float, float]


def firth(*arguments: object) -> str:
    command = [str(programs.FIRTH), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def exact(rows: np.ndarray, queries: np.ndarray) -> np.ndarray:
    import numpy as np

    units = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-30)
    answers = []
    for part in np.array_split(queries, max(1, len(queries) // 64)):
        scores = units[part] @ units.T
        answers.append(np.argpartition(-scores, K, axis=1)[:, :K])
    return np.concatenate(answers)


def of_hnswlib(options: argparse.Namespace, rows: np.ndarray) -> Callable[[int], Point]:
    import hnswlib
    import numpy as np

    begin = time.perf_counter()
    index = hnswlib.Index(space="cosine", dim=rows.shape[1])
    index.init_index(max_elements=len(rows), M=options.links, ef_construction=options.build_width,
                     random_seed=1)  # fmt: skip
    index.set_num_threads(options.threads)
    index.add_items(rows)
    figures.say(f"hnswlib: built in {time.perf_counter() - begin:.0f} s")
    index.set_num_threads(1)
    queries = np.random.default_rng(1).integers(len(rows), size=options.queries)
    truth, asked = exact(rows, queries), rows[queries]

    def measure(width: int) -> Point:
        index.set_ef(width)
        begin = time.perf_counter()
        found, _ = index.knn_query(asked, k=K)
        rate = len(queries) / (time.perf_counter() - begin)
        hits = sum(len(set(a) & set(b)) for a, b in zip(truth, found, strict=True))
        return hits / (K * len(queries)), rate, 0

    return measure


def of_firth(options: argparse.Namespace, storage: str, place: Path) -> Callable[[int], Point]:
    index = place / f"{storage}.safetensors"
    begin = time.perf_counter()
    firth("index", "build", options.vectors, "-o", index, "--storage", storage, "--threads",
          options.threads, "--links", options.links, "--build-width", options.build_width)  # fmt: skip
    figures.say(f"firth, {storage}: built and written in {time.perf_counter() - begin:.0f} s")

    def measure(width: int) -> Point:
        text = firth("index", "check", index, "--width", width, "--queries", options.queries,
                     "-k", K, "--json")  # fmt: skip
        found = json.loads(text)
        return found["recall"], found["queries_per_second"], found["times_exact"]

    return measure


def compare(options: argparse.Namespace, place: Path) -> dict[str, dict[int, list[Point]]]:
    import numpy as np

    firth("convert", options.vectors, place / "rows.npy")
    measures = {f"firth, {storage}": of_firth(options, storage, place)
                for storage in options.storage.split(",")}  # fmt: skip
    measures["hnswlib"] = of_hnswlib(options, np.load(place / "rows.npy"))
    points: dict[str, dict[int, list[Point]]] = {name: {} for name in measures}
    for width in figures.numbers(options.widths):
        for _ in range(options.rounds):
            for name, measure in measures.items():
                points[name].setdefault(width, []).append(measure(width))
    return points


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vectors", default=str(VECTORS), help="a file of them [GloVe's]")
    parser.add_argument("--widths", default="100,150,200,250,300,400", help="[%(default)s]")
    parser.add_argument("--storage", default="float32,int8", help="firth's [%(default)s]")
    parser.add_argument("--links", type=int, default=16, help="M of both [%(default)s]")
    parser.add_argument("--build-width", type=int, default=200, help="of both [%(default)s]")
    parser.add_argument("--queries", type=int, default=1000, help="[%(default)s]")
    parser.add_argument("--rounds", type=int, default=1, help="of each width [%(default)s]")
    parser.add_argument("--recall", type=float, default=0.99, help="wanted [%(default)s]")
    parser.add_argument("--threads", type=int, default=2, help="that build [%(default)s]")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as place:
        points = compare(options, Path(place))
    rows = []
    enough: dict[str, str] = {}
    for name, widths in points.items():
        for width, found in widths.items():
            recall = found[0][0]
            rates = [rate for _, rate, _ in found]
            times = median([times for _, _, times in found])
            rows.append([name, str(width), f"{recall:.4f}", figures.span(rates, ",.0f"),
                         f"{times:.1f}" if times else ""])  # fmt: skip
            if recall >= options.recall:
                enough.setdefault(name, f"{name}: width {width}, {median(rates):,.0f} a second")
    head = ["", "width", f"recall@{K}", "queries a second", "times exact"]
    print(figures.table(head, rows))
    print(f"recall of {options.recall}: {'; '.join(enough.values())}")
    print(programs.describe_machine())
    figures.write_report("index", {"machine": programs.machine(), "rows": rows})


if __name__ == "__main__":
    main()
