"""GloVe's training beside a plain one in NumPy that visits the pairs in the same order."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

Firth = Callable[..., subprocess.CompletedProcess[str]]

MASK = (1 << 64) - 1
DIM, WINDOW, X_MAX, ALPHA, ETA, EPOCHS, SEED = 12, 5, 10.0, 0.75, 0.05, 4, 3
CONTEXT_SEED = 0x476C6F5665
LEAST_SIDE, STRIPE_BYTES = 64, 128 * 1024


def mix(z: int) -> int:
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


class Random:
    """SplitMix64, started from a seed and some numbers."""

    def __init__(self, seed: int, *numbers: int) -> None:
        self.state = mix((seed + 0x9E3779B97F4A7C15) & MASK)
        for number in numbers:
            self.state = mix(self.state ^ ((number + 0xD1B54A32D192ED03) & MASK))

    def next(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        return mix(self.state)

    def below(self, bound: int) -> int:
        return (self.next() >> 32) * bound >> 32

    def unit(self) -> float:
        return (self.next() >> 40) * 2.0**-24

    def shuffle(self, items: list) -> list:
        for i in range(len(items), 1, -1):
            other = self.below(i)
            items[i - 1], items[other] = items[other], items[i - 1]
        return items


def write_text(path: Path) -> None:
    """Words of many frequencies, in lines."""
    random = Random(11)
    lines = (
        " ".join(f"w{random.below(random.below(300) + 1)}" for _ in range(random.below(20) + 1))
        for _ in range(1500)
    )
    path.write_text("\n".join(lines) + "\n")


def count_pairs(text: str, rank: dict[str, int]) -> dict[tuple[int, int], float]:
    pairs: dict[tuple[int, int], float] = Counter()
    for line in text.splitlines():
        ids = [rank[word] for word in line.split()]
        for right, word in enumerate(ids):
            for distance in range(1, min(right, WINDOW) + 1):
                pairs[ids[right - distance], word] += 1 / distance
                pairs[word, ids[right - distance]] += 1 / distance
    return pairs


def frequency_class(count: int) -> int:
    width = count.bit_length()
    return width * 8 + ((count >> (width - 4) if width > 4 else count << (4 - width)) & 7)


def foretold_columns(counts: list[int]) -> dict[int, float]:
    """How many columns a row of each class of frequencies has, about."""
    words = Counter(map(frequency_class, counts))
    tokens: dict[int, float] = Counter()
    for count in counts:
        tokens[frequency_class(count)] += count
    columns = {}
    for row in words:
        beside = 20 * tokens[row] / words[row]
        met = ((n, beside * tokens[c] / n / sum(counts)) for c, n in sorted(words.items()))
        columns[row] = sum(n * (times / (1 + times)) for n, times in met)
    return columns


def tile_ranges(counts: list[int]) -> list[tuple[int, int]]:
    columns = foretold_columns(counts)
    rows = [columns[frequency_class(count)] for count in counts]
    share = sum(rows) / LEAST_SIDE
    ranges, begin, pairs = [], 0, 0.0
    for word, row in enumerate(rows):
        if word > begin and pairs + row / 2 >= share:
            ranges.append((begin, word))
            begin, pairs = word, 0.0
        pairs += row
    return [*ranges, (begin, len(rows))]


def initial(words: int, seed: int) -> np.ndarray:
    """Vectors and, last, biases."""
    rows = np.empty((words, DIM + 1))
    for word in range(words):
        random = Random(seed, word)
        rows[word] = [np.float32((2 * random.unit() - 1) * 0.5 / DIM) for _ in range(DIM + 1)]
    return rows


class Model:
    """GloVe in double, a pair at a time."""

    def __init__(self, words: int) -> None:
        self.rows, self.columns = initial(words, SEED), initial(words, SEED ^ CONTEXT_SEED)
        self.row_sums, self.column_sums = np.ones_like(self.rows), np.ones_like(self.rows)
        self.eta = np.full(DIM + 1, ETA)
        self.eta[DIM] = 1  # GloVe's own program leaves it out of the biases' steps

    def visit(self, i: int, j: int, count: float) -> float:
        row, column = self.rows[i], self.columns[j]
        weight = min(1.0, (count / X_MAX) ** ALPHA)
        difference = row[:DIM] @ column[:DIM] + row[DIM] + column[DIM] - np.log(count)
        partners = column.copy(), row.copy()
        steps = []
        for partner in partners:
            partner[DIM] = 1
            steps.append(self.eta * np.clip(weight * difference * partner, -100, 100))
        row -= steps[0] / np.sqrt(self.row_sums[i])
        column -= steps[1] / np.sqrt(self.column_sums[j])
        self.row_sums[i] += steps[0] ** 2
        self.column_sums[j] += steps[1] ** 2
        return 0.5 * weight * difference**2


def losses(pairs: dict[tuple[int, int], float], counts: list[int]) -> list[float]:
    ranges = tile_ranges(counts)
    side = len(ranges)
    range_of = {w: k for k, (begin, end) in enumerate(ranges) for w in range(begin, end)}
    part = (DIM + 1 + 15) // 16 * 16
    stripe_rows = max(1, STRIPE_BYTES // (4 * 2 * part))
    tiles: dict[tuple[int, int], list] = {}
    for (i, j), count in sorted(pairs.items()):
        tiles.setdefault((range_of[i], range_of[j]), []).append((i, j, float(np.float32(count))))
    model, means = Model(len(counts)), []
    for epoch in range(EPOCHS):
        random = Random(SEED, epoch)
        shifts, rows, columns = (random.shuffle(list(range(side))) for _ in range(3))
        total = 0.0
        for shift in shifts:
            for row in range(side):
                column = columns[(rows[row] + shift) % side]
                cells = tiles.get((row, column))
                if cells is None:
                    continue
                begin, end = ranges[row]
                stripes = [
                    [cell for cell in cells if (cell[0] - begin) // stripe_rows == k]
                    for k in range(-(-(end - begin) // stripe_rows))
                ]
                order = Random(SEED, epoch, row, column)
                for stripe in order.shuffle(stripes):
                    total += sum(model.visit(*cell) for cell in order.shuffle(stripe))
        means.append(total / len(pairs))
    return means


def test_losses_are_those_of_numpy(firth: Firth, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    write_text(text)
    said = firth(
        *("train", "glove", text, "-o", tmp_path / "v.txt", "--save-vocab", tmp_path / "vocab.txt"),
        *("--dim", DIM, "--window", WINDOW, "--x-max", X_MAX, "--alpha", ALPHA, "--eta", ETA),
        *("--epochs", EPOCHS, "--seed", SEED, "--threads", 2),
    ).stderr
    got = [float(loss) for loss in re.findall(r"epoch +\d+: loss ([\d.]+) a pair", said)]
    words = [line.split() for line in (tmp_path / "vocab.txt").read_text().splitlines()]
    rank = {word: k for k, (word, _) in enumerate(words)}
    pairs = count_pairs(text.read_text(), rank)
    wanted = losses(pairs, [int(count) for _, count in words])
    np.testing.assert_allclose(got, wanted, rtol=1e-5)
