"""Why embed: films have numbers (year, length, votes) and names (genre, director, tags). A small
network predicts the rating; names go in as one-hot columns or through Embedding and EmbeddingBag.

usage: films.py MOVIES.json [GENRES.svg]
MOVIES.json is that of the npm package vega-datasets.
"""

from __future__ import annotations

import html
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from firth import nn

TAGS = ("MPAA Rating", "Source", "Creative Type", "Distributor")
EPOCHS, BATCH, HIDDEN = 12, 32, 32
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass
class Films:
    """One row a film. Id 0 of every kind of name stands for the rare and the unknown."""

    numbers: np.ndarray  # [N, 3], scaled
    genre: np.ndarray  # [N]
    director: np.ndarray  # [N]
    tags: np.ndarray  # [N, 4]
    rating: np.ndarray  # [N, 1]
    names: dict[str, list[str]]
    is_test: np.ndarray  # [N]


def numbers_of(film: dict[str, Any]) -> list[float]:
    year = float(str(film.get("Release Date") or "")[-4:] or "nan")
    votes = film.get("IMDB Votes")
    return [
        year - 100 if year > 2010 else year,  # films of 1911 to 1968 stand a hundred years later
        film.get("Running Time min") or np.nan,
        np.nan if votes is None else np.log1p(votes),
    ]


def read_films(path: Path) -> Films:
    films = [f for f in json.loads(path.read_text()) if f.get("IMDB Rating") is not None]
    is_test = np.arange(len(films)) % 5 == 4
    learned_from = [f for f, test in zip(films, is_test, strict=True) if not test]

    def ids(fields: tuple[str, ...]) -> tuple[np.ndarray, list[str]]:
        counts = Counter(f[field] for f in learned_from for field in fields if f.get(field))
        names = ["(other)", *(name for name, count in counts.items() if count > 1)]
        places = {name: place for place, name in enumerate(names)}
        return np.array([[places.get(f.get(field), 0) for field in fields] for f in films]), names

    numbers = np.array([numbers_of(f) for f in films], float)
    seen = numbers[~is_test]
    deviation = np.nanstd(seen, axis=0)
    scaled = (numbers - np.nanmean(seen, axis=0)) / np.where(deviation > 0, deviation, 1)
    genre, genres = ids(("Major Genre",))
    director, directors = ids(("Director",))
    tags, tag_names = ids(TAGS)
    return Films(
        np.nan_to_num(scaled).astype(np.float32),
        genre[:, 0].copy(),
        director[:, 0].copy(),
        tags,
        np.array([[f["IMDB Rating"]] for f in films], np.float32),
        {"genres": genres, "directors": directors, "tags": tag_names},
        is_test,
    )


class OneHotNames:
    """Names as columns of zeros and ones."""

    def __init__(self, films: Films) -> None:
        self.layers = [nn.OneHot(len(names)) for names in films.names.values()]
        self.width = 3 + sum(layer.size for layer in self.layers)
        self.parameters = 0

    def forward(self, films: Films, rows: np.ndarray) -> np.ndarray:
        genre, director, tags = self.layers
        bag = tags.forward(films.tags[rows])
        bag[:, :, 0] = 0  # an unknown tag is none
        mean = bag.sum(axis=1) / np.maximum(bag.sum(axis=(1, 2)), 1)[:, None]
        return np.hstack(
            [
                films.numbers[rows],
                genre.forward(films.genre[rows]),
                director.forward(films.director[rows]),
                mean,
            ]
        )

    def backward(self, films: Films, rows: np.ndarray, grad: np.ndarray) -> None:
        """There is nothing to learn."""


class EmbeddedNames:
    """Names as rows of tables that are learned."""

    def __init__(self, films: Films) -> None:
        self.genre = nn.Embedding(len(films.names["genres"]), 2, seed=1)
        self.director = nn.Embedding(len(films.names["directors"]), 8, seed=2)
        self.tags = nn.EmbeddingBag(len(films.names["tags"]), 8, padding_idx=0, seed=3)
        self.tables = [self.genre, self.director, self.tags]
        for table in self.tables:
            table.weight[:] *= 0.1  # names that are not known yet should say little
        self.steps = [nn.SparseAdam(lr=0.01) for _ in self.tables]
        self.width = 3 + 2 + 8 + 8
        self.parameters = sum(table.weight.size for table in self.tables)

    def forward(self, films: Films, rows: np.ndarray) -> np.ndarray:
        return np.hstack(
            [
                films.numbers[rows],
                self.genre.forward(films.genre[rows]),
                self.director.forward(films.director[rows]),
                self.tags.forward(films.tags[rows])[0],
            ]
        )

    def backward(self, films: Films, rows: np.ndarray, grad: np.ndarray) -> None:
        of_genre, of_director, of_tags = np.split(grad[:, 3:], [2, 10], axis=1)
        grads = [
            self.genre.backward(films.genre[rows], of_genre),
            self.director.backward(films.director[rows], of_director),
            self.tags.backward(films.tags[rows], of_tags)[0],
        ]
        for step, table, table_grad in zip(self.steps, self.tables, grads, strict=True):
            step.step(table.weight, table_grad)


class RatingNetwork:
    """Two linear layers with a kink between them, over whatever the names become."""

    def __init__(self, names: OneHotNames | EmbeddedNames) -> None:
        self.names = names
        self.layers = [nn.Linear(names.width, HIDDEN, seed=4), nn.Linear(HIDDEN, 1, seed=5)]
        self.layers[1].bias[:] = 6.3  # about the usual rating
        self.steps = [(nn.Adam(lr=0.003), nn.Adam(lr=0.003)) for _ in self.layers]
        self.parameters = names.parameters + sum(
            layer.weight.size + layer.bias.size for layer in self.layers
        )

    def train(self, films: Films, rows: np.ndarray) -> None:
        x = self.names.forward(films, rows)
        hidden = nn.relu(self.layers[0].forward(x))
        _, grad = nn.squared_loss(self.layers[1].forward(hidden), films.rating[rows])
        weight1, bias1, of_hidden = self.layers[1].backward(hidden, grad)
        weight0, bias0, of_x = self.layers[0].backward(x, nn.relu_backward(hidden, of_hidden))
        for layer, steps, weight, bias in zip(
            self.layers, self.steps, (weight0, weight1), (bias0, bias1), strict=True
        ):
            steps[0].step(layer.weight, weight)
            steps[1].step(layer.bias, bias)
        self.names.backward(films, rows, of_x)

    def error(self, films: Films, rows: np.ndarray) -> float:
        hidden = nn.relu(self.layers[0].forward(self.names.forward(films, rows)))
        return float(np.sqrt(np.mean((self.layers[1].forward(hidden) - films.rating[rows]) ** 2)))


def run(name: str, names: OneHotNames | EmbeddedNames, films: Films) -> None:
    network, order = RatingNetwork(names), np.random.default_rng(0)
    train, test = np.flatnonzero(~films.is_test), np.flatnonzero(films.is_test)
    start = time.perf_counter()
    for _ in range(EPOCHS):
        shuffled = order.permutation(train)
        for begin in range(0, len(shuffled), BATCH):
            network.train(films, shuffled[begin : begin + BATCH])
    taken = time.perf_counter() - start
    print(
        f"{name:10}  {network.parameters:10,}  {taken:7.2f}  {network.error(films, train):14.3f}"
        f"  {network.error(films, test):10.3f}"
    )


def place_name(x: float, y: float, width: float, taken: list[Box]) -> Box:
    """Beside the point, above or below it: the first place that meets nothing of `taken`."""
    left = [(x + 7, y - 6.5), (x - 7 - width, y - 6.5), (x - width / 2, y - 19), (x - width / 2, y + 6)]
    places = [(at_x, at_y, at_x + width, at_y + 13) for at_x, at_y in left]

    def is_free(box: Box) -> bool:
        return not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
        )

    return next(filter(is_free, places), places[0])


def draw(genres: list[str], vectors: np.ndarray, path: Path) -> None:
    """A point and a name for each genre; 0, the unknown ones, is left out."""
    low, high = vectors[1:].min(axis=0), vectors[1:].max(axis=0)
    places = 320 + (vectors[1:] - (low + high) / 2) * 500 / max(float((high - low).max()), 1e-9)
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in places.tolist()]
    lines = []
    for name, (x, y) in zip(genres[1:], places.tolist(), strict=True):
        taken.append(place_name(x, y, 8 * len(name), taken))
        left, top, right, _ = taken[-1]
        lines.append(
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' fill='#2a6f97'/><text x='{(left + right) / 2:.1f}'"
            f" y='{top + 11:.1f}' text-anchor='middle'>{html.escape(name)}</text>"
        )
    path.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='640' font-family='sans-serif'"
        " font-size='13'>\n<rect width='100%' height='100%' fill='white'/>\n"
        + "\n".join(lines)
        + "\n</svg>\n"
    )


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    films = read_films(Path(sys.argv[1]))
    sizes = ", ".join(f"{len(names)} {kind}" for kind, names in films.names.items())
    print(
        f"{(~films.is_test).sum():,} films to learn from, {films.is_test.sum():,} to test; {sizes}\n"
    )
    print("names as    parameters  seconds  training error  test error")
    run("one-hot", OneHotNames(films), films)
    embedded = EmbeddedNames(films)
    run("embedding", embedded, films)
    mean = films.rating[~films.is_test].mean()
    error = np.sqrt(np.mean((films.rating[films.is_test] - mean) ** 2))
    print(f"\nalways the mean rating: test error {error:.3f}")
    if len(sys.argv) == 3:
        draw(films.names["genres"], embedded.genre.weight, Path(sys.argv[2]))
        print(f"the genres are drawn in {sys.argv[2]}")


if __name__ == "__main__":
    main()
