#!/usr/bin/env python3
"""gensim's Word2Vec as a command: MODEL CORPUS OUT DIM THREADS EPOCHS LR MIN_COUNT SEED."""

from __future__ import annotations

import sys

from gensim.models import Word2Vec


def main() -> None:
    model, corpus, out, dim, threads, epochs, rate, min_count, seed = sys.argv[1:]
    trained = Word2Vec(
        corpus_file=corpus, vector_size=int(dim), window=5, min_count=int(min_count), sample=1e-3,
        negative=5, hs=0, cbow_mean=1, sg=int(model == "skipgram"), workers=int(threads),
        epochs=int(epochs), alpha=float(rate), min_alpha=1e-4, seed=int(seed),
    )  # fmt: skip
    trained.wv.save_word2vec_format(out, binary=True)


if __name__ == "__main__":
    main()
