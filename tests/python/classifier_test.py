"""firth.Classifier: lines with labels in, labels for other lines out."""

from __future__ import annotations

import inspect
import os
import subprocess
from pathlib import Path

import firth
import numpy as np
import pytest

LINES = [
    ["__label__animal", "the", "cat", "and", "dog"],
    ["__label__vehicle", "the", "car", "and", "bus"],
]
SETTINGS = {"dim": 10, "lr": 0.5, "threads": 1, "word_ngrams": 2, "bucket": 1000}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labelled") / "train.txt"
    lines = [" ".join([*LINES[i % 2], str(i % 7)]) + "\n" for i in range(300)]
    path.write_text("".join(lines))
    return path


@pytest.fixture(scope="module")
def model(labelled: Path) -> firth.Classifier:
    return firth.Classifier.train(labelled, **SETTINGS)


def test_learns_and_answers(model: firth.Classifier) -> None:
    assert sorted(model.labels) == ["__label__animal", "__label__vehicle"]
    assert "cat" in model.words and model.dim == 10 and not model.quantized
    assert repr(model).startswith("<firth.Classifier: 2 labels, ")
    ((label, probability),) = model.predict("the cat")
    assert label == "__label__animal" and 0.5 < probability <= 1
    both = model.predict("the cat", k=5)
    assert [name for name, _ in both] == ["__label__animal", "__label__vehicle"]
    assert sum(p for _, p in both) == pytest.approx(1, abs=1e-5)
    assert model.predict("the cat", k=5, threshold=0.5) == both[:1]
    assert model.predict("\n".strip()) == model.predict("")


def test_many_lines_are_answered_as_each_is(model: firth.Classifier) -> None:
    texts = [f"the {word} {i % 7}" for i in range(20_000) for word in ("cat", "bus")][:20_001]
    answers = model.predict_batch(iter(texts), k=2, threads=2)
    assert len(answers) == len(texts)
    assert answers[:10] == [model.predict(text, k=2) for text in texts[:10]]
    assert answers[-1] == model.predict(texts[-1], k=2)
    assert model.predict_batch([]) == []


def test_learns_from_token_lists_what_it_learns_from_a_file(
    model: firth.Classifier, labelled: Path, tmp_path: Path
) -> None:
    lines = [line.split() for line in labelled.read_text().splitlines()]
    again = firth.Classifier.train(lines, **SETTINGS)
    model.save(tmp_path / "a.bin")
    again.save(tmp_path / "b.bin")
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()


def test_files_go_both_ways(
    model: firth.Classifier, labelled: Path, tmp_path: Path
) -> None:
    path = tmp_path / "model.bin"
    model.save(path)
    loaded = firth.Classifier.load(path)
    assert loaded.labels == model.labels and loaded.settings.word_ngrams == 2
    texts = ["the cat 3", "a bus", "unknown", "é"]
    assert loaded.predict_batch(texts, k=2) == model.predict_batch(texts, k=2)
    program = os.environ.get("FIRTH", Path(__file__).parents[2] / "build" / "firth")
    command = [program, "quantize", path, "-o", tmp_path / "model.ftz", "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    small = firth.Classifier.load(tmp_path / "model.ftz")
    assert small.quantized and small.predict("the cat")[0][0] == "__label__animal"


def test_scores(model: firth.Classifier, labelled: Path) -> None:
    scores = model.test(labelled)
    assert (scores.lines, scores.precision, scores.recall, scores.f1) == (300, 1, 1, 1)
    assert scores.labels["__label__animal"].gold == 150
    mixed = [*LINES, ["__label__other", "cat"], ["cat"], ["__label__vehicle", "cat"]]
    scores = model.test(mixed)
    assert (scores.lines, scores.unknown_labels, scores.unlabelled) == (3, 1, 1)
    assert scores.precision == pytest.approx(2 / 3)
    assert scores.labels["__label__vehicle"].recall == 0.5
    two = model.test(mixed, k=2)
    assert two.recall == 1 and two.precision == 0.5


def test_vectors_of_lines(model: firth.Classifier) -> None:
    assert model.vector("the cat").shape == (10,) and model.vector("the cat").dtype == np.float32
    assert np.array_equal(model.vector("cat"), model.vector("cat unknown-word")) is False
    assert np.abs(model.vector("the cat")).max() > 0


def test_defaults_are_the_librarys() -> None:
    library = firth.Classifier.train
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(library).parameters.items()
        if parameter.default is not parameter.empty and name not in ("pretrained", "progress")
    }
    settings = firth._firth.ClassifierSettings()
    theirs = {name: getattr(settings, name) for name in defaults}
    assert defaults == theirs | {"memory_limit": int(theirs["memory_limit"])}


def test_training_can_be_watched_and_stopped(labelled: Path) -> None:
    seen = []
    model = firth.Classifier.train(
        labelled, dim=4, epochs=1_000_000, threads=1, progress=lambda now: seen.append(now) or False
    )
    assert seen[0].words_done < seen[0].words_total and len(model.labels) == 2


def test_failures(model: firth.Classifier, labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="predict_batch"):
        model.predict(["the cat"])
    with pytest.raises(TypeError, match="several texts"):
        model.predict_batch("the cat")
    with pytest.raises(TypeError, match="int is no text"):
        model.predict_batch(["a", 3])
    with pytest.raises(ValueError, match="text 1 holds a line end"):
        model.predict_batch(["the cat", "two\nlines"])
    with pytest.raises(firth.errors.SettingsError, match='no loss is called "sofmax"'):
        firth.Classifier.train(labelled, loss="sofmax")
    with pytest.raises(firth.errors.InputError, match="no line has a label"):
        model.test([["the", "cat"]])
    with pytest.raises(MemoryError, match="or memory_limit"):
        firth.Classifier.train(labelled, word_ngrams=2, memory_limit="1M")
    with pytest.raises(FileNotFoundError):
        firth.Classifier.load(tmp_path / "none.bin")
    (tmp_path / "text").write_text("no classifier\n")
    with pytest.raises(firth.errors.FormatError):
        firth.Classifier.load(tmp_path / "text")
