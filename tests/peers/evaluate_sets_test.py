"""Categories, and the sets of a data folder: what `firth evaluate` does without a file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors
from scipy.cluster.vq import kmeans2

KINDS = 6
EACH = 15


def save(path: Path, rows: dict[str, np.ndarray]) -> Path:
    vectors = KeyedVectors(len(next(iter(rows.values()))))
    vectors.add_vectors(list(rows), np.array(list(rows.values()), np.float32))
    vectors.save_word2vec_format(path, binary=True)
    return path


@pytest.fixture(scope="module")
def zoo() -> tuple[dict[str, np.ndarray], list[tuple[str, str]]]:
    """Words around a direction a kind, of all lengths; every tenth is called by another kind."""
    random = np.random.default_rng(2)
    directions = np.eye(KINDS, 12)
    rows, categories = {}, []
    for i in range(KINDS * EACH):
        kind = i // EACH
        row = directions[kind] + random.normal(0, 0.08, 12)
        rows[f"w{i}"] = row * random.uniform(0.1, 9)
        categories.append((f"kind {(kind + (i % 10 == 0)) % KINDS}", f"w{i}"))
    return rows, [*categories, ("kind 0", "unknown")]


@pytest.fixture
def folder(zoo, tmp_path, monkeypatch) -> Path:
    """A data folder with a set of every kind, and vectors.bin that know some of them."""
    rows, categories = zoo
    for name, text in {
        "analogy/some.txt": "w1 w2 w16 w17\nw1 w2 w16 unknown\n",
        "analogy/unknown.txt": ": x\nno one knows these\n",
        "similarity/pairs.tsv": "w1\tw2\t9\nw1\tw20\t2\nw1\tnone\t2\n",
        "categorization/kinds.csv": ",category,word\n"
        + "".join(f"{i},{kind},{word}\n" for i, (kind, word) in enumerate(categories)),
        "zh/CA8.txt": ": x\n猫 狗 鸟 鱼\n",
        "sentence/pairs.csv": "a sentence\tanother one\t3\n",
    }.items():
        (tmp_path / "eval" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "eval" / name).write_text(text, encoding="utf-8")
    save(tmp_path / "vectors.bin", rows)
    monkeypatch.setenv("FIRTH_DATA", str(tmp_path))
    return tmp_path


def purity(rows: np.ndarray, categories: list[str], clusters: int) -> float:
    """By SciPy's k-means on rows of length 1, the best of many runs."""
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    runs = [kmeans2(unit, clusters, minit="++", rng=seed) for seed in range(30)]
    means, labels = min(runs, key=lambda run: np.sum((unit - run[0][run[1]]) ** 2))
    counts = [Counter(c for c, label in zip(categories, labels) if label == k) for k in range(clusters)]
    return sum(max(count.values(), default=0) for count in counts) / len(categories)


def test_purity_is_scipys(firth, zoo, folder):
    rows, categories = zoo
    path = folder / "eval" / "categorization" / "kinds.csv"
    (report,) = json.loads(firth("evaluate", folder / "vectors.bin", path, "--json").stdout)
    assert (report["kind"], report["words"], report["clustered"]) == ("categories", 91, 90)
    assert report["categories"] == KINDS
    expected = purity(np.array(list(rows.values())), [kind for kind, _ in categories[:-1]], KINDS)
    assert report["purity"]["value"] == pytest.approx(expected)
    assert expected == pytest.approx(0.9)


def test_without_a_file_every_set_that_fits(firth, folder):
    done = firth("evaluate", folder / "vectors.bin", "--json")
    reports = json.loads(done.stdout)
    assert [Path(report["file"]).name for report in reports] == ["some.txt", "pairs.tsv", "kinds.csv"]
    assert "left out, nothing known: unknown.txt" in done.stderr
    assert "CA8.txt" not in done.stderr
    table = firth("evaluate", folder / "vectors.bin").stdout.splitlines()
    assert table[0].split() == ["set", "score", "value", "95", "%", "interval", "known"]
    assert [line.split()[0] for line in table[1:]] == ["some.txt"] * 3 + ["pairs.tsv", "kinds.csv"]
    assert table[-1].endswith("90 of 91")


def test_chinese_words_are_asked_chinese_sets(firth, zoo, folder):
    rows, _ = zoo
    words = "猫狗鸟鱼"
    path = save(folder / "zh.bin", dict(zip(words, rows.values())))
    (report,) = json.loads(firth("evaluate", path, "--json").stdout)
    assert Path(report["file"]).name == "CA8.txt"
    assert report["protocols"][0]["asked"] == 1


def test_methods_of_analogies(firth, folder):
    path = folder / "eval" / "analogy" / "some.txt"
    for method in ("3cosadd", "3cosmul"):
        (report,) = json.loads(
            firth("evaluate", folder / "vectors.bin", path, "--method", method, "--json").stdout
        )
        assert report["method"] == method
        assert report["protocols"][0]["asked"] == 1


def test_without_data_a_file_is_needed(firth, folder, monkeypatch):
    monkeypatch.delenv("FIRTH_DATA")
    assert "set FIRTH_DATA" in firth("evaluate", folder / "vectors.bin", exit_code=2).stderr
    monkeypatch.setenv("FIRTH_DATA", str(folder / "eval"))
    assert "holds no sets" in firth("evaluate", folder / "vectors.bin", exit_code=1).stderr
