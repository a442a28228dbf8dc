"""Files go both ways: what firth writes its peers load, and what they write firth loads."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import safetensors
import safetensors.numpy
from gensim.models import KeyedVectors
from gensim.scripts.word2vec2tensor import word2vec2tensor

WORDS = ["</s>", "king", "queen", "Straße", "日本", "1", "0.5", "nan", "a-b", "😀"]
DIM = 7


@pytest.fixture(scope="module")
def numbers() -> np.ndarray:
    """Floats of all sizes, most of them with all their digits in use."""
    generator = np.random.default_rng(1)
    scale = 10.0 ** generator.integers(-30, 30, size=(len(WORDS), DIM))
    return (generator.standard_normal((len(WORDS), DIM)) * scale).astype(np.float32)


@pytest.fixture(scope="module")
def vectors(numbers: np.ndarray) -> KeyedVectors:
    vectors = KeyedVectors(DIM)
    vectors.add_vectors(WORDS, numbers)
    return vectors


def expect_same(got: KeyedVectors, expected: KeyedVectors) -> None:
    assert got.index_to_key == expected.index_to_key
    assert got.vectors.dtype == np.float32
    assert np.array_equal(got.vectors.view(np.uint32), expected.vectors.view(np.uint32))


def read_native(path: Path) -> KeyedVectors:
    """firth's own format, read with the safetensors package alone."""
    tensors = safetensors.numpy.load_file(path)
    offsets = tensors["word_offsets"]
    text = tensors["words"].tobytes()
    words = [text[b:e].decode() for b, e in zip(offsets, offsets[1:], strict=False)]
    vectors = KeyedVectors(tensors["vectors"].shape[1])
    vectors.add_vectors(words, tensors["vectors"])
    return vectors


def describe(firth, path: Path) -> dict:
    return json.loads(firth("info", "--json", path).stdout)


@pytest.mark.parametrize("binary", [False, True], ids=["text", "binary"])
def test_firth_reads_what_gensim_writes(firth, vectors, tmp_path, binary):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=binary)
    firth("convert", tmp_path / "gensim", tmp_path / "firth.safetensors")
    expect_same(read_native(tmp_path / "firth.safetensors"), vectors)


def test_firth_reads_glove(firth, vectors, tmp_path):
    vectors.save_word2vec_format(tmp_path / "glove", binary=False, write_header=False)
    assert describe(firth, tmp_path / "glove")["format"] == "glove"
    firth("convert", tmp_path / "glove", tmp_path / "firth.safetensors")
    expect_same(read_native(tmp_path / "firth.safetensors"), vectors)


@pytest.mark.parametrize("name", ["out.txt", "out.bin", "out.glove"])
def test_gensim_reads_what_firth_writes(firth, vectors, tmp_path, name):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=True)
    firth("convert", tmp_path / "gensim", tmp_path / name)
    binary, no_header = name.endswith(".bin"), name.endswith(".glove")
    got = KeyedVectors.load_word2vec_format(tmp_path / name, binary=binary, no_header=no_header)
    expect_same(got, vectors)


def test_vec_keeps_five_digits(firth, vectors, tmp_path):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=True)
    done = firth("convert", tmp_path / "gensim", tmp_path / "out.vec")
    assert "lost: digits beyond the fifth (vec does not hold them)" in done.stderr
    got = KeyedVectors.load_word2vec_format(tmp_path / "out.vec", binary=False)
    assert np.allclose(got.vectors, vectors.vectors, rtol=5e-5, atol=0)


def test_safetensors_opens_the_native_file(firth, vectors, tmp_path):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=True)
    path = tmp_path / "firth.safetensors"
    firth("convert", tmp_path / "gensim", path)
    (header_bytes,) = struct.unpack("<Q", path.read_bytes()[:8])
    assert (8 + header_bytes) % 64 == 0
    with safetensors.safe_open(path, framework="numpy") as file:
        assert file.metadata()["format"] == "firth"
        matrix = file.get_tensor("vectors")
    assert matrix.shape == (len(WORDS), DIM)
    assert matrix.dtype == np.float32
    assert matrix.flags["C_CONTIGUOUS"]


def test_firth_refuses_another_models_safetensors(firth, tmp_path):
    path = tmp_path / "other.safetensors"
    safetensors.numpy.save_file({"embedding.weight": np.zeros((2, 3), np.float32)}, path)
    done = firth("info", path, exit_code=1)
    assert "not one of firth's word vectors" in done.stderr


@pytest.mark.parametrize("name", ["toy-model.vec", "lee_fasttext.vec", "crime-and-punishment.vec"])
def test_firth_reads_and_repeats_fasttexts_vec(firth, data_dir, tmp_path, name):
    source = data_dir / "fixtures" / "fasttext" / name
    firth("convert", source, tmp_path / "again.vec")
    assert (tmp_path / "again.vec").read_bytes() == source.read_bytes()
    firth("convert", source, tmp_path / "firth.safetensors")
    expected = KeyedVectors.load_word2vec_format(source, binary=False)
    expect_same(read_native(tmp_path / "firth.safetensors"), expected)


def words_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def test_numpy_reads_what_firth_writes(firth, vectors, tmp_path):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=True)
    firth("convert", tmp_path / "gensim", tmp_path / "out.npy")
    for mmap_mode in (None, "r"):
        matrix = np.load(tmp_path / "out.npy", mmap_mode=mmap_mode)
        assert matrix.dtype == np.float32
        assert np.array_equal(matrix.view(np.uint32), vectors.vectors.view(np.uint32))
    assert words_of(tmp_path / "out.words.txt") == WORDS
    np.save(tmp_path / "numpy.npy", vectors.vectors)
    assert (tmp_path / "numpy.npy").read_bytes() == (tmp_path / "out.npy").read_bytes()


def test_firth_reads_what_numpy_writes(firth, vectors, tmp_path):
    (tmp_path / "in.words.txt").write_text("\n".join(WORDS), encoding="utf-8")
    for version in ((1, 0), (2, 0), (3, 0)):
        with (tmp_path / "in.npy").open("wb") as file:
            np.lib.format.write_array(file, vectors.vectors, version=version)
        assert describe(firth, tmp_path / "in.npy")["format"] == "npy"
        firth("convert", tmp_path / "in.npy", tmp_path / "firth.safetensors")
        expect_same(read_native(tmp_path / "firth.safetensors"), vectors)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.asfortranarray(np.ones((2, 3), np.float32)), "Fortran order"),
        (np.ones((2, 3)), "numbers of type '<f8'"),
        (np.ones((2, 3), ">f4"), "numbers of type '>f4'"),
        (np.ones((2, 3), object), "Python objects"),
        (np.ones(2, [("a", "<f4")]), "an array of records"),
        (np.ones(6, np.float32), "the shape (6)"),
        (np.full((2, 3), np.nan, np.float32), "not finite"),
    ],
)
def test_firth_refuses_other_arrays(firth, tmp_path, array, reason):
    np.save(tmp_path / "in.npy", array, allow_pickle=True)
    (tmp_path / "in.words.txt").write_text("a\nb\n")
    done = firth("convert", tmp_path / "in.npy", tmp_path / "out.txt", exit_code=1)
    assert reason in done.stderr


def test_the_projectors_files(firth, vectors, tmp_path):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=True)
    firth("convert", tmp_path / "gensim", tmp_path / "out.tsv")
    tensors = np.loadtxt(tmp_path / "out.tsv", np.float32, delimiter="\t")
    assert np.array_equal(tensors.view(np.uint32), vectors.vectors.view(np.uint32))
    assert words_of(tmp_path / "out.metadata.tsv") == WORDS  # a single column has no header
    (embedding,) = json.loads((tmp_path / "out.config.json").read_text())["embeddings"]
    assert embedding == {
        "tensorName": "out",
        "tensorShape": [len(WORDS), DIM],
        "tensorPath": "out.tsv",
        "metadataPath": "out.metadata.tsv",
    }
    firth("convert", tmp_path / "out.tsv", tmp_path / "firth.safetensors")
    expect_same(read_native(tmp_path / "firth.safetensors"), vectors)


def test_firth_reads_gensims_word2vec2tensor(firth, vectors, tmp_path):
    vectors.save_word2vec_format(tmp_path / "gensim", binary=True)
    word2vec2tensor(str(tmp_path / "gensim"), str(tmp_path / "x"), binary=True)
    assert describe(firth, tmp_path / "x_tensor.tsv")["format"] == "projector"
    firth("convert", tmp_path / "x_tensor.tsv", tmp_path / "firth.safetensors")
    expect_same(read_native(tmp_path / "firth.safetensors"), vectors)


def test_the_projector_gets_counts(firth, tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a b a c a b\n" * 50)
    native = tmp_path / "v.safetensors"
    firth("train", "skipgram", corpus, "-o", native, "--dim", 4, "--epochs", 1, "--sample", 0)
    firth("convert", native, tmp_path / "v.tsv")
    assert words_of(tmp_path / "v.metadata.tsv")[:2] == ["word\tcount", "a\t150"]
    firth("convert", tmp_path / "v.tsv", tmp_path / "again.safetensors")
    again, first = (safetensors.numpy.load_file(path) for path in (tmp_path / "again.safetensors", native))
    assert {name: array.tolist() for name, array in again.items()} == {
        name: array.tolist() for name, array in first.items()
    }


@pytest.fixture(scope="module")
def word2vec_output(word2vec, tmp_path_factory) -> Path:
    """A folder with text.txt, binary.bin and vocab.txt as word2vec.c writes them."""
    folder = tmp_path_factory.mktemp("word2vec")
    generator = np.random.default_rng(1)
    corpus = [" ".join(f"w{n}" for n in generator.zipf(1.5, 20) if n < 200) for _ in range(500)]
    (folder / "corpus.txt").write_text("\n".join(corpus) + "\n")
    for output, binary in (("text.txt", 0), ("binary.bin", 1)):
        command = [word2vec, "-train", "corpus.txt", "-output", output, "-binary", str(binary)]
        command += ["-size", "10", "-threads", "1", "-iter", "2", "-save-vocab", "vocab.txt"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.peers
@pytest.mark.parametrize("name", ["text.txt", "binary.bin"])
def test_firth_reads_what_word2vec_writes(firth, word2vec_output, tmp_path, name):
    binary = name.endswith(".bin")
    expected = KeyedVectors.load_word2vec_format(word2vec_output / name, binary=binary)
    assert expected.index_to_key[0] == "</s>"
    firth("convert", word2vec_output / name, tmp_path / "firth.safetensors")
    expect_same(read_native(tmp_path / "firth.safetensors"), expected)


@pytest.mark.peers
def test_firth_writes_the_bytes_of_word2vecs_binary(firth, word2vec_output, tmp_path):
    firth("convert", word2vec_output / "binary.bin", tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == (word2vec_output / "binary.bin").read_bytes()
