"""What the tests of the Python package share: a small text in which words keep company."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

firth = pytest.importorskip("firth", reason="./run test builds the package and puts it on the path")

PAIRS = [("cat", "dog"), ("king", "queen"), ("red", "green"), ("monday", "friday")]


@pytest.fixture(scope="session")
def sentences() -> list[list[str]]:
    """The two words of a pair stand among the same others, and no word else does."""
    draw = random.Random(5)
    return [
        [word for _ in range(4) for word in (draw.choice(pair), f"{pair[0]}{draw.randrange(3)}")]
        for _ in range(600)
        for pair in [draw.choice(PAIRS)]
    ]


@pytest.fixture(scope="session")
def text(sentences: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "corpus.txt"
    path.write_text("".join(" ".join(sentence) + "\n" for sentence in sentences))
    return path


@pytest.fixture(scope="session")
def vectors(text: Path) -> firth.WordVectors:
    return firth.train(text, dim=16, epochs=20, sample=0.0, threads=1)
