"""What `firth quantize` writes, PyPI's fasttext reads with the same answers; and at equal precision
it is no larger than what fasttext writes."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.peers
fasttext = pytest.importorskip("fasttext", reason="./run test peers installs it")

ADDED = 1e-5  # by fasttext, to a probability


@pytest.fixture(scope="module")
def lines(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """News by the day of the month that they could be of: words tell the source's place in the
    file, more or less."""
    text = (data_dir / "fixtures" / "fasttext" / "lee_background.cor").read_text(encoding="utf-8")
    generator = random.Random(1)
    pieces = []
    for number, line in enumerate(text.splitlines()):
        words = line.split()
        for i in range(0, len(words) - 20, 20):
            pieces.append(f"__label__{number // 75} {' '.join(words[i:i + 20])}\n")
    generator.shuffle(pieces)
    folder = tmp_path_factory.mktemp("lines")
    cut = len(pieces) * 4 // 5
    (folder / "train.txt").write_text("".join(pieces[:cut]), encoding="utf-8")
    (folder / "test.txt").write_text("".join(pieces[cut:]), encoding="utf-8")
    return folder / "train.txt", folder / "test.txt"


@pytest.fixture(scope="module")
def model(firth, lines) -> Path:
    train, _test = lines
    path = train.with_name("model.bin")
    firth("classify", "train", train, "-o", path, "--dim", 21, "--epochs", 10, "--word-ngrams", 2,
          "--minn", 3, "--maxn", 4, "--bucket", 20_000, "--lr", 0.4, "--threads", 1)
    return path


@pytest.mark.parametrize(
    "flags",
    [(), ("--qnorm",), ("--dsub", 4), ("--cutoff", 3000, "--qnorm"), ("--cutoff", 500, "--qout")],
)
def test_fasttext_reads_smaller_classifiers(firth, lines, model, tmp_path, flags):
    _train, test = lines
    path = tmp_path / "model.ftz"
    done = firth("quantize", model, "-o", path, "--test", test, *flags)
    theirs = fasttext.load_model(str(path))
    assert theirs.is_quantized()
    answers = firth("classify", "predict", path, test, "-k", 3, "--probabilities").stdout
    asked = test.read_text(encoding="utf-8").splitlines()
    for line, answer in list(zip(asked, answers.splitlines(), strict=True))[:300]:
        cells = answer.split(" ")
        got = dict(zip(cells[::2], map(float, cells[1::2]), strict=True))
        expected = {label: p - ADDED for p, label in theirs.f.predict(line + "\n", 3, 0.0, "strict")}
        assert got == pytest.approx(expected, abs=2e-5)
    count, precision, _recall = theirs.test(str(test))
    assert f"-> {precision:.4f}, {count:,} lines" in done.stdout


@pytest.mark.parametrize("cutoff", [0, 4000])
def test_no_larger_than_fasttexts_at_equal_precision(firth, lines, model, tmp_path, cutoff):
    _train, test = lines
    theirs = fasttext.load_model(str(model))
    theirs.quantize(cutoff=cutoff, qnorm=True)
    theirs.save_model(str(tmp_path / "theirs.ftz"))
    flags = ("--cutoff", cutoff) if cutoff else ()
    firth("quantize", model, "-o", tmp_path / "firth.ftz", "--qnorm", *flags)
    ours = fasttext.load_model(str(tmp_path / "firth.ftz"))
    assert (tmp_path / "firth.ftz").stat().st_size <= (tmp_path / "theirs.ftz").stat().st_size
    lines_tested, precision, _recall = theirs.test(str(test))
    sure = 2 * np.sqrt(precision * (1 - precision) / lines_tested)
    assert ours.test(str(test))[1] > precision - sure


@pytest.mark.parametrize("cutoff", [0, 4000])
def test_fasttext_reads_smaller_word_vectors(firth, data_dir, tmp_path, cutoff):
    corpus = data_dir / "fixtures" / "fasttext" / "lee_background.cor"
    firth("train", "cbow", corpus, "-o", tmp_path / "vectors.bin", "--format", "fasttext",
          "--compat", "fasttext", "--dim", 19, "--bucket", 5000, "--epochs", 2)
    flags = ("--cutoff", cutoff) if cutoff else ()
    path = tmp_path / "vectors.ftz"
    firth("quantize", tmp_path / "vectors.bin", "-o", path, "--qnorm", *flags)
    theirs = fasttext.load_model(str(path))
    words = [*theirs.get_words()[:500], "unheard", "of-words", "zzz"]
    asked = tmp_path / "asked.txt"
    asked.write_text("\n".join(words) + "\n", encoding="utf-8")
    rows = firth("vector", path, "-", stdin=asked).stdout.splitlines()
    got = np.array([[float(x) for x in row.split(" ")[1:]] for row in rows])
    expected = np.array([theirs.get_word_vector(word) for word in words])
    assert np.abs(got - expected).max() < 1e-6
    nearest = firth("neighbors", path, "said", "-k", 5).stdout.splitlines()
    expected = [score for score, _word in theirs.get_nearest_neighbors("said", k=5)]
    # Some are equally near but for rounding: their order is not compared.
    assert [float(line.split()[1]) for line in nearest] == pytest.approx(expected, abs=1e-3)
