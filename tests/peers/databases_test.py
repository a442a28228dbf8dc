"""`firth convert` for databases: PostgreSQL's COPY reads what it writes, and so does any JSON."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

WORDS = ["king", "New York", "tab\there", "back\\slash", "\\N", "\\.", "line\nend\r", "日本"]
WORDS += ['"', ""]
Sql = Callable[[str], str]


def program_of_postgresql(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return str(found[-1])


@pytest.fixture(scope="module")
def sql() -> Iterator[Sql]:
    """Runs statements in a server of its own, without a network."""
    as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        data = f"{folder}/data"
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"

        def run(*command: str, text: str = "") -> str:
            whole = [*as_whom, *command]
            done = subprocess.run(
                whole, input=text, capture_output=True, text=True, cwd=folder, check=False
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        initdb, control = program_of_postgresql("initdb"), program_of_postgresql("pg_ctl")
        run(initdb, "-D", data, "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync")
        run(control, "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            psql = ["psql", "-h", folder, "-U", "postgres", "-XqtA", "-v", "ON_ERROR_STOP=1"]
            yield lambda statements: run(*psql, text=statements)
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def numbers() -> np.ndarray:
    generator = np.random.default_rng(1)
    scale = 10.0 ** generator.integers(-30, 30, size=(len(WORDS), 5))
    return (generator.standard_normal((len(WORDS), 5)) * scale).astype(np.float32)


@pytest.fixture(scope="module")
def vectors(numbers: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In firth's own format, which holds every word."""
    import firth

    path = tmp_path_factory.mktemp("databases") / "vectors.safetensors"
    firth.WordVectors(WORDS, numbers).save(path)
    return path


@pytest.mark.peers
def test_copy_from_reads_every_word_and_number(
    sql: Sql, vectors: Path, numbers: np.ndarray, program: str, tmp_path: Path
) -> None:
    out = tmp_path / "out.copy"
    subprocess.run([program, "convert", vectors, out], check=True, capture_output=True)
    # Without pgvector its text stands for a vector; it is an array of reals in other brackets.
    rows = sql(
        "CREATE TABLE words (id serial, word text NOT NULL, embedding text NOT NULL);\n"
        "COPY words (word, embedding) FROM stdin;\n"
        + out.read_text(encoding="utf-8")
        + "\\.\nSELECT json_build_array(word, translate(embedding, '[]', '{}')::real[])"
        " FROM words ORDER BY id;\n"
    )
    read = [json.loads(row) for row in rows.splitlines()]
    assert [word for word, _ in read] == WORDS
    assert np.array_equal(np.array([row for _, row in read], dtype=np.float32), numbers)


def test_any_json_reads_the_lines(
    vectors: Path, numbers: np.ndarray, program: str, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    subprocess.run([program, "convert", vectors, out], check=True, capture_output=True)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["word"] for line in lines] == WORDS
    assert [line["id"] for line in lines] == list(range(len(WORDS)))
    assert np.array_equal(np.array([line["vector"] for line in lines], dtype=np.float32), numbers)
