#!/usr/bin/env python3
"""gensim's FastText as a command: MODEL CORPUS OUT DIM THREADS EPOCHS LR SAMPLE MIN_COUNT SEED."""

from __future__ import annotations

import sys

from gensim.models import FastText


def main() -> None:
    model, corpus, out, dim, threads, epochs, rate, sample, min_count, seed = sys.argv[1:]
    trained = FastText(
        corpus_file=corpus, vector_size=int(dim), window=5, min_count=int(min_count),
        sample=float(sample), negative=5, ns_exponent=0.5, hs=0, sg=int(model == "skipgram"),
        min_n=3, max_n=6, bucket=2_000_000, workers=int(threads), epochs=int(epochs),
        alpha=float(rate), min_alpha=0, seed=int(seed),
    )  # fmt: skip
    trained.wv.save_word2vec_format(out, binary=True)


if __name__ == "__main__":
    main()
