"""`firth learn` from outside: the study note's tables, and sentences of any kind."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

SENTENCE = "I eat a big apple every day."
WINDOWS = """
  input1  input2  input3  input4  output
  -       -       eat     a       I
  -       I       a       big     eat
  I       eat     big     apple   a
  eat     a       apple   every   big
  a       big     every   day     apple
  big     apple   day     -       every
  apple   every   -       -       day
"""
LABELS = """
  wanted  candidate  target
  apple   a               1
  apple   big             1
  apple   every           1
  apple   day             1
  apple   I               0
  apple   eat             0
"""
ONE_HOT = """
  word    1  2  3  4
  I       1  0  0  0
  love    0  1  0  0
  eating  0  0  1  0
  apple   0  0  0  1

It is sparse: 75.0 % of the numbers are zeros (1 - 1/n).
It holds no meaning: the cosine of any two different words is 0.
"""


def test_the_notes_sentence(firth: Firth) -> None:
    done = firth("learn", "--terminal", SENTENCE)
    assert done.stderr == ""
    for part in (
        WINDOWS,
        LABELS,
        "The right word comes first in 7 of 7 windows.\n",
        "i=0 eat=1 a=2 big=3 apple=4 every=5 day=6 .=7 <eos>=8",
        "takes the sentence's 29 characters",
        "right size is 8, or 9 with <eos>",
        "--compat note",
    ):
        assert part in done.stdout
    assert firth("learn", "--terminal").stdout == done.stdout


def test_the_notes_one_hot_table(firth: Firth) -> None:
    assert ONE_HOT in firth("learn", "--terminal", "I love eating apple").stdout


def test_json_holds_the_same(firth: Firth) -> None:
    lesson = json.loads(firth("learn", "--json", SENTENCE).stdout)
    assert lesson["vocabulary"] == ["I", "eat", "a", "big", "apple", "every", "day"]
    assert lesson["one_hot"]["zeros"] == pytest.approx(6 / 7)
    assert lesson["one_hot"]["cosine"] == 0
    head, *rows = [line.split() for line in WINDOWS.strip().splitlines()]
    assert len(head) == 5
    shown = [[word or "-" for word in w["inputs"]] + [w["output"]] for w in lesson["windows"]]
    assert shown == rows
    labels = [(c["word"], c["target"]) for c in lesson["step"]["candidates"]]
    assert labels == [("a", 1), ("big", 1), ("every", 1), ("day", 1), ("I", 0), ("eat", 0)]
    assert lesson["step"]["loss_after"] < lesson["step"]["loss"]
    assert all(p["first"][0]["word"] == p["output"] for p in lesson["learnt"]["predictions"])
    assert lesson["numbers"]["ids"] == list(range(9))
    assert lesson["blank"]["loss_after"] < lesson["blank"]["loss"]
    assert [len(lesson["blank"][matrix]) for matrix in ("embedding", "context")] == [7, 7]
    assert [len(row) for row in lesson["layer"]["rows"]] == [4] * 9


def columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide


def test_wide_letters_keep_their_columns(firth: Firth) -> None:
    lines = firth("learn", "--terminal", "我每天吃一个大苹果。").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if line.lstrip().startswith("input1"))
    start = columns(lines[at][: lines[at].index("output")])
    for line in lines[at + 1 : at + 4]:
        last = line.rsplit(" ", 1)[1]
        assert columns(line) - columns(last) == start


@pytest.mark.parametrize(
    "sentence",
    ["apple", "no no no", "a b", "x" * 3000 + " y", "w " * 5000, "naïve 🍎 d'été", "caf\udce9 au lait"],
    ids=["one word", "one word again", "two", "a long word", "many words", "letters", "bad bytes"],
)
def test_any_sentence(firth: Firth, sentence: str) -> None:
    done = firth("learn", "--terminal", sentence)
    assert done.stderr == ""
    assert "One-hot" in done.stdout
    assert max(map(columns, done.stdout.splitlines())) < 250
    assert json.loads(firth("learn", "--json", sentence).stdout)["vocabulary"]


def test_a_sentence_of_many_words_is_cut(firth: Firth) -> None:
    done = firth("learn", "--terminal", " ".join(f"w{i}" for i in range(2000)))
    assert "Only the first 100 words are taken; 1,900 are left out." in done.stdout
    assert len(done.stdout.splitlines()) < 250


@pytest.mark.parametrize("sentence", ["", "  ", "...", "。"])
def test_no_word_at_all(firth: Firth, sentence: str) -> None:
    done = firth("learn", "--terminal", sentence, exit_code=1)
    assert done.stdout == ""
    assert done.stderr == f'firth: the sentence holds no word; try "{SENTENCE}"\n'


@pytest.mark.parametrize("wrong", [("--window", 0), ("--dim", 65), ("--lr", 0), ("--lr", "nan")])
def test_settings_out_of_range(firth: Firth, wrong: tuple[str, object]) -> None:
    done = firth("learn", "--terminal", *wrong, exit_code=2)
    assert wrong[0] in done.stderr
