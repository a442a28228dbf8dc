"""UMAP beside umap-learn: how many of a word's neighbours are near it on the map, too."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

WORDS = 1500


@pytest.mark.peers
def test_neighbours_stay_neighbours(firth: Firth, data_dir: Path, tmp_path: Path) -> None:
    umap = pytest.importorskip("umap", reason="tests/peers/umap_requirements.txt")
    manifold = pytest.importorskip("sklearn.manifold")
    corpus = data_dir / "corpora" / "enwiki1m.lines.txt.zst"
    vectors = tmp_path / "v.npy"
    firth("train", "skipgram", corpus, "-o", vectors, "--dim", 50, "--epochs", 2)
    firth("map", vectors, "-o", tmp_path / "v.tsv", "--words", WORDS)
    rows = numpy.load(vectors)[:WORDS]
    ours = numpy.loadtxt(tmp_path / "v.tsv", delimiter="\t", skiprows=1, usecols=(1, 2), comments=None)
    theirs = umap.UMAP(metric="cosine", random_state=1, n_jobs=1).fit_transform(rows)

    def trust(plane: numpy.ndarray) -> float:
        return float(manifold.trustworthiness(rows, plane, n_neighbors=15, metric="cosine"))

    assert trust(ours) >= trust(theirs) - 0.01
