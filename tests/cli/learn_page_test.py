"""`firth learn` as a page, from outside: what it serves, what it is told by flags, a clean end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]


@contextmanager
def serving(program: str, place: Path, *flags: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a folder of its own, where there is no demo and no encoder."""
    command = [program, "learn", "--port", "0", *map(str, flags)]
    environment = {**os.environ, "FIRTH_MODELS": str(place / "models")}
    with subprocess.Popen(
        command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        yield run, run.stdout.readline().strip()
        run.kill()


def ask(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)


def test_serves_the_lesson_that_the_terminal_prints(
    program: str, firth: Firth, tmp_path: Path
) -> None:
    with serving(program, tmp_path, "a cat sat on the mat", "--dim", 3) as (run, url):
        with urllib.request.urlopen(url, timeout=20) as page:
            assert b'<div id="app">' in page.read()
        served = ask(f"{url}/api/lesson")
        assert served.pop("settings") == {"window": 2, "dim": 3, "lr": 0.5, "seed": 1}
        printed = firth("learn", "--json", "a cat sat on the mat", "--dim", 3).stdout
        assert served == json.loads(printed)
        assert ask(f"{url}/api/words")["state"] == "none"
        encoder = ask(f"{url}/api/encoder")
        assert encoder["state"] == "none"
        assert encoder["offer"]["command"] == "firth models get all-MiniLM-L6-v2"
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 0


def test_takes_vectors_of_a_real_corpus(program: str, tmp_path: Path) -> None:
    rows = ["man 1 0 0.1", "king 1 0 2", "woman 0 1 0.1", "queen 0 1 2", "apple -1 -1 0"]
    (tmp_path / "v.txt").write_text("\n".join(["5 3", *rows, ""]))
    with serving(program, tmp_path, "--vectors", "v.txt") as (_, url):
        words: Any = {"state": "reading"}
        while words["state"] == "reading":
            words = ask(f"{url}/api/words")
        assert words["company"]["name"] == "v.txt"
        assert words["company"]["analogy"][0]["word"] == "queen"
        assert words["company"]["offsets"] == pytest.approx(1)
        assert ask(f"{url}/api/neighbors?word=man")[0]["word"] == "king"


def test_a_file_that_is_not_there(firth: Firth) -> None:
    done = firth("learn", "--vectors", "no-such-file", exit_code=1)
    assert "no-such-file" in done.stderr and done.stderr.count("\n") == 1


def test_another_site_cannot_make_it_work(program: str, tmp_path: Path) -> None:
    with serving(program, tmp_path) as (_, url):
        for path in ("train", "fetch"):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(f"{url}/api/{path}", data=b"text", timeout=20)
