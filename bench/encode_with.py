#!/usr/bin/env python3
"""One encoder at work: PROGRAM MODEL TEXTS MODE THREADS REFERENCE, run by bench/encoder.py.

PROGRAM is a class of this file. TEXTS is a JSON array. MODE says how they are handed over: `arrival` in
batches of 32 as they come, `sorted` in such batches from the longest on, `one` alone, `whole` all at
once. Prints a JSON object: `seconds` of each of three passes over all texts, behind one that is not measured (`one`: of each text),
`start` from the beginning of the process to the first vector, `resident` megabytes at the end, and
`cosine`, the smallest with the vectors in REFERENCE, an .npy file that is written when it is missing.
"""

from __future__ import annotations

import time

BEGIN = time.time()

import json  # noqa: E402
import os  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402

BATCH = 32
PASSES = 3


class Firth:
    PRECISION = "float32"

    def __init__(self, model: str, threads: int) -> None:
        import firth

        self.encoder = firth.Encoder.load(model, precision=self.PRECISION)
        self.threads = threads

    def encode(self, texts: list[str]) -> np.ndarray:
        return self.encoder.encode(texts, threads=self.threads)


class FirthBFloat16(Firth):
    PRECISION = "bf16"


class FirthInt8(Firth):
    PRECISION = "int8"


class SentenceTransformers:
    def __init__(self, model: str, threads: int) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads)
        self.model = SentenceTransformer(model, device="cpu")

    def encode(self, texts: list[str]) -> np.ndarray:
        return self.model.encode(texts, batch_size=BATCH, show_progress_bar=False)


class Tokenized:
    """What programs need that take ids: Hugging Face's tokenizer, the mean, and length 1."""

    def __init__(self, model: str) -> None:
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(f"{model}/tokenizer.json")
        self.tokenizer.enable_truncation(256)
        self.tokenizer.enable_padding()

    @staticmethod
    def pooled(rows: np.ndarray, mask: np.ndarray) -> np.ndarray:
        sums = np.einsum("btd,bt->bd", rows, mask.astype(np.float32))
        return sums / np.linalg.norm(sums, axis=1, keepdims=True)


class OnnxRuntime(Tokenized):
    FILE = "onnx/optimized.onnx"

    def __init__(self, model: str, threads: int) -> None:
        import onnxruntime

        super().__init__(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        path = str(Path(os.environ["FIRTH_PEER_MODELS"]) / self.FILE)
        self.session = onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])

    def encode(self, texts: list[str]) -> np.ndarray:
        batch = self.tokenizer.encode_batch(texts)
        ids = np.array([text.ids for text in batch], dtype=np.int64)
        mask = np.array([text.attention_mask for text in batch], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (rows,) = self.session.run(["last_hidden_state"], given)
        return self.pooled(rows, mask)


class OnnxRuntimeInt8(OnnxRuntime):
    FILE = "onnx/int8.onnx"


class CTranslate2(Tokenized):
    TYPE = "float32"

    def __init__(self, model: str, threads: int) -> None:
        import ctranslate2

        super().__init__(model)
        self.tokenizer.no_padding()
        path = str(Path(os.environ["FIRTH_PEER_MODELS"]) / "ctranslate2")
        self.encoder = ctranslate2.Encoder(path, compute_type=self.TYPE, intra_threads=threads)

    def encode(self, texts: list[str]) -> np.ndarray:
        ids = [text.ids for text in self.tokenizer.encode_batch(texts)]
        rows = np.asarray(self.encoder.forward_batch(ids).last_hidden_state)
        lengths = np.array([len(text) for text in ids])
        return self.pooled(rows, np.arange(rows.shape[1]) < lengths[:, None])


class CTranslate2Int8(CTranslate2):
    TYPE = "int8"


def batches(texts: list[str], mode: str) -> list[list[int]]:
    order = list(range(len(texts)))
    if mode == "sorted":
        order.sort(key=lambda i: -len(texts[i]))
    size = {"one": 1, "whole": len(order)}.get(mode, BATCH)
    return [order[at : at + size] for at in range(0, len(order), size)]


def smallest_cosine(vectors: np.ndarray, reference: Path) -> float:
    if not reference.exists():
        np.save(reference, vectors)
    others = np.load(reference)
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(others, axis=1)
    return float((np.einsum("ij,ij->i", vectors, others) / lengths).min())


def main() -> None:
    program, model, file, mode, threads, reference = sys.argv[1:]
    texts = json.loads(Path(file).read_text(encoding="utf-8"))
    encoder = globals()[program](model, int(threads))
    first = encoder.encode(texts[:1])
    start = time.time() - BEGIN
    vectors = np.zeros((len(texts), first.shape[1]), dtype=np.float32)
    passes, singles = [], []
    for number in range(PASSES + 1):
        if number == 1:
            singles.clear()
        begin = time.perf_counter()
        for batch in batches(texts, mode):
            one = time.perf_counter()
            vectors[batch] = encoder.encode([texts[i] for i in batch])
            singles.append(time.perf_counter() - one)
        passes.append(time.perf_counter() - begin)
    del passes[0]
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = singles if mode == "one" else passes
    cosine = smallest_cosine(vectors, Path(reference))
    print(json.dumps({"seconds": seconds, "start": start, "resident": resident, "cosine": cosine}))


if __name__ == "__main__":
    main()
