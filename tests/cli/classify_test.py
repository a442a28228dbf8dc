"""`firth classify` as a user meets it: what it writes, what it answers, and how it fails."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Firth = Callable[..., subprocess.CompletedProcess[str]]

QUICK = ("--dim", 10, "--threads", 1, "--lr", 0.5)


def labelled(lines: int = 400) -> str:
    kinds = ("__label__animal the cat and dog", "__label__vehicle the car and bus")
    return "".join(f"{kinds[i % 2]} {i % 7}\n" for i in range(lines))


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "train.txt"
    path.write_text(labelled(), encoding="utf-8")
    return path


@pytest.fixture
def model(firth: Firth, text: Path, tmp_path: Path) -> Path:
    path = tmp_path / "model.bin"
    firth("classify", "train", text, "-o", path, *QUICK)
    return path


def asked(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "asked.txt"
    path.write_text(content, encoding="utf-8")
    return path


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout == ""
    line = done.stderr.splitlines()[-1]
    assert line.startswith("firth: ")
    return line


def test_lines_are_labelled_in_order(firth: Firth, model: Path, tmp_path: Path) -> None:
    path = asked(tmp_path, "a cat\nbus and car\ndog\n")
    expected = "__label__animal\n__label__vehicle\n__label__animal\n"
    assert firth("classify", "predict", model, path).stdout == expected
    assert firth("classify", "predict", model, stdin=path).stdout == expected
    both = firth("classify", "predict", model, path, "-k", 2, "--probabilities").stdout
    cells = both.splitlines()[0].split(" ")
    assert cells[::2] == ["__label__animal", "__label__vehicle"]
    assert sum(map(float, cells[1::2])) == pytest.approx(1, abs=1e-5)
    sure = firth("classify", "predict", model, path, "--threshold", 1.5)
    assert sure.stdout == "\n\n\n"


def test_who_waits_for_an_answer_gets_it(program: str, model: Path) -> None:
    command = [program, "classify", "predict", str(model), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None and run.stdout is not None
        for line, answer in (("cat\n", "animal"), ("bus\n", "vehicle"), ("dog\n", "animal")):
            run.stdin.write(line)
            run.stdin.flush()
            assert run.stdout.readline() == f"__label__{answer}\n"
        run.stdin.close()
        assert run.wait(timeout=60) == 0


def test_scores(firth: Firth, model: Path, tmp_path: Path) -> None:
    path = asked(tmp_path, "__label__animal cat\n__label__vehicle dog\n__label__new cat\n")
    done = firth("classify", "test", model, path, "--per-label")
    assert done.stdout.splitlines()[:3] == ["N     2", "P@1   0.5000", "R@1   0.5000"]
    assert "1 lines have no label that the model knows" in done.stderr
    found = json.loads(firth("classify", "test", model, path, "--per-label", "--json").stdout)
    assert found["lines"] == 2
    assert found["labels"]["__label__animal"] == {
        "precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3), "gold": 1, "predicted": 2,
    }  # fmt: skip
    assert found["labels"]["__label__vehicle"]["precision"] is None


def test_autotune_names_the_best_settings(firth: Firth, text: Path, tmp_path: Path) -> None:
    out = tmp_path / "best.bin"
    valid = asked(tmp_path, labelled(50))
    done = firth("classify", "train", text, "-o", out, *QUICK, "--autotune", valid,
                 "--autotune-time", "2s")
    flags, score = done.stdout.splitlines()
    assert flags.startswith("--lr ")
    assert score.startswith("F1 1.0000 on ")
    assert firth("classify", "predict", out, valid).stdout.startswith("__label__animal\n")


def test_autotune_for_a_size(firth: Firth, text: Path, tmp_path: Path) -> None:
    out = tmp_path / "best.ftz"
    valid = asked(tmp_path, labelled(50))
    done = firth("classify", "train", text, "-o", out, "--autotune", valid, "--autotune-time", "2s",
                 "--autotune-size", "30K", "--autotune-label", "__label__animal", "--autotune-k", 1)
    flags, quantize, score = done.stdout.splitlines()
    assert flags.startswith("--lr ")
    assert quantize.startswith("quantize --qnorm --dsub ")
    assert score.startswith("F1 1.0000 on ")
    assert out.stat().st_size <= 30_000
    assert firth("classify", "predict", out, valid).stdout.startswith("__label__animal\n")


def test_autotune_for_a_label_that_the_validation_text_lacks(
    firth: Firth, text: Path, tmp_path: Path
) -> None:
    valid = asked(tmp_path, "__label__vehicle the car\n")
    done = firth("classify", "train", text, "-o", tmp_path / "best.bin", *QUICK, "--autotune", valid,
                 "--autotune-label", "__label__animal", exit_code=2)  # fmt: skip
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("firth: ")]
    assert "no line of the validation text has the label __label__animal" in line
    assert not (tmp_path / "best.bin").exists()


def test_autotune_leaves_what_is_given(firth: Firth, text: Path, tmp_path: Path) -> None:
    valid = asked(tmp_path, labelled(50))
    done = firth("classify", "train", text, "-o", tmp_path / "best.bin", "--dim", 7, "--lr", 0.3,
                 "--autotune", valid, "--autotune-time", "1s")
    trials = [line for line in done.stderr.splitlines() if line.startswith("trial ")]
    assert len(trials) > 1
    assert [line for line in trials if "--lr 0.3 " not in line or "--dim 7 " not in line] == []


def test_another_prefix(firth: Firth, tmp_path: Path) -> None:
    path = tmp_path / "train.txt"
    path.write_text(labelled().replace("__label__", "#"), encoding="utf-8")
    firth("classify", "train", path, "-o", tmp_path / "m.bin", *QUICK, "--label", "#")
    done = firth("classify", "test", tmp_path / "m.bin", path, "--label", "#")
    assert "P@1   1.0000" in done.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "empty"), ("no label here\n", "begins with __label__")],
)
def test_texts_without_labels(firth: Firth, tmp_path: Path, content: str, message: str) -> None:
    path = asked(tmp_path, content)
    done = firth("classify", "train", path, "-o", tmp_path / "m.bin", exit_code=1)
    assert message in last_line(done)
    assert not (tmp_path / "m.bin").exists()


def test_files_that_are_no_classifiers(firth: Firth, text: Path, tmp_path: Path) -> None:
    firth("train", "skipgram", text, "-o", tmp_path / "v.bin", "--format", "fasttext", "--dim", 5)
    for path in (tmp_path / "v.bin", text, tmp_path / "none.bin"):
        last_line(firth("classify", "predict", path, text, exit_code=1))
    done = firth("classify", "predict", tmp_path / "v.bin", text, exit_code=1)
    assert "no classifier" in last_line(done)


def test_labels_that_the_model_does_not_know(firth: Firth, model: Path, tmp_path: Path) -> None:
    path = asked(tmp_path, "__label__new x\n")
    done = firth("classify", "test", model, path, exit_code=1)
    assert "labels is known to the model" in last_line(done)


@pytest.mark.parametrize(
    "flags",
    [("--loss", "none"), ("--dim", 0), ("--lr", 0), ("--label", ""), ("--autotune-time", "soon",
     "--autotune", "x"), ("--autotune-size", "2M"), ("--autotune-size", "x", "--autotune", "x"),
     ("--autotune-k", 0, "--autotune", "x")],
)  # fmt: skip
def test_wrong_flags(firth: Firth, text: Path, tmp_path: Path, flags: tuple[object, ...]) -> None:
    done = firth("classify", "train", text, "-o", tmp_path / "m.bin", *flags, exit_code=2)
    assert len(done.stderr.splitlines()) == 1
