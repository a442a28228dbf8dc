"""`firth explore` from outside: the page, its questions, and a clean end."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

ROWS = ["man 1 0 0", "king 1 0 2", "woman 0 1 0", "queen 0 1 2", "apple -1 -1 0.1"]


@pytest.fixture
def vectors(tmp_path: Path) -> Path:
    path = tmp_path / "v.txt"
    path.write_text("\n".join([f"{len(ROWS)} 3", *ROWS, ""]))
    return path


@pytest.fixture
def server(program: str, vectors: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [program, "explore", str(vectors), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout
        yield run, run.stdout.readline().strip()
        run.kill()


def ask(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return bytes(answer.read())


def test_serves_a_page_and_answers(
    server: tuple[subprocess.Popen[str], str], firth: Firth, vectors: Path
) -> None:
    run, url = server
    assert url.startswith("http://127.0.0.1:")
    assert b'<div id="app">' in ask(url)
    assert [m["words"] for m in json.loads(ask(f"{url}/api/map"))["maps"]] == [5]
    words = json.loads(ask(f"{url}/api/words?from=0&count=100"))
    assert words == [row.split()[0] for row in ROWS]
    places = ask(f"{url}/api/places")
    firth("map", vectors, "-o", vectors.parent / "v.tsv", "--method", "pca")
    table = [line.split("\t") for line in (vectors.parent / "v.tsv").read_text().splitlines()[1:]]
    expected = [float(row[1]) for row in table] + [float(row[2]) for row in table]
    assert list(struct.unpack("<10f", places)) == pytest.approx(expected, abs=1e-6)
    told = json.loads(firth("neighbors", vectors, "king", "--json").stdout)["neighbors"]
    near = json.loads(ask(f"{url}/api/neighbors?word=1"))
    assert [words[n["word"]] for n in near] == [n["word"] for n in told]
    assert [n["cosine"] for n in near] == pytest.approx([n["score"] for n in told], abs=1e-6)
    assert words[json.loads(ask(f"{url}/api/analogy?a=0&b=1&c=2"))[0]["word"]] == "queen"
    with pytest.raises(urllib.error.HTTPError, match="400"):
        ask(f"{url}/api/neighbors?word=99")
    run.send_signal(signal.SIGINT)
    assert run.wait(20) == 0
    assert run.stderr and "Ctrl-C ends" in run.stderr.read()


def test_compares_and_colours(program: str, vectors: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.vec"
    other.write_text("2 2\nking 1 0\nrook 0 1\n")
    table = tmp_path / "classes.tsv"
    table.write_text("word\tclass\nking\tperson\napple\tfruit\n")
    command = [program, "explore", vectors, "--beside", other, "--metadata", table, "--port", "0"]
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        url = run.stdout.readline().strip()
        maps = json.loads(ask(f"{url}/api/map"))["maps"]
        assert [(m["title"], m["words"], m["columns"]) for m in maps] == [
            ("v.txt", 5, ["class"]),
            ("other.vec", 2, []),
        ]
        assert json.loads(ask(f"{url}/api/words?map=1&from=0&count=9")) == ["king", "rook"]
        column = json.loads(ask(f"{url}/api/column?column=0"))
        shown = [column["labels"][color] for color in column["colors"]]
        assert shown == ["", "person", "", "", "fruit"]
        run.kill()


@pytest.mark.parametrize("table", ["word\n", "word\tclass\nking\n", "word\tclass\nzebra\tx\n"])
def test_a_table_that_says_nothing(
    firth: Firth, vectors: Path, tmp_path: Path, table: str
) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text(table)
    done = firth("explore", vectors, "--metadata", path, "--port", 0, exit_code=1)
    assert str(path) in done.stderr and done.stderr.count("\n") == 1


def test_a_port_that_is_taken(
    server: tuple[subprocess.Popen[str], str], firth: Firth, vectors: Path
) -> None:
    port = server[1].rsplit(":", 1)[1]
    done = firth("explore", vectors, "--port", port, exit_code=1)
    assert port in done.stderr and done.stderr.count("\n") == 1
