"""The Python program that the lesson shows gives the numbers that the lesson shows."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SNIPPETS = Path(__file__).resolve().parents[2] / "web/src/view/learn/snippets.ts"

Firth = Callable[..., subprocess.CompletedProcess[str]]


def snippet(lesson: dict[str, Any], seed: int) -> str:
    """As the page writes it."""
    source = SNIPPETS.read_text(encoding="utf-8")
    found = re.search(r"return `(import numpy.*?)`;", source, re.DOTALL)
    assert found
    numbers, layer = lesson["numbers"], lesson["layer"]
    values = {
        "sentence": " ".join(numbers["words"][i] for i in numbers["ids"][:-1]),
        "numbers.words.length": len(numbers["words"]),
        "seed": "" if seed == 1 else f", seed={seed}",
        "layer.rows.length": len(layer["rows"]),
        "layer.rate": layer["rate"],
    }
    return re.sub(r"\$\{(.*?)\}", lambda hole: str(values[hole[1]]), found[1])


@pytest.mark.parametrize(
    ("sentence", "seed"), [("I eat a big apple every day.", 1), ("a cat, a hat, a cat!", 7)]
)
def test_the_layers_snippet(
    firth: Firth, sentence: str, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = json.loads(firth("learn", "--json", sentence, "--seed", seed).stdout)
    layer = lesson["layer"]
    names: dict[str, Any] = {}
    exec(snippet(lesson, seed), names)
    assert names["rows"] == pytest.approx(np.array(layer["rows"]), abs=1e-6)
    assert names["gradient"] == pytest.approx(np.array(layer["gradient"]), abs=1e-5)
    assert list(names["ids"]) == lesson["numbers"]["ids"]
    said = capsys.readouterr().out
    assert said == f"{layer['loss']:.3f} {layer['loss_after']:.3f}\n"
