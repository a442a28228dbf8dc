"""Classifiers go both ways: PyPI's fasttext answers from firth's files as firth does, firth answers
from fasttext's as fasttext does, and both learn alike."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.peers
fasttext = pytest.importorskip("fasttext", reason="./run test peers installs it")

CORPORA = {
    "en": "enwiki17m.raw.txt.zst",
    "de": "dewiki5m.raw.txt.zst",
    "zh": "zhwiki12m.segmented.txt.zst",
}
LINES = 12_000  # of each language
TOLERANCE = 1e-5
# fasttext adds this to a probability before it takes the logarithm that its answers come from.
ADDED = 1e-5
# Its sigmoid is a table of steps of 1/32.
TABLE = 0.25 / 32 + TOLERANCE
KINDS = {
    "words": {},
    "runs": {"word-ngrams": 3, "bucket": 20_000},
    "pieces": {"minn": 2, "maxn": 4, "bucket": 20_000},
    "all": {"word-ngrams": 2, "minn": 3, "maxn": 3, "bucket": 20_000, "min-count": 3},
}
THEIR_NAMES = {"word-ngrams": "wordNgrams", "min-count": "minCount"}


@pytest.fixture(scope="module")
def languages(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Pieces of two words from three languages, to be told apart: one set to learn, one to test."""
    generator = random.Random(1)
    lines = []
    for label, name in CORPORA.items():
        unpack = ["zstd", "-dcq", str(data_dir / "corpora" / name)]
        with subprocess.Popen(unpack, stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            words: list[str] = []
            while len(words) < 2 * LINES:
                words += run.stdout.readline().decode("utf-8").split()
            run.kill()
        lines += [f"__label__{label} {words[i]} {words[i + 1]}\n" for i in range(0, 2 * LINES, 2)]
    generator.shuffle(lines)
    folder = tmp_path_factory.mktemp("languages")
    tenth = len(lines) // 10
    (folder / "test.txt").write_text("".join(lines[:tenth]), encoding="utf-8")
    (folder / "train.txt").write_text("".join(lines[tenth:]), encoding="utf-8")
    return folder / "train.txt", folder / "test.txt"


def theirs_named(settings: dict[str, int]) -> dict[str, int]:
    return {THEIR_NAMES.get(name, name): value for name, value in settings.items()}


def firths_answers(firth, model: Path, text: Path, k: int) -> list[dict[str, float]]:
    done = firth("classify", "predict", model, text, "-k", k, "--probabilities")
    rows = [line.split(" ") for line in done.stdout.splitlines()]
    return [dict(zip(row[::2], map(float, row[1::2]), strict=True)) for row in rows]


def check_alike(firth, path: Path, text: Path, loss: str, k: int = 3) -> None:
    """`k` labels, all asked for: as likely, and the same first where two are not as good as
    equally likely."""
    model = fasttext.load_model(str(path))
    lines = text.read_text(encoding="utf-8").splitlines()[:1000]
    sample = path.with_suffix(".asked")
    sample.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tolerance = {"softmax": TOLERANCE, "hs": 3 * ADDED, "ns": TABLE, "ova": TABLE}[loss]
    for line, answer in zip(lines, firths_answers(firth, path, sample, k), strict=True):
        pairs = model.f.predict(line + "\n", k, 0.0, "strict")
        added = 0 if loss == "hs" else ADDED  # there it is added at each turn
        expected = dict.fromkeys(answer, 0.0)  # hs leaves out labels below 0.00001
        expected |= {label: score - added for score, label in pairs}
        assert answer == pytest.approx(expected, abs=tolerance), line
        first, second = sorted(expected.values())[-1], sorted(expected.values())[-2]
        if first - second > 2 * tolerance:
            assert max(answer, key=answer.get) == max(expected, key=expected.get)


@pytest.mark.parametrize("loss", ["softmax", "hs", "ns", "ova"])
@pytest.mark.parametrize("kind", KINDS)
def test_answers_go_both_ways(firth, languages, tmp_path, loss, kind):
    train, test = languages
    flags = [x for name, value in KINDS[kind].items() for x in (f"--{name}", value)]
    ours = tmp_path / "firth.bin"
    firth("classify", "train", train, "-o", ours, "--loss", loss, "--dim", 17, "--epochs", 2, *flags)
    check_alike(firth, ours, test, loss)
    theirs = tmp_path / "fasttext.bin"
    fasttext.train_supervised(
        str(train), loss=loss, dim=17, epoch=2, thread=1, verbose=0, **theirs_named(KINDS[kind])
    ).save_model(str(theirs))
    check_alike(firth, theirs, test, loss)


QUANTISED = {
    "plain": {},
    "norms": {"qnorm": True, "dsub": 3},
    "pruned": {"cutoff": 4000, "qnorm": True},
    "output": {"qout": True, "cutoff": 1000},
}


@pytest.mark.parametrize("how", QUANTISED)
@pytest.mark.parametrize("kind", ["words", "all"])
@pytest.mark.parametrize("loss", ["softmax", "hs"])
def test_quantised_models_answer_alike(firth, languages, tmp_path, loss, kind, how):
    train, test = languages
    if how == "output":  # it must have 256 rows: labels
        lines = train.read_text(encoding="utf-8").splitlines()
        text = "".join(f"__label__{i % 300} {line.split(' ', 1)[1]}\n" for i, line in enumerate(lines))
        train = tmp_path / "train.txt"
        train.write_text(text, encoding="utf-8")
    model = fasttext.train_supervised(
        str(train), loss=loss, dim=17, epoch=2, thread=1, verbose=0, **theirs_named(KINDS[kind])
    )
    model.quantize(**QUANTISED[how])
    path = tmp_path / "model.ftz"
    model.save_model(str(path))
    check_alike(firth, path, test, loss, k=300 if how == "output" else 3)
    if how == "output":
        return  # none of the test's labels is known
    done = firth("classify", "test", path, test)
    lines, precision, recall = model.test(str(test))
    rows = [line.split()[1] for line in done.stdout.splitlines()[:3]]
    assert rows == [str(lines), f"{precision:.4f}", f"{recall:.4f}"]


@pytest.mark.parametrize("loss", ["softmax", "hs", "ova"])
def test_both_learn_alike(firth, languages, tmp_path, loss):
    train, test = languages
    settings = {"minn": 2, "maxn": 4, "bucket": 20_000}
    theirs = fasttext.train_supervised(
        str(train), loss=loss, thread=1, verbose=0, **theirs_named(settings)
    )
    flags = [x for name, value in settings.items() for x in (f"--{name}", value)]
    firth("classify", "train", train, "-o", tmp_path / "firth.bin", "--loss", loss, *flags)
    done = firth("classify", "test", tmp_path / "firth.bin", test)
    ours = float(done.stdout.splitlines()[1].split()[1])
    lines, precision, _recall = theirs.test(str(test))
    assert done.stdout.splitlines()[0].split()[1] == str(lines)
    assert ours == pytest.approx(precision, abs=0.005)


def test_scores_are_counted_as_fasttext_counts_them(firth, languages, tmp_path):
    train, test = languages
    model = fasttext.train_supervised(str(train), dim=10, epoch=1, thread=1, verbose=0)
    model.save_model(str(tmp_path / "model.bin"))
    for k in (1, 2):
        done = firth("classify", "test", tmp_path / "model.bin", test, "-k", k)
        lines, precision, recall = model.test(str(test), k=k)
        rows = [line.split()[1] for line in done.stdout.splitlines()[:3]]
        assert rows == [str(lines), f"{precision:.4f}", f"{recall:.4f}"]


def test_an_older_classifier(firth, data_dir, tmp_path):
    path = data_dir / "fixtures" / "fasttext" / "pang_lee_polarity_fasttext.bin"
    model = fasttext.load_model(str(path))
    asked = tmp_path / "asked.txt"
    lines = ["a good film", "the worst of all plots", "unheard-of words", ""]
    asked.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = firth("classify", "predict", path, asked, "-k", 2, "--probabilities")
    for line, answer in zip(lines, done.stdout.splitlines(), strict=True):
        expected = {label: p for p, label in model.f.predict(line + "\n", 2, 0.0, "strict")}
        cells = answer.split(" ")
        got = dict(zip(cells[::2], map(float, cells[1::2]), strict=True))
        assert got == pytest.approx(expected, abs=3e-5)
