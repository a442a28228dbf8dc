"""`firth fasttext VERB`: fastText's command line, with what PyPI's fasttext answers, in the words of
fastText's program (its documentation, and the streams of its main.cc: six digits, five in vectors)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.peers
fasttext = pytest.importorskip("fasttext", reason="./run test peers installs it")

VERBS = ("supervised", "quantize", "test", "test-label", "predict", "predict-prob", "skipgram",
         "cbow", "print-word-vectors", "print-sentence-vectors", "print-ngrams", "nn", "analogies",
         "dump")


@pytest.fixture(scope="module")
def folder(firth, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sup.bin, sup.ftz, sg.bin and the text of both, trained by fastText's flags."""
    folder = tmp_path_factory.mktemp("program")
    text = (data_dir / "fixtures" / "fasttext" / "lee_background.cor").read_text(encoding="utf-8")
    (folder / "text.txt").write_text(text, encoding="utf-8")
    lines = text.splitlines()
    labelled = [f"__label__{i * 3 // len(lines)} {line}\n" for i, line in enumerate(lines)]
    (folder / "labelled.txt").write_text("".join(labelled), encoding="utf-8")
    firth("fasttext", "supervised", "-input", folder / "labelled.txt", "-output", folder / "sup",
          "-dim", 12, "-epoch", 10, "-lr", 0.5, "-wordNgrams", 2, "-minn", 3, "-maxn", 4, "-bucket",
          20000, "-loss", "softmax", "-thread", 1, "-verbose", 0, "-saveOutput")
    firth("fasttext", "skipgram", "-input", folder / "text.txt", "-output", folder / "sg", "-dim",
          11, "-ws", 4, "-epoch", 1, "-minCount", 3, "-neg", 4, "-bucket", 5000, "-t", 0.001,
          "-thread", 2, "-lrUpdateRate", 50)
    return folder


def ask(firth, folder: Path, *arguments: object, text: str = "") -> str:
    asked = folder / "asked.txt"
    asked.write_text(text, encoding="utf-8")
    return firth("fasttext", *arguments, stdin=asked).stdout


def numbers(line: str) -> list[float]:
    assert line.endswith(" ")
    return [float(x) for x in line.split(" ")[:-1]]


def test_training_writes_what_fasttext_writes(firth, folder):
    model = fasttext.load_model(str(folder / "sg.bin"))
    args = model.f.getArgs()
    assert (args.dim, args.ws, args.epoch, args.minCount, args.neg) == (11, 4, 1, 3, 4)
    assert (args.minn, args.maxn, args.bucket) == (3, 6, 5000)
    header, *rows = (folder / "sg.vec").read_text(encoding="utf-8").splitlines()
    assert header == f"{len(model.words)} 11"
    word, vector = rows[7].split(" ", 1)
    assert numbers(vector) == pytest.approx(list(model[word]), rel=1e-4)
    model = fasttext.load_model(str(folder / "sup.bin"))
    args = model.f.getArgs()
    assert (args.dim, args.epoch, args.wordNgrams, args.minn, args.maxn) == (12, 10, 2, 3, 4)
    header, *rows = (folder / "sup.output").read_text(encoding="utf-8").splitlines()
    assert header == f"{len(model.labels)} 12"
    for row, label, expected in zip(rows, model.labels, model.get_output_matrix(), strict=True):
        assert row.split(" ")[0] == label
        assert numbers(row.split(" ", 1)[1]) == pytest.approx(list(expected), rel=1e-4)


def test_cbow_and_one_vs_all(firth, folder):
    firth("fasttext", "cbow", "-input", folder / "text.txt", "-output", folder / "cb", "-dim", 5,
          "-epoch", 1, "-bucket", 100, "-loss", "hs")
    assert fasttext.load_model(str(folder / "cb.bin")).f.getArgs().model.name == "cbow"
    firth("fasttext", "supervised", "-input", folder / "labelled.txt", "-output", folder / "ova",
          "-dim", 5, "-epoch", 1, "-loss", "one-vs-all")
    assert fasttext.load_model(str(folder / "ova.bin")).f.getArgs().loss.name == "ova"


def test_pretrained_vectors(firth, folder):
    """They are the rows of their words, and their words are known though the text lacks them."""
    words = ["said", "notinthetext"]
    (folder / "start.vec").write_text("".join(["2 5\n", *(f"{w} 1 2 3 4 5\n" for w in words)]))
    firth("fasttext", "skipgram", "-input", folder / "text.txt", "-output", folder / "start", "-dim",
          5, "-epoch", 1, "-lr", 1e-9, "-bucket", 1000, "-pretrainedVectors", folder / "start.vec")
    model = fasttext.load_model(str(folder / "start.bin"))
    for word in words:
        row = model.get_input_vector(model.get_word_id(word))
        assert row == pytest.approx([1, 2, 3, 4, 5], abs=1e-4)


def test_autotune_for_a_size(firth, folder):
    bytes_wanted = 60_000
    done = firth("fasttext", "supervised", "-input", folder / "labelled.txt", "-output",
                 folder / "tuned", "-autotune-validation", folder / "labelled.txt",
                 "-autotune-duration", 5, "-autotune-modelsize", f"{bytes_wanted // 1000}k",
                 "-wordNgrams", 2, "-thread", 2)
    path = folder / "tuned.ftz"
    assert not (folder / "tuned.bin").exists()
    assert (folder / "tuned.vec").exists()
    assert path.stat().st_size <= bytes_wanted
    model = fasttext.load_model(str(path))
    assert model.is_quantized()
    assert model.f.getArgs().wordNgrams == 2
    # How good the best is depends on how many trials there was time for. One label a line: F1 is P@1.
    precision = model.test(str(folder / "labelled.txt"))[1]
    assert f"F1 {precision:.4f} on " in done.stdout
    assert precision > 1 / 3  # of three labels


def test_autotune_for_a_label(firth, folder):
    """All three labels are answered to each line, so that F1 tells nothing but how many there are."""
    done = firth("fasttext", "supervised", "-input", folder / "labelled.txt", "-output",
                 folder / "tuned", "-autotune-validation", folder / "labelled.txt",
                 "-autotune-duration", 1, "-autotune-metric", "f1:__label__1",
                 "-autotune-predictions", 3, "-minn", 2, "-maxn", 2, "-thread", 2)
    gold = [line.split(" ")[0] for line in (folder / "labelled.txt").open(encoding="utf-8")]
    f1 = 2 * gold.count("__label__1") / (gold.count("__label__1") + len(gold))
    assert f"F1 {f1:.4f} on " in done.stdout
    assert fasttext.load_model(str(folder / "tuned.bin")).f.getArgs().minn == 2


@pytest.mark.parametrize("k", [1, 2])
def test_test(firth, folder, k):
    model = fasttext.load_model(str(folder / "sup.bin"))
    count, precision, recall = model.test(str(folder / "labelled.txt"), k=k)
    got = ask(firth, folder, "test", folder / "sup.bin", folder / "labelled.txt", k)
    assert got == f"N\t{count}\nP@{k}\t{precision:.3g}\nR@{k}\t{recall:.3g}\n"


def test_test_label(firth, folder):
    model = fasttext.load_model(str(folder / "sup.bin"))
    lines = (folder / "labelled.txt").read_text(encoding="utf-8").splitlines()
    # Counted here: what the library's test_label says of recall is no number.
    gold = [line.split(" ")[0] for line in lines]
    answers = [model.f.predict(line + "\n", 1, 0.0, "strict")[0][1] for line in lines]
    got = ask(firth, folder, "test-label", folder / "sup.bin", folder / "labelled.txt").splitlines()
    for line, label in zip(got, model.labels, strict=False):
        right = sum(a == b == label for a, b in zip(gold, answers, strict=True))
        there, answered = gold.count(label), answers.count(label)
        cells = [2 * right, right, right]
        cells = [x / y if y else None for x, y in zip(cells, [there + answered, answered, there],
                                                       strict=True)]
        f1, precision, recall = ["--------" if x is None else f"{x:.6f}" for x in cells]
        assert line == f"F1-Score : {f1}  Precision : {precision}  Recall : {recall}   {label}"
    assert [line.split("\t")[0] for line in got[-3:]] == ["N", "P@1", "R@1"]


def test_predict(firth, folder):
    model = fasttext.load_model(str(folder / "sup.bin"))
    lines = ["the fire in sydney", "cricket", "palestinian leader", ""]
    text = "\n".join(lines) + "\n"
    got = ask(firth, folder, "predict", folder / "sup.bin", "-", text=text).splitlines()
    expected = [[label for _p, label in model.f.predict(line + "\n", 1, 0.0, "strict")]
                for line in lines]
    assert got == [" ".join(labels) for labels in expected]
    got = ask(firth, folder, "predict-prob", folder / "sup.bin", "-", -1, 0.1, text=text)
    for line, answer in zip(lines, got.splitlines(), strict=True):
        cells = answer.split(" ")
        pairs = model.f.predict(line + "\n", -1, 0.1, "strict")
        assert cells[::2] == [label for _p, label in pairs]
        assert [float(x) for x in cells[1::2]] == pytest.approx([p for p, _ in pairs], abs=2e-5)


def test_quantize(firth, folder):
    done = firth("fasttext", "quantize", "-output", folder / "sup", "-input",
                 folder / "labelled.txt", "-qnorm", "-cutoff", 2000, "-retrain", "-epoch", 1)
    assert done.stdout == ""
    small = fasttext.load_model(str(folder / "sup.ftz"))
    assert small.is_quantized()
    full = fasttext.load_model(str(folder / "sup.bin"))
    labelled = str(folder / "labelled.txt")
    assert small.test(labelled)[1] > full.test(labelled)[1] - 0.1
    firth("fasttext", "quantize", "-output", folder / "sup", "-input", folder / "labelled.txt",
          "-dsub", 4)
    assert "quantised" in firth("fasttext", "dump", folder / "sup.ftz", "input", exit_code=1).stderr


def test_print_word_vectors(firth, folder):
    model = fasttext.load_model(str(folder / "sg.bin"))
    words = ["said", "unheard", "of", "x"]
    got = ask(firth, folder, "print-word-vectors", folder / "sg.bin", text="said unheard\n of\tx")
    for word, line in zip(words, got.splitlines(), strict=True):
        assert line.split(" ")[0] == word
        expected = " ".join(f"{x:.5g}" for x in model[word])
        assert numbers(line.split(" ", 1)[1]) == pytest.approx(
            [float(x) for x in expected.split(" ")], rel=2e-4, abs=1e-7)


@pytest.mark.parametrize("name", ["sg", "sup"])
def test_print_sentence_vectors(firth, folder, name):
    model = fasttext.load_model(str(folder / f"{name}.bin"))
    lines = ["the fire in sydney", "unheardof said", ""]
    got = ask(firth, folder, "print-sentence-vectors", folder / f"{name}.bin",
              text="\n".join(lines) + "\n")
    for line, answer in zip(lines, got.splitlines(), strict=True):
        expected = model.get_sentence_vector(line)
        assert numbers(answer) == pytest.approx(list(expected), rel=2e-4, abs=1e-6)


@pytest.mark.parametrize("word", ["said", "unheard"])
def test_print_ngrams(firth, folder, word):
    model = fasttext.load_model(str(folder / "sg.bin"))
    got = ask(firth, folder, "print-ngrams", folder / "sg.bin", word).splitlines()
    pieces, rows = model.get_subwords(word)
    assert [line.split(" ")[0] for line in got] == pieces
    for line, row in zip(got, rows, strict=True):
        expected = model.get_input_vector(int(row))
        assert numbers(line.split(" ", 1)[1]) == pytest.approx(list(expected), rel=1e-4, abs=1e-8)


def test_nn(firth, folder):
    model = fasttext.load_model(str(folder / "sg.bin"))
    got = ask(firth, folder, "nn", folder / "sg.bin", 3, text="said\nunheard\n")
    assert got.count("Query word? ") == 3
    assert got.endswith("Query word? ")
    for word, answer in zip(["said", "unheard"], got.split("Query word? ")[1:], strict=False):
        pairs = [line.split(" ") for line in answer.splitlines()]
        expected = model.get_nearest_neighbors(word, k=3)
        assert [name for name, _score in pairs] == [name for _score, name in expected]
        assert [float(score) for _n, score in pairs] == pytest.approx(
            [score for score, _name in expected], abs=2e-6)


def test_analogies(firth, folder):
    model = fasttext.load_model(str(folder / "sg.bin"))
    got = ask(firth, folder, "analogies", folder / "sg.bin", 4, text="said the of\n")
    prompt = "Query triplet (A - B + C)? "
    start, answer, end = got.split(prompt)
    assert (start, end) == (f"Loading model {folder / 'sg.bin'}\n", "")
    pairs = [line.split(" ") for line in answer.splitlines()]
    expected = model.get_analogies("said", "the", "of", k=4)
    assert [name for name, _score in pairs] == [name for _score, name in expected]
    assert [float(score) for _n, score in pairs] == pytest.approx(
        [score for score, _name in expected], abs=2e-6)


def test_dump(firth, folder):
    model = fasttext.load_model(str(folder / "sup.bin"))
    got = ask(firth, folder, "dump", folder / "sup.bin", "args")
    assert got == ("dim 12\nws 5\nepoch 10\nminCount 1\nneg 5\nwordNgrams 2\nloss softmax\n"
                   "model sup\nbucket 20000\nminn 3\nmaxn 4\nlrUpdateRate 100\nt 0.0001\n")
    words, counts = model.get_words(include_freq=True)
    labels, label_counts = model.get_labels(include_freq=True)
    lines = [f"{word} {count} word" for word, count in zip(words, counts, strict=True)]
    lines += [f"{label} {n} label" for label, n in zip(labels, label_counts, strict=True)]
    got = ask(firth, folder, "dump", folder / "sup.bin", "dict")
    assert got.splitlines() == [str(len(lines)), *lines]
    for part, matrix in (("input", model.get_input_matrix()), ("output", model.get_output_matrix())):
        header, *rows = ask(firth, folder, "dump", folder / "sup.bin", part).splitlines()
        assert header == f"{matrix.shape[0]} {matrix.shape[1]}"
        got = np.array([[float(x) for x in row.split(" ")] for row in rows])
        assert np.allclose(got, matrix, rtol=1e-5, atol=1e-9)


def test_failures(firth, folder):
    def fails(*arguments: object, code: int = 2) -> str:
        done = firth("fasttext", *arguments, exit_code=code)
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        return line

    assert "help fasttext" in fails()
    assert '"frobnicate"' in fails("frobnicate")
    assert "-input is missing" in fails("skipgram", "-output", "x")
    assert "-output is missing" in fails("supervised", "-input", "x")
    assert '"-frob"' in fails("cbow", "-frob", 3)
    assert "-dim is missing its value" in fails("cbow", "-dim")
    assert "MODEL WORD" in fails("print-ngrams", folder / "sg.bin")
    assert "f1:LABEL alone" in fails("supervised", "-input", "a", "-output", folder / "b",
                                     "-autotune-validation", "v", "-autotune-metric",
                                     "precisionAtRecall:30")
    assert "dump knows" in fails("dump", folder / "sg.bin", "frob")
    assert "no number from 1 up" in fails("nn", folder / "sg.bin", 0)
    assert "missing.bin" in fails("nn", folder / "missing.bin", code=1)
    help_text = firth("help", "fasttext").stdout
    assert [verb for verb in VERBS if verb not in help_text] == []
