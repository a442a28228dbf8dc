"""fastText's models go both ways: firth answers from fastText's files as PyPI's fasttext does, and
fasttext and gensim answer from firth's as firth does."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from gensim.models.fasttext import load_facebook_model, load_facebook_vectors

pytestmark = pytest.mark.peers
fasttext = pytest.importorskip("fasttext", reason="./run test peers installs it")

TOLERANCE = 1e-6
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмн", "äöüßéèçñ", "日本語中文字", "0123456789-.,<>")


@pytest.fixture(scope="module")
def corpus(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English, and words of other scripts."""
    path = tmp_path_factory.mktemp("corpus") / "text.txt"
    text = (data_dir / "fixtures" / "fasttext" / "lee_background.cor").read_text(encoding="utf-8")
    path.write_text(text + "Straße дома 日本語 naïve <b> 1.5\n" * 20, encoding="utf-8")
    return path


def questions(known: list[str]) -> list[str]:
    """A thousand words, known and not, of several scripts."""
    generator = random.Random(1)
    words = generator.sample(known, 400)
    for word in generator.sample(known, 300):
        at = generator.randrange(len(word) + 1)
        words.append(word[:at] + generator.choice("".join(ALPHABETS)) + word[at:])
    for _ in range(300):
        letters = generator.choice(ALPHABETS)
        words.append("".join(generator.choices(letters, k=generator.randint(1, 20))))
    return words


def firths_answers(firth, model: Path, words: list[str], folder: Path) -> np.ndarray:
    asked = folder / "asked.txt"
    asked.write_text("\n".join(words) + "\n", encoding="utf-8")
    lines = firth("vector", model, "-", stdin=asked).stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == words
    return np.array([[float(x) for x in line.split(" ")[1:]] for line in lines])


@pytest.mark.parametrize("model", ["skipgram", "cbow"])
@pytest.mark.parametrize(("minn", "maxn", "bucket"), [(3, 6, 20_000), (1, 4, 7), (2, 2, 1_000)])
def test_firth_answers_as_fasttext_does(firth, corpus, tmp_path, model, minn, maxn, bucket):
    theirs = fasttext.train_unsupervised(
        str(corpus), model=model, dim=13, minn=minn, maxn=maxn, bucket=bucket, epoch=1, thread=1
    )
    theirs.save_model(str(tmp_path / "fasttext.bin"))
    words = questions(theirs.get_words())
    assert "</s>" in theirs.get_words()
    words.append("</s>")
    got = firths_answers(firth, tmp_path / "fasttext.bin", words, tmp_path)
    expected = np.array([theirs.get_word_vector(word) for word in words])
    assert np.abs(got - expected).max() < TOLERANCE
    # What is converted answers alike.
    firth("convert", tmp_path / "fasttext.bin", tmp_path / "firth.safetensors")
    got = firths_answers(firth, tmp_path / "firth.safetensors", words, tmp_path)
    assert np.abs(got - expected).max() < TOLERANCE


def check_in_peers(path: Path, expected: np.ndarray, words: list[str]) -> None:
    theirs = fasttext.load_model(str(path))
    got = np.array([theirs.get_word_vector(word) for word in words])
    assert np.abs(got - expected).max() < TOLERANCE
    wv = load_facebook_vectors(str(path))
    got = np.array([wv[word] for word in words])
    same = [word != "</s>" for word in words]  # gensim alone gives it n-grams
    assert np.abs(got - expected)[same].max() < TOLERANCE


@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_peers_answer_as_firth_does(firth, corpus, tmp_path, model):
    firth("train", model, corpus, "-o", tmp_path / "firth.bin", "--format", "fasttext", "--compat",
          "fasttext", "--dim", 20, "--bucket", 5000, "--epochs", 2, "--threads", 2)
    known = fasttext.load_model(str(tmp_path / "firth.bin")).get_words()
    words = questions(known)
    expected = firths_answers(firth, tmp_path / "firth.bin", words, tmp_path)
    check_in_peers(tmp_path / "firth.bin", expected, words)
    # By way of composed vectors, from which the rows are worked out.
    firth("convert", tmp_path / "firth.bin", tmp_path / "firth.safetensors")
    firth("convert", tmp_path / "firth.safetensors", tmp_path / "again.bin", "--format", "fasttext")
    check_in_peers(tmp_path / "again.bin", expected, words)


def test_gensim_trains_further(firth, corpus, tmp_path):
    firth("train", "skipgram", corpus, "-o", tmp_path / "firth.bin", "--format", "fasttext",
          "--compat", "fasttext", "--dim", 20, "--bucket", 5000, "--epochs", 1)
    model = load_facebook_model(str(tmp_path / "firth.bin"))
    before = model.wv["the"].copy()
    sentences = [line.split() for line in corpus.read_text(encoding="utf-8").splitlines()[:50]]
    model.train(sentences, total_examples=len(sentences), epochs=1)
    assert np.isfinite(model.wv["the"]).all()
    assert np.abs(model.wv["the"] - before).max() > 0


def test_peers_read_vectors_without_ngrams(firth, corpus, tmp_path):
    firth("train", "cbow", corpus, "-o", tmp_path / "words.txt", "--dim", 10, "--epochs", 1)
    firth("convert", tmp_path / "words.txt", tmp_path / "words.bin", "--format", "fasttext")
    words = ["the", "of", "said"]
    expected = firths_answers(firth, tmp_path / "words.txt", words, tmp_path)
    check_in_peers(tmp_path / "words.bin", expected, words)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("toy-model", "utf-8"),
        ("toy-model-pretrained", "utf-8"),
        ("lee_fasttext", "utf-8"),
        ("lee_fasttext_new", "utf-8"),
        ("crime-and-punishment", "utf-8"),
        ("non_ascii_fasttext", "utf-8"),
        ("cp852_fasttext", "cp852"),
    ],
)
def test_files_of_all_ages_are_read_as_gensim_reads_them(
    firth, data_dir, tmp_path, name, encoding
):
    path = data_dir / "fixtures" / "fasttext" / f"{name}.bin"
    firth("convert", path, tmp_path / "out.safetensors")
    tensors = safetensors.numpy.load_file(tmp_path / "out.safetensors")
    wv = load_facebook_vectors(str(path), encoding=encoding)
    assert tensors["vectors"].shape == wv.vectors.shape
    text, ends = tensors["words"].tobytes(), tensors["word_offsets"]
    words = [text[a:b].decode(encoding) for a, b in zip(ends, ends[1:], strict=False)]
    assert words == wv.index_to_key
    # gensim gives the line's end n-grams, as fastText did before there were versions, and hashes
    # the bytes of UTF-8 whatever the file's words are in.
    same = [word != "</s>" and (encoding == "utf-8" or word.isascii()) for word in words]
    assert sum(same) > len(same) / 2
    assert np.abs(tensors["vectors"] - wv.vectors)[same].max() < TOLERANCE
    assert np.abs(tensors["ngrams"] - wv.vectors_ngrams).max() < TOLERANCE


def test_a_classifiers_words_are_read(firth, data_dir, tmp_path):
    path = data_dir / "fixtures" / "fasttext" / "pang_lee_polarity_fasttext.bin"
    theirs = fasttext.load_model(str(path))
    firth("convert", path, tmp_path / "out.safetensors")
    tensors = safetensors.numpy.load_file(tmp_path / "out.safetensors")
    text, ends = tensors["words"].tobytes(), tensors["word_offsets"]
    all_words = [text[a:b] for a, b in zip(ends, ends[1:], strict=False)]
    words = [word.decode() for word in all_words if word.isascii()][:1000]
    got = firths_answers(firth, path, words, tmp_path)
    expected = np.array([theirs.get_word_vector(word) for word in words])
    assert np.abs(got - expected).max() < TOLERANCE


@pytest.fixture(scope="module")
def labelled(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as lines of a classifier."""
    path = tmp_path_factory.mktemp("labelled") / "text.txt"
    lines = corpus.read_text(encoding="utf-8").splitlines()
    text = "".join(f"__label__{len(line) % 3} {line}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("qnorm", [False, True])
@pytest.mark.parametrize("cutoff", [0, 2500])
@pytest.mark.parametrize("dsub", [2, 5, 20])
@pytest.mark.parametrize("kind", ["supervised", "skipgram"])
def test_vectors_of_quantised_models(firth, labelled, tmp_path, qnorm, cutoff, dsub, kind):
    model = fasttext.train_supervised(
        str(labelled), dim=13, minn=3, maxn=5, bucket=3000, epoch=2, thread=1, verbose=0
    )
    model.quantize(qnorm=qnorm, cutoff=cutoff, dsub=dsub)
    path = tmp_path / "model.ftz"
    model.save_model(str(path))
    if kind != "supervised":  # fastText quantises classifiers alone, but reads others
        data = bytearray(path.read_bytes())
        data[36:40] = (2).to_bytes(4, "little")
        path.write_bytes(data)
    theirs = fasttext.load_model(str(path))
    words = questions(theirs.get_words())
    # Where all n-grams were cut off fastText gives zeros, and firth says that it has no vector.
    lost = [word for word in words if not theirs.get_word_vector(word).any()]
    assert (cutoff > 0 or not lost) and not set(lost) & set(theirs.words)
    for word in lost[:3]:
        assert "is not among" in firth("vector", path, word, exit_code=1).stderr
    words = [word for word in words if word not in lost]
    got = firths_answers(firth, path, words, tmp_path)
    expected = np.array([theirs.get_word_vector(word) for word in words])
    assert np.abs(got - expected).max() < TOLERANCE
    firth("convert", path, tmp_path / "firth.safetensors")
    got = firths_answers(firth, tmp_path / "firth.safetensors", words, tmp_path)
    assert np.abs(got - expected).max() < TOLERANCE
    # A .bin has a row for every n-gram: of unknown words it keeps the direction.
    done = firth("convert", path, tmp_path / "again.bin", "--format", "fasttext")
    assert ("lengths of unknown words" in done.stderr) == (cutoff > 0)
    known = [word for word in words if word in theirs.words]
    got = firths_answers(firth, tmp_path / "again.bin", known, tmp_path)
    expected = np.array([theirs.get_word_vector(word) for word in known])
    assert np.abs(got - expected).max() < TOLERANCE


def test_a_quantised_model_describes_itself(firth, labelled, tmp_path):
    model = fasttext.train_supervised(
        str(labelled), dim=10, minn=3, maxn=5, bucket=3000, epoch=1, thread=1, verbose=0
    )
    model.quantize(cutoff=500)
    model.save_model(str(tmp_path / "model.ftz"))
    done = firth("info", tmp_path / "model.ftz")
    assert "rows are codes" in done.stdout
    # Ten words of ten numbers are read, four bytes each, whatever n-grams were kept.
    done = firth("info", tmp_path / "model.ftz", "--memory-limit", "400", exit_code=1)
    assert "needs" in done.stderr
