"""`firth help`: every verb, in lines that fit."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

Firth = Callable[..., subprocess.CompletedProcess[str]]

COLUMNS = 100


def verbs(firth: Firth) -> list[str]:
    listed = firth("help").stdout.split("\nVerbs:\n")[1]
    return re.findall(r"^  (\w+)", listed, re.MULTILINE)


def test_help_lists_the_verbs_and_fits(firth: Firth) -> None:
    found = verbs(firth)
    assert {"train", "neighbors", "evaluate", "convert", "help"} <= set(found)
    for verb in found:
        text = firth("help", verb).stdout
        assert f"Usage: firth {verb}" in text
        assert [line for line in text.splitlines() if len(line) > COLUMNS] == []
        assert "\n\n\n" not in text


def test_the_flag_says_the_same(firth: Firth) -> None:
    assert firth("train", "--help").stdout.rstrip() == firth("help", "train").stdout.rstrip()


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("firth: ")
    return line


def test_a_verb_that_there_is_not(firth: Firth) -> None:
    assert '"frobnicate"' in only_line(firth("frobnicate", exit_code=2))
    assert "firth help" in only_line(firth(exit_code=2))


def test_a_corpus_that_is_not_named(firth: Firth) -> None:
    line = only_line(firth("train", "skipgram", exit_code=2))
    assert "CORPUS" in line
    assert "firth help train" in line
