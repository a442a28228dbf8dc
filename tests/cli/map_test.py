"""`firth map` and `firth train --plot` from outside: pages, pictures and tables of words."""

from __future__ import annotations

import base64
import json
import os
import re
import struct
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

SVG = "{http://www.w3.org/2000/svg}"
ODD_WORDS = ["</script>", "a&b<c>", '"quoted"', "苹果", "naïve", "🍎"]


def number(word: int, column: int) -> float:
    """Words word % 3 are alike."""
    return ((word % 3 * 7 + column * 5) % 11 - 5) + ((word * 31 + column * 17) % 13) / 20


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    words = ODD_WORDS + [f"word{i}" for i in range(60)]
    rows = [" ".join([w, *(f"{number(i, c):.3f}" for c in range(8))]) for i, w in enumerate(words)]
    path = tmp_path_factory.mktemp("map") / "words.txt"
    path.write_text("\n".join([f"{len(words)} 8", *rows, ""]), encoding="utf-8")
    return path


def data_of(page: Path) -> dict[str, object]:
    found = re.search(
        r'<script id="firth-map" type="application/json">(.*?)</script>',
        page.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert found
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def numbers(text: object, kind: str) -> list[float]:
    raw = base64.b64decode(str(text), validate=True)
    return list(struct.unpack(f"<{len(raw) // struct.calcsize(kind)}{kind}", raw))


def test_a_table_holds_every_word_and_its_place(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.tsv"
    done = firth("map", vectors, "-o", out, "--epochs", 20)
    assert done.stdout == ""
    assert "wrote" in done.stderr and "66 words" in done.stderr
    head, *rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert head == ["word", "x", "y"]
    assert [row[0] for row in rows[:6]] == ODD_WORDS
    assert all(abs(float(place)) < 100 for row in rows for place in row[1:])


@pytest.mark.parametrize("method", ["pca", "umap", "tsne"])
def test_threads_do_not_change_a_map_and_seeds_do(
    firth: Firth, vectors: Path, tmp_path: Path, method: str
) -> None:
    def table(*flags: object) -> bytes:
        firth("map", vectors, "-o", tmp_path / "t.tsv", "--method", method, "--epochs", 20, *flags)
        return (tmp_path / "t.tsv").read_bytes()

    assert table("--threads", 1) == table("--threads", 3)
    if method == "umap":
        assert table("--seed", 1) != table("--seed", 2)


def test_a_page_holds_all_that_it_shows(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    firth("map", vectors, "-o", out, "--epochs", 20, "--title", "Sixty & six")
    page = out.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    data = data_of(out)
    assert data["title"] == "Sixty & six"
    words = data["words"]
    assert isinstance(words, list) and words[:6] == ODD_WORDS and len(words) == 66
    assert len(numbers(data["x"], "f")) == len(numbers(data["y"], "f")) == 66
    assert set(numbers(data["colors"], "B")) <= set(range(8))
    near = data["near"]
    assert isinstance(near, dict) and near["count"] == 10
    rows, cosines = numbers(near["rows"], "I"), numbers(near["cosines"], "f")
    told = json.loads(firth("neighbors", vectors, "word5", "--json").stdout)["neighbors"]
    at = words.index("word5") * 10
    assert [words[int(row)] for row in rows[at : at + 10]] == [n["word"] for n in told]
    assert cosines[at : at + 10] == pytest.approx([n["score"] for n in told], abs=1e-6)


def test_a_picture_is_xml_with_words_in_it(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    firth("map", vectors, "-o", out, "--method", "pca")
    root = ElementTree.parse(out).getroot()
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert texts[0] == "words.txt"
    assert re.fullmatch(r"66 words x 8; PCA: [\d.]+ % and [\d.]+ % of the variance", texts[-1])
    assert set(ODD_WORDS) & set(texts)
    firth("map", vectors, "-o", out, "--method", "pca", "--labels", 3)
    assert len(list(ElementTree.parse(out).getroot().iter(f"{SVG}text"))) == 3 + 2


def test_a_png_is_twice_as_fine(firth: Firth, vectors: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    firth("map", vectors, "-o", out, "--method", "pca", "--words", 20)
    head = out.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", head[16:]) == (2400, 1800)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-o", "map.pdf"], 2, "the ending must be .html, .svg, .png or .tsv"),
        (["-o", "no/such/folder/map.svg"], 1, "no/such/folder"),
        (["-o", "map.svg", "--method", "mds"], 2, "mds"),
        (["-o", "map.svg", "--neighbors", "1"], 2, "--neighbors"),
        (["-o", "map.svg", "--min-dist", "nan"], 2, "--min-dist"),
    ],
)
def test_what_cannot_be(
    firth: Firth, vectors: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    arguments[1] = str(tmp_path / arguments[1])
    done = firth("map", vectors, *arguments, exit_code=code)
    assert done.stderr.startswith("firth: ") and said in done.stderr
    assert done.stderr.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_small_files(firth: Firth, tmp_path: Path) -> None:
    path = tmp_path / "v.txt"
    for rows in (["a 1 2"], ["a 0 0", "b 0 0"], ["a 1 2", "b 1 2", "c 2 1"]):
        path.write_text("\n".join([f"{len(rows)} 2", *rows, ""]))
        firth("map", path, "-o", tmp_path / "m.svg")
        ElementTree.parse(tmp_path / "m.svg")


def test_the_curve_of_a_training(firth: Firth, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("the king and the queen ate an apple\n" * 400)
    plot = tmp_path / "loss.svg"
    flags = ["--dim", 8, "--threads", 1, "--plot", plot]
    firth("train", "cbow", corpus, "-o", tmp_path / "v.bin", "--valid", corpus, *flags)
    texts = [text.text for text in ElementTree.parse(plot).getroot().iter(f"{SVG}text")]
    assert texts[0] == "cbow: v.bin"
    assert {"epochs", "loss of an example", "training", "held out"} <= set(texts)
    firth("train", "glove", corpus, "-o", tmp_path / "g.bin", *flags)
    texts = [text.text for text in ElementTree.parse(plot).getroot().iter(f"{SVG}text")]
    assert texts[0] == "glove: g.bin" and "loss of a pair" in texts


def test_curves_that_cannot_be(firth: Firth, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a b c\n" * 9)
    out = tmp_path / "v.bin"
    done = firth("train", "cbow", corpus, "-o", out, "--plot", tmp_path / "p.pdf", exit_code=2)
    assert "--plot draws an .svg or a .png" in done.stderr
    firth("train", "onehot", corpus, "-o", out, "--plot", tmp_path / "p.svg", exit_code=2)
    assert not out.exists()
