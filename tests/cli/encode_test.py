"""`firth encode`: texts by field, parts that are gone on from, and what is refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def model(firth: Firth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model of three words."""
    place = tmp_path_factory.mktemp("model")
    (place / "words.txt").write_text("3 2\nsun 1 2\nmoon 3 4\nstar 5 6\n", encoding="ascii")
    firth("distill", place / "words.txt", "-o", place / "model", "--sif", 0)
    return place / "model"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "sun"}\n{"text": "sun moon", "id": 3}\n', encoding="ascii")
    return path


def test_texts_of_a_field(firth: Firth, model: Path, texts: Path) -> None:
    lines = firth("encode", model, texts, "--field", "text", "--normalize", "no").stdout
    assert [json.loads(line) for line in lines.splitlines()] == [[1, 2], [2, 3]]


def test_refusals(firth: Firth, model: Path, texts: Path, tmp_path: Path) -> None:
    def fails(*arguments: object, code: int = 2) -> str:
        done = firth("encode", model, texts, *arguments, exit_code=code)
        assert done.stdout == ""
        return done.stderr.splitlines()[-1]

    assert 'line 1: is no JSON object with a text "id"' in fails("--field", "id", code=1)
    assert "name it by -o" in fails("--resume")
    assert "--chunk" in fails("--chunk", "--output", "tokens")
    assert "write jsonl" in fails("--output", "tokens", "-o", tmp_path / "x.npy")
    assert not list(tmp_path.glob("x.*"))
    assert "no folder of a model" in firth("encode", texts, texts, exit_code=1).stderr


def test_parts_of_another_run_are_refused(
    firth: Firth, model: Path, texts: Path, tmp_path: Path
) -> None:
    out, parts = tmp_path / "out.jsonl", tmp_path / "out.jsonl.parts"
    parts.mkdir()
    (parts / "run").write_text("of something else\n", encoding="ascii")
    done = firth("encode", model, texts, "-o", out, "--resume", exit_code=1)
    assert "of other texts, another model or other flags" in done.stderr
    assert not out.exists()
    firth("encode", model, texts, "-o", out)
    assert len(out.read_text(encoding="ascii").splitlines()) == 2
    assert not parts.exists()
